package kvetch.properties;

import io.vavr.collection.HashSet;
import io.vavr.collection.Set;
import io.vavr.collection.Vector;
import java.util.function.Consumer;
import java.util.function.Supplier;
import kvetch.api.Capabilities;
import kvetch.properties.cases.Case;
import kvetch.properties.evidence.Culprit;
import kvetch.properties.evidence.Evidence;
import kvetch.properties.evidence.Misbehaviour;
import kvetch.properties.isolation.CaseRunner;
import kvetch.properties.isolation.DeterminismCheck;
import kvetch.properties.isolation.MisbehaviourShrinker;
import kvetch.properties.law.Coverage;
import kvetch.properties.law.Defect;
import kvetch.properties.law.Law;
import kvetch.properties.law.Violation;
import kvetch.properties.run.Examination;
import kvetch.properties.run.Whose;
import kvetch.properties.sandbox.Lines;
import kvetch.properties.sandbox.MisbehaviourException;
import kvetch.properties.setup.Setup;
import kvetch.properties.shrink.Budget;
import kvetch.properties.shrink.Defects;
import org.jspecify.annotations.Nullable;

/** The check of one law on one setup: what is known of it before any case, what cases say, and what follows. */
final class LawCheck {
    /** Below this many tries a sight that did not come up is no cause for concern. */
    private static final int ENOUGH_TRIES = 400;

    private final CaseRunner runner;
    private final MisbehaviourLog misbehaviourLog;
    private final Setup setup;
    private final Law law;
    private final Check.Extent extent;
    private final Budget budget;
    private final @Nullable Consumer<Observation> observer;
    private Collected collected = Collected.NOTHING;
    private CaseCollector batch;
    private boolean zeroes = true;
    private long nanos;

    LawCheck(
            CaseRunner runner,
            MisbehaviourLog misbehaviourLog,
            Setup setup,
            Law law,
            Check.Extent extent,
            @Nullable Consumer<Observation> observer,
            Budget budget) {
        this.runner = runner;
        this.misbehaviourLog = misbehaviourLog;
        this.setup = setup;
        this.law = law;
        this.extent = extent;
        this.budget = budget;
        this.observer = observer;
        this.batch = new CaseCollector(setup, law, 0, observer);
    }

    Law law() {
        return law;
    }

    /** What can be said of it without a case; null if it takes cases. */
    @Nullable
    LawResult begin() {
        Misbehaviour hung = misbehaviourLog.hung(setup);
        if (hung != null) return result(new LawResult.Misbehaved(hung));
        String objection = "";
        try {
            Capabilities capabilities = runner.capabilities();
            zeroes = capabilities.zeroes();
            objection = runner.objection(law);
            if (objection.isEmpty()) objection = law.objection(capabilities);
        } catch (RuntimeException | Error failure) {
            return end(failure);
        }
        return objection.isEmpty() ? null : result(new LawResult.NotApplicable(objection));
    }

    void record(Case c, Examination examination) {
        batch.record(c, examination);
    }

    /** What its cases say goes on from what others have said. */
    void goOnFrom(Collected before) {
        collected = before;
        batch = new CaseCollector(setup, law, before.cases(), observer);
    }

    /** What its cases say, the last ones among them. */
    Collected collected() {
        return collected.plus(batch.collected());
    }

    /** Whether somebody misbehaved beside what was asked since this was last asked. */
    boolean hasManners() {
        return Whose.isPluggedIn(law, setup) && manners().nonEmpty();
    }

    /** Whoever hung or ended on its cases must not be called any more. */
    void note(Throwable failure) {
        if (failure instanceof MisbehaviourException misbehaved) misbehaviourLog.note(misbehaved.misbehaviour());
    }

    /** So much time was spent on its cases. */
    void spent(long nanoseconds) {
        nanos += nanoseconds;
    }

    /**
     * What the cases say, those that break it made small.
     *
     * @param failure what ended them; null if nothing did
     */
    LawResult end(@Nullable Throwable failure) {
        long started = System.nanoTime();
        goOnFrom(collected());
        return guarded(() -> {
            if (failure instanceof RuntimeException thrown) throw thrown;
            if (failure instanceof Error thrown) throw thrown;
            Vector<Defect> defects = defects();
            for (Misbehaviour manners : manners())
                if (misbehaviourLog.note(manners)) return result(new LawResult.Misbehaved(manners));
            spent(System.nanoTime() - started);
            return result(outcome(defects));
        });
    }

    /** A result, or what it ends with instead. */
    private LawResult guarded(Supplier<LawResult> work) {
        try {
            return work.get();
        } catch (MisbehaviourException misbehaved) {
            Misbehaviour found = misbehaved.misbehaviour();
            Misbehaviour smallest =
                    new MisbehaviourShrinker(runner, setup, law).shrink(found, misbehaviourLog.isKnown(found));
            misbehaviourLog.note(smallest);
            return result(new LawResult.Misbehaved(smallest));
        } catch (RuntimeException | Error ours) {
            return result(new LawResult.Failed(Lines.of(ours)));
        }
    }

    private Vector<Defect> defects() {
        return collected
                .found()
                .toVector()
                .map(found -> {
                    Case first = found._2.testCase();
                    runner.confirm(law, first);
                    return confirmed(runner.shrink(new Violation(law, found._1, new Evidence.Note("")), first, budget));
                })
                .sorted((a, b) -> Case.SMALLER_FIRST.compare(a.counterexample(), b.counterexample()));
    }

    /** Nothing is told that does not show again where nothing else was before. */
    private Defect confirmed(Defect defect) {
        try (CaseRunner fresh = runner.fresh(runner.timeoutMs())) {
            if (Defects.shows(defect, fresh.confirm(law, defect.counterexample()))) return defect;
        }
        throw DeterminismCheck.notShownAgain(law, setup, defect);
    }

    /** The kernel's own allocators and drivers are quiet: beside them it was the law. */
    private Vector<Misbehaviour> manners() {
        Culprit suspect = Whose.suspect(law, setup);
        return suspect.isLaw() ? runner.manners().map(manners -> manners.by(suspect)) : runner.manners();
    }

    private LawResult.Outcome outcome(Vector<Defect> defects) {
        Set<Coverage> unseen = unseen();
        if (defects.nonEmpty()) return new LawResult.Broken(defects, unseen);
        return collected.cases() < extent.tries() || collected.tested() == 0 || unseen.nonEmpty()
                ? new LawResult.Incomplete(unseen)
                : new LawResult.Held();
    }

    private LawResult result(LawResult.Outcome outcome) {
        return new LawResult(
                setup.kernel().name(),
                setup.provider().name(),
                law,
                new LawResult.Tally(
                        collected.cases(),
                        collected.tested(),
                        collected.count(Coverage.SAMPLED),
                        extent.seed(),
                        nanos / 1_000_000),
                outcome);
    }

    private Set<Coverage> unseen() {
        return extent.tries() < ENOUGH_TRIES
                ? HashSet.empty()
                : expectedSights().filter(sight -> collected.count(sight) == 0);
    }

    /** What a run must see sometimes, whatever the kernel and the allocator. */
    private Set<Coverage> expectedSights() {
        // Where tables come dirty nothing starts.
        Set<Coverage> inVain =
                zeroes ? HashSet.empty() : HashSet.of(Coverage.STARTED, Coverage.THREE_ZONES, Coverage.RAN_AGAIN);
        return law.mustSee().removeAll(inVain).removeAll(runner.outOfSight());
    }
}
