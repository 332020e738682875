package kvetch.raid0;

import io.vavr.collection.Vector;
import java.util.function.Function;
import kvetch.api.Address;
import kvetch.api.Allocator;
import kvetch.api.CodeLocation;
import kvetch.api.Family;
import kvetch.api.Gfp;
import kvetch.api.Machine;
import kvetch.api.Memory;
import kvetch.api.OopsException;
import org.jspecify.annotations.Nullable;

/**
 * The raid0 driver on one machine, as one kernel has it.
 *
 * <p>Integers are those of C: {@code int} is signed and wraps, {@code sector_t} is an unsigned 64-bit {@code long}, and a
 * divisor of sector_div is cut to 32 bits. What the driver knows of a running array it keeps in the machine's memory, at the
 * addresses that the allocators gave it, and reads back from there each time.
 *
 * <p>Where the kernel dies, an {@link OopsException} comes out; the machine is of no more use then.
 */
public final class Raid0 {
    private static final int CONF_BYTES = 24;
    static final int CONF_STRIP_ZONE = 0;
    static final int CONF_DEVLIST = 8;
    static final int CONF_NR_STRIP_ZONES = 16;
    static final int CONF_LAYOUT = 20;
    static final int POINTER_BYTES = 8;
    private static final int INTEGRITY_POOL_BYTES = 256;

    /** Where the disks' own structures would be; what devlist points to. */
    private static final long RDEV_BASE = 0xffff_a000_0000_0000L;

    /** They are 1 KiB apart. */
    private static final int RDEV_SHIFT = 10;

    private static final Vector<String> RUN_TRACE =
            Vector.of("create_strip_zones", "raid0_run", "md_run", "do_md_run", "md_ioctl", "ioctl");
    private static final Vector<String> INTEGRITY_TRACE =
            Vector.of("md_integrity_register", "raid0_run", "md_run", "do_md_run", "md_ioctl", "ioctl");
    private static final Vector<String> FREE_IN_RUN_TRACE =
            Vector.of("raid0_run", "md_run", "do_md_run", "md_ioctl", "ioctl");
    private static final Vector<String> FREE_TRACE =
            Vector.of("raid0_free", "__md_stop", "do_md_stop", "md_ioctl", "ioctl");
    private static final Vector<String> FREE_AFTER_RUN_TRACE =
            Vector.of("raid0_free", "md_run", "do_md_run", "md_ioctl", "ioctl");
    private static final Vector<String> IO_TRACE =
            Vector.of("raid0_make_request", "md_handle_request", "md_submit_bio", "submit_bio");

    private static final CodeLocation CREATE_STRIP_ZONES = in("create_strip_zones");
    private static final CodeLocation FIND_ZONE = in("find_zone");
    private static final CodeLocation MAP_SECTOR = in("map_sector");
    private static final CodeLocation HANDLE_DISCARD = in("raid0_handle_discard");

    private final KernelProfile kernel;
    private final boolean cutsRemainder;
    private final boolean stripeHas64Bits;
    private final boolean discardHas64Bits;
    private final boolean discardsOriginal;
    private final Machine machine;

    /** The memory, with a port for conf, for strip_zone, for devlist and for the rows of it as they are made. */
    private final Memory confMemory;

    private final Memory zoneMemory;
    private final Memory listMemory;
    private final Memory rowMemory;
    private final TableReader tableReader;
    private final Allocator tables;
    private final Function<Family, Allocator> kernelAllocators;
    private final Mapping scratch = new Mapping();

    /**
     * A driver.
     *
     * @param kernel which kernel's
     * @param machine the machine it runs on
     * @param memory what it reads and writes through
     * @param tables serves strip_zone and devlist
     * @param kernelAllocators the kernel's own allocators: conf comes from kmalloc, and so on
     */
    public Raid0(
            KernelProfile kernel,
            Machine machine,
            Memory memory,
            Allocator tables,
            Function<Family, Allocator> kernelAllocators) {
        this.kernel = kernel;
        this.cutsRemainder = kernel.has(Fix.CUT_REMAINDER);
        this.stripeHas64Bits = kernel.has(Fix.STRIPE_64_BIT);
        this.discardHas64Bits = kernel.has(Fix.DISCARD_64_BIT);
        this.discardsOriginal = kernel.has(Fix.DISCARD_ORIGINAL);
        this.machine = machine;
        this.confMemory = memory.port();
        this.zoneMemory = memory.port();
        this.listMemory = memory.port();
        this.rowMemory = memory.port();
        this.tableReader = new TableReader(confMemory, zoneMemory, listMemory);
        this.tables = tables;
        this.kernelAllocators = kernelAllocators;
    }

