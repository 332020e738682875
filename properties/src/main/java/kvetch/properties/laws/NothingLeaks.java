package kvetch.properties.laws;

import java.util.EnumSet;
import java.util.Set;
import kvetch.properties.Contract;
import kvetch.properties.Fault;
import kvetch.properties.Judgement;
import kvetch.properties.Life;
import kvetch.properties.LifeLaw;

/** M2: no leaks. */
final class NothingLeaks extends LifeLaw {
    private static final Set<Fault> FAULTS = EnumSet.of(Fault.NEVER_FREED, Fault.LEAK);

    NothingLeaks() {
        super(
                "M2",
                "nothing leaks",
                "Nothing leaks: after raid0_free, and after every way in which starting can fail, all that was allocated is"
                        + " freed.",
                "each free matches its allocation");
    }

    @Override
    public String lookFirstAt() {
        return "which function free passes the block on to, and what every return of NULL leaves behind";
    }

    @Override
    public Set<Contract.Look> looks() {
        return EnumSet.of(Contract.Look.LEAKS);
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
        if (life.isOfAllocatorAlone() || (life.hasSurvived() && life.allocations() > 0)) judgement.tested();
        life.judge(this, judgement);
    }
}
