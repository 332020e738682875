package kvetch.prove.narrow;

import io.vavr.collection.Vector;
import java.util.Arrays;
import java.util.function.Supplier;
import kvetch.api.OopsException;
import kvetch.properties.narrow.Widths;

/**
 * Judges arrays, one after the other, by those laws that are about the width of integers. What ought to be there is computed from
 * the words of the laws in longs, in which nothing wraps.
 */
final class Judge {
    /** The laws by their ids; what is said of them has a bit for each, in this order. */
    static final Vector<String> LAWS = Vector.of("Z1", "Z2", "Z3", "W2", "I2", "I3", "I4");

    private static final int Z1 = 1;
    private static final int Z2 = 1 << 1;
    private static final int Z3 = 1 << 2;
    private static final int W2 = 1 << 3;
    private static final int I2 = 1 << 4;
    private static final int I3 = 1 << 5;
    private static final int I4 = 1 << 6;

    /** The block layer hands over so many sectors at once, of however short chunks: a page. */
    private static final int PAGE_SECTORS = 8;

    /** After so many arrays a machine has logged enough. */
    private static final int ARRAYS_OF_A_MACHINE = 1000;

    private final Widths widths;
    private final Supplier<NarrowDriver> boot;
    private final boolean isThorough;

    private NarrowDriver driver;
    private int arraysLeft = ARRAYS_OF_A_MACHINE;

    private int judged;
    private int broken;

    // The array
    private long chunk;
    private long[] whole = {};
    private long[] sizes = {};
    private int sectors;

    // Where its sectors are, and what is where.
    private final int[] disk;
    private final int[] diskSector;
    private final int[][] owner;
    private boolean isAscending;

    // What a request or a discard has come to.
    private final Trail trail = new Trail();

    /**
     * Of arrays of one kernel.
     *
     * @param widths of its integers
     * @param boot makes a driver on a machine that has just booted
     * @param isThorough whether each request and each discard is tried, or only those from which the others follow
     */
    Judge(Widths widths, Supplier<NarrowDriver> boot, boolean isThorough) {
        this.widths = widths;
        this.boot = boot;
        this.isThorough = isThorough;
        this.driver = boot.get();
        int most = (int) widths.sectors();
        this.disk = new int[most];
        this.diskSector = new int[most];
        this.owner = new int[widths.mostDisks()][most];
    }

    /**
     * Judges an array.
     *
     * @param chunkSectors chunk_sectors, not 0
     * @param layout 1 original, 2 alternate
     * @param disks how large each is, in sectors
     * @return whether it has started
     */
    boolean judge(int chunkSectors, int layout, long... disks) {
        judged = 0;
        broken = 0;
        if (--arraysLeft < 0) reboot();
        try {
            if (!driver.start(chunkSectors, layout, disks)) return false;
            chunk = Math.floorMod(chunkSectors, widths.integers());
            sizes = disks;
            whole = new long[disks.length];
            for (int i = 0; i < disks.length; i++) whole[i] = disks[i] - disks[i] % chunk;
            say(W2, true);
            say(Z1, areZonesInOrder());
            say(Z2, doZonesCover());
            boolean isOneToOne = isOneToOne();
            say(Z3, isOneToOne);
            if (isOneToOne && hasRules(chunkSectors)) say(I2, isLaidOut(layout));
            if (sectors > 0) say(I3, doRequestsLandTogether());
            if (sectors > 0) say(I4, (isOneToOne && isAscending) ? doDiscardsFollow() : doDiscardsMatch());
        } catch (OopsException died) {
            judged |= W2;
            broken |= W2;
            reboot();
        }
        return true;
    }

    /** A negative chunk has no rules, nor have disks that hold more together than a sector_t counts. */
    private boolean hasRules(int chunkSectors) {
        long total = 0;
        for (long sectors : whole) total += sectors;
        return chunkSectors > 0 && total < widths.sectors();
    }

    private void reboot() {
        driver = boot.get();
        arraysLeft = ARRAYS_OF_A_MACHINE;
    }

    private void say(int law, boolean holds) {
        judged |= law;
        if (!holds) broken |= law;
    }

    /** Which laws had something to say about the array that was judged last. */
    int judged() {
        return judged;
    }

    /** Which of them are broken. */
    int broken() {
        return broken;
    }

    // Zones

    private boolean areZonesInOrder() {
        long end = 0;
        long start = 0;
        int disks = whole.length + 1;
        for (int i = 0; i < driver.zones(); i++) {
            int nbDev = driver.nbDev(i);
            boolean falls = i == 0 ? nbDev == whole.length : nbDev > 0 && nbDev < disks;
            if (!falls || driver.zoneEnd(i) < end || driver.devStart(i) != start) return false;
            start += (driver.zoneEnd(i) - end) / nbDev;
            end = driver.zoneEnd(i);
            disks = nbDev;
        }
        return true;
    }

    private boolean doZonesCover() {
        long sum = Arrays.stream(whole).sum();
        return driver.zoneEnd(driver.zones() - 1) == sum && driver.arraySectors() == sum;
    }

    // Sectors

    private boolean isOneToOne() {
        for (int i = 0; i < whole.length; i++) Arrays.fill(owner[i], 0, (int) whole[i], -1);
        sectors = (int) driver.arraySectors();
        boolean holds = true;
        for (int s = 0; s < sectors; s++) {
            try {
                driver.map(s);
            } catch (OopsException died) {
                if (!holds) say(Z3, false);
                throw died;
            }
            disk[s] = driver.disk();
            diskSector[s] = (int) driver.sector();
            if (diskSector[s] >= whole[disk[s]] || owner[disk[s]][diskSector[s]] >= 0) holds = false;
            else owner[disk[s]][diskSector[s]] = s;
        }
        isAscending = true;
        for (int i = 0; i < whole.length; i++) isAscending &= isAscending(owner[i], (int) whole[i]);
        return holds;
    }

