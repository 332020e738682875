package kvetch.properties.contract;

import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import kvetch.api.Address;
import kvetch.api.AddressSpace;
import kvetch.api.Allocator;
import kvetch.api.AllocatorProvider;
import kvetch.api.Capabilities;
import kvetch.api.CodeLocation;
import kvetch.api.Family;
import kvetch.api.Gfp;
import kvetch.api.Machine;
import kvetch.api.MachineProfile;
import kvetch.api.OopsException;
import kvetch.api.PageFrames;
import kvetch.api.Splat;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.Workload;
import kvetch.properties.cases.Workload.Step;
import kvetch.properties.evidence.Fault;
import kvetch.properties.law.Look;
import kvetch.properties.ledger.Ledger;
import kvetch.properties.ledger.Notes;
import kvetch.properties.sandbox.Watch;
import kvetch.properties.setup.Setup;
import kvetch.properties.setup.Tap;
import org.jspecify.annotations.Nullable;

/**
 * Holds an allocator to its own contract: carries a workload out through the {@link Ledger} and looks at each answer, at every
 * live block's bytes, at the log and at the pages that the machine has left.
 *
 * <p>An array uses its allocator for two tables. This sees what two tables do not show. What an allocator may refuse and what
 * it may keep back is said in {@link Capabilities}.
 */
public final class Contract {
    /** More blocks than this are never live at once. */
    public static final int MOST_LIVE = 4096;

    private static final int FEW = 32;
    private static final int MANY = 256;
    private static final int MARKED_BYTES = 64;
    private static final int MARKED_PAGES = 12;

    /** So many requests are refused before a refusal counts as one for good. */
    private static final int INSISTS = 16;

    /** How many blocks are asked for to see whether what stays taken is of use. */
    private static final int PROBED = 64;

    private final Watch watch;
    private final AllocatorProvider provider;
    private final Family family;
    private final boolean kernels;
    private final Machine machine;
    private final PageFrames pages;
    private final long totalPages;
    private final Ledger ledger;
    private final Allocator unwatched;
    private final Allocator allocator;
    private final Capabilities capabilities;
    private final int pageSize;
    private final Setup setup;
    private final ArrayCase arrayCase;
    private final Tap tap;
    private final Set<Look> looks;
    private final String freeCall;
    private final long pagesAtFirst;
    private final Notes notes = new Notes();
    private final LiveBlocks live = new LiveBlocks();

    /** The blocks that were freed, the one that was freed last at the end; kept only where one is to be freed again. */
    private final List<Live> freed = new ArrayList<>();

    private final boolean keepsFreed;

    /** What the kernel's own allocators got to see, where one is to be freed again. */
    private final KernelFrees kernelFrees = new KernelFrees();

    private final Set<CodeLocation> warned = new HashSet<>();

    /** For each size that was served from the machine's pages with nothing live, how many pages were free before. */
    private final Map<Long, Long> servedAlone = new HashMap<>();

    private final Set<Long> comparedWhenFresh = new HashSet<>();
    private boolean mustHaveWarned;
    private long peakPages;
    private long livePages;
    private long served;
    private long frees;
    private long freedPages;
    private long askedPages;

    /** How many pages there were less after a request that was refused than before it. */
    private long lostPages;

    private Contract(Set<Look> looks, Setup setup, ArrayCase c, Tap tap) {
        this.watch = Watch.current();
        watch.sample(c);
        MachineProfile profile = c.machine();
        this.setup = setup;
        this.arrayCase = c;
        this.provider = setup.provider();
        this.family = provider.family();
        this.kernels = setup.allocators().isKernels(provider);
        this.freeCall = kernels ? family.freeFunction() : "free";
        Workload workload = c.workload();
        this.keepsFreed = workload != null && workload.steps().exists(step -> step.kind() == Workload.Kind.FREE_AGAIN);
        this.machine = keepsFreed ? setup.machine(profile, kernelFrees::watch) : setup.machine(profile);
        this.ledger = new Ledger(machine, 0, watch);
        this.unwatched = setup.allocator(machine, watch);
        this.tap = tap;
        tap.boots(setup, machine, ledger);
        this.allocator = tap.tables(ledger.wrap(unwatched, provider));
        this.capabilities = watch.capabilities(provider, provider.name(), profile);
        this.pageSize = profile.pageSize();
        this.looks = looks;
        this.pages = machine.pages();
        this.totalPages = pages.totalPages();
        this.pagesAtFirst = pages.freePages();
    }

