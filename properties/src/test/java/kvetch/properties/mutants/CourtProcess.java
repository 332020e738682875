package kvetch.properties.mutants;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A {@link Court} at work. */
final class CourtProcess implements AutoCloseable {
    /** Processor time after which a mistake in the driver is given up. */
    private static final Duration MOST = Duration.ofMinutes(20);

    /** The same for one in what the driver runs on, each of which shows on few cases or makes all of them slow. */
    private static final Duration MOST_OF_MACHINE = Duration.ofSeconds(75);

    private final Duration most;
    private final Process process;
    private final BufferedReader in;
    private final BufferedWriter out;

    /**
     * Starts one, and waits until it has the cases.
     *
     * @param part what is judged
     * @param options of the virtual machine
     * @param inFront the folder of classes that are put in front of those that there are
     * @param pool the file of the cases, which is written if it is not there
     * @param extent how much is tried
     * @param errors the file that gets what it complains of
     * @throws IOException if it does not come up
     */
    CourtProcess(Part part, List<String> options, Path inFront, Path pool, Extent extent, Path errors)
            throws IOException {
        most = part == Part.DRIVER ? MOST : MOST_OF_MACHINE;
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx768m",
                "-XX:+UseSerialGC",
                "-Djava.awt.headless=true"));
        command.addAll(options);
        command.addAll(List.of(
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
        Duration before = cpuTime();
        try {
            while (cpuTime().minus(before).compareTo(most) < 0) Thread.sleep(1000);
            process.destroyForcibly();
        } catch (InterruptedException judged) {
            // In time.
        }
    }

    private Duration cpuTime() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
