package kvetch.cli.picture;

import io.vavr.collection.Vector;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import kvetch.api.Allocator;
import kvetch.api.AllocatorProvider;
import kvetch.api.Family;
import kvetch.api.Machine;
import kvetch.api.OopsException;
import kvetch.api.Splat;
import kvetch.cli.map.ArrayMap;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.Case;
import kvetch.properties.cases.WorkloadCase;
import kvetch.properties.evidence.Evidence;
import kvetch.properties.law.Defect;
import kvetch.properties.plug.Providers;
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
public final class Portrait {
    /** Larger tables than this nobody looks at. */
    static final int MOST_ZONES = 256;

    private static final int MOST_MARKS = 64;

    private final Machine machine;
    private final Raid0 driver;
    private final AllocationLog log;
    private final Allocator tables;
    private final Case testCase;
    private final ArrayCase arrayCase;
    private final KernelProfile kernel;
    private final List<Mark> marks = new ArrayList<>();
    private final List<ArrayMap.Zone> zones = new ArrayList<>();
    private final List<long[]> probes = new ArrayList<>();
    private final List<Unused> unused = new ArrayList<>();
    private int layout;
    private long start;
    private long arraySectors;
    private @Nullable Errno errno;
    private boolean died;
    private String trouble = "";

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

    private Portrait(Providers providers, KernelProfile kernel, @Nullable AllocatorProvider provider, Case c) {
        this.testCase = c;
        this.arrayCase = c instanceof ArrayCase array ? array : WorkloadCase.PLACEHOLDER;
        this.kernel = kernel;
        this.machine = providers.allocators().boot(c.machine().withSites(kernel.sites()));
        Family family = provider == null ? Family.KMALLOC : provider.family();
        Allocator watched = provider == null || providers.allocators().isKernels(provider)
                ? machine.allocator(family)
                : provider.create(machine);
        this.log = new AllocationLog(machine, c);
        this.tables = log.ofTables(watched, family);
        this.driver = kernel.driver(
                machine, machine.memory(), tables, other -> log.ofOthers(machine.allocator(other), other));
    }

    /** An empty one, that says why. */
    public static Portrait none(Providers providers, KernelProfile kernel, Defect defect, String why) {
        Portrait portrait = new Portrait(providers, kernel, null, defect.counterexample());
        portrait.trouble = "It could not be run again to be drawn: " + why;
        return portrait;
    }

    /** Of a defect; an empty one where the allocator throws. */
    public static Portrait of(Providers providers, KernelProfile kernel, AllocatorProvider provider, Defect defect) {
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
        portrait.log.mark(defect);
        return portrait;
    }

    public ArrayCase arrayCase() {
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
    List<AllocationLog.Block> blocks() {
        return log.blocks();
    }

    /** Whether anything was asked of an allocator. */
    public boolean hasRequests() {
        return !log.blocks().isEmpty();
    }

    /** Whether an allocator gave any memory. */
    public boolean hasMemory() {
        return log.blocks().stream().anyMatch(block -> !block.isNull());
    }

    List<Mark> marks() {
        return marks;
    }

    /** As read back from the tables, or the first {@link #MOST_ZONES} of them; none if the array did not start. */
    public List<ArrayMap.Zone> zones() {
        return zones;
    }

    /** Array sectors with the disk and the sector there. */
    public List<long[]> probes() {
        return probes;
    }

    /** What the zones hold past the end that md reports; nothing where the two agree. */
    public List<Unused> unused() {
        return unused;
    }

    /** Whether the size that md reports is where the last zone ends. */
    boolean endsWithItsZones() {
        return zones.isEmpty() || zones.get(zones.size() - 1).end() == arraySectors;
    }

    /** The whole chunks of all disks, in sectors; 64 bits may not do. */
    BigInteger wholeChunks() {
        return arrayCase.array().disks().sumOfWholeChunks(arrayCase.array().chunk());
    }

    public KernelProfile kernel() {
        return kernel;
    }

    public int layout() {
        return layout;
    }

    /** The array sector that it is about; 0 if it is about none in particular. */
    public long start() {
        return start;
    }

    public long arraySectors() {
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
    public String trouble() {
        return trouble;
    }

    private void live(Defect defect) {
        if (testCase instanceof WorkloadCase alone) {
            WorkloadRun.of(alone.workload(), tables);
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
        log.startAgain();
        Mddev again = arrayCase.toMddevAgain();
        if (driver.run(again) instanceof RunResult.Started) driver.stop(again);
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
        boolean fits = arrayCase.requestFits(arraySectors);
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
}
