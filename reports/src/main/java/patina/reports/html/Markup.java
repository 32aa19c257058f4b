package patina.reports.html;

import java.util.ArrayDeque;
import java.util.Deque;

/** Builds well-formed XHTML: text and attributes are escaped where they are written, elements close in order. */
final class Markup {
    private final StringBuilder text = new StringBuilder(1 << 16);
    private final Deque<String> open = new ArrayDeque<>();

    /** Opens an element; attributes are names and values in turn. */
    Markup open(String element, String... attributes) {
        tag(element, attributes).append('>');
        open.push(element);
        return this;
    }

    /** An element without content. */
    Markup empty(String element, String... attributes) {
        tag(element, attributes).append("/>");
        return this;
    }

    /** An element with text alone. */
    Markup element(String element, String content, String... attributes) {
        return open(element, attributes).text(content).close();
    }

    /** Closes what was opened last. */
    Markup close() {
        text.append("</").append(open.pop()).append('>');
        return this;
    }

    /** Text, escaped. */
    Markup text(String content) {
        escape(content, false);
        return this;
    }

    /** A line break in the source, for those who read it. */
    Markup line() {
        text.append('\n');
        return this;
    }

    /** Markup that is well-formed already: a figure, a style sheet. */
    Markup raw(String markup) {
        text.append(markup);
        return this;
    }

    @Override
    public String toString() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("Element '" + open.peek() + "' is still open.");
        }
        return text.toString();
    }

    private StringBuilder tag(String element, String... attributes) {
        text.append('<').append(element);
        for (int i = 0; i < attributes.length; i += 2) {
            text.append(' ').append(attributes[i]).append("=\"");
            escape(attributes[i + 1], true);
            text.append('"');
        }
        return text;
    }

    private void escape(String content, boolean attribute) {
        for (int i = 0; i < content.length(); i++) {
            char c = content.charAt(i);
            switch (c) {
                case '&' -> text.append("&amp;");
                case '<' -> text.append("&lt;");
                case '>' -> text.append("&gt;");
                case '"' -> text.append(attribute ? "&quot;" : "\"");
                default -> {
                    // XML has no control characters but these three; a stray one in a file's header is no reason to
                    // fail.
                    boolean legal = c >= ' ' && c != '\ufffe' && c != '\uffff' || c == '\t' || c == '\n' || c == '\r';
                    text.append(legal ? c : '\ufffd');
                }
            }
        }
    }
}
