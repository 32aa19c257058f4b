package patina.growth;

/**
 * The shapes that growth may have, free of size: h(s), with s the exposure minus the last one and h(0) = 1, told by two
 * numbers p and q. A value is v h(s) with v the value at the last exposure, so a fit is linear in v.
 */
enum Shape {
    /**
     * h = (1 + q s)^(p/q), nothing before s = -1/q: k (t - t0)^n with n = p/q and t0 = last - 1/q; exp(p s) where q is 0. The
     * relative rate at s = 0 is p.
     */
    POWER {
        @Override
        double at(double s, double p, double q) {
            double base = 1 + q * s;
            if (base <= 0) {
                return p > 0 ? 0 : p == 0 ? 1 : Double.POSITIVE_INFINITY;
            }
            return Math.abs(q * s) < 1e-9 ? Math.exp(p * s) : Math.pow(base, p / q);
        }

        @Override
        double rate(double p, double q) {
            return p;
        }

        @Override
        double[] low(double span) {
            return new double[] {-1 / span, 0};
        }

        @Override
        double[] high(double span) {
            return new double[] {4 / span, 1 / span};
        }
    },
    /** dh/ds = q h^(p/2): p is the exponent of the stress intensity, q the relative rate at the last exposure. */
    PARIS {
        @Override
        double at(double s, double p, double q) {
            double e = 1 - p / 2;
            if (Math.abs(e) < 1e-6) {
                return Math.exp(q * s);
            }
            double base = 1 + e * q * s;
            return base <= 0 ? (e > 0 ? 0 : Double.POSITIVE_INFINITY) : Math.pow(base, 1 / e);
        }

        @Override
        double rate(double p, double q) {
            return q;
        }

        @Override
        double[] low(double span) {
            return new double[] {0, 0};
        }

        @Override
        double[] high(double span) {
            return new double[] {8, 5 / span};
        }
    };

    abstract double at(double s, double p, double q);

    /** dh/ds at s = 0. */
    abstract double rate(double p, double q);

    abstract double[] low(double span);

    abstract double[] high(double span);
}
