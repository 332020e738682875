package kvetch.bench;

import kvetch.api.Allocator;
import kvetch.api.Family;
import kvetch.api.Machine;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.ledger.Ledger;
import kvetch.properties.plug.Providers;
import kvetch.raid0.KernelProfile;
import kvetch.raid0.KernelProfiles;
import kvetch.raid0.Mapping;
import kvetch.raid0.Mddev;
import kvetch.raid0.Raid0;
import kvetch.raid0.RunResult;
import kvetch.raid0.StripZone;

/**
 * An array as Kvetch runs it, with everything on: a machine that has just booted, the simulated allocators, the ledger around
 * them, every access judged.
 */
final class Checked {
    /** The driver on which every law holds: on the others Z2 breaks where the chunk is no power of two. */
    private static final KernelProfile KERNEL = KernelProfiles.find("hardened").get();

    final Machine machine;
    final Ledger ledger;
    final Raid0 driver;
    Mddev mddev;
    private ArrayCase array;

    Checked(Providers providers, ArrayCase array) {
        this.array = array;
        machine = Machine.boot(array.machine().withSites(KERNEL.sites()), providers.allocators()::kernelProvider);
        ledger = new Ledger(machine, 0);
        Allocator tables = ledger.wrap(
                machine.allocator(Family.KVMALLOC), providers.allocators().kernelProvider(Family.KVMALLOC));
        driver = KERNEL.driver(machine, ledger.memory(), tables, ledger.kernelAllocators());
        mddev = array.toMddev();
    }

    /** Goes on with another array on the same machine. */
    Checked next(ArrayCase other) {
        array = other;
        mddev = other.toMddev();
        return this;
    }

    Checked start() {
        require(driver.run(mddev) instanceof RunResult.Started, "does not start");
        return this;
    }

    /** Z1 and Z2. */
    Checked verifyZones() {
        long zoneStart = 0;
        long devStart = 0;
        int nbDev = array.disks() + 1;
        int zones = driver.nrStripZones(mddev);
        for (int i = 0; i < zones; i++) {
            StripZone zone = driver.zone(mddev, i);
            require(i == 0 ? zone.nbDev() == array.disks() : zone.nbDev() < nbDev, "nb_dev does not fall");
            require(zone.nbDev() > 0 && zone.devStart() == devStart, "a zone starts elsewhere");
            devStart += (zone.zoneEnd() - zoneStart) / zone.nbDev();
            zoneStart = zone.zoneEnd();
            nbDev = zone.nbDev();
        }
        long whole = 0;
        for (int i = 0; i < array.disks(); i++)
            whole += array.diskSectors(i) / array.chunkSectors() * array.chunkSectors();
        require(zoneStart == whole && mddev.arraySectors() == whole, "the zones do not cover all sectors");
        return this;
    }

    /** Z3; how many sectors were mapped. */
    long verifyBijection(Owners owners) {
        owners.begin();
        Mapping mapping = new Mapping();
        long sectors = mddev.arraySectors();
        long[] whole = new long[array.disks()];
        for (int i = 0; i < whole.length; i++)
            whole[i] = array.diskSectors(i) / array.chunkSectors() * array.chunkSectors();
        for (long s = 0; s < sectors; s++) {
            driver.map(mddev, s, mapping);
            int disk = mapping.disk();
            require(mapping.sector() >= 0 && mapping.sector() < whole[disk], "a sector lies beside its disk");
            require(owners.take(disk, (int) mapping.sector()), "two sectors share a place");
        }
        return sectors;
    }

    /** M1 to M4. */
    void stop() {
        driver.stop(mddev);
        require(ledger.liveBlocks() == 0 && ledger.faults().isEmpty(), "the ledger complains");
    }

    private static void require(boolean holds, String complaint) {
        if (!holds) throw new AssertionError(complaint);
    }

    /** Which places on disks are taken. */
    static final class Owners {
        private final int[][] taken = new int[Arrays.MOST_DISKS][16 * 128];
        private int round;

        void begin() {
            round++;
        }

        boolean take(int disk, int sector) {
            if (taken[disk][sector] == round) return false;
            taken[disk][sector] = round;
            return true;
        }
    }
}