    /**
     * Carries a workload out on a machine that has just booted.
     *
     * @param looks what is looked at beside what shows on the way
     * @param setup the allocator, and the kernel it is in
     * @param profile the machine
     * @param workload the steps
     * @return what came of it
     */
    public static Outcome examine(Set<Look> looks, Setup setup, MachineProfile profile, Workload workload) {
        return examine(looks, setup, ArrayCase.of(workload, profile), workload, Tap.NONE);
    }

    /** The same, with somebody who listens. */
    public static Outcome examine(Set<Look> looks, Setup setup, ArrayCase c, Workload workload, Tap tap) {
        Contract contract = new Contract(looks, setup, c, tap);
        if (looks.contains(Look.LEAKS)) contract.new Leaks(workload).look();
        else contract.runOnce(workload);
        return new Outcome(
                Vector.ofAll(contract.notes.all()).appendAll(contract.ledger.faults()),
                contract.machine.firstSplat(),
                contract.machine.memory().version(),
                contract.ledger.sawVmalloc());
    }

    /**
     * What came of a workload.
     *
     * @param faults what went wrong, in the order it happened
     * @param splat the first thing the kernel printed in anger; null if nothing
     * @param changes how often memory or its mappings were changed
     * @param sawVmalloc whether a block lay in the vmalloc range
     */
    public record Outcome(
            Vector<Fault.Seen> faults, @Nullable Splat splat, long changes, boolean sawVmalloc) {}

    /** Whether the machine is still of use afterwards. */
    private boolean runOnce(Workload workload) {
        for (Step step : workload.steps()) {
            boolean goesOn = perform(step);
            lookAtLiveBlocks(step);
            if (!goesOn) return false;
        }
        while (!live.isEmpty()) if (!free(0)) return false;
        return true;
    }

    private void note(Fault fault, Supplier<String> message, Integer... allocations) {
        notes.add(fault, message, allocations);
    }

    private boolean perform(Step step) {
        return switch (step.kind()) {
            case ALLOC, ALLOC_VARIED -> {
                boolean alive = true;
                boolean varied = step.kind() == Workload.Kind.ALLOC_VARIED;
                for (int i = 0; alive && i < step.times() && live.size() < MOST_LIVE; i++) {
                    int before = live.size();
                    alive = alloc(varied ? step.varied(i) : step.bytes(), step.gfp());
                    if (live.size() == before) break;
                }
                yield alive;
            }
            case CHURN -> {
                boolean alive = true;
                for (int i = 0; alive && i < step.times(); i++) {
                    int before = live.size();
                    alive = alloc(step.bytes(), step.gfp());
                    if (live.size() == before) break;
                    alive &= free(live.size() - 1);
                }
                yield alive;
            }
            case QUEUE -> {
                boolean alive = true;
                for (int i = 0; alive && i < step.times(); i++) {
                    if (!live.isEmpty()) alive = free(0);
                    int before = live.size();
                    if (alive) alive = alloc(step.bytes(), step.gfp());
                    if (live.size() == before) break;
                }
                yield alive;
            }
            case FREE -> {
                boolean alive = true;
                for (int i = 0; alive && i < step.times() && !live.isEmpty(); i++) alive = free(indexOf(step));
                yield alive;
            }
            case FREE_EVERY_SECOND -> {
                boolean alive = true;
                for (int i = 0; alive && i < live.size(); i++) alive = free(i);
                yield alive;
            }
            case FREE_ALL, FREE_ALL_REVERSED, FREE_ALL_SHUFFLED -> {
                boolean alive = true;
                IntUnaryOperator next = step.order();
                while (alive && !live.isEmpty()) alive = free(next.applyAsInt(live.size()));
                yield alive;
            }
            case FREE_NOTHING -> freeNothing(Address.NULL) && freeNothing(Address.ZERO_SIZE_PTR);
            case FREE_TWICE -> {
                if (live.isEmpty()) yield true;
                Live block = live.get(indexOf(step));
                if (free(indexOf(step))) freeAgain(block, "after " + block + " was freed twice");
                yield false;
            }
            case FREE_AGAIN -> {
                Live block = freedBefore(step);
                if (block == null) yield true;
                freeAgain(block, "after " + block + " was freed a second time, and others in between,");
                yield false;
            }
        };
    }

