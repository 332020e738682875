package kvetch.properties.contract;

/** The accounting of pages: what callers asked for, had and gave back, and what the machine has less than at first. */
final class PageAccount {
    private final Trial trial;
    private final long freeAtFirst;
    private long asked;
    private long inUse;
    private long mostInUse;
    private long freed;
    private long lost;
    private long served;
    private long frees;

    PageAccount(Trial trial) {
        this.trial = trial;
        this.freeAtFirst = trial.freePages();
    }

    /** A caller asked for so many bytes, and was served or not. */
    void ask(long bytes) {
        asked += Math.max(
                1, Math.min(trial.pagesOf(bytes), trial.machine().profile().frames()));
    }

    /** A request was refused, and so many pages were free before it and after it. */
    void refuse(long before, long after) {
        lost += Math.max(0, before - after);
    }

    /** A caller got so many bytes. */
    void serve(long bytes) {
        served++;
        inUse += trial.pagesOf(bytes);
        mostInUse = Math.max(mostInUse, inUse);
    }

    /** A caller gave so many bytes back. */
    void free(long bytes) {
        frees++;
        inUse -= trial.pagesOf(bytes);
        freed += trial.pagesOf(bytes);
    }

    /** How many pages were asked for; none counts more than the machine's memory. */
    long asked() {
        return asked;
    }

    /** How many pages there were less after requests that were refused than before them. */
    long lost() {
        return lost;
    }

    /** How many blocks callers got. */
    long served() {
        return served;
    }

    /** How many blocks they gave back. */
    long frees() {
        return frees;
    }

    /** How many pages those had. */
    long freed() {
        return freed;
    }

    /** How many pages callers had at once at most. */
    long mostInUse() {
        return mostInUse;
    }

    /** How many pages the machine has less than at first. */
    long taken() {
        return freeAtFirst - trial.freePages();
    }
}
