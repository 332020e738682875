package kvetch.properties.law;

/** What can be looked at beside what shows on the way, one law at a time, as it takes time or changes what follows. */
public enum Look {
    /** What ksize says of the blocks that are live when another is freed. */
    SIZES,
    /** What stays taken when all is freed: the steps are gone through several times. */
    LEAKS,
    /** The bytes of live blocks, which their owners write. */
    BYTES,
    /** Whether what is refused could have been served. */
    REFUSALS
}
