package kvetch.cli.options;

import io.vavr.collection.Vector;
import java.util.Locale;
import kvetch.cli.console.UsageError;
import kvetch.properties.plug.Suggestions;
import kvetch.raid0.Mddev;

/** How users name a layout. */
public final class LayoutWord {
    /** Nobody has set raid0.default_layout. */
    public static final int UNSET = 0;

    private LayoutWord() {}

    /** Reads a number or a word: 0 unset, 1 original, 2 alternate. */
    public static int parse(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "0", "unset" -> UNSET;
            case "1", "original" -> Mddev.LAYOUT_ORIGINAL;
            case "2", "alternate" -> Mddev.LAYOUT_ALTERNATE;
            default ->
                throw new UsageError(
                        "unknown layout '" + text + "'; known are 0 or unset, 1 or original, 2 or alternate"
                                + Suggestions.didYouMean(text, Vector.of("unset", "original", "alternate")));
        };
    }

    /** A layout as people read it. */
    public static String of(int layout) {
        return layout + (layout == Mddev.LAYOUT_ORIGINAL ? " (original)" : " (alternate)");
    }
}
