package kvetch.properties.law;

/** The cases that a law is put to the test on. */
public enum Population {
    /** Arrays most of which start. */
    RUNNING(90, false),
    /** Arrays of which many are refused, with their lives; every so often what other callers do with the allocator alone. */
    LIVES(55, true),
    /** Arrays most of which are refused. */
    REFUSED(15, false);

    private final int sound;
    private final boolean hasWorkloads;

    Population(int sound, boolean hasWorkloads) {
        this.sound = sound;
        this.hasWorkloads = hasWorkloads;
    }

    /** In percent, how often an array is one that has nothing wrong with it and so starts. */
    public int sound() {
        return sound;
    }

    /** Whether some cases are about the allocator alone. */
    public boolean hasWorkloads() {
        return hasWorkloads;
    }
}
