package kvetch.live.guest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A user-mode kernel, which is a program. */
public final class UmlLauncher implements Launcher {
    private static final Pattern RELEASE = Pattern.compile("[2-9]\\.\\d+[\\w.+~-]*");
    private static final long PATIENCE_S = 10;

    private final Path kernel;
    private final int memoryMb;
    private final String release;
    private final boolean hasKasan;

    public UmlLauncher(Path kernel, int memoryMb) {
        this.kernel = kernel.toAbsolutePath();
        this.memoryMb = memoryMb;
        if (!Files.isRegularFile(kernel)) throw new LiveProblem("no such kernel: " + kernel);
        if (!isProgram(kernel))
            throw new LiveProblem(kernel + " is no user-mode kernel: it is not a program of this machine");
        if (!Files.isExecutable(kernel)) throw new LiveProblem(kernel + " is not executable");
        this.release = askRelease();
        this.hasKasan = contains(kernel, "kasan_multi_shot");
    }

    private static boolean contains(Path file, String text) {
        byte[] bytes = new byte[1 << 20];
        int kept = 0;
        try (var in = Files.newInputStream(file)) {
            for (int n; (n = in.readNBytes(bytes, kept, bytes.length - kept)) > 0; ) {
                int end = kept + n;
                if (new String(bytes, 0, end, StandardCharsets.ISO_8859_1).contains(text)) return true;
                kept = Math.min(text.length(), end);
                System.arraycopy(bytes, end - kept, bytes, 0, kept);
            }
            return false;
        } catch (IOException unreadable) {
            throw new LiveProblem("cannot read " + file + ": " + unreadable.getMessage());
        }
    }

    /** Whether it is an ELF file that is no relocatable. */
    private static boolean isProgram(Path file) {
        byte[] head = new byte[18];
        try (var in = Files.newInputStream(file)) {
            if (in.readNBytes(head, 0, head.length) < head.length) return false;
        } catch (IOException unreadable) {
            throw new LiveProblem("cannot read " + file + ": " + unreadable.getMessage());
        }
        return head[0] == 0x7f
                && head[1] == 'E'
                && head[2] == 'L'
                && head[3] == 'F'
                && (head[16] == 2 || head[16] == 3);
    }

    /** It says so without booting. */
    private String askRelease() {
        try {
            Process process = new ProcessBuilder(kernel.toString(), "--version")
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new LiveProblem(kernel + " does not answer to --version, as a user-mode kernel does");
            }
            String said = new String(process.getInputStream().readNBytes(4096), StandardCharsets.UTF_8);
            String first = said.lines().findFirst().orElse("").trim();
            if (process.exitValue() == 0 && RELEASE.matcher(first).matches()) return first;
            throw new LiveProblem(kernel + " is no user-mode kernel that runs on this machine"
                    + (first.isEmpty() ? "; it ended with " + process.exitValue() : "; it says: " + first));
        } catch (IOException e) {
            throw new LiveProblem("cannot start " + kernel + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LiveProblem("interrupted while " + kernel + " was asked for its release");
        }
    }

    @Override
    public String release() {
        return release;
    }

    @Override
    public List<String> command(Path initrd, Path folder) {
        return List.of(
                kernel.toString(),
                "mem=" + memoryMb + "M",
                "initrd=" + initrd,
                "con=null",
                "con0=fd:0,fd:1",
                "quiet",
                "loglevel=4",
                "panic=-1",
                // What is poisoned dies before KASAN can tell.
                hasKasan ? "kasan_multi_shot" : "slub_debug=FZPU,kmalloc-*",
                "scsi_debug.dif=1",
                "scsi_debug.dix=1",
                "scsi_debug.dev_size_mb=1",
                "scsi_debug.max_luns=8",
                "scsi_debug.add_host=0",
                "scsi_debug.delay=0",
                "uml_dir=" + folder,
                "umid=guest");
    }
}
