package kvetch.properties.cases;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import kvetch.api.MachineProfile;
import kvetch.raid0.Mddev;
import kvetch.raid0.Rdev;
import org.jspecify.annotations.Nullable;

/**
 * One case that laws are checked on: an array, what is done with it, what fails on the way, and the machine. Immutable.
 *
 * <p>Sizes, chunk and request are in sectors.
 */
public final class ArrayCase implements Serializable {
    private static final long serialVersionUID = 1;

    /** What the disks say of data integrity. */
    public enum Integrity {
        /** No disk has a profile, so nothing is registered. */
        NONE,
        /** All disks have the same profile, which takes one more allocation. */
        SAME,
        /** The first disk has a profile and the others have none, so registering fails where there are others. */
        MIXED
    }

    /** Bytes in a page, MiB of memory and largest free order of the machine where a case does not say otherwise. */
    private static final MachineProfile USUAL_MACHINE = MachineProfile.of(4096, 2048);

    private static final long[] NO_DISKS = {};

    /**
     * The order of counterexamples: fewer disks; no failed allocation before one, a later one before an earlier one; the
     * usual machine, slots, block size and integrity before others; an array before a workload, fewer steps first;
     * raid_disks positive before others, then nearest to the number of disks; chunk_sectors positive before 0 before
     * negative, then smaller in magnitude; sizes smaller in sum, then in ascending order; layout 1 before 2; request
     * shorter, then earlier.
     */
    public static final Comparator<ArrayCase> SMALLER_FIRST = Comparator.<ArrayCase>comparingInt(ArrayCase::disks)
            .thenComparingInt(c -> c.failAt == 0 ? Integer.MIN_VALUE : -c.failAt)
            .thenComparingInt(ArrayCase::unusual)
            .thenComparing(c -> c.workload == null ? Workload.NONE : c.workload, Workload.SMALLER_FIRST)
            .thenComparing(c -> c.raidDisks <= 0)
            .thenComparingLong(c -> Math.abs((long) c.raidDisks - c.disks()))
            .thenComparingInt(c -> c.chunkSectors > 0 ? 0 : c.chunkSectors == 0 ? 1 : 2)
            .thenComparingLong(c -> Math.abs((long) c.chunkSectors))
            .thenComparing(ArrayCase::sumOfSizes, (a, b) -> compareWide(a, b))
            .thenComparing(c -> c.diskSectors, Arrays::compareUnsigned)
            .thenComparingInt(c -> c.layout == 0 ? 3 : c.layout)
            .thenComparing(c -> c.requestSectors, Long::compareUnsigned)
            .thenComparing(c -> c.requestStart, Long::compareUnsigned)
            .thenComparingInt(c -> c.blockSize)
            .thenComparing(c -> c.integrity)
            .thenComparing(c -> c.slots == null ? new int[0] : c.slots, Arrays::compare)
            .thenComparingInt(c -> c.machine.pageSize())
            .thenComparingInt(c -> Math.abs(c.machine.memoryMib() - USUAL_MACHINE.memoryMib()))
            .thenComparingInt(c -> c.machine.memoryMib())
            .thenComparingInt(c -> c.machine.maxPageOrder() - c.machine.freeOrder())
            .thenComparingInt(c -> c.again == null ? 0 : c.again.length)
            .thenComparing(c -> c.again == null ? NO_DISKS : c.again, Arrays::compareUnsigned);

    private final long[] diskSectors;
    private final int raidDisks;
    private final int chunkSectors;
    private final int layout;
    private final int failAt;
    private final long requestStart;
    private final long requestSectors;
    private final int blockSize;
    private final Integrity integrity;
    private final int @Nullable [] slots;
    private final MachineProfile machine;
    private final long @Nullable [] again;
    private final @Nullable Workload workload;

    private ArrayCase(
            long[] diskSectors,
            int raidDisks,
            int chunkSectors,
            int layout,
            int failAt,
            long requestStart,
            long requestSectors,
            int blockSize,
            Integrity integrity,
            int @Nullable [] slots,
            MachineProfile machine,
            long @Nullable [] again,
            @Nullable Workload workload) {
        this.diskSectors = diskSectors;
        this.raidDisks = raidDisks;
        this.chunkSectors = chunkSectors;
        this.layout = layout;
        this.failAt = failAt;
        this.requestStart = requestStart;
        this.requestSectors = requestSectors;
        this.blockSize = blockSize;
        this.integrity = integrity;
        this.slots = slots;
        this.machine = machine;
        this.again = again;
        this.workload = workload;
    }

