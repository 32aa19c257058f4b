package patina.series;

import java.util.Arrays;
import patina.geometry.Region;

/** A box of voxels; {@code to} is one past the last. */
record VoxelBox(long fromX, long fromY, long fromZ, long toX, long toY, long toZ) implements VoxelShape {
    @Override
    public void draw(Region region, float[] values, float value) {
        int x0 = (int) Math.max(0, fromX - region.x());
        int x1 = (int) Math.min(region.nx(), toX - region.x());
        if (x0 >= x1) {
            return;
        }
        for (long z = Math.max(fromZ, region.z()); z < Math.min(toZ, region.endZ()); z++) {
            for (long y = Math.max(fromY, region.y()); y < Math.min(toY, region.endY()); y++) {
                int row = (int) (((z - region.z()) * region.ny() + (y - region.y())) * region.nx());
                Arrays.fill(values, row + x0, row + x1, value);
            }
        }
    }
}
