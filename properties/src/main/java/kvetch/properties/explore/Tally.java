package kvetch.properties.explore;

import kvetch.properties.run.ExploredArray;

/** How much was done. */
public final class Tally {
    private long states;
    private long mappings;
    private long requests;
    private long discards;
    private long checks;

    /** Nothing so far. */
    public Tally() {}

    /** So much. */
    public Tally(long states, long mappings, long requests, long discards, long checks) {
        this.states = states;
        this.mappings = mappings;
        this.requests = requests;
        this.discards = discards;
        this.checks = checks;
    }

    /** A life was led, and so many laws were checked on it; those of an array that runs count themselves. */
    public void addLife(int laws) {
        states++;
        checks += laws;
    }

    public void add(ExploredArray walked) {
        mappings += walked.mappings();
        requests += walked.requests();
        discards += walked.discards();
        checks += walked.checks();
    }

    public void add(Tally other) {
        states += other.states;
        mappings += other.mappings;
        requests += other.requests;
        discards += other.discards;
        checks += other.checks;
    }

    /** Laws were checked so many times more. */
    public void addChecks(long times) {
        checks += times;
    }

    /** How many lives were led. */
    public long states() {
        return states;
    }

    /** How many sectors were mapped. */
    public long mappings() {
        return mappings;
    }

    /** How many requests were carried out. */
    public long requests() {
        return requests;
    }

    /** How many discards were carried out. */
    public long discards() {
        return discards;
    }

    /** How many times a law was checked. */
    public long checks() {
        return checks;
    }
}
