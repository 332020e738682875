package kvetch.properties.run;

import java.util.HashSet;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.Integrity;
import kvetch.properties.law.Expected;
import kvetch.raid0.Errno;
import kvetch.raid0.Fix;
import kvetch.raid0.KernelProfile;
import kvetch.raid0.StripZone;

/**
 * Whether an array must be refused, and with which errno, by the rules, given which of its allocations returned NULL. The rules
 * leave nothing open: not with a negative chunk, whose rounding is described to the bit, nor with sizes whose sum overflows.
 */
public final class ExpectedErrno {
    private static final int CONF = 1;
    private static final int STRIP_ZONE = 2;
    private static final int DEVLIST = 3;
    private static final int INTEGRITY_POOL = 4;

    private final KernelProfile kernel;
    private final ArrayCase c;
    private final IntPredicate isRefused;
    private final Expected expected;

    private ExpectedErrno(KernelProfile kernel, ArrayCase c, IntPredicate isRefused) {
        this.kernel = kernel;
        this.c = c;
        this.isRefused = isRefused;
        this.expected = expect();
    }

    /**
     * Of a start that has just ended.
     *
     * @param c without the disks that md does not add
     * @param isRefused whether the how-many-eth allocation of the start, from 1, returned NULL
     */
    public static ExpectedErrno of(KernelProfile kernel, ArrayCase c, IntPredicate isRefused) {
        return new ExpectedErrno(kernel, c, isRefused);
    }

    public Expected expected() {
        return expected;
    }

    private Expected expect() {
        if (c.disks() == 0) return refused(Errno.EINVAL, "there is no disk");
        if (c.chunkSectors() == 0) return refused(Errno.EINVAL, "chunk_sectors is 0");
        if (kernel.has(Fix.POSITIVE_CHUNK) && c.chunkSectors() < 0)
            return refused(Errno.EINVAL, "the chunk is negative");
        if (kernel.has(Fix.CHECK_FIRST) && (blocksDoNotFit() || disksDoNotFit())) return unfit();
        if (kernel.has(Fix.SIZE_FITS) && c.array().isTooLarge())
            return refused(Errno.EINVAL, "the disks hold more sectors than 64 bits count");
        if (tablesAreTooLarge()) return refused(Errno.ENOMEM, "its tables take more than a quarter of memory");
        if (kernel.tree().stacksIntegrityFirst() && integrityFails()) return mixed();
        if (isNull(CONF)) return refused(Errno.ENOMEM, "there is no memory for conf");
        if (!kernel.has(Fix.LAYOUTS_ALIKE) && lacksLayout()) return unchosen();
        if (blocksDoNotFit()) return unfit();
        if (isNull(STRIP_ZONE)) return refused(Errno.ENOMEM, "there is no memory for strip_zone");
        if (isNull(DEVLIST) || c.raidDisks() < 0) return refused(Errno.ENOMEM, "there is no memory for devlist");
        if (disksDoNotFit()) return unfit();
        if (lacksLayout()) return unchosen();
        if (integrityFails()) return mixed();
        if (c.takesIntegrityPool() && isNull(INTEGRITY_POOL))
            return refused(Errno.EINVAL, "there is no memory for the integrity pool");
        return Expected.Started.STARTED;
    }

    private static Expected refused(Errno errno, String why) {
        return new Expected.Refused(errno, why);
    }

    private Expected unfit() {
        return refused(
                Errno.EINVAL,
                blocksDoNotFit()
                        ? "the chunk holds no whole blocks of " + c.blockSize() + " bytes"
                        : "not every slot below raid_disks has one disk");
    }

    private boolean lacksLayout() {
        return c.layout() == 0 && layoutMatters();
    }

    private static Expected unchosen() {
        return refused(Errno.EOPNOTSUPP, "no layout is chosen, and one has to be");
    }

    private static Expected mixed() {
        return refused(Errno.EINVAL, "its disks have different integrity profiles");
    }

    /** Whether it is refused as it must be, and integrity has its part in it. */
    boolean isIntegrity(Errno errno) {
        return errno == Errno.EINVAL
                && expected instanceof Expected.Refused refused
                && refused.errno() == Errno.EINVAL
                && (integrityFails() || isNull(INTEGRITY_POOL));
    }

    private boolean integrityFails() {
        return c.integrity() == Integrity.MIXED && !c.takesIntegrityPool();
    }

    private boolean isNull(int allocation) {
        return isRefused.test(allocation);
    }

    /** Whether an allocation of a start, by what it is for, takes a page at most: memory for that is always there. */
    static boolean isSmall(ArrayCase c, int allocation) {
        long zones = allocation == STRIP_ZONE || allocation == DEVLIST ? sizes(c).length : 0;
        long page = c.machine().pageSize();
        return switch (allocation) {
            case STRIP_ZONE -> zones * StripZone.BYTES <= page;
            case DEVLIST -> c.raidDisks() >= 0 && zones * c.raidDisks() <= page / Long.BYTES;
            default -> true;
        };
    }

    private boolean blocksDoNotFit() {
        return Integer.remainderUnsigned(c.chunkSectors() << 9, c.blockSize()) != 0;
    }

    private boolean disksDoNotFit() {
        if (c.disks() != c.raidDisks()) return true;
        if (c.isInOrder()) return false;
        Set<Integer> taken = new HashSet<>();
        for (int i = 0; i < c.disks(); i++) {
            int slot = c.slot(i);
            if (slot < 0 || slot >= c.raidDisks() || !taken.add(slot)) return true;
        }
        return false;
    }

    /** A driver that limits its tables leaves three quarters of memory to others, and takes no more than an int counts. */
    private boolean tablesAreTooLarge() {
        if (!kernel.has(Fix.LIMIT_TABLES) || c.chunkSectors() < 0) return false;
        if (c.raidDisks() < 0) return true;
        long bytes = sizes(c).length * (24 + 8L * c.raidDisks());
        long memory = (long) c.machine().totalFrames() * c.machine().pageSize();
        return 4 * bytes > memory || bytes > Integer.MAX_VALUE;
    }

    /** In one zone, and in two with one disk in the second, both layouts put every sector at the same place. */
    private boolean layoutMatters() {
        long[] sizes = sizes(c);
        return sizes.length > 2
                || (sizes.length == 2
                        && IntStream.range(0, c.disks())
                                        .filter(i -> rounded(c, i) == sizes[1])
                                        .count()
                                > 1);
    }

    /** The different sizes that the disks are rounded to, ascending without a sign: one for each zone. */
    private static long[] sizes(ArrayCase c) {
        long[] all = IntStream.range(0, c.disks())
                .mapToLong(disk -> rounded(c, disk))
                .map(size -> size ^ Long.MIN_VALUE)
                .sorted()
                .distinct()
                .toArray();
        for (int i = 0; i < all.length; i++) all[i] ^= Long.MIN_VALUE;
        return all;
    }

    /** sector_div divides by a u32, and the product is one of u64 and int. */
    private static long rounded(ArrayCase c, int disk) {
        return Long.divideUnsigned(c.diskSectors(disk), c.array().chunk()) * c.chunkSectors();
    }
}
