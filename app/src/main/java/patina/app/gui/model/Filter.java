package patina.app.gui.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Rows chosen by an expression such as {@code growing and depth > 50}, {@code kind = pit or kind = crack},
 * {@code not resolved}, {@code > 50 um}.
 *
 * <p>A comparison has a column's key or title on its left (a unit at the end of a key may be left out) and a number or a
 * word on its right; without a left side it is about the table's first column that is a length. A word alone holds
 * where a column of yes and no has that name and says yes, or where some text of the row begins with it. {@code and},
 * {@code or}, {@code not} and brackets as usual; {@code and} may be left out.
 */
public final class Filter<R> {
    private static final Pattern TOKEN =
            Pattern.compile("\\s*(?:(<=|>=|!=|==|≤|≥|≠|[<>=()])|\"([^\"]*)\"|([^\\s<>=!()≤≥≠\"]+))");

    private final List<Column<R>> columns;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private record Token(String text, boolean symbol, boolean quoted) {
        boolean is(String word) {
            return !quoted && text.equalsIgnoreCase(word);
        }
    }

    private Filter(String text, List<Column<R>> columns) {
        this.columns = columns;
        Matcher matcher = TOKEN.matcher(text);
        int end = 0;
        String whole = text.stripTrailing();
        while (end < whole.length()) {
            if (!matcher.find(end) || matcher.start() != end) {
                throw new IllegalArgumentException("The filter cannot be read from '"
                        + whole.substring(end).strip() + "' on.");
            }
            end = matcher.end();
            String symbol = matcher.group(1);
            String quoted = matcher.group(2);
            tokens.add(
                    symbol != null
                            ? new Token(symbol, true, false)
                            : quoted != null
                                    ? new Token(quoted, false, true)
                                    : new Token(matcher.group(3), false, false));
        }
    }

    /**
     * Reads an expression; an empty one takes all rows.
     *
     * @throws IllegalArgumentException one sentence, when it cannot be read
     */
    public static <R> Predicate<R> of(String text, List<Column<R>> columns) {
        Filter<R> filter = new Filter<>(text, columns);
        if (filter.tokens.isEmpty()) {
            return row -> true;
        }
        Predicate<R> result = filter.either();
        if (filter.at < filter.tokens.size()) {
            throw new IllegalArgumentException(
                    "The filter has '" + filter.tokens.get(filter.at).text() + "' where 'and' or 'or' was wanted.");
        }
        return result;
    }

    private @Nullable Token peek() {
        return at < tokens.size() ? tokens.get(at) : null;
    }

    private boolean take(String word) {
        Token next = peek();
        if (next != null && next.is(word)) {
            at++;
            return true;
        }
        return false;
    }

    private Predicate<R> either() {
        Predicate<R> left = both();
        while (take("or")) {
            left = left.or(both());
        }
        return left;
    }

    private Predicate<R> both() {
        Predicate<R> left = one();
        while (true) {
            Token next = peek();
            if (next == null || next.is("or") || next.is(")")) {
                return left;
            }
            take("and");
            left = left.and(one());
        }
    }

    private Predicate<R> one() {
        Token next = peek();
        if (next == null || next.is("and") || next.is("or")) {
            throw new IllegalArgumentException(
                    "The filter ends or goes on where a condition was wanted, such as depth > 50.");
        }
        if (take("not")) {
            return one().negate();
        }
        if (take("(")) {
            Predicate<R> inner = either();
            if (!take(")")) {
                throw new IllegalArgumentException("The filter lacks a closing bracket.");
            }
            return inner;
        }
        if (next.symbol()) {
            if (next.is(")")) {
                throw new IllegalArgumentException("The filter has a closing bracket too many.");
            }
            return comparison(length());
        }
        at++;
        Token after = peek();
        if (after != null && after.symbol() && !after.is("(") && !after.is(")")) {
            return comparison(column(next.text()));
        }
        return word(next.text());
    }

    private Column<R> length() {
        return columns.stream()
                .filter(c -> c.unit().equals("µm"))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "The filter wants a column before '" + tokens.get(at).text() + "', such as depth > 50."));
    }

    private Column<R> column(String name) {
        return find(name)
                .orElseThrow(() -> new IllegalArgumentException("There is no column '" + name + "'. Columns are "
                        + String.join(", ", columns.stream().map(Column::key).toList()) + "."));
    }

    private java.util.Optional<Column<R>> find(String name) {
        String wanted = plain(name);
        java.util.Optional<Column<R>> exact = columns.stream()
                .filter(c -> plain(c.key()).equals(wanted) || plain(c.title()).equals(wanted))
                .findFirst();
        return exact.isPresent()
                ? exact
                : columns.stream()
                        .filter(c -> plain(c.key()).matches(Pattern.quote(wanted) + "(um|um2|um3)"))
                        .findFirst();
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[\\s_-]", "");
    }

    private Predicate<R> comparison(Column<R> column) {
        String sign = tokens.get(at++).text();
        Token right = peek();
        if (right == null || right.symbol()) {
            throw new IllegalArgumentException("The filter wants a number or a word after '" + sign + "'.");
        }
        at++;
        Double number = number(right);
        if (number != null && at < tokens.size() && isUnit(tokens.get(at).text())) {
            at++;
        }
        boolean equality = sign.equals("=") || sign.equals("==") || sign.equals("!=") || sign.equals("≠");
        if (number == null && !equality) {
            throw new IllegalArgumentException(
                    "The filter wants a number after '" + sign + "', not '" + right.text() + "'.");
        }
        String word = right.text();
        return row -> {
            Object cell = column.comparable(row);
            if (cell == null) {
                return false;
            }
            if (cell instanceof Double value && number != null) {
                return holds(sign, Double.compare(value, number));
            }
            boolean same =
                    column.text(row).equalsIgnoreCase(word) || cell.toString().equalsIgnoreCase(word);
            return equality && same == (sign.equals("=") || sign.equals("=="));
        };
    }

    private static boolean isUnit(String text) {
        return text.matches("(?i)(µm|μm|um|mm|nm)[23²³]?|h|min|s|d|cycles?|m");
    }

    private static @Nullable Double number(Token token) {
        String text = token.text().replaceAll("(?i)(µm|μm|um)[23²³]?$", "").replace('−', '-');
        return !token.quoted() && text.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?")
                ? Double.valueOf(text)
                : null;
    }

    private static boolean holds(String sign, int order) {
        return switch (sign) {
            case "<" -> order < 0;
            case ">" -> order > 0;
            case "<=", "≤" -> order <= 0;
            case ">=", "≥" -> order >= 0;
            case "!=", "≠" -> order != 0;
            default -> order == 0;
        };
    }

    private Predicate<R> word(String word) {
        String wanted = word.toLowerCase(Locale.ROOT);
        List<Column<R>> named =
                columns.stream().filter(c -> plain(c.key()).equals(plain(word))).toList();
        return row -> {
            for (Column<R> column : named) {
                if (Boolean.TRUE.equals(column.comparable(row))) {
                    return true;
                }
            }
            for (Column<R> column : columns) {
                Object cell = column.comparable(row);
                if (cell instanceof String text && begins(text.toLowerCase(Locale.ROOT), wanted)) {
                    return true;
                }
            }
            return false;
        };
    }

    private static boolean begins(String text, String wanted) {
        return text.startsWith(wanted) || text.contains(" " + wanted);
    }
}
