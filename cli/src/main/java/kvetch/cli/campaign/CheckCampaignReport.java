package kvetch.cli.campaign;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.vavr.collection.Map;
import io.vavr.collection.SortedSet;
import io.vavr.collection.TreeSet;
import io.vavr.collection.Vector;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import kvetch.cli.console.Terminal;
import kvetch.cli.json.CheckJson;
import kvetch.cli.json.Json;
import kvetch.cli.options.PluggedIn;
import kvetch.cli.text.CheckText;
import kvetch.cli.words.Baseline;
import kvetch.cli.words.Sightings;
import kvetch.properties.Check;
import kvetch.properties.LawResult;
import kvetch.properties.PartialResult;
import kvetch.properties.Stretch;
import kvetch.properties.campaign.Campaign;
import kvetch.properties.campaign.CheckWork;
import kvetch.properties.campaign.Shard;
import kvetch.properties.shrink.Budget;

/** Says what the shards of a check come to, wherever they are kept. */
public final class CheckCampaignReport {
    /**
     * What was said.
     *
     * @param results all of them
     * @param isWhole whether no shard is missing
     */
    public record Told(Vector<LawResult> results, boolean isWhole) {}

    private final Terminal terminal;
    private final boolean json;
    private final PluggedIn pluggedIn;

    public CheckCampaignReport(Terminal terminal, boolean json, PluggedIn pluggedIn) {
        this.terminal = terminal;
        this.json = json;
        this.pluggedIn = pluggedIn;
    }

    /** Says it; with whether all of it is there. */
    public Told tell(Check check, Campaign campaign, Vector<ShardStore> stores) {
        Map<ShardStore, SortedSet<Integer>> kept = stores.toLinkedMap(store -> store, ShardStore::shards);
        SortedSet<Integer> there = TreeSet.ofAll(kept.values().flatMap(shards -> shards));
        Vector<Stretch> missing =
                campaign.stretches(Vector.range(0, campaign.shards()).reject(there::contains));
        CheckText text = new CheckText(terminal, pluggedIn.arguments(), Baseline.NONE, new Sightings());
        Iterable<Shard> shards = () -> there.iterator().map(number -> shard(number, kept));
        // Before anything is said, for not every file need be a shard.
        Map<Check.Key, PartialResult> parts = CheckWork.parts(shards);
        if (!json) text.begin(check);
        Vector<LawResult> results = check.conclude(
                parts,
                result -> {
                    if (!json) text.result(result);
                },
                Budget.UNLIMITED,
                pluggedIn.isolation());
        JsonObject answer = CheckJson.answer(results, Baseline.NONE, new Sightings());
        JsonArray gaps = new JsonArray();
        for (Stretch gap : missing) {
            JsonObject one = new JsonObject();
            one.addProperty("from", gap.from());
            one.addProperty("to", gap.to());
            gaps.add(one);
        }
        answer.addProperty("seed", check.seed());
        answer.addProperty("tries", check.tries());
        answer.add("missing", gaps);
        String digest = digest(answer);
        if (json) {
            answer.addProperty("shards", campaign.shards());
            answer.addProperty("digest", digest);
            terminal.say(Json.format(answer));
        } else {
            text.end(results);
            for (Stretch gap : missing)
                terminal.say("incomplete: " + campaign.work().units() + " " + (gap.from() + 1) + " to " + gap.to());
            terminal.say("digest " + digest);
        }
        return new Told(results, missing.isEmpty());
    }

    /** From whoever has it; where several have, they have the same. */
    private static Shard shard(int number, Map<ShardStore, SortedSet<Integer>> kept) {
        Vector<ShardStore> having =
                kept.filterValues(shards -> shards.contains(number)).keySet().toVector();
        Shard shard = having.head().shard(number);
        for (ShardStore other : having.tail())
            if (!other.shard(number).equals(shard))
                throw new IllegalStateException("shard " + (number + 1) + " is not the same in "
                        + having.head().path() + " and in " + other.path());
        return shard;
    }

    /** Over what was judged and found, in which there are no times. */
    private static String digest(JsonObject answer) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(answer.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
