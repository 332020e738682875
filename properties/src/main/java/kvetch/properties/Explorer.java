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
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import kvetch.api.OopsException;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.evidence.Evidence;
import kvetch.properties.evidence.Misbehaviour;
import kvetch.properties.isolation.CaseRunner;
import kvetch.properties.isolation.Constancy;
import kvetch.properties.isolation.Isolation;
import kvetch.properties.law.Defect;
import kvetch.properties.law.Law;
import kvetch.properties.law.LifeLaw;
import kvetch.properties.law.RunningArrayLaw;
import kvetch.properties.law.Violation;
import kvetch.properties.plug.KnownLaws;
import kvetch.properties.run.BootedArray;
import kvetch.properties.run.Examination;
import kvetch.properties.run.Examiner;
import kvetch.properties.run.ExploredArray;
import kvetch.properties.run.LifeExaminer;
import kvetch.properties.run.Whose;
import kvetch.properties.sandbox.Diversion;
import kvetch.properties.sandbox.MisbehaviourException;
import kvetch.properties.sandbox.Sandbox;
import kvetch.properties.setup.Setup;
import kvetch.properties.shrink.Defects;
import kvetch.properties.shrink.Effort;
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
    private Vector<Law> laws;
    private List<RunningArrayLaw> runningLaws = List.of();
    private Vector<RunningArrayLaw> comparing = Vector.empty();
    private List<LifeLaw> lifeLaws = List.of();
    private final List<ArrayCase> arrays;
    private final long timeoutMs;
    private final Isolation isolation;
    private Outcasts outcasts;
    private final Map<Doubt, ArrayCase> doubts = new TreeMap<>();
    private final List<Misbehaviour> leftOut = new ArrayList<>();

    /** A law that was plugged in and misbehaved on the way, and the place in the order in which arrays are explored. */
    private record Outlaw(long place, Law law, Exploration.Misbehaved misbehaved) {}

    private final AtomicReference<@Nullable Outlaw> outlaw = new AtomicReference<>();
    private Vector<Exploration.Misbehaved> outlaws = Vector.empty();
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
        this(scope, KnownLaws.standard().all(), setups, timeoutMs, Isolation.IN_THIS_PROCESS);
    }

    /**
     * An exploration that has not begun, which shows what it finds once more elsewhere before it tells it.
     *
     * @param scope what to go through
     * @param laws what is judged
     * @param setups the kernels and allocators
     * @param timeoutMs how many milliseconds of processor time one boot of a machine, and what follows it, may take before
     *     an allocator that is not the kernel's own counts as hung
     * @param isolation where defects of such allocators are shown again
     * @throws IllegalArgumentException if there is no array in the scope, or no setup
     */
    public Explorer(Scope scope, Vector<Law> laws, Vector<Setup> setups, long timeoutMs, Isolation isolation) {
        if (scope.isEmpty()) throw new IllegalArgumentException("there is no array in the scope");
        if (setups.isEmpty()) throw new IllegalArgumentException("there is no kernel with an allocator to explore");
        this.isolation = isolation;
        if (timeoutMs < 1) throw new IllegalArgumentException("timeout in ms out of range: " + timeoutMs);
        this.scope = scope;
        this.setups = setups;
        this.arrays = scope.arrays();
        this.laws = laws;
        this.timeoutMs = timeoutMs;
        this.outcasts = new Outcasts(setups);
        sortLaws();
    }

    private void sortLaws() {
        Vector<RunningArrayLaw> ofRunning =
                laws.filter(RunningArrayLaw.class::isInstance).map(RunningArrayLaw.class::cast);
        comparing = ofRunning.filter(law -> law.compares() != Law.Comparison.NONE);
        runningLaws = ofRunning.removeAll(comparing).toJavaList();
        lifeLaws =
                laws.filter(LifeLaw.class::isInstance).map(LifeLaw.class::cast).toJavaList();
    }

    /**
     * Leaves an allocator out from the start, or a law, which is known to misbehave.
     *
     * @param misbehaviour what it does; one of an allocator that is not explored changes nothing
     */
    public void leaveOut(Misbehaviour misbehaviour) {
        for (Law law : laws.filter(each -> misbehaviour.isOf(each.id()))) {
            Setup first = setups.head();
            leaveOut(
                    law,
                    new Exploration.Misbehaved(
                            first.kernel().name(), first.provider().name(), misbehaviour));
            return;
        }
        leftOut.add(misbehaviour);
        castOut(misbehaviour);
    }

    private void leaveOut(Law law, Exploration.Misbehaved misbehaved) {
        laws = laws.remove(law);
        outlaws = outlaws.append(misbehaved);
        sortLaws();
    }

    private void castOut(Misbehaviour misbehaviour) {
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
        while (true) {
            Exploration exploration = runOnce(threads, cancelled);
            Outlaw found = outlaw.getAndSet(null);
            if (found == null) return exploration;
            // The others are explored as if it had not been there.
            leaveOut(found.law, found.misbehaved);
            outcasts = new Outcasts(setups);
            leftOut.forEach(this::castOut);
            doubts.clear();
            next.set(0);
            arraysDone.set(0);
            statesDone.set(0);
        }
    }

    private Exploration runOnce(int threads, BooleanSupplier cancelled) {
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
                new Exploration.Counts(
                        total.states,
                        total.mappings,
                        total.requests,
                        total.discards,
                        total.checks + comparisons(workers)),
                defects,
                outcasts.misbehaviours().appendAll(outlaws));
    }

    /** Whether it is a law that misbehaved: the first of those that did is the same however many threads there are. */
    private boolean isOutlaw(int array, int index, Misbehaviour misbehaviour) {
        for (Law law : laws.filter(each -> misbehaviour.isOf(each.id()))) {
            Setup setup = setups.get(index);
            Outlaw found = new Outlaw(
                    (long) array * setups.size() + index,
                    law,
                    new Exploration.Misbehaved(
                            setup.kernel().name(),
                            setup.provider().name(),
                            Whose.withReplay(misbehaviour, law, setup)));
            outlaw.accumulateAndGet(found, Explorer::first);
            return true;
        }
        return false;
    }

    private static @Nullable Outlaw first(@Nullable Outlaw one, @Nullable Outlaw other) {
        if (one == null || other == null) return one == null ? other : one;
        return one.place <= other.place ? one : other;
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
            if (defect.isLeft()) {
                if (!isOutlaw(arrays.size(), kind.setup, defect.getLeft()))
                    outcasts.add(arrays.size(), kind.setup, defect.getLeft());
            } else
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
    private record Doubt(int setup, Law law) implements Comparable<Doubt> {
        private static final Comparator<Doubt> ORDER =
                Comparator.comparingInt(Doubt::setup).thenComparing(Doubt::law, KnownLaws.ORDER);

        boolean isOf(Kind kind) {
            return kind.setup == setup && kind.law.equals(law);
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

    private void doubt(int setup, Law law, ArrayCase c) {
        synchronized (doubts) {
            doubts.merge(new Doubt(setup, law), c, Explorer::smaller);
        }
    }

    /** The smallest case is the defect's as it is, once it has shown it to somebody who saw nothing else before. */
    private Either<Misbehaviour, Defect> defect(Setup setup, Kind kind, ArrayCase c) {
        try (CaseRunner runner = isolation.open(setup, kind.law, timeoutMs)) {
            Defect defect = runner.shrink(new Violation(kind.law, kind.what, new Evidence.Note("")), c, Effort.NONE);
            if (!Whose.isPluggedIn(kind.law, setup) || Defects.shows(defect, runner.confirm(kind.law, c)))
                return Either.right(defect);
            throw Constancy.broken(
                    kind.law, setup, c, kind.law + " seems broken (" + kind.what + "), but is not by the same case");
        } catch (MisbehaviourException misbehaved) {
            return Either.left(Whose.withReplay(misbehaved.misbehaviour(), kind.law, setup));
        }
    }

    /**
     * How many times the laws were checked that compare allocators or kernels: on each array all that can be mapped are
     * compared with one of them.
     */
    private long comparisons(List<Worker> workers) {
        int[] mapped = new int[arrays.size()];
        for (Worker worker : workers)
            for (int i = 0; i < setups.size(); i++)
                if (!outcasts.contains(i)) worker.mapped[i].stream().forEach(array -> mapped[array]++);
        return Arrays.stream(mapped).mapToLong(n -> Math.max(0, n - 1)).sum() * comparing.size();
    }

    private static ArrayCase smaller(ArrayCase a, ArrayCase b) {
        return ArrayCase.SMALLER_FIRST.compare(a, b) <= 0 ? a : b;
    }

    /** A kind of defect: where, which law, and what went wrong. */
    private record Kind(int setup, Law law, String what) implements Comparable<Kind> {
        private static final Comparator<Kind> ORDER = Comparator.comparingInt(Kind::setup)
                .thenComparing(Kind::law, KnownLaws.ORDER)
                .thenComparing(Kind::what);

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

        void add(ExploredArray walked) {
            mappings += walked.mappings();
            requests += walked.requests();
            discards += walked.discards();
            checks += walked.checks();
        }

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
        private ExploredArray.Tables reference = new ExploredArray.Tables();
        private ExploredArray.Tables current = new ExploredArray.Tables();
        private volatile @Nullable Throwable failure;

        Worker(BooleanSupplier cancelled) {
            this.cancelled = cancelled;
            Arrays.setAll(tallies, i -> new Tally());
            Arrays.setAll(mapped, i -> new BitSet());
        }

        @Override
        public void run() {
            try {
                while (!cancelled.getAsBoolean() && outlaw.get() == null) {
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
                ExploredArray.Tables tables = referring < 0 ? reference : current;
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
            if (!laws.exists(law -> Whose.isPluggedIn(law, setup))) {
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
                // The kernel's own allocators are quiet; what laws print is kept away and does no harm.
                for (Misbehaviour manners : setup.isPluggedIn() ? sandbox.manners() : Vector.<Misbehaviour>empty())
                    outcasts.add(array, index, manners.on(arrays.get(array)));
                return !outcasts.isOut(array, index);
            } catch (MisbehaviourException misbehaved) {
                if (!isOutlaw(array, index, misbehaved.misbehaviour()))
                    outcasts.add(array, index, misbehaved.misbehaviour());
                // A thread that hung may still write to them.
                reference = new ExploredArray.Tables();
                current = new ExploredArray.Tables();
                return false;
            }
        }

        /** Two map differently. Either may be to blame. */
        private void tellApart(int array, int referring, int index) {
            for (int suspect : new int[] {index, referring}) {
                Pass pass = new Pass(suspect, arrays.get(array), current);
                boolean[] confirmed = new boolean[1];
                if (!isDone(array, suspect, () -> confirmed[0] = pass.isConfirmed(comparing))) return;
                keep(pass);
                if (confirmed[0]) return;
            }
            int suspect = setups.get(index).isPluggedIn() ? index : referring;
            isDone(array, suspect, () -> new Pass(suspect, arrays.get(array), current).disagree(comparing));
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
        private final ExploredArray.Tables tables;
        private final Tally tally = new Tally();
        private final Map<Kind, ArrayCase> smallest = new TreeMap<>();
        private boolean isMapped;
        private int unconfirmed;

        /** One that fills {@code tables} if every sector can be mapped. */
        Pass(int index, ArrayCase array, ExploredArray.Tables tables) {
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
            BootedArray started = BootedArray.start(setup, c);
            // Where the kernel dies, the lives of the same array report it.
            if (started == null) return false;
            ExploredArray walked = new ExploredArray(started, tables, scope.longestRequest());
            try {
                for (RunningArrayLaw law : runningLaws) {
                    walked.settledBy(broken -> confirm(broken, law));
                    ArrayCase broken = law.explore(walked);
                    if (broken != null) confirm(broken, law);
                }
                return walked.isOneToOne();
            } catch (OopsException died) {
                return false;
            } finally {
                tally.add(walked);
            }
        }

        /** True if that is enough of a law on this array. */
        private boolean confirm(ArrayCase c, Law law) {
            Vector<Law> one = Vector.of(law);
            if (isConfirmed(c, one)) return true;
            if (!setup.suspect().isDriver()) disagree(c, one);
            doubt(index, law, c);
            return ++unconfirmed > MOST_UNCONFIRMED;
        }

        boolean isConfirmed(Vector<? extends Law> laws) {
            return isConfirmed(array, laws);
        }

        private boolean isConfirmed(ArrayCase c, Vector<? extends Law> laws) {
            boolean confirmed = false;
            for (Law law : laws) {
                Examination examination = Examiner.examine(law, setup, c);
                confirmed |= !examination.violations().isEmpty();
                record(law, c, examination);
            }
            return confirmed;
        }

        void disagree(Vector<? extends Law> laws) {
            disagree(array, laws);
        }

        /** What was seen on one machine is not seen on another, which has just booted. */
        private void disagree(ArrayCase c, Vector<? extends Law> laws) {
            if (!laws.exists(law -> Whose.isPluggedIn(law, setup)))
                throw new IllegalStateException(
                        "explorer and examiner disagree on " + laws.mkString("[", ", ", "]") + " of " + c);
            throw Constancy.broken(
                    laws.head(),
                    setup,
                    c,
                    "breaks " + laws.mkString(" or ") + " on one machine and not on"
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
            tally.checks += lifeLaws.size();
            Examination examination = LifeExaminer.examine(lifeLaws, setup, c);
            for (Violation violation : examination.violations()) confirm(violation, c);
            return examination.allocations();
        }

        /** For all laws at once a life is longer than for one: what only shows there is not what its replay would show. */
        private void confirm(Violation violation, ArrayCase c) {
            ArrayCase before = smallest.get(new Kind(index, violation.law(), violation.what()));
            if (before == null || ArrayCase.SMALLER_FIRST.compare(c, before) < 0)
                record(violation.law(), c, Examiner.examine(violation.law(), setup, c));
        }

        private void record(Law law, ArrayCase c, Examination examination) {
            for (Violation violation : examination.violations())
                if (violation.law().equals(law))
                    smallest.merge(new Kind(index, violation.law(), violation.what()), c, Explorer::smaller);
        }
    }
}
