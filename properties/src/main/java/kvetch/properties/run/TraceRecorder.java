package kvetch.properties.run;

import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import kvetch.api.Address;
import kvetch.api.Allocator;
import kvetch.api.Family;
import kvetch.api.Gfp;
import kvetch.api.Machine;
import kvetch.api.Memory;
import kvetch.api.OopsException;
import kvetch.api.Splat;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.Case;
import kvetch.properties.cases.Layouts;
import kvetch.properties.evidence.Fault;
import kvetch.properties.law.Life;
import kvetch.properties.law.Violation;
import kvetch.properties.laws.StandardLaws;
import kvetch.properties.ledger.Ledger;
import kvetch.properties.setup.Setup;
import kvetch.properties.trace.Step;
import kvetch.properties.trace.Step.Structure;
import kvetch.raid0.ExtentSink;
import kvetch.raid0.KernelProfile;
import kvetch.raid0.Mddev;
import kvetch.raid0.Rdev;
import kvetch.raid0.RunResult;
import kvetch.raid0.StripZone;
import org.jspecify.annotations.Nullable;

/** Writes down every step of a life. */
public final class TraceRecorder implements Trace {
    /** How many violations of a kind are told. */
    private static final int TOLD = 2;

    private final Case c;
    private final Consumer<BootedArray> onlooker;
    private final List<Step> steps = new ArrayList<>();
    private final List<Step.Lands> parts = new ArrayList<>();
    private final EnumMap<Family, Allocator> kernelAllocators = new EnumMap<>(Family.class);
    private final Map<Long, Structure> objects = new HashMap<>();
    private final Map<String, Integer> told = new HashMap<>();
    private @Nullable Booted booted;
    private @Nullable BootedArray array;
    private int logged;
    private int splatted;
    private int noted;
    private boolean killed;
    private boolean isOver;

    private int raidDisks;
    private @Nullable TableMemory tables;

    /** What has booted. */
    private record Booted(Setup setup, Machine machine, Ledger ledger) {
        Family family() {
            return setup.provider().family();
        }
    }

    public TraceRecorder(Case c) {
        this(c, array -> {});
    }

    /** One that shows somebody the array when it runs for the first time. */
    public TraceRecorder(Case c, Consumer<BootedArray> onlooker) {
        this.c = c;
        this.onlooker = onlooker;
    }

    /** What has happened so far. */
    public Vector<Step> steps() {
        listen();
        return Vector.ofAll(steps);
    }

    /** The array where it runs and the kernel lives; null if not. */
    public @Nullable BootedArray array() {
        return hasDied() ? null : array;
    }

    /** Whether the kernel died. */
    public boolean hasDied() {
        return booted != null
                && booted.machine
                        .splats()
                        .exists(splat -> splat.kind() != Splat.Kind.WARN && splat.kind() != Splat.Kind.OOM_KILL);
    }

    public void add(Step step) {
        if (isOver) return;
        listen();
        steps.add(step);
    }

    private TableMemory grown() {
        if (tables == null) throw new IllegalStateException("no driver has been made");
        return tables;
    }

    private Booted booted() {
        if (booted == null) throw new IllegalStateException("no machine has booted");
        return booted;
    }

    // The machine

    @Override
    public void boots(Setup setup, Machine machine, Ledger ledger) {
        booted = new Booted(setup, machine, ledger);
        steps.add(new Step.Boots(setup.kernel(), setup.provider().name(), c.machine()));
    }

    @Override
    public Allocator tables(Allocator allocator) {
        return new Traced(allocator, booted().family(), true);
    }

    @Override
    public Function<Family, Allocator> others(Function<Family, Allocator> allocators) {
        return family -> kernelAllocators.computeIfAbsent(family, f -> new Traced(allocators.apply(f), f, false));
    }

    @Override
    public Memory memory(Memory memory) {
        tables = new TableMemory(memory, this);
        return tables;
    }

    @Override
    public void isOver() {
        listen();
        isOver = true;
    }

    // The array

    @Override
    public void starts(Life.Which which, Mddev mddev) {
        Vector<Step.Disk> disks = Vector.ofAll(mddev.disks()).map(TraceRecorder::disk);
        add(new Step.Starts(
                which,
                mddev.raidDisks(),
                mddev.chunkSectors(),
                new Layouts(mddev.layout(), mddev.defaultLayout()),
                disks));
        raidDisks = mddev.raidDisks();
    }

