package patina.registration;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import patina.blocks.Progress;
import patina.blocks.Runner;
import patina.blocks.SideBySide;
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
        List<Prepared> both =
                SideBySide.all(List.of(() -> prepare(fixed, progress), () -> prepare(moving, progress)), 2);
        return new Pair(both.get(0), both.get(1));
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
        PoseSearch poses = new PoseSearch(runner, settings, fixed, moving, progress);
        boolean search = start == null && settings.globalSearch();
        @Nullable Found result = poses.plain(starts, search ? poses.hopeless() : 0);
        if (search && (result == null || !result.trusted() || mayBeElsewhere(result, fixed))) {
            result = better(result, poses.search(), fixed);
        }
        if (result != null
                && result.fit().open() > 0
                && result.surfaceAlone(fixed)
                && settings.model() != Model.AFFINE) {
            Found marked = poses.byMarks(starts, result);
            result = marked == null ? result : marked;
        }
        if (result == null || result.quality() < Finish.NO_LIKENESS * settings.qualityLimit()) {
            throw new NoOverlap(0);
        }
        if (start == null && result.isPatch(fixed)) {
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
        if (plain.trusted() && !plain.isPatch(fixed)) {
            return nearest(plain, searched, fixed);
        }
        return searched.quality() > plain.quality() || plain.isPatch(fixed) ? searched : plain;
    }

    /** Whether the surface alone tells where the scan lies, and does not fit everywhere: it may look much alike from another side. */
    private static boolean mayBeElsewhere(Found found, Prepared fixed) {
        return found.surfaceAlone(fixed)
                && (found.quality() < SURE || found.fit().explained() < FITS_ALL)
                && !found.fit().hasReceded();
    }

    /** The place that a plain start came to, unless one that was searched for clearly fits better. */
    private Found nearest(Found plain, Found searched, Prepared fixed) throws IOException {
        boolean same = !plain.isApartFrom(searched, fixed);
        if (same && searched.trusted() || !same && plain.isClearlyBetterThan(searched, fixed)) {
            return plain;
        }
        if (!same && searched.isClearlyBetterThan(plain, fixed)) {
            return searched;
        }
        String alike = "Another place fits as well: the specimen looks alike from several sides. ";
        return plain.with(
                PoseSearch.angle(plain.registration().transform()) < MOUNTED
                        ? plain.registration().withNote(alike + "The one that turns the scan least was taken.")
                        : plain.registration().doubted(alike + "Give the scan a start transform."));
    }

    /** Of a lesser quality something does not fit. */
    private static final double SURE = 0.97;

    /** A specimen put back by hand into the same mount is turned by less, rad. */
    private static final double MOUNTED = Math.toRadians(20);

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
        Finish finish = new Finish(settings, fixed, moving);
        @Nullable Found found = finish.of(sought, 0);
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
        double[] covariance = finish.covariance(last, Model.RIGID, settings.scannerScaleDrift(), fit.radiusUm());
        for (int i = 3; i < 6; i++) {
            covariance[8 * i] += off * off / 3;
        }
        List<String> notes = List.of(String.format(
                Locale.ROOT,
                "The given transform was kept; the scans' greys would put the specimen %.2f um from there.",
                off));
        return finish.result(fit, Model.RIGID, covariance, last, null, notes).withTreU(off);
    }

    /**
     * The least that any method could be uncertain by where two scans were registered: the Cramér-Rao bound of the rms over the
     * specimen, micrometres (k = 1), for white noise of the scans' strength, known greys and no damage. Infinite where the scans
     * leave a direction open. It takes a look at every voxel of both scans.
     */
    public double boundUm(Prepared fixed, Prepared moving, Registration found, Progress progress) throws IOException {
        return Bound.um(runner, fixed, moving, found, progress);
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
