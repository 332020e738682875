package kvetch.properties;

import io.vavr.collection.Vector;
import kvetch.api.MachineProfile;
import kvetch.api.Splat;
import kvetch.properties.law.Violation;
import kvetch.raid0.Errno;
import kvetch.raid0.KernelProfile;

/** One thing that happens while a counterexample runs again. Sectors and bytes are unsigned. */
public sealed interface Step {

    /**
     * A machine boots.
     *
     * @param kernel its kernel
     * @param allocator the allocator of the two tables
     * @param machine what the machine is
     */
    record Boots(KernelProfile kernel, String allocator, MachineProfile machine) implements Step {}

    /**
     * An array is started.
     *
     * @param what which start of the life it is, in a few words
     * @param raidDisks raid_disks
     * @param chunkSectors chunk_sectors
     * @param layout the module parameter default_layout
     * @param disks in the order they were added
     */
    record Starts(String what, int raidDisks, int chunkSectors, int layout, Vector<Disk> disks) implements Step {}

    /**
     * A disk of an array that is started.
     *
     * @param slot its slot
     * @param sectors its size
     * @param blockSize its logical block size in bytes
     * @param integrityProfile its data-integrity profile, 0 for none
     */
    record Disk(int slot, long sectors, int blockSize, int integrityProfile) {}

    /** How an allocation ended. */
    enum Answer {
        /** With an address. */
        SERVED,
        /** With NULL, because the allocator refused. */
        REFUSED,
        /** With NULL, because the case says so: the allocator was not asked. */
        MADE_TO_FAIL,
        /** Not at all: the kernel died in it. */
        DIED
    }

    /**
     * The driver asks for memory.
     *
     * @param number the how-many-eth allocation of the life it is, from 1
     * @param object what it is for: conf, strip_zone, devlist or the integrity pool
     * @param call the call as the kernel's source has it, for example {@code kzalloc(24, GFP_KERNEL|__GFP_ZERO)}
     * @param bytes the bytes that come of it
     * @param answer how it ended
     * @param address what was returned
     */
    record Allocates(int number, String object, String call, long bytes, Answer answer, long address) implements Step {}

    /**
     * The driver gives memory back.
     *
     * @param object what was there: conf, strip_zone, devlist, the integrity pool; empty if it is not known
     * @param function the function, for example {@code kvfree}
     * @param address the address, or NULL
     */
    record Frees(String object, String function, long address) implements Step {}

    /**
     * A zone is entered in the table.
     *
     * @param index its index
     * @param start the array sector where it starts
     * @param end the array sector where it ends, exclusive
     * @param devStart the sector on its disks where it starts
     * @param nbDev nb_dev
     * @param disks its disks, as devlist has them
     */
    record MakesZone(int index, long start, long end, long devStart, int nbDev, Vector<Integer> disks)
            implements Step {}

    /**
     * The array runs.
     *
     * @param arraySectors the size that md reports
     * @param layout the layout that it settled on
     */
    record Started(long arraySectors, int layout) implements Step {}

    /**
     * The array was refused.
     *
     * @param errno with what
     */
    record Refused(Errno errno) implements Step {}

    /** The caller was killed for want of memory: whatever it would have been told, it does not hear. */
    record Killed() implements Step {}

    /**
     * Where a stretch of array sectors goes.
     *
     * @param arraySector its first sector
     * @param sectors how many
     * @param zone the zone that they are in
     * @param disk the disk
     * @param diskSector the first sector on the disk
     */
    record Lands(long arraySector, long sectors, int zone, int disk, long diskSector) implements Step {}

    /**
     * Sectors are mapped one by one, to see where they go.
     *
     * @param sectors how many
     * @param leftOut how many stretches are not among the steps that follow
     */
    record Maps(long sectors, int leftOut) implements Step {}

    /**
     * A request or discard comes in.
     *
     * @param isDiscard whether it is a discard
     * @param start its first array sector
     * @param sectors how many
     */
    record Requests(boolean isDiscard, long start, long sectors) implements Step {}

    /**
     * A part of a request goes to a disk.
     *
     * @param part where it goes; for a discard only disk, sector and length mean something
     * @param isDiscard whether it is part of a discard
     * @param isPastEnd whether it runs past the end of the disk
     * @param alone where its sectors go one by one; empty for a discard, and where the law does not ask
     */
    record SendsPart(Lands part, boolean isDiscard, boolean isPastEnd, Vector<Lands> alone) implements Step {}

    /**
     * Where the sectors of a discard go one by one.
     *
     * @param alone in the order of array sectors
     */
    record MapsDiscarded(Vector<Lands> alone) implements Step {}

    /**
     * A caller that is no driver calls the allocator.
     *
     * @param line the call and its answer
     */
    record Calls(String line) implements Step {}

    /** The array is stopped. */
    record Stops() implements Step {}

    /**
     * A line in the kernel log.
     *
     * @param line the line
     */
    record Logs(String line) implements Step {}

    /**
     * The kernel complains, or dies.
     *
     * @param splat what it prints
     */
    record Splats(Splat splat) implements Step {}

    /**
     * A law of memory is broken; the ledger notes it and lets the machine go on.
     *
     * @param violation which and how
     */
    record Notes(Violation violation) implements Step {}
}
