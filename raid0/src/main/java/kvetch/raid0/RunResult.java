package kvetch.raid0;

/** How starting an array ended, where the kernel survived it. */
public sealed interface RunResult {

    /** The array runs. */
    enum Started implements RunResult {
        /** The only one. */
        STARTED
    }

    /**
     * The array was refused.
     *
     * @param errno what the caller gets
     */
    record Refused(Errno errno) implements RunResult {}
}
