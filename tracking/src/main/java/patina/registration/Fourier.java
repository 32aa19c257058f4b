package patina.registration;

/** The Fourier transform of small complex cubes, radix 2, in place. */
final class Fourier {
    private Fourier() {}

    /**
     * Transforms a cube of edge n, a power of two; the way back is divided by n^3.
     *
     * @param cube 2 n^3 numbers, real and imaginary part in turn, x-fastest
     */
    static void transform(double[] cube, int n, boolean back) {
        double[] cosine = new double[n / 2];
        double[] sine = new double[n / 2];
        for (int i = 0; i < n / 2; i++) {
            cosine[i] = Math.cos(2 * Math.PI * i / n);
            sine[i] = (back ? 1 : -1) * Math.sin(2 * Math.PI * i / n);
        }
        double[] line = new double[2 * n];
        int step = 1;
        for (int axis = 0; axis < 3; axis++, step *= n) {
            for (int start = 0; start < n * n * n; start++) {
                if (start / step % n != 0) {
                    continue;
                }
                for (int i = 0; i < n; i++) {
                    line[2 * i] = cube[2 * (start + i * step)];
                    line[2 * i + 1] = cube[2 * (start + i * step) + 1];
                }
                line(line, n, cosine, sine);
                double share = back ? 1.0 / n : 1;
                for (int i = 0; i < n; i++) {
                    cube[2 * (start + i * step)] = share * line[2 * i];
                    cube[2 * (start + i * step) + 1] = share * line[2 * i + 1];
                }
            }
        }
    }

    private static void line(double[] a, int n, double[] cosine, double[] sine) {
        for (int i = 1, j = 0; i < n; i++) {
            int bit = n >> 1;
            for (; (j & bit) != 0; bit >>= 1) {
                j ^= bit;
            }
            j |= bit;
            if (i < j) {
                double re = a[2 * i];
                double im = a[2 * i + 1];
                a[2 * i] = a[2 * j];
                a[2 * i + 1] = a[2 * j + 1];
                a[2 * j] = re;
                a[2 * j + 1] = im;
            }
        }
        for (int half = 1; half < n; half *= 2) {
            int stride = n / (2 * half);
            for (int i = 0; i < n; i += 2 * half) {
                for (int k = 0; k < half; k++) {
                    int p = 2 * (i + k);
                    int q = 2 * (i + k + half);
                    double wr = cosine[k * stride];
                    double wi = sine[k * stride];
                    double re = a[q] * wr - a[q + 1] * wi;
                    double im = a[q] * wi + a[q + 1] * wr;
                    a[q] = a[p] - re;
                    a[q + 1] = a[p + 1] - im;
                    a[p] += re;
                    a[p + 1] += im;
                }
            }
        }
    }
}
