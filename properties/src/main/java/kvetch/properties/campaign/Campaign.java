package kvetch.properties.campaign;

import com.google.gson.JsonObject;
import io.vavr.collection.Vector;
import java.util.function.BooleanSupplier;
import kvetch.properties.Stretch;

/**
 * Work cut into shards.
 *
 * @param work what is gone through
 * @param shards into how many it is cut, 1 or more
 */
public record Campaign(Work work, int shards) {
    /**
     * Checks that each shard has something.
     *
     * @param work what is gone through
     * @param shards into how many it is cut
     * @throws IllegalArgumentException if there are more shards than places to cut at
     */
    public Campaign {
        if (shards < 1 || shards > mostShards(work))
            throw new IllegalArgumentException("1 to " + mostShards(work) + " shards are possible, not " + shards);
    }

    /**
     * Into how many shards work can be cut at most.
     *
     * @param work what is gone through
     * @return 1 or more
     */
    public static int mostShards(Work work) {
        return (int) Math.min(Integer.MAX_VALUE, grains(work));
    }

    private static long grains(Work work) {
        return (work.size() - 1) / work.grain() + 1;
    }

    /**
     * What a shard has. Shards differ by no more than a grain.
     *
     * @param shard 0 or more, and less than {@link #shards}
     * @return those units
     */
    public Stretch stretch(int shard) {
        return new Stretch(begin(shard), shard + 1 == shards ? work.size() : begin(shard + 1));
    }

    private long begin(int shard) {
        long grains = grains(work);
        // In two parts, since there may be more grains times shards than 64 bits count.
        return (grains / shards * shard + grains % shards * shard / shards) * work.grain();
    }

    /**
     * Goes through a shard.
     *
     * @param shard which
     * @param isCancelled asked every so often; once it is true, what is returned is worth nothing
     * @return what came of it
     */
    public Shard run(int shard, BooleanSupplier isCancelled) {
        Stretch stretch = stretch(shard);
        return new Shard(shard, stretch, work.run(stretch, isCancelled));
    }

    /**
     * What two campaigns have in common whose shards may be put together.
     *
     * @param version the version of Kvetch, which may do something else in the next
     * @return a description of the work, and how it is cut
     */
    public JsonObject description(String version) {
        JsonObject json = new JsonObject();
        json.addProperty("kvetch", version);
        json.add("campaign", work.description());
        json.addProperty("units", work.units());
        json.addProperty("size", work.size());
        json.addProperty("shards", shards);
        return json;
    }

    /**
     * The units of some shards, those that follow each other together.
     *
     * @param some numbers of shards, ascending
     * @return stretches, ascending, none of which begins where another ends
     */
    public Vector<Stretch> stretches(Iterable<Integer> some) {
        Vector<Stretch> stretches = Vector.empty();
        for (int shard : some) stretches = Stretch.append(stretches, stretch(shard));
        return stretches;
    }
}
