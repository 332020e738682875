package kvetch.properties;

import io.vavr.collection.Vector;
import kvetch.api.Allocator;
import kvetch.api.AllocatorProvider;
import kvetch.api.Capabilities;
import kvetch.api.Machine;
import kvetch.api.MachineProfile;
import kvetch.raid0.Driver;
import kvetch.raid0.KernelProfile;
import kvetch.raid0.Raid0;

/**
 * What is put to the test: a kernel's driver, and the allocator that serves its tables.
 *
 * @param providers all allocators that were found
 * @param kernel the kernel
 * @param provider the allocator of the two tables
 */
public record Setup(Providers providers, KernelProfile kernel, AllocatorProvider provider) {

    /**
     * Boots a machine for a case.
     *
     * @param c the case
     * @return machine, ledger and driver
     */
    Rig boot(ArrayCase c) {
        Watch watch = Watch.current();
        watch.sample(c);
        Machine machine = providers.boot(c.machine().withSites(kernel.sites()));
        Ledger ledger = new Ledger(machine, c.failAt(), watch);
        Raid0 driver = kernel.driver(
                machine, ledger.memory(), ledger.wrap(allocator(machine, watch), provider), ledger.kernelAllocators());
        return new Rig(machine, ledger, driver);
    }

    /**
     * Whether code of somebody else's runs.
     *
     * @return true for an allocator that is not the kernel's own, and for a driver that was plugged in
     */
    public boolean isPluggedIn() {
        return kernel.isPluggedIn() || !providers.isKernels(provider);
    }

    /** Whether code of somebody else's runs where a law judges it. */
    boolean isPluggedIn(Law law) {
        return isPluggedIn() || law.isPluggedIn();
    }

    /** Whose code runs that may misbehave: first whoever is to blame where no allocator is being called. */
    Vector<Culprit> plugged() {
        Vector<Culprit> allocator = Vector.of(Culprit.allocator(provider.name()));
        return kernel.code() instanceof Driver.PluggedIn driver
                ? allocator.prepend(Culprit.driver(driver.name()))
                : allocator;
    }

    /**
     * Who is to blame where no allocator is being called.
     *
     * @return the driver if it was plugged in, else the allocator
     */
    public Culprit suspect() {
        return plugged().head();
    }

    /** Who is to blame where no allocator is being called and a law judges: it is the law only if all else is Kvetch's own. */
    Culprit suspect(Law law) {
        return isPluggedIn() || !law.isPluggedIn() ? suspect() : Culprit.law(law.id());
    }

    /** The allocator on a machine that was booted with these providers. */
    Allocator allocator(Machine machine, Watch watch) {
        return providers.isKernels(provider)
                ? machine.allocator(provider.family())
                : watch.create(provider, provider.name(), machine);
    }

    /** What the allocator declares for the machine that most have. */
    Capabilities usualCapabilities() {
        return Watch.current().capabilities(provider, provider.name(), MachineProfile.of(4096, 256));
    }

    /** The same allocator under another kernel. */
    Setup withKernel(KernelProfile other) {
        return new Setup(providers, other, provider);
    }

    /** The same kernel with another allocator. */
    Setup withProvider(AllocatorProvider other) {
        return new Setup(providers, kernel, other);
    }

    /** The kernel's own allocators, without the one of this setup. */
    Vector<AllocatorProvider> otherKernelProviders() {
        return providers
                .all()
                .filter(other -> providers.isKernels(other) && !other.name().equals(provider.name()));
    }

    @Override
    public String toString() {
        return kernel.name() + " with " + provider.name();
    }
}
