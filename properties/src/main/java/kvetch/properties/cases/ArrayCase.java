package kvetch.properties.cases;

import io.vavr.collection.Vector;
import kvetch.api.MachineProfile;
import kvetch.raid0.Mddev;

/**
 * A case that is about an array.
 *
 * <p>Sizes, chunk and request are in sectors.
 *
 * @param array what it is like
 * @param scenario what is done with it, and what fails on the way
 * @param machine the machine, without the sites of a kernel
 */
public record ArrayCase(Array array, Scenario scenario, MachineProfile machine) implements Case {
    private static final long serialVersionUID = 1;

    /**
     * An array on the usual machine (4 KiB pages, 2048 MiB), with raid_disks equal to the number of disks, layout 1 and nothing
     * failing.
     *
     * @param chunkSectors chunk_sectors, any int
     * @param diskSectors the sizes of the disks
     * @return the case
     */
    public static ArrayCase of(int chunkSectors, long... diskSectors) {
        return new ArrayCase(Array.of(chunkSectors, Disks.of(diskSectors)), Scenario.USUAL, USUAL_MACHINE);
    }

    private ArrayCase with(Array value) {
        return new ArrayCase(value, scenario, machine);
    }

    private ArrayCase with(Scenario value) {
        return new ArrayCase(array, value, machine);
    }

    /**
     * With other disks, in the same slots if they are as many and in slots 0, 1, ... if not.
     *
     * @param sectors their sizes
     * @return the case
     */
    public ArrayCase withDisks(long... sectors) {
        return with(array.withDisks(array.disks().withSizes(sectors)));
    }

    /**
     * With the disks in other slots.
     *
     * @param slots a slot for each disk, any int
     * @return the case
     */
    public ArrayCase withSlots(int... slots) {
        return with(array.withDisks(array.disks().inSlots(slots)));
    }

    /**
     * With the disks in slots 0, 1, ...
     *
     * @return the case
     */
    public ArrayCase inOrder() {
        return with(array.withDisks(array.disks().inOrder()));
    }

    /**
     * With another raid_disks.
     *
     * @param value any int
     * @return the case
     */
    public ArrayCase withRaidDisks(int value) {
        return with(array.withRaidDisks(value));
    }

    /**
     * With another chunk.
     *
     * @param value chunk_sectors, any int
     * @return the case
     */
    public ArrayCase withChunk(int value) {
        return with(array.withChunk(value));
    }

    /**
     * With another layout of the machine, which is the array's where that does not know its own.
     *
     * @param value raid0.default_layout: 1 original, 2 alternate, 0 unset; any int
     * @return the case
     */
    public ArrayCase withLayout(int value) {
        return with(array.withLayouts(array.layouts().withDefault(value)));
    }

    /**
     * With another layout of the array's own.
     *
     * @param value -1 unknown, 1 original, 2 alternate; any int
     * @return the case
     */
    public ArrayCase withOwnLayout(int value) {
        return with(array.withLayouts(array.layouts().withOwn(value)));
    }

    /**
     * With other logical block sizes.
     *
     * @param bytes one that all disks have, or one for each
     * @return the case
     */
    public ArrayCase withBlockSizes(int... bytes) {
        return with(array.withBlockSizes(BlockSizes.of(bytes)));
    }

    /**
     * With other data-integrity profiles.
     *
     * @param value what the disks have
     * @return the case
     */
    public ArrayCase withIntegrity(Integrity value) {
        return with(array.withIntegrity(value));
    }

    /**
     * With another allocation that fails.
     *
     * @param value the how-many-eth allocation of the life returns NULL, from 1; 0 for none
     * @return the case
     */
    public ArrayCase withFailAt(int value) {
        return with(scenario.withFailAt(value));
    }

    /**
     * With another request.
     *
     * @param start its first array sector
     * @param sectors how many; 0 for no request
     * @return the case
     */
    public ArrayCase withRequest(long start, long sectors) {
        return with(scenario.withRequest(new Request(start, sectors)));
    }

    /**
     * With other disks at the second start, after the array was stopped.
     *
     * @param sectors their sizes, at least one
     * @return the case
     */
    public ArrayCase withAgain(long... sectors) {
        return with(scenario.withAgain(new SecondStart.WithOtherDisks(Disks.of(sectors))));
    }

    /**
     * With the same disks at the second start.
     *
     * @return the case
     */
    public ArrayCase withSameDisksAgain() {
        return with(scenario.withAgain(new SecondStart.WithSameDisks()));
    }

