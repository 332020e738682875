package kvetch.properties.law;

/** What a run should sometimes see, so that a law that held was not held by easy cases alone. */
public enum Coverage {
    /** The array started. */
    STARTED("an array that starts"),
    /** The array was refused. */
    REFUSED("an array that is refused"),
    /** The caller was killed for want of memory. */
    KILLED("a caller that is killed for want of memory"),
    /** Three zones or more. */
    THREE_ZONES("three zones or more"),
    /** A chunk that is no power of two. */
    ODD_CHUNK("a chunk that is no power of two"),
    /** A disk smaller than a chunk. */
    TINY_DISK("a disk smaller than a chunk"),
    /** A machine with pages other than 4 KiB. */
    LARGE_PAGES("pages larger than 4 KiB"),
    /** raid_disks is not the number of disks. */
    ODD_RAID_DISKS("raid_disks that is not the number of disks"),
    /** The table went to vmalloc. */
    VMALLOC("the vmalloc fallback"),
    /** The second allocation of a life returned NULL. */
    SECOND_ALLOCATION_FAILED("the second allocation failing"),
    /** The third allocation of a life returned NULL. */
    THIRD_ALLOCATION_FAILED("the third allocation failing"),
    /** Registering integrity failed. */
    INTEGRITY_FAILED("registering integrity failing"),
    /** The array started a second time on the same machine. */
    RAN_AGAIN("an array that runs again"),
    /** The request crosses a chunk boundary. */
    CROSSES_CHUNK("a request across a chunk boundary"),
    /** The discard crosses a zone boundary. */
    CROSSES_ZONE("a discard across a zone boundary"),
    /** Every sector was looked at. */
    WALKED("an array walked sector by sector"),
    /** The array was too large to walk, so it was looked at where it matters. */
    SAMPLED("an array too large to walk, checked at its edges and at random");

    private final String text;

    Coverage(String text) {
        this.text = text;
    }

    /**
     * What is seen.
     *
     * @return a few words
     */
    public String text() {
        return text;
    }
}