    private int indexOf(Step step) {
        return (int) Long.remainderUnsigned(step.bytes(), live.size());
    }

    // Allocating

    private boolean alloc(long bytes, int gfp) {
        int splats = machine.splatCount();
        boolean killedBefore = machine.oomKill() != null;
        long pagesBefore = pages.freePages();
        long address;
        try {
            address = allocator.alloc(bytes, gfp);
        } catch (OopsException died) {
            note(
                    Fault.DEATH,
                    () -> "alloc of " + Ledger.count(bytes) + ": "
                            + died.splat().headline());
            return false;
        }
        int number = ledger.allocations();
        askedPages += Math.max(1, Math.min(pagesOf(bytes), machine.profile().frames()));
        long pagesAfter = pages.freePages();
        if (address == Address.NULL) lostPages += Math.max(0, pagesBefore - pagesAfter);
        lookAtWarns(bytes, gfp, splats);
        lookAtKill(bytes, gfp, killedBefore);
        if (address == Address.NULL) lookAtRefusal(bytes, gfp);
        else if (bytes == 0) {
            if (address != Address.ZERO_SIZE_PTR)
                note(
                        Fault.ZERO_BYTES,
                        () -> "allocation " + number + ", of 0 bytes, is answered with " + Address.format(address),
                        number);
            else if (family == Family.VMALLOC || family == Family.PAGES) return true;
        } else {
            if (looks.contains(Look.REFUSALS) && live.isEmpty() && pagesAfter < pagesBefore)
                servedAlone.putIfAbsent(bytes, pagesBefore);
            take(number, address, bytes);
        }
        return true;
    }

    private void take(int number, long address, long bytes) {
        lookAtPlace(number, address, bytes);
        long ksize = allocator.ksize(address);
        AddressSpace memory = machine.memory();
        long usable =
                Long.compareUnsigned(ksize, bytes) > 0 && ksize > 0 && memory.isMapped(address, ksize) ? ksize : bytes;
        Live block = new Live(number, address, bytes, ksize, usable);
        if (usable < 0 || !memory.isMapped(address, usable)) block = new Live(number, address, bytes, ksize, 0);
        live.add(block);
        served++;
        livePages += pagesOf(bytes);
        peakPages = Math.max(peakPages, livePages);
        if (looks.contains(Look.BYTES) || looks.contains(Look.REFUSALS)) mark(block);
    }

    private void lookAtPlace(int number, long address, long bytes) {
        long memory = totalPages * pageSize;
        if (Long.compareUnsigned(bytes, memory) > 0)
            note(
                    Fault.ABOVE_MEMORY,
                    () -> describe(number, address, bytes) + " is served, but the machine has " + unsigned(memory)
                            + " bytes in all",
                    number);
        boolean virtual = Address.isVmalloc(address);
        boolean wrong = switch (family) {
            case KMALLOC, PAGES -> virtual;
            case VMALLOC -> !virtual;
            case KVMALLOC -> false;
        };
        if (wrong)
            note(
                    Fault.WRONG_RANGE,
                    () -> describe(number, address, bytes) + " lies in the "
                            + (virtual ? "vmalloc range" : "direct map"),
                    number);
    }

    private static String describe(int number, long address, long bytes) {
        return "allocation " + number + " (" + Ledger.count(bytes) + " at " + Address.format(address) + ")";
    }

    private void lookAtRefusal(long bytes, int gfp) {
        if (bytes == 0) return;
        Supplier<String> request = () -> unsigned(bytes) + " bytes with " + Gfp.format(gfp) + " are refused";
        Supplier<String> free = () -> pages.freePages() + " of " + totalPages + " pages are free";
        if (kernels) {
            if (isPlenty(bytes)) note(Fault.REFUSED, () -> request.get() + ", although " + free.get());
            return;
        }
        if (!looks.contains(Look.REFUSALS)) return;
        if (isPlenty(bytes) && comparedWhenFresh.add(bytes)) {
            long larger = servedInstead(bytes, gfp);
            if (larger != 0)
                note(
                        Fault.REFUSED,
                        () -> request.get() + " on a machine that has just booted, which serves " + unsigned(larger)
                                + " bytes");
        }
        long then = servedAlone.getOrDefault(bytes, Long.MAX_VALUE);
        if (live.isEmpty() && pages.freePages() >= then && isRefusedForGood(bytes, gfp))
            note(
                    Fault.REFUSED,
                    () -> request.get() + " from now on, although nothing is live and " + free.get()
                            + ", as when it was served");
    }

