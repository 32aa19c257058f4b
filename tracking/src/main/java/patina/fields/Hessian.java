package patina.fields;

import java.util.List;
import patina.blocks.Block;
import patina.blocks.Input;
import patina.blocks.Kernel;
import patina.blocks.Output;
import patina.blocks.Patch;
import patina.blocks.Sink;
import patina.blocks.Source;
import patina.geometry.Extent;
import patina.geometry.Region;

/**
 * An eigenvalue of the matrix of second derivatives, or what it says about sheets, at one scale.
 *
 * <p>The volume is smoothed as by {@link Gaussian}; derivatives are central differences taken twice, over voxels, so that
 * units are grey per voxel squared and quadratic greys come out exact. Eigenvalues of the symmetric 3 x 3 matrix are those
 * of Smith, Eigenvalues of a symmetric 3 x 3 matrix, Comm. ACM 4 (1961); the third of an angle is found by Newton's method
 * on its cosine, so that only + - * / and square roots are used and every machine gives the same bits. Worked out in double,
 * kept as float. A voxel that was not seen stays so, with value 0.
 *
 * @param extent that of the source
 * @param sigma of the smoothing, in voxels
 * @param measure what is written
 */
public record Hessian(Source source, Extent extent, double sigma, Measure measure, Sink sink)
        implements Kernel<Kernel.None> {
    /** What is made of the eigenvalues a >= b >= c. */
    public enum Measure {
        /** a: how much grey rises to both sides of the darkest direction. */
        LARGEST,
        /** b. */
        MIDDLE,
        /** c. */
        SMALLEST,
        /**
         * Strength of a dark sheet, a less the greater of |b| and |c|, or 0: nothing for tubes and balls. The planar part of
         * Westin et al., Processing and visualization for diffusion tensor MRI, Med. Image Anal. 6 (2002), signed.
         */
        DARK_SHEET,
        /** The same for a bright sheet, from -c. */
        BRIGHT_SHEET
    }

    private static final double HALF_SQRT3 = Math.sqrt(3) / 2;

    @Override
    public List<Input> inputs() {
        return List.of(new Input.Window(source, Gaussian.reach(sigma) + 2));
    }

    @Override
    public List<Output> outputs() {
        return List.of(new Output.Values(sink));
    }

    @Override
    public None merge(None earlier, None later) {
        return None.NONE;
    }

    @Override
    public None apply(Block block) {
        Patch patch = block.patch(0);
        Region region = block.region();
        Region around = region.grown(2);
        float[] smooth = block.workspace().floats(around.voxels());
        Gaussian.smooth(patch, extent, around, sigma, sigma, sigma, smooth);
        int nx = region.nx();
        int sy = around.nx();
        int sz = around.nx() * around.ny();
        float[] out = block.output(0).values();
        for (int k = 0; k < region.nz(); k++) {
            for (int j = 0; j < region.ny(); j++) {
                int at = (k + 2) * sz + (j + 2) * sy + 2;
                int to = (k * region.ny() + j) * nx;
                switch (measure) {
                    case LARGEST -> largest(smooth, at, sy, sz, out, to, nx);
                    case MIDDLE, SMALLEST, DARK_SHEET, BRIGHT_SHEET -> others(smooth, at, sy, sz, out, to, nx, measure);
                }
            }
        }
        MirroredValidity.keep(patch, extent, block.output(0));
        return None.NONE;
    }

    private static void largest(float[] s, int base, int sy, int sz, float[] out, int to, int n) {
        for (int i = 0; i < n; i++) {
            int at = base + i;
            double mid = 2.0 * s[at];
            double xx = s[at + 2] - mid + s[at - 2];
            double yy = s[at + 2 * sy] - mid + s[at - 2 * sy];
            double zz = s[at + 2 * sz] - mid + s[at - 2 * sz];
            double xy = ((double) s[at + 1 + sy] - s[at - 1 + sy]) - ((double) s[at + 1 - sy] - s[at - 1 - sy]);
            double xz = ((double) s[at + 1 + sz] - s[at - 1 + sz]) - ((double) s[at + 1 - sz] - s[at - 1 - sz]);
            double yz = ((double) s[at + sy + sz] - s[at - sy + sz]) - ((double) s[at + sy - sz] - s[at - sy - sz]);
            double q = (xx + yy + zz) * (1.0 / 3);
            double a = xx - q;
            double b = yy - q;
            double c = zz - q;
            double p = Math.sqrt((a * a + b * b + c * c + 2 * (xy * xy + xz * xz + yz * yz)) * (1.0 / 6));
            double u = cosineOfSixth(halfDeterminant(a, b, c, xy, xz, yz), p);
            out[to + i] = (float) (0.25 * (q + 2 * p * (2 * u * u - 1)));
        }
    }

    private static void others(float[] s, int base, int sy, int sz, float[] out, int to, int n, Measure measure) {
        double[] e = new double[3];
        for (int i = 0; i < n; i++) {
            int at = base + i;
            double mid = 2.0 * s[at];
            eigenvalues(
                    0.25 * (s[at + 2] - mid + s[at - 2]),
                    0.25 * (s[at + 2 * sy] - mid + s[at - 2 * sy]),
                    0.25 * (s[at + 2 * sz] - mid + s[at - 2 * sz]),
                    0.25 * (((double) s[at + 1 + sy] - s[at - 1 + sy]) - ((double) s[at + 1 - sy] - s[at - 1 - sy])),
                    0.25 * (((double) s[at + 1 + sz] - s[at - 1 + sz]) - ((double) s[at + 1 - sz] - s[at - 1 - sz])),
                    0.25
                            * (((double) s[at + sy + sz] - s[at - sy + sz])
                                    - ((double) s[at + sy - sz] - s[at - sy - sz])),
                    e);
            out[to + i] = (float)
                    switch (measure) {
                        case LARGEST -> e[0];
                        case MIDDLE -> e[1];
                        case SMALLEST -> e[2];
                        case DARK_SHEET -> Math.max(0, e[0] - Math.max(Math.abs(e[1]), Math.abs(e[2])));
                        case BRIGHT_SHEET -> Math.max(0, -e[2] - Math.max(Math.abs(e[0]), Math.abs(e[1])));
                    };
        }
    }

    /** The eigenvalues of a symmetric matrix, largest first. */
    static void eigenvalues(double xx, double yy, double zz, double xy, double xz, double yz, double[] e) {
        double q = (xx + yy + zz) * (1.0 / 3);
        double a = xx - q;
        double b = yy - q;
        double c = zz - q;
        double p = Math.sqrt((a * a + b * b + c * c + 2 * (xy * xy + xz * xz + yz * yz)) * (1.0 / 6));
        double u = cosineOfSixth(halfDeterminant(a, b, c, xy, xz, yz), p);
        double cosine = 2 * u * u - 1;
        double sine = 2 * u * Math.sqrt(Math.max(0, 1 - u * u));
        e[0] = q + 2 * p * cosine;
        e[2] = q - p * (cosine + 2 * HALF_SQRT3 * sine);
        e[1] = q - p * (cosine - 2 * HALF_SQRT3 * sine);
    }

    private static double halfDeterminant(double a, double b, double c, double xy, double xz, double yz) {
        return 0.5 * (a * (b * c - yz * yz) - xy * (xy * c - yz * xz) + xz * (xy * yz - b * xz));
    }

    /**
     * cos(t / 6) for cos t = h / p³, 0 <= t <= pi: with s = cos(t / 2), the root near 1 of 4 u³ - 3 u = s. Three steps from
     * a start within 0.002 reach the last bits.
     */
    private static double cosineOfSixth(double h, double p) {
        double cube = p * p * p;
        double r = cube > 0 ? h / cube : 1;
        double s = Math.sqrt(Math.max(0, Math.min(1, 0.5 + 0.5 * r)));
        double u = 0.8660254037844386 + s * (1.0 / 6 - 0.0326920704511053 * s);
        u = (8 * u * u * u + s) / (12 * u * u - 3);
        u = (8 * u * u * u + s) / (12 * u * u - 3);
        return Math.min(1, (8 * u * u * u + s) / (12 * u * u - 3));
    }
}
