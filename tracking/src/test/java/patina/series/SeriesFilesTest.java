package patina.series;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import patina.blocks.Progress;
import patina.blocks.Volume;
import patina.geometry.Affine;
import patina.geometry.Extent;
import patina.geometry.Point;
import patina.geometry.Region;
import patina.geometry.VoxelSize;
import patina.series.formats.tiff.TestTiff;

/** series.json, import, info and preflight, on small TIFFs. */
class SeriesFilesTest {
    @TempDir
    Path folder;

    @BeforeEach
    void scans() throws IOException {
        for (int i = 0; i < 3; i++) {
            int add = i;
            tiff((x, y, z) -> (x * 7 + y * 5 + z * 3 + add) % 250 + 1).write(folder.resolve("scan_" + i + ".tif"));
        }
        tiff((x, y, z) -> x < 10 ? 0 : 1).write(folder.resolve("mask.tif"));
    }

    private static TestTiff tiff(TestTiff.Grey grey) {
        TestTiff tiff = new TestTiff(grey);
        tiff.width = 20;
        tiff.height = 18;
        tiff.pages = 5;
        return tiff;
    }

    private Path json(String text) throws IOException {
        return Files.writeString(folder.resolve("series.json"), text.replace('\'', '"'));
    }

    private Series read(String text) throws IOException {
        return SeriesFiles.read(json(text));
    }

    private static final String SIZE = "'voxelSize': { 'value': [5, 5, 5], 'unit': 'um' }";

    @Test
    void readsEveryKeyOfTheContract() throws IOException {
        Series series = read("""
                { 'name': 'AlCu', 'specimen': { 'id': 'S-17', 'material': 'AA2024', 'densityGPerCm3': 2.78,
                    'wallThicknessMm': null, 'normalLoadN': 5, 'loadAxis': 'z' },
                  'exposure': { 'quantity': 'time', 'unit': 'd' }, 'reference': 'scan_1.tif', 'surface': 'plane',
                  'voxelSize': { 'value': [0.005, 0.005, 0.01], 'unit': 'mm', 'relativeUncertainty': 0.0005 },
                  'scans': [
                    { 'file': 'scan_0.tif', 'exposure': 0, 'acquired': '2026-01-05T10:00:00Z', 'mask': 'mask.tif',
                      'conditions': [ { 'name': 'load', 'value': 120, 'unit': 'N' } ],
                      'ct': { 'kV': 120, 'uA': 80, 'filter': '1 mm Al', 'exposureTime': { 'value': 0.5, 'unit': 's' } },
                      'note': 'first' },
                    { 'file': 'scan_1.tif', 'exposure': 1.5, 'voxelSize': { 'value': [5010, 5010, 10020], 'unit': 'nm' },
                      'labels': 'mask.tif', 'body': { 'from': [0, 0, 0], 'to': [50, 40, 30], 'unit': 'um' },
                      'transform': { 'start': [[1,0,0,5],[0,1,0,-5],[0,0,1,0],[0,0,0,1]] } },
                    { 'file': 'scan_2.tif', 'exposure': 1.5, 'role': 'repeat', 'body': 'mask.tif',
                      'transform': { 'final': [[1,0,0,0],[0,1,0,0],[0,0,1,2]] } },
                    { 'file': 'gone.tif', 'exposure': 2, 'skip': 'the disk broke' } ] }
                """);
        assertEquals("AlCu", series.name());
        assertEquals(new Specimen("S-17", "AA2024", 2.78, null, 5.0, "z"), series.specimen());
        assertEquals(new Exposure(Exposure.Quantity.TIME, "d"), series.exposure());
        assertEquals(1, series.reference());
        assertEquals(new Surface.Plane(), series.surface());
        assertEquals(0.0005, series.voxelScaleUncertainty());
        assertEquals(4, series.scans().size());
        assertEquals(3, series.used().size());
        Scan first = series.scans().get(0);
        assertEquals(new VoxelSize(5, 5, 10), first.voxelSize());
        assertEquals(new Extent(20, 18, 5), first.extent());
        assertEquals("uint16", first.type());
        assertEquals("120 N", first.notes().get("conditions.load"));
        assertEquals("120", first.notes().get("ct.kV"));
        assertEquals("s", first.notes().get("ct.exposureTime.unit"));
        assertEquals("2026-01-05T10:00:00Z", first.notes().get("acquired"));
        Scan second = series.scans().get(1);
        assertEquals(new VoxelSize(5.01, 5.01, 10.02), second.voxelSize());
        assertEquals(Affine.translation(5, -5, 0), second.transform());
        assertFalse(second.transformIsFinal());
        assertNotNull(second.labels());
        assertEquals(10 * 8 * 3, sum(second.body()));
        Scan third = series.scans().get(2);
        assertTrue(third.transformIsFinal());
        assertEquals(Role.REPEAT, third.role());
        assertEquals(10 * 18 * 5, sum(third.body()));
        assertEquals("the disk broke", series.scans().get(3).skip());
    }

