package kvetch.properties.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import kvetch.api.OopsException;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.ideal.Probes;
import kvetch.properties.law.RunningArray;
import kvetch.properties.law.RunningArrayLaw;
import kvetch.properties.law.WalkedArray;
import kvetch.properties.sandbox.CallMonitor;
import kvetch.raid0.Errno;
import kvetch.raid0.ExtentSink;
import kvetch.raid0.Mapping;
import kvetch.raid0.StripZone;
import org.jspecify.annotations.Nullable;

/** An array that is explored, wherever it runs. */
public final class ExploredArray implements WalkedArray {
    private final RunningArray array;
    private final ArrayCase c;
    private final Tables tables;
    private final int longestRequest;
    private Predicate<ArrayCase> settled = broken -> true;
    private @Nullable Boolean isOneToOne;
    private long checks;
    private long mappings;
    private long requests;
    private long discards;

    public ExploredArray(RunningArray array, Tables tables, int longestRequest) {
        this.array = array;
        this.c = array.arrayCase();
        this.tables = tables;
        this.longestRequest = longestRequest;
    }

    @Override
    public ArrayCase arrayCase() {
        return c;
    }

    // The law

    @Override
    public void tested() {
        checks++;
    }

    /** What has to be said of a case before a law need not look any further. */
    public void settledBy(Predicate<ArrayCase> judge) {
        settled = judge;
    }

    @Override
    public boolean settles(ArrayCase seeming) {
        return settled.test(seeming);
    }

    /**
     * Whether an array of the model does otherwise on a machine that has just booted, be it that it does not start there.
     *
     * @param fresh the array there; null if it does not start
     * @param about with a request, if one is to be asked
     */
    public static boolean isUnlike(BootedArray array, @Nullable BootedArray fresh, ArrayCase about) {
        return fresh == null || !answers(array, about).equals(answers(fresh, about));
    }

    /** All that an array says when it is asked: first what was asked before, from which it may have learnt. */
    private static List<Long> answers(BootedArray of, ArrayCase about) {
        List<Long> answers = new ArrayList<>();
        ExtentSink parts = (disk, sector, sectors) -> answers.addAll(List.of((long) disk, sector, sectors));
        try {
            if (about.requestFits(of.capacity())) {
                Errno errno = of.request(about.requestStart(), about.requestSectors(), parts);
                answers.add(errno == null ? 0L : errno.number());
                of.discard(about.requestStart(), about.requestSectors(), parts);
            }
            for (StripZone zone : of.testbed().driver().zones(of.mddev()))
                answers.addAll(List.of(zone.zoneEnd(), zone.devStart(), (long) zone.nbDev(), (long) zone.diskShift()));
            answers.addAll(List.of(of.arraySectors(), of.ioMin(), of.ioOpt()));
            Mapping mapping = new Mapping();
            for (long sector : Probes.of(about, of.zones(), of.capacity())) {
                of.map(sector, mapping);
                answers.addAll(List.of((long) mapping.disk(), mapping.sector()));
            }
        } catch (OopsException died) {
            answers.add(-1L);
        }
        return answers;
    }

    @Override
    public @Nullable ArrayCase judged(RunningArrayLaw law) {
        tested();
        Examination result = new Examination();
        Whose.watch(law, c, () -> law.judge(array, new NotedJudgement(law, c, result)));
        return result.violations().isEmpty() ? null : c;
    }

    // The array

    @Override
    public int zones() {
        return array.zones().size();
    }

    @Override
    public StripZone zone(int index) {
        return array.zones().get(index);
    }

    @Override
    public long arraySectors() {
        return array.arraySectors();
    }

    @Override
    public long ioMin() {
        return array.ioMin();
    }

    @Override
    public long ioOpt() {
        return array.ioOpt();
    }

    @Override
    public long maxRequestSectors() {
        return array.maxRequestSectors();
    }

    @Override
    public int layout() {
        return array.layout();
    }

    @Override
    public RunningArray.@Nullable Ideal ideal() {
        return array.ideal();
    }

