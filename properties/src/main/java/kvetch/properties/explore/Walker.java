package kvetch.properties.explore;

import io.vavr.collection.Vector;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.BooleanSupplier;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.evidence.Misbehaviour;
import kvetch.properties.run.ExploredArray;
import kvetch.properties.sandbox.CallMonitor;
import kvetch.properties.sandbox.MisbehaviourException;
import kvetch.properties.sandbox.Sandbox;
import kvetch.properties.setup.Setup;
import kvetch.raid0.EndlessLoopException;
import org.jspecify.annotations.Nullable;

/** A thread's way through the arrays: takes one after the other, with every kernel and allocator, and compares these. */
final class Walker implements Runnable {
    private final Walk walk;
    private final Ground ground;
    private final LawsByKind laws;
    private final Quarantine quarantine;
    private final BooleanSupplier cancelled;
    private final SmallestCases smallest = new SmallestCases();
    private final Tally[] tallies;
    private final BitSet[] mapped;
    private final @Nullable Sandbox[] sandboxes;
    private ExploredArray.Tables reference = new ExploredArray.Tables();
    private ExploredArray.Tables current = new ExploredArray.Tables();
    private volatile @Nullable Throwable failure;

    Walker(Walk walk, BooleanSupplier cancelled) {
        this.walk = walk;
        this.ground = walk.ground();
        this.laws = walk.laws();
        this.quarantine = walk.quarantine();
        this.cancelled = cancelled;
        int setups = ground.setups().size();
        this.tallies = new Tally[setups];
        this.mapped = new BitSet[setups];
        this.sandboxes = new Sandbox[setups];
        Arrays.setAll(tallies, i -> new Tally());
        Arrays.setAll(mapped, i -> new BitSet());
    }

    /** Why it ended early; null if it did not. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    SmallestCases smallest() {
        return smallest;
    }

    /** How much it did with a setup. */
    Tally tally(int setup) {
        return tallies[setup];
    }

    /** The arrays of which it could map every sector with a setup. */
    BitSet mapped(int setup) {
        return mapped[setup];
    }

    @Override
    public void run() {
        try {
            while (!cancelled.getAsBoolean() && walk.accusations().outlaw() == null) {
                int array = walk.next();
                if (array >= ground.arrays().size()) return;
                explore(array);
                walk.progress().arrayDone();
            }
        } catch (RuntimeException | Error e) {
            failure = e;
        } finally {
            for (Sandbox sandbox : sandboxes) if (sandbox != null) sandbox.close();
        }
    }

    private void explore(int array) {
        int referring = -1;
        for (int i = 0; i < ground.setups().size(); i++) {
            if (quarantine.isOut(array, i)) continue;
            ExploredArray.Tables tables = referring < 0 ? reference : current;
            Pass pass = pass(i, array, tables);
            if (!isDone(array, i, pass::run)) continue;
            tallies[i].add(pass.tally());
            walk.progress().statesDone(pass.tally().states());
            smallest.addAll(pass.smallest());
            if (!pass.isMapped()) continue;
            mapped[i].set(array);
            if (referring < 0) referring = i;
            else if (!current.mapsLike(reference)) tellApart(array, referring, i);
        }
    }

    private Pass pass(int setup, int array, ExploredArray.Tables tables) {
        return new Pass(ground, laws, walk.doubts(), setup, array, tables);
    }

    /** False if the allocator or the driver misbehaved. */
    private boolean isDone(int array, int index, Runnable work) {
        Setup setup = ground.setups().get(index);
        if (!laws.arePluggedIn(setup)) return isDoneHere(array, index, work);
        Sandbox sandbox = sandboxes[index];
        if (sandbox == null) sandboxes[index] = sandbox = new Sandbox(setup.suspect(), ground.timeoutMs());
        try {
            sandbox.call(() -> {
                work.run();
                return index;
            });
            // The kernel's own allocators are quiet; what laws print is kept away and does no harm.
            for (Misbehaviour manners : setup.isPluggedIn() ? sandbox.manners() : Vector.<Misbehaviour>empty())
                quarantine.add(array, index, manners.on(ground.arrays().get(array)));
            return !quarantine.isOut(array, index);
        } catch (MisbehaviourException misbehaved) {
            walk.accusations().accuse(array, index, misbehaved.misbehaviour());
            // A thread that hung may still write to them.
            reference = new ExploredArray.Tables();
            current = new ExploredArray.Tables();
            return false;
        }
    }

    /** Of Kvetch's own, which may be no better than whoever has changed it. */
    private boolean isDoneHere(int array, int index, Runnable work) {
        try {
            work.run();
            return true;
        } catch (MisbehaviourException misbehaved) {
            walk.accusations().accuse(array, index, misbehaved.misbehaviour());
        } catch (EndlessLoopException endless) {
            ArrayCase c = ground.arrays().get(array);
            walk.accusations().accuse(array, index, CallMonitor.doesNotEnd(endless, c));
        }
        return false;
    }

    /** Two map differently. Either may be to blame, or neither: whether a law is broken the law says. */
    private void tellApart(int array, int referring, int index) {
        for (int suspect : new int[] {index, referring}) {
            Pass pass = pass(suspect, array, current);
            boolean[] confirmed = new boolean[1];
            if (!isDone(array, suspect, () -> confirmed[0] = pass.isConfirmed(laws.comparing()))) return;
            smallest.addAll(pass.smallest());
            if (confirmed[0]) return;
        }
        ExploredArray.Tables mapped = current;
        ExploredArray.Tables referred = reference;
        for (int suspect : new int[] {index, referring}) {
            Pass pass = pass(suspect, array, mapped);
            boolean isSame = isDone(array, suspect, () -> {
                if (!pass.mapsLike(suspect == index ? mapped : referred)) pass.disagree(laws.comparing());
            });
            if (!isSame) return;
        }
    }
}
