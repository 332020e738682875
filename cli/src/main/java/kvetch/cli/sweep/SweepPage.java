package kvetch.cli.sweep;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.vavr.collection.Vector;
import kvetch.cli.console.ExitCode;
import kvetch.cli.console.Text;
import kvetch.cli.console.Version;
import kvetch.cli.page.OutFolder;
import kvetch.cli.page.Page;
import kvetch.cli.page.RunFile;
import kvetch.cli.picture.Markup;
import kvetch.properties.Sweep;

/** The page of {@code sweep --out}: a picture of all sweeps, and a table with the same figures. */
public final class SweepPage {
    private static final String PICTURE = "outcomes";
    private static final String FIGURES = "figures";
    private static final int MOST_NAMED = 4;

    private final Vector<Swept> all;

    private SweepPage(Vector<Swept> all) {
        this.all = all;
    }

    /** Writes it, with the same for machines. */
    public static void write(OutFolder folder, Vector<Swept> all, ExitCode code) {
        new SweepPage(all).write(folder, code);
    }

    private static RunFile run(Vector<Swept> all) {
        RunFile run = new RunFile("sweep");
        JsonArray sweeps = new JsonArray();
        for (Swept swept : all) {
            JsonObject one = new JsonObject();
            one.addProperty("kernel", swept.setup().kernel().name());
            one.addProperty("allocator", swept.setup().provider().name());
            one.addProperty("zones", swept.zones());
            one.addProperty("page_size", swept.machine().pageSize());
            one.addProperty("memory_mib", swept.machine().memoryMib());
            one.addProperty("values", swept.which().name().toLowerCase(java.util.Locale.ROOT));
            sweeps.add(one);
        }
        run.json().add("sweeps", sweeps);
        return run;
    }

    private void write(OutFolder folder, ExitCode code) {
        Vector<String> setups = all.map(swept -> swept.setup().toString()).distinct();
        int broken = all.count(Swept::hasSplat);
        Page page = new Page(
                (broken == 0
                                ? "No raid_disks ends in a splat or a kill"
                                : broken == all.size()
                                        ? "Some raid_disks end in a splat or a kill"
                                        : "Some raid_disks end in a splat or a kill, not everywhere")
                        + " on "
                        + (setups.size() <= MOST_NAMED
                                ? setups.mkString(", ")
                                : Text.count(setups.size(), "setup", "setups")),
                PICTURE,
                "",
                "");
        Markup markup = page.markup();
        markup.element(
                        "p",
                        "What starting an array comes to, for every raid_disks from -2^31 to 2^31-1. The array has as many"
                                + " disks as zones, on a machine of "
                                + (all.head().machine().pageSize() >> 10) + " KiB pages and "
                                + all.head().machine().memoryMib() + " MiB.",
                        "class",
                        "plan")
                .line();
        markup.open("ul", "class", "tally").line();
        page.tally(all.size(), all.size() == 1 ? "sweep" : "sweeps", "sweeps", "");
        page.tally(broken, "with a splat or a kill", "broken", broken == 0 ? "held" : "broken");
        markup.end();
        page.main();
        picture(page);
        figures(markup);
        String html = page.end(
                "Kvetch " + Version.number()
                        + ", kvetch sweep. How it was made is in run.json, the numbers are those of" + " results.json.",
                "");
        folder.write(html, page.firstPicture(), SweepJson.of(all), run(all), false, code);
    }

    private void picture(Page page) {
        Markup markup = page.markup();
        markup.open("section", "aria-labelledby", PICTURE).line();
        markup.element("h2", "Outcomes", "id", PICTURE).line();
        page.picture(
                OutcomesSvg.of(all, "sweep"),
                "The picture",
                "raid_disks from left to right, log scale; what would be too narrow to be seen is as wide as its letter."
                        + " Numbers are the first raid_disks of what stands above them.");
        markup.end();
    }

    private void figures(Markup markup) {
        markup.open("section", "aria-labelledby", FIGURES).line();
        markup.element("h2", "The same as figures", "id", FIGURES).line();
        int number = 0;
        for (Swept swept : all) {
            String id = FIGURES + ++number;
            markup.element("h3", swept.setup() + ", " + Text.count(swept.zones(), "zone", "zones"), "id", id)
                    .line();
            markup.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-labelledby", id)
                    .line();
            markup.open("table", "class", "figures", "aria-labelledby", id).line();
            markup.open("thead").line();
            markup.open("tr");
            for (String head : Vector.of("from raid_disks", "to", "how many", "outcome"))
                markup.element("th", head, "scope", "col");
            markup.end();
            markup.end();
            markup.open("tbody").line();
            for (Sweep.Interval interval : swept.intervals()) row(markup, interval);
            markup.end();
            markup.end();
            markup.end();
            markup.element("p", swept.how() + ".", "class", "note").line();
        }
        markup.end();
    }

    private static void row(Markup markup, Sweep.Interval interval) {
        markup.open("tr");
        markup.element("td", Text.grouped(interval.first()), "class", "count");
        markup.element("td", Text.grouped(interval.last()), "class", "count");
        markup.element("td", Text.grouped(1L + interval.last() - interval.first()), "class", "count");
        OutcomeKind kind = OutcomeKind.of(interval.outcome());
        markup.open("td");
        markup.element("b", kind.letter(), "aria-hidden", "true");
        markup.text(" " + interval.outcome().text()).close();
        markup.end();
    }
}
