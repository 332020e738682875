package kvetch.properties.cases;

import io.vavr.collection.Vector;
import java.io.Serializable;
import java.util.Comparator;
import kvetch.api.MachineProfile;

/** One case that laws are checked on: an array with its life, or an allocator alone; and the machine. Immutable. */
public sealed interface Case extends Serializable permits ArrayCase, WorkloadCase {
    /** The machine of a case that does not say otherwise: 4 KiB pages, 2048 MiB, fresh memory. */
    MachineProfile USUAL_MACHINE = MachineProfile.of(4096, 2048);

    /**
     * The order of counterexamples: fewer disks, but some; no failed allocation before one, a later one before an earlier one; the
     * usual machine, slots, block size, integrity and layout of the array's own before others, and disks that md adds; an array before a workload, fewer steps first;
     * raid_disks positive before others, then nearest to the number of disks; chunk_sectors positive before 0 before
     * negative, then smaller in magnitude; sizes smaller in sum, then in ascending order; raid0.default_layout 1 before 2; request
     * shorter, then earlier. An allocator alone counts as an array of one disk.
     */
    Comparator<Case> SMALLER_FIRST = SmallerFirst.ORDER;

    /**
     * The machine.
     *
     * @return a profile, without the sites of a kernel
     */
    MachineProfile machine();

    /**
     * On another machine.
     *
     * @param value the machine, without the sites of a kernel
     * @return the case
     */
    Case onMachine(MachineProfile value);

    /**
     * What it consists of.
     *
     * @return {@code array} or {@code steps}
     */
    String noun();

    /**
     * What there is to say of it, part by part, without the sizes of many disks.
     *
     * @return at least one part
     */
    Vector<String> inShort();

    /**
     * What stands between the parts.
     *
     * @return a comma or semicolon, and a space
     */
    String separator();

    /**
     * Whether the machine is the usual one.
     *
     * @return true if so
     */
    default boolean isOnUsualMachine() {
        return machine().equals(USUAL_MACHINE);
    }
}
