package kvetch.cli.text;

import io.vavr.collection.Vector;
import kvetch.cli.console.Paragraphs;
import kvetch.cli.console.Style;
import kvetch.cli.console.Terminal;
import kvetch.cli.console.Text;
import kvetch.cli.words.Sightings;
import kvetch.live.Sighting;
import kvetch.properties.plug.ReplayToken;

/** Says for people what a real kernel did with a counterexample. */
public final class SightingText {
    private static final String INDENT = "  ";

    private final Paragraphs lines;
    private final Style style;

    public SightingText(Terminal terminal) {
        this.lines = new Paragraphs(terminal);
        this.style = lines.style();
    }

    /** Tells it: the case, the verdict and the kernel's own words. */
    public void tell(ReplayToken token, Sighting sighting) {
        say(token.law() + " (" + token.law().title() + "), broken on " + token.kernel() + " with " + token.allocator());
        say(token.testCase().toString());
        lines.blank();
        String verdict = sighting.toString();
        lines.say(
                sighting instanceof Sighting.Seen
                        ? style.bad(verdict)
                        : sighting instanceof Sighting.NotSeen ? style.good(verdict) : style.doubtful(verdict));
        if (!(sighting instanceof Sighting.CannotBeTried)) say(Sightings.words(sighting));
        for (String line : log(sighting)) lines.say(INDENT + line);
    }

    private static Vector<String> log(Sighting sighting) {
        return sighting instanceof Sighting.Seen seen ? seen.log().remove(seen.words()) : Vector.empty();
    }

    private void say(String text) {
        for (String line : Text.wrap(text, lines.width())) lines.say(line);
    }
}
