package patina.segmentation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.Serializable;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import patina.blocks.ArrayVolume;
import patina.blocks.Kernel;
import patina.blocks.KernelContract;
import patina.blocks.Source;
import patina.fields.Classifier;
import patina.fields.Component;
import patina.fields.Connectivity;
import patina.fields.LabelKernel;
import patina.geometry.Affine;
import patina.geometry.Extent;
import patina.geometry.Point;
import patina.geometry.ScanMap;
import patina.geometry.VoxelSize;
import patina.meshes.MeshDistance;
import patina.meshes.Meshes;

/** Every kernel of the package on a pitted and cracked block, part of which was not seen. */
class SegmentationKernelContractTest extends KernelContract {
    private static final Extent EXTENT = new Extent(97, 66, 41);
    private static final VoxelSize VOXEL = new VoxelSize(5, 5, 5);
    private static final double MICRON = 5;

    private final Set<Class<?>> tried = new TreeSet<>(java.util.Comparator.comparing(Class::getName));

    private static final Scene.Shape BLOCK = Scene.box(8, 8, 4, 88, 58, 32);
    private static final Scene.Shape DAMAGED = BLOCK.without(Scene.ball(30, 30, 32, 9))
            .without(Scene.box(50, 15, 18, 51.5, 50, 33))
            .without(Scene.ball(70, 33, 18, 4))
            .and(Scene.ball(70, 50, 32, 4));
    private static final Source GREY = grey(DAMAGED, 2);
    private static final Source BEFORE = grey(BLOCK.without(Scene.ball(30, 30, 32, 5)), 1);
    private static final Source FRACTION = share(BLOCK, 0);
    private static final Source MISSING = share(BLOCK, 1);
    private static final Source DISTANCE = distance();
    private static final Source PARTS = parts();
    /** Numbers of fillings, 0 to 3. */
    private static final Source FILLINGS = fillings();

    private static final Levels LEVELS = new Levels(
            Scene.AIR, new GreyLevel(new double[] {Scene.METAL, 40, -30, 20, 100, 70, -50, 20, 10, 5}, EXTENT));

    private static Source grey(Scene.Shape shape, long seed) {
        return partly(Scene.scan(EXTENT, Scene.fraction(EXTENT, shape), 0.7, 0.04, seed));
    }

    /** The block's own fraction (0), or what the damaged one lacks of it (1). */
    private static Source share(Scene.Shape block, int which) {
        float[] whole = Scene.fraction(EXTENT, block);
        float[] damaged = Scene.fraction(EXTENT, DAMAGED);
        Random random = new Random(5);
        for (int i = 0; i < whole.length; i++) {
            whole[i] += (float) (0.03 * random.nextGaussian()) - (which == 0 ? 0 : damaged[i]);
        }
        return partly(ArrayVolume.of(EXTENT, whole));
    }

    private static Source partly(ArrayVolume volume) {
        int n = (int) EXTENT.voxels();
        float[] values = new float[n];
        byte[] valid = new byte[n];
        try {
            volume.read(patina.geometry.Region.whole(EXTENT), values, valid);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        for (int i = 0; i < n; i++) {
            valid[i] = (byte) (i % EXTENT.x() > 91 ? 0 : 1);
        }
        return ArrayVolume.of(EXTENT, values, valid).source();
    }

    private static Source distance() {
        float[] d = new float[(int) EXTENT.voxels()];
        int at = 0;
        for (int z = 0; z < EXTENT.z(); z++) {
            for (int y = 0; y < EXTENT.y(); y++) {
                for (int x = 0; x < EXTENT.x(); x++) {
                    double deep = Math.min(Math.min(x - 8, 88 - x), Math.min(y - 8, 58 - y));
                    d[at++] = (float) (MICRON * Math.min(deep, Math.min(z - 4, 32.3 - z)));
                }
            }
        }
        return ArrayVolume.of(EXTENT, d).source();
    }

    private static Source parts() {
        float[] pit = Scene.fraction(EXTENT, Scene.ball(30, 30, 32, 9));
        float[] crack = Scene.fraction(EXTENT, Scene.box(50, 15, 18, 51.5, 50, 33));
        float[] lump = Scene.fraction(EXTENT, Scene.ball(36, 40, 30, 6));
        int[] labels = new int[pit.length];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = pit[i] > 0.5 ? 1 : crack[i] > 0.5 ? 2 : lump[i] > 0.5 ? 3 : 0;
        }
        return ArrayVolume.of(EXTENT, labels).source();
    }

    private static Source fillings() {
        float[] pit = Scene.fraction(EXTENT, Scene.ball(30, 30, 32, 12));
        float[] lump = Scene.fraction(EXTENT, Scene.ball(36, 40, 30, 9));
        float[] numbers = new float[pit.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = pit[i] > 0.5 ? 1 : lump[i] > 0.5 ? 3 : 0;
        }
        return ArrayVolume.of(EXTENT, numbers).source();
    }

