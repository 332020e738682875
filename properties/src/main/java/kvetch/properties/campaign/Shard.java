package kvetch.properties.campaign;

import com.google.gson.JsonObject;
import kvetch.properties.Stretch;

/**
 * What came of a shard.
 *
 * @param number which one, from 0 on
 * @param stretch the units that it has
 * @param result what came of them
 */
public record Shard(int number, Stretch stretch, JsonObject result) {
    /**
     * As it is kept.
     *
     * @return all but the number
     */
    public JsonObject json() {
        JsonObject json = new JsonObject();
        json.addProperty("from", stretch.from());
        json.addProperty("to", stretch.to());
        json.add("result", result);
        return json;
    }

    /**
     * One that was kept.
     *
     * @param number which one
     * @param json what {@link #json} returned
     * @return the shard
     * @throws RuntimeException if it is no shard
     */
    public static Shard of(int number, JsonObject json) {
        Stretch stretch =
                new Stretch(json.get("from").getAsLong(), json.get("to").getAsLong());
        return new Shard(number, stretch, json.getAsJsonObject("result"));
    }
}
