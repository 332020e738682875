package kvetch.cli.compare;

import io.vavr.collection.Vector;
import kvetch.cli.console.Paragraphs;
import kvetch.cli.console.Table;
import kvetch.cli.console.Terminal;
import kvetch.cli.console.Text;
import kvetch.cli.map.ArrayMap;
import kvetch.cli.options.LayoutWord;
import kvetch.cli.options.Numbers;
import kvetch.cli.words.WhichLayout;
import kvetch.raid0.Mddev;

/** Says whether it matters which layout an array has, and what to type then. */
public final class LayoutText {
    private static final String ALIKE = "alike";

    private final Terminal terminal;
    private final LayoutAnswer answer;
    private final Remedy.Names names;
    private final Paragraphs lines;

    public LayoutText(Terminal terminal, LayoutAnswer answer, Remedy.Names names) {
        this.terminal = terminal;
        this.answer = answer;
        this.names = names;
        this.lines = new Paragraphs(terminal);
    }

    public void print() {
        ArrayMap original = answer.original();
        long sectors = original.mapped().capacity();
        lines.say(lines.style()
                .bold(Text.count(original.array().diskSectors().size(), "disk", "disks") + ", chunk_sectors "
                        + original.array().chunkSectors() + ": " + Long.toUnsignedString(sectors) + " sectors ("
                        + Numbers.human(sectors) + ")"));
        wrap(
                answer.difference().isNone()
                        ? "Original and alternate put every sector at the same place: no zone has a disk_shift."
                        : "Original and alternate differ " + answer.difference().words() + ".");
        lines.blank();
        zones(original);
        lines.say("");
        if (answer.refusing().isEmpty()) {
            wrap("Every kernel starts it as it is: there is nothing to choose.");
            return;
        }
        wrap("Refused (EOPNOTSUPP) by " + answer.refusing().mkString(", ") + " until a layout is chosen"
                + (answer.difference().isNone() ? "; either will do." : "."));
        if (!answer.difference().isNone()) wrap(WhichLayout.HISTORY + " " + WhichLayout.HARM);
        lines.blank();
        remedies();
    }

    private void zones(ArrayMap original) {
        Table table = new Table("ZONE", "ARRAY SECTORS", "DISK_SHIFT", "LAYOUTS", "DISKS");
        int index = 0;
        for (ArrayMap.Zone zone : original.mapped().zones())
            table.row(
                    "" + index++,
                    Long.toUnsignedString(zone.start()) + ".." + Long.toUnsignedString(zone.end()),
                    "" + zone.diskShift(),
                    zone.diskShift() == 0 ? ALIKE : "differ",
                    zone.disks().mkString(" "));
        table.print(terminal);
    }

    private void remedies() {
        for (int layout : Vector.of(Mddev.LAYOUT_ORIGINAL, Mddev.LAYOUT_ALTERNATE)) {
            Remedy remedy = new Remedy(layout, names);
            lines.say(lines.style().bold(LayoutWord.of(layout)));
            lines.say("  boot loader  " + remedy.boot());
            lines.say("  mdadm        "
                    + (remedy.mdadm().isEmpty() ? "none: metadata 0.90 has no room for it" : remedy.mdadm()));
        }
        lines.blank();
        wrap(names.hasOldMetadata() ? Remedy.OF_BOOT : Remedy.OF_BOOT + " " + Remedy.OF_MDADM);
    }

    private void wrap(String text) {
        Text.wrap(text, lines.width()).forEach(lines::say);
    }
}
