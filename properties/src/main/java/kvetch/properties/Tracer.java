package kvetch.properties;

import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import kvetch.api.Address;
import kvetch.api.Allocator;
import kvetch.api.Family;
import kvetch.api.Gfp;
import kvetch.api.Machine;
import kvetch.api.Memory;
import kvetch.api.OopsException;
import kvetch.api.Splat;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.evidence.Fault;
import kvetch.properties.law.Violation;
import kvetch.properties.laws.StandardLaws;
import kvetch.properties.ledger.Ledger;
import kvetch.properties.sandbox.Watch;
import kvetch.properties.setup.Setup;
import kvetch.raid0.KernelProfile;
import kvetch.raid0.Mddev;
import kvetch.raid0.Raid0;
import kvetch.raid0.Rdev;
import kvetch.raid0.RunResult;
import kvetch.raid0.StripZone;

/** A booted machine with a driver whose every step is written down. */
final class Tracer {
    private static final int CONF_BYTES = 24;
    private static final int CONF_NR_STRIP_ZONES = 16;
    private static final int ZONE_END = 0;
    private static final int ZONE_DEV_START = 8;
    private static final int ZONE_NB_DEV = 16;

    /** How many violations of a kind are told. */
    private static final int TOLD = 2;

    private final Setup setup;
    private final ArrayCase c;
    private final List<Step> steps = new ArrayList<>();
    private final Machine machine;
    private final Ledger ledger;
    private final Raid0 driver;
    private final EnumMap<Family, Allocator> kernelAllocators = new EnumMap<>(Family.class);
    private final Map<Long, String> objects = new HashMap<>();
    private final Map<String, Integer> told = new HashMap<>();
    private int logged;
    private int splatted;
    private int noted;
    private boolean killed;

    private int raidDisks;
    private Table table = new Table(Address.NULL);

    /** The table that is being built. */
    private static final class Table {
        private final long conf;
        private int nrStripZones;
        private int tables;
        private long stripZone = Address.NULL;
        private long devlist = Address.NULL;
        private long devlistBytes;
        private final Map<Long, Integer> disks = new HashMap<>();
        private final TreeMap<Long, Integer> row = new TreeMap<>(Long::compareUnsigned);
        private long zoneStart;
        private long devStart;
        private int nbDev;

        Table(long conf) {
            this.conf = conf;
        }
    }

    Tracer(Setup setup, ArrayCase c) {
        this.setup = setup;
        this.c = c;
        Watch watch = Watch.current();
        watch.sample(c);
        KernelProfile kernel = setup.kernel();
        this.machine = setup.allocators().boot(c.machine().withSites(kernel.sites()));
        this.ledger = new Ledger(machine, c.failAt());
        Allocator allocator = setup.allocators().isKernels(setup.provider())
                ? machine.allocator(setup.provider().family())
                : watch.create(setup.provider(), setup.provider().name(), machine);
        Allocator tables = new Traced(
                ledger.wrap(allocator, setup.provider()), setup.provider().family(), true);
        this.driver = kernel.driver(machine, new TracedMemory(ledger.memory()), tables, this::kernelAllocator);
        steps.add(new Step.Boots(kernel, setup.provider().name(), c.machine()));
    }

    private Allocator kernelAllocator(Family family) {
        return kernelAllocators.computeIfAbsent(
                family, f -> new Traced(ledger.kernelAllocators().apply(f), f, false));
    }

    Machine machine() {
        return machine;
    }

    Ledger ledger() {
        return ledger;
    }

    Raid0 driver() {
        return driver;
    }

    /** What has happened so far. */
    Vector<Step> steps() {
        listen();
        return Vector.ofAll(steps);
    }

    void add(Step step) {
        listen();
        steps.add(step);
    }

    /** Adds a step that began before whatever has not been written down yet. */
    void addBeforeNews(Step step) {
        steps.add(step);
    }

    RunResult run(String what, Mddev mddev, int layout) {
        Vector<Step.Disk> disks = Vector.ofAll(mddev.disks()).map(Tracer::disk);
        add(new Step.Starts(what, mddev.raidDisks(), mddev.chunkSectors(), layout, disks));
        raidDisks = mddev.raidDisks();
        RunResult result = driver.run(mddev);
        boolean wasKilled = killed;
        killed = machine.oomKill() != null;
        if (killed && !wasKilled) add(new Step.Killed());
        else if (result instanceof RunResult.Refused refused) add(new Step.Refused(refused.errno()));
        else add(new Step.Started(mddev.arraySectors(), driver.layout(mddev)));
        return result;
    }

    private static Step.Disk disk(Rdev rdev) {
        return new Step.Disk(rdev.raidDisk(), rdev.deviceSectors(), rdev.logicalBlockSize(), rdev.integrityProfile());
    }

    void stop(Mddev mddev) {
        add(new Step.Stops());
        driver.stop(mddev);
        listen();
    }

