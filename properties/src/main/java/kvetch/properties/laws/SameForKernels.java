package kvetch.properties.laws;

import kvetch.api.OopsException;
import kvetch.properties.evidence.Evidence;
import kvetch.properties.law.Coverage;
import kvetch.properties.law.Judgement;
import kvetch.properties.law.RunningArray;
import kvetch.raid0.KernelProfile;
import kvetch.raid0.KernelProfiles;

/** I2: kernels do not matter. */
final class SameForKernels extends SameMapping {
    SameForKernels() {
        super(
                "I2",
                "same mapping on any kernel",
                "Identical I/O mapping across kernel profiles, for the same array and layout.");
    }

    @Override
    public Comparison compares() {
        return Comparison.KERNELS;
    }

    @Override
    public void judge(RunningArray array, Judgement judgement) {
        long[] probes = array.probes(array.capacity());
        // What no Linux has may mend what they all have: it is held against those that are right.
        boolean isPatched = !array.kernel().isLinux();
        for (KernelProfile kernel : KernelProfiles.all()) {
            if (!kernel.isLinux() || kernel.name().equals(array.kernel().name())) continue;
            RunningArray other = array.on(kernel);
            if (other == null || (isPatched && !isRight(other))) continue;
            judgement.tested();
            boolean isSmaller = Long.compareUnsigned(other.capacity(), array.capacity()) < 0;
            long[] shared = isSmaller ? array.probes(other.capacity()) : probes;
            compare(array, other, shared, "Linux " + kernel.name(), judgement);
        }
    }

    /** Whether the zones and the mapping of an array obey the laws. */
    private static boolean isRight(RunningArray array) {
        Aside zones = new Aside();
        StandardLaws.Z1.judge(array, zones);
        try {
            // Nothing is right that goes wrong beyond what the block layer shows.
            return zones.isClean() && OneToOneMapping.firstOffence(array, array.arraySectors()) == null;
        } catch (OopsException died) {
            return false;
        }
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
