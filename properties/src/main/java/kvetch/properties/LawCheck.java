package kvetch.properties;

import io.vavr.collection.HashSet;
import io.vavr.collection.Set;
import io.vavr.collection.Vector;
import java.util.List;
import java.util.function.Consumer;
import kvetch.api.Capabilities;
import kvetch.properties.cases.Case;
import kvetch.properties.evidence.Culprit;
import kvetch.properties.evidence.Misbehaviour;
import kvetch.properties.isolation.CaseRunner;
import kvetch.properties.isolation.DeterminismCheck;
import kvetch.properties.isolation.MisbehaviourShrinker;
import kvetch.properties.law.Coverage;
import kvetch.properties.law.Defect;
import kvetch.properties.law.Law;
import kvetch.properties.run.Whose;
import kvetch.properties.sandbox.Lines;
import kvetch.properties.sandbox.MisbehaviourException;
import kvetch.properties.setup.Setup;
import kvetch.properties.shrink.Budget;
import kvetch.properties.shrink.Defects;
import org.jspecify.annotations.Nullable;

/** The check of one law on one setup. Cases are drawn on the thread of the caller; the sandbox examines them. */
final class LawCheck {
    /** Below this many tries a sight that did not come up is no cause for concern. */
    private static final int ENOUGH_TRIES = 400;

    private final CaseRunner runner;
    private final MisbehaviourLog misbehaviourLog;
    private final Setup setup;
    private final Law law;
    private final int tries;
    private final long seed;
    private final CaseCollector collector;
    private final long started = System.nanoTime();
    private boolean zeroes = true;
    private final Budget budget;
    private boolean isCancelled;

    LawCheck(
            CaseRunner runner,
            MisbehaviourLog misbehaviourLog,
            Setup setup,
            Law law,
            int tries,
            long seed,
            @Nullable Consumer<Observation> observer,
            Budget budget) {
        this.budget = budget;
        this.runner = runner;
        this.misbehaviourLog = misbehaviourLog;
        this.setup = setup;
        this.law = law;
        this.tries = tries;
        this.seed = seed;
        this.collector = new CaseCollector(setup, this::handOver, observer);
    }

    LawResult run() {
        Misbehaviour hung = misbehaviourLog.hung(setup);
        if (hung != null) return result(new LawResult.Misbehaved(hung));
        try {
            Capabilities capabilities = runner.capabilities();
            zeroes = capabilities.zeroes();
            String hidden = runner.objection(law);
            String inapplicable = hidden.isEmpty() ? law.objection(capabilities) : hidden;
            if (!inapplicable.isEmpty()) return result(new LawResult.NotApplicable(inapplicable));
            return judge();
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

    private LawResult judge() {
        DrawnCases drawn = DrawnCases.of(law, tries, seed);
        for (int i = 0; i < tries && !isCancelled; i++) collector.generated(drawn.next());
        if (!isCancelled) collector.flush();
        Vector<Defect> defects = defects();
        for (Misbehaviour manners : manners())
            if (misbehaviourLog.note(manners)) return result(new LawResult.Misbehaved(manners));
        return result(outcome(defects));
    }

    /** Has a batch of cases examined. If the check is cancelled, what is known by then is the result. */
    private void handOver(List<Case> cases) {
        runner.examine(law, cases, collector.cases(), budget.isCancelled(), (c, e) -> collector.record(law, c, e));
        isCancelled = budget.isCancelled().getAsBoolean();
    }

    private Vector<Defect> defects() {
        return Vector.ofAll(collector.found())
                .map(found -> {
                    runner.confirm(law, found.testCase());
                    return confirmed(runner.shrink(found.violation(), found.testCase(), budget));
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
        return isCancelled || collector.tested() == 0 || unseen.nonEmpty()
                ? new LawResult.Incomplete(unseen)
                : new LawResult.Held();
    }

    private LawResult result(LawResult.Outcome outcome) {
        return new LawResult(
                setup.kernel().name(),
                setup.provider().name(),
                law,
                new LawResult.Tally(
                        collector.cases(),
                        collector.tested(),
                        collector.count(Coverage.SAMPLED),
                        seed,
                        (System.nanoTime() - started) / 1_000_000),
                outcome);
    }

    private Set<Coverage> unseen() {
        return tries < ENOUGH_TRIES ? HashSet.empty() : expectedSights().filter(sight -> collector.count(sight) == 0);
    }

    /** What a run must see sometimes, whatever the kernel and the allocator. */
    private Set<Coverage> expectedSights() {
        // Where tables come dirty nothing starts.
        Set<Coverage> inVain =
                zeroes ? HashSet.empty() : HashSet.of(Coverage.STARTED, Coverage.THREE_ZONES, Coverage.RAN_AGAIN);
        return law.mustSee().removeAll(inVain).removeAll(runner.outOfSight());
    }
}
