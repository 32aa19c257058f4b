package patina.phantom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SceneTest {
    private static final PhantomOptions CLEAN = PhantomOptions.defaults()
            .withSize(64)
            .withNoise(0)
            .withCupping(0)
            .withRings(0)
            .withBlur(0.7);

    private static Phantom phantom(Scene scene) {
        return Phantom.of(scene, CLEAN.withSteps(Math.max(3, scene.fewestSteps())));
    }

    private static PhantomScan bare(PhantomScan scan) {
        Moment m = scan.moment();
        List<Feature> empty =
                m.losses().stream().map(loss -> loss.filledWith(0)).toList();
        Moment metal = new Moment(m.body(), empty, List.of(), List.of(), 0, List.of());
        return new PhantomScan(
                scan.index(),
                scan.plan(),
                scan.exposure(),
                metal,
                scan.matrix(),
                scan.surroundings(),
                scan.seam(),
                scan.upper(),
                scan.scaleDrift(),
                scan.blur(),
                scan.greys());
    }

    private static double metal(Phantom phantom, PhantomScan scan) {
        double sum = 0;
        for (float share : bare(scan).shares(phantom.placement(), 0, scan.plan().slices())) {
            sum += share;
        }
        return sum * Math.pow(scan.plan().voxel(), 3) / scan.matrix().determinant();
    }

    @ParameterizedTest
    @EnumSource(
            value = Scene.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"SHIFTED_VIEW", "UNTIDY", "GRIPPED_ROD"})
    void theMetalMissingFromTheVoxelsIsTheMetalLost(Scene scene) {
        Phantom phantom = phantom(scene);
        Map<String, Object> truth = new Truth(phantom).json();
        double before = metal(phantom, phantom.scans().get(0));
        PhantomScan last = phantom.scans().get(phantom.scans().size() - 1);
        @SuppressWarnings("unchecked")
        List<Map<String, Object>> scans = (List<Map<String, Object>>) truth.get("scans");
        double lost = (double) scans.get(last.index()).get("lost_um3") / Math.pow(CLEAN.voxelUm(), 3);
        double seen = (double) scans.get(last.index()).get("lost_seen_um3") / Math.pow(CLEAN.voxelUm(), 3);
        // Both volumes are of 1e5 voxels; what is allowed is 1e-5 of the body, and 0.4 % of the loss.
        assertEquals(lost, before - metal(phantom, last), 1 + 0.004 * lost);
        assertEquals(lost, seen, 1e-6 * lost);
    }

    @ParameterizedTest
    @EnumSource(Scene.class)
    void featuresAreWhereTheySayAndHaveParentsBeforeThem(Scene scene) {
        Phantom phantom = Phantom.of(scene, CLEAN.withSteps(10));
        Set<String> known = new HashSet<>();
        for (PhantomScan scan : phantom.scans()) {
            Set<String> now = new HashSet<>();
            for (Feature feature : scan.moment().losses()) {
                assertTrue(now.add(feature.id()), () -> "twice: " + feature.id());
                assertTrue(feature.depth() > 0);
                if (!known.contains(feature.id())) {
                    for (String parent : feature.parents()) {
                        assertTrue(
                                known.contains(parent),
                                () -> feature.id() + " has no parent " + parent + " before scan " + scan.index());
                    }
                }
            }
            known.addAll(now);
        }
    }

    @ParameterizedTest
    @EnumSource(Scene.class)
    void theDepthOfAFeatureIsThatOfItsDeepestPoint(Scene scene) {
        Phantom phantom = phantom(scene);
        PhantomScan last = phantom.scans().get(phantom.scans().size() - 1);
        for (Feature feature : last.moment().losses()) {
            double deepest = 0;
            double step = 0.1;
            for (double x = -24; x < 24; x += 8 * step) {
                for (double y = -22; y < 22; y += 8 * step) {
                    for (double z = -24; z < 24; z += 8 * step) {
                        if (feature.shape().bound(x, y, z) < 8 * step) {
                            deepest = Math.max(
                                    deepest,
                                    deepest(feature.shape(), last.moment().body(), x, y, z, step));
                        }
                    }
                }
            }
            assertEquals(feature.depth(), deepest, 0.12, () -> scene + " " + feature.id());
        }
    }

    private static double deepest(Shape shape, ConvexBody body, double x0, double y0, double z0, double step) {
        double deepest = 0;
        for (int i = 0; i < 512; i++) {
            double x = x0 + step * (i & 7);
            double y = y0 + step * (i >> 3 & 7);
            double z = z0 + step * (i >> 6);
            double depth = body.depth(x, y, z);
            if (depth > deepest && shape.coverage(x, y, z, step) > 0.01) {
                deepest = depth;
            }
        }
        return deepest;
    }

    @Test
    void aCrackIsDeeperThanItsPitInEveryScan() {
        for (int steps : new int[] {3, 5, 10, 30}) {
            Phantom phantom = Phantom.of(Scene.CRACKED_PIT, CLEAN.withSteps(steps));
            int cracked = 0;
            for (PhantomScan scan : phantom.scans()) {
                List<Feature> losses = scan.moment().losses();
                if (losses.size() == 2) {
                    assertTrue(
                            losses.get(1).depth() > losses.get(0).depth() + 0.4,
                            steps + " steps, scan " + scan.index());
                    cracked++;
                }
            }
            assertTrue(cracked >= steps / 3);
        }
    }

    /** Poses apart by whole voxels, so that the two scans can be taken from each other. */
    @Test
    void whatIsOutsideAViewIsNotCountedAsSeen() {
        PhantomOptions still = CLEAN.withSize(60)
                .withSteps(3)
                .withBlur(0)
                .withRotationDegrees(0)
                .withShiftVoxels(0)
                .withScaleDrift(0);
        Phantom phantom = Phantom.of(Scene.SHIFTED_VIEW, still);
        float[] before = bare(phantom.scans().get(0)).shares(phantom.placement(), 0, 60);
        float[] after = bare(phantom.scans().get(2)).shares(phantom.placement(), 0, 60);
        double seen = 0;
        for (int i = 0; i < after.length; i++) {
            int x = i % 60;
            int y = i / 60 % 60;
            if (x + 18 < 60 && Math.hypot(x - 29.5, y - 29.5) <= 0.96 * 30) {
                seen += before[i + 18] - after[i];
            }
        }
        @SuppressWarnings("unchecked")
        Map<String, Object> truth =
                ((List<Map<String, Object>>) new Truth(phantom).json().get("scans")).get(2);
        assertEquals(seen, (double) truth.get("lost_seen_um3") / 125, 0.005 * seen);
        assertTrue((double) truth.get("lost_um3") / 125 > 1.1 * seen);
        @SuppressWarnings("unchecked")
        List<Map<String, Object>> features = (List<Map<String, Object>>) truth.get("features");
        Map<String, Object> hidden = features.stream()
                .filter(feature -> feature.get("id").equals("E"))
                .findFirst()
                .orElseThrow();
        assertEquals(0.0, hidden.get("seen_share"));
    }

    @Test
    void thereAreAHundredInclusionsInEveryBodyAndTheyDoNotTouchItsSurface() {
        for (Scene scene : Scene.values()) {
            for (int size : new int[] {64, 128}) {
                Phantom phantom = Phantom.of(scene, CLEAN.withSize(size));
                Moment moment = phantom.scans().get(0).moment();
                assertTrue(moment.inclusions().size() >= 100, scene + " at " + size);
                for (Solid inclusion : moment.inclusions()) {
                    Ellipsoid grain = (Ellipsoid) inclusion.shape();
                    assertTrue(moment.body().depth(grain.frame().origin()) > grain.a());
                }
            }
        }
    }

    /** Voxels in a feature, as an image of 1-based numbers on a grid of voxels, in the body's frame. */
    private static int[] labels(PhantomScan scan, int n) {
        List<Feature> losses = scan.moment().losses();
        ConvexBody body = scan.moment().body();
        int[] labels = new int[n * n * n];
        for (int z = 0; z < n; z++) {
            for (int y = 0; y < n; y++) {
                for (int x = 0; x < n; x++) {
                    double px = x - n / 2.0;
                    double py = y - n / 2.0;
                    double pz = z - n / 2.0;
                    double depth = body.depth(px, py, pz);
                    for (int i = 0; i < losses.size() && depth > 0 && depth < 14; i++) {
                        if (losses.get(i).shape().bound(px, py, pz) < 0) {
                            labels[(z * n + y) * n + x] = i + 1;
                        }
                    }
                }
            }
        }
        return labels;
    }

    /** For each 26-connected component, the features in it. */
    private static Map<Integer, Set<Integer>> components(int[] labels, int n) {
        int[] component = new int[labels.length];
        Map<Integer, Set<Integer>> members = new HashMap<>();
        Deque<Integer> open = new ArrayDeque<>();
        int count = 0;
        for (int start = 0; start < labels.length; start++) {
            if (labels[start] == 0 || component[start] != 0) {
                continue;
            }
            count++;
            component[start] = count;
            open.push(start);
            Set<Integer> inside = new HashSet<>();
            while (!open.isEmpty()) {
                int at = open.pop();
                inside.add(labels[at]);
                for (int k = 0; k < 27; k++) {
                    int next = at + (k % 3 - 1) + n * (k / 3 % 3 - 1) + n * n * (k / 9 - 1);
                    if (labels[next] != 0 && component[next] == 0) {
                        component[next] = count;
                        open.push(next);
                    }
                }
            }
            members.put(count, inside);
        }
        return members;
    }

    private static void assertOnePieceEach(PhantomScan scan, int n) {
        Map<Integer, Set<Integer>> components = components(labels(scan, n), n);
        Set<Integer> seen = new HashSet<>();
        for (Set<Integer> inside : components.values()) {
            assertEquals(1, inside.size(), () -> "features that touch in scan " + scan.index() + ": " + inside);
            assertTrue(seen.addAll(inside), () -> "a feature in two pieces in scan " + scan.index() + ": " + inside);
        }
        assertEquals(scan.moment().losses().size(), components.size());
    }

    @Test
    void pitsThatMergeAreTwoPiecesBeforeAndOneAfter() {
        Phantom phantom = Phantom.of(Scene.MERGING_PITS, PhantomOptions.defaults());
        for (PhantomScan scan : phantom.scans()) {
            assertOnePieceEach(scan, 128);
        }
        assertEquals(
                List.of("A", "B", "C"),
                phantom.scans().get(2).moment().losses().stream()
                        .map(Feature::id)
                        .toList());
        assertEquals(
                List.of("A+B", "C"),
                phantom.scans().get(3).moment().losses().stream()
                        .map(Feature::id)
                        .toList());
    }

    @Test
    void manyFeaturesAreSixtyFoundersEightMergesAndFourSplits() {
        Phantom phantom =
                Phantom.of(Scene.MANY_FEATURES, PhantomOptions.defaults().withSteps(10));
        Map<String, Feature> all = new HashMap<>();
        for (PhantomScan scan : phantom.scans()) {
            scan.moment().losses().forEach(feature -> all.putIfAbsent(feature.id(), feature));
        }
        // 40 alone, 16 that merge, 4 that split.
        assertEquals(
                60, all.values().stream().filter(f -> f.parents().isEmpty()).count());
        assertEquals(
                8, all.values().stream().filter(f -> f.parents().size() == 2).count());
        long parted = all.values().stream().filter(f -> f.parents().size() == 1).count();
        assertEquals(2 * 4, parted);
        for (int scan : new int[] {1, 5, 9}) {
            assertOnePieceEach(phantom.scans().get(scan), 128);
        }
    }

    @Test
    void manyFeaturesStayApartWithAnySeed() {
        for (long seed : new long[] {1, 2, 3}) {
            Phantom phantom = Phantom.of(
                    Scene.MANY_FEATURES, PhantomOptions.defaults().withSteps(5).withSeed(seed));
            assertOnePieceEach(phantom.scans().get(4), 128);
        }
    }

    @Test
    void everySceneSaysWhatItIsInOneSentence() {
        assertEquals(Scene.values().length, Phantoms.names().size());
        assertTrue(
                Arrays.stream(Scene.values()).allMatch(scene -> scene.sentence().endsWith(".")));
    }
}
