package kvetch.cli.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Lays out text. */
public final class Text {
    private Text() {}

    /** Fills up with spaces on the right. */
    public static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    /** Fills up with spaces on the left. */
    public static String padLeft(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }

    /** Cuts to a width, with dots where something is missing. */
    public static String clip(String text, int width) {
        return text.length() <= width
                ? text
                : text.substring(0, Math.max(0, width - 4)).stripTrailing() + " ...";
    }

    /** Breaks between words; a word that is too long stays whole. */
    public static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (line.length() > 0 && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            if (line.length() > 0) line.append(' ');
            line.append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    /** A number and its noun. */
    public static String count(long number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }

    /** A number with a comma after each three digits. */
    public static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
