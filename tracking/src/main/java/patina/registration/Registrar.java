package patina.registration;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import patina.blocks.Cancelled;
import patina.blocks.Progress;
import patina.blocks.Runner;
import patina.geometry.Affine;
import patina.geometry.Extent;
import patina.geometry.Point;

/**
 * Finds the map from one scan's frame to another's, and how well it is known.
 *
 * <p>Coarse to fine over a pyramid, robust Gauss-Newton steps on the greys with gain and offset (inverse compositional
 * form: Baker and Matthews, Int. J. Comput. Vision 56:221, 2004), every sum in the fold, so the result is the same to the
 * last bit for any number of threads and any block size. Places that changed are found from the residual and left out. A
 * scale is told from the interior alone, so that a uniform loss does not pass for a smaller voxel.
 *
 * <p>Memory is bounded by the blocks in flight and the coarse levels. Not for use by several threads at once; the work
 * itself runs on all of the runner's.
 */
public final class Registrar {
    private final Runner runner;
    private final RegistrationSettings settings;
    private final Path scratch;

    /** @param scratch a folder for intermediate files */
    public Registrar(Runner runner, RegistrationSettings settings, Path scratch) {
        this.runner = runner;
        this.settings = settings;
        this.scratch = scratch;
    }

    /** Builds a scan's pyramid; the caller closes what is returned when all that needs it is registered. */
    public Prepared prepare(ScanView scan, Progress progress) throws IOException {
        return new Pyramid(runner, scratch, settings.interiorDepthVoxels()).prepare(scan, progress);
    }

    /** Two scans' pyramids. */
    public record Pair(Prepared fixed, Prepared moving) implements Closeable {
        @Override
        public void close() throws IOException {
            try (fixed) {
                moving.close();
            }
        }
    }

    /** Builds two scans' pyramids side by side: while one does what no two can share, the other has the runner's blocks. */
    public Pair prepare(ScanView fixed, ScanView moving, Progress progress) throws IOException {
        FutureTask<Prepared> other = new FutureTask<>(() -> prepare(moving, progress));
        Thread thread = new Thread(other, "patina-pyramid");
        thread.setDaemon(true);
        thread.start();
        @Nullable Prepared own = null;
        try {
            own = prepare(fixed, progress);
            return new Pair(own, made(other));
        } catch (IOException | RuntimeException e) {
            try {
                (own == null ? made(other) : own).close();
            } catch (IOException | RuntimeException later) {
                e.addSuppressed(later);
            }
            throw e;
        }
    }