    /** A larger size that a machine serves which has just booted, when it refuses this one; 0 if there is none. */
    private long servedInstead(long bytes, int gfp) {
        if (isServedWhenFresh(bytes, gfp)) return 0;
        for (int shift = 1; shift <= 8; shift++) {
            long larger = bytes << shift;
            if (!isPlenty(larger)) return 0;
            if (isServedWhenFresh(larger, gfp)) return larger;
        }
        return 0;
    }

    private boolean isServedWhenFresh(long bytes, int gfp) {
        Machine fresh = setup.machine(machine.profile());
        try {
            long address = watch.alloc(provider.name(), setup.allocator(fresh, watch), bytes, gfp | Gfp.NOWARN);
            return address != Address.NULL;
        } catch (OopsException died) {
            return false;
        }
    }

    /** Whoever refuses now and then is within its rights. */
    private boolean isRefusedForGood(long bytes, int gfp) {
        for (int i = 0; i < INSISTS; i++) {
            long address = watch.alloc(provider.name(), unwatched, bytes, gfp | Gfp.NOWARN);
            if (address == Address.NULL) continue;
            watch.free(provider.name(), unwatched, address);
            return false;
        }
        return true;
    }

    /** Whether memory is so plentiful that nothing which was done before can stand in the way of this size. */
    private boolean isPlenty(long bytes) {
        MachineProfile profile = machine.profile();
        boolean fresh = profile.freeOrder() == profile.maxPageOrder();
        if (!fresh || capabilities.mustRefuse(bytes) || bytes < 0) return false;
        int order = PageFrames.getOrder(bytes, pageSize);
        boolean contiguous = family == Family.KMALLOC || family == Family.PAGES;
        if (contiguous && order > profile.maxPageOrder()) return false;
        if (family == Family.KVMALLOC && bytes > Integer.MAX_VALUE) return false;
        if (pages.freePages() < totalPages / 2 || pagesOf(bytes) > pages.freePages() / 4) return false;
        return !contiguous || totalPages >> order > 2L * (ledger.allocations() + 16);
    }

    private void lookAtWarns(long bytes, int gfp, int splats) {
        boolean over = warnsAbove(bytes);
        if (machine.splatCount() > splats)
            for (Splat splat : machine.splatsSince(splats)) {
                if (splat.kind() != Splat.Kind.WARN) continue;
                Supplier<String> request =
                        () -> "alloc of " + Ledger.count(bytes) + " with " + Gfp.format(gfp) + ": " + splat.headline();
                if (Gfp.has(gfp, Gfp.NOWARN) && !(family == Family.VMALLOC && bytes == 0))
                    note(Fault.WARNS_THOUGH_ASKED_NOT_TO, request);
                else if (!over && !capabilities.mustRefuse(bytes)) note(Fault.WARNS_NEEDLESSLY, request);
                else if (!warned.add(splat.site())) note(Fault.WARNS_AGAIN, request);
            }
        if (kernels && over && !Gfp.has(gfp, Gfp.NOWARN) && !mustHaveWarned) {
            mustHaveWarned = true;
            if (machine.splatCount() == splats && warned.isEmpty())
                note(
                        Fault.SILENT,
                        () -> "alloc of " + Ledger.count(bytes) + " with " + Gfp.format(gfp)
                                + " does not WARN, although " + provider.name() + " does in a kernel");
        }
    }

    private void lookAtKill(long bytes, int gfp, boolean killedBefore) {
        Splat kill = machine.oomKill();
        if (kill == null || killedBefore || !Gfp.has(gfp, Gfp.NORETRY | Gfp.RETRY_MAYFAIL)) return;
        note(
                Fault.KILLS_THOUGH_ASKED_NOT_TO,
                () -> "alloc of " + Ledger.count(bytes) + " with " + Gfp.format(gfp) + ": " + kill.headline());
    }

    /** Whether the family's own functions may WARN at this size. */
    private boolean warnsAbove(long bytes) {
        MachineProfile profile = machine.profile();
        return switch (family) {
            case KMALLOC -> bytes != 0 && PageFrames.getOrder(bytes, pageSize) > profile.maxPageOrder();
            case PAGES -> PageFrames.getOrder(bytes, pageSize) > profile.maxPageOrder();
            case KVMALLOC -> Long.compareUnsigned(bytes, Integer.MAX_VALUE) > 0;
            case VMALLOC -> bytes == 0;
        };
    }

