package kvetch.properties.narrow;

import io.vavr.collection.Vector;
import kvetch.properties.law.Law;
import kvetch.raid0.KernelProfile;
import org.jspecify.annotations.Nullable;

/**
 * What came of exploring.
 *
 * @param complete false if it was called off
 * @param verdicts by kernel and law
 */
public record NarrowExploration(boolean complete, Vector<Verdict> verdicts) {

    /**
     * What came of a law on a kernel.
     *
     * @param kernel the kernel
     * @param law the law
     * @param counts on how many arrays
     * @param smallest the smallest that breaks it; null if none does
     * @param borders those of its proof, at these widths
     */
    public record Verdict(
            KernelProfile kernel,
            Law law,
            Counts counts,
            @Nullable NarrowArray smallest,
            Vector<Border> borders) {
        /**
         * Whether the law is broken.
         *
         * @return true if an array breaks it
         */
        public boolean isBroken() {
            return counts.broken > 0;
        }

        /**
         * Whether what is proved is not so.
         *
         * @return true if an array breaks the law within all borders
         */
        public boolean isContradicted() {
            return counts.brokenWithin > 0;
        }
    }

    /**
     * How many arrays there are.
     *
     * @param started that start, of all there are
     * @param judged of these, the law has something to say about
     * @param within of these, fulfil what the proof asks
     * @param broken of those that were judged, break it
     * @param brokenWithin of these, fulfil what the proof asks
     */
    public record Counts(long started, long judged, long within, long broken, long brokenWithin) {}

    /**
     * A condition that the proof needs.
     *
     * @param condition in words
     * @param beyond how many arrays were judged that do not fulfil it, but all others
     * @param broken how many of these break the law
     * @param smallest the smallest of those; null if there is none
     */
    public record Border(
            String condition,
            long beyond,
            long broken,
            @Nullable NarrowArray smallest) {}
}
