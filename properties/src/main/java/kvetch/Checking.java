package kvetch;

import io.vavr.collection.Vector;
import java.time.Duration;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import kvetch.api.AllocatorProvider;
import kvetch.properties.Check;
import kvetch.properties.LawResult;
import kvetch.properties.Observation;
import kvetch.properties.isolation.Isolation;
import kvetch.properties.law.Law;
import kvetch.properties.plug.KnownLaws;
import kvetch.properties.plug.Providers;
import kvetch.properties.shrink.Budget;
import kvetch.raid0.KernelProfile;
import org.jspecify.annotations.Nullable;

/**
 * A check that has not begun. Each method gives another one, and {@link #run} runs it. Names are looked up when it is planned or
 * run: that is when an unknown one is complained of.
 */
public final class Checking {
    /** Seeds that we choose are short enough to be typed. */
    private static final int SEEDS = 1_000_000_000;

    private static final Duration FOREVER = Duration.ofMillis(Long.MAX_VALUE);

    private final Subject subject;
    private final Check.Extent extent;
    private final Budget budget;
    private final Isolation isolation;
    private final Consumer<LawResult> listener;
    private final @Nullable Consumer<Observation> observer;

    /** What is checked; where there is a function, it waits for what is found. */
    private record Subject(
            @Nullable Providers providers,
            Function<Providers, Vector<KernelProfile>> kernels,
            Vector<String> allocators,
            Vector<String> laws,
            Vector<Law> ownLaws) {

        Providers found() {
            return providers == null ? Providers.load() : providers;
        }
    }

    private Checking(
            Subject subject,
            Check.Extent extent,
            Budget budget,
            Isolation isolation,
            Consumer<LawResult> listener,
            @Nullable Consumer<Observation> observer) {
        this.subject = subject;
        this.extent = extent;
        this.budget = budget;
        this.isolation = isolation;
        this.listener = listener;
        this.observer = observer;
    }

    static Checking of(Vector<String> kernels) {
        return new Checking(
                new Subject(
                        null,
                        providers -> kernels.map(name -> providers.kernel(name).getOrElseThrow(BadInputException::new)),
                        Vector.empty(),
                        Vector.empty(),
                        Vector.empty()),
                new Check.Extent(Check.DEFAULT_TRIES, new Random().nextInt(SEEDS), Check.DEFAULT_TIMEOUT_MS),
                Budget.UNLIMITED,
                Isolation.IN_THIS_PROCESS,
                result -> {},
                null);
    }

    private Checking with(Subject value) {
        return new Checking(value, extent, budget, isolation, listener, observer);
    }

    private Checking with(Check.Extent value) {
        return new Checking(subject, value, budget, isolation, listener, observer);
    }

    private Checking with(Budget value) {
        return new Checking(subject, extent, value, isolation, listener, observer);
    }

    /**
     * With allocators, drivers and laws that were found elsewhere.
     *
     * @param value all that can be named; by default what is on the module path and the class path
     * @return a check
     */
    public Checking providers(Providers value) {
        return with(new Subject(value, subject.kernels, subject.allocators, subject.laws, subject.ownLaws));
    }

    /**
     * Of these kernels and no others.
     *
     * @param value one or more
     * @return a check
     */
    public Checking kernels(KernelProfile... value) {
        Vector<KernelProfile> kernels = Vector.of(value);
        return with(new Subject(
                subject.providers, providers -> kernels, subject.allocators, subject.laws, subject.ownLaws));
    }

    /**
     * With these allocators, each with each kernel.
     *
     * @param names their names; none for all, the one first that the first kernel is shipped with
     * @return a check
     */
    public Checking allocators(String... names) {
        return with(new Subject(subject.providers, subject.kernels, Vector.of(names), subject.laws, subject.ownLaws));
    }

    /**
     * Of these laws.
     *
     * @param ids such as {@code W1}; none for all that are found
     * @return a check
     */
    public Checking laws(String... ids) {
        return with(
                new Subject(subject.providers, subject.kernels, subject.allocators, Vector.of(ids), subject.ownLaws));
    }

    /**
     * Of this law too, which need not be one that is found.
     *
     * @param law a law of one's own
     * @return a check of it, and of others if {@link #laws} names some
     */
    public Checking law(Law law) {
        return with(new Subject(
                subject.providers, subject.kernels, subject.allocators, subject.laws, subject.ownLaws.append(law)));
    }

    /**
     * On so many cases.
     *
     * @param tries how many for each law, kernel and allocator, 1 to 2^31-1
     * @return a check
     * @throws BadInputException if that is none
     */
    public Checking tries(long tries) {
        if (tries < 1 || tries > Integer.MAX_VALUE)
            throw new BadInputException(
                    "tries must be a whole number from 1 to " + Integer.MAX_VALUE + ", not " + tries);
        return with(new Check.Extent(tries, extent.seed(), extent.timeoutMs()));
    }

