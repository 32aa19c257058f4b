package patina.fields;

import java.util.List;
import patina.blocks.Block;
import patina.blocks.GrainSums;
import patina.blocks.Input;
import patina.blocks.Kernel;
import patina.blocks.Patch;
import patina.blocks.Source;
import patina.geometry.Extent;
import patina.geometry.Region;
import patina.geometry.VoxelSize;

/**
 * The area of the surface where grey passes {@code level}, in square micrometres, by marching cubes with vertices
 * interpolated between voxel centres: Lorensen, Cline, Marching cubes, SIGGRAPH 1987, with the asymptotic decider on
 * ambiguous faces; a tunnel through a cube's inside is taken as closed.
 *
 * <p>A cube counts when all its eight voxels were seen; inside is brighter than {@code level}. The result is one sum.
 *
 * @param extent that of the grid
 */
public record SurfaceArea(Source source, Extent extent, VoxelSize voxel, float level) implements Kernel<GrainSums> {
    private static final CubeTable TABLE = new CubeTable();

    @Override
    public List<Input> inputs() {
        return List.of(new Input.Window(source, 1));
    }

    @Override
    public GrainSums merge(GrainSums earlier, GrainSums later) {
        return earlier.merge(later);
    }

    @Override
    public GrainSums apply(Block block) {
        Patch patch = block.patch(0);
        byte[] state = block.workspace().bytes(patch.region().voxels());
        mark(patch.values(), patch.valid(), level, state, patch.region().voxels());
        Cubes cubes = new Cubes(patch, state, voxel, level);
        return GrainSums.over(block.region(), extent, 1, (grain, sums) -> sums[0] += cubes.area(grain));
    }

    /** 1 inside, 0 outside, 16 where not seen. */
    private static void mark(float[] values, byte[] valid, float level, byte[] state, int n) {
        for (int i = 0; i < n; i++) {
            state[i] = (byte) ((values[i] > level ? 1 : 0) + 16 - 16 * valid[i]);
        }
    }

    /** Sums over cubes; a cube belongs to its lowest voxel. */
    private static final class Cubes {
        private final Patch patch;
        private final float[] values;
        private final byte[] state;
        private final float level;
        private final int px;
        private final int pxy;
        private final double sx;
        private final double sy;
        private final double sz;
        private final int[] offset = new int[8];
        private final byte[] row;
        private final double[] v = new double[8];
        private final double[] x = new double[12];
        private final double[] y = new double[12];
        private final double[] z = new double[12];

        Cubes(Patch patch, byte[] state, VoxelSize voxel, float level) {
            this.patch = patch;
            this.values = patch.values();
            this.state = state;
            this.level = level;
            this.px = patch.region().nx();
            this.pxy = px * patch.region().ny();
            this.sx = voxel.xUm();
            this.sy = voxel.yUm();
            this.sz = voxel.zUm();
            this.row = new byte[px];
            for (int c = 0; c < 8; c++) {
                offset[c] = (c & 1) + (c >> 1 & 1) * px + (c >> 2) * pxy;
            }
        }

        double area(Region grain) {
            double sum = 0;
            for (int k = 0; k < grain.nz(); k++) {
                for (int j = 0; j < grain.ny(); j++) {
                    int base = patch.index(grain.x(), grain.y() + j, grain.z() + k);
                    sum += rowArea(base, grain.nx());
                }
            }
            return sum;
        }

        private double rowArea(int base, int n) {
            // Bits 0 2 4 6 of a cube's pattern; those of the next column shifted by one are 1 3 5 7.
            combine(state, base, px, pxy, row, n + 1);
            double sum = 0;
            int left = row[0];
            for (int i = 0; i < n; i++) {
                int right = row[i + 1];
                int pattern = left | right;
                // All out, all in, or something not seen: bits of the latter lie above the others.
                if (pattern != 0 && !(left == FULL && right == FULL) && left >= 0 && right >= 0) {
                    sum += cubeArea(base + i, left | right << 1);
                }
                left = right;
            }
            return sum;
        }

        private static final int FULL = 0x55;

        private static void combine(byte[] state, int base, int px, int pxy, byte[] row, int n) {
            for (int i = 0; i < n; i++) {
                int at = base + i;
                int a = state[at];
                int b = state[at + px];
                int c = state[at + pxy];
                int d = state[at + px + pxy];
                // 16 is not seen: it turns the sign.
                row[i] = (byte) ((a & 1) | (b & 1) << 2 | (c & 1) << 4 | (d & 1) << 6 | ((a | b | c | d) & 16) << 3);
            }
        }

        private double cubeArea(int at, int inside) {
            for (int c = 0; c < 8; c++) {
                v[c] = (double) values[at + offset[c]] - level;
            }
            int ambiguous = TABLE.ambiguousFaces(inside);
            int joined = 0;
            while (ambiguous != 0) {
                int face = Integer.numberOfTrailingZeros(ambiguous);
                ambiguous &= ambiguous - 1;
                double a = v[CubeTable.corner(face, 0)];
                double b = v[CubeTable.corner(face, 1)];
                double c = v[CubeTable.corner(face, 2)];
                double d = v[CubeTable.corner(face, 3)];
                if (a > 0 ? a * c > b * d : b * d > a * c) {
                    joined |= 1 << face;
                }
            }
            byte[] polygons = TABLE.polygons(inside, (byte) joined);
            double twice = 0;
            int p = 0;
            while (p < polygons.length) {
                int n = polygons[p++];
                for (int i = 0; i < n; i++) {
                    place(polygons[p + i], i);
                }
                p += n;
                double ax = x[1] - x[0];
                double ay = y[1] - y[0];
                double az = z[1] - z[0];
                for (int i = 2; i < n; i++) {
                    double bx = x[i] - x[0];
                    double by = y[i] - y[0];
                    double bz = z[i] - z[0];
                    double cx = ay * bz - az * by;
                    double cy = az * bx - ax * bz;
                    double cz = ax * by - ay * bx;
                    twice += Math.sqrt(cx * cx + cy * cy + cz * cz);
                    ax = bx;
                    ay = by;
                    az = bz;
                }
            }
            return 0.5 * twice;
        }

        private void place(int edge, int to) {
            int low = LOW[edge];
            double a = v[low];
            double t = a / (a - v[low + (1 << (edge >> 2))]);
            double px = low & 1;
            double py = low >> 1 & 1;
            double pz = low >> 2;
            switch (edge >> 2) {
                case 0 -> px = t;
                case 1 -> py = t;
                default -> pz = t;
            }
            x[to] = px * sx;
            y[to] = py * sy;
            z[to] = pz * sz;
        }

        private static final int[] LOW = {0, 2, 4, 6, 0, 1, 4, 5, 0, 1, 2, 3};
    }
}
