package kvetch.properties.isolation;

import java.util.Objects;
import java.util.concurrent.CancellationException;
import kvetch.properties.cases.Case;
import kvetch.properties.evidence.Misbehaviour;
import kvetch.properties.law.Law;
import kvetch.properties.run.Whose;
import kvetch.properties.sandbox.MisbehaviourException;
import kvetch.properties.setup.Setup;
import kvetch.properties.shrink.ShrinkSteps;
import kvetch.properties.shrink.Shrinker;
import org.jspecify.annotations.Nullable;

/** Makes the case smaller on which an allocator misbehaves. */
public final class MisbehaviourShrinker {
    private static final int SHRINK_BUDGET = 5_000;

    /** Each time that it ends its process, or has to be waited for, costs a process. */
    private static final int MOST_PROCESSES = 40;

    /** While a case is made smaller, one that hangs need not be waited for as long as the first time. */
    private static final long SHORT_MS = 250;

    private final CaseRunner runner;
    private final Setup setup;
    private final Law law;
    private int processes;

    public MisbehaviourShrinker(CaseRunner runner, Setup setup, Law law) {
        this.runner = runner;
        this.setup = setup;
        this.law = law;
    }

    /**
     * The same misbehaviour on the smallest case that shows it, with the token that runs it again.
     *
     * @param isKnown whether it was made smaller before, under another law: that is not done again where each case costs a
     *     process
     */
    public Misbehaviour shrink(Misbehaviour found, boolean isKnown) {
        Case c = found.testCase();
        if (c == null) return found;
        boolean costsProcesses = costsProcesses(found.kind());
        if (costsProcesses && (isKnown || !runner.outlives())) return Whose.withReplay(found, law, setup);
        long shortMs =
                found.kind() == Misbehaviour.Kind.HUNG ? Math.min(SHORT_MS, runner.timeoutMs()) : runner.timeoutMs();
        ShrinkSteps steps = new ShrinkSteps(c);
        try (CaseRunner other = runner.fresh(shortMs)) {
            if (misbehaviour(other, found, c) == null) return unrepeated(found);
            Shrinker.shrink(c, steps.watching(smaller -> misbehaviour(other, found, smaller) != null), SHRINK_BUDGET);
        } catch (CancellationException enough) {
            // The smallest so far is among the steps.
        }
        // By nobody called before, and with all its time.
        try (CaseRunner fresh = runner.fresh(runner.timeoutMs())) {
            Misbehaviour smallest = misbehaviour(fresh, found, steps.all().last());
            if (smallest != null) return Whose.withReplay(smallest, law, setup);
        }
        return unrepeated(found);
    }

    /** What a case does not show by itself is told without a token. */
    private Misbehaviour unrepeated(Misbehaviour found) {
        try (CaseRunner fresh = runner.fresh(runner.timeoutMs())) {
            Case c = Objects.requireNonNull(found.testCase());
            return misbehaviour(fresh, found, c) == null ? found : Whose.withReplay(found, law, setup);
        }
    }

    private static boolean costsProcesses(Misbehaviour.Kind kind) {
        return switch (kind) {
            case THREW, ANSWERED_NONSENSE, INCONSTANT, ENDLESS -> false;
            case HUNG, EXITED, ENDED, OUT_OF_MEMORY, PRINTED, STARTED_THREADS -> true;
        };
    }

    /** The like that a case comes to; null if none. */
    private @Nullable Misbehaviour misbehaviour(CaseRunner where, Misbehaviour like, Case c) {
        try {
            if (like.kind() == Misbehaviour.Kind.INCONSTANT) where.confirm(law, c);
            else where.examine(law, c);
            return null;
        } catch (MisbehaviourException misbehaved) {
            if (costsProcesses(like.kind()) && ++processes > MOST_PROCESSES)
                throw new CancellationException("enough processes");
            return misbehaved.misbehaviour().isLike(like)
                    ? misbehaved.misbehaviour().on(c)
                    : null;
        }
    }
}
