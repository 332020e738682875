package kvetch.properties.campaign;

/** An engine cannot go on: what it runs on is not there, or gave up. Shards that are done are kept. */
public final class EngineException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * An engine cannot go on.
     *
     * @param message why, in one line
     */
    public EngineException(String message) {
        super(message);
    }
}
