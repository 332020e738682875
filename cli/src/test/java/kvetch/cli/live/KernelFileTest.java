package kvetch.cli.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import kvetch.cli.Cli;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What files tell of kernels. */
final class KernelFileTest {
    private static final String BANNER = "Linux version 6.1.176 (somebody@somewhere) (gcc) #1";

    @TempDir
    Path root;

    /** A program with this text in it, far enough in for it to lie across what is read at once. */
    private Path program(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        String filler = "\0".repeat((1 << 20) - 10);
        return Files.write(file, ("\177ELF" + filler + text).getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void aKernelOfItsOwnTreeHasAllInItsFile() throws IOException {
        Path file =
                program("linux", BANNER + "\0md/raid0:%s: x\0BUG: KASAN: %s\0fail-nth\0clear_warn_once\0scsi_debug\0");
        KernelFile kernel = Objects.requireNonNull(KernelFile.read(file));
        assertThat(kernel.release()).isEqualTo("6.1.176");
        assertThat(kernel.modules()).isNull();
        assertThat(kernel.shows()).containsExactly(KernelFile.Sight.values());
    }

    @Test
    void aPackagedKernelHasModulesBesideIt() throws IOException {
        Path file = program("usr/bin/linux.uml", BANNER);
        Path modules = root.resolve("usr/lib/uml/modules/6.1.176");
        for (String module : new String[] {"md/raid0.ko", "scsi/scsi_debug.ko"}) {
            Path there = modules.resolve("kernel/drivers").resolve(module);
            Files.createDirectories(there.getParent());
            Files.writeString(there, "");
        }
        KernelFile kernel = Objects.requireNonNull(KernelFile.read(file));
        assertThat(kernel.modules()).isEqualTo(modules);
        assertThat(kernel.shows()).containsExactly(KernelFile.Sight.ARRAYS, KernelFile.Sight.INTEGRITY);
    }

    /** It is packed, so nothing of it is read but its head; what is built in stands in a file beside it. */
    @Test
    void anImageHasItsOptionsAndItsModulesBesideIt() throws IOException {
        Path file = Files.createDirectories(root.resolve("boot")).resolve("vmlinuz-6.1.0-9-amd64");
        byte[] head = new byte[4096];
        head[0x1fe] = 0x55;
        head[0x1ff] = (byte) 0xaa;
        head[0x20f] = 0x02;
        System.arraycopy("HdrS".getBytes(StandardCharsets.US_ASCII), 0, head, 0x202, 4);
        byte[] version = "6.1.0-9-amd64 (somebody) #1".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(version, 0, head, 0x400, version.length);
        Files.write(file, head);
        assertThat(Objects.requireNonNull(KernelFile.read(file)).shows()).isEmpty();
        Files.writeString(
                root.resolve("boot/config-6.1.0-9-amd64"),
                "CONFIG_DEBUG_FS=y\nCONFIG_MD_RAID0=m\n# CONFIG_KASAN is not set\nCONFIG_FAULT_INJECTION=y\n");
        Path module = root.resolve("usr/lib/modules/6.1.0-9-amd64/kernel/drivers/md/raid0.ko.xz");
        Files.createDirectories(module.getParent());
        Files.writeString(module, "");
        KernelFile kernel = Objects.requireNonNull(KernelFile.read(file));
        assertThat(kernel.release()).isEqualTo("6.1.0-9-amd64");
        assertThat(kernel.modules()).isEqualTo(root.resolve("usr/lib/modules/6.1.0-9-amd64"));
        assertThat(kernel.shows())
                .containsExactly(
                        KernelFile.Sight.ARRAYS, KernelFile.Sight.EVERY_WARN, KernelFile.Sight.FAILING_ALLOCATIONS);
        Map<String, String> here = Map.of("KVETCH_KERNELS", root.resolve("boot").toString());
        assertThat(Cli.run(here, false, "kernels").out())
                .containsPattern("live:\\S+/vmlinuz-6.1.0-9-amd64 +6.1.0-9-amd64");
    }

    @Test
    void whatIsNoKernelIsNone() throws IOException {
        assertThat(KernelFile.read(root)).isNull();
        assertThat(KernelFile.read(root.resolve("none"))).isNull();
        assertThat(KernelFile.read(program("ls", "not a banner"))).isNull();
        assertThat(KernelFile.read(Files.writeString(root.resolve("text"), BANNER)))
                .isNull();
        assertThat(KernelFile.read(Files.writeString(root.resolve("empty"), "")))
                .isNull();
    }

    @Test
    void kernelsListsWhatIsInstalledWhereItIsToldToLook() throws IOException {
        program("bin/linux.uml", BANNER + "\0md/raid0:%s");
        program("bin/linux.uml-7.2", BANNER.replace("6.1.176", "7.2.7"));
        program("bin/linux-version", BANNER);
        Map<String, String> here = Map.of("KVETCH_KERNELS", root.resolve("none") + ":" + root.resolve("bin"));
        assertThat(Cli.run(here, false, "kernels").out())
                .containsPattern("INSTALLED +RELEASE +SHOWS")
                .containsPattern("live:\\S+/bin/linux.uml +6.1.176 +arrays\n")
                .containsPattern("live:\\S+/bin/linux.uml-7.2 +7.2.7")
                .doesNotContain("linux-version");
        JsonArray installed = JsonParser.parseString(
                        Cli.run(here, false, "kernels", "--format", "json").out())
                .getAsJsonObject()
                .getAsJsonArray("installed");
        assertThat(installed).hasSize(2);
        assertThat(installed.get(0).getAsJsonObject().get("shows")).hasToString("[\"arrays\"]");
        assertThat(installed.get(1).getAsJsonObject().get("modules").isJsonNull())
                .isTrue();
    }

    @Test
    void whereNoneIsInstalledNoneIsListed() {
        assertThat(Cli.run("kernels").out()).doesNotContain("INSTALLED");
    }
}
