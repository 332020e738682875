package kvetch.properties.shrink;

import io.vavr.collection.Vector;
import kvetch.api.Gfp;
import kvetch.api.MachineProfile;
import kvetch.api.PageFrames;
import kvetch.properties.cases.Workload;
import kvetch.properties.cases.Workload.Step;
import kvetch.properties.cases.WorkloadCase;
import kvetch.properties.contract.Contract;

/** Passes that look for the usual machine, or one nearer to it, where what is large has another size. */
final class OtherMachines extends WorkloadPasses {
    /** So many blocks may be all of a small memory. */
    private static final int MANY = 64;

    OtherMachines(Search<WorkloadCase> search) {
        super(search);
    }

    void makeMachineUsual() {
        accept(best().onUsualMachine());
        if (!best().isOnUsualMachine()) tryLargestOnUsualMachine();
        MachineProfile machine = best().machine();
        for (int pageSize : PAGE_SIZES)
            for (int memoryMib : MEMORY_MIB) {
                MachineProfile other = MachineProfile.of(pageSize, memoryMib);
                accept(best().onMachine(other));
                for (long near = -1; near <= 1; near++)
                    for (boolean byLimit : new boolean[] {false, true}) accept(scaled(machine, other, byLimit, near));
                if (machine.freeOrder() < machine.maxPageOrder())
                    for (int order = other.maxPageOrder() - 1; order >= 0; order--)
                        accept(best().onMachine(other.withFreeOrder(order)));
            }
    }

    /** What is large on a small machine has another size on the usual one. */
    private void tryLargestOnUsualMachine() {
        long largest = steps().filter(step -> step.kind().asks())
                .map(Step::bytes)
                .maxBy(Long::compareUnsigned)
                .getOrElse(0L);
        WorkloadCase on = best().onUsualMachine();
        for (long size : EDGES) if (accept(on.withWorkload(new Workload(withSizes(largest, size))))) return;
    }

    /** On a machine with other pages, with the sizes that are there what these are here. */
    private WorkloadCase scaled(MachineProfile from, MachineProfile to, boolean byLimit, long near) {
        long here = from.pageSize() * (byLimit ? 1L << from.maxPageOrder() : 1);
        long there = to.pageSize() * (byLimit ? 1L << to.maxPageOrder() : 1);
        Vector<Step> steps = steps().map(step -> step.kind().asks() && step.bytes() >= here / 16
                ? step.withBytes((long) ((double) (step.bytes() - near) / here * there) + near)
                : step);
        return best().onMachine(to).withWorkload(new Workload(steps));
    }

    /** Where much is asked for it may be memory that ends, and then some other machine ends after fewer blocks of one size. */
    void fillMachines() {
        Vector<Step> asking = steps().filter(step -> step.kind().asks());
        if (asking.map(Step::times).sum().longValue() < MANY) return;
        Vector<Integer> flags = asking.map(Step::gfp).prepend(Gfp.ZERO).distinct();
        if (steps().size() > 1)
            for (int gfp : flags)
                if (accept(Workload.NONE.alloc(1, gfp, Contract.MOST_LIVE).steps())) return;
        for (int pageSize : PAGE_SIZES)
            for (int memoryMib : MEMORY_MIB) {
                MachineProfile machine = MachineProfile.of(pageSize, memoryMib);
                if (steps().size() == 1) askForFewerOn(machine);
                for (int gfp : flags)
                    for (int order = machine.maxPageOrder(); order >= 0; order--) {
                        long bytes = order == 0 ? 1 : ((long) pageSize << (order - 1)) + 1;
                        int times = (machine.totalFrames() >> order) + 1;
                        if (times <= Contract.MOST_LIVE)
                            accept(best().onMachine(machine).withWorkload(Workload.NONE.alloc(bytes, gfp, times)));
                    }
            }
    }

    /** The same request on a machine with less memory, where it is refused so much the sooner. */
    private void askForFewerOn(MachineProfile machine) {
        Step step = steps().head();
        if (machine.pageSize() != best().machine().pageSize()) return;
        int order = PageFrames.getOrder(step.bytes(), machine.pageSize());
        if (order > machine.maxPageOrder()) return;
        int fewer = (best().machine().totalFrames() - machine.totalFrames()) >> order;
        // Some of what is free cannot be had.
        for (int eighths = 8; eighths >= 6; eighths--) {
            int times = step.times() - fewer / 8 * eighths;
            if (times > 0
                    && times < step.times()
                    && accept(best().onMachine(machine).withWorkload(new Workload(Vector.of(step.withTimes(times))))))
                return;
        }
    }
}
