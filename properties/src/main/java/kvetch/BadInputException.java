package kvetch;

/** What was asked for is not there, or makes no sense. The message is the line that {@code kvetch} complains with. */
public final class BadInputException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    /**
     * A complaint.
     *
     * @param line what is wrong, in one line
     */
    BadInputException(String line) {
        super(line);
    }
}
