package kvetch.live.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherTest {
    @TempDir
    Path folder;

    private BootableImage image() throws IOException {
        Path file = Files.write(folder.resolve("vmlinuz"), BootableImageTest.head("6.1.999 (x) #1"));
        return Objects.requireNonNull(BootableImage.read(file));
    }

    private Path program(Path place, String script) throws IOException {
        Files.writeString(place, "#!/bin/sh\n" + script + "\n");
        assertThat(place.toFile().setExecutable(true)).isTrue();
        return place;
    }

    @Test
    void anImageTakesQemu() throws IOException {
        assertThatExceptionOfType(LiveProblem.class)
                .isThrownBy(() -> new QemuLauncher(image(), folder.toString(), 512))
                .withMessage(folder.resolve("vmlinuz") + " is a bootable image, which takes qemu-system-x86_64 to run,"
                        + " and that is not installed (qemu-system-x86 on Debian)");
    }

    /** There is a device, perhaps, but nothing starts with it: this QEMU only fails. */
    @Test
    void whereKvmDoesNotWorkQemuDoesWithoutIt() throws IOException {
        Path qemu = program(folder.resolve("qemu-system-x86_64"), "exit 1");
        QemuLauncher launcher = new QemuLauncher(image(), "/nowhere:" + folder, 512);
        assertThat(launcher.release()).isEqualTo("6.1.999");
        assertThat(launcher.command(folder.resolve("initrd"), folder))
                .startsWith(qemu.toString())
                .containsSequence("-m", "512")
                .containsSequence("-accel", "tcg", "-cpu", "qemu64,-cx16")
                .containsSequence("-kernel", folder.resolve("vmlinuz").toString())
                .containsSequence("-initrd", folder.resolve("initrd").toString())
                .contains("-no-reboot", "console=ttyS0 quiet loglevel=1 panic=-1");
    }

    @Test
    void qemuIsOfferedWhereItIs() throws IOException {
        assertThat(QemuLauncher.offer(folder.toString())).isEmpty();
        program(folder.resolve("qemu-system-x86_64"), "exit 0");
        assertThat(QemuLauncher.offer("/nowhere:" + folder))
                .isEqualTo("; qemu-system-x86_64 is here, and runs a bootable image of the same release, as in /boot");
    }

    @Test
    void howAProcessEndedIsSaid() {
        assertThat(Ending.of(3)).isEqualTo("it ended with 3");
        assertThat(Ending.of(139)).isEqualTo("it was ended by signal 11");
        assertThat(Ending.of(132)).isEqualTo("it was ended by signal 4, as where the processor lacks an instruction");
    }
}
