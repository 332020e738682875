package kvetch.cli.map;

import io.vavr.collection.Vector;
import kvetch.api.AllocatorProvider;
import kvetch.api.Splat;
import kvetch.cli.options.SectorRange;
import kvetch.raid0.Errno;
import kvetch.raid0.KernelProfile;
import org.jspecify.annotations.Nullable;

/**
 * Where the sectors of an array go.
 *
 * @param array the array
 * @param errno what it was refused with; null if it started, the kernel died or the caller was killed
 * @param why why it was refused; empty where there is nothing to say
 * @param splat the first thing that the kernel printed in anger, if any
 * @param died whether the kernel died
 * @param arraySectors the size that md reports; 0 if it did not start
 * @param capacity the size of the block device, which some kernels cap; 0 if the array did not start
 * @param layout the layout that it settled on; 0 if it did not start
 * @param zones its zones
 * @param part the part of it that was asked for; null for all
 * @param runs maximal contiguous runs, in the order of array sectors, up to where the kernel died
 */
public record ArrayMap(
        Array array,
        @Nullable Errno errno,
        String why,
        @Nullable Splat splat,
        boolean died,
        long arraySectors,
        long capacity,
        int layout,
        Vector<Zone> zones,
        @Nullable SectorRange part,
        Vector<Run> runs) {
    /** Nobody has set raid0.default_layout. */
    public static final int LAYOUT_UNSET = 0;

    /** Whether the kernel killed whoever started the array, for want of memory. */
    public boolean killed() {
        return splat != null && splat.kind() == Splat.Kind.OOM_KILL;
    }

    /**
     * What is mapped. Sizes are in sectors.
     *
     * @param kernel the kernel
     * @param allocator what its tables come from
     * @param diskSectors the sizes of the disks, in slots 0, 1, ...
     * @param raidDisks raid_disks
     * @param chunkSectors chunk_sectors
     * @param layout the layout asked for: 0 none, 1 original, 2 alternate
     */
    public record Array(
            KernelProfile kernel,
            AllocatorProvider allocator,
            Vector<Long> diskSectors,
            int raidDisks,
            int chunkSectors,
            int layout) {}

    /**
     * A zone.
     *
     * @param start the array sector where it starts
     * @param end the array sector where it ends, not included
     * @param devStart the sector of its disks where it starts
     * @param disks the slots of its disks, in order
     * @param diskShift how far a discard's disk indices are rotated
     */
    public record Zone(long start, long end, long devStart, Vector<Integer> disks, int diskShift) {}

    /**
     * A contiguous run.
     *
     * @param arraySector its first sector in the array
     * @param length how many sectors
     * @param disk the slot of the disk
     * @param diskSector its first sector on the disk
     */
    record Run(long arraySector, long length, int disk, long diskSector) {}
}
