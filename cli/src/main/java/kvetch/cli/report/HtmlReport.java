package kvetch.cli.report;

import io.vavr.collection.Vector;
import kvetch.api.AllocatorProvider;
import kvetch.cli.console.Text;
import kvetch.cli.console.Version;
import kvetch.cli.page.Page;
import kvetch.cli.page.VerdictSign;
import kvetch.cli.picture.Markup;
import kvetch.cli.picture.Stylesheet;
import kvetch.cli.words.Baseline;
import kvetch.cli.words.Grounds;
import kvetch.cli.words.Sightings;
import kvetch.properties.Check;
import kvetch.properties.LawResult;
import kvetch.properties.Verdict;
import kvetch.raid0.KernelProfile;

/** Says what came of a check on a page. */
public final class HtmlReport {
    private final ReportContent content;

    private HtmlReport(ReportContent content) {
        this.content = content;
    }

    /**
     * The page.
     *
     * @param moreArguments what a command must be given to find allocators that do not come with Kvetch, each argument after
     *     a space
     * @param baseline what the check is compared with
     * @param sightings what a real kernel does with the defects
     * @param grounds what is known of the laws from elsewhere
     * @param isCutShort whether the check ended early
     */
    public static String of(
            Check check,
            String moreArguments,
            Vector<LawResult> results,
            Distributions distributions,
            Baseline baseline,
            Sightings sightings,
            Grounds grounds,
            boolean isCutShort) {
        return new HtmlReport(new ReportContent(
                        check, moreArguments, results, distributions, baseline, sightings, grounds, isCutShort))
                .write();
    }

    private String write() {
        String script = Stylesheet.of(HtmlReport.class, "report-map.js") + Stylesheet.of(HtmlReport.class, "report.js");
        Page page = new Page(headline(), "laws", Stylesheet.of(HtmlReport.class, "report.css"), script);
        header(page);
        page.main();
        Markup markup = page.markup();
        new LawTable(markup, content).write();
        new GroundsTable(markup, content).write();
        new CounterexampleSection(markup, content).write();
        new GoneSection(markup, content).write();
        new GenerationSection(markup, content.distributions()).write();
        return page.end(footer(), PageData.of(content));
    }

    private String headline() {
        int laws = content.results().map(LawResult::law).distinct().size();
        int broken = content.results()
                .filter(result -> result.verdict() == Verdict.BROKEN)
                .map(LawResult::law)
                .distinct()
                .size();
        if (broken > 0)
            return broken + " of " + Text.count(laws, "law is", "laws are") + " broken on " + judged() + news();
        if (content.count(Verdict.ERROR) > 0) return "some laws could not be judged on " + judged();
        if (content.results().isEmpty()) return "no law was put to the test on " + judged();
        return content.count(Verdict.HELD) == content.results().size()
                ? (laws == 1 ? "the law held" : "all " + laws + " laws held") + " on " + judged()
                : "no law is broken on " + judged() + ", but not all were put to the test";
    }

    /** How many laws are broken as they were not before; empty where there is nothing to compare. */
    private String news() {
        if (!content.baseline().isGiven()) return "";
        int anew = content.results()
                .filter(result ->
                        result.defects().exists(defect -> content.baseline().isNew(result, defect)))
                .map(LawResult::law)
                .distinct()
                .size();
        return ", " + (anew == 0 ? "none" : anew) + " of them in a new way";
    }

    /** The kernels and the allocators. */
    private String judged() {
        return ReportContent.names(content.check().kernels().map(KernelProfile::name)) + " with "
                + ReportContent.names(content.check().allocators().map(AllocatorProvider::name));
    }

    private void header(Page page) {
        Markup markup = page.markup();
        markup.element(
                        "p",
                        Text.count(content.check().laws().size(), "law", "laws") + " of md/raid0's zone tables, "
                                + Text.count(content.check().tries(), "try", "tries") + " each, seed "
                                + content.check().seed() + ".",
                        "class",
                        "plan")
                .line();
        markup.open("ul", "class", "tally").line();
        tally(page, content.results().size(), "check", "checks", "checks");
        for (Verdict verdict : Verdict.values())
            if (content.count(verdict) > 0)
                page.tally(
                        content.count(verdict), VerdictSign.words(verdict), verdict.name(), VerdictSign.style(verdict));
        tally(page, content.findings().size(), "counterexample", "counterexamples", "findings");
        if (content.baseline().isGiven())
            page.tally(content.findings().reject(Finding::isKnown).size(), "of them new", "new", "");
        tally(page, content.distributions().total(), "case generated", "cases generated", "cases");
        markup.end();
    }

    private static void tally(Page page, int number, String one, String many, String id) {
        page.tally(number, number == 1 ? one : many, id, "");
    }

    private String footer() {
        return "Kvetch " + Version.number() + ". The same again with kvetch check --seed "
                + content.check().seed()
                + "; every parameter is in run.json, the numbers are those of results.json. Cases as they were generated"
                + " are in observations.jsonl: the first " + Observations.MOST_OF_A_CHECK
                + " of each check, and those that first show a defect; what is counted above are all.";
    }
}
