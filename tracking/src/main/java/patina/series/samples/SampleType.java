package patina.series.samples;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How one sample is stored. Whole numbers above 2^24 are rounded when read as grey values, never when read as labels. */
public enum SampleType {
    UINT8(1),
    INT8(1),
    UINT16(2),
    INT16(2),
    UINT32(4),
    INT32(4),
    UINT64(8),
    INT64(8),
    FLOAT32(4),
    FLOAT64(8);

    /** Small enough to stay in the first-level cache while it is converted. */
    private static final int AT_ONCE = 4096;

    private final int bytes;

    SampleType(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes a sample. */
    public int bytes() {
        return bytes;
    }

    /** As users say it: uint8, int16, float32 ... */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean isFloat() {
        return this == FLOAT32 || this == FLOAT64;
    }

    /** The type users call so; float and double are understood too. */
    public static Optional<SampleType> of(String key) {
        String plain = key.trim().toLowerCase(Locale.ROOT);
        return switch (plain) {
            case "float" -> Optional.of(FLOAT32);
            case "double" -> Optional.of(FLOAT64);
            default ->
                Arrays.stream(values()).filter(t -> t.key().equals(plain)).findFirst();
        };
    }

    /** All names, for sentences. */
    public static String keys() {
        return String.join(", ", Arrays.stream(values()).map(SampleType::key).toList());
    }

    /**
     * Takes {@code n} samples from {@code from}'s position on (moving it) as grey values. NaN and infinities become 0,
     * not valid.
     */
    void grey(ByteBuffer from, int n, float[] values, byte[] valid, int at) {
        Arrays.fill(valid, at, at + n, (byte) 1);
        switch (this) {
            case UINT8 -> {
                byte[] some = new byte[Math.min(n, AT_ONCE)];
                for (int done = 0; done < n; ) {
                    int k = Math.min(some.length, n - done);
                    from.get(some, 0, k);
                    for (int i = 0; i < k; i++) {
                        values[at + done + i] = some[i] & 0xFF;
                    }
                    done += k;
                }
            }
            case INT8 -> {
                for (int i = 0; i < n; i++) {
                    values[at + i] = from.get();
                }
            }
            case UINT16, INT16 -> {
                short[] some = new short[Math.min(n, AT_ONCE)];
                for (int done = 0; done < n; ) {
                    int k = Math.min(some.length, n - done);
                    from.asShortBuffer().get(some, 0, k);
                    from.position(from.position() + 2 * k);
                    if (this == UINT16) {
                        for (int i = 0; i < k; i++) {
                            values[at + done + i] = some[i] & 0xFFFF;
                        }
                    } else {
                        for (int i = 0; i < k; i++) {
                            values[at + done + i] = some[i];
                        }
                    }
                    done += k;
                }
            }
            case FLOAT32 -> {
                from.asFloatBuffer().get(values, at, n);
                from.position(from.position() + 4 * n);
                hideNonFinite(values, valid, at, n);
            }
            case FLOAT64 -> {
                for (int i = 0; i < n; i++) {
                    values[at + i] = (float) from.getDouble();
                }
                hideNonFinite(values, valid, at, n);
            }
            case UINT32, INT32, UINT64, INT64 -> {
                for (int i = 0; i < n; i++) {
                    values[at + i] = whole(from);
                }
            }
        }
    }

    private static void hideNonFinite(float[] values, byte[] valid, int at, int n) {
        for (int i = at; i < at + n; i++) {
            if (!Float.isFinite(values[i])) {
                values[i] = 0;
                valid[i] = 0;
            }
        }
    }

    private float whole(ByteBuffer from) {
        return switch (this) {
            case UINT32 -> Integer.toUnsignedLong(from.getInt());
            case INT32 -> from.getInt();
            case UINT64 -> {
                long v = from.getLong();
                yield v >= 0 ? v : (v >>> 1) * 2f;
            }
            default -> from.getLong();
        };
    }

    /**
     * Takes {@code n} samples from {@code from}'s position on (moving it) as labels.
     *
     * @throws ArithmeticException when a sample is no whole number from 0 to 2^31 - 1
     */
    void labels(ByteBuffer from, int n, int[] labels, int at) {
        for (int i = 0; i < n; i++) {
            long label = switch (this) {
                case UINT8 -> from.get() & 0xFF;
                case INT8 -> from.get();
                case UINT16 -> from.getShort() & 0xFFFF;
                case INT16 -> from.getShort();
                case UINT32 -> Integer.toUnsignedLong(from.getInt());
                case INT32 -> from.getInt();
                case UINT64, INT64 -> from.getLong();
                case FLOAT32 -> wholeOf(from.getFloat());
                case FLOAT64 -> wholeOf(from.getDouble());
            };
            if (label < 0 || label > Integer.MAX_VALUE) {
                throw new ArithmeticException(Long.toString(label));
            }
            labels[at + i] = (int) label;
        }
    }

    private static long wholeOf(double value) {
        if (value != Math.rint(value)) {
            throw new ArithmeticException(Double.toString(value));
        }
        return (long) value;
    }
}
