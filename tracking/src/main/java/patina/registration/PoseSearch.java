package patina.registration;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import patina.blocks.Progress;
import patina.blocks.Runner;
import patina.geometry.Affine;
import patina.geometry.Point;

/** Looks for where a scan lies: from a few plain starts, or among all rotations and shifts. */
final class PoseSearch {
    private final Runner runner;
    private final RegistrationSettings settings;
    private final Prepared fixed;
    private final Prepared moving;
    private final Progress progress;
    private final Finish finish;

    PoseSearch(Runner runner, RegistrationSettings settings, Prepared fixed, Prepared moving, Progress progress) {
        this.runner = runner;
        this.settings = settings;
        this.fixed = fixed;
        this.moving = moving;
        this.progress = progress;
        this.finish = new Finish(settings, fixed, moving);
    }

    /** A fit on its way and what it has come to. */
    private record Attempt(Fit fit, double quality) {}

    @Nullable
    Found plain(List<Affine> starts, double hopeless) throws IOException {
        Level coarsest = fixed.coarsest();
        List<Attempt> attempts = new ArrayList<>();
        for (Affine start : apart(starts, coarsest)) {
            Fit fit = new Fit(runner, fixed, moving, start, progress);
            List<Attempt> plain = new ArrayList<>();
            attempt(fit, coarsest, settings.mostIterations(), Finish.WIDE, plain);
            List<Attempt> nearer = nearer(fit, coarsest);
            attempts.addAll(nearer.isEmpty() ? plain : nearer);
        }
        List<Attempt> best = best(attempts, coarsest, 1);
        if (best.isEmpty()) {
            return null;
        }
        return finishTurned(best.get(0).fit(), hopeless);
    }

    /** The starts that lie more than a voxel of the level from each before them: others lead to the same place. */
    private List<Affine> apart(List<Affine> starts, Level level) {
        List<Affine> apart = new ArrayList<>();
        for (Affine start : starts) {
            if (apart.stream()
                    .allMatch(other -> farthestUm(start, other) > level.toUm().m00())) {
                apart.add(start);
            }
        }
        return apart;
    }

