package patina.growth;

import java.util.Arrays;
import java.util.Comparator;
import java.util.function.ToDoubleFunction;

/** Finds the least of a function of a few numbers by the simplex of Nelder and Mead (Comput. J. 7, 1965, 308), begun again once. */
final class Simplex {
    private static final int ITERATIONS = 400;
    private static final double TOLERANCE = 1e-13;

    private Simplex() {}

    private record Corner(double[] at, double value) {}

    /**
     * @param start where to begin; the function is finite there
     * @param steps how far the first corners lie
     */
    static double[] least(ToDoubleFunction<double[]> f, double[] start, double[] steps) {
        double[] first = once(f, start, steps);
        double[] smaller = Arrays.stream(steps).map(s -> s / 20).toArray();
        return once(f, first, smaller);
    }

    private static double[] once(ToDoubleFunction<double[]> f, double[] start, double[] steps) {
        int n = start.length;
        Corner[] corners = new Corner[n + 1];
        corners[0] = corner(f, start);
        for (int i = 0; i < n; i++) {
            double[] at = start.clone();
            at[i] += steps[i];
            corners[i + 1] = corner(f, at);
        }
        for (int round = 0; round < ITERATIONS; round++) {
            Arrays.sort(corners, Comparator.comparingDouble(Corner::value));
            if (corners[n].value - corners[0].value < TOLERANCE * (1 + Math.abs(corners[0].value))) {
                break;
            }
            double[] middle = new double[n];
            for (int c = 0; c < n; c++) {
                for (int i = 0; i < n; i++) {
                    middle[i] += corners[c].at[i] / n;
                }
            }
            Corner mirrored = corner(f, along(middle, corners[n].at, -1));
            if (mirrored.value < corners[0].value) {
                Corner farther = corner(f, along(middle, corners[n].at, -2));
                corners[n] = farther.value < mirrored.value ? farther : mirrored;
            } else if (mirrored.value < corners[n - 1].value) {
                corners[n] = mirrored;
            } else {
                Corner nearer = corner(f, along(middle, corners[n].at, mirrored.value < corners[n].value ? -0.5 : 0.5));
                if (nearer.value < Math.min(mirrored.value, corners[n].value)) {
                    corners[n] = nearer;
                } else {
                    for (int c = 1; c <= n; c++) {
                        corners[c] = corner(f, along(corners[0].at, corners[c].at, 0.5));
                    }
                }
            }
        }
        Arrays.sort(corners, Comparator.comparingDouble(Corner::value));
        return corners[0].at;
    }

    private static double[] along(double[] from, double[] to, double share) {
        double[] at = new double[from.length];
        for (int i = 0; i < at.length; i++) {
            at[i] = from[i] + share * (to[i] - from[i]);
        }
        return at;
    }

    private static Corner corner(ToDoubleFunction<double[]> f, double[] at) {
        double value = f.applyAsDouble(at);
        return new Corner(at, Double.isNaN(value) ? Double.POSITIVE_INFINITY : value);
    }
}
