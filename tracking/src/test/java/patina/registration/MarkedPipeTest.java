package patina.registration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import patina.blocks.Progress;
import patina.blocks.Runner;
import patina.geometry.Affine;
import patina.geometry.Extent;
import patina.geometry.Point;
import patina.geometry.VoxelSize;

/** A plain pipe without texture that the view cuts at both ends: pits alone tell its turn about the axis and its shift along it. */
final class MarkedPipeTest {
    private static final int N = 96;
    private static final double UM = 5;
    private static final double OUTER = 36;
    private static final double BORE = 26;
    private static final Affine CENTRED = Affine.translation(N * UM / 2, N * UM / 2, N * UM / 2);
    private static final Affine MOVED =
            Affine.rotation(0.012, -0.02, 0.05).then(Affine.translation(2.3 * UM, -1.1 * UM, 1.6 * UM));

    /** Pits at the bore and at the outer wall: centre and radius, voxels. */
    private static final double[] INSIDE = {BORE, 0, 6, 3};

    private static final double[] OUTSIDE = {-OUTER, 0, -3, 3};
    private static final double[] NEW = {0, -BORE, -12, 4};

    @TempDir
    Path scratch;

    private static ScanView pipe(Affine pose, long seed, double[]... pits) {
        double blur = 0.8;
        return Specimen.scan(
                (x, y, z) -> {
                    double r = Math.hypot(x, y) / UM;
                    double solid = Specimen.edge(OUTER - r, blur) * Specimen.edge(r - BORE, blur);
                    for (double[] p : pits) {
                        double d = Math.hypot(Math.hypot(x / UM - p[0], y / UM - p[1]), z / UM - p[2]);
                        solid *= 1 - Specimen.edge(p[3] - d, blur);
                    }
                    return solid;
                },
                new Specimen.Shot(
                        new Extent(N, N, N), VoxelSize.cube(UM), pose.then(CENTRED), 4000, 30000, 0.03, seed));
    }

    private static double[] grown(double[] pit, double by) {
        return new double[] {pit[0], pit[1], pit[2], pit[3] + by};
    }

    private Registration register(ScanView before, ScanView after) throws IOException {
        RegistrationSettings plain = RegistrationSettings.defaults().withTrust(0.7, false);
        try (Runner runner = Runner.named("threads", 2);
                Registrar.Pair pair = new Registrar(runner, plain, scratch).prepare(before, after, Progress.NONE)) {
            return new Registrar(runner, plain, scratch).register(pair.fixed(), pair.moving(), null, Progress.NONE);
        }
    }

    /** How far off the map is at four places of the outer wall and at the middle, rms, over what it states. */
    private static double ratio(Registration r, double mostVoxels) {
        Affine truth = CENTRED.inverse().then(MOVED).then(CENTRED);
        double squares = 0;
        double stated = 0;
        for (int i = 0; i < 5; i++) {
            double out = i < 4 ? OUTER * UM : 0;
            Point p =
                    CENTRED.apply(out * Math.cos(i * Math.PI / 2), out * Math.sin(i * Math.PI / 2), (i - 2) * 15 * UM);
            Point off = r.transform().apply(p).minus(truth.apply(p));
            squares += off.dot(off) / 5;
            stated += Math.pow(r.uncertaintyUm(p), 2) / 5;
        }
        double off = Math.sqrt(squares) / UM;
        assertTrue(off < mostVoxels, () -> off + " voxel off: " + r);
        assertTrue(r.trusted() && r.notes().stream().noneMatch(n -> n.contains("not observable")), r::toString);
        return Math.sqrt(squares / stated);
    }

    private static long notObservable(Registration r) {
        return r.notes().stream().filter(n -> n.contains("not observable")).count();
    }

    @Test
    void pitsTellWhatThePipeDoesNot() throws IOException {
        double[][][] marks = {{INSIDE, OUTSIDE}, {INSIDE}, {OUTSIDE}};
        double squares = 0;
        for (int i = 0; i < marks.length; i++) {
            Registration r = register(pipe(Affine.IDENTITY, 80 + i, marks[i]), pipe(MOVED, 90 + i, marks[i]));
            squares += Math.pow(ratio(r, 0.08), 2);
            assertTrue(r.treUUm() < 0.1 * UM, r::toString);
        }
        assertTrue(squares / marks.length < 4, "squared error over stated variance " + squares / marks.length);
    }

    /** One pit is as it was, or both have grown by half; a third is new. */
    @Test
    void aPitThatHasGrownTellsToo() throws IOException {
        ScanView before = pipe(Affine.IDENTITY, 83, INSIDE, OUTSIDE);
        ratio(register(before, pipe(MOVED, 93, INSIDE, grown(OUTSIDE, 2), NEW)), 0.15);
        Registration r = register(before, pipe(MOVED, 94, grown(INSIDE, 1.5), grown(OUTSIDE, 1.5), NEW));
        assertTrue(ratio(r, 0.5) < 3, r::toString);
    }

    @Test
    void nothingIsTakenForAMarkThatOneScanAloneShows() throws IOException {
        assertEquals(2, notObservable(register(pipe(Affine.IDENTITY, 85), pipe(MOVED, 95))));
        assertEquals(2, notObservable(register(pipe(Affine.IDENTITY, 86), pipe(MOVED, 96, NEW))));
        assertEquals(2, notObservable(register(pipe(Affine.IDENTITY, 87, INSIDE), pipe(MOVED, 97, OUTSIDE))));
    }
}
