package patina.app.gui.view;

import org.jspecify.annotations.Nullable;
import patina.geometry.Point;

/**
 * Casts parallel rays through a {@link SolidVolume}: the specimen's surface as translucent shells, denser where it is seen
 * askew, features as opaque shaded surfaces, cut faces in grey. Rays leap over cells that no surface passes.
 *
 * <p>Immutable; rows may be rendered by several threads. Positions are in voxels of the volume.
 */
final class RayCaster {
    /** At half of 249, sheets of one voxel would be on the verge. */
    private static final double FEATURE = 110;

    private static final double SURFACE = 127.5;

    private final SolidVolume v;
    private final double[] low;
    private final double[] high;
    private final boolean[] cutLow;
    private final boolean[] cutHigh;
    private final double step;
    private final Colouring colouring;

    /** The colour of a feature at a voxel, 0xRRGGBB. */
    interface Colouring {
        int of(int track, int voxel);
    }

    /** Where a ray meets a feature, or the specimen. */
    record Hit(double x, double y, double z, int track) {}

    /**
     * A camera that looks along {@code forward}; all vectors are in voxels, {@code right} and {@code down} from pixel to
     * pixel, {@code forward} of about one voxel.
     */
    record Camera(Point origin, Point right, Point down, Point forward) {}

    /**
     * @param low lower ends of what is shown, voxels, x y z
     * @param high upper ends
     * @param step along a ray near surfaces, as a share of {@code forward}
     */
    RayCaster(SolidVolume volume, double[] low, double[] high, double step, Colouring colouring) {
        this.v = volume;
        this.low = low;
        this.high = high;
        this.step = step;
        this.colouring = colouring;
        int[] n = {volume.nx, volume.ny, volume.nz};
        cutLow = new boolean[3];
        cutHigh = new boolean[3];
        for (int a = 0; a < 3; a++) {
            cutLow[a] = low[a] > 0;
            cutHigh[a] = high[a] < n[a] - 1;
        }
    }

    /**
     * Renders one row.
     *
     * @param out 0xRRGGBB, written from {@code at} on
     */
    void row(Camera camera, int y, int width, int[] out, int at, int top, int bottom, int height) {
        Ray ray = new Ray(camera.forward());
        int backdrop = SliceRenderer.blend(top, bottom, height <= 1 ? 0 : 256 * y / (height - 1));
        for (int x = 0; x < width; x++) {
            Point p = camera.origin()
                    .plus(camera.right().times(x))
                    .plus(camera.down().times(y));
            out[at + x] = ray.colour(p.x(), p.y(), p.z(), backdrop);
        }
    }

    /** What is met at a pixel first: a feature, else the specimen's surface with track 0. */
    @Nullable
    Hit hit(Camera camera, double x, double y) {
        Point p =
                camera.origin().plus(camera.right().times(x)).plus(camera.down().times(y));
        Ray ray = new Ray(camera.forward());
        ray.colour(p.x(), p.y(), p.z(), 0);
        return ray.hit;
    }

    private final class Ray {
        private final double dx;
        private final double dy;
        private final double dz;
        private final double length;
        private double red;
        private double green;
        private double blue;
        private double clear;
        private @Nullable Hit hit;
        private double gx;
        private double gy;
        private double gz;

        Ray(Point d) {
            dx = d.x();
            dy = d.y();
            dz = d.z();
            length = d.length();
        }

        int colour(double ox, double oy, double oz, int backdrop) {
            red = 0;
            green = 0;
            blue = 0;
            clear = 1;
            hit = null;
            march(ox, oy, oz);
            int r = (int) Math.min(255, red + clear * (backdrop >> 16 & 255));
            int g = (int) Math.min(255, green + clear * (backdrop >> 8 & 255));
            int b = (int) Math.min(255, blue + clear * (backdrop & 255));
            return r << 16 | g << 8 | b;
        }

