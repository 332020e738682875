package kvetch.properties.cases;

import java.util.Arrays;

/** Cases in one line, the usual left out. */
final class CaseWords {
    /** More sizes than these nobody reads. */
    private static final int MOST_SIZES = 12;

    private CaseWords() {}

    static String of(ArrayCase c) {
        StringBuilder text = new StringBuilder();
        Array array = c.array();
        text.append(c.disks() == 1 ? "1 disk" : c.disks() + " disks")
                .append(" of ")
                .append(sizes(c.diskSectors()))
                .append(" sectors");
        text.append(", raid_disks ").append(array.raidDisks());
        text.append(", chunk_sectors ").append(array.chunkSectors());
        text.append(", layout ").append(array.layout());
        if (c.requestSectors() != 0)
            text.append(", request [")
                    .append(Long.toUnsignedString(c.requestStart()))
                    .append(", ")
                    .append(Long.toUnsignedString(c.requestStart() + c.requestSectors()))
                    .append(')');
        if (c.failAt() != 0) text.append(", allocation ").append(c.failAt()).append(" fails");
        switch (array.integrity()) {
            case NONE -> {}
            case SAME -> text.append(", integrity profiles alike");
            case MIXED -> text.append(", integrity profiles differ");
        }
        if (array.blockSize() != Array.USUAL_BLOCK_SIZE)
            text.append(", ").append(array.blockSize()).append("-byte blocks");
        if (!c.isInOrder())
            text.append(", slots ").append(Arrays.toString(array.disks().slots()));
        if (c.scenario().again() instanceof SecondStart.WithOtherDisks others)
            text.append(", then ").append(sizes(others.disks().sizes()));
        return withMachine(text, c);
    }

    static String of(WorkloadCase c) {
        return withMachine(new StringBuilder().append(c.workload()), c);
    }

    private static String withMachine(StringBuilder text, Case c) {
        if (c.isOnUsualMachine()) return text.toString();
        text.append(", ").append(c.machine().pageSize() >> 10).append(" KiB pages, ");
        text.append(c.machine().memoryMib()).append(" MiB");
        if (c.machine().freeOrder() < c.machine().maxPageOrder())
            text.append(" fragmented to order ").append(c.machine().freeOrder());
        return text.toString();
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
