package kvetch.prove.code;

/** A function does something of which no formula is made. */
public final class Unsupported extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** With what it is that has none. */
    public Unsupported(String message) {
        super(message);
    }
}
