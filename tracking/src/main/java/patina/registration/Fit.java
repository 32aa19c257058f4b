package patina.registration;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import patina.blocks.Grid;
import patina.blocks.Progress;
import patina.blocks.Runner;
import patina.geometry.Affine;
import patina.geometry.Extent;
import patina.geometry.Point;

/** The Gauss-Newton steps between two scans: a present map, gain and offset, bettered level by level. One thread's. */
final class Fit {
    /** Tukey's constant: 95 % efficiency where the noise is normal. */
    private static final double TUKEY = 4.685;

    /** No residual counts as noise below this share of metal minus air: noise-free volumes have interpolation errors. */
    private static final double LEAST_DEVIATION = 1e-3;

    /** A direction known worse than this, in the level's voxels at the specimen's radius, is not stepped along. */
    private static final double LOOSEST_VOXELS = 0.25;

    /** The same where much misfits, as far from the truth: that is no noise, yet makes directions look little known. */
    private static final double LOOSEST_FAR_VOXELS = 4;

    private static final double CHANGED_SHARE = 0.1;

    /** Of fewer voxels inside nothing is told; of so few on a sparse lattice there may be enough on a dense one. */
    private static final int LEAST_INSIDE = 50;

    private static final int LEAST_INSIDE_OF_FEW = 1000;

    /** On a finer level, where weights change once more, steps shrink no more than that. */
    private static final double LEAST_SHRINKING = 0.15;

    private final Runner runner;
    private final Prepared fixed;
    private final Prepared moving;
    private final Progress progress;
    private final Point centreUm;
    private final double radiusUm;
    private final double voxelUm;
    private final List<Iteration> history = new ArrayList<>();

    private Affine map;
    private double gain = 1;
    private double offset;
    private double deviation = 0.3;
    private double leastDeviation = LEAST_DEVIATION;
    private boolean far;
    private boolean interiorOnly;
    private boolean byMarks;
    private Equations.@Nullable Held held;
    private Point recessionUm = Point.ORIGIN;
    /** How much shorter a step was than the one before, when last two looks were alike. */
    private double shrinks = 1;

    private @Nullable Changed changed;
    private @Nullable Shading shading;
    private Equations.@Nullable Solution solution;
    private @Nullable Equations equations;
    /** What the last look saw, and of which level. */
    private @Nullable Match seen;

    private @Nullable Level seenOf;

    Fit(Runner runner, Prepared fixed, Prepared moving, Affine start, Progress progress) {
        this.runner = runner;
        this.fixed = fixed;
        this.moving = moving;
        this.map = start;
        this.progress = progress;
        this.centreUm = fixed.solid().centreUm();
        this.radiusUm = fixed.solid().radiusUm();
        this.voxelUm = fixed.view().voxelSize().meanUm();
    }

    Affine map() {
        return map;
    }

    double gain() {
        return gain;
    }

    double offset() {
        return offset;
    }

    double deviation() {
        return deviation;
    }

    double radiusUm() {
        return radiusUm;
    }

    Point centreUm() {
        return centreUm;
    }

    List<Iteration> history() {
        return history;
    }

    Equations equations() {
        return java.util.Objects.requireNonNull(equations);
    }

    Equations.Solution solution() {
        return java.util.Objects.requireNonNull(solution);
    }

    /** What the last look saw, where it was at that level; null where it was at another. */
    @Nullable
    Match seen(Level level) {
        return level.equals(seenOf) ? seen : null;
    }

    /** Whether more directions of the map are not told than of any body where it fits: all three turns of a ball. */
    boolean isAstray() {
        return open() > 3;
    }

    /** How many directions of the map are not told; none before the first look. */
    int open() {
        return solution == null ? 0 : solution.free().size();
    }

    /** Whether all but one direction of the map is told: a round body's turn about its axis. */
    boolean oneIsFree() {
        return open() == 1;
    }

    /** The moving scan's level whose voxels are nearest in size to those of a level of the fixed scan. */
    Level partner(Level level) {
        return moving.levelOf(level.factor() * voxelUm);
    }

