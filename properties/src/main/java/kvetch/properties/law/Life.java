package kvetch.properties.law;

import io.vavr.collection.Vector;
import java.math.BigInteger;
import java.util.Set;
import kvetch.api.Splat;
import kvetch.properties.cases.Case;
import kvetch.properties.cases.WorkloadCase;
import kvetch.properties.evidence.Fault;
import kvetch.raid0.Errno;
import kvetch.raid0.RunResult;
import org.jspecify.annotations.Nullable;

/**
 * What was seen of a life: an array that starts, is used, stopped and started again, or is refused; or a workload that an
 * allocator is put to without an array.
 *
 * @param testCase the case
 * @param faults what went wrong with memory, in the order it happened
 * @param calls how often the allocators were called
 * @param log what the kernel printed in anger
 * @param refusal how the first start was refused; null if it was not
 */
public record Life(
        Case testCase,
        Vector<Fault.Seen> faults,
        Calls calls,
        Log log,
        @Nullable Refusal refusal) {

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

    /**
     * A start that was refused.
     *
     * @param errno with what
     * @param isExpected whether it is the errno that Linux gives
     * @param expected that errno, in words
     * @param splat what the kernel has printed in anger by then; null if nothing
     * @param startsGoodArray whether an array with nothing wrong starts afterwards, or is refused for want of memory
     * @param mended how the disks start with other parameters; null where nobody tried
     */
    public record Refusal(
            Errno errno,
            boolean isExpected,
            String expected,
            @Nullable Splat splat,
            boolean startsGoodArray,
            @Nullable Mended mended) {}

    /**
     * The disks of an array that was refused, started with other parameters.
     *
     * @param raidDisks raid_disks
     * @param chunkSectors chunk_sectors
     * @param result what it came to
     * @param sectors where the last zone ends; 0 if it was refused
     * @param wholeChunks the disks' whole chunks, in sectors
     * @param mayBeRefused whether there is a reason to refuse it, for want of memory or for the size of its tables
     */
    public record Mended(
            int raidDisks,
            int chunkSectors,
            RunResult result,
            BigInteger sectors,
            BigInteger wholeChunks,
            boolean mayBeRefused) {}
}
