package kvetch.cli.options;

import kvetch.cli.console.UsageError;

/**
 * Whole numbers from one to another.
 *
 * @param first the first
 * @param last the last, included
 */
public record IntRange(int first, int last) {

    /** Reads {@code A..B} or {@code A}. */
    public static IntRange parse(String text, String option, int least, int most) {
        int dots = text.indexOf("..");
        String from = dots < 0 ? text : text.substring(0, dots);
        String to = dots < 0 ? text : text.substring(dots + 2);
        if (from.isBlank() || to.isBlank())
            throw new UsageError(option + " must be A..B (both included) or one number, not '" + text + "'");
        IntRange range = new IntRange(
                (int) Numbers.whole(from, option, least, most), (int) Numbers.whole(to, option, least, most));
        if (range.first > range.last)
            throw new UsageError(option + " " + text + " is empty: A must not be more than B");
        return range;
    }

    @Override
    public String toString() {
        return first == last ? "" + first : first + " to " + last;
    }
}
