package patina.reports;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import patina.blocks.Source;
import patina.blocks.Volume;
import patina.geometry.Affine;
import patina.geometry.Extent;
import patina.geometry.Region;
import patina.geometry.VoxelSize;
import patina.growth.Evolution;
import patina.growth.GrowthFitter;
import patina.growth.TrackGrowth;
import patina.reports.document.InspectionFacts;
import patina.reports.document.Pictures;
import patina.reports.document.RunFacts;
import patina.reports.document.Setting;
import patina.reports.document.VolumePictures;
import patina.series.Exposure;
import patina.series.Specimen;
import patina.store.FeatureRow;
import patina.store.FlagRow;
import patina.store.MemberVolumeRow;
import patina.store.MovedRow;
import patina.store.ScanRow;
import patina.store.SummaryRow;
import patina.store.TrackRow;
import patina.store.TransformRow;

/**
 * A made-up inspection: a plate in salt water, five steps and a repeat, half-ball pits in its upper face. All numbers
 * follow from radii, so that a reader of the report can check them by hand.
 *
 * <pre>
 *        x -->                       160 x 120 x 80 voxels of 5 um, surface at z = 150 um
 *      ____  ____________  _____  ________________________  ___      air above (z small)
 *          \/            \/ \/  \/        \/               \/
 *          T1             T2 T3  T5       T4 + crack T7     T12 (at the edge of the view)
 *       metal                  merge to T6 at 72 h
 *                    o T8   o T9 (pores)                             T20 ... T49: small, not resolved
 *
 *      exposure  0 h   24 h   48 h   72 h   96 h, and again 96 h (repeat)
 * </pre>
 */
public final class PittedPlate {
    public static final double[] EXPOSURES = {0, 24, 48, 72, 96, 96};
    private static final VoxelSize VOXEL = VoxelSize.cube(5);
    private static final Extent EXTENT = new Extent(160, 120, 80);
    private static final double SURFACE_UM = 150;
    private static final double AREA_UM2 = 800.0 * 600;
    private static final int STEPS = 5;

    private PittedPlate() {}

    /** A half ball in the surface, or a ball inside. */
    record Ball(int track, String kind, double xUm, double yUm, double zUm, double[] radiusUm) {
        double volumeUm3(int scan) {
            double r = radiusUm[scan];
            return (kind.equals("pore") ? 4 : 2) / 3.0 * Math.PI * r * r * r;
        }
    }

    static List<Ball> balls() {
        List<Ball> balls = new ArrayList<>();
        balls.add(pit(1, 120, 200, 22, 41, 63, 88, 118, 118));
        balls.add(pit(2, 290, 300, 0, 25, 45, 0, 0, 0));
        balls.add(pit(3, 390, 300, 0, 18, 40, 0, 0, 0));
        balls.add(pit(4, 600, 300, 0, 20, 42, 60, 70, 70));
        balls.add(pit(5, 470, 480, 0, 30, 36, 36.5, 36.8, 36.8));
        balls.add(pit(6, 340, 300, 0, 0, 0, 82, 96, 96));
        balls.add(pit(12, 785, 120, 0, 0, 21, 30, 38, 38));
        balls.add(new Ball(8, "pore", 330, 300, 330, new double[] {20, 20, 24, 28, 31, 31}));
        balls.add(new Ball(9, "pore", 480, 330, 310, new double[] {14, 14.1, 13.9, 14, 14.1, 14}));
        Random random = new Random(5);
        for (int i = 0; i < 30; i++) {
            double r = 5 + 5 * random.nextDouble();
            balls.add(pit(20 + i, 30 + 740 * random.nextDouble(), 30 + 540 * random.nextDouble(), r, r, r, r, r, r));
        }
        return balls;
    }

    private static Ball pit(int track, double x, double y, double... radii) {
        return new Ball(track, "pit", x, y, SURFACE_UM, radii);
    }

