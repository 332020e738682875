package kvetch.properties.contract;

import io.vavr.collection.Vector;
import java.util.Set;
import java.util.function.Supplier;
import kvetch.api.Address;
import kvetch.api.Allocator;
import kvetch.api.AllocatorProvider;
import kvetch.api.Capabilities;
import kvetch.api.Family;
import kvetch.api.Machine;
import kvetch.api.MachineProfile;
import kvetch.api.OopsException;
import kvetch.api.PageFrames;
import kvetch.properties.cases.Workload;
import kvetch.properties.cases.WorkloadCase;
import kvetch.properties.evidence.Fault;
import kvetch.properties.law.Look;
import kvetch.properties.ledger.Ledger;
import kvetch.properties.ledger.Notes;
import kvetch.properties.sandbox.CallMonitor;
import kvetch.properties.setup.Setup;
import kvetch.properties.setup.Tap;

/** An allocator on a machine that has just booted, what its callers go through there, and what was noted of it. */
final class Trial {
    private final Setup setup;
    private final WorkloadCase testCase;
    private final Tap tap;
    private final CallMonitor monitor;
    private final AllocatorProvider provider;
    private final Family family;
    private final boolean isKernels;

    /** Whether a block is to be freed again that was freed before. */
    private final boolean freesAgain;

    /** What the kernel's own allocators got to see, where one is to be freed again. */
    private final KernelFrees kernelFrees = new KernelFrees();

    private final Machine machine;
    private final PageFrames pages;
    private final Ledger ledger;
    private final Allocator unwatched;
    private final Allocator allocator;
    private final Capabilities capabilities;
    private final int pageSize;
    private Set<Look> looks;
    private final Notes notes = new Notes();

    Trial(Set<Look> looks, Setup setup, WorkloadCase c, Tap tap) {
        this.monitor = CallMonitor.current();
        monitor.sample(c);
        MachineProfile profile = c.machine();
        this.looks = looks;
        this.setup = setup;
        this.testCase = c;
        this.provider = setup.provider();
        this.family = provider.family();
        this.isKernels = setup.allocators().isKernels(provider);
        this.freesAgain = c.workload().steps().exists(step -> step.kind() == Workload.Kind.FREE_AGAIN);
        this.machine = freesAgain ? setup.machine(profile, kernelFrees::watch) : setup.machine(profile);
        this.ledger = new Ledger(machine, 0, monitor);
        this.unwatched = setup.allocator(machine, monitor);
        this.tap = tap;
        tap.boots(setup, machine, ledger);
        this.allocator = tap.tables(ledger.wrap(unwatched, provider));
        this.capabilities = monitor.capabilities(provider, provider.name(), profile);
        this.pageSize = profile.pageSize();
        this.pages = machine.pages();
    }

    // What is on trial

    String name() {
        return provider.name();
    }

    Family family() {
        return family;
    }

    /** Whether it is the kernel's own. */
    boolean isKernels() {
        return isKernels;
    }

    /** Whether its blocks are contiguous, as its family's are. */
    boolean isContiguous() {
        return family == Family.KMALLOC || family == Family.PAGES;
    }

    Capabilities capabilities() {
        return capabilities;
    }

    /** What to call its free. */
    String freeCall() {
        return isKernels ? family.freeFunction() : "free";
    }

    // Where

    Machine machine() {
        return machine;
    }

    int pageSize() {
        return pageSize;
    }

    /** How many pages so many bytes fill, unsigned. */
    long pagesOf(long bytes) {
        return ((bytes - 1) >>> Integer.numberOfTrailingZeros(pageSize)) + 1;
    }

    long totalPages() {
        return pages.totalPages();
    }

    long freePages() {
        return pages.freePages();
    }

    /** The same trial on another machine. */
    Trial onMachine(MachineProfile other) {
        return new Trial(looks, setup, testCase.onMachine(other), Tap.NONE);
    }

    // Calls

    /** The allocator as its callers have it: the ledger sees what they do. */
    Allocator allocator() {
        return allocator;
    }

    Ledger ledger() {
        return ledger;
    }

    /** Asks for a block for the checker's own sake, of which the ledger knows nothing. */
    long allocAside(long bytes, int gfp) {
        return monitor.alloc(provider.name(), unwatched, bytes, gfp);
    }

    /** Frees a block once more, of which the ledger knows nothing. */
    void freeAgain(long address) {
        monitor.free(provider.name(), tap.tables(unwatched), address);
    }

    /** The workload was carried out; what follows goes through it again to see what grows. */
    void isOver() {
        tap.isOver();
    }

    /** Frees a block for the checker's own sake, of which the ledger knows nothing. */
    void freeAside(long address) {
        monitor.free(provider.name(), unwatched, address);
    }

    /** The answer to a request on another machine like this one, which has just booted; NULL if the kernel dies of it. */
    long allocElsewhere(long bytes, int gfp) {
        Machine fresh = setup.machine(machine.profile());
        try {
            return monitor.alloc(provider.name(), setup.allocator(fresh, monitor), bytes, gfp);
        } catch (OopsException died) {
            return Address.NULL;
        }
    }

    boolean freesAgain() {
        return freesAgain;
    }

    KernelFrees kernelFrees() {
        return kernelFrees;
    }

    /** What follows may take as long as a case may take. */
    void startClock() {
        monitor.sample(testCase);
    }

    // What is looked at, and what was seen

    boolean looksAt(Look look) {
        return looks.contains(look);
    }

    /** From now on nothing else is looked at. */
    void looksOnlyAt(Look look) {
        looks = Set.of(look);
    }

    void note(Fault fault, Supplier<String> message, Integer... allocations) {
        notes.add(fault, message, allocations);
    }

    Contract.Outcome outcome() {
        return new Contract.Outcome(
                Vector.ofAll(notes.all()).appendAll(ledger.faults()),
                machine.firstSplat(),
                machine.memory().version(),
                ledger.sawVmalloc());
    }
}
