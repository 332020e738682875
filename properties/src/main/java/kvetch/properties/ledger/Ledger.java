package kvetch.properties.ledger;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import kvetch.api.Address;
import kvetch.api.AddressSpace;
import kvetch.api.Allocator;
import kvetch.api.AllocatorProvider;
import kvetch.api.Capabilities;
import kvetch.api.Family;
import kvetch.api.Gfp;
import kvetch.api.GuardedMemory;
import kvetch.api.Machine;
import kvetch.api.Memory;
import kvetch.api.MemoryGuard;
import kvetch.api.PageFrames;
import kvetch.properties.evidence.Evidence;
import kvetch.properties.evidence.Fault;
import kvetch.properties.sandbox.Watch;
import org.jspecify.annotations.Nullable;

/**
 * The checker's own book of a driver's memory. Every allocation and free goes through {@link #wrap}, every access through
 * {@link #memory}; an allocator sees none of it and cannot switch it off.
 *
 * <p>The ledger judges and then lets the machine do what it would do: a free that does not match is noted and carried out.
 */
public final class Ledger {

    /**
     * A block that an allocator handed out.
     *
     * @param number the how-many-eth allocation of the life it was, from 1
     * @param address its address
     * @param bytes what was asked for, unsigned
     * @param gfp the flags it was asked with
     * @param family the family whose free it must come back through
     * @param from what to say that it came from: the kernel's function, or the author's own allocator
     */
    public record Block(int number, long address, long bytes, int gfp, Family family, String from) {
        @Override
        public String toString() {
            return "allocation " + number + " (" + count(bytes) + " at " + Address.format(address) + " from " + from
                    + ")";
        }
    }

    /** From so many live blocks on they are looked up by address. */
    private static final int MANY = 64;

    private final Machine machine;
    private final int failAt;
    private final Watch watch;
    private final GuardedMemory memory;
    private final EnumMap<Family, Allocator> kernelAllocators = new EnumMap<>(Family.class);
    private final Notes notes = new Notes();
    private final List<Block> freed = new ArrayList<>();
    private int allocations;
    private final BitSet refused = new BitSet();
    private boolean sawVmalloc;

    /** The live blocks, in no order. */
    private Block[] live = new Block[4];

    private int liveCount;

    /**
     * Where in {@link #live} the block at an address is, in the order of addresses: from so many blocks on that going through
     * all takes longer, and as long as no two of them overlap. Null otherwise.
     */
    private @Nullable NavigableMap<Long, Integer> places;

    private boolean overlapped;
    private boolean sawOverlap;
    private long usable;

    /**
     * An empty ledger.
     *
     * @param machine the machine whose allocators it wraps
     * @param failAt which allocation returns NULL without reaching the allocator, from 1; 0 for none
     */
    public Ledger(Machine machine, int failAt) {
        this(machine, failAt, Watch.current());
    }

    public Ledger(Machine machine, int failAt, Watch watch) {
        this.machine = machine;
        this.failAt = failAt;
        this.watch = watch;
        this.memory = machine.memory().guarded(new ShadowMemory());
    }

    /**
     * Wraps an allocator.
     *
     * @param allocator the allocator
     * @param family the family that it says its blocks must be freed with
     * @return the same allocator, watched
     */
    public Allocator wrap(Allocator allocator, Family family) {
        return new Watched(allocator, family.kernelProvider(), family, Capabilities.NONE);
    }

    /**
     * Wraps an allocator and holds it to what it declares.
     *
     * @param allocator the allocator
     * @param provider its provider
     * @return the same allocator, watched
     */
    public Allocator wrap(Allocator allocator, AllocatorProvider provider) {
        String name = provider.name();
        Capabilities capabilities = watch.capabilities(provider, name, machine.profile());
        return new Watched(allocator, name, provider.family(), capabilities);
    }

    /**
     * The kernel's own allocators, watched.
     *
     * @return from family to allocator
     */
    public Function<Family, Allocator> kernelAllocators() {
        return this::kernelAllocator;
    }

    private Allocator kernelAllocator(Family family) {
        Allocator allocator = kernelAllocators.get(family);
        if (allocator == null) {
            allocator = wrap(machine.allocator(family), family);
            kernelAllocators.put(family, allocator);
        }
        return allocator;
    }

    /**
     * The memory, watched: an access outside the live blocks is noted.
     *
     * @return what a driver must use
     */
    public Memory memory() {
        return memory;
    }

    /** Notes every block that is still live as never freed. */
    public void close() {
        for (int i = 0; i < liveCount; i++) {
            Block block = live[i];
            notes.addSeen(Fault.NEVER_FREED, () -> new Evidence.Leaked(block.number, block + " is never freed"));
        }
    }

    /**
     * What was noted.
     *
     * @return faults, in the order they happened
     */
    public List<Fault.Seen> faults() {
        return notes.all();
    }

