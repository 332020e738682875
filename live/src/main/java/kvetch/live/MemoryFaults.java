package kvetch.live;

import io.vavr.collection.HashMap;
import io.vavr.collection.Map;
import io.vavr.collection.Vector;
import kvetch.live.guest.MemoryReport;
import kvetch.properties.evidence.Evidence;
import kvetch.properties.evidence.Fault;
import kvetch.properties.law.Law;
import kvetch.properties.law.LifeLaw;

/** What a real kernel tells of memory, as what can go wrong with it. */
final class MemoryFaults {
    private static final Map<MemoryReport.Kind, Fault> FAULTS = HashMap.of(
            MemoryReport.Kind.DOUBLE_FREE, Fault.FREED_BEFORE,
            MemoryReport.Kind.INVALID_FREE, Fault.NOT_ALLOCATED,
            MemoryReport.Kind.READ_AFTER_FREE, Fault.READ_AFTER_FREE,
            MemoryReport.Kind.WRITE_AFTER_FREE, Fault.WRITE_AFTER_FREE,
            MemoryReport.Kind.READ_OUTSIDE, Fault.READ_OUTSIDE,
            MemoryReport.Kind.WRITE_OUTSIDE, Fault.WRITE_OUTSIDE);

    private MemoryFaults() {}

    static Vector<Fault.Seen> of(Vector<MemoryReport> reports) {
        return reports.distinct()
                .map(report -> new Fault.Seen(FAULTS.get(report.kind()).get(), new Evidence.Note(report.sentence())));
    }

    /** Whether a kernel tells of what breaks a law. */
    static boolean areTold(Law law) {
        return law instanceof LifeLaw lifeLaw && FAULTS.values().exists(lifeLaw.faults()::contains);
    }
}
