package kvetch.cli.compare;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.vavr.collection.Vector;
import kvetch.cli.json.Json;
import kvetch.cli.map.ArrayMap;
import kvetch.raid0.Mddev;

/** Whether it matters which layout an array has, for machines. */
public final class LayoutJson {
    private LayoutJson() {}

    public static JsonObject of(LayoutAnswer answer, Remedy.Names names) {
        JsonObject json = Json.answer();
        addArray(json, answer.original());
        json.add("array_sectors", Json.unsigned(answer.original().mapped().capacity()));
        json.addProperty("alike", answer.difference().isNone());
        add(json, "difference", answer.difference());
        json.add("zones", zones(answer.original()));
        json.add("refused_unless_chosen", Json.strings(answer.refusing()));
        JsonArray remedies = new JsonArray();
        for (int layout : Vector.of(Mddev.LAYOUT_ORIGINAL, Mddev.LAYOUT_ALTERNATE)) {
            Remedy remedy = new Remedy(layout, names);
            JsonObject one = new JsonObject();
            one.addProperty("layout", layout);
            one.addProperty("boot", remedy.boot());
            if (!remedy.mdadm().isEmpty()) one.addProperty("mdadm", remedy.mdadm());
            remedies.add(one);
        }
        json.add("remedies", remedies);
        return json;
    }

    public static void addArray(JsonObject json, ArrayMap map) {
        JsonArray disks = new JsonArray();
        for (long sectors : map.array().diskSectors()) disks.add(Json.unsigned(sectors));
        json.add("disk_sectors", disks);
        json.addProperty("chunk_sectors", map.array().chunkSectors());
    }

    /** Where two sides differ; nothing where they do not. */
    public static void add(JsonObject json, String name, Difference difference) {
        if (difference.isNone()) return;
        JsonObject one = new JsonObject();
        one.add("first_sector", Json.unsigned(difference.first()));
        one.add("sectors", Json.unsigned(difference.sectors()));
        one.add("of", Json.unsigned(difference.of()));
        one.addProperty("share", difference.share());
        json.add(name, one);
    }

    /** The zones of an array. */
    public static JsonArray zones(ArrayMap map) {
        JsonArray zones = new JsonArray();
        for (ArrayMap.Zone zone : map.mapped().zones()) zones.add(of(zone));
        return zones;
    }

    private static JsonObject of(ArrayMap.Zone zone) {
        JsonObject json = new JsonObject();
        json.add("start", Json.unsigned(zone.start()));
        json.add("end", Json.unsigned(zone.end()));
        json.add("dev_start", Json.unsigned(zone.devStart()));
        JsonArray disks = new JsonArray();
        zone.disks().forEach(disks::add);
        json.add("disks", disks);
        json.addProperty("disk_shift", zone.diskShift());
        return json;
    }
}
