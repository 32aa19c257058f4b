package patina.fields;

import java.io.IOException;
import java.util.Arrays;
import patina.blocks.Volume;
import patina.geometry.Extent;
import patina.geometry.Region;
import patina.geometry.VoxelSize;

/**
 * The surface where a field passes a level, as a closed mesh: marching cubes as in {@link SurfaceArea}, with points shared
 * between triangles. A pass over planes; memory: two planes and the mesh. Inside is brighter than the level; what was not
 * seen and what lies beyond the field is outside, so the mesh is closed there, too.
 */
public final class IsoSurface {
    private static final CubeTable TABLE = new CubeTable();
    private static final float OUT = -1e30f;

    /** Gives planes of a field, in order of z. */
    public interface Planes {
        /**
         * @param z from 0
         * @param into nx * ny values, x-fastest; NaN where not seen
         */
        void read(int z, float[] into) throws IOException;
    }

    private final int wide;
    private final int high;
    private final int nx;
    private final int ny;
    private final VoxelSize voxel;
    private final double[] from;
    private final float level;
    private final int[][] lowX = new int[2][];
    private final int[][] lowY = new int[2][];
    private final int[] upright;
    private float[] points = new float[3 * 1024];
    private int[] triangles = new int[3 * 2048];
    private int pointCount;
    private int triangleCount;

    private IsoSurface(int nx, int ny, VoxelSize voxel, double[] from, float level) {
        this.nx = nx;
        this.ny = ny;
        this.wide = nx + 2;
        this.high = ny + 2;
        this.voxel = voxel;
        this.from = from;
        this.level = level;
        for (int k = 0; k < 2; k++) {
            lowX[k] = new int[wide * high];
            lowY[k] = new int[wide * high];
        }
        upright = new int[wide * high];
    }

    /** Of a volume of grey values; voxel (0, 0, 0)'s centre is at {@code (x, y, z)}, micrometres. */
    public static Mesh of(Volume volume, VoxelSize voxel, double x, double y, double z, float level)
            throws IOException {
        Extent e = volume.extent();
        int nx = Math.toIntExact(e.x());
        int ny = Math.toIntExact(e.y());
        byte[] valid = new byte[nx * ny];
        return of(
                nx,
                ny,
                Math.toIntExact(e.z()),
                (k, into) -> {
                    volume.read(new Region(0, 0, k, nx, ny, 1), into, valid);
                    for (int i = 0; i < valid.length; i++) {
                        if (valid[i] == 0) {
                            into[i] = Float.NaN;
                        }
                    }
                },
                voxel,
                new double[] {x, y, z},
                level);
    }

    /**
     * Of a label, smoothed with the weights 1 2 1 along each axis: for looking at and for other programs, not for measuring.
     *
     * @param labels x-fastest over {@code region}
     * @param region in voxels of the grid whose voxel (0, 0, 0) is at the origin
     */
    public static Mesh of(int[] labels, Region region, int label, VoxelSize voxel) throws IOException {
        int nx = region.nx() + 2;
        int ny = region.ny() + 2;
        int nz = region.nz() + 2;
        float[] soft = new float[nx * ny * nz];
        int at = 0;
        for (int k = 0; k < region.nz(); k++) {
            for (int j = 0; j < region.ny(); j++) {
                for (int i = 0; i < region.nx(); i++, at++) {
                    if (labels[at] == label) {
                        spread(soft, (k * ny + j) * nx + i, nx, ny);
                    }
                }
            }
        }
        return of(
                nx,
                ny,
                nz,
                (k, into) -> System.arraycopy(soft, k * nx * ny, into, 0, nx * ny),
                voxel,
                new double[] {
                    (region.x() - 1) * voxel.xUm(), (region.y() - 1) * voxel.yUm(), (region.z() - 1) * voxel.zUm()
                },
                // At half, sheets of one voxel would be on the verge.
                0.45f);
    }

    /** Adds a voxel's share to its 27 neighbours, the first of which is at {@code first}. */
    private static void spread(float[] soft, int first, int nx, int ny) {
        for (int k = 0; k < 3; k++) {
            for (int j = 0; j < 3; j++) {
                int row = first + (k * ny + j) * nx;
                for (int i = 0; i < 3; i++) {
                    soft[row + i] += (8 >> (k & 1 ^ 1) + (j & 1 ^ 1) + (i & 1 ^ 1)) / 64f;
                }
            }
        }
    }