    /** The present map between the voxels of two levels. */
    private Affine between(Level level, Level other) {
        return level.toUm().then(map).then(other.toUm().inverse());
    }

    /** The residual from which on a voxel has no weight, as a share of metal minus air. */
    private double cut() {
        return TUKEY * Math.max(deviation, leastDeviation);
    }

    /** One look at a level with the present map; the step is worked out, not taken. */
    private Match look(Level level, Columns columns) throws IOException {
        return look(level, columns, latticeOf(level));
    }

    private Match look(Level level, Columns columns, Lattice lattice) throws IOException {
        Level other = partner(level);
        MatchKernel kernel = new MatchKernel(
                level.smoothed(),
                other.smoothed(),
                between(level, other),
                level.extent(),
                level.toUm(),
                level.factor(),
                fixed.zones(level),
                moving.zones(other),
                moving.usesAll(),
                other.factor(),
                level.leastGradient(),
                fixed.grey(),
                moving.grey(),
                gain,
                offset,
                cut(),
                centreUm,
                radiusUm,
                columns,
                interiorOnly,
                far,
                changed,
                recessionUm,
                lattice,
                shading);
        Match match = runner.run(kernel, gridOf(level.extent()), progress);
        equations = new Equations(match, loosestUm(level), held);
        seen = match;
        seenOf = level;
        return match;
    }

    /** Near to cubes: what a turned block shows of the moving scan is then not much larger than the block. */
    private static Grid gridOf(Extent extent) {
        int edge = extent.voxels() > MANY_COARSE ? 64 : 32;
        return new Grid(extent, 64, edge, edge);
    }

    private double loosestUm(Level level) {
        boolean misfits = far || leastDeviation > LEAST_DEVIATION;
        return (misfits ? LOOSEST_FAR_VOXELS : LOOSEST_VOXELS) * level.factor() * voxelUm;
    }

    /** Coarse levels need only bring the map near; of fine ones so many voxels are looked at that little is lost. */
    private static Lattice latticeOf(Level level) {
        long voxels = level.extent().voxels();
        if (voxels > PLENTY) {
            return Lattice.THIRTY_SECOND;
        }
        return voxels > (level.factor() == 1 ? MANY : MANY_COARSE) ? Lattice.FOURTH : Lattice.ALL;
    }

    /** For a first look at a level: fewer, but all where there are so few voxels that all are needed. */
    private static Lattice firstOf(Level level) {
        if (latticeOf(level) != Lattice.ALL) {
            return Lattice.THIRTY_SECOND;
        }
        return level.extent().voxels() > MANY_COARSE ? Lattice.FOURTH : Lattice.ALL;
    }

    /** Volumes from which on one voxel in 4, one in 32, is looked at. */
    private static final long MANY = 4_200_000;

    private static final long MANY_COARSE = 500_000;
    private static final long PLENTY = 140_000_000;

