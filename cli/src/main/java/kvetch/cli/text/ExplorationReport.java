package kvetch.cli.text;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Map;
import io.vavr.collection.Vector;
import java.util.Locale;
import kvetch.cli.console.ExitCode;
import kvetch.cli.console.Paragraphs;
import kvetch.cli.console.Terminal;
import kvetch.cli.console.Text;
import kvetch.cli.json.CheckJson;
import kvetch.cli.json.Json;
import kvetch.cli.words.Findings;
import kvetch.cli.words.Sightings;
import kvetch.properties.Exploration;
import kvetch.properties.evidence.Misbehaviour;
import kvetch.properties.law.Law;
import kvetch.properties.law.RunningArrayLaw;
import kvetch.properties.setup.Setup;

/**
 * What an exploration came to, for people and for machines.
 *
 * @param laws what was judged
 * @param setups with which kernels and allocators
 */
public record ExplorationReport(Exploration exploration, Vector<Law> laws, Vector<Setup> setups) {
    /** Where no array starts there are no zones to judge. */
    public static boolean isJudged(Exploration exploration) {
        return exploration.checks() > 0 && exploration.mappings() > 0;
    }

    /** What was found, by kind, and each kind with whatever kernel and allocator it was found; the easiest to reach first. */
    public Vector<Vector<Exploration.Found>> kinds() {
        Map<DefectText.Told, Vector<Exploration.Found>> kinds = LinkedHashMap.empty();
        for (Exploration.Found found :
                exploration.defects().sorted((a, b) -> Findings.EASIEST_FIRST.compare(a.defect(), b.defect()))) {
            DefectText.Told kind = DefectText.Told.of(found.defect());
            kinds = kinds.put(kind, kinds.get(kind).getOrElse(Vector.empty()).append(found));
        }
        return kinds.values().toVector();
    }

    /** The laws that compare, and had nothing to compare with. */
    public Vector<Law> notTested() {
        return comparingOne().reject(ExplorationReport::hasLookedAtOne);
    }

    /** What to exit with: what is not whole has not passed. */
    public ExitCode exitCode() {
        if (!exploration.complete()) return ExitCode.INCOMPLETE;
        if (exploration.defects().nonEmpty()) return ExitCode.BROKEN;
        if (exploration.misbehaviours().nonEmpty()) return ExitCode.ALLOCATOR;
        return isJudged(exploration) ? ExitCode.HELD : ExitCode.INCOMPLETE;
    }

    /** Says it to people; with arguments that the commands printed at the end need, too. */
    public void tell(Terminal terminal, String moreArguments) {
        Paragraphs lines = new Paragraphs(terminal);
        DefectText text = new DefectText(lines, moreArguments, new Sightings());
        Vector<Vector<Exploration.Found>> kinds = kinds();
        for (Vector<Exploration.Found> alike : kinds) {
            Exploration.Found found = alike.head();
            Law law = found.defect().violation().law();
            lines.blank();
            lines.say("  " + law + "  " + Text.pad(law.title(), 33)
                    + terminal.style().bad("BROKEN") + "  " + terminal.style().faint(where(alike)));
            text.tell(found.defect(), new DefectText.Place(found.kernel(), found.allocator(), law));
        }
        for (Misbehaviour misbehaviour : exploration
                .misbehaviours()
                .map(Exploration.Misbehaved::misbehaviour)
                .distinct()) {
            Vector<String> where = exploration
                    .misbehaviours()
                    .filter(one -> one.misbehaviour().equals(misbehaviour))
                    .map(one -> one.kernel() + " with " + one.allocator());
            lines.blank();
            lines.say("  " + Text.pad(misbehaviour.culprit().name(), 37)
                    + terminal.style().bad("ERROR") + "   " + terminal.style().faint("on " + where.mkString(", ")));
            text.tell(misbehaviour);
        }
        lines.blank();
        lines.say(Text.grouped(exploration.arraysDone()) + " of " + Text.grouped(exploration.arrays()) + " arrays: "
                + Text.grouped(exploration.states()) + " lives, " + Text.grouped(exploration.mappings())
                + " sectors mapped, "
                + Text.grouped(exploration.requests()) + " requests, " + Text.grouped(exploration.discards())
                + " discards");
        lines.say("laws checked " + Text.grouped(exploration.checks()) + " times; "
                + (kinds.isEmpty()
                        ? !exploration.complete()
                                ? "none broken so far"
                                : exploration.checks() == 0
                                        ? "none was put to the test"
                                        : isJudged(exploration)
                                                ? "all held"
                                                : "no array started, so most were not put to the test"
                        : Text.count(kinds.size(), "kind of defect", "kinds of defect"))
                + (exploration.complete() ? "" : "; this is not all of it"));
        for (Law law : comparingOne())
            lines.say(law
                    + (hasLookedAtOne(law) ? " was put to the test on each array alone" : " was not put to the test")
                    + ": it compares " + law.compares().name().toLowerCase(Locale.ROOT) + ", and there is one");
        if (kinds.nonEmpty()) text.goOn(kinds.head().head().defect(), kinds.size());
    }

