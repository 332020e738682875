package kvetch.properties;

import io.vavr.collection.Vector;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import kvetch.api.AllocatorProvider;
import kvetch.api.OopsException;
import kvetch.raid0.Errno;
import kvetch.raid0.ExtentSink;
import kvetch.raid0.KernelProfile;
import kvetch.raid0.KernelProfiles;
import kvetch.raid0.Mapping;
import kvetch.raid0.Mddev;
import kvetch.raid0.Raid0;
import kvetch.raid0.RunResult;
import kvetch.raid0.StripZone;
import org.jspecify.annotations.Nullable;

/** Checks a law of running arrays on one case: boots a machine, starts the array, and looks. */
final class Examiner {
    private static final String NOT_ONE_TO_ONE = "the mapping is not one to one";
    private static final String DISCARDS_DIFFER = "a discard does not match the mapping";
    private static final String DISCARDS_NOT_ROTATED =
            "a discard in a later zone is not rotated as the original layout is";

    private final LawId law;
    private final Setup setup;
    private final ArrayCase c;
    private final Examination result = new Examination();

    private Examiner(LawId law, Setup setup, ArrayCase c) {
        this.law = law;
        this.setup = setup;
        this.c = c;
    }

    static Examination examine(LawId law, Setup setup, ArrayCase c) {
        return switch (law) {
            case Z1, Z2, Z3, I1, I2, I3, I4 -> {
                Examiner examiner = new Examiner(law, setup, c);
                examiner.result.lookAt(c);
                examiner.examineRunningArray();
                yield examiner.result;
            }
            case M1, M2, M3, M4, W1, W2, W3 -> LifeExaminer.examine(law, setup, c);
        };
    }

    private void violation(String what, Evidence evidence) {
        result.violation(law, withSign(what), evidence);
    }

    private String withSign(String what) {
        return withSign(what, c);
    }

    /** What goes wrong with a negative chunk goes wrong for a reason of its own. */
    static String withSign(String what, ArrayCase c) {
        return c.chunkSectors() < 0 ? what + " (negative chunk_sectors)" : what;
    }

    // Laws of a running array

    /** An array that starts, with what is read of it. */
    private record Running(Rig rig, Mddev mddev, Vector<StripZone> zones) {
        static @Nullable Running start(Setup setup, ArrayCase c) {
            Rig rig = setup.boot(c);
            Mddev mddev = c.toMddev();
            try {
                if (!(rig.driver().run(mddev) instanceof RunResult.Started)) return null;
                return new Running(rig, mddev, rig.driver().zones(mddev));
            } catch (OopsException died) {
                return null;
            }
        }

        /** How far requests reach. */
        long capacity() {
            return mddev.capacity();
        }

        long lastZoneEnd() {
            return zones.last().zoneEnd();
        }
    }

    private void examineRunningArray() {
        Running running = Running.start(setup, c);
        if (running == null) {
            result.saw(Sight.REFUSED);
            return;
        }
        result.saw(Sight.STARTED);
        result.zones(running.zones.size());
        if (running.zones.size() >= 3) result.saw(Sight.THREE_ZONES);
        if (running.rig.ledger().sawVmalloc()) result.saw(Sight.VMALLOC);
        try {
            switch (law) {
                case Z1 -> zonesAreInOrder(running);
                case Z2 -> zonesCoverAllSectors(running);
                case Z3 -> mappingIsOneToOne(running);
                case I1 -> mappingDoesNotDependOnAllocator(running);
                case I2 -> mappingDoesNotDependOnKernel(running);
                case I3 -> requestLandsWhereItsSectorsLand(running);
                case I4 -> discardMatchesMapping(running);
                default -> throw new AssertionError(law);
            }
        } catch (OopsException died) {
            // The death of the kernel is for W2 to report.
        }
        result.splat(running.rig.machine().firstSplat());
    }