    /** The whole made-up inspection. */
    public static InspectionFacts facts() {
        List<FeatureRow> features = features();
        return new InspectionFacts(
                "AlCu in 3.5 % NaCl",
                new Specimen("S-17", "AA2024-T3", 2.78, 0.4, null, null),
                new Exposure(Exposure.Quantity.TIME, "h"),
                0,
                0.0005,
                new RunFacts(
                        2,
                        "0.1.0",
                        "17.0.15",
                        Instant.parse("2026-01-12T08:00:00Z"),
                        Instant.parse("2026-01-12T08:04:31Z")),
                List.of(
                        new Setting("registration.model", "rigid", ""),
                        new Setting("registration.levels", "4", ""),
                        new Setting("segmentation.minimumVoxels", "8", "voxels"),
                        new Setting("segmentation.falseCallsPerSeries", "0.05", ""),
                        new Setting("targeting.gaRate", "5", "um3/s"),
                        new Setting("targeting.xeRate", "100", "um3/s"),
                        new Setting("targeting.laserRate", "100000", "um3/s")),
                List.of(
                        "Computed tomography in the manner of ASTM E3375 and ISO 15708; pits in the manner of ASTM G46; general loss in"
                                + " the manner of ASTM G1. The specimen is not a standard one, so no conformity is claimed."),
                List.of(
                        "Registration: Gauss-Newton on grey values over an image pyramid, with gain and offset for each scan and robust"
                                + " weights, so that damaged places do not pull.",
                        "Segmentation: solid fraction from the grey histogram; loss is what was solid in the reference and is void now,"
                                + " where both scans see.",
                        "Lineage: features overlap from scan to scan."),
                List.of(
                        "The plate's own rotation about its normal is fixed by its pits only: take in-plane angles with care."),
                scans(),
                transforms(),
                features,
                tracks(),
                summaries(features),
                flags(),
                List.of(
                        new MemberVolumeRow(3, 6, 2, 600_000),
                        new MemberVolumeRow(3, 6, 3, 400_000),
                        new MemberVolumeRow(4, 6, 2, 1_060_000),
                        new MemberVolumeRow(4, 6, 3, 790_000)),
                List.of(new MovedRow(2, "features", 3, 14, "depth_um", 87.61, 88.02, 1.4)),
                growths(features));
    }

    private static List<TrackGrowth> growths(List<FeatureRow> features) {
        List<TrackGrowth> growths = new ArrayList<>();
        for (int track : new int[] {1, 5}) {
            List<FeatureRow> of = features.stream()
                    .filter(f -> f.trackId() == track && f.scan() < STEPS)
                    .toList();
            Evolution evolution = new Evolution(
                    of.stream().mapToDouble(FeatureRow::exposure).toArray(),
                    of.stream()
                            .map(FeatureRow::depthUm)
                            .mapToDouble(d -> d == null ? 0 : d)
                            .toArray(),
                    of.stream()
                            .map(FeatureRow::depthUUm)
                            .mapToDouble(u -> u == null ? 1 : u)
                            .toArray(),
                    0.5);
            GrowthFitter fitter = new GrowthFitter(3);
            growths.add(new TrackGrowth(
                    track, "depth", "um", evolution, fitter.fit(evolution), fitter.timeTo(evolution, 400)));
        }
        return growths;
    }

    /** Slices of the plate itself. */
    public static Pictures pictures() {
        Map<Integer, Source> aligned = new HashMap<>();
        Map<Integer, Source> labels = new HashMap<>();
        for (int scan = 0; scan < STEPS; scan++) {
            aligned.put(scan, new Plate(scan, false));
            labels.put(scan, new Plate(scan, true));
        }
        return new VolumePictures(aligned, labels, VOXEL);
    }

