package patina.series.samples;

import java.nio.ByteBuffer;

/**
 * Where samples that are read go to: grey values with validity, or labels. Arrays are x-fastest over the region that is
 * read. Each thread has its own.
 */
public sealed interface Voxels {
    /** Takes {@code n} samples from {@code from}'s position on (moving it) to element {@code at} on. */
    void take(SampleType type, ByteBuffer from, int n, int at);

    /** Grey values; what is NaN or infinite becomes 0 and not valid. */
    record Grey(float[] values, byte[] valid) implements Voxels {
        @Override
        public void take(SampleType type, ByteBuffer from, int n, int at) {
            type.grey(from, n, values, valid, at);
        }
    }

    /** Labels, whole numbers; ArithmeticException when a sample is none. */
    record Labels(int[] labels) implements Voxels {
        @Override
        public void take(SampleType type, ByteBuffer from, int n, int at) {
            type.labels(from, n, labels, at);
        }
    }
}
