package kvetch.raid0;

/** A hunk of the fix that moves the two tables to kvzalloc and kvfree. */
public enum Hunk {
    /** The two allocations in create_strip_zones. */
    ALLOC,
    /** The two frees on the abort path of create_strip_zones. */
    ABORT,
    /** The two frees in raid0_free. */
    FREE
}