    private static CodeLocation in(String function) {
        return new CodeLocation("drivers/md/raid0.c", 0, function);
    }

    // Starting

    /**
     * Starts an array (md_run).
     *
     * @param mddev an array that does not run
     * @return started, or refused with its errno
     * @throws OopsException if the kernel dies
     */
    public RunResult run(Mddev mddev) {
        if (mddev.diskCount() == 0 || (mddev.raidDisks() == 0 && !mddev.persistent())) return refused(Errno.EINVAL);
        machine.beginCall();
        machine.setCallTrace(RUN_TRACE);
        Errno errno = raid0Run(mddev);
        if (errno == null) {
            showCapacity(mddev);
            return RunResult.Started.STARTED;
        }
        if (mddev.privateData != Address.NULL) {
            machine.setCallTrace(FREE_AFTER_RUN_TRACE);
            raid0Free(mddev);
        }
        return refused(errno);
    }

    private static RunResult refused(Errno errno) {
        return new RunResult.Refused(errno);
    }

    /** Tells the block layer how large the array is. */
    private void showCapacity(Mddev mddev) {
        mddev.capacity = mddev.arraySectors;
        if (!kernel.tree().capsCapacity() || Long.compareUnsigned(mddev.arraySectors, Mddev.CAPPED_SECTORS) <= 0)
            return;
        mddev.capacity = Mddev.CAPPED_SECTORS;
        machine.printk("md0: truncate capacity from " + mddev.arraySectors + " to " + mddev.capacity);
    }

    private @Nullable Errno raid0Run(Mddev mddev) {
        if (mddev.chunkSectors() == 0) return Errno.EINVAL;
        Errno errno = Hardening.refusal(kernel, mddev, machine.profile());
        if (errno != null) return errno;
        errno = createStripZones(mddev);
        if (errno != null) return errno;
        setLimits(mddev);
        mddev.arraySectors = kernel.has(Fix.SIZE_OF_ZONES) ? lastZoneEnd(mddev) : sizeFromDisks(mddev);
        machine.setCallTrace(INTEGRITY_TRACE);
        errno = registerIntegrity(mddev);
        if (errno != null && !kernel.has(Fix.FREE_ONCE)) {
            machine.setCallTrace(FREE_IN_RUN_TRACE);
            freeConf(mddev.privateData, kernel.freeFamily());
        }
        return errno;
    }

    private @Nullable Errno createStripZones(Mddev mddev) {
        long conf = kmalloc().alloc(CONF_BYTES, Gfp.KERNEL | Gfp.ZERO);
        if (conf == Address.NULL) return Errno.ENOMEM;
        Errno errno = fillConf(mddev, conf);
        if (errno == null) mddev.privateData = conf;
        else freeConf(conf, kernel.abortFamily());
        return errno;
    }

    private @Nullable Errno fillConf(Mddev mddev, long conf) {
        int nrStripZones = roundAndCountZones(mddev);
        confMemory.writeU32(conf + CONF_NR_STRIP_ZONES, nrStripZones);
        int blockSize = largestBlockSize(mddev);
        if (Integer.remainderUnsigned(mddev.chunkSectors() << 9, blockSize) != 0) return Errno.EINVAL;

        int gfp = Gfp.KERNEL
                | Gfp.ZERO
                | (kernel.has(Fix.NOWARN) ? Gfp.NOWARN : 0)
                | (kernel.has(Fix.NO_KILL) ? Gfp.RETRY_MAYFAIL : 0);
        long stripZone = tables.alloc(arraySize(StripZone.BYTES, nrStripZones), gfp);
        confMemory.writeU64(conf + CONF_STRIP_ZONE, stripZone);
        if (stripZone == Address.NULL) return Errno.ENOMEM;
        long devlist = tables.alloc(arraySize(arraySize(POINTER_BYTES, nrStripZones), mddev.raidDisks()), gfp);
        confMemory.writeU64(conf + CONF_DEVLIST, devlist);
        if (devlist == Address.NULL) return Errno.ENOMEM;

        Errno errno = placeDisks(mddev, stripZone, devlist);
        if (errno != null) return errno;
        for (int i = 1; i < nrStripZones; i++) makeZone(mddev, stripZone, devlist, i);
        int layout = layout(mddev, stripZone, nrStripZones);
        if (layout == Mddev.LAYOUT_UNKNOWN) return Errno.EOPNOTSUPP;
        confMemory.writeU32(conf + CONF_LAYOUT, layout);
        if (layout == Mddev.LAYOUT_ORIGINAL) shiftDisks(mddev, stripZone, nrStripZones);
        return null;
    }

