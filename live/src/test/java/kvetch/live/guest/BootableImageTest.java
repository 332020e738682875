package kvetch.live.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BootableImageTest {
    @TempDir
    Path folder;

    /** The first sectors of one, as the boot protocol of x86 has them. */
    static byte[] head(String version) {
        byte[] head = new byte[4096];
        head[0x1fe] = 0x55;
        head[0x1ff] = (byte) 0xaa;
        put(head, 0x202, "HdrS");
        head[0x20e] = 0x40;
        head[0x20f] = 0x02;
        put(head, 0x200 + 0x240, version + "\0");
        return head;
    }

    private static void put(byte[] bytes, int at, String text) {
        byte[] content = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(content, 0, bytes, at, content.length);
    }

    @Test
    void itsReleaseStandsBeforeTheKernelProper() throws IOException {
        Path file = folder.resolve("vmlinuz");
        Files.write(file, head("6.1.0-56-cloud-amd64 (somebody@somewhere) #1 SMP"));
        assertThat(BootableImage.read(file)).isEqualTo(new BootableImage(file, "6.1.0-56-cloud-amd64"));
    }

    @Test
    void whatIsNoneIsNone() throws IOException {
        byte[] unmarked = head("6.1.0");
        unmarked[0x1fe] = 0;
        byte[] otherwise = head("6.1.0");
        otherwise[0x202] = 'h';
        assertThat(BootableImage.read(Files.write(folder.resolve("unmarked"), unmarked)))
                .isNull();
        assertThat(BootableImage.read(Files.write(folder.resolve("otherwise"), otherwise)))
                .isNull();
        assertThat(BootableImage.read(Files.write(folder.resolve("nameless"), head(""))))
                .isNull();
        assertThat(BootableImage.read(Files.write(folder.resolve("short"), new byte[100])))
                .isNull();
        assertThat(BootableImage.read(folder)).isNull();
        assertThat(BootableImage.read(folder.resolve("none"))).isNull();
    }

    /** Its version is said to be where the file has ended. */
    @Test
    void whatWasCutOffIsNone() throws IOException {
        byte[] head = head("6.1.0");
        head[0x20f] = 0x7f;
        assertThat(BootableImage.read(Files.write(folder.resolve("cut"), head))).isNull();
    }
}
