package patina.series;

import patina.blocks.Source;
import patina.blocks.Volume;
import patina.geometry.Extent;
import patina.geometry.Region;

/** A mask that is 1 inside a box of voxels and 0 elsewhere; {@code to} is one past the last. */
record BoxSource(Extent extent, long fromX, long fromY, long fromZ, long toX, long toY, long toZ) implements Source {
    @Override
    public Volume open() {
        return new BoxVolume(this);
    }

    private record BoxVolume(BoxSource box) implements Volume {
        @Override
        public Extent extent() {
            return box.extent;
        }

        @Override
        public void read(Region region, float[] values, byte[] valid) {
            for (int i = 0; i < region.voxels(); i++) {
                values[i] = isInside(region, i) ? 1 : 0;
                valid[i] = 1;
            }
        }

        @Override
        public void read(Region region, int[] labels) {
            for (int i = 0; i < region.voxels(); i++) {
                labels[i] = isInside(region, i) ? 1 : 0;
            }
        }

        private boolean isInside(Region region, int i) {
            long x = region.x() + i % region.nx();
            long y = region.y() + i / region.nx() % region.ny();
            long z = region.z() + i / region.nx() / region.ny();
            return x >= box.fromX && x < box.toX && y >= box.fromY && y < box.toY && z >= box.fromZ && z < box.toZ;
        }
    }
}
