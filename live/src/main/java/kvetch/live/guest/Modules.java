package kvetch.live.guest;

import java.io.IOException;
import java.io.UncheckedIOException;
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

    /** Where packages put them, seen from the folder of the kernel, each with the release in it. */
    private static final List<String> PLACES =
            List.of("../lib/uml/modules", "usr/lib/uml/modules", "../lib/modules", "../usr/lib/modules", "lib/modules");

    private Modules() {}

    /**
     * The modules to load, in order.
     *
     * @param folder the folder that was named; null if none was
     * @return none where everything is built in, as far as it can be seen from here
     */
    public static List<KernelModule> find(Path kernel, String release, @Nullable Path folder) {
        Path place = folder == null ? beside(kernel, release) : folder;
        if (place == null) return List.of();
        if (!Files.isDirectory(place)) throw new LiveProblem("no such folder of modules: " + place);
        Map<String, Path> files = filesIn(place);
        Map<String, KernelModule> order = new LinkedHashMap<>();
        for (String name : NEEDED) add(name, files, order);
        if (folder != null && order.isEmpty())
            throw new LiveProblem("none of the modules " + String.join(", ", NEEDED) + " is in " + folder);
        for (String name : WELCOME) add(name, files, order);
        return new ArrayList<>(order.values());
    }

    /** The folder of a kernel's modules, where it is found by itself; else null. */
    public static @Nullable Path beside(Path kernel, String release) {
        Path parent = kernel.toAbsolutePath().getParent();
        if (parent == null) return null;
        for (String place : PLACES) {
            Path folder = parent.resolve(place).resolve(release);
            if (Files.isDirectory(folder)) return folder.normalize();
        }
        // A tree that was built holds them where they were compiled.
        return Files.isRegularFile(parent.resolve("drivers/md/raid0.ko")) ? parent.resolve("drivers") : null;
    }

    private static Map<String, Path> filesIn(Path folder) {
        Map<String, Path> files = new LinkedHashMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            all.filter(file -> !KernelModule.nameOf(file).isEmpty())
                    .sorted()
                    .forEach(file -> files.put(KernelModule.nameOf(file), file));
        } catch (IOException | UncheckedIOException e) {
            throw new LiveProblem("cannot read the modules in " + folder + ": " + e.getMessage());
        }
        return files;
    }

    private static void add(String name, Map<String, Path> files, Map<String, KernelModule> order) {
        Path file = files.get(name);
        if (file == null || order.containsKey(name)) return;
        KernelModule module = KernelModule.read(file);
        for (String needed : module.needs()) add(needed, files, order);
        order.put(name, module);
    }
}
