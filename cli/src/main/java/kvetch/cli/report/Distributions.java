package kvetch.cli.report;

import io.vavr.collection.Vector;
import java.util.LinkedHashMap;
import java.util.Map;
import kvetch.properties.Observation;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.Case;
import kvetch.properties.cases.WorkloadCase;
import kvetch.properties.law.Coverage;
import kvetch.raid0.Errno;

/** Counts what was generated, so that a reader can judge what a law was held against. */
public final class Distributions {
    private static final Vector<Coverage> SIGHTS = Vector.of(Coverage.values());
    private static final Vector<Errno> ERRNOS = Vector.of(Errno.ENOMEM, Errno.EINVAL, Errno.EOPNOTSUPP);
    private static final String[] SMALL = {
        "1", "2", "3", "4", "5 to 8", "9 to 16", "17 to 32", "33 to 64", "65 and more"
    };
    private static final String[] DISKS = Vector.of(SMALL).prepend("none").toJavaArray(String[]::new);
    private static final String[] ZONES = {"not started", "1", "2", "3", "4", "5 to 8", "9 to 16", "17 and more"};
    private static final String[] CHUNKS = {
        "below 0", "0", "1", "2 to 7", "8 (4 KiB)", "9 to 127", "128 to 2047", "2048 to 2^16", "to 2^22", "above"
    };
    private static final String[] SIZES = {
        "below 8", "to 2^6", "to 2^12", "to 2^20", "to 2^31", "to 2^32", "to 2^40", "to 2^52", "above"
    };
    private static final String[] RAID_DISKS = {
        "below 0",
        "0",
        "less than the disks",
        "the number of disks",
        "1 to 16 more",
        "to 2^16",
        "to 524288",
        "to 2^28 - 1",
        "2^28 and more"
    };

    private final Map<String, Chart> charts = new LinkedHashMap<>();
    private final Chart kinds = chart("kind", "What a case is about", "an array", "an allocator alone");
    private final Chart disks = chart("disks", "Disks", DISKS);
    private final Chart zones = chart("zones", "Zones", ZONES);
    private final Chart chunks = chart("chunk", "chunk_sectors", CHUNKS);
    private final Chart sizes = chart("size", "Largest disk, in sectors", SIZES);
    private final Chart raidDisks = chart("raid_disks", "raid_disks", RAID_DISKS);
    private final Chart pages = chart("page_size", "Page size", "4 KiB", "16 KiB", "64 KiB", "other");
    private final Chart outcomes = chart("outcome", "How starting it went", outcomes());
    private final Chart failures = chart("fail_at", "Allocation made to fail", "none", "1", "2", "3", "4 and later");
    private final Chart steps = chart("steps", "Steps with an allocator alone", SMALL);
    private final Chart paths =
            chart("paths", "Paths taken", SIGHTS.map(Coverage::text).toJavaArray(String[]::new));
    private int total;

    /** How often each of a few things came up. */
    static final class Chart {
        private final String id;
        private final String title;
        private final String[] labels;
        private final int[] counts;

        private Chart(String id, String title, String[] labels) {
            this.id = id;
            this.title = title;
            this.labels = labels;
            this.counts = new int[labels.length];
        }

        String id() {
            return id;
        }

        String title() {
            return title;
        }

        int size() {
            return labels.length;
        }

        String label(int bar) {
            return labels[bar];
        }

        int count(int bar) {
            return counts[bar];
        }
    }

    private Chart chart(String id, String title, String... labels) {
        Chart chart = new Chart(id, title, labels);
        charts.put(id, chart);
        return chart;
    }

    private static String[] outcomes() {
        return Vector.of("started", "did not start", "the kernel died")
                .appendAll(ERRNOS.map(errno -> "refused with " + errno))
                .toJavaArray(String[]::new);
    }

    void add(Observation seen) {
        Case c = seen.testCase();
        total++;
        kinds.counts[c instanceof ArrayCase ? 0 : 1]++;
        if (c instanceof ArrayCase array) addArray(array, seen);
        if (c instanceof WorkloadCase alone)
            steps.counts[few(Math.max(1, alone.workload().steps().size()))]++;
        pages.counts[
                switch (c.machine().pageSize()) {
                    case 4096 -> 0;
                    case 16384 -> 1;
                    case 65536 -> 2;
                    default -> 3;
                }]++;
        for (int i = 0; i < SIGHTS.size(); i++) if (seen.sights().contains(SIGHTS.get(i))) paths.counts[i]++;
    }

    private void addArray(ArrayCase c, Observation seen) {
        disks.counts[1 + few(c.disks())]++;
        zones.counts[zoneBar(seen.zones())]++;
        chunks.counts[chunkBar(c.chunkSectors())]++;
        sizes.counts[sizeBar(largest(c))]++;
        raidDisks.counts[raidDisksBar(c)]++;
        outcomes.counts[outcomeBar(seen)]++;
        failures.counts[Math.min(4, c.failAt())]++;
    }

    private static int few(int count) {
        if (count <= 4) return count - 1;
        int bar = 4;
        for (int most = 8; bar < SMALL.length - 1 && count > most; most *= 2) bar++;
        return bar;
    }

    private static int zoneBar(int count) {
        if (count <= 4) return count;
        return count <= 8 ? 5 : count <= 16 ? 6 : 7;
    }

    private static int chunkBar(int chunk) {
        if (chunk < 0) return 0;
        if (chunk <= 1) return 1 + chunk;
        if (chunk < 8) return 3;
        if (chunk == 8) return 4;
        if (chunk < 128) return 5;
        if (chunk < 2048) return 6;
        return chunk <= 1 << 16 ? 7 : chunk <= 1 << 22 ? 8 : 9;
    }

    private static long largest(ArrayCase c) {
        long largest = 0;
        for (int i = 0; i < c.disks(); i++)
            if (Long.compareUnsigned(c.diskSectors(i), largest) > 0) largest = c.diskSectors(i);
        return largest;
    }

    private static int sizeBar(long sectors) {
        if (sectors < 0) return SIZES.length - 1;
        if (sectors < 8) return 0;
        int[] shifts = {6, 12, 20, 31, 32, 40, 52};
        for (int i = 0; i < shifts.length; i++) if (sectors <= 1L << shifts[i]) return i + 1;
        return SIZES.length - 1;
    }

    private static int raidDisksBar(ArrayCase c) {
        int value = c.raidDisks();
        if (value < 0) return 0;
        if (value == 0) return 1;
        if (value < c.disks()) return 2;
        if (value == c.disks()) return 3;
        if (value - c.disks() <= 16) return 4;
        if (value <= 1 << 16) return 5;
        if (value <= 524288) return 6;
        return value < 1 << 28 ? 7 : 8;
    }

    private int outcomeBar(Observation seen) {
        Errno errno = seen.errno();
        if (errno != null) return 3 + ERRNOS.indexOf(errno);
        if (seen.sights().contains(Coverage.STARTED)) return 0;
        return seen.sights().contains(Coverage.REFUSED) ? 1 : 2;
    }

    /** How many cases there were. */
    int total() {
        return total;
    }

    /**
     * All charts. The bars of each add up to the cases that it is about: to all, to those of an array or to those of an
     * allocator alone; but for the paths, of which a case takes several or none.
     */
    Vector<Chart> charts() {
        return Vector.ofAll(charts.values());
    }
}
