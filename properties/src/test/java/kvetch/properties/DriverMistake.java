package kvetch.properties;

import static kvetch.properties.laws.StandardLaws.I2;
import static kvetch.properties.laws.StandardLaws.I3;
import static kvetch.properties.laws.StandardLaws.I4;
import static kvetch.properties.laws.StandardLaws.M1;
import static kvetch.properties.laws.StandardLaws.M2;
import static kvetch.properties.laws.StandardLaws.M3;
import static kvetch.properties.laws.StandardLaws.Q1;
import static kvetch.properties.laws.StandardLaws.W1;
import static kvetch.properties.laws.StandardLaws.W2;
import static kvetch.properties.laws.StandardLaws.W3;
import static kvetch.properties.laws.StandardLaws.Z1;
import static kvetch.properties.laws.StandardLaws.Z2;
import static kvetch.properties.laws.StandardLaws.Z3;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Function;
import kvetch.api.Address;
import kvetch.api.Family;
import kvetch.api.Gfp;
import kvetch.properties.law.Law;
import kvetch.raid0.Errno;
import kvetch.raid0.Host;
import kvetch.raid0.Mddev;
import kvetch.raid0.Raid0;
import kvetch.raid0.Rdev;
import org.jspecify.annotations.Nullable;

/** Mistakes in a driver of somebody's own, each in one step, as a C programmer would make it. */
public enum DriverMistake {
    // Making zones
    SIZES_ARE_NOT_ROUNDED(Z2, host -> new Raid0(host) {
        @Override
        protected long wholeChunks(Rdev rdev, int chunk) {
            return rdev.deviceSectors();
        }
    }),
    A_ROUNDED_SIZE_IS_ROUNDED_AGAIN(W3, host -> new Raid0(host) {
        @Override
        protected long wholeChunks(Rdev rdev, int chunk) {
            return Long.divideUnsigned(rdev.sectors(), chunk) * chunk;
        }
    }),
    THE_LARGEST_DISK_ENDS_ZONE_0(Z2, host -> new Raid0(host) {
        @Override
        protected boolean isSmaller(long sectors, long smallest) {
            return Long.compareUnsigned(sectors, smallest) > 0;
        }
    }),
    A_ZONE_IS_COUNTED_IN_AN_INT(Z2, host -> new Raid0(host) {
        @Override
        protected long zoneSectors(long depth, int nbDev) {
            return Integer.toUnsignedLong((int) depth * nbDev);
        }
    }),
    A_ZONE_KEEPS_THE_DISKS_THAT_END_BEFORE_IT(Z1, host -> new Raid0(host) {
        @Override
        protected boolean reaches(long sectors, long devStart) {
            return Long.compareUnsigned(devStart, sectors) <= 0;
        }
    }),
    A_ZONE_ENDS_AS_IF_IT_WERE_THE_FIRST(Z1, host -> new Raid0(host) {
        @Override
        protected long nextZoneEnd(long previousEnd, long sectors) {
            return sectors;
        }
    }),
    THE_SIZE_IS_THAT_OF_THE_DEVICES(Z2, host -> new Raid0(host) {
        @Override
        protected long raid0Size(Mddev mddev) {
            return mddev.disks().stream().mapToLong(Rdev::deviceSectors).sum();
        }
    }),
    LAYOUTS_ARE_SWAPPED(I2, host -> new Raid0(host) {
        @Override
        protected int chooseLayout(Mddev mddev, long stripZone, int nrStripZones) {
            int layout = super.chooseLayout(mddev, stripZone, nrStripZones);
            return layout < 0 ? layout : 3 - layout;
        }
    }),
    THE_LAYOUT_IS_NOT_STORED(I2, host -> new Raid0(host) {
        @Override
        protected void setLayout(long conf, int layout) {}
    }),
    THE_ARRAYS_OWN_LAYOUT_IS_IGNORED(I2, host -> new Raid0(host) {
        @Override
        protected int chooseLayout(Mddev mddev, long stripZone, int nrStripZones) {
            mddev.layout(Mddev.LAYOUT_UNKNOWN, mddev.defaultLayout());
            return super.chooseLayout(mddev, stripZone, nrStripZones);
        }
    }),
    // Refusing
    THE_ARRAYS_OWN_LAYOUT_IS_NOT_ENOUGH(W3, host -> new Raid0(host) {
        @Override
        protected int chooseLayout(Mddev mddev, long stripZone, int nrStripZones) {
            return mddev.defaultLayout() == 0
                    ? Mddev.LAYOUT_UNKNOWN
                    : super.chooseLayout(mddev, stripZone, nrStripZones);
        }
    }),
    A_SLOT_MAY_STAY_EMPTY(W2, DriverMistake.LOOKS_LATE, host -> new Raid0(host) {
        @Override
        protected boolean areAllThere(int disks, int raidDisks) {
            return disks <= raidDisks;
        }
    }),
    A_CHUNK_OF_0_IS_DIVIDED_BY(W2, host -> new Raid0(host) {
        @Override
        protected @Nullable Errno refusal(Mddev mddev) {
            return null;
        }
    }),
    A_SLOT_MAY_BE_RAID_DISKS(M3, DriverMistake.LOOKS_LATE, host -> new Raid0(host) {
        @Override
        protected boolean isSlot(int slot, int raidDisks) {
            return slot >= 0 && slot <= raidDisks;
        }
    }),
    TOO_FEW_DISKS_ARE_EIO(W3, DriverMistake.LOOKS_LATE, host -> new Raid0(host) {
        @Override
        protected @Nullable Errno placeDisks(Mddev mddev, long stripZone, long devlist) {
            return super.placeDisks(mddev, stripZone, devlist) == null ? null : Errno.EIO;
        }
    }),
    A_CHUNK_OF_0_IS_EIO(W3, host -> new Raid0(host) {
        @Override
        protected @Nullable Errno refusal(Mddev mddev) {
            return mddev.chunkSectors() == 0 ? Errno.EIO : super.refusal(mddev);
        }
    }),
    BLOCKS_ARE_NOT_LOOKED_AT(W3, DriverMistake.LOOKS_LATE, host -> new Raid0(host) {
        @Override
        protected boolean blocksFitChunk(int chunk, int blockSize) {
            return true;
        }
    }),
    SLOTS_ARE_NOT_LOOKED_AT(W3, DriverMistake.LOOKS_LATE, host -> new Raid0(host) {
        @Override
        protected boolean isSlot(int slot, int raidDisks) {
            return true;
        }
    }),
    A_SLOT_MAY_HAVE_TWO_DISKS(W3, DriverMistake.LOOKS_LATE, host -> new Raid0(host) {
        @Override
        protected boolean isTaken(long entry) {
            return false;
        }
    }),
    DISKS_ARE_NOT_COUNTED(W3, DriverMistake.LOOKS_LATE, host -> new Raid0(host) {
        @Override
        protected boolean areAllThere(int disks, int raidDisks) {
            return true;
        }
    }),
    INTEGRITY_IS_NOT_LOOKED_AT(W3, host -> new Raid0(host) {
        @Override
        protected @Nullable Errno mdIntegrityRegister(Mddev mddev) {
            super.mdIntegrityRegister(mddev);
            return null;
        }
    }),
    // Once it was stopped
    THE_PRIVATE_POINTER_STAYS(W3, StalePointer::new),
    WHAT_STAYED_IS_FREED_BY_A_START_THAT_FAILS(M1, StalePointer::new),
    THE_SIZE_STAYS(W3, host -> new Raid0(host) {
        @Override
        protected void setArraySectors(Mddev mddev, long sectors) {
            if (sectors != 0) super.setArraySectors(mddev, sectors);
        }
    }),
    DISKS_ARE_ROUNDED_ONCE(W3, host -> new Raid0(host) {
        private final IdentityHashMap<Rdev, Long> rounded = new IdentityHashMap<>();

        @Override
        protected long wholeChunks(Rdev rdev, int chunk) {
            return rounded.computeIfAbsent(rdev, first -> super.wholeChunks(first, chunk));
        }
    }),
    SLOTS_ARE_THOSE_OF_THE_FIRST_START(W3, host -> new Raid0(host) {
        private final Map<Integer, Long> pointers = new HashMap<>();

        @Override
        protected @Nullable Errno placeDisks(Mddev mddev, long stripZone, long devlist) {
            Errno errno = super.placeDisks(mddev, stripZone, devlist);
            for (int i = 0; i < mddev.raidDisks() && errno == null; i++) {
                long entry = devlist + (long) i * POINTER_BYTES;
                memory().writeU64(entry, pointers.computeIfAbsent(i, slot -> memory().readU64(entry)));
            }
            return errno;
        }
    }),
    // Memory
    THE_TABLES_ARE_NOT_ZEROED(M3, host -> new Raid0(host) {
        @Override
        protected int gfp() {
            return super.gfp() & ~Gfp.ZERO;
        }
    }),
    THE_TABLES_ARE_ASKED_FOR_ALOUD(W1, host -> new Raid0(host) {
        @Override
        protected @Nullable Errno refusal(Mddev mddev) {
            return mddev.chunkSectors() == 0 ? Errno.EINVAL : null;
        }

        @Override
        protected int gfp() {
            return super.gfp() & ~Gfp.NOWARN;
        }
    }),
    AN_ENTRY_OF_DEVLIST_HAS_4_BYTES(M3, host -> new Raid0(host) {
        @Override
        protected long devlistBytes(int nrStripZones, int raidDisks) {
            return arraySize(arraySize(POINTER_BYTES / 2, nrStripZones), raidDisks);
        }
    }),
    ABORTING_FORGETS_CONF(M2, host -> new Raid0(host) {
        @Override
        protected void abort(long conf) {
            freeTable(memory().readU64(conf + CONF_STRIP_ZONE), kernel().abortFamily());
            freeTable(memory().readU64(conf + CONF_DEVLIST), kernel().abortFamily());
        }
    }),
    ABORTING_FREES_WITH_KFREE(M1, host -> new Raid0(host) {
        @Override
        protected void abort(long conf) {
            freeConf(conf, Family.KMALLOC);
        }
    }),
    WITHOUT_A_POOL_ALL_IS_FORGOTTEN(M2, host -> new Raid0(host) {
        @Override
        protected @Nullable Errno mdIntegrityRegister(Mddev mddev) {
            Errno errno = super.mdIntegrityRegister(mddev);
            boolean isAlike = mddev.disks().stream().allMatch(disk -> disk.integrityProfile() != 0);
            if (errno != null && isAlike) setConf(mddev, Address.NULL);
            return errno;
        }
    }),
    STOPPING_FORGETS_A_TABLE(M2, host -> new Raid0(host) {
        @Override
        protected void freeConf(long conf, Family family) {
            freeTable(memory().readU64(conf + CONF_STRIP_ZONE), family);
            kfree(conf);
        }
    }),
    FREEING_BEGINS_WITH_CONF(M3, host -> new Raid0(host) {
        @Override
        protected void freeConf(long conf, Family family) {
            kfree(conf);
            freeTable(memory().readU64(conf + CONF_STRIP_ZONE), family);
            freeTable(memory().readU64(conf + CONF_DEVLIST), family);
        }
    }),
    FAILING_INTEGRITY_FREES_TWICE(M1, host -> new Raid0(host) {
        @Override
        protected void integrityFailed(Mddev mddev) {
            freeConf(conf(mddev), kernel().freeFamily());
        }
    }),
    // Mapping
    A_ZONE_HOLDS_ITS_END(Z3, host -> new Raid0(host) {
        @Override
        protected int findZone(long sector) {
            for (int i = 0; i < nrStripZones(); i++) if (Long.compareUnsigned(sector, zoneEnd(i)) <= 0) return i;
            return super.findZone(sector);
        }
    }),
    THE_OFFSET_IS_THAT_IN_THE_ARRAY(Z3, host -> new Raid0(host) {
        @Override
        protected long zoneOffset(long sector, long previousEnd) {
            return sector;
        }
    }),
    EVERY_CHUNK_IS_MASKED(Z3, host -> new Raid0(host) {
        @Override
        protected long chunkOffset(long selector, int chunk) {
            return selector & (chunk - 1);
        }
    }),
    A_STRIPE_HAS_32_BITS(Z3, host -> new Raid0(host) {
        @Override
        protected long stripeSectors(int chunk, int nbDev) {
            return Integer.toUnsignedLong(chunk * nbDev);
        }
    }),
    ROWS_OF_DEVLIST_OVERLAP(Z3, host -> new Raid0(host) {
        @Override
        protected long devlistEntry(int zone, int stride, int index) {
            return super.devlistEntry(zone, stride - 1, index);
        }
    }),
    A_ZONE_STARTS_WHERE_ITS_DISKS_DO(Z3, host -> new Raid0(host) {
        @Override
        protected long diskSector(long row, int chunk, long inChunk, long devStart) {
            return super.diskSector(row, chunk, inChunk, 0);
        }
    }),
    THE_DISK_FOLLOWS_FROM_THE_OTHER_LAYOUT(I2, host -> new Raid0(host) {
        @Override
        protected long selector(int layout, long sector, long offset) {
            return super.selector(3 - layout, sector, offset);
        }
    }),
    // Requests and discards
    WHAT_IS_LEFT_OF_A_REQUEST_IS_NOT_CUT(I3, host -> new Raid0(host) {
        @Override
        protected long partSectors(int chunk, long at, long left, boolean isFirst) {
            return isFirst ? super.partSectors(chunk, at, left, isFirst) : left;
        }
    }),
    A_REQUEST_IS_CUT_A_SECTOR_LATE(I3, host -> new Raid0(host) {
        @Override
        protected long partSectors(int chunk, long at, long left, boolean isFirst) {
            return Math.min(left, super.partSectors(chunk, at, left, isFirst) + 1);
        }
    }),
    A_REQUEST_BEGINS_WITH_NOTHING(I3, host -> new Raid0(host) {
        @Override
        protected long partSectors(int chunk, long at, long left, boolean isFirst) {
            return isFirst ? 0 : super.partSectors(chunk, at, left, isFirst);
        }
    }),
    THE_LARGEST_REQUEST_IS_TWO_CHUNKS(Q1, host -> new Raid0(host) {
        @Override
        protected long maxHwSectors(Mddev mddev) {
            return 2 * super.maxHwSectors(mddev);
        }
    }),
    A_REQUEST_IS_NO_LONGER_THAN_AN_INT_OF_BYTES(Q1, host -> new Raid0(host) {
        @Override
        protected long maxHwSectors(Mddev mddev) {
            return Integer.MAX_VALUE >> 9;
        }
    }),
    DISCARDS_ARE_NOT_ROTATED(I4, host -> new Raid0(host) {
        @Override
        protected boolean isRotated(int zone, int layout) {
            return false;
        }
    }),
    DISCARDS_ARE_ROTATED_THE_OTHER_WAY(I4, host -> new Raid0(host) {
        @Override
        protected int rotate(int disk, int nbDev, int diskShift) {
            return (disk + diskShift) % nbDev;
        }
    }),
    DISKS_ARE_SHIFTED_BY_NOTHING(I4, host -> new Raid0(host) {
        @Override
        protected int diskShift(long previousEnd, int chunk, int nbDev) {
            return 0;
        }
    }),
    LIMITS_STAY_WHEN_IT_STOPS(W3, host -> new Raid0(host) {
        @Override
        protected void setLimits(Mddev mddev, int ioMin, int ioOpt) {
            if (ioMin != 0) super.setLimits(mddev, ioMin, ioOpt);
        }
    }),
    INTEGRITY_IS_NOT_REGISTERED(W3, host -> new Raid0(host) {
        @Override
        protected @Nullable Errno mdIntegrityRegister(Mddev mddev) {
            return null;
        }
    }),
    A_TABLE_IS_ASKED_FOR_THAT_NOBODY_HAS(W3, host -> new Raid0(host) {
        @Override
        protected long devlistBytes(int nrStripZones, int raidDisks) {
            return -1;
        }
    }),
    DISKS_BEFORE_THE_EDGE_ARE_NOT_A_CHUNK_FURTHER(I4, host -> new Raid0(host) {
        @Override
        protected long discardEdge(int chunk, long stripe, int position, long offset, int disk) {
            return disk < position ? stripe * chunk : super.discardEdge(chunk, stripe, position, offset, disk);
        }
    });

    /** Looks at its disks only once it has allocated, so that what it looks at then matters. */
    static final String LOOKS_LATE = "hardened-check-first";

    private final Law law;
    private final Patch patch;

    DriverMistake(Law law, Function<Host, Raid0> maker) {
        this.law = law;
        this.patch = Patch.worse(maker);
    }

    DriverMistake(Law law, String base, Function<Host, Raid0> maker) {
        this.law = law;
        this.patch = new Patch("worse", base, maker);
    }

    /** The law that one expects to see it. */
    public Law law() {
        return law;
    }

    /** The driver as a patch to hardened, or to what it would be without one of its fixes. */
    public Patch patch() {
        return patch;
    }

    /** Stops an array and keeps its private pointer. */
    private static final class StalePointer extends Raid0 {
        StalePointer(Host host) {
            super(host);
        }

        @Override
        protected void raid0Free(Mddev mddev) {
            long conf = conf(mddev);
            super.raid0Free(mddev);
            setConf(mddev, conf);
        }
    }
}