    private static List<ScanRow> scans() {
        List<ScanRow> rows = new ArrayList<>();
        for (int scan = 0; scan < EXPOSURES.length; scan++) {
            rows.add(new ScanRow(
                    scan,
                    "scan_0" + scan + ".tif",
                    scan == 5 ? "repeat" : "step",
                    EXPOSURES[scan],
                    EXTENT,
                    VoxelSize.cube(scan == 2 ? 5.002 : 5),
                    "uint16",
                    3_072_000L + 8,
                    String.format("%064x", new java.math.BigInteger(250, new Random(scan))),
                    null,
                    "{\"acquired\":\"2026-01-" + (scan < 5 ? "0" : "") + (scan + 5)
                            + "T10:00:00Z\",\"ct\":{\"kV\":80,\"uA\":125,"
                            + "\"filter\":\"0.5 mm Al\",\"projections\":1601},\"conditions\":[{\"name\":\"temperature\",\"value\":"
                            + (scan == 3 ? 24 : 22)
                            + ",\"unit\":\"°C\"},{\"name\":\"potential\",\"value\":-0.52,\"unit\":\"V\"}]}"));
        }
        return rows;
    }

    private static List<TransformRow> transforms() {
        List<TransformRow> rows = new ArrayList<>();
        for (int scan = 0; scan < EXPOSURES.length; scan++) {
            Affine transform = scan == 0
                    ? Affine.IDENTITY
                    : Affine.rotation(0.01 * scan, -0.004, 0.02).then(Affine.translation(3.1 * scan, -4.2, 0.7 * scan));
            rows.add(new TransformRow(
                    scan,
                    "scan_0" + scan + ".tif",
                    scan == 5 ? "repeat" : "step",
                    transform,
                    scan == 0 ? "identity" : "rigid",
                    scan == 0 ? 0 : 1.2e-4 * scan - 3e-4,
                    scan == 0 ? 0 : 0.21 + 0.02 * scan,
                    scan == 0 ? 0 : 0.041,
                    scan == 0 ? 0 : 0.004 * scan,
                    scan == 0 ? 1 : 0.97,
                    new double[36],
                    400,
                    300,
                    275,
                    scan == 3 ? "The view is cut on the right, so the end of the plate did not help" : ""));
        }
        return rows;
    }

    private static List<FeatureRow> features() {
        List<FeatureRow> rows = new ArrayList<>();
        int id = 1;
        for (int scan = 0; scan < EXPOSURES.length; scan++) {
            for (Ball ball : balls()) {
                if (ball.radiusUm()[scan] > 0) {
                    rows.add(feature(ball, scan, id++));
                }
            }
            if (scan >= 3) {
                rows.add(crack(scan, id++, scan == 3 ? 95 : 182));
            }
        }
        return rows;
    }

    private static FeatureRow feature(Ball ball, int scan, int id) {
        double r = ball.radiusUm()[scan];
        double volume = ball.volumeUm3(scan);
        double area = (ball.kind().equals("pore") ? 4 : 2) * Math.PI * r * r;
        double lost = ball.kind().equals("pore") || ball.track() == 1 || ball.track() >= 20
                ? volume - ball.volumeUm3(0)
                : volume;
        boolean pore = ball.kind().equals("pore");
        boolean resolved = scan > 0 && ball.track() < 20 && ball.track() != 9;
        int voxels = (int) Math.ceil(2 * r / 5);
        long x = Math.round((ball.xUm() - r) / 5);
        long y = Math.round((ball.yUm() - r) / 5);
        long z = Math.round((pore ? ball.zUm() - r : ball.zUm()) / 5);
        return new FeatureRow(
                scan,
                EXPOSURES[scan],
                ball.track(),
                id,
                ball.kind(),
                ball.xUm(),
                ball.yUm(),
                pore ? ball.zUm() : ball.zUm() + 0.375 * r,
                scan == 0 ? 0 : lost,
                0.35 * area,
                volume,
                pore ? null : r,
                pore ? null : 0.6 + 0.01 * r,
                pore ? null : r - 0.2,
                pore ? null : Math.PI * r * r,
                area,
                null,
                null,
                pore ? null : 2 * r,
                null,
                null,
                null,
                pore ? null : 400 - r,
                resolved,
                pore,
                ball.track() == 12,
                null,
                new long[] {x, y, z, voxels, voxels, pore ? voxels : voxels / 2},
                List.of(),
                null,
                null,
                null,
                null);
    }