    // Freeing

    private boolean free(int index) {
        Live block = live.get(index);
        lookAtBytes(block, false);
        live.remove(index);
        livePages -= pagesOf(block.bytes());
        frees++;
        freedPages += pagesOf(block.bytes());
        if (keepsFreed) freed.add(block);
        int splats = machine.splatCount();
        try {
            allocator.free(block.address());
        } catch (OopsException died) {
            Supplier<String> message =
                    () -> freeCall + " of " + block + ": " + died.splat().headline();
            note(Fault.FREE_WARNS, message, block.number());
            note(Fault.DEATH, message, block.number());
            return false;
        }
        if (machine.splatCount() > splats)
            note(
                    Fault.FREE_WARNS,
                    () -> freeCall + " of " + block + ": "
                            + machine.splatsSince(splats).head().headline(),
                    block.number());
        if (live.size() <= FEW) lookAtSizes(() -> freeCall + " of " + block, block.number());
        return true;
    }

    /** The blocks that are live must be none the worse for the free of others. */
    private void lookAtSizes(Supplier<String> why, int freed) {
        if (!looks.contains(Look.SIZES)) return;
        for (int i = 0; i < live.size(); i++) {
            Live other = live.get(i);
            long ksize = allocator.ksize(other.address());
            if (ksize == other.ksize()) continue;
            note(
                    Fault.KSIZE_CHANGES,
                    () -> why.get() + " turns ksize of " + other + " from " + unsigned(other.ksize()) + " to "
                            + unsigned(ksize),
                    freed,
                    other.number());
            return;
        }
    }

    private boolean freeNothing(long address) {
        Supplier<String> call = () -> freeCall + "(" + (address == Address.NULL ? "NULL" : "ZERO_SIZE_PTR") + ")";
        int splats = machine.splatCount();
        int lines = machine.logCount();
        try {
            allocator.free(address);
        } catch (OopsException died) {
            note(Fault.FREE_NOTHING, () -> call.get() + ": " + died.splat().headline());
            return false;
        }
        if (machine.splatCount() > splats || machine.logCount() > lines)
            note(
                    Fault.FREE_NOTHING,
                    () -> call.get() + ": " + machine.logSince(lines).last());
        return true;
    }

    /** A block that was freed and whose memory nobody has since; null if there is none. */
    private @Nullable Live freedBefore(Step step) {
        Extents taken = new Extents();
        for (int i = 0; i < live.size(); i++) taken.add(live.get(i));
        List<Live> candidates = new ArrayList<>();
        for (int i = freed.size() - 1; i >= 0; i--) {
            Live block = freed.get(i);
            // Of those at one address it is the last that was freed.
            if (taken.add(block)) candidates.add(block);
        }
        if (candidates.isEmpty()) return null;
        return candidates.get((int) Long.remainderUnsigned(step.bytes(), candidates.size()));
    }

    /** The second free is the checker's own doing, so it does not go through the ledger, nor does what follows. */
    private void freeAgain(Live block, String after) {
        try {
            int splats = machine.splatCount();
            watch.free(provider.name(), tap.tables(unwatched), block.address());
            if (machine.splatCount() > splats) return;
            Extents taken = new Extents();
            for (int i = 0; i < live.size(); i++) taken.add(live.get(i));
            // A list of free blocks may be handed out from its other end.
            long most = Math.min(frees, MOST_LIVE) + 3;
            for (int i = 0; i < most; i++) {
                long address = watch.alloc(provider.name(), unwatched, block.bytes(), Gfp.KERNEL | Gfp.NOWARN);
                if (address == Address.NULL) return;
                if (taken.add(new Live(i, address, block.bytes(), 0, 0))) continue;
                // Who passes a free on to the kernel's own function answers as the kernel does.
                if (kernelFrees.sawUnknown()) return;
                note(
                        Fault.FREED_TWICE,
                        () -> after + " two callers get the memory at " + Address.format(address),
                        block.number());
                return;
            }
        } catch (OopsException noticed) {
            // The kernel has noticed, which is an answer.
        }
    }

    // Looking at what is live

