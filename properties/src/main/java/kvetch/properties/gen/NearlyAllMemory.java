package kvetch.properties.gen;

import kvetch.api.MachineProfile;
import kvetch.properties.cases.ArrayCase;

/**
 * The raid_disks with which devlist takes nearly all of a machine's memory, too much to be had and too little to be refused at once,
 * or with its strip_zone the quarter of it that a driver which limits its tables still takes.
 */
public final class NearlyAllMemory {
    private static final int POINTER_BYTES = 8;

    /** Out of so many such arrays one is about the quarter. */
    private static final int OF_A_QUARTER = 3;

    /** So many entries of a row take as much as its strip_zone. */
    private static final int ENTRIES_OF_STRIP_ZONE = 3;

    private final MachineProfile machine;
    private final long zones;

    private NearlyAllMemory(MachineProfile machine, long zones) {
        this.machine = machine;
        this.zones = zones;
    }

    public static NearlyAllMemory of(ArrayCase c) {
        return new NearlyAllMemory(
                c.machine(), Math.max(1, c.array().disks().zones(c.array().chunk())));
    }

    /** All memory, in bytes. */
    private long total() {
        return (long) machine.totalFrames() * machine.pageSize();
    }

    /** What is free at boot, and may be taken. */
    private long free() {
        return (long) machine.availableFrames() * machine.pageSize();
    }

    private int raidDisks(long bytes) {
        return (int) Math.min(Integer.MAX_VALUE, bytes / POINTER_BYTES / zones);
    }

    /** Half way between what is free and all. */
    public int between() {
        return raidDisks(free() + (total() - free()) / 2);
    }

    /** By a {@code part} from 0 to 1: a quarter to the byte or nearly so, or somewhere from a little below what is free to all. */
    int around(double part) {
        double third = part * OF_A_QUARTER;
        return third < 1 ? nearAQuarter(third) : aroundAll((third - 1) / (OF_A_QUARTER - 1));
    }

    /** One entry less in each row than a quarter has room for beside its strip_zone, up to as many as if there were none. */
    private int nearAQuarter(double part) {
        int more = (int) (part * (ENTRIES_OF_STRIP_ZONE + 2)) - 1;
        return raidDisks(total() / 4) - ENTRIES_OF_STRIP_ZONE + more;
    }

    /** From a little below what is free to a little above all. */
    private int aroundAll(double part) {
        long low = free() - free() / 64;
        long high = total() + total() / 256;
        return raidDisks(low + (long) (part * (high - low)));
    }
}
