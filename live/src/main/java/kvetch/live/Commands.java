package kvetch.live;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import kvetch.properties.cases.Array;

/** What a guest is asked, in its own words. */
final class Commands {
    private Commands() {}

    static String disks(Array array) {
        return IntStream.range(0, array.disks().count())
                .mapToObj(i -> Long.toUnsignedString(array.disks().size(i)) + ":"
                        + array.blockSizes().ofDisk(i)
                        + (array.disk(i).integrityProfile() == 0 ? "" : "!"))
                .collect(Collectors.joining(" ", "disks ", ""));
    }

    static String make(Array array) {
        return "make " + slotsOf(array);
    }

    static String slots(Array array) {
        return "slots " + slotsOf(array);
    }

    private static String slotsOf(Array array) {
        return Arrays.stream(array.disks().slots()).mapToObj(Integer::toString).collect(Collectors.joining(" "));
    }

    static String start(Array array) {
        return "start " + array.raidDisks() + " " + array.chunkSectors() + " "
                + array.layouts().own() + " " + array.layouts().byDefault();
    }

    /** Sectors in a row are named together. */
    static String map(long... sectors) {
        StringBuilder text = new StringBuilder("map");
        for (int i = 0; i < sectors.length; ) {
            int end = i + 1;
            while (end < sectors.length && sectors[end] == sectors[i] + (end - i)) end++;
            text.append(' ').append(Long.toUnsignedString(sectors[i]));
            if (end > i + 1) text.append('+').append(end - i);
            i = end;
        }
        return text.toString();
    }
}
