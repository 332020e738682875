package kvetch.api;

/**
 * An allocator on one booted machine. The checker calls it from one thread.
 *
 * <p>What it must keep (the laws M1 to M4): blocks that are live never overlap; a block has at least the bytes asked for, is
 * aligned to at least 8 bytes, is mapped, and reads as zero where {@link Gfp#ZERO} was given.
 */
public interface Allocator {

    /**
     * Allocates memory.
     *
     * @param bytes how many bytes, an unsigned 64-bit value (size_t); 0 is allowed
     * @param gfp flags of {@link Gfp}, combined
     * @return the address of the first byte, {@link Address#NULL} if refused; for 0 bytes {@link Address#NULL} or
     *     {@link Address#ZERO_SIZE_PTR}
     */
    long alloc(long bytes, int gfp);

    /**
     * Frees a block. NULL and ZERO_SIZE_PTR are accepted and ignored.
     *
     * @param address what {@link #alloc} returned
     */
    void free(long address);

    /**
     * How many bytes of a live block may be used, at least what was asked for ({@code ksize}).
     *
     * @param address what {@link #alloc} returned; not NULL
     * @return bytes; 0 if the allocator does not know the block
     */
    long ksize(long address);
}
