package kvetch.cli.compare;

import io.vavr.collection.Vector;
import kvetch.cli.console.UsageError;
import kvetch.cli.map.ArrayMap;
import kvetch.properties.cases.ArrayCase;
import kvetch.raid0.Fix;
import kvetch.raid0.Mddev;

/**
 * One array on two sides: on two kernels, or in two layouts.
 *
 * <p>Zones are the same on both, and within a zone both put a chunk of a stripe on the same row; what may differ is by how much the
 * disks are rotated. So a zone is all the same, or each of its sectors is on another disk: docs/proofs.md has the proof (M1 to M8, Y3).
 *
 * @param one the array on one side
 * @param other the same on the other
 */
public record Comparison(ArrayMap one, ArrayMap other) {
    private static final long UNSIGNED_INT = 1L << Integer.SIZE;
    private static final long INT = UNSIGNED_INT / 2;

    /**
     * Complains of what nobody could compare.
     *
     * @throws UsageError if a driver is somebody's own, or there are more sectors than 64 bits count
     */
    public Comparison {
        for (ArrayMap side : Vector.of(one, other))
            if (side.array().kernel().isPluggedIn())
                throw new UsageError(side.array().kernel().name()
                        + " is somebody's own driver, of which nothing is proved:" + " kvetch check --law I2 --kernel "
                        + side.array().kernel().name() + " tries it");
        if (asCase(one.array()).array().isTooLarge())
            throw new UsageError("the disks together have more sectors than 64 bits can count");
    }

    private static boolean hasStripeBelow(long limit, ArrayMap.Array array) {
        return (long) array.diskSectors().size() * array.chunkSectors() < limit;
    }

    private static UsageError notDecided(String why) {
        return new UsageError("not decided: stripes are longer than an int counts, and " + why
                + "; kvetch check --law Z3 and --law I4 say what goes wrong with these");
    }

    private static ArrayCase asCase(ArrayMap.Array array) {
        return ArrayCase.of(
                array.chunkSectors(),
                array.diskSectors().toJavaStream().mapToLong(Long::longValue).toArray());
    }

    /** Whether it can be used on both. */
    public boolean runsOnBoth() {
        return runs(one) && runs(other);
    }

    /** Whether an array has started, and its first sector can be read. */
    public static boolean runs(ArrayMap map) {
        return map.outcome() instanceof ArrayMap.Mapped;
    }

    /** Whether it starts on both, or fails to on both in the same way. */
    public boolean startsAlike() {
        return one.outcome().getClass() == other.outcome().getClass() && one.errno() == other.errno();
    }

    /** Whether nothing is different: it starts alike, and if it does, sectors and discards go to the same places. */
    public boolean isSame() {
        return startsAlike()
                && (!runsOnBoth() || (mapping().isNone() && discards().isNone()));
    }

    /**
     * The sectors that are elsewhere, or there on one side only.
     *
     * @throws UsageError if stripes are so long that the two kernels do not count them alike
     */
    public Difference mapping() {
        if (!isAlike(Fix.STRIPE_64_BIT) && !hasStripeBelow(UNSIGNED_INT, one.array()))
            throw notDecided("one of the kernels counts them in 64 bits");
        return difference(Comparison::mapped, Comparison::mapped);
    }

    /**
     * The sectors whose discard throws away another sector.
     *
     * @throws UsageError if stripes are so long that the two kernels do not count in them alike
     */
    public Difference discards() {
        boolean isAlike = isAlike(Fix.DISCARD_64_BIT) && isAlike(Fix.STRIPE_64_BIT) && rotates(one) == rotates(other);
        if (!isAlike && !hasStripeBelow(INT, one.array()))
            throw notDecided("the two kernels do not discard in the same way");
        return difference(Comparison::discarded, Comparison::discarded);
    }

    /** The sectors whose discard throws away another sector than the one that is there, because zones are rotated. */
    public static Difference astray(ArrayMap map) {
        return new Comparison(map, map).difference(Comparison::mapped, Comparison::discarded);
    }

    private boolean isAlike(Fix fix) {
        return one.array().kernel().has(fix) == other.array().kernel().has(fix);
    }

    /** How far the disks of a zone are rotated, for one who reads and writes or who discards. */
    private interface Rotation {
        int of(ArrayMap map, ArrayMap.Zone zone);
    }

    private static int mapped(ArrayMap map, ArrayMap.Zone zone) {
        return zone.diskShift();
    }

    private static int discarded(ArrayMap map, ArrayMap.Zone zone) {
        return rotates(map) ? zone.diskShift() : 0;
    }

    /** Whether discards follow the rotation of the original layout. */
    private static boolean rotates(ArrayMap map) {
        return map.array().kernel().has(Fix.DISCARD_ORIGINAL) && map.mapped().layout() == Mddev.LAYOUT_ORIGINAL;
    }

    private Difference difference(Rotation rotation, Rotation otherRotation) {
        long here = one.mapped().capacity();
        long there = other.mapped().capacity();
        long both = least(here, there);
        Difference difference = new Difference(0, 0, here == both ? there : here);
        Vector<ArrayMap.Zone> otherZones = other.mapped().zones();
        for (ArrayMap.Zone zone : one.mapped().zones()) {
            ArrayMap.Zone otherZone = otherZones.head();
            otherZones = otherZones.tail();
            if (rotation.of(one, zone) != otherRotation.of(other, otherZone))
                difference = difference.and(zone.start(), least(zone.end(), both) - least(zone.start(), both));
        }
        return difference.and(both, difference.of() - both);
    }

    private static long least(long a, long b) {
        return Long.compareUnsigned(a, b) < 0 ? a : b;
    }
}