    /** Rounds the disks' sizes down to whole chunks and counts the distinct ones. */
    private int roundAndCountZones(Mddev mddev) {
        int chunk = mddev.chunkSectors();
        int zones = 0;
        for (int i = 0; i < mddev.diskCount(); i++) {
            Rdev rdev = mddev.disk(i);
            // The kernel overwrites the size, so a second start rounds what the first one has rounded.
            long sectors = kernel.has(Fix.ROUND_DEVICE_SIZE) ? rdev.deviceSectors() : rdev.sectors();
            rdev.setSectors(divide(sectors, chunk, CREATE_STRIP_ZONES) * chunk);
            boolean seen = false;
            for (int j = 0; j < i && !seen; j++) seen = mddev.disk(j).sectors() == rdev.sectors();
            if (!seen) zones++;
        }
        return zones;
    }

    /** The largest logical block size of the disks, in bytes. */
    static int largestBlockSize(Mddev mddev) {
        int largest = 512;
        for (int i = 0; i < mddev.diskCount(); i++)
            largest = Math.max(largest, mddev.disk(i).logicalBlockSize());
        return largest;
    }

    /** Puts each disk in its slot and makes zone 0. */
    private @Nullable Errno placeDisks(Mddev mddev, long stripZone, long devlist) {
        int count = 0;
        long smallest = 0;
        for (int i = 0; i < mddev.diskCount(); i++) {
            Rdev rdev = mddev.disk(i);
            int slot = rdev.raidDisk();
            if (slot < 0 || slot >= mddev.raidDisks()) return Errno.EINVAL;
            long entry = devlist + (long) slot * POINTER_BYTES;
            if (listMemory.readU64(entry) != Address.NULL) return Errno.EINVAL;
            listMemory.writeU64(entry, addressOf(i));
            if (count == 0 || isBelow(rdev.sectors(), smallest)) smallest = rdev.sectors();
            count++;
        }
        if (count != mddev.raidDisks()) return Errno.EINVAL;
        zoneMemory.writeU32(stripZone + StripZone.NB_DEV, count);
        zoneMemory.writeU64(stripZone + StripZone.ZONE_END, smallest * count);
        return null;
    }

    private void makeZone(Mddev mddev, long stripZone, long devlist, int index) {
        long previous = stripZone + (long) (index - 1) * StripZone.BYTES;
        long zone = previous + StripZone.BYTES;
        int nbDev0 = zoneMemory.readU32(stripZone + StripZone.NB_DEV);
        long devStart = smallestSectors(mddev, devlist, index - 1, zoneMemory.readU32(previous + StripZone.NB_DEV));
        long row = devlist + rowOffset(index, mddev.raidDisks());
        int count = 0;
        long smallest = -1;
        for (int j = 0; j < nbDev0; j++) {
            long pointer = listMemory.readU64(devlist + (long) j * POINTER_BYTES);
            long sectors = rdevAt(mddev, pointer).sectors();
            if (!isBelow(devStart, sectors)) continue;
            rowMemory.writeU64(row + (long) count * POINTER_BYTES, pointer);
            smallest = smaller(smallest, sectors);
            count++;
        }
        zoneMemory.writeU64(zone + StripZone.DEV_START, devStart);
        zoneMemory.writeU32(zone + StripZone.NB_DEV, count);
        zoneMemory.writeU64(
                zone + StripZone.ZONE_END,
                zoneMemory.readU64(previous + StripZone.ZONE_END) + (smallest - devStart) * count);
    }

    private long smallestSectors(Mddev mddev, long devlist, int zone, int nbDev) {
        long row = devlist + rowOffset(zone, mddev.raidDisks());
        long smallest = -1;
        for (int j = 0; j < nbDev; j++) {
            long sectors = rdevAt(mddev, rowMemory.readU64(row + (long) j * POINTER_BYTES))
                    .sectors();
            smallest = smaller(smallest, sectors);
        }
        return smallest;
    }

