package kvetch.properties.run;

import io.vavr.collection.Vector;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import kvetch.api.Address;
import kvetch.api.Memory;
import kvetch.properties.trace.Step;
import kvetch.raid0.StripZone;

/** Memory in which the tables of a driver are seen to grow. */
final class TableMemory implements Memory {
    static final int CONF_BYTES = 24;

    private static final int CONF_NR_STRIP_ZONES = 16;
    private static final int ZONE_END = 0;
    private static final int ZONE_DEV_START = 8;
    private static final int ZONE_NB_DEV = 16;

    private final Memory memory;
    private final TraceRecorder trace;
    private Table table = new Table(Address.NULL);

    TableMemory(Memory memory, TraceRecorder trace) {
        this.memory = memory;
        this.trace = trace;
    }

    /** The table that is being built. */
    private static final class Table {
        private final long conf;
        private int nrStripZones;
        private boolean isEmpty = true;
        private long stripZone = Address.NULL;
        private long devlist = Address.NULL;
        private long devlistBytes;
        private final Map<Long, Integer> disks = new HashMap<>();
        private final TreeMap<Long, Integer> row = new TreeMap<>(Long::compareUnsigned);
        private long zoneStart;
        private long devStart;
        private int nbDev;

        Table(long conf) {
            this.conf = conf;
        }
    }

    boolean hasConf() {
        return table.conf != Address.NULL;
    }

    /** Whether nobody has asked for strip_zone yet. */
    boolean isEmpty() {
        return table.isEmpty;
    }

    int nrStripZones() {
        return table.nrStripZones;
    }

    /** Memory was asked for, and there may be none. */
    void isAllocated(Step.Structure object, long address, long bytes) {
        switch (object) {
            case CONF -> table = new Table(address);
            case STRIP_ZONE -> {
                table.isEmpty = false;
                table.stripZone = address;
            }
            case DEVLIST -> {
                table.devlist = address;
                table.devlistBytes = bytes;
            }
            default -> {}
        }
    }

    /** Conf is freed. */
    void isFreed() {
        table = new Table(Address.NULL);
    }

    @Override
    public long version() {
        return memory.version();
    }

    @Override
    public long readU64(long address) {
        long value = memory.readU64(address);
        trace.listenForFaults();
        return value;
    }

    @Override
    public int readU32(long address) {
        int value = memory.readU32(address);
        trace.listenForFaults();
        return value;
    }

    @Override
    public void writeU64(long address, long value) {
        memory.writeU64(address, value);
        trace.listenForFaults();
        if (table.devlist == Address.NULL) return;
        long intoDevlist = address - table.devlist;
        long intoZones = address - table.stripZone;
        if (intoDevlist >= 0 && Long.compareUnsigned(intoDevlist, table.devlistBytes) < 0) {
            // The first row is filled disk by disk, which tells whose pointers these are.
            table.row.put(address, table.disks.computeIfAbsent(value, pointer -> table.disks.size()));
        } else if (intoZones >= 0 && intoZones < (long) table.nrStripZones * StripZone.BYTES) {
            if (intoZones % StripZone.BYTES == ZONE_DEV_START) table.devStart = value;
            if (intoZones % StripZone.BYTES == ZONE_END) zoneIsMade((int) (intoZones / StripZone.BYTES), value);
        }
    }

    @Override
    public void writeU32(long address, int value) {
        memory.writeU32(address, value);
        trace.listenForFaults();
        if (address == table.conf + CONF_NR_STRIP_ZONES && hasConf()) table.nrStripZones = value;
        long intoZones = address - table.stripZone;
        if (table.stripZone != Address.NULL && intoZones >= 0 && intoZones % StripZone.BYTES == ZONE_NB_DEV)
            table.nbDev = value;
    }

    private void zoneIsMade(int index, long end) {
        trace.add(new Step.MakesZone(
                index, table.zoneStart, end, table.devStart, table.nbDev, Vector.ofAll(table.row.values())));
        table.row.clear();
        table.zoneStart = end;
    }
}
