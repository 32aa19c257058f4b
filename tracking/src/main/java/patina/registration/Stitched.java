package patina.registration;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import patina.blocks.Grid;
import patina.blocks.Progress;
import patina.blocks.Runner;
import patina.blocks.Source;
import patina.geometry.Affine;
import patina.geometry.Extent;
import patina.geometry.Point;
import patina.geometry.ScanMap;
import patina.series.Stack;

/**
 * Registers a scan that was stitched from several stacks along z: each stack is registered as a scan of its own, begun where one
 * map for the whole scan puts it. Nothing is read across a seam, so what lies between the last plane of one stack and the first of
 * the next counts as not seen.
 */
public final class Stitched {
    /** A seam is sought so many planes about where the jump was told, which is known to half a slab. */
    private static final int SOUGHT = 16;

    /** Planes this near a seam may show either stack, by blur. */
    private static final int MIXED = 3;

    /** Twice the logarithm of how much less likely a place of the seam must be to be ruled out: 3 standard deviations. */
    private static final double RULED_OUT = 9;

    /** Maps that differ by no more standard uncertainties are one map. */
    private static final double APART = 3;

    private final Runner runner;
    private final Registrar registrar;
    private final Prepared fixed;
    private final Progress progress;

    public Stitched(Runner runner, Registrar registrar, Prepared fixed, Progress progress) {
        this.runner = runner;
        this.registrar = registrar;
        this.fixed = fixed;
        this.progress = progress;
    }

    /**
     * Registers stacks that the user named.
     *
     * @param asOne where one map puts the scan
     * @return those of which anything was found; what the others show counts as not seen
     * @throws NoOverlap when none was
     */
    public List<Piece> register(ScanView scan, Registration asOne, List<Stack> stacks) throws IOException {
        List<Piece> pieces = new ArrayList<>();
        List<Stack> lost = new ArrayList<>();
        @Nullable NoOverlap none = null;
        for (Stack stack : stacks) {
            try {
                pieces.add(piece(scan, stack, asOne.transform()));
            } catch (NoOverlap e) {
                none = e;
                lost.add(stack);
            }
        }
        if (pieces.isEmpty() && none != null) {
            throw none;
        }
        for (Stack stack : lost) {
            Piece first = pieces.get(0);
            pieces.set(
                    0,
                    noted(
                            first,
                            String.format(
                                    Locale.ROOT,
                                    "The stack of planes %d to %d was not found in the reference scan; it counts as not seen.",
                                    stack.from(),
                                    stack.to() - 1)));
        }
        return pieces;
    }

    /**
     * Parts a scan where what its map leaves over jumps, and its parts where theirs does.
     *
     * @return one piece where nothing jumps, or where the parts are not told apart
     */
    public List<Piece> parted(ScanView scan, Registration asOne, @Nullable Holder holder) throws IOException {
        Piece whole = Piece.whole(scan, asOne, holder);
        List<Piece> pieces = parted(scan, whole);
        return pieces.size() == 1 ? List.of(whole) : pieces;
    }

    /**
     * A scan as one piece where its parts would be apart: the user is told, and the uncertainty knows how far one map lies off
     * theirs.
     */
    public Registration asOne(ScanView scan, Registration asOne) throws IOException {
        Seam seam = asOne.seam();
        if (seam == null || seam.told()) {
            return asOne;
        }
        List<Piece> pieces = parted(scan, asOne, null);
        if (pieces.size() == 1) {
            return asOne;
        }
        ScanMap map = Piece.map(pieces);
        Affine back = asOne.transform().inverse();
        double[] squares = new double[9];
        List<Point> places = fixed.solid().points();
        for (Point p : places) {
            Point off = back.apply(map.apply(p)).minus(p);
            double[] d = {off.x(), off.y(), off.z()};
            for (int i = 0; i < 9; i++) {
                squares[i] += d[i / 3] * d[i % 3] / places.size();
            }
        }
        Piece upper = pieces.get(1);
        Point amid = asOne.transform().apply(fixed.solid().centreUm());
        Point at = back.apply(amid.x(), amid.y(), upper.fromUm());
        Point step = pieces.get(0).transform().apply(at).minus(upper.transform().apply(at));
        return asOne.stitched(
                squares,
                Math.sqrt(squares[0] + squares[4] + squares[8]),
                Seam.toldOf(step.length(), false, upper.stack().from()));
    }