    private static double sum(patina.blocks.Source source) throws IOException {
        try (Volume volume = source.open()) {
            float[] values = new float[(int) volume.extent().voxels()];
            volume.read(Region.whole(volume.extent()), values, new byte[values.length]);
            double sum = 0;
            for (float v : values) {
                sum += v;
            }
            return sum;
        }
    }

    @Test
    void aMaskTakesAwayWhatWasNotSeen() throws IOException {
        Series series =
                read("{ " + SIZE + ", 'scans': [ { 'file': 'scan_0.tif', 'exposure': 0, 'mask': 'mask.tif' } ] }");
        try (Volume volume = series.scans().get(0).source().open()) {
            float[] values = new float[20];
            byte[] valid = new byte[20];
            volume.read(new Region(0, 3, 2, 20, 1, 1), values, valid);
            for (int x = 0; x < 20; x++) {
                assertEquals(x < 10 ? 0 : 1, valid[x]);
                assertEquals(x < 10 ? 0 : (x * 7 + 15 + 6) % 250 + 1, values[x]);
            }
        }
    }

    private static int grey(int x, int y, int z) {
        return (x * 7 + y * 5 + z * 3) % 250 + 1;
    }

    /** All greys of a scan, NaN where it was not seen. */
    private static float[] greys(Scan scan, Region region) throws IOException {
        try (Volume volume = scan.source().open()) {
            assertEquals(scan.extent(), volume.extent());
            float[] values = new float[region.voxels()];
            byte[] valid = new byte[values.length];
            volume.read(region, values, valid);
            for (int i = 0; i < values.length; i++) {
                values[i] = valid[i] == 0 ? Float.NaN : values[i];
            }
            return values;
        }
    }

    private static final String CROP = "'crop': { 'from': [3, 2, 1], 'to': [16, 13, 5] }";

    @Test
    void aCropIsThatPartOfTheFile() throws IOException {
        Scan scan = read("{ " + SIZE + ", 'scans': [ { 'file': 'scan_0.tif', 'exposure': 0, " + CROP + " } ] }")
                .scans()
                .get(0);
        assertEquals(new Extent(13, 11, 4), scan.extent());
        assertEquals(VoxelSize.cube(5), scan.voxelSize());
        assertEquals("uint16", scan.type());
        float[] found = greys(scan, new Region(2, 1, 1, 4, 3, 2));
        for (int i = 0; i < found.length; i++) {
            assertEquals(grey(3 + 2 + i % 4, 2 + 1 + i / 4 % 3, 1 + 1 + i / 12), found[i]);
        }
    }

    @Test
    void binsAreMeansOfWhatWasSeenWhateverTheRegion() throws IOException {
        // The mask hides x < 10: of the bins of 2 from x = 3 that at 9, 10 was half seen, and those before were not.
        Scan scan = read("{ " + SIZE
                        + ", 'scans': [ { 'file': 'scan_0.tif', 'exposure': 0, 'mask': 'mask.tif', 'bin': 2, " + CROP
                        + " } ] }")
                .scans()
                .get(0);
        assertEquals(new Extent(6, 5, 2), scan.extent());
        assertEquals(VoxelSize.cube(10), scan.voxelSize());
        assertEquals("float32", scan.type());
        float[] all = greys(scan, Region.whole(scan.extent()));
        for (int i = 0; i < all.length; i++) {
            int x = 3 + 2 * (i % 6);
            int y = 2 + 2 * (i / 6 % 5);
            int z = 1 + 2 * (i / 30);
            double sum = 0;
            int n = 0;
            for (int d = 0; d < 8; d++) {
                if (x + d % 2 >= 10) {
                    sum += grey(x + d % 2, y + d / 2 % 2, z + d / 4);
                    n++;
                }
            }
            assertEquals(n < 4 ? Float.NaN : (float) (sum / n), all[i], "bin " + i);
        }
        Region part = new Region(2, 1, 1, 3, 4, 1);
        float[] some = greys(scan, part);
        for (int i = 0; i < some.length; i++) {
            assertEquals(all[30 + 6 * (1 + i / 3) + 2 + i % 3], some[i]);
        }
    }

