package patina.fields;

/**
 * For each place on a line, the place p for which (i - p)² + f(p) is least: the lower envelope of parabolas. Felzenszwalb,
 * Huttenlocher, Distance transforms of sampled functions, Theory of Computing 8 (2012). Of equals the first.
 *
 * <p>A place whose f is 0 is its own nearest and hides what lies beyond it, so each gap between such places is a line by
 * itself. One for each thread.
 */
final class Parabolas {
    private final int[] places;
    private final double[] heights;
    /** Where each parabola of the envelope begins to be the lowest. */
    private final double[] begins;

    Parabolas(int most) {
        places = new int[most + 2];
        heights = new double[most + 2];
        begins = new double[most + 2];
    }

    /**
     * @param f not negative; infinite where there is no parabola
     * @param nearest receives p for each of the n places, -1 where there is no parabola at all
     */
    void nearest(double[] f, int base, int n, int[] nearest) {
        int at = 0;
        while (at < n) {
            if (f[base + at] == 0) {
                nearest[at] = at;
                at++;
                continue;
            }
            int end = at + 1;
            while (end < n && f[base + end] != 0) {
                end++;
            }
            gap(f, base, at, end, n, nearest);
            at = end;
        }
    }

    /** Places from ... end - 1; there may be zeros just before and just after. */
    private void gap(double[] f, int base, int from, int end, int n, int[] nearest) {
        int first = from > 0 ? from - 1 : from;
        int last = end < n ? end : end - 1;
        int top = -1;
        for (int q = first; q <= last; q++) {
            double height = f[base + q];
            if (height == Double.POSITIVE_INFINITY) {
                continue;
            }
            double lift = height + (double) q * q;
            double begin = Double.NEGATIVE_INFINITY;
            while (top >= 0) {
                begin = (lift - heights[top]) / (2.0 * (q - places[top]));
                if (begin > begins[top]) {
                    break;
                }
                top--;
                begin = Double.NEGATIVE_INFINITY;
            }
            top++;
            places[top] = q;
            heights[top] = lift;
            begins[top] = begin;
        }
        if (top < 0) {
            java.util.Arrays.fill(nearest, from, end, -1);
            return;
        }
        begins[top + 1] = Double.POSITIVE_INFINITY;
        int p = 0;
        for (int i = from; i < end; i++) {
            while (begins[p + 1] < i) {
                p++;
            }
            nearest[i] = places[p];
        }
    }
}
