package kvetch.live;

import io.vavr.collection.SortedMap;
import io.vavr.collection.TreeMap;
import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.LongStream;
import kvetch.live.guest.Guest;
import kvetch.live.guest.GuestDied;
import kvetch.live.guest.LiveProblem;
import kvetch.properties.Exploration;
import kvetch.properties.Scope;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.explore.SmallestCases;
import kvetch.properties.explore.Tally;
import kvetch.properties.law.Defect;
import kvetch.properties.law.Law;
import kvetch.properties.law.Life;
import kvetch.properties.law.LifeLaw;
import kvetch.properties.law.RunningArrayLaw;
import kvetch.properties.law.Violation;
import kvetch.properties.plug.Providers;
import kvetch.properties.run.Examination;
import kvetch.properties.run.ExploredArray;
import kvetch.properties.run.LifeExaminer;
import kvetch.properties.setup.Setup;
import kvetch.properties.shrink.Budget;

/**
 * Goes through every array of a {@link Scope} on a real kernel: each sector, request and discard of it, and its lives. What looks
 * wrong on the way is put to the law once more, with the smallest case that shows it, on a guest that has done nothing else to that
 * array, and only that is told.
 */
public final class LiveExplorer {
    private final LiveKernel kernel;
    private final Setup setup;
    private final Scope scope;
    private final List<ArrayCase> arrays;
    private final Vector<RunningArrayLaw> ofRunning;
    private final Vector<LifeLaw> ofLives;
    private final LiveRunner runner;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private final AtomicLong states = new AtomicLong();
    private final Map<String, Integer> untried = new ConcurrentSkipListMap<>();

