package kvetch.live.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class ModulesTest {
    @TempDir
    Path folder;

    @Test
    void eachComesAfterThoseThatItNeeds() throws IOException {
        module("usr/lib/uml/modules/6.1.999/kernel/drivers/md/raid0.ko", "md-mod");
        module("usr/lib/uml/modules/6.1.999/kernel/drivers/md/md-mod.ko", "libcrc32c");
        module("usr/lib/uml/modules/6.1.999/kernel/lib/libcrc32c.ko", "");
        module("usr/lib/uml/modules/6.1.999/kernel/drivers/block/loop.ko", "");
        module("usr/lib/uml/modules/6.1.999/kernel/drivers/block/nbd.ko", "");
        assertThat(Modules.find(folder.resolve("linux"), "6.1.999", null))
                .extracting(KernelModule::file)
                .containsExactly("loop.ko", "libcrc32c.ko", "md-mod.ko", "raid0.ko");
    }

    /** As Debian packs them since 13. */
    @Test
    void whatIsPackedIsUnpacked() throws IOException {
        Path drivers = Files.createDirectories(folder.resolve("lib/modules/6.12.9/kernel/drivers"));
        write(new XZOutputStream(Files.newOutputStream(drivers.resolve("raid0.ko.xz")), new LZMA2Options()), "md-mod");
        write(new GZIPOutputStream(Files.newOutputStream(drivers.resolve("md-mod.ko.gz"))), "loop");
        Files.writeString(drivers.resolve("loop.ko.zst"), "packed still");
        Path kernel = Files.createDirectories(folder.resolve("boot")).resolve("vmlinuz-6.12.9");
        assertThat(Modules.find(kernel, "6.12.9", null))
                .extracting(module -> module.file() + " " + module.content().length)
                .containsExactly("loop.ko.zst 12", "md-mod.ko 31", "raid0.ko 33");
    }

    private static void write(OutputStream packed, String needed) throws IOException {
        try (packed) {
            packed.write(content(needed));
        }
    }

    @Test
    void whatIsPackedBadlyIsTold() throws IOException {
        Files.writeString(folder.resolve("raid0.ko.xz"), "no archive");
        assertThatExceptionOfType(LiveProblem.class)
                .isThrownBy(() -> Modules.find(folder.resolve("linux"), "6.1.999", folder))
                .withMessageStartingWith("cannot read " + folder.resolve("raid0.ko.xz") + ": ");
    }

    @Test
    void whereNoneAreEverythingIsBuiltIn() {
        assertThat(Modules.find(folder.resolve("linux"), "6.1.999", null)).isEmpty();
    }

    @Test
    void whoNamesAFolderHasThemThere() {
        assertThatExceptionOfType(LiveProblem.class)
                .isThrownBy(() -> Modules.find(folder.resolve("linux"), "6.1.999", folder))
                .withMessage("none of the modules loop, md_mod, raid0 is in " + folder);
        assertThatExceptionOfType(LiveProblem.class)
                .isThrownBy(() -> Modules.find(folder.resolve("linux"), "6.1.999", folder.resolve("none")))
                .withMessage("no such folder of modules: " + folder.resolve("none"));
    }

    private void module(String path, String needed) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, content(needed));
    }

    private static byte[] content(String needed) {
        return ("\177ELF\0license=none\0depends=" + needed + "\0").getBytes(StandardCharsets.ISO_8859_1);
    }
}