    private int layout(Mddev mddev, long stripZone, int nrStripZones) {
        boolean layoutsAlike = nrStripZones == 1
                || (kernel.has(Fix.LAYOUTS_ALIKE)
                        && zoneMemory.readU32(stripZone + StripZone.BYTES + StripZone.NB_DEV) == 1);
        if (layoutsAlike) return Mddev.LAYOUT_ORIGINAL;
        if (!kernel.has(Fix.LAYOUT_CHOICE)) return Mddev.LAYOUT_ALTERNATE;
        if (isLayout(mddev.layout())) return mddev.layout();
        return isLayout(mddev.defaultLayout()) ? mddev.defaultLayout() : Mddev.LAYOUT_UNKNOWN;
    }

    private static boolean isLayout(int layout) {
        return layout == Mddev.LAYOUT_ORIGINAL || layout == Mddev.LAYOUT_ALTERNATE;
    }

    private void shiftDisks(Mddev mddev, long stripZone, int nrStripZones) {
        for (int i = 1; i < nrStripZones; i++) {
            long zone = stripZone + (long) i * StripZone.BYTES;
            long previousEnd = zoneMemory.readU64(zone - StripZone.BYTES + StripZone.ZONE_END);
            long chunks = divide(previousEnd, mddev.chunkSectors(), CREATE_STRIP_ZONES);
            int shift = (int) remainder(chunks, zoneMemory.readU32(zone + StripZone.NB_DEV), CREATE_STRIP_ZONES);
            zoneMemory.writeU32(zone + StripZone.DISK_SHIFT, shift);
        }
    }

    /** Tells the block layer in which sizes the array is best read and written; both limits are unsigned ints of bytes. */
    private void setLimits(Mddev mddev) {
        if (kernel.has(Fix.LIMITS_SATURATE)) {
            long chunk = Integer.toUnsignedLong(mddev.chunkSectors());
            mddev.ioMin = saturated(chunk);
            mddev.ioOpt = saturated(chunk * mddev.raidDisks());
        } else {
            mddev.ioMin = mddev.chunkSectors() << 9;
            mddev.ioOpt = mddev.ioMin * mddev.raidDisks();
        }
    }

    /** So many sectors in bytes, and no more than a request has. */
    private static int saturated(long sectors) {
        return (int) (Math.min(sectors, MAX_BIO_SECTORS) << 9);
    }

    private static long sizeFromDisks(Mddev mddev) {
        long sum = 0;
        for (int i = 0; i < mddev.diskCount(); i++) sum += mddev.disk(i).sectors() & ~(long) (mddev.chunkSectors() - 1);
        return sum;
    }

    private long lastZoneEnd(Mddev mddev) {
        int last = confMemory.readU32(mddev.privateData + CONF_NR_STRIP_ZONES) - 1;
        return zoneMemory.readU64(zoneAddress(mddev, last) + StripZone.ZONE_END);
    }

    private @Nullable Errno registerIntegrity(Mddev mddev) {
        int profile = mddev.disk(0).integrityProfile();
        for (int i = 1; i < mddev.diskCount(); i++)
            if (mddev.disk(i).integrityProfile() != profile) return Errno.EINVAL;
        if (profile == 0) return null;
        mddev.integrityPool = kmalloc().alloc(INTEGRITY_POOL_BYTES, Gfp.KERNEL);
        return mddev.integrityPool == Address.NULL ? Errno.EINVAL : null;
    }

    // Stopping

    /**
     * Stops an array and lets its disks go.
     *
     * @param mddev an array that runs
     * @throws OopsException if the kernel dies
     */
    public void stop(Mddev mddev) {
        machine.setCallTrace(FREE_TRACE);
        raid0Free(mddev);
        kmalloc().free(mddev.integrityPool);
        mddev.integrityPool = Address.NULL;
        mddev.exportDisks();
    }

    private void raid0Free(Mddev mddev) {
        long conf = mddev.privateData;
        mddev.privateData = Address.NULL;
        mddev.arraySectors = 0;
        mddev.capacity = 0;
        mddev.ioMin = 0;
        mddev.ioOpt = 0;
        freeConf(conf, kernel.freeFamily());
    }

    private void freeConf(long conf, Family family) {
        freeTable(confMemory.readU64(conf + CONF_STRIP_ZONE), family);
        freeTable(confMemory.readU64(conf + CONF_DEVLIST), family);
        kmalloc().free(conf);
    }

