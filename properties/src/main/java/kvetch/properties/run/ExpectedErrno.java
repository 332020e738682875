package kvetch.properties.run;

import io.vavr.collection.LinkedHashSet;
import io.vavr.collection.Set;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.Integrity;
import kvetch.properties.ideal.IdealArray;
import kvetch.properties.ledger.Ledger;
import kvetch.raid0.Errno;
import kvetch.raid0.Fix;
import kvetch.raid0.KernelProfile;
import org.jspecify.annotations.Nullable;

/** With which errno an array must be refused, by the rules, given which of its allocations returned NULL. */
final class ExpectedErrno {
    private final KernelProfile kernel;
    private final ArrayCase c;
    private final Ledger ledger;
    private final boolean layoutMatters;
    private final boolean integrityFails;
    private final @Nullable Errno expected;

    ExpectedErrno(KernelProfile kernel, ArrayCase c, Ledger ledger) {
        this.kernel = kernel;
        this.c = c;
        this.ledger = ledger;
        IdealArray ideal = c.chunkSectors() > 0 ? IdealArray.of(c) : null;
        this.layoutMatters = ideal != null && (ideal.zones() > 2 || (ideal.zones() == 2 && ideal.zoneDisks(1) > 1));
        this.integrityFails = c.integrity() == Integrity.MIXED && c.disks() > 1;
        this.expected = expect();
    }

    private @Nullable Errno expect() {
        if (c.disks() == 0) return Errno.EINVAL;
        if (c.chunkSectors() == 0) return Errno.EINVAL;
        if (kernel.has(Fix.POSITIVE_CHUNK) && c.chunkSectors() < 0) return Errno.EINVAL;
        if (kernel.has(Fix.CHECK_FIRST) && (blocksDoNotFit() || disksDoNotFit())) return Errno.EINVAL;
        if (tablesAreTooLarge(kernel, c)) return Errno.ENOMEM;
        if (ledger.isRefused(1)) return Errno.ENOMEM;
        if (blocksDoNotFit()) return Errno.EINVAL;
        if (ledger.isRefused(2) || ledger.isRefused(3)) return Errno.ENOMEM;
        if (disksDoNotFit()) return Errno.EINVAL;
        if (layoutMatters && c.layout() == 0) return Errno.EOPNOTSUPP;
        if (integrityFails || ledger.isRefused(4)) return Errno.EINVAL;
        return null;
    }

    boolean allows(Errno errno) {
        if (errno == expected) return true;
        // With a negative chunk the rounded sizes, and so the zones, are the driver's own affair; so is a sum that
        // overflows.
        boolean unclear = c.chunkSectors() < 0 || IdealArray.of(c) == null;
        return unclear && expected != Errno.ENOMEM && (errno == Errno.EOPNOTSUPP || errno == Errno.EINVAL);
    }

    boolean isIntegrity(Errno errno) {
        return errno == Errno.EINVAL && expected == Errno.EINVAL && (integrityFails || ledger.isRefused(4));
    }

    String describe() {
        return expected == null ? "any: it should start" : expected.toString();
    }

    private boolean blocksDoNotFit() {
        return Integer.remainderUnsigned(c.chunkSectors() << 9, c.blockSize()) != 0;
    }

    /** A driver that limits its tables leaves three quarters of memory to others. */
    static boolean tablesAreTooLarge(KernelProfile kernel, ArrayCase c) {
        IdealArray ideal = kernel.has(Fix.LIMIT_TABLES) && c.chunkSectors() > 0 ? IdealArray.of(c) : null;
        if (ideal == null) return false;
        if (c.raidDisks() < 0) return true;
        long bytes = ideal.zones() * (24 + 8L * c.raidDisks());
        long memory = (long) c.machine().totalFrames() * c.machine().pageSize();
        return 4 * bytes > memory;
    }

    private boolean disksDoNotFit() {
        Set<Integer> taken = LinkedHashSet.empty();
        for (int i = 0; i < c.disks(); i++) {
            int slot = c.slot(i);
            if (slot < 0 || slot >= c.raidDisks() || taken.contains(slot)) return true;
            taken = taken.add(slot);
        }
        return c.disks() != c.raidDisks();
    }
}