    /**
     * Steps on one level until nothing moves.
     *
     * @param stopVoxels the step, in scan voxels, that is no longer taken
     * @param scalePrior relative standard uncertainty of the scale before anything is measured; infinite for none
     * @param findChanged whether changed places are sought before the last steps and left out
     * @param anneal the residual, as a share of metal minus air, below which nothing is cut off at first
     * @return whether anything of the fixed scan was seen in the moving one
     */
    boolean refine(
            Level level,
            Columns columns,
            double stopVoxels,
            int most,
            double scalePrior,
            boolean findChanged,
            double anneal)
            throws IOException {
        boolean searched = !findChanged;
        double least = byMarks && level.factor() > 1 ? Finish.WIDE : leastDeviation;
        // A finer level is noisier.
        deviation = Math.max(level.equals(seenOf) ? deviation : 2 * deviation, anneal);
        // A scale costs a fine level's look next to nothing, and is asked for after it.
        Columns looked = columns == Columns.RIGID && level.factor() <= 2 ? Columns.SIMILARITY : columns;
        double stepBefore = Double.NaN;
        Lattice all = latticeOf(level);
        @Nullable Lattice latticeBefore = null;
        for (int i = 0; i < most; i++) {
            // The first step is told by a few voxels as well, and what has changed; the last is never taken by them.
            Lattice lattice = i > 0 ? all : firstOf(level);
            Match match = look(level, looked, lattice);
            Equations e = equations();
            if (e.sum(Match.INSIDE) < (lattice == all ? LEAST_INSIDE : LEAST_INSIDE_OF_FEW)) {
                if (lattice == all) {
                    return false;
                }
                continue;
            }
            double before = deviation;
            deviation = Math.max(least, Math.max(spread(match), anneal * Math.pow(0.6, i)));
            // What the data alone tell; the prior is weighed against it at the end.
            solution = e.solve(columns);
            boolean priored = columns == Columns.SIMILARITY && Double.isFinite(scalePrior);
            if (priored) {
                double scale = Math.log(Math.cbrt(map.determinant()));
                e.prior(6, scale * radiusUm, scalePrior * radiusUm, solution.scaleNoise());
            }
            Equations.Solution s = priored ? e.solve() : solution;
            double step = apply(s, columns);
            history.add(new Iteration(level.factor(), step, deviation, (long) e.sum(Match.INSIDE)));
            boolean settled = Math.abs(before / deviation - 1) < 0.2;
            // Steps shrink alike: the next would be as much shorter than this as this is than the last.
            // After a look at few voxels the level before tells by how much.
            if (lattice == latticeBefore) {
                shrinks = step < stepBefore ? step / stepBefore : 1;
            } else {
                shrinks = Math.max(LEAST_SHRINKING, shrinks);
            }
            double next = latticeBefore == null ? step : step * shrinks;
            stepBefore = step;
            latticeBefore = lattice;
            if (!searched && step < 0.1 && settled && deviation > anneal * Math.pow(0.6, i)) {
                changed = changedPlaces(match);
                searched = true;
                continue;
            }
            if (searched && lattice == all && next < stopVoxels && settled && deviation > anneal * Math.pow(0.6, i)) {
                return true;
            }
        }
        return true;
    }

    /** Finds how the gain varies through the specimen, at a level that has been looked at and where the map is near. */
    void findShading(Level level) throws IOException {
        Level other = partner(level);
        ShadingKernel kernel = new ShadingKernel(
                level.smoothed(),
                other.smoothed(),
                between(level, other),
                level.extent(),
                level.toUm(),
                level.factor(),
                fixed.zones(level),
                moving.zones(other),
                other.factor(),
                fixed.grey(),
                moving.grey(),
                gain,
                offset,
                cut(),
                centreUm,
                radiusUm,
                level.extent().voxels() > MANY_COARSE ? Lattice.THIRTY_SECOND : Lattice.FOURTH);
        shading = Shading.of(runner.run(kernel, gridOf(level.extent()), progress), gain);
    }

    /**
     * A few steps from far away: with the fixed scan's gradients alone, since the moving one's belong elsewhere, and along
     * directions too that are as yet little known.
     */
    boolean approach(Level level, int steps, double anneal) throws IOException {
        far = true;
        boolean seen = refine(level, Columns.RIGID, 0.02 * level.factor(), steps, 0, false, anneal);
        far = false;
        return seen;
    }

    private double spread(Match match) {
        return interiorOnly ? match.interiorDeviation() : match.robustDeviation();
    }

    /** Whether the interior alone tells the map. */
    boolean surfaceLeftOut() {
        return interiorOnly;
    }

    /** How alike the scans are where the last look, at a level, was taken. */
    Quality quality(Level level) {
        return Quality.of(equations(), partner(level), moving);
    }

    /** Takes all places in again. */
    void forgetChanged() {
        changed = null;
    }

    /** A fit that starts from another map with this one's greys. */
    Fit from(Affine start) {
        Fit other = new Fit(runner, fixed, moving, start, progress);
        other.gain = gain;
        other.offset = offset;
        other.deviation = 0.1;
        other.shading = shading;
        other.recessionUm = recessionUm;
        other.byMarks = byMarks;
        other.held = held;
        return other;
    }

    /**
     * Cuts nothing off on coarse levels from here on. A small mark on a large smooth body is coarsely sampled there: its residuals
     * exceed the noise, by which the body's are cut, wherever it lies.
     */
    void keepMarks() {
        byMarks = true;
    }