    @Test
    void aBoxThatIsHiddenWasNotSeen() throws IOException {
        Path out = json("{ " + SIZE + ", 'scans': [ { 'file': 'scan_0.tif', 'exposure': 0 }, { 'file': 'scan_1.tif',"
                + " 'exposure': 1, 'mask': 'mask.tif', 'bin': 2 } ] }");
        Preflight before = Preflight.of(SeriesFiles.read(out), Progress.NONE);
        SeriesEdits.hide(
                out,
                List.of(
                        new HiddenBox(0, new Point(10, 0, 5), new Point(30, 45, 15)),
                        new HiddenBox(1, new Point(70, 0, 0), new Point(1000, 90, 20)),
                        new HiddenBox(0, new Point(90, 80, 20), new Point(95, 85, 25))));
        Series series = SeriesFiles.read(out);
        float[] first = greys(series.scans().get(0), new Region(0, 0, 0, 20, 18, 5));
        for (int i = 0; i < first.length; i++) {
            int x = i % 20;
            int y = i / 20 % 18;
            int z = i / 360;
            boolean hidden = x >= 2 && x < 6 && y < 9 && z >= 1 && z < 3 || x == 18 && y == 16 && z == 4;
            assertEquals(hidden ? Float.NaN : grey(x, y, z), first[i], x + " " + y + " " + z);
        }
        // The mask of the file stays (x < 10), and the box stands in the binned scan: from its seventh voxel of 10 um
        // on.
        float[] second = greys(series.scans().get(1), new Region(0, 0, 0, 10, 9, 2));
        for (int i = 0; i < second.length; i++) {
            assertEquals(i % 10 < 5 || i % 10 >= 7, Float.isNaN(second[i]), "bin " + i);
        }
        Preflight after = Preflight.of(series, Progress.NONE);
        for (int scan = 0; scan < 2; scan++) {
            assertEquals(
                    before.files().get(scan).sha256(), after.files().get(scan).sha256());
            assertNotEquals(
                    before.files().get(scan).othersSha256(),
                    after.files().get(scan).othersSha256());
        }
    }

    @Test
    void whatABrushCoveredWasNotSeenUntilItIsTakenBack() throws IOException {
        Path out = json("{ " + SIZE + ", 'scans': [ { 'file': 'scan_0.tif', 'exposure': 0, 'mask': { 'boxes':"
                + " [ { 'from': [0, 0, 0], 'to': [2, 2, 2] } ] } } ] }");
        HiddenStroke stroke =
                new HiddenStroke(0, 11, List.of(new Point(30, 40, 10), new Point(60, 40, 10), new Point(60, 55, 15)));
        HiddenStroke dot = new HiddenStroke(0, 1, List.of(new Point(90, 80, 20)));
        SeriesEdits.hide(out, List.of(stroke, dot));
        Scan scan = SeriesFiles.read(out).scans().get(0);
        HiddenBox box = new HiddenBox(0, new Point(0, 0, 0), new Point(10, 10, 10));
        assertEquals(List.of(box, stroke, dot), scan.hidden());
        assertEquals("1 box and 2 brush strokes", scan.notes().get("hidden"));
        for (Region part : List.of(new Region(0, 0, 0, 20, 18, 5), new Region(7, 5, 1, 4, 6, 3))) {
            float[] greys = greys(scan, part);
            for (int i = 0; i < greys.length; i++) {
                long x = part.x() + i % part.nx();
                long y = part.y() + i / part.nx() % part.ny();
                long z = part.z() + i / part.nx() / part.ny();
                Point at = new Point(5.0 * x, 5.0 * y, 5.0 * z);
                boolean hidden = x < 2 && y < 2 && z < 2
                        || nearest(at, stroke.pathUm()) <= 11
                        || at.minus(new Point(90, 80, 20)).length() <= 1;
                assertEquals(hidden, Float.isNaN(greys[i]), x + " " + y + " " + z);
            }
        }
        SeriesEdits.unhide(out, List.of(box, stroke));
        assertEquals(List.of(dot), SeriesFiles.read(out).scans().get(0).hidden());
        IOException gone = assertThrows(IOException.class, () -> SeriesEdits.unhide(out, List.of(box)));
        assertTrue(gone.getMessage().contains("no more"), gone.getMessage());
        SeriesEdits.unhide(out, List.of(dot));
        assertEquals(List.of(), SeriesFiles.read(out).scans().get(0).hidden());
        assertFalse(Files.readString(out).contains("mask"));
        assertThrows(
                IOException.class,
                () -> SeriesEdits.hide(out, List.of(new HiddenStroke(0, 5, List.of(new Point(500, 0, 0))))));
    }

    /** The least distance to 1,000 places of each leg of a path. */
    private static double nearest(Point at, List<Point> path) {
        double least = Double.MAX_VALUE;
        for (int leg = 0; leg + 1 < path.size(); leg++) {
            for (int i = 0; i <= 1000; i++) {
                Point on = path.get(leg)
                        .plus(path.get(leg + 1).minus(path.get(leg)).times(i / 1000.0));
                least = Math.min(least, at.minus(on).length());
            }
        }
        return least;
    }

    @Test
    void aStartReplacesWhatWasSaidOfTheTransform() throws IOException {
        Path out = json("{ " + SIZE + ", 'scans': [ { 'file': 'scan_0.tif', 'exposure': 0 }, { 'file': 'scan_1.tif',"
                + " 'exposure': 1, 'transform': { 'final': [[1, 0, 0, 3], [0, 1, 0, 0], [0, 0, 1, 0]] } } ] }");
        Affine start = Affine.rotation(0.1, 0.2, 0.3).then(Affine.translation(5, -6, 7));
        SeriesEdits.start(out, 1, start);
        Scan scan = SeriesFiles.read(out).scans().get(1);
        assertEquals(start, scan.transform());
        assertFalse(scan.transformIsFinal());
        assertThrows(IOException.class, () -> SeriesEdits.start(out, 2, start));
    }

