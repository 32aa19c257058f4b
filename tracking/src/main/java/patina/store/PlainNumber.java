package patina.store;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * A double as the fewest decimal digits that give it back (as ECMAScript prints numbers, but for exponents). The text
 * does not depend on the Java version, whose own Double.toString changed with 19.
 */
final class PlainNumber {
    private PlainNumber() {}

    /** Empty for NaN; 12.5, 3.0, 1.25E-9; Infinity and -Infinity as such. */
    static String text(double value) {
        if (Double.isNaN(value)) {
            return "";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "Infinity" : "-Infinity";
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0.0" : "0.0";
        }
        BigDecimal exact = new BigDecimal(value);
        BigDecimal shortest = exact;
        // A normal double's shortest text of up to 15 digits is what rounding to 15 gives, but for zeros.
        for (int digits = Math.abs(value) < Double.MIN_NORMAL ? 1 : 15; digits <= 17; digits++) {
            shortest = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (shortest.doubleValue() == value) {
                break;
            }
        }
        shortest = shortest.stripTrailingZeros();
        int exponent = shortest.precision() - shortest.scale() - 1;
        if (exponent < -7 || exponent > 20) {
            String digits = shortest.unscaledValue().abs().toString();
            return (value < 0 ? "-" : "")
                    + digits.charAt(0)
                    + "."
                    + (digits.length() > 1 ? digits.substring(1) : "0")
                    + "E"
                    + exponent;
        }
        String plain = shortest.toPlainString();
        return plain.indexOf('.') < 0 ? plain + ".0" : plain;
    }
}
