package kvetch.properties;

import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import kvetch.api.OopsException;
import kvetch.raid0.Errno;
import kvetch.raid0.ExtentSink;
import kvetch.raid0.Mapping;
import kvetch.raid0.Mddev;
import kvetch.raid0.Raid0;
import kvetch.raid0.RunResult;
import kvetch.raid0.StripZone;
import org.jspecify.annotations.Nullable;

/**
 * Goes through every case of a {@link Scope}: every array, every sector, every request and every discard of it, and every life
 * with every allocation failing.
 *
 * <p>What it sees on the way is compared in primitives; what looks wrong is put to {@link Examiner} or {@link LifeExaminer},
 * whose word it is. Results do not depend on the number of threads.
 */
public final class Explorer {
    private final Scope scope;
    private final Vector<Setup> setups;
    private final List<ArrayCase> arrays;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicLong arraysDone = new AtomicLong();
    private final AtomicLong statesDone = new AtomicLong();

    /**
     * An exploration that has not begun.
     *
     * @param scope what to go through
     * @param setups the kernels and allocators
     */
    public Explorer(Scope scope, Vector<Setup> setups) {
        this.scope = scope;
        this.setups = setups;
        this.arrays = scope.arrays();
    }

    /**
     * How many arrays there are to go through.
     *
     * @return those of the scope
     */
    public int arrays() {
        return arrays.size();
    }

    /**
     * How many arrays are done, for all kernels and allocators. May be asked from another thread.
     *
     * @return 0 to {@link #arrays()}
     */
    public long arraysDone() {
        return arraysDone.get();
    }

    /**
     * How many lives were led so far. May be asked from another thread.
     *
     * @return 0 or more
     */
    public long statesDone() {
        return statesDone.get();
    }