    /**
     * On the cases of a seed, which are the same each time and on every machine.
     *
     * @param seed any number
     * @return a check
     */
    public Checking seed(long seed) {
        return with(new Check.Extent(extent.tries(), seed, extent.timeoutMs()));
    }

    /**
     * With a limit for code that was plugged in.
     *
     * @param limit how much processor time a case may take before it counts as hung, a millisecond or more; 10 seconds if nobody says
     *     otherwise
     * @return a check
     * @throws BadInputException if that is none
     */
    public Checking timeout(Duration limit) {
        if (millis(limit) < 1) throw new BadInputException("a time limit must be a millisecond or more, not " + limit);
        return with(new Check.Extent(extent.tries(), extent.seed(), millis(limit)));
    }

    /**
     * With less effort.
     *
     * @param limit for how long each defect may be made smaller, zero or more; until it is the smallest if nobody says otherwise
     * @return a check
     * @throws BadInputException if it is negative
     */
    public Checking shrinkFor(Duration limit) {
        if (limit.isNegative()) throw new BadInputException("a counterexample cannot be made smaller for " + limit);
        return with(new Budget(millis(limit), budget.isCancelled()));
    }

    private static long millis(Duration limit) {
        return limit.compareTo(FOREVER) < 0 ? limit.toMillis() : Long.MAX_VALUE;
    }

    /**
     * Until it is over, or somebody has had enough: what is known then is the result, and the rest of it incomplete.
     *
     * @param isCancelled asked between cases, on any thread
     * @return a check
     */
    public Checking until(BooleanSupplier isCancelled) {
        return with(new Budget(budget.shrinkMs(), isCancelled));
    }

    /**
     * Under the eyes of somebody.
     *
     * @param value gets each result as soon as it is known
     * @return a check
     */
    public Checking onResult(Consumer<LawResult> value) {
        return new Checking(subject, extent, budget, isolation, value, observer);
    }

    /**
     * Under the eyes of somebody who looks at each case.
     *
     * @param value gets each case with what came of it, on a thread of the check's own, before the result of its law
     * @return a check
     */
    public Checking onCase(Consumer<Observation> value) {
        return new Checking(subject, extent, budget, isolation, listener, value);
    }

    /**
     * With code that was plugged in run elsewhere. For the command line, which has processes of its own for it.
     *
     * @param value where; a thread of this process if nobody says otherwise
     * @return a check
     */
    public Checking isolation(Isolation value) {
        return new Checking(subject, extent, budget, value, listener, observer);
    }

    /**
     * What is going to be checked.
     *
     * @return kernels, allocators and laws, each once, and the extent
     * @throws BadInputException if there is no kernel, allocator or law of a name, or no allocator at all
     */
    public Check plan() {
        Providers found = subject.found();
        Providers providers = found.with(subject.ownLaws.foldLeft(found.laws(), KnownLaws::having));
        Vector<KernelProfile> kernels = subject.kernels.apply(providers).distinct();
        Vector<AllocatorProvider> allocators = subject.allocators
                .map(name -> providers.find(name).getOrElseThrow(BadInputException::new))
                .distinct();
        if (allocators.isEmpty()) allocators = asShippedFirst(providers.all(), kernels.head());
        if (allocators.isEmpty())
            throw new BadInputException("there is no allocator to check; kvetch allocators lists them");
        return new Check(providers, kernels, allocators, laws(providers.laws()), extent);
    }

    private Vector<Law> laws(KnownLaws known) {
        if (subject.laws.isEmpty() && subject.ownLaws.isEmpty()) return known.all();
        return subject.laws
                .map(id -> known.find(id).getOrElseThrow(BadInputException::new))
                .appendAll(subject.ownLaws)
                .distinct()
                .sorted(KnownLaws.ORDER);
    }

    private static Vector<AllocatorProvider> asShippedFirst(Vector<AllocatorProvider> all, KernelProfile kernel) {
        return all.sortBy(provider -> provider.name().equals(kernel.asShipped()) ? 0 : 1);
    }

    /**
     * Runs. Nothing is printed, and what an allocator prints meanwhile is kept from the standard output and error.
     *
     * @return what came of it: a law that is broken is no failure, and nothing is thrown for it
     * @throws BadInputException if there is no kernel, allocator or law of a name, or no allocator at all
     */
    public Checked run() {
        Check plan = plan();
        return new Checked(plan, plan.complete(plan.run(listener, observer, budget, isolation)));
    }
}