    private void lookAtLiveBlocks(Step step) {
        if (live.size() > FEW) lookAtSizes(() -> "the step '" + step + "'", 0);
        if (!looks.contains(Look.BYTES)) return;
        boolean many = live.size() > MANY;
        for (int i = 0; i < live.size(); i++) {
            lookAtGuard(live.get(i));
            lookAtBytes(live.get(i), many);
        }
    }

    private void lookAtGuard(Live block) {
        if (!Address.isVmalloc(block.address()) || block.usable() <= 0) return;
        long end = (block.address() + block.usable() + pageSize - 1) & -pageSize;
        if (machine.memory().isMapped(end, 1))
            note(
                    Fault.NO_GUARD,
                    () -> "behind " + block + " the page at " + Address.format(end) + " is mapped",
                    block.number());
    }

    private void mark(Live block) {
        // Two owners of the same bytes would each find the other's; that they overlap has been noted.
        if (ledger.sawOverlap()) return;
        AddressSpace memory = machine.memory();
        for (long offset : marks(block))
            if (offset + Long.BYTES <= block.usable())
                memory.writeU64(block.address() + offset, pattern(block, offset));
            else
                for (long at = offset; at < block.usable(); at++)
                    memory.writeByte(block.address() + at, (byte) pattern(block, at));
    }

    private void lookAtBytes(Live block, boolean brief) {
        if (!looks.contains(Look.BYTES) || block.usable() == 0 || ledger.sawOverlap()) return;
        AddressSpace memory = machine.memory();
        if (!memory.isMapped(block.address(), block.usable())) {
            note(Fault.CORRUPTED, () -> block + " is no longer mapped", block.number());
            return;
        }
        for (long offset : brief ? ends(block) : marks(block)) {
            boolean whole = offset + Long.BYTES <= block.usable();
            long last = whole ? offset : block.usable() - 1;
            for (long at = offset; at <= last; at++) {
                boolean same = whole
                        ? memory.readU64(block.address() + at) == pattern(block, at)
                        : memory.readByte(block.address() + at) == (byte) pattern(block, at);
                if (same) continue;
                long changed = at;
                note(
                        Fault.CORRUPTED,
                        () -> block + " has changed at byte " + changed + ", where its owner had written",
                        block.number());
                return;
            }
        }
    }

    /** Of the offsets that are written to the first and the last ones. */
    private static long[] ends(Live block) {
        if (block.usable() <= 2 * Long.BYTES) return new long[] {0};
        return new long[] {0, (block.usable() - 1) & -Long.BYTES};
    }

    /** The offsets that are written to and looked at: the first and last bytes, those next to what was asked for, each page. */
    private long[] marks(Live block) {
        long[] offsets = new long[4 * MARKED_BYTES / Long.BYTES + MARKED_PAGES + 8];
        int count = 0;
        for (long at = 0; at < Math.min(block.usable(), MARKED_BYTES); at += Long.BYTES) offsets[count++] = at;
        long[] ends = {Math.min(block.bytes(), block.usable()), block.usable()};
        for (long end : ends) {
            long from = Math.max(MARKED_BYTES, (end - MARKED_BYTES) & -Long.BYTES);
            for (long at = from; at < end; at += Long.BYTES) offsets[count++] = at;
        }
        long step = Math.max(1, block.usable() / pageSize / MARKED_PAGES) * pageSize;
        for (long at = step; at < block.usable() && count < offsets.length; at += step) offsets[count++] = at;
        return Arrays.copyOf(offsets, count);
    }

    private static long pattern(Live block, long offset) {
        return (block.number() + offset * 0x2545_f491_4f6c_dd1dL) * 0x9e37_79b9_7f4a_7c15L | 0x0101_0101_0101_0101L;
    }

    // Leaks

    private long pagesOf(long bytes) {
        return ((bytes - 1) >>> Integer.numberOfTrailingZeros(pageSize)) + 1;
    }

    private long taken() {
        return pagesAtFirst - pages.freePages();
    }

    /**
     * Goes through the steps again and again, with everything freed in between, and looks at what stays.
     *
     * <p>Pages may stay with the allocator for the next blocks, and so may blocks that were freed: up to some thousand of
     * them, or to some share of memory. What goes on growing is a leak. So where something grows it is given every chance to
     * stop: first so many large blocks are freed that whatever keeps them is full, and then the steps are gone through until
     * thousands of blocks more were freed.
     */
    private final class Leaks {
        /** How often the steps are gone through where nothing grows. */
        private static final int ROUNDS = 4;

