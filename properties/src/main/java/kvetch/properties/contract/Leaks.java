package kvetch.properties.contract;

import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.List;
import kvetch.api.Address;
import kvetch.api.Gfp;
import kvetch.api.MachineProfile;
import kvetch.properties.cases.Workload;
import kvetch.properties.evidence.Fault;
import kvetch.properties.law.Look;

/**
 * Goes through the steps again and again, with everything freed in between, and looks at what stays.
 *
 * <p>Pages may stay with the allocator for the next blocks, and so may blocks that were freed: up to some thousand of them, or
 * to some share of memory. What goes on growing is a leak. So where something grows it is given every chance to stop, in a
 * {@link LongRun}.
 */
final class Leaks {
    /** How often the steps are gone through where nothing grows. */
    private static final int ROUNDS = 4;

    /** From so many blocks on a second time will do. */
    private static final int LARGE = 512;

    /** How many blocks are asked for to see whether what stays taken is of use. */
    private static final int PROBED = 64;

    /** How often the steps are gone through again where fewer and fewer blocks are served. */
    private static final int AGAIN = 16;

    private final Trial trial;
    private final Workload workload;
    private final Steps steps;
    private final PageAccount account;
    private final LongRun longRun;
    private final long[] kept = new long[ROUNDS];
    private final long[] got = new long[ROUNDS];
    private final long[] lost = new long[ROUNDS];
    private long rounds;
    private long freedInFirst;
    private long askedInFirst;

    Leaks(Trial trial, Workload workload) {
        this.trial = trial;
        this.workload = workload;
        Caller caller = new Caller(trial);
        this.steps = new Steps(workload, caller);
        this.account = caller.account();
        this.longRun = new LongRun(trial, steps, account);
    }

    void look() {
        if (!goThrough()) return;
        if (isUnexplained()) {
            trial.note(
                    Fault.LEAK,
                    () -> "with all blocks freed " + account.taken() + " of " + trial.totalPages()
                            + " pages are taken; never were more than " + account.mostInUse() + " in use at once");
            return;
        }
        if (rounds < ROUNDS) return;
        if (isGrowing()) lookAtGrowth();
        else lookAtServed();
    }

    /** Goes through the steps so often that it shows whether anything grows; false if the machine dies of it. */
    private boolean goThrough() {
        for (int i = 0; i < ROUNDS; i++) {
            long before = account.served();
            long lostBefore = account.lost();
            if (!steps.carryOut()) return false;
            trial.isOver();
            // What else there is to be seen shows the first time.
            trial.looksOnlyAt(Look.LEAKS);
            rounds++;
            kept[i] = account.taken();
            got[i] = account.served() - before;
            lost[i] = account.lost() - lostBefore;
            if (i == 0) {
                freedInFirst = account.freed();
                askedInFirst = account.asked();
                if (exceedsAllUses()) return true;
            }
            boolean steady = i == 1 && kept[1] <= kept[0] && got[1] >= got[0];
            if (steady && (got[0] > LARGE || askedInFirst > LARGE * 64)) return true;
        }
        return true;
    }

    private boolean isGrowing() {
        return kept[ROUNDS - 1] > kept[0];
    }

    private boolean exceedsAllUses() {
        long spare = Math.min(1L << trial.machine().profile().maxPageOrder(), trial.totalPages() / 4);
        return account.taken() > 4 * (account.mostInUse() + account.freed()) + 64 + spare;
    }

    /** Whether much more is taken than was ever handed out, and is of no use. */
    private boolean isUnexplained() {
        if (!exceedsAllUses()) return false;
        List<Long> blocks = new ArrayList<>();
        long before = account.taken();
        for (int i = 0; i < PROBED; i++) {
            long address = trial.allocAside(trial.pageSize(), Gfp.KERNEL | Gfp.NOWARN);
            if (address == Address.NULL) break;
            blocks.add(address);
        }
        boolean isPool = blocks.size() >= PROBED / 8 && account.taken() - before <= blocks.size() / 2;
        for (long address : blocks) trial.freeAside(address);
        return !isPool;
    }

    private void lookAtGrowth() {
        if (isNeverHandedOut()
                || (isAffordable() && longRun.goesOnGrowing())
                || (isAffordable() && longRun.isStarved() && goesOnGrowingOnLargeMachine()))
            trial.note(
                    Fault.LEAK,
                    () -> "the same steps again and again, with all blocks freed each time, leave "
                            + Vector.ofAll(kept).mkString(", ") + ", ... pages taken");
    }

    /** What was never handed out is not kept for the next caller: more than was freed, or what refusals have taken. */
    private boolean isNeverHandedOut() {
        long growth = kept[ROUNDS - 1] - kept[0];
        boolean lostEachTime = true;
        long lostSince = 0;
        for (int i = 0; i < ROUNDS; i++) {
            lostEachTime &= lost[i] > 0;
            if (i > 0) lostSince += lost[i];
        }
        return growth > 4 * (account.freed() - freedInFirst) || (lostEachTime && growth >= lostSince);
    }

    /** Whether the steps can be gone through many times, however the allocator takes its pages. */
    private boolean isAffordable() {
        return trial.isContiguous() || askedInFirst < LongRun.STRETCH_PAGES / 2;
    }

    /** Where memory ends before whatever keeps blocks back is full, a large machine tells the two apart. */
    private boolean goesOnGrowingOnLargeMachine() {
        MachineProfile profile = trial.machine().profile();
        int memoryMib = trial.isContiguous() ? 65536 : 16384;
        if (profile.memoryMib() >= memoryMib) return false;
        MachineProfile large = MachineProfile.of(profile.pageSize(), memoryMib).withFreeOrder(profile.freeOrder());
        Leaks there = new Leaks(trial.onMachine(large), workload);
        return there.goThrough() && there.rounds == ROUNDS && there.isGrowing() && there.longRun.goesOnGrowing();
    }

    /** Memory that an allocator has taken once and for all gets lost in it, and it serves fewer blocks each time. */
    private void lookAtServed() {
        for (int i = 1; i < ROUNDS; i++) if (got[i] >= got[i - 1]) return;
        long least = got[ROUNDS - 1];
        for (int i = 0; i < AGAIN; i++) {
            long before = account.served();
            if (!steps.carryOut()) return;
            rounds++;
            long now = account.served() - before;
            if (now > least || (now == least && now != 0)) return;
            least = now;
        }
        long last = least;
        trial.note(
                Fault.LEAK,
                () -> "the same steps " + ROUNDS + " times, with all blocks freed each time, get "
                        + Vector.ofAll(got).mkString(", ") + " blocks, and " + last + " the " + rounds + "th time");
    }
}