    @Test
    void aBoxBesideTheScanIsRefusedAndTheSeriesStaysAsItWas() throws IOException {
        Path out = json("{ " + SIZE + ", 'scans': [ { 'file': 'scan_0.tif', 'exposure': 0 } ] }");
        String before = Files.readString(out);
        for (HiddenBox beside : List.of(
                new HiddenBox(0, new Point(200, 0, 0), new Point(300, 10, 10)),
                new HiddenBox(1, new Point(0, 0, 0), new Point(10, 10, 10)))) {
            assertThrows(IOException.class, () -> SeriesEdits.hide(out, List.of(beside)));
            assertEquals(before, Files.readString(out));
        }
        assertThrows(IllegalArgumentException.class, () -> new HiddenBox(0, new Point(5, 5, 5), new Point(4, 9, 9)));
    }

    @Test
    void aBinOfLabelsIsTheMostFrequentAndOfEquallyFrequentOnesTheLeast() throws IOException {
        tiff((x, y, z) -> x % 2 == 0 ? 7 : y < 9 ? 3 : 7).write(folder.resolve("labels.tif"));
        Scan scan = read("{ " + SIZE + ", 'scans': [ { 'file': 'scan_0.tif', 'exposure': 0, 'labels': 'labels.tif',"
                        + " 'bin': 2 } ] }")
                .scans()
                .get(0);
        try (Volume volume =
                java.util.Objects.requireNonNull(scan.labels()).source().open()) {
            int[] labels = new int[10 * 9 * 2];
            volume.read(Region.whole(scan.extent()), labels);
            for (int i = 0; i < labels.length; i++) {
                int y = i / 10 % 9;
                // Rows 8 and 9 of the file are half and half: there 7 has six of eight.
                assertEquals(y < 4 ? 3 : 7, labels[i], "label " + i);
            }
        }
    }

    @Test
    void aBoxForTheBodyStandsInWhatTheCropLeaves() throws IOException {
        Scan scan = read("{ " + SIZE + ", 'scans': [ { 'file': 'scan_0.tif', 'exposure': 0, 'bin': 2, " + CROP
                        + ", 'body': { 'from': [0, 0, 0], 'to': [30, 20, 10], 'unit': 'um' } } ] }")
                .scans()
                .get(0);
        assertEquals(3 * 2 * 1, sum(scan.body()));
    }

    @Test
    void anotherPartOfTheSameFileIsAnotherScan() throws IOException {
        String start = "{ " + SIZE + ", 'scans': [ { 'file': 'scan_0.tif', 'exposure': 0";
        Preflight.ScanFile whole =
                Preflight.of(read(start + " } ] }"), Progress.NONE).files().get(0);
        Preflight.ScanFile part = Preflight.of(read(start + ", " + CROP + " } ] }"), Progress.NONE)
                .files()
                .get(0);
        assertEquals("", whole.othersSha256());
        assertEquals(whole.sha256(), part.sha256());
        assertNotEquals(whole.othersSha256(), part.othersSha256());
    }

