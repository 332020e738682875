package kvetch.properties.vectors;

import kvetch.api.Machine;
import kvetch.api.MachineProfile;
import kvetch.properties.plug.Providers;
import kvetch.properties.vectors.Recording.Setup;
import kvetch.raid0.ExtentSink;
import kvetch.raid0.KernelProfile;
import kvetch.raid0.Mapping;
import kvetch.raid0.Mddev;
import kvetch.raid0.Raid0;
import kvetch.raid0.Rdev;
import kvetch.raid0.RunResult;

/** A recorded array, set up on the model of a kernel as shipped, on a machine that has just booted. */
final class ModelArray {
    private static final int PAGE_SIZE = 4096;

    private final Machine machine;
    private final Raid0 driver;
    private final Mddev mddev;
    private final Mapping mapping = new Mapping();
    private boolean allAdded = true;

    ModelArray(Providers providers, KernelProfile kernel, Setup setup) {
        machine = boot(providers, kernel, setup.memoryMib());
        driver = kernel.driver(machine, machine.memory(), machine.allocator(kernel.allocFamily()), machine::allocator);
        mddev = new Mddev()
                .configure(setup.raidDisks(), setup.chunkSectors())
                .layout(Mddev.LAYOUT_UNKNOWN, setup.layout());
        for (int slot = 0; slot < setup.diskSectors().size(); slot++)
            if (!mddev.add(new Rdev(setup.diskSectors().get(slot), slot))) allAdded = false;
    }

    static Machine boot(Providers providers, KernelProfile kernel, int memoryMib) {
        return kvetch.properties.setup.Setup.asShipped(providers.allocators(), kernel)
                .machine(MachineProfile.of(PAGE_SIZE, memoryMib));
    }

    Machine machine() {
        return machine;
    }

    /** Whether md took every disk. */
    boolean allAdded() {
        return allAdded;
    }

    /** Starts the array; returns the errno, 0 if it started. */
    int start() {
        return driver.run(mddev) instanceof RunResult.Refused refused
                ? refused.errno().number()
                : 0;
    }

    /** The size of the block device, which is what recordings hold. */
    long arraySectors() {
        return mddev.capacity();
    }

    long maxRequestSectors() {
        return driver.maxRequestSectors(mddev);
    }

    /** Maps one sector; the disk is given by its slot. */
    void map(long sector, ExtentSink part) {
        driver.map(mddev, sector, mapping);
        part.accept(slot(mapping.disk()), mapping.sector(), 1);
    }

    /** Carries out a request; disks are given by their slots. Returns the errno, 0 if none. */
    int request(long start, long sectors, ExtentSink parts) {
        var errno = driver.request(mddev, start, sectors, bySlot(parts));
        return errno == null ? 0 : errno.number();
    }

    /** Discards; disks are given by their slots. */
    void discard(long start, long sectors, ExtentSink ranges) {
        driver.discard(mddev, start, sectors, bySlot(ranges));
    }

    private ExtentSink bySlot(ExtentSink sink) {
        return (disk, diskSector, sectors) -> sink.accept(slot(disk), diskSector, sectors);
    }

    private int slot(int disk) {
        return mddev.disks().get(disk).raidDisk();
    }
}
