package kvetch.properties.cases;

/** What the disks of an array say of data integrity. */
public enum Integrity {
    /** No disk has a profile, so nothing is registered. */
    NONE,
    /** All disks have the same profile, which takes one more allocation. */
    SAME,
    /** The first disk has a profile and the others have none, so registering fails where there are others. */
    MIXED;

    boolean hasProfile(int disk) {
        return this == SAME || (this == MIXED && disk == 0);
    }
}
