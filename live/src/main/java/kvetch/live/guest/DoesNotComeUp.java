package kvetch.live.guest;

/** A kernel that does not get as far as the program in it. */
public final class DoesNotComeUp extends LiveProblem {
    private static final long serialVersionUID = 1;

    DoesNotComeUp(String message) {
        super(message);
    }
}
