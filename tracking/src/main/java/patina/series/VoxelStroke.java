package patina.series;

import java.util.List;
import patina.geometry.Extent;
import patina.geometry.Point;
import patina.geometry.Region;
import patina.geometry.VoxelSize;

/**
 * What a ball covers that is moved along a path.
 *
 * @param size of the voxels
 * @param radiusUm of the ball
 * @param pathUm corners of the path in the scan's frame, micrometres; at least one
 */
record VoxelStroke(VoxelSize size, double radiusUm, List<Point> pathUm) implements VoxelShape {
    VoxelStroke {
        pathUm = List.copyOf(pathUm);
    }

    /** Whether any of it may lie in the volume. */
    boolean meets(Extent extent) {
        Region all = Region.whole(extent);
        for (int s = 0; s < Math.max(1, pathUm.size() - 1); s++) {
            long[] box = box(s, all);
            if (box[0] < box[3] && box[1] < box[4] && box[2] < box[5]) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void draw(Region region, float[] values, float value) {
        for (int s = 0; s < Math.max(1, pathUm.size() - 1); s++) {
            long[] box = box(s, region);
            Point a = pathUm.get(s);
            Point way = pathUm.get(Math.min(s + 1, pathUm.size() - 1)).minus(a);
            double square = way.dot(way);
            for (long z = box[2]; z < box[5]; z++) {
                for (long y = box[1]; y < box[4]; y++) {
                    int row = (int) (((z - region.z()) * region.ny() + (y - region.y())) * region.nx());
                    double dy = y * size.yUm() - a.y();
                    double dz = z * size.zUm() - a.z();
                    for (long x = box[0]; x < box[3]; x++) {
                        double dx = x * size.xUm() - a.x();
                        double along = dx * way.x() + dy * way.y() + dz * way.z();
                        double t = square > 0 ? Math.max(0, Math.min(1, along / square)) : 0;
                        double ex = dx - t * way.x();
                        double ey = dy - t * way.y();
                        double ez = dz - t * way.z();
                        if (ex * ex + ey * ey + ez * ez <= radiusUm * radiusUm) {
                            values[row + (int) (x - region.x())] = value;
                        }
                    }
                }
            }
        }
    }

    /** The voxels about segment {@code s} that lie in the region: the first along each axis, then one past the last. */
    private long[] box(int s, Region region) {
        Point a = pathUm.get(s);
        Point b = pathUm.get(Math.min(s + 1, pathUm.size() - 1));
        double[] from = {a.x(), a.y(), a.z()};
        double[] to = {b.x(), b.y(), b.z()};
        double[] edge = {size.xUm(), size.yUm(), size.zUm()};
        long[] first = {region.x(), region.y(), region.z()};
        long[] end = {region.endX(), region.endY(), region.endZ()};
        long[] box = new long[6];
        for (int k = 0; k < 3; k++) {
            box[k] = Math.max(first[k], (long) Math.ceil((Math.min(from[k], to[k]) - radiusUm) / edge[k]));
            box[3 + k] = Math.min(end[k], (long) Math.floor((Math.max(from[k], to[k]) + radiusUm) / edge[k]) + 1);
        }
        return box;
    }
}
