package kvetch.cli.console;

/** What {@code kvetch} exits with. */
public enum ExitCode {
    /** All held. */
    HELD(0),
    /** A law is broken, a recording disagrees, or the simulated machine died. */
    BROKEN(1),
    /** Bad usage or input. */
    USAGE(2),
    /** A law was not put to the test, or not on the cases that matter. */
    INCOMPLETE(3),
    /** An allocator misbehaved as a program. */
    ALLOCATOR(4),
    /** A fault of our own. */
    OUR_FAULT(70),
    /** Whoever read the output has gone, as {@code head} does; a shell says so of a process that SIGPIPE ended. */
    OUTPUT_CLOSED(141);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