    /**
     * Frees with the free of {@code family}. Where that is the family the tables came from as shipped, it is the free of
     * whatever allocator serves them now.
     */
    private void freeTable(long address, Family family) {
        if (family == kernel.allocFamily()) tables.free(address);
        else kernelAllocators.apply(family).free(address);
    }

    // I/O

    /**
     * Says where an array sector is (find_zone and map_sector).
     *
     * @param mddev an array that runs
     * @param sector an array sector, unsigned
     * @param mapping filled in
     * @throws OopsException if the kernel dies, as it does for a sector past the last zone
     */
    public void map(Mddev mddev, long sector, Mapping mapping) {
        machine.setCallTrace(IO_TRACE);
        TableReader tables = tableReader;
        tables.open(mddev);
        int zone = findZone(tables, sector);
        long offset = zone == 0 ? sector : sector - tables.zoneEnd(zone - 1);
        long selector = tables.layout() == Mddev.LAYOUT_ORIGINAL ? sector : offset;
        int chunk = mddev.chunkSectors();
        int nbDev = tables.nbDev(zone);
        long inChunk;
        long chunkIndex;
        int stripe;
        if (Integer.bitCount(chunk) == 1) {
            int shift = Integer.numberOfTrailingZeros(chunk);
            inChunk = selector & ((1L << shift) - 1);
            chunkIndex = selector >>> shift;
            stripe = nbDev << shift;
        } else {
            inChunk = remainder(selector, chunk, MAP_SECTOR);
            chunkIndex = divide(selector, chunk, MAP_SECTOR);
            stripe = chunk * nbDev;
        }
        // Only a table whose bytes have changed has a zone without devices.
        if (nbDev == 0) throw machine.divideError(MAP_SECTOR);
        long row = stripeHas64Bits ? divideUnsigned(offset, (long) chunk * nbDev) : divide(offset, stripe, MAP_SECTOR);
        int index = (int) remainder(chunkIndex, nbDev, MAP_SECTOR);
        mapping.disk = diskOf(mddev, tables.pointer(zone, index));
        mapping.sector = row * Integer.toUnsignedLong(chunk) + inChunk + tables.devStart(zone);
    }

    private int findZone(TableReader tables, long sector) {
        int nrStripZones = tables.nrStripZones();
        for (int i = 0; i < nrStripZones; i++) if (isBelow(sector, tables.zoneEnd(i))) return i;
        throw machine.bug(FIND_ZONE, "");
    }

    /** The index in devlist of a zone's first entry; it is an int and wraps. */
    @SuppressWarnings({"IntLongMath", "NarrowCalculation"})
    static long firstEntry(int zone, int stride) {
        return zone * stride;
    }

    private static long rowOffset(int zone, int stride) {
        return firstEntry(zone, stride) * POINTER_BYTES;
    }

    /**
     * The longest request that the block layer hands to raid0.
     *
     * @param mddev an array
     * @return sectors: a chunk, or a page if that is more; at most what a bio can hold
     */
    public long maxRequestSectors(Mddev mddev) {
        long most = Math.max(
                Integer.toUnsignedLong(mddev.chunkSectors()), machine.profile().pageSize() >> 9);
        return Math.min(most, MAX_BIO_SECTORS);
    }

    /** The most sectors that a bio can hold: its size is an unsigned int of bytes. */
    public static final long MAX_BIO_SECTORS = 0xffff_ffffL >> 9;

    /**
     * Carries out a request, cut the way this kernel cuts it.
     *
     * @param mddev an array that runs
     * @param start first array sector, unsigned
     * @param sectors how many; at most {@link #maxRequestSectors}
     * @param parts gets each part, in the order of array sectors
     * @return null, or EIO if a part runs past the end of its disk
     * @throws OopsException if the kernel dies
     */
    public @Nullable Errno request(Mddev mddev, long start, long sectors, ExtentSink parts) {
        Errno errno = null;
        long at = start;
        long left = sectors;
        boolean whole = false;
        while (left > 0) {
            long chunk = Integer.toUnsignedLong(mddev.chunkSectors());
            long first = chunk - Long.remainderUnsigned(at, chunk);
            long length = whole ? left : Math.min(left, first);
            map(mddev, at, scratch);
            if (isPastEnd(mddev, scratch, length)) errno = Errno.EIO;
            parts.accept(scratch.disk, scratch.sector, length);
            at += length;
            left -= length;
            whole = !cutsRemainder;
        }
        return errno;
    }

