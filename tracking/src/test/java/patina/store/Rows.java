package patina.store;

import java.util.List;
import patina.geometry.Affine;
import patina.geometry.Extent;
import patina.geometry.VoxelSize;

/** Rows for tests, made of plain numbers. */
final class Rows {
    private Rows() {}

    static ScanRow scan(int scan) {
        return new ScanRow(
                scan,
                "scan_0" + scan + ".tif",
                "step",
                24.0 * scan,
                new Extent(160, 160, 5_000_000_000L),
                new VoxelSize(5, 5, 5.01),
                "uint16",
                8_192_000_123L,
                "ab12",
                scan == 2 ? "moved while it was scanned" : null,
                "{\"note\":\"ä\"}");
    }

    static TransformRow transform(int scan, double shift) {
        return new TransformRow(
                scan,
                "scan_0" + scan + ".tif",
                "step",
                Affine.translation(shift, 0.1, -3),
                "rigid",
                0.0005,
                0.03,
                0.041,
                0.02,
                0.99,
                new double[] {1e-9, 0, 0, 2.5e-10},
                400,
                400.5,
                1.0 / 3,
                scan == 0 ? "" : "rotation about z, \"weak\"");
    }

    static FeatureRow feature(int scan, int track, double volume) {
        return new FeatureRow(
                scan,
                24.0 * scan,
                track,
                100 * scan + track,
                "pit",
                1.5,
                2.5,
                1e-9,
                volume,
                3.25,
                volume + 1,
                track == 2 ? null : 12.125,
                track == 2 ? null : 0.5,
                null,
                900.0,
                1000.0,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                true,
                false,
                track == 2,
                track == 2 ? 1 : null,
                new long[] {1, 2, 3, 40, 50, 5_000_000_000L},
                List.of(),
                track == 2 ? 4.5 : null,
                track == 2 ? 0.25 : null,
                track == 2 ? 0.75 : null,
                track == 2 ? 0.5 : null);
    }

    static TrackRow track(int id, int last, double rate) {
        return new TrackRow(
                id,
                "pit",
                0,
                last,
                "merged",
                "present",
                List.of(3, 4),
                List.of(),
                "constant",
                rate,
                0.01,
                "um/h",
                "growing");
    }

    static SummaryRow summary(int scan, double lost) {
        return new SummaryRow(
                scan,
                24.0 * scan,
                lost,
                10,
                lost,
                0,
                1e6,
                2,
                2e6,
                12.125,
                0.01,
                0.001,
                null,
                0.25,
                null,
                null,
                null,
                null,
                true,
                0.98,
                30,
                60,
                9.5,
                5,
                20,
                false);
    }

    static FlagRow flag(int rank) {
        return new FlagRow(
                rank,
                rank + 1,
                0.9,
                "pit",
                1,
                2,
                3,
                40,
                40,
                30,
                12,
                "Xe plasma FIB",
                48000,
                1.5,
                2.25,
                "Deepest pit, 12 um, and it grows.");
    }

    /** What is equal in two rows must be equal; arrays inside are compared as text. */
    static String text(FeatureRow row) {
        return row.toString().replaceAll("box=.*", "") + java.util.Arrays.toString(row.box());
    }

    static String text(TransformRow row) {
        return row.toString().replaceAll("covariance=[^,]*", "") + java.util.Arrays.toString(row.covariance());
    }
}
