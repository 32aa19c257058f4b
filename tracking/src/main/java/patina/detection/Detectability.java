package patina.detection;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import patina.blocks.Grid;
import patina.blocks.Progress;
import patina.blocks.Runner;
import patina.blocks.Source;
import patina.blocks.Volume;
import patina.chunks.ScratchVolume;
import patina.geometry.Extent;
import patina.geometry.Point;
import patina.geometry.Region;
import patina.segmentation.DamageFeature;
import patina.segmentation.DamageFinder;
import patina.segmentation.Family;
import patina.segmentation.ReferenceSolid;
import patina.segmentation.SegmentationSettings;

/**
 * Puts flaws of known size into a registered scan, at random places of its sound surface, looks for them as any damage is
 * looked for, and counts. Noise, blur, rings, surface and registration are the series' own; only the flaws are made. Several
 * looks, each with as many flaws as stand well apart.
 *
 * @param scan registered scan on the reference grid
 * @param registeredReference the reference scan on its own grid
 * @param labels what was found in {@code scan}: no flaw is put near it
 * @param edgeUncertaintyVoxels of the registration at the surface
 */
public record Detectability(
        Runner runner,
        SegmentationSettings settings,
        ReferenceSolid reference,
        Source scan,
        Source registeredReference,
        @Nullable Source labels,
        double edgeUncertaintyVoxels,
        Path work) {
    private static final int MOST_PER_LOOK = 30;
    private static final int MOST_LOOKS = 60;
    private static final int CANDIDATES = 40_000;

    /** Free surface between two flaws, and to what was there before, in voxels. */
    private static final double APART = 10;

    /**
     * What came of it.
     *
     * @param fit against depth in voxels
     * @param looks how often the scan was searched
     * @param falseCalls features that are neither a flaw nor there without flaws
     */
    public record Result(FlawShape shape, HitMiss fit, int looks, int falseCalls) {}

    /** Where a flaw may go, and which way is in. */
    private record Place(Point at, Point inward) {}

    /**
     * Tries about {@code n} flaws.
     *
     * @param progress is told of looks
     */
    public Result of(FlawShape shape, int n, long seed, Progress progress) throws IOException {
        Random random = new Random(seed);
        List<Place> surface = surface(random);
        if (surface.size() < 10) {
            throw new IOException("A sound surface was wanted to put flaws into, but hardly any was seen in both scans."
                    + " Choose another scan.");
        }
        List<Point> before = centres(find(scan));
        List<HitMiss.Trial> trials = new ArrayList<>();
        int looks = 0;
        int falseCalls = 0;
        while (trials.size() < n && looks < MOST_LOOKS) {
            List<Flaw> flaws = new ArrayList<>();
            List<Missing> missing = new ArrayList<>();
            put(shape, Math.min(MOST_PER_LOOK, n - trials.size()), surface, random, flaws, missing);
            if (flaws.isEmpty()) {
                throw new IOException("Room was wanted for a flaw of " + shape.key()
                        + " form, but the scan's sound surface" + " has none. Choose another scan or shape.");
            }
            List<Point> found = centres(find(new Flawed(scan, contrast(), missing)));
            looks++;
            for (Flaw flaw : flaws) {
                boolean hit = found.stream().anyMatch(p -> isOf(p, flaw));
                trials.add(new HitMiss.Trial(flaw.depth(), hit));
            }
            for (Point p : found) {
                boolean known = flaws.stream().anyMatch(f -> isOf(p, f))
                        || before.stream().anyMatch(b -> b.minus(p).length() < APART);
                falseCalls += known ? 0 : 1;
            }
            progress.step(trials.size(), n);
        }
        return new Result(shape, HitMiss.fit(trials), looks, falseCalls);
    }

    private double contrast() {
        return reference.metalGrey() - reference.airGrey();
    }

    private static boolean isOf(Point p, Flaw flaw) {
        return p.minus(flaw.middle()).length() <= Math.max(3, 1.2 * flaw.shape().reach(flaw.depth()));
    }

    private List<DamageFeature> find(Source looked) throws IOException {
        ScratchVolume found = ScratchVolume.create(work.resolve("found"), reference.extent(), ScratchVolume.Type.INT32);
        try {
            return new DamageFinder(runner, settings, reference, work)
                    .find(0, looked, registeredReference, edgeUncertaintyVoxels, found.sink(), Progress.NONE)
                    .features();
        } finally {
            found.delete();
        }
    }

    private static List<Point> centres(List<DamageFeature> features) {
        return features.stream()
                .filter(f -> f.family() != Family.GAIN)
                .map(DamageFeature::centroid)
                .toList();
    }

    private void put(
            FlawShape shape, int most, List<Place> surface, Random random, List<Flaw> flaws, List<Missing> missing)
            throws IOException {
        double voxel = reference.voxelSize().meanUm();
        try (Volume distance = reference.distance().open();
                Volume seen = scan.open();
                Volume first = registeredReference.open();
                Volume known = (labels == null ? scan : labels).open()) {
            for (int attempt = 0; attempt < 40 * most && flaws.size() < most; attempt++) {
                Place place = surface.get(random.nextInt(surface.size()));
                double depth = Math.exp(Math.log(shape.leastVoxels())
                        + random.nextDouble() * Math.log(shape.mostVoxels() / shape.leastVoxels()));
                Flaw flaw = new Flaw(shape, place.at(), place.inward(), tangent(place.inward(), random), depth);
                double reach = shape.reach(depth);
                boolean apart = flaws.stream()
                        .allMatch(f -> f.mouth().minus(flaw.mouth()).length()
                                > reach + f.shape().reach(f.depth()) + APART);
                if (!apart) {
                    continue;
                }
                Missing cut = Missing.of(flaw, distance, voxel, reference.edgeSigma());
                if (cut != null && isSeen(cut.box(), seen, first) && (labels == null || isFree(cut.box(), known))) {
                    flaws.add(flaw);
                    missing.add(cut);
                }
            }
        }
    }

    private static boolean isSeen(Region box, Volume one, Volume other) throws IOException {
        float[] values = new float[box.voxels()];
        byte[] valid = new byte[values.length];
        for (Volume volume : List.of(one, other)) {
            volume.read(box, values, valid);
            for (byte v : valid) {
                if (v == 0) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean isFree(Region box, Volume labels) throws IOException {
        int[] found = new int[box.voxels()];
        labels.read(box, found);
        for (int label : found) {
            if (label != 0) {
                return false;
            }
        }
        return true;
    }

    private static Point tangent(Point normal, Random random) {
        Point any = new Point(random.nextGaussian(), random.nextGaussian(), random.nextGaussian());
        return any.minus(normal.times(any.dot(normal))).unit();
    }

    /** Places of the surface, with the way in; as many as are needed, drawn evenly. */
    private List<Place> surface(Random random) throws IOException {
        Extent extent = reference.extent();
        double voxel = reference.voxelSize().meanUm();
        List<Place> drawn = new ArrayList<>();
        long met = 0;
        Grid grid = Grid.of(extent);
        try (Volume distance = reference.distance().open()) {
            for (long b = 0; b < grid.blocks(); b++) {
                Region core = grid.block(b);
                Region wide = core.grown(2).clippedTo(extent);
                float[] d = new float[wide.voxels()];
                distance.read(wide, d, new byte[d.length]);
                for (long z = Math.max(2, core.z()); z < Math.min(extent.z() - 2, core.endZ()); z++) {
                    for (long y = Math.max(2, core.y()); y < Math.min(extent.y() - 2, core.endY()); y++) {
                        for (long x = Math.max(2, core.x()); x < Math.min(extent.x() - 2, core.endX()); x++) {
                            int at = (int) (((z - wide.z()) * wide.ny() + y - wide.y()) * wide.nx() + x - wide.x());
                            if (Math.abs(d[at]) > 0.5 * voxel) {
                                continue;
                            }
                            met++;
                            int to = drawn.size() < CANDIDATES ? drawn.size() : (int) (random.nextDouble() * met);
                            if (to < CANDIDATES) {
                                Place place = place(x, y, z, d, at, wide, voxel);
                                if (to == drawn.size()) {
                                    drawn.add(place);
                                } else {
                                    drawn.set(to, place);
                                }
                            }
                        }
                    }
                }
            }
        }
        drawn.removeIf(p -> p.inward().length() < 0.5);
        drawn.sort(Comparator.comparingDouble((Place p) -> p.at().z())
                .thenComparingDouble(p -> p.at().y())
                .thenComparingDouble(p -> p.at().x()));
        return drawn;
    }

    private static Place place(long x, long y, long z, float[] d, int at, Region wide, double voxel) {
        int up = wide.nx();
        int deep = wide.nx() * wide.ny();
        Point way = new Point(
                        d[at + 2] - d[at - 2], d[at + 2 * up] - d[at - 2 * up], d[at + 2 * deep] - d[at - 2 * deep])
                .times(1 / (4 * voxel));
        // An edge or a corner has no one way in.
        Point in = way.length() > 0.9 ? way.unit() : Point.ORIGIN;
        return new Place(new Point(x, y, z).minus(in.times(d[at] / voxel)), in);
    }
}
