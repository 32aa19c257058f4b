package patina.blocks;

import java.util.Arrays;

/**
 * Fills parts of arrays by copying constants: as fast before the just-in-time compiler has looked at the program as after,
 * which a loop of assignments is not.
 */
public final class Fill {
    private static final int N = 4096;
    private static final float[] ZEROS = new float[N];
    private static final int[] NO_LABELS = new int[N];
    private static final byte[] NONE = new byte[N];
    private static final byte[] ONES = new byte[N];

    static {
        Arrays.fill(ONES, (byte) 1);
    }

    private Fill() {}

    /** Sets the first {@code n} values to 0. */
    public static void zeros(float[] values, int n) {
        for (int at = 0; at < n; at += N) {
            System.arraycopy(ZEROS, 0, values, at, Math.min(N, n - at));
        }
    }

    /** Sets the first {@code n} labels to 0. */
    public static void zeros(int[] labels, int n) {
        for (int at = 0; at < n; at += N) {
            System.arraycopy(NO_LABELS, 0, labels, at, Math.min(N, n - at));
        }
    }

    /** Sets the first {@code n} bytes to 0. */
    public static void zeros(byte[] bytes, int n) {
        zeros(bytes, 0, n);
    }

    /** Sets {@code n} bytes from {@code first} on to 0. */
    public static void zeros(byte[] bytes, int first, int n) {
        for (int at = 0; at < n; at += N) {
            System.arraycopy(NONE, 0, bytes, first + at, Math.min(N, n - at));
        }
    }

    /** Sets {@code n} bytes from {@code first} on to 1. */
    public static void ones(byte[] bytes, int first, int n) {
        for (int at = 0; at < n; at += N) {
            System.arraycopy(ONES, 0, bytes, first + at, Math.min(N, n - at));
        }
    }
}