        /** From so many blocks on a second time will do. */
        private static final int LARGE = 512;

        /**
         * How many blocks are freed to fill what keeps them, and what part of memory they have at least; and of how many pages
         * each is, as a power of two.
         */
        private static final int FILLED = 4096;

        private static final int FILLED_PART = 16;

        private static final int FILLED_ORDER = 4;

        /** How many blocks are freed in a stretch, or how many pages where blocks are large and may be taken page by page. */
        private static final int STRETCH = 1024;

        private static final long STRETCH_PAGES = 1 << 16;
        private static final int STRETCHES = 8;

        /** In each stretch the steps are gone through at least so often. */
        private static final int TURNS = 3;

        /** The first times in a stretch some other blocks are freed too. */
        private static final int VARIED = 16;

        /** With fewer blocks than this nothing can be said. */
        private static final int FEWEST = 1200;

        /** How often the steps are gone through again where fewer and fewer blocks are served. */
        private static final int AGAIN = 16;

        private final Workload workload;
        private final long[] kept = new long[ROUNDS];
        private final long[] got = new long[ROUNDS];
        private final long[] lost = new long[ROUNDS];
        private long rounds;
        private long freedInFirst;
        private long askedInFirst;

        /** The fewest pages that were taken in a stretch, and the most. */
        private long least;

        private long greatest;

        Leaks(Workload workload) {
            this.workload = workload;
        }

        void look() {
            if (!goThrough()) return;
            if (isUnexplained()) {
                note(
                        Fault.LEAK,
                        () -> "with all blocks freed " + taken() + " of "
                                + totalPages + " pages are taken; never were more than " + peakPages
                                + " in use at once");
                return;
            }
            if (rounds < ROUNDS) return;
            if (kept[ROUNDS - 1] > kept[0]) lookAtGrowth();
            else lookAtServed();
        }

        /** Goes through the steps so often that it shows whether anything grows; false if the machine dies of it. */
        private boolean goThrough() {
            for (int i = 0; i < ROUNDS; i++) {
                long before = served;
                long lostBefore = lostPages;
                if (!runOnce(workload)) return false;
                tap.isOver();
                rounds++;
                kept[i] = taken();
                got[i] = served - before;
                lost[i] = lostPages - lostBefore;
                if (i == 0) {
                    freedInFirst = freedPages;
                    askedInFirst = askedPages;
                    if (exceedsAllUses()) return true;
                }
                boolean steady = i == 1 && kept[1] <= kept[0] && got[1] >= got[0];
                if (steady && (got[0] > LARGE || askedInFirst > LARGE * 64)) return true;
            }
            return true;
        }

        private boolean exceedsAllUses() {
            long total = totalPages;
            long spare = Math.min(1L << machine.profile().maxPageOrder(), total / 4);
            return taken() > 4 * (peakPages + freedPages) + 64 + spare;
        }

        /** Whether much more is taken than was ever handed out, and is of no use. */
        private boolean isUnexplained() {
            if (!exceedsAllUses()) return false;
            List<Long> blocks = new ArrayList<>();
            long before = taken();
            for (int i = 0; i < PROBED; i++) {
                long address = watch.alloc(provider.name(), unwatched, pageSize, Gfp.KERNEL | Gfp.NOWARN);
                if (address == Address.NULL) break;
                blocks.add(address);
            }
            boolean isPool = blocks.size() >= PROBED / 8 && taken() - before <= blocks.size() / 2;
            for (long address : blocks) watch.free(provider.name(), unwatched, address);
            return !isPool;
        }

        private void lookAtGrowth() {
            if (isNeverHandedOut()
                    || (isAffordable() && goesOnGrowing())
                    || (isAffordable() && isStarved() && goesOnGrowingOnLargeMachine()))
                note(
                        Fault.LEAK,
                        () -> "the same steps again and again, with all blocks freed each time, leave "
                                + Vector.ofAll(kept).mkString(", ") + ", ... pages taken");
        }

        /** What was never handed out is not kept for the next caller: more than was freed, or what refusals have taken. */
        private boolean isNeverHandedOut() {
            long growth = kept[ROUNDS - 1] - kept[0];
            boolean lostEachTime = true;
            long lostSince = 0;
            for (int i = 0; i < ROUNDS; i++) {
                lostEachTime &= lost[i] > 0;
                if (i > 0) lostSince += lost[i];
            }
            return growth > 4 * (freedPages - freedInFirst) || (lostEachTime && growth >= lostSince);
        }