    /**
     * An array on the usual machine (4 KiB pages, 2048 MiB), with raid_disks equal to the number of disks, layout 1 and nothing
     * failing.
     *
     * @param chunkSectors chunk_sectors, any int
     * @param diskSectors the sizes of the disks, at least one
     * @return the case
     */
    public static ArrayCase of(int chunkSectors, long... diskSectors) {
        return new ArrayCase(
                diskSectors.clone(),
                diskSectors.length,
                chunkSectors,
                Mddev.LAYOUT_ORIGINAL,
                0,
                0,
                0,
                512,
                Integrity.NONE,
                null,
                USUAL_MACHINE,
                null,
                null);
    }

    /**
     * With other disks, in slots 0, 1, ...
     *
     * @param sectors their sizes, at least one
     * @return the case
     */
    public ArrayCase withDisks(long... sectors) {
        int[] fitting = slots != null && slots.length == sectors.length ? slots : null;
        return new ArrayCase(
                sectors.clone(),
                raidDisks,
                chunkSectors,
                layout,
                failAt,
                requestStart,
                requestSectors,
                blockSize,
                integrity,
                fitting,
                machine,
                again,
                workload);
    }

    /**
     * With another raid_disks.
     *
     * @param value any int
     * @return the case
     */
    public ArrayCase withRaidDisks(int value) {
        return new ArrayCase(
                diskSectors,
                value,
                chunkSectors,
                layout,
                failAt,
                requestStart,
                requestSectors,
                blockSize,
                integrity,
                slots,
                machine,
                again,
                workload);
    }

    /**
     * With another chunk.
     *
     * @param value chunk_sectors, any int
     * @return the case
     */
    public ArrayCase withChunk(int value) {
        return new ArrayCase(
                diskSectors,
                raidDisks,
                value,
                layout,
                failAt,
                requestStart,
                requestSectors,
                blockSize,
                integrity,
                slots,
                machine,
                again,
                workload);
    }

    /**
     * With another layout.
     *
     * @param value 1 original, 2 alternate, 0 unknown
     * @return the case
     */
    public ArrayCase withLayout(int value) {
        return new ArrayCase(
                diskSectors,
                raidDisks,
                chunkSectors,
                value,
                failAt,
                requestStart,
                requestSectors,
                blockSize,
                integrity,
                slots,
                machine,
                again,
                workload);
    }

    /**
     * With another allocation that fails.
     *
     * @param value the how-many-eth allocation of the life returns NULL, from 1; 0 for none
     * @return the case
     */
    public ArrayCase withFailAt(int value) {
        return new ArrayCase(
                diskSectors,
                raidDisks,
                chunkSectors,
                layout,
                value,
                requestStart,
                requestSectors,
                blockSize,
                integrity,
                slots,
                machine,
                again,
                workload);
    }

    /**
     * With another request.
     *
     * @param start its first array sector
     * @param sectors how many; 0 for no request
     * @return the case
     */
    public ArrayCase withRequest(long start, long sectors) {
        return new ArrayCase(
                diskSectors,
                raidDisks,
                chunkSectors,
                layout,
                failAt,
                start,
                sectors,
                blockSize,
                integrity,
                slots,
                machine,
                again,
                workload);
    }

    /**
     * With another logical block size.
     *
     * @param value bytes, of all disks
     * @return the case
     */
    public ArrayCase withBlockSize(int value) {
        return new ArrayCase(
                diskSectors,
                raidDisks,
                chunkSectors,
                layout,
                failAt,
                requestStart,
                requestSectors,
                value,
                integrity,
                slots,
                machine,
                again,
                workload);
    }

    /**
     * With other data-integrity profiles.
     *
     * @param value what the disks have
     * @return the case
     */
    public ArrayCase withIntegrity(Integrity value) {
        return new ArrayCase(
                diskSectors,
                raidDisks,
                chunkSectors,
                layout,
                failAt,
                requestStart,
                requestSectors,
                blockSize,
                value,
                slots,
                machine,
                again,
                workload);
    }

