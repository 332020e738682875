package kvetch.cli.map;

import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import kvetch.api.Address;
import kvetch.api.Allocator;
import kvetch.api.AllocatorProvider;
import kvetch.api.Machine;
import kvetch.api.MachineProfile;
import kvetch.api.OopsException;
import kvetch.api.Splat;
import kvetch.cli.console.AllocatorFailure;
import kvetch.cli.console.Text;
import kvetch.cli.console.UsageError;
import kvetch.cli.options.Numbers;
import kvetch.cli.options.SectorRange;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.plug.Providers;
import kvetch.properties.setup.Setup;
import kvetch.raid0.Errno;
import kvetch.raid0.Fix;
import kvetch.raid0.Mapping;
import kvetch.raid0.Mddev;
import kvetch.raid0.Raid0;
import kvetch.raid0.Rdev;
import kvetch.raid0.RunResult;
import kvetch.raid0.StripZone;
import org.jspecify.annotations.Nullable;

/** Starts one array on a freshly booted machine and maps it. */
public final class Mapper {
    /** More runs than this are no use to a reader. */
    static final int MOST_RUNS = 10_000;

    /** More pieces than this take too long, even where they come together in few runs. */
    private static final int MOST_PIECES = 2_000_000;

    private static final int PAGE_SIZE = 4096;
    private static final int MEMORY_MIB = 2048;

    private final ArrayMap.Array array;
    private final Machine machine;
    private final Tables tables;
    private final Raid0 driver;
    private final Mddev mddev;
    private final List<ArrayMap.Run> runs = new ArrayList<>();

    public Mapper(Providers providers, ArrayMap.Array array) {
        this.array = array;
        this.machine = new Setup(providers.allocators(), array.kernel(), array.allocator())
                .machine(MachineProfile.of(PAGE_SIZE, MEMORY_MIB));
        AllocatorProvider provider = array.allocator();
        this.tables = new Tables(
                provider.name(),
                () -> providers.allocators().isKernels(provider)
                        ? machine.allocator(provider.family())
                        : provider.create(machine));
        this.driver = array.kernel().driver(machine, machine.memory(), tables, machine::allocator);
        this.mddev = new Mddev()
                .configure(array.raidDisks(), array.chunkSectors())
                .layout(Mddev.LAYOUT_UNKNOWN, array.layout());
        for (int slot = 0; slot < array.diskSectors().size(); slot++) {
            long sectors = array.diskSectors().get(slot);
            if (!mddev.add(new Rdev(sectors, slot)))
                throw new UsageError("disk " + slot + " of --disks has " + Text.count(sectors, "sector", "sectors")
                        + ": md refuses a disk of less than 2 sectors (EINVAL)");
        }
    }

    /**
     * Maps the array.
     *
     * @param part which part of it; null for all
     * @return the map
     * @throws UsageError if it is too large to print or the part is not in it
     */
    public ArrayMap map(@Nullable SectorRange part) {
        return started(part, zones -> mapRuns(zones, checked(part)));
    }

    /**
     * Starts the array, and reads its first sector, as the kernel does when it looks for partitions.
     *
     * @return its zones, and no runs
     */
    public ArrayMap opened() {
        return started(null, zones -> {
            if (mddev.capacity() != 0) driver.map(mddev, 0, new Mapping());
        });
    }

    private ArrayMap started(@Nullable SectorRange part, Consumer<Vector<ArrayMap.Zone>> use) {
        Vector<ArrayMap.Zone> zones = Vector.empty();
        int layout = 0;
        try {
            RunResult result = driver.run(mddev);
            if (result instanceof RunResult.Refused refused) {
                // Whoever is killed gets no errno any more.
                Splat kill = machine.oomKill();
                String why = why(refused.errno());
                return kill == null
                        ? new ArrayMap(array, part, new ArrayMap.Refused(refused.errno(), why), machine.firstSplat())
                        : new ArrayMap(array, part, new ArrayMap.Killed(why), kill);
            }
            layout = driver.layout(mddev);
            zones = zones();
            use.accept(zones);
            return new ArrayMap(array, part, mapped(layout, zones), machine.firstSplat());
        } catch (OopsException died) {
            return new ArrayMap(array, part, new ArrayMap.Died(mapped(layout, zones)), machine.firstSplat());
        }
    }

    private ArrayMap.Mapped mapped(int layout, Vector<ArrayMap.Zone> zones) {
        return new ArrayMap.Mapped(mddev.arraySectors(), mddev.capacity(), layout, zones, Vector.ofAll(runs));
    }

    private Vector<ArrayMap.Zone> zones() {
        Vector<ArrayMap.Zone> zones = Vector.empty();
        long start = 0;
        for (StripZone zone : driver.zones(mddev)) {
            zones = zones.append(new ArrayMap.Zone(
                    start, zone.zoneEnd(), zone.devStart(), driver.zoneDisks(mddev, zones.size()), zone.diskShift()));
            start = zone.zoneEnd();
        }
        return zones;
    }

    private SectorRange checked(@Nullable SectorRange part) {
        long sectors = mddev.capacity();
        if (part == null) return new SectorRange(0, sectors);
        if (Long.compareUnsigned(part.to(), sectors) > 0)
            throw new UsageError(
                    "--sectors " + part + " goes past the end of the array, which has " + sectorsOf(sectors));
        return part;
    }

