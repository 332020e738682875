package kvetch.cli.report;

import io.vavr.collection.Vector;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.Objects;
import kvetch.api.AllocatorProvider;
import kvetch.cli.console.Text;
import kvetch.cli.console.Version;
import kvetch.cli.picture.Markup;
import kvetch.cli.words.Baseline;
import kvetch.cli.words.Grounds;
import kvetch.cli.words.Sightings;
import kvetch.properties.Check;
import kvetch.properties.LawResult;
import kvetch.properties.Verdict;
import kvetch.raid0.KernelProfile;

/**
 * Says what came of a check in one HTML file that needs nothing else: no network, and no script to be read. The page is
 * well-formed XML too, and its security policy lets no script run but its own.
 */
public final class HtmlReport {
    private final ReportContent content;
    private final Markup page = new Markup();

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
        String script = resource("report-map.js") + resource("report.js");
        page.markup("<!DOCTYPE html>").line();
        page.open("html", "xmlns", "http://www.w3.org/1999/xhtml", "lang", "en").line();
        page.open("head").line();
        page.empty("meta", "charset", "utf-8").line();
        page.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
                .line();
        page.empty("meta", "name", "color-scheme", "content", "light dark").line();
        page.empty("meta", "name", "generator", "content", "kvetch " + Version.number())
                .line();
        page.empty(
                        "meta",
                        "http-equiv",
                        "Content-Security-Policy",
                        "content",
                        "default-src 'none'; style-src 'unsafe-inline'; script-src '" + digest(inScript(script))
                                + "'; base-uri 'none'; form-action 'none'")
                .line();
        page.element("title", "Kvetch: " + headline()).line();
        page.open("style")
                .markup("/*<![CDATA[*/\n" + resource("report.css") + "/*]]>*/")
                .end();
        page.end();
        page.open("body").line();
        page.element("a", "Skip to the results", "class", "skip", "href", "#laws")
                .line();
        header();
        page.open("main").line();
        new LawTable(page, content).write();
        new GroundsTable(page, content).write();
        new CounterexampleSection(page, content).write();
        new GoneSection(page, content).write();
        new GenerationSection(page, content.distributions()).write();
        page.end();
        footer();
        page.open("script", "type", "application/json", "id", "data")
                .markup(PageData.of(content))
                .end();
        page.open("script").markup(inScript(script)).end();
        page.end();
        return page.end().toString();
    }

    /** What is in the element of the script, for whoever reads HTML and whoever reads XML. */
    private static String inScript(String script) {
        return "//<![CDATA[\n" + script + "//]]>";
    }

    private static String digest(String script) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(HtmlReport.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

    private void header() {
        String headline = headline();
        page.open("header").line();
        page.element("p", "Kvetch", "class", "brand").line();
        page.element("h1", Character.toUpperCase(headline.charAt(0)) + headline.substring(1) + ".")
                .line();
        page.element(
                        "p",
                        Text.count(content.check().laws().size(), "law", "laws") + " of md/raid0's zone tables, "
                                + Text.count(content.check().tries(), "try", "tries") + " each, seed "
                                + content.check().seed() + ".",
                        "class",
                        "plan")
                .line();
        page.open("ul", "class", "tally").line();
        tally(content.results().size(), "check", "checks", "checks", "");
        for (Verdict verdict : Verdict.values())
            if (content.count(verdict) > 0)
                tally(
                        content.count(verdict),
                        VerdictSign.words(verdict),
                        VerdictSign.words(verdict),
                        verdict.name(),
                        VerdictSign.style(verdict));
        tally(content.findings().size(), "counterexample", "counterexamples", "findings", "");
        if (content.baseline().isGiven())
            tally(content.findings().reject(Finding::isKnown).size(), "of them new", "of them new", "new", "");
        tally(content.distributions().total(), "case generated", "cases generated", "cases", "");
        page.end();
        page.end();
    }

    private void tally(int number, String one, String many, String id, String style) {
        page.open("li", "class", style);
        page.element("b", String.format(Locale.ROOT, "%,d", number), "data-tally", id)
                .text(" " + (number == 1 ? one : many));
        page.end();
    }

    private void footer() {
        page.open("footer").line();
        page.element(
                        "p",
                        "Kvetch " + Version.number() + ". The same again with kvetch check --seed "
                                + content.check().seed()
                                + "; every parameter is in run.json, the numbers are those of results.json. Cases as they were generated"
                                + " are in observations.jsonl: the first " + Observations.MOST_OF_A_CHECK
                                + " of each check, and those that first show a defect; what is counted above are all.")
                .line();
        page.end();
    }
}
