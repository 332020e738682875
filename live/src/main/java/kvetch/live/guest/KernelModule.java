package kvetch.live.guest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.tukaani.xz.XZInputStream;

/** A module of a kernel, as a guest loads it. */
public final class KernelModule {
    private static final byte[] DEPENDS = "\0depends=".getBytes(StandardCharsets.US_ASCII);
    private static final List<String> SUFFIXES = List.of(".ko", ".ko.xz", ".ko.gz", ".ko.zst");

    private final String file;
    private final byte[] content;

    private KernelModule(String file, byte[] content) {
        this.file = file;
        this.content = content;
    }

    /** Its name in the guest; what ends otherwise than in {@code .ko} is compressed still, and for the kernel to unpack. */
    public String file() {
        return file;
    }

    /** What is in it, which is not to be changed. */
    public byte[] content() {
        return content;
    }

    /** What the kernel calls the module in a file; empty for what is no module. */
    static String nameOf(Path path) {
        String file = String.valueOf(path.getFileName());
        int end = file.indexOf(".ko");
        return end > 0 && SUFFIXES.contains(file.substring(end))
                ? file.substring(0, end).replace('-', '_')
                : "";
    }

    /**
     * Unpacks it, as few kernels can do that themselves; zstd is left to those.
     *
     * @throws LiveProblem if it cannot be read
     */
    static KernelModule read(Path path) {
        String file = String.valueOf(path.getFileName());
        try {
            byte[] bytes = Files.readAllBytes(path);
            if (file.endsWith(".xz")) bytes = all(new XZInputStream(new ByteArrayInputStream(bytes)));
            else if (file.endsWith(".gz")) bytes = all(new GZIPInputStream(new ByteArrayInputStream(bytes)));
            else return new KernelModule(file, bytes);
            return new KernelModule(file.substring(0, file.length() - ".xz".length()), bytes);
        } catch (IOException e) {
            throw new LiveProblem("cannot read " + path + ": " + e.getMessage());
        }
    }

    private static byte[] all(InputStream packed) throws IOException {
        try (packed) {
            return packed.readAllBytes();
        }
    }

    /** The names of those that it needs, as it says itself; what is compressed does not say. */
    List<String> needs() {
        int at = file.endsWith(".ko") ? indexOf(content, DEPENDS) : -1;
        if (at < 0) return List.of();
        int from = at + DEPENDS.length;
        int to = from;
        while (to < content.length && content[to] != 0) to++;
        String list = new String(content, from, to - from, StandardCharsets.US_ASCII);
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
