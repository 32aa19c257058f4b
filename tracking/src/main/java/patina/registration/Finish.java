package patina.registration;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import patina.geometry.Affine;
import patina.geometry.Point;

/** From where a fit has come to at the coarsest level to a registration: scale, covariance, quality and what a user should know. */
final class Finish {
    private final RegistrationSettings settings;
    private final Prepared fixed;
    private final Prepared moving;

    Finish(RegistrationSettings settings, Prepared fixed, Prepared moving) {
        this.settings = settings;
        this.fixed = fixed;
        this.moving = moving;
    }

    /**
     * From the coarsest level, which is done, to the finest; then scale, covariance and quality.
     *
     * @param hopeless the quality on the level before the finest below which nothing comes of it
     */
    @Nullable
    Found of(Fit fit, double hopeless) throws IOException {
        List<Level> levels = fixed.levels();
        Level finest = levels.get(0);
        Columns plain = settings.model() == Model.AFFINE ? Columns.AFFINE : Columns.RIGID;
        for (int l = levels.size() - 2; l > 0; l--) {
            if (!settle(fit, levels.get(l), plain, 0.02 * levels.get(l).factor(), 0, false)) {
                return null;
            }
        }
        if (levels.size() > 2 && isBelow(fit, levels.get(1), hopeless)) {
            return null;
        }
        boolean scaleSought = scaleSought();
        double prior = scalePrior();
        fit.findShading(levels.get(Math.min(1, levels.size() - 1)));
        // Most of the scale is found where a look is cheap, if it is told there.
        boolean told = scaleSought
                && levels.size() > 1
                && MapCovariance.scaleUncertainty(
                                fit, levels.get(1), fit.equations().solve())
                        < assumedScale()
                && fit.solution().free().isEmpty();
        if (told) {
            Level coarser = levels.get(1);
            fit.refine(
                    coarser, Columns.SIMILARITY, 0.002 * coarser.factor(), settings.mostIterations(), prior, false, 0);
            prior = scalePrior(fit, fit.solution(), MapCovariance.scaleUncertainty(fit, coarser, fit.solution()));
        }
        // Where a scale may follow, the last steps are taken with it.
        if (!settle(
                fit,
                finest,
                told ? Columns.SIMILARITY : plain,
                scaleSought && !told ? NEAR_VOXELS : settings.stopVoxels(),
                prior,
                true)) {
            return null;
        }
        return concluded(fit, told);
    }

    private static boolean isBelow(Fit fit, Level level, double least) {
        Quality quality = fit.quality(level);
        return quality.told() && quality.value() < least;
    }

    /**
     * Scale, covariance and quality of a fit that has come to its place at the finest level.
     *
     * @param told whether the scale is told
     */
    Found concluded(Fit found, boolean told) throws IOException {
        Level finest = fixed.levels().get(0);
        Columns plain = settings.model() == Model.AFFINE ? Columns.AFFINE : Columns.RIGID;
        @Nullable
        Fit receded =
                plain == Columns.RIGID ? found.receded(finest, settings.stopVoxels(), settings.mostIterations()) : null;
        Fit fit = receded == null ? found : receded;
        boolean scaleSought = scaleSought();
        double assumed = assumedScale();
        double radius = fit.radiusUm();
        List<String> notes = new ArrayList<>();
        if (fixed.leavesDense()) {
            notes.add("A denser body, a grip, is in view; it was left out. If it is the specimen, give a mask of it"
                    + " with the reference scan.");
        }
        if (receded != null) {
            notes.add(receded(fit.recessionUm()));
        }
        Columns inner = settings.model() == Model.RIGID ? Columns.RIGID : Columns.SIMILARITY;
        if (plain == Columns.RIGID && fit.leaveSurfaceOut(finest, inner, settings.mostIterations())) {
            notes.add(
                    "The surface does not fit as a whole, as after a uniform loss: the map is told by the interior alone.");
        }
        Equations.Solution last = plain == Columns.AFFINE ? fit.inspect(finest) : fit.solution();
        double fitted = MapCovariance.scaleUncertainty(fit, finest, last);
        Model model = settings.model() == Model.AFFINE ? Model.AFFINE : Model.RIGID;
        if (scaleSought && (told || fitted < WORTH * assumed)) {
            model = Model.SIMILARITY;
            double prior = scalePrior(fit, last, fitted);
            if (!told || fit.surfaceLeftOut()) {
                fit.refine(
                        finest, Columns.SIMILARITY, settings.stopVoxels(), settings.mostIterations(), prior, false, 0);
                last = fit.solution();
                fitted = MapCovariance.scaleUncertainty(fit, finest, last);
            }
            fitted = 1 / Math.sqrt(1 / (fitted * fitted) + 1 / (prior * prior));
        } else if (scaleSought) {
            fit.refine(finest, Columns.RIGID, settings.stopVoxels(), settings.mostIterations(), 0, false, 0);
            fit.inspect(finest);
            // A scale that nothing tells would drown the rest in its noise.
            last = fit.equations().solve(Columns.RIGID);
            notes.add(String.format(
                    Locale.ROOT,
                    "The scale is not separable from uniform loss: the interior shows too little structure, so the map"
                            + " is rigid and a scale uncertainty of %.2g enters.",
                    assumed));
        }
        double[] covariance = covariance(last, model, model == Model.SIMILARITY ? fitted : assumed, radius);
        for (double[] free : last.free()) {
            notes.add(MapCovariance.notObservable(free));
        }
        for (double[] held : fit.held()) {
            notes.add(MapCovariance.toldCoarsely(held));
        }
        Match seen = fit.seen(finest);
        double voxel = fixed.view().voxelSize().meanUm();
        StepAlongZ step = seen == null ? null : StepAlongZ.of(seen, finest.extent(), voxel);
        @Nullable Seam seam = null;
        if (step != null) {
            seam = new Seam(planes(step, fit), step.isSure());
            if (seam.told()) {
                notes.add(Seam.toldOf(step.stepUm().length(), true, seam.planes()));
                MapCovariance.widen(covariance, step);
            }
        }
        return new Found(fit, result(fit, model, covariance, last, seam, notes));
    }

