package kvetch.api;

import org.jspecify.annotations.Nullable;

/** Says which memory may be accessed; see {@link GuardedMemory}. */
@FunctionalInterface
public interface MemoryGuard {

    /**
     * Judges an access. It takes place whatever the answer.
     *
     * @param write whether it writes
     * @param address address of the first byte
     * @param bytes how many bytes, 4 or 8
     * @return memory around it to which every access is allowed from now on, until {@link GuardedMemory#forget} is called; null
     *     if this one is not allowed
     */
    @Nullable
    Range judge(boolean write, long address, int bytes);

    /**
     * A range of memory.
     *
     * @param start address of the first byte
     * @param bytes how many bytes
     */
    record Range(long start, long bytes) {}
}
