package kvetch.live;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import kvetch.api.Splat;
import kvetch.properties.cases.ArrayCase;
import org.jspecify.annotations.Nullable;

/** What a kernel did, as a line of a file of recordings. */
final class Recorded {
    private Recorded() {}

    /**
     * A start, which has to be one of an array as recordings have it.
     *
     * @return null for one with slots, blocks or a layout that a recording does not tell, and where a WARN has fired before
     */
    static @Nullable String start(String release, ArrayCase c, GuestMd.Start start) {
        boolean isPlain = c.isInOrder()
                && c.blockSize() == 512
                && c.array().layouts().own() == -1
                && start.refusedDisks().isEmpty()
                && !start.isInferred();
        if (!isPlain) return null;
        JsonObject line = new JsonObject();
        line.addProperty("kind", "run");
        line.addProperty("kernel", release);
        line.addProperty("memory_mib", c.machine().memoryMib());
        line.addProperty("layout", c.array().layouts().byDefault());
        line.addProperty("chunk_sectors", c.chunkSectors());
        line.addProperty("raid_disks", c.raidDisks());
        JsonArray sizes = new JsonArray();
        for (long size : c.diskSectors()) sizes.add(size);
        line.add("disk_sectors", sizes);
        line.addProperty("add_errno", 0);
        line.addProperty("errno", start.errno());
        if (start.isStarted()) line.addProperty("array_sectors", start.sectors());
        else line.add("array_sectors", JsonNull.INSTANCE);
        Splat splat = start.warnings().headOption().getOrNull();
        if (splat == null) {
            line.add("warn", JsonNull.INSTANCE);
        } else {
            JsonObject warn = new JsonObject();
            warn.addProperty("file", splat.site().file());
            warn.addProperty("line", splat.site().line());
            warn.addProperty("function", splat.site().function());
            line.add("warn", warn);
        }
        return line.toString();
    }
}
