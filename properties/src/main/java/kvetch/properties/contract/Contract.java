package kvetch.properties.contract;

import io.vavr.collection.Vector;
import java.util.Set;
import kvetch.api.Capabilities;
import kvetch.api.MachineProfile;
import kvetch.api.Splat;
import kvetch.properties.cases.Workload;
import kvetch.properties.cases.WorkloadCase;
import kvetch.properties.evidence.Fault;
import kvetch.properties.law.Look;
import kvetch.properties.ledger.Ledger;
import kvetch.properties.setup.Setup;
import kvetch.properties.setup.Tap;
import org.jspecify.annotations.Nullable;

/**
 * Holds an allocator to its own contract: carries a workload out through the {@link Ledger} and looks at each answer, at every
 * live block's bytes, at the log and at the pages that the machine has left.
 *
 * <p>An array uses its allocator for two tables. This sees what two tables do not show. What an allocator may refuse and what
 * it may keep back is said in {@link Capabilities}.
 */
public final class Contract {
    /** More blocks than this are never live at once. */
    public static final int MOST_LIVE = 4096;

    private Contract() {}

    /**
     * Carries a workload out on a machine that has just booted.
     *
     * @param looks what is looked at beside what shows on the way
     * @param setup the allocator, and the kernel it is in
     * @param profile the machine
     * @param workload the steps
     * @return what came of it
     */
    public static Outcome examine(Set<Look> looks, Setup setup, MachineProfile profile, Workload workload) {
        return examine(looks, setup, new WorkloadCase(workload, profile), Tap.NONE);
    }

    /** The same, with somebody who listens. */
    public static Outcome examine(Set<Look> looks, Setup setup, WorkloadCase c, Tap tap) {
        Trial trial = new Trial(looks, setup, c, tap);
        if (looks.contains(Look.LEAKS)) new Leaks(trial, c.workload()).look();
        else new Steps(c.workload(), new Caller(trial)).carryOut();
        return trial.outcome();
    }

    /**
     * What came of a workload.
     *
     * @param faults what went wrong, in the order it happened
     * @param splat the first thing the kernel printed in anger; null if nothing
     * @param changes how often memory or its mappings were changed
     * @param sawVmalloc whether a block lay in the vmalloc range
     */
    public record Outcome(
            Vector<Fault.Seen> faults, @Nullable Splat splat, long changes, boolean sawVmalloc) {}
}