    private static Step.Disk disk(Rdev rdev) {
        return new Step.Disk(rdev.raidDisk(), rdev.deviceSectors(), rdev.logicalBlockSize(), rdev.integrityProfile());
    }

    @Override
    public void ended(Life.Which which, RunResult result, BootedArray started) {
        boolean wasKilled = killed;
        killed = booted().machine.oomKill() != null;
        if (killed && !wasKilled) add(new Step.Killed());
        else if (result instanceof RunResult.Refused refused) add(new Step.Refused(refused.errno()));
        else add(new Step.Started(started.arraySectors(), started.layout()));
        if (result instanceof RunResult.Refused) return;
        array = started;
        // Where sectors of an array without a chunk are nobody can say.
        if (which == Life.Which.FIRST && started.chunk() != 0) onlooker.accept(started);
    }

    @Override
    public void mapped(int sectors) {
        // What the kernel prints of it comes after.
        if (sectors > 0) steps.add(new Step.Maps(sectors, 0));
    }

    @Override
    public void diesOf(boolean isDiscard, long start, long sectors) {
        steps.add(new Step.Requests(isDiscard, start, sectors));
    }

    @Override
    public ExtentSink requests(boolean isDiscard, long start, long sectors) {
        add(new Step.Requests(isDiscard, start, sectors));
        if (isDiscard)
            return (disk, sector, length) ->
                    add(new Step.SendsPart(new Step.Lands(0, length, 0, disk, sector), true, false, Vector.empty()));
        Vector<StripZone> zones = running().zones();
        long[] at = {start};
        parts.clear();
        return (disk, sector, length) -> {
            parts.add(new Step.Lands(at[0], length, zoneOf(zones, at[0]), disk, sector));
            at[0] += length;
        };
    }

    private BootedArray running() {
        if (array == null) throw new IllegalStateException("no array runs");
        return array;
    }

    /** The index of the zone that a sector is in. */
    public static int zoneOf(Vector<StripZone> zones, long sector) {
        int index = zones.indexWhere(zone -> Long.compareUnsigned(sector, zone.zoneEnd()) < 0);
        return Math.max(0, index);
    }

    @Override
    public void isSent() {
        isSent(part -> Vector.empty());
    }

    /** It was carried out, and somebody knows where the sectors of a part go one by one. */
    public void isSent(Function<Step.Lands, Vector<Step.Lands>> alone) {
        for (Step.Lands part : parts) {
            long room = running().mddev().disks().get(part.disk()).deviceSectors() - part.diskSector();
            boolean isPastEnd = room < 0 || Long.compareUnsigned(part.sectors(), room) > 0;
            add(new Step.SendsPart(part, false, isPastEnd, alone.apply(part)));
        }
    }

    @Override
    public void stops() {
        add(new Step.Stops());
        array = null;
    }

    // What is printed and noted

    private void listen() {
        listen(Integer.MAX_VALUE);
    }

    /** Listens where an access was wrong. */
    void listenForFaults() {
        if (booted().ledger.faults().size() > noted) listen();
    }

    /**
     * Writes down what the kernel has printed and what the ledger has noted since this was last called.
     *
     * @param inCall how many splats there were when the allocator was called
     */
    private void listen(int inCall) {
        if (isOver || booted == null) return;
        List<Fault.Seen> faults = booted.ledger.faults();
        for (; noted < faults.size(); noted++) {
            Violation violation = StandardLaws.violation(faults.get(noted));
            if (told.merge(violation.law() + violation.what(), 1, Integer::sum) <= TOLD)
                steps.add(new Step.Notes(violation));
        }
        Machine machine = booted.machine;
        if (machine.logCount() == logged) return;
        Vector<Splat> splats = machine.splatsSince(splatted);
        Splat kill = machine.oomKill();
        for (String line : machine.logSince(logged)) {
            if (kill != null && kill.headline().equals(line)) steps.add(new Step.Splats(kill, false));
            else if (splats.nonEmpty() && splats.head().headline().equals(line)) {
                steps.add(new Step.Splats(splats.head(), splatted >= inCall));
                splats = splats.tail();
                splatted++;
            } else steps.add(new Step.Logs(line));
            logged++;
        }
    }

