package kvetch.properties;

import io.vavr.collection.Vector;
import io.vavr.control.Either;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
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
 *
 * <p>Allocators that are not the kernel's own, and drivers that were plugged in, run in sandboxes. One that misbehaves is left out from there on, and nothing is
 * said of what it did before; the others are explored as if it had not been there.
 */
public final class Explorer {
    /** How often what a driver does on an array may look wrong and not be. */
    private static final int MOST_UNCONFIRMED = 100;

    private final Scope scope;
    private final Vector<Setup> setups;
    private final List<ArrayCase> arrays;
    private final long timeoutMs;
    private final Isolation isolation;
    private final Outcasts outcasts;
    private final Map<Doubt, ArrayCase> doubts = new TreeMap<>();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicLong arraysDone = new AtomicLong();
    private final AtomicLong statesDone = new AtomicLong();

    /**
     * An exploration that has not begun.
     *
     * @param scope what to go through
     * @param setups the kernels and allocators
     * @throws IllegalArgumentException if there is no array in the scope, or no setup
     */
    public Explorer(Scope scope, Vector<Setup> setups) {
        this(scope, setups, Check.DEFAULT_TIMEOUT_MS);
    }

    /**
     * An exploration that has not begun, with a time limit for allocators.
     *
     * @param scope what to go through
     * @param setups the kernels and allocators
     * @param timeoutMs how many milliseconds of processor time one boot of a machine, and what follows it, may take before
     *     an allocator that is not the kernel's own counts as hung
     */
    public Explorer(Scope scope, Vector<Setup> setups, long timeoutMs) {
        this(scope, setups, timeoutMs, Isolation.IN_THIS_PROCESS);
    }

    /**
     * An exploration that has not begun, which shows what it finds once more elsewhere before it tells it.
     *
     * @param scope what to go through
     * @param setups the kernels and allocators
     * @param timeoutMs how many milliseconds of processor time one boot of a machine, and what follows it, may take before
     *     an allocator that is not the kernel's own counts as hung
     * @param isolation where defects of such allocators are shown again
     * @throws IllegalArgumentException if there is no array in the scope, or no setup
     */
    public Explorer(Scope scope, Vector<Setup> setups, long timeoutMs, Isolation isolation) {
        if (scope.isEmpty()) throw new IllegalArgumentException("there is no array in the scope");
        if (setups.isEmpty()) throw new IllegalArgumentException("there is no kernel with an allocator to explore");
        this.isolation = isolation;
        if (timeoutMs < 1) throw new IllegalArgumentException("timeout in ms out of range: " + timeoutMs);
        this.scope = scope;
        this.setups = setups;
        this.arrays = scope.arrays();
        this.timeoutMs = timeoutMs;
        this.outcasts = new Outcasts(setups);
    }

