package kvetch.properties.run;

import java.util.List;
import java.util.function.LongPredicate;
import kvetch.api.Splat;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.setup.Setup;
import org.jspecify.annotations.Nullable;

/** What freeing with the wrong function would do to a machine, and from which size on. */
public final class WrongFreeImpact {
    private static final int MOST_DISKS = 4096;

    private final Setup setup;

    private WrongFreeImpact(Setup setup) {
        this.setup = setup;
    }

    /**
     * Says it in a sentence.
     *
     * @param setup a kernel that frees a table with the wrong function
     * @return what the machine does, and the smallest array that makes it do so
     */
    public static String of(Setup setup) {
        WrongFreeImpact consequence = new WrongFreeImpact(setup);
        long raidDisks = first(1, Integer.MAX_VALUE, value -> consequence.splat(refused((int) value)) != null);
        if (raidDisks > 0) return consequence.describe(refused((int) raidDisks), "raid_disks " + raidDisks);
        long disks = first(1, MOST_DISKS, value -> consequence.splat(started((int) value)) != null);
        if (disks > 0)
            return consequence.describe(
                    started((int) disks), "raid_disks " + disks + " with disks of " + disks + " different sizes");
        return "It only happens to work: no raid_disks makes the machine notice.";
    }

    private String describe(ArrayCase c, String from) {
        Splat splat = splat(c);
        return "It only happens to work below " + from + "; from there on the machine answers: "
                + (splat == null ? "nothing" : splat.headline()) + ".";
    }

    /** One disk, and too few of them, which takes the abort path. */
    private static ArrayCase refused(int raidDisks) {
        return ArrayCase.of(8, 64).withRaidDisks(raidDisks);
    }

    /** As many zones as disks, which makes the largest tables that an array can start with. */
    private static ArrayCase started(int disks) {
        long[] sizes = new long[disks];
        for (int i = 0; i < disks; i++) sizes[i] = i + 2L;
        return ArrayCase.of(1, sizes);
    }

    /** What freeing does; a WARN that allocating raises is another matter. */
    private @Nullable Splat splat(ArrayCase c) {
        Splat splat = LifeExaminer.examine(List.of(), setup, c).splat();
        if (splat == null) return null;
        boolean whileAllocating = splat.kind() == Splat.Kind.WARN
                && splat.callTrace().headOption().contains("create_strip_zones")
                && !splat.site().function().contains("free");
        return whileAllocating ? null : splat;
    }

    /** The first value from which on {@code holds}, found by bisection; 0 if it does not hold for {@code high}. */
    private static long first(long low, long high, LongPredicate holds) {
        long accepted = 0;
        for (long value = low; value <= high && accepted == 0; value *= 2) if (holds.test(value)) accepted = value;
        if (accepted == 0) return 0;
        long refuted = accepted / 2;
        while (accepted - refuted > 1) {
            long middle = refuted + (accepted - refuted) / 2;
            if (holds.test(middle)) accepted = middle;
            else refuted = middle;
        }
        return accepted;
    }
}
