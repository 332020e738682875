package kvetch.properties.isolation;

import io.vavr.collection.Vector;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import kvetch.api.Capabilities;
import kvetch.properties.cases.Case;
import kvetch.properties.evidence.Misbehaviour;
import kvetch.properties.law.Defect;
import kvetch.properties.law.Divergence;
import kvetch.properties.law.Law;
import kvetch.properties.law.RunningArrayLaw;
import kvetch.properties.law.Violation;
import kvetch.properties.run.Examination;
import kvetch.properties.run.Examiner;
import kvetch.properties.run.PatchComparison;
import kvetch.properties.run.WrongFreeImpact;
import kvetch.properties.sandbox.MisbehaviourException;
import kvetch.properties.sandbox.Sandbox;
import kvetch.properties.setup.Setup;
import kvetch.properties.shrink.Budget;
import kvetch.properties.shrink.Defects;
import org.jspecify.annotations.Nullable;

/** Runs cases in a {@link Sandbox} of this process. */
public final class SandboxRunner implements CaseRunner {
    /** How often an allocator is asked the same before a law counts as broken by it. */
    private static final int ENOUGH = 5;

    /** Beside the first cases of a run, one in so many is examined twice. */
    private static final int SAMPLED = 64;

    private final Setup setup;
    private final long timeoutMs;
    private final Sandbox sandbox;

    public SandboxRunner(Setup setup, long timeoutMs) {
        this.setup = setup;
        this.timeoutMs = timeoutMs;
        this.sandbox = new Sandbox(setup.suspect(), timeoutMs);
    }

    @Override
    public Capabilities capabilities() {
        return call(setup::usualCapabilities);
    }

    @Override
    public void examine(
            Law law, List<Case> cases, long from, BooleanSupplier isCancelled, BiConsumer<Case, Examination> each) {
        examine(Vector.of(law), cases, from, isCancelled, (of, c, examination) -> each.accept(c, examination));
    }

    @Override
    public void examine(Vector<Law> laws, List<Case> cases, long from, BooleanSupplier isCancelled, Audience audience) {
        call(() -> {
            long number = from;
            for (Case c : cases) {
                if (isCancelled.getAsBoolean()) break;
                // The first ones, and then fewer and fewer, but never none.
                boolean sampled = Long.bitCount(number) <= 1 || number % SAMPLED == 0;
                number++;
                Examination of = sampled ? DeterminismCheck.examine(laws, setup, c) : Examiner.examine(laws, setup, c);
                for (Law law : laws)
                    audience.examined(law, c, isAsAlone(law, laws, of) ? of : Examiner.examine(law, setup, c));
            }
            return number;
        });
    }

    /** Where something goes wrong each law has the machine to itself: that is what a replay shows. */
    private static boolean isAsAlone(Law law, Vector<Law> laws, Examination together) {
        if (laws.size() == 1) return true;
        boolean isDisturbed = law instanceof RunningArrayLaw && together.splat() != null;
        return !isDisturbed && !together.isBroken(law);
    }

    @Override
    public Examination examine(Law law, Case c) {
        return call(() -> Examiner.examine(law, setup, c));
    }

    @Override
    public Examination confirm(Law law, Case c) {
        return call(() -> DeterminismCheck.examine(law, setup, c, ENOUGH));
    }

    @Override
    public Defect shrink(Violation violation, Case found, Budget budget) {
        return call(() -> Defects.of(setup, violation, found, budget));
    }

    @Override
    public String consequence() {
        return call(() -> WrongFreeImpact.of(setup));
    }

    @Override
    public @Nullable Divergence divergence(Case c) {
        try {
            return call(() -> PatchComparison.of(setup, c));
        } catch (MisbehaviourException misbehaved) {
            // It is the defect that is to be told.
            return null;
        }
    }

    @Override
    public Vector<Misbehaviour> manners() {
        return sandbox.manners();
    }

    /** Memory that ran out is a fault of our own only where the code is. */
    private <T> T call(Supplier<T> work) {
        try {
            return sandbox.call(work);
        } catch (OutOfMemoryError full) {
            if (!setup.isPluggedIn()) throw full;
            throw new MisbehaviourException(sandbox.exhausted());
        }
    }

    @Override
    public CaseRunner fresh(long otherTimeoutMs) {
        return new SandboxRunner(setup, otherTimeoutMs);
    }

    @Override
    public long timeoutMs() {
        return timeoutMs;
    }

    @Override
    public boolean outlives() {
        return false;
    }

    @Override
    public void close() {
        sandbox.close();
    }
}
