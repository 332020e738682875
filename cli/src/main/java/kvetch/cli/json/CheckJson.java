package kvetch.cli.json;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.vavr.collection.Vector;
import java.util.Arrays;
import java.util.Locale;
import kvetch.api.Splat;
import kvetch.cli.console.Terminal;
import kvetch.cli.words.Baseline;
import kvetch.cli.words.CheckReport;
import kvetch.cli.words.Sightings;
import kvetch.live.Sighting;
import kvetch.properties.Check;
import kvetch.properties.LawResult;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.BlockSizes;
import kvetch.properties.cases.Case;
import kvetch.properties.cases.Integrity;
import kvetch.properties.cases.WorkloadCase;
import kvetch.properties.evidence.Culprit;
import kvetch.properties.evidence.Misbehaviour;
import kvetch.properties.law.Coverage;
import kvetch.properties.law.Defect;
import kvetch.properties.law.Divergence;
import kvetch.properties.law.Law;
import kvetch.properties.setup.Setup;
import kvetch.raid0.Errno;
import org.jspecify.annotations.Nullable;

/** Says what came of a check, for machines: one object at the end. */
public final class CheckJson implements CheckReport {
    private final Terminal terminal;
    private final Baseline baseline;
    private final Sightings sightings;

    public CheckJson(Terminal terminal, Baseline baseline, Sightings sightings) {
        this.terminal = terminal;
        this.baseline = baseline;
        this.sightings = sightings;
    }

    @Override
    public void begin(Check check) {}

    @Override
    public void result(LawResult result) {}

    @Override
    public void end(Vector<LawResult> results) {
        terminal.say(text(results, baseline, sightings));
    }

    /** The object, laid out. */
    public static String text(Vector<LawResult> results, Baseline baseline, Sightings sightings) {
        return Json.format(answer(results, baseline, sightings));
    }

    /** The object. */
    public static JsonObject answer(Vector<LawResult> results, Baseline baseline, Sightings sightings) {
        JsonArray entries = new JsonArray();
        for (LawResult result : results) entries.add(json(result, baseline, sightings));
        JsonObject answer = Json.answer();
        answer.add("results", entries);
        if (!baseline.isGiven()) return answer;
        JsonObject compared = new JsonObject();
        baseline.kernels().forEach((kernel, its) -> compared.addProperty(kernel, its));
        answer.add("compared_with", compared);
        answer.add("gone", json(baseline.gone(results)));
        answer.add("unjudged", json(baseline.unjudged(results)));
        return answer;
    }

    private static JsonArray json(Vector<Baseline.Known> known) {
        JsonArray array = new JsonArray();
        for (Baseline.Known one : known) {
            JsonObject json = new JsonObject();
            json.addProperty("kernel", one.kernel());
            json.addProperty("allocator", one.allocator());
            json.addProperty("law", one.law());
            json.addProperty("what", one.what());
            array.add(json);
        }
        return array;
    }

    /** A verdict in one word. */
    public static String verdict(LawResult result) {
        return result.verdict().toString().replace(' ', '_');
    }

    private static JsonObject json(LawResult result, Baseline baseline, Sightings sightings) {
        JsonObject json = new JsonObject();
        json.addProperty("kernel", result.kernel());
        json.addProperty("allocator", result.allocator());
        json.addProperty("law", result.law().id());
        json.addProperty("verdict", verdict(result));
        json.addProperty("tries", result.tries());
        json.addProperty("tested", result.tested());
        json.addProperty("sampled", result.sampled());
        json.addProperty("seed", result.seed());
        if (result.elapsedMs() != LawResult.UNTIMED) json.addProperty("elapsed_ms", result.elapsedMs());
        if (!result.unseen().isEmpty())
            json.add("unseen", Json.strings(result.unseen().toVector().sorted().map(Coverage::text)));
        if (!result.error().isEmpty()) json.addProperty("error", result.error());
        Misbehaviour misbehaviour = result.misbehaviour();
        if (misbehaviour != null) addMisbehaviour(json, misbehaviour);
        if (!result.inapplicable().isEmpty()) json.addProperty("reason", result.inapplicable());
        if (result.defects().isEmpty()) return json;
        addDefect(json, result, result.defects().head(), baseline, sightings);
        if (result.defects().size() > 1) {
            JsonArray more = new JsonArray();
            for (Defect defect : result.defects().tail()) {
                JsonObject one = new JsonObject();
                addDefect(one, result, defect, baseline, sightings);
                more.add(one);
            }
            json.add("more", more);
        }
        return json;
    }

    private static void addDefect(
            JsonObject json, LawResult result, Defect defect, Baseline baseline, Sightings sightings) {
        addDefect(json, defect);
        Sighting sighting = sightings.of(defect);
        if (sighting != null) json.add("sighting", json(sighting));
        if (baseline.isGiven()) json.addProperty("new", baseline.isNew(result, defect));
    }

    public static void addMisbehaviour(JsonObject json, Misbehaviour misbehaviour) {
        json.addProperty("misbehaviour", misbehaviour.kind().toString());
        Culprit culprit = misbehaviour.culprit();
        if (culprit.role() != Culprit.Role.ALLOCATOR)
            json.addProperty(culprit.role().toString(), culprit.name());
        if (misbehaviour.frames().nonEmpty()) json.add("frames", Json.strings(misbehaviour.frames()));
        if (misbehaviour.testCase() != null) json.add("case", json(misbehaviour.testCase()));
        if (!misbehaviour.replay().isEmpty()) json.addProperty("replay", misbehaviour.replay());
    }

