package kvetch.cli.process;

import java.util.Map;

/** Why the process is ending, for shutdown hooks, which are not told. The stacks of its threads show it. */
final class ProcessEnd {
    private ProcessEnd() {}

    /** Whether a thread other than {@code except} has called System.exit. */
    static boolean isCalledFor(Thread except) {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey() != except)
                .anyMatch(thread -> isIn(thread, "java.lang.Runtime", "exit"));
    }

    /** Whether a signal such as that of Ctrl-C has come. */
    static boolean isSignalled() {
        return Thread.getAllStackTraces().entrySet().stream()
                .anyMatch(thread -> isIn(thread, "java.lang.Terminator", "handle"));
    }

    private static boolean isIn(Map.Entry<Thread, StackTraceElement[]> thread, String type, String method) {
        for (StackTraceElement frame : thread.getValue())
            if (frame.getMethodName().equals(method)
                    && (frame.getClassName().equals(type)
                            || frame.getClassName().startsWith(type + "$"))) return true;
        return false;
    }
}
