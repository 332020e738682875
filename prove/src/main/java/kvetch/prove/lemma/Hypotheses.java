package kvetch.prove.lemma;

/** The hypotheses that not every array fulfils: the borders of what is proved. */
public final class Hypotheses {
    /** The chunk is more than 0. */
    public static final String POSITIVE_CHUNK = "chunk_sectors is positive";

    /** All disks together hold fewer sectors than 2^64. */
    public static final String SIZE_FITS = "the disks hold fewer than 2^64 sectors";

    /** The stripe of the widest zone is below 2^32. */
    public static final String STRIPE_BELOW_32_BITS = "the stripe is below 2^32";

    /** The stripe of the widest zone is no multiple of 2^32. */
    public static final String STRIPE_IS_NOT_ZERO = "the stripe is no multiple of 2^32";

    /** The stripe of the widest zone is at most 2^31. */
    public static final String STRIPE_IN_INT = "the stripe is at most 2^31";

    /** The chunk is a power of two. */
    public static final String POWER_OF_TWO = "the chunk is a power of two";

    /** What is cut off a request leaves no more than a chunk. */
    public static final String REST_FITS = "the rest of a request fits into a chunk";

    /** Both layouts are alike. */
    public static final String LAYOUTS_ALIKE = "both layouts are alike";

    /** The stripe is below 4 GiB. */
    public static final String LIMIT_FITS = "the stripe is below 4 GiB";

    /** devlist is no larger than what its allocator serves in silence. */
    public static final String DEVLIST_IS_SERVED = "devlist is served in silence";

    private Hypotheses() {}
}