    private List<Piece> parted(ScanView scan, Piece piece) throws IOException {
        Seam told = piece.registration().seam();
        if (told == null || !piece.registration().trusted()) {
            return List.of(piece);
        }
        Stack all = piece.stack();
        long at = all.from() + Math.round(told.planes());
        if (at - all.from() < Stack.LEAST_PLANES || all.to() - at < Stack.LEAST_PLANES) {
            return List.of(piece);
        }
        try {
            Affine start = piece.transform();
            Piece lower = piece(scan, new Stack(all.from(), at), start);
            Piece upper = piece(scan, new Stack(at, all.to()), start);
            @Nullable Stack seam = seam(scan, lower, upper);
            if (seam == null) {
                return List.of(piece);
            }
            lower = piece(scan, new Stack(all.from(), seam.from()), lower.transform());
            upper = piece(scan, new Stack(seam.to(), all.to()), upper.transform());
            if (!lower.registration().trusted() || !upper.registration().trusted() || !areApart(lower, upper)) {
                return List.of(piece);
            }
            List<Piece> pieces = new ArrayList<>(parted(scan, lower));
            pieces.addAll(parted(scan, upper));
            pieces.set(0, noted(pieces.get(0), toldOf(seam)));
            return pieces;
        } catch (NoOverlap none) {
            // One of the parts shows nothing that could be registered by itself.
            return List.of(piece);
        }
    }

    private static String toldOf(Stack seam) {
        return seam.from() == seam.to()
                ? String.format(
                        Locale.ROOT,
                        "What one map leaves over jumps between planes %d and %d: each side has a map of its own.",
                        seam.from() - 1,
                        seam.from())
                : String.format(
                        Locale.ROOT,
                        "What one map leaves over jumps at planes %d to %d: each side has a map of its own, and these planes,"
                                + " which may belong to either, count as not seen.",
                        seam.from(),
                        seam.to() - 1);
    }

    private static Piece noted(Piece piece, String sentence) {
        return new Piece(
                piece.stack(),
                piece.planes(),
                piece.view(),
                piece.registration().withNote(sentence),
                piece.holder());
    }

    private boolean areApart(Piece lower, Piece upper) {
        double squares = 0;
        double variances = 0;
        for (Point p : fixed.solid().points()) {
            Point off = lower.transform().apply(p).minus(upper.transform().apply(p));
            squares += off.dot(off);
            variances += Math.pow(lower.registration().uncertaintyUm(p), 2)
                    + Math.pow(upper.registration().uncertaintyUm(p), 2);
        }
        return squares > APART * APART * variances;
    }

    /** @param start fixed frame to the whole scan's frame */
    private Piece piece(ScanView scan, Stack stack, Affine start) throws IOException {
        Source body = scan.body();
        ScanView view = new ScanView(
                stack.of(scan.source(), scan.extent()),
                stack.of(scan.extent()),
                scan.voxelSize(),
                body == null ? null : stack.of(body, scan.extent()));
        Affine own = start.then(
                Affine.translation(0, 0, -stack.from() * scan.voxelSize().zUm()));
        try (Prepared moving = registrar.prepare(view, progress)) {
            return new Piece(stack, scan.extent().z(), view, here(near(moving, own), view), moving.holder());
        }
    }

    /** With the uncertainty of the places that the stack shows. */
    private Registration here(Registration found, ScanView view) {
        double squares = 0;
        int seen = 0;
        for (Point p : fixed.solid().points()) {
            double z = found.transform().apply(p).z() / view.voxelSize().zUm();
            if (z >= -0.5 && z <= view.extent().z() - 0.5) {
                squares += Math.pow(found.uncertaintyUm(p), 2);
                seen++;
            }
        }
        return seen == 0 ? found : found.withTreU(Math.sqrt(squares / seen));
    }

