package patina.reports.document;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * Writes numbers as metrologists do: the uncertainty to two significant digits, the value to the same place (GUM,
 * 7.2.6), a decimal point, digits in groups of three by a narrow space where there are more than four (SI Brochure,
 * 5.4.4), a true minus sign, powers of ten outside 10⁻⁴ to 10⁷. Spaces inside a number do not break.
 */
public final class Numbers {
    /** For what does not apply or is not known. */
    public static final String NONE = "–";

    /** For what lies under its decision threshold. */
    public static final String NOT_RESOLVED = "not resolved";

    private static final char GROUP = '\u202f';
    private static final char SPACE = '\u00a0';
    private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    private Numbers() {}

    /** Value ± u; without ± when there is no uncertainty, a dash when there is no value. */
    public static String measured(@Nullable Double value, @Nullable Double u) {
        if (value == null || !Double.isFinite(value)) {
            return NONE;
        }
        if (u == null || !Double.isFinite(u) || u <= 0) {
            return significant(value, 3);
        }
        double size = Math.max(Math.abs(value), u);
        if (size < 1e-4 || size >= 1e7) {
            int power = power(size);
            return "(" + plainMeasured(value * Math.pow(10, -power), u * Math.pow(10, -power)) + ")" + timesTen(power);
        }
        return plainMeasured(value, u);
    }

    /** Value ± u and a unit, which follows a product in brackets where it must. */
    public static String measured(@Nullable Double value, @Nullable Double u, String unit) {
        String text = measured(value, u);
        return text.equals(NONE) || unit.isEmpty() ? text : text + SPACE + unit;
    }

    /** A number to so many significant digits; noughts fill what is rounded away before the point. */
    public static String significant(@Nullable Double value, int digits) {
        if (value == null || !Double.isFinite(value)) {
            return NONE;
        }
        if (value == 0) {
            return "0";
        }
        double size = Math.abs(value);
        if (size < 1e-4 || size >= 1e7) {
            int power = power(size);
            BigDecimal mantissa = rounded(BigDecimal.valueOf(value).movePointLeft(power), digits);
            if (mantissa.abs().compareTo(BigDecimal.TEN) >= 0) {
                power++;
                mantissa = rounded(mantissa.movePointLeft(1), digits);
            }
            return grouped(mantissa) + timesTen(power);
        }
        return grouped(rounded(BigDecimal.valueOf(value), digits));
    }

    /** A number to so many significant digits, and a unit. */
    public static String significant(@Nullable Double value, int digits, String unit) {
        String text = significant(value, digits);
        return text.equals(NONE) || unit.isEmpty() ? text : text + SPACE + unit;
    }

    /** A number with so many decimals. */
    public static String fixed(double value, int decimals) {
        return Double.isFinite(value)
                ? grouped(BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_EVEN))
                : NONE;
    }

    /** A number as it was given, without needless zeros: for exposures. */
    public static String asGiven(double value) {
        if (!Double.isFinite(value)) {
            return NONE;
        }
        BigDecimal exact = BigDecimal.valueOf(value).stripTrailingZeros();
        return grouped(exact.scale() < 0 ? exact.setScale(0) : exact);
    }

    /** A size as it was given, to seven digits at most, without needless zeros. */
    public static String size(double value) {
        return Double.isFinite(value)
                ? asGiven(BigDecimal.valueOf(value)
                        .round(new MathContext(7, RoundingMode.HALF_EVEN))
                        .doubleValue())
                : NONE;
    }

    /** A share of one as per cent. */
    public static String percent(double share) {
        double percent = 100 * share;
        return significant(percent, Math.abs(percent) >= 99.5 && Math.abs(percent) < 100 ? 4 : 3) + SPACE + "%";
    }

    /** A whole number. */
    public static String count(long value) {
        return grouped(BigDecimal.valueOf(value));
    }

    /** A unit as it is printed: um3/h as µm³/h, mm3/(N m) as mm³/(N m). */
    public static String unit(String plain) {
        String text = plain.replaceAll("\\bum(?=\\d|\\b)", "µm");
        return text.replaceAll("(?<=m)2(?!\\d)", "²").replaceAll("(?<=m)3(?!\\d)", "³");
    }

    private static String plainMeasured(double value, double u) {
        BigDecimal roundedU = BigDecimal.valueOf(u).round(new MathContext(2, RoundingMode.HALF_EVEN));
        // Two digits even where the number itself has fewer: 0.020, not 0.02.
        int scale = roundedU.scale() + 2 - roundedU.precision();
        roundedU = roundedU.setScale(scale);
        BigDecimal roundedValue = BigDecimal.valueOf(value).setScale(scale, RoundingMode.HALF_EVEN);
        if (scale < 0) {
            roundedU = roundedU.setScale(0);
            roundedValue = roundedValue.setScale(0);
        }
        return grouped(roundedValue) + SPACE + "±" + SPACE + grouped(roundedU);
    }

    private static BigDecimal rounded(BigDecimal value, int digits) {
        BigDecimal rounded = value.round(new MathContext(digits, RoundingMode.HALF_EVEN));
        return rounded.setScale(Math.max(0, rounded.scale() + digits - rounded.precision()));
    }

    private static int power(double size) {
        return (int) Math.floor(Math.log10(size));
    }

    private static String timesTen(int power) {
        return SPACE + "×" + SPACE + powerOfTen(power);
    }

    /** Ten to a power: 10⁻⁶. */
    public static String powerOfTen(int power) {
        StringBuilder text = new StringBuilder("10");
        String digits = Integer.toString(power);
        for (int i = 0; i < digits.length(); i++) {
            char digit = digits.charAt(i);
            text.append(digit == '-' ? '⁻' : SUPERSCRIPTS.charAt(digit - '0'));
        }
        return text.toString();
    }

    private static String grouped(BigDecimal number) {
        String plain = number.abs().toPlainString();
        int point = plain.indexOf('.');
        String whole = point < 0 ? plain : plain.substring(0, point);
        String fraction = point < 0 ? "" : plain.substring(point + 1);
        StringBuilder text = new StringBuilder();
        if (number.signum() < 0) {
            text.append('−');
        }
        for (int i = 0; i < whole.length(); i++) {
            if (i > 0 && whole.length() > 4 && (whole.length() - i) % 3 == 0) {
                text.append(GROUP);
            }
            text.append(whole.charAt(i));
        }
        for (int i = 0; i < fraction.length(); i++) {
            text.append(i == 0 ? "." : fraction.length() > 4 && i % 3 == 0 ? String.valueOf(GROUP) : "");
            text.append(fraction.charAt(i));
        }
        return text.toString();
    }
}
