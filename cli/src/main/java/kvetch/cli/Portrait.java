package kvetch.cli;

import io.vavr.collection.Vector;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import kvetch.api.Address;
import kvetch.api.Allocator;
import kvetch.api.AllocatorProvider;
import kvetch.api.Family;
import kvetch.api.Gfp;
import kvetch.api.Machine;
import kvetch.api.OopsException;
import kvetch.api.Splat;
import kvetch.properties.ArrayCase;
import kvetch.properties.Defect;
import kvetch.properties.Evidence;
import kvetch.properties.LifeLaw;
import kvetch.properties.Providers;
import kvetch.properties.Workload;
import kvetch.raid0.Errno;
import kvetch.raid0.Fix;
import kvetch.raid0.KernelProfile;
import kvetch.raid0.Mapping;
import kvetch.raid0.Mddev;
import kvetch.raid0.Raid0;
import kvetch.raid0.RunResult;
import kvetch.raid0.StripZone;
import org.jspecify.annotations.Nullable;

/**
 * What a counterexample looks like when it runs: leads the array through its life once more on a fresh machine, and notes
 * the zones as they are read back, each allocation and free, and where what broke the law goes.
 */
final class Portrait {
    /** Larger tables than this nobody looks at. */
    static final int MOST_ZONES = 256;

    private static final int MOST_BLOCKS = 24;
    private static final int MOST_MARKS = 64;

    private final Machine machine;
    private final Raid0 driver;
    private final Allocator tables;
    private final ArrayCase arrayCase;
    private final KernelProfile kernel;
    private final List<Block> blocks = new ArrayList<>();
    private final List<Mark> marks = new ArrayList<>();
    private final List<ArrayMap.Zone> zones = new ArrayList<>();
    private final List<long[]> probes = new ArrayList<>();
    private final List<Unused> unused = new ArrayList<>();
    private int life = 1;
    private int allocations;
    private int tablesServed;
    private int layout;
    private long start;
    private long arraySectors;
    private @Nullable Errno errno;
    private boolean died;
    private String trouble = "";

    /** A request for memory, and what became of it. */
    static final class Block {
        final int number;
        final int life;
        final String role;
        final Family family;
        final long bytes;
        final boolean forcedToFail;
        final List<String> frees = new ArrayList<>();
        long address;
        long usable;
        boolean guard;
        String splat = "";
        boolean offending;

        Block(int number, int life, String role, Family family, long bytes, boolean forcedToFail) {
            this.number = number;
            this.life = life;
            this.role = role;
            this.family = family;
            this.bytes = bytes;
            this.forcedToFail = forcedToFail;
        }

        boolean isNull() {
            return Address.isZeroOrNull(address);
        }

        boolean isVmalloc() {
            return Address.isVmalloc(address);
        }
    }

    /** Something to point at on a disk. */
    record Mark(int disk, long sector, long sectors, Kind kind, String text) {
        enum Kind {
            /** A part of the request or discard that broke the law. */
            PART,
            /** Where a sector goes on its own. */
            PLACE
        }
    }

    /** Sectors of a disk that a zone holds and that are past the end of the array, as md has it; {@code to} is not among them. */
    record Unused(int disk, long from, long to) {}

    private Portrait(Providers providers, KernelProfile kernel, @Nullable AllocatorProvider provider, ArrayCase c) {
        this.arrayCase = c;
        this.kernel = kernel;
        this.machine = providers.boot(c.machine().withSites(kernel.sites()));
        Family family = provider == null ? Family.KMALLOC : provider.family();
        Allocator watched = provider == null || providers.isKernels(provider)
                ? machine.allocator(family)
                : provider.create(machine);
        this.tables = new Noted(watched, family, true);
        this.driver = new Raid0(
                kernel, machine, machine.memory(), tables, other -> new Noted(machine.allocator(other), other, false));
    }

    /** An empty one, that says why. */
    static Portrait none(Providers providers, KernelProfile kernel, Defect defect, String why) {
        Portrait portrait = new Portrait(providers, kernel, null, defect.counterexample());
        portrait.trouble = "It could not be run again to be drawn: " + why;
        return portrait;
    }

    /** Of a defect; an empty one where the allocator throws. */
    static Portrait of(Providers providers, KernelProfile kernel, AllocatorProvider provider, Defect defect) {
        Portrait portrait;
        try {
            portrait = new Portrait(providers, kernel, provider, defect.counterexample());
        } catch (RuntimeException | StackOverflowError misbehaved) {
            return none(providers, kernel, defect, misbehaved.toString());
        }
        try {
            portrait.live(defect);
        } catch (OopsException died) {
            portrait.died = true;
        } catch (RuntimeException | StackOverflowError misbehaved) {
            portrait.trouble = "It could not be run again to be drawn: " + misbehaved;
        }
        portrait.markBlocks(defect);
        return portrait;
    }

