package kvetch.cli.console;

/** Whoever read our output has gone, as {@code head} does: there is no one to go on for. */
public final class OutputClosed extends RuntimeException {
    private static final long serialVersionUID = 1;

    public OutputClosed() {
        super("output closed", null, false, false);
    }
}