    /** Whether the sectors on a disk follow each other, from its first on. */
    private static boolean isAscending(int[] owners, int size) {
        for (int i = 1; i < size; i++)
            if (owners[i] >= 0 && (owners[i - 1] < 0 || owners[i - 1] > owners[i])) return false;
        return true;
    }

    /** Whether each sector is where the rules of its layout put it. */
    private boolean isLaidOut(int layout) {
        long[] bounds = Arrays.stream(whole).sorted().distinct().toArray();
        int[] members = new int[whole.length];
        long start = 0;
        long devStart = 0;
        int at = 0;
        for (long bound : bounds) {
            int count = 0;
            for (int i = 0; i < whole.length; i++) if (whole[i] >= bound) members[count++] = i;
            long end = start + (bound - devStart) * count;
            for (; at < end && at < sectors; at++) {
                long inZone = (at - start) / chunk;
                long place = (layout == 1 ? at / chunk : inZone) % count;
                if (disk[at] != members[(int) place]
                        || diskSector[at] != devStart + inZone / count * chunk + at % chunk) return false;
            }
            start = end;
            devStart = bound;
        }
        return true;
    }

    // Requests

    private boolean doRequestsLandTogether() {
        int most = (int) Math.max(chunk, PAGE_SECTORS);
        for (int start = 0; start < sectors; start++) {
            int longest = Math.min(most, sectors - start);
            for (int length = isThorough ? 1 : longest; length <= longest; length++)
                if (!doesRequestLand(start, length)) return false;
        }
        return true;
    }

    private boolean doesRequestLand(int start, int length) {
        trail.clear();
        boolean succeeds = driver.request(start, length, trail);
        boolean isInside = true;
        int at = start;
        for (int i = 0; i < trail.parts; i++) {
            if (trail.count[i] <= 0 || trail.count[i] > start + length - at) return false;
            for (int into = 0; into < trail.count[i]; into++, at++) {
                if (disk[at] != trail.disk[i] || diskSector[at] != trail.first[i] + into) return false;
                isInside &= diskSector[at] < sizes[disk[at]];
            }
        }
        return at == start + length && (succeeds || !isInside);
    }

    // Discards

    /** The most sectors that are thrown away at once: their number has no sign. */
    private int longestDiscard() {
        return (int) widths.sectors() / 2 - 1;
    }

    private interface Discard {
        boolean isExact(int start, int end);
    }

    /**
     * Tries those discards from which all others follow: each has two edges, and what is right of an edge shows in the longest
     * discard that begins there, or in the longest one that ends there.
     */
    private boolean each(Discard discard) {
        int most = longestDiscard();
        for (int edge = 0; edge <= sectors; edge++) {
            int first = Math.max(0, edge - most);
            int last = Math.min(sectors, edge + most);
            for (int start = first; start < (isThorough ? edge : Math.min(first + 1, edge)); start++)
                if (!discard.isExact(start, edge)) return false;
            if (edge < last && !discard.isExact(edge, last)) return false;
        }
        return true;
    }

    /** Where sectors ascend on each disk, what a discard throws away there is one range after the other. */
    private boolean doDiscardsFollow() {
        int[][] before = new int[sectors + 1][];
        before[0] = new int[whole.length];
        for (int s = 0; s < sectors; s++) {
            before[s + 1] = before[s].clone();
            before[s + 1][disk[s]]++;
        }
        return each((start, end) -> {
            int[] next = before[start].clone();
            trail.clear();
            driver.discard(start, end - start, trail);
            for (int i = 0; i < trail.parts; i++) {
                if (trail.count[i] <= 0 || trail.first[i] != next[trail.disk[i]]) return false;
                next[trail.disk[i]] += (int) trail.count[i];
            }
            return Arrays.equals(next, before[end]);
        });
    }

    /** Wherever sectors are: what is thrown away is as much as was asked for, nothing twice, and each of it is of a sector. */
    private boolean doDiscardsMatch() {
        int[][] mark = new int[whole.length][(int) widths.sectors()];
        int[] discards = {0};
        return each((start, end) -> {
            int asked = ++discards[0] * 2;
            int gone = asked + 1;
            for (int s = start; s < end; s++) {
                if (mark[disk[s]][diskSector[s]] == asked) return false;
                mark[disk[s]][diskSector[s]] = asked;
            }
            trail.clear();
            driver.discard(start, end - start, trail);
            int left = end - start;
            for (int i = 0; i < trail.parts; i++) {
                int[] marks = mark[trail.disk[i]];
                boolean isTooMuch = trail.count[i] > left || trail.first[i] + trail.count[i] > marks.length;
                if (trail.count[i] <= 0 || isTooMuch) return false;
                left -= (int) trail.count[i];
                for (int at = (int) trail.first[i]; at < trail.first[i] + trail.count[i]; at++) {
                    if (marks[at] != asked) return false;
                    marks[at] = gone;
                }
            }
            return left == 0;
        });
    }

    /** What the driver asks of disks. */
    private static final class Trail implements NarrowDriver.Parts {
        private int[] disk = new int[64];
        private long[] first = new long[64];
        private long[] count = new long[64];
        private int parts;

        void clear() {
            parts = 0;
        }

        @Override
        public void accept(int onDisk, long sector, long sectors) {
            if (parts == disk.length) {
                disk = Arrays.copyOf(disk, 2 * parts);
                first = Arrays.copyOf(first, 2 * parts);
                count = Arrays.copyOf(count, 2 * parts);
            }
            disk[parts] = onDisk;
            first[parts] = sector;
            count[parts++] = sectors;
        }
    }
}