    ArrayCase arrayCase() {
        return arrayCase;
    }

    int pageSize() {
        return machine.profile().pageSize();
    }

    /** The most that kmalloc has, in bytes. */
    long largestKmalloc() {
        return (long) pageSize() << machine.profile().maxPageOrder();
    }

    /** The allocations of the life that matters: the one that something offends in, else the first. */
    List<Block> blocks() {
        boolean laterOffends = blocks.stream().anyMatch(block -> block.offending && block.life == 2)
                && blocks.stream().noneMatch(block -> block.offending && block.life == 1);
        return blocks.stream()
                .filter(block -> block.life == (laterOffends ? 2 : 1))
                .toList();
    }

    List<Mark> marks() {
        return marks;
    }

    /** As read back from the tables, or the first {@link #MOST_ZONES} of them; none if the array did not start. */
    List<ArrayMap.Zone> zones() {
        return zones;
    }

    /** Array sectors with the disk and the sector there. */
    List<long[]> probes() {
        return probes;
    }

    /** What the zones hold past the end that md reports; nothing where the two agree. */
    List<Unused> unused() {
        return unused;
    }

    /** Whether the size that md reports is where the last zone ends. */
    boolean endsWithItsZones() {
        return zones.isEmpty() || zones.get(zones.size() - 1).end() == arraySectors;
    }

    /** The whole chunks of all disks, in sectors; 64 bits may not do. */
    BigInteger wholeChunks() {
        BigInteger sum = BigInteger.ZERO;
        long chunk = Integer.toUnsignedLong(arrayCase.chunkSectors());
        if (chunk == 0) return sum;
        for (long size : arrayCase.diskSectors())
            sum = sum.add(new BigInteger(Long.toUnsignedString(size - Long.remainderUnsigned(size, chunk))));
        return sum;
    }

    KernelProfile kernel() {
        return kernel;
    }

    int layout() {
        return layout;
    }

    /** The array sector that it is about; 0 if it is about none in particular. */
    long start() {
        return start;
    }

    long arraySectors() {
        return arraySectors;
    }

    @Nullable
    Errno errno() {
        return errno;
    }

    boolean died() {
        return died;
    }

    /** Why there is nothing to be seen; empty where there is. */
    String trouble() {
        return trouble;
    }

    private void live(Defect defect) {
        Workload workload = arrayCase.workload();
        if (workload != null) {
            carryOut(workload);
            return;
        }
        Mddev mddev = arrayCase.toMddev();
        RunResult result = driver.run(mddev);
        if (result instanceof RunResult.Refused refused) {
            if (machine.oomKill() == null) errno = refused.errno();
            return;
        }
        look(mddev);
        try {
            markSectors(mddev, defect);
        } catch (OopsException died) {
            this.died = true;
            return;
        }
        driver.stop(mddev);
        life = 2;
        long[] other = arrayCase.again();
        Mddev again = other == null
                ? arrayCase.toMddev()
                : arrayCase
                        .withDisks(other)
                        .withRaidDisks(other.length)
                        .withSlots(null)
                        .toMddev();
        if (driver.run(again) instanceof RunResult.Started) driver.stop(again);
    }

    /** Does with the allocator what callers do, and frees in the end what they left. */
    private void carryOut(Workload workload) {
        List<Long> live = new ArrayList<>();
        for (Workload.Step step : workload.steps())
            switch (step.kind()) {
                case ALLOC -> {
                    for (int i = 0; i < step.times(); i++) {
                        long address = tables.alloc(step.bytes(), step.gfp());
                        if (!Address.isZeroOrNull(address)) live.add(address);
                    }
                }
                case CHURN -> {
                    for (int i = 0; i < step.times(); i++) tables.free(tables.alloc(step.bytes(), step.gfp()));
                }
                case ALLOC_VARIED -> {
                    for (int i = 0; i < step.times(); i++) {
                        long address = tables.alloc(step.varied(i), step.gfp());
                        if (!Address.isZeroOrNull(address)) live.add(address);
                    }
                }
                case QUEUE -> {
                    for (int i = 0; i < step.times(); i++) {
                        if (!live.isEmpty()) tables.free(live.remove(0));
                        long address = tables.alloc(step.bytes(), step.gfp());
                        if (!Address.isZeroOrNull(address)) live.add(address);
                    }
                }
                case FREE -> {
                    for (int i = 0; i < step.times() && !live.isEmpty(); i++)
                        tables.free(live.remove(picked(step, live)));
                }
                case FREE_EVERY_SECOND -> {
                    for (int i = 0; i < live.size(); i++) tables.free(live.remove(i));
                }
                case FREE_ALL, FREE_ALL_REVERSED, FREE_ALL_SHUFFLED -> {
                    IntUnaryOperator next = step.order();
                    while (!live.isEmpty()) tables.free(live.remove(next.applyAsInt(live.size())));
                }
                case FREE_NOTHING -> {
                    tables.free(Address.NULL);
                    tables.free(Address.ZERO_SIZE_PTR);
                }
                case FREE_AGAIN -> {
                    // What is freed once more is no longer to be seen.
                    return;
                }
                case FREE_TWICE -> {
                    if (live.isEmpty()) return;
                    long address = live.get(picked(step, live));
                    tables.free(address);
                    tables.free(address);
                    return;
                }
            }
        live.forEach(tables::free);
    }

