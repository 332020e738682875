package kvetch.properties.shrink;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.Disks;
import kvetch.properties.gen.NearlyAllMemory;

/** Arrays of another shape that are alike in what matters. */
final class Variants {
    private Variants() {}

    static long unsignedChunk(ArrayCase c) {
        return Math.max(1, Integer.toUnsignedLong(c.chunkSectors()));
    }

    static long clamp(long sectors) {
        return Math.max(Disks.SMALLEST, Math.min(Disks.LARGEST, sectors));
    }

    private static long rescale(long value, long from, long to) {
        if (from == 0) return value;
        return value / from * to + Math.min(value % from, to - 1);
    }

    /** The same number of chunks, of another size. */
    static ArrayCase rescaled(ArrayCase c, int chunk) {
        long from = unsignedChunk(c);
        long to = Integer.toUnsignedLong(chunk);
        long[] sizes = c.diskSectors();
        for (int i = 0; i < sizes.length; i++) sizes[i] = clamp(rescale(sizes[i], from, to));
        ArrayCase rescaled = c.withChunk(chunk).withDisks(sizes);
        return c.requestSectors() == 0
                ? rescaled
                : rescaled.withRequest(
                        rescale(c.requestStart(), from, to), Math.max(1, rescale(c.requestSectors(), from, to)));
    }

    /** With the request where disks times chunk wraps at 32 bits, and the row of a sector with it. */
    static ArrayCase atWrap(ArrayCase c) {
        long wrapped = Integer.toUnsignedLong(c.chunkSectors() * c.disks());
        return c.withRequest(Math.max(0, wrapped - 1), c.requestSectors());
    }

    /** What takes nearly all memory of one machine, or with so many zones, does so elsewhere with another raid_disks. */
    static ArrayCase nearlyAllMemory(ArrayCase c) {
        return c.withRaidDisks(NearlyAllMemory.of(c).between());
    }

    /** On the usual machine, its memory in blocks of at most an order. */
    static ArrayCase onFragmented(ArrayCase c, int freeOrder) {
        ArrayCase usual = c.onUsualMachine();
        return usual.onMachine(usual.machine().withFreeOrder(freeOrder));
    }

    /** The smallest disks that differ where the disks differ: 1, 2, ... chunks, and more. */
    static long[] ranked(ArrayCase c, int chunk, int extra) {
        long unit = Integer.toUnsignedLong(chunk);
        long[] sizes = c.diskSectors();
        long[] distinct = Arrays.stream(sizes).sorted().distinct().toArray();
        for (int i = 0; i < sizes.length; i++)
            sizes[i] = clamp((Arrays.binarySearch(distinct, sizes[i]) + extra) * unit);
        return sizes;
    }

    /** Two block sizes, the better ways to have both first: of one disk, the last or the first, or of all others. */
    static List<int[]> twoBlockSizes(int small, int large, int disks) {
        List<int[]> all = new ArrayList<>();
        if (disks < 2) return all;
        all.add(blockSizes(small, disks, disks - 1, large));
        all.add(blockSizes(small, disks, 0, large));
        all.add(blockSizes(large, disks, 0, small));
        all.add(blockSizes(large, disks, disks - 1, small));
        return all;
    }

    private static int[] blockSizes(int common, int disks, int which, int other) {
        int[] bytes = new int[disks];
        Arrays.fill(bytes, common);
        bytes[which] = other;
        return bytes;
    }

    static long[] equal(ArrayCase c, int chunk, int chunks) {
        long[] sizes = new long[c.disks()];
        Arrays.fill(sizes, clamp(Integer.toUnsignedLong(chunk) * chunks));
        return sizes;
    }

    /** Disks that all differ. */
    static long[] different(ArrayCase c, int count) {
        long unit = unsignedChunk(c);
        long[] sizes = new long[count];
        for (int i = 0; i < count; i++) sizes[i] = clamp((unit == 1 ? i + 2 : i + 1) * unit);
        return sizes;
    }
}
