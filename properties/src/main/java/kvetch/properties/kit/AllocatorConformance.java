package kvetch.properties.kit;

import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.List;
import kvetch.api.AllocatorProvider;
import kvetch.api.Capabilities;
import kvetch.api.Family;
import kvetch.api.Gfp;
import kvetch.api.MachineProfile;
import kvetch.properties.ArrayCase;
import kvetch.properties.Contract;
import kvetch.properties.Explanation;
import kvetch.properties.LawId;
import kvetch.properties.Laws;
import kvetch.properties.Providers;
import kvetch.properties.Setup;
import kvetch.properties.Violation;
import kvetch.properties.Workload;
import kvetch.properties.Workload.Kind;
import kvetch.properties.Workload.Step;
import kvetch.raid0.KernelProfile;
import kvetch.raid0.KernelProfiles;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.Transformer;

/**
 * Judges an allocator: its own contract, and then raid0's laws on top of it.
 *
 * <p>Extend it in the test tree of the allocator, where JUnit 5 and jqwik are, and override one method:
 *
 * <pre>{@code
 * class BumpConformanceTest extends AllocatorConformance {
 *     @Override
 *     protected AllocatorProvider provider() {
 *         return new BumpProvider();
 *     }
 * }
 * }</pre>
 *
 * <p>Names of tests begin with the id of the law they are about. A failure says what was expected, what happened, in which
 * steps, and where to look first. The laws of the array run on {@code hardened}, the driver on which every law holds, so that
 * what fails is the allocator's doing. A law that does not apply by the capabilities that the provider declares is reported as
 * skipped, with the reason.
 */
@AddLifecycleHook(Applicability.class)
public abstract class AllocatorConformance extends Laws {
    private static final int[] PAGE_SIZES = {4096, 16384, 65536};
    private static final int CHAIN_TRIES = 100;
    private static final long SIZE_MAX = -1;

    private static final Vector<Long> SIZES = edges();

    /** For jqwik. */
    protected AllocatorConformance() {}

    /**
     * The allocator to judge.
     *
     * @return its provider
     */
    protected abstract AllocatorProvider provider();

    /**
     * The kernel whose driver runs on the allocator.
     *
     * @return by default {@code hardened} alone
     */
    @Override
    protected Vector<KernelProfile> kernels() {
        return Vector.of(KernelProfiles.find("hardened").get());
    }

    /**
     * The kernel's own allocators, and the one to judge.
     *
     * @return all that are found, with {@link #provider} in the place of one of the same name
     */
    @Override
    protected Providers providers() {
        AllocatorProvider provider = provider();
        return Providers.of(Providers.load()
                .all()
                .reject(other -> other.name().equals(provider.name()))
                .append(provider));
    }

    /**
     * The allocator to judge.
     *
     * @return {@link #provider} alone
     */
    @Override
    protected final Vector<AllocatorProvider> allocators() {
        return Vector.of(provider());
    }

    /** Why a law does not apply. */
    Option<String> reasonNotToApply(LawId law) {
        boolean needsZeros = switch (law) {
            case Z1, Z2, Z3, I1, I2, I3, I4, W2, W3 -> true;
            case M1, M2, M3, M4, W1 -> false;
        };
        boolean zeroes = provider().capabilities(allMachines().head()).zeroes();
        return Option.when(
                needsZeros && !zeroes,
                () -> provider().name() + " declares that it does not zero, and the driver relies on zeroed tables");
    }

    // Any allocations and frees, in any order

