package kvetch.live;

import kvetch.api.MachineProfile;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.Case;
import kvetch.properties.cases.Integrity;

/** What a guest can be given, and what of a case it cannot. */
final class Trial {
    private static final int PAGE_SIZE = 4096;
    private static final int MOST_DISKS = 1024;

    private Trial() {}

    static MachineProfile machine(int memoryMib) {
        return MachineProfile.of(PAGE_SIZE, memoryMib);
    }

    /** Why a case cannot be tried on a guest of so much memory; empty if it can. */
    static String objection(Case given, int memoryMib) {
        if (!(given instanceof ArrayCase c)) return "it is about an allocator alone, which nobody calls from outside";
        MachineProfile machine = c.machine();
        if (machine.pageSize() != PAGE_SIZE) return "the kernel has pages of 4096 bytes, not of " + machine.pageSize();
        if (machine.memoryMib() != memoryMib)
            return "the guest has " + memoryMib + " MiB of memory, not " + machine.memoryMib();
        if (!machine.equals(machine(memoryMib))) return "its memory is fragmented, and the guest's is not";
        if (c.failAt() != 0) return "an allocation fails, and no allocation of this kernel can be made to fail";
        if (c.integrity() != Integrity.NONE) return "its disks have integrity profiles, and the guest's have none";
        if (c.blockSize() > PAGE_SIZE) return "its disks have blocks larger than a page";
        if (c.disks() > MOST_DISKS) return "it has more than " + MOST_DISKS + " disks";
        for (int i = 0; i < c.disks(); i++)
            if (Long.compareUnsigned(c.diskSectors(i), GuestMd.MOST_SECTORS) > 0)
                return "a disk has " + Long.toUnsignedString(c.diskSectors(i)) + " sectors, and no file is as large";
        return "";
    }

    /** The nearest to a case that can be tried: on a guest's machine, with nothing that fails, and with disks as a guest has them. */
    static Case adapted(Case given, int memoryMib) {
        if (!(given instanceof ArrayCase c)) return given;
        ArrayCase adapted = c.onMachine(machine(memoryMib)).withFailAt(0).withIntegrity(Integrity.NONE);
        return adapted.blockSize() > PAGE_SIZE ? adapted.withBlockSizes(PAGE_SIZE) : adapted;
    }
}