    private static boolean hasLookedAtOne(Law law) {
        return law instanceof RunningArrayLaw ofArrays && ofArrays.looksAtOne();
    }

    /** Laws compare allocators with each other, or kernels, and there is one; who misbehaves is left out. */
    private Vector<Law> comparingOne() {
        Vector<Setup> compared = setups.reject(setup -> exploration
                .misbehaviours()
                .exists(one -> one.kernel().equals(setup.kernel().name())
                        && one.allocator().equals(setup.provider().name())
                        && one.misbehaviour().kind() != Misbehaviour.Kind.PRINTED));
        int allocators =
                compared.map(setup -> setup.provider().name()).distinct().size();
        int kernels = compared.map(setup -> setup.kernel().name()).distinct().size();
        return laws.filter(law -> switch (law.compares()) {
            case ALLOCATORS -> allocators < 2;
            case KERNELS -> kernels < 2;
            case NONE -> false;
        });
    }

    /** With which kernels and allocators a kind was found. */
    public String where(Vector<Exploration.Found> alike) {
        Map<String, Vector<String>> where = LinkedHashMap.empty();
        for (Exploration.Found found : alike) where = Findings.and(where, found.kernel(), found.allocator());
        Vector<String> kernels = setups.map(setup -> setup.kernel().name()).distinct();
        return (kernels.size() == 1 ? "on " + kernels.head() + " with " : "on ")
                + Findings.where(
                        where,
                        kernels,
                        setups.map(setup -> setup.provider().name()).distinct());
    }

    /** The same for machines. */
    public JsonObject json() {
        JsonObject json = Json.answer();
        CheckJson.addSetups(json, setups, laws);
        json.addProperty("complete", exploration.complete());
        json.addProperty("arrays", exploration.arrays());
        json.addProperty("arrays_done", exploration.arraysDone());
        json.addProperty("states", exploration.states());
        json.addProperty("mappings", exploration.mappings());
        json.addProperty("requests", exploration.requests());
        json.addProperty("discards", exploration.discards());
        json.addProperty("checks", exploration.checks());
        json.add("not_tested", Json.strings(notTested().map(Law::id)));
        JsonArray results = new JsonArray();
        for (Exploration.Found found : exploration.defects()) {
            JsonObject entry = new JsonObject();
            entry.addProperty("kernel", found.kernel());
            entry.addProperty("allocator", found.allocator());
            entry.addProperty("law", found.defect().violation().law().id());
            entry.addProperty("verdict", "broken");
            entry.addProperty("arrays_broken", found.arrays().size());
            CheckJson.addDefect(entry, found.defect());
            results.add(entry);
        }
        for (Exploration.Misbehaved misbehaved : exploration.misbehaviours()) {
            JsonObject entry = new JsonObject();
            entry.addProperty("kernel", misbehaved.kernel());
            entry.addProperty("allocator", misbehaved.allocator());
            entry.addProperty("verdict", "error");
            entry.addProperty("error", misbehaved.misbehaviour().message());
            CheckJson.addMisbehaviour(entry, misbehaved.misbehaviour());
            results.add(entry);
        }
        json.add("results", results);
        return json;
    }
}