        private void march(double ox, double oy, double oz) {
            double t0 = -1e30;
            double t1 = 1e30;
            int entry = -1;
            double[] o = {ox, oy, oz};
            double[] d = {dx, dy, dz};
            for (int a = 0; a < 3; a++) {
                if (Math.abs(d[a]) < 1e-12) {
                    if (o[a] < low[a] || o[a] > high[a]) {
                        return;
                    }
                    continue;
                }
                double near = ((d[a] > 0 ? low[a] : high[a]) - o[a]) / d[a];
                double far = ((d[a] > 0 ? high[a] : low[a]) - o[a]) / d[a];
                if (near > t0) {
                    t0 = near;
                    entry = a;
                }
                t1 = Math.min(t1, far);
            }
            if (entry < 0 || t0 >= t1) {
                return;
            }
            t0 += 1e-6;
            double before = sample(v.solid, ox + t0 * dx, oy + t0 * dy, oz + t0 * dz);
            if (d[entry] > 0 ? cutLow[entry] : cutHigh[entry]) {
                if (!cutFace(ox + t0 * dx, oy + t0 * dy, oz + t0 * dz, before)) {
                    return;
                }
            }
            double t = t0;
            while (t < t1 && clear > 0.02) {
                double x = ox + t * dx;
                double y = oy + t * dy;
                double z = oz + t * dz;
                int cellX = Math.min(v.cx - 1, Math.max(0, (int) x / SolidVolume.CELL));
                int cellY = Math.min(v.cy - 1, Math.max(0, (int) y / SolidVolume.CELL));
                int cellZ = Math.min(v.cz - 1, Math.max(0, (int) z / SolidVolume.CELL));
                int leap = v.leap[(cellZ * v.cy + cellY) * v.cx + cellX];
                if (leap > 0) {
                    if (before >= 0) {
                        cross(x, y, z, before);
                    }
                    t += over(x, y, z, cellX, cellY, cellZ, leap - 1) + 1e-4;
                    before = -1;
                    continue;
                }
                double solid = before >= 0 ? cross(x, y, z, before) : sample(v.solid, x, y, z);
                before = solid;
                if (sample(v.feature, x, y, z) > FEATURE) {
                    feature(ox, oy, oz, Math.max(t0, t - step), t);
                    return;
                }
                t += step;
            }
        }

        /** The solid here; a shell where the surface lies between the sample before and this one. */
        private double cross(double x, double y, double z, double before) {
            double solid = sample(v.solid, x, y, z);
            if ((before < SURFACE) != (solid < SURFACE)) {
                double back = (SURFACE - solid) / (before - solid) * step;
                shell(x - back * dx, y - back * dy, z - back * dz);
            }
            return solid;
        }

        /** How far the ray runs within the cells around that no surface passes. */
        private double over(double x, double y, double z, int cellX, int cellY, int cellZ, int around) {
            double t = 1e30;
            t = leave(t, x, dx, cellX, around);
            t = leave(t, y, dy, cellY, around);
            return leave(t, z, dz, cellZ, around);
        }

        private double leave(double t, double at, double way, int cell, int around) {
            if (Math.abs(way) < 1e-9) {
                return t;
            }
            double border = way > 0 ? (cell + around + 1) * SolidVolume.CELL : (cell - around) * SolidVolume.CELL;
            return Math.min(t, Math.max(0, (border - at) / way));
        }

        /** Grey metal where it is cut; gives whether the ray goes on. */
        private boolean cutFace(double x, double y, double z, double solid) {
            if (sample(v.feature, x, y, z) > FEATURE) {
                paintFeature(x, y, z, 1);
                return false;
            }
            if (solid > SURFACE) {
                double grey = 40 + 0.55 * solid;
                add(grey, grey, grey, 0.62);
                meet(x, y, z, 0);
            }
            return true;
        }

