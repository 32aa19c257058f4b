package patina.registration;

import java.util.List;
import patina.blocks.Block;
import patina.blocks.Input;
import patina.blocks.Kernel;
import patina.blocks.Patch;
import patina.blocks.Source;
import patina.geometry.Affine;
import patina.geometry.Extent;
import patina.geometry.Region;

/**
 * How much worse one map explains each plane of a moving scan than another: the sum over the plane of the difference of their
 * squared grey residuals, in units of 2^-20 of (metal minus air)^2. All three are smoothed by a voxel, so that what interpolation
 * does to noise favours neither.
 *
 * @param moving a few planes of the moving scan
 * @param toFixedLower voxels of {@code moving} to voxels of {@code fixed} by the one map
 * @param toFixedUpper the same by the other
 */
record SeamKernel(
        Source moving,
        Extent movingExtent,
        Source fixed,
        Extent fixedExtent,
        Affine toFixedLower,
        Affine toFixedUpper,
        Greys lower,
        Greys upper)
        implements Kernel<long[]> {
    private static final double[] BLUR = {1, 1, 1};
    private static final double UNIT = 1 << 20;

    /** Moving grey is gain times fixed grey plus offset; both as shares of the moving scan's metal minus air. */
    record Greys(double gain, double offset, double contrast) implements java.io.Serializable {
        static Greys of(Registration r, Prepared fixed) {
            return new Greys(r.gain(), r.offset(), r.gain() * (fixed.metal() - fixed.air()));
        }
    }

    @Override
    public List<Input> inputs() {
        return List.of(
                new Input.Image(moving, Affine.IDENTITY, SplineImage.MARGIN),
                new Input.Image(fixed, toFixedLower, SplineImage.MARGIN),
                new Input.Image(fixed, toFixedUpper, SplineImage.MARGIN));
    }

    @Override
    public long[] merge(long[] earlier, long[] later) {
        for (int z = 0; z < earlier.length; z++) {
            earlier[z] = Math.addExact(earlier[z], later[z]);
        }
        return earlier;
    }

    @Override
    public long[] apply(Block block) {
        long[] sums = new long[(int) movingExtent.z()];
        Region grid = block.region();
        SplineImage own = image(block, 0, Affine.IDENTITY, movingExtent);
        SplineImage below = image(block, 1, toFixedLower, fixedExtent);
        SplineImage above = image(block, 2, toFixedUpper, fixedExtent);
        if (own == null || below == null || above == null) {
            return sums;
        }
        int n = grid.nx();
        SplineImage.Line line = new SplineImage.Line(n);
        float[][] greys = new float[3][n];
        byte[][] seen = new byte[3][n];
        for (long z = grid.z(); z < grid.endZ(); z++) {
            for (long y = grid.y(); y < grid.endY(); y++) {
                for (byte[] s : seen) {
                    java.util.Arrays.fill(s, (byte) 0);
                }
                read(own, line, Affine.IDENTITY, new Greys(1, 0, 1), grid, y, z, greys[0], seen[0]);
                read(below, line, toFixedLower, lower, grid, y, z, greys[1], seen[1]);
                read(above, line, toFixedUpper, upper, grid, y, z, greys[2], seen[2]);
                for (int i = 0; i < n; i++) {
                    if (seen[0][i] != 0 && seen[1][i] != 0 && seen[2][i] != 0) {
                        double a = (greys[0][i] - greys[1][i]) / lower.contrast();
                        double b = (greys[0][i] - greys[2][i]) / upper.contrast();
                        sums[(int) z] += Math.round((a * a - b * b) * UNIT);
                    }
                }
            }
        }
        return sums;
    }

    private static @org.jspecify.annotations.Nullable SplineImage image(
            Block block, int input, Affine map, Extent extent) {
        Patch patch = block.patch(input);
        return patch.region().isEmpty()
                ? null
                : SplineImage.of(patch, map.image(block.region(), SplineImage.MARGIN), extent, BLUR, block.workspace());
    }

    private static void read(
            SplineImage image,
            SplineImage.Line line,
            Affine map,
            Greys greys,
            Region grid,
            long y,
            long z,
            float[] to,
            byte[] seen) {
        line.along(map, grid.x(), y, z);
        image.read(line, greys.gain(), greys.offset(), to, seen, 0);
    }
}
