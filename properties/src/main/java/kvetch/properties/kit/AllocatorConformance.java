package kvetch.properties.kit;

import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import kvetch.api.AllocatorProvider;
import kvetch.api.Capabilities;
import kvetch.api.Family;
import kvetch.api.Gfp;
import kvetch.api.MachineProfile;
import kvetch.properties.cases.Workload;
import kvetch.properties.cases.Workload.Kind;
import kvetch.properties.cases.WorkloadCase;
import kvetch.properties.law.Law;
import kvetch.properties.laws.StandardLaws;
import kvetch.properties.plug.Providers;
import kvetch.properties.setup.Setup;
import kvetch.raid0.KernelProfile;
import kvetch.raid0.KernelProfiles;
import net.jqwik.api.Example;
import net.jqwik.api.lifecycle.AddLifecycleHook;

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
 * <p>Chance has a fixed seed, so that what fails fails again: {@code -Dkvetch.seed=2}, or {@link #seed}, gives other cases.
 *
 * <p>Names of tests begin with the id of the law they are about. A failure says what was expected, what happened, in which
 * steps, and where to look first. The laws of the array run on {@code hardened}, the driver on which every law holds, so that
 * what fails is the allocator's doing. A law that does not apply by the capabilities that the provider declares is reported as
 * skipped, with the reason.
 */
@AddLifecycleHook(Applicability.class)
public abstract class AllocatorConformance extends LawSuite {
    private static final int[] PAGE_SIZES = {4096, 16384, 65536};
    private static final int TRIES = 400;

    /** One case of so many is examined twice, as an allocator that does not answer alike may break no law. */
    private static final int ONE_TWICE = 16;

    private static final int SMALL_MIB = 64;
    private static final long SIZE_MAX = -1;

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
        Providers found = Providers.load();
        return Providers.of(found.all()
                        .reject(other -> other.name().equals(provider.name()))
                        .append(provider))
                .with(found.laws());
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
    Option<String> reasonNotToApply(Law law) {
        boolean zeroes = provider().capabilities(allMachines().head()).zeroes();
        return Option.when(
                law.needsZeroedTables() && !zeroes,
                () -> provider().name() + " declares that it does not zero, and the driver relies on zeroed tables");
    }

    /**
     * The seed of chance: the same one gives the same cases on every machine.
     *
     * @return by default the system property {@code kvetch.seed}, or 1 where there is none
     */
    protected long seed() {
        return Long.getLong("kvetch.seed", 1);
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

    // What callers do, in any order

    @Example
    void M1_freesInAnyOrder() {
        anyCallers(StandardLaws.M1);
    }

    @Example
    void M2_pagesComeBackWhenAllIsFreed() {
        anyCallers(StandardLaws.M2);
    }

    @Example
    void M3_liveBlocksKeepTheirBytes() {
        anyCallers(StandardLaws.M3);
    }

    @Example
    void M4_everyBlockIsSound() {
        anyCallers(StandardLaws.M4);
    }

    @Example
    void W1_warnsAsItsFamilyMay() {
        anyCallers(StandardLaws.W1);
    }

    @Example
    void W2_noCallerKillsTheKernel() {
        anyCallers(StandardLaws.W2);
    }

    private void anyCallers(Law law) {
        Setup setup = setup();
        Random random = new Random(seed());
        for (int i = 0; i < TRIES; i++) check(law, setup, nextWorkload(random), i % ONE_TWICE == 0 ? 2 : 1);
    }

    // Where allocators go wrong

    @Example
    void M1_freeOfNothing() {
        everywhere(
                StandardLaws.M1,
                (machine, limit) -> Vector.of(
                        Workload.NONE.and(Kind.FREE_NOTHING),
                        Workload.NONE.alloc(24).and(Kind.FREE_NOTHING).alloc(24),
                        Workload.NONE.alloc(24).free(0).and(Kind.FREE_NOTHING)));
    }

    @Example
    void M1_freedTwice() {
        everywhere(
                StandardLaws.M1,
                (machine, limit) -> sizesUpTo(machine, limit)
                        .flatMap(size -> Vector.of(
                                Workload.NONE.alloc(size).freeTwice(0),
                                Workload.NONE.alloc(size).alloc(size).freeTwice(0))));
    }

    @Example
    void M2_freedMemoryIsUsedAgain() {
        everywhere(
                StandardLaws.M2,
                (machine, limit) -> sizesUpTo(machine, limit)
                        .map(size -> Workload.NONE.churn(size, (int) Math.max(3, Math.min(1200, (1 << 19) / size)))));
    }

    @Example
    void M2_whatARefusalTookComesBack() {
        everywhere(StandardLaws.M2, (machine, limit) -> {
            long memory = (long) machine.memoryMib() << 20;
            // All of a large memory is much work for whoever takes it page by page.
            Vector<Long> sizes = machine.memoryMib() > SMALL_MIB
                    ? Vector.of(memory / 8, Math.min(limit, memory / 8) + 1)
                    : Vector.of(memory, memory / 2, memory / 8 * 7, memory - machine.pageSize(), limit, limit + 1);
            return sizes.map(size -> Workload.NONE.alloc(size, Gfp.ZERO, 4));
        });
    }

    @Example
    void M3_aGuardPageBehindEachVmallocBlock() {
        everywhere(
                StandardLaws.M3,
                (machine, limit) -> sizesUpTo(machine, limit)
                        .map(size ->
                                Workload.NONE.alloc(size, Gfp.ZERO, 3).free(1).alloc(size)));
    }

    @Example
    void M4_zeroBytes() {
        everywhere(
                StandardLaws.M4,
                (machine, limit) -> Vector.of(
                        Workload.NONE.alloc(0),
                        Workload.NONE.alloc(0).alloc(1).alloc(0).free(0)));
    }

    @Example
    void M4_atTheLimitAndAboveIt() {
        everywhere(
                StandardLaws.M4,
                (machine, limit) -> Vector.of(limit - 1, limit, limit + 1, 2 * limit, 2 * limit + 1)
                        .map(Workload.NONE::alloc));
    }

    @Example
    void M4_fourGibibytesAndMore() {
        everywhere(
                StandardLaws.M4,
                (machine, limit) -> Vector.of(0L, 1L, 8L, 24L, 4096L, 1L << 20)
                        .flatMap(more -> Vector.of((1L << 31) + more, (1L << 32) + more, (1L << 33) + more))
                        .map(Workload.NONE::alloc));
    }

    @Example
    void M4_nearSizeMax() {
        everywhere(
                StandardLaws.M4,
                (machine, limit) -> Vector.of(0L, 1L, 7L, 8L, 15L, 4094L, 4095L, 4096L, 65535L, 65536L)
                        .map(less -> Workload.NONE.alloc(SIZE_MAX - less)));
    }

    @Example
    void M4_dirtyMemoryIsZeroedAgain() {
        everywhere(
                StandardLaws.M4,
                (machine, limit) -> sizesUpTo(machine, limit)
                        .map(size -> Workload.NONE.alloc(size).free(0).alloc(size)));
    }

    @Example
    void M4_underMemoryPressure() {
        everywhere(StandardLaws.M4, (machine, limit) -> {
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
        everywhere(StandardLaws.W1, (machine, limit) -> {
            Vector<Long> large = Vector.of(limit + 1, 1L << 31, 1L << 32, SIZE_MAX);
            return large.flatMap(size -> Vector.of(
                    Workload.NONE.alloc(size, Gfp.ZERO, 1).alloc(size),
                    Workload.NONE.alloc(size, Gfp.ZERO | Gfp.NOWARN, 1)));
        });
    }

    @Example
    void W1_noWarnForWhatIsServed() {
        everywhere(
                StandardLaws.W1, (machine, limit) -> sizesUpTo(machine, limit).map(Workload.NONE::alloc));
    }

    // How

    private interface Cases {
        Vector<Workload> of(MachineProfile machine, long limit);
    }

    private void everywhere(Law law, Cases cases) {
        Setup setup = setup();
        for (MachineProfile machine : allMachines())
            for (Workload workload : cases.of(machine, limit(machine)))
                check(law, setup, new WorkloadCase(workload, machine));
    }

    /** The largest size worth asking for: what is declared, or else what the family serves. */
    private long limit(MachineProfile machine) {
        long contiguous = (long) machine.pageSize() << machine.maxPageOrder();
        long memory = (long) machine.totalFrames() * machine.pageSize();
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

    private Setup setup() {
        return new Setup(providers().allocators(), kernels().head(), provider());
    }
}
