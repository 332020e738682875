package kvetch.api;

import io.vavr.collection.Vector;
import java.io.Serializable;

/**
 * What an allocator says of itself on one machine. The checker holds it to its word, and leaves out the laws that by its own
 * word do not apply, saying so. Whoever declares nothing uses {@link #NONE} and is held to every law.
 *
 * <p>Start from {@link #NONE}: {@code Capabilities.NONE.contiguousOnly().withLargestBytes(4 << 20)}.
 *
 * <p><em>Refusals.</em> An allocator may refuse any request that it does not promise to serve, whenever it likes: because
 * memory is short, because its arena is full or in pieces, or now and then. Only two refusals have no such reason, and break
 * M4 whatever is declared: of a size on a machine that has just booted, where the allocator serves a larger one; and, for good,
 * of a size that it took from the machine's pages when nothing was live, when again nothing is live and as many pages are
 * free. The kernel's own allocators, and those that stand in for them, serve what the kernel's serve.
 *
 * <p><em>Keeping back.</em> An allocator may keep pages, and blocks that were freed, for later: up to 4096 blocks, or to one
 * sixteenth of the memory. What goes on growing as the same steps are done again, with all blocks freed each time, is a leak
 * and breaks M2.
 *
 * @param isContiguousOnly every block is physically contiguous, that is, lies in the direct map; a block that does not breaks
 *     M4
 * @param largestBytes the largest request that may be served, in bytes, unsigned: every request above it is refused, and
 *     serving one breaks M4; a request up to it may still be refused
 * @param neverFailsBelow requests of fewer bytes than this, unsigned, are always served: refusing one breaks M4; 0 if any
 *     request may be refused, as above
 * @param zeroes whether {@link Gfp#ZERO} is obeyed. The driver relies on zeroed tables: where an allocator does not zero,
 *     M3 and M4 apply without their part about zeros, and Z1 to Z3, I1 to I4, W2 and W3 are <em>not applicable</em>. It must
 *     be the same on every machine
 * @param isMonotone on a fresh machine a larger request never goes back to an answer that a smaller one has left, 0 bytes aside:
 *     served; served no more because memory ends, with the caller {@link Machine#outOfMemory killed}; refused quietly; and
 *     refused with a WARN come in this order as sizes grow, each or none. A sweep over all sizes then looks for the borders
 *     only; declared wrongly, what it says is wrong
 */
public record Capabilities(
        boolean isContiguousOnly, long largestBytes, long neverFailsBelow, boolean zeroes, boolean isMonotone)
        implements Serializable {
    /** No limit on the size of a request: the largest unsigned 64-bit value. */
    public static final long UNLIMITED = -1;

    /** Nothing declared: any address, any size, any refusal; zeroes, as every allocator must that does not say otherwise. */
    public static final Capabilities NONE = new Capabilities(false, UNLIMITED, 0, true, false);

    /**
     * Checks that no size is both always served and always refused.
     *
     * @param isContiguousOnly whether every block is physically contiguous
     * @param largestBytes the largest request that may be served
     * @param neverFailsBelow the smallest request that may be refused
     * @param zeroes whether zeroing is done where it is asked for
     * @param isMonotone whether a larger request never fares better
     */
    public Capabilities {
        if (neverFailsBelow != 0 && Long.compareUnsigned(neverFailsBelow - 1, largestBytes) > 0)
            throw new IllegalArgumentException("never fails below " + Long.toUnsignedString(neverFailsBelow)
                    + " bytes, but serves at most " + Long.toUnsignedString(largestBytes));
    }

    /**
     * The same for an allocator whose blocks are all physically contiguous.
     *
     * @return capabilities
     */
    public Capabilities contiguousOnly() {
        return new Capabilities(true, largestBytes, neverFailsBelow, zeroes, isMonotone);
    }

    /**
     * The same with a limit on the size of a request.
     *
     * @param bytes the largest size that may be served, unsigned
     * @return capabilities
     */
    public Capabilities withLargestBytes(long bytes) {
        return new Capabilities(isContiguousOnly, bytes, neverFailsBelow, zeroes, isMonotone);
    }

    /**
     * The same with a size below which no request is refused.
     *
     * @param bytes the smallest size that may be refused, unsigned
     * @return capabilities
     */
    public Capabilities withNeverFailsBelow(long bytes) {
        return new Capabilities(isContiguousOnly, largestBytes, bytes, zeroes, isMonotone);
    }

    /**
     * The same for an allocator that leaves memory as it finds it, whatever the flags.
     *
     * @return capabilities
     */
    public Capabilities withoutZeroing() {
        return new Capabilities(isContiguousOnly, largestBytes, neverFailsBelow, false, isMonotone);
    }

    /**
     * The same for an allocator with which a larger request never goes back to an answer that a smaller one has left.
     *
     * @return capabilities
     */
    public Capabilities monotone() {
        return new Capabilities(isContiguousOnly, largestBytes, neverFailsBelow, zeroes, true);
    }

    /**
     * Whether a request must be refused, because it is too large.
     *
     * @param bytes its size, unsigned
     * @return true if it is above {@link #largestBytes}
     */
    public boolean mustRefuse(long bytes) {
        return Long.compareUnsigned(bytes, largestBytes) > 0;
    }

    /**
     * Whether a request must be served, because it is small.
     *
     * @param bytes its size, unsigned
     * @return true if it is below {@link #neverFailsBelow}
     */
    public boolean mustServe(long bytes) {
        return Long.compareUnsigned(bytes, neverFailsBelow) < 0;
    }

    /**
     * What is declared, a few words each.
     *
     * @return for example {@code contiguous only} and {@code at most 4194304 bytes}; empty for {@link #NONE}
     */
    public Vector<String> describe() {
        Vector<String> words = Vector.empty();
        if (isContiguousOnly) words = words.append("contiguous only");
        if (largestBytes != UNLIMITED)
            words = words.append("at most " + Long.toUnsignedString(largestBytes) + " bytes");
        if (neverFailsBelow != 0)
            words = words.append("never fails below " + Long.toUnsignedString(neverFailsBelow) + " bytes");
        if (!zeroes) words = words.append("does not zero");
        return isMonotone ? words.append("monotone") : words;
    }
}
