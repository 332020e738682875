package kvetch.properties.law;

import io.vavr.collection.Vector;
import kvetch.api.Splat;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.Case;
import kvetch.raid0.Errno;
import org.jspecify.annotations.Nullable;

/**
 * One way in which a law is broken.
 *
 * @param violation what went wrong, on the counterexample
 * @param counterexample the smallest case
 * @param way how the counterexample was come to
 * @param end what becomes of the machine on it
 * @param throughMdadm where mdadm makes no array like the counterexample because of its chunk: the same defect with a chunk
 *     that it takes; null if that shows none
 * @param replay the token that runs the counterexample again
 */
public record Defect(
        Violation violation,
        Case counterexample,
        Way way,
        End end,
        @Nullable ArrayCase throughMdadm,
        String replay) {

    /**
     * From the case that was found to the smallest.
     *
     * @param original the case that was found
     * @param shrinkEvaluations how many cases were tried on the way from one to the other
     * @param steps the way from one to the other, both included; where it is long, evenly picked
     */
    public record Way(Case original, int shrinkEvaluations, Vector<Case> steps) {}

    /**
     * What becomes of the machine.
     *
     * @param splat what the kernel prints on the counterexample, if anything
     * @param errno what starting it ends with; null if it starts or the kernel dies
     * @param consequence what the defect would do to a machine, where that takes more than the splat to say
     * @param divergence where a driver of somebody's own leaves the kernel that it is a patch to; null if it is not about one
     */
    public record End(
            @Nullable Splat splat,
            @Nullable Errno errno,
            @Nullable String consequence,
            @Nullable Divergence divergence) {}

    /**
     * A defect of which only the two ends of the way are known.
     *
     * @param violation what went wrong, on the counterexample
     * @param counterexample the smallest case
     * @param original the case that was found
     * @param shrinkEvaluations how many cases were tried on the way
     * @param splat what the kernel prints on the counterexample, if anything
     * @param errno what starting it ends with
     * @param consequence what the defect would do to a machine
     * @param replay the token that runs the counterexample again
     */
    public Defect(
            Violation violation,
            Case counterexample,
            Case original,
            int shrinkEvaluations,
            @Nullable Splat splat,
            @Nullable Errno errno,
            @Nullable String consequence,
            String replay) {
        this(
                violation,
                counterexample,
                new Way(
                        original,
                        shrinkEvaluations,
                        Vector.of(original, counterexample).distinct()),
                new End(splat, errno, consequence, null),
                null,
                replay);
    }

    /**
     * The narrowest entry that can get there.
     *
     * @return an entry
     */
    public Reach reach() {
        return Reach.of(counterexample);
    }

    /**
     * The case that was found.
     *
     * @return a case
     */
    public Case original() {
        return way.original;
    }

    /**
     * How many cases were tried on the way.
     *
     * @return 0 or more
     */
    public int shrinkEvaluations() {
        return way.shrinkEvaluations;
    }

    /**
     * The way from the case that was found to the smallest.
     *
     * @return both included
     */
    public Vector<Case> steps() {
        return way.steps;
    }

    /**
     * What the kernel prints on the counterexample.
     *
     * @return null if nothing
     */
    public @Nullable Splat splat() {
        return end.splat;
    }

    /**
     * What starting it ends with.
     *
     * @return null if it starts or the kernel dies
     */
    public @Nullable Errno errno() {
        return end.errno;
    }

    /**
     * What the defect would do to a machine.
     *
     * @return null where the splat says it
     */
    public @Nullable String consequence() {
        return end.consequence;
    }

    /**
     * Where a driver of somebody's own leaves the kernel that it is a patch to.
     *
     * @return null if the driver is Kvetch's own, or the case is about an allocator alone
     */
    public @Nullable Divergence divergence() {
        return end.divergence;
    }
}