    /**
     * With the disks in other slots.
     *
     * @param value a slot for each disk, any int; null for 0, 1, ...
     * @return the case
     */
    public ArrayCase withSlots(int @Nullable [] value) {
        return new ArrayCase(
                diskSectors,
                raidDisks,
                chunkSectors,
                layout,
                failAt,
                requestStart,
                requestSectors,
                blockSize,
                integrity,
                value,
                machine,
                again,
                workload);
    }

    /**
     * On another machine.
     *
     * @param value the machine, without the sites of a kernel
     * @return the case
     */
    public ArrayCase onMachine(MachineProfile value) {
        return new ArrayCase(
                diskSectors,
                raidDisks,
                chunkSectors,
                layout,
                failAt,
                requestStart,
                requestSectors,
                blockSize,
                integrity,
                slots,
                value,
                again,
                workload);
    }

    /**
     * On the usual machine.
     *
     * @return the case
     */
    public ArrayCase onUsualMachine() {
        return onMachine(USUAL_MACHINE);
    }

    /**
     * With other disks at the second start, after the array was stopped.
     *
     * @param sectors their sizes; null for the same disks
     * @return the case
     */
    public ArrayCase withAgain(long @Nullable [] sectors) {
        return new ArrayCase(
                diskSectors,
                raidDisks,
                chunkSectors,
                layout,
                failAt,
                requestStart,
                requestSectors,
                blockSize,
                integrity,
                slots,
                machine,
                sectors,
                workload);
    }

    /**
     * A case that is about the allocator alone: no array, but callers that allocate and free.
     *
     * @param workload what they do
     * @param machine the machine, without the sites of a kernel
     * @return the case; its array is of no account
     */
    public static ArrayCase of(Workload workload, MachineProfile machine) {
        return of(8, 64).onMachine(machine).withWorkload(workload);
    }

    /** With another workload in the array's stead; null for none. */
    public ArrayCase withWorkload(@Nullable Workload value) {
        return new ArrayCase(
                diskSectors,
                raidDisks,
                chunkSectors,
                layout,
                failAt,
                requestStart,
                requestSectors,
                blockSize,
                integrity,
                slots,
                machine,
                again,
                value);
    }

    /**
     * What is done with the allocator in the array's stead.
     *
     * @return steps; null if the case is about an array
     */
    public @Nullable Workload workload() {
        return workload;
    }

    /**
     * The number of disks.
     *
     * @return 1 or more
     */
    public int disks() {
        return diskSectors.length;
    }

    /**
     * The size of a disk.
     *
     * @param disk index from 0
     * @return sectors, unsigned
     */
    public long diskSectors(int disk) {
        return diskSectors[disk];
    }

    /**
     * The sizes of all disks.
     *
     * @return sectors, a copy
     */
    public long[] diskSectors() {
        return diskSectors.clone();
    }

    /**
     * The number of slots.
     *
     * @return raid_disks, any int
     */
    public int raidDisks() {
        return raidDisks;
    }

    /**
     * The chunk.
     *
     * @return chunk_sectors, any int
     */
    public int chunkSectors() {
        return chunkSectors;
    }

    /**
     * The layout.
     *
     * @return 1 original, 2 alternate, 0 unknown
     */
    public int layout() {
        return layout;
    }

    /**
     * Which allocation fails.
     *
     * @return the how-many-eth of the life, from 1; 0 for none
     */
    public int failAt() {
        return failAt;
    }

    /**
     * Where the request starts.
     *
     * @return an array sector
     */
    public long requestStart() {
        return requestStart;
    }

    /**
     * How long the request is.
     *
     * @return sectors; 0 if there is none
     */
    public long requestSectors() {
        return requestSectors;
    }

    /**
     * The logical block size of the disks.
     *
     * @return bytes
     */
    public int blockSize() {
        return blockSize;
    }

    /**
     * What the disks say of data integrity.
     *
     * @return a kind
     */
    public Integrity integrity() {
        return integrity;
    }

    /**
     * The slots.
     *
     * @return one for each disk, or null for 0, 1, ...; a copy
     */
    public int @Nullable [] slots() {
        return slots == null ? null : slots.clone();
    }

    /**
     * The machine, without the sites of a kernel.
     *
     * @return a profile
     */
    public MachineProfile machine() {
        return machine;
    }

    /**
     * Whether the machine is the usual one: 4 KiB pages, 2048 MiB, fresh memory.
     *
     * @return true if so
     */
    public boolean isOnUsualMachine() {
        return machine.equals(USUAL_MACHINE);
    }

