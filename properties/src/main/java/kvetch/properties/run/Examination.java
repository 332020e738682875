package kvetch.properties.run;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kvetch.api.Splat;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.Case;
import kvetch.properties.evidence.Evidence;
import kvetch.properties.evidence.Fault;
import kvetch.properties.law.Coverage;
import kvetch.properties.law.Law;
import kvetch.properties.law.Violation;
import kvetch.raid0.Errno;
import org.jspecify.annotations.Nullable;

/** What came of having laws judge one case. */
public final class Examination implements Serializable {
    private static final long serialVersionUID = 1;

    private final List<Violation> violations = new ArrayList<>();
    private final Set<Coverage> sights = EnumSet.noneOf(Coverage.class);

    /** What a law took note of itself. */
    private final Map<Law, Set<Coverage>> sightsOfLaws = new HashMap<>();

    private final Set<Law> tested = new HashSet<>();

    /** What went wrong with memory, whichever law it breaks. */
    private final List<Fault.Seen> faults = new ArrayList<>();

    /** What the kernel has said of it. */
    private final List<String> facts = new ArrayList<>();

    private int allocations;
    private int usualAllocations;
    private int zones;
    private long work;
    private @Nullable Splat splat;
    private @Nullable Errno errno;

    /** The case had something to say about the law. */
    void tested(Law law) {
        tested.add(law);
    }

    public void lookAt(Case c) {
        if (c.machine().pageSize() > 4096) saw(Coverage.LARGE_PAGES);
        if (c instanceof ArrayCase array) lookAtArray(array);
    }

    private void lookAtArray(ArrayCase c) {
        long chunk = Integer.toUnsignedLong(c.chunkSectors());
        if (Long.bitCount(chunk) != 1) saw(Coverage.ODD_CHUNK);
        if (c.raidDisks() != c.disks()) saw(Coverage.ODD_RAID_DISKS);
        for (int i = 0; i < c.disks(); i++)
            if (Long.compareUnsigned(c.diskSectors(i), chunk) < 0) {
                saw(Coverage.TINY_DISK);
                return;
            }
    }

    public void saw(Coverage sight) {
        sights.add(sight);
    }

    void saw(Law law, Coverage sight) {
        sightsOfLaws
                .computeIfAbsent(law, each -> EnumSet.noneOf(Coverage.class))
                .add(sight);
    }

    void violation(Law law, String what, Evidence evidence) {
        violations.add(new Violation(law, what, evidence));
    }

    public void fault(Fault.Seen seen) {
        faults.add(seen);
    }

    public void fact(String message) {
        facts.add(message);
    }

    public void allocations(int count, int usual) {
        allocations = count;
        usualAllocations = usual;
    }

    public void zones(int count) {
        zones = count;
    }

    public void work(long changes) {
        work = changes;
    }

    public void splat(@Nullable Splat first) {
        splat = first;
    }

    public void errno(@Nullable Errno value) {
        errno = value;
    }

    public boolean isTested(Law law) {
        return tested.contains(law);
    }

    public List<Violation> violations() {
        return violations;
    }

    public boolean isBroken(Law law) {
        for (Violation violation : violations) if (violation.law().equals(law)) return true;
        return false;
    }

    /** All there is to be told of it, whichever law was asked for. */
    public List<String> messages() {
        List<String> known = new ArrayList<>();
        for (Fault.Seen fault : faults) known.add(fault.message());
        known.addAll(facts);
        List<String> messages = new ArrayList<>();
        for (Violation violation : violations)
            if (!known.contains(violation.message())) messages.add(violation.message());
        messages.addAll(known);
        return messages;
    }

    /** What went wrong with memory, in the order it happened. */
    public List<Fault.Seen> faults() {
        return faults;
    }

    /** What was seen, and what a law took note of beside. */
    public Set<Coverage> sights(Law law) {
        Set<Coverage> ofLaw = sightsOfLaws.get(law);
        if (ofLaw == null) return sights;
        Set<Coverage> all = EnumSet.copyOf(ofLaw);
        all.addAll(sights);
        return all;
    }

    /** How many allocations a life asked for, the failed ones included. */
    public int allocations() {
        return allocations;
    }

    /** How many of them are of the first start and the second: those that an exploration lets fail one by one. */
    public int usualAllocations() {
        return usualAllocations;
    }

    /** How many zones the array had; 0 if it did not start. */
    public int zones() {
        return zones;
    }

    /** How often a workload has changed memory or its mappings, as a measure of how long it takes. */
    public long work() {
        return work;
    }

    /** The first thing the kernel printed in anger, if any. */
    @Nullable
    public Splat splat() {
        return splat;
    }

    /** What starting the array ended with; null if it started or the kernel died. */
    @Nullable
    public Errno errno() {
        return errno;
    }
}
