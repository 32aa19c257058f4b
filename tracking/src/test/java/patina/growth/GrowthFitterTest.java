package patina.growth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class GrowthFitterTest {
    /** What src/test/python/growth.py gives with scipy for the same numbers. */
    private static final double[] EXPOSURE = {0, 24, 48, 96, 168, 240, 336};

    private static final double[] DEPTH = {0.6, 12.1, 17.9, 24.6, 32.9, 38.4, 46.5};
    private static final double[] U = {0.5, 0.5, 0.6, 0.6, 0.7, 0.8, 0.9};

    private static Evolution simulated(
            DoubleUnaryOperator truth, double[] t, double relative, double sharedShare, Random random) {
        double end = truth.applyAsDouble(t[t.length - 1]);
        double u = relative * end;
        double shared = sharedShare * u;
        double own = Math.sqrt(u * u - shared * shared);
        double common = shared * random.nextGaussian();
        double[] y = new double[t.length];
        double[] us = new double[t.length];
        for (int i = 0; i < t.length; i++) {
            y[i] = truth.applyAsDouble(t[i]) + common + own * random.nextGaussian();
            us[i] = u;
        }
        return new Evolution(t, y, us, shared);
    }

    private static double[] steps(int n) {
        double[] t = new double[n];
        for (int i = 0; i < n; i++) {
            t[i] = 24.0 * (i + 1);
        }
        return t;
    }

    @Test
    void aStraightLineWithCovarianceIsFittedAsNumpyFitsIt() {
        Growth growth = new GrowthFitter(3)
                .fit(new Evolution(
                        new double[] {24, 48, 72}, new double[] {10, 14.2, 17.9}, new double[] {0.5, 0.6, 0.7}, 0.3));
        assertEquals(GrowthLaw.CONSTANT, growth.law());
        assertEquals(6.06219512, growth.parameters()[0], 1e-8);
        assertEquals(0.16610772, growth.parameters()[1], 1e-8);
        assertEquals(0.015093430793445573, Math.sqrt(growth.covariance()[1][1]), 1e-12);
        assertTrue(growth.rateU() > 0.015, "the last rate is less sure than the mean one");
    }

    /** Volumes in cubic micrometres go from 10 to 10^13, exposures from seconds to years. */
    @Test
    void growthIsTheSameInAnyUnit() {
        for (boolean cycles : new boolean[] {false, true}) {
            Growth plain = new GrowthFitter(3, cycles).fit(new Evolution(EXPOSURE, DEPTH, U, 0.2));
            for (double unit : new double[] {1e-6, 1e6, 1e12}) {
                for (double clock : new double[] {1e-4, 1, 3600}) {
                    Growth scaled = new GrowthFitter(3, cycles)
                            .fit(new Evolution(times(EXPOSURE, clock), times(DEPTH, unit), times(U, unit), 0.2 * unit));
                    String at = "values times " + unit + ", exposures times " + clock;
                    assertEquals(plain.law(), scaled.law(), at);
                    assertEquals(1, scaled.rate() * clock / unit / plain.rate(), 1e-5, at);
                    assertEquals(1, scaled.rateU() * clock / unit / plain.rateU(), 1e-4, at);
                }
            }
        }
    }

    private static double[] times(double[] values, double by) {
        return Arrays.stream(values).map(v -> v * by).toArray();
    }

    /** Between two scans t^(1/3) slows down so much that the last rate is 0.635 of the mean; one that is constant is all of it. */
    @Test
    void ofTwoValuesTheRatesIntervalHoldsThatOfAnyExponent() {
        for (double n : new double[] {1 / 3.0, 0.5, 0.8, 1}) {
            double[] y = {Math.pow(24, n), Math.pow(48, n)};
            Growth growth =
                    new GrowthFitter(3).fit(new Evolution(new double[] {24, 48}, y, new double[] {1e-3, 1e-3}, 0));
            assertTrue(growth.rateInterval().contains(n * Math.pow(48, n - 1)), "exponent " + n);
        }
        Growth started = new GrowthFitter(3)
                .fit(new Evolution(new double[] {24, 48}, new double[] {50, 51}, new double[] {0.1, 0.1}, 0));
        assertEquals(1 / 24.0, started.rate(), 0.01 / 24, "little growth leaves no room to slow down");
        assertEquals(Math.sqrt(2) * 0.1 / 24, started.rateU(), 3e-4);
    }

    @Test
    void aPowerLawIsFittedAsScipyFitsIt() {
        Growth growth = new GrowthFitter(3).fit(new Evolution(EXPOSURE, DEPTH, U, 0.3));
        assertEquals(GrowthLaw.POWER, growth.law());
        assertEquals(2.51362513, growth.parameters()[0], 5e-3);
        assertEquals(-0.05873498, growth.parameters()[1], 5e-3);
        assertEquals(0.50045343, growth.parameters()[2], 5e-4);
        assertTrue(growth.rateInterval().contains(0.0688021688960847));
    }

    /** The rate's interval covers the truth in 92.5 to 97.5 % of cases, whichever law holds and however noisy it is. */
    @Test
    void rateIntervalsCoverTheTruth() {
        long seed = 20;
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        int cases = 0;
        int covered = 0;
        for (int n : new int[] {3, 4, 5, 6, 10}) {
            for (double relative : new double[] {0.01, 0.03, 0.08}) {
                double[] t = steps(n);
                for (double exponent : new double[] {1, 1, 1 / 3.0, 0.5, 0.8, 1.5}) {
                    double incubation = 24 * random.nextDouble() - 2;
                    DoubleUnaryOperator truth = x -> 5 * Math.pow(Math.max(0, x - incubation), exponent);
                    double end = t[n - 1] - incubation;
                    double rate = 5 * exponent * Math.pow(end, exponent - 1);
                    int here = 0;
                    for (int trial = 0; trial < 15; trial++) {
                        Growth growth = new GrowthFitter(3).fit(simulated(truth, t, relative, 0.6, random));
                        here += growth.rateInterval().contains(rate) ? 1 : 0;
                    }
                    cases += 15;
                    covered += here;
                }
            }
        }
        double share = 100.0 * covered / cases;
        System.out.println("rate intervals: " + covered + " of " + cases + ", " + share + " %");
        assertTrue(share >= 92.5 && share <= 97.5, () -> share + " %");
    }

    @Test
    void timesToALimitCoverTheTruthAndSayWhenTheyAreUnbounded() {
        long seed = 21;
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        int covered = 0;
        int cases = 0;
        int unbounded = 0;
        for (double exponent : new double[] {1, 0.5}) {
            DoubleUnaryOperator truth = x -> 5 * Math.pow(Math.max(0, x - 10), exponent);
            double limit = 1.3 * truth.applyAsDouble(144);
            double when = 10 + Math.pow(limit / 5, 1 / exponent);
            for (int trial = 0; trial < 200; trial++) {
                TimeToLimit time = new GrowthFitter(3).timeTo(simulated(truth, steps(6), 0.03, 0.6, random), limit);
                covered += time.interval().contains(when) ? 1 : 0;
                unbounded += time.interval().bounded() ? 0 : 1;
                cases++;
            }
        }
        double share = 100.0 * covered / cases;
        System.out.println("times to a limit: " + share + " %, unbounded " + unbounded + " of " + cases);
        assertTrue(share >= 92 && share <= 98.5, () -> share + " %");
        TimeToLimit never = new GrowthFitter(3).timeTo(simulated(x -> 20, steps(6), 0.03, 0.6, random), 40);
        assertFalse(never.interval().bounded());
        assertTrue(never.sentence("h").contains("no upper bound")
                || never.sentence("h").contains("do not say"));
    }

    /** Fieller: with three values of a line the interval is the one of the linear fit. */
    @Test
    void threeValuesGiveFiellersInterval() {
        TimeToLimit time = new GrowthFitter(3)
                .timeTo(
                        new Evolution(new double[] {1, 2, 3}, new double[] {10, 20, 30}, new double[] {1, 1, 1}, 0),
                        50);
        assertEquals(5, time.exposure(), 1e-9);
        // (10 t - 50)^2 = 1.96^2 (1/3 + (t - 2)^2 / 2)
        for (double t : new double[] {time.interval().low(), time.interval().high()}) {
            double off = 10 * t - 50;
            assertEquals(3.8414588 * (1 / 3.0 + (t - 2) * (t - 2) / 2), off * off, 1e-5);
        }
    }

    @Test
    void growthThatCameToRestIsArrested() {
        Growth growth = new GrowthFitter(3)
                .fit(new Evolution(
                        new double[] {0, 1, 2, 3, 4, 5, 6},
                        new double[] {0, 10, 20, 30, 30.1, 29.9, 30},
                        new double[] {0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5},
                        0.2));
        assertEquals(GrowthClass.ARRESTED, growth.growthClass());
        assertEquals(GrowthLaw.ARRESTED, growth.law());
    }

    @Test
    void noiseAloneIsUnresolved() {
        long seed = 22;
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        int called = 0;
        for (int trial = 0; trial < 200; trial++) {
            Growth growth = new GrowthFitter(3).fit(simulated(x -> 20, steps(6), 0.05, 0.6, random));
            called += growth.growthClass() == GrowthClass.UNRESOLVED ? 0 : 1;
        }
        assertTrue(called <= 2, called + " of 200");
        assertNull(new GrowthFitter(3)
                .fit(new Evolution(new double[] {1}, new double[] {3}, new double[] {1}, 0))
                .law());
    }

    /** a(N) of da/dN = C a^2 (m = 4), a0 = 100 um, C = 1e-6 / (um cycle). */
    @Test
    void aCrackThatSpeedsUpFollowsTheParisForm() {
        double[] cycles = {0, 1000, 2000, 3000, 4000, 5000, 6000, 7000};
        double[] a = new double[cycles.length];
        double[] u = new double[cycles.length];
        for (int i = 0; i < a.length; i++) {
            a[i] = 100 / (1 - 1e-4 * cycles[i]);
            u[i] = 0.5;
        }
        Growth growth = new GrowthFitter(3, true).fit(new Evolution(cycles, a, u, 0));
        assertEquals(GrowthLaw.PARIS, growth.law());
        assertEquals(4, growth.parameters()[2], 0.05);
        assertEquals(1e-6, growth.parameters()[1], 3e-7);
        assertEquals(1e-6 * a[7] * a[7], growth.rate(), 0.002);
        assertTrue(growth.rateInterval().contains(1e-6 * a[7] * a[7]));
    }

    @Test
    void anExposureInErrorWidensTheRate() {
        double[] t = {24, 48, 72};
        double[] y = {10, 20, 30};
        double[] u = {0.1, 0.1, 0.1};
        Growth exact = new GrowthFitter(3).fit(new Evolution(t, y, u, 0));
        Growth unsure = new GrowthFitter(3).fit(new Evolution(t, y, u, 0, new double[] {1, 1, 1}));
        double slope = 10 / 24.0;
        assertEquals(exact.covariance()[1][1] * (1 + slope * slope / 0.01), unsure.covariance()[1][1], 1e-9);
        assertTrue(unsure.rateU() > exact.rateU());
    }

    @Test
    void bandsWidenAwayFromTheDataAndPredictionsAreWider() {
        Growth growth = new GrowthFitter(3).fit(new Evolution(EXPOSURE, DEPTH, U, 0.3));
        assertTrue(growth.confidence(400).width() > growth.confidence(200).width());
        assertTrue(growth.prediction(200, 0.7).width() > growth.confidence(200).width());
        assertTrue(growth.confidence(336).contains(46.5));
    }
}
