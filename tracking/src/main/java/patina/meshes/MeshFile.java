package patina.meshes;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import patina.chunks.StorageFailure;
import patina.fields.Mesh;

/**
 * The forms in which a mesh is written. Coordinates are micrometres in the specimen frame. Files appear whole or not at
 * all: they are written beside under another name first.
 */
public enum MeshFile {
    /** Binary little-endian STL: 80 bytes of header, a count, 50 bytes a triangle; every triangle has its own points. */
    STL,
    /** Binary little-endian PLY 1.0, points shared. */
    PLY;

    /** What names of such files end in. */
    public String ending() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Writes a mesh. */
    public void write(Mesh mesh, Path file) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part), 1 << 16)) {
                switch (this) {
                    case STL -> stl(mesh, out);
                    case PLY -> ply(mesh, out);
                }
            }
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            Files.deleteIfExists(part);
            throw StorageFailure.writing(file, e);
        }
    }

    private static void stl(Mesh mesh, OutputStream out) throws IOException {
        // A header that began with "solid" would be taken for text by some programs.
        byte[] header = new byte[80];
        byte[] words = "Patina, micrometres".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(words, 0, header, 0, words.length);
        out.write(header);
        ByteBuffer b = ByteBuffer.allocate(50).order(ByteOrder.LITTLE_ENDIAN);
        out.write(b.putInt(mesh.size()).array(), 0, 4);
        double[] n = new double[3];
        for (int t = 0; t < mesh.size(); t++) {
            b.clear();
            mesh.normal(t, n);
            double length = Math.sqrt(n[0] * n[0] + n[1] * n[1] + n[2] * n[2]);
            for (double c : n) {
                b.putFloat(length > 0 ? (float) (c / length) : 0);
            }
            for (int corner = 0; corner < 3; corner++) {
                int p = 3 * mesh.triangles()[3 * t + corner];
                b.putFloat(mesh.points()[p]).putFloat(mesh.points()[p + 1]).putFloat(mesh.points()[p + 2]);
            }
            b.putShort((short) 0);
            out.write(b.array());
        }
    }

    private static void ply(Mesh mesh, OutputStream out) throws IOException {
        String header = "ply\nformat binary_little_endian 1.0\ncomment Patina, micrometres\nelement vertex "
                + mesh.points().length / 3
                + "\nproperty float x\nproperty float y\nproperty float z\nelement face "
                + mesh.size()
                + "\nproperty list uchar int vertex_indices\nend_header\n";
        out.write(header.getBytes(StandardCharsets.US_ASCII));
        ByteBuffer b = ByteBuffer.allocate(13).order(ByteOrder.LITTLE_ENDIAN);
        for (int p = 0; p < mesh.points().length; p += 3) {
            b.clear();
            b.putFloat(mesh.points()[p]).putFloat(mesh.points()[p + 1]).putFloat(mesh.points()[p + 2]);
            out.write(b.array(), 0, 12);
        }
        for (int t = 0; t < mesh.triangles().length; t += 3) {
            b.clear();
            b.put((byte) 3)
                    .putInt(mesh.triangles()[t])
                    .putInt(mesh.triangles()[t + 1])
                    .putInt(mesh.triangles()[t + 2]);
            out.write(b.array());
        }
    }
}
