package patina.blocks;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import patina.geometry.Extent;
import patina.geometry.Region;

/**
 * A volume in memory, one array a plane: for kernels that run where their data already is. Its source and its sink do
 * not serialise; a runner on other machines wants a volume on disk.
 *
 * <p>Two are equal only when they are the same object. Reads and writes of different regions may come from many threads
 * at once. It holds grey values or labels, not both; a new volume of grey values is nowhere valid until it is written.
 */
public final class ArrayVolume implements Volume, Sink.Writer {
    private final Extent extent;
    private final float[][] values;
    /** A plane that is valid everywhere has no array. */
    private final byte @Nullable [][] valid;

    private final int[][] labels;

    private ArrayVolume(Extent extent, float[][] values, byte @Nullable [][] valid, int[][] labels) {
        this.extent = extent;
        this.values = values;
        this.valid = valid;
        this.labels = labels;
    }

    /** An empty volume of grey values, to be written. */
    public static ArrayVolume ofValues(Extent extent) {
        int plane = plane(extent);
        float[][] values = new float[Math.toIntExact(extent.z())][plane];
        return new ArrayVolume(extent, values, new byte[values.length][plane], new int[0][]);
    }

    /** A volume of labels, all 0. */
    public static ArrayVolume ofLabels(Extent extent) {
        return new ArrayVolume(extent, new float[0][], null, new int[Math.toIntExact(extent.z())][plane(extent)]);
    }

    /** A copy of grey values, x-fastest, all valid. */
    public static ArrayVolume of(Extent extent, float[] values) {
        float[][] planes = new float[Math.toIntExact(extent.z())][];
        int plane = plane(extent);
        for (int k = 0; k < planes.length; k++) {
            planes[k] = Arrays.copyOfRange(values, k * plane, (k + 1) * plane);
        }
        return new ArrayVolume(extent, planes, null, new int[0][]);
    }

    /** A copy of grey values and their validity (1 where seen), x-fastest; where a voxel is not valid its value is 0. */
    public static ArrayVolume of(Extent extent, float[] values, byte[] valid) {
        ArrayVolume volume = ofValues(extent);
        volume.write(Region.whole(extent), values, valid);
        for (int k = 0; k < volume.values.length; k++) {
            for (int i = 0; i < volume.values[k].length; i++) {
                if (valid[k * volume.values[k].length + i] == 0) {
                    volume.values[k][i] = 0;
                }
            }
        }
        return volume;
    }

    /** A copy of labels, x-fastest. */
    public static ArrayVolume of(Extent extent, int[] labels) {
        ArrayVolume volume = ofLabels(extent);
        volume.write(Region.whole(extent), labels);
        return volume;
    }

    /** A copy of another source's grey values, read slab by slab. */
    public static ArrayVolume copyOf(Source source) throws IOException {
        try (Volume volume = source.open()) {
            Extent extent = volume.extent();
            int plane = plane(extent);
            int planes = Math.toIntExact(extent.z());
            float[][] values = new float[planes][plane];
            byte[][] valid = new byte[planes][plane];
            boolean all = true;
            for (int k = 0; k < planes; k++) {
                volume.read(new Region(0, 0, k, (int) extent.x(), (int) extent.y(), 1), values[k], valid[k]);
                for (int i = 0; i < plane && all; i++) {
                    all = valid[k][i] != 0;
                }
            }
            return new ArrayVolume(extent, values, all ? null : valid, new int[0][]);
        }
    }

    private static int plane(Extent extent) {
        return Math.toIntExact(Math.multiplyExact(extent.x(), extent.y()));
    }

    /** The address to read from, good in this process only. */
    public Source source() {
        return new Reading(this);
    }

    /** The address to write to, good in this process only. */
    public Sink sink() {
        return new Writing(this);
    }

    private record Reading(ArrayVolume volume) implements Source {
        @Override
        public Volume open() {
            return volume;
        }
    }

    private record Writing(ArrayVolume volume) implements Sink {
        @Override
        public Writer open() {
            return volume;
        }
    }

    /** Nothing to close: the data stays. */
    @Override
    public void close() {}

    @Override
    public Extent extent() {
        return extent;
    }

    /** Plane z of the grey values, x-fastest: the array itself. */
    public float[] values(int z) {
        return values[z];
    }

    /** Plane z of the labels, x-fastest: the array itself. */
    public int[] labels(int z) {
        return labels[z];
    }

    @Override
    public void read(Region region, float[] into, byte[] intoValid) throws IOException {
        if (values.length == 0) {
            throw new IOException("Grey values were wanted, but this volume in memory holds labels.");
        }
        byte[][] mask = valid;
        if (mask == null) {
            Arrays.fill(intoValid, 0, region.voxels(), (byte) 1);
        }
        int width = (int) extent.x();
        int to = 0;
        for (int k = 0; k < region.nz(); k++) {
            int z = (int) region.z() + k;
            for (int j = 0; j < region.ny(); j++, to += region.nx()) {
                int from = ((int) region.y() + j) * width + (int) region.x();
                System.arraycopy(values[z], from, into, to, region.nx());
                if (mask != null) {
                    System.arraycopy(mask[z], from, intoValid, to, region.nx());
                }
            }
        }
    }

    @Override
    public void read(Region region, int[] into) throws IOException {
        if (labels.length == 0) {
            throw new IOException("A volume of labels was wanted, but this volume in memory holds grey values.");
        }
        int width = (int) extent.x();
        int to = 0;
        for (int k = 0; k < region.nz(); k++) {
            for (int j = 0; j < region.ny(); j++, to += region.nx()) {
                int from = ((int) region.y() + j) * width + (int) region.x();
                System.arraycopy(labels[(int) region.z() + k], from, into, to, region.nx());
            }
        }
    }

    @Override
    public void write(Region region, float[] from, byte[] fromValid) {
        byte[][] mask = java.util.Objects.requireNonNull(valid);
        int width = (int) extent.x();
        int at = 0;
        for (int k = 0; k < region.nz(); k++) {
            int z = (int) region.z() + k;
            for (int j = 0; j < region.ny(); j++, at += region.nx()) {
                int to = ((int) region.y() + j) * width + (int) region.x();
                System.arraycopy(from, at, values[z], to, region.nx());
                System.arraycopy(fromValid, at, mask[z], to, region.nx());
            }
        }
    }

    @Override
    public void write(Region region, int[] from) {
        int width = (int) extent.x();
        int at = 0;
        for (int k = 0; k < region.nz(); k++) {
            for (int j = 0; j < region.ny(); j++, at += region.nx()) {
                int to = ((int) region.y() + j) * width + (int) region.x();
                System.arraycopy(from, at, labels[(int) region.z() + k], to, region.nx());
            }
        }
    }
}