    private void mapRuns(Vector<ArrayMap.Zone> zones, SectorRange part) {
        Mapping mapping = new Mapping();
        // Of a driver of somebody's own nothing is known.
        boolean looksAtEachSector =
                array.kernel().isPluggedIn() && Long.compareUnsigned(part.to() - part.from(), MOST_PIECES) <= 0;
        int zone = 0;
        int pieces = 0;
        for (long at = part.from(); Long.compareUnsigned(at, part.to()) < 0; ) {
            while (zone < zones.size() - 1
                    && Long.compareUnsigned(at, zones.get(zone).end()) >= 0) zone++;
            driver.map(mddev, at, mapping);
            long length = looksAtEachSector ? 1 : Math.min(contiguous(at, zones.get(zone)), part.to() - at);
            if (length <= 0) length = 1;
            add(new ArrayMap.Run(at, length, mapping.disk(), mapping.sector()));
            if (runs.size() > MOST_RUNS || ++pieces > MOST_PIECES) throw tooLarge(part);
            at += length;
        }
    }

    /** For how many sectors from {@code at} on the mapping goes straight: to the end of the chunk, or to what ends earlier. */
    private long contiguous(long at, ArrayMap.Zone zone) {
        long chunk = Math.max(1, Integer.toUnsignedLong(array.chunkSectors()));
        long offset = at - zone.start();
        long length =
                Math.min(chunk - Long.remainderUnsigned(at, chunk), chunk - Long.remainderUnsigned(offset, chunk));
        // The width of a row is 32 bits in the kernel; where it wraps, rows end in the middle of chunks.
        long row = chunk * zone.disks().size() & 0xffff_ffffL;
        if (row != 0) length = Math.min(length, row - Long.remainderUnsigned(offset, row));
        long toEnd = zone.end() - at;
        return toEnd > 0 ? Math.min(length, toEnd) : length;
    }

    private void add(ArrayMap.Run run) {
        int last = runs.size() - 1;
        ArrayMap.Run before = last < 0 ? null : runs.get(last);
        if (before == null || !before.goesOn(run)) runs.add(run);
        else runs.set(last, before.with(run));
    }

    private UsageError tooLarge(SectorRange part) {
        long sectors = mddev.capacity();
        long chunk = Integer.toUnsignedLong(array.chunkSectors());
        long few = part.from() + Math.min(16 * chunk, part.to() - part.from());
        return new UsageError("the array has " + sectorsOf(sectors) + ", too many to print (over " + MOST_RUNS
                + " runs): name a part of it, such as --sectors " + new SectorRange(part.from(), few));
    }

    private static String sectorsOf(long sectors) {
        return Long.toUnsignedString(sectors) + " sectors (" + Numbers.human(sectors) + ")";
    }

    private String why(Errno errno) {
        int disks = array.diskSectors().size();
        int raidDisks = array.raidDisks();
        if (errno == Errno.ENOMEM && tables.refused())
            return "no " + (tables.count == 1 ? "strip_zone" : "devlist") + " of " + Long.toUnsignedString(tables.bytes)
                    + " bytes from " + array.allocator().name();
        if (errno == Errno.EOPNOTSUPP) return "raid0.default_layout is not set, and the second zone depends on it";
        if (errno != Errno.EINVAL) return "";
        if (array.chunkSectors() == 0) return "chunk_sectors is 0";
        if (raidDisks == 0) return "raid_disks is 0 and there is no superblock";
        if (disks > raidDisks) return "disk " + Math.max(0, raidDisks) + " has no slot, with raid_disks " + raidDisks;
        if (disks < raidDisks) return "too few disks: " + disks + " for raid_disks " + raidDisks;
        return array.kernel().has(Fix.SIZE_FITS) && asCase().array().isTooLarge()
                ? "the disks together have more sectors than 64 bits can count"
                : "";
    }

    private ArrayCase asCase() {
        long[] sizes =
                array.diskSectors().toJavaStream().mapToLong(Long::longValue).toArray();
        return ArrayCase.of(array.chunkSectors(), sizes);
    }

    /** Watches what is asked of the allocator of the tables, and whether it fails as a program. */
    private static final class Tables implements Allocator {
        private final String name;
        private final Allocator allocator;
        private int count;
        private long bytes;
        private long answer = Address.NULL;

        Tables(String name, java.util.function.Supplier<Allocator> make) {
            this.name = name;
            this.allocator = guarded(make);
        }

        boolean refused() {
            return count > 0 && answer == Address.NULL;
        }

        @Override
        public long alloc(long bytes, int gfp) {
            count++;
            this.bytes = bytes;
            answer = guarded(() -> allocator.alloc(bytes, gfp));
            return answer;
        }

        @Override
        public void free(long address) {
            guarded(() -> {
                allocator.free(address);
                return true;
            });
        }

        @Override
        public long ksize(long address) {
            return guarded(() -> allocator.ksize(address));
        }

        private <T> T guarded(java.util.function.Supplier<T> call) {
            try {
                return call.get();
            } catch (OopsException died) {
                throw died;
            } catch (Throwable e) {
                throw new AllocatorFailure(name, e);
            }
        }
    }
}
