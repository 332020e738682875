package kvetch.properties.vectors;

import io.vavr.collection.Vector;
import kvetch.api.Splat;
import kvetch.properties.cases.Array;
import kvetch.properties.vectors.Recording.Extent;
import kvetch.properties.vectors.Recording.Run;
import kvetch.properties.vectors.Recording.Warn;
import org.jspecify.annotations.Nullable;

/**
 * A step in the life of arrays, and what came of it. Disks are numbered as they were told to md, from 0, whether it took them or not. Sizes,
 * starts and lengths are in sectors and unsigned.
 */
public sealed interface LifeStep {
    /**
     * What the kernel, or the task that asked it, died of.
     *
     * @return null if it lives; else what came of the step is not known, and it was the last
     */
    Splat.@Nullable Kind death();

    /**
     * What is done.
     *
     * @return {@code start}, {@code map}, {@code request}, {@code discard} or {@code stop}
     */
    String name();

    /**
     * Starting an array.
     *
     * @param array as md was told of it
     * @param isAnew whether its disks were not used before; else they are those of the array before, which was refused
     * @param failAt the how-many-eth allocation of the driver in this life it was that failed, from 1; 0 for none
     * @param refusedDisks the disks that md did not take
     * @param outcome what it came to
     * @param death what the kernel died of, or null
     */
    record Start(
            Array array,
            boolean isAnew,
            int failAt,
            Vector<Integer> refusedDisks,
            Outcome outcome,
            Splat.@Nullable Kind death)
            implements LifeStep {
        @Override
        public String name() {
            return "start";
        }

        @Override
        public String toString() {
            String what = isAnew ? array.disks() + ", " : "the same disks, ";
            String parameters = "raid_disks " + array.raidDisks() + ", chunk_sectors " + array.chunkSectors()
                    + ", layout " + array.layouts().byDefault()
                    + (failAt == 0 ? "" : ", allocation " + failAt + " fails");
            return end("start " + what + parameters, death, outcome.toString());
        }
    }

    /**
     * What starting came to.
     *
     * @param errno 0 if it started
     * @param arraySectors its size; 0 if it did not start
     * @param limits io_min and io_opt in bytes; empty if it did not start
     * @param warn the first WARN, or null
     * @param isWarnKnown false where one may have been silent as it had fired before, in another life
     */
    record Outcome(
            int errno,
            long arraySectors,
            Vector<Long> limits,
            @Nullable Warn warn,
            boolean isWarnKnown) {
        /** Of a start that nobody survived. */
        public static final Outcome UNKNOWN = new Outcome(0, 0, Vector.empty(), null, false);

        @Override
        public String toString() {
            String text =
                    errno == 0 ? "started, " + Long.toUnsignedString(arraySectors) + " sectors" : "errno " + errno;
            return warn == null ? text : text + ", WARN in " + warn.function();
        }
    }

    /**
     * Looking where sectors are, each alone.
     *
     * @param runs where they are; where the kernel died, as many sectors as were asked for, on disk 0 sector 0
     * @param death what the kernel died of, or null
     */
    record Map(Vector<Run> runs, Splat.@Nullable Kind death) implements LifeStep {
        @Override
        public String name() {
            return "map";
        }

        @Override
        public String toString() {
            return end(
                    "map " + runs.map(Run::length).sum() + " sectors", death, death == null ? runs.mkString(" ") : "");
        }
    }

    /**
     * A request.
     *
     * @param start its first array sector
     * @param sectors how many
     * @param errno 0 if it succeeds
     * @param runs where it goes
     * @param death what the kernel died of, or null
     */
    record Request(long start, long sectors, int errno, Vector<Run> runs, Splat.@Nullable Kind death)
            implements LifeStep {
        @Override
        public String name() {
            return "request";
        }

        @Override
        public String toString() {
            return end(
                    "request of " + sectors + " sectors from " + Long.toUnsignedString(start),
                    death,
                    (errno == 0 ? "" : "errno " + errno + " ") + runs.mkString(" "));
        }
    }

    /**
     * A discard.
     *
     * @param start its first array sector
     * @param sectors how many
     * @param discarded all that was thrown away
     * @param death what the kernel died of, or null
     */
    record Discard(long start, long sectors, Vector<Extent> discarded, Splat.@Nullable Kind death) implements LifeStep {
        @Override
        public String name() {
            return "discard";
        }

        @Override
        public String toString() {
            return end(
                    "discard of " + sectors + " sectors from " + Long.toUnsignedString(start),
                    death,
                    discarded.mkString(" "));
        }
    }

    /**
     * Stopping the array, whether it runs or not; it is gone then, with its disks.
     *
     * @param death what the kernel died of, or null
     */
    record Stop(Splat.@Nullable Kind death) implements LifeStep {
        @Override
        public String name() {
            return "stop";
        }

        @Override
        public String toString() {
            return end("stop", death, "");
        }
    }

    private static String end(String done, Splat.@Nullable Kind death, String otherwise) {
        String came = death == null ? otherwise : "dies: " + death;
        return came.isEmpty() ? done : done + ": " + came;
    }
}
