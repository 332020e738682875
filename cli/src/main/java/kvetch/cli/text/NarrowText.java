package kvetch.cli.text;

import io.vavr.collection.Vector;
import kvetch.cli.console.Paragraphs;
import kvetch.cli.console.Terminal;
import kvetch.cli.console.Text;
import kvetch.cli.options.IntRange;
import kvetch.properties.narrow.NarrowExploration;
import kvetch.properties.narrow.NarrowExploration.Counts;
import kvetch.properties.narrow.NarrowExploration.Verdict;
import kvetch.properties.narrow.NarrowExplorer;
import kvetch.properties.narrow.NarrowScope;
import kvetch.raid0.KernelProfile;

/** What came of exploring with integers of other widths, for people. */
public final class NarrowText {
    private static final String INDENT = "      ";

    private final Paragraphs lines;

    /** On a terminal. */
    public NarrowText(Terminal terminal) {
        this.lines = new Paragraphs(terminal);
    }

    /** What is about to be explored, by a version of Kvetch. */
    public void describe(NarrowExplorer.Question question, String version) {
        NarrowScope scope = question.scope();
        wrap(
                "",
                "kvetch " + version + ": a sector_t of " + scope.widths().sector() + " bits and an int of "
                        + scope.widths().integer() + ": " + Text.grouped(scope.arrays()) + " arrays of "
                        + new IntRange(scope.fewestDisks(), scope.mostDisks()) + " disks of "
                        + scope.sizes().mkString(", ") + " sectors, every chunk_sectors, layout 1, 2, on "
                        + question.kernels().map(KernelProfile::name).mkString(", "));
    }

    /** What came of it. */
    public void tell(NarrowExploration exploration) {
        for (Vector<Verdict> verdicts :
                exploration.verdicts().groupBy(Verdict::kernel).values()) tell(verdicts);
        lines.blank();
        Vector<Verdict> broken = exploration.verdicts().filter(Verdict::isBroken);
        Vector<Verdict> within = exploration.verdicts().filter(Verdict::isContradicted);
        String sum = within.nonEmpty()
                ? within.map(Verdict::law).distinct().mkString(", ") + " broken within the borders of the proof"
                : broken.isEmpty() ? "all held" : "no law is broken within the borders of its proof";
        lines.say(sum + (exploration.complete() ? "" : ", so far; interrupted before the end"));
    }

    private void tell(Vector<Verdict> verdicts) {
        KernelProfile kernel = verdicts.head().kernel();
        lines.blank();
        lines.say(lines.style().bold(kernel.name() + " (" + kernel.description() + ")") + ": "
                + Text.grouped(verdicts.head().counts().started()) + " arrays start");
        verdicts.forEach(this::tell);
    }

    private void tell(Verdict verdict) {
        Counts counts = verdict.counts();
        String head =
                "  " + Text.pad(verdict.law().id(), 4) + Text.pad(verdict.law().title(), 33);
        if (counts.judged() == 0) {
            lines.say(head + lines.style().doubtful("not tested"));
            return;
        }
        if (!verdict.isBroken()) {
            lines.say(head + lines.style().good("held") + "    on all " + Text.grouped(counts.judged()));
            return;
        }
        lines.say(head + lines.style().bad("BROKEN") + "  on " + Text.grouped(counts.broken()) + " of "
                + Text.grouped(counts.judged()));
        wrap(INDENT, String.valueOf(verdict.smallest()));
        if (verdict.isContradicted())
            wrap(
                    INDENT,
                    "broken on " + Text.grouped(counts.brokenWithin()) + " of " + Text.grouped(counts.within())
                            + " within the borders of its proof");
        else wrap(INDENT, "held on all " + Text.grouped(counts.within()) + " within the borders of its proof:");
        verdict.borders().forEach(this::tell);
    }

    private void tell(NarrowExploration.Border border) {
        lines.say("    - " + border.condition());
        if (border.beyond() == 0) return;
        wrap(
                INDENT,
                border.broken() == 0
                        ? "beyond: held on all " + Text.grouped(border.beyond())
                        : "beyond: broken on " + Text.grouped(border.broken()) + " of " + Text.grouped(border.beyond())
                                + "; " + border.smallest());
    }

    private void wrap(String indent, String text) {
        for (String line : Text.wrap(text, lines.width() - indent.length())) lines.say(indent + line);
    }
}
