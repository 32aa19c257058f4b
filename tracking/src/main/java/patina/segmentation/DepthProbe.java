package patina.segmentation;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import patina.blocks.Source;
import patina.blocks.Volume;
import patina.geometry.Extent;
import patina.geometry.Point;
import patina.geometry.Region;

/**
 * Measures a depth to a fraction of a voxel: along the surface normal through a feature's deepest voxel, from where the
 * original solid's fraction crosses one half to where the damaged one's does. Profiles are means over nine lines within one
 * voxel of the normal.
 */
final class DepthProbe implements Closeable {
    private static final int REACH = 6;
    private static final double STEP = 0.25;

    private final Extent extent;
    private final double voxelUm;
    private final Volume envelope;
    private final Volume deficit;
    private final Volume distance;

    DepthProbe(ReferenceSolid reference, Source deficit) throws IOException {
        this.extent = reference.extent();
        this.voxelUm = reference.voxelSize().meanUm();
        this.envelope = reference.envelope().open();
        this.deficit = deficit.open();
        this.distance = reference.distance().open();
    }

    /**
     * The depth at a voxel, in voxels.
     *
     * @param at position of the voxel, x-fastest
     * @param roughVoxels depth of its centre from the distance volume
     * @return null where the profiles do not cross one half as they should; the rough depth then stands
     */
    @Nullable
    Double depth(long at, double roughVoxels) throws IOException {
        long x = at % extent.x();
        long y = at / extent.x() % extent.y();
        long z = at / extent.x() / extent.y();
        Point tip = new Point(x, y, z);
        Point inward = inward(x, y, z);
        if (inward == null) {
            return null;
        }
        // From 4 voxels deeper than the tip outwards to where metal ends.
        Double bottom = crossing(tip, inward, true);
        Point foot = tip.minus(inward.times(roughVoxels));
        Double top = crossing(foot, inward, false);
        if (bottom == null || top == null) {
            return null;
        }
        return roughVoxels + bottom - top;
    }

    /** Direction into the metal: the gradient of the distance; null where it has none. */
    private @Nullable Point inward(long x, long y, long z) throws IOException {
        Box box = read(distance, x - 2, y - 2, z - 2, 5);
        if (box == null) {
            return null;
        }
        double gx = 0;
        double gy = 0;
        double gz = 0;
        for (int a = -1; a <= 1; a++) {
            for (int b = -1; b <= 1; b++) {
                gx += box.at(x + 2, y + a, z + b) - box.at(x - 2, y + a, z + b);
                gy += box.at(x + a, y + 2, z + b) - box.at(x + a, y - 2, z + b);
                gz += box.at(x + a, y + b, z + 2) - box.at(x + a, y + b, z - 2);
            }
        }
        Point g = new Point(gx, gy, gz);
        return g.length() < 0.2 * 36 * voxelUm ? null : g.unit();
    }

    /**
     * Where, along {@code inward} from {@code centre}, the solid fraction falls below one half coming from inside, in
     * voxels; positive is deeper.
     */
    private @Nullable Double crossing(Point centre, Point inward, boolean damaged) throws IOException {
        long x = Math.round(centre.x()) - REACH - 1;
        long y = Math.round(centre.y()) - REACH - 1;
        long z = Math.round(centre.z()) - REACH - 1;
        Box whole = read(envelope, x, y, z, 2 * REACH + 3);
        Box lacking = damaged ? read(deficit, x, y, z, 2 * REACH + 3) : null;
        if (whole == null || (damaged && lacking == null)) {
            return null;
        }
        Point side = (Math.abs(inward.x()) < 0.7 ? new Point(1, 0, 0) : new Point(0, 1, 0))
                .cross(inward)
                .unit();
        Point other = inward.cross(side);
        double before = Double.NaN;
        for (double s = REACH - 2; s >= -REACH + 2; s -= STEP) {
            double sum = 0;
            for (int a = -1; a <= 1; a++) {
                for (int b = -1; b <= 1; b++) {
                    Point p = centre.plus(inward.times(s))
                            .plus(side.times(0.7 * a))
                            .plus(other.times(0.7 * b));
                    double value = whole.linear(p);
                    if (lacking != null) {
                        value -= lacking.linear(p);
                    }
                    sum += value / 9;
                }
            }
            if (before >= 0.5 && sum < 0.5) {
                return s + STEP * (0.5 - sum) / (before - sum);
            }
            before = sum;
        }
        return null;
    }

    private @Nullable Box read(Volume volume, long x, long y, long z, int edge) throws IOException {
        Region region = new Region(x, y, z, edge, edge, edge);
        if (!region.clippedTo(extent).equals(region)) {
            return null;
        }
        float[] values = new float[region.voxels()];
        byte[] valid = new byte[region.voxels()];
        volume.read(region, values, valid);
        for (byte v : valid) {
            if (v == 0) {
                return null;
            }
        }
        return new Box(region, values);
    }

    private record Box(Region region, float[] values) {
        double at(long x, long y, long z) {
            return values[(int) (((z - region.z()) * region.ny() + y - region.y()) * region.nx() + x - region.x())];
        }

        double linear(Point p) {
            long x = (long) Math.floor(p.x());
            long y = (long) Math.floor(p.y());
            long z = (long) Math.floor(p.z());
            double fx = p.x() - x;
            double fy = p.y() - y;
            double fz = p.z() - z;
            double sum = 0;
            for (int c = 0; c < 8; c++) {
                int i = c & 1;
                int j = c >> 1 & 1;
                int k = c >> 2;
                double w = (i == 0 ? 1 - fx : fx) * (j == 0 ? 1 - fy : fy) * (k == 0 ? 1 - fz : fz);
                if (w > 0) {
                    sum += w * at(x + i, y + j, z + k);
                }
            }
            return sum;
        }
    }

    @Override
    public void close() throws IOException {
        try (envelope;
                deficit;
                distance) {
            // All three are closed.
        }
    }
}
