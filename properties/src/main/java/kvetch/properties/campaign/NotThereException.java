package kvetch.properties.campaign;

/** A description names what is not there: an allocator, a law or a driver that was plugged in elsewhere. */
public final class NotThereException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    NotThereException(String problem) {
        super(problem);
    }
}
