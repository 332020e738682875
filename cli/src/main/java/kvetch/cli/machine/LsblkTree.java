package kvetch.cli.machine;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import kvetch.cli.console.UsageError;
import org.jspecify.annotations.Nullable;

/** What {@code lsblk --json --bytes} prints: which disk is in which array, and sizes of both, but not where data begins. */
final class LsblkTree {
    private static final int SECTOR_BYTES = 512;

    private Told told = Told.NOTHING;

    private LsblkTree() {}

    static Told parse(String text, String whose) {
        JsonElement parsed;
        try {
            parsed = JsonParser.parseString(text);
        } catch (JsonParseException broken) {
            throw new UsageError(whose + " is broken JSON");
        }
        if (!(parsed instanceof JsonObject answer) || !(answer.get("blockdevices") instanceof JsonArray devices))
            throw new UsageError(whose + " is JSON, and not that of lsblk --json --bytes: it has no blockdevices");
        LsblkTree tree = new LsblkTree();
        for (JsonElement device : devices) if (device instanceof JsonObject disk) tree.visit(disk);
        return tree.told;
    }

    private void visit(JsonObject device) {
        if (!(device.get("children") instanceof JsonArray children)) return;
        for (JsonElement element : children) {
            if (!(element instanceof JsonObject child)) continue;
            if (isArray(child)) told = told.and(array(device, child));
            visit(child);
        }
    }

    private static boolean isArray(JsonObject device) {
        String name = text(device, "name");
        return name != null && name.matches("md[0-9_].*") && text(device, "type") != null;
    }

    private static ToldArray array(JsonObject disk, JsonObject array) {
        String level = text(array, "type");
        ToldArray told = ToldArray.NOTHING
                .with(Fact.NAME, text(array, "name"))
                .with(Fact.LEVEL, "md".equals(level) ? null : level)
                .with(Fact.ARRAY_SECTORS, sectors(array));
        String name = text(disk, "name");
        return name == null
                ? told
                : told.withMember(name, Fact.DEVICE_SECTORS, sectors(disk))
                        .withMember(name, Fact.BLOCK_BYTES, text(disk, "log-sec"));
    }

    private static @Nullable String sectors(JsonObject device) {
        String bytes = text(device, "size");
        if (bytes == null || !bytes.matches("[0-9]{1,18}") || bytes.equals("0")) return null;
        return Long.toString(Long.parseLong(bytes) / SECTOR_BYTES);
    }

    private static @Nullable String text(JsonObject json, String field) {
        return json.get(field) instanceof JsonPrimitive value ? value.getAsString() : null;
    }
}
