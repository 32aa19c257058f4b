package patina.detection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HitMissTest {
    private static List<HitMiss.Trial> drawn(Random random, int n, double a50, double slope) {
        List<HitMiss.Trial> trials = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            double size = 0.5 * Math.pow(16, random.nextDouble());
            double p = 1 / (1 + Math.pow(a50 / size, slope));
            trials.add(new HitMiss.Trial(size, random.nextDouble() < p));
        }
        return trials;
    }

    @Test
    void theBoundIsAboveTheTruthIn95Of100() {
        long seed = 20261129;
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        double slope = 6;
        double a90 = 2 * Math.pow(9, 1 / slope);
        int above = 0;
        int n = 600;
        double sum = 0;
        for (int i = 0; i < n; i++) {
            HitMiss fit = HitMiss.fit(drawn(random, 120, 2, slope));
            above += fit.a9095() >= a90 ? 1 : 0;
            sum += fit.a90();
        }
        // 95 % within three standard deviations of a count.
        assertEquals(0.95 * n, above, 3 * Math.sqrt(n * 0.95 * 0.05) + 6);
        assertEquals(a90, sum / n, 0.05 * a90);
    }

    @Test
    void aCleanCutHasAnAnswerToo() {
        List<HitMiss.Trial> trials = new ArrayList<>();
        for (int i = 1; i <= 60; i++) {
            trials.add(new HitMiss.Trial(0.1 * i, i > 30));
        }
        HitMiss fit = HitMiss.fit(trials);
        assertTrue(fit.a90() > 3 && fit.a90() < 3.5, () -> "a90 " + fit.a90());
        assertTrue(fit.a9095() > fit.a90() && fit.a9095() < 4.2, () -> "a90/95 " + fit.a9095());
        assertEquals(30, fit.hits());
    }

    @Test
    void whatIsAlwaysMissedHasNoBound() {
        List<HitMiss.Trial> trials = new ArrayList<>();
        for (int i = 1; i <= 40; i++) {
            trials.add(new HitMiss.Trial(0.1 * i, false));
        }
        assertTrue(HitMiss.fit(trials).a9095() > 4, "nothing up to 4 was found");
    }

    /** Greenland and others give that a penalty is a prior: with one size only, hits + 1/2 of misses + 1/2. */
    @Test
    void thePenaltyIsHalfAHitAndHalfAMissWhereSizesAreTwo() {
        List<HitMiss.Trial> trials = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            trials.add(new HitMiss.Trial(1, i < 4));
            trials.add(new HitMiss.Trial(2, i < 17));
        }
        // A saturated logit under Firth's penalty adds half a count to each cell.
        HitMiss fit = HitMiss.fit(trials);
        assertEquals(4.5 / 21, fit.probability(1), 1e-6);
        assertEquals(17.5 / 21, fit.probability(2), 1e-6);
    }
}