    @Test
    void importWritesTheCropWithinEachFileAndAnAddedScanHasTheSame() throws IOException {
        Path out = folder.resolve("cut/series.json");
        new SeriesImport(
                        List.of(folder.resolve("scan_0.tif"), folder.resolve("scan_1.tif")),
                        VoxelSize.cube(5),
                        List.of(),
                        Exposure.Quantity.TIME,
                        null,
                        "X",
                        Cut.of("4:100,:,1:", 2))
                .write(out);
        SeriesEdits.add(out, folder.resolve("scan_2.tif"), 2, null);
        for (Scan scan : SeriesFiles.read(out).scans()) {
            assertEquals(new Extent(8, 9, 2), scan.extent(), scan.file());
            assertEquals(VoxelSize.cube(10), scan.voxelSize());
            assertEquals("crop 4:20,0:18,1:5 bin 2", scan.notes().get("cut"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'bin': 0 | scans[0].bin",
                "'bin': 2.5 | scans[0].bin",
                "'bin': 6 | nothing is left",
                "'crop': { 'from': [9, 0, 0], 'to': [9, 18, 5] } | crop.to",
                "'crop': { 'from': [1, 0, 0] } | crop.to",
            },
            quoteCharacter = '`')
    void aCropOrBinThatLeavesNothingIsRefused(String entry, String part) throws IOException {
        refused("{ " + SIZE + ", 'scans': [ { 'file': 'scan_0.tif', 'exposure': 0, " + entry + " } ] }", part);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"1:2,3:4", "a:3,:,:", "5:2,:,:", "1-2,:,:", "::,:,:"})
    void aCropThatCannotBeReadIsRefusedWithAnExample(String crop) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> Cut.of(crop, 1));
        assertTrue(e.getMessage().contains(crop.split(",")[0]), e.getMessage());
    }

    @Test
    void aMaskOfAnotherSizeIsRefused() throws IOException {
        TestTiff small = tiff((x, y, z) -> 1);
        small.pages = 4;
        small.write(folder.resolve("mask.tif"));
        refused(
                "{ " + SIZE + ", 'scans': [ { 'file': 'scan_0.tif', 'exposure': 0, 'mask': 'mask.tif' } ] }",
                "20 x 18 x 5",
                "20 x 18 x 4");
    }

    @Test
    void exposureHasItsUnitFromItsQuantity() throws IOException {
        String scans = ", " + SIZE + ", 'scans': [ { 'file': 'scan_0.tif', 'exposure': 0 } ] }";
        assertEquals("h", read("{ 'name': 'a'" + scans).exposure().unit());
        assertEquals(
                "1",
                read("{ 'exposure': { 'quantity': 'cycles', 'unit': 1 }" + scans)
                        .exposure()
                        .unit());
        assertEquals(
                "m",
                read("{ 'exposure': { 'quantity': 'distance' }" + scans)
                        .exposure()
                        .unit());
        refused("{ 'exposure': { 'quantity': 'distance', 'unit': 'h' }" + scans, "exposure.unit", "'h'", "distance");
        refused("{ 'exposure': { 'quantity': 'heat' }" + scans, "exposure.quantity", "'heat'");
    }

    private void refused(String text, String... parts) throws IOException {
        Path json = json(text);
        IOException e = assertThrows(IOException.class, () -> SeriesFiles.read(json));
        for (String part : parts) {
            assertTrue(e.getMessage().contains(part), "wanted '" + part + "' in: " + e.getMessage());
        }
        assertTrue(e.getMessage().endsWith("."), e.getMessage());
    }

    @Test
    void anUnknownKeyIsRefusedByNameAndPlace() throws IOException {
        refused(
                "{ " + SIZE + ", 'scans': [ { 'file': 'scan_0.tif', 'exposure': 0 }, { 'file': 'a', 'expsure': 1 } ] }",
                "'expsure'",
                "scans[1]",
                "is 'exposure' meant?");
        refused("{ 'colour': 1, 'scans': [] }", "'colour'", "known are name");
        refused("{ 'voxelSize': { 'value': 5, 'unit': 'um', 'x': 1 }, 'scans': [] }", "'x'", "in voxelSize");
    }

    @Test
    void whatIsMissingIsNamed() throws IOException {
        refused("{ 'name': 'a' }", "scans was to be a list", "missing");
        refused("{ 'scans': [ { 'exposure': 0 } ] }", "scans[0].file", "missing");
        refused("{ 'scans': [ { 'file': 'scan_0.tif' } ] }", "scans[0].exposure", "missing");
        refused("{ 'scans': [ { 'file': 'scan_0.tif', 'exposure': '0 h' } ] }", "scans[0].exposure", "'0 h'");
        refused("{ " + SIZE + ", 'scans': [ { 'file': 'none.tif', 'exposure': 0 } ] }", "none.tif", "no such file");
        refused("{ 'scans': [ { 'file': 'scan_0.tif', ", "line 1", "JSON");
        refused("{ 'name': 'a', 'name': 'b', 'scans': [] }", "line 1", "name");
    }

    @Test
    void noVoxelSizeAnywhereIsRefusedWithWhatToDo() throws IOException {
        refused("{ 'scans': [ { 'file': 'scan_0.tif', 'exposure': 0 } ] }", "scan_0.tif", "voxelSize", "--voxel-size");
        refused(
                "{ 'voxelSize': { 'value': [5, 5, 0], 'unit': 'um' }, 'scans': [ { 'file': 'scan_0.tif', 'exposure': 0 } ] }",
                "above 0");
        refused(
                "{ 'voxelSize': { 'value': 5, 'unit': 'inch' }, 'scans': [ { 'file': 'scan_0.tif', 'exposure': 0 } ] }",
                "voxelSize.unit",
                "um, mm or nm");
    }

    @Test
    void exposureNeverDecreases() throws IOException {
        refused(
                "{ " + SIZE
                        + ", 'scans': [ { 'file': 'scan_0.tif', 'exposure': 24 }, { 'file': 'scan_1.tif', 'exposure': 0 } ] }",
                "never to decrease",
                "scan 1 ('scan_1.tif') has 0 h",
                "24 h");
    }

    @Test
    void equalExposureNeedsARole() throws IOException {
        String start = "{ " + SIZE + ", 'scans': [ { 'file': 'scan_0.tif', 'exposure': 24 }, ";
        refused(start + "{ 'file': 'scan_1.tif', 'exposure': 24 } ] }", "both steps at 24 h", "repeat");
        assertEquals(
                Role.STATE,
                read(start + "{ 'file': 'scan_1.tif', 'exposure': 24, 'role': 'state' } ] }")
                        .scans()
                        .get(1)
                        .role());
        refused(start + "{ 'file': 'scan_1.tif', 'exposure': 24, 'role': 'again' } ] }", "scans[1].role", "'again'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'reference': 'scan_9.tif' | reference",
                "'surface': 'bottom.stl' | surface",
                "'specimen': { 'densityGPerCm3': -1 } | densityGPerCm3",
            },
            quoteCharacter = '`')
    void wrongValuesAreRefusedByTheirPlace(String entry, String part) throws IOException {
        refused("{ " + entry + ", " + SIZE + ", 'scans': [ { 'file': 'scan_0.tif', 'exposure': 0 } ] }", part);
    }

    private Series stacked(String reference, String second) throws IOException {
        TestTiff tall = new TestTiff((x, y, z) -> x + 9 * y + z);
        tall.width = 9;
        tall.height = 8;
        tall.pages = 60;
        tall.write(folder.resolve("tall.tif"));
        return read(
                "{ " + SIZE + ", 'reference': '" + reference + "', 'scans': [ { 'file': 'scan_0.tif', 'exposure': 0 },"
                        + " { 'file': 'tall.tif', 'exposure': 1, " + second + " } ] }");
    }

    @Test
    void stacksAreWhatLiesBetweenTheSeams() throws IOException {
        for (String given : List.of("[20, 40]", "{ 'at': [20, 40] }", "{ 'at': [0.1, 0.2], 'unit': 'mm' }")) {
            Scan scan = stacked("scan_0.tif", "'stacks': " + given).scans().get(1);
            assertEquals(List.of(new Stack(0, 20), new Stack(20, 40), new Stack(40, 60)), scan.stacks());
        }
        // In what the crop leaves, as boxes are.
        Scan cropped = stacked("scan_0.tif", "'crop': { 'from': [0, 0, 10], 'to': [9, 8, 60] }, 'stacks': [20]")
                .scans()
                .get(1);
        assertEquals(List.of(new Stack(0, 20), new Stack(20, 50)), cropped.stacks());
        Scan whole = stacked("scan_0.tif", "'note': 'of one piece'").scans().get(1);
        assertEquals(List.of(), whole.stacks());
        Stack upper = new Stack(20, 60);
        float[] values = new float[9];
        try (patina.blocks.Volume volume =
                upper.of(whole.source(), whole.extent()).open()) {
            assertEquals(40, volume.extent().z());
            volume.read(new Region(0, 0, 3, 9, 1, 1), values, new byte[9]);
        }
        assertEquals(23, values[0], "its plane 3 is the scan's plane 23");
    }

    @Test
    void stacksThatAreNoneAreRefused() {
        refusedStacks("scan_0.tif", "'stacks': [5]", "at least 16 planes");
        refusedStacks("scan_0.tif", "'stacks': [40, 20]", "ascending");
        refusedStacks("scan_0.tif", "'stacks': []", "stacks");
        refusedStacks("scan_0.tif", "'stacks': { 'at': [20], 'unit': 'yard' }", "voxel, um, mm or nm");
        refusedStacks(
                "scan_0.tif",
                "'stacks': [20], 'transform': { 'final': [[1,0,0,0],[0,1,0,0],[0,0,1,0]] }",
                "one map for the whole scan");
        refusedStacks("tall.tif", "'stacks': [20]", "reference");
    }

    private void refusedStacks(String reference, String second, String part) {
        IOException e = assertThrows(IOException.class, () -> stacked(reference, second));
        assertTrue(String.valueOf(e.getMessage()).contains(part), e.getMessage());
    }

    private Series labelled(String labels) throws IOException {
        return read("{ " + SIZE + ", 'scans': [ { 'file': 'scan_0.tif', 'exposure': 0 }, { 'file': 'small.tif',"
                + " 'exposure': 1, 'labels': " + labels + " } ] }");
    }

    @Test
    void labelsLieOnTheirScanOrOnTheReferenceScan() throws IOException {
        TestTiff small = new TestTiff((x, y, z) -> x + 9 * y + z);
        small.width = 9;
        small.height = 8;
        small.pages = 7;
        small.write(folder.resolve("small.tif"));
        UserLabels own = labelled("'small.tif'").scans().get(1).labels();
        assertNotNull(own);
        assertFalse(own.inReferenceFrame());
        UserLabels common = labelled("{ 'file': 'mask.tif', 'frame': 'reference' }")
                .scans()
                .get(1)
                .labels();
        assertNotNull(common);
        assertTrue(common.inReferenceFrame());
        for (String wrong : List.of("'mask.tif'", "{ 'file': 'small.tif', 'frame': 'reference' }")) {
            IOException e = assertThrows(IOException.class, () -> labelled(wrong));
            assertTrue(String.valueOf(e.getMessage()).contains("was to be as large as"), e.getMessage());
        }
        IOException frame =
                assertThrows(IOException.class, () -> labelled("{ 'file': 'small.tif', 'frame': 'world' }"));
        assertTrue(String.valueOf(frame.getMessage()).contains("scan or reference"), frame.getMessage());
        IOException none = assertThrows(IOException.class, () -> labelled("{ 'frame': 'scan' }"));
        assertTrue(String.valueOf(none.getMessage()).contains("labels.file"), none.getMessage());
    }

    private Surface surface(String entry) throws IOException {
        return read("{ 'surface': " + entry + ", " + SIZE + ", 'scans': [ { 'file': 'scan_0.tif', 'exposure': 0 } ] }")
                .surface();
    }

    @Test
    void theSurfaceIsAWordOrAFileWithUnitAndPlace() throws IOException {
        Files.writeString(folder.resolve("part.STL"), "solid");
        assertEquals(new Surface.Auto(), surface("'auto'"));
        assertEquals(new Surface.Cylinder(), surface("'cylinder'"));
        assertEquals(new Surface.Stl(folder.resolve("part.STL"), Affine.IDENTITY), surface("'part.STL'"));
        assertEquals(
                new Surface.Stl(
                        folder.resolve("part.STL"),
                        Affine.scaling(1000, 1000, 1000).then(Affine.translation(1, 2, 3))),
                surface("{ 'file': 'part.STL', 'unit': 'mm', 'transform': [[1,0,0,1],[0,1,0,2],[0,0,1,3]] }"));
        assertTrue(surface("'mask.tif'") instanceof Surface.Mask);
        String start = "{ " + SIZE + ", 'scans': [ { 'file': 'scan_0.tif', 'exposure': 0 } ], 'surface': ";
        refused(start + "{ 'unit': 'mm' } }", "surface.file");
        refused(start + "{ 'file': 'part.STL', 'unit': 'inch' } }", "surface.unit", "um, mm or nm");
        refused(start + "{ 'file': 'part.STL', 'dataset': '/a' } }", "surface.dataset");
        refused(start + "{ 'file': 'mask.tif', 'unit': 'mm' } }", "surface.unit", "reference scan's grid");
        refused(start + "{ 'file': 'part.STL', 'transform': [[1,0,0,1],[0,0,0,2],[0,0,1,3]] } }", "determinant is 0");
        TestTiff other = tiff((x, y, z) -> 1);
        other.pages = 4;
        other.write(folder.resolve("other.tif"));
        refused(start + "'other.tif' }", "as large as the reference scan", "give an STL");
    }

    @Test
    void thePreflightKnowsTheSurfaceByItsBytes() throws IOException {
        String start = "{ " + SIZE + ", 'scans': [ { 'file': 'scan_0.tif', 'exposure': 0 } ], 'surface': ";
        Files.writeString(folder.resolve("part.stl"), "solid a");
        String before = Preflight.of(read(start + "'part.stl' }"), patina.blocks.Progress.NONE)
                .surfaceSha256();
        Files.writeString(folder.resolve("part.stl"), "solid b");
        String after = Preflight.of(read(start + "'part.stl' }"), patina.blocks.Progress.NONE)
                .surfaceSha256();
        assertEquals(64, before.length());
        assertFalse(before.equals(after));
        assertEquals(
                "",
                Preflight.of(read(start + "'plane' }"), patina.blocks.Progress.NONE)
                        .surfaceSha256());
    }

    @Test
    void aMirroringTransformIsRefused() throws IOException {
        String start = "{ " + SIZE + ", 'scans': [ { 'file': 'scan_0.tif', 'exposure': 0, 'transform': ";
        refused(start + "{ 'final': [[-1,0,0,0],[0,1,0,0],[0,0,1,0]] } } ] }", "determinant");
        refused(start + "{ 'start': [[1,0,0],[0,1,0],[0,0,1]] } } ] }", "transform.start", "3 rows of 4 numbers");
        refused(start + "{ } } ] }", "either");
    }

    @Test
    void aVolumeInPlaceOfAManifestIsToldSo() {
        IOException e = assertThrows(IOException.class, () -> SeriesFiles.read(folder.resolve("scan_0.tif")));
        assertTrue(e.getMessage().contains("patina import"), e.getMessage());
    }

    @Test
    void importMakesASeriesInNaturalOrder() throws IOException {
        tiff((x, y, z) -> x).write(folder.resolve("scan_10.tif"));
        Path out = folder.resolve("sub/series.json");
        List<Path> files =
                List.of(folder.resolve("scan_10.tif"), folder.resolve("scan_2.tif"), folder.resolve("scan_0.tif"));
        List<String> assumed =
                new SeriesImport(files, VoxelSize.cube(5), List.of(), Exposure.Quantity.TIME, null, "X").write(out);
        assertTrue(assumed.get(0).contains("order of their names"), assumed.toString());
        Series series = SeriesFiles.read(out);
        assertEquals(
                List.of("../scan_0.tif", "../scan_2.tif", "../scan_10.tif"),
                series.scans().stream().map(Scan::file).toList());
        assertEquals(2, series.scans().get(2).exposure());
        assertEquals(VoxelSize.cube(5), series.scans().get(2).voxelSize());
        assertEquals("X", series.name());
        assertEquals(series, SeriesFiles.read(out.getParent()));
    }

    @Test
    void importGivesEachFileTheExposureAtItsPlaceAndOrdersByIt() throws IOException {
        Path out = folder.resolve("sub/series.json");
        List<Path> files = List.of(folder.resolve("scan_2.tif"), folder.resolve("scan_0.tif"));
        List<String> assumed = new SeriesImport(
                        files, VoxelSize.cube(5), List.of(0.0, 24.5), Exposure.Quantity.TIME, null, "X")
                .write(out);
        assertTrue(assumed.get(0).contains("scan_2.tif at 0 h, scan_0.tif at 24.5 h"), assumed.toString());
        assertEquals(
                List.of("../scan_2.tif", "../scan_0.tif"),
                SeriesFiles.read(out).scans().stream().map(Scan::file).toList());
        new SeriesImport(files, VoxelSize.cube(5), List.of(24.5, 0.0), Exposure.Quantity.TIME, null, "X").write(out);
        assertEquals(
                List.of("../scan_0.tif", "../scan_2.tif"),
                SeriesFiles.read(out).scans().stream().map(Scan::file).toList());
    }

    @Test
    void importKeepsTheManifestThatWasThere() throws IOException {
        Path out = json("{ 'name': 'mine' }");
        new SeriesImport(
                        List.of(folder.resolve("scan_0.tif")),
                        VoxelSize.cube(5),
                        List.of(),
                        Exposure.Quantity.CYCLES,
                        null,
                        null)
                .write(out);
        assertTrue(Files.readString(folder.resolve("series.json.old")).contains("mine"));
        assertEquals(1, SeriesFiles.read(out).scans().size());
    }

    @Test
    void importRefusesWithoutAVoxelSizeAndWritesNothing() throws IOException {
        Path out = folder.resolve("new.json");
        SeriesImport wanted = new SeriesImport(
                List.of(folder.resolve("scan_0.tif")), null, List.of(), Exposure.Quantity.TIME, null, null);
        IOException e = assertThrows(IOException.class, () -> wanted.write(out));
        assertTrue(e.getMessage().contains("--voxel-size"), e.getMessage());
        assertFalse(Files.exists(out));
        SeriesImport miscounted = new SeriesImport(
                List.of(folder.resolve("scan_0.tif")), null, List.of(1.0, 2.0), Exposure.Quantity.TIME, null, null);
        assertThrows(IllegalArgumentException.class, () -> miscounted.write(out));
    }

    @Test
    void infoTellsOfVolumesAndSeries() throws IOException {
        VolumeInfo volume = VolumeInfo.of(folder.resolve("scan_0.tif"), null);
        assertNull(volume.voxelSize());
        assertTrue(volume.toJson().contains("\"size\":[20,18,5],\"scans\":1,\"type\":\"uint16\",\"voxelSizeUm\":null"));
        Path json = json("{ " + SIZE + ", 'scans': [ { 'file': 'scan_0.tif', 'exposure': 0 }, { 'file': 'scan_1.tif',"
                + " 'exposure': 1 } ] }");
        String text = VolumeInfo.of(json, null).toJson();
        assertTrue(text.contains("\"format\":\"series\",\"size\":[20,18,5],\"scans\":2"), text);
        assertTrue(text.contains("\"voxelSizeUm\":[5.0,5.0,5.0]"), text);
    }

    @Test
    void preflightGivesTheChecksumThatOtherProgramsGive() throws Exception {
        Series series =
                read("{ " + SIZE + ", 'scans': [ { 'file': 'scan_0.tif', 'exposure': 0, 'mask': 'mask.tif' } ] }");
        Preflight.ScanFile file = Preflight.of(series, Progress.NONE).files().get(0);
        byte[] bytes = Files.readAllBytes(folder.resolve("scan_0.tif"));
        assertEquals(bytes.length, file.bytes());
        assertEquals(
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)), file.sha256());
        assertNotEquals("", file.othersSha256());
    }

    @ParameterizedTest
    @CsvSource({"0", "17"})
    void aConstantVolumeIsFoundByThePreflight(int value) throws IOException {
        tiff((x, y, z) -> value).write(folder.resolve("scan_1.tif"));
        Series series =
                read("{ " + SIZE + ", 'scans': [ { 'file': 'scan_0.tif', 'exposure': 0 }, { 'file': 'scan_1.tif',"
                        + " 'exposure': 1 } ] }");
        IOException e = assertThrows(IOException.class, () -> Preflight.of(series, Progress.NONE));
        assertTrue(e.getMessage().contains("Scan 1"), e.getMessage());
        assertTrue(e.getMessage().contains("all its voxels are " + value), e.getMessage());
    }

    @Test
    void oneDifferentVoxelIsEnoughForThePreflight() throws IOException {
        tiff((x, y, z) -> x == 19 && y == 17 && z == 1 ? 1 : 0).write(folder.resolve("scan_1.tif"));
        Series series = read("{ " + SIZE + ", 'scans': [ { 'file': 'scan_1.tif', 'exposure': 0 } ] }");
        assertEquals(1, Preflight.of(series, Progress.NONE).files().size());
    }

    @Test
    void aFileThatNoFormatReadsListsWhatEachSaid() throws IOException {
        Files.writeString(folder.resolve("notes.txt"), "no volume");
        refused(
                "{ " + SIZE + ", 'scans': [ { 'file': 'notes.txt', 'exposure': 0 } ] }",
                "TIFF: it does not begin as a TIFF",
                "MetaImage:",
                "raw:");
    }
}
