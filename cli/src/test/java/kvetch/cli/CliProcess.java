package kvetch.cli;

import io.vavr.collection.Vector;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The command line in a process of its own, as {@code ./kvetch} starts it but for the module path. */
public final class CliProcess {
    private CliProcess() {}

    public static ProcessBuilder of(String... args) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                classPath(),
                "kvetch.cli.Main"));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("KVETCH_MEMORY", "off");
        return builder;
    }

    /** Whatever this test runs on, modules too. */
    public static String classPath() {
        return Vector.of("jdk.module.path", "java.class.path", "surefire.test.class.path")
                .map(property -> System.getProperty(property, ""))
                .filter(path -> !path.isEmpty())
                .mkString(File.pathSeparator);
    }

    /** Waits until a process has used so much processor time, which takes the longer the busier the machine is. */
    public static void awaitWork(Process process, int seconds) throws InterruptedException {
        Duration enough = Duration.ofSeconds(seconds);
        while (process.isAlive()
                && process.info().totalCpuDuration().orElse(enough).compareTo(enough) < 0) Thread.sleep(50);
    }
}
