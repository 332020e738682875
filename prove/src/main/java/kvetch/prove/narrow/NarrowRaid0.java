package kvetch.prove.narrow;

import kvetch.api.Machine;
import kvetch.raid0.ExtentSink;
import kvetch.raid0.KernelProfile;
import kvetch.raid0.KernelProfiles;
import kvetch.raid0.Mapping;
import kvetch.raid0.Mddev;
import kvetch.raid0.Raid0;
import kvetch.raid0.Rdev;
import kvetch.raid0.RunResult;
import org.jspecify.annotations.Nullable;

/**
 * The driver of a kernel as a {@link NarrowDriver}. {@link NarrowLoader} loads this class once more beside each driver that it
 * narrows, so that {@code Raid0} is that one here.
 */
public final class NarrowRaid0 implements NarrowDriver {
    private final int bits;
    private final Raid0 driver;
    private final Mapping mapping = new Mapping();
    private @Nullable Mddev running;
    private Mddev mddev = new Mddev();

    /**
     * On a machine that has just booted.
     *
     * @param kernel the name of a kernel
     * @param machine the machine, with the kernel's own allocators
     * @param bits how wide a sector_t is
     */
    public NarrowRaid0(String kernel, Machine machine, int bits) {
        KernelProfile profile = KernelProfiles.find(kernel).get();
        this.bits = bits;
        this.driver =
                profile.driver(machine, machine.memory(), machine.allocator(profile.allocFamily()), machine::allocator);
    }

    private long inward(long sectors) {
        return Bits.wrap(sectors, bits);
    }

    private long outward(long sectors) {
        return Bits.unsigned(sectors, bits);
    }

    @Override
    public boolean start(int chunk, int layout, long... disks) {
        if (running != null) driver.stop(running);
        running = null;
        mddev = new Mddev().configure(disks.length, chunk).layout(layout, layout);
        for (int i = 0; i < disks.length; i++) mddev.add(new Rdev(inward(disks[i]), i));
        if (driver.run(mddev) instanceof RunResult.Refused) return false;
        running = mddev;
        return true;
    }

    @Override
    public long arraySectors() {
        return outward(mddev.arraySectors());
    }

    @Override
    public int zones() {
        return driver.nrStripZones(mddev);
    }

    @Override
    public long zoneEnd(int zone) {
        return outward(driver.zone(mddev, zone).zoneEnd());
    }

    @Override
    public long devStart(int zone) {
        return outward(driver.zone(mddev, zone).devStart());
    }

    @Override
    public int nbDev(int zone) {
        return driver.zone(mddev, zone).nbDev();
    }

    @Override
    public int diskShift(int zone) {
        return driver.zone(mddev, zone).diskShift();
    }

    @Override
    public void map(long sector) {
        driver.map(mddev, inward(sector), mapping);
    }

    @Override
    public int disk() {
        return mapping.disk();
    }

    @Override
    public long sector() {
        return outward(mapping.sector());
    }

    @Override
    public boolean request(long start, long sectors, Parts parts) {
        return driver.request(mddev, inward(start), inward(sectors), sink(parts)) == null;
    }

    @Override
    public void discard(long start, long sectors, Parts parts) {
        driver.discard(mddev, inward(start), inward(sectors), sink(parts));
    }

    private ExtentSink sink(Parts parts) {
        return (disk, sector, sectors) -> parts.accept(disk, outward(sector), outward(sectors));
    }
}