    /**
     * An exploration that has not begun.
     *
     * @param kernel a kernel, which is to stay open meanwhile
     * @param providers the allocators, the kernel's own among them
     * @param laws what is judged; of those only what can be seen from outside
     * @param scope what to go through
     */
    public LiveExplorer(LiveKernel kernel, Providers providers, Vector<Law> laws, Scope scope) {
        this.kernel = kernel;
        this.setup = kernel.setup(providers);
        this.scope = scope;
        this.arrays = scope.arrays();
        Vector<Law> seen = laws.filter(Law::isSeenFromOutside);
        this.ofRunning = seen.filter(RunningArrayLaw.class::isInstance)
                .map(RunningArrayLaw.class::cast)
                .filter(RunningArrayLaw::looksAtOne);
        this.ofLives = seen.filter(LifeLaw.class::isInstance).map(LifeLaw.class::cast);
        this.runner = new LiveRunner(kernel, setup, kernel.patienceMs(), true);
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
     * How many arrays are done. May be asked from another thread.
     *
     * @return 0 to {@link #arrays()}
     */
    public long arraysDone() {
        return done.get();
    }

    /**
     * How many lives were led so far. May be asked from another thread.
     *
     * @return 0 or more
     */
    public long statesDone() {
        return states.get();
    }

    /**
     * What could not be tried.
     *
     * @return how many arrays or lives, by the reason
     */
    public SortedMap<String, Integer> untried() {
        return TreeMap.ofAll(untried);
    }

    /** What one guest after another has seen. */
    private static final class Seen {
        private final Tally tally = new Tally();
        private final SmallestCases smallest = new SmallestCases();
    }

    /** A law that a case seems to break. */
    private record Suspicion(Law law, ArrayCase c) {}

    /**
     * Goes through the scope, on all guests of the kernel side by side.
     *
     * @param cancelled asked between arrays; once it is true, what is known so far is returned
     * @return what came of it, with the model that is nearest to the kernel as its name
     * @throws LiveProblem if the kernel does not come up any more
     */
    public Exploration run(BooleanSupplier cancelled) {
        ExecutorService threads = Executors.newFixedThreadPool(kernel.guests().most());
        try {
            List<Future<Seen>> parts = new ArrayList<>();
            for (int i = 0; i < kernel.guests().most(); i++) parts.add(threads.submit(() -> explore(cancelled)));
            Seen all = new Seen();
            for (Future<Seen> part : parts) {
                Seen seen = outcome(part);
                all.tally.add(seen.tally);
                all.smallest.addAll(seen.smallest);
            }
            return exploration(all);
        } finally {
            threads.shutdownNow();
        }
    }

    private static Seen outcome(Future<Seen> part) {
        try {
            return Outcomes.of(part);
        } catch (InterruptedException e) {
            throw new LiveProblem("interrupted while a scope was explored");
        }
    }

    private Exploration exploration(Seen all) {
        Vector<Exploration.Found> found = Vector.empty();
        for (Map.Entry<SmallestCases.Kind, ArrayCase> one : all.smallest.entries())
            for (Violation violation : violations(one.getKey().law(), one.getValue()))
                if (violation.what().equals(one.getKey().what())) {
                    Defect defect = runner.shrink(violation, one.getValue(), Budget.NONE);
                    found = found.append(new Exploration.Found(
                            setup.kernel().name(), setup.provider().name(), defect, all.smallest.arrays(one.getKey())));
                    break;
                }
        return new Exploration(
                done.get() == arrays.size(),
                arrays.size(),
                done.get(),
                new Exploration.Counts(
                        all.tally.states(),
                        all.tally.mappings(),
                        all.tally.requests(),
                        all.tally.discards(),
                        all.tally.checks()),
                found,
                Vector.empty());
    }

    private List<Violation> violations(Law law, ArrayCase c) {
        return runner.confirm(law, c).violations().stream()
                .filter(violation -> violation.law().equals(law))
                .toList();
    }

    private Seen explore(BooleanSupplier cancelled) {
        Seen seen = new Seen();
        while (!cancelled.getAsBoolean()) {
            int array = next.getAndIncrement();
            if (array >= arrays.size()) break;
            explore(array, seen);
            done.incrementAndGet();
        }
        return seen;
    }

    private void explore(int array, Seen seen) {
        ArrayCase c = arrays.get(array);
        ask(array, seen, guest -> walk(c, guest, seen));
        ask(array, seen, guest -> live(c, guest, seen));
        int failing = kernel.can(Guest.Ability.FAILSLAB) ? Trial.allocationsOfTwo(c) : 0;
        for (int failAt = 1; failAt <= failing; failAt++) {
            ArrayCase life = c.withFailAt(failAt);
            ask(array, seen, guest -> live(life, guest, seen));
        }
        for (long[] again : scope.disksAgain(c.chunkSectors()))
            ask(array, seen, guest -> live(c.withAgain(again), guest, seen));
    }

    /** What is suspected is tried when the guest is free again. */
    private void ask(int array, Seen seen, Function<Guest, Vector<Suspicion>> question) {
        seen.tally.addLife(0);
        states.incrementAndGet();
        for (Suspicion suspicion : suspicions(question))
            for (Violation violation : violations(suspicion.law, suspicion.c))
                seen.smallest.add(new SmallestCases.Kind(0, suspicion.law, violation.what()), array, suspicion.c);
    }

    private Vector<Suspicion> suspicions(Function<Guest, Vector<Suspicion>> question) {
        try {
            return kernel.guests().with(false, guest -> LiveRunner.sensibly(guest, () -> question.apply(guest)));
        } catch (Untriable part) {
            untried.merge(part.reason(), 1, Integer::sum);
            return Vector.empty();
        }
    }

    private Vector<Suspicion> walk(ArrayCase c, Guest guest, Seen seen) {
        GuestMd md = new GuestMd(guest, new Minutes());
        List<Suspicion> suspicions = new ArrayList<>();
        try {
            GuestMd.Start start = md.start(c.array());
            // Of a refusal the lives of the same array tell.
            if (!start.isStarted()) return Vector.empty();
            LiveArray array = new LiveArray(setup, c, md, start);
            array.prefetch(LongStream.range(0, array.arraySectors()).toArray());
            ExploredArray walked = new ExploredArray(array, new ExploredArray.Tables(), scope.longestRequest());
            for (RunningArrayLaw law : ofRunning) {
                walked.settledBy(broken -> suspicions.add(new Suspicion(law, broken)));
                ArrayCase broken = law.explore(walked);
                if (broken != null && suspicions.stream().noneMatch(one -> one.law.equals(law)))
                    suspicions.add(new Suspicion(law, broken));
            }
            seen.tally.add(walked);
        } catch (GuestDied died) {
            // Of which the lives of the same array tell, too.
        } finally {
            leave(md);
        }
        return Vector.ofAll(suspicions);
    }

    private static void leave(GuestMd md) {
        try {
            md.stop();
        } catch (GuestDied died) {
            // Its lives tell.
        }
    }

    private Vector<Suspicion> live(ArrayCase c, Guest guest, Seen seen) {
        Examination examination = new Examination();
        boolean followsUp = ofLives.exists(LifeLaw::followsUpRefusals);
        Life life = LiveLife.lead(setup, c, new GuestMd(guest, new Minutes()), followsUp, examination);
        seen.tally.addChecks(ofLives.size());
        for (LifeLaw law : ofLives) LifeExaminer.judge(law, life, examination);
        return Vector.ofAll(examination.violations()).map(violation -> new Suspicion(violation.law(), c));
    }
}