    private static FeatureRow crack(int scan, int id, double lengthUm) {
        return new FeatureRow(
                scan,
                EXPOSURES[scan],
                7,
                id,
                "crack",
                650,
                300,
                215,
                lengthUm * 60 * 6,
                lengthUm * 60 * 0.8,
                lengthUm * 60 * 6,
                64.0 + lengthUm / 10,
                3.1,
                60.0,
                lengthUm * 6,
                lengthUm * 60,
                lengthUm,
                5.5,
                6.0,
                6.2,
                0.8,
                9.5,
                310.0,
                true,
                false,
                false,
                4,
                new long[] {112, 58, 30, (long) (lengthUm / 5), 3, 16},
                List.of(),
                null,
                null,
                null,
                null);
    }

    private static List<TrackRow> tracks() {
        List<TrackRow> rows = new ArrayList<>();
        rows.add(track(1, "pit", 0, 5, "pre-existing", "present", List.of(), List.of(), 1.02, 0.02, "um/h"));
        rows.add(track(2, "pit", 1, 2, "nucleated", "merged", List.of(), List.of(6), 0.93, 0.05, "um/h"));
        rows.add(track(3, "pit", 1, 2, "nucleated", "merged", List.of(), List.of(6), 0.85, 0.05, "um/h"));
        rows.add(track(4, "pit", 1, 5, "nucleated", "present", List.of(), List.of(7), 0.72, 0.03, "um/h"));
        rows.add(track(5, "pit", 1, 5, "nucleated", "present", List.of(), List.of(), null, null, null));
        rows.add(track(6, "pit", 3, 5, "merged", "present", List.of(2, 3), List.of(), 0.58, 0.06, "um/h"));
        rows.add(track(7, "crack", 3, 5, "branched", "present", List.of(4), List.of(), 3.63, 0.32, "um/h"));
        rows.add(track(8, "pore", 0, 5, "pre-existing", "present", List.of(), List.of(), 1050.0, 60.0, "um3/h"));
        rows.add(track(9, "pore", 0, 5, "pre-existing", "present", List.of(), List.of(), null, null, null));
        rows.add(track(12, "pit", 2, 5, "nucleated", "present", List.of(), List.of(), 0.35, 0.03, "um/h"));
        for (int i = 0; i < 30; i++) {
            rows.add(track(20 + i, "pit", 0, 5, "pre-existing", "present", List.of(), List.of(), null, null, null));
        }
        return rows;
    }

    private static TrackRow track(
            int id,
            String kind,
            int first,
            int last,
            String began,
            String ended,
            List<Integer> parents,
            List<Integer> children,
            @Nullable Double rate,
            @Nullable Double rateU,
            @Nullable String unit) {
        String growth = id == 5 ? "arrested" : rate == null ? "unresolved" : "growing";
        return new TrackRow(
                id,
                kind,
                first,
                last,
                began,
                ended,
                parents,
                children,
                rate == null ? null : "constant",
                rate,
                rateU,
                unit,
                growth);
    }

    private static List<SummaryRow> summaries(List<FeatureRow> features) {
        List<SummaryRow> rows = new ArrayList<>();
        double lostBefore = 0;
        for (int scan = 0; scan < EXPOSURES.length; scan++) {
            double found = 0;
            double deepest = 0;
            int pits = 0;
            for (FeatureRow feature : features) {
                if (feature.scan() == scan) {
                    found += feature.volumeUm3();
                    pits += feature.kind().equals("pit") ? 1 : 0;
                    deepest = Math.max(deepest, feature.depthUm() == null ? 0 : feature.depthUm());
                }
            }
            double lost = scan == 0 ? 0 : found * 1.013 + 2000;
            double hours = EXPOSURES[scan];
            // 1 um/h is 8.76 mm/y.
            Double rate = scan == 0 ? null : 8.76 * lost / AREA_UM2 / hours;
            Double interval = scan == 0 || scan == 5 ? null : 8.76 * (lost - lostBefore) / AREA_UM2 / 24;
            rows.add(new SummaryRow(
                    scan,
                    hours,
                    lost,
                    scan == 0 ? 0 : 14_000 + 0.012 * lost,
                    found,
                    scan == 0 ? 0 : 3200,
                    scan == 3 ? AREA_UM2 * 0.93 : AREA_UM2,
                    pits,
                    pits / AREA_UM2 * 1e12,
                    deepest,
                    lost / AREA_UM2,
                    scan == 0 ? 0 : (14_000 + 0.012 * lost) / AREA_UM2,
                    scan == 0 ? null : deepest / (lost / AREA_UM2),
                    rate,
                    null,
                    scan < 3 ? null : scan == 3 ? 95.0 : 182.0,
                    interval,
                    null,
                    scan > 0,
                    scan == 3 ? 0.93 : 1,
                    scan == 0 ? 0 : 31_000,
                    scan == 0 ? 0 : 5_200,
                    scan == 0 ? 0 : 13.5,
                    0,
                    scan == 0 ? 0 : 9_400,
                    false));
            lostBefore = lost;
        }
        return rows;
    }

