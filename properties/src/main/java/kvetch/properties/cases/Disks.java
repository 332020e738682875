package kvetch.properties.cases;

import java.io.Serializable;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The disks of an array: how large they are, and which slots they are in. Immutable; sizes are in sectors, unsigned. */
public final class Disks implements Serializable {
    private static final long serialVersionUID = 1;
    private static final int[] IN_ORDER = {};

    /** Smaller disks md does not add, in sectors. */
    public static final long SMALLEST = 2;

    /** Larger ones there are none, in sectors: what a device has in bytes is a signed 64-bit number. */
    public static final long LARGEST = (1L << 54) - 1;

    private final long[] sizes;

    /** One for each disk; none where they are 0, 1, ... and nobody has said so. */
    private final int[] slots;

    private Disks(long[] sizes, int[] slots) {
        this.sizes = sizes;
        this.slots = slots;
    }

    /**
     * Disks in slots 0, 1, ...
     *
     * @param sizes their sizes
     * @return the disks
     */
    public static Disks of(long... sizes) {
        return new Disks(sizes.clone(), IN_ORDER);
    }

    /** Others, in the same slots if they are as many. */
    Disks withSizes(long... values) {
        return new Disks(values.clone(), slots.length == values.length ? slots : IN_ORDER);
    }

    /** The same in other slots, one for each disk. */
    Disks inSlots(int... values) {
        return new Disks(sizes, values.clone());
    }

    /** The same in slots 0, 1, ... */
    Disks inOrder() {
        return new Disks(sizes, IN_ORDER);
    }

    /** Whether md adds each of them: not one of less than 2 sectors. */
    boolean areAddable() {
        for (long size : sizes) if (Long.compareUnsigned(size, SMALLEST) < 0) return false;
        return true;
    }

    /** Which of them md adds, by index. */
    int[] addable() {
        return IntStream.range(0, sizes.length)
                .filter(disk -> Long.compareUnsigned(sizes[disk], SMALLEST) >= 0)
                .toArray();
    }

    /** Some of them, each in the slot that it has. */
    Disks only(int... chosen) {
        long[] kept = new long[chosen.length];
        int[] keptSlots = new int[chosen.length];
        for (int i = 0; i < chosen.length; i++) {
            kept[i] = sizes[chosen[i]];
            keptSlots[i] = slot(chosen[i]);
        }
        return new Disks(kept, keptSlots);
    }

    /**
     * How many there are.
     *
     * @return 0 or more
     */
    public int count() {
        return sizes.length;
    }

    /**
     * The size of a disk.
     *
     * @param disk index from 0
     * @return sectors, unsigned
     */
    public long size(int disk) {
        return sizes[disk];
    }

    /**
     * The sizes of all.
     *
     * @return sectors, a copy
     */
    public long[] sizes() {
        return sizes.clone();
    }

    /**
     * Whether they are in slots 0, 1, ... because nobody has said otherwise.
     *
     * @return false if each was given a slot, be it the same
     */
    public boolean areInOrder() {
        return slots.length == 0;
    }

    /**
     * The slot of a disk.
     *
     * @param disk index from 0
     * @return any int
     */
    public int slot(int disk) {
        return areInOrder() ? disk : slots[disk];
    }

    /**
     * The slots of all disks.
     *
     * @return any ints, a copy
     */
    public int[] slots() {
        int[] all = new int[sizes.length];
        Arrays.setAll(all, this::slot);
        return all;
    }

    /** Whether each disk has a slot: not where another number of them was given. */
    boolean haveSlots() {
        return areInOrder() || slots.length == sizes.length;
    }

    /**
     * What a disk has in whole chunks.
     *
     * @param disk index from 0
     * @param chunk sectors
     * @return sectors, unsigned; 0 where there is no chunk
     */
    public long wholeChunks(int disk, long chunk) {
        return chunk == 0 ? 0 : Long.divideUnsigned(sizes[disk], chunk) * chunk;
    }

    /**
     * What all have in whole chunks.
     *
     * @param chunk sectors
     * @return sectors, which 64 bits may not count
     */
    public BigInteger sumOfWholeChunks(long chunk) {
        BigInteger sum = BigInteger.ZERO;
        for (int i = 0; i < sizes.length; i++)
            sum = sum.add(new BigInteger(Long.toUnsignedString(wholeChunks(i, chunk))));
        return sum;
    }

    /**
     * How many zones they make: as many as they have sizes in whole chunks.
     *
     * @param chunk sectors
     * @return 1 or more, if there are disks
     */
    public int zones(long chunk) {
        long[] whole = new long[sizes.length];
        Arrays.setAll(whole, disk -> wholeChunks(disk, chunk));
        return (int) Arrays.stream(whole).distinct().count();
    }

    /** The sum of the sizes as high and low 64 bits. */
    long[] sumOfSizes() {
        long high = 0;
        long low = 0;
        for (long size : sizes) {
            low += size;
            if (Long.compareUnsigned(low, size) < 0) high++;
        }
        return new long[] {high, low};
    }

    int compareSizes(Disks other) {
        return Arrays.compareUnsigned(sizes, other.sizes);
    }

    int compareSlots(Disks other) {
        return Arrays.compare(slots, other.slots);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Disks disks && Arrays.equals(sizes, disks.sizes) && Arrays.equals(slots, disks.slots);
    }

    /** Of the sizes: they tell most apart. */
    @Override
    public int hashCode() {
        return Arrays.hashCode(sizes);
    }

    @Override
    public String toString() {
        return CaseWords.sizes(sizes) + (areInOrder() ? "" : " in slots " + Arrays.toString(slots));
    }
}
