package kvetch.properties;

import io.vavr.collection.HashSet;
import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Map;
import io.vavr.collection.Set;
import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
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
    public record Extent(long tries, long seed, long timeoutMs) {
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

    /**
     * What a result is of.
     *
     * @param kernel the kernel's name
     * @param allocator the allocator's name
     * @param law the id of the law
     */
    public record Key(String kernel, String allocator, String law) {
        static Key of(Setup setup, Law law) {
            return new Key(setup.kernel().name(), setup.provider().name(), law.id());
        }
    }

    /** So many cases come from one source of chance: a run that begins elsewhere draws those before in vain. */
    public static final int DRAWN_TOGETHER = DrawnCases.BLOCK;

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
    public long tries() {
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
            long tries,
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
        List<LawResult> results = new ArrayList<>();
        forEach(observer, budget, isolation, (setup, cases, checks) -> cases.run(checks), (key, result) -> {
            listener.accept(result);
            results.add(result);
        });
        return Vector.ofAll(results);
    }

    /**
     * Goes through a stretch of the cases, for all that is checked, and says no more than what they say: nothing is made smaller. The
     * parts of stretches that follow each other, put together with {@link PartialResult#plus}, are what {@link #conclude} wants.
     *
     * @param stretch which cases of the run; they are drawn {@link #DRAWN_TOGETHER} at a time
     * @param isCancelled asked between cases; once it is true, what is returned is worth nothing
     * @param isolation where the code of others runs
     * @return of each law on each setup what the cases say; of one that takes no cases nothing
     */
    public Map<Key, PartialResult> collect(Stretch stretch, BooleanSupplier isCancelled, Isolation isolation) {
        java.util.Map<Key, PartialResult> parts = new java.util.LinkedHashMap<>();
        forEach(
                null,
                new Budget(Long.MAX_VALUE, isCancelled),
                isolation,
                (setup, cases, checks) -> cases.collect(checks, stretch),
                parts::put);
        return LinkedHashMap.ofAll(parts);
    }

    /**
     * Says what all cases come to.
     *
     * @param parts what they say
     * @param listener gets each result as soon as it is known
     * @param budget how much effort to take
     * @param isolation where the code of others runs
     * @return all results, which are those of {@link #run} but for the time that it took
     */
    public Vector<LawResult> conclude(
            Map<Key, PartialResult> parts, Consumer<LawResult> listener, Budget budget, Isolation isolation) {
        List<LawResult> results = new ArrayList<>();
        forEach(
                null,
                budget,
                isolation,
                (setup, cases, checks) -> cases.conclude(checks, law -> parts.get(Key.of(setup, law))),
                (key, result) -> {
                    LawResult untimed = result.untimed();
                    listener.accept(untimed);
                    results.add(untimed);
                });
        return Vector.ofAll(results);
    }

    /** What is done with laws that share their cases. */
    @FunctionalInterface
    private interface Step<T> {
        Map<Law, T> take(Setup setup, SharedCases cases, Vector<LawCheck> checks);
    }

    private <T> void forEach(
            @Nullable Consumer<Observation> observer,
            Budget budget,
            Isolation isolation,
            Step<T> step,
            BiConsumer<Key, T> listener) {
        MisbehaviourLog misbehaviourLog = new MisbehaviourLog();
        for (KernelProfile kernel : kernels)
            for (AllocatorProvider allocator : allocators) {
                Setup setup = new Setup(providers.allocators(), kernel, allocator);
                Map<Law, T> known = LinkedHashMap.empty();
                Set<Law> done = HashSet.empty();
                try (CaseRunner runner = isolation.open(setup, extent.timeoutMs)) {
                    for (Law law : laws) {
                        if (!done.contains(law) && !budget.isCancelled().getAsBoolean()) {
                            Vector<Law> sharing = SharedCases.sharedBy(law, laws, setup);
                            done = done.addAll(sharing);
                            known = known.merge(inItsPlace(
                                    law,
                                    setup,
                                    runner,
                                    isolation,
                                    place -> step.take(
                                            setup,
                                            new SharedCases(place, extent, budget),
                                            sharing.map(each -> new LawCheck(
                                                    place, misbehaviourLog, setup, each, extent, observer, budget)))));
                        }
                        for (T one : known.get(law)) listener.accept(Key.of(setup, law), one);
                    }
                }
            }
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
    private <T> Map<Law, T> inItsPlace(
            Law law, Setup setup, CaseRunner shared, Isolation isolation, Function<CaseRunner, Map<Law, T>> check) {
        if (!law.isPluggedIn()) return check.apply(shared);
        try (CaseRunner own = isolation.open(setup, law, extent.timeoutMs)) {
            return check.apply(own);
        }
    }
}
