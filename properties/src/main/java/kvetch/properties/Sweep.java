package kvetch.properties;

import io.vavr.collection.Vector;
import io.vavr.control.Either;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import kvetch.api.CodeLocation;
import kvetch.api.Machine;
import kvetch.api.MachineProfile;
import kvetch.api.OopsException;
import kvetch.api.Splat;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.evidence.Misbehaviour;
import kvetch.properties.run.Lifecycle;
import kvetch.properties.run.Trace;
import kvetch.properties.sandbox.CallMonitor;
import kvetch.properties.sandbox.OutputCapture;
import kvetch.properties.sandbox.Sandbox;
import kvetch.properties.setup.Setup;
import kvetch.raid0.Errno;
import kvetch.raid0.RunResult;
import org.jspecify.annotations.Nullable;

/**
 * What happens for every raid_disks from -2^31 to 2^31-1.
 *
 * <p>An array of as many disks as zones, each of a different size, is started with each value on a machine that has just
 * booted. Two things make that feasible and exact:
 *
 * <ul>
 *   <li>All negative values make one request: sign-extended to size_t they are above 2^63, and array3_size saturates to
 *       SIZE_MAX. One of them is run for all; both ends are.
 *   <li>Each other value makes a request of its own size, and each is run, on all processors. Only where the allocator declares
 *       that it never goes back to an answer it has left (as a request grows: served, then its caller killed for
 *       want of memory, then refused, then refused with a WARN) are the places where its answer changes found by bisection.
 * </ul>
 */
public final class Sweep {
    private static final long VALUES = 1L << 31;

    /** So many values a thread runs before it takes others. */
    private static final long SHARE = 1 << 20;

    /** How many requests there are: one for all negative values together, and one for each other value. */
    public static final long REQUESTS = VALUES + 1;

    private final Setup setup;
    private final ArrayCase base;
    private final AtomicLong done = new AtomicLong();

    /**
     * What one value comes to.
     *
     * @param errno what starting ends with; null if the array starts, the kernel dies or the caller is killed
     * @param reason why it is EINVAL, if it is; may be empty
     * @param logged whether the kernel log says something
     * @param splat the kind of the splat, if there is one
     * @param site where the splat is from, if there is one
     */
    public record Outcome(
            @Nullable Errno errno,
            String reason,
            boolean logged,
            Splat.@Nullable Kind splat,
            @Nullable CodeLocation site) {

        /**
         * The outcome in a few words.
         *
         * @return for example {@code ENOMEM, WARN at mm/slub.c:6946 __kvmalloc_node_noprof}
         */
        public String text() {
            String result =
                    errno == null ? (splat == null || splat == Splat.Kind.WARN ? "started" : "died") : errno.name();
            if (splat == Splat.Kind.OOM_KILL) return "the caller is killed, out of memory";
            if (splat != null && site != null)
                return result + ", " + splat
                        + (site.fileAndLine().isEmpty() ? " in " : " at " + site.fileAndLine() + " ")
                        + site.function();
            if (!reason.isEmpty()) return result + ", " + reason;
            return result + (logged ? ", a line in the log" : errno == Errno.ENOMEM ? ", without a word" : "");
        }
    }

    /**
     * Values with the same outcome.
     *
     * @param first the first value
     * @param last the last value
     * @param outcome what each comes to
     */
    public record Interval(int first, int last, Outcome outcome) {}

    /**
     * A sweep that has not begun.
     *
     * @param setup the kernel and the allocator
     * @param zones the number of zones, 1 to 64
     * @param machine the machine
     */
    public Sweep(Setup setup, int zones, MachineProfile machine) {
        this.setup = setup;
        long[] sizes = new long[zones];
        for (int i = 0; i < zones; i++) sizes[i] = 8L * (i + 1);
        this.base = ArrayCase.of(8, sizes).onMachine(machine);
    }

    /**
     * How many values are done. May be asked from another thread.
     *
     * @return 0 to 2^32
     */
    public long done() {
        return done.get();
    }

    /**
     * Runs every value, in sandboxes.
     *
     * @param threads how many threads to use, 1 or more
     * @param timeoutMs for how many milliseconds one value may last before the allocator counts as hung
     * @return intervals that cover all values, in order, adjacent ones with different outcomes; or how the allocator
     *     misbehaved
     */
    public Either<Misbehaviour, Vector<Interval>> everyValue(int threads, long timeoutMs) {
        return Sandbox.call(setup.suspect(), timeoutMs, this::negative)
                .flatMap(negative -> between(0, Integer.MAX_VALUE, threads, timeoutMs)
                        .map(others -> {
                            List<Interval> intervals = new ArrayList<>(negative);
                            for (Interval interval : others) append(intervals, interval);
                            return Vector.ofAll(intervals);
                        }));
    }

    /**
     * Makes some of the requests, in a sandbox.
     *
     * @param stretch which, of {@link #REQUESTS}: the first is that of all negative values, the one after it that of 0
     * @param isCancelled asked between them; once it is true, what is returned is worth nothing
     * @param timeoutMs for how many milliseconds one value may last before the allocator counts as hung
     * @return intervals that cover their values, in order, adjacent ones with different outcomes; or how the allocator
     *     misbehaved
     */
    public Either<Misbehaviour, Vector<Interval>> requests(
            Stretch stretch, BooleanSupplier isCancelled, long timeoutMs) {
        return Sandbox.call(setup.suspect(), timeoutMs, () -> {
            List<Interval> intervals = new ArrayList<>();
            if (stretch.from() == 0) intervals.addAll(negative());
            for (Interval each : oneByOne(Math.max(0, stretch.from() - 1), stretch.to() - 2, isCancelled))
                append(intervals, each);
            return Vector.ofAll(intervals);
        });
    }

