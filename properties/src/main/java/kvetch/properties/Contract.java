package kvetch.properties;

import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
import kvetch.properties.Workload.Step;

/**
 * Holds an allocator to its own contract: carries a workload out through the {@link Ledger} and looks at each answer, at every
 * live block's bytes, at the log and at the pages that the machine has left.
 *
 * <p>An array uses its allocator for two tables. This sees what two tables do not show.
 */
public final class Contract {
    /** How often the steps are gone through, with everything freed in between, to tell a leak from a cache. */
    private static final int ROUNDS = 4;

    private static final int MOST_LIVE = 4096;
    private static final int FEW = 32;
    private static final int MARKED_BYTES = 64;
    private static final int MARKED_PAGES = 12;

    private final Watch watch;
    private final AllocatorProvider provider;
    private final Family family;
    private final boolean kernels;
    private final Machine machine;
    private final Ledger ledger;
    private final Allocator unwatched;
    private final Allocator allocator;
    private final Capabilities capabilities;
    private final int pageSize;
    private final LawId law;
    private final int rounds;
    private final long pagesAtFirst;
    private final List<Violation> violations = new ArrayList<>();
    private final List<Live> live = new ArrayList<>();
    private final Set<CodeLocation> warned = new HashSet<>();
    private boolean mustHaveWarned;
    private long peakPages;
    private long livePages;

    /** A live block, with the part of it that its owner has written to. */
    private record Live(int number, long address, long bytes, long ksize, long usable) {
        @Override
        public String toString() {
            return "block " + number + " (" + Ledger.count(bytes) + " at " + Address.format(address) + ")";
        }
    }

    private Contract(LawId law, Setup setup, ArrayCase c) {
        this.watch = Watch.current();
        watch.sample(c);
        MachineProfile profile = c.machine();
        this.provider = setup.provider();
        this.family = provider.family();
        this.kernels = setup.providers().isKernels(provider);
        this.machine = setup.providers().boot(profile.withSites(setup.kernel().sites()));
        this.ledger = new Ledger(machine, 0, watch);
        this.unwatched = setup.allocator(machine, watch);
        this.allocator = ledger.wrap(unwatched, provider);
        this.capabilities = watch.capabilities(provider, provider.name(), profile);
        this.pageSize = profile.pageSize();
        this.law = law;
        this.rounds = law == LawId.M2 ? ROUNDS : 1;
        this.pagesAtFirst = machine.pages().freePages();
    }

    /**
     * Carries a workload out on a machine that has just booted.
     *
     * @param law what is looked for: of the others only what shows on the way is noted. For M2 the steps are gone through
     *     several times
     * @param setup the allocator, and the kernel it is in
     * @param profile the machine
     * @param workload the steps
     * @return violations of M1 to M4, W1 and W2, as they happened
     */
    public static Vector<Violation> examine(LawId law, Setup setup, MachineProfile profile, Workload workload) {
        return examine(law, setup, ArrayCase.of(workload, profile), workload, new Examination());
    }

    static Vector<Violation> examine(LawId law, Setup setup, ArrayCase c, Workload workload, Examination result) {
        Contract contract = new Contract(law, setup, c);
        contract.run(workload);
        result.splat(contract.machine.firstSplat());
        if (contract.ledger.sawVmalloc()) result.saw(Sight.VMALLOC);
        return Vector.ofAll(contract.violations);
    }

    private void run(Workload workload) {
        long[] kept = new long[rounds];
        boolean finished = true;
        for (int round = 0; round < rounds && finished; round++) {
            finished = runOnce(workload);
            kept[round] = pagesAtFirst - machine.pages().freePages();
        }
        if (finished) lookForLeak(kept);
        violations.addAll(ledger.violations());
    }

    /** Whether the machine is still of use afterwards. */
    private boolean runOnce(Workload workload) {
        for (Step step : workload.steps()) {
            boolean goesOn = perform(step);
            lookAtLiveBlocks();
            if (!goesOn) return false;
        }
        while (!live.isEmpty()) if (!free(0)) return false;
        return true;
    }

    private void note(Breach breach, String message) {
        violations.add(breach.with(message));
    }

