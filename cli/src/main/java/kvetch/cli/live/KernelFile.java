package kvetch.cli.live;

import io.vavr.collection.Vector;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kvetch.live.guest.BootableImage;
import kvetch.live.guest.Modules;
import org.jspecify.annotations.Nullable;

/**
 * A kernel that can be run, as far as its file, the folder of its modules and the configuration beside it tell: a user-mode kernel
 * or a bootable image. Nothing is run.
 *
 * @param path the program or the image
 * @param release what {@code uname -r} says on it
 * @param modules the folder of its modules, {@code .../modules/RELEASE}, where it was found
 * @param shows what can be seen on it
 */
public record KernelFile(
        Path path, String release, @Nullable Path modules, Set<Sight> shows) {
    private static final byte[] ELF = {0x7f, 'E', 'L', 'F'};
    private static final Pattern BANNER = Pattern.compile("Linux version ([0-9]+\\.[^ ]{1,100}) \\(");
    private static final int CHUNK = 1 << 20;

    /** As much as anything that is looked for. */
    private static final int OVERLAP = 256;

    /**
     * What can be seen on a kernel, and what betrays it: text in its file, an option that is built in where the file is packed, or
     * a module.
     */
    public enum Sight {
        ARRAYS("arrays", "md/raid0:%s", "MD_RAID0", "raid0"),
        INTEGRITY("integrity profiles", "scsi_debug", "SCSI_DEBUG", "scsi_debug"),
        EVERY_WARN("every WARN", "clear_warn_once", "DEBUG_FS", ""),
        FAILING_ALLOCATIONS("failing allocations", "fail-nth", "FAULT_INJECTION", ""),
        KASAN("KASAN", "BUG: KASAN", "KASAN", "");

        private final String words;
        private final String text;
        private final String option;
        private final String module;

        Sight(String words, String text, String option, String module) {
            this.words = words;
            this.text = text;
            this.option = "CONFIG_" + option + "=y";
            this.module = module;
        }

        public String words() {
            return words;
        }
    }

    /** What is installed, in folders where programs are, sorted by name. */
    public static Vector<KernelFile> installed(Vector<Path> folders) {
        Vector<KernelFile> found = Vector.empty();
        for (Path folder : folders) {
            Vector<Path> names = Vector.empty();
            try (DirectoryStream<Path> files =
                    Files.newDirectoryStream(folder, "{linux,linux.uml,linux.uml-*,vmlinuz*}")) {
                for (Path file : files) names = names.append(file);
            } catch (IOException thereIsNone) {
                continue;
            }
            for (Path file : names.sorted()) {
                KernelFile kernel = read(file);
                if (kernel != null) found = found.append(kernel);
            }
        }
        return found;
    }

    /** The kernel in a file; null if there is none. */
    public static @Nullable KernelFile read(Path path) {
        BootableImage image = BootableImage.read(path);
        return image == null ? readProgram(path) : of(path, image.release(), builtIn(path, image.release()));
    }

    /** What an image says nothing of, as it is packed, stands in a file beside it. */
    private static Set<Sight> builtIn(Path image, String release) {
        Set<Sight> shows = EnumSet.noneOf(Sight.class);
        try {
            List<String> options = Files.readAllLines(image.resolveSibling("config-" + release));
            for (Sight sight : Sight.values()) if (options.contains(sight.option)) shows.add(sight);
        } catch (IOException thereIsNone) {
            return shows;
        }
        return shows;
    }

    private static @Nullable KernelFile readProgram(Path path) {
        String release = null;
        Set<Sight> shows = EnumSet.noneOf(Sight.class);
        try (InputStream file = Files.newInputStream(path)) {
            byte[] bytes = new byte[OVERLAP + CHUNK];
            int kept = 0;
            boolean isFirst = true;
            for (int read; (read = file.readNBytes(bytes, kept, CHUNK)) > 0; ) {
                if (isFirst && !startsWith(bytes, ELF)) return null;
                isFirst = false;
                String text = new String(bytes, 0, kept + read, StandardCharsets.ISO_8859_1);
                if (release == null) release = release(text);
                for (Sight sight : Sight.values()) if (text.contains(sight.text)) shows.add(sight);
                int end = kept + read;
                kept = Math.min(OVERLAP, end);
                System.arraycopy(bytes, end - kept, bytes, 0, kept);
            }
        } catch (IOException unreadable) {
            return null;
        }
        return release == null ? null : of(path, release, shows);
    }

    private static KernelFile of(Path path, String release, Set<Sight> shows) {
        Path modules = Modules.beside(path, release);
        if (modules != null) for (Sight sight : Sight.values()) if (hasModule(modules, sight.module)) shows.add(sight);
        return new KernelFile(path, release, modules, shows);
    }

    private static boolean startsWith(byte[] bytes, byte[] first) {
        for (int i = 0; i < first.length; i++) if (bytes[i] != first[i]) return false;
        return true;
    }

    private static @Nullable String release(String text) {
        Matcher banner = BANNER.matcher(text);
        return banner.find() ? banner.group(1) : null;
    }

    private static boolean hasModule(Path modules, String name) {
        if (name.isEmpty()) return false;
        for (String folder : new String[] {"kernel/drivers/md", "kernel/drivers/scsi"})
            for (String suffix : new String[] {".ko", ".ko.xz", ".ko.zst", ".ko.gz"})
                if (Files.exists(modules.resolve(folder).resolve(name + suffix))) return true;
        return false;
    }
}
