package kvetch.properties.ideal;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.evidence.Evidence;
import org.jspecify.annotations.Nullable;

/**
 * What an array of these disks should be, by the rules and in wide integers: the zones, and where each sector is. The driver
 * shares no code with it.
 */
public final class IdealArray {
    private final long chunk;
    private final long[] wholeSectors;
    private final long[] zoneStart;
    private final long[] zoneDevStart;
    private final int[][] zoneDisks;
    private final long capacity;
    private final boolean alternate;

    private IdealArray(
            long chunk,
            long[] wholeSectors,
            long[] zoneStart,
            long[] zoneDevStart,
            int[][] zoneDisks,
            long capacity,
            boolean alternate) {
        this.chunk = chunk;
        this.wholeSectors = wholeSectors;
        this.zoneStart = zoneStart;
        this.zoneDevStart = zoneDevStart;
        this.zoneDisks = zoneDisks;
        this.capacity = capacity;
        this.alternate = alternate;
    }

    /**
     * The array of a case, as if it started.
     *
     * @param c a case whose chunk is not 0; the chunk counts as unsigned
     * @return null if its sectors cannot be counted in 64 bits, or those of a disk in 63
     */
    public static @Nullable IdealArray of(ArrayCase c) {
        long chunk = Integer.toUnsignedLong(c.chunkSectors());
        int disks = c.disks();
        long[] whole = new long[disks];
        long capacity = 0;
        for (int i = 0; i < disks; i++) {
            whole[i] = c.array().disks().wholeChunks(i, chunk);
            if (whole[i] < 0) return null;
            capacity += whole[i];
            if (Long.compareUnsigned(capacity, whole[i]) < 0) return null;
        }
        long[] sizes = Arrays.stream(whole).sorted().distinct().toArray();
        long[] zoneStart = new long[sizes.length];
        int[][] zoneDisks = new int[sizes.length][];
        long[] devStart = new long[sizes.length];
        long at = 0;
        int[] bySlot = inSlotOrder(c);
        for (int z = 0; z < sizes.length; z++) {
            devStart[z] = z == 0 ? 0 : sizes[z - 1];
            int[] members = new int[disks];
            int count = 0;
            for (int disk : bySlot) if (whole[disk] >= sizes[z]) members[count++] = disk;
            zoneDisks[z] = Arrays.copyOf(members, count);
            zoneStart[z] = at;
            at += (sizes[z] - devStart[z]) * count;
        }
        return new IdealArray(chunk, whole, zoneStart, devStart, zoneDisks, capacity, c.layout() == 2);
    }

    private static int[] inSlotOrder(ArrayCase c) {
        return IntStream.range(0, c.disks())
                .boxed()
                .sorted(Comparator.comparingInt(c::slot))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static int indexOf(int[] members, int disk) {
        int i = 0;
        while (members[i] != disk) i++;
        return i;
    }

    /** The same disks, laid out in a layout: 1 original, 2 alternate. */
    public IdealArray in(int layout) {
        return new IdealArray(chunk, wholeSectors, zoneStart, zoneDevStart, zoneDisks, capacity, layout == 2);
    }

    /** The first sector that the two layouts put on different disks: where a zone begins that the original one rotates; or -1. */
    public long firstSectorApart() {
        for (int zone = 1; zone < zoneStart.length; zone++)
            if (Long.remainderUnsigned(chunkAt(zoneStart[zone]), zoneDisks[zone].length) != 0) return zoneStart[zone];
        return -1;
    }

    /** In sectors, unsigned. */
    public long capacity() {
        return capacity;
    }

    public int zones() {
        return zoneStart.length;
    }

    /** The first array sector of a zone, unsigned. */
    public long zoneStart(int zone) {
        return zoneStart[zone];
    }

    public int zoneDisks(int zone) {
        return zoneDisks[zone].length;
    }

    /** The array sector that belongs at a place on a disk, unsigned, or -1 if none does. */
    public long sectorAt(int disk, long diskSector) {
        if (diskSector < 0 || diskSector >= wholeSectors[disk]) return -1;
        int zone = zoneStart.length - 1;
        while (zoneDevStart[zone] > diskSector) zone--;
        int[] members = zoneDisks[zone];
        int position = indexOf(members, disk);
        long row = (diskSector - zoneDevStart[zone]) / chunk;
        long firstChunk = row * members.length;
        long rotation = alternate ? 0 : Long.remainderUnsigned(chunkAt(zoneStart[zone]) + firstChunk, members.length);
        long column = Math.floorMod(position - rotation, members.length);
        return zoneStart[zone] + (firstChunk + column) * chunk + diskSector % chunk;
    }

    /** The place on a disk where a sector of the array belongs, one below {@link #capacity}. */
    public Evidence.Place placeOf(long sector) {
        int zone = zoneStart.length - 1;
        while (Long.compareUnsigned(zoneStart[zone], sector) > 0) zone--;
        int[] members = zoneDisks[zone];
        long chunkInZone = chunkAt(sector - zoneStart[zone]);
        long position = Long.remainderUnsigned(alternate ? chunkInZone : chunkAt(sector), members.length);
        long row = Long.divideUnsigned(chunkInZone, members.length);
        return Evidence.Place.of(
                members[(int) position], zoneDevStart[zone] + row * chunk + Long.remainderUnsigned(sector, chunk));
    }

    private long chunkAt(long sector) {
        return Long.divideUnsigned(sector, chunk);
    }
}
