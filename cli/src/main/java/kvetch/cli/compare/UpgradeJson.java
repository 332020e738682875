package kvetch.cli.compare;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import kvetch.cli.json.CheckJson;
import kvetch.cli.json.Json;
import kvetch.cli.map.ArrayMap;

/** What becomes of an array on another kernel, for machines. */
public final class UpgradeJson {
    private UpgradeJson() {}

    public static JsonObject of(Upgrade upgrade) {
        Comparison sides = upgrade.sides();
        JsonObject json = Json.answer();
        LayoutJson.addArray(json, sides.one());
        json.addProperty("layout", sides.one().array().layout());
        json.addProperty("same", sides.isSame());
        json.add("from", of(sides.one()));
        json.add("to", of(sides.other()));
        addDifferences(json, sides);
        JsonArray chosen = new JsonArray();
        for (Comparison other : upgrade.chosen()) {
            JsonObject one = new JsonObject();
            one.addProperty("layout", other.other().array().layout());
            one.addProperty("same", other.isSame());
            one.add("to", of(other.other()));
            addDifferences(one, other);
            chosen.add(one);
        }
        json.add("with_layout", chosen);
        return json;
    }

    private static JsonObject of(ArrayMap map) {
        JsonObject json = new JsonObject();
        json.addProperty("kernel", map.array().kernel().name());
        boolean runs = Comparison.runs(map);
        json.addProperty("starts", runs);
        if (map.errno() != null) json.addProperty("errno", map.errno().number());
        if (!map.why().isEmpty()) json.addProperty("why", map.why());
        if (map.splat() != null) json.add("splat", CheckJson.splat(map.splat(), map.errno()));
        if (!runs) return json;
        json.addProperty("layout", map.mapped().layout());
        json.add("array_sectors", Json.unsigned(map.mapped().capacity()));
        LayoutJson.add(json, "discards_astray", Comparison.astray(map));
        return json;
    }

    private static void addDifferences(JsonObject json, Comparison sides) {
        if (!sides.runsOnBoth()) {
            json.add("same_mapping", JsonNull.INSTANCE);
            json.add("same_discards", JsonNull.INSTANCE);
            return;
        }
        Difference mapping = sides.mapping();
        Difference discards = sides.discards();
        json.addProperty("same_mapping", mapping.isNone());
        LayoutJson.add(json, "mapping", mapping);
        json.addProperty("same_discards", discards.isNone());
        LayoutJson.add(json, "discards", discards);
    }
}
