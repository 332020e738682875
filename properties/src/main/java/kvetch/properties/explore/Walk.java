package kvetch.properties.explore;

import io.vavr.collection.Vector;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.evidence.Misbehaviour;
import kvetch.properties.law.Defect;
import kvetch.properties.law.Law;
import kvetch.properties.sandbox.OutputCapture;
import kvetch.properties.setup.Setup;
import org.jspecify.annotations.Nullable;

/** Goes through all arrays once, on so many threads, and puts together what each of them found and did. */
public final class Walk {
    private final Ground ground;
    private final LawsByKind laws;
    private final Quarantine quarantine;
    private final Accusations accusations;
    private final Doubts doubts = new Doubts();
    private final Progress progress;
    private final AtomicInteger next = new AtomicInteger();

    /**
     * A defect.
     *
     * @param setup with which kernel and allocator
     * @param defect with its smallest case
     * @param arrays the numbers of those that it was seen on
     */
    public record Finding(Setup setup, Defect defect, Vector<Integer> arrays) {}

    /**
     * What came of it.
     *
     * @param tally how much was done, by those that were not cast out
     * @param findings by setup and law
     * @param quarantine those who misbehaved, the ones that were left out from the start among them
     * @param outlaw a law that misbehaved, and all the rest is worth nothing; null if there was none
     */
    public record Outcome(
            Tally tally,
            Vector<Finding> findings,
            Vector<Quarantine.Outcast> quarantine,
            @Nullable Outlaw outlaw) {}

    /**
     * One that has not begun.
     *
     * @param ground what is gone through
     * @param laws what is judged
     * @param leftOut who is known to misbehave, and left out from the start
     * @param progress is told how far it is, from 0 on
     */
    public Walk(Ground ground, Vector<Law> laws, List<Misbehaviour> leftOut, Progress progress) {
        this.ground = ground;
        this.laws = LawsByKind.of(laws);
        this.quarantine = new Quarantine(ground.setups());
        this.accusations = new Accusations(ground.setups(), laws, quarantine);
        this.progress = progress;
        leftOut.forEach(quarantine::leaveOut);
        progress.reset();
    }

    // For the walkers

    Ground ground() {
        return ground;
    }

    LawsByKind laws() {
        return laws;
    }

    Quarantine quarantine() {
        return quarantine;
    }

    Accusations accusations() {
        return accusations;
    }

    Doubts doubts() {
        return doubts;
    }

    Progress progress() {
        return progress;
    }

    /** The next array that nobody has taken; past the last one if there is none. */
    int next() {
        return next.getAndIncrement();
    }

    // All of them

    /**
     * Goes through the arrays. What an allocator prints meanwhile is kept from the standard output and error of the process.
     *
     * @param threads how many, 1 or more
     * @param cancelled asked between arrays; once it is true, what is known so far is returned
     * @return what came of it
     */
    public Outcome run(int threads, BooleanSupplier cancelled) {
        List<Walker> walkers = walked(threads, cancelled);
        Vector<Finding> findings = findings(smallest(walkers));
        return new Outcome(tally(walkers), findings, quarantine.all(), accusations.outlaw());
    }

    /**
     * Goes through the arrays, and keeps what was seen for {@link #conclude}.
     *
     * @param cancelled asked between arrays; once it is true, what is returned is worth nothing
     * @return what was seen; none if somebody misbehaved, and it takes all arrays together to tell what is left of the rest
     */
    public Option<Explored> look(BooleanSupplier cancelled) {
        List<Walker> walkers = walked(1, cancelled);
        return Option.when(isQuiet() && doubts.isEmpty(), () -> new Explored(tally(walkers), smallest(walkers)));
    }

    /**
     * Shows once more what others have seen of all arrays, or of some.
     *
     * @param seen by those among whom nobody misbehaved
     * @return what came of it; none if somebody misbehaves now
     */
    public Option<Outcome> conclude(Explored seen) {
        Vector<Finding> findings = findings(seen.smallest());
        return Option.when(isQuiet(), () -> new Outcome(seen.tally(), findings, Vector.empty(), null));
    }

    private boolean isQuiet() {
        return accusations.outlaw() == null && quarantine.all().isEmpty();
    }

    private List<Walker> walked(int threads, BooleanSupplier cancelled) {
        List<Walker> walkers = new ArrayList<>();
        List<Thread> running = new ArrayList<>();
        // Sandboxes come and go meanwhile; the diversion of one must not end with another.
        OutputCapture whole = new OutputCapture();
        try {
            for (int i = 0; i < threads; i++) {
                Walker walker = new Walker(this, cancelled);
                walkers.add(walker);
                Thread thread = new Thread(walker, "explore-" + i);
                running.add(thread);
                thread.start();
            }
            for (Thread thread : running) thread.join();
            for (Walker walker : walkers)
                if (walker.failure() != null) throw new IllegalStateException("exploring failed", walker.failure());
            return walkers;
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while exploring", e);
        } finally {
            whole.close();
        }
    }

    private static SmallestCases smallest(List<Walker> walkers) {
        SmallestCases smallest = new SmallestCases();
        for (Walker walker : walkers) smallest.addAll(walker.smallest());
        return smallest;
    }

    private Tally tally(List<Walker> walkers) {
        Tally total = new Tally();
        for (Walker walker : walkers)
            for (int i = 0; i < ground.setups().size(); i++) if (!quarantine.contains(i)) total.add(walker.tally(i));
        total.addChecks(comparisons(walkers));
        return total;
    }

    private Vector<Finding> findings(SmallestCases smallest) {
        Confirmation confirmation = new Confirmation(ground);
        int end = ground.arrays().size();
        Vector<Finding> findings = Vector.empty();
        for (Map.Entry<SmallestCases.Kind, ArrayCase> entry : smallest.entries()) {
            int index = entry.getKey().setup();
            if (quarantine.contains(index)) continue;
            Either<Misbehaviour, Defect> defect = confirmation.of(entry.getKey(), entry.getValue());
            if (defect.isLeft()) accusations.accuse(end, index, defect.getLeft());
            else
                findings = findings.append(
                        new Finding(ground.setups().get(index), defect.get(), smallest.arrays(entry.getKey())));
        }
        doubts.settle(smallest, ground.setups(), end, quarantine);
        return findings.filter(found -> !quarantine.contains(found.setup));
    }

    /**
     * How many times the laws were checked that compare allocators or kernels: on each array all that can be mapped are
     * compared with one of them.
     */
    private long comparisons(List<Walker> walkers) {
        int[] mapped = new int[ground.arrays().size()];
        for (Walker walker : walkers)
            for (int i = 0; i < ground.setups().size(); i++)
                if (!quarantine.contains(i)) walker.mapped(i).stream().forEach(array -> mapped[array]++);
        return Arrays.stream(mapped).mapToLong(n -> Math.max(0, n - 1)).sum()
                * laws.comparing().size();
    }
}
