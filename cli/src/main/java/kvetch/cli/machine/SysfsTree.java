package kvetch.cli.machine;

import io.vavr.collection.Vector;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import kvetch.cli.console.UsageError;

/** The files of a sysfs that is mounted here, or of a copy of one. What may not be read is left out. */
final class SysfsTree {
    private static final Vector<String> OF_MEMBER = Vector.of(
            "slot", "offset", "size", "block/size", "block/queue/logical_block_size", "block/integrity/format");
    private static final Vector<String> OF_ARRAY = Vector.of(
            "md/level",
            "md/raid_disks",
            "md/chunk_size",
            "md/layout",
            "md/metadata_version",
            "md/array_state",
            "md/uuid",
            "size");

    private SysfsTree() {}

    /**
     * Reads what is there of arrays.
     *
     * @throws UsageError if there is no sysfs
     */
    static Vector<String> lines(Path root) {
        Path blocks = root.resolve("block");
        if (!Files.isDirectory(blocks))
            throw new UsageError("there is no sysfs: '" + blocks + "' is no folder; name what mdadm or lsblk printed");
        Vector<String> lines = Vector.empty();
        for (Path array : entries(blocks, "md*")) {
            if (!Files.isDirectory(array.resolve("md"))) continue;
            for (String file : OF_ARRAY) lines = lines.appendAll(line(array.resolve(file)));
            for (Path member : entries(array.resolve("md"), "dev-*"))
                for (String file : OF_MEMBER) lines = lines.appendAll(line(member.resolve(file)));
        }
        return lines.appendAll(line(root.resolve(Path.of("module", "raid0", "parameters", "default_layout"))));
    }

    private static Vector<Path> entries(Path folder, String glob) {
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder, glob)) {
            return Vector.ofAll(paths).sorted();
        } catch (IOException unreadable) {
            return Vector.empty();
        }
    }

    /** The first line of a file, if it can be read. */
    private static Vector<String> line(Path file) {
        try {
            String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            return Vector.of(file + ":" + text.lines().findFirst().orElse(""));
        } catch (IOException unreadable) {
            return Vector.empty();
        }
    }
}
