package kvetch.live.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
                .extracting(file -> String.valueOf(file.getFileName()))
                .containsExactly("loop.ko", "libcrc32c.ko", "md-mod.ko", "raid0.ko");
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
        Files.write(file, ("\177ELF\0license=none\0depends=" + needed + "\0").getBytes(StandardCharsets.ISO_8859_1));
    }
}
