package kvetch.live.guest;

/** How a process ended. */
final class Ending {
    private static final int SIGNALLED = 128;
    private static final int SIGILL = 4;

    private Ending() {}

    /** Says it in words, of an exit code as shells have it. */
    static String of(int code) {
        if (code <= SIGNALLED) return "it ended with " + code;
        String reason = code - SIGNALLED == SIGILL ? ", as where the processor lacks an instruction" : "";
        return "it was ended by signal " + (code - SIGNALLED) + reason;
    }
}
