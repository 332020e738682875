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
import kvetch.cli.console.ExitCode;
import kvetch.cli.console.Terminal;
import kvetch.cli.json.Json;
import kvetch.properties.Stretch;
import kvetch.properties.campaign.Campaign;
import kvetch.properties.campaign.Shard;

/** Says what the shards of a campaign come to, wherever they are kept, and which are missing. */
final class CampaignReport {
    private final Terminal terminal;
    private final boolean json;

    CampaignReport(Terminal terminal, boolean json) {
        this.terminal = terminal;
        this.json = json;
    }

    /** Says it; with what to exit, for nothing is whole of which a shard is missing. */
    ExitCode tell(Job job, Campaign campaign, Vector<ShardStore> stores) {
        Map<ShardStore, SortedSet<Integer>> kept = stores.toLinkedMap(store -> store, ShardStore::shards);
        SortedSet<Integer> there = TreeSet.ofAll(kept.values().flatMap(shards -> shards));
        Vector<Stretch> missing =
                campaign.stretches(Vector.range(0, campaign.shards()).reject(there::contains));
        Iterable<Shard> shards = () -> there.iterator().map(number -> shard(number, kept));
        Job.Answer answer = job.answer(shards, missing.isEmpty(), !json);
        answer.json().add("missing", gaps(missing));
        String digest = digest(answer.json());
        if (json) {
            answer.json().addProperty("shards", campaign.shards());
            answer.json().addProperty("digest", digest);
            terminal.say(Json.format(answer.json()));
        } else {
            for (Stretch gap : missing)
                terminal.say("incomplete: " + campaign.work().units() + " " + (gap.from() + 1) + " to " + gap.to());
            terminal.say("digest " + digest);
        }
        terminal.out().flush();
        return missing.isEmpty() ? answer.code() : ExitCode.INCOMPLETE;
    }

    private static JsonArray gaps(Vector<Stretch> missing) {
        JsonArray gaps = new JsonArray();
        for (Stretch gap : missing) {
            JsonObject one = new JsonObject();
            one.addProperty("from", gap.from());
            one.addProperty("to", gap.to());
            gaps.add(one);
        }
        return gaps;
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
