package kvetch.live.guest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The modules of a kernel that a guest loads, each after those that it needs. */
public final class Modules {
    private static final List<String> NEEDED = List.of("loop", "md_mod", "raid0");

    /** For disks with integrity profiles, where they are there. */
    private static final List<String> WELCOME = List.of("sd_mod", "scsi_debug");

    private static final byte[] DEPENDS = "\0depends=".getBytes(StandardCharsets.US_ASCII);

    private Modules() {}

    /**
     * The files to load, in order.
     *
     * @param folder the folder that was named; null if none was
     * @return none where everything is built in, as far as it can be seen from here
     */
    public static List<Path> find(Path kernel, String release, @Nullable Path folder) {
        Path place = folder == null ? beside(kernel, release) : folder;
        if (place == null) return List.of();
        if (!Files.isDirectory(place)) throw new LiveProblem("no such folder of modules: " + place);
        Map<String, Path> files = filesIn(place);
        Map<String, Path> order = new LinkedHashMap<>();
        for (String name : NEEDED) add(name, files, order);
        if (folder != null && order.isEmpty())
            throw new LiveProblem("none of the modules " + String.join(", ", NEEDED) + " is in " + folder);
        for (String name : WELCOME) add(name, files, order);
        return new ArrayList<>(order.values());
    }

    /** Where packages put them. */
    private static @Nullable Path beside(Path kernel, String release) {
        Path parent = kernel.toAbsolutePath().getParent();
        if (parent == null) return null;
        for (Path place : List.of(
                parent.resolve("../lib/uml/modules").resolve(release),
                parent.resolve("usr/lib/uml/modules").resolve(release),
                parent.resolve("../lib/modules").resolve(release),
                parent.resolve("lib/modules").resolve(release))) if (Files.isDirectory(place)) return place.normalize();
        // A tree that was built holds them where they were compiled.
        return Files.isRegularFile(parent.resolve("drivers/md/raid0.ko")) ? parent.resolve("drivers") : null;
    }

    private static Map<String, Path> filesIn(Path folder) {
        Map<String, Path> files = new LinkedHashMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            all.filter(file -> !nameOf(file).isEmpty()).sorted().forEach(file -> files.put(nameOf(file), file));
        } catch (IOException | UncheckedIOException e) {
            throw new LiveProblem("cannot read the modules in " + folder + ": " + e.getMessage());
        }
        return files;
    }

    /** What the kernel calls it; empty for what is no module. */
    private static String nameOf(Path file) {
        String name = String.valueOf(file.getFileName());
        int end = name.indexOf(".ko");
        boolean isModule =
                end > 0 && List.of(".ko", ".ko.xz", ".ko.zst", ".ko.gz").contains(name.substring(end));
        return isModule ? name.substring(0, end).replace('-', '_') : "";
    }

    private static void add(String name, Map<String, Path> files, Map<String, Path> order) {
        Path file = files.get(name);
        if (file == null || order.containsKey(name)) return;
        for (String needed : needs(file)) add(needed, files, order);
        order.put(name, file);
    }

    /** What is in its .modinfo. What is compressed does not say; the kernel unpacks it. */
    private static List<String> needs(Path file) {
        if (!file.toString().endsWith(".ko")) return List.of();
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new LiveProblem("cannot read " + file + ": " + e.getMessage());
        }
        int at = indexOf(bytes, DEPENDS);
        if (at < 0) return List.of();
        int from = at + DEPENDS.length;
        int to = from;
        while (to < bytes.length && bytes[to] != 0) to++;
        String list = new String(bytes, from, to - from, StandardCharsets.US_ASCII);
        return list.isEmpty() ? List.of() : List.of(list.replace('-', '_').split(",", -1));
    }

    private static int indexOf(byte[] bytes, byte[] part) {
        for (int i = 0; i + part.length <= bytes.length; i++) {
            int j = 0;
            while (j < part.length && bytes[i + j] == part[j]) j++;
            if (j == part.length) return i;
        }
        return -1;
    }
}
