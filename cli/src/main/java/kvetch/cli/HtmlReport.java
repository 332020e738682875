package kvetch.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Map;
import io.vavr.collection.Vector;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import kvetch.api.AllocatorProvider;
import kvetch.api.Splat;
import kvetch.properties.ArrayCase;
import kvetch.properties.Check;
import kvetch.properties.Defect;
import kvetch.properties.Evidence;
import kvetch.properties.Law;
import kvetch.properties.LawResult;
import kvetch.properties.Misbehaviour;
import kvetch.properties.Sandbox;
import kvetch.properties.Verdict;
import kvetch.properties.Workload;
import kvetch.raid0.Errno;
import kvetch.raid0.Fix;
import kvetch.raid0.KernelProfile;
import org.jspecify.annotations.Nullable;

/**
 * Says what came of a check in one HTML file that needs nothing else: no network, and no script to be read. The page is
 * well-formed XML too, and its security policy lets no script run but its own.
 */
final class HtmlReport {
    private static final int MOST_FINDINGS = 60;
    private static final int MOST_SIZES = 24;
    private static final int MANY_COLUMNS = 5;

    private final Check check;
    private final String moreArguments;
    private final Vector<LawResult> results;
    private final Distributions distributions;
    private final Vector<Vector<LawResult>> columns;
    private final Vector<Finding> findings;
    private final Vector<Portrait> portraits;
    private final Markup page = new Markup();

    /** A defect, and all the places where the same array breaks the same law in the same way. */
    private record Finding(int number, LawResult result, Defect defect, Vector<LawResult> where) {
        String id() {
            return "f" + number;
        }
    }

    /** What makes two defects one finding. */
    private record Key(
            Law law,
            String what,
            ArrayCase c,
            @Nullable Splat splat,
            @Nullable Errno errno) {
        static Key of(Defect defect) {
            return new Key(
                    defect.violation().law(),
                    defect.violation().what(),
                    defect.counterexample(),
                    defect.splat(),
                    defect.errno());
        }
    }

    private HtmlReport(Check check, String moreArguments, Vector<LawResult> results, Distributions distributions) {
        this.check = check;
        this.moreArguments = moreArguments;
        this.results = results;
        this.distributions = distributions;
        this.columns = CheckMatrix.columns(results);
        this.findings = findings(results);
        this.portraits = findings.take(MOST_FINDINGS).map(this::portrait);
    }

    /**
     * The page.
     *
     * @param moreArguments what a command must be given to find allocators that do not come with Kvetch, each argument after
     *     a space
     */
    static String of(Check check, String moreArguments, Vector<LawResult> results, Distributions distributions) {
        return new HtmlReport(check, moreArguments, results, distributions).write();
    }

    private static Vector<Finding> findings(Vector<LawResult> results) {
        Map<Key, Finding> found = LinkedHashMap.empty();
        for (LawResult result : results)
            for (Defect defect : result.defects()) {
                Key key = Key.of(defect);
                Finding before = found.get(key).getOrElse(new Finding(0, result, defect, Vector.empty()));
                found = found.put(key, new Finding(0, before.result, before.defect, before.where.append(result)));
            }
        return found.values()
                .toVector()
                .sorted((a, b) -> Findings.EASIEST_FIRST.compare(a.defect, b.defect))
                .zipWithIndex()
                .map(pair -> new Finding(pair._2 + 1, pair._1.result, pair._1.defect, pair._1.where));
    }

    // The page

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
        matrix();
        counterexamples();
        generated();
        page.end();
        footer();
        page.open("script", "type", "application/json", "id", "data")
                .markup(data())
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

    private int count(Verdict verdict) {
        return results.count(result -> result.verdict() == verdict);
    }

    private String headline() {
        int laws = results.map(LawResult::law).distinct().size();
        int broken = results.filter(result -> result.verdict() == Verdict.BROKEN)
                .map(LawResult::law)
                .distinct()
                .size();
        if (broken > 0) return broken + " of " + Text.count(laws, "law is", "laws are") + " broken on " + judged();
        if (count(Verdict.ERROR) > 0) return "some laws could not be judged on " + judged();
        if (results.isEmpty()) return "no law was put to the test on " + judged();
        return count(Verdict.HELD) == results.size()
                ? (laws == 1 ? "the law held" : "all " + laws + " laws held") + " on " + judged()
                : "no law is broken on " + judged() + ", but not all were put to the test";
    }

