package kvetch.properties.vectors;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Where the sectors of an array are, worked out with lists and 64-bit integers. Shares nothing with the model. */
final class NaiveArray {
    private record Zone(long start, long end, long devStart, List<Integer> disks) {}

    /** A place on a disk. */
    record Place(int disk, long sector) {}

    private final long chunk;
    private final boolean original;
    private final List<Zone> zones = new ArrayList<>();
    private long size;

    NaiveArray(int layout, long chunk, List<Long> diskSectors) {
        this.chunk = chunk;
        List<Long> whole = new ArrayList<>();
        for (long sectors : diskSectors) {
            whole.add(sectors / chunk * chunk);
            size += whole.get(whole.size() - 1) & ~(chunk - 1);
        }
        long start = 0;
        long devStart = 0;
        for (long devEnd : new TreeSet<>(whole)) {
            List<Integer> disks = new ArrayList<>();
            for (int i = 0; i < whole.size(); i++) if (whole.get(i) >= devEnd) disks.add(i);
            long end = start + (devEnd - devStart) * disks.size();
            zones.add(new Zone(start, end, devStart, disks));
            start = end;
            devStart = devEnd;
        }
        boolean alike =
                zones.size() == 1 || (zones.size() == 2 && zones.get(1).disks.size() == 1);
        original = alike || layout == 1;
    }

    int zones() {
        return zones.size();
    }

    /** The size that md reports, in sectors; less than all whole chunks where the chunk is no power of two. */
    long size() {
        return size;
    }

    Place place(long sector) {
        for (Zone zone : zones) {
            if (sector >= zone.end) continue;
            long offset = sector - zone.start;
            long selector = original ? sector : offset;
            int disks = zone.disks.size();
            long row = offset / (chunk * disks);
            int disk = zone.disks.get((int) (selector / chunk % disks));
            return new Place(disk, zone.devStart + row * chunk + selector % chunk);
        }
        throw new IllegalArgumentException("past the end: " + sector);
    }
}
