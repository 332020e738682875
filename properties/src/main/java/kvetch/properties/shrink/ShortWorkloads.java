package kvetch.properties.shrink;

import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.List;
import kvetch.api.Gfp;
import kvetch.api.MachineProfile;
import kvetch.properties.cases.Workload;
import kvetch.properties.cases.Workload.Kind;
import kvetch.properties.cases.Workload.Step;
import kvetch.properties.cases.WorkloadCase;

/** The pass that goes through all that is short. */
final class ShortWorkloads extends WorkloadPasses {
    ShortWorkloads(Search<WorkloadCase> search) {
        super(search);
    }

    /** All that is short, the smallest first: on the usual machine, and then on others. */
    void tryShort() {
        if (tryShortOn(best().onUsualMachine()) || tryFilled() || tryExhausting() || tryShortSteps()) return;
        if (!best().isOnUsualMachine()) tryMachines();
    }

    /** One request, two, and one with a free after or in between. */
    private boolean tryShortOn(WorkloadCase on) {
        for (Vector<Step> form : forms())
            for (long size : EDGES) if (accept(on.withWorkload(new Workload(sized(form, size))))) return true;
        return false;
    }

    private static Vector<Step> sized(Vector<Step> form, long size) {
        return form.map(step -> step.kind().asks() ? step.withBytes(size) : step);
    }

    private static List<Vector<Step>> forms() {
        Workload one = Workload.NONE.alloc(1);
        Workload two = Workload.NONE.alloc(1, Gfp.ZERO, 2);
        return List.of(
                one.steps(),
                two.steps(),
                Workload.NONE.churn(1, 1).steps(),
                Workload.NONE.churn(1, 2).steps(),
                one.free(0).steps(),
                one.freeTwice(0).steps(),
                two.free(0).steps(),
                two.freeTwice(0).steps(),
                one.free(0).alloc(1).steps(),
                one.free(0).alloc(1, Gfp.ZERO, 2).steps());
    }

    /** All of memory in the largest blocks that there are, all of them freed, and once more. */
    private boolean tryFilled() {
        WorkloadCase on = best().onUsualMachine();
        MachineProfile machine = on.machine();
        int order = machine.maxPageOrder();
        long bytes = ((long) machine.pageSize() << (order - 1)) + 1;
        int times = (machine.totalFrames() >> order) + 2;
        Workload filled = Workload.NONE.alloc(bytes, Gfp.ZERO, times);
        Workload freed = filled.with(new Step(Kind.FREE, 0, 0, times));
        return accept(on.withWorkload(filled))
                || accept(on.withWorkload(freed.alloc(bytes)))
                || accept(on.withWorkload(freed.alloc(bytes, Gfp.ZERO, times)));
    }

    /** A few small blocks, one of them freed, and a request for all memory, which runs out while some of it is held. */
    private boolean tryExhausting() {
        WorkloadCase on = best().onUsualMachine();
        MachineProfile machine = on.machine();
        long page = machine.pageSize();
        long memory = machine.totalFrames() * page;
        for (int times = 1; times <= PICKED; times++)
            for (int pages = PICKED; pages >= 0; pages--) {
                Workload held = Workload.NONE.alloc(1, Gfp.ZERO, times);
                long bytes = memory - (pages + 1) * page + 1;
                if (accept(on.withWorkload(held.alloc(bytes)))
                        || accept(on.withWorkload(held.free(0).alloc(bytes)))) return true;
            }
        return false;
    }

    /** Every workload of a few steps of a few kinds, in order, on the usual machine. */
    private boolean tryShortSteps() {
        int most = Math.max(best().isOnUsualMachine() ? 0 : 3, Math.min(4, steps().size()));
        for (int length = 2; length <= most; length++) if (tryShortSteps(Workload.NONE, 0, length)) return true;
        return false;
    }

    private boolean tryShortSteps(Workload begun, int live, int length) {
        int left = length - begun.steps().size();
        if (left == 0) return accept(best().onUsualMachine().withWorkload(begun));
        boolean frees = begun.steps().exists(step -> !step.kind().asks());
        boolean mustFree = length > 3 && left == 2 && !frees;
        if (!mustFree)
            for (int times : new int[] {1, 2, 4})
                for (long bytes : new long[] {1, 2049, 4097})
                    if (tryShortSteps(begun.alloc(bytes, Gfp.ZERO, times), live + times, length)) return true;
        for (int which = 0; which < Math.min(3, live); which++)
            if (tryShortSteps(begun.free(which), live - 1, length)) return true;
        if (live > 1 && tryShortSteps(begun.and(Kind.FREE_EVERY_SECOND), live / 2, length)) return true;
        for (int which = 0; left == 1 && which < Math.min(2, live); which++)
            if (tryShortSteps(begun.freeTwice(which), live, length)) return true;
        return false;
    }

    /** One request on each machine, in whole memory and in fragments, for a little more than a block of each order. */
    private void tryMachines() {
        for (Vector<Step> form : forms()) {
            if (form.size() > steps().size()) continue;
            for (int shift = 12; shift <= 30; shift++)
                for (MachineProfile machine : machines())
                    for (long near = -1; near <= 1; near++)
                        if (accept(best().onMachine(machine)
                                .withWorkload(new Workload(sized(form, (1L << shift) + near))))) return;
        }
    }

    /** Machines in the order of counterexamples: whole memory, and the usual one in fragments. */
    private static List<MachineProfile> machines() {
        List<MachineProfile> machines = new ArrayList<>();
        for (int pageSize : PAGE_SIZES)
            for (int memoryMib : MEMORY_MIB) {
                MachineProfile whole = MachineProfile.of(pageSize, memoryMib);
                machines.add(whole);
                if (memoryMib == MEMORY_MIB[0])
                    for (int order = whole.maxPageOrder() - 1; order >= 0; order--)
                        machines.add(whole.withFreeOrder(order));
            }
        return machines;
    }
}
