package kvetch.properties.cases;

import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import kvetch.api.MachineProfile;

/** Cases in words, part by part, the usual left out. */
final class CaseWords {
    /** More sizes than these nobody reads. */
    private static final int MOST_SIZES = 12;

    private CaseWords() {}

    static Vector<String> of(ArrayCase c) {
        Array array = c.array();
        List<String> parts = new ArrayList<>();
        parts.add(
                c.disks() == 0
                        ? disks(0)
                        : disks(c.disks()) + " of " + sizes(c.diskSectors())
                                + (isOneSector(c) ? " sector" : " sectors"));
        parts.add("raid_disks " + array.raidDisks());
        parts.add("chunk_sectors " + array.chunkSectors());
        parts.add("layout " + array.layouts().byDefault());
        if (!array.layouts().isUsual())
            parts.add("own layout " + array.layouts().own());
        if (c.requestSectors() != 0)
            parts.add("request [" + Long.toUnsignedString(c.requestStart()) + ", "
                    + Long.toUnsignedString(c.requestStart() + c.requestSectors()) + ")");
        if (c.failAt() != 0) parts.add("allocation " + c.failAt() + " fails");
        switch (array.integrity()) {
            case NONE -> {}
            case SAME -> parts.add("integrity profiles alike");
            case MIXED -> parts.add("integrity profiles differ");
        }
        if (array.blockSizes().unusual() != 0) parts.add(array.blockSizes().toString());
        if (!c.isInOrder()) parts.add("slots " + Arrays.toString(array.disks().slots()));
        if (c.scenario().again() instanceof SecondStart.WithOtherDisks others)
            parts.add("then " + sizes(others.disks().sizes()));
        if (!c.isOnUsualMachine()) parts.add(machine(c));
        return Vector.ofAll(parts);
    }

    static Vector<String> of(WorkloadCase c) {
        Vector<String> steps = c.workload().steps().map(Workload.Step::toString);
        if (steps.isEmpty()) steps = Vector.of("nothing");
        return c.isOnUsualMachine() ? steps : steps.init().append(steps.last() + ", " + machine(c));
    }

    private static boolean isOneSector(ArrayCase c) {
        return c.disks() == 1 && c.diskSectors(0) == 1;
    }

    static String disks(int count) {
        return count == 0 ? "no disks" : count == 1 ? "1 disk" : count + " disks";
    }

    private static String machine(Case c) {
        MachineProfile machine = c.machine();
        String pages = (machine.pageSize() >> 10) + " KiB pages, " + machine.memoryMib() + " MiB";
        return machine.freeOrder() < machine.maxPageOrder()
                ? pages + " fragmented to order " + machine.freeOrder()
                : pages;
    }

    static String sizes(long[] sectors) {
        StringBuilder text = new StringBuilder();
        int i = 0;
        int shown = 0;
        while (i < sectors.length) {
            int run = 1;
            while (i + run < sectors.length && sectors[i + run] == sectors[i]) run++;
            if (shown++ > 0) text.append(", ");
            if (shown > MOST_SIZES) return text.append("...").toString();
            text.append(Long.toUnsignedString(sectors[i]));
            if (run > 2) text.append(" (").append(run).append(" times)");
            i += run > 2 ? run : 1;
        }
        return text.toString();
    }
}