    /** The kernels and the allocators. */
    private String judged() {
        return names(check.kernels().map(KernelProfile::name)) + " with "
                + names(check.allocators().map(AllocatorProvider::name));
    }

    private static String names(Vector<String> names) {
        return names.size() < 2 ? names.mkString() : names.init().mkString(", ") + " and " + names.last();
    }

    private void header() {
        String headline = headline();
        page.open("header").line();
        page.element("p", "Kvetch", "class", "brand").line();
        page.element("h1", Character.toUpperCase(headline.charAt(0)) + headline.substring(1) + ".")
                .line();
        page.element(
                        "p",
                        Text.count(check.laws().size(), "law", "laws") + " of md/raid0's zone tables, "
                                + Text.count(check.tries(), "try", "tries") + " each, seed " + check.seed() + ".",
                        "class",
                        "plan")
                .line();
        page.open("ul", "class", "tally").line();
        tally(results.size(), "check", "checks", "checks", "");
        for (Verdict verdict : Verdict.values())
            if (count(verdict) > 0)
                tally(count(verdict), words(verdict), words(verdict), verdict.name(), style(verdict));
        tally(findings.size(), "counterexample", "counterexamples", "findings", "");
        tally(distributions.total(), "case generated", "cases generated", "cases", "");
        page.end();
        page.end();
    }

    private void tally(int number, String one, String many, String id, String style) {
        page.open("li", "class", style);
        page.element("b", String.format(Locale.ROOT, "%,d", number), "data-tally", id)
                .text(" " + (number == 1 ? one : many));
        page.end();
    }

    private static String words(Verdict verdict) {
        return verdict == Verdict.INCOMPLETE ? "not put to the test" : verdict.toString();
    }

    private static String style(Verdict verdict) {
        return switch (verdict) {
            case HELD -> "held";
            case BROKEN, ERROR -> "broken";
            case INCOMPLETE, NOT_APPLICABLE -> "open";
        };
    }

    private static String sign(Verdict verdict) {
        return switch (verdict) {
            case HELD -> "\u2713";
            case BROKEN -> "\u2717";
            case ERROR -> "!";
            case INCOMPLETE -> "?";
            case NOT_APPLICABLE -> "\u2013";
        };
    }

    // The matrix

    private void matrix() {
        page.open("section", "aria-labelledby", "laws").line();
        page.element("h2", "Laws", "id", "laws").line();
        page.element(
                        "p",
                        "Each law by kernel and allocator; a broken one leads to its counterexamples.",
                        "class",
                        "note")
                .line();
        page.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-labelledby", "laws")
                .line();
        page.open("table", "class", columns.size() > MANY_COLUMNS ? "matrix many" : "matrix", "aria-labelledby", "laws")
                .line();
        page.open("thead").line();
        page.open("tr");
        page.element("th", "Law", "scope", "col", "rowspan", "2");
        for (Vector<Vector<LawResult>> kernel : byKernel())
            page.element(
                    "th",
                    kernel.head().head().kernel(),
                    "scope",
                    "colgroup",
                    "class",
                    "kernel",
                    "colspan",
                    Integer.toString(kernel.size()));
        page.end();
        page.open("tr");
        for (Vector<LawResult> column : columns) {
            String allocator = column.head().allocator();
            page.open("th", "scope", "col", "class", "allocator").element("b", allocator);
            if (isShipped(column.head())) page.element("span", " as shipped", "class", "faint");
            page.close();
        }
        page.end();
        page.end();
        page.open("tbody").line();
        for (Law law : results.map(LawResult::law).distinct().sorted()) {
            page.open("tr").line();
            page.open("th", "scope", "row", "title", law.statement());
            page.element("b", law.id()).text(" ").element("span", law.title(), "class", "title");
            page.end();
            for (Vector<LawResult> column : columns)
                cell(column.find(result -> result.law().equals(law)).getOrNull());
            page.end();
        }
        page.end();
        page.end();
        page.end();
        page.open("p", "class", "legend");
        for (Verdict verdict : Verdict.values())
            if (count(verdict) > 0) {
                page.open("span", "class", "key " + style(verdict));
                page.element("span", sign(verdict), "class", "sign", "aria-hidden", "true");
                page.text(" " + words(verdict)).close().text(" ");
            }
        page.end();
        page.end();
    }

