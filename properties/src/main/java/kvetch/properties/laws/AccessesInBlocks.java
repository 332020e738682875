package kvetch.properties.laws;

import java.util.Set;
import kvetch.properties.evidence.Fault;
import kvetch.properties.law.Life;
import kvetch.properties.law.Look;

/** M3: accesses to live memory only. */
final class AccessesInBlocks extends MemoryLaw {
    AccessesInBlocks() {
        super(
                "M3",
                "no access outside live blocks",
                "No access outside a live block, none after free, and no read of what was neither zeroed nor stored to.",
                "memory safety",
                Look.BYTES,
                Set.of(
                        Fault.READ_AFTER_FREE,
                        Fault.WRITE_AFTER_FREE,
                        Fault.READ_OUTSIDE,
                        Fault.WRITE_OUTSIDE,
                        Fault.READ_BEFORE_STORE,
                        Fault.CORRUPTED,
                        Fault.NO_GUARD));
    }

    @Override
    public String lookFirstAt() {
        return "the size of the block that was handed out";
    }

    @Override
    boolean isTestedBy(Life life) {
        return life.allocations() > life.refusals();
    }
}
