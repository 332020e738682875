package kvetch.api;

/** Addresses of the simulated kernel: unsigned 64-bit values held in a {@code long}, laid out as on x86-64. */
public final class Address {
    /** The null pointer: what an allocator returns when it refuses. */
    public static final long NULL = 0;
    /** What the kmalloc family returns for 0 bytes: not NULL, not dereferenceable, freed without effect. */
    public static final long ZERO_SIZE_PTR = 16;
    /** Start of the direct map: the frame with number {@code pfn} is at {@code DIRECT_MAP + pfn * pageSize}. */
    public static final long DIRECT_MAP = 0xffff_8880_0000_0000L;
    /** First address of the vmalloc range. */
    public static final long VMALLOC_START = 0xffff_c900_0000_0000L;
    /** First address past the vmalloc range (32 TiB). */
    public static final long VMALLOC_END = 0xffff_e900_0000_0000L;

    private Address() {}

    /**
     * Whether {@code address} is NULL or ZERO_SIZE_PTR, the two that every free accepts and ignores ({@code ZERO_OR_NULL_PTR}).
     *
     * @param address an address
     * @return true for the two
     */
    public static boolean isZeroOrNull(long address) {
        return Long.compareUnsigned(address, ZERO_SIZE_PTR) <= 0;
    }

    /**
     * Whether {@code address} lies in the vmalloc range ({@code is_vmalloc_addr}), which is disjoint from the direct map.
     *
     * @param address an address
     * @return true if it does
     */
    public static boolean isVmalloc(long address) {
        return Long.compareUnsigned(address, VMALLOC_START) >= 0 && Long.compareUnsigned(address, VMALLOC_END) < 0;
    }

    /**
     * The address as the kernel prints it, 16 hexadecimal digits.
     *
     * @param address an address
     * @return for example {@code ffff888000100000}
     */
    public static String format(long address) {
        return String.format("%016x", address);
    }
}