    private static Prepared made(FutureTask<Prepared> task) throws IOException {
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Cancelled();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            if (e.getCause() instanceof RuntimeException runtime) {
                throw runtime;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /**
     * Registers two scans.
     *
     * @param start fixed to moving, micrometres, or null for none
     * @throws NoOverlap when the two share no volume
     */
    public Registration register(Prepared fixed, Prepared moving, @Nullable Affine start, Progress progress)
            throws IOException {
        if (start != null) {
            double gap = gapMm(fixed, moving, start);
            if (gap > 0) {
                throw new NoOverlap(gap);
            }
        }
        List<Affine> starts = new ArrayList<>();
        if (start != null) {
            starts.add(start);
        } else {
            starts.add(Affine.IDENTITY);
            if (fixed.showsAir() && moving.showsAir()) {
                Point shift = moving.centreUm().minus(fixed.centreUm());
                starts.add(Affine.translation(shift.x(), shift.y(), shift.z()));
            }
        }
        boolean search = start == null && settings.globalSearch();
        @Nullable Found result = plain(fixed, moving, starts, search ? hopeless() : 0, progress);
        if (search && (result == null || !result.trusted() || mayBeElsewhere(result, fixed))) {
            result = better(result, search(fixed, moving, progress), fixed);
        }
        if (result == null || result.quality() < NO_LIKENESS * settings.qualityLimit()) {
            throw new NoOverlap(0);
        }
        if (start == null && isPatch(result, fixed)) {
            return result.registration()
                    .doubted("Less than half of the surface was found again, and no texture tells that it is the same"
                            + " place. Give the scan a start transform.");
        }
        return result.registration();
    }

    /** Of what a plain start and the search came to. */
    private @Nullable Found better(@Nullable Found plain, @Nullable Found searched, Prepared fixed) throws IOException {
        if (plain == null || searched == null) {
            return plain == null ? searched : plain;
        }
        if (plain.trusted() && !isPatch(plain, fixed)) {
            return nearest(plain, searched, fixed);
        }
        return searched.quality() > plain.quality() || isPatch(plain, fixed) ? searched : plain;
    }

    /** Whether the surface alone tells where the scan lies, and does not fit everywhere: it may look much alike from another side. */
    private static boolean mayBeElsewhere(Found found, Prepared fixed) {
        return found.surfaceAlone(fixed)
                && (found.quality() < SURE || found.fit().explained() < FITS_ALL);
    }

    /** Whether the surface alone tells where the scan lies, and little of it: two corners of a body, at what angle ever, fit. */
    private static boolean isPatch(Found found, Prepared fixed) {
        return found.surfaceAlone(fixed) && found.fit().explained() < PATCH;
    }

    /** The place that a plain start came to, unless one that was searched for clearly fits better. */
    private Found nearest(Found plain, Found searched, Prepared fixed) throws IOException {
        boolean same = !areApart(plain, searched, fixed);
        if (same && searched.trusted() || !same && clearlyBetter(plain, searched, fixed)) {
            return plain;
        }
        if (!same && clearlyBetter(searched, plain, fixed)) {
            return searched;
        }
        String alike = "Another place fits as well: the specimen looks alike from several sides. ";
        return plain.with(
                angle(plain.registration().transform()) < MOUNTED
                        ? plain.registration().withNote(alike + "The one that turns the scan least was taken.")
                        : plain.registration().doubted(alike + "Give the scan a start transform."));
    }

    private static boolean areApart(Found one, Found other, Prepared fixed) {
        return fixed.rmsUm(one.to(other)) > 2 * fixed.view().voxelSize().meanUm();
    }

    private static boolean clearlyBetter(Found one, Found other, Prepared fixed) throws IOException {
        Level finest = fixed.levels().get(0);
        double noise = Math.min(one.fit().deviation(), other.fit().deviation());
        return one.agreement(finest, noise).beats(other.agreement(finest, noise));
    }

    /** Of a lesser quality something does not fit. */
    private static final double SURE = 0.97;

    /** A specimen put back by hand into the same mount is turned by less, rad. */
    private static final double MOUNTED = Math.toRadians(20);

    /** Less than this share of what carries gradient is a patch. */
    private static final double PATCH = 0.5;

    /** Where less than this share of what carries gradient is explained, something does not fit. */
    private static final double FITS_ALL = 0.995;

    /**
     * Takes a map as it is: grey scale, residual and quality are those there. Its uncertainty is not smaller than its distance
     * from where the greys would put it, where they tell that.
     *
     * @throws NoOverlap when the two share no volume
     */
    public Registration given(Prepared fixed, Prepared moving, Affine map, Progress progress) throws IOException {
        double gap = gapMm(fixed, moving, map);
        if (gap > 0) {
            throw new NoOverlap(gap);
        }
        Fit sought = new Fit(runner, fixed, moving, map, progress);
        sought.inspect(fixed.coarsest());
        @Nullable Found found = finish(sought, fixed, moving, 0);
        if (found == null) {
            throw new NoOverlap(0);
        }
        Registration bettered = found.registration();
        Level finest = fixed.levels().get(0);
        Fit fit = sought.from(map);
        Equations.Solution last = fit.inspect(finest);
        double squares = 0;
        for (Point p : fixed.solid().points()) {
            Point d = map.apply(p).minus(bettered.transform().apply(p));
            squares += d.dot(d) + Math.pow(bettered.uncertaintyUm(p), 2);
        }
        double off = Math.sqrt(squares / fixed.solid().points().size());
        double[] covariance = covariance(last, Model.RIGID, settings.scannerScaleDrift(), fit.radiusUm(), fixed);
        for (int i = 3; i < 6; i++) {
            covariance[8 * i] += off * off / 3;
        }
        List<String> notes = List.of(String.format(
                Locale.ROOT,
                "The given transform was kept; the scans' greys would put the specimen %.2f um from there.",
                off));
        return result(fit, fixed, moving, Model.RIGID, covariance, last, null, notes)
                .withTreU(off);
    }

    /**
     * The least that any method could be uncertain by where two scans were registered: the Cramér-Rao bound of the rms over the
     * specimen, micrometres (k = 1), for white noise of the scans' strength, known greys and no damage. Infinite where the scans
     * leave a direction open. It takes a look at every voxel of both scans.
     */
    public double boundUm(Prepared fixed, Prepared moving, Registration found, Progress progress) throws IOException {
        return Bound.um(runner, fixed, moving, found, progress);
    }

    /** Below this share of the limit nothing was found at all. */
    private static final double NO_LIKENESS = 0.5;

    /** What came of a fit at the finest level. */
    private record Found(Fit fit, Registration registration) {
        double quality() {
            return registration.quality();
        }

        boolean trusted() {
            return registration.trusted();
        }

        boolean surfaceAlone(Prepared fixed) {
            return Double.isNaN(fit.quality(fixed.levels().get(0)).interior());
        }

        Found with(Registration other) {
            return new Found(fit, other);
        }

        Agreement agreement(Level finest, double noise) throws IOException {
            return fit.agreement(finest, noise);
        }

        /** From a place in this map's fixed frame to where the other map has it. */
        Affine to(Found other) {
            return registration.transform().then(other.registration.transform().inverse());
        }
    }

    /** A fit on its way and what it has come to. */
    private record Attempt(Fit fit, double quality) {}

    private @Nullable Found plain(
            Prepared fixed, Prepared moving, List<Affine> starts, double hopeless, Progress progress)
            throws IOException {
        Level coarsest = fixed.coarsest();
        List<Attempt> attempts = new ArrayList<>();
        for (Affine start : starts) {
            Fit fit = new Fit(runner, fixed, moving, start, progress);
            List<Attempt> plain = new ArrayList<>();
            attempt(fit, coarsest, settings.mostIterations(), WIDE, plain);
            List<Attempt> nearer = nearer(fit, coarsest);
            attempts.addAll(nearer.isEmpty() ? plain : nearer);
        }
        List<Attempt> best = best(attempts, fixed, coarsest, 1);
        if (best.isEmpty()) {
            return null;
        }
        return finishTurned(best.get(0).fit(), fixed, moving, hopeless);
    }

    /**
     * A direction that is open may be one that is only far from being told: what comes of steps as from far away, where that leaves
     * fewer open.
     */
    private List<Attempt> nearer(Fit fit, Level level) throws IOException {
        int open = fit.open();
        List<Attempt> attempts = new ArrayList<>();
        if (open > 0) {
            Fit other = fit.from(fit.map());
            if (other.approach(level, STEPS, WIDE)) {
                attempt(other, level, settings.mostIterations(), WIDE, attempts);
            }
            if (other.open() >= open) {
                attempts.clear();
            }
        }
        return attempts;
    }

    /** Finishes a fit; of a round body whose angle stays open the texture may tell it, once it is near enough. */
    private @Nullable Found finishTurned(Fit fit, Prepared fixed, Prepared moving, double hopeless) throws IOException {
        @Nullable Found result = finish(fit, fixed, moving, hopeless);
        if (!fit.oneIsFree()) {
            return result;
        }
        Level level = fixed.levels().get(Math.min(1, fixed.levels().size() - 1));
        List<Attempt> next = new ArrayList<>();
        for (Attempt a :
                turned(List.of(new Attempt(fit, 1)), level).stream().limit(4).toList()) {
            attempt(a.fit(), level, 20, WIDE, next);
        }
        for (Attempt a : best(next, fixed, level, 1)) {
            @Nullable Found turned = finish(a.fit(), fixed, moving, hopeless);
            boolean better = turned != null && (result == null || turned.quality() > result.quality());
            if (better && a.fit().solution().free().isEmpty()) {
                return turned;
            }
        }
        return result;
    }

    private static void attempt(Fit fit, Level level, int most, double anneal, List<Attempt> attempts)
            throws IOException {
        if (fit.refine(level, Columns.RIGID, 0.02 * level.factor(), most, 0, false, anneal)) {
            attempts.add(seen(fit, level));
        }
    }

    /** What the fit's last look, at a level, came to. */
    private static Attempt seen(Fit fit, Level level) {
        Quality quality = fit.quality(level);
        // Little overlap agrees easily.
        return new Attempt(fit, quality.value() * Math.min(1, 2 * quality.overlap()));
    }

    /** The best few that differ by more than two voxels of the level somewhere in the specimen. */
    private static List<Attempt> best(List<Attempt> attempts, Prepared fixed, Level level, int most) {
        List<Attempt> sorted = new ArrayList<>(attempts);
        sorted.sort(Comparator.comparingDouble((Attempt a) -> -a.quality()));
        List<Attempt> kept = new ArrayList<>();
        for (Attempt a : sorted) {
            boolean fresh = true;
            for (Attempt other : kept) {
                double farthest = 0;
                for (Point corner : fixed.solid().corners()) {
                    farthest = Math.max(
                            farthest,
                            a.fit()
                                    .map()
                                    .apply(corner)
                                    .minus(other.fit().map().apply(corner))
                                    .length());
                }
                fresh &= farthest > 2 * level.toUm().m00();
            }
            if (fresh && kept.size() < most) {
                kept.add(a);
            }
        }
        return kept;
    }

    /** All rotations and shifts at the coarsest level; the best are bettered level by level, ever fewer of them. */
    private @Nullable Found search(Prepared fixed, Prepared moving, Progress progress) throws IOException {
        Level coarsest = fixed.coarsest();
        MemoryVolume f = fixed.coarse();
        MemoryVolume m = moving.coarse();
        if (f == null || m == null) {
            return null;
        }
        List<GlobalSearch.Candidate> candidates = GlobalSearch.candidates(runner, fixed, f, moving, m, progress);
        List<Attempt> attempts = new ArrayList<>();
        int turns = 0;
        int shifts = 0;
        for (GlobalSearch.Candidate c : candidates) {
            if (c.turned() ? turns++ < SEARCHED : shifts++ < SHIFTS) {
                Fit fit = new Fit(runner, fixed, moving, c.map(), progress);
                if (fit.approach(coarsest, STEPS, WIDE)) {
                    attempts.add(seen(fit, coarsest));
                }
            }
        }
        List<Attempt> kept = best(attempts, fixed, coarsest, KEPT);
        @Nullable Found result = bettered(kept, false, fixed, moving);
        if (result != null && result.trusted() || fixed.levels().size() < 2) {
            return result;
        }
        List<Attempt> turned = turned(kept, fixed.levels().get(fixed.levels().size() - 2));
        @Nullable Found round = bettered(turned, true, fixed, moving);
        return round != null && (result == null || round.quality() > result.quality()) ? round : result;
    }

    /** Takes attempts from the coarsest level to the finest, ever fewer of them, until one is to be trusted. */
    private @Nullable Found bettered(List<Attempt> attempts, boolean turn, Prepared fixed, Prepared moving)
            throws IOException {
        List<Level> levels = fixed.levels();
        List<Attempt> kept = attempts;
        int keep = kept.size();
        int coarser = levels.size() - 2;
        for (int l = coarser; l >= Math.max(0, Math.min(1, coarser)); l--) {
            List<Attempt> next = new ArrayList<>();
            for (Attempt a : kept) {
                attempt(a.fit(), levels.get(l), l == coarser ? 2 : 5, 0.1, next);
            }
            keep = Math.max(FINISHED, keep / 4);
            kept = best(next, fixed, levels.get(l), keep);
        }
        @Nullable Found result = null;
        for (Attempt a : kept.subList(0, Math.min(FINISHED, kept.size()))) {
            @Nullable
            Found r = turn
                    ? finishTurned(a.fit(), fixed, moving, hopeless())
                    : finish(a.fit(), fixed, moving, hopeless());
            r = drawn(r, fixed, moving);
            if (r != null && r.trusted() && !isPatch(r, fixed)) {
                return onlyOne(r, a, kept, fixed, moving);
            }
            if (r != null && (result == null || r.quality() > result.quality())) {
                result = r;
            }
        }
        return result;
    }

    /** The best of what was found, doubted when another place fits as well. */
    private Found onlyOne(Found found, Attempt attempt, List<Attempt> others, Prepared fixed, Prepared moving)
            throws IOException {
        Found best = found;
        List<Found> rivals = new ArrayList<>();
        for (Attempt other : others) {
            if (other.equals(attempt) || other.quality() < RIVAL * attempt.quality()) {
                continue;
            }
            @Nullable Found rival = finish(other.fit(), fixed, moving, hopeless());
            if (rival != null && rival.quality() > found.quality() - AS_WELL) {
                rivals.add(rival);
            }
        }
        for (Found rival : rivals) {
            if (areApart(rival, best, fixed) && clearlyBetter(rival, best, fixed)) {
                best = rival;
            }
        }
        for (Found rival : rivals) {
            // What the texture tells of one place only is no likeness.
            boolean asTold = rival.fit().open() <= best.fit().open();
            if (asTold && areApart(rival, best, fixed) && !clearlyBetter(best, rival, fixed)) {
                return best.with(best.registration()
                        .doubted(String.format(
                                Locale.ROOT,
                                "Another place, turned by %.0f degrees, fits as well: the specimen looks alike from several"
                                        + " sides. Give the scan a start transform.",
                                Math.toDegrees(angle(best.to(rival))))));
            }
        }
        return best;
    }

    private static double angle(Affine map) {
        double trace = (map.m00() + map.m11() + map.m22()) / Math.cbrt(map.determinant());
        return Math.acos(Math.max(-1, Math.min(1, 0.5 * (trace - 1))));
    }

    /** A place this much like the best, before either is finished, is finished too. */
    private static final double RIVAL = 0.9;

    /** Two places whose qualities differ by less fit equally well. */
    private static final double AS_WELL = 0.02;

    /** So many of the search's places that are turned are tried, and so many that are only shifted. */
    private static final int SEARCHED = 48;

    private static final int SHIFTS = 8;

    /** So many steps are taken from each. */
    private static final int STEPS = 6;

    /** So many different ones are taken to the next level. */
    private static final int KEPT = 32;

    private static final int FINISHED = 3;

    /**
     * Adds to the best places the ones turned about the axis that matters least to each: of a nearly round body the coarsest
     * level knows the axis but not the angle, which only the finer texture tells.
     */
    private static List<Attempt> turned(List<Attempt> kept, Level level) throws IOException {
        List<Attempt> result = new ArrayList<>();
        for (Attempt a : kept.subList(0, Math.min(TURNED, kept.size()))) {
            Point axis = a.fit().solution().weakestTurn();
            for (int k = 0; k < TURNS; k++) {
                Point turn = axis.times(2 * Math.PI * k / TURNS);
                Fit fit = a.fit()
                        .from(Affine.rotation(turn.x(), turn.y(), turn.z())
                                .about(a.fit().centreUm())
                                .then(a.fit().map()));
                if (fit.inspect(level).cells() > 0) {
                    result.add(seen(fit, level));
                }
            }
        }
        result.sort(Comparator.comparingDouble((Attempt a) -> -a.quality()));
        return result.subList(0, Math.min(16, result.size()));
    }

    private static final int TURNED = 3;
    private static final int TURNS = 72;

    /** A place of less quality on the level before the finest will not come to be trusted on that. */
    private double hopeless() {
        return 0.5 * NO_LIKENESS * settings.qualityLimit();
    }

    private static boolean isBelow(Fit fit, Level level, double least) {
        Quality quality = fit.quality(level);
        return quality.told() && quality.value() < least;
    }

    /**
     * From the coarsest level, which is done, to the finest; then scale, covariance and quality.
     *
     * @param hopeless the quality on the level before the finest below which nothing comes of it
     */
    private @Nullable Found finish(Fit fit, Prepared fixed, Prepared moving, double hopeless) throws IOException {
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
                && scaleUncertainty(fit, levels.get(1), fit.equations().solve()) < assumedScale()
                && fit.solution().free().isEmpty();
        if (told) {
            Level coarser = levels.get(1);
            fit.refine(
                    coarser, Columns.SIMILARITY, 0.002 * coarser.factor(), settings.mostIterations(), prior, false, 0);
            prior = scalePrior(fit, fit.solution(), scaleUncertainty(fit, coarser, fit.solution()));
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
        return concluded(fit, fixed, moving, told);
    }

    /**
     * Scale, covariance and quality of a fit that has come to its place at the finest level.
     *
     * @param told whether the scale is told
     */
    private Found concluded(Fit fit, Prepared fixed, Prepared moving, boolean told) throws IOException {
        Level finest = fixed.levels().get(0);
        Columns plain = settings.model() == Model.AFFINE ? Columns.AFFINE : Columns.RIGID;
        boolean scaleSought = scaleSought();
        double assumed = assumedScale();
        double radius = fit.radiusUm();
        List<String> notes = new ArrayList<>();
        if (fixed.leavesDense()) {
            notes.add("A denser body, a grip, is in view; it was left out.");
        }
        Columns inner = settings.model() == Model.RIGID ? Columns.RIGID : Columns.SIMILARITY;
        if (plain == Columns.RIGID && fit.leaveSurfaceOut(finest, inner, settings.mostIterations())) {
            notes.add("The surface fits nowhere, as after a uniform loss: the map is told by the interior alone.");
        }
        Equations.Solution last = plain == Columns.AFFINE ? fit.inspect(finest) : fit.solution();
        double fitted = scaleUncertainty(fit, finest, last);
        Model model = settings.model() == Model.AFFINE ? Model.AFFINE : Model.RIGID;
        if (scaleSought && (told || fitted < WORTH * assumed)) {
            model = Model.SIMILARITY;
            double prior = scalePrior(fit, last, fitted);
            if (!told || fit.surfaceLeftOut()) {
                fit.refine(
                        finest, Columns.SIMILARITY, settings.stopVoxels(), settings.mostIterations(), prior, false, 0);
                last = fit.solution();
                fitted = scaleUncertainty(fit, finest, last);
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
        double[] covariance = covariance(last, model, model == Model.SIMILARITY ? fitted : assumed, radius, fixed);
        for (double[] free : last.free()) {
            notes.add(notObservable(free));
        }
        Match seen = fit.seen(finest);
        double voxel = fixed.view().voxelSize().meanUm();
        StepAlongZ step = seen == null ? null : StepAlongZ.of(seen, finest.extent(), voxel);
        @Nullable Seam seam = null;
        if (step != null) {
            seam = new Seam(planes(step, fit, fixed, moving), step.isSure());
            if (seam.told()) {
                notes.add(toldOf(step.stepUm().length(), true, seam.planes()));
                widen(covariance, step);
            }
        }
        return new Found(fit, result(fit, fixed, moving, model, covariance, last, seam, notes));
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
    private @Nullable Found drawn(@Nullable Found found, Prepared fixed, Prepared moving) throws IOException {
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
        Found shifted = concluded(best, fixed, moving, false);
        return shifted.quality() > found.quality() ? shifted : found;
    }

    /** Steps of the shift, voxels of the level: texture of a few voxels is met within half of them. */
    private static final double DRAWN = 2;

    /** A level of at most so many voxels can be looked at for each of the shifts. */
    private static final long LOOKED_AT_OFTEN = 17_000_000;

    /** How many planes of the moving scan lie below a step that the fixed scan's frame shows, amid the specimen. */
    private static double planes(StepAlongZ step, Fit fit, Prepared fixed, Prepared moving) {
        Point centre = fixed.solid().centreUm();
        double fixedUm = fixed.view().voxelSize().zUm();
        return fit.map().apply(centre.x(), centre.y(), step.z() * fixedUm).z()
                / moving.view().voxelSize().zUm();
    }

    /**
     * What a user should know of a scan that seems to be stitched.
     *
     * @param stepUm by how much its parts lie off each other, micrometres
     * @param atLeast whether it may be more
     * @param seam how many planes lie below
     */
    static String toldOf(double stepUm, boolean atLeast, double seam) {
        return String.format(
                Locale.ROOT,
                "What is left over jumps by %.2f um%s at z = %.0f voxels, as where scans were stitched: one map cannot say"
                        + " both parts. Say \"stacks\": [%.0f] for this scan in series.json, or \"registration.pieces\":"
                        + " \"auto\" in the settings (--stacks in register-pair), and each part gets a map of its own.",
                stepUm,
                atLeast ? " or more" : "",
                seam,
                seam);
    }

    /** Either part may be off by the step: it is larger than it is told, and the map may lie with one part. */
    private static void widen(double[] covariance, StepAlongZ step) {
        double[] off = {step.stepUm().x(), step.stepUm().y(), step.stepUm().z()};
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                covariance[7 * (3 + i) + 3 + j] += off[i] * off[j];
            }
        }
    }

    private Registration result(
            Fit fit,
            Prepared fixed,
            Prepared moving,
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

    /**
     * Refines on one level. Where a direction seems free, all that could tell it may have been cut off as changed: then once
     * more with the cut opened wide and closed slowly.
     */
    private boolean settle(Fit fit, Level level, Columns columns, double stop, double scalePrior, boolean findChanged)
            throws IOException {
        if (!fit.refine(level, columns, stop, settings.mostIterations(), scalePrior, findChanged, 0)) {
            return false;
        }
        if (fit.solution().free().isEmpty()) {
            return true;
        }
        fit.forgetChanged();
        return fit.refine(level, columns, stop, settings.mostIterations(), scalePrior, findChanged, WIDE);
    }

    /** Near enough to go on with more parameters. */
    private static final double NEAR_VOXELS = 0.02;

    /** A residual that cuts off nothing, as a share of metal minus air. */
    private static final double WIDE = 0.2;

    /** Small cells split what is correlated, so the sandwich is a little too small. */
    private static final double CELL_EDGES = 1.2;

    /**
     * Of the step that ends a fit, what may be left to go: a floor under every direction. What interpolation and sampling leave is in
     * the scores.
     */
    private static final double LEFT_TO_GO = 0.5;

    /** Relative standard uncertainty of the scale that a look at a level gives; infinite where no texture tells it. */
    private static double scaleUncertainty(Fit fit, Level level, Equations.Solution solution) {
        double variance = widened(solution)[6][6];
        return variance > 0 && !Double.isNaN(fit.quality(level).interior())
                ? Math.sqrt(variance) / fit.radiusUm()
                : Double.POSITIVE_INFINITY;
    }

    /** The sandwich with what it misses: correlation across cells, and few cells. */
    private static double[][] widened(Equations.Solution solution) {
        double few = solution.cells() > 8 ? solution.cells() / (solution.cells() - 7.0) : 8;
        double[][] result = new double[7][7];
        int columns = Math.min(7, solution.covariance().length);
        for (int i = 0; i < columns; i++) {
            for (int j = 0; j < columns; j++) {
                result[i][j] = CELL_EDGES * few * solution.covariance()[i][j];
            }
        }
        return result;
    }

    private double[] covariance(
            Equations.Solution last, Model model, double scaleUncertainty, double radius, Prepared fixed) {
        double[] result = new double[49];
        double floor =
                LEFT_TO_GO * settings.stopVoxels() * fixed.view().voxelSize().meanUm();
        double[][] wide = widened(last);
        double scaleUm = scaleUncertainty * radius;
        boolean drawn = last.covariance().length == 6;
        if (drawn) {
            drawnBy(wide, last.follows(), scaleUm);
        }
        if (model == Model.SIMILARITY) {
            scaleKnown(wide, scaleUm);
        }
        for (int i = 0; i < 7; i++) {
            for (int j = 0; j < 7; j++) {
                double c = wide[i][j] + (i == j ? floor * floor : 0);
                if (i == 6 || j == 6) {
                    c = i == j ? scaleUm * scaleUm : drawn || model == Model.SIMILARITY ? c : 0;
                }
                double unit = (i < 3 || i == 6 ? radius : 1) * (j < 3 || j == 6 ? radius : 1);
                result[7 * i + j] = c / unit;
            }
        }
        for (double[] free : last.free()) {
            for (int i = 0; i < 6; i++) {
                for (int j = 0; j < 6; j++) {
                    double unit = (i < 3 ? radius : 1) * (j < 3 ? radius : 1);
                    result[7 * i + j] += free[i] * free[j] * radius * radius / unit;
                }
            }
        }
        return result;
    }

    /** What a scale known within {@code u}, in micrometres at the radius, and not fitted does to the parameters that were. */
    private static void drawnBy(double[][] covariance, double[] follows, double u) {
        for (int i = 0; i < 6; i++) {
            for (int j = 0; j < 6; j++) {
                covariance[i][j] += follows[i] * follows[j] * u * u;
            }
            covariance[i][6] = -follows[i] * u * u;
            covariance[6][i] = covariance[i][6];
        }
    }

    /** Lets a covariance know that the scale is known within {@code u}, in micrometres at the radius (conditioning). */
    private static void scaleKnown(double[][] covariance, double u) {
        double before = covariance[6][6];
        if (!(before > 0 && before < Double.POSITIVE_INFINITY)) {
            return;
        }
        double kept = Math.min(1, u * u / before);
        double[] with = new double[7];
        for (int i = 0; i < 7; i++) {
            with[i] = covariance[i][6];
        }
        for (int i = 0; i < 7; i++) {
            for (int j = 0; j < 7; j++) {
                covariance[i][j] -= (1 - kept) * with[i] * with[j] / before;
            }
        }
    }

    private static String notObservable(double[] free) {
        double turn = Math.sqrt(free[0] * free[0] + free[1] * free[1] + free[2] * free[2]);
        double shift = Math.sqrt(free[3] * free[3] + free[4] * free[4] + free[5] * free[5]);
        int at = turn >= shift ? 0 : 3;
        double length = Math.max(turn, shift);
        return String.format(
                Locale.ROOT,
                "The %s (%.2f, %.2f, %.2f) is not observable: the specimen looks the same from all sides; it was left as it"
                        + " was at the start.",
                at == 0 ? "rotation about the axis" : "shift along the direction",
                free[at] / length,
                free[at + 1] / length,
                free[at + 2] / length);
    }

    /** How far the two views lie apart under a map, in millimetres; 0 when their boxes touch. */
    private static double gapMm(Prepared fixed, Prepared moving, Affine map) {
        double[] low = {Double.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE};
        double[] high = {-Double.MAX_VALUE, -Double.MAX_VALUE, -Double.MAX_VALUE};
        Extent e = fixed.view().extent();
        Affine toUm = fixed.view().voxelSize().toMicrometres();
        for (int c = 0; c < 8; c++) {
            Point p = map.apply(toUm.apply(
                    (c & 1) == 0 ? 0 : e.x() - 1, (c & 2) == 0 ? 0 : e.y() - 1, (c & 4) == 0 ? 0 : e.z() - 1));
            double[] v = {p.x(), p.y(), p.z()};
            for (int a = 0; a < 3; a++) {
                low[a] = Math.min(low[a], v[a]);
                high[a] = Math.max(high[a], v[a]);
            }
        }
        Extent m = moving.view().extent();
        Point end = moving.view().voxelSize().toMicrometres().apply(m.x() - 1, m.y() - 1, m.z() - 1);
        double[] far = {end.x(), end.y(), end.z()};
        double squares = 0;
        for (int a = 0; a < 3; a++) {
            double gap = Math.max(0, Math.max(low[a] - far[a], -high[a]));
            squares += gap * gap;
        }
        return Math.sqrt(squares) / 1000;
    }
}
