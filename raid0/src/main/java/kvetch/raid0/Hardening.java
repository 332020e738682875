package kvetch.raid0;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** The checks that the hardened driver makes before it allocates or changes anything. */
final class Hardening {
    private Hardening() {}

    /** The errno to refuse the array with, or null if it is sound. */
    static @Nullable Errno refusal(Mddev mddev) {
        int chunk = mddev.chunkSectors();
        if (chunk < 0) return Errno.EINVAL;
        if (((long) chunk << 9) % Raid0.largestBlockSize(mddev) != 0) return Errno.EINVAL;
        if (mddev.diskCount() != mddev.raidDisks()) return Errno.EINVAL;
        BitSet slots = new BitSet(mddev.raidDisks());
        long total = 0;
        for (int i = 0; i < mddev.diskCount(); i++) {
            Rdev rdev = mddev.disk(i);
            int slot = rdev.raidDisk();
            if (slot < 0 || slot >= mddev.raidDisks() || slots.get(slot)) return Errno.EINVAL;
            slots.set(slot);
            long rounded = Long.divideUnsigned(rdev.deviceSectors(), chunk) * chunk;
            total += rounded;
            if (Long.compareUnsigned(total, rounded) < 0) return Errno.EINVAL;
        }
        return null;
    }
}