    private static List<FlagRow> flags() {
        return List.of(
                new FlagRow(
                        1,
                        7,
                        0.94,
                        "crack",
                        700,
                        300,
                        210,
                        80,
                        40,
                        80,
                        42,
                        "Xe plasma FIB",
                        900_000,
                        6.5,
                        1.9,
                        "The tip of a crack that grew 87 um in the last 24 h out of pit T4"),
                new FlagRow(
                        2,
                        1,
                        0.81,
                        "pit",
                        120,
                        200,
                        262,
                        60,
                        60,
                        30,
                        103,
                        "fs-laser + plasma FIB",
                        4_100_000,
                        9,
                        1.6,
                        "The floor of the deepest pit, which still grows at 1.02 um/h"),
                new FlagRow(
                        3,
                        6,
                        0.66,
                        "pit",
                        340,
                        300,
                        190,
                        40,
                        60,
                        40,
                        30,
                        "Ga FIB-SEM",
                        52_000,
                        7.2,
                        1.5,
                        "The seam where T2 and T3 merged between 48 h and 72 h"));
    }

    /** The plate as a volume: grey with white noise and a corner outside the field of view, or track ids. */
    record Plate(int scan, boolean labels) implements Source {
        @Override
        public Volume open() {
            return new PlateVolume(scan, balls());
        }
    }

    private record PlateVolume(int scan, List<Ball> balls) implements Volume {
        @Override
        public Extent extent() {
            return EXTENT;
        }

        private int track(double x, double y, double z) {
            for (Ball ball : balls) {
                double r = ball.radiusUm()[scan];
                double dx = x - ball.xUm();
                double dy = y - ball.yUm();
                double dz = z - ball.zUm();
                boolean inMetal = ball.kind().equals("pore") || z >= SURFACE_UM;
                if (inMetal && dx * dx + dy * dy + dz * dz < r * r) {
                    return ball.track();
                }
            }
            double reach = scan < 3 ? 0 : scan == 3 ? 95 : 182;
            boolean crack = reach > 0 && Math.abs(y - 300 - 4 * Math.sin(x / 15)) < 6 && x >= 655 && x < 600 + reach;
            return crack && z >= SURFACE_UM && z < SURFACE_UM + 70 ? 7 : 0;
        }

        @Override
        public void read(Region region, float[] values, byte[] valid) throws IOException {
            Random random = new Random(17L * scan);
            int i = 0;
            for (long z = region.z(); z < region.endZ(); z++) {
                for (long y = region.y(); y < region.endY(); y++) {
                    for (long x = region.x(); x < region.endX(); x++) {
                        boolean metal = 5 * z >= SURFACE_UM && track(5 * x, 5 * y, 5 * z) == 0;
                        values[i] = (float) ((metal ? 40_000 : 9_000) + 1_300 * random.nextGaussian());
                        valid[i] = (byte) (x + z < 12 ? 0 : 1);
                        i++;
                    }
                }
            }
        }

        @Override
        public void read(Region region, int[] found) {
            int i = 0;
            for (long z = region.z(); z < region.endZ(); z++) {
                for (long y = region.y(); y < region.endY(); y++) {
                    for (long x = region.x(); x < region.endX(); x++) {
                        found[i++] = track(5 * x, 5 * y, 5 * z);
                    }
                }
            }
        }
    }
}
