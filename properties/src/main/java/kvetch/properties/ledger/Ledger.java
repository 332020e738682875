package kvetch.properties.ledger;

import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
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
import kvetch.api.PageFrames;
import kvetch.properties.evidence.Evidence;
import kvetch.properties.evidence.Fault;
import kvetch.properties.sandbox.CallMonitor;

/**
 * The checker's own book of a driver's memory. Every allocation and free goes through {@link #wrap}, every access through
 * {@link #memory}; an allocator sees none of it and cannot switch it off.
 *
 * <p>The ledger judges and then lets the machine do what it would do: a free that does not match is noted and carried out.
 */
public final class Ledger {
    private final Machine machine;
    private final int failAt;
    private final CallMonitor monitor;
    private final GuardedMemory memory;
    private final EnumMap<Family, Allocator> kernelAllocators = new EnumMap<>(Family.class);
    private final Notes notes = new Notes();
    private final Blocks blocks;
    private int allocations;
    private final BitSet refused = new BitSet();
    private boolean sawVmalloc;
    private long usable;

    /**
     * An empty ledger.
     *
     * @param machine the machine whose allocators it wraps
     * @param failAt which allocation returns NULL without reaching the allocator, from 1; 0 for none
     */
    public Ledger(Machine machine, int failAt) {
        this(machine, failAt, CallMonitor.current());
    }

    public Ledger(Machine machine, int failAt, CallMonitor monitor) {
        this.machine = machine;
        this.failAt = failAt;
        this.monitor = monitor;
        this.blocks = new Blocks(notes, machine);
        this.memory = machine.memory().guarded(blocks);
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
        Capabilities capabilities = monitor.capabilities(provider, name, machine.profile());
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
     * The memory, watched: an access outside the live blocks is noted, and a read of what nobody has stored.
     *
     * @return what a driver must use
     */
    public Memory memory() {
        return memory;
    }

    /** Notes every block that is still live as never freed. */
    public void close() {
        for (Block block : blocks.inOrder())
            notes.addSeen(Fault.NEVER_FREED, () -> new Evidence.Leaked(block.number(), block + " is never freed"));
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
        return blocks.live();
    }

    /**
     * How many frees of a block were seen.
     *
     * @return 0 or more
     */
    public int frees() {
        return blocks.freed();
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
        return blocks.sawOverlap();
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
            long address = fails ? Address.NULL : monitor.alloc(name, allocator, bytes, gfp);
            if (address == Address.NULL) {
                refused.set(allocations);
                if (!fails && bytes != 0 && capabilities.mustServe(bytes)) noteBrokenPromise(bytes);
            } else if (address != Address.ZERO_SIZE_PTR || bytes != 0) {
                Contents contents = Contents.of(Gfp.has(gfp, Gfp.ZERO));
                Block block = new Block(allocations, address, bytes, family, contents, from);
                examine(block);
                blocks.add(block);
                sawVmalloc |= Address.isVmalloc(address);
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
            usable = block.bytes();
            blocks.lookForOverlap(block);
            long alignment = alignment(block.bytes());
            if ((block.address() & (alignment - 1)) != 0)
                note(Fault.MISALIGNED, () -> block + " is not aligned to " + alignment + " bytes", block.number());
            AddressSpace space = machine.memory();
            if (block.bytes() < 0 || !space.isMapped(block.address(), block.bytes())) {
                note(Fault.NOT_MAPPED, () -> block + " is not mapped in all its length", block.number());
                return;
            }
            if (capabilities.mustRefuse(block.bytes()))
                note(
                        Fault.ABOVE_LIMIT,
                        () -> block + " is served, but " + name + " declares to serve at most "
                                + Long.toUnsignedString(capabilities.largestBytes()) + " bytes",
                        block.number());
            if (capabilities.isContiguousOnly() && Address.isVmalloc(block.address()))
                note(
                        Fault.NOT_CONTIGUOUS,
                        () -> block + " is in the vmalloc range, but " + name + " declares to be contiguous only",
                        block.number());
            usable = monitor.ksize(name, allocator, block.address());
            if (Long.compareUnsigned(usable, block.bytes()) < 0)
                note(
                        Fault.TOO_SMALL,
                        () -> block + " has only " + Long.toUnsignedString(usable) + " usable bytes",
                        block.number());
            if (capabilities.zeroes() && block.contents() == Contents.Zeroed.ZEROED) {
                long dirty = space.firstNonZero(block.address(), block.bytes());
                if (dirty >= 0)
                    note(Fault.NOT_ZERO, () -> block + " does not read as zero at byte " + dirty, block.number());
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
                int index = blocks.indexOf(address);
                if (index < 0) noteBadFree(address);
                else {
                    Block block = blocks.get(index);
                    if (block.family() != family)
                        note(
                                Fault.WRONG_FUNCTION,
                                () -> block + " must be freed with "
                                        + block.family().freeFunction() + ", not with " + family.freeFunction(),
                                block.number());
                    blocks.free(index);
                    memory.forget();
                }
            }
            monitor.free(name, allocator, address);
        }

        private void noteBadFree(long address) {
            String call = family.freeFunction() + "(" + Address.format(address) + ")";
            Block block = blocks.freedAt(address);
            if (block == null) note(Fault.NOT_ALLOCATED, () -> call + ": no block starts there");
            else note(Fault.FREED_BEFORE, () -> call + ": " + block + " was freed before", block.number());
        }

        @Override
        public long ksize(long address) {
            return monitor.ksize(name, allocator, address);
        }
    }

    /** So many bytes, unsigned, with their noun. */
    public static String count(long bytes) {
        return Long.toUnsignedString(bytes) + (bytes == 1 ? " byte" : " bytes");
    }
}
