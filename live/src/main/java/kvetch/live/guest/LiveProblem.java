package kvetch.live.guest;

/** A kernel that cannot be put to the test, with the reason in one line. */
public class LiveProblem extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * A problem.
     *
     * @param message one line for a person
     */
    public LiveProblem(String message) {
        super(message);
    }
}
