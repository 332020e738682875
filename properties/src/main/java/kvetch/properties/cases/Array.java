package kvetch.properties.cases;

import java.io.Serializable;
import java.util.Arrays;
import kvetch.raid0.Mddev;
import kvetch.raid0.Rdev;

/**
 * An array as md is told of it.
 *
 * @param disks the disks
 * @param raidDisks raid_disks, the number of slots, any int
 * @param chunkSectors chunk_sectors, any int
 * @param layouts its own layout and the machine's
 * @param blockSizes the logical block sizes of the disks
 * @param integrity what the disks say of data integrity
 */
public record Array(
        Disks disks, int raidDisks, int chunkSectors, Layouts layouts, BlockSizes blockSizes, Integrity integrity)
        implements Serializable {
    private static final long serialVersionUID = 1;

    /** Of so many slots as there are disks, with layout 1. */
    static Array of(int chunkSectors, Disks disks) {
        return new Array(disks, disks.count(), chunkSectors, Layouts.USUAL, BlockSizes.ALL_USUAL, Integrity.NONE);
    }

    Array withDisks(Disks value) {
        return new Array(value, raidDisks, chunkSectors, layouts, blockSizes.forDisks(value.count()), integrity);
    }

    Array withRaidDisks(int value) {
        return new Array(disks, value, chunkSectors, layouts, blockSizes, integrity);
    }

    Array withChunk(int value) {
        return new Array(disks, raidDisks, value, layouts, blockSizes, integrity);
    }

    Array withLayouts(Layouts value) {
        return new Array(disks, raidDisks, chunkSectors, value, blockSizes, integrity);
    }

    Array withBlockSizes(BlockSizes value) {
        return new Array(disks, raidDisks, chunkSectors, layouts, value, integrity);
    }

    Array withIntegrity(Integrity value) {
        return new Array(disks, raidDisks, chunkSectors, layouts, blockSizes, value);
    }

    /** Without the disks that md refuses to add; their slots stay empty. */
    Array asAdded() {
        if (disks.areAddable()) return this;
        int[] added = disks.addable();
        int[] bytes = new int[added.length];
        Arrays.setAll(bytes, i -> blockSizes.ofDisk(added[i]));
        boolean isFirstAdded = added.length > 0 && added[0] == 0;
        return new Array(
                disks.only(added),
                raidDisks,
                chunkSectors,
                layouts,
                added.length == 0 ? blockSizes : BlockSizes.of(bytes),
                integrity == Integrity.MIXED && !isFirstAdded ? Integrity.NONE : integrity);
    }

    /**
     * The chunk as the driver takes it.
     *
     * @return sectors, from 32 bits without a sign
     */
    public long chunk() {
        return Integer.toUnsignedLong(chunkSectors);
    }

    /**
     * Whether its disks' whole chunks are more sectors than 64 bits count.
     *
     * @return false where the chunk is not positive, which has no whole chunks
     */
    public boolean isTooLarge() {
        return chunkSectors > 0 && disks.sumOfWholeChunks(chunkSectors).bitLength() > Long.SIZE;
    }

    /**
     * The array, not started, with disks that nobody has used.
     *
     * @return an array
     */
    public Mddev toMddev() {
        Mddev mddev = new Mddev()
                .configure(raidDisks, chunkSectors)
                .layout(layouts.own(), layouts.byDefault())
                .persistent(raidDisks == 0);
        for (int i = 0; i < disks.count(); i++) mddev.add(disk(i));
        return mddev;
    }

    /**
     * One of its disks, which nobody has used.
     *
     * @param index from 0
     * @return a disk, of whatever size
     */
    public Rdev disk(int index) {
        return new Rdev(
                disks.size(index), disks.slot(index), blockSizes.ofDisk(index), integrity.hasProfile(index) ? 1 : 0);
    }

    /** How many things about it are not as usual. */
    int unusual() {
        return blockSizes.unusual()
                + (layouts.isUsual() ? 0 : 1)
                + (disks.areAddable() ? 0 : 1)
                + (integrity == Integrity.NONE ? 0 : 1)
                + (disks.areInOrder() ? 0 : 1);
    }
}
