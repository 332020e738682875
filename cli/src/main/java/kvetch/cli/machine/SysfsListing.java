package kvetch.cli.machine;

import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Map;
import io.vavr.collection.Vector;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Files of sysfs, each as grep prints it: {@code /sys/block/md0/md/level:raid0}. */
final class SysfsListing {
    private static final Pattern ARRAY = Pattern.compile("(?:.*/)?block/(md[^/]*)/(md/)?([^/:]+):(.*)");
    private static final Pattern MEMBER = Pattern.compile("(?:.*/)?block/(md[^/]*)/md/dev-([^/]+)/([^:]+):(.*)");
    private static final Pattern MACHINE = Pattern.compile(".*/(osrelease|default_layout):(.*)");
    private static final Pattern LINE =
            Pattern.compile("(?:[^:\\s]*/)?(block/md[^/]+|module/raid0|sys/kernel)/[^:\\s]+:.*");

    private static final Map<String, Fact> OF_ARRAY = LinkedHashMap.of(
            "md/level", Fact.LEVEL,
            "md/raid_disks", Fact.RAID_DISKS,
            "md/chunk_size", Fact.CHUNK_BYTES,
            "md/layout", Fact.LAYOUT,
            "md/metadata_version", Fact.METADATA,
            "md/array_state", Fact.STATE,
            "md/uuid", Fact.UUID,
            "size", Fact.ARRAY_SECTORS);
    private static final Map<String, Fact> OF_MEMBER = LinkedHashMap.of(
            "slot", Fact.SLOT,
            "offset", Fact.OFFSET,
            "size", Fact.USED_SECTORS,
            "block/size", Fact.DEVICE_SECTORS,
            "block/queue/logical_block_size", Fact.BLOCK_BYTES,
            "block/integrity/format", Fact.INTEGRITY);

    private Map<String, ToldArray> arrays = LinkedHashMap.empty();
    private Facts machine = Facts.NONE;

    private SysfsListing() {}

    /** Whether that is a line of such a listing. */
    static boolean isLine(String line) {
        return LINE.matcher(line).matches();
    }

    static Told parse(Vector<String> lines) {
        SysfsListing listing = new SysfsListing();
        lines.forEach(listing::read);
        return new Told(listing.machine, listing.arrays.values().toVector().map(SysfsListing::withUuidOfMdadm));
    }

    private void read(String line) {
        Matcher of = MEMBER.matcher(line);
        if (of.matches()) {
            member(of.group(1), of.group(2), of.group(3), of.group(4));
            return;
        }
        of = ARRAY.matcher(line);
        if (of.matches()) {
            String file = (of.group(2) == null ? "" : of.group(2)) + of.group(3);
            Fact fact = OF_ARRAY.get(file).getOrNull();
            String value = of.group(4);
            // An array that is not running has no size yet.
            boolean isSaid = fact != null && !(fact == Fact.ARRAY_SECTORS && value.equals("0"));
            if (isSaid) put(array(of.group(1)).with(fact, fact == Fact.UUID ? ToldArray.uuid(value) : value));
            return;
        }
        of = MACHINE.matcher(line);
        if (of.matches())
            machine = machine.with(of.group(1).equals("osrelease") ? Fact.RELEASE : Fact.DEFAULT_LAYOUT, of.group(2));
    }

    private void member(String array, String device, String file, String value) {
        Fact fact = OF_MEMBER.get(file).getOrNull();
        if (fact == null) return;
        put(array(array).withMember(device, fact, fact == Fact.USED_SECTORS ? sectors(value) : value));
    }

    /** md writes the sizes of disks in KiB. */
    private static @Nullable String sectors(String kibibytes) {
        return kibibytes.matches("[0-9]{1,17}") ? Long.toString(2 * Long.parseLong(kibibytes)) : null;
    }

    private ToldArray array(String name) {
        return arrays.get(name).getOrElse(() -> ToldArray.NOTHING.with(Fact.NAME, name));
    }

    private void put(ToldArray array) {
        arrays = arrays.put(String.valueOf(array.facts().text(Fact.NAME)), array);
    }

    /** Of metadata 0.90 md has the bytes of each word of the UUID the other way round. */
    private static ToldArray withUuidOfMdadm(ToldArray array) {
        String uuid = array.facts().text(Fact.UUID);
        String metadata = array.facts().text(Fact.METADATA);
        if (uuid == null || metadata == null || !metadata.startsWith("0.")) return array;
        return array.with(Fact.UUID, uuid.replaceAll("(..)(..)(..)(..)", "$4$3$2$1"));
    }
}
