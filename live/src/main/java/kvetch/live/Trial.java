package kvetch.live;

import kvetch.api.MachineProfile;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.BlockSizes;
import kvetch.properties.cases.Case;
import kvetch.properties.cases.Integrity;

/**
 * What a guest can be given, and what of a case it cannot.
 *
 * @param memoryMib memory of the guest in MiB
 * @param hasProfiles whether it has disks with integrity profiles
 * @param failsAllocations whether allocations can be made to fail there
 */
record Trial(int memoryMib, boolean hasProfiles, boolean failsAllocations) {
    private static final int PAGE_SIZE = 4096;
    private static final int MOST_DISKS = 1056;

    /** As many disks with integrity profiles as a guest has, and their size in sectors, of which md uses as many KiB as it is told. */
    private static final int MOST_PROFILED = 8;

    private static final int PROFILED_SECTORS = 2048;
    private static final int USUAL_CHUNK = 8;

    private MachineProfile machine() {
        return MachineProfile.of(PAGE_SIZE, memoryMib);
    }

    /** Why a case cannot be tried; empty if it can. */
    String objection(Case given) {
        if (!(given instanceof ArrayCase c)) return "it is about an allocator alone, which nobody calls from outside";
        MachineProfile machine = c.machine();
        if (machine.pageSize() != PAGE_SIZE) return "the kernel has pages of 4096 bytes, not of " + machine.pageSize();
        if (machine.memoryMib() != memoryMib)
            return "the guest has " + memoryMib + " MiB of memory, not " + machine.memoryMib();
        if (!machine.equals(machine())) return "its memory is fragmented, and the guest's is not";
        if (c.failAt() != 0 && !failsAllocations)
            return "an allocation fails, and no allocation of this kernel can be made to fail";
        if (c.failAt() > allocationsOfTwo(c))
            return "an allocation fails that is of neither the first start nor the second";
        // The starts that look for it would do what this one does not come to.
        if (c.failAt() != 0 && c.integrity() == Integrity.MIXED)
            return "an allocation fails that cannot be found, as starts end where integrity profiles differ";
        if (c.blockSize() > PAGE_SIZE) return "its disks have blocks larger than a page";
        if (c.disks() > MOST_DISKS) return "it has more than " + MOST_DISKS + " disks";
        for (int i = 0; i < c.disks(); i++)
            if (Long.compareUnsigned(c.diskSectors(i), GuestMd.MOST_SECTORS) > 0)
                return "a disk has " + Long.toUnsignedString(c.diskSectors(i)) + " sectors, and no file is as large";
        return objectionToProfiles(c);
    }

    private String objectionToProfiles(ArrayCase c) {
        if (c.integrity() == Integrity.NONE) return "";
        if (!hasProfiles) return "its disks have integrity profiles, and the guest's have none";
        if (profiled(c) > MOST_PROFILED) return "more than " + MOST_PROFILED + " of its disks have integrity profiles";
        if (c.blockSize() != BlockSizes.USUAL || c.startsAgainWithOtherDisks())
            return "its disks have integrity profiles, and other blocks or another size than the guest's";
        for (int i = 0; i < profiled(c); i++)
            if (c.diskSectors(i) != profiledSectors(c.diskSectors(i)))
                return "a disk with an integrity profile has an even number of sectors up to " + PROFILED_SECTORS
                        + " there, not " + Long.toUnsignedString(c.diskSectors(i));
        return "";
    }

    /** Of the driver, in a start that succeeds: conf, the two tables, and the pool for data integrity. */
    static int allocations(ArrayCase c) {
        return c.takesIntegrityPool() ? 4 : 3;
    }

    /** Whether it is an allocation of the first start that fails. */
    static boolean failsAtFirst(ArrayCase c) {
        return c.failAt() != 0 && c.failAt() <= allocations(c);
    }

    /** Of the first start and the second. */
    static int allocationsOfTwo(ArrayCase c) {
        return allocations(c) + allocations(new ArrayCase(c.arrayAgain(), c.scenario(), c.machine()));
    }

    private static int profiled(ArrayCase c) {
        return c.integrity() == Integrity.SAME ? c.disks() : Math.min(1, c.disks());
    }

    private static long profiledSectors(long wanted) {
        return Long.compareUnsigned(wanted, PROFILED_SECTORS) > 0 ? PROFILED_SECTORS : Math.max(2, wanted / 2 * 2);
    }

    /** The nearest to a case that can be tried: on a guest's machine, with nothing that fails, and with disks as a guest has them. */
    Case adapted(Case given) {
        if (!(given instanceof ArrayCase c)) return given;
        ArrayCase adapted = c.onMachine(machine());
        if (!hasProfiles || profiled(c) > MOST_PROFILED) adapted = adapted.withIntegrity(Integrity.NONE);
        if (adapted.integrity() != Integrity.NONE) adapted = withProfiles(adapted);
        boolean fails = failsAllocations && c.failAt() != 0 && adapted.integrity() != Integrity.MIXED;
        adapted = adapted.withFailAt(fails ? (c.failAt() - 1) % allocationsOfTwo(adapted) + 1 : 0);
        return adapted.blockSize() > PAGE_SIZE ? adapted.withBlockSizes(PAGE_SIZE) : adapted;
    }

    private static ArrayCase withProfiles(ArrayCase c) {
        long[] sizes = c.diskSectors();
        for (int i = 0; i < profiled(c); i++) sizes[i] = profiledSectors(sizes[i]);
        boolean isLarge = Integer.compareUnsigned(c.chunkSectors(), PROFILED_SECTORS) > 0;
        return c.withDisks(sizes)
                .withBlockSizes(BlockSizes.USUAL)
                .withChunk(isLarge ? USUAL_CHUNK : c.chunkSectors())
                .withSameDisksAgain();
    }
}
