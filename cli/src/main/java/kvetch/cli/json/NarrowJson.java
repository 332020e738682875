package kvetch.cli.json;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import kvetch.properties.narrow.NarrowArray;
import kvetch.properties.narrow.NarrowExploration;
import kvetch.properties.narrow.NarrowScope;
import org.jspecify.annotations.Nullable;

/** What came of exploring with integers of other widths, for machines. */
public final class NarrowJson {
    private NarrowJson() {}

    /** All of it, as one object. */
    public static JsonObject of(NarrowScope scope, NarrowExploration exploration) {
        JsonObject json = Json.answer();
        json.addProperty("complete", exploration.complete());
        json.addProperty("sector_bits", scope.widths().sector());
        json.addProperty("int_bits", scope.widths().integer());
        json.addProperty("arrays", scope.arrays());
        JsonArray results = new JsonArray();
        exploration.verdicts().forEach(verdict -> results.add(of(verdict)));
        json.add("results", results);
        return json;
    }

    private static JsonObject of(NarrowExploration.Verdict verdict) {
        NarrowExploration.Counts counts = verdict.counts();
        JsonObject json = new JsonObject();
        json.addProperty("kernel", verdict.kernel().name());
        json.addProperty("law", verdict.law().id());
        json.addProperty("verdict", verdict.isBroken() ? "broken" : counts.judged() == 0 ? "incomplete" : "held");
        json.addProperty("arrays_started", counts.started());
        json.addProperty("arrays_judged", counts.judged());
        json.addProperty("arrays_broken", counts.broken());
        json.addProperty("arrays_within_borders", counts.within());
        json.addProperty("arrays_broken_within_borders", counts.brokenWithin());
        addSmallest(json, verdict.smallest());
        JsonArray borders = new JsonArray();
        for (NarrowExploration.Border border : verdict.borders()) {
            JsonObject one = new JsonObject();
            one.addProperty("condition", border.condition());
            one.addProperty("arrays_beyond", border.beyond());
            one.addProperty("arrays_broken", border.broken());
            addSmallest(one, border.smallest());
            borders.add(one);
        }
        json.add("borders", borders);
        return json;
    }

    private static void addSmallest(JsonObject json, @Nullable NarrowArray array) {
        if (array == null) return;
        JsonObject smallest = new JsonObject();
        JsonArray disks = new JsonArray();
        array.disks().forEach(disks::add);
        smallest.add("disk_sectors", disks);
        smallest.addProperty("chunk_sectors", array.chunkSectors());
        smallest.addProperty("layout", array.layout());
        json.add("smallest", smallest);
    }
}
