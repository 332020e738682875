package kvetch.properties.trace;

import io.vavr.collection.Vector;
import kvetch.api.Address;
import kvetch.api.Family;
import kvetch.api.MachineProfile;
import kvetch.api.Splat;
import kvetch.properties.cases.Layouts;
import kvetch.properties.law.Life;
import kvetch.properties.law.Violation;
import kvetch.raid0.Errno;
import kvetch.raid0.KernelProfile;

/** One thing that happens to a case while its life is led. Sectors and bytes are unsigned. */
public sealed interface Step {

    /**
     * A machine boots.
     *
     * @param kernel its kernel
     * @param allocator the allocator of the two tables
     * @param machine what the machine is
     */
    record Boots(KernelProfile kernel, String allocator, MachineProfile machine) implements Step {}

    /** What memory is asked for. */
    enum Structure {
        /** struct r0conf. */
        CONF("conf"),
        /** The table of the zones. */
        STRIP_ZONE("strip_zone"),
        /** The table of their disks. */
        DEVLIST("devlist"),
        /** What data integrity needs. */
        INTEGRITY_POOL("integrity pool"),
        /** A block of a workload, whatever it is for. */
        BLOCK("block"),
        /** It is not known. */
        UNKNOWN("");

        private final String word;

        Structure(String word) {
            this.word = word;
        }

        /**
         * What it is called.
         *
         * @return as the driver has it; empty if it is not known
         */
        public String word() {
            return word;
        }

        /**
         * Whether it is one of the driver's two tables.
         *
         * @return true for strip_zone and devlist
         */
        public boolean isTable() {
            return this == STRIP_ZONE || this == DEVLIST;
        }
    }

    /**
     * An array is started.
     *
     * @param which which start of the life it is
     * @param raidDisks raid_disks
     * @param chunkSectors chunk_sectors
     * @param layouts its own layout, and the module parameter default_layout
     * @param disks in the order they were added
     */
    record Starts(Life.Which which, int raidDisks, int chunkSectors, Layouts layouts, Vector<Disk> disks)
            implements Step {}

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
     * @param object what it is for
     * @param call the call as the kernel's source has it, for example {@code kzalloc(24, GFP_KERNEL|__GFP_ZERO)}
     * @param bytes the bytes that come of it
     * @param answer how it ended
     * @param block what was returned
     */
    record Allocates(int number, Structure object, String call, long bytes, Answer answer, Block block)
            implements Step {

        /**
         * The address that was returned.
         *
         * @return NULL where there is none
         */
        public long address() {
            return block.address;
        }
    }

    /**
     * A block of memory.
     *
     * @param family the family of the allocator
     * @param address its address, NULL or ZERO_SIZE_PTR
     * @param usable how many bytes of it may be used; 0 if there is no block
     * @param isGuarded whether the page behind it, in the vmalloc area, is not mapped
     */
    record Block(Family family, long address, long usable, boolean isGuarded) {

        /**
         * Whether there is none.
         *
         * @return true for NULL and ZERO_SIZE_PTR
         */
        public boolean isNull() {
            return Address.isZeroOrNull(address);
        }
    }

    /**
     * The driver gives memory back.
     *
     * @param object what was there
     * @param function the function, for example {@code kvfree}
     * @param address the address, or NULL
     */
    record Frees(Structure object, String function, long address) implements Step {}

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
     * A caller that is no driver calls the allocator; so is a workload told where it runs again.
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
     * @param isOfAllocator whether it does so in the call of an allocator that was the last to be told of
     */
    record Splats(Splat splat, boolean isOfAllocator) implements Step {}

    /**
     * A law of memory is broken; the ledger notes it and lets the machine go on.
     *
     * @param violation which and how
     */
    record Notes(Violation violation) implements Step {}
}
