package kvetch.properties.law;

import io.vavr.collection.HashSet;
import io.vavr.collection.Set;
import kvetch.properties.evidence.Fault;

/** A law of whole lives: of starting, failing to start, stopping and starting again, and of the memory that it takes. */
public abstract non-sealed class LifeLaw extends Law {
    /**
     * A law with its words.
     *
     * @param id what users and tokens call it, as {@link Law#ID} says
     * @param title the law in a few words, no more than a column of 33 characters holds
     * @param statement the law in a sentence
     * @param standsFor what it stands for, in a few words
     */
    protected LifeLaw(String id, String title, String statement, String standsFor) {
        super(id, title, statement, standsFor);
    }

    /**
     * Judges a life.
     *
     * @param life what was seen of it
     * @param judgement where to say that the case has something to say about the law, and how it breaks it
     */
    public abstract void judge(Life life, Judgement judgement);

    /**
     * What can go wrong with memory that breaks it.
     *
     * @return by default nothing
     */
    public java.util.Set<Fault> faults() {
        return java.util.Set.of();
    }

    /**
     * What is to be looked at where the case is about an allocator alone.
     *
     * @return by default nothing but what shows on the way
     */
    public java.util.Set<Look> looks() {
        return java.util.Set.of();
    }

    /**
     * Whether the disks of an array that was refused are to be started once more with other parameters, and where the sectors
     * of one that starts again after it was stopped are to be looked at.
     *
     * @return by default false
     */
    public boolean followsUpRefusals() {
        return false;
    }

    @Override
    public Population population() {
        return Population.LIVES;
    }

    @Override
    public Set<Coverage> mustSee() {
        return super.mustSee()
                .addAll(HashSet.of(
                        Coverage.ODD_RAID_DISKS,
                        Coverage.SECOND_ALLOCATION_FAILED,
                        Coverage.THIRD_ALLOCATION_FAILED,
                        Coverage.RAN_AGAIN));
    }
}
