package patina.meshes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import patina.fields.Mesh;
import patina.geometry.Affine;

class MeshFileTest {
    /** A corner of a cube: three right triangles and one across. */
    private static final Mesh CORNER =
            new Mesh(new float[] {0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0, 5}, new int[] {0, 2, 1, 0, 1, 3, 0, 3, 2, 1, 2, 3});

    @TempDir
    Path folder;

    @Test
    void aCornerHasAreaAndVolume() {
        assertEquals(10, CORNER.volumeUm3(), 1e-9);
        double across = 0.5 * Math.sqrt(20 * 20 + 15 * 15 + 12 * 12);
        assertEquals(6 + 7.5 + 10 + across, CORNER.areaUm2(), 1e-9);
    }

    @Test
    void stlHasFiftyBytesATriangle() throws IOException {
        Path file = folder.resolve("corner.stl");
        MeshFile.STL.write(CORNER, file);
        ByteBuffer b = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        assertEquals(84 + 4 * 50, b.capacity());
        assertEquals(4, b.getInt(80));
        assertEquals(-1, b.getFloat(84 + 8), 1e-6f);
        assertEquals(4, b.getFloat(84 + 12 + 12 + 4), 1e-6f);
    }

    @Test
    void stlIsReadAsItWasWritten() throws IOException {
        Path file = folder.resolve("corner.stl");
        MeshFile.STL.write(CORNER, file);
        Mesh read = MeshFile.readStl(file);
        assertEquals(CORNER.size(), read.size());
        assertEquals(CORNER.volumeUm3(), read.volumeUm3(), 1e-6);
        assertEquals(0, MeshDistance.of(read, Affine.IDENTITY).openEdges());
    }

    @Test
    void stlAsTextIsRead() throws IOException {
        Path file = folder.resolve("text.stl");
        Files.writeString(file, """
                solid one triangle
                  facet normal 0 0 1
                    outer loop
                      vertex 0 0 1.5e1
                      vertex 2 0 15
                      vertex 0 -3 15
                    endloop
                  endfacet
                endsolid
                """);
        Mesh read = MeshFile.readStl(file);
        assertArrayEquals(new float[] {0, 0, 15, 2, 0, 15, 0, -3, 15}, read.points());
    }

    @Test
    void whatIsNoStlIsRefusedBySayingWhatWasFound() throws IOException {
        Path cut = folder.resolve("cut.stl");
        MeshFile.STL.write(CORNER, cut);
        Files.write(cut, java.util.Arrays.copyOf(Files.readAllBytes(cut), 200));
        refused(cut, "284 bytes, not 200");
        Path text = folder.resolve("bad.stl");
        Files.writeString(text, "solid x\nvertex 1 2\n");
        refused(text, "line 2");
        Files.writeString(text, "solid x\nendsolid\n");
        refused(text, "0 points");
    }

    private static void refused(Path file, String part) {
        IOException e = assertThrows(IOException.class, () -> MeshFile.readStl(file));
        assertTrue(String.valueOf(e.getMessage()).contains(part), e.getMessage());
    }

    @Test
    void plySharesPoints() throws IOException {
        Path file = folder.resolve("corner.ply");
        MeshFile.PLY.write(CORNER, file);
        byte[] all = Files.readAllBytes(file);
        String text = new String(all, StandardCharsets.ISO_8859_1);
        int body = text.indexOf("end_header\n") + "end_header\n".length();
        assertTrue(text.contains("element vertex 4\n") && text.contains("element face 4\n"), text);
        assertEquals(body + 4 * 12 + 4 * 13, all.length);
    }
}
