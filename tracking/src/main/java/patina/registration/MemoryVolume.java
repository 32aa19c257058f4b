package patina.registration;

import java.io.IOException;
import patina.blocks.Sink;
import patina.blocks.Source;
import patina.blocks.Volume;
import patina.geometry.Extent;
import patina.geometry.Region;

/**
 * A coarse volume small enough to stay in memory. Values are kept where a voxel is not valid too. Written block by
 * block from many threads, read afterwards.
 */
record MemoryVolume(Extent extent, float[] values, byte[] valid) implements Source {
    static MemoryVolume of(Extent extent) {
        int n = Math.toIntExact(extent.voxels());
        return new MemoryVolume(extent, new float[n], new byte[n]);
    }

    @Override
    public Volume open() {
        return new Open(this);
    }

    Sink sink() {
        return new Writing(this);
    }

    private record Writing(MemoryVolume volume) implements Sink {
        @Override
        public Writer open() {
            return new OpenWriter(volume);
        }
    }

    private int row(Region region, int j, int k) {
        return (int) extent.index(region.x(), region.y() + j, region.z() + k);
    }

    private record Open(MemoryVolume volume) implements Volume {
        @Override
        public Extent extent() {
            return volume.extent;
        }

        @Override
        public void read(Region region, float[] values, byte[] valid) {
            int to = 0;
            for (int k = 0; k < region.nz(); k++) {
                for (int j = 0; j < region.ny(); j++, to += region.nx()) {
                    int from = volume.row(region, j, k);
                    System.arraycopy(volume.values, from, values, to, region.nx());
                    System.arraycopy(volume.valid, from, valid, to, region.nx());
                }
            }
        }
    }

    private record OpenWriter(MemoryVolume volume) implements Sink.Writer {
        @Override
        public void write(Region region, float[] values, byte[] valid) {
            int from = 0;
            for (int k = 0; k < region.nz(); k++) {
                for (int j = 0; j < region.ny(); j++, from += region.nx()) {
                    int to = volume.row(region, j, k);
                    System.arraycopy(values, from, volume.values, to, region.nx());
                    System.arraycopy(valid, from, volume.valid, to, region.nx());
                }
            }
        }

        @Override
        public void write(Region region, int[] labels) throws IOException {
            throw new IOException("A coarse volume holds grey values, no labels.");
        }

        @Override
        public void close() {}
    }
}
