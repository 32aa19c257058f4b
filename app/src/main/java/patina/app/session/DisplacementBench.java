package patina.app.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import patina.blocks.ArrayVolume;
import patina.blocks.Runner;
import patina.chunks.Folders;
import patina.geometry.Affine;
import patina.geometry.Extent;
import patina.geometry.Point;
import patina.geometry.VoxelSize;
import patina.phantom.Texture;
import patina.registration.Prepared;
import patina.registration.Registrar;
import patina.registration.Registration;
import patina.registration.RegistrationSettings;
import patina.registration.ScanView;
import patina.registration.local.LocalField;
import patina.registration.local.LocalRegistration;
import patina.registration.local.LocalSettings;

/** Registers textured volumes locally whose displacement is a formula, and tells how near each comes to it. */
final class DisplacementBench {
    /** Standard errors of a normal quantity that hold 95 % of it. */
    private static final double NORMAL_95 = 1.96;

    /** What the kernel's derivatives reach beyond a subset, in voxels. */
    private static final int RIM = 2;

    private final DisplacementBenchRequest request;
    private final LocalSettings settings;

    private DisplacementBench(DisplacementBenchRequest request) {
        this.request = request;
        this.settings = LocalSettings.defaults().withSubsets(request.spacing(), request.radius());
    }

    static void run(DisplacementBenchRequest request, Watch watch, Consumer<DisplacementTrial> trials)
            throws IOException {
        DisplacementBench bench = new DisplacementBench(request);
        Path scratch = Files.createTempDirectory("patina-bench");
        try (Runner runner = Runner.named("threads", request.threads())) {
            int jobs = request.seeds() * request.fields().size();
            int done = 0;
            watch.begin("registration", null, 0, 1);
            for (long seed = request.firstSeed(); seed < request.firstSeed() + request.seeds(); seed++) {
                Texture texture = Texture.of(request.size(), seed);
                float[] clean = texture.values(DisplacementBenchRequest.Field.STILL.displacement(request.size()));
                for (DisplacementBenchRequest.Field field : request.fields()) {
                    trials.accept(bench.trial(texture, clean, field, seed, runner, scratch));
                    watch.step(++done, jobs);
                }
            }
        } finally {
            Folders.delete(scratch);
        }
    }

    private DisplacementTrial trial(
            Texture texture,
            float[] clean,
            DisplacementBenchRequest.Field field,
            long seed,
            Runner runner,
            Path scratch)
            throws IOException {
        Texture.Displacement truth = field.displacement(request.size());
        double noise = request.noise() * Texture.deviation(clean) / DisplacementBenchRequest.TEXTURE;
        ScanView still = scan(Texture.noisy(clean, noise, 2 * seed));
        ScanView displaced = scan(Texture.noisy(texture.values(truth), noise, 2 * seed + 1));
        Registrar registrar = new Registrar(runner, RegistrationSettings.defaults(), scratch);
        long start = System.nanoTime();
        LocalField found;
        try (Prepared fixed = registrar.prepare(still, Watch.NONE);
                Prepared moving = registrar.prepare(displaced, Watch.NONE)) {
            found = new LocalRegistration(runner, settings)
                    .register(fixed, moving, Registration.known(Affine.IDENTITY), null, Watch.NONE);
        }
        double seconds = (System.nanoTime() - start) * 1e-9;
        Errors whole = new Errors();
        Errors rim = new Errors();
        for (int p = 0; p < found.state().length; p++) {
            Point at = found.placeUm(p);
            (isWhole(at) ? whole : rim).add(found, p, truth.at(at.x(), at.y(), at.z()));
        }
        double subset = Math.pow(2.0 * request.radius() + 1, 3);
        return new DisplacementTrial(
                field.key(),
                seed,
                whole.found,
                whole.lost,
                whole.outliers,
                Math.sqrt((whole.squares[0] + whole.squares[1] + whole.squares[2]) / (3.0 * whole.found)),
                Math.sqrt(Math.max(whole.squares[0], Math.max(whole.squares[1], whole.squares[2])) / whole.found),
                Math.sqrt(2 / subset) * noise / texture.gradient(clean),
                Math.sqrt(whole.variances / (3.0 * whole.found)),
                whole.covered / (3.0 * whole.found),
                rim.covered / (3.0 * rim.found),
                found.count(LocalField.GOOD) / seconds);
    }

    /** Voxels count as one micrometre. */
    private ScanView scan(float[] values) {
        Extent extent = new Extent(request.size(), request.size(), request.size());
        return new ScanView(ArrayVolume.of(extent, values).source(), extent, VoxelSize.cube(1));
    }

    private boolean isWhole(Point at) {
        int rim = request.radius() + RIM;
        double least = Math.min(at.x(), Math.min(at.y(), at.z()));
        double most = Math.max(at.x(), Math.max(at.y(), at.z()));
        return least >= rim && most <= request.size() - 1 - rim;
    }

    /** Sums over points. */
    private static final class Errors {
        int found;
        int lost;
        int outliers;
        int covered;
        double variances;
        final double[] squares = new double[3];

        void add(LocalField field, int point, double[] truth) {
            if (field.state()[point] != LocalField.GOOD) {
                lost++;
                return;
            }
            found++;
            double worst = 0;
            for (int c = 0; c < 3; c++) {
                double e = field.displacementUm()[c][point] - truth[c];
                double u = field.uncertaintyUm()[c][point];
                squares[c] += e * e;
                variances += u * u;
                covered += Math.abs(e) <= NORMAL_95 * u ? 1 : 0;
                worst = Math.max(worst, Math.abs(e) / u);
            }
            outliers += worst > DisplacementTrial.OUTLIER ? 1 : 0;
        }
    }
}
