package patina.series;

import java.util.Arrays;
import java.util.List;
import patina.blocks.Source;
import patina.blocks.Volume;
import patina.geometry.Extent;
import patina.geometry.Region;

/** A mask that has one value inside solids and another elsewhere. */
record ShapeMask(Extent extent, List<? extends VoxelShape> shapes, int inside, int outside) implements Source {
    /** 1 inside, 0 elsewhere. */
    static ShapeMask of(Extent extent, VoxelShape shape) {
        return new ShapeMask(extent, List.of(shape), 1, 0);
    }

    /** 0 inside, 1 elsewhere: what is seen when the solids are hidden. */
    static ShapeMask without(Extent extent, List<? extends VoxelShape> shapes) {
        return new ShapeMask(extent, List.copyOf(shapes), 0, 1);
    }

    @Override
    public Volume open() {
        return new MaskVolume(this);
    }

    private record MaskVolume(ShapeMask mask) implements Volume {
        @Override
        public Extent extent() {
            return mask.extent;
        }

        @Override
        public void read(Region region, float[] values, byte[] valid) {
            int n = region.voxels();
            Arrays.fill(values, 0, n, mask.outside);
            Arrays.fill(valid, 0, n, (byte) 1);
            for (VoxelShape shape : mask.shapes) {
                shape.draw(region, values, mask.inside);
            }
        }

        @Override
        public void read(Region region, int[] labels) {
            float[] values = new float[region.voxels()];
            read(region, values, new byte[values.length]);
            for (int i = 0; i < values.length; i++) {
                labels[i] = (int) values[i];
            }
        }
    }
}
