package kvetch.properties.kit;

/**
 * A law that an allocator breaks, as the failure of a test.
 *
 * <p>Whoever runs tests prints a message in several places: in a list of failures, in a report of their own, with the stack.
 * So the message is one line, and the whole story comes once, where the stack is printed.
 */
// The message of a failure is shown in more places than its text.
@SuppressWarnings("OverrideThrowableToString")
final class BrokenLawError extends AssertionError {
    private static final long serialVersionUID = 1;

    private final String story;

    /**
     * A failure.
     *
     * @param story several lines, of which the first says it all
     */
    BrokenLawError(String story) {
        super(story.lines().findFirst().orElse(""));
        this.story = story;
    }

    /** The whole story. */
    @Override
    public String toString() {
        return story;
    }
}
