package kvetch.properties.ideal;

import io.vavr.collection.Vector;
import java.util.Arrays;
import java.util.Random;
import kvetch.properties.cases.ArrayCase;
import kvetch.raid0.StripZone;

/**
 * The sectors of an array at which its mapping is looked at: all of them where that can be done, else those at zone edges,
 * stripe edges, near the widths of the integers involved, and some at random.
 */
public final class Probes {
    /** The largest array, in sectors, that is walked. */
    static final int WALK_LIMIT = 2048;

    private static final int MOST_ZONES = 24;
    private static final int RANDOM = 48;

    private Probes() {}

    public static boolean isWalked(long arraySectors) {
        return Long.compareUnsigned(arraySectors, WALK_LIMIT) <= 0;
    }

    /** Ascending and distinct, each below {@code arraySectors}. */
    public static long[] of(ArrayCase c, Vector<StripZone> zones, long arraySectors) {
        if (isWalked(arraySectors)) {
            long[] all = new long[(int) arraySectors];
            for (int i = 0; i < all.length; i++) all[i] = i;
            return all;
        }
        Collector collector = new Collector(arraySectors);
        Random random = new Random(c.hashCode() ^ arraySectors);
        // A driver may start an array without a chunk, and dies of it where it maps.
        long chunk = Math.max(1, Integer.toUnsignedLong(c.chunkSectors()));
        int step = Math.max(1, zones.size() / MOST_ZONES);
        long start = 0;
        for (int i = 0; i < zones.size(); i++) {
            StripZone zone = zones.get(i);
            if (i % step == 0 || i == zones.size() - 1) {
                long stripe = chunk * zone.nbDev();
                for (long at : new long[] {start, zone.zoneEnd()}) {
                    collector.around(at);
                    collector.around(at + chunk);
                    collector.around(at - chunk);
                    collector.around(at + stripe);
                    collector.around(at - stripe);
                    collector.around(at + 2 * stripe);
                }
                for (int shift = 31; shift <= 33; shift++) collector.around(start + (1L << shift));
            }
            start = zone.zoneEnd();
        }
        for (int shift = 31; shift < 64; shift++) collector.around(1L << shift);
        for (int shift = 1; shift < 24; shift += 2) collector.around(chunk << shift);
        for (int i = 0; i < RANDOM; i++) {
            long at = random.nextLong() >>> random.nextInt(40);
            collector.add(Long.remainderUnsigned(at, arraySectors));
            collector.around(at / chunk * chunk);
        }
        return collector.sorted();
    }

    /** Evenly picked, the first and the last included. */
    public static long[] few(long[] sectors, int most) {
        if (sectors.length <= most) return sectors;
        long[] picked = new long[most];
        for (int i = 0; i < most; i++) picked[i] = sectors[(int) ((long) i * (sectors.length - 1) / (most - 1))];
        return picked;
    }

    private static final class Collector {
        private final long arraySectors;
        private long[] sectors = new long[512];
        private int count;

        Collector(long arraySectors) {
            this.arraySectors = arraySectors;
        }

        void around(long sector) {
            add(sector - 1);
            add(sector);
            add(sector + 1);
        }

        void add(long sector) {
            if (Long.compareUnsigned(sector, arraySectors) >= 0) return;
            if (count == sectors.length) sectors = Arrays.copyOf(sectors, 2 * count);
            sectors[count++] = sector;
        }

        long[] sorted() {
            Arrays.sort(sectors, 0, count);
            int distinct = 0;
            for (int i = 0; i < count; i++)
                if (i == 0 || sectors[i] != sectors[i - 1]) sectors[distinct++] = sectors[i];
            return Arrays.copyOf(sectors, distinct);
        }
    }
}
