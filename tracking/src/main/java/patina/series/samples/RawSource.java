package patina.series.samples;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import patina.blocks.Source;
import patina.blocks.Volume;
import patina.geometry.Extent;
import patina.geometry.Region;

/**
 * Samples that lie in a file one after another, x-fastest, then y, then z.
 *
 * @param path the file
 * @param offset of voxel (0, 0, 0), in bytes
 */
public record RawSource(String path, Extent extent, SampleType type, boolean bigEndian, long offset) implements Source {
    /** The bytes that {@code extent} takes; ArithmeticException when that is no long. */
    public static long bytes(Extent extent, SampleType type) {
        return Math.multiplyExact(extent.voxels(), type.bytes());
    }

    @Override
    public Volume open() throws IOException {
        SampleFile file = new SampleFile(Path.of(path));
        if (file.bytes() < offset + bytes(extent, type)) {
            long found = file.bytes();
            file.close();
            throw new IOException("'" + path + "' was to hold " + extent + " voxels of " + type.key() + ", "
                    + (offset + bytes(extent, type)) + " bytes, but has " + found
                    + ". The file is cut short or not what it was; copy it again.");
        }
        return new RawVolume(this, file);
    }

    private record RawVolume(RawSource source, SampleFile file) implements Volume {
        @Override
        public Extent extent() {
            return source.extent;
        }

        @Override
        public void read(Region region, float[] values, byte[] valid) throws IOException {
            read(region, new Voxels.Grey(values, valid));
        }

        @Override
        public void read(Region region, int[] labels) throws IOException {
            read(region, new Voxels.Labels(labels));
        }

        private void read(Region region, Voxels to) throws IOException {
            SampleType type = source.type;
            Extent extent = source.extent;
            ByteOrder order = source.bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
            for (int k = 0; k < region.nz(); k++) {
                long first = extent.index(region.x(), region.y(), region.z() + k);
                file.rows(
                        type,
                        order,
                        source.offset + first * type.bytes(),
                        extent.x() * type.bytes(),
                        region.ny(),
                        region.nx(),
                        to,
                        k * region.ny() * region.nx(),
                        region.nx());
            }
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
