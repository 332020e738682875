package kvetch.properties.campaign;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Map;
import java.util.function.BooleanSupplier;
import kvetch.properties.Check;
import kvetch.properties.Collected;
import kvetch.properties.PartialResult;
import kvetch.properties.Stretch;
import kvetch.properties.cases.CaseText;
import kvetch.properties.isolation.Isolation;
import kvetch.properties.law.Coverage;

/** A check, cut by its cases: a shard has the same cases of every law, kernel and allocator. */
public final class CheckWork implements Work {
    private final Check check;
    private final Isolation isolation;

    /**
     * A check.
     *
     * @param check what is put to the test, with how many tries
     * @param isolation where the code of others runs
     */
    public CheckWork(Check check, Isolation isolation) {
        this.check = check;
        this.isolation = isolation;
    }

    @Override
    public JsonObject description() {
        JsonObject json = new JsonObject();
        json.addProperty("command", Works.CHECK.command());
        json.add("kernels", Names.array(check.kernels().map(kernel -> kernel.name())));
        json.add("allocators", Names.array(check.allocators().map(allocator -> allocator.name())));
        json.add("laws", Names.array(check.laws().map(law -> law.id())));
        json.addProperty("tries", check.tries());
        json.addProperty("seed", check.seed());
        json.addProperty("timeout_ms", check.timeoutMs());
        return json;
    }

    static Work of(Names names, Isolation isolation) {
        Check.Extent extent = new Check.Extent(names.number("tries"), names.number("seed"), names.number("timeout_ms"));
        return new CheckWork(
                new Check(names.providers(), names.kernels(), names.allocators(), names.laws(), extent), isolation);
    }

    /**
     * What is put to the test.
     *
     * @return the check
     */
    public Check check() {
        return check;
    }

    @Override
    public String units() {
        return "cases";
    }

    @Override
    public long size() {
        return check.tries();
    }

    @Override
    public long grain() {
        return Check.DRAWN_TOGETHER;
    }

    @Override
    public JsonObject run(Stretch stretch, BooleanSupplier isCancelled) {
        JsonArray results = new JsonArray();
        check.collect(stretch, isCancelled, isolation).forEach((key, part) -> results.add(json(key, part)));
        JsonObject json = new JsonObject();
        json.add("results", results);
        return json;
    }

    private static JsonObject json(Check.Key key, PartialResult part) {
        Collected collected = part.collected();
        JsonObject json = new JsonObject();
        json.addProperty("kernel", key.kernel());
        json.addProperty("allocator", key.allocator());
        json.addProperty("law", key.law());
        json.addProperty("cases", collected.cases());
        json.addProperty("tested", collected.tested());
        JsonObject sights = new JsonObject();
        for (Coverage sight : Coverage.values())
            if (collected.count(sight) != 0) sights.addProperty(sight.name(), collected.count(sight));
        json.add("sights", sights);
        JsonArray found = new JsonArray();
        collected.found().forEach((what, first) -> {
            JsonObject one = new JsonObject();
            one.addProperty("what", what);
            one.addProperty("at", first.at());
            one.addProperty("case", CaseText.format(first.testCase()));
            found.add(one);
        });
        json.add("found", found);
        if (part.trouble().endsIn() != PartialResult.NOWHERE)
            json.addProperty("ends_in", part.trouble().endsIn());
        if (part.trouble().rudeIn() != PartialResult.NOWHERE)
            json.addProperty("rude_in", part.trouble().rudeIn());
        return json;
    }

    /**
     * What shards come to together.
     *
     * @param shards in the order of their numbers; they are asked for one by one, and none is kept
     * @return what the cases say of each law on each setup
     * @throws RuntimeException if one is not what {@link #run} returned
     */
    public static Map<Check.Key, PartialResult> parts(Iterable<Shard> shards) {
        Map<Check.Key, PartialResult> parts = LinkedHashMap.empty();
        for (Shard shard : shards)
            for (JsonElement each : shard.result().getAsJsonArray("results")) {
                JsonObject json = each.getAsJsonObject();
                Check.Key key = new Check.Key(text(json, "kernel"), text(json, "allocator"), text(json, "law"));
                parts = parts.put(
                        key,
                        parts.get(key).map(before -> before.plus(part(json))).getOrElse(() -> part(json)));
            }
        return parts;
    }

    private static PartialResult part(JsonObject json) {
        Map<Coverage, Long> sights = LinkedHashMap.empty();
        for (java.util.Map.Entry<String, JsonElement> sight :
                json.getAsJsonObject("sights").entrySet())
            sights = sights.put(
                    Coverage.valueOf(sight.getKey()), sight.getValue().getAsLong());
        Map<String, Collected.First> found = LinkedHashMap.empty();
        for (JsonElement each : json.getAsJsonArray("found")) {
            JsonObject one = each.getAsJsonObject();
            found = found.put(
                    text(one, "what"),
                    new Collected.First(
                            one.get("at").getAsLong(),
                            CaseText.parseCase(text(one, "case"))
                                    .getOrElseThrow(problem -> new IllegalArgumentException(problem))));
        }
        return new PartialResult(
                new Collected(json.get("cases").getAsLong(), json.get("tested").getAsLong(), sights, found),
                new PartialResult.Trouble(place(json, "ends_in"), place(json, "rude_in")));
    }

    private static String text(JsonObject json, String name) {
        return json.get(name).getAsString();
    }

    private static long place(JsonObject json, String name) {
        return json.has(name) ? json.get(name).getAsLong() : PartialResult.NOWHERE;
    }
}