    boolean keepsMarks() {
        return byMarks;
    }

    /** Goes back to a map, takes all places in again and stays along directions that were told by a solution on a coarser level. */
    void hold(Affine there, List<double[]> directions, Equations.Solution told) {
        map = there;
        changed = null;
        double[][] covariance = new double[6][];
        for (int i = 0; i < 6; i++) {
            covariance[i] = Arrays.copyOf(told.covariance()[i], 6);
        }
        held = new Equations.Held(directions, covariance);
    }

    /** The directions held. */
    List<double[]> held() {
        return held == null ? List.of() : held.directions();
    }

    /** The share of the fixed scan's structure that the last look found again within the noise, 0 to 1. */
    double explained() {
        Equations e = equations();
        return (e.sum(Match.INSIDE) - e.sum(Match.REJECTED)) / Math.max(1, e.sum(Match.SELECTED));
    }

    /** Where the map explains the fixed scan, nothing left out, for noise of a given strength. */
    Agreement agreement(Level level, double noise) throws IOException {
        Fit all = from(map);
        all.deviation = noise;
        return Agreement.of(all.look(level, Columns.RIGID), level.extent());
    }

    /** Looks once more where the fit ended, with a scale among the columns; the map stays. */
    Equations.Solution inspect(Level level) throws IOException {
        look(level, Columns.SIMILARITY);
        solution = equations().solve();
        return solution();
    }

    /**
     * Leaves the surface out from here on, if it misfits as a whole or has drawn the map away from where the interior lies, and the
     * interior alone tells the map. The level has been looked at.
     *
     * <p>Either way the last solution has a scale among its columns.
     *
     * @return whether it is left out
     */
    boolean leaveSurfaceOut(Level level, Columns columns, int most) throws IOException {
        Match match = java.util.Objects.requireNonNull(seen);
        double inner = Math.max(LEAST_DEVIATION, match.interiorDeviation());
        solution = equations().solve();
        boolean texture = !Double.isNaN(quality(level).interior());
        boolean misfits = match.surfaceDeviation() >= SURFACE_MISFIT * inner
                && misfitVoxels(match.surfaceDeviation(), inner) >= LEAST_MISFIT_VOXELS;
        if (!texture || !misfits && !interiorIsElsewhere(level, match)) {
            return false;
        }
        Affine mapBefore = map;
        double gainBefore = gain;
        double offsetBefore = offset;
        double deviationBefore = deviation;
        @Nullable Changed changedBefore = changed;
        int steps = history.size();
        interiorOnly = true;
        changed = null;
        // The surface may have drawn the map away from the interior: nothing is cut off at first.
        deviation = 4 * inner;
        if (refine(level, columns, 0.01, most, Double.POSITIVE_INFINITY, false, 0)) {
            Equations.Solution s = inspect(level);
            double worst = 0;
            for (int i = 0; i < columns.map(); i++) {
                worst = Math.max(worst, s.covariance()[i][i]);
            }
            boolean told = misfits && Math.sqrt(worst) < INTERIOR_TELLS_VOXELS * voxelUm;
            if (s.free().isEmpty()
                    && s.cells() > LEAST_CELLS
                    && (told || MapCovariance.distance(toward(mapBefore), s) > ELSEWHERE)) {
                return true;
            }
        }
        interiorOnly = false;
        map = mapBefore;
        gain = gainBefore;
        offset = offsetBefore;
        deviation = deviationBefore;
        changed = changedBefore;
        history.subList(steps, history.size()).clear();
        inspect(level);
        return false;
    }

