package kvetch.properties.cases;

import java.util.Arrays;
import java.util.Comparator;
import kvetch.api.MachineProfile;

/** The order of counterexamples, as {@link Case#SMALLER_FIRST} says it. */
final class SmallerFirst {
    private static final Comparator<MachineProfile> MACHINES = Comparator.comparingInt(MachineProfile::pageSize)
            .thenComparingInt(machine -> Math.abs(machine.memoryMib() - Case.USUAL_MACHINE.memoryMib()))
            .thenComparingInt(MachineProfile::memoryMib)
            .thenComparingInt(machine -> machine.maxPageOrder() - machine.freeOrder());

    private static final Comparator<Array> SHAPES = Comparator.<Array, Boolean>comparing(a -> a.raidDisks() <= 0)
            .thenComparingLong(a -> Math.abs((long) a.raidDisks() - a.disks().count()))
            .thenComparingInt(a -> a.chunkSectors() > 0 ? 0 : a.chunkSectors() == 0 ? 1 : 2)
            .thenComparingLong(a -> Math.abs((long) a.chunkSectors()))
            // Of those too large for 64 bits the one of a single size is the simplest, though its sum may be larger.
            .thenComparingLong(a ->
                    a.isTooLarge() ? Arrays.stream(a.disks().sizes()).distinct().count() : 0)
            .thenComparing(a -> a.disks().sumOfSizes(), Arrays::compareUnsigned)
            .thenComparing(Array::disks, Disks::compareSizes)
            .thenComparingLong(a -> Layouts.oddity(a.layouts().byDefault()));

    private static final Comparator<Request> REQUESTS = Comparator.comparing(Request::sectors, Long::compareUnsigned)
            .thenComparing(Request::start, Long::compareUnsigned);

    private static final Comparator<ArrayCase> ARRAYS = Comparator.comparing(ArrayCase::array, SHAPES)
            .thenComparing(c -> c.scenario().request(), REQUESTS)
            .thenComparing(c -> c.array().blockSizes(), BlockSizes::compare)
            .thenComparingLong(c -> Layouts.oddity(c.array().layouts().own()))
            .thenComparing(ArrayCase::integrity)
            .thenComparing(c -> c.array().disks(), Disks::compareSlots)
            .thenComparing(ArrayCase::machine, MACHINES)
            .thenComparing(c -> c.scenario().again(), SmallerFirst::compareAgain);

    private static final Comparator<WorkloadCase> WORKLOADS = Comparator.comparing(
                    WorkloadCase::workload, Workload.SMALLER_FIRST)
            .thenComparing(WorkloadCase::machine, MACHINES);

    static final Comparator<Case> ORDER = Comparator.comparingInt(SmallerFirst::disks)
            .thenComparingInt(SmallerFirst::failure)
            .thenComparingInt(SmallerFirst::unusual)
            .thenComparing(SmallerFirst::compareInDetail);

    private SmallerFirst() {}

    /** An array without disks is no small one: it comes after all others. */
    private static int disks(Case c) {
        if (!(c instanceof ArrayCase array)) return 1;
        return array.disks() == 0 ? Integer.MAX_VALUE : array.disks();
    }

    private static int failure(Case c) {
        return c instanceof ArrayCase array && array.failAt() != 0 ? -array.failAt() : Integer.MIN_VALUE;
    }

    /** How many things about the disks and the machine are not as usual. */
    private static int unusual(Case c) {
        int machine = c.isOnUsualMachine() ? 0 : 1;
        if (!(c instanceof ArrayCase array)) return machine;
        return array.array().unusual() + (array.startsAgainWithOtherDisks() ? 1 : 0) + machine;
    }

    private static int compareInDetail(Case a, Case b) {
        if (a instanceof ArrayCase one && b instanceof ArrayCase other) return ARRAYS.compare(one, other);
        if (a instanceof WorkloadCase one && b instanceof WorkloadCase other) return WORKLOADS.compare(one, other);
        return a instanceof ArrayCase ? -1 : 1;
    }

    private static int compareAgain(SecondStart a, SecondStart b) {
        if (!(a instanceof SecondStart.WithOtherDisks one)) return b instanceof SecondStart.WithOtherDisks ? -1 : 0;
        if (!(b instanceof SecondStart.WithOtherDisks other)) return 1;
        int byCount = Integer.compare(one.disks().count(), other.disks().count());
        return byCount != 0 ? byCount : one.disks().compareSizes(other.disks());
    }
}