    /** Runs every value of a range from 0 up. */
    Either<Misbehaviour, Vector<Interval>> between(int first, int last, int threads, long timeoutMs) {
        // Values that are served take much longer than others and lie side by side: small shares keep all threads busy.
        long share = Math.min(SHARE, ((long) last - first) / threads + 1);
        // Nobody waits for the end of the others, which may take many minutes.
        AtomicBoolean misbehaved = new AtomicBoolean();
        List<Callable<Either<Misbehaviour, List<Interval>>>> parts = new ArrayList<>();
        for (long from = first; from <= last; from += share) {
            long begin = from;
            parts.add(() -> {
                Either<Misbehaviour, List<Interval>> part = Sandbox.call(
                        setup.suspect(),
                        timeoutMs,
                        () -> oneByOne(begin, Math.min(last, begin + share - 1), misbehaved::get));
                if (part.isLeft()) misbehaved.set(true);
                return part;
            });
        }
        List<Interval> intervals = new ArrayList<>();
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        // The diversion of one sandbox must not end with another.
        OutputCapture whole = new OutputCapture();
        try {
            for (Future<Either<Misbehaviour, List<Interval>>> future : executor.invokeAll(parts)) {
                Either<Misbehaviour, List<Interval>> part = future.get();
                if (part.isLeft()) return Either.left(part.getLeft());
                for (Interval interval : part.get()) append(intervals, interval);
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("sweeping failed", e);
        } finally {
            executor.shutdownNow();
            whole.close();
        }
        return Either.right(Vector.ofAll(intervals));
    }

    /**
     * What the allocator declares for the machine: whether the values where its answer changes will do.
     *
     * @return whether {@link #bisected} may be asked
     */
    public boolean isMonotone() {
        return CallMonitor.current()
                .capabilities(setup.provider(), setup.provider().name(), base.machine())
                .isMonotone();
    }

    /**
     * Runs the values where an allocator's answer changes, if it never goes back to one it has left.
     *
     * @return the same as {@link #everyValue} for such an allocator
     */
    public Vector<Interval> bisected() {
        List<Interval> intervals = new ArrayList<>(negative());
        int disks = base.disks();
        // What the driver itself makes of a value changes at 0 and around the number of disks.
        append(intervals, new Interval(0, 0, outcome(0)));
        if (disks > 1) bisect(intervals, 1, disks - 1);
        append(intervals, new Interval(disks, disks, outcome(disks)));
        bisect(intervals, disks + 1, Integer.MAX_VALUE);
        done.set(2 * VALUES);
        return Vector.ofAll(intervals);
    }

    private List<Interval> negative() {
        List<Interval> intervals = new ArrayList<>();
        // What a driver of somebody's own asks for is its own affair.
        if (setup.kernel().isPluggedIn()) {
            bisect(intervals, Integer.MIN_VALUE, -1);
            done.addAndGet(VALUES);
            return intervals;
        }
        Outcome outcome = outcome(-1);
        if (!outcome.equals(outcome(Integer.MIN_VALUE)))
            throw new IllegalStateException("-1 and -2^31 make the same request and have different outcomes");
        intervals.add(new Interval(Integer.MIN_VALUE, -1, outcome));
        done.addAndGet(VALUES);
        return intervals;
    }

    private List<Interval> oneByOne(long first, long last, BooleanSupplier inVain) {
        List<Interval> intervals = new ArrayList<>();
        for (long value = first; value <= last && !inVain.getAsBoolean(); value++) {
            append(intervals, new Interval((int) value, (int) value, outcome((int) value)));
            if ((value & 0xfff) == 0xfff) done.addAndGet(0x1000);
        }
        return intervals;
    }

    private void bisect(List<Interval> intervals, int first, int last) {
        Outcome low = outcome(first);
        if (low.equals(outcome(last))) {
            append(intervals, new Interval(first, last, low));
            return;
        }
        int middle = first + (last - first) / 2;
        bisect(intervals, first, middle);
        bisect(intervals, middle + 1, last);
    }

    /**
     * Adds an interval to those before it.
     *
     * @param intervals in order, to which it is added
     * @param next one that lies behind them; where it follows at once and has the same outcome, it becomes part of the last
     */
    public static void append(List<Interval> intervals, Interval next) {
        Interval last = intervals.isEmpty() ? null : intervals.get(intervals.size() - 1);
        if (last != null && last.last + 1 == next.first && last.outcome.equals(next.outcome))
            intervals.set(intervals.size() - 1, new Interval(last.first, next.last, last.outcome));
        else intervals.add(next);
    }

    private Outcome outcome(int raidDisks) {
        ArrayCase c = base.withRaidDisks(raidDisks);
        Lifecycle life = new Lifecycle(setup, c, Trace.NONE);
        Machine machine = life.testbed().machine();
        Errno errno = null;
        try {
            if (life.start() instanceof RunResult.Refused refused) errno = refused.errno();
        } catch (OopsException died) {
            // The splat says so.
        }
        Splat first = machine.firstSplat();
        Splat splat = first == null ? machine.oomKill() : first;
        // Whoever is killed gets no errno any more.
        if (machine.oomKill() != null) errno = null;
        boolean logged = splat == null && machine.logCount() > 0;
        String reason = errno != Errno.EINVAL
                ? ""
                : raidDisks > base.disks() ? "too few disks" : "a disk's slot is not below raid_disks";
        return new Outcome(
                errno, reason, logged, splat == null ? null : splat.kind(), splat == null ? null : splat.site());
    }
}