    private void zonesAreInOrder(Running running) {
        result.tested(law);
        Vector<StripZone> zones = running.zones;
        StripZone first = zones.head();
        if (first.nbDev() != c.disks())
            violation(
                    "zone 0 misses disks",
                    new Evidence.Note("zone 0 has " + first.nbDev() + " of " + c.disks() + " disks"));
        if (first.devStart() != 0)
            violation(
                    "zone 0 starts late",
                    new Evidence.Note("zone 0 starts at sector " + unsigned(first.devStart()) + " of its disks"));
        long previousStart = 0;
        StripZone previous = first;
        for (StripZone zone : zones.tail()) {
            if (Long.compareUnsigned(zone.zoneEnd(), previous.zoneEnd()) < 0)
                violation(
                        "zone_end decreases",
                        new Evidence.Note("zone_end falls from " + unsigned(previous.zoneEnd()) + " to "
                                + unsigned(zone.zoneEnd())));
            if (zone.nbDev() >= previous.nbDev() || zone.nbDev() <= 0)
                violation(
                        "nb_dev does not fall",
                        new Evidence.Note("nb_dev goes from " + previous.nbDev() + " to " + zone.nbDev()));
            long depth = Long.divideUnsigned(previous.zoneEnd() - previousStart, previous.nbDev());
            long ended = previous.devStart() + depth;
            if (zone.devStart() != ended)
                violation(
                        "a zone does not start where the one before ended",
                        new Evidence.Note("a zone starts at sector " + unsigned(zone.devStart())
                                + " of its disks, the one before ended at " + unsigned(ended)));
            previousStart = previous.zoneEnd();
            previous = zone;
        }
    }

    private void zonesCoverAllSectors(Running running) {
        result.tested(law);
        // What md says, whatever the block layer makes of it.
        long arraySectors = running.mddev.arraySectors();
        BigInteger whole = sumOfWholeChunks(c, Integer.toUnsignedLong(c.chunkSectors()));
        BigInteger end = toBigInteger(running.lastZoneEnd());
        if (!end.equals(whole))
            violation(
                    "the zones do not cover the disks' whole chunks", new Evidence.Cover(running.lastZoneEnd(), whole));
        else if (arraySectors != running.lastZoneEnd())
            violation(
                    "the array size is not the end of the last zone",
                    new Evidence.Size(arraySectors, running.lastZoneEnd()));
    }

    static BigInteger sumOfWholeChunks(ArrayCase c, long chunk) {
        BigInteger sum = BigInteger.ZERO;
        for (int i = 0; i < c.disks(); i++)
            sum = sum.add(toBigInteger(IdealArray.wholeChunks(c.diskSectors(i), chunk)));
        return sum;
    }

    private void mappingIsOneToOne(Running running) {
        Violation found = firstMappingViolation(running, running.capacity());
        if (running.capacity() != 0) {
            result.tested(law);
            result.saw(Probes.isWalked(running.capacity()) ? Sight.WALKED : Sight.SAMPLED);
        }
        if (found != null) result.violations(List.of(found));
    }

    /** Z3, on the first sectors of an array of any setup. */
    private @Nullable Violation firstMappingViolation(Running running, long sectors) {
        long chunk = Integer.toUnsignedLong(c.chunkSectors());
        long[] probes = Probes.of(c, running.zones, sectors);
        IdealArray ideal = Probes.isWalked(sectors) ? null : IdealArray.of(c);
        Places places = new Places();
        Mapping mapping = new Mapping();
        for (long sector : probes) {
            Violation found = placeSector(running, sector, chunk, mapping, places);
            if (found != null) return found;
            // Whoever else should be at this place would share it.
            long owner = ideal == null ? -1 : ideal.sectorAt(mapping.disk(), mapping.sector());
            if (owner >= 0 && owner != sector && Long.compareUnsigned(owner, sectors) < 0) {
                found = placeSector(running, owner, chunk, mapping, places);
                if (found != null) return found;
            }
        }
        return null;
    }

    private @Nullable Violation placeSector(Running running, long sector, long chunk, Mapping mapping, Places places) {
        running.rig.driver().map(running.mddev, sector, mapping);
        long whole = IdealArray.wholeChunks(c.diskSectors(mapping.disk()), chunk);
        if (Long.compareUnsigned(mapping.sector(), whole) >= 0)
            return new Violation(
                    LawId.Z3, withSign(NOT_ONE_TO_ONE), new Evidence.OutsideDisk(sector, place(mapping), whole));
        long other = places.put(mapping.disk(), mapping.sector(), sector);
        if (other == sector) return null;
        return new Violation(
                LawId.Z3, withSign(NOT_ONE_TO_ONE), new Evidence.SharedPlace(other, sector, place(mapping)));
    }

