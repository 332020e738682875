package kvetch.raid0;

import java.util.Arrays;
import kvetch.api.MachineProfile;
import org.jspecify.annotations.Nullable;

/** The checks that some fixes make before anything is allocated or changed. */
final class Hardening {
    /** Tables may take this part of all memory: so much is there, and nobody is killed for it, however it is allocated. */
    private static final int PART_OF_MEMORY = 4;

    private Hardening() {}

    /** The errno to refuse the array with, or null if it is sound as far as this kernel looks. */
    static @Nullable Errno refusal(KernelProfile kernel, Mddev mddev, MachineProfile machine) {
        if (kernel.has(Fix.POSITIVE_CHUNK) && mddev.chunkSectors() < 0) return Errno.EINVAL;
        if (kernel.has(Fix.CHECK_FIRST) && !isWhole(mddev)) return Errno.EINVAL;
        boolean looksAtSizes = kernel.has(Fix.SIZE_FITS) || kernel.has(Fix.LIMIT_TABLES);
        if (!looksAtSizes || mddev.chunkSectors() < 0) return null;
        long[] sizes = new long[mddev.diskCount()];
        long total = 0;
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = TableArithmetic.wholeChunks(mddev.disk(i).deviceSectors(), mddev.chunkSectors());
            total = Arithmetic.sum(total, sizes[i]);
            if (kernel.has(Fix.SIZE_FITS) && TableArithmetic.isTooMuch(total, sizes[i])) return Errno.EINVAL;
        }
        if (!kernel.has(Fix.LIMIT_TABLES)) return null;
        if (mddev.raidDisks() < 0) return Errno.ENOMEM;
        long zones = distinct(sizes);
        long tables = zones * (StripZone.BYTES + (long) Raid0.POINTER_BYTES * mddev.raidDisks());
        long memory = (long) machine.totalFrames() * machine.pageSize();
        // An int counts their bytes, and so the entries of a row and of all rows.
        return tables > Math.min(memory / PART_OF_MEMORY, Integer.MAX_VALUE) ? Errno.ENOMEM : null;
    }

    /** Whether blocks fit the chunk, and each slot has one disk. */
    private static boolean isWhole(Mddev mddev) {
        if (((long) mddev.chunkSectors() << 9) % Raid0.largestBlockSize(mddev) != 0) return false;
        if (mddev.diskCount() != mddev.raidDisks()) return false;
        boolean[] taken = new boolean[mddev.diskCount()];
        for (int i = 0; i < taken.length; i++) {
            int slot = mddev.disk(i).raidDisk();
            if (slot < 0 || slot >= taken.length || taken[slot]) return false;
            taken[slot] = true;
        }
        return true;
    }

    private static long distinct(long[] sizes) {
        Arrays.sort(sizes);
        long count = 0;
        for (int i = 0; i < sizes.length; i++) if (i == 0 || sizes[i] != sizes[i - 1]) count++;
        return count;
    }
}
