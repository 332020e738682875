package kvetch.cli.report;

import io.vavr.collection.Vector;
import java.util.Arrays;
import kvetch.cli.console.Text;
import kvetch.cli.picture.Markup;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.Case;
import kvetch.properties.cases.Layouts;
import kvetch.properties.cases.WorkloadCase;
import kvetch.properties.law.Defect;

/** How a counterexample was made smaller, step by step. */
final class ShrinkingSection {
    private final Markup page;

    ShrinkingSection(Markup page) {
        this.page = page;
    }

    void write(Finding finding) {
        Defect defect = finding.defect();
        Vector<Case> steps = defect.steps();
        page.element("h5", "How it was found").line();
        if (steps.size() < 2) {
            page.element("p", "It was found as it is.").line();
            return;
        }
        String id = finding.id();
        page.element(
                        "p",
                        "From what was found to the smallest, "
                                + Text.count(defect.shrinkEvaluations(), "case was", "cases were") + " tried; "
                                + Text.count(steps.size() - 1, "step", "steps") + " "
                                + (steps.size() > 2 ? "are" : "is") + " shown.")
                .line();
        page.open("div", "class", "shrink", "data-finding", id, "hidden", "hidden")
                .line();
        page.open("label").text("Step ");
        page.empty(
                "input",
                "type",
                "range",
                "min",
                "0",
                "max",
                Integer.toString(steps.size() - 1),
                "value",
                Integer.toString(steps.size() - 1),
                "step",
                "1");
        page.end();
        page.element("p", "", "class", "step", "aria-live", "polite").line();
        page.open("div", "class", "columns", "aria-hidden", "true").end();
        page.end();
        page.open("details", "class", "steps").line();
        page.element("summary", "All steps").line();
        page.open("ol", "start", "0").line();
        for (int i = 0; i < steps.size(); i++) {
            page.open("li");
            if (i > 0) page.element("b", changes(steps.get(i - 1), steps.get(i)) + ": ");
            page.text(steps.get(i).toString());
            page.end();
        }
        page.end();
        page.end();
    }

    /** What became smaller from one case to the next. */
    static String changes(Case a, Case b) {
        if (a instanceof ArrayCase before && b instanceof ArrayCase after) return changes(before, after);
        if (a instanceof WorkloadCase before && b instanceof WorkloadCase after)
            return changes(
                    before.workload().steps().size(), after.workload().steps().size());
        return "an array instead";
    }

    private static Vector<String> layouts(Layouts before, Layouts after) {
        Vector<String> changes = Vector.empty();
        if (before.byDefault() != after.byDefault())
            changes = changes.append("layout " + before.byDefault() + " to " + after.byDefault());
        if (before.own() != after.own())
            changes = changes.append(after.isUsual() ? "no own layout" : "own layout " + after.own());
        return changes;
    }

    private static String changes(int before, int after) {
        return before == after ? "simpler steps" : before + " to " + Text.count(after, "step", "steps");
    }

    private static String changes(ArrayCase a, ArrayCase b) {
        Vector<String> changes = Vector.empty();
        if (a.disks() != b.disks())
            changes = changes.append(a.disks() + " to " + Text.count(b.disks(), "disk", "disks"));
        if (a.raidDisks() != b.raidDisks())
            changes = changes.append("raid_disks " + a.raidDisks() + " to " + b.raidDisks());
        if (a.chunkSectors() != b.chunkSectors())
            changes = changes.append("chunk_sectors " + a.chunkSectors() + " to " + b.chunkSectors());
        if (a.disks() == b.disks() && !Arrays.equals(a.diskSectors(), b.diskSectors()))
            changes = changes.append("sizes");
        changes = changes.appendAll(layouts(a.array().layouts(), b.array().layouts()));
        if (a.requestStart() != b.requestStart() || a.requestSectors() != b.requestSectors())
            changes = changes.append(b.requestSectors() == 0 ? "no request" : "request");
        if (a.failAt() != b.failAt())
            changes = changes.append(b.failAt() == 0 ? "nothing fails" : "allocation " + b.failAt() + " fails");
        return changes.isEmpty() ? "more as usual" : changes.mkString(", ");
    }
}