    /** An allocator on which each call is written down. */
    private final class Traced implements Allocator {
        private final Allocator allocator;
        private final Family family;
        private final boolean isTables;

        Traced(Allocator allocator, Family family, boolean isTables) {
            this.allocator = allocator;
            this.family = family;
            this.isTables = isTables;
        }

        @Override
        public long alloc(long bytes, int gfp) {
            Ledger ledger = booted().ledger;
            int number = ledger.allocations() + 1;
            Structure object = object(bytes);
            String call = object.isTable() ? tableCall(object, gfp) : call(bytes, gfp);
            int splats = booted().machine.splatCount();
            long address;
            try {
                address = allocator.alloc(bytes, gfp);
            } catch (OopsException died) {
                tell(new Step.Allocates(number, object, call, bytes, Step.Answer.DIED, block(Address.NULL)), splats);
                throw died;
            }
            Step.Answer answer = address != Address.NULL
                    ? Step.Answer.SERVED
                    : c instanceof ArrayCase array && number == array.failAt()
                            ? Step.Answer.MADE_TO_FAIL
                            : Step.Answer.REFUSED;
            tell(new Step.Allocates(number, object, call, bytes, answer, block(address)), splats);
            if (!Address.isZeroOrNull(address)) objects.put(address, object);
            if (tables != null) tables.isAllocated(object, address, bytes);
            return address;
        }

        private void tell(Step step, int splats) {
            if (!isOver) steps.add(step);
            listen(splats);
        }

        private Step.Block block(long address) {
            if (Address.isZeroOrNull(address)) return new Step.Block(family, address, 0, false);
            long usable = booted().ledger.usable();
            int page = c.machine().pageSize();
            long end = (address + usable + page - 1) & -page;
            boolean isGuarded =
                    Address.isVmalloc(address) && !booted().machine.memory().isMapped(end, page);
            return new Step.Block(family, address, usable, isGuarded);
        }

        private Structure object(long bytes) {
            if (tables == null) return Structure.BLOCK;
            if (!isTables) return bytes == TableMemory.CONF_BYTES ? Structure.CONF : Structure.INTEGRITY_POOL;
            return tables.isEmpty() ? Structure.STRIP_ZONE : Structure.DEVLIST;
        }

        private String call(long bytes, int gfp) {
            boolean isKmalloc = !isTables && !Gfp.has(gfp, Gfp.ZERO);
            return (isKmalloc ? "kmalloc" : family.allocFunction()) + "(" + Long.toUnsignedString(bytes) + ", "
                    + Gfp.format(gfp) + ")";
        }

        private String tableCall(Structure object, int gfp) {
            Setup setup = booted().setup;
            KernelProfile kernel = setup.kernel();
            String name = setup.provider().name();
            boolean isKernels = setup.allocators().isKernels(setup.provider());
            int n = grown().nrStripZones();
            String flags = ", " + Gfp.format(gfp) + ")";
            String function = isKernels ? family.allocFunction() : name + ": alloc";
            if (object == Structure.DEVLIST) return function + "(array3_size(8, " + n + ", " + raidDisks + ")" + flags;
            if (!name.equals(kernel.asShipped()))
                return function + "(array_size(" + StripZone.BYTES + ", " + n + ")" + flags;
            String kv = family == Family.KVMALLOC ? "kv" : "k";
            return kernel.tree().hasObjs()
                    ? kv + "zalloc_objs(struct strip_zone, " + n + flags
                    : kv + "calloc(" + n + ", " + StripZone.BYTES + flags;
        }

        @Override
        public void free(long address) {
            // Once conf is gone there is nothing left; the pool that stopping frees was mostly never there.
            boolean isNothing = Address.isZeroOrNull(address) && tables != null && !tables.hasConf();
            Structure object = objects.getOrDefault(address, Structure.UNKNOWN);
            if (!isNothing) add(new Step.Frees(object, family.freeFunction(), address));
            if (object == Structure.CONF) grown().isFreed();
            int splats = booted().machine.splatCount();
            try {
                allocator.free(address);
            } finally {
                listen(splats);
            }
        }

        @Override
        public long ksize(long address) {
            return allocator.ksize(address);
        }
    }
}