    /**
     * Leaves an allocator out from the start, which is known to misbehave.
     *
     * @param misbehaviour what it does; one of an allocator that is not explored changes nothing
     */
    public void leaveOut(Misbehaviour misbehaviour) {
        for (int i = 0; i < setups.size(); i++)
            if (setups.get(i).plugged().contains(misbehaviour.culprit())) {
                outcasts.add(0, i, misbehaviour);
                return;
            }
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
     * How many lives were led so far, by whatever allocator. May be asked from another thread.
     *
     * @return 0 or more
     */
    public long statesDone() {
        return statesDone.get();
    }

    /**
     * Goes through the scope. What an allocator prints meanwhile is kept from the standard output and error of the process,
     * and no thread that it starts is waited for.
     *
     * @param threads how many threads to use, 1 or more
     * @param cancelled asked between arrays; once it is true, what is known so far is returned
     * @return what came of it
     */
    public Exploration run(int threads, BooleanSupplier cancelled) {
        List<Worker> workers = new ArrayList<>();
        List<Thread> running = new ArrayList<>();
        // Sandboxes come and go meanwhile; the diversion of one must not end with another.
        Diversion whole = new Diversion();
        try {
            for (int i = 0; i < threads; i++) {
                Worker worker = new Worker(cancelled);
                workers.add(worker);
                Thread thread = new Thread(worker, "explore-" + i);
                running.add(thread);
                thread.start();
            }
            for (Thread thread : running) thread.join();
            for (Worker worker : workers)
                if (worker.failure != null) throw new IllegalStateException("exploring failed", worker.failure);
            return merge(workers);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while exploring", e);
        } finally {
            whole.close();
        }
    }

    private Exploration merge(List<Worker> workers) {
        Vector<Exploration.Found> defects = defects(workers);
        Tally total = new Tally();
        for (Worker worker : workers)
            for (int i = 0; i < setups.size(); i++) if (!outcasts.contains(i)) total.add(worker.tallies[i]);
        return new Exploration(
                arraysDone.get() == arrays.size(),
                arrays.size(),
                arraysDone.get(),
                total.states,
                total.mappings,
                total.requests,
                total.discards,
                total.checks + comparisons(workers),
                defects,
                outcasts.misbehaviours());
    }

    private Vector<Exploration.Found> defects(List<Worker> workers) {
        Map<Kind, ArrayCase> smallest = new TreeMap<>();
        for (Worker worker : workers) worker.smallest.forEach((kind, c) -> smallest.merge(kind, c, Explorer::smaller));
        Vector<Exploration.Found> defects = Vector.empty();
        for (Map.Entry<Kind, ArrayCase> entry : smallest.entrySet()) {
            Kind kind = entry.getKey();
            if (outcasts.contains(kind.setup)) continue;
            Setup setup = setups.get(kind.setup);
            Either<Misbehaviour, Defect> defect = defect(setup, kind, entry.getValue());
            if (defect.isLeft()) outcasts.add(arrays.size(), kind.setup, defect.getLeft());
            else
                defects = defects.append(new Exploration.Found(
                        setup.kernel().name(), setup.provider().name(), defect.get()));
        }
        doubts.forEach((doubt, c) -> {
            boolean isTold = smallest.keySet().stream().anyMatch(doubt::isOf);
            if (!isTold) outcasts.add(arrays.size(), doubt.setup, doubt.misbehaviour(setups.get(doubt.setup), c));
        });
        return defects.filter(found -> !outcasts.contains(found.kernel(), found.allocator()));
    }

    /** A law that a driver of somebody's own seems to break, by what was done before and not by a case alone. */
    private record Doubt(int setup, LawId law) implements Comparable<Doubt> {
        private static final Comparator<Doubt> ORDER =
                Comparator.comparingInt(Doubt::setup).thenComparing(Doubt::law);

        boolean isOf(Kind kind) {
            return kind.setup == setup && kind.law == law;
        }

        Misbehaviour misbehaviour(Setup of, ArrayCase c) {
            return new Misbehaviour(
                            of.suspect(),
                            Misbehaviour.Kind.INCONSTANT,
                            "",
                            "breaks " + law
                                    + " after other requests to the same array, and not on a machine that has just"
                                    + " booted")
                    .on(c);
        }

        @Override
        public int compareTo(Doubt other) {
            return ORDER.compare(this, other);
        }
    }

    private void doubt(int setup, LawId law, ArrayCase c) {
        synchronized (doubts) {
            doubts.merge(new Doubt(setup, law), c, Explorer::smaller);
        }
    }

    /** The smallest case is the defect's as it is, once it has shown it to somebody who saw nothing else before. */
    private Either<Misbehaviour, Defect> defect(Setup setup, Kind kind, ArrayCase c) {
        try (CaseRunner runner = isolation.open(setup, timeoutMs)) {
            Defect defect = runner.shrink(new Violation(kind.law, kind.what, new Evidence.Note("")), c, Effort.NONE);
            if (!setup.isPluggedIn() || Defects.shows(defect, runner.confirm(kind.law, c))) return Either.right(defect);
            throw Constancy.broken(
                    setup, c, kind.law + " seems broken (" + kind.what + "), but is not by the same case");
        } catch (MisbehaviourException misbehaved) {
            return Either.left(misbehaved.misbehaviour().withReplay(kind.law, setup));
        }
    }

    /** How many times I1 and I2 were checked: on each array all that can be mapped are compared with one of them. */
    private long comparisons(List<Worker> workers) {
        int[] mapped = new int[arrays.size()];
        for (Worker worker : workers)
            for (int i = 0; i < setups.size(); i++)
                if (!outcasts.contains(i)) worker.mapped[i].stream().forEach(array -> mapped[array]++);
        return Arrays.stream(mapped).mapToLong(n -> Math.max(0, n - 1)).sum() * 2;
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

    /** How much was done. */
    private static final class Tally {
        private long states;
        private long mappings;
        private long requests;
        private long discards;
        private long checks;

        void add(Tally other) {
            states += other.states;
            mappings += other.mappings;
            requests += other.requests;
            discards += other.discards;
            checks += other.checks;
        }
    }

    /** Takes one array after the other. */
    private final class Worker implements Runnable {
        private final BooleanSupplier cancelled;
        private final Map<Kind, ArrayCase> smallest = new TreeMap<>();
        private final Tally[] tallies = new Tally[setups.size()];
        private final BitSet[] mapped = new BitSet[setups.size()];
        private final @Nullable Sandbox[] sandboxes = new Sandbox[setups.size()];
        private ArrayTables reference = new ArrayTables();
        private ArrayTables current = new ArrayTables();
        private volatile @Nullable Throwable failure;

        Worker(BooleanSupplier cancelled) {
            this.cancelled = cancelled;
            Arrays.setAll(tallies, i -> new Tally());
            Arrays.setAll(mapped, i -> new BitSet());
        }

        @Override
        public void run() {
            try {
                while (!cancelled.getAsBoolean()) {
                    int array = next.getAndIncrement();
                    if (array >= arrays.size()) return;
                    explore(array);
                    arraysDone.incrementAndGet();
                }
            } catch (RuntimeException | Error e) {
                failure = e;
            } finally {
                for (Sandbox sandbox : sandboxes) if (sandbox != null) sandbox.close();
            }
        }

        private void explore(int array) {
            int referring = -1;
            for (int i = 0; i < setups.size(); i++) {
                if (outcasts.isOut(array, i)) continue;
                ArrayTables tables = referring < 0 ? reference : current;
                Pass pass = new Pass(i, arrays.get(array), tables);
                if (!isDone(array, i, pass::run)) continue;
                tallies[i].add(pass.tally);
                statesDone.addAndGet(pass.tally.states);
                keep(pass);
                if (!pass.isMapped) continue;
                mapped[i].set(array);
                if (referring < 0) referring = i;
                else if (!current.mapsLike(reference)) tellApart(array, referring, i);
            }
        }

        /** False if the allocator or the driver misbehaved. */
        private boolean isDone(int array, int index, Runnable work) {
            Setup setup = setups.get(index);
            if (!setup.isPluggedIn()) {
                work.run();
                return true;
            }
            Sandbox sandbox = sandboxes[index];
            if (sandbox == null) sandboxes[index] = sandbox = new Sandbox(setup.suspect(), timeoutMs);
            try {
                sandbox.call(() -> {
                    work.run();
                    return index;
                });
                for (Misbehaviour manners : sandbox.manners())
                    outcasts.add(array, index, manners.on(arrays.get(array)));
                return !outcasts.isOut(array, index);
            } catch (MisbehaviourException misbehaved) {
                outcasts.add(array, index, misbehaved.misbehaviour());
                // A thread that hung may still write to them.
                reference = new ArrayTables();
                current = new ArrayTables();
                return false;
            }
        }

        /** Two map differently. Either may be to blame. */
        private void tellApart(int array, int referring, int index) {
            for (int suspect : new int[] {index, referring}) {
                Pass pass = new Pass(suspect, arrays.get(array), current);
                boolean[] confirmed = new boolean[1];
                if (!isDone(array, suspect, () -> confirmed[0] = pass.isConfirmed(LawId.I1, LawId.I2))) return;
                keep(pass);
                if (confirmed[0]) return;
            }
            int suspect = setups.get(index).isPluggedIn() ? index : referring;
            isDone(array, suspect, () -> new Pass(suspect, arrays.get(array), current).disagree(LawId.I1, LawId.I2));
        }

        private void keep(Pass pass) {
            pass.smallest.forEach((kind, c) -> smallest.merge(kind, c, Explorer::smaller));
        }
    }

    /** One array with one kernel and allocator. */
    private final class Pass {
        private final int index;
        private final Setup setup;
        private final ArrayCase array;
        private final ArrayTables tables;
        private final Tally tally = new Tally();
        private final Map<Kind, ArrayCase> smallest = new TreeMap<>();
        private boolean isMapped;
        private int unconfirmed;

        /** One that fills {@code tables} if every sector can be mapped. */
        Pass(int index, ArrayCase array, ArrayTables tables) {
            this.index = index;
            this.setup = setups.get(index);
            this.array = array;
            this.tables = tables;
        }

        void run() {
            isMapped = exploreRunning(array);
            exploreLives(array);
        }

        // A running array

        /** True if every sector of it could be mapped. */
        private boolean exploreRunning(ArrayCase c) {
            tally.states++;
            Rig rig = setup.boot(c);
            Mddev mddev = c.toMddev();
            try {
                if (!(rig.driver().run(mddev) instanceof RunResult.Started)) return false;
                tally.checks += 3;
                if (!zonesAreInOrder(rig.driver(), mddev, c)) confirm(c, LawId.Z1);
                if (!zonesCoverAllSectors(rig.driver(), mddev, c)) confirm(c, LawId.Z2);
                if (!tables.fill(rig.driver(), mddev, c)) {
                    confirm(c, LawId.Z3);
                    return false;
                }
                tally.mappings += tables.sectors;
                exploreRequests(rig.driver(), mddev, c);
                exploreDiscards(rig.driver(), mddev, c);
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

        private void exploreRequests(Raid0 driver, Mddev mddev, ArrayCase c) {
            long most = Math.min(scope.longestRequest(), driver.maxRequestSectors(mddev));
            PartChecker parts = new PartChecker(tables);
            Watch watch = Watch.current();
            for (int length = 1; length <= most; length++) {
                watch.sample(c);
                for (int start = 0; start + length <= tables.sectors; start++) {
                    tally.requests++;
                    tally.checks++;
                    parts.begin(start);
                    Errno errno = driver.request(mddev, start, length, parts);
                    if (parts.wrong || errno != null) {
                        if (confirm(c.withRequest(start, length), LawId.I3)) return;
                    }
                }
            }
        }

        private void exploreDiscards(Raid0 driver, Mddev mddev, ArrayCase c) {
            RangeChecker ranges = new RangeChecker(tables);
            Watch watch = Watch.current();
            for (int length = 1; length <= tables.sectors; length++) {
                watch.sample(c);
                for (int start = 0; start + length <= tables.sectors; start++) {
                    tally.discards++;
                    tally.checks++;
                    ranges.begin(start, start + length);
                    driver.discard(mddev, start, length, ranges);
                    if (!ranges.isExact()) {
                        if (confirm(c.withRequest(start, length), LawId.I4)) return;
                    }
                }
            }
        }

        /** True if that is enough of a law on this array. */
        private boolean confirm(ArrayCase c, LawId law) {
            if (isConfirmed(c, law)) return true;
            if (!setup.suspect().isDriver()) disagree(c, law);
            doubt(index, law, c);
            return ++unconfirmed > MOST_UNCONFIRMED;
        }

        boolean isConfirmed(LawId... laws) {
            return isConfirmed(array, laws);
        }

        private boolean isConfirmed(ArrayCase c, LawId... laws) {
            boolean confirmed = false;
            for (LawId law : laws) {
                Examination examination = Examiner.examine(law, setup, c);
                confirmed |= !examination.violations().isEmpty();
                record(law, c, examination);
            }
            return confirmed;
        }

        void disagree(LawId... laws) {
            disagree(array, laws);
        }

        /** What was seen on one machine is not seen on another, which has just booted. */
        private void disagree(ArrayCase c, LawId... laws) {
            if (!setup.isPluggedIn())
                throw new IllegalStateException(
                        "explorer and examiner disagree on " + Arrays.toString(laws) + " of " + c);
            throw Constancy.broken(
                    setup,
                    c,
                    "breaks " + Vector.of(laws).mkString(" or ") + " on one machine and not on"
                            + " another that was booted like it");
        }

        // Lives

        private void exploreLives(ArrayCase c) {
            for (ArrayCase.Integrity integrity : ArrayCase.Integrity.values()) {
                ArrayCase life = c.withIntegrity(integrity);
                int allocations = live(life);
                for (int failAt = 1; failAt <= allocations; failAt++) live(life.withFailAt(failAt));
            }
            for (long[] again : scope.disksAgain(c.chunkSectors())) live(c.withAgain(again));
        }

        private int live(ArrayCase c) {
            tally.states++;
            tally.checks += 7;
            Examination examination = LifeExaminer.examine(null, setup, c);
            for (Violation violation : examination.violations()) confirm(violation, c);
            return examination.allocations();
        }

        /** For all laws at once a life is longer than for one: what only shows there is not what its replay would show. */
        private void confirm(Violation violation, ArrayCase c) {
            ArrayCase before = smallest.get(new Kind(index, violation.law(), violation.what()));
            if (before == null || ArrayCase.SMALLER_FIRST.compare(c, before) < 0)
                record(violation.law(), c, LifeExaminer.examine(violation.law(), setup, c));
        }

        private void record(LawId law, ArrayCase c, Examination examination) {
            for (Violation violation : examination.violations())
                if (violation.law() == law)
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
            // No array is larger than its disks, whatever the driver says.
            long most = Arrays.stream(c.diskSectors()).sum();
            if (Long.compareUnsigned(mddev.arraySectors(), most) > 0) return false;
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
            wrong |= at + sectors > tables.sectors;
            for (int i = 0; i < sectors && !wrong; i++, at++)
                wrong = tables.disk[at] != disk || tables.diskSector[at] != diskSector + i;
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
            boolean inside = diskSector >= 0 && sectors > 0 && sectors <= owners.length - diskSector;
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