    private static int picked(Workload.Step step, List<Long> live) {
        return (int) Long.remainderUnsigned(step.bytes(), live.size());
    }

    private void look(Mddev mddev) {
        layout = driver.layout(mddev);
        arraySectors = mddev.arraySectors();
        long start = 0;
        int count = Math.min(driver.nrStripZones(mddev), MOST_ZONES);
        for (int i = 0; i < count; i++) {
            StripZone zone = driver.zone(mddev, i);
            zones.add(new ArrayMap.Zone(
                    start, zone.zoneEnd(), zone.devStart(), driver.zoneDisks(mddev, i), zone.diskShift()));
            start = zone.zoneEnd();
        }
        if (count < MOST_ZONES) findUnused(mddev);
        probe(mddev);
    }

    private void findUnused(Mddev mddev) {
        for (ArrayMap.Zone zone : zones) {
            if (Long.compareUnsigned(zone.end(), arraySectors) <= 0
                    || zone.disks().isEmpty()) continue;
            int disks = zone.disks().size();
            long depth = Long.divideUnsigned(zone.end() - zone.start(), disks);
            boolean isCut = Long.compareUnsigned(zone.start(), arraySectors) < 0;
            long[] used = isCut ? used(mddev, zone) : new long[disks];
            for (int i = 0; i < disks; i++)
                unused.add(new Unused(zone.disks().get(i), zone.devStart() + used[i], zone.devStart() + depth));
        }
    }

    /** How many sectors of each disk of the zone that the array ends in come before its end. */
    private long[] used(Mddev mddev, ArrayMap.Zone zone) {
        int disks = zone.disks().size();
        long chunk = Integer.toUnsignedLong(arrayCase.chunkSectors());
        long sectors = arraySectors - zone.start();
        long rows = Long.divideUnsigned(sectors, disks * chunk);
        long rest = Long.remainderUnsigned(sectors, disks * chunk);
        long[] used = new long[disks];
        Arrays.fill(used, rows * chunk);
        Mapping mapping = new Mapping();
        // Which disk has which chunk of the last row is the driver's business.
        for (long done = 0; Long.compareUnsigned(done, rest) < 0; done += chunk) {
            long sector = zone.start() + rows * disks * chunk + done;
            if (!divides(sector)) return used;
            driver.map(mddev, sector, mapping);
            int at = zone.disks().indexOf(mapping.disk());
            if (at >= 0) used[at] += Math.min(chunk, rest - done);
        }
        return used;
    }

    /** Some sectors and where the model has them, for whoever wants to hold the page's own mapping against it. */
    private void probe(Mddev mddev) {
        if (arraySectors == 0) return;
        long chunk = Integer.toUnsignedLong(arrayCase.chunkSectors());
        List<Long> sectors = new ArrayList<>(List.of(0L, 1L, 2L, 3L, chunk - 1, chunk, chunk + 1, arraySectors / 2));
        for (ArrayMap.Zone zone : zones.subList(0, Math.min(8, zones.size())))
            sectors.addAll(List.of(zone.end() - 1, zone.end(), zone.end() + chunk, zone.start() + chunk));
        sectors.add(arraySectors - 1);
        Mapping mapping = new Mapping();
        for (long sector : sectors.stream().distinct().toList()) {
            if (Long.compareUnsigned(sector, arraySectors) >= 0
                    || Long.compareUnsigned(sector, zones.get(zones.size() - 1).end()) >= 0
                    || !divides(sector)) continue;
            driver.map(mddev, sector, mapping);
            probes.add(new long[] {sector, mapping.disk(), mapping.sector()});
        }
    }

    /** Whether the mapping of a sector comes to no division by zero, which would end the machine. */
    private boolean divides(long sector) {
        for (ArrayMap.Zone zone : zones)
            if (Long.compareUnsigned(sector, zone.end()) < 0)
                return kernel.has(Fix.STRIPE_64_BIT)
                        || arrayCase.chunkSectors() * zone.disks().size() != 0;
        return false;
    }