    @Override
    public ArrayCase onMachine(MachineProfile value) {
        return new ArrayCase(array, scenario, value);
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
     * The number of disks.
     *
     * @return 0 or more
     */
    public int disks() {
        return array.disks().count();
    }

    /**
     * The size of a disk.
     *
     * @param disk index from 0
     * @return sectors, unsigned
     */
    public long diskSectors(int disk) {
        return array.disks().size(disk);
    }

    /**
     * The sizes of all disks.
     *
     * @return sectors, a copy
     */
    public long[] diskSectors() {
        return array.disks().sizes();
    }

    /**
     * Whether the disks are in slots 0, 1, ... because nobody has said otherwise.
     *
     * @return false if each was given a slot, be it the same
     */
    public boolean isInOrder() {
        return array.disks().areInOrder();
    }

    /**
     * The slot of a disk.
     *
     * @param disk index from 0
     * @return any int
     */
    public int slot(int disk) {
        return array.disks().slot(disk);
    }

    /**
     * The number of slots.
     *
     * @return raid_disks, any int
     */
    public int raidDisks() {
        return array.raidDisks();
    }

    /**
     * The chunk.
     *
     * @return chunk_sectors, any int
     */
    public int chunkSectors() {
        return array.chunkSectors();
    }

    /**
     * The layout that the array must have where that matters: its own if that is one, else the machine's.
     *
     * @return 1 original, 2 alternate, 0 where nobody has chosen one
     */
    public int layout() {
        return array.layouts().settled();
    }

    /**
     * The largest logical block size of the disks, which is that of the array.
     *
     * @return bytes
     */
    public int blockSize() {
        return array.blockSizes().largest();
    }

    /**
     * What the disks say of data integrity.
     *
     * @return a kind
     */
    public Integrity integrity() {
        return array.integrity();
    }

    /**
     * Whether data integrity is registered where the array starts, which takes an allocation.
     *
     * @return true if all disks have the same profile, and that is one
     */
    public boolean takesIntegrityPool() {
        return integrity() == Integrity.SAME || (integrity() == Integrity.MIXED && disks() == 1);
    }

    /**
     * Which allocation fails.
     *
     * @return the how-many-eth of the life, from 1; 0 for none
     */
    public int failAt() {
        return scenario.failAt();
    }

    /**
     * Where the request starts.
     *
     * @return an array sector
     */
    public long requestStart() {
        return scenario.request().start();
    }

    /**
     * How long the request is.
     *
     * @return sectors; 0 if there is none
     */
    public long requestSectors() {
        return scenario.request().sectors();
    }

    /**
     * Whether there is a request that the block layer would hand over.
     *
     * @param capacity how many sectors the array has, unsigned
     * @return true for one that does not end after the array
     */
    public boolean requestFits(long capacity) {
        return scenario.request().fits(capacity);
    }

    /**
     * Whether it starts a second time with other disks.
     *
     * @return false if with the same
     */
    public boolean startsAgainWithOtherDisks() {
        return scenario.again() instanceof SecondStart.WithOtherDisks;
    }

    /**
     * The case as md has it, which refuses to add a disk of less than 2 sectors.
     *
     * @return this one, where md takes all disks; else without those that it refuses
     */
    public ArrayCase asAdded() {
        return array.disks().areAddable() ? this : with(array.asAdded());
    }

    /**
     * The array of this case, not started, with disks that nobody has used.
     *
     * @return an array
     */
    public Mddev toMddev() {
        return array.toMddev();
    }

    /**
     * The array of the second start, not started, with disks that nobody has used.
     *
     * @return an array
     */
    public Mddev toMddevAgain() {
        return arrayAgain().toMddev();
    }

    /**
     * The array of the second start.
     *
     * @return the same, or one of other disks
     */
    public Array arrayAgain() {
        return scenario.again().after(array);
    }

    @Override
    public String noun() {
        return "array";
    }

    /** Of what tells most cases apart, and is the same in each run. */
    @Override
    public int hashCode() {
        return 31 * (31 * array.disks().hashCode() + array.raidDisks()) + array.chunkSectors();
    }

    /** The case in one line, the usual left out. */
    @Override
    public Vector<String> inShort() {
        Vector<String> parts = CaseWords.of(this);
        return disks() == 1 ? parts : parts.tail().prepend(CaseWords.disks(disks()));
    }

    @Override
    public String separator() {
        return ", ";
    }

    @Override
    public String toString() {
        return CaseWords.of(this).mkString(separator());
    }
}
