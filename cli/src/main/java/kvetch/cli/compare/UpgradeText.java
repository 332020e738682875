package kvetch.cli.compare;

import kvetch.cli.console.Paragraphs;
import kvetch.cli.console.Style;
import kvetch.cli.console.Terminal;
import kvetch.cli.console.Text;
import kvetch.cli.map.ArrayMap;
import kvetch.cli.options.LayoutWord;
import kvetch.cli.words.Story;
import kvetch.raid0.Errno;

/** Says what becomes of an array on another kernel. */
public final class UpgradeText {
    private static final int LABEL = 10;

    private final Upgrade upgrade;
    private final Paragraphs lines;

    public UpgradeText(Terminal terminal, Upgrade upgrade) {
        this.upgrade = upgrade;
        this.lines = new Paragraphs(terminal);
    }

    public void print() {
        Comparison sides = upgrade.sides();
        ArrayMap.Array array = sides.one().array();
        lines.say(style().bold(Text.count(array.diskSectors().size(), "disk", "disks") + ", chunk_sectors "
                + array.chunkSectors() + ", from " + array.kernel().name() + " to "
                + sides.other().array().kernel().name()));
        starts(sides.one());
        starts(sides.other());
        if (sides.runsOnBoth()) {
            differences(sides);
            astray(sides.one());
            astray(sides.other());
        }
        for (Comparison chosen : upgrade.chosen()) {
            lines.blank();
            lines.say("With " + style().bold(new Remedy(chosen.other().array().layout(), Remedy.Names.UNKNOWN).boot())
                    + " on " + chosen.other().array().kernel().name() + ":");
            starts(chosen.other());
            if (chosen.runsOnBoth()) differences(chosen);
        }
        lines.blank();
        lines.say(sides.isSame() ? style().good("Nothing changes for it.") : style().bad("It is not the same there."));
    }

    private Style style() {
        return lines.style();
    }

    private void starts(ArrayMap map) {
        say("starts", "on " + map.array().kernel().name() + ": " + outcome(map));
    }

    private String outcome(ArrayMap map) {
        if (Comparison.runs(map))
            return "yes, in layout " + LayoutWord.of(map.mapped().layout());
        if (map.died()) return style().bad("the machine dies") + deathOf(map);
        if (map.killed()) return style().bad("the caller is killed") + ", out of memory: " + map.why();
        Errno errno = map.errno();
        return style().bad("no") + ", it is refused with " + Story.errno(errno)
                + (map.why().isEmpty() ? "" : ": " + map.why());
    }

    private static String deathOf(ArrayMap map) {
        return map.splat() == null ? "" : ": " + map.splat().headline();
    }

    private void differences(Comparison sides) {
        say("mapping", sides.mapping());
        say("discards", sides.discards());
    }

    private void astray(ArrayMap map) {
        Difference astray = Comparison.astray(map);
        if (astray.isNone()) return;
        say(
                "",
                style().bad("on " + map.array().kernel().name()
                                + " discards throw away other sectors than those asked for")
                        + ", " + astray.words());
    }

    private void say(String what, Difference difference) {
        say(what, difference.isNone() ? "the same, of every sector" : style().bad("other") + ", " + difference.words());
    }

    private void say(String label, String text) {
        String indent = Text.pad(label, LABEL);
        for (String line : Text.wrap(text, lines.width() - LABEL)) {
            lines.say(indent + line);
            indent = " ".repeat(LABEL);
        }
    }
}
