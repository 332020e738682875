package kvetch.properties;

import io.vavr.collection.HashSet;
import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Map;
import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import kvetch.api.AllocatorProvider;
import kvetch.properties.isolation.CaseRunner;
import kvetch.properties.isolation.Isolation;
import kvetch.properties.law.Law;
import kvetch.properties.plug.Providers;
import kvetch.properties.setup.Setup;
import kvetch.properties.shrink.Budget;
import kvetch.raid0.KernelProfile;
import org.jspecify.annotations.Nullable;

/**
 * Puts kernels and allocators to the test of the laws.
 *
 * @param providers all allocators that were found
 * @param kernels the kernels to check
 * @param allocators the allocators to check, each with each kernel
 * @param laws the laws to check
 * @param extent how much is tried
 */
public record Check(
        Providers providers,
        Vector<KernelProfile> kernels,
        Vector<AllocatorProvider> allocators,
        Vector<Law> laws,
        Extent extent) {

    /**
     * How much is tried.
     *
     * @param tries how many cases to generate for each law, kernel and allocator
     * @param seed the seed: the same one gives the same cases on every machine
     * @param timeoutMs how many milliseconds of processor time a case may take before the allocator counts as hung; one that
     *     waits may do so several times as long
     */
    public record Extent(int tries, long seed, long timeoutMs) {
        /**
         * Checks that there is something to try.
         *
         * @param tries 1 or more
         * @param seed any
         * @param timeoutMs 1 or more
         * @throws IllegalArgumentException if there is not
         */
        public Extent {
            if (tries < 1) throw new IllegalArgumentException("tries out of range: " + tries);
            if (timeoutMs < 1) throw new IllegalArgumentException("timeout in ms out of range: " + timeoutMs);
        }
    }

    /** How many tries there are where nobody says otherwise. */
    public static final int DEFAULT_TRIES = 2000;

    /** How long a case may last where nobody says otherwise. */
    public static final long DEFAULT_TIMEOUT_MS = 10_000;

    /**
     * Checks that a case may last for some time.
     *
     * @param providers all allocators that were found
     * @param kernels the kernels to check
     * @param allocators the allocators to check, each with each kernel
     * @param laws the laws to check
     * @param extent how much is tried
     * @throws IllegalArgumentException if there is nothing to check
     */
    public Check {
        if (kernels.isEmpty() || allocators.isEmpty() || laws.isEmpty())
            throw new IllegalArgumentException("a check needs a kernel, an allocator and a law");
    }

    /**
     * How many cases to generate for each law, kernel and allocator.
     *
     * @return 1 or more
     */
    public int tries() {
        return extent.tries;
    }

    /**
     * The seed.
     *
     * @return any number
     */
    public long seed() {
        return extent.seed;
    }

    /**
     * How much processor time a case may take.
     *
     * @return milliseconds
     */
    public long timeoutMs() {
        return extent.timeoutMs;
    }

    /**
     * A check with the time limit of {@link #DEFAULT_TIMEOUT_MS}.
     *
     * @param providers all allocators that were found
     * @param kernels the kernels to check
     * @param allocators the allocators to check, each with each kernel
     * @param laws the laws to check
     * @param tries how many cases to generate for each law, kernel and allocator
     * @param seed the seed
     */
    public Check(
            Providers providers,
            Vector<KernelProfile> kernels,
            Vector<AllocatorProvider> allocators,
            Vector<Law> laws,
            int tries,
            long seed) {
        this(providers, kernels, allocators, laws, new Extent(tries, seed, DEFAULT_TIMEOUT_MS));
    }

    /**
     * Runs. What an allocator prints meanwhile is kept from the standard output and error of the process, and no thread
     * that it starts is waited for.
     *
     * @param listener gets each result as soon as it is known
     * @return all results: by kernel, allocator and law
     */
    public Vector<LawResult> run(Consumer<LawResult> listener) {
        return run(listener, null);
    }

    /**
     * Runs, under the eyes of an observer.
     *
     * @param listener gets each result as soon as it is known
     * @param observer gets each generated case with what came of it, on a thread of the check's own, before the result of
     *     its law; null if nobody looks
     * @return all results: by kernel, allocator and law
     */
    public Vector<LawResult> run(Consumer<LawResult> listener, @Nullable Consumer<Observation> observer) {
        return run(listener, observer, Budget.UNLIMITED);
    }

    /**
     * Runs, with limited effort.
     *
     * @param listener gets each result as soon as it is known
     * @param observer gets each generated case with what came of it; null if nobody looks
     * @param budget how much effort to take; if it is cancelled, the last result is of a law that was not gone through
     * @return the results that are known: by kernel, allocator and law
     */
    public Vector<LawResult> run(
            Consumer<LawResult> listener, @Nullable Consumer<Observation> observer, Budget budget) {
        return run(listener, observer, budget, Isolation.IN_THIS_PROCESS);
    }

    /**
     * Runs, with allocators kept apart from this process.
     *
     * @param listener gets each result as soon as it is known
     * @param observer gets each generated case with what came of it; null if nobody looks
     * @param budget how much effort to take
     * @param isolation where the code of allocators runs that are not the kernel's own
     * @return the results that are known: by kernel, allocator and law
     */
    public Vector<LawResult> run(
            Consumer<LawResult> listener,
            @Nullable Consumer<Observation> observer,
            Budget budget,
            Isolation isolation) {
        MisbehaviourLog misbehaviourLog = new MisbehaviourLog();
        List<LawResult> results = new ArrayList<>();
        for (KernelProfile kernel : kernels)
            for (AllocatorProvider allocator : allocators) {
                Setup setup = new Setup(providers.allocators(), kernel, allocator);
                Map<Law, LawResult> known = LinkedHashMap.empty();
                try (CaseRunner runner = isolation.open(setup, extent.timeoutMs)) {
                    for (Law law : laws) {
                        if (!known.containsKey(law) && !budget.isCancelled().getAsBoolean())
                            known = known.merge(inItsPlace(
                                    law,
                                    setup,
                                    runner,
                                    isolation,
                                    place -> new SharedCases(place, extent, budget)
                                            .run(SharedCases.sharedBy(law, laws, setup)
                                                    .map(each -> new LawCheck(
                                                            place,
                                                            misbehaviourLog,
                                                            setup,
                                                            each,
                                                            extent,
                                                            observer,
                                                            budget)))));
                        for (LawResult result : known.get(law)) {
                            listener.accept(result);
                            results.add(result);
                        }
                    }
                }
            }
        return Vector.ofAll(results);
    }

    /**
     * The results of a run that may have been cut short, and an incomplete one for each law that never ran: not left out, and not
     * passed.
     *
     * @param known some of the results
     * @return one for each kernel, allocator and law, in that order
     */
    public Vector<LawResult> complete(Vector<LawResult> known) {
        Vector<LawResult> all = Vector.empty();
        for (KernelProfile kernel : kernels)
            for (AllocatorProvider allocator : allocators)
                for (Law law : laws)
                    all = all.append(known.find(result -> result.law().equals(law)
                                    && result.kernel().equals(kernel.name())
                                    && result.allocator().equals(allocator.name()))
                            .getOrElse(() -> never(kernel, allocator, law)));
        return all;
    }

    private LawResult never(KernelProfile kernel, AllocatorProvider allocator, Law law) {
        return new LawResult(
                kernel.name(),
                allocator.name(),
                law,
                new LawResult.Tally(0, 0, 0, extent.seed, 0),
                new LawResult.Incomplete(HashSet.empty()));
    }

    /** A law that was plugged in has a place of its own, so that what it does there ends nothing else. */
    private Map<Law, LawResult> inItsPlace(
            Law law,
            Setup setup,
            CaseRunner shared,
            Isolation isolation,
            Function<CaseRunner, Map<Law, LawResult>> check) {
        if (!law.isPluggedIn()) return check.apply(shared);
        try (CaseRunner own = isolation.open(setup, law, extent.timeoutMs)) {
            return check.apply(own);
        }
    }
}
