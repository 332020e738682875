package kvetch.cli.sweep;

import kvetch.cli.console.Style;
import kvetch.cli.console.Terminal;
import kvetch.cli.console.Text;
import kvetch.properties.Sweep;

/** Tells a sweep to people. */
public final class SweepText {
    private SweepText() {}

    /** Prints each interval on a line. */
    public static void tell(Terminal terminal, Swept swept) {
        Style style = terminal.style();
        terminal.say(style.bold(swept.name()));
        for (Sweep.Interval interval : swept.intervals()) {
            String first = Text.padLeft(Integer.toString(interval.first()), 11);
            String last = interval.first() == interval.last() ? "" : " to " + interval.last();
            String text = interval.outcome().text();
            terminal.say(
                    "  " + first + Text.pad(last, 16) + (interval.outcome().splat() == null ? text : style.bad(text)));
        }
        terminal.say(style.faint("  " + swept.how()));
        terminal.say("");
    }
}
