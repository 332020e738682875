package kvetch.properties;

import io.vavr.collection.Set;
import io.vavr.collection.Vector;
import kvetch.properties.evidence.Misbehaviour;
import kvetch.properties.law.Defect;
import kvetch.properties.law.Law;
import kvetch.properties.law.Sight;
import org.jspecify.annotations.Nullable;

/**
 * What came of checking one law for one kernel and one allocator.
 *
 * @param kernel the kernel's name
 * @param allocator the allocator's name
 * @param law the law
 * @param verdict the verdict
 * @param tries how many cases were generated
 * @param tested how many of them had something to say about the law
 * @param sampled how many arrays were too large to walk and were checked at their edges and at random sectors
 * @param seed the seed of the run
 * @param elapsedMs how long it took, in milliseconds
 * @param defects what broke it, smallest first; empty unless the verdict is BROKEN
 * @param unseen what should have been seen and was not
 * @param error what failed in the check itself; empty unless the verdict is ERROR
 * @param misbehaviour how the allocator misbehaved; null unless the verdict is ERROR, and then null means that the fault is
 *     Kvetch's own
 * @param inapplicable why the law does not apply; empty unless the verdict is NOT_APPLICABLE
 */
public record LawResult(
        String kernel,
        String allocator,
        Law law,
        Verdict verdict,
        int tries,
        int tested,
        int sampled,
        long seed,
        long elapsedMs,
        Vector<Defect> defects,
        Set<Sight> unseen,
        String error,
        @Nullable Misbehaviour misbehaviour,
        String inapplicable) {

    /**
     * A result of a law that applies, for an allocator that did not misbehave.
     *
     * @param kernel the kernel's name
     * @param allocator the allocator's name
     * @param law the law
     * @param verdict the verdict
     * @param tries how many cases were generated
     * @param tested how many of them had something to say about the law
     * @param sampled how many arrays were too large to walk
     * @param seed the seed of the run
     * @param elapsedMs how long it took, in milliseconds
     * @param defects what broke it, smallest first
     * @param unseen what should have been seen and was not
     * @param error what failed in the check itself, if anything
     */
    public LawResult(
            String kernel,
            String allocator,
            Law law,
            Verdict verdict,
            int tries,
            int tested,
            int sampled,
            long seed,
            long elapsedMs,
            Vector<Defect> defects,
            Set<Sight> unseen,
            String error) {
        this(
                kernel, allocator, law, verdict, tries, tested, sampled, seed, elapsedMs, defects, unseen, error, null,
                "");
    }
}
