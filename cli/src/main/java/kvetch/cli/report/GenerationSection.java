package kvetch.cli.report;

import java.util.Locale;
import kvetch.cli.console.Text;
import kvetch.cli.picture.Markup;

/** The section with the charts of what was generated. */
final class GenerationSection {
    private final Markup page;
    private final Distributions distributions;

    GenerationSection(Markup page, Distributions distributions) {
        this.page = page;
        this.distributions = distributions;
    }

    void write() {
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
}
