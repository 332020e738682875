package kvetch.api;

import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A booted machine: its memory, the kernel's own allocators, the log, the taint, and which WARN_ON_ONCE have fired since boot.
 *
 * <p>An allocator gets page frames from {@link #pages()}, the kernel's other allocators from {@link #allocator(Family)},
 * reads and writes memory through {@link #memory()}, and complains with {@link #warnOnce} and {@link #printk}. Whether a WARN
 * is silent is the machine's business: it knows {@link Gfp#NOWARN} and what has fired.
 */
public final class Machine {
    private final MachineProfile profile;
    private final Function<Family, AllocatorProvider> kernelAllocators;
    private final AddressSpace memory;
    private final EnumMap<Family, Allocator> allocators = new EnumMap<>(Family.class);
    private final Set<CodeLocation> fired = new HashSet<>();
    /** A line is put into words when somebody reads it. */
    private final List<Supplier<String>> log = new ArrayList<>();

    private final List<Splat> splats = new ArrayList<>();
    private Vector<String> callTrace = Vector.empty();
    private @Nullable Splat oomKill;
    private boolean callerIsDying;

    private Machine(MachineProfile profile, Function<Family, AllocatorProvider> kernelAllocators) {
        this.profile = profile;
        this.kernelAllocators = kernelAllocators;
        this.memory = new AddressSpace(this, profile);
    }

    /**
     * Boots a machine.
     *
     * @param profile what it is
     * @param kernelAllocators the provider of the kernel's own allocator of each family
     * @return a machine with dirty memory, an empty log and no taint
     */
    public static Machine boot(MachineProfile profile, Function<Family, AllocatorProvider> kernelAllocators) {
        return new Machine(profile, kernelAllocators);
    }

    /**
     * What the machine is.
     *
     * @return its profile
     */
    public MachineProfile profile() {
        return profile;
    }

    /**
     * The memory, unchecked: whatever is mapped may be read and written.
     *
     * @return the address space
     */
    public AddressSpace memory() {
        return memory;
    }

    /**
     * The kernel's own allocator of a family, the one behind kmalloc and kfree, say. Each machine has one of each.
     *
     * @param family the family
     * @return the allocator
     */
    public Allocator allocator(Family family) {
        Allocator allocator = allocators.get(family);
        if (allocator == null) {
            allocator = kernelAllocators.apply(family).create(this);
            allocators.put(family, allocator);
        }
        return allocator;
    }

    /**
     * The kernel's page allocator.
     *
     * @return the one that all allocators of this machine share
     */
    public PageFrames pages() {
        if (allocator(Family.PAGES) instanceof PageFrames pages) return pages;
        throw new IllegalStateException("the kernel's page allocator does not offer page frames");
    }

    /**
     * Writes a line to the kernel log.
     *
     * @param line the line
     */
    public void printk(String line) {
        log.add(() -> line);
    }

    /**
     * WARN_ON_ONCE_GFP: warns unless the place has warned since boot or {@code gfp} has {@link Gfp#NOWARN}.
     *
     * @param location where
     * @param gfp flags of the allocation
     */
    public void warnOnce(CodeLocation location, int gfp) {
        if (!Gfp.has(gfp, Gfp.NOWARN) && fired.add(location)) warn(location, "");
    }

    /**
     * WARN: taints the kernel and, with panic_on_warn, panics.
     *
     * @param location where
     * @param message what the kernel says beside it; may be empty
     */
    public void warn(CodeLocation location, String message) {
        report(Splat.Kind.WARN, location, message);
        if (profile.panicOnWarn()) throw die(Splat.Kind.PANIC, location, "panic_on_warn set ...");
    }

    /**
     * BUG: the task dies.
     *
     * @param location where
     * @param message what the kernel says beside it; may be empty
     * @return never; for use with {@code throw}
     */
    public OopsException bug(CodeLocation location, String message) {
        throw die(Splat.Kind.BUG, location, message);
    }

    /**
     * A division by zero.
     *
     * @param location where
     * @return never; for use with {@code throw}
     */
    public OopsException divideError(CodeLocation location) {
        throw die(Splat.Kind.DIVIDE_ERROR, location, "");
    }

    /**
     * A page fault at an address where nothing is mapped.
     *
     * @param address the address
     * @return never; for use with {@code throw}
     */
    public OopsException pageFault(long address) {
        String function = callTrace.headOption().getOrElse("unknown");
        throw die(Splat.Kind.OOPS, new CodeLocation("", 0, function), "address " + Address.format(address));
    }

    /**
     * The out-of-memory killer. The task that it kills is the caller, the only one on this machine that can be killed. A caller
     * that is being killed is refused all further memory without a word, until it is out of the kernel; what then runs short of
     * memory in another call finds nothing left to kill, and the kernel panics.
     *
     * <p>That is no WARN and no taint. Only the page allocator asks for it: where fewer pages can be had than it is asked for, for
     * an order of at most 3 (a larger one is not worth a life), and unless the request has
     * {@link Gfp#NORETRY} or {@link Gfp#RETRY_MAYFAIL}.
     *
     * @param order the order of the request
     * @throws OopsException if nothing is left to kill
     */
    public void outOfMemory(int order) {
        if (callerIsDying) return;
        String function = callTrace.headOption().getOrElse("unknown");
        CodeLocation location = new CodeLocation("", 0, function);
        if (oomKill != null) throw die(Splat.Kind.PANIC, location, "System is deadlocked on memory");
        callerIsDying = true;
        oomKill = new Splat(Splat.Kind.OOM_KILL, location, "order:" + order, callTrace);
        log.add(oomKill::headline);
    }

    /** Says that a system call begins, of a task that nobody has killed. */
    public void beginCall() {
        callerIsDying = false;
    }

    /**
     * The kill for want of memory since boot. It is not among the {@link #splats}: it is the end of a process, and says nothing
     * of whether the kernel is sound.
     *
     * @return null if nobody was killed
     */
    public @Nullable Splat oomKill() {
        return oomKill;
    }

    private OopsException die(Splat.Kind kind, CodeLocation location, String message) {
        throw new OopsException(report(kind, location, message));
    }

    private Splat report(Splat.Kind kind, CodeLocation location, String message) {
        Splat splat = new Splat(kind, location, message, callTrace);
        splats.add(splat);
        log.add(splat::headline);
        return splat;
    }

    /**
     * Says which kernel functions are on the stack, for the call trace of whatever happens next.
     *
     * @param functions innermost first
     */
    @SuppressWarnings("ReferenceEquality")
    public void setCallTrace(Vector<String> functions) {
        // Most often it is the same as before, and a test is cheaper than a store that the collector hears of.
        if (callTrace != functions) callTrace = functions;
    }

    /**
     * Which kernel functions are on the stack.
     *
     * @return innermost first; empty if nobody has said
     */
    public Vector<String> callTrace() {
        return callTrace;
    }

    /** Lets every WARN_ON_ONCE fire again, as writing to {@code clear_warn_once} does. */
    public void clearWarnOnce() {
        fired.clear();
    }

    /**
     * The kernel log.
     *
     * @return all lines since boot
     */
    public Vector<String> log() {
        return logSince(0);
    }

    /**
     * The kernel log from some line on, which is cheap however much was logged before.
     *
     * @param lines how many lines are left out, 0 to {@link #logCount}
     * @return all others
     */
    public Vector<String> logSince(int lines) {
        return Vector.ofAll(log.subList(lines, log.size())).map(Supplier::get);
    }

    /**
     * How many lines were logged since boot.
     *
     * @return 0 or more
     */
    public int logCount() {
        return log.size();
    }

    /**
     * What went wrong since boot.
     *
     * @return all splats, oldest first
     */
    public Vector<Splat> splats() {
        return splatsSince(0);
    }

    /**
     * What went wrong from some time on, which is cheap however much went wrong before.
     *
     * @param count how many splats are left out, 0 to {@link #splatCount}
     * @return all others, oldest first
     */
    public Vector<Splat> splatsSince(int count) {
        return Vector.ofAll(splats.subList(count, splats.size()));
    }

    /**
     * How many splats there were since boot.
     *
     * @return 0 or more
     */
    public int splatCount() {
        return splats.size();
    }

    /**
     * Whether the kernel is tainted: a WARN, a BUG or an oops has happened.
     *
     * @return true if so
     */
    public boolean isTainted() {
        return !splats.isEmpty();
    }

    /**
     * The first splat since boot.
     *
     * @return null if there was none
     */
    public @Nullable Splat firstSplat() {
        return splats.isEmpty() ? null : splats.get(0);
    }
}
