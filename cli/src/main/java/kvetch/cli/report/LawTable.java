package kvetch.cli.report;

import io.vavr.collection.Vector;
import kvetch.cli.console.Text;
import kvetch.cli.json.CheckJson;
import kvetch.cli.page.VerdictSign;
import kvetch.cli.picture.Markup;
import kvetch.cli.words.CheckMatrix;
import kvetch.properties.LawResult;
import kvetch.properties.Verdict;
import kvetch.properties.law.Law;
import kvetch.properties.plug.KnownLaws;
import org.jspecify.annotations.Nullable;

/** The section with each law by kernel and allocator. */
final class LawTable {
    private static final int MANY_COLUMNS = 5;

    /** Of a law that is broken and in no new way. */
    private static final String KNOWN_STYLE = "open";

    private final Markup page;
    private final ReportContent content;
    private final Vector<Vector<LawResult>> columns;

    LawTable(Markup page, ReportContent content) {
        this.page = page;
        this.content = content;
        this.columns = CheckMatrix.columns(content.results());
    }

    void write() {
        page.open("section", "aria-labelledby", "laws").line();
        page.element("h2", "Laws", "id", "laws").line();
        page.element(
                        "p",
                        "Each law by kernel and allocator; a broken one leads to its counterexamples.",
                        "class",
                        "note")
                .line();
        page.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", "Each law by setup")
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
        for (Law law : content.results().map(LawResult::law).distinct().sorted(KnownLaws.ORDER)) {
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
            if (content.results()
                    .exists(result ->
                            result.verdict() == verdict && !content.baseline().isAllKnown(result)))
                key(VerdictSign.style(verdict), VerdictSign.sign(verdict), VerdictSign.words(verdict));
        if (content.results().exists(content.baseline()::isAllKnown))
            key(KNOWN_STYLE, VerdictSign.sign(Verdict.BROKEN), "broken, as is known");
        page.end();
        page.end();
    }

    private void key(String style, String sign, String words) {
        page.open("span", "class", "key " + style);
        page.element("span", sign, "class", "sign", "aria-hidden", "true");
        page.text(" " + words).close().text(" ");
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
        return content.check()
                .kernels()
                .exists(kernel -> kernel.name().equals(result.kernel())
                        && kernel.asShipped().equals(result.allocator())
                        && kernel.isLinux());
    }

    private void cell(@Nullable LawResult result) {
        if (result == null) {
            page.element("td", "").line();
            return;
        }
        String counts = result.tested() + " of " + Text.count(result.tries(), "case", "cases") + " put it to the test";
        boolean isKnown = content.baseline().isAllKnown(result);
        page.open(
                "td",
                "class",
                isKnown ? KNOWN_STYLE : VerdictSign.style(result.verdict()),
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
                Long.toString(result.tries()),
                "data-tested",
                Long.toString(result.tested()),
                "data-sampled",
                Long.toString(result.sampled()),
                "data-defects",
                Integer.toString(result.defects().size()));
        page.element("span", VerdictSign.sign(result.verdict()), "class", "sign", "aria-hidden", "true");
        page.element("span", " " + (isKnown ? "known" : VerdictSign.words(result.verdict())), "class", "word");
        for (Finding finding : content.findings())
            if (finding.where().contains(result)) {
                page.text(" ").open("a", "href", "#" + finding.id());
                page.element(
                        "span",
                        result.law() + " on " + result.kernel() + " with " + result.allocator() + ", counterexample ",
                        "class",
                        "hidden");
                page.text(Integer.toString(finding.number())).close();
            }
        page.element("span", ", " + counts, "class", "hidden");
        page.end();
    }
}