    /**
     * How many allocations were asked for, the failed ones included.
     *
     * @return 0 or more
     */
    public int allocations() {
        return allocations;
    }

    /**
     * Whether an allocation returned NULL, because the allocator refused or because the ledger let it fail.
     *
     * @param number the how-many-eth, from 1
     * @return true if it was asked for and returned NULL
     */
    public boolean isRefused(int number) {
        return refused.get(number);
    }

    /**
     * How many allocations returned NULL.
     *
     * @return 0 or more
     */
    public int refusals() {
        return refused.cardinality();
    }

    /**
     * How many blocks are live.
     *
     * @return 0 or more
     */
    public int liveBlocks() {
        return liveCount;
    }

    /**
     * How many frees of a block were seen.
     *
     * @return 0 or more
     */
    public int frees() {
        return freed.size();
    }

    /**
     * Whether a vmalloc address was handed out.
     *
     * @return true if one was
     */
    public boolean sawVmalloc() {
        return sawVmalloc;
    }

    /**
     * Whether a block was handed out that shares bytes with one that was live.
     *
     * @return true if that was noted
     */
    public boolean sawOverlap() {
        return sawOverlap;
    }

    /**
     * How many bytes of the block that was handed out last may be used.
     *
     * @return as its allocator says, unsigned; what was asked for where the block is not all there
     */
    public long usable() {
        return usable;
    }

    private void note(Fault fault, Supplier<String> message, Integer... allocations) {
        notes.add(fault, message, allocations);
    }

    private int indexOf(long address) {
        if (places != null) return places.getOrDefault(address, -1);
        for (int i = liveCount - 1; i >= 0; i--) if (live[i].address == address) return i;
        return -1;
    }

    private void add(Block block) {
        if (liveCount == live.length) live = Arrays.copyOf(live, 2 * liveCount);
        live[liveCount] = block;
        if (places != null) places.put(block.address, liveCount);
        liveCount++;
        sawVmalloc |= Address.isVmalloc(block.address);
        if (Long.compareUnsigned(block.address + block.bytes, block.address) < 0) {
            overlapped = true;
            places = null;
        }
        if (places == null && liveCount == MANY && !overlapped) {
            places = new TreeMap<>(Long::compareUnsigned);
            for (int i = 0; i < liveCount; i++) places.put(live[i].address, i);
        }
    }

    private void remove(int index) {
        Block gone = live[index];
        liveCount--;
        live[index] = live[liveCount];
        if (places != null) {
            places.remove(gone.address);
            if (index < liveCount) places.put(live[index].address, index);
            if (liveCount < MANY / 2) places = null;
        }
        memory.forget();
    }

    private void lookForOverlap(Block block) {
        if (places != null && !touchesNeighbour(places, block)) return;
        for (int i = 0; i < liveCount; i++) {
            Block other = live[i];
            if (areApart(block, other)) continue;
            overlapped = true;
            places = null;
            sawOverlap = true;
            if (notes.isEnough(Fault.OVERLAP)) return;
            note(Fault.OVERLAP, () -> block + " overlaps " + other, block.number, other.number);
        }
    }

    private boolean touchesNeighbour(NavigableMap<Long, Integer> sorted, Block block) {
        if (block.bytes <= 0 || block.address + block.bytes < block.address) return true;
        Map.Entry<Long, Integer> before = sorted.floorEntry(block.address);
        Map.Entry<Long, Integer> behind = sorted.ceilingEntry(block.address);
        return (before != null && !areApart(block, live[before.getValue()]))
                || (behind != null && !areApart(block, live[behind.getValue()]));
    }

    private static boolean areApart(Block a, Block b) {
        return Long.compareUnsigned(b.address + b.bytes, a.address) <= 0
                || Long.compareUnsigned(a.address + a.bytes, b.address) <= 0;
    }

    private final class Watched implements Allocator {
        private final Allocator allocator;
        private final String name;
        private final Family family;
        private final Capabilities capabilities;
        private final String from;

        Watched(Allocator allocator, String name, Family family, Capabilities capabilities) {
            this.allocator = allocator;
            this.name = name;
            this.family = family;
            this.capabilities = capabilities;
            this.from = name.equals(family.kernelProvider()) ? family.allocFunction() : name;
        }

        @Override
        public long alloc(long bytes, int gfp) {
            allocations++;
            boolean fails = allocations == failAt;
            long address = fails ? Address.NULL : watch.alloc(name, allocator, bytes, gfp);
            if (address == Address.NULL) {
                refused.set(allocations);
                if (!fails && bytes != 0 && capabilities.mustServe(bytes)) noteBrokenPromise(bytes);
            } else if (address != Address.ZERO_SIZE_PTR || bytes != 0) {
                Block block = new Block(allocations, address, bytes, gfp, family, from);
                examine(block);
                add(block);
            }
            return address;
        }

