package kvetch.live.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InitramfsTest {
    private static final int HEAD = 110;

    @Test
    void holdsWhatWasPutIn() {
        byte[] archive = new Initramfs()
                .folder("dev")
                .device("dev/console", 5, 1)
                .file("init", "content".getBytes(StandardCharsets.US_ASCII))
                .end();
        assertThat(entries(archive))
                .containsExactly(
                        "dev 40755 0:0 ", "dev/console 20600 5:1 ", "init 100755 0:0 content", "TRAILER!!! 0 0:0 ");
    }

    /** As a kernel unpacks it: name, mode, device and content of each entry. */
    private static List<String> entries(byte[] archive) {
        List<String> entries = new ArrayList<>();
        int at = 0;
        while (at < archive.length) {
            assertThat(text(archive, at, 6)).isEqualTo("070701");
            int mode = field(archive, at, 1);
            int size = field(archive, at, 6);
            int nameLength = field(archive, at, 11);
            String name = text(archive, at + HEAD, nameLength - 1);
            int content = aligned(at + HEAD + nameLength);
            entries.add(name + " " + Integer.toOctalString(mode) + " " + field(archive, at, 9) + ":"
                    + field(archive, at, 10) + " " + text(archive, content, size));
            at = aligned(content + size);
        }
        return entries;
    }

    private static int field(byte[] archive, int entry, int index) {
        return Integer.parseInt(text(archive, entry + 6 + 8 * index, 8), 16);
    }

    private static int aligned(int offset) {
        return (offset + 3) / 4 * 4;
    }

    private static String text(byte[] bytes, int from, int length) {
        return new String(bytes, from, length, StandardCharsets.US_ASCII);
    }
}
