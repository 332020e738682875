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
 *
 * <p>What a patch would change is a step of its own: a protected method with the name that the kernel has for it, where it has
 * one. A {@link DriverProvider} makes a driver of somebody's own, which overrides those that its patch touches. What md and the
 * block layer do around the driver stays as it is.
 */
public class Raid0 {
    /** sizeof(struct r0conf), in bytes. */
    protected static final int CONF_BYTES = 24;

    /** Where conf keeps the address of strip_zone: 64 bits. */
    protected static final int CONF_STRIP_ZONE = 0;

    /** Where conf keeps the address of devlist: 64 bits. */
    protected static final int CONF_DEVLIST = 8;

    /** Where conf keeps the number of zones: 32 bits. */
    protected static final int CONF_NR_STRIP_ZONES = 16;

    /** Where conf keeps the layout: 32 bits. */
    protected static final int CONF_LAYOUT = 20;

    /** The size of an entry of devlist, in bytes. */
    protected static final int POINTER_BYTES = 8;

    /** So many steps of a loop may get nowhere. */
    private static final int IDLE_STEPS = 64;

    /** So often find_zone may look at each zone. */
    private static final long LOOKS_AT_A_ZONE = 64;

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

    /** How often find_zone has looked at the zones for one sector. */
    private long looks;

