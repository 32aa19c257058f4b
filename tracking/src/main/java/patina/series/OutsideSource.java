package patina.series;

import java.io.IOException;
import java.util.List;
import patina.blocks.Source;
import patina.blocks.Volume;
import patina.geometry.Extent;
import patina.geometry.Region;

/** A mask that is 0 inside boxes of voxels and 1 elsewhere. */
record OutsideSource(Extent extent, List<BoxSource> boxes) implements Source {
    OutsideSource {
        boxes = List.copyOf(boxes);
    }

    @Override
    public Volume open() {
        return new OutsideVolume(this);
    }

    private record OutsideVolume(OutsideSource mask) implements Volume {
        @Override
        public Extent extent() {
            return mask.extent;
        }

        @Override
        public void read(Region region, float[] values, byte[] valid) throws IOException {
            float[] inside = new float[region.voxels()];
            for (int i = 0; i < inside.length; i++) {
                values[i] = 1;
            }
            for (BoxSource box : mask.boxes) {
                try (Volume volume = box.open()) {
                    volume.read(region, inside, valid);
                }
                for (int i = 0; i < inside.length; i++) {
                    values[i] = inside[i] == 0 ? values[i] : 0;
                }
            }
            java.util.Arrays.fill(valid, 0, inside.length, (byte) 1);
        }
    }
}
