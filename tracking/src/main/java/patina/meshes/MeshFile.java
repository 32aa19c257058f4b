package patina.meshes;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Locale;
import patina.chunks.StorageFailure;
import patina.fields.Mesh;

/**
 * The forms in which a mesh is written, and STL read. Coordinates written are micrometres in the specimen frame. Files appear whole or not at
 * all: they are written beside under another name first.
 */
public enum MeshFile {
    /** Binary little-endian STL: 80 bytes of header, a count, 50 bytes a triangle; every triangle has its own points. */
    STL,
    /** Binary little-endian PLY 1.0, points shared. */
    PLY;

    private static final int STL_HEADER = 80;
    private static final int STL_TRIANGLE = 50;

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

    /**
     * Reads a mesh of STL, binary or text; its coordinates are as they stand in the file, every triangle with points of its
     * own.
     *
     * @throws IOException one sentence, when the file is no STL or holds no triangle
     */
    public static Mesh readStl(Path file) throws IOException {
        long bytes = Files.size(file);
        long announced = -1;
        if (bytes >= STL_HEADER + 4) {
            try (InputStream in = Files.newInputStream(file)) {
                byte[] head = in.readNBytes(STL_HEADER + 4);
                announced = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getInt(STL_HEADER) & 0xffffffffL;
            }
        }
        boolean binary = announced > 0 && bytes == STL_HEADER + 4 + announced * STL_TRIANGLE;
        if (binary && announced > Integer.MAX_VALUE / 9) {
            throw new IOException("'" + file + "' was to hold a surface of at most " + Integer.MAX_VALUE / 9
                    + " triangles, but holds " + announced + ". Save it coarser.");
        }
        float[] points = binary ? binaryStl(file, (int) announced) : textStl(file, announced, bytes);
        for (float c : points) {
            if (!Float.isFinite(c)) {
                throw new IOException(
                        "'" + file + "' was to be an STL, but one of its points is at " + c + ". Save it once more.");
            }
        }
        int[] triangles = new int[points.length / 3];
        for (int i = 0; i < triangles.length; i++) {
            triangles[i] = i;
        }
        return new Mesh(points, triangles);
    }

    private static float[] binaryStl(Path file, int count) throws IOException {
        float[] points = new float[9 * count];
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            in.skipNBytes(STL_HEADER + 4);
            byte[] triangle = new byte[STL_TRIANGLE];
            ByteBuffer b = ByteBuffer.wrap(triangle).order(ByteOrder.LITTLE_ENDIAN);
            for (int t = 0; t < count; t++) {
                in.readNBytes(triangle, 0, STL_TRIANGLE);
                // The normal comes first; the points tell it, too.
                for (int c = 0; c < 9; c++) {
                    points[9 * t + c] = b.getFloat(12 + 4 * c);
                }
            }
        }
        return points;
    }

    private static float[] textStl(Path file, long announced, long bytes) throws IOException {
        float[] points = new float[9 * 1024];
        int n = 0;
        try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            String line = in.readLine();
            if (line == null || !line.stripLeading().startsWith("solid")) {
                throw new IOException(
                        "'" + file + "' was to be an STL, but is neither the text of one (its first word is"
                                + " not 'solid') nor "
                                + (announced < 0
                                        ? "long enough for a binary one"
                                        : "as long as a binary one of the " + announced + " triangles it announces: "
                                                + (STL_HEADER + 4 + announced * STL_TRIANGLE) + " bytes, not " + bytes)
                                + ". Export it once more.");
            }
            int number = 1;
            for (line = in.readLine(); line != null; line = in.readLine()) {
                number++;
                String[] words = line.strip().split("\\s+");
                if (!words[0].equals("vertex")) {
                    continue;
                }
                if (n + 3 > points.length) {
                    points = Arrays.copyOf(points, 2 * points.length);
                }
                try {
                    for (int c = 0; c < 3; c++) {
                        points[n + c] = Float.parseFloat(words[c + 1]);
                    }
                } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
                    throw new IOException(
                            "'" + file + "' was to be an STL, but line " + number + " is '" + line.strip()
                                    + "' in place of 'vertex x y z'. Mend it there, or export it once more.",
                            e);
                }
                n += 3;
            }
        }
        if (n == 0 || n % 9 != 0) {
            throw new IOException("'" + file + "' was to hold triangles of three points, but holds " + n / 3
                    + " points. Export it once more.");
        }
        return Arrays.copyOf(points, n);
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