    @Override
    protected List<Trial<?>> trials() {
        List<Trial<?>> trials = new ArrayList<>();
        trials.add(sums(Complement.class, 1, true, (g, s) -> new Complement(PARTS, s.get(0))));
        trials.add(sums(OuterVoid.class, 1, true, (g, s) -> new OuterVoid(DISTANCE, PARTS, EXTENT, 20, s.get(0))));
        trials.add(sums(ClosedSolid.class, 1, true, (g, s) -> new ClosedSolid(PARTS, DISTANCE, 20, s.get(0))));
        trials.add(sums(
                SignedDistance.class,
                1,
                false,
                (g, s) -> new SignedDistance(PARTS, DISTANCE, FRACTION, 2.5f, s.get(0))));
        trials.add(sums(GreyHistogram.class, 0, false, (g, s) -> new GreyHistogram(GREY, 9000, 31000, 500)));
        trials.add(new Trial<>(
                "GreyHistogram in a body",
                EXTENT,
                0,
                false,
                (g, s) -> new GreyHistogram(GREY, FRACTION, 9000, 31000, 500),
                KernelContract::serialised));
        trials.add(sums(GreyHistogram.Range.class, 0, false, (g, s) -> new GreyHistogram.Range(GREY)));
        trials.add(sums(FractionImage.class, 1, false, (g, s) -> new FractionImage(GREY, LEVELS, s.get(0))));
        trials.add(new Trial<>(
                name(LevelFit.class),
                EXTENT,
                MarkedCubes.EDGE,
                false,
                (g, s) -> new LevelFit(BEFORE, GREY, DISTANCE, EXTENT, 20, Scene.AIR, Scene.METAL),
                r -> serialised(r.total())));
        trials.add(new Trial<>(
                name(Deficit.class),
                EXTENT,
                2,
                false,
                (g, s) -> new Deficit(FRACTION, FRACTION, GREY, LEVELS, DISTANCE, EXTENT, 20, s.get(0), s.get(1)),
                r -> serialised(r.total())));
        trials.add(labelled(SolidClasses.class, new SolidClasses(GREY, 20000, null)));
        trials.add(labelled(MissingClasses.class, new MissingClasses(GREY, 20000, DISTANCE, 3)));
        trials.add(labelled(
                DamageClasses.class,
                new DamageClasses(MISSING, MISSING, DISTANCE, MISSING, 0.12f, 0.05f, (float) MICRON, 1.2)));
        for (int reach : new int[] {1, Zones.REACH}) {
            trials.add(sums(Neighbours.class, 0, false, (g, s) -> new Neighbours(PARTS, reach)));
        }
        RebuiltSurface surface = new RebuiltSurface(
                new Point(30, 30, 28),
                new Point(0, 0, -1),
                new Point(1, 0, 0),
                new Point(0, 1, 0),
                new double[] {-4, 0.01, 0, 0.001, 0, 0},
                0.1,
                3,
                new java.util.HashSet<>(List.of(0L, 1L, 1L << 32)),
                2);
        trials.add(sums(
                Envelope.class,
                1,
                false,
                (g, s) -> new Envelope(PARTS, FRACTION, DISTANCE, List.of(surface), MICRON, 0.8, s.get(0))));
        trials.add(sums(
                ScanEdges.class, 1, false, (g, s) -> new ScanEdges(FRACTION, GREY, LEVELS, DISTANCE, EXTENT, MICRON)));
        trials.add(sums(MoreBlurred.class, 1, false, (g, s) -> new MoreBlurred(GREY, 1.3, s.get(0))));
        trials.add(sums(SkinCells.class, 0, false, (g, s) -> new SkinCells(PARTS, FRACTION, EXTENT)));
        trials.add(sums(
                RefinedDistance.class,
                1,
                false,
                (g, s) -> new RefinedDistance(DISTANCE, FRACTION, PARTS, EXTENT, VOXEL, 0.8, s.get(0))));
        List<SurfacePoints.Place> places = List.of(
                new SurfacePoints.Place(1, new Component.Voxel(21, 21, 23), new Component.Voxel(39, 39, 40)),
                new SurfacePoints.Place(3, new Component.Voxel(30, 34, 24), new Component.Voxel(42, 46, 36)));
        trials.add(sums(
                SurfacePoints.class, 0, false, (g, s) -> new SurfacePoints(DISTANCE, PARTS, EXTENT, VOXEL, places)));
        trials.add(sums(
                RebuiltDistance.class,
                1,
                false,
                (g, s) -> new RebuiltDistance(DISTANCE, MICRON, List.of(surface), s.get(0))));
        trials.add(new Trial<>(
                name(PlaceLabels.class),
                EXTENT,
                1,
                true,
                (g, s) -> new PlaceLabels(PARTS, stitched(), s.get(0)),
                KernelContract::serialised));
        trials.add(sums(NumberLabels.class, 1, true, (g, s) -> new NumberLabels(PARTS, new int[] {1, 2, 3}, s.get(0))));
        trials.add(sums(
                GivenDistance.class,
                1,
                false,
                (g, s) -> new GivenDistance(
                        new ExactSurface.Body(MeshDistance.of(
                                Meshes.box(new Point(40, 40, 20), new Point(440, 290, 160)),
                                Affine.rotation(0.05, 0.02, 0.1))),
                        VOXEL,
                        s.get(0))));
        trials.add(
                sums(SurfaceSamples.class, 0, false, (g, s) -> new SurfaceSamples(DISTANCE, PARTS, EXTENT, VOXEL, 3)));
        trials.add(sums(
                SurfaceMatch.class,
                0,
                false,
                (g, s) -> new SurfaceMatch(MISSING, DISTANCE, PARTS, FRACTION, EXTENT, (float) MICRON, 3)));
        trials.add(sums(
                MetalLoss.class,
                3,
                false,
                (g, s) -> new MetalLoss(
                        PARTS,
                        new int[] {0, 2, 0, 1},
                        new float[] {1, 0.5f, 0.7f},
                        MISSING,
                        FRACTION,
                        s.get(0),
                        s.get(1),
                        s.get(2))));
        trials.add(sums(
                PlaceLevels.class,
                0,
                false,
                (g, s) -> new PlaceLevels(
                        PARTS,
                        new int[] {0, 1, 0, 2},
                        new int[] {0, 13, 5, 5},
                        MISSING,
                        DISTANCE,
                        FRACTION,
                        MICRON,
                        4,
                        0.12f)));
        trials.add(sums(
                SheetMap.class,
                0,
                false,
                (g, s) -> new SheetMap(
                        PARTS, MISSING, FRACTION, DISTANCE, MICRON, 0.12, new TreeSet<>(Set.of(2)), new TreeMap<>())));
        trials.add(sums(
                Zones.class,
                2,
                true,
                (g, s) -> new Zones(
                        PARTS,
                        new int[] {0, 1, 2, 1},
                        new boolean[] {false, true, false, true},
                        new int[] {0, 0, 1},
                        new SurfacePatches(
                                new long[] {SurfaceCells.key(9, 40, 10, EXTENT), SurfaceCells.key(60, 50, 32, EXTENT)},
                                new int[] {3, 4},
                                new double[2]),
                        MISSING,
                        FRACTION,
                        FRACTION,
                        DISTANCE,
                        EXTENT,
                        MICRON,
                        1.2,
                        FILLINGS,
                        new float[] {1, 0.5f, 1, 0.7f},
                        s.get(0),
                        s.get(1))));
        return trials;
    }

