package kvetch.cli.report;

import io.vavr.collection.Vector;
import kvetch.cli.picture.Markup;
import kvetch.cli.words.Baseline;
import kvetch.cli.words.Story;

/** The section with what an earlier check has and this one has not; there is none where nothing is compared or missing. */
final class GoneSection {
    private final Markup page;
    private final ReportContent content;

    GoneSection(Markup page, ReportContent content) {
        this.page = page;
        this.content = content;
    }

    void write() {
        list(
                "gone",
                "Gone",
                "The earlier check has these, and this one has not seen them.",
                content.baseline().gone(content.results()));
        list(
                "unknown",
                "Not known any more",
                "The earlier check has these, and this one did not put their laws to the test to the end.",
                content.baseline().unjudged(content.results()));
    }

    private void list(String id, String title, String what, Vector<Baseline.Known> known) {
        if (known.isEmpty()) return;
        page.open("section", "aria-labelledby", id).line();
        page.element("h2", title, "id", id).line();
        page.element("p", what).line();
        page.open("ul").line();
        for (Baseline.Known one : known) {
            page.open("li");
            page.element("b", one.law())
                    .text(" on " + one.kernel() + " with " + one.allocator() + ": " + Story.what(one.what()));
            page.end();
        }
        page.end();
        page.end();
    }
}
