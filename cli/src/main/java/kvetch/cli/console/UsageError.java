package kvetch.cli.console;

/** The user asked for something that has no meaning. Carries one line, and no trace, because it is no fault of ours. */
public final class UsageError extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String message;

    public UsageError(String message) {
        super(message, null, false, false);
        this.message = message;
    }

    /** What was wrong, and what would be right. */
    public String message() {
        return message;
    }
}
