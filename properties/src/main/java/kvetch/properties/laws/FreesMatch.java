package kvetch.properties.laws;

import java.util.EnumSet;
import java.util.Set;
import kvetch.properties.Contract;
import kvetch.properties.Fault;
import kvetch.properties.Judgement;
import kvetch.properties.Life;
import kvetch.properties.LifeLaw;

/** M1: frees that match. */
final class FreesMatch extends LifeLaw {
    private static final Set<Fault> FAULTS = EnumSet.of(
            Fault.WRONG_FUNCTION,
            Fault.FREED_BEFORE,
            Fault.NOT_ALLOCATED,
            Fault.KSIZE_CHANGES,
            Fault.FREE_WARNS,
            Fault.FREE_NOTHING,
            Fault.FREED_TWICE);

    FreesMatch() {
        super(
                "M1",
                "each free matches its allocation",
                "Each free matches its allocation: same address, once, with the free of its family (kfree, kvfree, vfree,"
                        + " free_pages).",
                "each free matches its allocation");
    }

    @Override
    public String lookFirstAt() {
        return "which function free passes the block on to, and what every return of NULL leaves behind";
    }

    @Override
    public Set<Contract.Look> looks() {
        return EnumSet.of(Contract.Look.SIZES);
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
        if (life.isOfAllocatorAlone() || life.frees() > 0) judgement.tested();
        life.judge(this, judgement);
    }
}