    private Vector<Vector<Vector<LawResult>>> byKernel() {
        Vector<Vector<Vector<LawResult>>> kernels = Vector.empty();
        for (Vector<LawResult> column : columns) {
            boolean same = kernels.nonEmpty()
                    && kernels.last()
                            .head()
                            .head()
                            .kernel()
                            .equals(column.head().kernel());
            kernels = same
                    ? kernels.update(kernels.size() - 1, kernels.last().append(column))
                    : kernels.append(Vector.of(column));
        }
        return kernels;
    }

    private boolean isShipped(LawResult result) {
        return check.kernels()
                .exists(kernel -> kernel.name().equals(result.kernel())
                        && kernel.asShipped().equals(result.allocator())
                        && kernel.isLinux());
    }

    /** Whether an allocator comes with Kvetch; others must be pointed at. */
    private boolean isKernels(String allocator) {
        return check.providers()
                .find(allocator)
                .map(check.providers()::isKernels)
                .getOrElse(false);
    }

    private void cell(@Nullable LawResult result) {
        if (result == null) {
            page.element("td", "").line();
            return;
        }
        String counts = result.tested() + " of " + Text.count(result.tries(), "case", "cases") + " put it to the test";
        page.open(
                "td",
                "class",
                style(result.verdict()),
                "title",
                counts,
                "data-kernel",
                result.kernel(),
                "data-allocator",
                result.allocator(),
                "data-law",
                result.law().id(),
                "data-verdict",
                CheckJson.verdict(result),
                "data-tries",
                Integer.toString(result.tries()),
                "data-tested",
                Integer.toString(result.tested()),
                "data-sampled",
                Integer.toString(result.sampled()),
                "data-defects",
                Integer.toString(result.defects().size()));
        page.element("span", sign(result.verdict()), "class", "sign", "aria-hidden", "true");
        page.element("span", " " + words(result.verdict()), "class", "word");
        for (Finding finding : findings)
            if (finding.where.contains(result)) {
                page.text(" ").open("a", "href", "#" + finding.id());
                page.element(
                        "span",
                        result.law() + " on " + result.kernel() + " with " + result.allocator() + ", counterexample ",
                        "class",
                        "hidden");
                page.text(Integer.toString(finding.number)).close();
            }
        page.element("span", ", " + counts, "class", "hidden");
        page.end();
    }

    // Counterexamples

