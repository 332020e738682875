package kvetch.properties;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where the code of allocators runs that are not the kernel's own. */
public final class Isolation {
    /** On a thread of its own in this process, which one that calls {@link Runtime#halt} ends. */
    public static final Isolation IN_THIS_PROCESS = new Isolation(null);

    private final @Nullable Function<List<String>, List<String>> commandLine;

    private Isolation(@Nullable Function<List<String>, List<String>> commandLine) {
        this.commandLine = commandLine;
    }

    /**
     * In a process of its own, which is started anew when it has ended.
     *
     * @param commandLine makes the command that starts one; it is given arguments for the Java virtual machine, and
     *     the command has {@link Worker#main} called, with whatever finds the same allocators
     * @return where to run
     */
    public static Isolation inProcesses(Function<List<String>, List<String>> commandLine) {
        return new Isolation(commandLine);
    }

    CaseRunner open(Setup setup, long timeoutMs) {
        return commandLine == null || setup.providers().isKernels(setup.provider())
                ? new SandboxRunner(setup, timeoutMs)
                : new ProcessRunner(setup, timeoutMs, commandLine);
    }
}
