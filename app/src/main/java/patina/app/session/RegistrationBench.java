package patina.app.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Predicate;
import patina.blocks.ArrayVolume;
import patina.blocks.Grid;
import patina.blocks.Runner;
import patina.chunks.Folders;
import patina.geometry.Affine;
import patina.geometry.Extent;
import patina.geometry.Point;
import patina.geometry.ScanMap;
import patina.geometry.VoxelSize;
import patina.phantom.PhantomOptions;
import patina.phantom.Phantoms;
import patina.registration.BinKernel;
import patina.registration.NoOverlap;
import patina.registration.Piece;
import patina.registration.Prepared;
import patina.registration.Registrar;
import patina.registration.Registration;
import patina.registration.RegistrationSettings;
import patina.registration.Resample;
import patina.registration.ScanView;
import patina.registration.Stitched;
import patina.series.SeriesFormat;
import patina.series.SeriesFormats;

/** Registers pairs whose truth is known from geometry, and tells how near each comes to it. */
final class RegistrationBench {
    /** The 95 % quantile of chi-square with three degrees of freedom. */
    private static final double CHI_SQUARE_95 = 7.815;

    /** How far the upper stack of a stitched scan lies off. */
    private static final double STITCHED_VOXELS = 0.5;

    private RegistrationBench() {}

    /** A pair and its truth. */
    private record Known(String name, long seed, ScanView fixed, ScanView moving, ScanMap truth) {}

    @FunctionalInterface
    private interface Make {
        Known pair(long seed) throws IOException;
    }

    static void run(RegistrationBenchRequest request, Watch watch, Consumer<PairTrial> trials) throws IOException {
        Path folder = Files.createTempDirectory("patina-bench");
        try (Runner runner = Runner.named("threads", 0)) {
            Registrar registrar = new Registrar(runner, RegistrationSettings.defaults(), folder.resolve("scratch"));
            List<Make> makers = new ArrayList<>();
            if (request.kind().takesVolumes()) {
                for (Path volume : request.volumes()) {
                    makers.add(new Halves(volume, request, runner)::pair);
                }
            } else {
                makers.add(seed -> phantom(request, seed, folder.resolve("phantom")));
            }
            int jobs = makers.size() * request.seeds();
            int done = 0;
            watch.begin("registration", null, 0, 1);
            for (Make maker : makers) {
                for (long seed = request.firstSeed(); seed < request.firstSeed() + request.seeds(); seed++) {
                    trials(maker.pair(seed), registrar, runner).forEach(trials);
                    watch.step(++done, jobs);
                }
            }
        } finally {
            Folders.delete(folder);
        }
    }

    /** One, or one for each stack of a stitched scan. */
    private static List<PairTrial> trials(Known known, Registrar registrar, Runner runner) throws IOException {
        try (Registrar.Pair pair = registrar.prepare(known.fixed(), known.moving(), Watch.NONE)) {
            Registration found = registrar.register(pair.fixed(), pair.moving(), null, Watch.NONE);
            List<ScanMap.Stack> truth = known.truth().stacks();
            if (truth.size() == 1) {
                double bound = registrar.boundUm(pair.fixed(), pair.moving(), found, Watch.NONE);
                return List.of(trial(
                        known,
                        known.name(),
                        pair.fixed(),
                        pair.fixed().cornersUm(),
                        place -> true,
                        found,
                        found.transform(),
                        truth.get(0).map(),
                        bound));
            }
            List<Piece> pieces =
                    new Stitched(runner, registrar, pair.fixed(), Watch.NONE).parted(known.moving(), found, null);
            List<PairTrial> trials = new ArrayList<>();
            for (int k = 0; k < truth.size(); k++) {
                Piece piece = pieces.get(Math.min(k, pieces.size() - 1));
                try (Prepared moving = registrar.prepare(piece.view(), Watch.NONE)) {
                    trials.add(trial(
                            known,
                            known.name() + (pieces.size() == truth.size() ? " stack " : " not parted ") + k,
                            pair.fixed(),
                            corners(pair.fixed().cornersUm(), truth.get(k)),
                            inStack(known.truth(), k),
                            piece.registration(),
                            piece.transform(),
                            truth.get(k).map(),
                            registrar.boundUm(pair.fixed(), moving, piece.registration(), Watch.NONE)));
                }
            }
            return trials;
        } catch (NoOverlap none) {
            return List.of(PairTrial.refused(known.name(), known.seed(), none.naming("The scan")));
        }
    }

