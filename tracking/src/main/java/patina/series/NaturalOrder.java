package patina.series;

import java.nio.file.Path;
import java.util.Comparator;

/** The order people expect of numbered names: scan_2 before scan_10. */
public final class NaturalOrder {
    /** By the names of the files, then by their folders. */
    public static final Comparator<Path> OF_PATHS = Comparator.<Path, String>comparing(
                    path -> path.getFileName().toString(), NaturalOrder::compare)
            .thenComparing(Path::toString, NaturalOrder::compare);

    private NaturalOrder() {}

    /** Compares runs of digits by their value and all else letter by letter; 7 before 07. */
    public static int compare(String a, String b) {
        int i = 0;
        int j = 0;
        while (i < a.length() && j < b.length()) {
            if (isDigit(a.charAt(i)) && isDigit(b.charAt(j))) {
                int endA = endOfDigits(a, i);
                int endB = endOfDigits(b, j);
                int fromA = firstNonZero(a, i, endA);
                int fromB = firstNonZero(b, j, endB);
                int order = Integer.compare(endA - fromA, endB - fromB);
                if (order == 0) {
                    order = a.substring(fromA, endA).compareTo(b.substring(fromB, endB));
                }
                if (order != 0) {
                    return order;
                }
                i = endA;
                j = endB;
            } else {
                int order = Character.compare(a.charAt(i++), b.charAt(j++));
                if (order != 0) {
                    return order;
                }
            }
        }
        int rest = Integer.compare(a.length() - i, b.length() - j);
        return rest != 0 ? rest : a.compareTo(b);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static int endOfDigits(String s, int from) {
        int end = from;
        while (end < s.length() && isDigit(s.charAt(end))) {
            end++;
        }
        return end;
    }

    private static int firstNonZero(String s, int from, int end) {
        int at = from;
        while (at < end - 1 && s.charAt(at) == '0') {
            at++;
        }
        return at;
    }
}
