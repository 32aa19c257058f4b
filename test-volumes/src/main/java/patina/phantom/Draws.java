package patina.phantom;

/**
 * Random numbers that depend on a key and a counter only (SplitMix64's finaliser over a Weyl sequence), so that the
 * n-th number can be had by any thread at any time. An instance is one stream for one thread; {@link #normal} is for
 * all.
 */
final class Draws {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    // Wichura, Applied Statistics 37 (1988) 477, algorithm AS 241, PPND16: highest power first.
    private static final double[] CENTRE_ABOVE = {
        2509.0809287301227,
        33430.57558358813,
        67265.7709270087,
        45921.95393154987,
        13731.69376550946,
        1971.5909503065513,
        133.14166789178438,
        3.3871328727963665
    };
    private static final double[] CENTRE_BELOW = {
        5226.495278852546,
        28729.085735721943,
        39307.89580009271,
        21213.794301586597,
        5394.196021424751,
        687.1870074920579,
        42.31333070160091,
        1
    };
    private static final double[] TAIL_ABOVE = {
        0.0007745450142783414,
        0.022723844989269184,
        0.2417807251774506,
        1.2704582524523684,
        3.6478483247632045,
        5.769497221460691,
        4.630337846156546,
        1.4234371107496835
    };
    private static final double[] TAIL_BELOW = {
        1.0507500716444169e-9,
        0.0005475938084995345,
        0.015198666563616457,
        0.14810397642748008,
        0.6897673349851,
        1.6763848301838038,
        2.053191626637759,
        1
    };
    private static final double[] FAR_ABOVE = {
        2.0103343992922881e-7,
        2.7115555687434876e-5,
        0.0012426609473880784,
        0.026532189526576124,
        0.29656057182850487,
        1.7848265399172913,
        5.463784911164114,
        6.657904643501103
    };
    private static final double[] FAR_BELOW = {
        2.0442631033899397e-15,
        1.421511758316446e-7,
        1.8463183175100548e-5,
        0.0007868691311456133,
        0.014875361290850615,
        0.1369298809227358,
        0.599832206555888,
        1
    };

    private final long key;
    private long counter;

    Draws(long seed, String purpose) {
        key = key(seed, purpose);
    }

    /** A key for a stream of its own, from a seed and what the stream is for. */
    static long key(long seed, String purpose) {
        long key = mix(seed + GOLDEN);
        for (int i = 0; i < purpose.length(); i++) {
            key = mix(key ^ purpose.charAt(i) * GOLDEN);
        }
        return key;
    }

    /** Uniform in the open interval (0, 1). */
    double uniform() {
        return uniform(key, counter++);
    }

    double between(double low, double high) {
        return low + (high - low) * uniform();
    }

    /** A direction, all equally likely. */
    Vec direction() {
        double z = between(-1, 1);
        double angle = between(0, 2 * Math.PI);
        double r = Math.sqrt(1 - z * z);
        return new Vec(r * StrictMath.cos(angle), r * StrictMath.sin(angle), z);
    }

    private static double uniform(long key, long index) {
        return ((mix(key + index * GOLDEN) >>> 11) + 0.5) * 0x1.0p-53;
    }

    /** The {@code index}-th standard normal number of a key: the inverse normal distribution at a uniform number. */
    static double normal(long key, long index) {
        return quantile(uniform(key, index));
    }

    /** The standard normal quantile, to about 1e-16 relative. */
    static double quantile(double probability) {
        double q = probability - 0.5;
        if (Math.abs(q) <= 0.425) {
            double r = 0.180625 - q * q;
            return q * polynomial(CENTRE_ABOVE, r) / polynomial(CENTRE_BELOW, r);
        }
        double r = Math.sqrt(-StrictMath.log(q < 0 ? probability : 1 - probability));
        double value = r <= 5
                ? polynomial(TAIL_ABOVE, r - 1.6) / polynomial(TAIL_BELOW, r - 1.6)
                : polynomial(FAR_ABOVE, r - 5) / polynomial(FAR_BELOW, r - 5);
        return q < 0 ? -value : value;
    }

    private static double polynomial(double[] c, double r) {
        return ((((((c[0] * r + c[1]) * r + c[2]) * r + c[3]) * r + c[4]) * r + c[5]) * r + c[6]) * r + c[7];
    }

    private static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
        return b ^ (b >>> 31);
    }
}
