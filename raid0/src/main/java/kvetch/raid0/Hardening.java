package kvetch.raid0;

import java.util.Arrays;
import java.util.BitSet;
import kvetch.api.MachineProfile;
import org.jspecify.annotations.Nullable;

/** The checks that the hardened driver makes before it allocates or changes anything. */
final class Hardening {
    /** Tables may take this part of all memory: so much is there, and nobody is killed for it, however it is allocated. */
    private static final int PART_OF_MEMORY = 4;

    private Hardening() {}

    /** The errno to refuse the array with, or null if it is sound. */
    static @Nullable Errno refusal(Mddev mddev, MachineProfile machine) {
        int chunk = mddev.chunkSectors();
        if (chunk < 0) return Errno.EINVAL;
        if (((long) chunk << 9) % Raid0.largestBlockSize(mddev) != 0) return Errno.EINVAL;
        if (mddev.diskCount() != mddev.raidDisks()) return Errno.EINVAL;
        BitSet slots = new BitSet(mddev.raidDisks());
        long total = 0;
        long[] sizes = new long[mddev.diskCount()];
        for (int i = 0; i < mddev.diskCount(); i++) {
            Rdev rdev = mddev.disk(i);
            int slot = rdev.raidDisk();
            if (slot < 0 || slot >= mddev.raidDisks() || slots.get(slot)) return Errno.EINVAL;
            slots.set(slot);
            long rounded = Long.divideUnsigned(rdev.deviceSectors(), chunk) * chunk;
            sizes[i] = rounded;
            total += rounded;
            if (Long.compareUnsigned(total, rounded) < 0) return Errno.EINVAL;
        }
        long zones = Arrays.stream(sizes).distinct().count();
        long tables = zones * (StripZone.BYTES + (long) Raid0.POINTER_BYTES * mddev.diskCount());
        long memory = (long) machine.totalFrames() * machine.pageSize();
        return tables > memory / PART_OF_MEMORY ? Errno.ENOMEM : null;
    }
}