    /**
     * A driver.
     *
     * @param host what it runs on
     */
    public Raid0(Host host) {
        this.kernel = host.kernel();
        this.cutsRemainder = kernel.has(Fix.CUT_REMAINDER);
        this.stripeHas64Bits = kernel.has(Fix.STRIPE_64_BIT);
        this.discardHas64Bits = kernel.has(Fix.DISCARD_64_BIT);
        this.discardsOriginal = kernel.has(Fix.DISCARD_ORIGINAL);
        this.machine = host.machine();
        this.confMemory = host.memory().port();
        this.zoneMemory = host.memory().port();
        this.listMemory = host.memory().port();
        this.rowMemory = host.memory().port();
        this.tableReader = new TableReader(confMemory, zoneMemory, listMemory);
        this.tables = host.tables();
        this.kernelAllocators = host.allocators();
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
    public final RunResult run(Mddev mddev) {
        try {
            return mdRun(mddev);
        } catch (ArithmeticException thrown) {
            throw dividing(thrown);
        }
    }

    private RunResult mdRun(Mddev mddev) {
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

    /**
     * raid0_run: makes conf and its tables, says how large the array is, and registers its data integrity.
     *
     * @param mddev an array that does not run, with a disk at least
     * @return null, or why the array is refused; what {@link #conf} still holds then, md_run has {@link #raid0Free} free
     */
    protected @Nullable Errno raid0Run(Mddev mddev) {
        Errno errno = refusal(mddev);
        if (errno != null) return errno;
        errno = createStripZones(mddev);
        if (errno != null) return errno;
        raid0SetLimits(mddev);
        setArraySectors(mddev, raid0Size(mddev));
        machine.setCallTrace(INTEGRITY_TRACE);
        errno = mdIntegrityRegister(mddev);
        if (errno != null) {
            machine.setCallTrace(FREE_IN_RUN_TRACE);
            integrityFailed(mddev);
        }
        return errno;
    }

    /**
     * What is refused before anything is allocated or changed.
     *
     * @param mddev an array that does not run
     * @return null, or why it is refused
     */
    protected @Nullable Errno refusal(Mddev mddev) {
        if (mddev.chunkSectors() == 0) return Errno.EINVAL;
        Errno errno = Hardening.refusal(kernel, mddev, machine.profile());
        if (errno != null) return errno;
        return kernel.tree().stacksIntegrityFirst() && !haveOneProfile(mddev) ? Errno.EINVAL : null;
    }

    /** Whether the disks have all the same data-integrity profile, or all none. */
    private static boolean haveOneProfile(Mddev mddev) {
        int profile = mddev.disk(0).integrityProfile();
        for (int i = 1; i < mddev.diskCount(); i++) if (mddev.disk(i).integrityProfile() != profile) return false;
        return true;
    }

    /**
     * create_strip_zones: makes conf and its tables.
     *
     * @param mddev an array that does not run
     * @return null, or why it is refused, with all freed that was allocated
     */
    protected @Nullable Errno createStripZones(Mddev mddev) {
        long conf = kmalloc().alloc(CONF_BYTES, Gfp.KERNEL | Gfp.ZERO);
        if (conf == Address.NULL) return Errno.ENOMEM;
        Errno errno = fillConf(mddev, conf);
        if (errno == null) setConf(mddev, conf);
        else abort(conf);
        return errno;
    }

    /**
     * The abort path of create_strip_zones: frees the tables that there are, and conf.
     *
     * @param conf the address of conf
     */
    protected void abort(long conf) {
        freeConf(conf, kernel.abortFamily());
    }

    private @Nullable Errno fillConf(Mddev mddev, long conf) {
        int nrStripZones = countZones(mddev);
        confMemory.writeU32(conf + CONF_NR_STRIP_ZONES, nrStripZones);
        if (asksForLayoutFirst(mddev, nrStripZones)) return kernel.tree().unchosenLayout();
        if (!blocksFitChunk(mddev.chunkSectors(), largestBlockSize(mddev))) return Errno.EINVAL;

        long stripZone = tables.alloc(stripZoneBytes(nrStripZones), gfp());
        confMemory.writeU64(conf + CONF_STRIP_ZONE, stripZone);
        if (stripZone == Address.NULL) return Errno.ENOMEM;
        long devlist = tables.alloc(devlistBytes(nrStripZones, mddev.raidDisks()), gfp());
        confMemory.writeU64(conf + CONF_DEVLIST, devlist);
        if (devlist == Address.NULL) return Errno.ENOMEM;

        Errno errno = placeDisks(mddev, stripZone, devlist);
        if (errno != null) return errno;
        for (int i = 1; i < nrStripZones; i++) makeZone(mddev, stripZone, devlist, i);
        int layout = chooseLayout(mddev, stripZone, nrStripZones);
        if (layout == Mddev.LAYOUT_UNKNOWN) return kernel.tree().unchosenLayout();
        setLayout(conf, layout);
        if (layout == Mddev.LAYOUT_ORIGINAL) shiftDisks(mddev, stripZone, nrStripZones);
        return null;
    }

    /** Whoever asks for a layout wherever there is a second zone does so before there are zones to look at. */
    private boolean asksForLayoutFirst(Mddev mddev, int nrStripZones) {
        return kernel.has(Fix.LAYOUT_CHOICE)
                && !kernel.has(Fix.LAYOUTS_ALIKE)
                && nrStripZones > 1
                && TableArithmetic.chosenLayout(mddev.layout(), mddev.defaultLayout()) == Mddev.LAYOUT_UNKNOWN;
    }

    /**
     * Rounds the disks' sizes down to whole chunks and counts the distinct ones.
     *
     * @param mddev an array that does not run
     * @return nr_strip_zones
     */
    protected int countZones(Mddev mddev) {
        int zones = 0;
        for (int i = 0; i < mddev.diskCount(); i++) {
            Rdev rdev = mddev.disk(i);
            setSectors(rdev, wholeChunks(rdev, mddev.chunkSectors()));
            boolean seen = false;
            for (int j = 0; j < i && !seen; j++) seen = mddev.disk(j).sectors() == rdev.sectors();
            if (!seen) zones++;
        }
        return zones;
    }

    /**
     * The sectors of a disk that fill whole chunks.
     *
     * @param rdev a disk
     * @param chunk chunk_sectors, not 0
     * @return sectors, unsigned
     */
    protected long wholeChunks(Rdev rdev, int chunk) {
        // The kernel overwrites the size, so a second start rounds what the first one has rounded.
        long sectors = kernel.has(Fix.ROUND_DEVICE_SIZE) ? rdev.deviceSectors() : rdev.sectors();
        if (chunk == 0) throw machine.divideError(CREATE_STRIP_ZONES);
        return TableArithmetic.wholeChunks(sectors, chunk);
    }

    /**
     * Whether a chunk holds whole blocks.
     *
     * @param chunk chunk_sectors
     * @param blockSize the largest logical block size of the disks, in bytes
     * @return false if the array is EINVAL for it
     */
    protected boolean blocksFitChunk(int chunk, int blockSize) {
        return Integer.remainderUnsigned(chunk << 9, blockSize) == 0;
    }

    /** The largest logical block size of the disks, in bytes. */
    static int largestBlockSize(Mddev mddev) {
        int largest = 512;
        for (int i = 0; i < mddev.diskCount(); i++)
            largest = Math.max(largest, mddev.disk(i).logicalBlockSize());
        return largest;
    }

    /**
     * The flags with which the two tables are asked for.
     *
     * @return as in {@link Gfp}
     */
    protected int gfp() {
        return TableArithmetic.gfp(kernel.has(Fix.NOWARN), kernel.has(Fix.NO_KILL));
    }

    /**
     * How much is asked for for strip_zone.
     *
     * @param nrStripZones how many zones
     * @return bytes, a size_t
     */
    protected long stripZoneBytes(int nrStripZones) {
        return TableArithmetic.stripZoneBytes(nrStripZones);
    }

    /**
     * How much is asked for for devlist.
     *
     * @param nrStripZones how many zones
     * @param raidDisks raid_disks
     * @return bytes, a size_t
     */
    protected long devlistBytes(int nrStripZones, int raidDisks) {
        return TableArithmetic.devlistBytes(nrStripZones, raidDisks);
    }

    /**
     * Puts each disk in its slot and makes zone 0.
     *
     * @param mddev an array with its disks' sizes rounded
     * @param stripZone the address of strip_zone
     * @param devlist the address of devlist
     * @return null, or why the array is refused
     */
    protected @Nullable Errno placeDisks(Mddev mddev, long stripZone, long devlist) {
        int count = 0;
        long smallest = 0;
        for (int i = 0; i < mddev.diskCount(); i++) {
            Rdev rdev = mddev.disk(i);
            int slot = rdev.raidDisk();
            if (!isSlot(slot, mddev.raidDisks())) return Errno.EINVAL;
            long entry = devlist + (long) slot * POINTER_BYTES;
            if (isTaken(entry)) return Errno.EINVAL;
            listMemory.writeU64(entry, addressOf(i));
            if (count == 0 || isSmaller(rdev.sectors(), smallest)) smallest = rdev.sectors();
            count++;
        }
        if (!areAllThere(count, mddev.raidDisks())) return Errno.EINVAL;
        zoneMemory.writeU32(stripZone + StripZone.NB_DEV, count);
        zoneMemory.writeU64(stripZone + StripZone.ZONE_END, zoneSectors(smallest, count));
        return null;
    }

    /**
     * Whether a disk may have a slot.
     *
     * @param slot the disk's raid_disk
     * @param raidDisks raid_disks
     * @return false if the array is EINVAL for it
     */
    protected boolean isSlot(int slot, int raidDisks) {
        return slot >= 0 && slot < raidDisks;
    }

    /**
     * Whether a slot has a disk already.
     *
     * @param entry the address of the slot's entry in devlist
     * @return true if the array is EINVAL for it
     */
    protected boolean isTaken(long entry) {
        return listMemory.readU64(entry) != Address.NULL;
    }

    /**
     * Whether there are as many disks as there have to be.
     *
     * @param disks how many disks have a slot
     * @param raidDisks raid_disks
     * @return false if the array is EINVAL for it
     */
    protected boolean areAllThere(int disks, int raidDisks) {
        return disks == raidDisks;
    }

    /**
     * Whether a disk is smaller than the smallest so far.
     *
     * @param sectors its size in sectors, unsigned
     * @param smallest that of the smallest so far, unsigned
     * @return true if so
     */
    protected boolean isSmaller(long sectors, long smallest) {
        return Arithmetic.isBelow(sectors, smallest);
    }

    /**
     * How much a zone holds.
     *
     * @param depth how many sectors of each of its disks, unsigned
     * @param nbDev how many disks
     * @return array sectors
     */
    protected long zoneSectors(long depth, int nbDev) {
        return TableArithmetic.zoneSectors(depth, nbDev);
    }

    /**
     * Makes a zone after the first.
     *
     * @param mddev an array with its disks in their slots
     * @param stripZone the address of strip_zone
     * @param devlist the address of devlist
     * @param index the zone's, from 1
     */
    protected void makeZone(Mddev mddev, long stripZone, long devlist, int index) {
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
            if (!reaches(sectors, devStart)) continue;
            rowMemory.writeU64(row + (long) count * POINTER_BYTES, pointer);
            smallest = Arithmetic.smaller(smallest, sectors);
            count++;
        }
        zoneMemory.writeU64(zone + StripZone.DEV_START, devStart);
        zoneMemory.writeU32(zone + StripZone.NB_DEV, count);
        zoneMemory.writeU64(
                zone + StripZone.ZONE_END,
                nextZoneEnd(
                        zoneMemory.readU64(previous + StripZone.ZONE_END),
                        zoneSectors(TableArithmetic.depth(smallest, devStart), count)));
    }

    /**
     * Whether a disk is part of a zone.
     *
     * @param sectors its size in sectors, unsigned
     * @param devStart where the zone starts on its disks, in sectors, unsigned
     * @return true if so
     */
    protected boolean reaches(long sectors, long devStart) {
        return TableArithmetic.reaches(sectors, devStart);
    }

    /**
     * Where a zone after the first ends.
     *
     * @param previousEnd where the one before ends, in array sectors, unsigned
     * @param sectors how much it holds
     * @return an array sector, unsigned
     */
    protected long nextZoneEnd(long previousEnd, long sectors) {
        return TableArithmetic.nextZoneEnd(previousEnd, sectors);
    }

    /**
     * Where the entries of a zone go in devlist.
     *
     * @param zone index of the zone
     * @param raidDisks raid_disks, the length of a row
     * @return bytes from the beginning
     */
    protected long rowOffset(int zone, int raidDisks) {
        return TableArithmetic.rowOffset(zone, raidDisks);
    }

    private long smallestSectors(Mddev mddev, long devlist, int zone, int nbDev) {
        long row = devlist + rowOffset(zone, mddev.raidDisks());
        long smallest = -1;
        for (int j = 0; j < nbDev; j++) {
            long sectors = rdevAt(mddev, rowMemory.readU64(row + (long) j * POINTER_BYTES))
                    .sectors();
            smallest = Arithmetic.smaller(smallest, sectors);
        }
        return smallest;
    }

    /**
     * Settles on a layout.
     *
     * @param mddev an array
     * @param stripZone the address of strip_zone
     * @param nrStripZones how many zones
     * @return 1 original, 2 alternate, or -1 if nobody has chosen where one has to, for which the array is refused
     */
    protected int chooseLayout(Mddev mddev, long stripZone, int nrStripZones) {
        boolean layoutsAlike = nrStripZones == 1
                || (kernel.has(Fix.LAYOUTS_ALIKE)
                        && zoneMemory.readU32(stripZone + StripZone.BYTES + StripZone.NB_DEV) == 1);
        if (layoutsAlike) return Mddev.LAYOUT_ORIGINAL;
        if (!kernel.has(Fix.LAYOUT_CHOICE)) return Mddev.LAYOUT_ALTERNATE;
        return TableArithmetic.chosenLayout(mddev.layout(), mddev.defaultLayout());
    }

    /**
     * Keeps the layout in conf.
     *
     * @param conf the address of conf
     * @param layout 1 original, 2 alternate
     */
    protected void setLayout(long conf, int layout) {
        confMemory.writeU32(conf + CONF_LAYOUT, layout);
    }

    private void shiftDisks(Mddev mddev, long stripZone, int nrStripZones) {
        for (int i = 1; i < nrStripZones; i++) {
            long zone = stripZone + (long) i * StripZone.BYTES;
            long previousEnd = zoneMemory.readU64(zone - StripZone.BYTES + StripZone.ZONE_END);
            int shift = diskShift(previousEnd, mddev.chunkSectors(), zoneMemory.readU32(zone + StripZone.NB_DEV));
            zoneMemory.writeU32(zone + StripZone.DISK_SHIFT, shift);
        }
    }

    /**
     * raid0_set_limits: tells the block layer in which sizes the array is best read and written; both limits are unsigned ints of
     * bytes.
     *
     * @param mddev an array with its tables
     */
    protected void raid0SetLimits(Mddev mddev) {
        int ioMin = ioMin(mddev);
        setLimits(mddev, ioMin, ioOpt(mddev, ioMin));
    }

    /**
     * The least that is well read or written at once.
     *
     * @param mddev an array
     * @return bytes, an unsigned int
     */
    protected int ioMin(Mddev mddev) {
        return kernel.has(Fix.LIMITS_SATURATE)
                ? TableArithmetic.saturatedIoMin(mddev.chunkSectors())
                : TableArithmetic.ioMin(mddev.chunkSectors());
    }

    /**
     * What is best read or written at once.
     *
     * @param mddev an array
     * @param ioMin io_min, in bytes, an unsigned int
     * @return bytes, an unsigned int
     */
    protected int ioOpt(Mddev mddev, int ioMin) {
        return kernel.has(Fix.LIMITS_SATURATE)
                ? TableArithmetic.saturatedIoOpt(mddev.chunkSectors(), mddev.raidDisks())
                : TableArithmetic.ioOpt(ioMin, mddev.raidDisks());
    }

    /**
     * How far the disks of a zone after the first are rotated in the original layout.
     *
     * @param previousEnd where the zone before ends, in array sectors, unsigned
     * @param chunk chunk_sectors, not 0
     * @param nbDev how many disks the zone has
     * @return disk_shift
     */
    protected int diskShift(long previousEnd, int chunk, int nbDev) {
        if (chunk == 0 || nbDev == 0) throw machine.divideError(CREATE_STRIP_ZONES);
        return TableArithmetic.diskShift(previousEnd, chunk, nbDev);
    }

    /**
     * raid0_size: how large the array is.
     *
     * @param mddev an array with conf and its tables
     * @return sectors, unsigned
     */
    protected long raid0Size(Mddev mddev) {
        return kernel.has(Fix.SIZE_OF_ZONES) ? lastZoneEnd(mddev) : sizeFromDisks(mddev);
    }

    private static long sizeFromDisks(Mddev mddev) {
        long sum = 0;
        for (int i = 0; i < mddev.diskCount(); i++)
            sum = Arithmetic.sum(
                    sum, TableArithmetic.maskedSectors(mddev.disk(i).sectors(), mddev.chunkSectors()));
        return sum;
    }

    private long lastZoneEnd(Mddev mddev) {
        int last = confMemory.readU32(mddev.privateData + CONF_NR_STRIP_ZONES) - 1;
        return zoneMemory.readU64(zoneAddress(mddev, last) + StripZone.ZONE_END);
    }

    /**
     * md_integrity_register: where all disks have one data-integrity profile the array gets it, and a pool.
     *
     * @param mddev an array with a disk at least
     * @return null, or why it is refused
     */
    protected @Nullable Errno mdIntegrityRegister(Mddev mddev) {
        if (!haveOneProfile(mddev)) return Errno.EINVAL;
        if (mddev.disk(0).integrityProfile() == 0) return null;
        mddev.integrityPool = kmalloc().alloc(INTEGRITY_POOL_BYTES, Gfp.KERNEL);
        if (mddev.integrityPool == Address.NULL) return Errno.EINVAL;
        // A pool fills itself, up to its end.
        confMemory.writeU64(mddev.integrityPool, 0);
        confMemory.writeU64(mddev.integrityPool + INTEGRITY_POOL_BYTES - Long.BYTES, 0);
        return null;
    }

    /**
     * What raid0_run does once registering integrity has failed, before it returns and md_run has {@link #raid0Free} free all.
     *
     * @param mddev an array with conf and its tables
     */
    protected void integrityFailed(Mddev mddev) {
        if (!kernel.has(Fix.FREE_ONCE)) freeConf(mddev.privateData, kernel.freeFamily());
    }

    // Stopping

    /**
     * Stops an array and lets its disks go.
     *
     * @param mddev an array that runs
     * @throws OopsException if the kernel dies
     */
    public final void stop(Mddev mddev) {
        machine.setCallTrace(FREE_TRACE);
        raid0Free(mddev);
        kmalloc().free(mddev.integrityPool);
        mddev.integrityPool = Address.NULL;
        mddev.exportDisks();
    }

    /**
     * raid0_free: forgets conf, and frees it and its tables.
     *
     * @param mddev an array with conf and its tables
     */
    protected void raid0Free(Mddev mddev) {
        long conf = mddev.privateData;
        setConf(mddev, Address.NULL);
        setArraySectors(mddev, 0);
        mddev.capacity = 0;
        setLimits(mddev, 0, 0);
        freeConf(conf, kernel.freeFamily());
    }

    /**
     * Frees conf and its tables.
     *
     * @param conf the address of conf
     * @param family whose free the tables go to
     */
    protected void freeConf(long conf, Family family) {
        freeTable(confMemory.readU64(conf + CONF_STRIP_ZONE), family);
        freeTable(confMemory.readU64(conf + CONF_DEVLIST), family);
        kfree(conf);
    }

    /**
     * Frees with the free of {@code family}. Where that is the family the tables came from as shipped, it is the free of
     * whatever allocator serves them now.
     *
     * @param address a table, or NULL
     * @param family whose free it goes to
     */
    protected final void freeTable(long address, Family family) {
        if (family == kernel.allocFamily()) tables.free(address);
        else kernelAllocators.apply(family).free(address);
    }

    /**
     * Frees what came from kmalloc.
     *
     * @param address a block, or NULL
     */
    protected final void kfree(long address) {
        kmalloc().free(address);
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
    public final void map(Mddev mddev, long sector, Mapping mapping) {
        try {
            find(mddev, sector, mapping);
        } catch (ArithmeticException thrown) {
            throw dividing(thrown);
        }
    }

    private void find(Mddev mddev, long sector, Mapping mapping) {
        machine.setCallTrace(IO_TRACE);
        TableReader tables = tableReader;
        tables.open(mddev);
        int zone = firstLook(sector);
        long offset = zone == 0 ? sector : zoneOffset(sector, tables.zoneEnd(zone - 1));
        long selector = selector(tables.layout(), sector, offset);
        int chunk = mddev.chunkSectors();
        int nbDev = tables.nbDev(zone);
        long inChunk = chunkOffset(selector, chunk);
        long chunkIndex = chunkIndex(selector, chunk);
        // Only a table whose bytes have changed has a zone without devices.
        if (nbDev == 0) throw machine.divideError(MAP_SECTOR);
        long stripe = stripeSectors(chunk, nbDev);
        if (stripe == 0) throw machine.divideError(MAP_SECTOR);
        long row = Arithmetic.divide(offset, stripe);
        int index = diskIndex(chunkIndex, nbDev);
        mapping.disk = diskOf(mddev, tables.pointer(devlistEntry(zone, tables.nbDev(0), index)));
        mapping.sector = diskSector(row, chunk, inChunk, tables.devStart(zone));
    }

    /**
     * find_zone: the zone of an array sector.
     *
     * @param sector an array sector, unsigned
     * @return its index
     * @throws OopsException for a sector past the last zone, which is a BUG
     */
    protected int findZone(long sector) {
        int nrStripZones = tableReader.nrStripZones();
        for (int i = 0; i < nrStripZones; i++) if (Arithmetic.isBelow(sector, tableReader.zoneEnd(i))) return i;
        throw machine.bug(FIND_ZONE, "");
    }

    /**
     * Where in its zone a sector is, for a zone after the first.
     *
     * @param sector an array sector, unsigned
     * @param previousEnd where the zone before ends, in array sectors, unsigned
     * @return sectors from the beginning of the zone, unsigned
     */
    protected long zoneOffset(long sector, long previousEnd) {
        return Arithmetic.zoneOffset(sector, previousEnd);
    }

    /**
     * What the disk of a sector follows from: in the original layout its number, in the alternate one its place in the zone.
     *
     * @param layout 1 original, 2 alternate
     * @param sector an array sector, unsigned
     * @param offset sectors from the beginning of its zone, unsigned
     * @return one of the two
     */
    protected long selector(int layout, long sector, long offset) {
        return Arithmetic.selector(layout, sector, offset);
    }

    /**
     * map_sector: how far into its chunk a sector is.
     *
     * @param selector what the disk follows from, in sectors, unsigned
     * @param chunk chunk_sectors, not 0
     * @return sectors
     */
    protected long chunkOffset(long selector, int chunk) {
        if (chunk == 0) throw machine.divideError(MAP_SECTOR);
        return Arithmetic.chunkOffset(selector, chunk);
    }

    /**
     * map_sector: which chunk a sector is in.
     *
     * @param selector what the disk follows from, in sectors, unsigned
     * @param chunk chunk_sectors, not 0
     * @return an index, unsigned
     */
    protected long chunkIndex(long selector, int chunk) {
        if (chunk == 0) throw machine.divideError(MAP_SECTOR);
        return Arithmetic.chunkIndex(selector, chunk);
    }

    /**
     * map_sector: how many sectors of a zone lie side by side on its disks.
     *
     * @param chunk chunk_sectors, not 0
     * @param nbDev how many disks the zone has
     * @return sectors, unsigned; 0 is a divide error
     */
    protected long stripeSectors(int chunk, int nbDev) {
        return stripeHas64Bits ? Arithmetic.wideStripe(chunk, nbDev) : Arithmetic.wrappedStripe(chunk, nbDev);
    }

    /**
     * map_sector: which of its zone's disks a chunk is on.
     *
     * @param chunkIndex which chunk, unsigned
     * @param nbDev how many disks the zone has, not 0
     * @return its index in the zone's row of devlist
     */
    protected int diskIndex(long chunkIndex, int nbDev) {
        if (nbDev == 0) throw machine.divideError(MAP_SECTOR);
        return Arithmetic.diskIndex(chunkIndex, nbDev);
    }

    /**
     * Which entry of devlist is a disk of a zone.
     *
     * @param zone index of the zone
     * @param stride how many disks zone 0 has, the length of a row
     * @param index index of the disk in the zone's row, unsigned
     * @return an index
     */
    protected long devlistEntry(int zone, int stride, int index) {
        return Arithmetic.devlistEntry(zone, stride, index);
    }

    /**
     * map_sector: where on its disk a sector is.
     *
     * @param row which stripe of its zone it is in, unsigned
     * @param chunk chunk_sectors
     * @param inChunk how far into its chunk it is, in sectors
     * @param devStart where the zone starts on its disks, in sectors, unsigned
     * @return a sector of the disk, unsigned
     */
    protected long diskSector(long row, int chunk, long inChunk, long devStart) {
        return Arithmetic.diskSector(row, chunk, inChunk, devStart);
    }

    /**
     * The longest request that the block layer hands to raid0.
     *
     * @param mddev an array
     * @return sectors: a chunk, or a page if that is more; at most what a bio can hold
     */
    public final long maxRequestSectors(Mddev mddev) {
        long most = Math.max(maxHwSectors(mddev), machine.profile().pageSize() >> 9);
        return Math.min(most, MAX_BIO_SECTORS);
    }

    /**
     * max_hw_sectors, as raid0_run sets it: requests are no longer, if a page is not.
     *
     * @param mddev an array
     * @return sectors
     */
    protected long maxHwSectors(Mddev mddev) {
        return Integer.toUnsignedLong(mddev.chunkSectors());
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
    public final @Nullable Errno request(Mddev mddev, long start, long sectors, ExtentSink parts) {
        try {
            return makeRequest(mddev, start, sectors, parts);
        } catch (ArithmeticException thrown) {
            throw dividing(thrown);
        }
    }

    private @Nullable Errno makeRequest(Mddev mddev, long start, long sectors, ExtentSink parts) {
        machine.setCallTrace(IO_TRACE);
        Errno errno = null;
        long at = start;
        long left = sectors;
        boolean isFirst = true;
        long steps = sectors + IDLE_STEPS;
        int idle = IDLE_STEPS;
        while (left > 0) {
            long length = partSectors(mddev.chunkSectors(), at, left, isFirst);
            if (--steps < 0 || (length <= 0 && --idle < 0)) throw doesNotEnd("raid0_make_request", start, sectors);
            map(mddev, at, scratch);
            if (isPastEnd(mddev, scratch, length)) errno = Errno.EIO;
            parts.accept(scratch.disk, scratch.sector, length);
            at = Arithmetic.sum(at, length);
            left = Arithmetic.difference(left, length);
            isFirst = false;
        }
        return errno;
    }

    /**
     * raid0_make_request: how much of a request goes to one disk, before the rest is looked at.
     *
     * @param chunk chunk_sectors, not 0
     * @param at where what is left of it begins, in array sectors, unsigned
     * @param left how much is left, in sectors
     * @param isFirst whether nothing has been sent yet
     * @return sectors, 1 to {@code left}
     */
    protected long partSectors(int chunk, long at, long left, boolean isFirst) {
        if (!isFirst && !cutsRemainder) return left;
        return Arithmetic.cutSectors(chunk, at, left);
    }

    private static boolean isPastEnd(Mddev mddev, Mapping mapping, long length) {
        long deviceSectors = mddev.disk(mapping.disk).deviceSectors();
        return Long.compareUnsigned(mapping.sector, deviceSectors) > 0
                || Long.compareUnsigned(length, Arithmetic.difference(deviceSectors, mapping.sector)) > 0;
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
    public final void discard(Mddev mddev, long start, long sectors, ExtentSink ranges) {
        try {
            handleDiscard(mddev, start, sectors, ranges);
        } catch (ArithmeticException thrown) {
            throw dividing(thrown);
        }
    }

    private void handleDiscard(Mddev mddev, long start, long sectors, ExtentSink ranges) {
        machine.setCallTrace(IO_TRACE);
        TableReader tables = tableReader;
        tables.open(mddev);
        long at = start;
        long left = sectors;
        long idle = Math.max(0L, tables.nrStripZones()) + IDLE_STEPS;
        long steps = sectors + idle;
        while (left > 0) {
            int zone = firstLook(at);
            long length = discardSectors(left, Arithmetic.difference(tables.zoneEnd(zone), at));
            if (--steps < 0 || (length <= 0 && --idle < 0)) throw doesNotEnd("raid0_handle_discard", start, sectors);
            discardInZone(mddev, zone, at, length, ranges);
            at = Arithmetic.sum(at, length);
            left = Arithmetic.difference(left, length);
        }
    }

    /**
     * raid0_handle_discard: how much of a discard is done at once, the rest of which is in later zones.
     *
     * @param left how much is left, in sectors
     * @param room how much of the zone there is from where it begins, in sectors, unsigned
     * @return sectors, 1 to {@code left}
     */
    protected long discardSectors(long left, long room) {
        return Arithmetic.discardSectors(left, room);
    }

    private void discardInZone(Mddev mddev, int zone, long start, long sectors, ExtentSink ranges) {
        TableReader tables = tableReader;
        int chunk = mddev.chunkSectors();
        int nbDev = tables.nbDev(zone);
        int diskShift = tables.diskShift(zone);
        boolean rotated = isRotated(zone, tables.layout());
        long zoneStart = zone == 0 ? 0 : tables.zoneEnd(zone - 1);

        StripeEdge first = edge(chunk, nbDev, start, zoneStart, rotated ? diskShift : -1);
        StripeEdge last = edge(chunk, nbDev, Arithmetic.sum(start, sectors), zoneStart, rotated ? diskShift : -1);
        long devStart = tables.devStart(zone);
        for (int disk = 0; disk < nbDev; disk++) {
            int position = rotated ? rotate(disk, nbDev, diskShift) : disk;
            long from = discardEdge(chunk, first.stripe, first.position, first.offset, position);
            long to = discardEdge(chunk, last.stripe, last.position, last.offset, position);
            if (Arithmetic.isBelow(from, to))
                ranges.accept(
                        diskOf(mddev, tables.pointer(devlistEntry(zone, tables.nbDev(0), disk))),
                        Arithmetic.sum(from, devStart),
                        Arithmetic.difference(to, from));
        }
    }

    /**
     * raid0_handle_discard: whether the disks of a zone are rotated.
     *
     * @param zone index of the zone
     * @param layout 1 original, 2 alternate
     * @return true if discards take disk_shift into account
     */
    protected boolean isRotated(int zone, int layout) {
        return discardsOriginal && zone != 0 && layout == Mddev.LAYOUT_ORIGINAL;
    }

    /**
     * raid0_handle_discard: where a discard begins or ends on a disk: disks before the edge's own are a chunk further.
     *
     * @param chunk chunk_sectors
     * @param stripe index of the stripe that the edge is in, unsigned
     * @param position position in the stripe of the disk that the edge is on
     * @param offset where on that disk the edge is, in sectors from the zone's start
     * @param disk position of the disk that is asked about
     * @return sectors from the zone's start
     */
    protected long discardEdge(int chunk, long stripe, int position, long offset, int disk) {
        return Arithmetic.discardEdge(chunk, stripe, position, offset, disk);
    }

    /**
     * One end of a discard within a zone.
     *
     * @param stripe index of the stripe
     * @param position position in the stripe of the disk that holds the edge
     * @param offset sector on that disk, counted from the zone's start
     */
    private record StripeEdge(long stripe, int position, long offset) {}

    private StripeEdge edge(int chunk, int nbDev, long sector, long zoneStart, int diskShift) {
        long offset = Arithmetic.difference(sector, zoneStart);
        long stripeSectors = discardStripeSectors(chunk, nbDev);
        if (stripeSectors == 0) throw machine.divideError(HANDLE_DISCARD);
        long stripe = Arithmetic.divide(offset, stripeSectors);
        long inStripe = offsetInStripe(Arithmetic.inStripe(offset, stripe, stripeSectors));
        int position = Arithmetic.edgePosition(inStripe, chunk);
        if (diskShift >= 0) {
            if (nbDev == 0) throw machine.divideError(HANDLE_DISCARD);
            int index = Arithmetic.diskIndex(Arithmetic.sectorDiv(sector, chunk), nbDev);
            position = rotate(index, nbDev, diskShift);
        }
        return new StripeEdge(stripe, position, Arithmetic.edgeOffset(inStripe, stripe, chunk));
    }

    /**
     * raid0_handle_discard: how many sectors of a zone lie side by side on its disks.
     *
     * @param chunk chunk_sectors, not 0
     * @param nbDev how many disks the zone has
     * @return sectors, unsigned; 0 is a divide error
     */
    protected long discardStripeSectors(int chunk, int nbDev) {
        return discardHas64Bits ? Arithmetic.wideStripe(chunk, nbDev) : Arithmetic.wrappedStripe(chunk, nbDev);
    }

    /**
     * raid0_handle_discard: the offset of an edge in its stripe as it is kept, which is in an int.
     *
     * @param offset sectors
     * @return what is left of it
     */
    protected long offsetInStripe(long offset) {
        return discardHas64Bits ? offset : Arithmetic.keptInInt(offset);
    }

    /**
     * raid0_handle_discard: a disk's position in the stripes of a rotated zone.
     *
     * @param disk its index in the zone's row of devlist
     * @param nbDev how many disks the zone has, not 0
     * @param diskShift the zone's disk_shift
     * @return 0 to {@code nbDev - 1}
     */
    protected int rotate(int disk, int nbDev, int diskShift) {
        return Arithmetic.rotate(disk, nbDev, diskShift);
    }

    // Looking

    /**
     * The zones of a running array, read back from its table.
     *
     * @param mddev an array that runs
     * @return in order
     * @throws OopsException if the kernel dies
     */
    public final Vector<StripZone> zones(Mddev mddev) {
        return Vector.tabulate(nrStripZones(mddev), i -> zone(mddev, i));
    }

    /**
     * The number of zones of a running array, read back from its conf.
     *
     * @param mddev an array that runs
     * @return 1 or more
     * @throws OopsException if the kernel dies
     */
    public final int nrStripZones(Mddev mddev) {
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
    public final StripZone zone(Mddev mddev, int index) {
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
    public final Vector<Integer> zoneDisks(Mddev mddev, int zone) {
        tableReader.open(mddev);
        return Vector.range(0, tableReader.nbDev(zone))
                .map(j -> diskOf(mddev, tableReader.pointer(devlistEntry(zone, tableReader.nbDev(0), j))));
    }

    /**
     * The zone of an array sector, as find_zone finds it.
     *
     * @param mddev an array that runs
     * @param sector an array sector, unsigned
     * @return index of the zone
     * @throws OopsException if the kernel dies, as it does for a sector past the last zone
     */
    public final int zoneOf(Mddev mddev, long sector) {
        machine.setCallTrace(IO_TRACE);
        tableReader.open(mddev);
        try {
            return firstLook(sector);
        } catch (ArithmeticException thrown) {
            throw dividing(thrown);
        }
    }

    /**
     * The layout that a running array has settled on.
     *
     * @param mddev an array that runs
     * @return 1 original, 2 alternate
     */
    public final int layout(Mddev mddev) {
        return confMemory.readU32(mddev.privateData + CONF_LAYOUT);
    }

    private long zoneAddress(Mddev mddev, int zone) {
        return confMemory.readU64(mddev.privateData + CONF_STRIP_ZONE) + (long) zone * StripZone.BYTES;
    }

    // For steps

    /**
     * The kernel that this is the driver of.
     *
     * @return the kernel
     */
    protected final KernelProfile kernel() {
        return kernel;
    }

    /**
     * The machine that it runs on.
     *
     * @return the machine
     */
    protected final Machine machine() {
        return machine;
    }

    /**
     * The memory that conf is read and written through.
     *
     * @return the machine's memory
     */
    protected final Memory memory() {
        return confMemory;
    }

    /**
     * The private pointer of an array.
     *
     * @param mddev an array
     * @return the address of conf; NULL if there is none
     */
    protected final long conf(Mddev mddev) {
        return mddev.privateData;
    }

    /**
     * Sets the private pointer of an array.
     *
     * @param mddev an array
     * @param conf the address of conf, or NULL
     */
    protected void setConf(Mddev mddev, long conf) {
        mddev.privateData = conf;
    }

    /**
     * Sets the size that md reports of an array.
     *
     * @param mddev an array
     * @param sectors sectors, unsigned
     */
    protected void setArraySectors(Mddev mddev, long sectors) {
        mddev.arraySectors = sectors;
    }

    /**
     * Sets what the block layer is told of an array.
     *
     * @param mddev an array
     * @param ioMin io_min, in bytes, an unsigned int
     * @param ioOpt io_opt, in bytes, an unsigned int
     */
    protected void setLimits(Mddev mddev, int ioMin, int ioOpt) {
        mddev.ioMin = ioMin;
        mddev.ioOpt = ioOpt;
    }

    /**
     * Sets the size of a disk that md uses.
     *
     * @param rdev a disk
     * @param sectors sectors, unsigned
     */
    protected void setSectors(Rdev rdev, long sectors) {
        rdev.setSectors(sectors);
    }

    /**
     * Where a zone of the array that I/O is done to ends.
     *
     * @param zone its index
     * @return an array sector, unsigned
     */
    protected final long zoneEnd(int zone) {
        looks();
        return tableReader.zoneEnd(zone);
    }

    /**
     * How many zones the array that I/O is done to has.
     *
     * @return nr_strip_zones
     */
    protected final int nrStripZones() {
        looks();
        return tableReader.nrStripZones();
    }

    // Where a driver does not end

    /** The zone of a sector, looked for from nothing. */
    private int firstLook(long sector) {
        looks = 0;
        return findZone(sector);
    }

    private void looks() {
        int zones = Math.max(1, tableReader.nrStripZones());
        if (++looks > LOOKS_AT_A_ZONE * zones)
            throw new EndlessLoopException(
                    name(),
                    "find_zone does not end: it has looked at " + zones + (zones == 1 ? " zone " : " zones ") + looks
                            + " times");
    }

    /** Each step but a few handles a sector at least, and there have been more. */
    private EndlessLoopException doesNotEnd(String function, long start, long sectors) {
        return new EndlessLoopException(
                name(),
                function + " does not end: sectors " + Long.toUnsignedString(start) + " to "
                        + Long.toUnsignedString(start + sectors - 1) + " are not done after as many steps");
    }

    private String name() {
        return kernel.code() instanceof Driver.PluggedIn driver ? driver.name() : kernel.name();
    }

    // C

    /** Where Java throws because a step of a driver divides by zero, C has a divide error. */
    private RuntimeException dividing(ArithmeticException thrown) {
        if (!isOfDriver(thrown)) return thrown;
        String function = machine.callTrace().headOption().getOrElse("unknown");
        return machine.divideError(in(function));
    }

    /** Whether the code that divided is a driver's, and not that of whoever gets the parts of a request. */
    private boolean isOfDriver(ArithmeticException thrown) {
        // Where it happens too often Java leaves out both the message and the stack.
        if (thrown.getMessage() == null) return true;
        if (!thrown.getMessage().contains("by zero")) return false;
        for (StackTraceElement frame : thrown.getStackTrace()) {
            String type = frame.getClassName();
            if (type.startsWith("java.")) continue;
            return type.startsWith(Raid0.class.getPackageName() + ".")
                    || type.startsWith(getClass().getPackageName() + ".");
        }
        return true;
    }

    /**
     * array_size and array3_size: a product of size_t that saturates; an int is sign-extended on the way in.
     *
     * @param size bytes, a size_t
     * @param count how many
     * @return bytes, a size_t
     */
    protected static long arraySize(long size, int count) {
        return TableArithmetic.arraySize(size, count);
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
