package kvetch.cli.report;

import java.util.List;
import kvetch.cli.picture.ArraySvg;
import kvetch.cli.picture.Markup;
import kvetch.cli.picture.MemorySvg;
import kvetch.cli.picture.Portrait;
import kvetch.cli.picture.SizesSvg;
import kvetch.cli.words.Findings;
import kvetch.properties.evidence.Evidence;

/** What a counterexample looks like: its array, its memory, and the line to walk along. */
final class PictureSection {
    private final Markup page;
    private final Portrait portrait;

    PictureSection(Markup page, Portrait portrait) {
        this.page = page;
        this.portrait = portrait;
    }

    void write(Finding finding) {
        pictures(finding);
        walk(finding);
    }

    private void pictures(Finding finding) {
        String id = finding.id();
        boolean hasArray = Findings.isOfArray(finding.defect());
        page.element("h5", hasArray ? "The array and its memory" : "The memory").line();
        if (!portrait.trouble().isEmpty()) {
            page.element("p", portrait.trouble(), "class", "note").line();
            return;
        }
        page.open("div", "class", "pictures").line();
        if (hasArray) arrayPicture(id);
        page.open("div", "class", "stack").line();
        if (isOfSizes(finding.defect().violation().evidence())
                && !portrait.zones().isEmpty()) {
            page.open("figure").line();
            page.markup(SizesSvg.of(portrait, id)).line();
            page.element("figcaption", "The size of the array, in sectors; to scale.")
                    .line();
            page.end();
        }
        if (portrait.hasRequests()) {
            page.open("figure").line();
            page.markup(MemorySvg.requests(portrait, id)).line();
            page.element("figcaption", "What was asked for, against what there is; log scale.")
                    .line();
            page.end();
        }
        if (portrait.hasMemory()) {
            page.open("figure").line();
            page.markup(MemorySvg.memory(portrait, id)).line();
            page.element("figcaption", "The blocks in memory, lowest address first; not to scale.")
                    .line();
            page.end();
        }
        page.end();
        page.end();
    }

    private static boolean isOfSizes(Evidence evidence) {
        return evidence instanceof Evidence.Size || evidence instanceof Evidence.Cover;
    }

    private void arrayPicture(String id) {
        page.open("figure").line();
        page.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", "Disks and zones of " + id)
                .markup(ArraySvg.of(portrait, id))
                .end();
        page.open("figcaption");
        page.text("Disks from sector 0 downwards, "
                + ArraySvg.Scale.of(portrait).words()
                + (portrait.zones().isEmpty()
                        ? "."
                        : portrait.unused().isEmpty()
                                ? "; a colour and its pattern are a zone, hatching is on no zone."
                                : "; a colour and its pattern are a zone, hatching is on none or past the end that md reports, which is"
                                        + " the broken line."));
        List<String> marks = ArraySvg.marks(portrait);
        if (!marks.isEmpty()) {
            page.open("ol", "class", "marks");
            for (String mark : marks) page.element("li", mark);
            page.close();
        }
        page.end();
        page.end();
    }

    /** The array as a line that one can walk along, to see where each sector goes. */
    private void walk(Finding finding) {
        if (portrait.zones().isEmpty() || portrait.arraySectors() == 0) return;
        String id = finding.id();
        String last = Long.toUnsignedString(portrait.arraySectors() - 1);
        page.open("div", "class", "walk", "data-finding", id, "hidden", "hidden")
                .line();
        page.element("h5", "Where each sector goes", "id", id + "-w").line();
        page.open(
                        "div",
                        "class",
                        "line",
                        "role",
                        "slider",
                        "tabindex",
                        "0",
                        "aria-labelledby",
                        id + "-w",
                        "aria-describedby",
                        id + "-k",
                        "aria-valuemin",
                        "0",
                        "aria-valuemax",
                        last,
                        "aria-valuenow",
                        "0")
                .end();
        page.open("p", "class", "at");
        page.open("label")
                .text("array sector ")
                .empty("input", "type", "text", "inputmode", "numeric", "class", "sector", "value", "0", "size", "20");
        page.close().text(" ");
        page.element("output", "", "class", "place", "aria-live", "polite");
        page.end();
        page.element(
                        "p",
                        "Move along the line, or use the arrow keys: one sector; with Shift, or Page Up and Page Down, one"
                                + " chunk; Home and End.",
                        "class",
                        "note",
                        "id",
                        id + "-k")
                .line();
        page.end();
    }
}
