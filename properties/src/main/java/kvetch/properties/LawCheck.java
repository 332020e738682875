package kvetch.properties;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.vavr.collection.HashSet;
import io.vavr.collection.Set;
import io.vavr.collection.Vector;
import java.util.List;
import java.util.concurrent.CancellationException;
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
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;

/**
 * The check of one law on one setup. jqwik runs on the thread of the caller and generates cases; the sandbox examines them.
 */
final class LawCheck {
    /** Below this many tries a sight that did not come up is no cause for concern. */
    private static final int ENOUGH_TRIES = 400;

    private final Launcher launcher;
    private final CaseRunner runner;
    private final Conduct conduct;
    private final Setup setup;
    private final Law law;
    private final int tries;
    private final Recorder recorder;
    private final Failure failure = new Failure();
    private final long started = System.nanoTime();
    private boolean zeroes = true;
    private final Effort effort;
    private boolean isCancelled;
    private @Nullable Misbehaviour misbehaviour;

    LawCheck(
            Launcher launcher,
            CaseRunner runner,
            Conduct conduct,
            Setup setup,
            Law law,
            int tries,
            long seed,
            @Nullable Consumer<Observation> observer,
            Effort effort) {
        this.effort = effort;
        this.launcher = launcher;
        this.runner = runner;
        this.conduct = conduct;
        this.setup = setup;
        this.law = law;
        this.tries = tries;
        this.recorder = new Recorder(setup, law, tries, seed, this::handOver, observer);
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
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError ours) {
            return result(new LawResult.Failed(Lines.of(ours)));
        }
    }

    private LawResult judge() {
        recorder.during(() -> launcher.execute(request(), failure));
        if (misbehaviour != null) throw new MisbehaviourException(misbehaviour);
        if (!failure.text.isEmpty() && !isCancelled) return result(new LawResult.Failed(failure.text));
        try {
            if (!isCancelled) recorder.flush();
        } catch (CancellationException cancelled) {
            // What is known so far is the result.
        }
        Vector<Defect> defects = defects();
        for (Misbehaviour manners : manners())
            if (conduct.note(manners)) return result(new LawResult.Misbehaved(manners));
        return result(outcome(defects));
    }

    /** Has a batch of cases examined; jqwik waits. */
    private void handOver(List<Case> cases) {
        try {
            runner.examine(law, cases, recorder.cases(), effort.isCancelled(), (c, e) -> recorder.record(c, e));
            isCancelled = effort.isCancelled().getAsBoolean();
        } catch (MisbehaviourException misbehaved) {
            misbehaviour = misbehaved.misbehaviour();
            throw misbehaved;
        }
        // jqwik generates no more once its property has failed.
        if (isCancelled) throw new CancellationException("cancelled");
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
                        recorder.seed(),
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

    private static LauncherDiscoveryRequest request() {
        return LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(DrawnCases.class))
                .filters(EngineFilter.includeEngines("jqwik"))
                .configurationParameter("jqwik.database", "")
                .configurationParameter("jqwik.reporting.usejunitplatform", "true")
                .configurationParameter("jqwik.reporting.onlyfailures", "true")
                .configurationParameter("jqwik.failures.after.default", "SAMPLE_FIRST")
                .build();
    }

    /** What the property itself failed with: a broken law is recorded and does not fail it. */
    private static final class Failure implements TestExecutionListener {
        private String text = "";

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            result.getThrowable().ifPresent(thrown -> text = thrown.toString());
        }
    }
}
