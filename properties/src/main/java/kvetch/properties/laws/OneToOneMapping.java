package kvetch.properties.laws;

import io.vavr.collection.Set;
import java.util.Arrays;
import kvetch.api.OopsException;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.evidence.Evidence;
import kvetch.properties.law.Coverage;
import kvetch.properties.law.Judgement;
import kvetch.properties.law.RunningArray;
import kvetch.properties.law.RunningArrayLaw;
import kvetch.properties.law.WalkedArray;
import kvetch.raid0.Mapping;
import org.jspecify.annotations.Nullable;

/** Z3: the mapping as a bijection. */
final class OneToOneMapping extends RunningArrayLaw {
    /** What kinds of defects end with that have this cause. */
    static final String WRAPPED = " (the disks have more sectors than 64 bits count)";

    private static final long UNSIGNED_INT = (1L << 32) - 1;

    OneToOneMapping() {
        super(
                "Z3",
                "the mapping is one to one",
                "The mapping is one to one: every array sector goes to exactly one (disk, sector) within that disk's whole"
                        + " chunks, and no two share one.",
                "zones cover all sectors");
    }

    @Override
    public boolean isSeenFromOutside() {
        return true;
    }

    @Override
    public Set<Coverage> mustSee() {
        return super.mustSee().add(Coverage.WALKED).add(Coverage.SAMPLED);
    }

    @Override
    public void judge(RunningArray array, Judgement judgement) {
        boolean isWalked = array.isWalked(array.capacity());
        Evidence found = firstOffence(array, array.capacity(), isWalked ? null : array.ideal());
        if (array.capacity() != 0) {
            judgement.tested();
            judgement.saw(isWalked ? Coverage.WALKED : Coverage.SAMPLED);
        }
        if (found == null) return;
        if (isStripeTooLong(array)) {
            judgement.violation("the mapping is not one to one", found);
            return;
        }
        // Where both come up, which of them comes first is chance.
        Evidence outside = found instanceof Evidence.SharedPlace ? firstOutside(array) : found;
        if (outside != null) judgement.violation("a sector is outside its disk", outside);
        else judgement.violation("two sectors share a place", found);
    }

    /** A stripe that an int does not count makes rows too short, and is a cause of its own; so is a negative chunk. */
    static boolean isStripeTooLong(RunningArray array) {
        ArrayCase c = array.arrayCase();
        return c.chunkSectors() < 0 || array.chunk() * c.disks() > UNSIGNED_INT;
    }

    /** Whether the ends of the zones have wrapped, which is a cause of its own, too. */
    static boolean hasWrapped(RunningArray array) {
        return array.ideal() == null && !isStripeTooLong(array);
    }

    private static @Nullable Evidence firstOutside(RunningArray array) {
        Mapping mapping = new Mapping();
        try {
            for (long sector : array.probes(array.capacity())) {
                array.map(sector, mapping);
                Evidence found = outside(array, sector, mapping);
                if (found != null) return found;
            }
        } catch (OopsException died) {
            // Which is for W2 to report.
        }
        return null;
    }

    @Override
    public @Nullable ArrayCase explore(WalkedArray array) {
        array.tested();
        return array.isOneToOne() ? null : array.arrayCase();
    }

    /** What is wrong first with so many sectors of an array, which ought to be like an ideal one; null if nothing is. */
    static @Nullable Evidence firstOffence(RunningArray array, long sectors, RunningArray.@Nullable Ideal ideal) {
        boolean isWalked = array.isWalked(sectors);
        long[] probes = array.probes(sectors);
        Places places = new Places(probes.length);
        Mapping mapping = new Mapping();
        for (long sector : probes) {
            Evidence found = place(array, sector, mapping, places);
            if (found != null) return found;
            // Whoever else should be at this place would share it.
            long owner = ideal == null || isWalked ? -1 : ideal.sectorAt(mapping.disk(), mapping.sector());
            if (owner != -1 && owner != sector && Long.compareUnsigned(owner, sectors) < 0) {
                found = place(array, owner, mapping, places);
                if (found != null) return found;
            }
        }
        return null;
    }

    private static @Nullable Evidence place(RunningArray array, long sector, Mapping mapping, Places places) {
        array.map(sector, mapping);
        Evidence outside = outside(array, sector, mapping);
        if (outside != null) return outside;
        long other = places.put(mapping.disk(), mapping.sector(), sector);
        return other == sector
                ? null
                : new Evidence.SharedPlace(other, sector, Evidence.Place.of(mapping.disk(), mapping.sector()));
    }

    private static @Nullable Evidence outside(RunningArray array, long sector, Mapping mapping) {
        long whole = array.wholeChunks(mapping.disk());
        return Long.compareUnsigned(mapping.sector(), whole) < 0
                ? null
                : new Evidence.OutsideDisk(sector, Evidence.Place.of(mapping.disk(), mapping.sector()), whole);
    }

    /** Which array sector is at a place on a disk. */
    private static final class Places {
        private static final int FREE = -1;

        /** A hash table: each place is in the first free slot from its own on. No more than half of the slots are taken. */
        private int[] disks;

        private long[] diskSectors;
        private long[] owners;
        private int count;

        Places(int expected) {
            int slots = Integer.highestOneBit(Math.max(8, expected)) << 2;
            disks = new int[slots];
            diskSectors = new long[slots];
            owners = new long[slots];
            Arrays.fill(disks, FREE);
        }

        /** The sector that was there before, or else the new one. */
        long put(int disk, long diskSector, long sector) {
            int slot = slotOf(disk, diskSector);
            if (disks[slot] != FREE) return owners[slot];
            disks[slot] = disk;
            diskSectors[slot] = diskSector;
            owners[slot] = sector;
            if (2 * ++count > disks.length) grow();
            return sector;
        }

        private int slotOf(int disk, long diskSector) {
            int mask = disks.length - 1;
            long hash = (diskSector + disk * 0x9e37_79b9L) * 0x9e37_79b9_7f4a_7c15L;
            int slot = (int) (hash >>> 32) & mask;
            while (disks[slot] != FREE && (disks[slot] != disk || diskSectors[slot] != diskSector))
                slot = (slot + 1) & mask;
            return slot;
        }

        private void grow() {
            int[] oldDisks = disks;
            long[] oldSectors = diskSectors;
            long[] oldOwners = owners;
            disks = new int[2 * oldDisks.length];
            Arrays.fill(disks, FREE);
            diskSectors = new long[disks.length];
            owners = new long[disks.length];
            count = 0;
            for (int i = 0; i < oldDisks.length; i++)
                if (oldDisks[i] != FREE) put(oldDisks[i], oldSectors[i], oldOwners[i]);
        }
    }
}