    /**
     * Where no texture tells the map and the surface does not fit: the map at which opposite sides have receded alike, if there is
     * one. A specimen that has thinned on all sides can as well be met in a corner, three of its sides where they were; of the
     * two, that the loss is everywhere is taken for granted. From there on the surface is sought where it has receded to. The
     * level has been looked at.
     */
    @Nullable
    Fit receded(Level level, double stopVoxels, int most) throws IOException {
        if (!Double.isNaN(quality(level).interior()) || !surfaceMisfits(level)) {
            return null;
        }
        Fit all = from(map);
        // First nothing is cut off: all sides draw alike.
        all.leastDeviation = NOTHING_CUT;
        if (!all.refine(level, Columns.RIGID, stopVoxels, most, 0, false, 0)) {
            return null;
        }
        double[] left = all.recession(level);
        for (int i = 0; i < most && left != null && largest(left) > stopVoxels * voxelUm; i++) {
            all.recessionUm = all.recessionUm.plus(new Point(left[0], left[1], left[2]));
            if (!all.refine(level, Columns.RIGID, stopVoxels, most, 0, false, 0)) {
                return null;
            }
            all.leastDeviation = LEAST_DEVIATION;
            left = all.recession(level);
        }
        return left == null || all.surfaceMisfits(level) ? null : all;
    }

    private double @Nullable [] recession(Level level) {
        return Recession.of(java.util.Objects.requireNonNull(seen(level)), level.extent(), level.toUm(), centreUm)
                .balanced(NO_RECESSION_VOXELS * voxelUm);
    }

    private static double largest(double[] of) {
        return Math.max(Math.abs(of[0]), Math.max(Math.abs(of[1]), Math.abs(of[2])));
    }

    /**
     * By how much what faces along x, y, z was found to have receded, micrometres: both sides across each axis alike. Zeros where that
     * was not asked for.
     */
    Point recessionUm() {
        return recessionUm;
    }

    boolean hasReceded() {
        return recessionUm.length() > 0;
    }

    private static final double NO_RECESSION_VOXELS = 0.05;

    /** Whether much of the surface is beyond the cut where the last look was taken, or its residuals are no noise. */
    private boolean surfaceMisfits(Level level) {
        double here = level.noiseGradient() / Math.pow(fixed.grey().contrast(), 2);
        double there = partner(level).noiseGradient() / Math.pow(moving.grey().contrast(), 2);
        return isSurfaceRejected() || deviation > Math.max(2 * LEAST_DEVIATION, NO_NOISE * Math.sqrt(here + there));
    }

    /** Residuals are no noise that exceed so many times what the scans' gradients have of it; noise alone gives 0.6 times. */
    private static final double NO_NOISE = 1.3;

    private static final double NOTHING_CUT = 0.5;

    /**
     * Whether the interior may lie elsewhere than where surface and interior together have been met. A surface that has receded on all
     * sides can be met in a corner: three faces of six fit, the others count as changed. Off by little, the interior says so
     * itself; off by more, most of it is beyond the cut, as is much of the surface.
     */
    private boolean interiorIsElsewhere(Level level, Match match) {
        Equations e = equations();
        if (isSurfaceRejected() || e.sum(Match.INTERIOR + 1) > INTERIOR_REJECTED * e.sum(Match.INTERIOR)) {
            return true;
        }
        Equations.Solution inner = Equations.ofInterior(match, loosestUm(level)).solve();
        return inner.free().isEmpty()
                && inner.cells() > LEAST_CELLS
                && MapCovariance.distance(inner.map(), inner) > ELSEWHERE;
    }

    /** Whether much of the surface was beyond the cut at the last look. */
    private boolean isSurfaceRejected() {
        Equations e = equations();
        double rejected = e.sum(Match.REJECTED) - e.sum(Match.INTERIOR + 1);
        return rejected > SURFACE_REJECTED * (e.sum(Match.INSIDE) - e.sum(Match.INTERIOR));
    }

    /** The step from another map to this one, in the six rigid parameters. */
    private double[] toward(Affine other) {
        Affine step = map.then(other.inverse());
        double grown = Math.cbrt(step.determinant());
        Point shift = step.apply(centreUm).minus(centreUm);
        double turn = 0.5 * radiusUm / grown;
        return new double[] {
            turn * (step.m21() - step.m12()),
            turn * (step.m02() - step.m20()),
            turn * (step.m10() - step.m01()),
            shift.x(),
            shift.y(),
            shift.z()
        };
    }

    private static final double INTERIOR_REJECTED = 0.2;
    private static final double SURFACE_REJECTED = 0.25;

