package kvetch.properties.vectors;

import io.vavr.collection.Vector;
import kvetch.api.Family;
import kvetch.raid0.KernelProfile;
import org.jspecify.annotations.Nullable;

/**
 * What a real kernel did in one experiment: a line of a file of recordings. Sizes, starts and lengths are in sectors of 512
 * bytes and unsigned 64-bit where they are a {@code long}.
 */
public sealed interface Recording
        permits Recording.MapRecording,
                Recording.ReadRecording,
                Recording.DiscardRecording,
                Recording.RunRecording,
                Recording.AllocRecording,
                LifeRecording {

    /**
     * Where it stands, and who gave this answer.
     *
     * @return line and kernels
     */
    Origin origin();

    /**
     * What it holds.
     *
     * @return {@code map}, {@code read}, {@code discard}, {@code run}, {@code alloc} or {@code life}
     */
    String kind();

    /**
     * Where a recording stands, and who gave this answer.
     *
     * @param line the number of its line in the file, from 1
     * @param kernels the kernels that gave this answer, at least one
     */
    record Origin(int line, Vector<Kernel> kernels) {
        /**
         * The kernel, where there is one only.
         *
         * @return the first
         */
        public Kernel kernel() {
            return kernels.head();
        }
    }

    /**
     * What came of starting an array.
     *
     * @param errno errno of RUN_ARRAY, 0 if it started
     * @param arraySectors size of the array; null if it did not start
     */
    record Start(int errno, @Nullable Long arraySectors) {}

    /**
     * What was done, for a person.
     *
     * @return the parameters of the experiment, in one line
     */
    String parameters();

    /**
     * A kernel that was recorded.
     *
     * @param release its release, for example {@code 6.1.170}
     * @param profile its model
     */
    record Kernel(String release, KernelProfile profile) {}

    /**
     * An array, as it was set up through the ioctls.
     *
     * @param memoryMib memory of the machine in MiB
     * @param layout the module parameter raid0.default_layout, any int
     * @param chunkSectors chunk_sectors, any int
     * @param raidDisks raid_disks, any int
     * @param diskSectors the sizes of the disks in slots 0, 1, ...
     */
    record Setup(int memoryMib, int layout, int chunkSectors, int raidDisks, Vector<Long> diskSectors) {
        @Override
        public String toString() {
            return "layout " + layout + ", chunk_sectors " + chunkSectors + ", raid_disks " + raidDisks
                    + ", disk_sectors "
                    + diskSectors.map(Long::toUnsignedString).mkString("[", ",", "]") + ", memory_mib " + memoryMib;
        }
    }

    /**
     * A contiguous run of an array's sectors on one disk.
     *
     * @param arraySector its first sector in the array
     * @param length how many sectors
     * @param disk the slot of the disk
     * @param diskSector its first sector on the disk
     */
    record Run(long arraySector, long length, int disk, long diskSector) {
        @Override
        public String toString() {
            return "[" + Long.toUnsignedString(arraySector) + "," + Long.toUnsignedString(length) + "," + disk + ","
                    + Long.toUnsignedString(diskSector) + "]";
        }
    }

    /**
     * A contiguous range of a disk.
     *
     * @param disk the slot of the disk
     * @param diskSector its first sector
     * @param length how many sectors
     */
    record Extent(int disk, long diskSector, long length) {
        @Override
        public String toString() {
            return "[" + disk + "," + Long.toUnsignedString(diskSector) + "," + Long.toUnsignedString(length) + "]";
        }
    }

    /**
     * A WARN.
     *
     * @param file path in the kernel tree
     * @param line line in it; not compared, since a profile need not know it
     * @param function the function
     */
    record Warn(String file, int line, String function) {}

    /**
     * What an allocation returned, and where.
     *
     * @param result what it returned
     * @param vmalloc whether that is a vmalloc address
     * @param usable ksize of the block, in bytes; null where that does not apply
     */
    record Answer(
            AllocResult result, boolean vmalloc, @Nullable Long usable) {}

    /** What an allocation returned. */
    enum AllocResult {
        /** Memory. */
        OK,
        /** NULL. */
        NULL,
        /** ZERO_SIZE_PTR. */
        ZERO_SIZE_PTR
    }

    /**
     * An array read sector by sector.
     *
     * @param origin where it stands, and the kernels
     * @param setup the array
     * @param errno errno of RUN_ARRAY, 0 if it started
     * @param arraySectors size of the array; null if it did not start
     * @param runs maximal contiguous runs, covering the whole array
     */
    record MapRecording(
            Origin origin, Setup setup, int errno, @Nullable Long arraySectors, Vector<Run> runs) implements Recording {
        @Override
        public String kind() {
            return "map";
        }

        @Override
        public String parameters() {
            return setup.toString();
        }
    }

    /**
     * An array read with large requests.
     *
     * @param origin where it stands, and the kernel
     * @param setup the array
     * @param readBytes bytes in a read, a multiple of 512
     * @param start what came of starting it
     * @param readErrno 5 if a read failed, because a part of a request ran past the end of a disk; else 0
     * @param runs maximal contiguous runs, covering the whole array; empty if a read failed
     */
    record ReadRecording(Origin origin, Setup setup, long readBytes, Start start, int readErrno, Vector<Run> runs)
            implements Recording {
        @Override
        public String kind() {
            return "read";
        }

        @Override
        public String parameters() {
            return setup + ", read_bytes " + Long.toUnsignedString(readBytes);
        }
    }

    /**
     * A discard.
     *
     * @param origin where it stands, and the kernels
     * @param setup the array
     * @param errno errno of RUN_ARRAY, 0 if it started
     * @param start first array sector discarded
     * @param sectors how many
     * @param discarded everything that was thrown away, and nothing else
     */
    record DiscardRecording(Origin origin, Setup setup, int errno, long start, long sectors, Vector<Extent> discarded)
            implements Recording {
        @Override
        public String kind() {
            return "discard";
        }

        @Override
        public String parameters() {
            return setup + ", start " + Long.toUnsignedString(start) + ", sectors " + Long.toUnsignedString(sectors);
        }
    }

    /**
     * The start of an array, on a machine where no WARN had fired yet.
     *
     * @param origin where it stands, and the kernel
     * @param setup the array
     * @param addErrno errno of the disk that was refused when it was added, else 0
     * @param errno errno of RUN_ARRAY, 0 if it started; null if it was not tried, because a disk was refused
     * @param arraySectors size of the array; null if it did not start
     * @param warn the WARN it raised, or null
     */
    record RunRecording(
            Origin origin,
            Setup setup,
            int addErrno,
            @Nullable Integer errno,
            @Nullable Long arraySectors,
            @Nullable Warn warn)
            implements Recording {
        @Override
        public String kind() {
            return "run";
        }

        @Override
        public String parameters() {
            return setup.toString();
        }
    }

    /**
     * One allocation with GFP_KERNEL. Consecutive ones on the same kernel and memory share a boot.
     *
     * @param origin where it stands, and the kernel
     * @param memoryMib memory of the machine in MiB
     * @param family which allocator
     * @param bytes how much was asked for, unsigned
     * @param answer what it returned
     * @param warnFirst the WARN it raised; null if none, or if its site had fired since boot
     */
    record AllocRecording(
            Origin origin,
            int memoryMib,
            Family family,
            long bytes,
            Answer answer,
            @Nullable Warn warnFirst) implements Recording {
        @Override
        public String kind() {
            return "alloc";
        }

        @Override
        public String parameters() {
            return family.kernelProvider() + " of " + Long.toUnsignedString(bytes) + " bytes, memory_mib " + memoryMib;
        }
    }
}
