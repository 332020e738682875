package kvetch.cli.inspect;

import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Map;
import io.vavr.collection.Vector;
import kvetch.cli.compare.Comparison;
import kvetch.cli.compare.Difference;
import kvetch.cli.compare.LayoutAnswer;
import kvetch.cli.console.Paragraphs;
import kvetch.cli.console.Table;
import kvetch.cli.console.Terminal;
import kvetch.cli.console.Text;
import kvetch.cli.machine.Machine;
import kvetch.cli.machine.MachineArray;
import kvetch.cli.map.ArrayMap;
import kvetch.cli.options.LayoutWord;
import kvetch.cli.options.Numbers;
import kvetch.cli.words.ArrayAscii;
import kvetch.cli.words.Story;
import kvetch.properties.cases.ArrayCase;
import kvetch.raid0.Mddev;
import org.jspecify.annotations.Nullable;

/** Tells people of the arrays of a machine. */
final class InspectText {
    private static final int LABEL = 10;
    private static final String FINDINGS = "findings";

    private final Terminal terminal;
    private final Paragraphs lines;

    InspectText(Terminal terminal) {
        this.terminal = terminal;
        this.lines = new Paragraphs(terminal);
    }

    void machine(Machine machine) {
        RunningKernel kernel = RunningKernel.of(machine.release());
        plain(kernel.words() + "; "
                + (machine.defaultLayout() == null
                        ? "raid0.default_layout was not told."
                        : machine.defaultLayout() == 0
                                ? "raid0.default_layout is not set."
                                : "raid0.default_layout is " + LayoutWord.of(machine.defaultLayout()) + "."));
        if (machine.arrays().isEmpty()) plain("There is no md array in what was told.");
    }

    /** Of an array that is no raid0. */
    void other(MachineArray array) {
        head(array);
        wrap("", "It is no raid0: nothing is known of it here.");
    }

    /** Of an array of whose zones nothing can be said. */
    void untold(MachineArray array) {
        head(array);
        wrap("", "What its zones are does not follow from what was told. Missing is:");
        array.missing().forEach(what -> wrap("", "- " + what));
    }

    void inspected(Inspection inspection) {
        head(inspection.array());
        zones(inspection.layouts().original());
        disks(inspection);
        layout(inspection);
        kernels(inspection);
        inspection.touched().forEach(this::findings);
        if (inspection.touched().isEmpty())
            wrap(FINDINGS, "depend on the kernel, and none was told or named (--kernel)");
        lines.blank();
        verdict(inspection);
    }

    private void head(MachineArray array) {
        lines.blank();
        Vector<String> parts = Vector.of(
                        orUnknown(array.level(), "of a level that was not told"),
                        array.raidDisks() == null ? "disks not told" : Text.count(array.raidDisks(), "disk", "disks"))
                .append(chunk(array.chunkSectors()))
                .append(array.metadata() == null ? "metadata not told" : "metadata " + array.metadata())
                .append(orUnknown(array.state(), "state not told"));
        lines.say(lines.style().bold(array.name()) + ": "
                + parts.filter(part -> !part.isEmpty()).mkString(", "));
    }

    private static String orUnknown(@Nullable String told, String otherwise) {
        return told == null ? otherwise : told;
    }

    private static String chunk(@Nullable Integer sectors) {
        return sectors == null ? "" : "chunk " + Numbers.human(sectors);
    }

    private void zones(ArrayMap map) {
        lines.blank();
        ArrayCase c = ArrayCase.of(
                map.array().chunkSectors(),
                map.array()
                        .diskSectors()
                        .toJavaStream()
                        .mapToLong(Long::longValue)
                        .toArray());
        ArrayAscii.zones(c).forEach(lines::say);
        lines.blank();
        Table table = new Table("ZONE", "ARRAY SECTORS", "SIZE", "DISK_SHIFT", "DISKS");
        int index = 0;
        for (ArrayMap.Zone zone : map.mapped().zones())
            table.row(
                    "" + index++,
                    Long.toUnsignedString(zone.start()) + ".." + Long.toUnsignedString(zone.end()),
                    Numbers.human(zone.end() - zone.start()),
                    "" + zone.diskShift(),
                    zone.disks().mkString(" "));
        table.print(terminal);
        lines.say("");
    }

