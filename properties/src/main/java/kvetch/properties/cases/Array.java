package kvetch.properties.cases;

import java.io.Serializable;
import kvetch.raid0.Mddev;
import kvetch.raid0.Rdev;

/**
 * An array as md is told of it.
 *
 * @param disks the disks
 * @param raidDisks raid_disks, the number of slots, any int
 * @param chunkSectors chunk_sectors, any int
 * @param layout 1 original, 2 alternate, 0 unknown
 * @param blockSize the logical block size of all disks, in bytes
 * @param integrity what the disks say of data integrity
 */
public record Array(Disks disks, int raidDisks, int chunkSectors, int layout, int blockSize, Integrity integrity)
        implements Serializable {
    private static final long serialVersionUID = 1;

    /** The logical block size that most disks have, in bytes. */
    public static final int USUAL_BLOCK_SIZE = 512;

    /** Of so many slots as there are disks, with layout 1. */
    static Array of(int chunkSectors, Disks disks) {
        return new Array(disks, disks.count(), chunkSectors, Mddev.LAYOUT_ORIGINAL, USUAL_BLOCK_SIZE, Integrity.NONE);
    }

    Array withDisks(Disks value) {
        return new Array(value, raidDisks, chunkSectors, layout, blockSize, integrity);
    }

    Array withRaidDisks(int value) {
        return new Array(disks, value, chunkSectors, layout, blockSize, integrity);
    }

    Array withChunk(int value) {
        return new Array(disks, raidDisks, value, layout, blockSize, integrity);
    }

    Array withLayout(int value) {
        return new Array(disks, raidDisks, chunkSectors, value, blockSize, integrity);
    }

    Array withBlockSize(int value) {
        return new Array(disks, raidDisks, chunkSectors, layout, value, integrity);
    }

    Array withIntegrity(Integrity value) {
        return new Array(disks, raidDisks, chunkSectors, layout, blockSize, value);
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
     * The array, not started, with disks that nobody has used.
     *
     * @return an array
     */
    public Mddev toMddev() {
        Mddev mddev = new Mddev()
                .configure(raidDisks, chunkSectors)
                .layout(Mddev.LAYOUT_UNKNOWN, layout)
                .persistent(raidDisks == 0);
        for (int i = 0; i < disks.count(); i++)
            mddev.add(new Rdev(disks.size(i), disks.slot(i), blockSize, integrity.hasProfile(i) ? 1 : 0));
        return mddev;
    }

    /** How many things about it are not as usual. */
    int unusual() {
        return (blockSize == USUAL_BLOCK_SIZE ? 0 : 1)
                + (integrity == Integrity.NONE ? 0 : 1)
                + (disks.areInOrder() ? 0 : 1);
    }
}