        /** Whether the steps can be gone through many times, however the allocator takes its pages. */
        private boolean isAffordable() {
            return isContiguous() || askedInFirst < STRETCH_PAGES / 2;
        }

        private boolean isContiguous() {
            return family == Family.KMALLOC || family == Family.PAGES;
        }

        /** What is kept may come and go; what is lost is more at any time than it was two stretches before. */
        private boolean goesOnGrowing() {
            if (!fill()) return false;
            long before = frees;
            long[] most = new long[STRETCHES];
            for (int stretch = 0; stretch < STRETCHES; stretch++) {
                if (isStarved() || !goOn()) return false;
                if (stretch >= 2 && least <= most[stretch - 2]) return false;
                most[stretch] = greatest;
            }
            return frees - before >= FEWEST;
        }

        /** Whether it is memory that has set an end to it. */
        private boolean isStarved() {
            return taken() > totalPages / 4 * 3;
        }

        /** Frees so many large blocks that whatever keeps blocks back is full. */
        private boolean fill() {
            startClock();
            int order = Math.min(FILLED_ORDER, machine.profile().freeOrder());
            long part = (totalPages / FILLED_PART) >> order;
            return freeMore((long) pageSize << order, Math.max(FILLED, part));
        }

        /** What follows takes as long as a case may take. */
        private void startClock() {
            watch.sample(arrayCase);
        }

        /** Takes blocks and frees each at once. */
        private boolean freeMore(long bytes, long times) {
            try {
                for (long i = 0; i < times; i++) {
                    long address = watch.alloc(provider.name(), unwatched, bytes, Gfp.KERNEL | Gfp.NOWARN);
                    if (address == Address.NULL) break;
                    watch.free(provider.name(), unwatched, address);
                }
                return true;
            } catch (OopsException died) {
                return false;
            }
        }

        private boolean goOn() {
            startClock();
            long freesBefore = frees;
            long pagesBefore = askedPages;
            long mostPages = isContiguous() ? Long.MAX_VALUE : STRETCH_PAGES;
            int turns = 0;
            least = Long.MAX_VALUE;
            greatest = 0;
            do {
                long before = frees;
                if (!runOnce(workload) || frees == before) return false;
                // Whoever frees blocks so many at a time must not be met at the same point each time.
                if (turns < VARIED && !freeMore(pageSize, turns * 37L % 64)) return false;
                least = Math.min(least, taken());
                greatest = Math.max(greatest, taken());
                turns++;
            } while (turns < TURNS || (frees - freesBefore < STRETCH && askedPages - pagesBefore < mostPages));
            return true;
        }

        /** Where memory ends before whatever keeps blocks back is full, a large machine tells the two apart. */
        private boolean goesOnGrowingOnLargeMachine() {
            MachineProfile profile = machine.profile();
            int memoryMib = isContiguous() ? 65536 : 16384;
            if (profile.memoryMib() >= memoryMib) return false;
            MachineProfile large =
                    MachineProfile.of(profile.pageSize(), memoryMib).withFreeOrder(profile.freeOrder());
            Leaks there = new Contract(looks, setup, arrayCase.onMachine(large), Tap.NONE).new Leaks(workload);
            return there.goThrough()
                    && there.rounds == ROUNDS
                    && there.kept[ROUNDS - 1] > there.kept[0]
                    && there.goesOnGrowing();
        }

        /** Memory that an allocator has taken once and for all gets lost in it, and it serves fewer blocks each time. */
        private void lookAtServed() {
            for (int i = 1; i < ROUNDS; i++) if (got[i] >= got[i - 1]) return;
            long least = got[ROUNDS - 1];
            for (int i = 0; i < AGAIN; i++) {
                long before = served;
                if (!runOnce(workload)) return;
                rounds++;
                long now = served - before;
                if (now > least || (now == least && now != 0)) return;
                least = now;
            }
            long last = least;
            note(
                    Fault.LEAK,
                    () -> "the same steps " + ROUNDS + " times, with all blocks freed each time, get "
                            + Vector.ofAll(got).mkString(", ") + " blocks, and " + last + " the " + rounds
                            + "th time");
        }
    }

    private static String unsigned(long value) {
        return Long.toUnsignedString(value);
    }
}
