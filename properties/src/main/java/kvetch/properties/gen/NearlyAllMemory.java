package kvetch.properties.gen;

import kvetch.api.MachineProfile;
import kvetch.properties.cases.ArrayCase;

/** The raid_disks with which devlist takes nearly all of a machine's memory: too much to be had, too little to be refused at once. */
public final class NearlyAllMemory {
    private static final int POINTER_BYTES = 8;

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

    /** Somewhere from a little below what is free to a little above all, as {@code part} goes from 0 to 1. */
    int around(double part) {
        long low = free() - free() / 64;
        long high = total() + total() / 256;
        return raidDisks(low + (long) (part * (high - low)));
    }
}
