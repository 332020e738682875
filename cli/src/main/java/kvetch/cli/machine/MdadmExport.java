package kvetch.cli.machine;

import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Map;
import io.vavr.collection.Vector;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code mdadm --detail --export} and {@code mdadm --examine --export} print, of one array or disk after another. Neither has
 * a chunk or a size; the second has no name of the disk, either.
 */
final class MdadmExport {
    private static final Pattern MEMBER = Pattern.compile("MD_DEVICE_(.+)_(ROLE|DEV)");
    private static final String FIRST = "MD_LEVEL";

    private MdadmExport() {}

    /** Whether that is a line of such an export. */
    static boolean isLine(String line) {
        return line.matches("MD_[A-Za-z0-9_]+=.*");
    }

    static Told parse(Vector<String> lines) {
        Told told = Told.NOTHING;
        Vector<String> section = Vector.empty();
        for (String line : lines) {
            if (line.startsWith(FIRST + "=") && section.nonEmpty()) {
                told = told.and(array(section));
                section = Vector.empty();
            }
            if (isLine(line)) section = section.append(line);
        }
        return section.isEmpty() ? told : told.and(array(section));
    }

    private static ToldArray array(Vector<String> section) {
        Map<String, String> values = section.foldLeft(LinkedHashMap.<String, String>empty(), (all, line) -> {
            int equals = line.indexOf('=');
            return all.put(line.substring(0, equals), line.substring(equals + 1).strip());
        });
        ToldArray array = ToldArray.NOTHING
                .with(Fact.LEVEL, values.get(FIRST).getOrNull())
                .with(Fact.RAID_DISKS, values.get("MD_DEVICES").getOrNull())
                .with(Fact.METADATA, values.get("MD_METADATA").getOrNull())
                .with(Fact.UUID, values.get("MD_UUID").map(ToldArray::uuid).getOrNull());
        for (String name : values.keySet()) {
            Matcher member = MEMBER.matcher(name);
            if (!member.matches() || !member.group(2).equals("DEV")) continue;
            String device = deviceName(values.get(name).get());
            String role = values.get("MD_DEVICE_" + member.group(1) + "_ROLE").getOrNull();
            array = array.withMember(device, Fact.SLOT, role);
        }
        return array;
    }

    /** /dev/loop0 is loop0. */
    static String deviceName(String path) {
        return path.startsWith("/dev/") ? path.substring("/dev/".length()) : path;
    }
}
