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
public record Shard(int number, Stretch stretch, JsonObject result) {}
