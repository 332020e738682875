package kvetch.properties.laws;

import java.util.Set;
import kvetch.properties.evidence.Fault;
import kvetch.properties.law.Judgement;
import kvetch.properties.law.Life;
import kvetch.properties.law.LifeLaw;
import kvetch.properties.law.Look;

/** A law of what is done with memory, by an array that lives or by whoever else calls the allocator. */
abstract class MemoryLaw extends LifeLaw {
    private final Set<Look> looks;
    private final Set<Fault> faults;

    MemoryLaw(String id, String title, String statement, String standsFor, Look look, Set<Fault> faults) {
        super(id, title, statement, standsFor);
        this.looks = Set.of(look);
        this.faults = faults;
    }

    /** Whether the life of an array has something to say about it. */
    abstract boolean isTestedBy(Life life);

    @Override
    public final Set<Look> looks() {
        return looks;
    }

    @Override
    public final Set<Fault> faults() {
        return faults;
    }

    @Override
    public final boolean needsZeroedTables() {
        return false;
    }

    @Override
    public final void judge(Life life, Judgement judgement) {
        if (life.isOfAllocatorAlone() || isTestedBy(life)) judgement.tested();
        life.judge(this, judgement);
    }
}
