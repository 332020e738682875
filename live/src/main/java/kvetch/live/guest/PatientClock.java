package kvetch.live.guest;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import kvetch.properties.sandbox.Patience;
import org.jspecify.annotations.Nullable;

/**
 * Waits for a line of a guest as long as that may take in processor time of its own, which other load does not lengthen. A guest
 * all of which sleeps is waited for several times as long.
 */
final class PatientClock implements Guest.Clock {
    private static final long LOOK_MS = 250;

    /** All looks are at one thing. */
    private static final long TASK = 0;

    private final Process process;

    PatientClock(Process process) {
        this.process = process;
    }

    @Override
    public @Nullable String next(BlockingQueue<String> lines, long ms) throws InterruptedException {
        // Most of what is asked is answered before anybody has to look at processes.
        String soon = lines.poll(LOOK_MS, TimeUnit.MILLISECONDS);
        if (soon != null) return soon;
        Patience patience = new Patience(this::cpuTime, this::isWaiting, ms);
        while (patience.exhausted(TASK).isEmpty()) {
            String line = lines.poll(LOOK_MS, TimeUnit.MILLISECONDS);
            if (line != null) return line;
        }
        return null;
    }

    /** The kernel is a child of what holds it, and its programs are children of the kernel. */
    private Stream<ProcessHandle> all() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants());
    }

    private long cpuTime() {
        return all().mapToLong(each ->
                        each.info().totalCpuDuration().orElse(Duration.ZERO).toNanos())
                .sum();
    }

    private boolean isWaiting() {
        return all().noneMatch(each -> runs(Path.of("/proc", Long.toString(each.pid()), "task")));
    }

    /** Whether a thread runs, or could and does not get to, or waits for a disk of this machine. */
    private static boolean runs(Path threads) {
        try (DirectoryStream<Path> each = Files.newDirectoryStream(threads)) {
            for (Path thread : each) {
                String stat = Files.readString(thread.resolve("stat"));
                int state = stat.lastIndexOf(')') + 2;
                if (state < stat.length() && "RD".indexOf(stat.charAt(state)) >= 0) return true;
            }
        } catch (IOException ended) {
            // Then it does not run.
        }
        return false;
    }
}
