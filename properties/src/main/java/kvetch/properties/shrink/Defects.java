package kvetch.properties.shrink;

import io.vavr.collection.Vector;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.Case;
import kvetch.properties.evidence.Fault;
import kvetch.properties.law.Defect;
import kvetch.properties.law.Divergence;
import kvetch.properties.law.Law;
import kvetch.properties.law.Reach;
import kvetch.properties.law.Violation;
import kvetch.properties.plug.ReplayToken;
import kvetch.properties.run.Examination;
import kvetch.properties.run.Examiner;
import kvetch.properties.run.PatchComparison;
import kvetch.properties.run.WrongFreeImpact;
import kvetch.properties.setup.Setup;
import org.jspecify.annotations.Nullable;

/** Makes a defect of a violation: the smallest counterexample, and what a machine would do. */
public final class Defects {
    private static final int SHRINK_BUDGET = 60_000;

    /** How often all that is tried may change memory, so that pages may be taken and mapped one by one. */
    private static final long SHRINK_WORK = 1L << 27;

    private Defects() {}

    /** What shrinking asks for: to have cases examined, somewhere. */
    public interface Cases {
        Examination examine(Case c);

        /** What freeing with the wrong function would do to a machine. */
        String consequence();

        /** Where the driver leaves the kernel that it is a patch to; null if it is none. */
        @Nullable
        Divergence divergence(Case c);
    }

    public static Defect of(Setup setup, Violation violation, Case found) {
        return of(setup, violation, found, Budget.UNLIMITED);
    }

    /** With the smallest case that can be had for the effort, and for no less than a token of the promised length takes. */
    public static Defect of(Setup setup, Violation violation, Case found, Budget budget) {
        return of(setup, violation, found, budget, here(setup, violation.law()));
    }

    /** The same, with cases examined elsewhere. */
    public static Defect of(Setup setup, Violation violation, Case found, Budget budget, Cases cases) {
        Law law = violation.law();
        ShrinkSteps steps = new ShrinkSteps(found);
        BooleanSupplier isOver = budget.shrinkingIsOver();
        int[] evaluations = {0};
        long[] work = {0};
        Predicate<Case> breaks = steps.watching(c -> {
            if (isOver.getAsBoolean() && token(setup, law, steps.last()).length() <= ReplayToken.MOST_CHARACTERS)
                throw new CancellationException("shrinking is over");
            if (work[0] > SHRINK_WORK) return false;
            evaluations[0]++;
            Examination examination = cases.examine(c);
            work[0] += examination.work();
            return find(violation, examination) != null;
        });
        try {
            Shrinker.shrink(found, breaks, SHRINK_BUDGET);
        } catch (CancellationException over) {
            // The smallest so far is among the steps.
        }
        return of(setup, violation, steps.all().last(), found, evaluations[0], steps.all(), cases);
    }

    /** Whether a case shows the defect in the very words in which it is told. */
    public static boolean shows(Defect defect, Examination examination) {
        Violation violation = find(defect.violation(), examination);
        return violation != null
                && violation.message().equals(defect.violation().message());
    }

    private static Cases here(Setup setup, Law law) {
        return new Cases() {
            @Override
            public Examination examine(Case c) {
                return Examiner.examine(law, setup, c);
            }

            @Override
            public String consequence() {
                return WrongFreeImpact.of(setup);
            }

            @Override
            public @Nullable Divergence divergence(Case c) {
                return PatchComparison.of(setup, c);
            }
        };
    }

    private static Defect of(
            Setup setup,
            Violation violation,
            Case smallest,
            Case found,
            int shrinkEvaluations,
            Vector<Case> steps,
            Cases cases) {
        Law law = violation.law();
        Examination examination = cases.examine(smallest);
        Violation shown = Objects.requireNonNullElse(find(violation, examination), violation);
        boolean wrongFree = violation.fault().contains(Fault.WRONG_FUNCTION);
        return new Defect(
                shown,
                smallest,
                new Defect.Way(found, shrinkEvaluations, steps),
                new Defect.End(
                        examination.splat(),
                        examination.errno(),
                        wrongFree ? cases.consequence() : null,
                        setup.kernel().isPluggedIn() ? cases.divergence(smallest) : null),
                throughMdadm(violation, smallest, cases),
                token(setup, law, smallest));
    }

    private static @Nullable ArrayCase throughMdadm(Violation violation, Case c, Cases cases) {
        ArrayCase larger = c instanceof ArrayCase array ? Reach.withChunkForMdadm(array) : null;
        boolean isSame = larger != null && find(violation, cases.examine(larger)) != null;
        return isSame ? larger : null;
    }

    private static String token(Setup setup, Law law, Case c) {
        return new ReplayToken(law, setup.kernel().name(), setup.provider().name(), c).format();
    }

    private static @Nullable Violation find(Violation like, Examination examination) {
        for (Violation violation : examination.violations())
            if (violation.law().equals(like.law()) && violation.what().equals(like.what())) return violation;
        return null;
    }
}
