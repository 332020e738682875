package kvetch.properties.explore;

import io.vavr.collection.Vector;
import kvetch.api.OopsException;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.Integrity;
import kvetch.properties.isolation.DeterminismCheck;
import kvetch.properties.law.Law;
import kvetch.properties.law.RunningArrayLaw;
import kvetch.properties.law.Violation;
import kvetch.properties.run.BootedArray;
import kvetch.properties.run.Examination;
import kvetch.properties.run.Examiner;
import kvetch.properties.run.ExploredArray;
import kvetch.properties.run.LifeExaminer;
import kvetch.properties.run.Whose;
import kvetch.properties.setup.Setup;

/**
 * One array with one kernel and allocator: as it runs, where laws are asked for their fast form, and through all its lives.
 * What seems wrong is examined before it is kept.
 */
final class Pass {
    /** How often what a driver does on an array may look wrong and not be. */
    private static final int MOST_UNCONFIRMED = 100;

    private final Ground ground;
    private final LawsByKind laws;
    private final Doubts doubts;
    private final int index;
    private final int number;
    private final Setup setup;
    private final ArrayCase array;
    private final ExploredArray.Tables tables;
    private final Tally tally = new Tally();
    private final SmallestCases smallest = new SmallestCases();
    private boolean isMapped;
    private int unconfirmed;

    /** One that fills {@code tables} if every sector can be mapped. */
    Pass(Ground ground, LawsByKind laws, Doubts doubts, int index, int array, ExploredArray.Tables tables) {
        this.ground = ground;
        this.laws = laws;
        this.doubts = doubts;
        this.index = index;
        this.number = array;
        this.setup = ground.setups().get(index);
        this.array = ground.arrays().get(array);
        this.tables = tables;
    }

    void run() {
        isMapped = exploreRunning(array);
        exploreLives(array);
    }

    /** Whether every sector could be mapped. */
    boolean isMapped() {
        return isMapped;
    }

    Tally tally() {
        return tally;
    }

    SmallestCases smallest() {
        return smallest;
    }

    // A running array

    /** True if every sector of it could be mapped. */
    private boolean exploreRunning(ArrayCase c) {
        tally.addLife(0);
        BootedArray started = BootedArray.start(setup, c);
        // Where the kernel dies, the lives of the same array report it.
        if (started == null) return false;
        ExploredArray walked = new ExploredArray(started, tables, ground.longestRequest());
        try {
            for (RunningArrayLaw law : laws.running()) {
                walked.settledBy(broken -> confirm(broken, law, started));
                ArrayCase broken = law.explore(walked);
                if (broken != null) confirm(broken, law, started);
            }
            return walked.isOneToOne();
        } catch (OopsException died) {
            return false;
        } finally {
            tally.add(walked);
        }
    }

    /** True if that is enough of a law on this array. */
    private boolean confirm(ArrayCase c, Law law, BootedArray asked) {
        if (isConfirmed(c, Vector.of(law))) return true;
        // A law has one judgement: what only its fast form takes for wrong is not, wherever the array does the same.
        if (ExploredArray.isUnlike(asked, BootedArray.start(setup, c), c)) {
            if (!Whose.suspect(law, setup).isDriver()) disagree(c, Vector.of(law));
            doubts.add(index, law, c);
        }
        return ++unconfirmed > MOST_UNCONFIRMED;
    }

    /** Whether the array is mapped as before on a machine that has just booted. */
    boolean mapsLike(ExploredArray.Tables before) {
        ExploredArray.Tables again = new ExploredArray.Tables();
        BootedArray started = BootedArray.start(setup, array);
        if (started == null) return false;
        try {
            return new ExploredArray(started, again, ground.longestRequest()).isOneToOne() && again.mapsLike(before);
        } catch (OopsException died) {
            return false;
        }
    }

    boolean isConfirmed(Vector<? extends Law> laws) {
        return isConfirmed(array, laws);
    }

    private boolean isConfirmed(ArrayCase c, Vector<? extends Law> laws) {
        boolean confirmed = false;
        for (Law law : laws) {
            Examination examination = Examiner.examine(law, setup, c);
            confirmed |= !examination.violations().isEmpty();
            record(law, c, examination);
        }
        return confirmed;
    }

    void disagree(Vector<? extends Law> laws) {
        disagree(array, laws);
    }

    /** What was seen on one machine is not seen on another, which has just booted. */
    private void disagree(ArrayCase c, Vector<? extends Law> laws) {
        throw DeterminismCheck.broken(
                laws.head(),
                setup,
                c,
                "breaks " + laws.mkString(" or ") + " on one machine and not on" + " another that was booted like it");
    }

    // Lives

    private void exploreLives(ArrayCase c) {
        for (Integrity integrity : Integrity.values()) {
            ArrayCase life = c.withIntegrity(integrity);
            int allocations = live(life);
            for (int failAt = 1; failAt <= allocations; failAt++) live(life.withFailAt(failAt));
        }
        for (long[] again : ground.disksAgain().apply(c.chunkSectors())) live(c.withAgain(again));
    }

    private int live(ArrayCase c) {
        tally.addLife(laws.life().size());
        Examination examination = LifeExaminer.examine(laws.life(), setup, c);
        for (Violation violation : examination.violations()) confirm(violation, c);
        return examination.usualAllocations();
    }

    /** For all laws at once a life is longer than for one: what only shows there is not what its replay would show. */
    private void confirm(Violation violation, ArrayCase c) {
        if (smallest.isSmallest(new SmallestCases.Kind(index, violation.law(), violation.what()), c))
            record(violation.law(), c, Examiner.examine(violation.law(), setup, c));
    }

    private void record(Law law, ArrayCase c, Examination examination) {
        for (Violation violation : examination.violations())
            if (violation.law().equals(law))
                smallest.add(new SmallestCases.Kind(index, violation.law(), violation.what()), number, c);
    }
}