    private void markSectors(Mddev mddev, Defect defect) {
        Evidence evidence = defect.violation().evidence();
        long start = arrayCase.requestStart();
        long sectors = arrayCase.requestSectors();
        long end = start + sectors;
        boolean fits =
                sectors != 0 && Long.compareUnsigned(end, start) > 0 && Long.compareUnsigned(end, arraySectors) <= 0;
        if (fits) this.start = start;
        Mapping mapping = new Mapping();
        Vector<Long> offending = evidence.arraySectors();
        if (offending.nonEmpty()) this.start = offending.head();
        for (long sector : offending) {
            driver.map(mddev, sector, mapping);
            mark(mapping.disk(), mapping.sector(), 1, Mark.Kind.PLACE, "array sector " + Long.toUnsignedString(sector));
        }
        if (fits && evidence instanceof Evidence.PartedRequest)
            driver.request(
                    mddev,
                    start,
                    Math.min(sectors, driver.maxRequestSectors(mddev)),
                    (disk, at, length) -> mark(disk, at, length, Mark.Kind.PART, "part of the request"));
        if (fits && isOfDiscard(evidence) && sectors <= Raid0.MAX_BIO_SECTORS)
            driver.discard(
                    mddev, start, sectors, (disk, at, length) -> mark(disk, at, length, Mark.Kind.PART, "thrown away"));
        if (evidence instanceof Evidence.Printed printed && printed.kind() != Splat.Kind.WARN) {
            // What a request would do to this machine is the point.
            long last = zones.isEmpty() ? 0 : zones.get(0).end() - 1;
            driver.map(mddev, Long.compareUnsigned(last, arraySectors) < 0 ? last : 0, mapping);
            if (arraySectors != 0) driver.map(mddev, arraySectors - 1, mapping);
            if (fits && sectors <= driver.maxRequestSectors(mddev))
                driver.request(mddev, start, sectors, (disk, at, length) -> {});
            if (fits && sectors <= Raid0.MAX_BIO_SECTORS)
                driver.discard(mddev, start, sectors, (disk, at, length) -> {});
        }
    }

    private static boolean isOfDiscard(Evidence evidence) {
        return evidence instanceof Evidence.MissedDiscard || evidence instanceof Evidence.OtherDiscard;
    }

    private void mark(int disk, long sector, long sectors, Mark.Kind kind, String text) {
        if (marks.size() < MOST_MARKS) marks.add(new Mark(disk, sector, sectors, kind, text));
    }

    private void markBlocks(Defect defect) {
        Vector<Integer> offending = defect.violation().evidence().allocations();
        for (Block block : blocks) if (offending.contains(block.number)) block.offending = true;
        if (defect.violation().law() instanceof LifeLaw)
            for (Block block : blocks) if (!block.splat.isEmpty()) block.offending = true;
    }

    /** Notes what goes through an allocator. */
    private final class Noted implements Allocator {
        private final Allocator allocator;
        private final Family family;
        private final boolean isTables;

        Noted(Allocator allocator, Family family, boolean isTables) {
            this.allocator = allocator;
            this.family = family;
            this.isTables = isTables;
        }

        @Override
        public long alloc(long bytes, int gfp) {
            allocations++;
            boolean forced = allocations == arrayCase.failAt();
            String role = arrayCase.workload() != null
                    ? "block"
                    : isTables
                            ? (tablesServed++ == 0 ? "strip_zone" : "devlist")
                            : Gfp.has(gfp, Gfp.ZERO) ? "conf" : "integrity pool";
            if (role.equals("conf")) tablesServed = 0;
            Block block = new Block(allocations, life, role, family, bytes, forced);
            if (blocks.size() < MOST_BLOCKS) blocks.add(block);
            int splats = machine.splatCount();
            try {
                block.address = forced ? Address.NULL : allocator.alloc(bytes, gfp);
                if (!block.isNull()) lookAt(block);
            } finally {
                if (machine.splatCount() > splats)
                    block.splat = machine.splats().get(splats).headline();
            }
            return block.address;
        }

        private void lookAt(Block block) {
            block.usable = allocator.ksize(block.address);
            int page = pageSize();
            long end = (block.address + block.usable + page - 1) & -page;
            block.guard = block.isVmalloc() && !machine.memory().isMapped(end, page);
        }

        @Override
        public void free(long address) {
            Block freed = null;
            for (Block block : blocks)
                if (!block.isNull() && block.address == address && (freed == null || block.life == life)) freed = block;
            int splats = machine.splatCount();
            if (freed != null) freed.frees.add(family.freeFunction());
            try {
                allocator.free(address);
            } finally {
                if (freed != null && machine.splatCount() > splats)
                    freed.splat = machine.splats().get(splats).headline();
            }
        }

        @Override
        public long ksize(long address) {
            return allocator.ksize(address);
        }
    }
}
