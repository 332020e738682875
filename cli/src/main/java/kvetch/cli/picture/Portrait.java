package kvetch.cli.picture;

import io.vavr.collection.Vector;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import kvetch.api.MachineProfile;
import kvetch.cli.map.ArrayMap;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.Case;
import kvetch.properties.cases.WorkloadCase;
import kvetch.properties.evidence.Evidence;
import kvetch.properties.law.Defect;
import kvetch.properties.law.LifeLaw;
import kvetch.properties.law.RunningArray;
import kvetch.properties.run.BootedArray;
import kvetch.properties.run.LifeExaminer;
import kvetch.properties.run.Lifecycle;
import kvetch.properties.run.TraceRecorder;
import kvetch.properties.setup.Setup;
import kvetch.properties.trace.Step;
import kvetch.raid0.Errno;
import kvetch.raid0.Fix;
import kvetch.raid0.KernelProfile;
import kvetch.raid0.Mapping;
import kvetch.raid0.Raid0;
import kvetch.raid0.StripZone;
import org.jspecify.annotations.Nullable;

/**
 * What a counterexample looks like when it runs: the zones as they are read back while its array runs, where what broke the law
 * goes, and from the trace of its life each allocation and free.
 */
public final class Portrait {
    /** Larger tables than this nobody looks at. */
    static final int MOST_ZONES = 256;

    private static final int MOST_MARKS = 64;

    private final ArrayCase arrayCase;
    private final MachineProfile machine;
    private final KernelProfile kernel;
    private List<AllocationLog.Block> blocks = List.of();
    private final List<Mark> marks = new ArrayList<>();
    private final List<ArrayMap.Zone> zones = new ArrayList<>();
    private final List<long[]> probes = new ArrayList<>();
    private final List<Unused> unused = new ArrayList<>();
    private Vector<ArrayMap.Run> runs = Vector.empty();
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

    private Portrait(KernelProfile kernel, Case c) {
        this.kernel = kernel;
        this.arrayCase = c instanceof ArrayCase array ? array : WorkloadCase.PLACEHOLDER;
        this.machine = c.machine();
    }

    /** An empty one, that says why. */
    public static Portrait none(KernelProfile kernel, Defect defect, String why) {
        Portrait portrait = new Portrait(kernel, defect.counterexample());
        portrait.trouble = "It could not be run again to be drawn: " + why;
        return portrait;
    }

    /** Of an array that was mapped. */
    public static Portrait of(ArrayMap map) {
        ArrayMap.Array array = map.array();
        ArrayCase c = ArrayCase.of(
                        array.chunkSectors(),
                        array.diskSectors()
                                .toJavaStream()
                                .mapToLong(Long::longValue)
                                .toArray())
                .withRaidDisks(array.raidDisks())
                .withLayout(array.layout());
        Portrait portrait = new Portrait(array.kernel(), c);
        portrait.zones.addAll(map.mapped().zones().take(MOST_ZONES).asJava());
        portrait.layout = map.mapped().layout();
        portrait.arraySectors = map.mapped().arraySectors();
        portrait.errno = map.errno();
        portrait.died = map.died();
        portrait.runs =
                map.mapped().runs().flatMap(run -> byZone(run, map.mapped().zones()));
        return portrait;
    }

    /** The parts of a run, each in a zone of its own. */
    private static Vector<ArrayMap.Run> byZone(ArrayMap.Run run, Vector<ArrayMap.Zone> zones) {
        Vector<ArrayMap.Run> parts = Vector.empty();
        long done = 0;
        for (ArrayMap.Zone zone : zones) {
            long here = Math.min(run.length() - done, zone.end() - run.arraySector() - done);
            if (here <= 0) continue;
            parts = parts.append(new ArrayMap.Run(run.arraySector() + done, here, run.disk(), run.diskSector() + done));
            done += here;
        }
        return parts;
    }

    /** Of a defect, whose case is run again. */
    public static Portrait of(Setup setup, Defect defect) {
        Case c = defect.counterexample();
        Portrait portrait = new Portrait(setup.kernel(), c);
        TraceRecorder trace = new TraceRecorder(c, array -> portrait.look(array, defect));
        if (defect.violation().law() instanceof LifeLaw law) LifeExaminer.examine(List.of(law), setup, c, trace);
        else Lifecycle.startAndStop(setup, portrait.arrayCase, trace);
        Vector<Step> steps = trace.steps();
        portrait.blocks = new AllocationLog(steps, defect).blocks();
        portrait.died = trace.hasDied();
        portrait.errno = steps.find(step ->
                        step instanceof Step.Started || step instanceof Step.Refused || step instanceof Step.Killed)
                .map(step -> step instanceof Step.Refused refused ? refused.errno() : null)
                .getOrNull();
        return portrait;
    }