    // Its sectors

    @Override
    public boolean isOneToOne() {
        if (isOneToOne == null) {
            isOneToOne = tables.fill(array);
            if (isOneToOne) mappings += tables.sectors;
        }
        return isOneToOne;
    }

    @Override
    public int sectors() {
        return tables.sectors;
    }

    @Override
    public int[] disks() {
        return tables.disk;
    }

    @Override
    public int[] diskSectors() {
        return tables.diskSector;
    }

    @Override
    public int[] sectorsOn(int disk) {
        return tables.owner[disk];
    }

    @Override
    public boolean isAscending() {
        return tables.ascending;
    }

    // What is asked of it

    @Override
    public int longestRequest() {
        return (int) Math.min(longestRequest, array.longestRequest());
    }

    @Override
    public void beginStretch() {
        CallMonitor.current().sample(c);
    }

    @Override
    public @Nullable Errno request(long start, long sectors, ExtentSink parts) {
        requests++;
        return array.request(start, sectors, parts);
    }

    @Override
    public void discard(long start, long sectors, ExtentSink ranges) {
        discards++;
        array.discard(start, sectors, ranges);
    }

    public long checks() {
        return checks;
    }

    public long mappings() {
        return mappings;
    }

    public long requests() {
        return requests;
    }

    public long discards() {
        return discards;
    }

    /** Where each sector of an array is, and which sector is at each place; used again for the next array. */
    public static final class Tables {
        private int sectors;
        private int[] disk = new int[256];
        private int[] diskSector = new int[256];
        private int[][] owner = new int[0][];
        private long[] wholeChunks = {};
        private boolean ascending;

        /** False if the mapping is not one to one into the disks' whole chunks. */
        private boolean fill(RunningArray array) {
            ArrayCase c = array.arrayCase();
            // No array is larger than its disks, whatever the driver says.
            long most = Arrays.stream(c.diskSectors()).sum();
            if (Long.compareUnsigned(array.arraySectors(), most) > 0) return false;
            sectors = Math.toIntExact(array.arraySectors());
            if (disk.length < sectors) {
                disk = new int[2 * sectors];
                diskSector = new int[2 * sectors];
            }
            reserve(c);
            Mapping mapping = new Mapping();
            for (int s = 0; s < sectors; s++) {
                array.map(s, mapping);
                int[] owners = owner[mapping.disk()];
                long whole = wholeChunks[mapping.disk()];
                if (Long.compareUnsigned(mapping.sector(), whole) >= 0 || owners[(int) mapping.sector()] >= 0)
                    return false;
                owners[(int) mapping.sector()] = s;
                disk[s] = mapping.disk();
                diskSector[s] = (int) mapping.sector();
            }
            ascending = true;
            for (int i = 0; i < c.disks(); i++) ascending &= isAscending(owner[i], (int) c.diskSectors(i));
            return true;
        }

        private static boolean isAscending(int[] owners, int size) {
            for (int i = 1; i < size; i++) {
                boolean gap = owners[i - 1] < 0 && owners[i] >= 0;
                if (gap || (owners[i] >= 0 && owners[i] < owners[i - 1])) return false;
            }
            return true;
        }

        private void reserve(ArrayCase c) {
            if (owner.length < c.disks()) owner = Arrays.copyOf(owner, c.disks());
            if (wholeChunks.length < c.disks()) wholeChunks = new long[c.disks()];
            for (int i = 0; i < c.disks(); i++) {
                int size = (int) c.diskSectors(i);
                wholeChunks[i] = c.array().disks().wholeChunks(i, c.array().chunk());
                if (owner[i] == null || owner[i].length < size) owner[i] = new int[size];
                Arrays.fill(owner[i], -1);
            }
        }

        public boolean mapsLike(Tables other) {
            int shared = Math.min(sectors, other.sectors);
            return Arrays.equals(disk, 0, shared, other.disk, 0, shared)
                    && Arrays.equals(diskSector, 0, shared, other.diskSector, 0, shared);
        }
    }
}