    private static Predicate<Point> inStack(ScanMap map, int stack) {
        return place -> map.stackAt(place) == stack;
    }

    /** The corners of what of a box lies in a stack: those beyond its ends are drawn to them along the fixed frame's z. */
    private static List<Point> corners(List<Point> box, ScanMap.Stack stack) {
        List<Point> corners = new ArrayList<>();
        for (Point p : box) {
            double z = stack.map().apply(p).z();
            double inside = Math.max(stack.fromUm(), Math.min(stack.toUm(), z));
            corners.add(
                    new Point(p.x(), p.y(), p.z() + (inside - z) / stack.map().m22()));
        }
        return corners;
    }

    private static PairTrial trial(
            Known known,
            String name,
            Prepared fixed,
            List<Point> corners,
            Predicate<Point> places,
            Registration found,
            Affine measured,
            Affine truth,
            double boundUm) {
        double voxel = known.fixed().voxelSize().meanUm();
        Affine off = measured.then(truth.inverse());
        double squares = 0;
        double variances = 0;
        double worst = 0;
        int covered = 0;
        for (Point corner : corners) {
            Point error = off.apply(corner).minus(corner);
            squares += error.dot(error);
            worst = Math.max(worst, error.length());
            double[] c = found.covarianceUm2(corner);
            variances += c[0] + c[4] + c[8];
            covered += distance(error, c) <= CHI_SQUARE_95 ? 1 : 0;
        }
        int n = corners.size();
        return new PairTrial(
                name,
                known.seed(),
                fixed.rmsUm(off, places) / voxel,
                Math.sqrt(squares / n) / voxel,
                worst / voxel,
                found.treUUm() / voxel,
                Math.sqrt(variances / n) / voxel,
                boundUm / voxel,
                covered,
                Math.cbrt(measured.determinant()) / Math.cbrt(truth.determinant()) - 1,
                found.quality(),
                found.trusted(),
                null);
    }

    /** Squared length of an error in units of its covariance (3 x 3, row by row): e^T C^-1 e. */
    private static double distance(Point e, double[] c) {
        double a = c[4] * c[8] - c[5] * c[7];
        double b = c[5] * c[6] - c[3] * c[8];
        double d = c[3] * c[7] - c[4] * c[6];
        double determinant = c[0] * a + c[1] * b + c[2] * d;
        double x = a * e.x() + (c[2] * c[7] - c[1] * c[8]) * e.y() + (c[1] * c[5] - c[2] * c[4]) * e.z();
        double y = b * e.x() + (c[0] * c[8] - c[2] * c[6]) * e.y() + (c[2] * c[3] - c[0] * c[5]) * e.z();
        double z = d * e.x() + (c[1] * c[6] - c[0] * c[7]) * e.y() + (c[0] * c[4] - c[1] * c[3]) * e.z();
        return e.dot(new Point(x, y, z)) / determinant;
    }

    /** The first and the last scan of a phantom. */
    private static Known phantom(RegistrationBenchRequest request, long seed, Path folder) throws IOException {
        RegistrationBenchRequest.Kind kind = request.kind();
        String scene = request.scene() == null ? kind.scene() : request.scene();
        PhantomOptions options = PhantomOptions.defaults()
                .withSize(request.size())
                .withSteps(kind.steps())
                .withSeed(seed)
                .withNoise(request.noise());
        if (kind == RegistrationBenchRequest.Kind.START) {
            options = options.withRotationDegrees(180).withShiftVoxels(request.size() / 3.0);
        }
        if (kind == RegistrationBenchRequest.Kind.STITCHED) {
            options = options.withStitchedVoxels(STITCHED_VOXELS);
        }
        if (request.thinning() != null) {
            options = options.withThinningVoxels(request.thinning());
        }
        Path series = Phantoms.write(scene, folder, options);
        Truth truth = Truth.read(series.resolveSibling("truth.json"));
        Truth.TrueScan first = truth.scans().get(0);
        Truth.TrueScan last = truth.scans().get(truth.scans().size() - 1);
        VoxelSize voxel = VoxelSize.cube(truth.voxelUm());
        return new Known(
                scene,
                seed,
                view(folder.resolve(first.file()), voxel),
                view(folder.resolve(last.file()), voxel),
                last.map().after(first.map().at(Point.ORIGIN).inverse()));
    }

