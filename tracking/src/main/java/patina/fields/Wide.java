package patina.fields;

/** Exact sums of 128 bits: two longs of a row, low word first. */
final class Wide {
    private Wide() {}

    /** Adds a long. */
    static void add(long[] row, int at, long value) {
        add(row, at, value, value >> 63);
    }

    /** Adds the product of two longs. */
    static void addProduct(long[] row, int at, long a, long b) {
        add(row, at, a * b, Math.multiplyHigh(a, b));
    }

    /** Adds another sum. */
    static void add(long[] row, int at, long low, long high) {
        long sum = row[at] + low;
        row[at + 1] += high + (Long.compareUnsigned(sum, low) < 0 ? 1 : 0);
        row[at] = sum;
    }

    /** The sum as a double. */
    static double value(long[] row, int at) {
        double low = (row[at] >>> 1) * 2.0 + (row[at] & 1);
        return row[at + 1] * 0x1p64 + low;
    }

    /** The sum times {@code scale}, less the product a b, as a double; for central moments. */
    static double central(long[] row, int at, long scale, long a, long b) {
        java.math.BigInteger sum = big(row, at).multiply(java.math.BigInteger.valueOf(scale));
        return sum.subtract(java.math.BigInteger.valueOf(a).multiply(java.math.BigInteger.valueOf(b)))
                .doubleValue();
    }

    private static java.math.BigInteger big(long[] row, int at) {
        java.math.BigInteger high = java.math.BigInteger.valueOf(row[at + 1]).shiftLeft(64);
        return high.add(java.math.BigInteger.valueOf(row[at] >>> 1).shiftLeft(1))
                .add(java.math.BigInteger.valueOf(row[at] & 1));
    }
}