    public static void addDefect(JsonObject json, Defect defect) {
        json.addProperty("what", defect.violation().what());
        json.addProperty("message", defect.violation().message());
        json.add("counterexample", json(defect.counterexample()));
        json.add("original", json(defect.original()));
        json.addProperty("shrink_evaluations", defect.shrinkEvaluations());
        if (defect.splat() != null || defect.errno() != null) json.add("splat", splat(defect.splat(), defect.errno()));
        if (defect.consequence() != null) json.addProperty("consequence", defect.consequence());
        if (defect.divergence() != null) json.add("divergence", json(defect.divergence()));
        json.addProperty("reach", defect.reach().toString());
        if (defect.throughMdadm() != null) json.add("through_mdadm", json(defect.throughMdadm()));
        json.addProperty("replay", defect.replay());
    }

    /** What was judged, and by which laws. */
    public static void addSetups(JsonObject json, Vector<Setup> setups, Vector<Law> laws) {
        json.add(
                "kernels",
                Json.strings(setups.map(setup -> setup.kernel().name()).distinct()));
        json.add(
                "allocators",
                Json.strings(setups.map(setup -> setup.provider().name()).distinct()));
        json.add("laws", Json.strings(laws.map(Law::id)));
    }

    /** What came of trying a case on a real kernel. */
    public static JsonObject json(Sighting sighting) {
        JsonObject json = new JsonObject();
        json.addProperty("release", sighting.release());
        json.addProperty(
                "result",
                sighting instanceof Sighting.Seen
                        ? "seen"
                        : sighting instanceof Sighting.NotSeen ? "not_seen" : "cannot_be_tried");
        json.addProperty("words", Sightings.words(sighting));
        if (sighting instanceof Sighting.Seen seen) json.add("log", Json.strings(seen.log()));
        return json;
    }

    /** Where a patch to the driver leaves its kernel; without a function where it does not. */
    static JsonObject json(Divergence divergence) {
        JsonObject json = new JsonObject();
        json.addProperty("base", divergence.base());
        if (divergence.function().isEmpty()) return json;
        json.addProperty("function", divergence.function());
        json.addProperty("here", divergence.here());
        json.addProperty("there", divergence.there());
        return json;
    }

    /** With an array even where there is none: there always was one. */
    public static JsonObject json(Case c) {
        JsonObject json = new JsonObject();
        if (c instanceof WorkloadCase) addShape(json, WorkloadCase.PLACEHOLDER);
        addWhatItIs(json, c);
        return json;
    }

    /** Without an array where there is none. */
    public static JsonObject jsonOfWhatItIs(Case c) {
        JsonObject json = new JsonObject();
        addWhatItIs(json, c);
        return json;
    }

    private static void addWhatItIs(JsonObject json, Case c) {
        if (c instanceof ArrayCase array) addArray(json, array);
        if (c instanceof WorkloadCase alone)
            json.addProperty("workload", alone.workload().toString());
        if (c.isOnUsualMachine()) return;
        json.addProperty("page_size", c.machine().pageSize());
        json.addProperty("memory_mib", c.machine().memoryMib());
        json.addProperty("free_order", c.machine().freeOrder());
    }

    private static void addShape(JsonObject json, ArrayCase c) {
        json.addProperty("raid_disks", c.raidDisks());
        json.addProperty("chunk_sectors", c.chunkSectors());
        json.addProperty("layout", c.array().layouts().byDefault());
        if (!c.array().layouts().isUsual())
            json.addProperty("own_layout", c.array().layouts().own());
        json.add("disk_sectors", Json.unsigned(c.diskSectors()));
    }

    private static void addArray(JsonObject json, ArrayCase c) {
        addShape(json, c);
        if (c.requestSectors() != 0) {
            JsonObject request = new JsonObject();
            request.add("start", Json.unsigned(c.requestStart()));
            request.add("sectors", Json.unsigned(c.requestSectors()));
            json.add("request", request);
        }
        if (c.failAt() != 0) json.addProperty("fail_at", c.failAt());
        if (!c.isInOrder()) {
            JsonArray array = new JsonArray();
            Arrays.stream(c.array().disks().slots()).forEach(array::add);
            json.add("slots", array);
        }
        if (c.integrity() != Integrity.NONE)
            json.addProperty("integrity", c.integrity().name().toLowerCase(Locale.ROOT));
        BlockSizes blocks = c.array().blockSizes();
        // The largest, which is all that matters to the array.
        if (blocks.largest() != BlockSizes.USUAL) json.addProperty("logical_block_size", blocks.largest());
        if (blocks.differ()) {
            JsonArray array = new JsonArray();
            Arrays.stream(blocks.toArray()).forEach(array::add);
            json.add("logical_block_sizes", array);
        }
    }

    /** A splat and the errno that goes with it; either may be missing. */
    public static JsonObject splat(@Nullable Splat splat, @Nullable Errno errno) {
        JsonObject json = new JsonObject();
        String site = splat == null ? "" : splat.site().fileAndLine();
        json.add(
                "kind",
                splat == null ? JsonNull.INSTANCE : text(splat.kind().name().toLowerCase(Locale.ROOT)));
        json.add("site", site.isEmpty() ? JsonNull.INSTANCE : text(site));
        json.add(
                "function",
                splat == null ? JsonNull.INSTANCE : text(splat.site().function()));
        json.add("errno", errno == null ? JsonNull.INSTANCE : new JsonPrimitive(errno.number()));
        return json;
    }

    private static JsonElement text(String value) {
        return new JsonPrimitive(value);
    }
}
