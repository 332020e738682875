package kvetch.live.guest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A kernel as distributions install it, which a boot loader or QEMU starts: a bzImage of x86.
 *
 * @param path the file
 * @param release what {@code uname -r} says on it
 */
public record BootableImage(Path path, String release) {
    // From the kernel's Documentation/arch/x86/boot.rst
    private static final int BOOT_FLAG = 0x1fe;
    private static final int MAGIC = 0x202;
    private static final int VERSION_POINTER = 0x20e;
    private static final int VERSION_BASE = 0x200;

    /** As much as the part before the kernel proper can have. */
    private static final int MOST_SETUP = 65 * 512;

    private static final int LONGEST_RELEASE = 64;

    /**
     * Looks into a file.
     *
     * @return null if it is none, or cannot be read
     */
    public static @Nullable BootableImage read(Path path) {
        byte[] setup;
        try (InputStream file = Files.newInputStream(path)) {
            setup = file.readNBytes(MOST_SETUP);
        } catch (IOException unreadable) {
            return null;
        }
        boolean isImage = setup.length > VERSION_POINTER + 2
                && word(setup, BOOT_FLAG) == 0xaa55
                && new String(setup, MAGIC, 4, StandardCharsets.ISO_8859_1).equals("HdrS");
        if (!isImage) return null;
        String release = release(setup, VERSION_BASE + word(setup, VERSION_POINTER));
        return release.isEmpty() ? null : new BootableImage(path, release);
    }

    private static int word(byte[] bytes, int at) {
        return Byte.toUnsignedInt(bytes[at]) | Byte.toUnsignedInt(bytes[at + 1]) << 8;
    }

    /** The first word at a place; empty if there is none. */
    private static String release(byte[] setup, int at) {
        int end = at;
        while (end < setup.length && end - at < LONGEST_RELEASE && setup[end] > ' ') end++;
        return end <= at ? "" : new String(setup, at, end - at, StandardCharsets.US_ASCII);
    }
}
