package kvetch.properties.isolation;

import io.vavr.collection.HashSet;
import io.vavr.collection.Set;
import io.vavr.collection.Vector;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import kvetch.api.Capabilities;
import kvetch.properties.cases.Case;
import kvetch.properties.evidence.Misbehaviour;
import kvetch.properties.law.Coverage;
import kvetch.properties.law.Defect;
import kvetch.properties.law.Divergence;
import kvetch.properties.law.Law;
import kvetch.properties.law.Violation;
import kvetch.properties.run.Examination;
import kvetch.properties.sandbox.MisbehaviourException;
import kvetch.properties.setup.Setup;
import kvetch.properties.shrink.Budget;
import org.jspecify.annotations.Nullable;

/**
 * Where the cases of one {@link Setup} are run: on a thread of this process, or in a process of their own. Every method throws
 * {@link MisbehaviourException} if the allocator misbehaves.
 */
public interface CaseRunner extends AutoCloseable {
    /** What the allocator declares for the machine that most have. */
    Capabilities capabilities();

    /** Why a law cannot be judged here; empty if it can. */
    default String objection(Law law) {
        return "";
    }

    /** What can never be seen here, so that a run need not have seen it. */
    default Set<Coverage> outOfSight() {
        return HashSet.empty();
    }

    /**
     * Examines cases of a run, in order, some of them twice.
     *
     * @param from how many cases of the run came before
     * @param isCancelled asked between cases; once it is true, the others are left out
     * @param each gets each case with what came of it
     */
    void examine(Law law, List<Case> cases, long from, BooleanSupplier isCancelled, BiConsumer<Case, Examination> each);

    /** Who is told what came of cases. */
    @FunctionalInterface
    interface Audience {
        /** A case was examined for a law. */
        void examined(Law law, Case c, Examination examination);
    }

    /**
     * The same for laws that are put to the test on the same cases, and look at the same of them.
     *
     * @param laws one or more, of one kind and population
     * @param audience is told of each law what came of each case
     */
    default void examine(
            Vector<Law> laws, List<Case> cases, long from, BooleanSupplier isCancelled, Audience audience) {
        for (Law law : laws)
            examine(law, cases, from, isCancelled, (c, examination) -> audience.examined(law, c, examination));
    }

    /** Examines a case. */
    Examination examine(Law law, Case c);

    /** Examines a case so often that an allocator which does not answer alike shows it. */
    Examination confirm(Law law, Case c);

    /** The defect that a violation is, as small as it can be made for the effort. */
    Defect shrink(Violation violation, Case found, Budget budget);

    /** What freeing with the wrong function would do to a machine. */
    String consequence();

    /** Where the driver leaves the kernel that it is a patch to; null if it is none. */
    @Nullable
    Divergence divergence(Case c);

    /** How the allocator misbehaved beside what it was asked to do, since this was last asked. */
    Vector<Misbehaviour> manners();

    /**
     * Another one for the same setup, which knows nothing of this one.
     *
     * @param timeoutMs how many milliseconds of processor time a case may take
     */
    CaseRunner fresh(long timeoutMs);

    /** How many milliseconds of processor time a case may take. */
    long timeoutMs();

    /** Whether the allocator may be called again after it hung or ended the process. */
    boolean outlives();

    @Override
    void close();
}
