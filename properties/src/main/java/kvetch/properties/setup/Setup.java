package kvetch.properties.setup;

import io.vavr.collection.Vector;
import java.util.function.UnaryOperator;
import kvetch.api.Allocator;
import kvetch.api.AllocatorProvider;
import kvetch.api.Capabilities;
import kvetch.api.Machine;
import kvetch.api.MachineProfile;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.evidence.Culprit;
import kvetch.properties.ledger.Ledger;
import kvetch.properties.sandbox.CallMonitor;
import kvetch.raid0.Driver;
import kvetch.raid0.KernelProfile;
import kvetch.raid0.Raid0;

/**
 * What is put to the test: a kernel's driver, and the allocator that serves its tables. Nobody else boots machines.
 *
 * @param allocators all allocators that were found
 * @param kernel the kernel
 * @param provider the allocator of the two tables
 */
public record Setup(Allocators allocators, KernelProfile kernel, AllocatorProvider provider) {

    /** A kernel with the allocator that it is shipped with. */
    public static Setup asShipped(Allocators allocators, KernelProfile kernel) {
        return new Setup(allocators, kernel, allocators.kernelProvider(kernel.allocFamily()));
    }

    /**
     * Boots a machine for a case.
     *
     * @param c the case
     * @param tap who listens
     * @return machine, ledger and driver
     */
    public Testbed boot(ArrayCase c, Tap tap) {
        CallMonitor monitor = CallMonitor.current();
        monitor.sample(c);
        Machine machine = machine(c.machine());
        Ledger ledger = new Ledger(machine, c.failAt(), monitor);
        tap.boots(this, machine, ledger);
        Raid0 driver = kernel.driver(
                machine,
                tap.memory(ledger.memory()),
                tap.tables(ledger.wrap(allocator(machine, monitor), provider)),
                tap.others(ledger.kernelAllocators()));
        return new Testbed(machine, ledger, driver);
    }

    /** A machine of the kernel that has just booted, with nothing on it. */
    public Machine machine(MachineProfile profile) {
        return machine(profile, UnaryOperator.identity());
    }

    /** Such a machine, with something put around the providers of the kernel's own allocators. */
    public Machine machine(MachineProfile profile, UnaryOperator<AllocatorProvider> kernels) {
        return Machine.boot(
                profile.withSites(kernel.sites()), family -> kernels.apply(allocators.kernelProvider(family)));
    }

    /**
     * Whether code of somebody else's runs.
     *
     * @return true for an allocator that is not the kernel's own, and for a driver that was plugged in
     */
    public boolean isPluggedIn() {
        return kernel.isPluggedIn() || !allocators.isKernels(provider);
    }

    /** Whose code runs that may misbehave: first whoever is to blame where no allocator is being called. */
    public Vector<Culprit> plugged() {
        Culprit allocator = Culprit.allocator(provider.name());
        Culprit driver =
                Culprit.driver(kernel.code() instanceof Driver.PluggedIn pluggedIn ? pluggedIn.name() : kernel.name());
        boolean isDrivers = kernel.isPluggedIn() || allocators.isKernels(provider);
        return isDrivers ? Vector.of(driver, allocator) : Vector.of(allocator, driver);
    }

    /**
     * Who is to blame where no allocator is being called.
     *
     * @return the driver, unless nothing but the allocator was plugged in
     */
    public Culprit suspect() {
        return plugged().head();
    }

    /** The allocator on a machine that was booted with these allocators. */
    public Allocator allocator(Machine machine, CallMonitor monitor) {
        return allocators.isKernels(provider)
                ? machine.allocator(provider.family())
                : monitor.create(provider, provider.name(), machine);
    }

    /** What the allocator declares for the machine that most have. */
    public Capabilities usualCapabilities() {
        return CallMonitor.current().capabilities(provider, provider.name(), MachineProfile.of(4096, 256));
    }

    /** The same allocator under another kernel. */
    public Setup withKernel(KernelProfile other) {
        return new Setup(allocators, other, provider);
    }

    /** The same kernel with another allocator. */
    public Setup withProvider(AllocatorProvider other) {
        return new Setup(allocators, kernel, other);
    }

    /** The kernel's own allocators, without the one of this setup. */
    public Vector<AllocatorProvider> otherKernelProviders() {
        return allocators
                .all()
                .filter(other -> allocators.isKernels(other) && !other.name().equals(provider.name()));
    }

    @Override
    public String toString() {
        return kernel.name() + " with " + provider.name();
    }
}
