package kvetch.cli.reproduce;

import io.vavr.collection.Vector;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A shell script with some things left open, which is a shell script all the same. Its own lines begin with {@code #:}:
 * {@code #: if NAME}, {@code #: else}, {@code #: each NAME}, {@code #: in NAME}, {@code #: end} and {@code #: lines NAME}; lines
 * that begin with {@code ##} are left out, and {@code KV_NAME} is a value.
 */
final class ShellTemplate {
    private static final Pattern VALUE = Pattern.compile("KV_([A-Z][A-Z_]*)");
    private static final String DIRECTIVE = "#: ";
    private static final String INDENT = "    ";

    private final Vector<String> lines;
    private final StringBuilder text = new StringBuilder();
    private String indent = "";

    private ShellTemplate(Vector<String> lines) {
        this.lines = lines;
    }

    /** The template of that name, which lies beside this class, filled in. */
    static String fill(String resource, ShellValues values) {
        try (InputStream in = Objects.requireNonNull(ShellTemplate.class.getResourceAsStream(resource), resource)) {
            return fill(Vector.ofAll(new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()), values);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String fill(Vector<String> lines, ShellValues values) {
        ShellTemplate template = new ShellTemplate(lines);
        int end = template.write(0, values, true);
        if (end < lines.size()) throw new IllegalStateException("line " + (end + 1) + " ends what nothing began");
        return template.text.toString();
    }

    /** Writes lines, or only goes past them, up to the {@code else} or {@code end} that belongs to another line; where that is. */
    private int write(int from, ShellValues values, boolean isWritten) {
        int at = from;
        while (at < lines.size()) {
            String line = lines.get(at);
            if (line.startsWith(DIRECTIVE)) {
                String[] words = line.substring(DIRECTIVE.length()).split(" ", 2);
                switch (words[0]) {
                    case "else", "end" -> {
                        return at;
                    }
                    case "if" -> at = writeEither(at, words[1], values, isWritten);
                    case "each" -> at = writeEach(at, words[1], values, isWritten);
                    case "in" -> at = writeFunction(at, words[1], values, isWritten);
                    case "lines" -> {
                        if (isWritten) values.text(words[1]).forEach(this::add);
                    }
                    default -> throw new IllegalStateException("line " + (at + 1) + ": " + line);
                }
            } else if (isWritten && !line.startsWith("##")) add(filled(line, values));
            at++;
        }
        return at;
    }

    private int writeEither(int from, String condition, ShellValues values, boolean isWritten) {
        boolean holds = isWritten && values.holds(condition);
        int at = write(from + 1, values, holds);
        if (isLine(at, "else")) at = write(at + 1, values, isWritten && !holds);
        return end(from, at);
    }

    private int writeEach(int from, String list, ShellValues values, boolean isWritten) {
        if (isWritten) for (ShellValues element : values.elements(list)) write(from + 1, element, true);
        return end(from, write(from + 1, values, false));
    }

    /** What a script does as it stands, and a function where there is no script. */
    private int writeFunction(int from, String name, ShellValues values, boolean isWritten) {
        boolean isFunction = isWritten && !values.holds("script");
        if (!isFunction) return end(from, write(from + 1, values, isWritten));
        add(name + "() {");
        indent = INDENT;
        int at = write(from + 1, values, true);
        indent = "";
        add("}");
        return end(from, at);
    }

    private int end(int from, int at) {
        if (!isLine(at, "end")) throw new IllegalStateException("line " + (from + 1) + " has no end");
        return at;
    }

    private boolean isLine(int at, String directive) {
        return at < lines.size() && lines.get(at).equals(DIRECTIVE + directive);
    }

    private static String filled(String line, ShellValues values) {
        return VALUE.matcher(line).replaceAll(name -> Matcher.quoteReplacement(values.value(name.group(1))));
    }

    private void add(String line) {
        if (!line.isEmpty()) text.append(indent).append(line);
        text.append('\n');
    }
}
