package kvetch.cli.explore;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.vavr.collection.Vector;
import kvetch.cli.console.ExitCode;
import kvetch.cli.console.Text;
import kvetch.cli.console.Version;
import kvetch.cli.json.Json;
import kvetch.cli.page.OutFolder;
import kvetch.cli.page.Page;
import kvetch.cli.page.RunFile;
import kvetch.cli.page.VerdictSign;
import kvetch.cli.picture.Markup;
import kvetch.cli.text.ExplorationReport;
import kvetch.cli.words.Story;
import kvetch.properties.Exploration;
import kvetch.properties.Scope;
import kvetch.properties.Verdict;
import kvetch.properties.evidence.Misbehaviour;
import kvetch.properties.law.Defect;
import kvetch.properties.law.Law;

/** The page of {@code explore --out}: the scope as a grid, with what broke where. */
public final class ExplorePage {
    private static final String SCOPE = "scope";
    private static final String BROKEN = "broken";
    private static final String LAWS = "laws";

    private final ExploredScope explored;
    private final ExplorationReport report;
    private final String moreArguments;

    private ExplorePage(ExploredScope explored, ExplorationReport report, String moreArguments) {
        this.explored = explored;
        this.report = report;
        this.moreArguments = moreArguments;
    }

    /**
     * Writes it, with the same for machines.
     *
     * @param moreArguments what a command must be given to find plugged-in code again, each argument after a space
     * @param results for machines
     */
    public static void write(
            OutFolder folder,
            ExploredScope explored,
            ExplorationReport report,
            String moreArguments,
            JsonObject results,
            ExitCode code) {
        new ExplorePage(explored, report, moreArguments).write(folder, results, code);
    }

    private static RunFile run(ExploredScope explored) {
        Scope scope = explored.scope();
        RunFile run = new RunFile("explore");
        JsonObject json = run.json();
        json.add("kernels", Json.strings(explored.kernels()));
        json.add(
                "allocators",
                Json.strings(
                        explored.setups().map(setup -> setup.provider().name()).distinct()));
        json.addProperty("fewest_disks", scope.sizes().fewestDisks());
        json.addProperty("most_disks", scope.sizes().mostDisks());
        json.addProperty("fewest_chunks", scope.sizes().fewestChunks());
        json.addProperty("most_chunks", scope.sizes().mostChunks());
        json.addProperty("every_order", scope.sizes().allOrders());
        json.add("chunk_sectors", numbers(scope.chunks()));
        json.add("layouts", numbers(scope.layouts()));
        json.addProperty("longest_request", scope.longestRequest());
        json.addProperty("lives", scope.lives());
        return run;
    }

    private static JsonArray numbers(Vector<Integer> numbers) {
        JsonArray array = new JsonArray();
        numbers.forEach(array::add);
        return array;
    }

    private void write(OutFolder folder, JsonObject results, ExitCode code) {
        Exploration exploration = report.exploration();
        Vector<Vector<Exploration.Found>> kinds = report.kinds();
        Page page = new Page(headline(kinds.size()), SCOPE, "", "");
        Markup markup = page.markup();
        markup.element("p", "Every array of a scope: " + explored.words() + ".", "class", "plan")
                .line();
        markup.open("ul", "class", "tally").line();
        page.tally(exploration.arraysDone(), "of " + Text.grouped(exploration.arrays()) + " arrays", "arrays", "");
        page.tally(exploration.states(), "lives", "states", "");
        page.tally(exploration.mappings(), "sectors mapped", "mappings", "");
        page.tally(exploration.requests(), "requests", "requests", "");
        page.tally(exploration.discards(), "discards", "discards", "");
        page.tally(
                kinds.size(),
                kinds.size() == 1 ? "kind of defect" : "kinds of defect",
                "kinds",
                kinds.isEmpty() ? "held" : BROKEN);
        markup.end();
        page.main();
        scope(page);
        kinds(page, kinds);
        laws(markup);
        misbehaviours(markup);
        String html = page.end(
                "Kvetch " + Version.number()
                        + ", kvetch explore. Every parameter is in run.json, the numbers are those of"
                        + " results.json.",
                "");
        folder.write(
                html,
                page.firstPicture(),
                results,
                run(explored),
                !report.exploration().complete(),
                code);
    }

    private String headline(int kinds) {
        Exploration exploration = report.exploration();
        String where = " on " + explored.kernels().mkString(", ") + (exploration.complete() ? "" : ", cut short");
        if (kinds > 0) return Text.count(kinds, "kind of defect", "kinds of defect") + " in this scope" + where;
        return ExplorationReport.isJudged(exploration)
                ? "all laws held in this scope" + where
                : "hardly a law was put to the test in this scope" + where;
    }

    private void scope(Page page) {
        Markup markup = page.markup();
        markup.open("section", "aria-labelledby", SCOPE).line();
        markup.element("h2", "The scope", "id", SCOPE).line();
        markup.element(
                        "p",
                        "A square is an array: hollow where all laws held, filled and crossed where one is broken, with"
                                + " whatever allocator. Arrays with as many disks stand together, the smallest first.",
                        "class",
                        "note")
                .line();
        int number = 0;
        for (String kernel : explored.kernels()) {
            Vector<Integer> broken = report.exploration()
                    .defects()
                    .filter(found -> found.kernel().equals(kernel))
                    .flatMap(Exploration.Found::arrays)
                    .distinct();
            String id = "k" + ++number;
            markup.element("h3", kernel, "id", id).line();
            grid(page, broken, "On " + kernel + ": arrays on which a law is broken", id);
        }
        markup.end();
    }

