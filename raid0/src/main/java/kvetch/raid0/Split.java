package kvetch.raid0;

/** What raid0 does with a request that crosses a chunk boundary, after it has cut off the first part. */
public enum Split {
    /** The remainder goes round again and is cut again. */
    RESUBMIT,
    /** The remainder is mapped once, as a whole, from its first sector. */
    MAP_REMAINDER
}
