package kvetch.cli.report;

import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Map;
import io.vavr.collection.Vector;
import kvetch.api.Splat;
import kvetch.cli.picture.Markup;
import kvetch.cli.picture.Portrait;
import kvetch.cli.reproduce.Reproducer;
import kvetch.cli.words.Findings;
import kvetch.cli.words.Sightings;
import kvetch.cli.words.Story;
import kvetch.live.Sighting;
import kvetch.properties.LawResult;
import kvetch.properties.Verdict;
import kvetch.properties.evidence.Misbehaviour;
import kvetch.properties.law.Defect;
import kvetch.properties.proof.Matter;

/** The section with the counterexamples, and with what was not judged. */
final class CounterexampleSection {
    private final Markup page;
    private final ReportContent content;

    CounterexampleSection(Markup page, ReportContent content) {
        this.page = page;
        this.content = content;
    }

    void write() {
        Vector<LawResult> unjudged = content.results()
                .filter(result -> result.verdict() != Verdict.HELD && result.verdict() != Verdict.BROKEN);
        if (content.findings().nonEmpty()) {
            page.open("section", "aria-labelledby", "counterexamples").line();
            page.element("h2", "Counterexamples", "id", "counterexamples").line();
            page.element(
                            "p",
                            (content.baseline().isGiven()
                                            ? "What is new comes before what is known, and of each the easiest to reach"
                                                    + " first."
                                            : "The easiest to reach come first.")
                                    + " Each is the smallest case that breaks its law.")
                    .line();
            String group = "";
            for (Finding finding : content.told()) {
                String entry = age(finding) + Findings.entry(finding.defect());
                if (!entry.equals(group))
                    page.element("h3", Character.toUpperCase(entry.charAt(0)) + entry.substring(1), "class", "reach")
                            .line();
                group = entry;
                finding(finding);
            }
            if (content.findings().size() > content.told().size())
                page.element("p", (content.findings().size() - content.told().size()) + " more are in results.json.")
                        .line();
            page.end();
        }
        if (unjudged.isEmpty()) return;
        page.open("section", "aria-labelledby", "unjudged").line();
        page.element("h2", "Not judged", "id", "unjudged").line();
        page.open("ul").line();
        for (LawResult result : unjudged) {
            page.open("li");
            page.element("b", result.law().id())
                    .text(" on " + result.kernel() + " with " + result.allocator() + ": "
                            + (result.verdict() == Verdict.ERROR
                                    ? result.error().lines().findFirst().orElse("")
                                    : Story.why(result)));
            Misbehaviour misbehaviour = result.misbehaviour();
            if (misbehaviour != null) misbehaviour(misbehaviour, content.moreArguments(result));
            page.end();
        }
        page.end();
        page.end();
    }

    /** Whether it is new, and known otherwise; empty where there is nothing to compare. */
    private String age(Finding finding) {
        if (!content.baseline().isGiven()) return "";
        return finding.isKnown() ? "known, " : "new, ";
    }

    /** Where in its own code an allocator misbehaved, on what, and how to see it again. */
    private void misbehaviour(Misbehaviour misbehaviour, String path) {
        if (misbehaviour.frames().nonEmpty())
            page.element(
                            "pre",
                            misbehaviour.frames().map(frame -> "at " + frame).mkString("\n"),
                            "tabindex",
                            "0")
                    .line();
        if (misbehaviour.testCase() != null)
            page.element("p", "On " + misbehaviour.testCase() + ".").line();
        if (!misbehaviour.replay().isEmpty())
            page.element("pre", "kvetch replay " + misbehaviour.replay() + path, "tabindex", "0")
                    .line();
    }

