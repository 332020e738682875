package kvetch.cli.sweep;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.vavr.collection.Vector;
import java.util.Locale;
import kvetch.api.Splat;
import kvetch.cli.json.Json;
import kvetch.properties.Sweep;
import org.jspecify.annotations.Nullable;

/** Tells sweeps to machines. */
public final class SweepJson {
    private SweepJson() {}

    /** All of them, as one object. */
    public static JsonObject of(Vector<Swept> all) {
        JsonArray results = new JsonArray();
        for (Swept swept : all) {
            JsonObject entry = new JsonObject();
            entry.addProperty("kernel", swept.setup().kernel().name());
            entry.addProperty("allocator", swept.setup().provider().name());
            entry.addProperty("zones", swept.zones());
            entry.addProperty("page_size", swept.machine().pageSize());
            entry.addProperty("memory_mib", swept.machine().memoryMib());
            entry.addProperty("bisected", swept.which() == Swept.Which.BORDERS);
            if (swept.which() == Swept.Which.SOME) entry.addProperty("sampled", true);
            JsonArray intervals = new JsonArray();
            for (Sweep.Interval interval : swept.intervals()) intervals.add(of(interval));
            entry.add("intervals", intervals);
            results.add(entry);
        }
        JsonObject json = Json.answer();
        json.add("results", results);
        return json;
    }

    private static JsonObject of(Sweep.Interval interval) {
        Sweep.Outcome outcome = interval.outcome();
        Splat.@Nullable Kind kind = outcome.splat();
        JsonObject json = new JsonObject();
        json.addProperty("first", interval.first());
        json.addProperty("last", interval.last());
        json.addProperty("outcome", outcome.text());
        json.add(
                "errno",
                outcome.errno() == null
                        ? JsonNull.INSTANCE
                        : new JsonPrimitive(outcome.errno().number()));
        json.addProperty("logged", outcome.logged());
        json.add(
                "splat",
                kind == null ? JsonNull.INSTANCE : new JsonPrimitive(kind.name().toLowerCase(Locale.ROOT)));
        json.add(
                "site",
                outcome.site() == null
                        ? JsonNull.INSTANCE
                        : new JsonPrimitive((outcome.site().fileAndLine() + " "
                                        + outcome.site().function())
                                .strip()));
        return json;
    }
}
