package kvetch.cli.report;

import io.vavr.collection.Vector;
import java.util.Locale;
import kvetch.cli.console.Text;
import kvetch.cli.page.VerdictSign;
import kvetch.cli.picture.Markup;
import kvetch.cli.words.Grounds;
import kvetch.properties.LawResult;
import kvetch.properties.Verdict;
import kvetch.properties.law.Law;
import kvetch.properties.plug.KnownLaws;
import org.jspecify.annotations.Nullable;

/** The section that says on what each verdict rests: on cases that were tried, on all of a scope, or on a proof. */
final class GroundsTable {
    private static final String TITLE = "grounds";

    private final Markup page;
    private final ReportContent content;
    private final Vector<String> kernels;

    GroundsTable(Markup page, ReportContent content) {
        this.page = page;
        this.content = content;
        this.kernels = content.results().map(LawResult::kernel).distinct();
    }

    void write() {
        if (content.results().isEmpty()) return;
        page.open("section", "aria-labelledby", TITLE).line();
        page.element("h2", "On what it rests", "id", TITLE).line();
        page.element(
                        "p",
                        "Tried is what this check has drawn at random; all of a scope is what kvetch explore has gone through, and"
                                + " proved what kvetch prove has a solver decide for every array. A law that is proved within"
                                + " borders is broken, if at all, beyond them.",
                        "class",
                        "note")
                .line();
        page.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", "Grounds by kernel")
                .line();
        page.open("table", "class", "grounds", "aria-labelledby", TITLE).line();
        head();
        page.open("tbody").line();
        for (Law law : content.results().map(LawResult::law).distinct().sorted(KnownLaws.ORDER)) {
            page.open("tr").line();
            page.open("th", "scope", "row", "title", law.statement());
            page.element("b", law.id()).text(" ").element("span", law.title(), "class", "title");
            page.end();
            for (String kernel : kernels) {
                tried(content.results()
                        .filter(result ->
                                result.kernel().equals(kernel) && result.law().equals(law)));
                explored(content.grounds().explored(kernel, law.id()));
                proved(content.grounds().proved(kernel, law.id()));
            }
            page.end();
        }
        page.end();
        page.end();
        page.end();
        missing();
        page.end();
    }

    private void head() {
        page.open("thead").line();
        page.open("tr");
        page.element("th", "Law", "scope", "col", "rowspan", "2");
        for (String kernel : kernels)
            page.element("th", kernel, "scope", "colgroup", "class", "kernel", "colspan", "3");
        page.end();
        page.open("tr");
        for (int i = 0; i < kernels.size(); i++)
            for (String column : Vector.of("tried", "all of a scope", "proved"))
                page.element("th", column, "scope", "col");
        page.end();
        page.end();
    }

    /** With whatever allocator. */
    private void tried(Vector<LawResult> results) {
        int tested = results.map(LawResult::tested).sum().intValue();
        Vector<Verdict> verdicts = results.map(LawResult::verdict);
        Verdict verdict = Vector.of(Verdict.BROKEN, Verdict.ERROR, Verdict.INCOMPLETE, Verdict.HELD)
                .find(verdicts::contains)
                .getOrElse(Verdict.NOT_APPLICABLE);
        String of = tested == 0 ? "" : ", " + String.format(Locale.ROOT, "%,d", tested);
        cell(VerdictSign.style(verdict), VerdictSign.words(verdict) + of, Text.count(tested, "case", "cases"));
    }

    private void explored(Grounds.@Nullable Explored explored) {
        if (explored == null) {
            cell("", "not run", "kvetch explore was not asked about it");
            return;
        }
        String style = switch (explored) {
            case HELD -> "held";
            case BROKEN -> "broken";
            case NOT_TESTED -> "open";
        };
        cell(style, explored.toString(), "as kvetch explore said");
    }

    private void proved(Grounds.@Nullable Proved proved) {
        if (proved == null) {
            cell("", "not run", "kvetch prove was not asked about it");
            return;
        }
        switch (proved.verdict()) {
            case "proved" -> cell("held", "for every array", "as kvetch prove said");
            case "proved_where" -> cell("open", "within borders", "where " + proved.condition());
            case "refuted" -> cell("broken", "refuted", "as kvetch prove said");
            case "not_applicable" -> cell("", "not arithmetic", "there is nothing to prove");
            default -> cell("open", "not known", "kvetch prove said " + proved.verdict());
        }
    }

    private void cell(String style, String text, String title) {
        page.element("td", text, "class", style, "title", title);
    }

    /** How what was not run could have been told here. */
    private void missing() {
        String options = kernels.map(kernel -> " --kernel " + kernel).mkString();
        String explore = content.grounds().explored() == null
                ? "kvetch explore" + options + " --format json > explored.json\n"
                : "";
        String prove =
                content.grounds().proved() == null ? "kvetch prove" + options + " --format json > proofs.json\n" : "";
        if (explore.isEmpty() && prove.isEmpty()) return;
        page.element("p", "What was not run with this check it can be told:", "class", "note")
                .line();
        page.element(
                        "pre",
                        explore + prove + "kvetch check ..." + (explore.isEmpty() ? "" : " --explored explored.json")
                                + (prove.isEmpty() ? "" : " --proofs proofs.json"),
                        "tabindex",
                        "0")
                .line();
    }
}
