package kvetch.api;

/**
 * Memory that is read and written through addresses, little-endian. An access to an address that is not mapped faults: it
 * throws {@link OopsException}.
 */
public interface Memory {

    /**
     * Reads 8 bytes.
     *
     * @param address address of the first byte; need not be aligned
     * @return the value
     */
    long readU64(long address);

    /**
     * Reads 4 bytes.
     *
     * @param address address of the first byte; need not be aligned
     * @return the value
     */
    int readU32(long address);

    /**
     * Writes 8 bytes.
     *
     * @param address address of the first byte; need not be aligned
     * @param value the value
     */
    void writeU64(long address, long value);

    /**
     * Writes 4 bytes.
     *
     * @param address address of the first byte; need not be aligned
     * @param value the value
     */
    void writeU32(long address, int value);

    /**
     * The same memory for whoever uses several tables in turn: accesses to one table, each through a port of its own, may be
     * faster than accesses now here, now there.
     *
     * @return by default this
     */
    default Memory port() {
        return this;
    }
}