    /** How far two maps lay a corner of the specimen apart, micrometres, at the most. */
    private double farthestUm(Affine one, Affine other) {
        double farthest = 0;
        for (Point corner : fixed.solid().corners()) {
            farthest = Math.max(
                    farthest, one.apply(corner).minus(other.apply(corner)).length());
        }
        return farthest;
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
            if (other.approach(level, STEPS, Finish.WIDE)) {
                attempt(other, level, settings.mostIterations(), Finish.WIDE, attempts);
            }
            if (other.open() >= open) {
                attempts.clear();
            }
        }
        return attempts;
    }

    /**
     * Where marks, pits on an else smooth round body, say a scan lies along directions that it was found not to be told of; null
     * where they do not say.
     */
    @Nullable
    Found byMarks(List<Affine> starts, Found found) throws IOException {
        @Nullable Fit best = null;
        for (Affine start : starts) {
            best = moreTold(best, atMarks(start));
        }
        @Nullable Found marked = best == null || best.open() > 0 ? null : finish.of(best, 0);
        boolean better = marked != null && marked.fit().open() == 0 && marked.quality() > found.quality() - AS_WELL;
        return better ? marked : null;
    }

    /**
     * A fit at the coarsest level that keeps marks; null where the scans do not meet. Far from where a mark lies its misfit makes
     * directions look little known: steps are taken along them first, then whether they are told is asked there.
     */
    private @Nullable Fit atMarks(Affine start) throws IOException {
        Level coarsest = fixed.coarsest();
        double stop = 0.02 * coarsest.factor();
        int most = settings.mostIterations();
        Fit fit = new Fit(runner, fixed, moving, start, progress);
        fit.keepMarks();
        boolean seen = fit.refine(coarsest, Columns.RIGID, stop, most, 0, false, Finish.WIDE)
                && fit.approach(coarsest, Finish.MARK_STEPS, Finish.WIDE)
                && fit.refine(coarsest, Columns.RIGID, stop, most, 0, false, Finish.WIDE);
        return seen ? fit : null;
    }

    private static @Nullable Fit moreTold(@Nullable Fit one, @Nullable Fit other) {
        return one == null || other != null && other.open() < one.open() ? other : one;
    }

    /** Finishes a fit; of a round body whose angle stays open the texture may tell it, once it is near enough. */
    private @Nullable Found finishTurned(Fit fit, double hopeless) throws IOException {
        @Nullable Found result = finish.of(fit, hopeless);
        if (!fit.oneIsFree()) {
            return result;
        }
        Level level = fixed.levels().get(Math.min(1, fixed.levels().size() - 1));
        List<Attempt> next = new ArrayList<>();
        for (Attempt a :
                turned(List.of(new Attempt(fit, 1)), level).stream().limit(4).toList()) {
            attempt(a.fit(), level, 20, Finish.WIDE, next);
        }
        for (Attempt a : best(next, level, 1)) {
            @Nullable Found turned = finish.of(a.fit(), hopeless);
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
    private List<Attempt> best(List<Attempt> attempts, Level level, int most) {
        List<Attempt> sorted = new ArrayList<>(attempts);
        sorted.sort(Comparator.comparingDouble((Attempt a) -> -a.quality()));
        List<Attempt> kept = new ArrayList<>();
        for (Attempt a : sorted) {
            boolean fresh = true;
            for (Attempt other : kept) {
                fresh &= farthestUm(a.fit().map(), other.fit().map())
                        > 2 * level.toUm().m00();
            }
            if (fresh && kept.size() < most) {
                kept.add(a);
            }
        }
        return kept;
    }

    /** All rotations and shifts at the coarsest level; the best are bettered level by level, ever fewer of them. */
    @Nullable
    Found search() throws IOException {
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
                if (fit.approach(coarsest, STEPS, Finish.WIDE)) {
                    attempts.add(seen(fit, coarsest));
                }
            }
        }
        List<Attempt> kept = best(attempts, coarsest, KEPT);
        @Nullable Found result = bettered(kept, false);
        if (result != null && result.trusted() || fixed.levels().size() < 2) {
            return result;
        }
        List<Attempt> turned = turned(kept, fixed.levels().get(fixed.levels().size() - 2));
        @Nullable Found round = bettered(turned, true);
        return round != null && (result == null || round.quality() > result.quality()) ? round : result;
    }

    /** Takes attempts from the coarsest level to the finest, ever fewer of them, until one is to be trusted. */
    private @Nullable Found bettered(List<Attempt> attempts, boolean turn) throws IOException {
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
            kept = best(next, levels.get(l), keep);
        }
        @Nullable Found result = null;
        for (Attempt a : kept.subList(0, Math.min(FINISHED, kept.size()))) {
            @Nullable Found r = turn ? finishTurned(a.fit(), hopeless()) : finish.of(a.fit(), hopeless());
            r = finish.drawn(r);
            if (r != null && r.trusted() && !r.isPatch(fixed)) {
                return onlyOne(r, a, kept);
            }
            if (r != null && (result == null || r.quality() > result.quality())) {
                result = r;
            }
        }
        return result;
    }

    /** The best of what was found, doubted when another place fits as well. */
    private Found onlyOne(Found found, Attempt attempt, List<Attempt> others) throws IOException {
        Found best = found;
        List<Found> rivals = new ArrayList<>();
        for (Attempt other : others) {
            if (other.equals(attempt) || other.quality() < RIVAL * attempt.quality()) {
                continue;
            }
            @Nullable Found rival = finish.of(other.fit(), hopeless());
            if (rival != null && rival.quality() > found.quality() - AS_WELL) {
                rivals.add(rival);
            }
        }
        for (Found rival : rivals) {
            if (rival.isApartFrom(best, fixed) && rival.isClearlyBetterThan(best, fixed)) {
                best = rival;
            }
        }
        for (Found rival : rivals) {
            // What the texture tells of one place only is no likeness.
            boolean asTold = rival.fit().open() <= best.fit().open();
            if (asTold && rival.isApartFrom(best, fixed) && !best.isClearlyBetterThan(rival, fixed)) {
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

    static double angle(Affine map) {
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
    double hopeless() {
        return 0.5 * Finish.NO_LIKENESS * settings.qualityLimit();
    }
}