    private void finding(Finding finding) {
        Defect defect = finding.defect();
        String id = finding.id();
        Portrait portrait = content.portrait(finding);
        String[] attributes = {"class", "finding", "id", id};
        page.open(
                        "details",
                        finding.number() == 1
                                ? Vector.of(attributes)
                                        .appendAll(Vector.of("open", "open"))
                                        .toJavaArray(String[]::new)
                                : attributes)
                .line();
        page.open("summary");
        page.open("h4", "id", id + "-h");
        page.element("span", Integer.toString(finding.number()), "class", "number")
                .text(" ");
        page.element("span", defect.violation().law().id(), "class", "law").text(" ");
        if (content.baseline().isGiven())
            page.element("span", finding.isKnown() ? "known" : "new", "class", "age")
                    .text(" ");
        page.text(Story.sentence(defect)).close();
        page.element("span", where(finding), "class", "where");
        page.end();
        page.open("div", "class", "body").line();
        facts(finding);
        matters(finding);
        new PictureSection(page, portrait).write(finding);
        new ShrinkingSection(page).write(finding);
        Splat splat = defect.splat();
        if (splat != null) {
            page.element("h5", "What the kernel says").line();
            page.element("pre", Story.splat(splat).mkString("\n"), "class", "splat", "tabindex", "0")
                    .line();
        }
        onward(finding);
        page.end();
        page.end();
    }

    private String where(Finding finding) {
        Map<String, Vector<String>> byKernel = LinkedHashMap.empty();
        for (LawResult result : finding.where())
            byKernel = byKernel.put(
                    result.kernel(),
                    byKernel.get(result.kernel()).getOrElse(Vector.empty()).append(result.allocator()));
        return byKernel.toVector()
                .map(entry -> entry._1 + " with "
                        + (entry._2.size() == content.check().allocators().size() && entry._2.size() > 1
                                ? "every allocator"
                                : ReportContent.names(entry._2)))
                .mkString("; ");
    }

    private void facts(Finding finding) {
        Defect defect = finding.defect();
        page.open("dl", "class", "facts").line();
        fact("Law", defect.violation().law().statement());
        fact(
                Findings.isOfArray(defect) ? "Array" : "Steps",
                defect.counterexample().toString());
        if (defect.errno() != null) fact("Refused with", Story.errno(defect.errno()));
        if (Findings.isOfArray(defect)) fact("Reachable through", Story.reach(defect));
        if (defect.consequence() != null) fact("Harm", defect.consequence());
        if (defect.divergence() != null) fact("Differs", defect.divergence().sentence());
        Sighting sighting = content.sightings().of(defect);
        if (sighting != null) fact("Tried", Sightings.sentence(sighting));
        page.end();
    }

    /** With which values the law is broken in the same way. */
    private void matters(Finding finding) {
        Vector<Matter> matters = content.matters(finding);
        if (matters.isEmpty()) return;
        page.element("h5", "What matters, part by part and all else as it is").line();
        page.open("dl", "class", "facts matters").line();
        for (Matter matter : matters) fact(matter.part().name(), matter.text());
        page.end();
    }

    private void fact(String name, String value) {
        page.open("div").element("dt", name).element("dd", value).end();
    }

    private void onward(Finding finding) {
        String replay = finding.defect().replay();
        String id = finding.id();
        page.element("h5", "From here on").line();
        page.open("div", "class", "copy").line();
        page.element("span", "Replay token", "class", "label", "id", id + "-t");
        page.element("code", replay, "class", "token", "tabindex", "0", "aria-labelledby", id + "-t");
        copyButton("the replay token");
        page.end();
        for (String command : commands(finding)) {
            page.open("div", "class", "copy").line();
            page.element("code", command, "tabindex", "0");
            copyButton("the command " + command.lines().findFirst().orElse(""));
            page.end();
        }
    }

    private void copyButton(String what) {
        page.open("button", "type", "button", "hidden", "hidden").text("Copy");
        page.element("span", " " + what, "class", "hidden").close();
    }

    /** The commands that there are. */
    private Vector<String> commands(Finding finding) {
        String token = finding.defect().replay();
        String path = content.moreArguments(finding.result());
        Vector<String> commands =
                Reproducer.replayOptions(finding.defect()).map(option -> "kvetch replay " + token + option + path);
        return commands.append("kvetch check --kernel " + finding.result().kernel() + " --allocator "
                + finding.result().allocator() + " --law " + finding.result().law() + " --tries "
                + content.check().tries()
                + " --seed " + finding.result().seed() + path);
    }
}
