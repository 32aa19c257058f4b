package patina.meshes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import patina.fields.Mesh;
import patina.geometry.Affine;
import patina.geometry.Point;

/** Distances to boxes and balls, whose truth is a formula. */
class MeshDistanceTest {
    private static final long SEED = 20260102;
    private static final Point LOW = new Point(-30, 10, 4);
    private static final Point HIGH = new Point(50, 40, 25);

    /** Signed distance to a box, positive inside. */
    private static double box(Point p, Point low, Point high) {
        double[] out = {
            Math.max(low.x() - p.x(), p.x() - high.x()),
            Math.max(low.y() - p.y(), p.y() - high.y()),
            Math.max(low.z() - p.z(), p.z() - high.z())
        };
        double most = Math.max(out[0], Math.max(out[1], out[2]));
        if (most <= 0) {
            return -most;
        }
        return -Math.sqrt(
                Arrays.stream(out).map(o -> Math.max(0, o)).map(o -> o * o).sum());
    }

    private static Point somewhere(Random random) {
        return new Point(
                -50 + 120 * random.nextDouble(), -10 + 70 * random.nextDouble(), -15 + 60 * random.nextDouble());
    }

    @Test
    void aBoxHasItsDistanceInsideAndOutsideAtEdgesAndCorners() {
        MeshDistance.Probe probe =
                MeshDistance.of(Meshes.box(LOW, HIGH), Affine.IDENTITY).probe();
        Random random = new Random(SEED);
        for (int i = 0; i < 3000; i++) {
            Point p = somewhere(random);
            assertEquals(box(p, LOW, HIGH), probe.inside(p.x(), p.y(), p.z()), 1e-9, () -> p + ", seed " + SEED);
        }
    }

    @Test
    void aHollowIsOutside() {
        Point low = new Point(-10, 18, 10);
        Point high = new Point(20, 30, 20);
        Mesh mesh = Meshes.hollow(Meshes.box(LOW, HIGH), Meshes.box(low, high));
        MeshDistance distance = MeshDistance.of(mesh, Affine.IDENTITY);
        assertEquals(0, distance.openEdges());
        MeshDistance.Probe probe = distance.probe();
        Random random = new Random(SEED);
        for (int i = 0; i < 3000; i++) {
            Point p = somewhere(random);
            double truth = Math.min(box(p, LOW, HIGH), -box(p, low, high));
            assertEquals(truth, probe.inside(p.x(), p.y(), p.z()), 1e-9, () -> p + ", seed " + SEED);
        }
    }

    @Test
    void aBallIsMetWithinItsFacets() {
        Point centre = new Point(3, 4, 5);
        int around = 60;
        double r = 20;
        MeshDistance distance = MeshDistance.of(Meshes.ball(centre, r, around), Affine.IDENTITY);
        assertEquals(0, distance.openEdges());
        double sagitta = r * (1 - Math.cos(Math.PI / around * Math.sqrt(2)));
        MeshDistance.Probe probe = distance.probe();
        Random random = new Random(SEED);
        for (int i = 0; i < 3000; i++) {
            Point p = somewhere(random);
            double truth = r - p.minus(centre).length();
            double found = probe.inside(p.x(), p.y(), p.z());
            assertTrue(found <= truth + 1e-5 && found >= truth - sagitta - 1e-5, p + ": " + found + ", not " + truth);
        }
    }

    @Test
    void unitAndPlaceAreMapped() {
        Affine map = Affine.scaling(1000, 1000, 1000)
                .then(Affine.rotation(0.1, 0.4, -0.2))
                .then(Affine.translation(70, -20, 5));
        MeshDistance.Probe probe = MeshDistance.of(Meshes.box(LOW, HIGH), map).probe();
        Point inside = map.apply(new Point(10, 25, 6));
        assertEquals(2000, probe.inside(inside.x(), inside.y(), inside.z()), 1e-6);
    }

    @Test
    void aMeshInsideOutIsTurned() {
        Mesh box = Meshes.box(LOW, HIGH);
        int[] turned = box.triangles().clone();
        for (int t = 0; t < turned.length; t += 3) {
            turned[t] = box.triangles()[t + 1];
            turned[t + 1] = box.triangles()[t];
        }
        assertEquals(
                5,
                MeshDistance.of(new Mesh(box.points(), turned), Affine.IDENTITY)
                        .probe()
                        .inside(0, 15, 15),
                1e-9);
    }

    @Test
    void aMissingOrATurnedTriangleLeavesThreeEdgesOpen() {
        Mesh box = Meshes.box(LOW, HIGH);
        int[] fewer = Arrays.copyOf(box.triangles(), 33);
        assertEquals(
                3,
                MeshDistance.of(new Mesh(box.points(), fewer), Affine.IDENTITY).openEdges());
        int[] turned = box.triangles().clone();
        turned[0] = box.triangles()[1];
        turned[1] = box.triangles()[0];
        assertEquals(
                3,
                MeshDistance.of(new Mesh(box.points(), turned), Affine.IDENTITY).openEdges());
    }

    @Test
    void nothingIsInsideOfNoTriangles() {
        MeshDistance none = MeshDistance.of(new Mesh(new float[0], new int[0]), Affine.IDENTITY);
        assertEquals(Double.NEGATIVE_INFINITY, none.probe().inside(1, 2, 3));
    }
}
