package patina.registration;

/**
 * The Fourier transform of small complex cubes, radix 2. Lines are transformed side by side, a plane of the cube at a time,
 * so that a plane stays in the nearest cache. For one thread.
 */
final class Fourier {
    private final int n;
    private final double[] cosine;
    private final double[] sine;
    /** A plane, and where the next stage goes. */
    private double[] re;

    private double[] im;
    private double[] nextRe;
    private double[] nextIm;

    /** @param n edge of the cubes, a power of two */
    Fourier(int n) {
        this.n = n;
        cosine = new double[n / 2];
        sine = new double[n / 2];
        for (int i = 0; i < n / 2; i++) {
            cosine[i] = Math.cos(2 * Math.PI * i / n);
            sine[i] = Math.sin(2 * Math.PI * i / n);
        }
        re = new double[n * n];
        im = new double[n * n];
        nextRe = new double[n * n];
        nextIm = new double[n * n];
    }

    /** Transforms a cube in place, x-fastest; the other way round when real and imaginary part are exchanged. */
    void transform(double[] cubeRe, double[] cubeIm) {
        int plane = n * n;
        for (int z = 0; z < n; z++) {
            System.arraycopy(cubeRe, z * plane, re, 0, plane);
            System.arraycopy(cubeIm, z * plane, im, 0, plane);
            lines();
            transpose();
            lines();
            transpose();
            System.arraycopy(re, 0, cubeRe, z * plane, plane);
            System.arraycopy(im, 0, cubeIm, z * plane, plane);
        }
        for (int y = 0; y < n; y++) {
            for (int z = 0; z < n; z++) {
                System.arraycopy(cubeRe, z * plane + y * n, re, z * n, n);
                System.arraycopy(cubeIm, z * plane + y * n, im, z * n, n);
            }
            lines();
            for (int z = 0; z < n; z++) {
                System.arraycopy(re, z * n, cubeRe, z * plane + y * n, n);
                System.arraycopy(im, z * n, cubeIm, z * plane + y * n, n);
            }
        }
    }

    /** Transforms the plane's columns, all at once: Stockham's form, which leaves them in order. */
    private void lines() {
        for (int half = n / 2, done = 1; half >= 1; half /= 2, done *= 2) {
            for (int k = 0; k < half; k++) {
                double wr = cosine[k * done];
                double wi = -sine[k * done];
                for (int i = 0; i < done; i++) {
                    int from = (k * done + i) * n;
                    int to = (2 * k * done + i) * n;
                    butterflies(from, from + half * done * n, to, to + done * n, wr, wi);
                }
            }
            double[] r = re;
            re = nextRe;
            nextRe = r;
            double[] i = im;
            im = nextIm;
            nextIm = i;
        }
    }

    private void butterflies(int a, int b, int sum, int difference, double wr, double wi) {
        double[] fromRe = re;
        double[] fromIm = im;
        double[] toRe = nextRe;
        double[] toIm = nextIm;
        for (int i = 0; i < n; i++) {
            double r = fromRe[a + i] - fromRe[b + i];
            double s = fromIm[a + i] - fromIm[b + i];
            toRe[sum + i] = fromRe[a + i] + fromRe[b + i];
            toIm[sum + i] = fromIm[a + i] + fromIm[b + i];
            toRe[difference + i] = wr * r - wi * s;
            toIm[difference + i] = wr * s + wi * r;
        }
    }

    private void transpose() {
        for (int y = 1; y < n; y++) {
            for (int x = 0; x < y; x++) {
                int a = y * n + x;
                int b = x * n + y;
                double r = re[a];
                re[a] = re[b];
                re[b] = r;
                double i = im[a];
                im[a] = im[b];
                im[b] = i;
            }
        }
    }
}
