package kvetch.bench;

import kvetch.properties.cases.ArrayCase;

/** The tables in plain Java arrays, checked for Z1 and Z2: what the peers check, since they have no memory to simulate. */
final class Plain {
    private Plain() {}

    static boolean check(ArrayCase c) {
        return check(c.chunkSectors(), c.diskSectors());
    }

    static boolean check(int chunk, long[] sizes) {
        int disks = sizes.length;
        long[] sectors = new long[disks];
        int zones = 0;
        long whole = 0;
        for (int i = 0; i < disks; i++) {
            sectors[i] = sizes[i] / chunk * chunk;
            whole += sectors[i];
            boolean seen = false;
            for (int j = 0; j < i && !seen; j++) seen = sectors[j] == sectors[i];
            if (!seen) zones++;
        }
        long[] zoneEnd = new long[zones];
        long[] devStart = new long[zones];
        int[] nbDev = new int[zones];
        int[] devlist = new int[zones * disks];
        long smallest = sectors[0];
        for (int i = 0; i < disks; i++) {
            devlist[i] = i;
            smallest = Math.min(smallest, sectors[i]);
        }
        nbDev[0] = disks;
        zoneEnd[0] = smallest * disks;
        for (int z = 1; z < zones; z++) {
            long start = Long.MAX_VALUE;
            for (int j = 0; j < nbDev[z - 1]; j++) start = Math.min(start, sectors[devlist[(z - 1) * disks + j]]);
            long next = Long.MAX_VALUE;
            int count = 0;
            for (int j = 0; j < disks; j++) {
                if (sectors[devlist[j]] <= start) continue;
                devlist[z * disks + count++] = devlist[j];
                next = Math.min(next, sectors[devlist[j]]);
            }
            devStart[z] = start;
            nbDev[z] = count;
            zoneEnd[z] = zoneEnd[z - 1] + (next - start) * count;
        }
        return verify(disks, zones, zoneEnd, devStart, nbDev, whole);
    }

    private static boolean verify(int disks, int zones, long[] zoneEnd, long[] devStart, int[] nbDev, long whole) {
        long zoneStart = 0;
        long start = 0;
        int before = disks + 1;
        for (int z = 0; z < zones; z++) {
            boolean falls = z == 0 ? nbDev[z] == disks : nbDev[z] < before;
            if (!falls || devStart[z] != start) return false;
            start += (zoneEnd[z] - zoneStart) / nbDev[z];
            zoneStart = zoneEnd[z];
            before = nbDev[z];
        }
        return zoneStart == whole;
    }
}