    /**
     * Of any field.
     *
     * @param from where voxel (0, 0, 0)'s centre is, x y z, micrometres
     */
    public static Mesh of(int nx, int ny, int nz, Planes planes, VoxelSize voxel, double[] from, float level)
            throws IOException {
        IsoSurface surface = new IsoSurface(nx, ny, voxel, from, level);
        float[] below = new float[surface.wide * surface.high];
        float[] above = new float[surface.wide * surface.high];
        float[] plane = new float[nx * ny];
        Arrays.fill(below, OUT);
        Arrays.fill(surface.lowX[0], -1);
        Arrays.fill(surface.lowY[0], -1);
        for (int z = -1; z < nz; z++) {
            Arrays.fill(above, OUT);
            if (z + 1 < nz) {
                planes.read(z + 1, plane);
                surface.pad(plane, above);
            }
            surface.layer(below, above, z);
            float[] swap = below;
            below = above;
            above = swap;
        }
        return new Mesh(
                Arrays.copyOf(surface.points, 3 * surface.pointCount),
                Arrays.copyOf(surface.triangles, 3 * surface.triangleCount));
    }

    private void pad(float[] plane, float[] padded) {
        for (int j = 0; j < ny; j++) {
            for (int i = 0; i < nx; i++) {
                float v = plane[j * nx + i];
                padded[(j + 1) * wide + i + 1] = Float.isNaN(v) ? OUT : v - level;
            }
        }
    }

    /** All cubes between two planes, the lower of which is number {@code z}. */
    private void layer(float[] below, float[] above, int z) {
        Arrays.fill(lowX[1], -1);
        Arrays.fill(lowY[1], -1);
        Arrays.fill(upright, -1);
        float[] v = new float[8];
        for (int j = 0; j + 1 < high; j++) {
            for (int i = 0; i + 1 < wide; i++) {
                int at = j * wide + i;
                int inside = 0;
                for (int c = 0; c < 8; c++) {
                    v[c] = ((c & 4) == 0 ? below : above)[at + (c & 1) + (c >> 1 & 1) * wide];
                    inside |= (v[c] > 0 ? 1 : 0) << c;
                }
                if (inside != 0 && inside != 255) {
                    cube(v, inside, i, j, z);
                }
            }
        }
        int[] swap = lowX[0];
        lowX[0] = lowX[1];
        lowX[1] = swap;
        swap = lowY[0];
        lowY[0] = lowY[1];
        lowY[1] = swap;
    }

    private void cube(float[] v, int inside, int i, int j, int z) {
        int ambiguous = TABLE.ambiguousFaces(inside);
        int joined = 0;
        for (int face = 0; face < 6; face++) {
            if ((ambiguous >> face & 1) != 0) {
                double a = v[CubeTable.corner(face, 0)];
                double b = v[CubeTable.corner(face, 1)];
                double c = v[CubeTable.corner(face, 2)];
                double d = v[CubeTable.corner(face, 3)];
                if (a > 0 ? a * c > b * d : b * d > a * c) {
                    joined |= 1 << face;
                }
            }
        }
        byte[] polygons = TABLE.polygons(inside, (byte) joined);
        int p = 0;
        while (p < polygons.length) {
            int n = polygons[p++];
            int first = point(polygons[p], v, i, j, z);
            int last = point(polygons[p + 1], v, i, j, z);
            for (int s = 2; s < n; s++) {
                int next = point(polygons[p + s], v, i, j, z);
                triangle(first, next, last);
                last = next;
            }
            p += n;
        }
    }

    /** The point on a cube's edge, made when it is first met. */
    private int point(int edge, float[] v, int i, int j, int z) {
        int low = CubeTable.EDGES[edge][0];
        int high1 = CubeTable.EDGES[edge][1];
        int at = (j + (low >> 1 & 1)) * wide + i + (low & 1);
        int[] known = switch (edge >> 2) {
            case 0 -> lowX[low >> 2];
            case 1 -> lowY[low >> 2];
            default -> upright;
        };
        if (known[at] < 0) {
            double t = v[low] / ((double) v[low] - v[high1]);
            double x = i - 1 + (low & 1);
            double y = j - 1 + (low >> 1 & 1);
            double up = z + (low >> 2);
            switch (edge >> 2) {
                case 0 -> x += t;
                case 1 -> y += t;
                default -> up += t;
            }
            known[at] = add(from[0] + x * voxel.xUm(), from[1] + y * voxel.yUm(), from[2] + up * voxel.zUm());
        }
        return known[at];
    }

    private int add(double x, double y, double z) {
        if (3 * (pointCount + 1) > points.length) {
            points = Arrays.copyOf(points, Math.multiplyExact(points.length, 2));
        }
        points[3 * pointCount] = (float) x;
        points[3 * pointCount + 1] = (float) y;
        points[3 * pointCount + 2] = (float) z;
        return pointCount++;
    }

    private void triangle(int a, int b, int c) {
        if (3 * (triangleCount + 1) > triangles.length) {
            triangles = Arrays.copyOf(triangles, Math.multiplyExact(triangles.length, 2));
        }
        triangles[3 * triangleCount] = a;
        triangles[3 * triangleCount + 1] = b;
        triangles[3 * triangleCount + 2] = c;
        triangleCount++;
    }
}
