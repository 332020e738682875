package kvetch.properties.laws;

import io.vavr.collection.Vector;
import kvetch.api.OopsException;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.Layouts;
import kvetch.properties.evidence.Evidence;
import kvetch.properties.law.Coverage;
import kvetch.properties.law.Judgement;
import kvetch.properties.law.RunningArray;
import kvetch.properties.law.WalkedArray;
import kvetch.raid0.KernelProfile;
import kvetch.raid0.KernelProfiles;
import org.jspecify.annotations.Nullable;

/**
 * I2: kernels do not matter. As all of them may be wrong in the same way, the mapping is held against the rules of its layout,
 * too, where it is one to one: else Z3 tells.
 */
final class SameForKernels extends SameMapping {
    private static final String NOT_KEPT = "the layout is not kept";

    SameForKernels() {
        super(
                "I2",
                "same mapping on any kernel",
                "Identical I/O mapping across kernel profiles, for the same array and layout: each sector is where the rules of"
                        + " that layout put it.");
    }

    @Override
    public boolean isSeenFromOutside() {
        return true;
    }

    @Override
    public Comparison compares() {
        return Comparison.KERNELS;
    }

    /** The rules of a layout need no second kernel. */
    @Override
    public boolean looksAtOne() {
        return true;
    }

    @Override
    public void judge(RunningArray array, Judgement judgement) {
        ArrayCase c = array.arrayCase();
        RunningArray.Ideal ideal = array.ideal();
        // There are no rules for a negative chunk.
        if (ideal == null || c.chunkSectors() < 0) compareWithKernels(array, ideal, null, judgement);
        else holdAgainstRules(array, ideal, judgement);
    }

    private static void holdAgainstRules(RunningArray array, RunningArray.Ideal ideal, Judgement judgement) {
        int kept = array.layout();
        int chosen = array.arrayCase().layout();
        boolean isOther = isOther(kept, chosen, ideal, array.capacity());
        if (array.capacity() != 0) judgement.tested();
        if (isOther && !Layouts.isLayout(kept)) {
            judgement.violation(NOT_KEPT, new Evidence.OtherLayout(kept, chosen));
            return;
        }
        Sample sample = new Sample(array, array.probes(array.capacity()));
        Evidence beside = sample.firstBeside(ideal, kept);
        if (beside != null && isOneToOne(array, ideal)) {
            judgement.violation("the mapping is not that of its layout", beside);
            return;
        }
        compareWithKernels(array, ideal, sample, judgement);
        if (!isOther || !judgement.isClean()) return;
        Evidence elsewhere = new Sample(array, ideal.firstSectorApart()).firstBeside(ideal, chosen);
        if (elsewhere != null) judgement.violation(MAPS_DIFFERENTLY, elsewhere);
        else judgement.violation(NOT_KEPT, new Evidence.OtherLayout(kept, chosen));
    }

    /** Whether another layout is kept than was chosen, and that makes a difference to sectors that can be reached. */
    private static boolean isOther(int kept, int chosen, RunningArray.Ideal ideal, long capacity) {
        if (!Layouts.isLayout(chosen) || kept == chosen) return false;
        long apart = ideal.firstSectorApart();
        return apart != -1 && Long.compareUnsigned(apart, capacity) < 0;
    }

    private static void compareWithKernels(
            RunningArray array, RunningArray.@Nullable Ideal ideal, @Nullable Sample mapped, Judgement judgement) {
        Sample sample = mapped;
        // What no Linux has may mend what they all have: it is held against those that are right.
        boolean isPatched = !array.kernel().isLinux();
        for (KernelProfile kernel : othersThan(array.kernel())) {
            RunningArray other = array.on(kernel);
            if (other == null || (isPatched && !isRight(other, ideal))) continue;
            judgement.tested();
            if (sample == null) sample = new Sample(array, array.probes(array.capacity()));
            sample.compareWith(other, "Linux " + kernel.name(), judgement);
        }
    }

    /** Every Linux but this one; of those that map alike the first, as the others would say the same. */
    private static Vector<KernelProfile> othersThan(KernelProfile kernel) {
        Vector<KernelProfile> others = Vector.empty();
        for (KernelProfile other : KernelProfiles.all())
            if (other.isLinux() && !other.name().equals(kernel.name()) && !others.exists(other::mapsLike))
                others = others.append(other);
        return others;
    }

    /** Whether the zones and the mapping of an array obey the laws. */
    private static boolean isRight(RunningArray array, RunningArray.@Nullable Ideal ideal) {
        // Where no ideal array tells what is right, sectors may be elsewhere and still have places of their own.
        if (OneToOneMapping.isStripeTooLong(array)) return false;
        Aside zones = new Aside();
        StandardLaws.Z1.judge(array, zones);
        return zones.isClean() && isOneToOne(array, ideal);
    }

    private static boolean isOneToOne(RunningArray array, RunningArray.@Nullable Ideal ideal) {
        try {
            // Nothing is right that goes wrong beyond what the block layer shows.
            return OneToOneMapping.firstOffence(array, array.arraySectors(), ideal) == null;
        } catch (OopsException died) {
            return false;
        }
    }

    @Override
    public @Nullable ArrayCase explore(WalkedArray array) {
        RunningArray.Ideal ideal = array.ideal();
        if (ideal == null || array.arraySectors() == 0) return null;
        array.tested();
        if (!array.isOneToOne()) return null;
        ArrayCase c = array.arrayCase();
        int kept = array.layout();
        return isOther(kept, c.layout(), ideal, array.sectors()) || !isLaidOut(array, ideal.in(kept)) ? c : null;
    }

    private static boolean isLaidOut(WalkedArray array, RunningArray.Ideal ideal) {
        int[] disks = array.disks();
        int[] diskSectors = array.diskSectors();
        int sectors = (int) Math.min(array.sectors(), ideal.capacity());
        for (int sector = 0; sector < sectors; sector++) {
            Evidence.Place right = ideal.placeOf(sector);
            if (disks[sector] != right.disk() || diskSectors[sector] != right.sector()) return false;
        }
        return true;
    }

    /** What another law says, which goes no further. */
    private static final class Aside implements Judgement {
        private boolean isClean = true;

        @Override
        public void tested() {}

        @Override
        public void saw(Coverage sight) {}

        @Override
        public void violation(String what, Evidence evidence) {
            isClean = false;
        }

        @Override
        public void violationWithAnySign(String what, Evidence evidence) {
            isClean = false;
        }

        @Override
        public boolean isClean() {
            return isClean;
        }
    }
}