    private void counterexamples() {
        Vector<LawResult> unjudged =
                results.filter(result -> result.verdict() != Verdict.HELD && result.verdict() != Verdict.BROKEN);
        if (findings.nonEmpty()) {
            page.open("section", "aria-labelledby", "counterexamples").line();
            page.element("h2", "Counterexamples", "id", "counterexamples").line();
            page.element("p", "The easiest to reach come first. Each is the smallest case that breaks its law.")
                    .line();
            String group = "";
            for (Finding finding : findings.take(MOST_FINDINGS)) {
                String entry = Findings.entry(finding.defect);
                if (!entry.equals(group))
                    page.element("h3", Character.toUpperCase(entry.charAt(0)) + entry.substring(1), "class", "reach")
                            .line();
                group = entry;
                finding(finding);
            }
            if (findings.size() > MOST_FINDINGS)
                page.element("p", (findings.size() - MOST_FINDINGS) + " more are in results.json.")
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
                                    : JunitXml.why(result)));
            Misbehaviour misbehaviour = result.misbehaviour();
            if (misbehaviour != null) misbehaviour(misbehaviour, isKernels(result.allocator()) ? "" : moreArguments);
            page.end();
        }
        page.end();
        page.end();
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
        if (misbehaviour.arrayCase() != null)
            page.element("p", "On " + misbehaviour.arrayCase() + ".").line();
        if (!misbehaviour.replay().isEmpty())
            page.element("pre", "kvetch replay " + misbehaviour.replay() + path, "tabindex", "0")
                    .line();
    }

    private void finding(Finding finding) {
        Defect defect = finding.defect;
        String id = finding.id();
        Portrait portrait = portraits.get(finding.number - 1);
        String[] attributes = {"class", "finding", "id", id};
        page.open(
                        "details",
                        finding.number == 1
                                ? Vector.of(attributes)
                                        .appendAll(Vector.of("open", "open"))
                                        .toJavaArray(String[]::new)
                                : attributes)
                .line();
        page.open("summary");
        page.open("h4", "id", id + "-h");
        page.element("span", Integer.toString(finding.number), "class", "number")
                .text(" ");
        page.element("span", defect.violation().law().id(), "class", "law").text(" ");
        page.text(Story.sentence(defect)).close();
        page.element("span", where(finding), "class", "where");
        page.end();
        page.open("div", "class", "body").line();
        facts(finding);
        pictures(finding, portrait);
        walk(finding, portrait);
        shrink(finding);
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

    private Portrait portrait(Finding finding) {
        KernelProfile kernel = Choice.kernel(finding.result.kernel());
        AllocatorProvider provider = check.allocators()
                .find(candidate -> candidate.name().equals(finding.result.allocator()))
                .getOrElseThrow(() -> new IllegalStateException("not checked: " + finding.result.allocator()));
        // It runs the allocator's code once more, which may have been lucky so far.
        return Sandbox.call(
                        provider.name(),
                        check.timeoutMs(),
                        () -> Portrait.of(check.providers(), kernel, provider, finding.defect))
                .getOrElseGet(misbehaviour ->
                        Portrait.none(check.providers(), kernel, finding.defect, misbehaviour.message()));
    }

    private String where(Finding finding) {
        Map<String, Vector<String>> byKernel = LinkedHashMap.empty();
        for (LawResult result : finding.where)
            byKernel = byKernel.put(
                    result.kernel(),
                    byKernel.get(result.kernel()).getOrElse(Vector.empty()).append(result.allocator()));
        return byKernel.toVector()
                .map(entry -> entry._1 + " with "
                        + (entry._2.size() == check.allocators().size() && entry._2.size() > 1
                                ? "every allocator"
                                : names(entry._2)))
                .mkString("; ");
    }

    private void facts(Finding finding) {
        Defect defect = finding.defect;
        page.open("dl", "class", "facts").line();
        fact("Law", defect.violation().law().statement());
        fact(
                defect.counterexample().workload() == null ? "Array" : "Steps",
                defect.counterexample().toString());
        if (defect.errno() != null) fact("Refused with", Story.errno(defect.errno()));
        if (Findings.isOfArray(defect)) fact("Reachable through", Story.reach(defect));
        if (defect.consequence() != null) fact("Harm", defect.consequence());
        page.end();
    }

    private void fact(String name, String value) {
        page.open("div").element("dt", name).element("dd", value).end();
    }

    private void pictures(Finding finding, Portrait portrait) {
        String id = finding.id();
        boolean hasArray = Findings.isOfArray(finding.defect);
        page.element("h5", hasArray ? "The array and its memory" : "The memory").line();
        if (!portrait.trouble().isEmpty()) {
            page.element("p", portrait.trouble(), "class", "note").line();
            return;
        }
        page.open("div", "class", "pictures").line();
        if (hasArray) arrayPicture(portrait, id);
        page.open("div", "class", "stack").line();
        if (isOfSizes(finding.defect.violation().evidence())
                && !portrait.zones().isEmpty()) {
            page.open("figure").line();
            page.markup(Picture.sizes(portrait, id)).line();
            page.element("figcaption", "The size of the array, in sectors; to scale.")
                    .line();
            page.end();
        }
        if (!portrait.blocks().isEmpty()) {
            page.open("figure").line();
            page.markup(Picture.requests(portrait, id)).line();
            page.element("figcaption", "What was asked for, against what there is; log scale.")
                    .line();
            page.end();
        }
        if (portrait.blocks().stream().anyMatch(block -> !block.isNull())) {
            page.open("figure").line();
            page.markup(Picture.memory(portrait, id)).line();
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

    private void arrayPicture(Portrait portrait, String id) {
        page.open("figure").line();
        page.open("div", "class", "scroll").markup(Picture.array(portrait, id)).end();
        page.open("figcaption");
        page.text("Disks from sector 0 downwards, "
                + Picture.Scale.of(portrait).words()
                + (portrait.zones().isEmpty()
                        ? "."
                        : portrait.unused().isEmpty()
                                ? "; a colour is a zone, hatching is on no zone."
                                : "; a colour is a zone, hatching is on none or past the end that md reports, which is"
                                        + " the broken line."));
        List<String> marks = Picture.marks(portrait);
        if (!marks.isEmpty()) {
            page.open("ol", "class", "marks");
            for (String mark : marks) page.element("li", mark);
            page.close();
        }
        page.end();
        page.end();
    }

    /** The array as a line that one can walk along, to see where each sector goes. */
    private void walk(Finding finding, Portrait portrait) {
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

    private void shrink(Finding finding) {
        Defect defect = finding.defect;
        Vector<ArrayCase> steps = defect.steps();
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
    private static String changes(ArrayCase a, ArrayCase b) {
        Vector<String> changes = Vector.empty();
        Workload before = a.workload();
        Workload after = b.workload();
        if (before != null && after != null)
            return before.steps().size() == after.steps().size()
                    ? "simpler steps"
                    : before.steps().size() + " to " + Text.count(after.steps().size(), "step", "steps");
        if (a.disks() != b.disks())
            changes = changes.append(a.disks() + " to " + Text.count(b.disks(), "disk", "disks"));
        if (a.raidDisks() != b.raidDisks())
            changes = changes.append("raid_disks " + a.raidDisks() + " to " + b.raidDisks());
        if (a.chunkSectors() != b.chunkSectors())
            changes = changes.append("chunk_sectors " + a.chunkSectors() + " to " + b.chunkSectors());
        if (a.disks() == b.disks() && !Arrays.equals(a.diskSectors(), b.diskSectors()))
            changes = changes.append("sizes");
        if (a.layout() != b.layout()) changes = changes.append("layout " + a.layout() + " to " + b.layout());
        if (a.requestStart() != b.requestStart() || a.requestSectors() != b.requestSectors())
            changes = changes.append(b.requestSectors() == 0 ? "no request" : "request");
        if (a.failAt() != b.failAt())
            changes = changes.append(b.failAt() == 0 ? "nothing fails" : "allocation " + b.failAt() + " fails");
        return changes.isEmpty() ? "more as usual" : changes.mkString(", ");
    }

    // What to do next

    private void onward(Finding finding) {
        String replay = finding.defect.replay();
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
        String token = finding.defect.replay();
        String path = isKernels(finding.result.allocator()) ? "" : moreArguments;
        Vector<String> commands =
                DefectText.options(finding.defect).map(option -> "kvetch replay " + token + option + path);
        return commands.append("kvetch check --kernel " + finding.result.kernel() + " --allocator "
                + finding.result.allocator() + " --law " + finding.result.law() + " --tries " + check.tries()
                + " --seed " + finding.result.seed() + path);
    }

    // What was generated

    private void generated() {
        page.open("section", "aria-labelledby", "generated").line();
        page.element("h2", "What was generated", "id", "generated").line();
        page.element(
                        "p",
                        Text.count(distributions.total(), "case", "cases")
                                + " for all checks together. A law is held against these, not against all there are.")
                .line();
        page.open("div", "class", "charts").line();
        for (Distributions.Chart chart : distributions.charts()) chart(chart);
        page.end();
        page.end();
    }

    private void chart(Distributions.Chart chart) {
        page.open("table", "class", "chart", "data-chart", chart.id()).line();
        page.element("caption", chart.title()).line();
        page.open("tbody").line();
        for (int bar = 0; bar < chart.size(); bar++) {
            double share = distributions.total() == 0 ? 0 : 100.0 * chart.count(bar) / distributions.total();
            page.open("tr");
            page.element("th", chart.label(bar), "scope", "row");
            page.open("td", "class", "bar");
            page.open(
                            "span",
                            "style",
                            "width:" + String.format(Locale.ROOT, "%.2f", share) + "%",
                            "aria-hidden",
                            "true")
                    .close();
            page.close();
            page.element("td", Integer.toString(chart.count(bar)), "class", "count");
            page.end();
        }
        page.end();
        page.end();
    }

    private void footer() {
        page.open("footer").line();
        page.element(
                        "p",
                        "Kvetch " + Version.number() + ". The same again with kvetch check --seed " + check.seed()
                                + "; every parameter is in run.json, the numbers are those of results.json. Cases as they were generated"
                                + " are in observations.jsonl: the first " + Observations.MOST_OF_A_CHECK
                                + " of each check, and those that first show a defect; what is counted above are all.")
                .line();
        page.end();
    }

    // Data for the script

    private String data() {
        JsonObject json = new JsonObject();
        for (Finding finding : findings.take(MOST_FINDINGS)) {
            JsonObject one = new JsonObject();
            JsonArray steps = new JsonArray();
            Vector<ArrayCase> all = finding.defect.steps();
            for (int i = 0; i < all.size(); i++) {
                JsonObject step = new JsonObject();
                step.addProperty("text", all.get(i).toString());
                step.addProperty("change", i == 0 ? "as it was found" : changes(all.get(i - 1), all.get(i)));
                step.add("sizes", sizes(all.get(i)));
                step.addProperty("more", Math.max(0, all.get(i).disks() - MOST_SIZES));
                steps.add(step);
            }
            one.add("steps", steps);
            Portrait portrait = portraits.get(finding.number - 1);
            if (!portrait.zones().isEmpty()) one.add("map", map(portrait));
            json.add(finding.id(), one);
        }
        return json.toString().replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e");
    }

    private static JsonArray sizes(ArrayCase c) {
        Vector<String> sizes = Vector.empty();
        Workload workload = c.workload();
        if (workload != null)
            return Json.strings(workload.steps().take(MOST_SIZES).map(step -> Long.toUnsignedString(step.bytes())));
        for (int i = 0; i < Math.min(c.disks(), MOST_SIZES); i++)
            sizes = sizes.append(Long.toUnsignedString(c.diskSectors(i)));
        return Json.strings(sizes);
    }

    /** A running array as the page's script maps it; numbers that may not fit a double are text. */
    static JsonObject map(Portrait portrait) {
        JsonObject json = new JsonObject();
        json.addProperty("chunk", portrait.arrayCase().chunkSectors());
        json.addProperty("original", portrait.layout() == 1);
        json.addProperty("wide", portrait.kernel().has(Fix.STRIPE_64_BIT));
        json.addProperty("start", Long.toUnsignedString(portrait.start()));
        json.addProperty("sectors", Long.toUnsignedString(portrait.arraySectors()));
        JsonArray zones = new JsonArray();
        for (ArrayMap.Zone zone : portrait.zones()) {
            JsonObject one = new JsonObject();
            one.addProperty("end", Long.toUnsignedString(zone.end()));
            one.addProperty("dev", Long.toUnsignedString(zone.devStart()));
            JsonArray disks = new JsonArray();
            zone.disks().forEach(disks::add);
            one.add("disks", disks);
            zones.add(one);
        }
        json.add("zones", zones);
        JsonArray sizes = new JsonArray();
        for (int i = 0; i < portrait.arrayCase().disks(); i++)
            sizes.add(Long.toUnsignedString(portrait.arrayCase().diskSectors(i)));
        json.add("sizes", sizes);
        JsonArray probes = new JsonArray();
        for (long[] probe : portrait.probes()) {
            JsonArray one = new JsonArray();
            one.add(Long.toUnsignedString(probe[0]));
            one.add(probe[1]);
            one.add(Long.toUnsignedString(probe[2]));
            probes.add(one);
        }
        json.add("probes", probes);
        return json;
    }
}
