package kvetch.api;

/** The page allocator as other allocators see it: blocks of {@code 2^order} page frames in the direct map. */
public interface PageFrames {

    /**
     * Allocates {@code 2^order} contiguous pages, aligned to their size ({@code alloc_pages}).
     *
     * @param order 0 or more; above {@link MachineProfile#maxPageOrder()} it is refused, with a WARN unless
     *     {@link Gfp#NOWARN}
     * @param gfp flags of {@link Gfp}, combined
     * @return an address in the direct map, or {@link Address#NULL}
     */
    long allocPages(int order, int gfp);

    /**
     * Frees a block ({@code free_pages}). As in the kernel nothing checks that it was allocated with this order.
     *
     * @param address what {@link #allocPages} returned
     * @param order the order it was allocated with
     */
    void freePages(long address, int order);

    /**
     * The order of the compound page that starts at {@code address}, 0 if there is none.
     *
     * @param address an address in the direct map
     * @return 0 to {@link MachineProfile#maxPageOrder()}
     */
    int compoundOrder(long address);

    /**
     * All pages that this allocator manages ({@code totalram_pages}), free or not.
     *
     * @return a number of pages
     */
    long totalPages();

    /**
     * The pages that are free now.
     *
     * @return a number of pages
     */
    long freePages();

    /**
     * The order of a request: the smallest order with {@code pageSize << order >= bytes} ({@code get_order}).
     *
     * @param bytes an unsigned 64-bit value; of 0 the order is huge (52 with 4 KiB pages), as in the kernel
     * @param pageSize bytes in a page, a power of two
     * @return 0 to 52
     */
    static int getOrder(long bytes, int pageSize) {
        int pageShift = Integer.numberOfTrailingZeros(pageSize);
        long pagesLessOne = (bytes - 1) >>> pageShift;
        return Long.SIZE - Long.numberOfLeadingZeros(pagesLessOne);
    }
}
