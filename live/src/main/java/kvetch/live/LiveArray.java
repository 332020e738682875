package kvetch.live;

import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import kvetch.api.AllocatorProvider;
import kvetch.api.OopsException;
import kvetch.live.guest.KernelLog;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.Integrity;
import kvetch.properties.evidence.Evidence;
import kvetch.properties.ideal.BlockLayer;
import kvetch.properties.ideal.IdealArray;
import kvetch.properties.ideal.Probes;
import kvetch.properties.law.RunningArray;
import kvetch.properties.run.BootedArray;
import kvetch.properties.setup.Setup;
import kvetch.raid0.Errno;
import kvetch.raid0.ExtentSink;
import kvetch.raid0.KernelProfile;
import kvetch.raid0.Mapping;
import kvetch.raid0.Mddev;
import kvetch.raid0.StripZone;
import org.jspecify.annotations.Nullable;

/**
 * An array that runs on a real kernel. Sectors are asked for in bulk and kept. Its tables are not seen: what it says of zones is
 * what the model says of them, by which cases are told apart and sectors chosen, and no more.
 */
final class LiveArray implements RunningArray {
    private static final int MOST_BEYOND = 2;

    /** Of the model's that a guest is told of. */
    private static final int MOST_RANGES = 64;

    private final Setup setup;
    private final ArrayCase c;
    private final GuestMd md;
    private final GuestMd.Start start;
    private final int[] added;
    private final Map<Long, Evidence.Place> places = new HashMap<>();
    private @Nullable Vector<StripZone> zones;
    private int beyonds;

    /**
     * One that was started.
     *
     * @param told the case as md was told of it
     */
    LiveArray(Setup setup, ArrayCase told, GuestMd md, GuestMd.Start start) {
        this.setup = setup;
        this.c = told.asAdded();
        this.md = md;
        this.start = start;
        this.added = new int[told.disks()];
        int next = 0;
        for (int i = 0; i < told.disks(); i++) added[i] = start.refusedDisks().contains(i) ? -1 : next++;
    }

    @Override
    public ArrayCase arrayCase() {
        return c;
    }

    @Override
    public KernelProfile kernel() {
        return setup.kernel();
    }

    @Override
    public AllocatorProvider allocator() {
        return setup.provider();
    }

    @Override
    public Vector<RunningArray> withOtherAllocators() {
        return Vector.empty();
    }

    @Override
    public @Nullable RunningArray on(KernelProfile other) {
        return BootedArray.start(setup.withKernel(other), c);
    }

    // What is read of it

    @Override
    public boolean showsZones() {
        return false;
    }

    @Override
    public Vector<StripZone> zones() {
        if (zones == null) {
            BootedArray model = BootedArray.start(setup, c);
            zones = model == null
                    ? Vector.of(new StripZone(start.sectors(), 0, Math.max(1, c.disks()), 0))
                    : model.zones();
        }
        return zones;
    }

    @Override
    public long arraySectors() {
        return start.sectors();
    }

    /** Nobody comes farther. */
    @Override
    public long capacity() {
        return Long.compareUnsigned(start.sectors(), GuestMd.MOST_SECTORS) < 0 ? start.sectors() : GuestMd.MOST_SECTORS;
    }

    @Override
    public long ioMin() {
        return start.limits().get(0);
    }

    @Override
    public long ioOpt() {
        return start.limits().get(1);
    }

    /** The kernel tells KiB, so half of what is odd is not seen. */
    @Override
    public long maxRequestSectors() {
        long kib = start.limits().get(2);
        return kib == longestRequest() / 2 ? longestRequest() : 2 * kib;
    }

    @Override
    public long longestRequest() {
        return BlockLayer.longestRequest(c);
    }

    /** It does not show but in where sectors are. */
    @Override
    public int layout() {
        IdealArray ideal = IdealArray.of(c);
        long apart = ideal == null ? -1 : ideal.firstSectorApart();
        if (ideal == null || apart == -1 || Long.compareUnsigned(apart, capacity()) >= 0) return c.layout();
        int other = c.layout() == Mddev.LAYOUT_ALTERNATE ? Mddev.LAYOUT_ORIGINAL : Mddev.LAYOUT_ALTERNATE;
        Evidence.Place place = placeOf(apart);
        boolean isOther = !place.equals(ideal.placeOf(apart))
                && place.equals(ideal.in(other).placeOf(apart));
        return isOther || c.layout() == 0 ? other : c.layout();
    }

    // Where sectors are

    /** Asks for sectors that are not known yet. */
    void prefetch(long... sectors) {
        long[] unknown = Arrays.stream(sectors)
                .filter(sector -> !places.containsKey(sector))
                .toArray();
        if (unknown.length == 0) return;
        isReadable();
        for (long sector : unknown)
            if (Long.compareUnsigned(sector, capacity()) >= 0)
                throw new Untriable("no one reads array sector " + Long.toUnsignedString(sector) + " from outside");
        GuestMd.Mapped mapped = md.map(unknown);
        for (GuestMd.Run run : mapped.runs())
            for (long i = 0; i < run.count(); i++)
                places.put(run.sector() + i, Evidence.Place.of(indexOf(run.disk()), run.at() + i));
    }

    /** Asks for some of the sectors that are worth a look. */
    void prefetchFew(int most) {
        prefetch(Probes.few(Probes.of(c, zones(), capacity()), most));
    }

    /** Asks for all of them, and where the first one is that no disk can have: the kernel does not say it often. */
    void prefetchProbes() {
        for (long sector : probes(capacity()))
            if (!places.containsKey(sector)) {
                placeOf(sector);
                return;
            }
    }

