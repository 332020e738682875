package kvetch.properties.laws;

import kvetch.properties.law.Judgement;
import kvetch.properties.law.RunningArray;

/** I1: allocators do not matter. */
final class SameForAllocators extends SameMapping {
    SameForAllocators() {
        super(
                "I1",
                "same mapping with any allocator",
                "Identical I/O mapping across allocators: whichever allocator built the tables, every sector maps alike.");
    }

    @Override
    public Comparison compares() {
        return Comparison.ALLOCATORS;
    }

    @Override
    public void judge(RunningArray array, Judgement judgement) {
        Sample sample = null;
        for (RunningArray other : array.withOtherAllocators()) {
            judgement.tested();
            if (sample == null) sample = new Sample(array, array.probes(array.capacity()));
            sample.compareWith(other, "the table of " + other.allocator().name(), judgement);
        }
    }
}