    private String name(Class<?> kernel) {
        tried.add(kernel);
        return kernel.getSimpleName();
    }

    private <R extends Serializable> Trial<R> sums(Class<?> kernel, int outputs, boolean labels, Maker<R> maker) {
        return new Trial<>(name(kernel), EXTENT, outputs, labels, maker, KernelContract::serialised);
    }

    private Trial<?> labelled(Class<?> classes, Classifier classifier) {
        return new Trial<>(
                name(classes),
                EXTENT,
                0,
                true,
                (grid, sinks) -> new LabelKernel(classifier, Connectivity.CORNERS, grid),
                labels -> serialised(labels.components()));
    }

    @Test
    void noKernelOfThePackageIsLeftOut() throws Exception {
        trials();
        Set<Class<?>> all = new TreeSet<>(java.util.Comparator.comparing(Class::getName));
        for (String name : classNames()) {
            Class<?> c = Class.forName("patina.segmentation." + name);
            if ((Kernel.class.isAssignableFrom(c) || Classifier.class.isAssignableFrom(c))
                    && !Modifier.isAbstract(c.getModifiers())) {
                all.add(c);
            }
        }
        assertEquals(all, tried);
    }

    private static List<String> classNames() throws IOException, URISyntaxException {
        Path folder = Path.of(
                        DamageFinder.class.getResource("DamageFinder.class").toURI())
                .getParent();
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(p -> p.getFileName().toString())
                    .filter(n -> n.endsWith(".class") && !n.contains("Test"))
                    .map(n -> n.substring(0, n.length() - 6))
                    .sorted()
                    .toList();
        }
    }

    /** Two stacks of labels, turned and shifted otherwise. */
    private static ScanMap stitched() {
        Affine lower = Affine.rotation(0.1, -0.2, 0.3).about(new Point(48, 33, 20));
        Affine upper = lower.then(Affine.translation(1.5, -0.5, 2));
        return new ScanMap(List.of(new ScanMap.Stack(-0.5, 19.5, lower), new ScanMap.Stack(19.5, 1000, upper)));
    }
}
