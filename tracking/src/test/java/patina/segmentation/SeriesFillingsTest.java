package patina.segmentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import patina.geometry.Point;
import patina.segmentation.DamageFeature.Content;
import patina.segmentation.DamageFeature.Level;
import patina.segmentation.DamageFeature.Product;

/**
 * What is told of a place by other scans of it. A feature lost {@code V} voxels of metal and shows {@code s V} of them.
 *
 * <pre>
 *   scan        0          1          2         3
 *   track 1   unsure    product    cleaned   product     a narrow pit, full from the first on
 *   track 2   product   product    cleaned   product     a wide one
 *   track 3   unsure    nothing    nothing   nothing     an empty one
 * </pre>
 */
class SeriesFillingsTest {
    private static final double EDGE = 0.8;
    private static final Noise QUIET = new Noise(1e-9, 1e-9, 1e-9, 0, 0, 0);

    private static final Level CLEANED = new Level(1, 0.02, Content.NOTHING);

    /** A feature as a scan alone states it, with a depth that its level makes. */
    private static DamageFeature feature(
            int label, double volume, double depth, @Nullable Product product, @Nullable Level level) {
        return new DamageFeature(
                label,
                Family.BULK,
                0,
                90,
                600,
                volume,
                volume,
                new Point(10 * label, 20, 30),
                depth,
                0.05,
                depth / 3,
                null,
                volume / 2,
                0,
                new long[] {0, 0, 0},
                new long[] {9, 9, 9},
                new double[] {6, 6, 3},
                new double[3],
                new double[3],
                0,
                null,
                product,
                level,
                0,
                0);
    }

    private static DamageFeature empty(int label, double volume, Level level) {
        return feature(label, volume, 3, null, level);
    }

    private static DamageFeature filled(int label, double volume, double shows, double u) {
        return feature(label, volume, 3, new Product(volume, 1 - shows, u), new Level(shows, u, Content.PRODUCT));
    }

    private static Damage scan(int scan, DamageFeature... features) {
        return new Damage(
                scan,
                QUIET,
                0.3,
                0.1,
                List.of(features),
                new Damage.General(0, 1000, new double[3], new double[3], 0, List.of()),
                0,
                10_000,
                1,
                1.5,
                EDGE,
                0,
                null,
                List.of());
    }

    /** Labels are tracks. */
    private static List<Damage> pooled(Damage... scans) {
        List<Map<Integer, Integer>> trackOf = new ArrayList<>();
        for (Damage damage : scans) {
            Map<Integer, Integer> of = new HashMap<>();
            damage.features().forEach(f -> of.put(f.label(), f.label()));
            trackOf.add(of);
        }
        return SeriesFillings.pooled(List.of(scans), trackOf);
    }

    private static List<Damage> drawn() {
        return pooled(
                scan(
                        0,
                        empty(1, 0.7 * 46, new Level(0.82, 0.11, Content.UNSURE)),
                        filled(2, 57, 0.5, 0.12),
                        empty(3, 56, new Level(0.97, 0.09, Content.UNSURE))),
                scan(1, filled(1, 320, 0.7, 0.03), filled(2, 500, 0.5, 0.03), empty(3, 300, CLEANED)),
                scan(2, empty(1, 730, CLEANED), empty(2, 1200, CLEANED), empty(3, 650, CLEANED)),
                scan(3, filled(1, 1237, 0.7, 0.013), filled(2, 2094, 0.5, 0.012), empty(3, 1072, CLEANED)));
    }

    @Test
    void aPitTooSmallToTellIsFilledAsItIsLater() {
        DamageFeature pit = drawn().get(0).features().get(0);
        assertEquals(46, pit.loss(), 0.3);
        assertEquals(46, pit.deficit(), 0.3);
        assertNotNull(pit.product());
        assertEquals(0.3, pit.product().grey(), 0.01);
        assertEquals(46, pit.product().volume(), 0.3);
        // It may be empty after all.
        assertEquals(0.1, pit.product().relativeU(), 0.04);
        // Half of the metal's grey was looked for, 71 % of the product's.
        assertNotNull(pit.depth());
        assertEquals(3 + 0.566 * EDGE, pit.depth(), 0.02);
    }

    @Test
    void anEmptyPitStaysAsItIsAndIsSurer() {
        List<Damage> series = drawn();
        for (Damage damage : series) {
            assertNull(damage.features().get(2).product());
        }
        assertEquals(56, series.get(0).features().get(2).loss());
        assertEquals(3, series.get(0).features().get(2).depth());
    }

    @Test
    void whatWasCleanedStaysEmpty() {
        drawn().get(2).features().forEach(f -> {
            assertNull(f.product());
            assertEquals(3, f.depth());
        });
    }

    @Test
    void aLevelPoorlyToldIsThatOfTheOtherScans() {
        // Told to show 0.6, the pit was taken to have lost 57 of the 68.4 voxels that it lost.
        DamageFeature pit = pooled(
                        scan(0, filled(1, 57, 0.6, 0.15)),
                        scan(1, filled(1, 500, 0.5, 0.012)),
                        scan(2, filled(1, 1500, 0.5, 0.012)))
                .get(0)
                .features()
                .get(0);
        assertEquals(68.4, pit.loss(), 1);
        assertNotNull(pit.product());
        assertTrue(pit.product().relativeU() < 0.035, "u " + pit.product().relativeU());
    }

    @Test
    void anotherProductKeepsItsOwnLevel() {
        Damage[] series = {scan(0, filled(1, 300, 0.7, 0.03)), scan(1, filled(1, 900, 0.4, 0.03))};
        assertEquals(List.of(series), pooled(series));
    }

    @Test
    void whereNoScanTellsOfProductNothingChanges() {
        Damage[] series = {
            scan(0, empty(1, 46, new Level(0.8, 0.11, Content.UNSURE)), feature(2, 20, 2, null, null)),
            scan(1, empty(1, 300, CLEANED), feature(2, 40, 2, null, null))
        };
        assertEquals(List.of(series), pooled(series));
    }

    @Test
    void whereOnlyOneScanTellsNothingChanges() {
        Damage[] series = {
            scan(
                    0,
                    feature(1, 46, 3, new Product(0, 0, 0.3), new Level(0.82, 0.11, Content.UNSURE)),
                    filled(2, 500, 0.5, 0.03))
        };
        assertEquals(List.of(series), pooled(series));
    }

    @Test
    void theStatedUncertaintyOfAVolumeHolds() {
        long seed = 20260102;
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        int n = 2000;
        int covered = 0;
        double squares = 0;
        for (int i = 0; i < n; i++) {
            double shows = 0.35 + 0.35 * random.nextDouble();
            Damage[] series = new Damage[3];
            for (int scan = 0; scan < 3; scan++) {
                double u = 0.03 + 0.05 * random.nextDouble();
                // The product changes by a hundredth of the metal's grey from scan to scan.
                double now = shows + 0.01 * random.nextGaussian();
                double told = now * Math.exp(u * random.nextGaussian());
                series[scan] = scan(scan, filled(1, 100 * now / told, told, u));
            }
            DamageFeature first = pooled(series).get(0).features().get(0);
            assertNotNull(first.product());
            double off = (first.loss() - 100) / (first.product().relativeU() * first.loss());
            covered += Math.abs(off) < 1.96 ? 1 : 0;
            squares += off * off;
        }
        assertEquals(0.95, (double) covered / n, 0.02);
        assertEquals(1, Math.sqrt(squares / n), 0.1);
    }
}