    /** Steps of callers. Each chain builds them anew, so that sequences and the figures in them shrink. */
    @Provide
    Arbitrary<ActionChain<Workload>> callers() {
        Arbitrary<Long> sizes = Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.longs().between(0, 300)),
                Tuple.of(3, Arbitraries.of(SIZES.asJava())),
                Tuple.of(1, Arbitraries.longs().between(1, 8 << 20)),
                Tuple.of(1, Arbitraries.longs()));
        Arbitrary<Integer> flags = Arbitraries.of(
                Gfp.ZERO, Gfp.ZERO, Gfp.ZERO, Gfp.KERNEL, Gfp.ZERO | Gfp.NOWARN, Gfp.KERNEL | Gfp.NOWARN);
        Arbitrary<Integer> times = Arbitraries.frequencyOf(
                Tuple.of(4, Arbitraries.just(1)),
                Tuple.of(1, Arbitraries.integers().between(1, 20)));
        Arbitrary<Long> picks = Arbitraries.longs().between(0, 40);
        return ActionChain.<Workload>startWith(() -> Workload.NONE)
                .withAction(
                        6,
                        action(Combinators.combine(sizes, flags, times)
                                .as((bytes, gfp, count) -> new Step(Kind.ALLOC, bytes, gfp, count))))
                .withAction(4, action(picks.map(index -> new Step(Kind.FREE, index, 0, 1))))
                .withAction(
                        1,
                        action(Arbitraries.of(Kind.FREE_EVERY_SECOND, Kind.FREE_ALL, Kind.FREE_NOTHING)
                                .map(kind -> new Step(kind, 0, 0, 1))))
                .withAction(
                        1,
                        action(Combinators.combine(Arbitraries.of(1L, 8L, 64L, 4096L, 9000L, 65536L), times)
                                .as((bytes, count) -> new Step(Kind.CHURN, bytes, Gfp.ZERO, count))))
                .withMaxTransformations(16);
    }

    private static Action.Independent<Workload> action(Arbitrary<Step> steps) {
        return () -> steps.map(step -> Transformer.transform(step.toString(), workload -> workload.with(step)));
    }

    /** Machines of all page sizes, large and small, fresh and fragmented. */
    @Provide
    Arbitrary<MachineProfile> machines() {
        return Arbitraries.of(allMachines()
                .append(MachineProfile.of(4096, 8192))
                .append(MachineProfile.of(4096, 256).withFreeOrder(0))
                .asJava());
    }

    private static Vector<MachineProfile> allMachines() {
        List<MachineProfile> machines = new ArrayList<>();
        for (int memoryMib : new int[] {2048, 16})
            for (int pageSize : PAGE_SIZES) {
                MachineProfile fresh = MachineProfile.of(pageSize, memoryMib);
                machines.add(fresh);
                machines.add(fresh.withFreeOrder(2));
            }
        return Vector.ofAll(machines);
    }

    @Property(tries = CHAIN_TRIES, shrinking = ShrinkingMode.BOUNDED)
    void M1_freesInAnyOrder(
            @ForAll("callers") ActionChain<Workload> callers,
            @ForAll("machines") MachineProfile machine,
            @ForAll boolean twice) {
        Workload workload = callers.run();
        judge(LawId.M1, machine, twice ? workload.freeTwice(0) : workload);
    }

    @Property(tries = CHAIN_TRIES, shrinking = ShrinkingMode.BOUNDED)
    void M2_pagesComeBackWhenAllIsFreed(
            @ForAll("callers") ActionChain<Workload> callers, @ForAll("machines") MachineProfile machine) {
        judge(LawId.M2, machine, callers.run());
    }

    @Property(tries = CHAIN_TRIES, shrinking = ShrinkingMode.BOUNDED)
    void M3_liveBlocksKeepTheirBytes(
            @ForAll("callers") ActionChain<Workload> callers, @ForAll("machines") MachineProfile machine) {
        judge(LawId.M3, machine, callers.run());
    }

    @Property(tries = CHAIN_TRIES, shrinking = ShrinkingMode.BOUNDED)
    void M4_everyBlockIsSound(
            @ForAll("callers") ActionChain<Workload> callers, @ForAll("machines") MachineProfile machine) {
        judge(LawId.M4, machine, callers.run());
    }

    @Property(tries = CHAIN_TRIES, shrinking = ShrinkingMode.BOUNDED)
    void W1_warnsAsItsFamilyMay(
            @ForAll("callers") ActionChain<Workload> callers, @ForAll("machines") MachineProfile machine) {
        judge(LawId.W1, machine, callers.run());
    }

    @Property(tries = CHAIN_TRIES, shrinking = ShrinkingMode.BOUNDED)
    void W2_noCallerKillsTheKernel(
            @ForAll("callers") ActionChain<Workload> callers, @ForAll("machines") MachineProfile machine) {
        judge(LawId.W2, machine, callers.run());
    }

    // Where allocators go wrong

    @Example
    void M1_freeOfNothing() {
        everywhere(
                LawId.M1,
                (machine, limit) -> Vector.of(
                        Workload.NONE.and(Kind.FREE_NOTHING),
                        Workload.NONE.alloc(24).and(Kind.FREE_NOTHING).alloc(24),
                        Workload.NONE.alloc(24).free(0).and(Kind.FREE_NOTHING)));
    }

    @Example
    void M1_freedTwice() {
        everywhere(
                LawId.M1,
                (machine, limit) -> sizesUpTo(machine, limit)
                        .flatMap(size -> Vector.of(
                                Workload.NONE.alloc(size).freeTwice(0),
                                Workload.NONE.alloc(size).alloc(size).freeTwice(0))));
    }

    @Example
    void M2_freedMemoryIsUsedAgain() {
        everywhere(
                LawId.M2,
                (machine, limit) -> sizesUpTo(machine, limit)
                        .map(size -> Workload.NONE.churn(size, (int) Math.max(3, Math.min(1200, (1 << 19) / size)))));
    }

    @Example
    void M2_whatARefusalTookComesBack() {
        everywhere(LawId.M2, (machine, limit) -> {
            long memory = (long) machine.memoryMib() << 20;
            return Vector.of(memory, memory / 2, memory / 8 * 7, memory - machine.pageSize(), limit, limit + 1)
                    .map(size -> Workload.NONE.alloc(size, Gfp.ZERO, 4));
        });
    }

    @Example
    void M3_aGuardPageBehindEachVmallocBlock() {
        everywhere(
                LawId.M3,
                (machine, limit) -> sizesUpTo(machine, limit)
                        .map(size ->
                                Workload.NONE.alloc(size, Gfp.ZERO, 3).free(1).alloc(size)));
    }

    @Example
    void M4_zeroBytes() {
        everywhere(
                LawId.M4,
                (machine, limit) -> Vector.of(
                        Workload.NONE.alloc(0),
                        Workload.NONE.alloc(0).alloc(1).alloc(0).free(0)));
    }

    @Example
    void M4_atTheLimitAndAboveIt() {
        everywhere(
                LawId.M4,
                (machine, limit) -> Vector.of(limit - 1, limit, limit + 1, 2 * limit, 2 * limit + 1)
                        .map(Workload.NONE::alloc));
    }

    @Example
    void M4_fourGibibytesAndMore() {
        everywhere(
                LawId.M4,
                (machine, limit) -> Vector.of(0L, 1L, 8L, 24L, 4096L, 1L << 20)
                        .flatMap(more -> Vector.of((1L << 31) + more, (1L << 32) + more, (1L << 33) + more))
                        .map(Workload.NONE::alloc));
    }

    @Example
    void M4_nearSizeMax() {
        everywhere(
                LawId.M4,
                (machine, limit) -> Vector.of(0L, 1L, 7L, 8L, 15L, 4094L, 4095L, 4096L, 65535L, 65536L)
                        .map(less -> Workload.NONE.alloc(SIZE_MAX - less)));
    }

    @Example
    void M4_dirtyMemoryIsZeroedAgain() {
        everywhere(
                LawId.M4,
                (machine, limit) -> sizesUpTo(machine, limit)
                        .map(size -> Workload.NONE.alloc(size).free(0).alloc(size)));
    }

    @Example
    void M4_underMemoryPressure() {
        everywhere(LawId.M4, (machine, limit) -> {
            long block = Math.min(limit, ((long) machine.memoryMib() << 20) / 64);
            return Vector.of(Workload.NONE
                    .alloc(block, Gfp.ZERO | Gfp.NOWARN, 80)
                    .and(Kind.FREE_EVERY_SECOND)
                    .alloc(block / 2 + 1, Gfp.ZERO | Gfp.NOWARN, 80)
                    .and(Kind.FREE_EVERY_SECOND)
                    .alloc(block, Gfp.ZERO, 4));
        });
    }

    @Example
    void W1_atMostOncePerBootAndNeverWithNowarn() {
        everywhere(LawId.W1, (machine, limit) -> {
            Vector<Long> large = Vector.of(limit + 1, 1L << 31, 1L << 32, SIZE_MAX);
            return large.flatMap(size -> Vector.of(
                    Workload.NONE.alloc(size, Gfp.ZERO, 1).alloc(size),
                    Workload.NONE.alloc(size, Gfp.ZERO | Gfp.NOWARN, 1)));
        });
    }

    @Example
    void W1_noWarnForWhatIsServed() {
        everywhere(LawId.W1, (machine, limit) -> sizesUpTo(machine, limit).map(Workload.NONE::alloc));
    }

    // How

    private interface Cases {
        Vector<Workload> of(MachineProfile machine, long limit);
    }

    private void everywhere(LawId law, Cases cases) {
        for (MachineProfile machine : allMachines())
            for (Workload workload : cases.of(machine, limit(machine))) judge(law, machine, workload);
    }

    /** The largest size worth asking for: what is declared, or else what the family serves. */
    private long limit(MachineProfile machine) {
        long contiguous = (long) machine.pageSize() << machine.maxPageOrder();
        long memory = (long) (machine.frames() - machine.reservedFrames()) * machine.pageSize();
        Family family = provider().family();
        long byFamily = family == Family.KMALLOC || family == Family.PAGES
                ? contiguous
                : family == Family.KVMALLOC ? Integer.MAX_VALUE : memory;
        Capabilities capabilities = provider().capabilities(machine);
        return Long.compareUnsigned(capabilities.largestBytes(), byFamily) < 0 ? capabilities.largestBytes() : byFamily;
    }

    private static Vector<Long> sizesUpTo(MachineProfile machine, long limit) {
        long page = machine.pageSize();
        return Vector.of(
                        1L,
                        7L,
                        8L,
                        9L,
                        24L,
                        64L,
                        96L,
                        100L,
                        4096L,
                        page - 1,
                        page,
                        page + 1,
                        2 * page,
                        2 * page + 1,
                        5 * page)
                .filter(size -> Long.compareUnsigned(size, limit) <= 0)
                .distinct();
    }

    private static Vector<Long> edges() {
        Vector<Long> edges = Vector.empty();
        for (int shift = 3; shift < Long.SIZE; shift++)
            edges = edges.append((1L << shift) - 1).append(1L << shift).append((1L << shift) + 1);
        return edges.append((1L << 32) + 8)
                .append(SIZE_MAX)
                .append(SIZE_MAX - 7)
                .append(SIZE_MAX - 4095);
    }

    private void judge(LawId law, MachineProfile machine, Workload workload) {
        Setup setup = new Setup(providers(), kernels().head(), provider());
        Vector<Violation> violations = Contract.examine(law, setup, machine, workload);
        for (Violation violation : violations)
            if (violation.law() == law)
                throw new AssertionError(Explanation.of(setup, violation, ArrayCase.of(workload, machine)));
    }
}
