package kvetch.cli.options;

import io.vavr.collection.Vector;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import kvetch.cli.console.UsageError;
import kvetch.live.LiveKernel;
import kvetch.live.guest.LiveProblem;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a real kernel is run: where its modules are, how much memory it has and how many of it run at a time. */
public class LiveOptions {
    /** What the name of a kernel that is a file begins with. */
    public static final String PREFIX = "live:";

    static final int USUAL_MEMORY_MIB = 2048;

    private static final int LEAST_MEMORY_MIB = 64;
    private static final int MOST_MEMORY_MIB = 65536;
    private static final int MOST_GUESTS = 64;

    @Option(
            names = "--modules",
            paramLabel = "DIR",
            description =
                    "Where the modules of a live kernel are, .../modules/RELEASE. Default: beside it, as in a package; none"
                            + " are needed where the drivers are built in.")
    private @Nullable String modules;

    @Option(
            names = "--guests",
            paramLabel = "N",
            description =
                    "How many of a live kernel run side by side. Default: as many as there are processors, 2 at least.")
    private @Nullable String guests;

    /** Whether a kernel is named as a file. */
    public static boolean isLive(String kernel) {
        return kernel.startsWith(PREFIX);
    }

    /** The first of the kernels that is named as a file; null if none is. */
    static @Nullable String named(List<String> kernels) {
        return Vector.ofAll(kernels).find(LiveOptions::isLive).getOrNull();
    }

    /**
     * Boots a kernel.
     *
     * @param name {@code live:PATH}
     * @throws UsageError if that is none, or it cannot be run here
     */
    public LiveKernel open(String name, int memoryMib) {
        if (!isLive(name) || name.equals(PREFIX))
            throw new UsageError("a real kernel is named as live:PATH, not '" + name + "'");
        int side = guests == null
                ? Math.max(2, Runtime.getRuntime().availableProcessors())
                : (int) Numbers.whole(guests, "--guests", 1, MOST_GUESTS);
        try {
            LiveKernel kernel = LiveKernel.open(
                    path(name.substring(PREFIX.length())),
                    modules == null ? null : path(modules),
                    new LiveKernel.Options(memoryMib, side));
            return booted(kernel);
        } catch (LiveProblem problem) {
            throw new UsageError(String.valueOf(problem.getMessage()));
        }
    }

    /** One that does not come up is noticed before anything else is done. */
    private static LiveKernel booted(LiveKernel kernel) {
        boolean isUp = false;
        try {
            kernel.boot();
            isUp = true;
            return kernel;
        } finally {
            if (!isUp) kernel.close();
        }
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new UsageError("'" + text.replace('\0', '?') + "' is not a file name");
        }
    }

    static int memory(@Nullable String text) {
        return text == null
                ? USUAL_MEMORY_MIB
                : (int) Numbers.whole(text, "--memory", LEAST_MEMORY_MIB, MOST_MEMORY_MIB);
    }

    /** Of a command that has no other memory to speak of. */
    public static final class WithMemory extends LiveOptions {
        @Option(
                names = "--memory",
                paramLabel = "MIB",
                description = "The memory of a live kernel in MiB. Default: " + USUAL_MEMORY_MIB + ".")
        private @Nullable String memory;

        /** Boots a kernel, {@code live:PATH}. */
        public LiveKernel open(String name) {
            return open(name, memory(memory));
        }
    }
}
