package kvetch.properties.laws;

import java.util.EnumSet;
import java.util.Set;
import kvetch.properties.Contract;
import kvetch.properties.Fault;
import kvetch.properties.Judgement;
import kvetch.properties.Life;
import kvetch.properties.LifeLaw;

/** M4: sound blocks. */
final class BlocksAreSound extends LifeLaw {
    private static final Set<Fault> FAULTS = EnumSet.of(
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
            Fault.WRONG_RANGE);

    BlocksAreSound() {
        super(
                "M4",
                "live blocks are sound",
                "Live blocks never overlap, are at least as large as asked, aligned as their family promises, and read as"
                        + " zero.",
                "memory safety");
    }

    @Override
    public String lookFirstAt() {
        return "the address and the size that alloc computes";
    }

    @Override
    public Set<Contract.Look> looks() {
        return EnumSet.of(Contract.Look.REFUSALS);
    }

    @Override
    public boolean needsZeroedTables() {
        return false;
    }

    @Override
    public Set<Fault> faults() {
        return EnumSet.copyOf(FAULTS);
    }

    @Override
    public void judge(Life life, Judgement judgement) {
        if (life.isOfAllocatorAlone() || life.allocations() > life.refusals()) judgement.tested();
        life.judge(this, judgement);
    }
}
