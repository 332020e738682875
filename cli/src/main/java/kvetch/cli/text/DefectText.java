package kvetch.cli.text;

import io.vavr.collection.Vector;
import java.util.HashMap;
import java.util.Map;
import kvetch.api.Splat;
import kvetch.cli.console.Paragraphs;
import kvetch.cli.console.Style;
import kvetch.cli.console.Text;
import kvetch.cli.reproduce.Reproducer;
import kvetch.cli.words.ArrayAscii;
import kvetch.cli.words.Sightings;
import kvetch.cli.words.Story;
import kvetch.live.Sighting;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.Case;
import kvetch.properties.evidence.Misbehaviour;
import kvetch.properties.law.Defect;
import kvetch.properties.law.Divergence;
import kvetch.properties.law.Law;
import kvetch.raid0.Errno;
import org.jspecify.annotations.Nullable;

/** Tells defects to people, each one once; where one comes up again, the reader is sent there. */
public final class DefectText {
    static final String INDENT = "      ";
    private static final int LABEL_WIDTH = 8;

    private final Paragraphs lines;
    private final Style style;
    private final String moreArguments;
    private final Sightings sightings;
    private final Map<Told, Place> told = new HashMap<>();
    private final Map<Told, Place> arraysTold = new HashMap<>();
    private final Map<Vector<String>, Place> splatsTold = new HashMap<>();
    private final Map<Misbehaviour, Place> misbehavioursTold = new HashMap<>();

    /**
     * Has told nothing yet.
     *
     * @param moreArguments what a command must be given to find the allocators again, each argument after a space; mostly empty
     * @param sightings what a real kernel did with them
     */
    public DefectText(Paragraphs lines, String moreArguments, Sightings sightings) {
        this.lines = lines;
        this.style = lines.style();
        this.moreArguments = moreArguments;
        this.sightings = sightings;
    }

    /** What makes two defects the same for a reader. */
    public record Told(
            String what,
            String array,
            @Nullable Splat splat,
            @Nullable Errno errno,
            @Nullable String consequence) {
        public static Told of(Defect defect) {
            return new Told(
                    defect.violation().law() + " " + defect.violation().what(),
                    defect.counterexample().toString(),
                    defect.splat(),
                    defect.errno(),
                    defect.consequence());
        }

        Told withoutLaw() {
            return new Told("", array, splat, errno, consequence);
        }
    }

    /** Where something was told. */
    public record Place(String kernel, String allocator, Law law) {
        private boolean isBeside(Place other) {
            return kernel.equals(other.kernel) && allocator.equals(other.allocator);
        }

        private String seenFrom(Place here) {
            return kernel.equals(here.kernel)
                    ? "as with " + allocator + " above"
                    : "as on " + kernel + " with " + allocator + " above";
        }
    }

    /** Tells how an allocator misbehaved, where in its code and on what. */
    public void tell(Misbehaviour misbehaviour, Place here) {
        Place before = misbehavioursTold.putIfAbsent(misbehaviour, here);
        if (before != null) {
            detail("as under " + before.law() + " " + (before.isBeside(here) ? "above" : before.seenFrom(here)));
            return;
        }
        tell(misbehaviour);
    }

    public void tell(Misbehaviour misbehaviour) {
        detail(misbehaviour.message());
        String label = "at";
        for (String frame : misbehaviour.frames()) {
            labelled(label, frame);
            label = "";
        }
        Case c = misbehaviour.testCase();
        if (c != null) entry(c.noun(), c.toString());
        if (!misbehaviour.replay().isEmpty()) labelled("replay", misbehaviour.replay());
    }

    /** Where a defect was told, if it was; else empty. */
    String known(Defect defect, Place here) {
        Place before = told.get(Told.of(defect));
        return before == null ? "" : before.seenFrom(here);
    }

    /** Tells it: the sentence, the picture and what a kernel engineer asks next. */
    public void tell(Defect defect, Place here) {
        tell(defect, here, "");
    }

    /** Tells it, with this in front. */
    void tell(Defect defect, Place here, String first) {
        Told key = Told.of(defect);
        Place before = told.putIfAbsent(key, here);
        if (before != null) {
            detail(first + Story.what(defect.violation().what()) + ": " + before.seenFrom(here));
            return;
        }
        lines.blank();
        for (String line : Text.wrap(first + Story.sentence(defect), lines.width() - INDENT.length()))
            lines.say(INDENT + style.bold(line));
        Splat splat = defect.splat();
        Place sameArray = splat == null ? null : arraysTold.putIfAbsent(key.withoutLaw(), here);
        if (sameArray != null && sameArray.isBeside(here)) {
            entry("array", "the one under " + sameArray.law() + " above, with the same splat");
            if (sightings.of(defect) != null) entry("tried", sightings.brief(defect));
            labelled("replay", defect.replay());
            lines.blank();
            return;
        }
        Case smallest = defect.counterexample();
        entry(smallest.noun(), smallest.toString());
        if (smallest instanceof ArrayCase array)
            for (String line : ArrayAscii.of(array, defect.violation())) labelled("", line);
        Errno errno = defect.errno();
        if (errno != null) entry("errno", Story.errno(errno));
        if (splat != null) splat(splat, here);
        // An allocator alone is reached through whatever calls it.
        if (smallest instanceof ArrayCase) entry("entry", "reachable through " + Story.reach(defect));
        String consequence = defect.consequence();
        if (consequence != null) entry("harm", consequence);
        Divergence divergence = defect.divergence();
        if (divergence != null) entry("differs", divergence.sentence());
        Sighting sighting = sightings.of(defect);
        if (sighting != null) entry("tried", Sightings.sentence(sighting));
        if (!defect.original().equals(smallest)) {
            String shrunk = "; " + Text.count(defect.shrinkEvaluations(), "case", "cases") + " to here";
            int room = lines.width() - INDENT.length() - LABEL_WIDTH - shrunk.length() - 3;
            labelled("found", style.faint("as " + Story.brief(defect.original(), room) + shrunk));
        }
        labelled("replay", defect.replay());
        lines.blank();
    }

    private void splat(Splat splat, Place here) {
        Vector<String> text = Story.splat(splat);
        Place before = splatsTold.putIfAbsent(text, here);
        if (before != null) {
            String where = before.equals(here)
                    ? "above"
                    : "under " + before.law() + " " + (before.isBeside(here) ? "above" : before.seenFrom(here));
            entry("splat", splat.headline() + ", its call trace " + where);
            return;
        }
        labelled("splat", text.head());
        for (String line : text.tail()) labelled("", line);
    }

    /** The commands that go on from the first of some defects. */
    public void goOn(Defect defect, int defects) {
        lines.blank();
        lines.say(style.bold(defects == 1 ? "To go on from it" : "To go on from the first of them"));
        for (String option : Reproducer.replayOptions(defect))
            lines.say("  kvetch replay " + defect.replay() + option + moreArguments);
    }

    void detail(String text) {
        for (String line : Text.wrap(text, lines.width() - INDENT.length())) lines.say(INDENT + line);
    }

    private void entry(String label, String text) {
        String left = label;
        for (String line : Text.wrap(text, lines.width() - INDENT.length() - LABEL_WIDTH)) {
            labelled(left, line);
            left = "";
        }
    }

    private void labelled(String label, String text) {
        lines.say(INDENT + style.faint(Text.pad(label, LABEL_WIDTH)) + text);
    }
}