    /** From where the whole scan's map puts a stack; from anywhere when nothing comes of that. */
    private Registration near(Prepared moving, Affine start) throws IOException {
        @Nullable Registration found = null;
        try {
            found = registrar.register(fixed, moving, start, progress);
            if (found.trusted()) {
                return found;
            }
        } catch (NoOverlap none) {
            // The stack may lie farther off than the start's reach.
            found = null;
        }
        Registration anywhere = registrar.register(fixed, moving, null, progress);
        return found == null || anywhere.quality() > found.quality() ? anywhere : found;
    }

    /**
     * The planes of the scan that may belong to either piece, none where the seam is known to the plane: the seam is where the
     * planes below are explained by the lower piece's map and those above by the upper one's; places that are not much less
     * likely belong to it. Null where it is not found.
     */
    private @Nullable Stack seam(ScanView scan, Piece lower, Piece upper) throws IOException {
        long middle = upper.stack().from();
        long from = Math.max(lower.stack().from() + Stack.LEAST_PLANES, middle - SOUGHT);
        long to = Math.min(upper.stack().to() - Stack.LEAST_PLANES, middle + SOUGHT);
        if (to - from < 2 * MIXED + 4) {
            return null;
        }
        Stack slab = new Stack(from, to);
        Extent extent = slab.of(scan.extent());
        long[] sums = runner.run(
                new SeamKernel(
                        slab.of(scan.source(), scan.extent()),
                        extent,
                        fixed.view().source(),
                        fixed.view().extent(),
                        slabToFixed(scan, slab, lower),
                        slabToFixed(scan, slab, upper),
                        SeamKernel.Greys.of(lower.registration(), fixed),
                        SeamKernel.Greys.of(upper.registration(), fixed)),
                new Grid(extent, 128, 128, 64),
                progress);
        double[] preference = new double[sums.length];
        for (int z = 0; z < sums.length; z++) {
            preference[z] = sums[z];
        }
        return placed(preference, from);
    }

    /**
     * @param preference of each plane: how much worse the lower piece's map explains it than the upper one's
     * @param from the first of the planes
     */
    static @Nullable Stack placed(double[] preference, long from) {
        int n = preference.length;
        double[] cost = new double[n + 1];
        int best = 0;
        for (int s = 0; s < n; s++) {
            cost[s + 1] = cost[s] + preference[s];
            if (cost[s + 1] < cost[best]) {
                best = s + 1;
            }
        }
        double signal = 0;
        int count = 0;
        for (int z = 0; z < n; z++) {
            if (Math.abs(z + 0.5 - best) > MIXED) {
                signal += z < best ? -preference[z] : preference[z];
                count++;
            }
        }
        signal /= count;
        double squares = 0;
        for (int z = 0; z < n; z++) {
            if (Math.abs(z + 0.5 - best) > MIXED) {
                squares += Math.pow((z < best ? -preference[z] : preference[z]) - signal, 2);
            }
        }
        double variance = squares / Math.max(1, count - 1);
        if (!(signal > 0)) {
            return null;
        }
        // The logarithm of the likelihood of planes from one side or the other, for normal ones of mean -signal and
        // signal.
        int low = best;
        int high = best;
        for (int s = 0; s <= n; s++) {
            if (4 * signal * (cost[s] - cost[best]) < RULED_OUT * variance) {
                low = Math.min(low, s);
                high = Math.max(high, s);
            }
        }
        return low == 0 || high == n ? null : new Stack(from + low, from + high);
    }

    private Affine slabToFixed(ScanView scan, Stack slab, Piece piece) {
        Point first = new Point(0, 0, slab.from() * scan.voxelSize().zUm());
        return scan.voxelSize()
                .toMicrometres()
                .then(Affine.translation(first.x(), first.y(), first.z()))
                .then(piece.transform().inverse())
                .then(fixed.view().voxelSize().toMicrometres().inverse());
    }
}
