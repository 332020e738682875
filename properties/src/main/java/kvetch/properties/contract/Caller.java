package kvetch.properties.contract;

import java.util.function.Supplier;
import kvetch.api.Address;
import kvetch.api.AddressSpace;
import kvetch.api.Allocator;
import kvetch.api.Machine;
import kvetch.api.OopsException;
import kvetch.properties.cases.Workload.Step;
import kvetch.properties.evidence.Fault;
import kvetch.properties.law.Look;
import kvetch.properties.ledger.Ledger;

/** Asks an allocator for one block at a time, holds it and gives it back, and has each answer looked at. */
final class Caller {
    /** With so few live blocks all are looked at after each free, else after each step. */
    private static final int FEW = 32;

    /** With more live blocks than this each is looked at in brief. */
    private static final int MANY = 256;

    private final Trial trial;
    private final Machine machine;
    private final Allocator allocator;
    private final LiveBlocks live = new LiveBlocks();
    private final PageAccount account;
    private final Placement placement;
    private final Complaints complaints;
    private final RefusedRequests refused;
    private final Marks marks;
    private final SecondFree secondFree;

    Caller(Trial trial) {
        this.trial = trial;
        this.machine = trial.machine();
        this.allocator = trial.allocator();
        this.account = new PageAccount(trial);
        this.placement = new Placement(trial);
        this.complaints = new Complaints(trial);
        this.refused = new RefusedRequests(trial, live);
        this.marks = new Marks(trial);
        this.secondFree = new SecondFree(trial, live, account);
    }

    /** How many blocks it holds. */
    int live() {
        return live.size();
    }

    PageAccount account() {
        return account;
    }

    /** Asks for a block; false if the machine dies of it. */
    boolean alloc(long bytes, int gfp) {
        int splats = machine.splatCount();
        boolean killedBefore = machine.oomKill() != null;
        long pagesBefore = trial.freePages();
        long address;
        try {
            address = allocator.alloc(bytes, gfp);
        } catch (OopsException died) {
            trial.note(
                    Fault.DEATH,
                    () -> "alloc of " + Ledger.count(bytes) + ": "
                            + died.splat().headline());
            return false;
        }
        int number = trial.ledger().allocations();
        long pagesAfter = trial.freePages();
        account.ask(bytes);
        if (address == Address.NULL) account.refuse(pagesBefore, pagesAfter);
        complaints.lookAtWarns(bytes, gfp, splats);
        complaints.lookAtKill(bytes, gfp, killedBefore);
        if (address == Address.NULL) refused.lookAt(bytes, gfp);
        else if (bytes == 0) {
            if (address != Address.ZERO_SIZE_PTR) noteZeroBytes(number, address);
        } else {
            refused.served(bytes, pagesBefore, pagesAfter);
            take(number, address, bytes);
        }
        return true;
    }

    private void noteZeroBytes(int number, long address) {
        trial.note(
                Fault.ZERO_BYTES,
                () -> "allocation " + number + ", of 0 bytes, is answered with " + Address.format(address),
                number);
    }

    private void take(int number, long address, long bytes) {
        placement.lookAt(number, address, bytes);
        long ksize = allocator.ksize(address);
        AddressSpace memory = machine.memory();
        long usable =
                Long.compareUnsigned(ksize, bytes) > 0 && ksize > 0 && memory.isMapped(address, ksize) ? ksize : bytes;
        Live block = new Live(number, address, bytes, ksize, usable);
        if (usable < 0 || !memory.isMapped(address, usable)) block = new Live(number, address, bytes, ksize, 0);
        live.add(block);
        account.serve(bytes);
        if (trial.looksAt(Look.BYTES) || trial.looksAt(Look.REFUSALS)) marks.write(block);
    }

    /** Gives a block back, the one in a place, counted from the oldest; false if the machine dies of it. */
    boolean free(int index) {
        Live block = live.get(index);
        if (trial.looksAt(Look.BYTES)) marks.lookAt(block, false);
        live.remove(index);
        account.free(block.bytes());
        secondFree.freed(block);
        int splats = machine.splatCount();
        int lines = machine.logCount();
        try {
            allocator.free(block.address());
        } catch (OopsException died) {
            Supplier<String> message = () ->
                    trial.freeCall() + " of " + block + ": " + died.splat().headline();
            trial.note(Fault.FREE_WARNS, message, block.number());
            trial.note(Fault.DEATH, message, block.number());
            return false;
        }
        if (machine.splatCount() > splats)
            trial.note(
                    Fault.FREE_WARNS,
                    () -> trial.freeCall() + " of " + block + ": "
                            + machine.splatsSince(splats).head().headline(),
                    block.number());
        else if (trial.isKernels() && machine.logCount() > lines)
            trial.note(
                    Fault.FREE_WARNS,
                    () -> trial.freeCall() + " of " + block + ": "
                            + machine.logSince(lines).head(),
                    block.number());
        if (live.size() <= FEW) lookAtSizes(() -> trial.freeCall() + " of " + block, block.number());
        return true;
    }

    /** Frees what is no block and may be freed; false if the machine dies of it. */
    boolean freeNothing(long address) {
        Supplier<String> call =
                () -> trial.freeCall() + "(" + (address == Address.NULL ? "NULL" : "ZERO_SIZE_PTR") + ")";
        int splats = machine.splatCount();
        int lines = machine.logCount();
        try {
            allocator.free(address);
        } catch (OopsException died) {
            trial.note(
                    Fault.FREE_NOTHING, () -> call.get() + ": " + died.splat().headline());
            return false;
        }
        if (machine.splatCount() > splats || machine.logCount() > lines)
            trial.note(
                    Fault.FREE_NOTHING,
                    () -> call.get() + ": " + machine.logSince(lines).last());
        return true;
    }

    /** Frees a block and at once again. */
    void freeTwice(int index) {
        Live block = live.get(index);
        if (free(index)) secondFree.free(block, "after " + block + " was freed twice");
    }

    /** Frees again what was freed some time ago; false if there is nothing that could be. */
    boolean freeAgain(Step step) {
        Live block = secondFree.freedBefore(step);
        if (block == null) return false;
        secondFree.free(block, "after " + block + " was freed a second time, and others in between,");
        return true;
    }

    /** Looks at all that is live after a step. */
    void lookAtLiveBlocks(Step step) {
        if (live.size() > FEW) lookAtSizes(() -> "the step '" + step + "'", 0);
        if (!trial.looksAt(Look.BYTES)) return;
        boolean many = live.size() > MANY;
        for (int i = 0; i < live.size(); i++) {
            placement.lookBehind(live.get(i));
            marks.lookAt(live.get(i), many);
        }
    }

    /** The blocks that are live must be none the worse for the free of others. */
    private void lookAtSizes(Supplier<String> why, int freed) {
        if (!trial.looksAt(Look.SIZES)) return;
        for (int i = 0; i < live.size(); i++) {
            Live other = live.get(i);
            long ksize = allocator.ksize(other.address());
            if (ksize == other.ksize()) continue;
            trial.note(
                    Fault.KSIZE_CHANGES,
                    () -> why.get() + " turns ksize of " + other + " from " + Long.toUnsignedString(other.ksize())
                            + " to " + Long.toUnsignedString(ksize),
                    freed,
                    other.number());
            return;
        }
    }
}