        private void shell(double x, double y, double z) {
            gradient(v.solid, x, y, z);
            double facing = Math.abs(gx * dx + gy * dy + gz * dz) / length;
            double askew = 1 - facing;
            double alpha = 0.10 + 0.45 * askew * askew;
            double light = 120 + 110 * facing;
            add(light * 0.82, light * 0.92, light, alpha);
            meet(x, y, z, 0);
        }

        private void feature(double ox, double oy, double oz, double out, double in) {
            double a = out;
            double b = in;
            for (int i = 0; i < 5; i++) {
                double m = 0.5 * (a + b);
                if (sample(v.feature, ox + m * dx, oy + m * dy, oz + m * dz) > FEATURE) {
                    b = m;
                } else {
                    a = m;
                }
            }
            double x = ox + b * dx;
            double y = oy + b * dy;
            double z = oz + b * dz;
            gradient(v.feature, x, y, z);
            paintFeature(x, y, z, Math.abs(gx * dx + gy * dy + gz * dz) / length);
        }

        private void paintFeature(double x, double y, double z, double facing) {
            int voxel = voxel(x, y, z);
            int track = v.tracks[v.owner[voxel] & 0xffff];
            int colour = colouring.of(track, voxel);
            double light = 0.30 + 0.70 * facing;
            double gloss = 60 * Math.pow(facing, 24);
            add(
                    (colour >> 16 & 255) * light + gloss,
                    (colour >> 8 & 255) * light + gloss,
                    (colour & 255) * light + gloss,
                    1);
            hit = new Hit(x, y, z, track);
        }

        private void meet(double x, double y, double z, int track) {
            if (hit == null) {
                hit = new Hit(x, y, z, track);
            }
        }

        private void add(double r, double g, double b, double alpha) {
            red += clear * alpha * r;
            green += clear * alpha * g;
            blue += clear * alpha * b;
            clear *= 1 - alpha;
        }

        /** The unit gradient by central differences over two voxels; zero where there is none. */
        private void gradient(byte[] of, double x, double y, double z) {
            gx = sample(of, x + 1, y, z) - sample(of, x - 1, y, z);
            gy = sample(of, x, y + 1, z) - sample(of, x, y - 1, z);
            gz = sample(of, x, y, z + 1) - sample(of, x, y, z - 1);
            double size = Math.sqrt(gx * gx + gy * gy + gz * gz);
            if (size > 0) {
                gx /= size;
                gy /= size;
                gz /= size;
            }
        }
    }

    private int voxel(double x, double y, double z) {
        int i = Math.max(0, Math.min(v.nx - 1, (int) (x + 0.5)));
        int j = Math.max(0, Math.min(v.ny - 1, (int) (y + 0.5)));
        int k = Math.max(0, Math.min(v.nz - 1, (int) (z + 0.5)));
        return (k * v.ny + j) * v.nx + i;
    }

    /** Trilinear; beyond the volume its rim goes on. */
    private double sample(byte[] of, double x, double y, double z) {
        x = Math.max(0, Math.min(v.nx - 1.001, x));
        y = Math.max(0, Math.min(v.ny - 1.001, y));
        z = Math.max(0, Math.min(v.nz - 1.001, z));
        int i = (int) x;
        int j = (int) y;
        int k = (int) z;
        float fx = (float) (x - i);
        float fy = (float) (y - j);
        float fz = (float) (z - k);
        int row = v.nx;
        int plane = v.nx * v.ny;
        int at = k * plane + j * row + i;
        float a = lerp(of[at], of[at + 1], fx);
        float b = lerp(of[at + row], of[at + row + 1], fx);
        float c = lerp(of[at + plane], of[at + plane + 1], fx);
        float d = lerp(of[at + plane + row], of[at + plane + row + 1], fx);
        float near = a + fy * (b - a);
        float far = c + fy * (d - c);
        return near + fz * (far - near);
    }

    private static float lerp(byte a, byte b, float t) {
        int low = a & 0xff;
        return low + t * ((b & 0xff) - low);
    }
}
