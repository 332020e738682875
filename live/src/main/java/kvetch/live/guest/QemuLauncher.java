package kvetch.live.guest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A bootable image, which QEMU runs: with KVM where that works, and without it elsewhere. */
public final class QemuLauncher implements Launcher {
    private static final String PROGRAM = "qemu-system-x86_64";

    private static final Path KVM = Path.of("/dev/kvm");

    /** A program of a boot sector: mov al, 16; out 0xf4, al; hlt. */
    private static final byte[] SECTOR_PROGRAM = {(byte) 0xb0, 0x10, (byte) 0xe6, (byte) 0xf4, (byte) 0xf4};

    private static final int SECTOR_BYTES = 512;

    /** What QEMU exits with when it has run. */
    private static final int HAS_RUN = 16 * 2 + 1;

    private static final long KVM_ANSWERS_IN_MS = 3000;

    private final BootableImage image;
    private final String qemu;
    private final int memoryMb;
    private final List<String> processor;

    /**
     * An image to run.
     *
     * @param path the folders where programs are, with colons between them
     * @throws LiveProblem if QEMU is not in them
     */
    public QemuLauncher(BootableImage image, String path, int memoryMb) {
        Path found = find(path);
        if (found == null)
            throw new LiveProblem(image.path() + " is a bootable image, which takes " + PROGRAM
                    + " to run, and that is not installed (qemu-system-x86 on Debian)");
        this.image = image;
        this.qemu = found.toString();
        this.memoryMb = memoryMb;
        // QEMU 7.2 does cmpxchg16b wrongly where it has to do it itself.
        this.processor = startsWithKvm()
                ? List.of("-accel", "kvm", "-cpu", "host")
                : List.of("-accel", "tcg", "-cpu", "qemu64,-cx16");
    }

    /** What runs a kernel where this processor does not, from a semicolon on; empty if it is not installed. */
    static String offer(String path) {
        return find(path) == null
                ? ""
                : "; " + PROGRAM + " is here, and runs a bootable image of the same release, as in /boot";
    }

    private static @Nullable Path find(String path) {
        for (String folder : path.split(":", -1)) {
            Path program = Path.of(folder.isEmpty() ? "." : folder, PROGRAM).toAbsolutePath();
            if (Files.isExecutable(program)) return program;
        }
        return null;
    }

    /** Tried, as in virtual machines there may be one that nothing starts with. */
    private boolean startsWithKvm() {
        if (!Files.isReadable(KVM) || !Files.isWritable(KVM)) return false;
        try {
            Path folder = Files.createTempDirectory("kvetch-kvm");
            byte[] sector = new byte[SECTOR_BYTES];
            System.arraycopy(SECTOR_PROGRAM, 0, sector, 0, SECTOR_PROGRAM.length);
            sector[SECTOR_BYTES - 2] = 0x55;
            sector[SECTOR_BYTES - 1] = (byte) 0xaa;
            Path disk = Files.write(folder.resolve("sector"), sector);
            List<String> command = new ArrayList<>(List.of(Programs.leash().toString(), folder.toString()));
            command.addAll(machine(16));
            command.addAll(List.of("-accel", "kvm", "-cpu", "host"));
            command.addAll(List.of("-drive", "file=" + disk + ",format=raw,if=floppy"));
            command.addAll(List.of("-device", "isa-debug-exit,iobase=0xf4,iosize=1"));
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            boolean hasEnded = process.waitFor(KVM_ANSWERS_IN_MS, TimeUnit.MILLISECONDS);
            // Its leash ends with what comes in.
            process.getOutputStream().close();
            return hasEnded && process.exitValue() == HAS_RUN;
        } catch (IOException e) {
            throw new LiveProblem("cannot start " + qemu + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LiveProblem("interrupted while KVM was tried");
        }
    }

    /** With nothing in it that a kernel would have to look at. */
    private List<String> machine(int megabytes) {
        return List.of(
                qemu,
                "-nodefaults",
                "-no-user-config",
                "-display",
                "none",
                "-no-reboot",
                "-machine",
                "pc",
                "-m",
                Integer.toString(megabytes));
    }

    @Override
    public String release() {
        return image.release();
    }

    /** Its console is a serial port, the one device that no distribution has made a module of. */
    @Override
    public List<String> command(Path initrd, Path folder) {
        List<String> command = new ArrayList<>(machine(memoryMb));
        command.addAll(processor);
        command.addAll(List.of("-kernel", image.path().toString(), "-initrd", initrd.toString()));
        command.addAll(List.of("-append", "console=ttyS0 quiet loglevel=1 panic=-1"));
        command.addAll(List.of("-chardev", "stdio,id=console,signal=off", "-serial", "chardev:console"));
        return command;
    }
}