    private static boolean isPastEnd(Mddev mddev, Mapping mapping, long length) {
        long deviceSectors = mddev.disk(mapping.disk).deviceSectors();
        return Long.compareUnsigned(mapping.sector, deviceSectors) > 0
                || Long.compareUnsigned(length, deviceSectors - mapping.sector) > 0;
    }

    /**
     * Discards a range.
     *
     * @param mddev an array that runs
     * @param start first array sector, unsigned
     * @param sectors how many
     * @param ranges gets the range on each disk, zone by zone
     * @throws OopsException if the kernel dies
     */
    public void discard(Mddev mddev, long start, long sectors, ExtentSink ranges) {
        machine.setCallTrace(IO_TRACE);
        TableReader tables = tableReader;
        tables.open(mddev);
        long at = start;
        long left = sectors;
        while (left > 0) {
            int zone = findZone(tables, at);
            long room = tables.zoneEnd(zone) - at;
            long length = isBelow(left, room) ? left : room;
            discardInZone(mddev, tables, zone, at, length, ranges);
            at += length;
            left -= length;
        }
    }

    private void discardInZone(Mddev mddev, TableReader tables, int zone, long start, long sectors, ExtentSink ranges) {
        int chunk = mddev.chunkSectors();
        int nbDev = tables.nbDev(zone);
        int diskShift = tables.diskShift(zone);
        boolean rotated = discardsOriginal && zone != 0 && tables.layout() == Mddev.LAYOUT_ORIGINAL;
        long zoneStart = zone == 0 ? 0 : tables.zoneEnd(zone - 1);

        StripeEdge first = edge(chunk, nbDev, start, start - zoneStart, rotated ? diskShift : -1);
        StripeEdge last = edge(chunk, nbDev, start + sectors, start + sectors - zoneStart, rotated ? diskShift : -1);
        long devStart = tables.devStart(zone);
        for (int disk = 0; disk < nbDev; disk++) {
            int position = rotated ? rotate(disk, nbDev, diskShift) : disk;
            long from = first.onDisk(position, chunk);
            long to = last.onDisk(position, chunk);
            if (isBelow(from, to)) ranges.accept(diskOf(mddev, tables.pointer(zone, disk)), from + devStart, to - from);
        }
    }

    /**
     * One end of a discard within a zone.
     *
     * @param stripe index of the stripe
     * @param position position in the stripe of the disk that holds the edge
     * @param offset sector on that disk, counted from the zone's start
     */
    private record StripeEdge(long stripe, int position, long offset) {
        /** Where the edge is on the disk at a position: disks before the edge's own are a chunk further. */
        long onDisk(int other, int chunk) {
            int order = Integer.compareUnsigned(other, position);
            if (order == 0) return offset;
            return (order < 0 ? stripe + 1 : stripe) * chunk;
        }
    }

    private StripeEdge edge(int chunk, int nbDev, long sector, long offset, int diskShift) {
        long stripeSectors = discardHas64Bits ? (long) nbDev * chunk : Integer.toUnsignedLong(nbDev * chunk);
        if (stripeSectors == 0) throw machine.divideError(HANDLE_DISCARD);
        long stripe = Long.divideUnsigned(offset, stripeSectors);
        long inStripe = offset - stripe * stripeSectors;
        // The kernel keeps the offset in the stripe in an int.
        long inStripeAsKept = discardHas64Bits ? inStripe : (int) inStripe;
        int position = (int) (inStripeAsKept / chunk);
        if (diskShift >= 0) {
            long chunks = divide(sector, chunk, HANDLE_DISCARD);
            position = rotate((int) remainder(chunks, nbDev, HANDLE_DISCARD), nbDev, diskShift);
        }
        return new StripeEdge(stripe, position, inStripeAsKept % chunk + stripe * chunk);
    }

    private static int rotate(int disk, int nbDev, int diskShift) {
        return (disk + nbDev - diskShift) % nbDev;
    }

    // Looking

    /**
     * The zones of a running array, read back from its table.
     *
     * @param mddev an array that runs
     * @return in order
     * @throws OopsException if the kernel dies
     */
    public Vector<StripZone> zones(Mddev mddev) {
        return Vector.range(0, nrStripZones(mddev)).map(i -> zone(mddev, i));
    }