    /** Which array sector is at a place on a disk. */
    private static final class Places {
        private static final int FREE = -1;

        /** A hash table: each place is in the first free slot from its own on. No more than half of the slots are taken. */
        private int[] disks = new int[1024];

        private long[] diskSectors = new long[1024];
        private long[] owners = new long[1024];
        private int count;

        Places() {
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

    private void mappingDoesNotDependOnAllocator(Running running) {
        long[] probes = Probes.of(c, running.zones, running.capacity());
        for (AllocatorProvider other : setup.otherKernelProviders()) {
            Running reference = Running.start(setup.withProvider(other), c);
            if (reference == null) continue;
            result.tested(law);
            compare(running, reference, probes, "the table of " + other.name());
        }
    }

    private void mappingDoesNotDependOnKernel(Running running) {
        long[] probes = Probes.of(c, running.zones, running.capacity());
        // What no Linux has may mend what they all have: it is held against those that are right.
        boolean isPatched = !setup.kernel().isLinux();
        for (KernelProfile other : KernelProfiles.all()) {
            if (!other.isLinux() || other.name().equals(setup.kernel().name())) continue;
            Running reference = Running.start(setup.withKernel(other), c);
            if (reference == null || (isPatched && !isRight(reference))) continue;
            result.tested(law);
            boolean isSmaller = Long.compareUnsigned(reference.capacity(), running.capacity()) < 0;
            long[] shared = isSmaller ? Probes.of(c, running.zones, reference.capacity()) : probes;
            compare(running, reference, shared, "Linux " + other.name());
        }
    }

    /** Whether the zones and the mapping of an array obey the laws. */
    private boolean isRight(Running running) {
        Examiner zones = new Examiner(LawId.Z1, setup, c);
        zones.zonesAreInOrder(running);
        try {
            // Nothing is right that goes wrong beyond what the block layer shows.
            long sectors = running.mddev.arraySectors();
            return zones.result.violations().isEmpty() && firstMappingViolation(running, sectors) == null;
        } catch (OopsException died) {
            return false;
        }
    }

    private void compare(Running running, Running reference, long[] probes, String whose) {
        Mapping mine = new Mapping();
        Mapping theirs = new Mapping();
        for (long sector : probes) {
            running.rig.driver().map(running.mddev, sector, mine);
            reference.rig.driver().map(reference.mddev, sector, theirs);
            if (mine.disk() != theirs.disk() || mine.sector() != theirs.sector()) {
                violation(
                        "a sector maps differently",
                        new Evidence.OtherPlace(sector, place(mine), whose, place(theirs)));
                return;
            }
        }
    }

    // Requests and discards

    /** Ranges longer than this are looked at where they begin, end and cross boundaries. */
    static final int WALKED_SECTORS = 2048;

    private boolean requestFits(Running running) {
        long end = c.requestStart() + c.requestSectors();
        return c.requestSectors() > 0
                && Long.compareUnsigned(end, c.requestStart()) > 0
                && Long.compareUnsigned(end, running.capacity()) <= 0;
    }

    private void requestLandsWhereItsSectorsLand(Running running) {
        Raid0 driver = running.rig.driver();
        long length = c.requestSectors();
        if (!requestFits(running) || length > driver.maxRequestSectors(running.mddev)) return;
        result.tested(law);
        long chunk = Integer.toUnsignedLong(c.chunkSectors());
        if (Long.remainderUnsigned(c.requestStart(), chunk) + length > chunk) result.saw(Sight.CROSSES_CHUNK);
        Parts parts = new Parts();
        Errno errno = driver.request(running.mddev, c.requestStart(), length, parts);
        Mapping mapping = new Mapping();
        long at = c.requestStart();
        for (Evidence.Place part : parts.parts) {
            for (long into : offsetsToLookAt(part.sectors(), at, chunk)) {
                driver.map(running.mddev, at + into, mapping);
                if (mapping.disk() != part.disk() || mapping.sector() != part.sector() + into) {
                    boolean uncut = Long.remainderUnsigned(at, chunk) + part.sectors() > chunk;
                    violation(
                            uncut
                                    ? "the rest of a request is not cut at the next chunk"
                                    : "within a chunk a request lands elsewhere than its sectors",
                            new Evidence.PartedRequest(
                                    request(),
                                    at + into,
                                    Evidence.Place.of(part.disk(), part.sector() + into),
                                    place(mapping),
                                    errno));
                    return;
                }
            }
            at += part.sectors();
        }
    }

    private void discardMatchesMapping(Running running) {
        if (!requestFits(running) || c.requestSectors() > Raid0.MAX_BIO_SECTORS) return;
        result.tested(law);
        long start = c.requestStart();
        long length = c.requestSectors();
        if (running.zones.exists(zone -> Long.compareUnsigned(zone.zoneEnd(), start) > 0
                && Long.compareUnsigned(zone.zoneEnd(), start + length) < 0)) result.saw(Sight.CROSSES_ZONE);
        Parts ranges = new Parts();
        running.rig.driver().discard(running.mddev, start, length, ranges);
        Mapping mapping = new Mapping();
        long chunk = Integer.toUnsignedLong(c.chunkSectors());
        for (long into : offsetsToLookAt(length, start, chunk)) {
            running.rig.driver().map(running.mddev, start + into, mapping);
            if (!ranges.holds(mapping)) {
                violation(
                        wrongDiscard(running),
                        new Evidence.MissedDiscard(request(), start + into, place(mapping), ranges.list()));
                return;
            }
        }
        BigInteger thrownAway = ranges.total();
        if (!thrownAway.equals(BigInteger.valueOf(length)))
            violation(wrongDiscard(running), new Evidence.OtherDiscard(request(), thrownAway, ranges.list()));
    }

    private String wrongDiscard(Running running) {
        return mustBeRotated(running) ? DISCARDS_NOT_ROTATED : DISCARDS_DIFFER;
    }

    /** Whether the discard is of a zone whose disks the layout rotates, and stripes are so short that no integer wraps. */
    private boolean mustBeRotated(Running running) {
        if (c.chunkSectors() < 0 || running.rig.driver().layout(running.mddev) != Mddev.LAYOUT_ORIGINAL) return false;
        long end = c.requestStart() + c.requestSectors();
        boolean inLaterZone = Long.compareUnsigned(end, running.zones.head().zoneEnd()) > 0;
        return inLaterZone && (long) c.chunkSectors() * running.zones.head().nbDev() <= Integer.MAX_VALUE;
    }

    private Evidence.Request request() {
        return new Evidence.Request(c.requestStart(), c.requestSectors());
    }

    private static Evidence.Place place(Mapping mapping) {
        return Evidence.Place.of(mapping.disk(), mapping.sector());
    }

    private static long[] offsetsToLookAt(long length, long start, long chunk) {
        if (length <= WALKED_SECTORS) {
            long[] all = new long[(int) length];
            for (int i = 0; i < all.length; i++) all[i] = i;
            return all;
        }
        long toBoundary = chunk - Long.remainderUnsigned(start, chunk);
        long[] picked = new long[96];
        int n = 0;
        for (long at :
                new long[] {0, 1, toBoundary - 1, toBoundary, toBoundary + chunk, length / 2, length - 2, length - 1})
            if (at >= 0 && at < length) picked[n++] = at;
        for (int i = 0; i < 64; i++) picked[n++] = length / 64 * i;
        return Arrays.copyOf(picked, n);
    }

    /** Collects the parts of a request or discard. */
    private static final class Parts implements ExtentSink {
        private final List<Evidence.Place> parts = new ArrayList<>();

        @Override
        public void accept(int disk, long diskSector, long sectors) {
            parts.add(new Evidence.Place(disk, diskSector, sectors));
        }

        Vector<Evidence.Place> list() {
            return Vector.ofAll(parts);
        }

        boolean holds(Mapping mapping) {
            for (Evidence.Place part : parts)
                if (part.disk() == mapping.disk()
                        && Long.compareUnsigned(mapping.sector() - part.sector(), part.sectors()) < 0) return true;
            return false;
        }

        BigInteger total() {
            BigInteger sum = BigInteger.ZERO;
            for (Evidence.Place part : parts) sum = sum.add(toBigInteger(part.sectors()));
            return sum;
        }
    }

    static BigInteger toBigInteger(long unsigned) {
        return new BigInteger(Long.toUnsignedString(unsigned));
    }

    private static String unsigned(long value) {
        return Long.toUnsignedString(value);
    }
}
