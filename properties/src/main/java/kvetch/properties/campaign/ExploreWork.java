package kvetch.properties.campaign;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.vavr.collection.Map;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.util.function.BooleanSupplier;
import kvetch.properties.Exploration;
import kvetch.properties.Explorer;
import kvetch.properties.Scope;
import kvetch.properties.Stretch;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.CaseText;
import kvetch.properties.explore.Explored;
import kvetch.properties.explore.SmallestCases;
import kvetch.properties.explore.Tally;
import kvetch.properties.isolation.Isolation;
import kvetch.properties.law.Law;
import kvetch.properties.setup.Setup;

/** An exploration, cut by its arrays: a shard has some, with every kernel and allocator. */
public final class ExploreWork implements Work {
    private final Scope scope;
    private final Vector<Law> laws;
    private final Vector<Setup> setups;
    private final long timeoutMs;
    private final Explorer explorer;

    /**
     * An exploration.
     *
     * @param scope what is gone through
     * @param laws what is judged
     * @param setups with which kernels and allocators
     * @param timeoutMs how many milliseconds of processor time one boot of a machine, and what follows it, may take
     * @param isolation where the code of others shows once more what it did
     */
    public ExploreWork(Scope scope, Vector<Law> laws, Vector<Setup> setups, long timeoutMs, Isolation isolation) {
        this.scope = scope;
        this.laws = laws;
        this.setups = setups;
        this.timeoutMs = timeoutMs;
        this.explorer = new Explorer(scope, laws, setups, timeoutMs, isolation);
    }

    static Work of(Names names, Isolation isolation) {
        Vector<Integer> disks = names.integers("disks");
        Vector<Integer> chunks = names.integers("chunks");
        Scope scope = new Scope(
                new Scope.Sizes(disks.get(0), disks.get(1), chunks.get(0), chunks.get(1), names.is("all_orders")),
                names.integers("chunk_sectors"),
                names.integers("layouts"),
                names.integer("request"),
                names.integer("lives"));
        return new ExploreWork(scope, names.laws(), names.setups(), names.number("timeout_ms"), isolation);
    }

    /**
     * What is gone through.
     *
     * @return the scope
     */
    public Scope scope() {
        return scope;
    }

    /**
     * What is judged.
     *
     * @return all laws
     */
    public Vector<Law> laws() {
        return laws;
    }

    /**
     * With what.
     *
     * @return the kernels and allocators
     */
    public Vector<Setup> setups() {
        return setups;
    }

    @Override
    public JsonObject description() {
        JsonObject json = new JsonObject();
        json.addProperty("command", Works.EXPLORE.command());
        json.add("setups", Names.setups(setups));
        json.add("laws", Names.array(laws.map(Law::id)));
        Scope.Sizes sizes = scope.sizes();
        json.add("disks", Names.numbers(Vector.of(sizes.fewestDisks(), sizes.mostDisks())));
        json.add("chunks", Names.numbers(Vector.of(sizes.fewestChunks(), sizes.mostChunks())));
        json.addProperty("all_orders", sizes.allOrders());
        json.add("chunk_sectors", Names.numbers(scope.chunks()));
        json.add("layouts", Names.numbers(scope.layouts()));
        json.addProperty("request", scope.longestRequest());
        json.addProperty("lives", scope.lives());
        json.addProperty("timeout_ms", timeoutMs);
        return json;
    }

    @Override
    public String units() {
        return "arrays";
    }

    @Override
    public long size() {
        return scope.size();
    }

    @Override
    public long grain() {
        return 1;
    }

    @Override
    public JsonObject run(Stretch stretch, BooleanSupplier isCancelled) {
        Option<Explored> seen = explorer.over(Vector.of(stretch)).look(isCancelled);
        JsonObject json = new JsonObject();
        json.addProperty("misbehaved", seen.isEmpty());
        seen.forEach(explored -> write(explored, json));
        return json;
    }

    private static void write(Explored explored, JsonObject json) {
        Tally tally = explored.tally();
        json.addProperty("states", tally.states());
        json.addProperty("mappings", tally.mappings());
        json.addProperty("requests", tally.requests());
        json.addProperty("discards", tally.discards());
        json.addProperty("checks", tally.checks());
        JsonArray found = new JsonArray();
        explored.smallest().entries().forEach(entry -> {
            JsonObject one = new JsonObject();
            one.addProperty("setup", entry.getKey().setup());
            one.addProperty("law", entry.getKey().law().id());
            one.addProperty("what", entry.getKey().what());
            one.addProperty("case", CaseText.format(entry.getValue()));
            found.add(one);
        });
        json.add("found", found);
    }

    /**
     * What shards come to together. Where somebody misbehaved in one of them, their arrays are gone through again here: only who
     * sees all arrays can tell what is left of the rest.
     *
     * @param shards in the order of their numbers; they are asked for one by one, and none is kept
     * @param threads how many threads to use where arrays are gone through again
     * @param isCancelled asked between arrays; once it is true, what is known so far is returned
     * @return what one exploration of these arrays would come to
     * @throws RuntimeException if one is not what {@link #run} returned
     */
    public Exploration exploration(Iterable<Shard> shards, int threads, BooleanSupplier isCancelled) {
        Explored all = new Explored();
        Vector<Stretch> there = Vector.empty();
        boolean isQuiet = true;
        for (Shard shard : shards) {
            there = Stretch.append(there, shard.stretch());
            isQuiet &= !shard.result().get("misbehaved").getAsBoolean();
            if (isQuiet) all.add(read(shard.result()));
        }
        Explorer explorer = this.explorer.over(there);
        return (isQuiet ? explorer.conclude(all) : Option.<Exploration>none())
                .getOrElse(() -> explorer.run(threads, isCancelled))
                .withoutArrays();
    }

    private Explored read(JsonObject json) {
        Map<String, Law> byId = laws.toMap(Law::id, law -> law);
        SmallestCases smallest = new SmallestCases();
        for (JsonElement each : json.getAsJsonArray("found")) {
            JsonObject one = each.getAsJsonObject();
            String id = one.get("law").getAsString();
            Law law = byId.get(id).getOrElseThrow(() -> new IllegalArgumentException("no such law: " + id));
            smallest.add(
                    new SmallestCases.Kind(
                            one.get("setup").getAsInt(), law, one.get("what").getAsString()),
                    (ArrayCase) CaseText.parseCase(one.get("case").getAsString())
                            .getOrElseThrow(problem -> new IllegalArgumentException(problem)));
        }
        Tally tally = new Tally(
                json.get("states").getAsLong(),
                json.get("mappings").getAsLong(),
                json.get("requests").getAsLong(),
                json.get("discards").getAsLong(),
                json.get("checks").getAsLong());
        return new Explored(tally, smallest);
    }
}