    private static String receded(Point um) {
        double mean = (um.x() + um.y() + um.z()) / 3;
        double farthest = Math.max(Math.abs(um.x() - mean), Math.max(Math.abs(um.y() - mean), Math.abs(um.z() - mean)));
        String by = farthest < 0.1 * Math.abs(mean)
                ? String.format(
                        Locale.ROOT, "All sides lie %.2f um %s", Math.abs(mean), mean > 0 ? "deeper" : "farther out")
                : String.format(
                        Locale.ROOT,
                        "The sides across x, y and z lie %.2f, %.2f and %.2f um deeper",
                        um.x(),
                        um.y(),
                        um.z());
        return by + ", opposite ones alike, as far as can be told without texture inside.";
    }

    private boolean scaleSought() {
        return settings.model() == Model.SIMILARITY || settings.model() == Model.AUTO;
    }

    /** Relative standard uncertainty of the scale between two scans that is known beforehand; infinite for none. */
    private double scalePrior() {
        return Double.isNaN(settings.voxelScaleUncertainty())
                ? Double.POSITIVE_INFINITY
                : Math.sqrt(2) * settings.voxelScaleUncertainty();
    }

    /**
     * The same where the texture tells the scale: what any scanner drifts by is known beforehand too, unless the texture says that this
     * is no drift.
     *
     * @param last the last look's, of which the scale is a column
     * @param fitted relative standard uncertainty of the scale by the texture
     */
    private double scalePrior(Fit fit, Equations.Solution last, double fitted) {
        if (settings.model() != Model.AUTO || !Double.isNaN(settings.voxelScaleUncertainty())) {
            return scalePrior();
        }
        double told = Math.log(Math.cbrt(fit.map().determinant())) - last.map()[6] / fit.radiusUm();
        double drift = settings.scannerScaleDrift();
        return Math.abs(told) < NO_DRIFT * Math.hypot(drift, fitted) ? drift : Double.POSITIVE_INFINITY;
    }

    /** A scale that the texture tells less well than this many times what is known beforehand adds nothing. */
    private static final double WORTH = 2;

    /** A scale so many standard uncertainties off the nominal one is no drift. */
    private static final double NO_DRIFT = 2;

    /** What is known beforehand, or what is assumed of any scanner. */
    private double assumedScale() {
        double prior = scalePrior();
        return Double.isInfinite(prior) ? settings.scannerScaleDrift() : prior;
    }

    /**
     * Where all of a surface has receded and the views show one side of the specimen more than the other, the surface draws the map
     * along, by more than the texture reaches: then the shift is sought at which the interior is found again.
     */
    @Nullable
    Found drawn(@Nullable Found found) throws IOException {
        if (found == null || found.trusted() || found.surfaceAlone(fixed) || settings.model() == Model.AFFINE) {
            return found;
        }
        Level finest = fixed.levels().get(0);
        Level level = fixed.levels().stream()
                .filter(l -> l.extent().voxels() <= LOOKED_AT_OFTEN)
                .findFirst()
                .orElse(finest);
        double voxel = level.factor() * fixed.view().voxelSize().meanUm();
        @Nullable Fit best = null;
        double most = NO_LIKENESS * settings.qualityLimit();
        for (int i = 0; i < 125; i++) {
            Affine shift = Affine.translation(
                    DRAWN * voxel * (i % 5 - 2), DRAWN * voxel * (i / 5 % 5 - 2), DRAWN * voxel * (i / 25 - 2));
            Fit fit = found.fit().from(shift.then(found.fit().map()));
            fit.inspect(level);
            double interior = fit.quality(level).interior();
            if (interior > most) {
                most = interior;
                best = fit;
            }
        }
        if (best == null) {
            return found;
        }
        if (best.seen(finest) == null) {
            best.inspect(finest);
        }
        Found shifted = concluded(best, false);
        return shifted.quality() > found.quality() ? shifted : found;
    }

