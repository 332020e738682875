package kvetch.cli.map;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import kvetch.cli.console.Version;
import kvetch.cli.json.CheckJson;
import kvetch.cli.json.Json;
import kvetch.cli.options.SectorRange;
import kvetch.raid0.Errno;

/** Writes a map for machines: on one line, in the shape of a recorded {@code map} vector with more fields after it. */
public final class MapJson {
    private MapJson() {}

    public static String of(ArrayMap map) {
        ArrayMap.Array array = map.array();
        Errno errno = map.errno();
        String release = array.kernel().release();
        boolean started = map.mapped().layout() != 0;
        JsonObject json = new JsonObject();
        json.addProperty("kind", "map");
        JsonArray kernels = new JsonArray();
        kernels.add(release == null ? array.kernel().name() : release);
        json.add("kernels", kernels);
        json.addProperty("layout", array.layout());
        json.addProperty("chunk_sectors", array.chunkSectors());
        JsonArray disks = new JsonArray();
        for (long sectors : array.diskSectors()) disks.add(Json.unsigned(sectors));
        json.add("disk_sectors", disks);
        json.add(
                "errno",
                map.died() || map.killed() ? JsonNull.INSTANCE : new JsonPrimitive(errno == null ? 0 : errno.number()));
        json.add("array_sectors", started ? Json.unsigned(map.mapped().capacity()) : JsonNull.INSTANCE);
        JsonArray runs = new JsonArray();
        for (ArrayMap.Run run : map.mapped().runs())
            runs.add(Json.unsigned(run.arraySector(), run.length(), run.disk(), run.diskSector()));
        json.add("runs", runs);
        JsonArray zones = new JsonArray();
        for (ArrayMap.Zone zone : map.mapped().zones()) zones.add(json(zone));
        json.add("zones", zones);
        json.addProperty("kernel", array.kernel().name());
        json.addProperty("allocator", array.allocator().name());
        json.addProperty("raid_disks", array.raidDisks());
        SectorRange part = map.part();
        if (part != null) json.add("sectors", Json.unsigned(part.from(), part.to()));
        if (!map.why().isEmpty()) json.addProperty("why", map.why());
        if (map.splat() != null) json.add("splat", CheckJson.splat(map.splat(), errno));
        json.addProperty("kvetch", Version.number());
        return json + System.lineSeparator();
    }

    private static JsonObject json(ArrayMap.Zone zone) {
        JsonObject json = new JsonObject();
        json.add("zone_end", Json.unsigned(zone.end()));
        json.add("dev_start", Json.unsigned(zone.devStart()));
        json.addProperty("nb_dev", zone.disks().size());
        json.addProperty("disk_shift", zone.diskShift());
        JsonArray disks = new JsonArray();
        zone.disks().forEach(disks::add);
        json.add("disks", disks);
        return json;
    }
}
