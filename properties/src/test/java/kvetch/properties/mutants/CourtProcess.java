package kvetch.properties.mutants;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A {@link Court} at work. */
final class CourtProcess implements AutoCloseable {
    /** Processor time after which a mistake is given up. */
    private static final long MOST_MINUTES = 20;

    private final Process process;
    private final BufferedReader in;
    private final BufferedWriter out;

    /**
     * Starts one, and waits until it has the cases.
     *
     * @param part what is judged
     * @param inFront the folder of classes that are put in front of those that there are
     * @param pool the file of the cases, which is written if it is not there
     * @param extent how much is tried
     * @param errors the file that gets what it complains of
     * @throws IOException if it does not come up
     */
    CourtProcess(Part part, Path inFront, Path pool, Extent extent, Path errors) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx768m",
                "-XX:+UseSerialGC",
                "-Djava.awt.headless=true",
                "-cp",
                inFront + File.pathSeparator + Javac.path(),
                Court.class.getName(),
                part.name(),
                pool.toString()));
        command.addAll(extent.arguments());
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()))
                .start();
        in = process.inputReader(StandardCharsets.UTF_8);
        out = process.outputWriter(StandardCharsets.UTF_8);
        if (in.readLine() == null) throw new IOException("no court: see " + errors);
    }

    /** What it says of a mistake, a line of JSON; null if it has ended under it, or has taken too long. */
    @Nullable
    String ask(String id) {
        Thread watch = new Thread(this::giveUp, "watch");
        watch.setDaemon(true);
        watch.start();
        try {
            out.write(id + "\n");
            out.flush();
            return in.readLine();
        } catch (IOException ended) {
            return null;
        } finally {
            watch.interrupt();
        }
    }

    private void giveUp() {
        long before = cpuMinutes();
        try {
            while (cpuMinutes() - before < MOST_MINUTES) Thread.sleep(1000);
            process.destroyForcibly();
        } catch (InterruptedException judged) {
            // In time.
        }
    }

    private long cpuMinutes() {
        return process.info().totalCpuDuration().map(time -> time.toMinutes()).orElse(0L);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
