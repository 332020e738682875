package kvetch.properties;

import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.evidence.Misbehaviour;
import kvetch.properties.explore.Explored;
import kvetch.properties.explore.Ground;
import kvetch.properties.explore.Outlaw;
import kvetch.properties.explore.Progress;
import kvetch.properties.explore.Tally;
import kvetch.properties.explore.Walk;
import kvetch.properties.isolation.Isolation;
import kvetch.properties.law.Law;
import kvetch.properties.plug.KnownLaws;
import kvetch.properties.run.Examiner;
import kvetch.properties.run.LifeExaminer;
import kvetch.properties.setup.Setup;

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
    private final Scope scope;
    private final Vector<Stretch> stretches;
    private final Vector<Setup> setups;
    private final long timeoutMs;
    private final Isolation isolation;
    private final List<Misbehaviour> leftOut = new ArrayList<>();
    private final Progress progress = new Progress();
    private Vector<Law> laws;
    private Vector<Exploration.Misbehaved> outlaws = Vector.empty();

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
        this(
                scope,
                scope.isEmpty() ? Vector.empty() : Vector.of(new Stretch(0, scope.size())),
                laws,
                setups,
                timeoutMs,
                isolation);
    }

    private Explorer(
            Scope scope,
            Vector<Stretch> stretches,
            Vector<Law> laws,
            Vector<Setup> setups,
            long timeoutMs,
            Isolation isolation) {
        if (scope.isEmpty()) throw new IllegalArgumentException("there is no array in the scope");
        if (setups.isEmpty()) throw new IllegalArgumentException("there is no kernel with an allocator to explore");
        if (timeoutMs < 1) throw new IllegalArgumentException("timeout in ms out of range: " + timeoutMs);
        this.scope = scope;
        this.stretches = stretches;
        this.setups = setups;
        this.timeoutMs = timeoutMs;
        this.isolation = isolation;
        this.laws = laws;
    }

    /**
     * An exploration of some arrays of the scope, which has not begun and leaves out whom this one leaves out.
     *
     * @param some which of {@link Scope#arrays()}, ascending
     * @return another explorer
     */
    public Explorer over(Vector<Stretch> some) {
        Explorer other = new Explorer(scope, some, laws, setups, timeoutMs, isolation);
        other.leftOut.addAll(leftOut);
        other.outlaws = outlaws;
        return other;
    }

    private Ground ground(List<ArrayCase> arrays) {
        return new Ground(arrays, scope::disksAgain, scope.longestRequest(), setups, timeoutMs, isolation);
    }

    private Walk walk(List<ArrayCase> arrays) {
        return new Walk(ground(arrays), laws, leftOut, progress);
    }

    private List<ArrayCase> chosen() {
        return stretches.flatMap(scope::arrays).toJavaList();
    }

    /**
     * Leaves an allocator out from the start, or a law, which is known to misbehave.
     *
     * @param misbehaviour what it does; one of an allocator that is not explored changes nothing
     */
    public void leaveOut(Misbehaviour misbehaviour) {
        for (Law law : laws.filter(each -> misbehaviour.isOf(each.id()))) {
            leaveOut(law, misbehaved(setups.head(), misbehaviour));
            return;
        }
        leftOut.add(misbehaviour);
    }

    private void leaveOut(Law law, Exploration.Misbehaved misbehaved) {
        laws = laws.remove(law);
        outlaws = outlaws.append(misbehaved);
    }

    private static Exploration.Misbehaved misbehaved(Setup setup, Misbehaviour misbehaviour) {
        return new Exploration.Misbehaved(
                setup.kernel().name(), setup.provider().name(), misbehaviour);
    }

    /**
     * How many arrays there are to go through.
     *
     * @return those of the scope, or of a part of it
     */
    public long arrays() {
        return stretches.map(Stretch::size).sum().longValue();
    }

    /**
     * How many arrays are done, for all kernels and allocators. May be asked from another thread.
     *
     * @return 0 to {@link #arrays()}
     */
    public long arraysDone() {
        return progress.arrays();
    }

    /**
     * How many lives were led so far, by whatever allocator. May be asked from another thread.
     *
     * @return 0 or more
     */
    public long statesDone() {
        return progress.states();
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
        List<ArrayCase> arrays = chosen();
        while (true) {
            Walk.Outcome outcome = walk(arrays).run(threads, cancelled);
            Outlaw outlaw = outcome.outlaw();
            if (outlaw == null) return exploration(outcome, arraysDone());
            // The others are explored as if it had not been there.
            leaveOut(outlaw.law(), misbehaved(outlaw.setup(), outlaw.misbehaviour()));
        }
    }

    /**
     * Goes through it on one thread, for somebody who puts it together with the rest of the scope.
     *
     * @param cancelled asked between arrays; once it is true, what is returned is worth nothing
     * @return what was seen, to be given to {@link #conclude}; none if somebody misbehaved, and only {@link #run} can tell
     *     what is left of the rest
     */
    public Option<Explored> look(BooleanSupplier cancelled) {
        return outlaws.nonEmpty() ? Option.none() : walk(chosen()).look(cancelled);
    }

    /**
     * What others have seen of these arrays.
     *
     * @param seen what all of them saw
     * @return what {@link #run} would come to; none if somebody misbehaves, which only it can tell
     */
    public Option<Exploration> conclude(Explored seen) {
        return outlaws.nonEmpty()
                ? Option.none()
                : walk(List.of()).conclude(seen).map(outcome -> exploration(outcome, arrays()));
    }

    private Exploration exploration(Walk.Outcome outcome, long done) {
        Tally tally = outcome.tally();
        return new Exploration(
                done == scope.size(),
                scope.size(),
                done,
                new Exploration.Counts(
                        tally.states(), tally.mappings(), tally.requests(), tally.discards(), tally.checks()),
                outcome.findings().map(Explorer::found),
                outcome.quarantine()
                        .map(outcast -> misbehaved(outcast.setup(), outcast.misbehaviour()))
                        .appendAll(outlaws));
    }

    private static Exploration.Found found(Walk.Finding finding) {
        Setup setup = finding.setup();
        return new Exploration.Found(
                setup.kernel().name(), setup.provider().name(), finding.defect(), finding.arrays());
    }
}
