package kvetch.cli;

/** Whoever read our output has gone, as {@code head} does: there is no one to go on for. */
final class OutputClosed extends RuntimeException {
    private static final long serialVersionUID = 1;

    OutputClosed() {
        super("output closed", null, false, false);
    }
}
