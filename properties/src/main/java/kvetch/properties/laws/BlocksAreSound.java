package kvetch.properties.laws;

import java.util.Set;
import kvetch.properties.evidence.Fault;
import kvetch.properties.law.Life;
import kvetch.properties.law.Look;

/** M4: sound blocks. */
final class BlocksAreSound extends MemoryLaw {
    BlocksAreSound() {
        super(
                "M4",
                "live blocks are sound",
                "Live blocks never overlap, are at least as large as asked, aligned as their family promises, and read as"
                        + " zero.",
                "memory safety",
                Look.REFUSALS,
                Set.of(
                        Fault.OVERLAP,
                        Fault.MISALIGNED,
                        Fault.NOT_MAPPED,
                        Fault.TOO_SMALL,
                        Fault.NOT_ZERO,
                        Fault.ZERO_BYTES,
                        Fault.ABOVE_MEMORY,
                        Fault.ABOVE_LIMIT,
                        Fault.NOT_CONTIGUOUS,
                        Fault.PROMISE,
                        Fault.REFUSED,
                        Fault.WRONG_RANGE));
    }

    @Override
    public String lookFirstAt() {
        return "the address and the size that alloc computes";
    }

    @Override
    boolean isTestedBy(Life life) {
        return life.allocations() > life.refusals();
    }
}
