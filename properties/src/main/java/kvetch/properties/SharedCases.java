package kvetch.properties;

import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Map;
import io.vavr.collection.Vector;
import java.util.function.BooleanSupplier;
import kvetch.properties.isolation.CaseRunner;
import kvetch.properties.law.Law;
import kvetch.properties.law.LifeLaw;
import kvetch.properties.setup.Setup;
import kvetch.properties.shrink.Budget;
import org.jspecify.annotations.Nullable;

/**
 * The cases of laws that are drawn from one population, so that they are the same for each of them: they are drawn once, and one
 * array or one life is judged by all. Cases are drawn on the thread of the caller; a runner examines them, in batches, since each
 * batch is handed to another thread or process.
 */
final class SharedCases {
    /** So many that handing them over costs nothing, so few that they need no memory. */
    private static final int BATCH = 256;

    private final CaseRunner runner;
    private final Check.Extent extent;
    private final Budget budget;

    SharedCases(CaseRunner runner, Check.Extent extent, Budget budget) {
        this.runner = runner;
        this.extent = extent;
        this.budget = budget;
    }

    /**
     * The laws that share the cases of one of them. Where code of somebody else's runs, each law has it to itself, so that what
     * it does is told of the law that it did it to.
     */
    static Vector<Law> sharedBy(Law law, Vector<Law> laws, Setup setup) {
        if (setup.isPluggedIn() || law.isPluggedIn()) return Vector.of(law);
        return laws.filter(other -> !other.isPluggedIn()
                && other.population() == law.population()
                && other instanceof LifeLaw == law instanceof LifeLaw);
    }

    /** Has the checks of laws that share their cases come to their results. */
    Map<Law, LawResult> run(Vector<LawCheck> checks) {
        Map<Law, LawResult> results = LinkedHashMap.empty();
        Vector<LawCheck> open = Vector.empty();
        for (LawCheck check : checks) {
            LawResult known = check.begin();
            if (known == null) open = open.append(check);
            else results = results.put(check.law(), known);
        }
        if (open.isEmpty()) return results;
        Throwable failure = failureOf(open);
        for (LawCheck check : open) results = results.put(check.law(), check.end(failure));
        return results;
    }

    /** Why not all cases could be examined; null if they were, or nobody wants them any more. */
    private @Nullable Throwable failureOf(Vector<LawCheck> checks) {
        try {
            examine(checks);
            return null;
        } catch (RuntimeException | Error failure) {
            return failure;
        }
    }

    private void examine(Vector<LawCheck> checks) {
        long started = System.nanoTime();
        Map<Law, LawCheck> byLaw = checks.toLinkedMap(LawCheck::law, check -> check);
        DrawnCases drawn = DrawnCases.of(checks.head().law(), extent.tries(), extent.seed());
        BooleanSupplier isCancelled = budget.isCancelled();
        for (int done = 0; done < extent.tries() && !isCancelled.getAsBoolean(); done += BATCH)
            runner.examine(
                    checks.map(LawCheck::law),
                    drawn.next(Math.min(BATCH, extent.tries() - done)),
                    done,
                    isCancelled,
                    (law, c, examination) -> byLaw.get(law).get().record(c, examination));
        for (LawCheck check : checks) check.spent((System.nanoTime() - started) / checks.size());
    }
}