        private void noteBrokenPromise(long bytes) {
            note(
                    Fault.PROMISE,
                    () -> "allocation " + allocations + " of " + count(bytes) + " is refused, but "
                            + name
                            + " declares that it never fails below "
                            + Long.toUnsignedString(capabilities.neverFailsBelow()) + " bytes",
                    allocations);
        }

        private void examine(Block block) {
            usable = block.bytes;
            lookForOverlap(block);
            long alignment = alignment(block.bytes);
            if ((block.address & (alignment - 1)) != 0)
                note(Fault.MISALIGNED, () -> block + " is not aligned to " + alignment + " bytes", block.number);
            AddressSpace space = machine.memory();
            if (block.bytes < 0 || !space.isMapped(block.address, block.bytes)) {
                note(Fault.NOT_MAPPED, () -> block + " is not mapped in all its length", block.number);
                return;
            }
            if (capabilities.mustRefuse(block.bytes))
                note(
                        Fault.ABOVE_LIMIT,
                        () -> block + " is served, but " + name + " declares to serve at most "
                                + Long.toUnsignedString(capabilities.largestBytes()) + " bytes",
                        block.number);
            if (capabilities.isContiguousOnly() && Address.isVmalloc(block.address))
                note(
                        Fault.NOT_CONTIGUOUS,
                        () -> block + " is in the vmalloc range, but " + name + " declares to be contiguous only",
                        block.number);
            usable = watch.ksize(name, allocator, block.address);
            if (Long.compareUnsigned(usable, block.bytes) < 0)
                note(
                        Fault.TOO_SMALL,
                        () -> block + " has only " + Long.toUnsignedString(usable) + " usable bytes",
                        block.number);
            if (capabilities.zeroes() && Gfp.has(block.gfp, Gfp.ZERO)) {
                long dirty = space.firstNonZero(block.address, block.bytes);
                if (dirty >= 0)
                    note(Fault.NOT_ZERO, () -> block + " does not read as zero at byte " + dirty, block.number);
            }
        }

        /** What the family promises: kmalloc aligns a power of two to itself, the page allocator a block to its size. */
        private long alignment(long bytes) {
            int pageSize = machine.profile().pageSize();
            boolean powerOfTwo = Long.bitCount(bytes) == 1 && bytes >= 8;
            return switch (family) {
                case KMALLOC -> powerOfTwo ? bytes : 8;
                case KVMALLOC -> powerOfTwo ? Math.min(bytes, pageSize) : 8;
                case VMALLOC -> pageSize;
                case PAGES -> {
                    int order = PageFrames.getOrder(bytes, pageSize);
                    yield (long) pageSize << Math.min(order, machine.profile().maxPageOrder());
                }
            };
        }

        @Override
        public void free(long address) {
            if (!Address.isZeroOrNull(address)) {
                int index = indexOf(address);
                if (index < 0) noteBadFree(address);
                else {
                    Block block = live[index];
                    if (block.family != family)
                        note(
                                Fault.WRONG_FUNCTION,
                                () -> block + " must be freed with " + block.family.freeFunction() + ", not with "
                                        + family.freeFunction(),
                                block.number);
                    remove(index);
                    freed.add(block);
                }
            }
            watch.free(name, allocator, address);
        }

        private void noteBadFree(long address) {
            String call = family.freeFunction() + "(" + Address.format(address) + ")";
            for (Block block : freed)
                if (block.address == address) {
                    note(Fault.FREED_BEFORE, () -> call + ": " + block + " was freed before", block.number);
                    return;
                }
            note(Fault.NOT_ALLOCATED, () -> call + ": no block starts there");
        }

        @Override
        public long ksize(long address) {
            return watch.ksize(name, allocator, address);
        }
    }

    /** Lets the driver access live blocks, and notes what it accesses beside. */
    private final class ShadowMemory implements MemoryGuard {

        @Override
        public @Nullable Range judge(boolean write, long address, int bytes) {
            for (int i = liveCount - 1; i >= 0; i--) {
                Block block = live[i];
                long into = address - block.address;
                if (into >= 0 && into <= block.bytes - bytes) return new Range(block.address, block.bytes);
            }
            noteBadAccess(write, address, bytes);
            return null;
        }

        private void noteBadAccess(boolean write, long address, int bytes) {
            String access = (write ? "write" : "read") + " of " + count(bytes) + " at " + Address.format(address);
            for (Block block : freed) {
                long into = address - block.address;
                if (into >= 0 && into < block.bytes) {
                    note(
                            write ? Fault.WRITE_AFTER_FREE : Fault.READ_AFTER_FREE,
                            () -> access + ", in freed " + block,
                            block.number);
                    return;
                }
            }
            note(write ? Fault.WRITE_OUTSIDE : Fault.READ_OUTSIDE, () -> access + ", in no live block");
        }
    }

    /** So many bytes, unsigned, with their noun. */
    public static String count(long bytes) {
        return Long.toUnsignedString(bytes) + (bytes == 1 ? " byte" : " bytes");
    }
}
