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
 * @param states how many lives were led: each array with each kernel and allocator, with each allocation failing, with
 *     integrity registered or failing, and with other disks in the second life
 * @param mappings how many sectors were mapped and compared
 * @param requests how many requests were carried out and compared
 * @param discards how many discards were carried out and compared
 * @param checks how many times a law was checked
 * @param defects the smallest counterexample of each kind, by kernel, allocator and law
 * @param misbehaviours what allocators did as programs, by kernel and allocator. One that did more than print is left out
 *     of all that is counted and found
 */
public record Exploration(
        boolean complete,
        long arrays,
        long arraysDone,
        long states,
        long mappings,
        long requests,
        long discards,
        long checks,
        Vector<Found> defects,
        Vector<Misbehaved> misbehaviours) {

    /**
     * A defect and where it was found.
     *
     * @param kernel the kernel's name
     * @param allocator the allocator's name
     * @param defect the defect, with the smallest case of the scope
     */
    public record Found(String kernel, String allocator, Defect defect) {}

    /**
     * What an allocator did as a program, and with which kernel.
     *
     * @param kernel the kernel's name
     * @param allocator the allocator's name
     * @param misbehaviour the first of its kind, in the order in which arrays are explored
     */
    public record Misbehaved(String kernel, String allocator, Misbehaviour misbehaviour) {}
}