    /** Steps of the shift, voxels of the level: texture of a few voxels is met within half of them. */
    private static final double DRAWN = 2;

    /** A level of at most so many voxels can be looked at for each of the shifts. */
    private static final long LOOKED_AT_OFTEN = 17_000_000;

    /** How many planes of the moving scan lie below a step that the fixed scan's frame shows, amid the specimen. */
    private double planes(StepAlongZ step, Fit fit) {
        Point centre = fixed.solid().centreUm();
        double fixedUm = fixed.view().voxelSize().zUm();
        return fit.map().apply(centre.x(), centre.y(), step.z() * fixedUm).z()
                / moving.view().voxelSize().zUm();
    }

    Registration result(
            Fit fit,
            Model model,
            double[] covariance,
            Equations.Solution last,
            @Nullable Seam seam,
            List<String> notes) {
        Level finest = fixed.levels().get(0);
        Equations e = fit.equations();
        double gain = fit.gain() * moving.grey().contrast() / fixed.grey().contrast();
        double offset = moving.grey().air()
                + fit.offset() * moving.grey().contrast()
                - gain * fixed.grey().air();
        Quality quality = fit.quality(finest);
        double value = fit.surfaceLeftOut() ? quality.interiorValue() : quality.value();
        if (fit.isAstray() || !last.free().isEmpty() && !Double.isNaN(quality.interior())) {
            // There is texture, and yet it does not tell the angle; or hardly anything is told: it has not been found.
            value *= 0.5;
        }
        double inside = e.sum(Match.INSIDE);
        Registration bare = new Registration(
                fit.map(),
                model,
                Math.cbrt(fit.map().determinant()) - 1,
                covariance,
                fit.centreUm(),
                gain,
                offset,
                Math.sqrt(e.sum(Match.WEIGHTED_SQUARES) / e.sum(Match.WEIGHT)),
                1 - e.sum(Match.KEPT) / inside,
                0,
                value,
                settings.qualityLimit(),
                seam,
                List.copyOf(notes),
                List.copyOf(fit.history()));
        double squares = 0;
        for (Point p : fixed.solid().points()) {
            double u = bare.uncertaintyUm(p);
            squares += u * u;
        }
        return bare.withTreU(Math.sqrt(squares / fixed.solid().points().size()));
    }

    double[] covariance(Equations.Solution last, Model model, double scaleUncertainty, double radius) {
        double floor =
                LEFT_TO_GO * settings.stopVoxels() * fixed.view().voxelSize().meanUm();
        return MapCovariance.of(last, model, scaleUncertainty, radius, floor);
    }

    /**
     * Refines on one level. Where a direction seems free, all that could tell it may have been cut off as changed: then once
     * more with the cut opened wide and closed slowly.
     */
    private boolean settle(Fit fit, Level level, Columns columns, double stop, double scalePrior, boolean findChanged)
            throws IOException {
        if (fit.keepsMarks()) {
            return settleAtMarks(fit, level, columns, stop, scalePrior, findChanged);
        }
        if (!fit.refine(level, columns, stop, settings.mostIterations(), scalePrior, findChanged, 0)) {
            return false;
        }
        if (fit.solution().free().isEmpty()) {
            return true;
        }
        fit.forgetChanged();
        return fit.refine(level, columns, stop, settings.mostIterations(), scalePrior, findChanged, WIDE);
    }

    /**
     * Refines on one level what marks told on the coarser ones. They must tell it on each; at the finest, where a mark that has grown
     * is cut off as changed, what they told before is kept.
     */
    private boolean settleAtMarks(
            Fit fit, Level level, Columns columns, double stop, double scalePrior, boolean findChanged)
            throws IOException {
        Affine before = fit.map();
        Equations.Solution told = fit.solution();
        int most = settings.mostIterations();
        boolean coarse = level.factor() > 1;
        // With nothing cut off, the finest level would lay the rims of a pit that has grown upon each other at one
        // side.
        if (coarse && !fit.approach(level, MARK_STEPS, WIDE)
                || !fit.refine(level, columns, stop, most, scalePrior, findChanged, 0)) {
            return false;
        }
        List<double[]> free = fit.solution().free();
        if (free.isEmpty()) {
            return true;
        }
        if (coarse) {
            return false;
        }
        fit.hold(before, free, told);
        return fit.refine(level, columns, stop, most, scalePrior, findChanged, 0);
    }

    /** Steps toward a mark: each leaves about a third of the way. */
    static final int MARK_STEPS = 12;

    /** Near enough to go on with more parameters. */
    private static final double NEAR_VOXELS = 0.02;

    /** A residual that cuts off nothing, as a share of metal minus air. */
    static final double WIDE = 0.2;

    /**
     * Of the step that ends a fit, what may be left to go: a floor under every direction. What interpolation and sampling leave is in
     * the scores.
     */
    private static final double LEFT_TO_GO = 0.5;

    /** Below this share of the limit nothing was found at all. */
    static final double NO_LIKENESS = 0.5;
}