    /**
     * The number of zones of a running array, read back from its conf.
     *
     * @param mddev an array that runs
     * @return 1 or more
     * @throws OopsException if the kernel dies
     */
    public int nrStripZones(Mddev mddev) {
        return confMemory.readU32(mddev.privateData + CONF_NR_STRIP_ZONES);
    }

    /**
     * A zone of a running array, read back from its table.
     *
     * @param mddev an array that runs
     * @param index from 0
     * @return the zone
     * @throws OopsException if the kernel dies
     */
    public StripZone zone(Mddev mddev, int index) {
        return zoneAt(zoneAddress(mddev, index));
    }

    private StripZone zoneAt(long zone) {
        return new StripZone(
                zoneMemory.readU64(zone + StripZone.ZONE_END),
                zoneMemory.readU64(zone + StripZone.DEV_START),
                zoneMemory.readU32(zone + StripZone.NB_DEV),
                zoneMemory.readU32(zone + StripZone.DISK_SHIFT));
    }

    /**
     * The disks of a zone of a running array, read back from devlist.
     *
     * @param mddev an array that runs
     * @param zone index of the zone
     * @return indices in {@link Mddev#disks()}, in the order of the zone
     * @throws OopsException if the kernel dies
     */
    public Vector<Integer> zoneDisks(Mddev mddev, int zone) {
        tableReader.open(mddev);
        return Vector.range(0, tableReader.nbDev(zone)).map(j -> diskOf(mddev, tableReader.pointer(zone, j)));
    }

    /**
     * The layout that a running array has settled on.
     *
     * @param mddev an array that runs
     * @return 1 original, 2 alternate
     */
    public int layout(Mddev mddev) {
        return confMemory.readU32(mddev.privateData + CONF_LAYOUT);
    }

    private long zoneAddress(Mddev mddev, int zone) {
        return confMemory.readU64(mddev.privateData + CONF_STRIP_ZONE) + (long) zone * StripZone.BYTES;
    }

    // C

    /** array_size and array3_size: a product of size_t that saturates; an int is sign-extended on the way in. */
    static long arraySize(long size, int count) {
        long n = count;
        if (n == 0 || size == 0) return 0;
        boolean overflows =
                (size | n) < 0 ? isBelow(Long.divideUnsigned(-1, n), size) : Math.multiplyHigh(size, n) != 0;
        return overflows ? -1 : size * n;
    }

    /** sector_div: the quotient, by a divisor cut to u32. */
    private long divide(long dividend, int divisor, CodeLocation location) {
        if (divisor == 0) throw machine.divideError(location);
        return divideUnsigned(dividend, Integer.toUnsignedLong(divisor));
    }

    /** A signed division is the faster one, and will do where neither is among the largest. */
    private static long divideUnsigned(long dividend, long divisor) {
        return (dividend | divisor) >= 0 ? dividend / divisor : Long.divideUnsigned(dividend, divisor);
    }

    /** The smaller of two unsigned numbers, without a branch that depends on them. */
    private static long smaller(long a, long b) {
        return Math.min(a + Long.MIN_VALUE, b + Long.MIN_VALUE) - Long.MIN_VALUE;
    }

    /** Long.compareUnsigned(a, b) < 0, in one comparison. */
    private static boolean isBelow(long a, long b) {
        return a + Long.MIN_VALUE < b + Long.MIN_VALUE;
    }

    /** sector_div: the remainder, by a divisor cut to u32. */
    private long remainder(long dividend, int divisor, CodeLocation location) {
        if (divisor == 0) throw machine.divideError(location);
        long u32 = Integer.toUnsignedLong(divisor);
        return dividend >= 0 ? dividend % u32 : Long.remainderUnsigned(dividend, u32);
    }

    private Allocator kmalloc() {
        return kernelAllocators.apply(Family.KMALLOC);
    }

    private static long addressOf(int disk) {
        return RDEV_BASE + ((long) disk << RDEV_SHIFT);
    }

    private Rdev rdevAt(Mddev mddev, long pointer) {
        return mddev.disk(diskOf(mddev, pointer));
    }

    /** The disk whose structure a pointer points to. */
    private int diskOf(Mddev mddev, long pointer) {
        long offset = pointer - RDEV_BASE;
        long disk = offset >>> RDEV_SHIFT;
        if (disk >= mddev.diskCount() || disk << RDEV_SHIFT != offset) throw machine.pageFault(pointer);
        return (int) disk;
    }
}
