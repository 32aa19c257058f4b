package patina.registration.local;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import patina.blocks.Grid;
import patina.blocks.Progress;
import patina.blocks.Runner;
import patina.blocks.Source;
import patina.geometry.Affine;
import patina.geometry.Extent;
import patina.geometry.VoxelSize;
import patina.registration.Level;
import patina.registration.Prepared;
import patina.registration.Registration;

/**
 * Finds the displacement that is left between two registered scans, point by point.
 *
 * <p>From the global map on, coarse to fine over two halvings; a point that is not found or does not fit its neighbours goes
 * on from theirs. Every pass is a kernel over blocks with a window of both scans, so memory is bounded by the blocks in
 * flight and the points, and the bytes do not depend on threads or block size. Not for several threads at once.
 */
public final class LocalRegistration {
    /** Coarser levels than this one see too few points. */
    private static final int COARSEST = 2;

    private static final int COARSE_PASSES = 4;

    /** The points' median step, in voxels, that ends a level. */
    private static final double STOP_VOXELS = 0.002;

    /** From this step on changed voxels are told from displaced ones. */
    private static final double NEAR_VOXELS = 0.1;

    /** Displacement that may still be missing, in voxels: before and after the steps became this small. */
    private static final double SETTLED_VOXELS = 0.02;

    private static final double SLACK = 0.3;
    private static final double SETTLED_SLACK = 0.08;

    /** A step along an axis longer than this is a leap in the dark. */
    private static final double LONGEST_VOXELS = 2.5;

    /** A voxel whose misfit is so many times the usual one has changed. */
    private static final double CHANGED = 6;

    /** A point with less correlation than this does not steer the next pass. */
    private static final double UNLIKE = 0.2;

    /** What interpolation leaves, in voxels: a floor under every uncertainty. */
    private static final double FLOOR_VOXELS = 0.001;

    private final Runner runner;
    private final LocalSettings settings;
    private final int blockX;
    private final int blockYZ;

    public LocalRegistration(Runner runner, LocalSettings settings) {
        this(runner, settings, 128, 128);
    }

    /** With blocks of another size; the bytes are the same. */
    LocalRegistration(Runner runner, LocalSettings settings, int blockX, int blockYZ) {
        this.runner = runner;
        this.settings = settings;
        this.blockX = blockX;
        this.blockYZ = blockYZ;
    }

    /**
     * Registers two scans locally.
     *
     * @param global where the moving scan lies on the whole; displacements are measured from there, in the fixed scan's frame
     * @param mask the part of the fixed scan to use, over its voxels, above 0; null for all
     * @throws IOException when a scan cannot be read
     */
    public LocalField register(
            Prepared fixed, Prepared moving, Registration global, @Nullable Source mask, Progress progress)
            throws IOException {
        int coarsest = Math.min(COARSEST, fixed.levels().size() - 1);
        while (coarsest > 0 && shortest(fixed.levels().get(coarsest).extent()) <= 2 * settings.radiusVoxels()) {
            coarsest--;
        }
        @Nullable Field field = null;
        for (int l = coarsest; l > 0; l--) {
            Level level = fixed.levels().get(l);
            Lattice lattice = new Lattice(level.extent(), settings.spacingVoxels());
            field = field == null ? Field.still(lattice) : field.finer(lattice);
            Steps steps = new Steps(fixed, moving, global, null, level, progress);
            field = steps.refine(field, COARSE_PASSES);
        }
        Level finest = fixed.levels().get(0);
        Lattice lattice = new Lattice(finest.extent(), settings.spacingVoxels());
        field = field == null ? Field.still(lattice) : field.finer(lattice);
        Steps steps = new Steps(fixed, moving, global, mask, finest, progress);
        field = steps.refine(field, settings.mostPasses());
        Trend trend = Trend.of(field, steps.known, settings.radiusVoxels());
        return result(steps.look(trend.field(), true), trend, fixed.view().voxelSize());
    }

    private static long shortest(Extent e) {
        return Math.min(e.x(), Math.min(e.y(), e.z()));
    }

    /** The steps on one level. */
    private final class Steps {
        private final Prepared fixed;
        private final Registration global;
        private final @Nullable Source mask;
        private final Level level;
        private final Level partner;
        private final Source still;
        private final Source other;
        private final double[] fixedBlur = new double[3];
        private final double[] movingBlur = new double[3];
        private final Affine gridToMoving;
        private final Progress progress;
        private double changedFrom = Double.POSITIVE_INFINITY;
        private double moved = Double.POSITIVE_INFINITY;
        /** The points that the latest step took from their own subsets. */
        private boolean[] known = new boolean[0];

        Steps(
                Prepared fixed,
                Prepared moving,
                Registration global,
                @Nullable Source mask,
                Level level,
                Progress progress) {
            this.fixed = fixed;
            this.global = global;
            this.mask = mask;
            this.level = level;
            this.progress = progress;
            partner = moving.levelOf(level.factor() * fixed.view().voxelSize().meanUm());
            // The scans themselves at the finest level; coarser ones are smoothed already.
            boolean plain = level.factor() == 1 && partner.factor() == 1;
            still = plain ? fixed.view().source() : level.smoothed();
            other = plain ? moving.view().source() : partner.smoothed();
            if (plain) {
                double blurUm = settings.blurVoxels() * fixed.view().voxelSize().meanUm();
                fill(fixedBlur, fixed.view().voxelSize(), blurUm);
                fill(movingBlur, moving.view().voxelSize(), blurUm);
            }
            gridToMoving =
                    level.toUm().then(global.transform()).then(partner.toUm().inverse());
        }

