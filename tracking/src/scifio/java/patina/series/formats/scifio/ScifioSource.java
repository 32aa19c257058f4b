package patina.series.formats.scifio;

import io.scif.FormatException;
import io.scif.Reader;
import io.scif.SCIFIO;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import net.imglib2.FinalInterval;
import patina.blocks.Source;
import patina.blocks.Volume;
import patina.geometry.Extent;
import patina.geometry.Region;
import patina.series.samples.SampleType;
import patina.series.samples.Unpacked;
import patina.series.samples.Voxels;

/** The first image of a file that SCIFIO reads. */
record ScifioSource(String path, Extent extent, SampleType type, boolean littleEndian) implements Source {
    @Override
    public Volume open() throws IOException {
        SCIFIO scifio = new SCIFIO();
        try {
            return new ScifioVolume(this, scifio, ScifioFormat.reader(scifio, Path.of(path)));
        } catch (IOException e) {
            scifio.getContext().dispose();
            throw e;
        }
    }

    /** Readers of SCIFIO serve one thread, so planes are read one at a time and kept in the bounded cache. */
    private static final class ScifioVolume implements Volume {
        private final ScifioSource source;
        private final SCIFIO scifio;
        private final Reader reader;
        private final Unpacked planes;

        ScifioVolume(ScifioSource source, SCIFIO scifio, Reader reader) {
            this.source = source;
            this.scifio = scifio;
            this.reader = reader;
            this.planes = new Unpacked(
                    Path.of(source.path),
                    source.type,
                    source.littleEndian ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN,
                    0,
                    this::plane);
        }

        private byte[] plane(long z) throws IOException {
            Extent extent = source.extent;
            long wanted = extent.x() * extent.y() * source.type.bytes();
            synchronized (reader) {
                try {
                    byte[] bytes = reader.openPlane(0, z, FinalInterval.createMinSize(0, 0, extent.x(), extent.y()))
                            .getBytes();
                    if (bytes.length < wanted) {
                        throw new IOException("'" + source.path + "', plane " + (z + 1) + ", was to have " + wanted
                                + " bytes, but SCIFIO gives " + bytes.length + ". Convert the file to TIFF.");
                    }
                    return bytes;
                } catch (FormatException | RuntimeException e) {
                    throw new IOException(
                            "'" + source.path + "', plane " + (z + 1) + ", was to be read by SCIFIO, but cannot be ("
                                    + e.getMessage() + "). Convert the file to TIFF.",
                            e);
                }
            }
        }

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
            int bytes = source.type.bytes();
            int stride = Math.toIntExact(source.extent.x() * bytes);
            for (int k = 0; k < region.nz(); k++) {
                planes.rows(
                        region.z() + k,
                        (int) region.y() * stride + (int) region.x() * bytes,
                        stride,
                        region.ny(),
                        region.nx(),
                        to,
                        k * region.ny() * region.nx(),
                        region.nx());
            }
        }

        @Override
        public void close() throws IOException {
            try (planes) {
                synchronized (reader) {
                    reader.close();
                }
            } finally {
                scifio.getContext().dispose();
            }
        }
    }
}
