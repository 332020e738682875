package kvetch.properties;

import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Map;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
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
        return results(
                checks,
                open -> failureOf(
                        DrawnCases.of(open.head().law(), extent.seed()), open, new Stretch(0, extent.tries())));
    }

    /** What a stretch of the cases says of laws that share them, and no more than that; nothing of a law that takes none. */
    Map<Law, PartialResult> collect(Vector<LawCheck> checks, Stretch stretch) {
        Vector<LawCheck> open = checks.filter(check -> check.begin() == null);
        if (open.isEmpty()) return LinkedHashMap.empty();
        long rudeIn = PartialResult.NOWHERE;
        DrawnCases drawn = DrawnCases.from(open.head().law(), extent.seed(), stretch.from());
        for (long at = stretch.from();
                at < stretch.to() && !budget.isCancelled().getAsBoolean();
                at += BATCH) {
            Map<LawCheck, Collected> before = open.toLinkedMap(check -> check, LawCheck::collected);
            Throwable failure = failureOf(drawn, open, new Stretch(at, Math.min(stretch.to(), at + BATCH)));
            if (failure != null) {
                for (LawCheck check : open) check.note(failure);
                return parts(before, new PartialResult.Trouble(at, rudeIn));
            }
            if (rudeIn == PartialResult.NOWHERE && open.exists(LawCheck::hasManners)) rudeIn = at;
        }
        return parts(
                open.toLinkedMap(check -> check, LawCheck::collected),
                new PartialResult.Trouble(PartialResult.NOWHERE, rudeIn));
    }

    private static Map<Law, PartialResult> parts(Map<LawCheck, Collected> collected, PartialResult.Trouble trouble) {
        return collected.mapValues(each -> new PartialResult(each, trouble)).mapKeys(LawCheck::law);
    }

    /** What the parts of all cases come to. Where somebody made trouble, these cases are gone through again. */
    Map<Law, LawResult> conclude(Vector<LawCheck> checks, Function<Law, Option<PartialResult>> parts) {
        return results(checks, open -> {
            PartialResult.Trouble trouble =
                    parts.apply(open.head().law()).map(PartialResult::trouble).getOrElse(PartialResult.Trouble.NONE);
            if (trouble.rudeIn() != PartialResult.NOWHERE) {
                Throwable failure = failureOf(trouble.rudeIn(), open);
                if (failure != null) return failure;
            }
            for (LawCheck check : open)
                check.goOnFrom(
                        parts.apply(check.law()).map(PartialResult::collected).getOrElse(Collected.NOTHING));
            if (trouble.endsIn() == PartialResult.NOWHERE) return null;
            Throwable failure = failureOf(trouble.endsIn(), open);
            return failure != null
                    ? failure
                    : new IllegalStateException(
                            "what ended the check from case " + trouble.endsIn() + " on does not again");
        });
    }

    private @Nullable Throwable failureOf(long batch, Vector<LawCheck> checks) {
        DrawnCases drawn = DrawnCases.from(checks.head().law(), extent.seed(), batch);
        return failureOf(drawn, checks, new Stretch(batch, Math.min(extent.tries(), batch + BATCH)));
    }

    private static Map<Law, LawResult> results(
            Vector<LawCheck> checks, Function<Vector<LawCheck>, @Nullable Throwable> examine) {
        Map<Law, LawResult> results = LinkedHashMap.empty();
        Vector<LawCheck> open = Vector.empty();
        for (LawCheck check : checks) {
            LawResult known = check.begin();
            if (known == null) open = open.append(check);
            else results = results.put(check.law(), known);
        }
        if (open.isEmpty()) return results;
        Throwable failure = examine.apply(open);
        for (LawCheck check : open) results = results.put(check.law(), check.end(failure));
        return results;
    }

    /** Why not all cases could be examined; null if they were, or nobody wants them any more. */
    private @Nullable Throwable failureOf(DrawnCases drawn, Vector<LawCheck> checks, Stretch stretch) {
        try {
            examine(drawn, checks, stretch);
            return null;
        } catch (RuntimeException | Error failure) {
            return failure;
        }
    }

    private void examine(DrawnCases drawn, Vector<LawCheck> checks, Stretch stretch) {
        long started = System.nanoTime();
        Map<Law, LawCheck> byLaw = checks.toLinkedMap(LawCheck::law, check -> check);
        BooleanSupplier isCancelled = budget.isCancelled();
        for (long at = stretch.from(); at < stretch.to() && !isCancelled.getAsBoolean(); at += BATCH)
            runner.examine(
                    checks.map(LawCheck::law),
                    drawn.next((int) Math.min(BATCH, stretch.to() - at)),
                    at,
                    isCancelled,
                    (law, c, examination) -> byLaw.get(law).get().record(c, examination));
        for (LawCheck check : checks) check.spent((System.nanoTime() - started) / checks.size());
    }
}
