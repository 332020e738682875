package kvetch.properties;

import io.vavr.collection.Vector;
import kvetch.properties.evidence.Misbehaviour;
import kvetch.properties.law.Defect;

/**
 * What an exploration came to.
 *
 * @param complete whether all of the scope was gone through
 * @param arrays how many arrays there are in the scope
 * @param arraysDone how many were gone through, for every kernel and allocator
 * @param counts how much was done
 * @param defects the smallest counterexample of each kind, by kernel, allocator and law
 * @param misbehaviours what allocators did as programs, by kernel and allocator. One that did more than print is left out
 *     of all that is counted and found
 */
public record Exploration(
        boolean complete,
        long arrays,
        long arraysDone,
        Counts counts,
        Vector<Found> defects,
        Vector<Misbehaved> misbehaviours) {

    /**
     * The same without where defects were seen, of which there may be more than memory holds.
     *
     * @return the rest
     */
    public Exploration withoutArrays() {
        return new Exploration(
                complete,
                arrays,
                arraysDone,
                counts,
                defects.map(found -> new Found(found.kernel, found.allocator, found.defect, Vector.empty())),
                misbehaviours);
    }

    /**
     * How much was done.
     *
     * @param states how many lives were led: each array with each kernel and allocator, with each allocation failing, with
     *     integrity registered or failing, and with other disks in the second life
     * @param mappings how many sectors were mapped and compared
     * @param requests how many requests were carried out and compared
     * @param discards how many discards were carried out and compared
     * @param checks how many times a law was checked
     */
    public record Counts(long states, long mappings, long requests, long discards, long checks) {}

    /**
     * How many lives were led.
     *
     * @return 0 or more
     */
    public long states() {
        return counts.states;
    }

    /**
     * How many sectors were mapped and compared.
     *
     * @return 0 or more
     */
    public long mappings() {
        return counts.mappings;
    }

    /**
     * How many requests were carried out and compared.
     *
     * @return 0 or more
     */
    public long requests() {
        return counts.requests;
    }

    /**
     * How many discards were carried out and compared.
     *
     * @return 0 or more
     */
    public long discards() {
        return counts.discards;
    }

    /**
     * How many times a law was checked.
     *
     * @return 0 or more
     */
    public long checks() {
        return counts.checks;
    }

    /**
     * A defect and where it was found.
     *
     * @param kernel the kernel's name
     * @param allocator the allocator's name
     * @param defect the defect, with the smallest case of the scope
     * @param arrays the arrays that it was seen on, by their place in {@link Scope#arrays()}; empty in a campaign, which
     *     does not keep them
     */
    public record Found(String kernel, String allocator, Defect defect, Vector<Integer> arrays) {}

    /**
     * What an allocator did as a program, and with which kernel.
     *
     * @param kernel the kernel's name
     * @param allocator the allocator's name
     * @param misbehaviour the first of its kind, in the order in which arrays are explored
     */
    public record Misbehaved(String kernel, String allocator, Misbehaviour misbehaviour) {}
}
