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
 * @param part the part of it that was asked for; null for all
 * @param outcome what came of it
 * @param splat the first thing that the kernel printed in anger, if any
 */
public record ArrayMap(
        Array array,
        @Nullable SectorRange part,
        Outcome outcome,
        @Nullable Splat splat) {
    /** What came of starting an array and mapping it. */
    public sealed interface Outcome {}

    /**
     * It was refused.
     *
     * @param errno with what
     * @param why why; empty where there is nothing to say
     */
    public record Refused(Errno errno, String why) implements Outcome {}

    /**
     * The kernel killed whoever started the array, for want of memory.
     *
     * @param why what there was no memory for
     */
    public record Killed(String why) implements Outcome {}

    /**
     * It runs, and is mapped.
     *
     * @param arraySectors the size that md reports
     * @param capacity the size of the block device, which some kernels cap
     * @param layout the layout that it settled on
     * @param zones its zones
     * @param runs maximal contiguous runs, in the order of array sectors
     */
    public record Mapped(long arraySectors, long capacity, int layout, Vector<Zone> zones, Vector<Run> runs)
            implements Outcome {
        private static final Mapped NOTHING = new Mapped(0, 0, 0, Vector.empty(), Vector.empty());
    }

    /**
     * The kernel died while it started the array, or while it mapped a sector.
     *
     * @param until what was known by then; of layout 0 where the array had not started
     */
    public record Died(Mapped until) implements Outcome {}

    /** Whether the kernel killed whoever started the array, for want of memory. */
    public boolean killed() {
        return outcome instanceof Killed;
    }

    /** Whether the kernel died. */
    public boolean died() {
        return outcome instanceof Died;
    }

    /** What it was refused with; null if it started, the kernel died or the caller was killed. */
    public @Nullable Errno errno() {
        return outcome instanceof Refused refused ? refused.errno() : null;
    }

    /** Why it did not start; empty where there is nothing to say. */
    public String why() {
        if (outcome instanceof Refused refused) return refused.why();
        return outcome instanceof Killed killed ? killed.why() : "";
    }

    /** What is known of the running array; of layout 0 and without zones if it did not start. */
    public Mapped mapped() {
        if (outcome instanceof Mapped mapped) return mapped;
        return outcome instanceof Died died ? died.until() : Mapped.NOTHING;
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
    public record Run(long arraySector, long length, int disk, long diskSector) {

        /** Whether another goes on where this one ends, on the disk too. */
        boolean goesOn(Run next) {
            return disk == next.disk && diskSector + length == next.diskSector;
        }

        /** Both in one. */
        Run with(Run next) {
            return new Run(arraySector, length + next.length, disk, diskSector);
        }
    }
}
