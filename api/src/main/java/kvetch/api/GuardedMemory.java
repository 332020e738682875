package kvetch.api;

import java.util.ArrayList;
import java.util.List;

/**
 * Memory in which every access is judged by a {@link MemoryGuard}.
 *
 * <p>What the guard allows is kept as a window: a range of addresses, all allowed, and the bytes that are there. An access
 * within it is allowed and found by one comparison; any other goes to the guard, and moves the window. Whoever uses several
 * tables in turn has a {@link #port} for each.
 */
public final class GuardedMemory implements Memory {
    private static final byte[] NOTHING = {};

    private final AddressSpace space;
    private final MemoryGuard guard;
    private final List<GuardedMemory> ports;

    /**
     * The window. Where it starts an address less this is the smallest long, and larger from there on: so one comparison tells
     * whether an access begins in it.
     */
    private long windowBase;

    /** Where accesses of 8 and of 4 bytes may no longer begin, less the base; the smallest long if the window is closed. */
    private long windowEndU64;

    private long windowEndU32;
    /** The granule that the window lies in. */
    private byte[] granule = NOTHING;

    /** What the guard has allowed. The window is the part of it that lies in the granule. */
    private long allowedStart;

    private long allowedBytes;

    GuardedMemory(AddressSpace space, MemoryGuard guard) {
        this(space, guard, new ArrayList<>(8));
    }

    private GuardedMemory(AddressSpace space, MemoryGuard guard, List<GuardedMemory> ports) {
        this.space = space;
        this.guard = guard;
        this.ports = ports;
        ports.add(this);
        close();
    }

    @Override
    public GuardedMemory port() {
        return new GuardedMemory(space, guard, ports);
    }

    /** Forgets what the guard has allowed, for all ports. A guard calls it when it allows less than before. */
    public void forget() {
        space.version++;
        for (int i = 0; i < ports.size(); i++) ports.get(i).close();
    }

    private void close() {
        windowEndU64 = Long.MIN_VALUE;
        windowEndU32 = Long.MIN_VALUE;
        allowedBytes = 0;
    }

    @Override
    public long readU64(long address) {
        return address - windowBase < windowEndU64 || moveWindow(false, address, Long.BYTES)
                ? (long) AddressSpace.U64.get(granule, (int) address & AddressSpace.OFFSET_MASK)
                : space.readU64(address);
    }

    @Override
    public int readU32(long address) {
        return address - windowBase < windowEndU32 || moveWindow(false, address, Integer.BYTES)
                ? (int) AddressSpace.U32.get(granule, (int) address & AddressSpace.OFFSET_MASK)
                : space.readU32(address);
    }

    @Override
    public void writeU64(long address, long value) {
        if (address - windowBase < windowEndU64 || moveWindow(true, address, Long.BYTES))
            AddressSpace.U64.set(granuleToWrite(), (int) address & AddressSpace.OFFSET_MASK, value);
        else space.writeU64(address, value);
    }

    @Override
    public void writeU32(long address, int value) {
        if (address - windowBase < windowEndU32 || moveWindow(true, address, Integer.BYTES))
            AddressSpace.U32.set(granuleToWrite(), (int) address & AddressSpace.OFFSET_MASK, value);
        else space.writeU32(address, value);
    }

    private byte[] granuleToWrite() {
        space.version++;
        return granule;
    }

    @Override
    public long version() {
        return space.version;
    }

    /**
     * Has an access judged that is not in the window, and moves the window there if it is allowed.
     *
     * @return whether the window now holds all of it: not so where it crosses from one granule to the next
     */
    private boolean moveWindow(boolean write, long address, int bytes) {
        if (!isAllowed(address, bytes)) {
            MemoryGuard.Range allowed = guard.judge(write, address, bytes);
            if (allowed == null) {
                space.version++;
                return false;
            }
            allowedStart = allowed.start();
            allowedBytes = allowed.bytes();
        }
        granule = space.writable(address);
        long granuleStart = address & -AddressSpace.GRANULE;
        long start = Math.max(granuleStart, allowedStart);
        long length = bytesInGranule(granuleStart, allowedStart, allowedBytes);
        windowBase = start ^ Long.MIN_VALUE;
        windowEndU64 = Long.MIN_VALUE + Math.max(0, length - (Long.BYTES - 1));
        windowEndU32 = Long.MIN_VALUE + Math.max(0, length - (Integer.BYTES - 1));
        return address + bytes <= start + length;
    }

    /** How much of a range lies in a granule: all of it, up to the granule's end or from its start. */
    static long bytesInGranule(long granuleStart, long start, long bytes) {
        return Math.min(granuleStart + AddressSpace.GRANULE, start + bytes) - Math.max(granuleStart, start);
    }

    private boolean isAllowed(long address, int bytes) {
        long into = address - allowedStart;
        return into >= 0 && into <= allowedBytes - bytes;
    }
}