    /**
     * The array of this case, not started, with disks that nobody has used.
     *
     * @return an array
     */
    public Mddev toMddev() {
        Mddev mddev = new Mddev()
                .configure(raidDisks, chunkSectors)
                .layout(Mddev.LAYOUT_UNKNOWN, layout)
                .persistent(raidDisks == 0);
        for (int i = 0; i < diskSectors.length; i++) {
            boolean hasProfile = integrity == Integrity.SAME || (integrity == Integrity.MIXED && i == 0);
            int slot = slots == null ? i : slots[i];
            mddev.add(new Rdev(diskSectors[i], slot, blockSize, hasProfile ? 1 : 0));
        }
        return mddev;
    }

    /**
     * The disks of the second start.
     *
     * @return their sizes in sectors, a copy; null if they are the same
     */
    public long @Nullable [] again() {
        return again == null ? null : again.clone();
    }

    /** The array of the second start, not started, with disks that nobody has used. */
    public Mddev toMddevAgain() {
        return again == null
                ? toMddev()
                : withDisks(again).withRaidDisks(again.length).withSlots(null).toMddev();
    }

    /** How many things about the disks and the machine are not as usual. */
    private int unusual() {
        return (blockSize == 512 ? 0 : 1)
                + (integrity == Integrity.NONE ? 0 : 1)
                + (slots == null ? 0 : 1)
                + (isOnUsualMachine() ? 0 : 1)
                + (again == null ? 0 : 1);
    }

    /** The sum of the sizes as high and low 64 bits. */
    private long[] sumOfSizes() {
        long high = 0;
        long low = 0;
        for (long size : diskSectors) {
            low += size;
            if (Long.compareUnsigned(low, size) < 0) high++;
        }
        return new long[] {high, low};
    }

    private static int compareWide(long[] a, long[] b) {
        return Arrays.compareUnsigned(a, b);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ArrayCase c && SMALLER_FIRST.compare(this, c) == 0;
    }

    @Override
    public int hashCode() {
        int array = 31 * (31 * Arrays.hashCode(diskSectors) + raidDisks) + chunkSectors;
        return workload == null ? array : 31 * array + workload.format().hashCode();
    }

    /** The case in one line, the usual left out. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        if (workload != null) text.append(workload);
        else describeArray(text);
        if (!isOnUsualMachine()) {
            text.append(", ").append(machine.pageSize() >> 10).append(" KiB pages, ");
            text.append(machine.memoryMib()).append(" MiB");
            if (machine.freeOrder() < machine.maxPageOrder())
                text.append(" fragmented to order ").append(machine.freeOrder());
        }
        return text.toString();
    }

    private void describeArray(StringBuilder text) {
        text.append(disks() == 1 ? "1 disk" : disks() + " disks")
                .append(" of ")
                .append(formatSizes(diskSectors))
                .append(" sectors");
        text.append(", raid_disks ").append(raidDisks);
        text.append(", chunk_sectors ").append(chunkSectors);
        text.append(", layout ").append(layout);
        if (requestSectors != 0)
            text.append(", request [")
                    .append(Long.toUnsignedString(requestStart))
                    .append(", ")
                    .append(Long.toUnsignedString(requestStart + requestSectors))
                    .append(')');
        if (failAt != 0) text.append(", allocation ").append(failAt).append(" fails");
        if (integrity != Integrity.NONE)
            text.append(integrity == Integrity.SAME ? ", integrity profiles alike" : ", integrity profiles differ");
        if (blockSize != 512) text.append(", ").append(blockSize).append("-byte blocks");
        if (slots != null) text.append(", slots ").append(Arrays.toString(slots));
        if (again != null) text.append(", then ").append(formatSizes(again));
    }

    private static String formatSizes(long[] diskSectors) {
        StringBuilder text = new StringBuilder();
        int i = 0;
        int shown = 0;
        while (i < diskSectors.length) {
            int run = 1;
            while (i + run < diskSectors.length && diskSectors[i + run] == diskSectors[i]) run++;
            if (shown++ > 0) text.append(", ");
            if (shown > 12) return text.append("...").toString();
            text.append(Long.toUnsignedString(diskSectors[i]));
            if (run > 2) text.append(" (").append(run).append(" times)");
            i += run > 2 ? run : 1;
        }
        return text.toString();
    }
}
