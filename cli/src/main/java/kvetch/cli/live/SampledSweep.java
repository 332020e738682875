package kvetch.cli.live;

import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import kvetch.api.MachineProfile;
import kvetch.api.Splat;
import kvetch.live.LiveIsolation;
import kvetch.live.LiveKernel;
import kvetch.properties.Check;
import kvetch.properties.Sweep;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.isolation.CaseRunner;
import kvetch.properties.law.Law;
import kvetch.properties.law.RunningArrayLaw;
import kvetch.properties.laws.StandardLaws;
import kvetch.properties.run.Examination;
import kvetch.properties.setup.Setup;
import kvetch.raid0.Errno;

/**
 * Says what starting an array comes to on a real kernel, for some values of raid_disks: those around the borders that the model
 * has, around powers of two, and the extremes. Between two values of the same outcome nothing is known.
 */
public final class SampledSweep {
    private static final int PAGE_SIZE = 4096;
    private static final int CHUNK = 8;

    /** Any that has arrays started and shows what comes of it. */
    private static final Law LAW = StandardLaws.ALL
            .find(law -> law instanceof RunningArrayLaw && law.isSeenFromOutside())
            .get();

    private final Supplier<LiveKernel> open;
    private final Setup setup;
    private final ArrayCase base;
    private final int[] values;

    /**
     * A sweep that has not begun.
     *
     * @param open boots the kernel
     * @param memoryMib its memory
     * @param setup the profile that is nearest to it, with its allocator
     * @param zones the number of zones, 1 to 64
     */
    public SampledSweep(Supplier<LiveKernel> open, int memoryMib, Setup setup, int zones) {
        this.open = open;
        this.setup = setup;
        MachineProfile machine = MachineProfile.of(PAGE_SIZE, memoryMib);
        long[] sizes = new long[zones];
        for (int i = 0; i < zones; i++) sizes[i] = (long) CHUNK * (i + 1);
        this.base = ArrayCase.of(CHUNK, sizes).onMachine(machine);
        this.values = values(new Sweep(setup, zones, machine).bisected());
    }

    private static int[] values(Vector<Sweep.Interval> borders) {
        TreeSet<Integer> values = new TreeSet<>();
        values.add(Integer.MIN_VALUE);
        values.add(Integer.MAX_VALUE);
        for (Sweep.Interval interval : borders) {
            values.add(interval.first());
            values.add(interval.last());
        }
        for (int bit = 0; bit < 31; bit++) for (int beside = -1; beside <= 1; beside++) values.add((1 << bit) + beside);
        return values.stream().mapToInt(Integer::intValue).toArray();
    }

    /** How many values are tried. */
    public int size() {
        return values.length;
    }

    /**
     * Tries them.
     *
     * @param progress told how many are done
     * @return from value to value; where the next has another outcome an interval ends with the last that was tried
     */
    public Vector<Sweep.Interval> run(IntConsumer progress) {
        List<Sweep.Interval> intervals = new ArrayList<>();
        int done = 0;
        while (done < values.length)
            try (LiveKernel kernel = open.get();
                    CaseRunner runner = LiveIsolation.on(kernel).open(setup, Check.DEFAULT_TIMEOUT_MS)) {
                boolean isSound = true;
                while (isSound && done < values.length) {
                    progress.accept(done);
                    Sweep.Outcome outcome = outcome(runner, base.withRaidDisks(values[done]));
                    add(intervals, values[done++], outcome);
                    isSound = isSound(outcome);
                }
            }
        return Vector.ofAll(intervals);
    }

    private static void add(List<Sweep.Interval> intervals, int value, Sweep.Outcome outcome) {
        int last = intervals.size() - 1;
        if (last >= 0 && intervals.get(last).outcome().equals(outcome))
            intervals.set(last, new Sweep.Interval(intervals.get(last).first(), value, outcome));
        else intervals.add(new Sweep.Interval(value, value, outcome));
    }

    /** A refusal that warns harms nobody; what else is said in anger may have damaged memory, and tells on the next. */
    private static boolean isSound(Sweep.Outcome outcome) {
        return outcome.splat() == null || (outcome.splat() == Splat.Kind.WARN && outcome.errno() == Errno.ENOMEM);
    }

    private static Sweep.Outcome outcome(CaseRunner runner, ArrayCase c) {
        Examination seen = runner.examine(LAW, c);
        // A kernel warns once a boot.
        if (seen.errno() == Errno.ENOMEM && seen.splat() == null) seen = runner.confirm(LAW, c);
        Splat splat = seen.splat();
        Errno errno = seen.errno();
        return new Sweep.Outcome(
                errno,
                untriable(seen),
                false,
                splat == null ? null : splat.kind(),
                splat == null ? null : splat.site());
    }

    private static String untriable(Examination seen) {
        boolean isKnown = seen.errno() != null
                || seen.splat() != null
                || !seen.sights(LAW).isEmpty();
        return isKnown ? "" : Vector.ofAll(seen.messages()).mkString("; ");
    }
}