        private void fill(double[] blur, VoxelSize voxel, double um) {
            blur[0] = um / voxel.xUm();
            blur[1] = um / voxel.yUm();
            blur[2] = um / voxel.zUm();
        }

        Rows look(Field field, boolean last) throws IOException {
            SubsetKernel kernel = new SubsetKernel(
                    still,
                    level.extent(),
                    other,
                    partner.extent(),
                    gridToMoving,
                    mask,
                    new SubsetKernel.Greys(fixed.air(), fixed.metal() - fixed.air(), global.gain(), global.offset()),
                    settings.radiusVoxels(),
                    fixedBlur,
                    movingBlur,
                    field,
                    settings.leastWeight(),
                    fixed.showsAir() ? 0.5 : Double.NEGATIVE_INFINITY,
                    changedFrom,
                    moved < SETTLED_VOXELS ? SETTLED_SLACK : SLACK,
                    last);
            return runner.run(kernel, new Grid(level.extent(), blockX, blockYZ, blockYZ), progress);
        }

        Field refine(Field start, int most) throws IOException {
            Field field = start;
            for (int pass = 0; pass < most && moved > STOP_VOXELS; pass++) {
                field = step(look(field, false), field);
            }
            return field;
        }

        /** The field after a pass: each point's own where it is to be trusted, its neighbours' elsewhere. */
        private Field step(Rows rows, Field before) {
            Lattice lattice = before.lattice();
            int n = lattice.count();
            float[][] values = new float[Field.ALL][n];
            known = new boolean[n];
            double[] deviations = new double[n];
            double[] lengths = new double[n];
            int[] count = new int[1];
            rows.forEach((r, at) -> {
                int p = (int) r[at + Rows.POINT];
                double longest = 0;
                for (int c = 0; c < 3; c++) {
                    double d = r[at + Rows.FIT + c] - before.values()[c][p];
                    longest = Math.max(longest, Math.abs(d));
                }
                if (!(longest <= LONGEST_VOXELS) || r[at + Rows.CORRELATION] < UNLIKE) {
                    return;
                }
                known[p] = true;
                for (int c = 0; c < 3; c++) {
                    values[c][p] = (float) r[at + Rows.FIT + c];
                }
                values[Field.GAIN][p] = (float) r[at + Rows.GAIN];
                values[Field.OFFSET][p] = (float) r[at + Rows.OFFSET];
                lengths[count[0]] = longest;
                deviations[count[0]++] = r[at + Rows.RESIDUAL];
            });
            if (count[0] == 0) {
                moved = 0;
                return before;
            }
            moved = median(lengths, count[0]);
            if (moved < NEAR_VOXELS) {
                changedFrom = CHANGED * median(deviations, count[0]);
            }
            boolean[] outlier = Neighbours.outliers(lattice, values, known);
            for (int p = 0; p < n; p++) {
                known[p] &= !outlier[p];
            }
            Neighbours.fill(lattice, values, known);
            return new Field(lattice, values, false);
        }
    }

    private static double median(double[] values, int n) {
        double[] sorted = Arrays.copyOf(values, n);
        Arrays.sort(sorted);
        return sorted[n / 2];
    }

    private LocalField result(Rows rows, Trend trend, VoxelSize voxel) {
        Lattice lattice = trend.field().lattice();
        int n = lattice.count();
        float[][] u = new float[3][n];
        float[][] uncertainty = new float[3][n];
        float[][] gradient = new float[9][n];
        float[] correlation = new float[n];
        float[] weight = new float[n];
        byte[] state = new byte[n];
        boolean[] known = new boolean[n];
        double[] h = {voxel.xUm(), voxel.yUm(), voxel.zUm()};
        rows.forEach((r, at) -> {
            int p = (int) r[at + Rows.POINT];
            double worst = 0;
            for (int c = 0; c < 3; c++) {
                worst = Math.max(worst, r[at + Rows.UNCERTAINTY + c]);
            }
            if (!(worst <= settings.worstVoxels())) {
                return;
            }
            known[p] = true;
            for (int c = 0; c < 3; c++) {
                double bend = trend.field().values()[c][p] - r[at + Rows.FIELD + c];
                double share = trend.share(c, p, bend);
                u[c][p] = (float) (r[at + Rows.FIT + c] + share * bend);
                double own = trend.uncertainty(c, p, r[at + Rows.UNCERTAINTY + c], r[at + Rows.SIGNAL], bend, share);
                uncertainty[c][p] = (float) (Math.hypot(own, FLOOR_VOXELS) * h[c]);
                for (int a = 0; a < 3; a++) {
                    gradient[3 * c + a][p] = (float) (r[at + Rows.FIT + 3 + 3 * c + a] * h[c] / h[a]);
                }
            }
            correlation[p] = (float) r[at + Rows.CORRELATION];
            weight[p] = (float) r[at + Rows.WEIGHT];
            state[p] = correlation[p] < settings.leastCorrelation() ? LocalField.UNLIKE : LocalField.GOOD;
        });
        boolean[] outlier = Neighbours.outliers(lattice, u, known);
        for (int p = 0; p < n; p++) {
            if (outlier[p]) {
                state[p] = LocalField.OUTLIER;
            }
            for (int c = 0; c < 3; c++) {
                u[c][p] *= (float) h[c];
            }
        }
        float[][] strain = new float[6][n];
        float[][] strainUncertainty = new float[6][n];
        new Strain(lattice, h, settings).fit(u, uncertainty, state, strain, strainUncertainty);
        return new LocalField(
                lattice.points(),
                settings.spacingVoxels(),
                voxel,
                u,
                uncertainty,
                gradient,
                strain,
                strainUncertainty,
                correlation,
                weight,
                state);
    }
}
