package kvetch.cli.inspect;

import io.vavr.collection.Vector;
import java.math.BigInteger;
import kvetch.cli.compare.Comparison;
import kvetch.cli.compare.LayoutAnswer;
import kvetch.cli.map.ArrayMap;
import kvetch.properties.plug.Providers;
import kvetch.raid0.Errno;
import kvetch.raid0.Fix;
import kvetch.raid0.KernelProfile;
import kvetch.raid0.Mddev;
import org.jspecify.annotations.Nullable;

/**
 * An array on a kernel, with what decides whether a finding touches it.
 *
 * @param started what the kernel makes of it, in its layout
 * @param original the array in the original layout
 * @param integrity whether its disks have profiles of data integrity; null if that was not told
 */
record Subject(
        ArrayMap started, ArrayMap original, @Nullable Boolean integrity) {

    /** Starts an array of a layout, 0 where nobody has chosen one. */
    static Subject of(Providers providers, KernelProfile kernel, ArrayMap.Array array, @Nullable Boolean integrity) {
        return new Subject(
                LayoutAnswer.start(providers, kernel, array.diskSectors(), array.chunkSectors(), array.layout()),
                LayoutAnswer.in(providers, array.diskSectors(), array.chunkSectors(), Mddev.LAYOUT_ORIGINAL),
                integrity);
    }

    boolean has(Fix fix) {
        return started.array().kernel().has(fix);
    }

    long chunk() {
        return started.array().chunkSectors();
    }

    int disks() {
        return started.array().diskSectors().size();
    }

    /** 1 original, 2 alternate, 0 where nobody has chosen one. */
    int layout() {
        return started.array().layout();
    }

    Vector<Long> wholeChunks() {
        return started.array().diskSectors().map(sectors -> sectors - sectors % chunk());
    }

    /** Whether a disk has sectors that fill no chunk. */
    boolean hasRest() {
        return !wholeChunks().equals(started.array().diskSectors());
    }

    BigInteger total() {
        return wholeChunks().map(BigInteger::valueOf).fold(BigInteger.ZERO, BigInteger::add);
    }

    int zones() {
        return wholeChunks().distinct().size();
    }

    /** How many disks each zone has that holds a sector, the most first. */
    private Vector<Long> disksOfZones() {
        Vector<Long> sizes = wholeChunks();
        return sizes.distinct()
                .filter(size -> size > 0)
                .map(size -> (long) sizes.count(other -> other >= size))
                .sorted()
                .reverse();
    }

    /** How many disks the widest zone has that holds a sector. */
    long widest() {
        return disksOfZones().headOption().getOrElse(0L);
    }

    /** How long the longest stripe is, in sectors. */
    long stripe() {
        return chunk() * widest();
    }

    /** Whether some stripe is a multiple of so many sectors. */
    boolean hasStripeOf(long multiple) {
        return disksOfZones().exists(disks -> disks * chunk() % multiple == 0);
    }

    /** The size of the larger table, in bytes. */
    long tableBytes() {
        return zones() * Math.max(24L, 8L * disks());
    }

    boolean isRefusedForItsLayout() {
        return started.errno() == Errno.EOPNOTSUPP;
    }

    /** Whether the original layout rotates a zone. */
    boolean isRotated() {
        return original.mapped().zones().exists(zone -> zone.diskShift() != 0);
    }

    /** Whether discards go astray where zones are rotated. */
    boolean discardsAstray() {
        return total().bitLength() <= Long.SIZE
                && Comparison.runs(started)
                && !Comparison.astray(started).isNone();
    }
}