    private void grid(Page page, Vector<Integer> broken, String title, String id) {
        if (explored.scope().size() <= ScopeSvg.MOST_ARRAYS)
            page.picture(ScopeSvg.of(explored, broken, title, id), title, "");
        counts(page.markup(), broken, title, id);
    }

    /** The same as figures. */
    private void counts(Markup markup, Vector<Integer> broken, String title, String id) {
        Scope.Sizes sizes = explored.scope().sizes();
        markup.open("details").element("summary", "The same as figures").line();
        markup.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", title + ", as figures")
                .line();
        markup.open("table", "class", "figures", "id", id + "-n");
        markup.element("caption", title + ", of all that there are").line();
        markup.open("thead").open("tr").element("th", "chunk_sectors, layout", "scope", "col");
        for (int disks = sizes.fewestDisks(); disks <= sizes.mostDisks(); disks++)
            markup.element("th", Text.count(disks, "disk", "disks"), "scope", "col");
        markup.close().end();
        markup.open("tbody").line();
        for (Vector<ExploredScope.Cell> row : explored.cells().grouped(sizes.mostDisks() - sizes.fewestDisks() + 1)) {
            markup.open("tr");
            markup.element("th", row.head().chunk() + ", " + row.head().layout(), "scope", "row");
            for (ExploredScope.Cell cell : row)
                markup.element(
                        "td",
                        cell.arrays().count(broken.toSet()::contains) + " of "
                                + cell.arrays().size(),
                        "class",
                        "count");
            markup.end();
        }
        markup.end();
        markup.end();
        markup.end();
        markup.end();
    }

    private void kinds(Page page, Vector<Vector<Exploration.Found>> kinds) {
        if (kinds.isEmpty()) return;
        Markup markup = page.markup();
        markup.open("section", "aria-labelledby", BROKEN).line();
        markup.element("h2", "What broke where", "id", BROKEN).line();
        int number = 0;
        for (Vector<Exploration.Found> alike : kinds) {
            Defect defect = alike.head().defect();
            Law law = defect.violation().law();
            String id = "f" + ++number;
            Vector<Integer> arrays = alike.flatMap(Exploration.Found::arrays).distinct();
            markup.element("h3", law.id() + ": " + Story.sentence(defect), "id", id)
                    .line();
            markup.open("dl", "class", "facts").line();
            fact(markup, "Law", law.statement());
            fact(markup, "Where", report.where(alike));
            fact(
                    markup,
                    "Seen on",
                    Text.grouped(arrays.size()) + " of "
                            + Text.grouped(report.exploration().arrays()) + " arrays");
            fact(markup, "The smallest", defect.counterexample().toString());
            fact(markup, "Go on", "kvetch replay " + defect.replay() + moreArguments);
            markup.end();
            grid(page, arrays, law.id() + ", defect " + number + ": arrays that it was seen on", id + "-g");
        }
        markup.end();
    }

    private static void fact(Markup markup, String name, String value) {
        markup.open("div").element("dt", name).element("dd", value).end();
    }

    private void laws(Markup markup) {
        markup.open("section", "aria-labelledby", LAWS).line();
        markup.element("h2", "Laws", "id", LAWS).line();
        markup.element("p", "On how many arrays each was broken, with whatever allocator.", "class", "note")
                .line();
        markup.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", "The laws by kernel")
                .line();
        markup.open("table", "class", "figures", "aria-labelledby", LAWS).line();
        markup.open("thead").open("tr").element("th", "Law", "scope", "col");
        for (String kernel : explored.kernels()) markup.element("th", kernel, "scope", "col");
        markup.close().end();
        markup.open("tbody").line();
        for (Law law : report.laws()) {
            markup.open("tr").open("th", "scope", "row");
            markup.element("b", law.id()).text(" " + law.title()).close();
            for (String kernel : explored.kernels()) law(markup, law, kernel);
            markup.end();
        }
        markup.end();
        markup.end();
        markup.end();
        markup.end();
    }

    private void law(Markup markup, Law law, String kernel) {
        int broken = report.exploration()
                .defects()
                .filter(found -> found.kernel().equals(kernel)
                        && found.defect().violation().law().equals(law))
                .flatMap(Exploration.Found::arrays)
                .distinct()
                .size();
        Verdict verdict = broken > 0
                ? Verdict.BROKEN
                : report.notTested().contains(law) || !ExplorationReport.isJudged(report.exploration())
                        ? Verdict.INCOMPLETE
                        : Verdict.HELD;
        markup.open("td", "class", VerdictSign.style(verdict));
        markup.element("span", VerdictSign.sign(verdict), "class", "sign", "aria-hidden", "true");
        markup.text(
                " " + VerdictSign.words(verdict) + (broken > 0 ? " on " + Text.count(broken, "array", "arrays") : ""));
        markup.close();
    }

    private void misbehaviours(Markup markup) {
        Vector<Misbehaviour> all = report.exploration()
                .misbehaviours()
                .map(Exploration.Misbehaved::misbehaviour)
                .distinct();
        if (all.isEmpty()) return;
        markup.open("section", "aria-labelledby", "unjudged").line();
        markup.element("h2", "Left out", "id", "unjudged").line();
        markup.open("ul").line();
        for (Misbehaviour misbehaviour : all)
            markup.element("li", misbehaviour.culprit().name() + ": " + misbehaviour.message())
                    .line();
        markup.end();
        markup.end();
    }
}
