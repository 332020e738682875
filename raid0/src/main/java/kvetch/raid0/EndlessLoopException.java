package kvetch.raid0;

/**
 * A driver does not end: it has taken more steps over something than that has sectors and zones. It is counted, so that it is
 * the same on every machine.
 */
public final class EndlessLoopException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String driver;

    EndlessLoopException(String driver, String message) {
        super(message);
        this.driver = driver;
    }

    /**
     * Whose driver.
     *
     * @return its name
     */
    public String driver() {
        return driver;
    }
}
