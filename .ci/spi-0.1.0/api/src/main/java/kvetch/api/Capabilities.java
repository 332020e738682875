package kvetch.api;

import io.vavr.collection.Vector;

/**
 * What an allocator says of itself on one machine. The checker holds it to its word, and leaves out the laws that by its own
 * word do not apply, saying so. Whoever declares nothing uses {@link #NONE} and is held to every law.
 *
 * <p>Start from {@link #NONE}: {@code Capabilities.NONE.contiguousOnly().withLargestBytes(4 << 20)}.
 *
 * @param isContiguousOnly every block is physically contiguous, that is, lies in the direct map; a block that does not breaks
 *     M4
 * @param largestBytes the largest request that may be served, in bytes, unsigned: every request above it is refused, and
 *     serving one breaks M4; a request up to it may still be refused, when memory is short
 * @param neverFailsBelow requests of fewer bytes than this, unsigned, are always served: refusing one breaks M4; 0 if any
 *     request may be refused
 * @param zeroes whether {@link Gfp#ZERO} is obeyed. The driver relies on zeroed tables: where an allocator does not zero,
 *     M3 and M4 apply without their part about zeros, and Z1 to Z3, I1 to I4, W2 and W3 are <em>not applicable</em>. It must
 *     be the same on every machine
 * @param isMonotone on a fresh machine a larger request never fares better than a smaller one, 0 bytes aside: served, refused
 *     quietly and refused with a WARN come in this order as sizes grow. A sweep over all sizes then looks for the two
 *     borders only; declared wrongly, what it says is wrong
 */
public record Capabilities(
        boolean isContiguousOnly, long largestBytes, long neverFailsBelow, boolean zeroes, boolean isMonotone) {
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
     * The same for an allocator with which a larger request never fares better than a smaller one.
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
