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
import kvetch.properties.isolation.Constancy;
import kvetch.properties.isolation.MisbehaviourShrinker;
import kvetch.properties.law.Defect;
import kvetch.properties.law.Law;
import kvetch.properties.law.Sight;
import kvetch.properties.run.Whose;
import kvetch.properties.sandbox.Lines;
import kvetch.properties.sandbox.MisbehaviourException;
import kvetch.properties.setup.Setup;
import kvetch.properties.shrink.Defects;
import kvetch.properties.shrink.Effort;
import org.jspecify.annotations.Nullable;

/** The check of one law on one setup. Cases are drawn on the thread of the caller; the sandbox examines them. */
final class LawCheck {
    /** Below this many tries a sight that did not come up is no cause for concern. */
    private static final int ENOUGH_TRIES = 400;

    private final CaseRunner runner;
    private final Conduct conduct;
    private final Setup setup;
    private final Law law;
    private final int tries;
    private final long seed;
    private final Recorder recorder;
    private final long started = System.nanoTime();
    private boolean zeroes = true;
    private final Effort effort;
    private boolean isCancelled;

    LawCheck(
            CaseRunner runner,
            Conduct conduct,
            Setup setup,
            Law law,
            int tries,
            long seed,
            @Nullable Consumer<Observation> observer,
            Effort effort) {
        this.effort = effort;
        this.runner = runner;
        this.conduct = conduct;
        this.setup = setup;
        this.law = law;
        this.tries = tries;
        this.seed = seed;
        this.recorder = new Recorder(setup, this::handOver, observer);
    }

    LawResult run() {
        Misbehaviour hung = conduct.hung(setup);
        if (hung != null) return result(new LawResult.Misbehaved(hung));
        try {
            Capabilities capabilities = runner.capabilities();
            zeroes = capabilities.zeroes();
            String inapplicable = law.objection(capabilities);
            if (!inapplicable.isEmpty()) return result(new LawResult.NotApplicable(inapplicable));
            return judge();
        } catch (MisbehaviourException misbehaved) {
            Misbehaviour found = misbehaved.misbehaviour();
            Misbehaviour smallest = new MisbehaviourShrinker(runner, setup, law).shrink(found, conduct.isKnown(found));
            conduct.note(smallest);
            return result(new LawResult.Misbehaved(smallest));
        } catch (RuntimeException | Error ours) {
            return result(new LawResult.Failed(Lines.of(ours)));
        }
    }

    private LawResult judge() {
        DrawnCases drawn = DrawnCases.of(law, tries, seed);
        for (int i = 0; i < tries && !isCancelled; i++) recorder.generated(drawn.next());
        if (!isCancelled) recorder.flush();
        Vector<Defect> defects = defects();
        for (Misbehaviour manners : manners())
            if (conduct.note(manners)) return result(new LawResult.Misbehaved(manners));
        return result(outcome(defects));
    }

    /** Has a batch of cases examined. If the check is cancelled, what is known by then is the result. */
    private void handOver(List<Case> cases) {
        runner.examine(law, cases, recorder.cases(), effort.isCancelled(), (c, e) -> recorder.record(law, c, e));
        isCancelled = effort.isCancelled().getAsBoolean();
    }

    private Vector<Defect> defects() {
        return Vector.ofAll(recorder.found())
                .map(found -> {
                    runner.confirm(law, found.testCase());
                    return confirmed(runner.shrink(found.violation(), found.testCase(), effort));
                })
                .sorted((a, b) -> Case.SMALLER_FIRST.compare(a.counterexample(), b.counterexample()));
    }

    /** Nothing is told that does not show again where nothing else was before. */
    private Defect confirmed(Defect defect) {
        try (CaseRunner fresh = runner.fresh(runner.timeoutMs())) {
            if (Defects.shows(defect, fresh.confirm(law, defect.counterexample()))) return defect;
        }
        throw Constancy.notShownAgain(law, setup, defect);
    }

    /** The kernel's own allocators and drivers are quiet: beside them it was the law. */
    private Vector<Misbehaviour> manners() {
        Culprit suspect = Whose.suspect(law, setup);
        return suspect.isLaw() ? runner.manners().map(manners -> manners.by(suspect)) : runner.manners();
    }

    private LawResult.Outcome outcome(Vector<Defect> defects) {
        Set<Sight> unseen = unseen();
        if (defects.nonEmpty()) return new LawResult.Broken(defects, unseen);
        return isCancelled || recorder.tested() == 0 || unseen.nonEmpty()
                ? new LawResult.Incomplete(unseen)
                : new LawResult.Held();
    }

    private LawResult result(LawResult.Outcome outcome) {
        return new LawResult(
                setup.kernel().name(),
                setup.provider().name(),
                law,
                new LawResult.Tally(
                        recorder.cases(),
                        recorder.tested(),
                        recorder.count(Sight.SAMPLED),
                        seed,
                        (System.nanoTime() - started) / 1_000_000),
                outcome);
    }

    private Set<Sight> unseen() {
        return tries < ENOUGH_TRIES ? HashSet.empty() : expectedSights().filter(sight -> recorder.count(sight) == 0);
    }

    /** What a run must see sometimes, whatever the kernel and the allocator. */
    private Set<Sight> expectedSights() {
        // Where tables come dirty nothing starts.
        Set<Sight> inVain = zeroes ? HashSet.empty() : HashSet.of(Sight.STARTED, Sight.THREE_ZONES, Sight.RAN_AGAIN);
        return law.mustSee().removeAll(inVain);
    }
}
