package kvetch.cli.options;

import io.vavr.collection.Vector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import kvetch.cli.console.ExitCode;
import kvetch.cli.console.Terminal;
import kvetch.cli.process.JavaProcess;
import kvetch.properties.Check;
import kvetch.properties.isolation.Isolation;
import kvetch.properties.isolation.Worker;
import kvetch.properties.plug.Providers;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** The options for allocators and drivers of other people's: {@code --module-path} and {@code --timeout}. */
public final class PluggedIn {
    /** A day. */
    private static final int LONGEST_TIMEOUT = 86_400;

    @CommandLine.Mixin
    private final ModulePath modulePath = new ModulePath();

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description =
                    "How many seconds of processor time an allocator or a driver may take over an array, or over one call where an"
                            + " allocator is judged alone, before it counts as hung; one that waits may do so six times as long."
                            + " Default: 10.")
    private @Nullable String timeout;

    /** All allocators and drivers there are; what is wrong with others goes to stderr. */
    public Providers load(Terminal terminal) {
        return modulePath.load(terminal);
    }

    /** What finds the same ones again, each argument after a space. */
    public String arguments() {
        return modulePath.arguments();
    }

    /** Where they are looked for, beside what this kvetch comes with. */
    public Vector<Path> paths() {
        return Vector.ofAll(modulePath.paths());
    }

    public long timeoutMs() {
        return timeout == null
                ? Check.DEFAULT_TIMEOUT_MS
                : 1000 * Numbers.whole(timeout, "--timeout", 1, LONGEST_TIMEOUT);
    }

    /** A process of its own for each allocator that is not the kernel's, and for each driver. */
    public Isolation isolation() {
        List<String> paths = new ArrayList<>();
        for (Path path : modulePath.paths()) paths.add(path.toString());
        return Isolation.inProcesses(javaArguments ->
                JavaProcess.command(Worker.class, javaArguments, paths).asJava());
    }

    /** Whoever cannot be loaded has not passed. */
    public static ExitCode worse(ExitCode code, Providers providers) {
        boolean fine = code == ExitCode.HELD || code == ExitCode.INCOMPLETE;
        return fine && providers.problems().nonEmpty() ? ExitCode.ALLOCATOR : code;
    }
}
