package patina.series.exchange;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import patina.geometry.Affine;
import patina.geometry.Point;

/** The places ITK's transforms take a point to are those of src/test/python/itk_transforms.py. */
class TransformFilesTest {
    private static final String HEAD = "#Insight Transform File V1.0\n";
    private static final String EULER =
            "#Transform 0\nTransform: Euler3DTransform_double_3_3\nParameters: 0.1 -0.2 0.3 0.5 -0.25 0.125\n";
    private static final String CENTRE = "FixedParameters: 1 2 3\n";
    private static final String AFFINE = "#Transform 0\nTransform: AffineTransform_float_3_3\n"
            + "Parameters: 1 0.1 0 0 0.9 0.2 0.05 0 1.2 0.5 -0.25 0.125\n";

    @TempDir
    Path folder;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private void takes(String text, double x, double y, double z) throws IOException {
        Point p = TransformFiles.read(file("t.tfm", HEAD + text)).apply(3000, -2000, 5000);
        assertEquals(1000 * x, p.x(), 1e-4);
        assertEquals(1000 * y, p.y(), 1e-4);
        assertEquals(1000 * z, p.z(), 1e-4);
    }

    @Test
    void itksEulerAnglesTurnAboutYThenXThenZ() throws IOException {
        takes(EULER + CENTRE, 4.23872195, -1.8152605, 5.07136061);
        takes(EULER + "FixedParameters: 1 2 3 0\n", 4.23872195, -1.8152605, 5.07136061);
    }

    @Test
    void itksEulerAnglesTurnAboutXThenYThenZWhereAsked() throws IOException {
        takes(EULER + "FixedParameters: 1 2 3 1\n", 4.30586387, -1.75713498, 5.08130574);
    }

    @Test
    void itksVersorsAreRead() throws IOException {
        takes(
                "#Transform 0\nTransform: VersorRigid3DTransform_double_3_3\nParameters: 0.1 0.2 -0.3 0.5 -0.25 0.125\n"
                        + CENTRE,
                1.21622104,
                -3.09377896,
                3.80122104);
        takes(
                "#Transform 0\nTransform: Similarity3DTransform_double_3_3\nParameters: 0.1 0.2 -0.3 0.5 -0.25 0.125"
                        + " 1.1\n" + CENTRE,
                1.18784314,
                -3.57815686,
                3.86884314);
    }

    @Test
    void itksAffineTransformsAreRead() throws IOException {
        takes(AFFINE + CENTRE, 3.1, -1.45, 5.625);
    }

    @Test
    void ofACompositeTheLastListedIsAppliedFirst() throws IOException {
        takes(
                "#Transform 0\nTransform: CompositeTransform_double_3_3\n" + EULER + CENTRE + AFFINE + CENTRE,
                4.07066246,
                -1.36049737,
                5.75551813);
    }

    @Test
    void whatIsWrittenIsReadAgain() throws IOException {
        Affine map = Affine.rotation(0.3, -0.2, 1.1).then(Affine.translation(12.5, -300.25, 7));
        for (String name : new String[] {"a.csv", "a.json", "a.tfm", "a.txt"}) {
            TransformFiles.write(map, folder.resolve(name));
            assertArrayEquals(
                    map.toArray(), TransformFiles.read(folder.resolve(name)).toArray(), 1e-11, name);
        }
    }

    @Test
    void aMatrixOfThreeRowsIsReadToo() throws IOException {
        assertEquals(Affine.translation(4, 8, 12), TransformFiles.read(file("m.csv", "1,0,0,4\n0,1,0,8\n0,0,1,12\n")));
        assertEquals(
                Affine.translation(4, 8, 12),
                TransformFiles.read(file("m.json", "{\"matrix\":[[1,0,0,4],[0,1,0,8],[0,0,1,12]],\"seconds\":1}")));
    }

    @Test
    void whatIsNoTransformIsRefusedInASentence() throws IOException {
        refused("x.csv", "1,0,0\n0,1,0\n0,0,1\n", "3 rows of 4 numbers");
        refused("x.csv", "1,0,0,a\n0,1,0,0\n0,0,1,0\n", "'a' where a number");
        refused("x.csv", "1,0,0,0\n0,1,0,0\n0,0,0,0\n", "determinant");
        refused("x.json", "{\"matrix\":", "no JSON");
        refused("x.tfm", "Transform: Euler\n", "#Insight Transform File V1.0");
        refused("x.tfm", HEAD + "#Transform 0\nTransform: BSplineTransform_double_3_3\nParameters: 1\n", "BSpline");
        refused(
                "x.tfm",
                HEAD + "#Transform 0\nTransform: Euler3DTransform_double_3_3\nParameters: 1 2\n",
                "6 parameters");
        refused("x.tfm", HEAD + EULER + AFFINE, "CompositeTransform");
        refused("x.mat", "", ".tfm");
        assertThrows(IOException.class, () -> TransformFiles.read(folder.resolve("none.csv")));
    }

    private void refused(String name, String text, String says) throws IOException {
        Path file = file(name, text);
        IOException e = assertThrows(IOException.class, () -> TransformFiles.read(file));
        assertTrue(String.valueOf(e.getMessage()).contains(says), e.getMessage());
    }
}