    private int indexOf(int disk) {
        return added[disk];
    }

    Evidence.Place placeOf(long sector) {
        prefetch(sector);
        Evidence.Place place = places.get(sector);
        if (place != null) return place;
        // The kernel does not say it often.
        KernelLog.Beyond beyond = beyonds++ < MOST_BEYOND ? md.beyond(sector) : null;
        if (beyond == null)
            throw new Untriable("array sector " + Long.toUnsignedString(sector)
                    + " goes where no disk can have a sector, and the kernel does not say where");
        long intoBlock = Long.remainderUnsigned(sector, c.blockSize() / 512);
        place = Evidence.Place.of(indexOf(beyond.disk()), beyond.sector() + intoBlock);
        places.put(sector, place);
        return place;
    }

    @Override
    public void map(long sector, Mapping mapping) {
        Evidence.Place place = placeOf(sector);
        mapping.set(place.disk(), place.sector());
    }

    @Override
    public @Nullable Errno request(long first, long sectors, ExtentSink parts) {
        isInBlocks(first, sectors);
        if (sectors <= GuestMd.LONGEST_REQUEST) {
            long[] each = new long[(int) sectors];
            for (int i = 0; i < each.length; i++) each[i] = first + i;
            prefetch(each);
        }
        GuestMd.Sent sent = md.request(first, sectors);
        for (GuestMd.Run run : sent.parts()) parts.accept(indexOf(run.disk()), run.at(), run.count());
        return sent.errno();
    }

    @Override
    public void discard(long first, long sectors, ExtentSink ranges) {
        isInBlocks(first, sectors);
        for (Evidence.Place place : md.discard(first, sectors, hints(first, sectors)))
            ranges.accept(indexOf(place.disk()), place.sector(), place.sectors());
    }

    /** Whether on the model such a discard goes past the end of a disk, with which a kernel goes on without end. */
    boolean isEndless(long first, long sectors) {
        return onModel(first, sectors)
                .exists(range -> range.sectors() <= 0
                        || range.sector() < 0
                        || range.sector() + range.sectors() < range.sector()
                        || range.sector() + range.sectors() > c.diskSectors(range.disk()));
    }

    /** Whether on the model a part of such a request goes farther than any disk can have sectors, where nobody finds it. */
    boolean isPastAllDisks(long first, long sectors) {
        return onModel((model, parts) -> model.request(first, sectors, parts))
                .exists(part -> part.sector() < 0 || part.sector() > GuestMd.FAR_SECTORS - part.sectors());
    }

    /** What the model discards; nothing where it dies. */
    private Vector<Evidence.Place> onModel(long first, long sectors) {
        return onModel((model, ranges) -> model.discard(first, sectors, ranges));
    }

    private Vector<Evidence.Place> onModel(BiConsumer<BootedArray, ExtentSink> use) {
        BootedArray model = BootedArray.start(setup, c);
        if (model == null) return Vector.empty();
        List<Evidence.Place> ranges = new ArrayList<>();
        try {
            use.accept(model, (disk, at, n) -> ranges.add(new Evidence.Place(disk, at, n)));
        } catch (OopsException died) {
            return Vector.empty();
        }
        return Vector.ofAll(ranges);
    }

    /** Kernels that do not cap what they show refuse it all. */
    boolean isOutOfReach() {
        return Long.compareUnsigned(start.sectors(), GuestMd.MOST_SECTORS) > 0;
    }

    private void isReadable() {
        if (c.integrity() != Integrity.NONE)
            throw new Untriable("where sectors are is not looked for on disks with integrity profiles");
        if (isOutOfReach())
            throw new Untriable("an array of more bytes than 63 bits count is neither read nor written from outside");
    }

    private void isInBlocks(long first, long sectors) {
        isReadable();
        long block = c.blockSize() / 512;
        if (Long.remainderUnsigned(first, block) != 0 || Long.remainderUnsigned(sectors, block) != 0)
            throw new Untriable("requests are of whole blocks of " + c.blockSize() + " bytes");
    }

    /** Sectors of disks that belong to such a range, by the kernel's own mapping and by the model; each is looked at on all disks. */
    private Vector<Long> hints(long first, long sectors) {
        long[] looks = new long[2 * c.disks() + 2];
        int n = 0;
        looks[n++] = first;
        looks[n++] = first + sectors - 1;
        for (int i = 1; i <= c.disks(); i++) {
            long into = i * chunk() - Long.remainderUnsigned(first, chunk());
            if (into > 0 && into < sectors) {
                looks[n++] = first + into;
                looks[n++] = first + sectors - 1 - into;
            }
        }
        long[] wanted = Arrays.stream(looks, 0, n).sorted().distinct().toArray();
        prefetch(wanted);
        Vector<Evidence.Place> model = onModel(first, sectors).take(MOST_RANGES);
        return Vector.ofAll(wanted)
                .map(sector -> placeOf(sector).sector())
                .appendAll(model.flatMap(range -> Vector.of(range.sector(), range.sector() + range.sectors() - 1)))
                .distinct();
    }

    // What is to be looked at

    @Override
    public long[] probes(long sectors) {
        long reach = Long.compareUnsigned(sectors, capacity()) < 0 ? sectors : capacity();
        long[] probes = Probes.of(c, zones(), reach);
        prefetch(probes);
        return probes;
    }

    @Override
    public boolean isWalked(long sectors) {
        return Probes.isWalked(sectors);
    }

    @Override
    public @Nullable Ideal ideal() {
        return BootedArray.ideal(c);
    }
}