    private boolean perform(Step step) {
        return switch (step.kind()) {
            case ALLOC -> {
                boolean alive = true;
                for (int i = 0; alive && i < step.times() && live.size() < MOST_LIVE; i++) {
                    int before = live.size();
                    alive = alloc(step.bytes(), step.gfp());
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
            case FREE -> live.isEmpty() || free(indexOf(step));
            case FREE_EVERY_SECOND -> {
                boolean alive = true;
                for (int i = 0; alive && i < live.size(); i++) alive = free(i);
                yield alive;
            }
            case FREE_ALL -> {
                boolean alive = true;
                while (alive && !live.isEmpty()) alive = free(0);
                yield alive;
            }
            case FREE_NOTHING -> freeNothing(Address.NULL) && freeNothing(Address.ZERO_SIZE_PTR);
            case FREE_TWICE -> {
                if (live.isEmpty()) yield true;
                freeTwice(indexOf(step));
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
        long address;
        try {
            address = allocator.alloc(bytes, gfp);
        } catch (OopsException died) {
            note(
                    Breach.DEATH,
                    "alloc of " + Ledger.count(bytes) + ": " + died.splat().headline());
            return false;
        }
        int number = ledger.allocations();
        lookAtWarns(bytes, gfp, splats);
        if (address == Address.NULL) lookAtRefusal(bytes, gfp);
        else if (bytes == 0) {
            if (address != Address.ZERO_SIZE_PTR)
                note(
                        Breach.ZERO_BYTES,
                        "allocation " + number + ", of 0 bytes, is answered with " + Address.format(address));
            else if (family == Family.VMALLOC || family == Family.PAGES) return true;
        } else take(number, address, bytes);
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
        livePages += pagesOf(bytes);
        peakPages = Math.max(peakPages, livePages);
        if (law == LawId.M3 || law == LawId.M4) mark(block);
    }

    /** Two owners of the same bytes would each find the other's; that they overlap has been noted. */
    private boolean overlaps() {
        for (Violation violation : ledger.violations()) if (violation.what().equals(Breach.OVERLAP.what())) return true;
        return false;
    }

    private void lookAtPlace(int number, long address, long bytes) {
        String block = "allocation " + number + " (" + Ledger.count(bytes) + " at " + Address.format(address) + ")";
        long memory = machine.pages().totalPages() * pageSize;
        if (Long.compareUnsigned(bytes, memory) > 0)
            note(Breach.ABOVE_MEMORY, block + " is served, but the machine has " + unsigned(memory) + " bytes in all");
        boolean virtual = Address.isVmalloc(address);
        boolean wrong = switch (family) {
            case KMALLOC, PAGES -> virtual;
            case VMALLOC -> !virtual;
            case KVMALLOC -> false;
        };
        if (wrong) note(Breach.WRONG_RANGE, block + " lies in the " + (virtual ? "vmalloc range" : "direct map"));
    }

    private void lookAtRefusal(long bytes, int gfp) {
        if (bytes == 0 || !isPlenty(bytes)) return;
        PageFrames pages = machine.pages();
        note(
                Breach.REFUSED,
                unsigned(bytes) + " bytes with " + Gfp.format(gfp) + " are refused, although " + pages.freePages()
                        + " of " + pages.totalPages() + " pages are free");
    }

    /** Whether memory is so plentiful that nothing which was done before can stand in the way of this size. */
    private boolean isPlenty(long bytes) {
        MachineProfile profile = machine.profile();
        boolean fresh = profile.freeOrder() == profile.maxPageOrder();
        if (!fresh || capabilities.mustRefuse(bytes) || bytes < 0) return false;
        PageFrames pages = machine.pages();
        int order = PageFrames.getOrder(bytes, pageSize);
        boolean contiguous = family == Family.KMALLOC || family == Family.PAGES;
        if (contiguous && order > profile.maxPageOrder()) return false;
        if (family == Family.KVMALLOC && bytes > Integer.MAX_VALUE) return false;
        if (pages.freePages() < pages.totalPages() / 2 || pagesOf(bytes) > pages.freePages() / 4) return false;
        return !contiguous || pages.totalPages() >> order > 2L * (ledger.allocations() + 16);
    }

    private void lookAtWarns(long bytes, int gfp, int splats) {
        boolean over = warnsAbove(bytes);
        if (machine.splatCount() > splats)
            for (Splat splat : machine.splats().drop(splats)) {
                if (splat.kind() != Splat.Kind.WARN) continue;
                String request =
                        "alloc of " + Ledger.count(bytes) + " with " + Gfp.format(gfp) + ": " + splat.headline();
                if (Gfp.has(gfp, Gfp.NOWARN) && !(family == Family.VMALLOC && bytes == 0))
                    note(Breach.WARNS_THOUGH_ASKED_NOT_TO, request);
                else if (!over) note(Breach.WARNS_NEEDLESSLY, request);
                else if (!warned.add(splat.site())) note(Breach.WARNS_AGAIN, request);
            }
        if (kernels && over && !Gfp.has(gfp, Gfp.NOWARN) && !mustHaveWarned) {
            mustHaveWarned = true;
            if (machine.splatCount() == splats && warned.isEmpty())
                note(
                        Breach.SILENT,
                        "alloc of " + Ledger.count(bytes) + " with " + Gfp.format(gfp) + " does not WARN, although "
                                + provider.name() + " does in a kernel");
        }
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
        lookAtBytes(block);
        live.remove(index);
        livePages -= pagesOf(block.bytes);
        int splats = machine.splatCount();
        try {
            allocator.free(block.address);
        } catch (OopsException died) {
            note(
                    Breach.FREE_WARNS,
                    family.freeFunction() + " of " + block + ": " + died.splat().headline());
            note(
                    Breach.DEATH,
                    family.freeFunction() + " of " + block + ": " + died.splat().headline());
            return false;
        }
        if (machine.splatCount() > splats)
            note(
                    Breach.FREE_WARNS,
                    family.freeFunction() + " of " + block + ": "
                            + machine.splats().get(splats).headline());
        if (live.size() <= FEW) lookAtSizes(block);
        return true;
    }

    /** The blocks that are live must be none the worse for the free of another. */
    private void lookAtSizes(Live freed) {
        if (law != LawId.M1) return;
        for (Live other : live) {
            long ksize = allocator.ksize(other.address);
            if (ksize == other.ksize) continue;
            note(
                    Breach.KSIZE_CHANGES,
                    family.freeFunction() + " of " + freed + " turns ksize of " + other + " from "
                            + unsigned(other.ksize) + " to " + unsigned(ksize));
            return;
        }
    }

    private boolean freeNothing(long address) {
        String call = family.freeFunction() + "(" + (address == Address.NULL ? "NULL" : "ZERO_SIZE_PTR") + ")";
        int splats = machine.splatCount();
        int lines = machine.log().size();
        try {
            allocator.free(address);
        } catch (OopsException died) {
            note(Breach.FREE_NOTHING, call + ": " + died.splat().headline());
            return false;
        }
        if (machine.splatCount() > splats || machine.log().size() > lines)
            note(Breach.FREE_NOTHING, call + ": " + machine.log().last());
        return true;
    }

    /** The second free is the checker's own doing, so it does not go through the ledger, nor does what follows. */
    private void freeTwice(int index) {
        Live block = live.get(index);
        if (!free(index)) return;
        try {
            int splats = machine.splatCount();
            watch.free(provider.name(), unwatched, block.address);
            if (machine.splatCount() > splats) return;
            List<Live> others = new ArrayList<>(live);
            for (int i = 0; i < 3; i++) {
                long address = watch.alloc(provider.name(), unwatched, block.bytes, Gfp.KERNEL | Gfp.NOWARN);
                if (address == Address.NULL) return;
                Live next = new Live(i, address, block.bytes, 0, 0);
                for (Live other : others) {
                    boolean apart = Long.compareUnsigned(other.address + other.bytes, address) <= 0
                            || Long.compareUnsigned(address + block.bytes, other.address) <= 0;
                    if (apart) continue;
                    note(
                            Breach.FREED_TWICE,
                            "after " + block + " was freed twice two callers get the memory at "
                                    + Address.format(address));
                    return;
                }
                others.add(next);
            }
        } catch (OopsException noticed) {
            // The kernel has noticed, which is an answer.
        }
    }

    // Looking at what is live

    private void lookAtLiveBlocks() {
        if (law != LawId.M3) return;
        for (Live block : live) {
            lookAtGuard(block);
            lookAtBytes(block);
        }
    }

    private void lookAtGuard(Live block) {
        if (!Address.isVmalloc(block.address) || block.usable <= 0) return;
        long end = (block.address + block.usable + pageSize - 1) & -pageSize;
        if (machine.memory().isMapped(end, 1))
            note(Breach.NO_GUARD, "behind " + block + " the page at " + Address.format(end) + " is mapped");
    }

    private void mark(Live block) {
        if (overlaps()) return;
        AddressSpace memory = machine.memory();
        for (long offset : marks(block))
            if (offset + Long.BYTES <= block.usable) memory.writeU64(block.address + offset, pattern(block, offset));
            else
                for (long at = offset; at < block.usable; at++)
                    memory.writeByte(block.address + at, (byte) pattern(block, at));
    }

    private void lookAtBytes(Live block) {
        if (law != LawId.M3 || block.usable == 0 || overlaps()) return;
        AddressSpace memory = machine.memory();
        if (!memory.isMapped(block.address, block.usable)) {
            note(Breach.CORRUPTED, block + " is no longer mapped");
            return;
        }
        for (long offset : marks(block)) {
            boolean whole = offset + Long.BYTES <= block.usable;
            long last = whole ? offset : block.usable - 1;
            for (long at = offset; at <= last; at++) {
                boolean same = whole
                        ? memory.readU64(block.address + at) == pattern(block, at)
                        : memory.readByte(block.address + at) == (byte) pattern(block, at);
                if (same) continue;
                note(Breach.CORRUPTED, block + " has changed at byte " + at + ", where its owner had written");
                return;
            }
        }
    }

    /** The offsets that are written to and looked at: the first and last bytes, those next to what was asked for, each page. */
    private long[] marks(Live block) {
        long[] offsets = new long[4 * MARKED_BYTES / Long.BYTES + MARKED_PAGES + 8];
        int count = 0;
        for (long at = 0; at < Math.min(block.usable, MARKED_BYTES); at += Long.BYTES) offsets[count++] = at;
        long[] ends = {Math.min(block.bytes, block.usable), block.usable};
        for (long end : ends) {
            long from = Math.max(MARKED_BYTES, (end - MARKED_BYTES) & -Long.BYTES);
            for (long at = from; at < end; at += Long.BYTES) offsets[count++] = at;
        }
        long step = Math.max(1, block.usable / pageSize / MARKED_PAGES) * pageSize;
        for (long at = step; at < block.usable && count < offsets.length; at += step) offsets[count++] = at;
        return Arrays.copyOf(offsets, count);
    }

    private static long pattern(Live block, long offset) {
        return (block.number + offset * 0x2545_f491_4f6c_dd1dL) * 0x9e37_79b9_7f4a_7c15L | 0x0101_0101_0101_0101L;
    }

    // Leaks

    private long pagesOf(long bytes) {
        return ((bytes - 1) >>> Integer.numberOfTrailingZeros(pageSize)) + 1;
    }

    /** Pages may stay with the allocator for the next blocks. They may not become more with each round, nor be most of all. */
    private void lookForLeak(long[] kept) {
        boolean grows = rounds > 1;
        for (int i = 1; i < rounds; i++) grows &= kept[i] > kept[i - 1];
        if (grows) {
            note(
                    Breach.LEAK,
                    "the same steps " + rounds + " times, with all blocks freed each time, leave "
                            + Vector.ofAll(kept).mkString(", ") + " pages taken");
            return;
        }
        long total = machine.pages().totalPages();
        long spare = Math.min(1L << machine.profile().maxPageOrder(), total / 4);
        long last = kept[kept.length - 1];
        if (last > 4 * peakPages + 64 + spare)
            note(
                    Breach.LEAK,
                    "with all blocks freed " + last + " of " + total + " pages are taken; never were more than "
                            + peakPages + " in use at once");
    }

    private static String unsigned(long value) {
        return Long.toUnsignedString(value);
    }
}
