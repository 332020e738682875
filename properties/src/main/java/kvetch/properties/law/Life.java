package kvetch.properties.law;

import io.vavr.collection.Vector;
import java.math.BigInteger;
import java.util.Set;
import kvetch.api.Splat;
import kvetch.properties.cases.Case;
import kvetch.properties.cases.WorkloadCase;
import kvetch.properties.evidence.Evidence;
import kvetch.properties.evidence.Fault;
import kvetch.raid0.RunResult;

/**
 * What was seen of a life: an array that starts, is used, stopped and started again, or is refused; or a workload that an
 * allocator is put to without an array.
 *
 * @param testCase the case
 * @param faults what went wrong with memory, in the order it happened
 * @param calls how often the allocators were called
 * @param log what the kernel printed in anger
 * @param events its starts and stops, as far as they ended and in the order they did; none of a workload
 */
public record Life(Case testCase, Vector<Fault.Seen> faults, Calls calls, Log log, Vector<Event> events) {

    /**
     * How often the allocators were called.
     *
     * @param allocations how many allocations were asked for; 0 for a workload
     * @param refusals how many of them returned NULL
     * @param frees how many blocks were freed
     */
    public record Calls(int allocations, int refusals, int frees) {}

    /**
     * What the kernel printed in anger.
     *
     * @param warnings the WARNs, in order; those of a workload are among the faults
     * @param deaths what killed the kernel, or a process for want of memory
     * @param hasSurvived whether the kernel lives
     */
    public record Log(Vector<Splat> warnings, Vector<Splat> deaths, boolean hasSurvived) {}

    /**
     * How many allocations were asked for.
     *
     * @return 0 for a workload
     */
    public int allocations() {
        return calls.allocations;
    }

    /**
     * How many of them returned NULL.
     *
     * @return 0 or more
     */
    public int refusals() {
        return calls.refusals;
    }

    /**
     * How many blocks were freed.
     *
     * @return 0 or more
     */
    public int frees() {
        return calls.frees;
    }

    /**
     * The WARNs.
     *
     * @return in order; those of a workload are among the faults
     */
    public Vector<Splat> warnings() {
        return log.warnings;
    }

    /**
     * What killed the kernel, or a process for want of memory.
     *
     * @return in order
     */
    public Vector<Splat> deaths() {
        return log.deaths;
    }

    /**
     * Whether the kernel lives.
     *
     * @return false if it died
     */
    public boolean hasSurvived() {
        return log.hasSurvived;
    }

    /**
     * Whether it is about an allocator alone, without an array.
     *
     * @return true for a workload
     */
    public boolean isOfAllocatorAlone() {
        return testCase instanceof WorkloadCase;
    }

    /**
     * Notes those of the faults that break a law.
     *
     * @param law the law
     * @param judgement of that law
     */
    public void judge(LifeLaw law, Judgement judgement) {
        if (faults.isEmpty()) return;
        Set<Fault> breaking = law.faults();
        for (Fault.Seen seen : faults)
            if (breaking.contains(seen.fault())) judgement.violationWithAnySign(seen.what(), seen.evidence());
    }

    /** Which start of an array it is. */
    public enum Which {
        /** The first. */
        FIRST("started", ""),
        /** The second, after the array was stopped. */
        AGAIN("started again", "again, on the same machine"),
        /** Of the same disks and with a chunk of 0, after the array was stopped: it must be refused. */
        IN_VAIN("started again with chunk_sectors 0", "with no chunk, on the same machine"),
        /** Of the same disks with other parameters, after the array was stopped. */
        OTHERWISE("stopped and started again", "the same disks in other slots, with other parameters"),
        /** Of an array with nothing wrong, after the first was refused. */
        GOOD_ARRAY("a good array, started after a refusal", "a good array, on the same machine"),
        /** Of the disks that were refused, with other parameters. */
        MENDED("refused and started again", "the same disks with other parameters");

        private final String done;
        private final String words;

        Which(String done, String words) {
            this.done = done;
            this.words = words;
        }

        /**
         * What is started.
         *
         * @return a few words; empty for the first
         */
        public String words() {
            return words;
        }

        /** What was done. */
        @Override
        public String toString() {
            return done;
        }
    }

    /** What came of the array. */
    public sealed interface Event {}

    /**
     * A start.
     *
     * @param which which
     * @param raidDisks raid_disks
     * @param chunkSectors chunk_sectors
     * @param expected what the rules say of it
     * @param result what it came to
     */
    public record Start(Which which, int raidDisks, int chunkSectors, Expected expected, RunResult result)
            implements Event {}

    /**
     * The kernel had printed something in anger by the time that the first start was refused.
     *
     * @param splat the first of it
     */
    public record Tainted(Splat splat) implements Event {}

    /**
     * How large an array is that was started, and how large it ought to be.
     *
     * @param start the start
     * @param sectors where the last zone ends, or what md reports
     * @param wholeChunks the disks' whole chunks, in sectors
     */
    public record Sized(Start start, BigInteger sectors, BigInteger wholeChunks) implements Event {}

    /**
     * Where a sector of an array is that was started again, and where it ought to be.
     *
     * @param start the start
     * @param arraySector which
     * @param place where it is
     * @param right where it ought to be
     */
    public record Placed(Start start, long arraySector, Evidence.Place place, Evidence.Place right) implements Event {}

    /**
     * An array runs, and its data integrity is registered or not.
     *
     * @param start the start
     * @param isRegistered whether it is
     * @param mustBe whether it must be: where all disks have the same profile, and that is one
     */
    public record Integrated(Start start, boolean isRegistered, boolean mustBe) implements Event {}

    /**
     * The first start was refused.
     *
     * @param kept what is left of it then, in a few words; empty if nothing is
     */
    public record LetGo(String kept) implements Event {}

    /**
     * An array is stopped.
     *
     * @param kept what is left of it then, in a few words; empty if nothing is
     */
    public record Stopped(String kept) implements Event {}
}
