package kvetch.properties.evidence;

import java.io.Serializable;

/**
 * What can go wrong with memory: what each is called in a {@code Violation}, what was expected instead, and where the author of
 * the allocator best looks first. The ledger and the contract note them and know no law; each law about memory is a set of
 * them.
 */
public enum Fault {
    /** A block is freed with the function of another family. */
    WRONG_FUNCTION("freed with the wrong function"),
    /** The driver frees a block a second time. */
    FREED_BEFORE("freed twice"),
    /** The driver frees what is no block. */
    NOT_ALLOCATED("freed what was not allocated"),
    /** The driver keeps a block for ever. */
    NEVER_FREED("a block is never freed"),
    /** The driver reads a block that was freed. */
    READ_AFTER_FREE("read after free"),
    /** The driver writes to a block that was freed. */
    WRITE_AFTER_FREE("write after free"),
    /** The driver reads beside all blocks. */
    READ_OUTSIDE("read outside live blocks"),
    /** The driver writes beside all blocks. */
    WRITE_OUTSIDE("write outside live blocks"),
    /** The driver reads what is in memory that nobody has zeroed or stored to. */
    READ_BEFORE_STORE("read before anything was stored there"),
    /** A live block shares bytes with another. */
    OVERLAP(
            "live blocks overlap",
            "a block that shares no byte with any other live block",
            "how alloc marks a block as taken, and whether free puts back exactly what alloc took"),
    /** A block is not aligned. */
    MISALIGNED(
            "a block is misaligned",
            "8 bytes for kmalloc and kvmalloc, a power of two at its own size (kvmalloc: up to a page); a page for vmalloc; its"
                    + " own size for the page allocator",
            "how the address is rounded, above all behind a block of odd size"),
    /** A block lies where nothing is mapped. */
    NOT_MAPPED(
            "a block is not mapped memory",
            "memory that is mapped in all the length that was asked for, or NULL",
            "the arithmetic that makes pages of bytes: is it 64 bits wide, and does rounding up overflow?"),
    /** A block is smaller than asked. */
    TOO_SMALL(
            "a block is too small",
            "ksize of a live block is at least what was asked for",
            "the arithmetic that makes a size of the request: is it 64 bits wide, and does it round up?"),
    /** A zeroed block is not zero. */
    NOT_ZERO(
            "a block does not read as zero",
            "zeros in all the bytes asked for wherever __GFP_ZERO was given",
            "whether memory is zeroed when it is handed out (not when it is first taken) and in all its length"),
    /** A block for 0 bytes. */
    ZERO_BYTES("a request of 0 bytes gets a block", "NULL or ZERO_SIZE_PTR for 0 bytes", "the first line of alloc"),
    /** A block larger than the machine. */
    ABOVE_MEMORY(
            "a block is larger than the machine",
            "NULL for more bytes than the machine has",
            "the comparison with the limit: <= or <, signed or unsigned, and whether the size has wrapped before it"),
    /** A block larger than declared. */
    ABOVE_LIMIT(
            "a block is larger than declared",
            "NULL for a request above the largest size that capabilities() declares",
            "the comparison with the limit: <= or <, bytes or pages, signed or unsigned"),
    /** A block that is not contiguous. */
    NOT_CONTIGUOUS(
            "a block is not contiguous",
            "an address in the direct map, as capabilities() declares contiguous only",
            "which allocator the request is passed on to when the first refuses"),
    /** A promise. */
    PROMISE(
            "a request is refused that must not be",
            "a block for every request below the size that capabilities() declares never to fail below",
            "what the promise rests on: is there a reserve for it?"),
    /** A block that should have been served. */
    REFUSED(
            "a request that can be served is refused",
            "a block, where a larger one is served on a machine that has just booted, where as many pages are free as when it was"
                    + " served before, or where the kernel's own allocator serves it",
            "the comparison with the limit, and whether memory that was freed is found again"),
    /** A block in the wrong range. */
    WRONG_RANGE(
            "a block lies in the wrong range",
            "kmalloc and the page allocator hand out the direct map, vmalloc the vmalloc range",
            "where alloc gets its addresses from: kvfree tells the two apart by nothing but the address"),
    /** ksize changes. */
    KSIZE_CHANGES(
            "a free takes another block with it",
            "ksize of a live block stays as it was, whatever else is freed",
            "which block free puts back: the one it was given, or a neighbour?"),
    /** A free warns. */
    FREE_WARNS(
            "a free that matches is answered with a splat",
            "nothing in the log when a live block is freed with the function of its family",
            "which function free passes the block on to, and with which address"),
    /** A free of nothing. */
    FREE_NOTHING(
            "a free of nothing is not harmless",
            "NULL and ZERO_SIZE_PTR are accepted and ignored by every free",
            "the first line of free"),
    /** A double free. */
    FREED_TWICE(
            "a double free goes unnoticed",
            "after a block was freed twice, no two callers get the same memory (a BUG or a WARN will do too)",
            "whether free checks that the block is in use"),
    /** A leak. */
    LEAK(
            "memory is not given back",
            "when all blocks are freed their pages are free again, or are used for the next ones, or are kept back up to a bound",
            "free, and every return of NULL: what was taken by then has to be given back; and what becomes of a block for which"
                    + " a list has no room"),
    /** Bytes that change. */
    CORRUPTED(
            "a live block changes under its owner",
            "the bytes of a live block (all that ksize promises) stay as their owner wrote them",
            "what alloc and free write: headers, list pointers and zeros beyond the block at hand"),
    /** No guard page. */
    NO_GUARD(
            "no guard page behind a block",
            "an access just past the last page of a vmalloc block faults",
            "whether a page is left unmapped behind each area, before the next one begins"),
    /** A warning in spite of the flag. */
    WARNS_THOUGH_ASKED_NOT_TO(
            "a WARN although __GFP_NOWARN was given",
            "silence where __GFP_NOWARN is given",
            "whether every warnOnce, and every allocation passed on, gets the caller's gfp"),
    /** A warning out of the blue. */
    WARNS_NEEDLESSLY(
            "a WARN for a request that its family serves",
            "no WARN but for a request above the family's limit, or above the largest size that capabilities() declares (or 0"
                    + " bytes of vmalloc)",
            "the condition of the warning, and which gfp is passed to the allocator behind"),
    /** A warning every time. */
    WARNS_AGAIN(
            "a second WARN from the same place",
            "at most one WARN per place and boot",
            "whether warnOnce is used, not warn, and always with the same location"),
    /** No warning. */
    SILENT(
            "no WARN where the kernel has one",
            "the kernel's own allocators WARN at the first request above their limit, as the kernel does",
            "whether the refusal comes before the warning, and the gfp passed to warnOnce"),
    /** Death in an allocation. */
    DEATH(
            "the kernel dies in the allocator",
            "a block or NULL: no request and no free that matches kills the kernel",
            "the address that is accessed"),
    /** A kill in spite of the flags. */
    KILLS_THOUGH_ASKED_NOT_TO(
            "the caller is killed although the flags forbid it",
            "a refusal where __GFP_NORETRY or __GFP_RETRY_MAYFAIL is given and memory has ended",
            "whether every request that is passed on, to the page allocator too, gets these flags of the caller's gfp");

    private final String what;
    private final String expected;
    private final String lookAt;

    Fault(String what) {
        this(what, "", "");
    }

    Fault(String what, String expected, String lookAt) {
        this.what = what;
        this.expected = expected;
        this.lookAt = lookAt;
    }

    /**
     * A fault that was seen.
     *
     * @param fault which
     * @param evidence where, and with which figures
     */
    public record Seen(Fault fault, Evidence evidence) implements Serializable {
        /**
         * What went wrong, without figures.
         *
         * @return {@link Fault#what}
         */
        public String what() {
            return fault.what();
        }

        /**
         * What was seen, in words.
         *
         * @return one sentence with the figures
         */
        public String message() {
            return evidence.sentence();
        }
    }

    /**
     * What went wrong, without figures.
     *
     * @return {@code Violation.what} of such a violation
     */
    public String what() {
        return what;
    }

    /**
     * What was expected instead.
     *
     * @return a few words; empty where the law says it all
     */
    public String expected() {
        return expected;
    }

    /**
     * Where the author of the allocator best looks first.
     *
     * @return a few words; empty where the law says it all
     */
    public String lookAt() {
        return lookAt;
    }
}
