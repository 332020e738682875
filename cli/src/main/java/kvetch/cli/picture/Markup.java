package kvetch.cli.picture;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes HTML that is XML as well. All text and all values of attributes are escaped here and nowhere else, and every element
 * that is opened is closed, so what comes out is well-formed whatever goes in.
 */
public final class Markup {
    private final StringBuilder text = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();

    /** Text with nothing in it that means anything to a parser, and nothing that XML 1.0 does not allow. */
    public static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                case '\r' -> escaped.append("&#13;");
                default -> escaped.appendCodePoint(isAllowed(c) ? c : 0xfffd);
            }
        });
        return escaped.toString();
    }

    private static boolean isAllowed(int c) {
        return c == '\t'
                || c == '\n'
                || (c >= 0x20 && c <= 0x7e)
                || (c >= 0xa0 && c <= 0xd7ff)
                || (c >= 0xe000 && c <= 0xfffd)
                || c > 0xffff;
    }

    /** Opens an element; attributes are names and values in turn. */
    public Markup open(String tag, String... attributes) {
        start(tag, attributes);
        text.append('>');
        open.push(tag);
        return this;
    }

    /** An element without content. */
    public Markup empty(String tag, String... attributes) {
        start(tag, attributes);
        text.append("/>");
        return this;
    }

    private void start(String tag, String... attributes) {
        if (attributes.length % 2 != 0) throw new IllegalArgumentException("an attribute of " + tag + " has no value");
        text.append('<').append(tag);
        for (int i = 0; i < attributes.length; i += 2)
            text.append(' ')
                    .append(attributes[i])
                    .append("=\"")
                    .append(escape(attributes[i + 1]))
                    .append('"');
    }

    /** Closes the innermost element. */
    public Markup close() {
        text.append("</").append(open.pop()).append('>');
        return this;
    }

    /** Closes the innermost element, which a line ends with. */
    public Markup end() {
        return close().line();
    }

    public Markup line() {
        text.append('\n');
        return this;
    }

    public Markup text(String content) {
        text.append(escape(content));
        return this;
    }

    /** An element with nothing but text in it. */
    public Markup element(String tag, String content, String... attributes) {
        return open(tag, attributes).text(content).close();
    }

    /** What is markup already. */
    public Markup markup(String finished) {
        text.append(finished);
        return this;
    }

    @Override
    public String toString() {
        if (!open.isEmpty()) throw new IllegalStateException("not closed: " + open);
        return text.toString();
    }
}