    public ArrayCase arrayCase() {
        return arrayCase;
    }

    int pageSize() {
        return machine.pageSize();
    }

    /** The most that kmalloc has, in bytes. */
    long largestKmalloc() {
        return (long) pageSize() << machine.maxPageOrder();
    }

    /** The allocations of the life that matters: the one that something offends in, else the first. */
    List<AllocationLog.Block> blocks() {
        return blocks;
    }

    /** Whether anything was asked of an allocator. */
    public boolean hasRequests() {
        return !blocks.isEmpty();
    }

    /** Whether an allocator gave any memory. */
    public boolean hasMemory() {
        return blocks.stream().anyMatch(block -> !block.isNull());
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

    /** Runs of sectors to be shown one by one; none of a counterexample. */
    Vector<ArrayMap.Run> runs() {
        return runs;
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

    private void look(BootedArray array, Defect defect) {
        layout = array.layout();
        arraySectors = array.arraySectors();
        long start = 0;
        Vector<StripZone> table = array.zones().take(MOST_ZONES);
        for (StripZone zone : table) {
            zones.add(new ArrayMap.Zone(
                    start, zone.zoneEnd(), zone.devStart(), array.zoneDisks(zones.size()), zone.diskShift()));
            start = zone.zoneEnd();
        }
        if (table.size() < MOST_ZONES) findUnused(array);
        probe(array);
        markSectors(array, defect.violation().evidence());
    }

    private void findUnused(RunningArray array) {
        for (ArrayMap.Zone zone : zones) {
            if (Long.compareUnsigned(zone.end(), arraySectors) <= 0
                    || zone.disks().isEmpty()) continue;
            int disks = zone.disks().size();
            long depth = Long.divideUnsigned(zone.end() - zone.start(), disks);
            boolean isCut = Long.compareUnsigned(zone.start(), arraySectors) < 0;
            long[] used = isCut ? used(array, zone) : new long[disks];
            for (int i = 0; i < disks; i++)
                unused.add(new Unused(zone.disks().get(i), zone.devStart() + used[i], zone.devStart() + depth));
        }
    }

    /** How many sectors of each disk of the zone that the array ends in come before its end. */
    private long[] used(RunningArray array, ArrayMap.Zone zone) {
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
            array.map(sector, mapping);
            int at = zone.disks().indexOf(mapping.disk());
            if (at >= 0) used[at] += Math.min(chunk, rest - done);
        }
        return used;
    }

    /** Some sectors and where the model has them, for whoever wants to hold the page's own mapping against it. */
    private void probe(RunningArray array) {
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
            array.map(sector, mapping);
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

    private void markSectors(RunningArray array, Evidence evidence) {
        long start = arrayCase.requestStart();
        long sectors = arrayCase.requestSectors();
        boolean fits = array.requestFits();
        if (fits) this.start = start;
        Mapping mapping = new Mapping();
        Vector<Long> offending = evidence.arraySectors();
        if (offending.nonEmpty()) this.start = offending.head();
        for (long sector : offending) {
            array.map(sector, mapping);
            mark(mapping.disk(), mapping.sector(), 1, Mark.Kind.PLACE, "array sector " + Long.toUnsignedString(sector));
        }
        if (fits && (evidence instanceof Evidence.PartedRequest || evidence instanceof Evidence.SentRequest))
            array.request(
                    start,
                    Math.min(sectors, array.longestRequest()),
                    (disk, at, length) -> mark(disk, at, length, Mark.Kind.PART, "part of the request"));
        if (fits && isOfDiscard(evidence) && sectors <= Raid0.MAX_BIO_SECTORS)
            array.discard(start, sectors, (disk, at, length) -> mark(disk, at, length, Mark.Kind.PART, "thrown away"));
    }

    private static boolean isOfDiscard(Evidence evidence) {
        return evidence instanceof Evidence.MissedDiscard || evidence instanceof Evidence.OtherDiscard;
    }

    private void mark(int disk, long sector, long sectors, Mark.Kind kind, String text) {
        if (marks.size() < MOST_MARKS) marks.add(new Mark(disk, sector, sectors, kind, text));
    }
}
