package kvetch.properties.cases;

import java.io.Serializable;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The logical block sizes of an array's disks, in bytes: one that all have, or one for each. Immutable. */
public final class BlockSizes implements Serializable {
    private static final long serialVersionUID = 1;

    /** The logical block size that most disks have, in bytes. */
    public static final int USUAL = 512;

    /** Those of most arrays. */
    public static final BlockSizes ALL_USUAL = new BlockSizes(new int[] {USUAL});

    /** One where all have the same, so that there is one way to say so. */
    private final int[] bytes;

    private BlockSizes(int[] bytes) {
        this.bytes = bytes;
    }

    /** One that all have, or one for each disk. */
    static BlockSizes of(int... bytes) {
        boolean differ = Arrays.stream(bytes).anyMatch(size -> size != bytes[0]);
        return new BlockSizes(Arrays.copyOf(bytes, differ ? bytes.length : 1));
    }

    /** Those of so many disks: the first ones, and the last one again where there are more. */
    BlockSizes forDisks(int count) {
        if (!differ() || count == bytes.length || count == 0) return this;
        int[] sizes = Arrays.copyOf(bytes, count);
        for (int i = bytes.length; i < count; i++) sizes[i] = bytes[bytes.length - 1];
        return of(sizes);
    }

    /**
     * Whether the disks have unlike ones.
     *
     * @return false if all have the same
     */
    public boolean differ() {
        return bytes.length > 1;
    }

    /** Whether it is as many as there are disks, or one for all. */
    boolean fit(int disks) {
        return !differ() || bytes.length == disks;
    }

    /**
     * That of a disk.
     *
     * @param disk index from 0
     * @return bytes
     */
    public int ofDisk(int disk) {
        return bytes[differ() ? disk : 0];
    }

    /**
     * The largest, which is all that matters to an array.
     *
     * @return bytes
     */
    public int largest() {
        return Arrays.stream(bytes).max().orElse(USUAL);
    }

    /**
     * One that all have, or one for each disk.
     *
     * @return bytes, a copy
     */
    public int[] toArray() {
        return bytes.clone();
    }

    /** How many things about them are not as usual: it is better that all have an odd one than that they differ. */
    int unusual() {
        return differ() ? 2 : bytes[0] == USUAL ? 0 : 1;
    }

    /** Smaller ones first, then those of which fewer are large, then those of which the first is small. */
    static int compare(BlockSizes a, BlockSizes b) {
        int byLargest = Integer.compare(a.largest(), b.largest());
        if (byLargest != 0) return byLargest;
        int bySum = Long.compare(a.sum(), b.sum());
        return bySum != 0 ? bySum : Arrays.compare(a.bytes, b.bytes);
    }

    private long sum() {
        return Arrays.stream(bytes).asLongStream().sum();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof BlockSizes sizes && Arrays.equals(bytes, sizes.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return differ() ? "blocks of " + Arrays.toString(bytes) + " bytes" : bytes[0] + "-byte blocks";
    }
}
