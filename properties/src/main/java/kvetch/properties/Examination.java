package kvetch.properties;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import kvetch.api.Splat;
import kvetch.raid0.Errno;
import org.jspecify.annotations.Nullable;

/** What came of having laws judge one case. */
final class Examination implements Serializable {
    private static final long serialVersionUID = 1;

    private final List<Violation> violations = new ArrayList<>();
    private final Set<Sight> sights = EnumSet.noneOf(Sight.class);
    private final Set<Law> tested = new HashSet<>();

    /** What went wrong with memory, whichever law it breaks. */
    private final List<Violation> faults = new ArrayList<>();

    /** What the kernel has said of it. */
    private final List<String> facts = new ArrayList<>();

    private int allocations;
    private int zones;
    private long work;
    private @Nullable Splat splat;
    private @Nullable Errno errno;

    /** The case had something to say about the law. */
    void tested(Law law) {
        tested.add(law);
    }

    void lookAt(ArrayCase c) {
        long chunk = Integer.toUnsignedLong(c.chunkSectors());
        if (Long.bitCount(chunk) != 1) saw(Sight.ODD_CHUNK);
        if (c.machine().pageSize() > 4096) saw(Sight.LARGE_PAGES);
        if (c.raidDisks() != c.disks()) saw(Sight.ODD_RAID_DISKS);
        for (int i = 0; i < c.disks(); i++)
            if (Long.compareUnsigned(c.diskSectors(i), chunk) < 0) {
                saw(Sight.TINY_DISK);
                return;
            }
    }

    void saw(Sight sight) {
        sights.add(sight);
    }

    void violation(Law law, String what, Evidence evidence) {
        violations.add(new Violation(law, what, evidence));
    }

    void fault(Fault.Seen seen) {
        faults.add(KnownLaws.violation(seen));
    }

    void fact(String message) {
        facts.add(message);
    }

    void allocations(int count) {
        allocations = count;
    }

    void zones(int count) {
        zones = count;
    }

    void work(long changes) {
        work = changes;
    }

    void splat(@Nullable Splat first) {
        splat = first;
    }

    void errno(@Nullable Errno value) {
        errno = value;
    }

    boolean isTested(Law law) {
        return tested.contains(law);
    }

    List<Violation> violations() {
        return violations;
    }

    /** All there is to be told of it, whichever law was asked for. */
    List<String> messages() {
        List<String> known = new ArrayList<>();
        for (Violation fault : faults) known.add(fault.message());
        known.addAll(facts);
        List<String> messages = new ArrayList<>();
        for (Violation violation : violations)
            if (!known.contains(violation.message())) messages.add(violation.message());
        messages.addAll(known);
        return messages;
    }

    /** What went wrong with memory, in the order it happened. */
    List<Violation> faults() {
        return faults;
    }

    Set<Sight> sights() {
        return sights;
    }

    /** How many allocations a life asked for, the failed ones included. */
    int allocations() {
        return allocations;
    }

    /** How many zones the array had; 0 if it did not start. */
    int zones() {
        return zones;
    }

    /** How often a workload has changed memory or its mappings, as a measure of how long it takes. */
    long work() {
        return work;
    }

    /** The first thing the kernel printed in anger, if any. */
    @Nullable
    Splat splat() {
        return splat;
    }

    /** What starting the array ended with; null if it started or the kernel died. */
    @Nullable
    Errno errno() {
        return errno;
    }
}