    private static ScanView view(Path file, VoxelSize voxel) throws IOException {
        SeriesFormat.Header header = SeriesFormats.read(file, Map.of()).header();
        return new ScanView(header.source(), header.extent(), voxel);
    }

    /**
     * A volume read by the spline at half a map and at half its inverse, so that both are interpolated alike, and each binned by
     * two, so that what interpolation does to the finest detail is gone. Voxels count as one micrometre.
     */
    private static final class Halves {
        private static final double DEGREES = 3;
        private static final double SHIFT_VOXELS = 3;

        private final Path file;
        private final RegistrationBenchRequest request;
        private final Runner runner;
        private final SeriesFormat.Header header;
        private final double contrast;

        Halves(Path file, RegistrationBenchRequest request, Runner runner) throws IOException {
            this.file = file;
            this.request = request;
            this.runner = runner;
            this.header = SeriesFormats.read(file, Map.of()).header();
            this.contrast = contrast(ArrayVolume.copyOf(header.source()));
        }

        /** From the darkest to the brightest hundredth. */
        private static double contrast(ArrayVolume volume) {
            int planes = (int) volume.extent().z();
            int plane = volume.values(0).length;
            float[] all = new float[planes * plane];
            for (int z = 0; z < planes; z++) {
                System.arraycopy(volume.values(z), 0, all, z * plane, plane);
            }
            Arrays.sort(all);
            return all[(int) (0.99 * (all.length - 1))] - all[(int) (0.01 * (all.length - 1))];
        }

        Known pair(long seed) throws IOException {
            Random random = new Random(new SplittableRandom(seed).nextLong());
            boolean still = request.kind() == RegistrationBenchRequest.Kind.STILL;
            Point axis = direction(random).times(still ? 0 : Math.toRadians(DEGREES) / 2 * random.nextDouble());
            // In voxels of the binned volume.
            Point shift = direction(random).times(still ? 0 : SHIFT_VOXELS * Math.cbrt(random.nextDouble()));
            Extent e = header.extent();
            Affine half = Affine.rotation(axis.x(), axis.y(), axis.z())
                    .about(new Point((e.x() - 1) / 2.0, (e.y() - 1) / 2.0, (e.z() - 1) / 2.0))
                    .then(Affine.translation(shift.x(), shift.y(), shift.z()));
            Affine toFine = Affine.translation(0.5, 0.5, 0.5);
            return new Known(
                    String.valueOf(file.getFileName()),
                    seed,
                    half(half, random),
                    half(half.inverse(), random),
                    ScanMap.of(toFine.then(half).then(half).then(toFine.inverse())));
        }

        private ScanView half(Affine map, Random random) throws IOException {
            Extent e = header.extent();
            ArrayVolume read = ArrayVolume.ofValues(e);
            runner.run(new Resample(header.source(), e, map, 1, 0, read.sink()), Grid.of(e));
            Extent coarse = e.binned(2);
            ArrayVolume binned = ArrayVolume.ofValues(coarse);
            runner.run(new BinKernel(read.source(), binned.sink()), Grid.of(coarse));
            for (int z = 0; z < coarse.z(); z++) {
                float[] plane = binned.values(z);
                for (int i = 0; i < plane.length; i++) {
                    plane[i] += (float) (request.noise() * contrast * random.nextGaussian());
                }
            }
            return new ScanView(binned.source(), coarse, VoxelSize.cube(2));
        }

        private static Point direction(Random random) {
            return new Point(random.nextGaussian(), random.nextGaussian(), random.nextGaussian()).unit();
        }
    }
}
