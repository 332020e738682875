package kvetch.cli.machine;

import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Map;
import io.vavr.collection.Vector;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kvetch.cli.options.Numbers;
import org.jspecify.annotations.Nullable;

/** What {@code mdadm --examine} prints of disks, one after another: the words of their superblocks. */
final class MdadmExamine {
    private static final Pattern DISK = Pattern.compile("(/dev/\\S+):");
    private static final Pattern FIELD = Pattern.compile("\\s*([A-Za-z][A-Za-z ]*?) : (.*)");
    private static final Pattern ROLE = Pattern.compile("Active device ([0-9]+)");

    /** Of metadata 0.90: number, major, minor and slot of the disk itself. */
    private static final Pattern THIS = Pattern.compile("this\\s+[0-9]+\\s+[0-9]+\\s+[0-9]+\\s+([0-9]+)\\s.*");

    private static final Pattern SECTORS = Pattern.compile("([0-9]+) sectors.*");

    private MdadmExamine() {}

    /** Whether that is how such a text begins. */
    static boolean isLine(String line) {
        return DISK.matcher(line).matches();
    }

    static Told parse(Vector<String> lines) {
        Told told = Told.NOTHING;
        String disk = null;
        Map<String, String> fields = LinkedHashMap.empty();
        for (String line : lines) {
            Matcher header = DISK.matcher(line);
            Matcher field = FIELD.matcher(line);
            Matcher self = THIS.matcher(line);
            if (header.matches()) {
                if (disk != null) told = told.and(array(disk, fields));
                disk = MdadmExport.deviceName(header.group(1));
                fields = LinkedHashMap.empty();
            } else if (self.matches()) fields = fields.put("this", self.group(1));
            else if (field.matches())
                fields = fields.put(field.group(1), field.group(2).strip());
        }
        return disk == null ? told : told.and(array(disk, fields));
    }

    private static ToldArray array(String disk, Map<String, String> fields) {
        String version = fields.get("Version").getOrElse("");
        return ToldArray.NOTHING
                .with(Fact.LEVEL, fields.get("Raid Level").getOrNull())
                .with(Fact.RAID_DISKS, fields.get("Raid Devices").getOrNull())
                .with(Fact.METADATA, version.startsWith("0.90") ? "0.90" : version)
                .with(
                        Fact.UUID,
                        fields.get("Array UUID")
                                .orElse(fields.get("UUID"))
                                .map(ToldArray::uuid)
                                .getOrNull())
                .with(
                        Fact.CHUNK_BYTES,
                        fields.get("Chunk Size").map(MdadmExamine::bytes).getOrNull())
                .with(
                        Fact.LAYOUT,
                        fields.get("Layout").map(MdadmExamine::layout).getOrNull())
                .withMember(disk, Fact.SLOT, slot(fields))
                .withMember(disk, Fact.DATA_SECTORS, sectors(fields, "Avail Dev Size"))
                .withMember(disk, Fact.OFFSET, sectors(fields, "Data Offset"));
    }

    private static @Nullable String slot(Map<String, String> fields) {
        Matcher role = ROLE.matcher(fields.get("Device Role").getOrElse(""));
        return role.matches() ? role.group(1) : fields.get("this").getOrNull();
    }

    private static @Nullable String sectors(Map<String, String> fields, String field) {
        Matcher sectors = SECTORS.matcher(fields.get(field).getOrElse(""));
        return sectors.matches() ? sectors.group(1) : null;
    }

    private static String bytes(String size) {
        return Long.toString(512 * Numbers.sectors(size, "the chunk that mdadm --examine says"));
    }

    private static String layout(String word) {
        return switch (word) {
            case "original" -> "1";
            case "alternate" -> "2";
            default -> "-1";
        };
    }
}