    private void disks(Inspection inspection) {
        long chunk = inspection.layouts().original().array().chunkSectors();
        for (MachineArray.Member member : inspection.array().members())
            wrap("disk " + member.slot(), member.device() + ", " + new Rounding(member, chunk).words());
        long zones = inspection.layouts().original().mapped().zones().last().end();
        long reported = inspection.layouts().original().mapped().arraySectors();
        if (zones != reported)
            wrap(
                    "size",
                    Long.toUnsignedString(zones - reported) + " sectors of the zones are never used: md reports "
                            + Long.toUnsignedString(reported) + " (F3)");
        Long shown = inspection.array().arraySectors();
        if (shown != null && shown != inspection.layouts().original().mapped().capacity())
            wrap(
                    "size",
                    "its block device shows " + shown + " sectors, and not the "
                            + Long.toUnsignedString(
                                    inspection.layouts().original().mapped().capacity())
                            + " that follow from its disks: what was told is not all of it");
    }

    private void layout(Inspection inspection) {
        Inspection.Layout layout = inspection.layout();
        wrap(
                "layout",
                switch (layout.source()) {
                    case SUPERBLOCK -> LayoutWord.of(layout.number()) + ", as its superblock says";
                    case MACHINE ->
                        LayoutWord.of(layout.number())
                                + " if it was started with what raid0.default_layout is now: its superblock does not say";
                    case NOBODY ->
                        inspection.array().layout() == null
                                ? "which one it was made with was not told (md/layout in sysfs, or mdadm --examine)"
                                : "nobody says which one it was made with";
                });
        LayoutAnswer answer = inspection.layouts();
        wrap(
                "",
                answer.difference().isNone()
                        ? "original and alternate are alike: no zone has a disk_shift"
                        : "original and alternate differ " + answer.difference().words());
    }

    private void kernels(Inspection inspection) {
        Map<String, Vector<String>> byFate = LinkedHashMap.empty();
        for (Inspection.Fate fate : inspection.fates()) {
            String words = words(fate);
            byFate = byFate.put(
                    words,
                    byFate.get(words)
                            .getOrElse(Vector.empty())
                            .append(fate.kernel().name()));
        }
        String label = "kernels";
        for (var fate : byFate) {
            wrap(label, fate._2.mkString(", ") + ": " + fate._1);
            label = "";
        }
        boolean isOtherwiseBefore = inspection.layout().number() == Mddev.LAYOUT_ALTERNATE
                && !inspection.layouts().difference().isNone();
        if (isOtherwiseBefore)
            wrap("", "Linux before 3.14, of which there is no model: wrote such arrays as 1 (original)");
    }

    private static String words(Inspection.Fate fate) {
        ArrayMap map = fate.map();
        if (fate.isRefusedForItsLayout()) return "refused until a layout is chosen (kvetch layout)";
        if (map.errno() != null) return "refused with " + Story.errno(map.errno());
        if (!Comparison.runs(map)) return "the machine dies";
        Difference mapping = fate.mapping();
        if (mapping == null)
            return "starts it, as " + LayoutWord.of(map.mapped().layout());
        return mapping.isNone() ? "starts it, every sector where it is" : "maps it otherwise, " + mapping.words();
    }

    private void findings(Inspection.Touched touched) {
        String where = "on " + touched.kernel().name() + ": ";
        if (touched.findings().isEmpty()) wrap(FINDINGS, where + "none can touch it");
        for (FindingCondition finding : touched.findings())
            wrap(FINDINGS, where + lines.style().bad(finding.name()) + ", " + finding.title());
        for (FindingCondition finding : touched.untold())
            wrap("", where + "whether " + finding.name() + " can was not told (" + finding.title() + ")");
    }

    private void verdict(Inspection inspection) {
        lines.say(
                switch (inspection.verdict()) {
                    case FINE -> lines.style().good("It is fine where it is.");
                    case NOT_FINE -> lines.style().bad("It is not fine where it is.");
                    case UNTOLD ->
                        lines.style().doubtful("Whether it is fine where it is does not follow from what was told.");
                });
    }

    private void plain(String text) {
        Text.wrap(text, lines.width()).forEach(lines::say);
    }

    private void wrap(String label, String text) {
        String indent = Text.pad(label, LABEL);
        for (String line : Text.wrap(text, lines.width() - LABEL)) {
            lines.say(indent + line);
            indent = " ".repeat(LABEL);
        }
    }
}
