package kvetch.prove.law;

import java.math.BigInteger;
import java.util.Arrays;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.narrow.Widths;

/** What borders ask of an array, computed exactly. */
final class Figures {
    private Figures() {}

    /** How many disks the widest zone has that holds a sector. */
    static int widest(ArrayCase c) {
        int disks = 0;
        for (int disk = 0; disk < c.disks(); disk++) if (whole(c, disk).signum() > 0) disks++;
        return disks;
    }

    /** How long the stripe of that zone is, in sectors. */
    static BigInteger stripe(ArrayCase c) {
        return BigInteger.valueOf(c.array().chunk()).multiply(BigInteger.valueOf(widest(c)));
    }

    /** How many sectors the disks hold in whole chunks; a negative one is the unsigned int that it is taken for. */
    static BigInteger total(ArrayCase c, Widths widths) {
        return c.array().disks().sumOfWholeChunks(Math.floorMod(c.chunkSectors(), widths.integers()));
    }

    /** Whether no zone that holds a sector has a stripe of which so many bits are all 0. */
    static boolean noStripeIsZero(ArrayCase c, int bits) {
        BigInteger[] sizes = sizes(c);
        for (int i = 0; i < sizes.length; i++) {
            BigInteger stripe =
                    BigInteger.valueOf(c.array().chunk()).multiply(BigInteger.valueOf(sizes.length - (long) i));
            boolean isZone = sizes[i].signum() > 0 && (i == 0 || !sizes[i].equals(sizes[i - 1]));
            if (isZone && stripe.getLowestSetBit() >= bits) return false;
        }
        return true;
    }

    /** Whether the original layout rotates no zone. */
    static boolean isNotRotated(ArrayCase c) {
        BigInteger[] sizes = sizes(c);
        BigInteger chunk = BigInteger.valueOf(c.array().chunk());
        BigInteger end = BigInteger.ZERO;
        BigInteger from = BigInteger.ZERO;
        for (int i = 0; i < sizes.length; i++) {
            BigInteger disks = BigInteger.valueOf(sizes.length - (long) i);
            if (sizes[i].equals(from)) continue;
            if (end.divide(chunk).mod(disks).signum() != 0) return false;
            end = end.add(sizes[i].subtract(from).multiply(disks));
            from = sizes[i];
        }
        return true;
    }

    private static BigInteger[] sizes(ArrayCase c) {
        BigInteger[] sizes = new BigInteger[c.disks()];
        for (int i = 0; i < sizes.length; i++) sizes[i] = whole(c, i);
        Arrays.sort(sizes);
        return sizes;
    }

    private static BigInteger whole(ArrayCase c, int disk) {
        return new BigInteger(Long.toUnsignedString(
                c.array().disks().wholeChunks(disk, c.array().chunk())));
    }
}
