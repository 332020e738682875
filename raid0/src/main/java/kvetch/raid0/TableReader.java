package kvetch.raid0;

import java.util.Arrays;
import kvetch.api.Memory;
import org.jspecify.annotations.Nullable;

/**
 * Reads what I/O needs of a running array: its conf, strip_zone and devlist.
 *
 * <p>I/O reads the same few fields again and again. What a read gave is remembered, and holds as long as the memory has the same
 * {@link Memory#version}: until something is written, allocated or freed, or an access is not allowed. So every read gives, and
 * every access is judged, as if nothing were remembered.
 */
final class TableReader {
    private static final int MOST_ZONES = 64;
    private static final int MOST_ENTRIES = 4096;

    /** Of a field that has not been read, or whose value cannot be told from this one. */
    private static final int UNKNOWN = 0;

    private final Memory confMemory;
    private final Memory zoneMemory;
    private final Memory listMemory;

    private @Nullable Mddev mddev;
    private long conf;
    private long version = -1;
    private long stripZone;
    private int nrStripZones;
    private int layout;
    private long devlist;

    /** How many zones' ends are known: find_zone reads them from the first one on. */
    private int knownEnds;

    private long[] zoneEnd = {};
    private long[] devStartPlus1 = {};
    private int[] nbDevPlus1 = {};

    /** The entries of devlist. */
    private long[] pointers = {};

    /** Above these none is known. */
    private int pointersEnd;

    TableReader(Memory confMemory, Memory zoneMemory, Memory listMemory) {
        this.confMemory = confMemory;
        this.zoneMemory = zoneMemory;
        this.listMemory = listMemory;
    }

    /** Turns to an array, and forgets what no longer holds. */
    @SuppressWarnings("ReferenceEquality")
    void open(Mddev array) {
        if (!holds() || mddev != array || conf != array.privateData) reopen(array);
    }

    private void reopen(Mddev array) {
        mddev = array;
        conf = array.privateData;
        version = confMemory.version();
        layout = UNKNOWN;
        devlist = UNKNOWN;
        Arrays.fill(devStartPlus1, 0, knownEnds, UNKNOWN);
        Arrays.fill(nbDevPlus1, 0, knownEnds, UNKNOWN);
        Arrays.fill(pointers, 0, pointersEnd, UNKNOWN);
        knownEnds = 0;
        pointersEnd = 0;
        stripZone = confMemory.readU64(conf + Raid0.CONF_STRIP_ZONE);
        nrStripZones = confMemory.readU32(conf + Raid0.CONF_NR_STRIP_ZONES);
    }

    private boolean holds() {
        return version == confMemory.version();
    }

    int nrStripZones() {
        return nrStripZones;
    }

    int layout() {
        return layout == UNKNOWN ? readLayout() : layout;
    }

    private int readLayout() {
        int value = confMemory.readU32(conf + Raid0.CONF_LAYOUT);
        if (holds()) layout = value;
        return value;
    }

    long zoneEnd(int zone) {
        return zone < knownEnds ? zoneEnd[zone] : readZoneEnd(zone);
    }

    private long readZoneEnd(int zone) {
        long value = zoneMemory.readU64(address(zone) + StripZone.ZONE_END);
        if (zone == knownEnds && zone < MOST_ZONES && holds()) {
            if (zone == zoneEnd.length) growTo(Math.max(4, 2 * zone));
            zoneEnd[zone] = value;
            knownEnds++;
        }
        return value;
    }

    private void growTo(int zones) {
        zoneEnd = Arrays.copyOf(zoneEnd, zones);
        devStartPlus1 = Arrays.copyOf(devStartPlus1, zones);
        nbDevPlus1 = Arrays.copyOf(nbDevPlus1, zones);
    }

    long devStart(int zone) {
        return zone < knownEnds && devStartPlus1[zone] != UNKNOWN ? devStartPlus1[zone] - 1 : readDevStart(zone);
    }

    private long readDevStart(int zone) {
        long value = zoneMemory.readU64(address(zone) + StripZone.DEV_START);
        if (zone < knownEnds && holds()) devStartPlus1[zone] = value + 1;
        return value;
    }

    int nbDev(int zone) {
        return zone < knownEnds && nbDevPlus1[zone] != UNKNOWN ? nbDevPlus1[zone] - 1 : readNbDev(zone);
    }

    private int readNbDev(int zone) {
        int value = zoneMemory.readU32(address(zone) + StripZone.NB_DEV);
        if (zone < knownEnds && holds()) nbDevPlus1[zone] = value + 1;
        return value;
    }

    int diskShift(int zone) {
        return zoneMemory.readU32(address(zone) + StripZone.DISK_SHIFT);
    }

    private long address(int zone) {
        return stripZone + (long) zone * StripZone.BYTES;
    }

    /** An entry of devlist. */
    long pointer(long entry) {
        boolean known = entry >= 0 && entry < pointersEnd && pointers[(int) entry] != UNKNOWN;
        return known ? pointers[(int) entry] : readPointer(entry);
    }

    private long readPointer(long entry) {
        long value = listMemory.readU64(devlist() + entry * Raid0.POINTER_BYTES);
        if (entry >= 0 && entry < MOST_ENTRIES && holds()) {
            if (entry >= pointers.length) pointers = Arrays.copyOf(pointers, (int) Math.max(16, 2 * entry));
            pointers[(int) entry] = value;
            pointersEnd = Math.max(pointersEnd, (int) entry + 1);
        }
        return value;
    }

    private long devlist() {
        if (devlist != UNKNOWN) return devlist;
        long value = confMemory.readU64(conf + Raid0.CONF_DEVLIST);
        if (holds()) devlist = value;
        return value;
    }
}