    /** Squared distance in standard uncertainties: chance makes more of six parameters' once in 25,000. */
    private static final double ELSEWHERE = 30;

    /** By how far the surface would have to lie elsewhere for what its residuals exceed the interior's by, in scan voxels. */
    private double misfitVoxels(double surface, double inner) {
        double squares = equations().sum(Match.SURFACE_CROSS + 2) / equations().sum(Match.SURFACE_CROSS + 3);
        double excess = Math.sqrt(Math.max(0, surface * surface - inner * inner));
        return excess / (Math.sqrt(squares) * voxelUm);
    }

    /** The surface's residuals exceed the interior's by this factor where all of it has changed. */
    private static final double SURFACE_MISFIT = 1.5;

    /**
     * And by what so large a shift would make of them: interpolation and sampling alone leave 0.03 voxel at a sharp surface, whatever
     * the noise (phantoms with a blur of 0.7 voxel and noise of 1, 2 and 4 %).
     */
    private static final double LEAST_MISFIT_VOXELS = 0.045;

    private static final int LEAST_CELLS = 20;

    /** The interior alone is enough where it tells every parameter this well, in voxels at the specimen's radius. */
    private static final double INTERIOR_TELLS_VOXELS = 0.05;

    /** Takes the step; returns how far it moved the farthest corner, in scan voxels. */
    private double apply(Equations.Solution s, Columns columns) {
        double[] p = s.map();
        // A step over half the specimen is a leap in the dark.
        double length = 0;
        for (double v : p) {
            length = Math.max(length, Math.abs(v));
        }
        double shorten = Math.min(1, 0.4 * radiusUm / Math.max(length, 1e-12));
        double[] e = new double[p.length];
        for (int i = 0; i < e.length; i++) {
            e[i] = shorten * p[i];
        }
        Affine error;
        if (columns == Columns.AFFINE) {
            error = new Affine(
                            1 + e[0] / radiusUm,
                            e[1] / radiusUm,
                            e[2] / radiusUm,
                            0,
                            e[3] / radiusUm,
                            1 + e[4] / radiusUm,
                            e[5] / radiusUm,
                            0,
                            e[6] / radiusUm,
                            e[7] / radiusUm,
                            1 + e[8] / radiusUm,
                            0)
                    .about(centreUm)
                    .then(Affine.translation(e[9], e[10], e[11]));
        } else {
            double grow = columns == Columns.SIMILARITY ? Math.exp(e[6] / radiusUm) : 1;
            error = Affine.rotation(e[0] / radiusUm, e[1] / radiusUm, e[2] / radiusUm)
                    .then(Affine.scaling(grow, grow, grow))
                    .about(centreUm)
                    .then(Affine.translation(e[3], e[4], e[5]));
        }
        Affine back = error.inverse();
        double farthest = 0;
        for (Point corner : fixed.solid().corners()) {
            farthest = Math.max(farthest, back.apply(corner).minus(corner).length());
        }
        map = back.then(map);
        gain -= s.gain();
        offset -= s.offset();
        return farthest / voxelUm;
    }

    /** The cells of 8 scan voxels with more than a tenth of their voxels beyond the cut, and their neighbours. */
    private Changed changedPlaces(Match match) {
        Extent e = fixed.view().extent();
        Extent cells = new Extent((e.x() + 7) / 8, (e.y() + 7) / 8, (e.z() + 7) / 8);
        byte[] marked = new byte[Math.toIntExact(cells.voxels())];
        int at = Match.sumsAt(match.columns()) + Match.SMALL_CELLS;
        match.sums().forEach(e, (grain, row) -> {
            for (int c = 0; c < 64; c++) {
                double inside = row[at + c];
                double rejected = row[at + 64 + c];
                if (rejected > 2 && rejected > CHANGED_SHARE * inside) {
                    marked[
                            (int) cells.index(
                                    grain.x() / 8 + (c & 3), grain.y() / 8 + (c >> 2 & 3), grain.z() / 8 + (c >> 4))] = 1;
                }
            }
        });
        return new Changed(cells, marked);
    }
}
