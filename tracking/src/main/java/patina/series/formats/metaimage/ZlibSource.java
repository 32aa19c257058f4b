package patina.series.formats.metaimage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import patina.blocks.Source;
import patina.blocks.Volume;
import patina.geometry.Extent;
import patina.geometry.Region;
import patina.series.samples.SampleFile;
import patina.series.samples.SampleType;
import patina.series.samples.Unpacked;
import patina.series.samples.Voxels;

/**
 * Samples packed as one zlib stream (RFC 1950), which can only be unpacked from its beginning. Slices are unpacked in
 * order as far as they are wanted, and kept.
 */
record ZlibSource(String path, Extent extent, SampleType type, boolean bigEndian, long offset) implements Source {
    @Override
    public Volume open() throws IOException {
        return new ZlibVolume(this, new SampleFile(Path.of(path)));
    }

    private static final class ZlibVolume implements Volume {
        private final ZlibSource source;
        private final SampleFile file;
        private final Unpacked unpacked;
        private final Slices ahead;

        ZlibVolume(ZlibSource source, SampleFile file) {
            this.source = source;
            this.file = file;
            this.ahead = new Slices(source, file);
            this.unpacked = new Unpacked(
                    file.path(),
                    source.type,
                    source.bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN,
                    0,
                    this::again);
        }

        /** Unpacks on until slice {@code z} has been. */
        private void upTo(long z) throws IOException {
            synchronized (ahead) {
                while (ahead.next <= z) {
                    long here = ahead.next;
                    unpacked.put(here, ahead.slice());
                }
            }
        }

        /** From the beginning, for a slice that could not be kept. */
        private byte[] again(long z) throws IOException {
            try (Slices slices = new Slices(source, file)) {
                while (slices.next < z) {
                    slices.slice();
                }
                return slices.slice();
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
            int stride = (int) source.extent.x() * bytes;
            for (int k = 0; k < region.nz(); k++) {
                upTo(region.z() + k);
                unpacked.rows(
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
            synchronized (ahead) {
                ahead.close();
            }
            try (unpacked) {
                file.close();
            }
        }
    }

    /** One way through the stream, slice by slice; for one thread at a time. */
    private static final class Slices implements Closeable {
        private static final int INPUT_BYTES = 1 << 16;

        private final ZlibSource source;
        private final SampleFile file;
        private final Inflater inflater = new Inflater();
        private long position;
        private long next;

        Slices(ZlibSource source, SampleFile file) {
            this.source = source;
            this.file = file;
            this.position = source.offset;
        }

        byte[] slice() throws IOException {
            byte[] slice = new byte[Math.toIntExact(source.extent.x() * source.extent.y() * source.type.bytes())];
            int n = 0;
            try {
                while (n < slice.length) {
                    if (inflater.needsInput()) {
                        int some = (int) Math.min(INPUT_BYTES, file.bytes() - position);
                        if (some < 1) {
                            throw damaged("it ends");
                        }
                        inflater.setInput(file.bytes(position, some));
                        position += some;
                    }
                    int some = inflater.inflate(slice, n, slice.length - n);
                    n += some;
                    if (some == 0 && (inflater.finished() || inflater.needsDictionary())) {
                        throw damaged("its packed data ends");
                    }
                }
            } catch (DataFormatException e) {
                IOException sentence = damaged("its packed data is broken (" + e.getMessage() + ")");
                sentence.initCause(e);
                throw sentence;
            }
            next++;
            return slice;
        }

        private IOException damaged(String what) {
            return new IOException("'" + source.path + "' was to hold " + source.extent.z() + " slices, but " + what
                    + " in slice " + (next + 1) + ". The file is cut short or damaged; copy it again.");
        }

        @Override
        public void close() {
            inflater.end();
        }
    }
}