    /**
     * Goes through the scope.
     *
     * @param threads how many threads to use, 1 or more
     * @param cancelled asked between arrays; once it is true, what is known so far is returned
     * @return what came of it
     */
    public Exploration run(int threads, BooleanSupplier cancelled) {
        List<Worker> workers = new ArrayList<>();
        List<Thread> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Worker worker = new Worker(cancelled);
            workers.add(worker);
            Thread thread = new Thread(worker, "explore-" + i);
            running.add(thread);
            thread.start();
        }
        try {
            for (Thread thread : running) thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while exploring", e);
        }
        Misbehaviour misbehaviour = null;
        for (Worker worker : workers) {
            if (worker.failure instanceof MisbehaviourException misbehaved) misbehaviour = misbehaved.misbehaviour();
            else if (worker.failure != null) throw new IllegalStateException("exploring failed", worker.failure);
        }
        return merge(workers, misbehaviour);
    }

    private Exploration merge(List<Worker> workers, @Nullable Misbehaviour misbehaviour) {
        Map<Kind, ArrayCase> smallest = new TreeMap<>();
        for (Worker worker : workers) worker.smallest.forEach((kind, c) -> smallest.merge(kind, c, Explorer::smaller));
        Vector<Exploration.Found> defects = Vector.empty();
        for (Map.Entry<Kind, ArrayCase> entry : smallest.entrySet()) {
            Kind kind = entry.getKey();
            Setup setup = setups.get(kind.setup);
            Defect defect = Defects.asFound(setup, new Violation(kind.law, kind.what, ""), entry.getValue());
            defects = defects.append(new Exploration.Found(
                    setup.kernel().name(), setup.provider().name(), defect));
        }
        return new Exploration(
                arraysDone.get() == arrays.size(),
                arrays.size(),
                arraysDone.get(),
                workers.stream().mapToLong(w -> w.states).sum(),
                workers.stream().mapToLong(w -> w.mappings).sum(),
                workers.stream().mapToLong(w -> w.requests).sum(),
                workers.stream().mapToLong(w -> w.discards).sum(),
                workers.stream().mapToLong(w -> w.checks).sum(),
                defects,
                misbehaviour);
    }

    private static ArrayCase smaller(ArrayCase a, ArrayCase b) {
        return ArrayCase.SMALLER_FIRST.compare(a, b) <= 0 ? a : b;
    }

    /** A kind of defect: where, which law, and what went wrong. */
    private record Kind(int setup, LawId law, String what) implements Comparable<Kind> {
        private static final Comparator<Kind> ORDER =
                Comparator.comparingInt(Kind::setup).thenComparing(Kind::law).thenComparing(Kind::what);

        @Override
        public int compareTo(Kind other) {
            return ORDER.compare(this, other);
        }
    }

    private final class Worker implements Runnable {
        private final BooleanSupplier cancelled;
        private final Map<Kind, ArrayCase> smallest = new TreeMap<>();
        private final ArrayTables reference = new ArrayTables();
        private final ArrayTables current = new ArrayTables();
        private long states;
        private long mappings;
        private long requests;
        private long discards;
        private long checks;
        private volatile @Nullable Throwable failure;

        Worker(BooleanSupplier cancelled) {
            this.cancelled = cancelled;
        }

        @Override
        public void run() {
            try {
                while (!cancelled.getAsBoolean()) {
                    int index = next.getAndIncrement();
                    if (index >= arrays.size()) return;
                    long before = states;
                    explore(arrays.get(index));
                    statesDone.addAndGet(states - before);
                    arraysDone.incrementAndGet();
                }
            } catch (RuntimeException | Error e) {
                failure = e;
            }
        }

        private void explore(ArrayCase c) {
            boolean hasReference = false;
            for (int i = 0; i < setups.size(); i++) {
                Setup setup = setups.get(i);
                ArrayTables tables = hasReference ? current : reference;
                boolean mapped = exploreRunning(i, setup, c, tables);
                if (mapped && hasReference) {
                    checks += 2;
                    if (!tables.mapsLike(reference)) confirm(i, c, LawId.I1, LawId.I2);
                }
                hasReference |= mapped;
                exploreLives(i, setup, c);
            }
        }

        // A running array

        /** True if every sector of it could be mapped, into {@code tables}. */
        private boolean exploreRunning(int index, Setup setup, ArrayCase c, ArrayTables tables) {
            states++;
            Rig rig = setup.boot(c);
            Mddev mddev = c.toMddev();
            try {
                if (!(rig.driver().run(mddev) instanceof RunResult.Started)) return false;
                checks += 3;
                if (!zonesAreInOrder(rig.driver(), mddev, c)) confirm(index, c, LawId.Z1);
                if (!zonesCoverAllSectors(rig.driver(), mddev, c)) confirm(index, c, LawId.Z2);
                if (!tables.fill(rig.driver(), mddev, c)) {
                    confirm(index, c, LawId.Z3);
                    return false;
                }
                mappings += tables.sectors;
                exploreRequests(index, rig.driver(), mddev, c, tables);
                exploreDiscards(index, rig.driver(), mddev, c, tables);
                return true;
            } catch (OopsException died) {
                // The lives of the same array report it.
                return false;
            }
        }

        private boolean zonesAreInOrder(Raid0 driver, Mddev mddev, ArrayCase c) {
            long zoneStart = 0;
            long devStart = 0;
            int nbDev = c.disks() + 1;
            for (int i = 0; i < driver.nrStripZones(mddev); i++) {
                StripZone zone = driver.zone(mddev, i);
                boolean falls = i == 0 ? zone.nbDev() == c.disks() : zone.nbDev() < nbDev;
                long depth = zone.nbDev() <= 0 ? -1 : (zone.zoneEnd() - zoneStart) / zone.nbDev();
                if (!falls || depth < 0 || zone.devStart() != devStart) return false;
                zoneStart = zone.zoneEnd();
                devStart += depth;
                nbDev = zone.nbDev();
            }
            return true;
        }

        private boolean zonesCoverAllSectors(Raid0 driver, Mddev mddev, ArrayCase c) {
            long whole = 0;
            for (int i = 0; i < c.disks(); i++) whole += c.diskSectors(i) / c.chunkSectors() * c.chunkSectors();
            long end = driver.zone(mddev, driver.nrStripZones(mddev) - 1).zoneEnd();
            return end == whole && mddev.arraySectors() == whole;
        }

        private void exploreRequests(int index, Raid0 driver, Mddev mddev, ArrayCase c, ArrayTables tables) {
            long most = Math.min(scope.longestRequest(), driver.maxRequestSectors(mddev));
            PartChecker parts = new PartChecker(tables);
            for (int length = 1; length <= most; length++)
                for (int start = 0; start + length <= tables.sectors; start++) {
                    requests++;
                    checks++;
                    parts.begin(start);
                    Errno errno = driver.request(mddev, start, length, parts);
                    if (parts.wrong || errno != null) {
                        confirm(index, c.withRequest(start, length), LawId.I3);
                        return;
                    }
                }
        }

        private void exploreDiscards(int index, Raid0 driver, Mddev mddev, ArrayCase c, ArrayTables tables) {
            RangeChecker ranges = new RangeChecker(tables);
            for (int length = 1; length <= tables.sectors; length++)
                for (int start = 0; start + length <= tables.sectors; start++) {
                    discards++;
                    checks++;
                    ranges.begin(start, start + length);
                    driver.discard(mddev, start, length, ranges);
                    if (!ranges.isExact()) {
                        confirm(index, c.withRequest(start, length), LawId.I4);
                        return;
                    }
                }
        }

        private void confirm(int index, ArrayCase c, LawId... laws) {
            boolean confirmed = false;
            for (LawId law : laws) {
                Examination examination = Examiner.examine(law, setups.get(index), c);
                confirmed |= !examination.violations().isEmpty();
                record(index, law, c, examination);
            }
            if (!confirmed)
                throw new IllegalStateException(
                        "explorer and examiner disagree on " + Arrays.toString(laws) + " of " + c);
        }

        // Lives

        private void exploreLives(int index, Setup setup, ArrayCase c) {
            for (ArrayCase.Integrity integrity : ArrayCase.Integrity.values()) {
                ArrayCase life = c.withIntegrity(integrity);
                int allocations = live(index, setup, life);
                for (int failAt = 1; failAt <= allocations; failAt++) live(index, setup, life.withFailAt(failAt));
            }
            for (long[] again : scope.disksAgain(c.chunkSectors())) live(index, setup, c.withAgain(again));
        }

        private int live(int index, Setup setup, ArrayCase c) {
            states++;
            checks += 7;
            Examination examination = LifeExaminer.examine(null, setup, c);
            if (!examination.violations().isEmpty()) record(index, null, c, examination);
            return examination.allocations();
        }

        private void record(int index, @Nullable LawId law, ArrayCase c, Examination examination) {
            for (Violation violation : examination.violations())
                if (law == null || violation.law() == law)
                    smallest.merge(new Kind(index, violation.law(), violation.what()), c, Explorer::smaller);
        }
    }

    /** Where each sector of an array is, and which sector is at each place. */
    private static final class ArrayTables {
        private int sectors;
        private int[] disk = new int[256];
        private int[] diskSector = new int[256];
        private int[][] owner = new int[0][];
        private boolean ascending;

        /** False if the mapping is not one to one into the disks' whole chunks. */
        boolean fill(Raid0 driver, Mddev mddev, ArrayCase c) {
            sectors = Math.toIntExact(mddev.arraySectors());
            if (disk.length < sectors) {
                disk = new int[2 * sectors];
                diskSector = new int[2 * sectors];
            }
            reserve(c);
            Mapping mapping = new Mapping();
            for (int s = 0; s < sectors; s++) {
                driver.map(mddev, s, mapping);
                int[] owners = owner[mapping.disk()];
                long whole = c.diskSectors(mapping.disk()) / c.chunkSectors() * c.chunkSectors();
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

        /** Whether sectors ascend with those of the array, without a gap before the last. */
        private static boolean isAscending(int[] owners, int size) {
            for (int i = 1; i < size; i++) {
                boolean gap = owners[i - 1] < 0 && owners[i] >= 0;
                if (gap || (owners[i] >= 0 && owners[i] < owners[i - 1])) return false;
            }
            return true;
        }

        private void reserve(ArrayCase c) {
            if (owner.length < c.disks()) owner = Arrays.copyOf(owner, c.disks());
            for (int i = 0; i < c.disks(); i++) {
                int size = (int) c.diskSectors(i);
                if (owner[i] == null || owner[i].length < size) owner[i] = new int[size];
                Arrays.fill(owner[i], -1);
            }
        }

        boolean mapsLike(ArrayTables other) {
            int shared = Math.min(sectors, other.sectors);
            return Arrays.equals(disk, 0, shared, other.disk, 0, shared)
                    && Arrays.equals(diskSector, 0, shared, other.diskSector, 0, shared);
        }
    }

    /** Compares the parts of a request with where its sectors are. */
    private static final class PartChecker implements ExtentSink {
        private final ArrayTables tables;
        private int at;
        private boolean wrong;

        PartChecker(ArrayTables tables) {
            this.tables = tables;
        }

        void begin(int start) {
            at = start;
            wrong = false;
        }

        @Override
        public void accept(int disk, long diskSector, long sectors) {
            for (int i = 0; i < sectors; i++, at++)
                wrong |= tables.disk[at] != disk || tables.diskSector[at] != diskSector + i;
        }
    }

    /**
     * Compares the ranges of a discard with where its sectors are. Where sectors on a disk ascend with the array's, a range
     * holds only sectors of the discard if its ends do; that all of them are thrown away follows from their number.
     */
    private static final class RangeChecker implements ExtentSink {
        private final ArrayTables tables;
        private int start;
        private int end;
        private long total;
        private boolean wrong;

        RangeChecker(ArrayTables tables) {
            this.tables = tables;
        }

        void begin(int first, int last) {
            start = first;
            end = last;
            total = 0;
            wrong = false;
        }

        @Override
        public void accept(int disk, long diskSector, long sectors) {
            total += sectors;
            int[] owners = tables.owner[disk];
            boolean inside = diskSector >= 0 && sectors > 0 && diskSector + sectors <= owners.length;
            if (!inside) {
                wrong = true;
                return;
            }
            int first = (int) diskSector;
            int last = (int) (diskSector + sectors - 1);
            wrong |= !isIn(owners[first]) || !isIn(owners[last]);
            if (!tables.ascending) for (int i = first; i <= last; i++) wrong |= !isIn(owners[i]);
        }

        private boolean isIn(int sector) {
            return sector >= start && sector < end;
        }

        boolean isExact() {
            return !wrong && total == end - start;
        }
    }
}
