package kvetch.properties.laws;

import java.util.EnumSet;
import java.util.Set;
import kvetch.properties.Contract;
import kvetch.properties.Fault;
import kvetch.properties.Judgement;
import kvetch.properties.Life;
import kvetch.properties.LifeLaw;

/** M3: accesses to live memory only. */
final class AccessesInBlocks extends LifeLaw {
    private static final Set<Fault> FAULTS = EnumSet.of(
            Fault.READ_AFTER_FREE,
            Fault.WRITE_AFTER_FREE,
            Fault.READ_OUTSIDE,
            Fault.WRITE_OUTSIDE,
            Fault.CORRUPTED,
            Fault.NO_GUARD);

    AccessesInBlocks() {
        super(
                "M3",
                "no access outside live blocks",
                "No access outside a live block, none after free, none before it is zeroed where zeroing was asked for.",
                "memory safety");
    }

    @Override
    public String lookFirstAt() {
        return "the size of the block that was handed out";
    }

    @Override
    public Set<Contract.Look> looks() {
        return EnumSet.of(Contract.Look.BYTES);
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