    /** Writes down what the kernel has printed and what the ledger has noted since this was last called. */
    void listen() {
        List<Fault.Seen> faults = ledger.faults();
        for (; noted < faults.size(); noted++) {
            Violation violation = StandardLaws.violation(faults.get(noted));
            if (told.merge(violation.law() + violation.what(), 1, Integer::sum) <= TOLD)
                steps.add(new Step.Notes(violation));
        }
        if (machine.logCount() == logged) return;
        Vector<Splat> splats = machine.splatsSince(splatted);
        for (String line : machine.logSince(logged)) {
            Splat kill = machine.oomKill();
            if (kill != null && kill.headline().equals(line)) steps.add(new Step.Splats(kill));
            else if (splats.nonEmpty() && splats.head().headline().equals(line)) {
                steps.add(new Step.Splats(splats.head()));
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
            int number = ledger.allocations() + 1;
            String object = object(bytes);
            String call = isTables ? tableCall(object, gfp) : kernelCall(bytes, gfp);
            long address;
            try {
                address = allocator.alloc(bytes, gfp);
            } catch (OopsException died) {
                steps.add(new Step.Allocates(number, object, call, bytes, Step.Answer.DIED, Address.NULL));
                throw died;
            }
            Step.Answer answer = address != Address.NULL
                    ? Step.Answer.SERVED
                    : number == c.failAt() ? Step.Answer.MADE_TO_FAIL : Step.Answer.REFUSED;
            steps.add(new Step.Allocates(number, object, call, bytes, answer, address));
            listen();
            remember(object, address, bytes);
            return address;
        }

        private String object(long bytes) {
            if (!isTables) return bytes == CONF_BYTES ? "conf" : "integrity pool";
            return table.tables == 0 ? "strip_zone" : "devlist";
        }

        private void remember(String object, long address, long bytes) {
            if (!Address.isZeroOrNull(address)) objects.put(address, object);
            switch (object) {
                case "conf" -> table = new Table(address);
                case "strip_zone" -> {
                    table.tables++;
                    table.stripZone = address;
                }
                case "devlist" -> {
                    table.tables++;
                    table.devlist = address;
                    table.devlistBytes = bytes;
                }
                default -> {}
            }
        }

        private String kernelCall(long bytes, int gfp) {
            String function = Gfp.has(gfp, Gfp.ZERO) ? family.allocFunction() : "kmalloc";
            return function + "(" + Long.toUnsignedString(bytes) + ", " + Gfp.format(gfp) + ")";
        }

        private String tableCall(String object, int gfp) {
            KernelProfile kernel = setup.kernel();
            String name = setup.provider().name();
            boolean isKernels = setup.allocators().isKernels(setup.provider());
            int n = table.nrStripZones;
            String flags = ", " + Gfp.format(gfp) + ")";
            String function = isKernels ? family.allocFunction() : name + ": alloc";
            if (object.equals("devlist")) return function + "(array3_size(8, " + n + ", " + raidDisks + ")" + flags;
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
            boolean isNothing = Address.isZeroOrNull(address) && table.conf == Address.NULL;
            String object = objects.getOrDefault(address, "");
            if (!isNothing) add(new Step.Frees(object, family.freeFunction(), address));
            if (object.equals("conf")) table = new Table(Address.NULL);
            try {
                allocator.free(address);
            } finally {
                listen();
            }
        }

        @Override
        public long ksize(long address) {
            return allocator.ksize(address);
        }
    }

    /** Memory in which the tables are seen to grow. */
    private final class TracedMemory implements Memory {
        private final Memory memory;

        TracedMemory(Memory memory) {
            this.memory = memory;
        }

        @Override
        public long version() {
            return memory.version();
        }

        @Override
        public long readU64(long address) {
            long value = memory.readU64(address);
            if (ledger.faults().size() > noted) listen();
            return value;
        }

        @Override
        public int readU32(long address) {
            int value = memory.readU32(address);
            if (ledger.faults().size() > noted) listen();
            return value;
        }

        @Override
        public void writeU64(long address, long value) {
            memory.writeU64(address, value);
            if (ledger.faults().size() > noted) listen();
            if (table.devlist == Address.NULL) return;
            long intoDevlist = address - table.devlist;
            long intoZones = address - table.stripZone;
            if (intoDevlist >= 0 && Long.compareUnsigned(intoDevlist, table.devlistBytes) < 0) {
                // The first row is filled disk by disk, which tells whose pointers these are.
                table.row.put(address, table.disks.computeIfAbsent(value, pointer -> table.disks.size()));
            } else if (intoZones >= 0 && intoZones < (long) table.nrStripZones * StripZone.BYTES) {
                if (intoZones % StripZone.BYTES == ZONE_DEV_START) table.devStart = value;
                if (intoZones % StripZone.BYTES == ZONE_END) zoneIsMade((int) (intoZones / StripZone.BYTES), value);
            }
        }

        @Override
        public void writeU32(long address, int value) {
            memory.writeU32(address, value);
            if (ledger.faults().size() > noted) listen();
            if (address == table.conf + CONF_NR_STRIP_ZONES && table.conf != Address.NULL) table.nrStripZones = value;
            long intoZones = address - table.stripZone;
            if (table.stripZone != Address.NULL && intoZones >= 0 && intoZones % StripZone.BYTES == ZONE_NB_DEV)
                table.nbDev = value;
        }

        private void zoneIsMade(int index, long end) {
            add(new Step.MakesZone(
                    index, table.zoneStart, end, table.devStart, table.nbDev, Vector.ofAll(table.row.values())));
            table.row.clear();
            table.zoneStart = end;
        }
    }
}
