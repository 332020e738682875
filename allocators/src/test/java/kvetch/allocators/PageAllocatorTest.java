package kvetch.allocators;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import kvetch.api.Address;
import kvetch.api.Allocator;
import kvetch.api.Family;
import kvetch.api.Gfp;
import kvetch.api.KernelSite;
import kvetch.api.Machine;
import kvetch.api.MachineProfile;
import kvetch.api.PageFrames;
import kvetch.api.Splat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageAllocatorTest {
    private static final int AVAILABLE = MachineProfile.of(4096, 64).availableFrames();

    private final Machine machine = Boot.machine(64);
    private final PageFrames pages = machine.pages();
    private final Allocator allocator = machine.allocator(Family.PAGES);

    @Test
    void allocatorAndPageFramesAreOne() {
        assertThat(pages).isSameAs(allocator);
    }

    @Test
    void allMemoryButTheKernelsOwnIsFreeAtBoot() {
        assertThat(pages.totalPages()).isEqualTo(16384 - 4096);
        assertThat(pages.freePages()).isEqualTo(AVAILABLE);
    }

    @Test
    void aQuarterOfASmallMachineIsTheKernelsAndASixteenthInUse() {
        int keptFree = (int) Math.sqrt(16 * 48 * 1024) / 4;
        assertThat(AVAILABLE).isEqualTo(16384 - 4096 - 1024 - keptFree);
    }

    @Test
    void theLowestPagesAreHandedOutFirst() {
        long first = Address.DIRECT_MAP + 1280 * 4096;
        assertThat(pages.allocPages(0, Gfp.KERNEL)).isEqualTo(first);
        assertThat(pages.allocPages(0, Gfp.KERNEL)).isEqualTo(first + 4096);
        assertThat(pages.allocPages(1, Gfp.KERNEL)).isEqualTo(first + 8192);
    }

    @Test
    void zeroClearsTheWholeBlockAndNothingElse() {
        long address = pages.allocPages(3, Gfp.ZERO);
        assertThat(machine.memory().firstNonZero(address, 8 * 4096)).isEqualTo(-1);
        assertThat(machine.memory().firstNonZero(address, 8 * 4096 + 1)).isEqualTo(8 * 4096);
        assertThat(machine.memory().firstNonZero(pages.allocPages(3, Gfp.KERNEL), 1))
                .isZero();
    }

    @Test
    void zeroClearsPagesThatWereUsedBefore() {
        Boot.dirty(machine, allocator, 3 * 4096);
        long address = allocator.alloc(3 * 4096, Gfp.ZERO);
        assertThat(machine.memory().firstNonZero(address, 4 * 4096)).isEqualTo(-1);
    }

    @ParameterizedTest
    @CsvSource({"4096, 10", "16384, 11", "65536, 13"})
    void anOrderAboveTheLargestIsRefusedWithAWarningOnce(int pageSize, int maxOrder) {
        Machine large = Boot.machine(MachineProfile.of(pageSize, 2048));
        assertThat(large.pages().allocPages(maxOrder, Gfp.KERNEL)).isNotEqualTo(Address.NULL);
        assertThat(large.isTainted()).isFalse();
        for (int i = 0; i < 3; i++)
            assertThat(large.pages().allocPages(maxOrder + 1 + i, Gfp.KERNEL)).isEqualTo(Address.NULL);
        assertThat(large.splats().map(Splat::kind)).containsExactly(Splat.Kind.WARN);
        assertThat(large.splats().map(Splat::site)).containsExactly(KernelSite.PAGE_ORDER.usual());
        assertThat(large.log()).containsExactly("WARNING: mm/page_alloc.c at __alloc_pages");
        large.clearWarnOnce();
        assertThat(large.pages().allocPages(52, Gfp.KERNEL)).isEqualTo(Address.NULL);
        assertThat(large.splatCount()).isEqualTo(2);
    }

    @Test
    void nowarnSilencesAnOrderAboveTheLargest() {
        assertThat(pages.allocPages(11, Gfp.NOWARN)).isEqualTo(Address.NULL);
        assertThat(machine.isTainted()).isFalse();
        assertThat(machine.log()).isEmpty();
    }

    @Test
    void exhaustionIsReportedWithoutAWarning() {
        Boot.drain(machine);
        assertThat(pages.freePages()).isZero();
        assertThat(machine.log()).isEmpty();
        assertThat(pages.allocPages(0, Gfp.NOWARN | Gfp.RETRY_MAYFAIL)).isEqualTo(Address.NULL);
        assertThat(machine.log()).isEmpty();
        assertThat(pages.allocPages(4, Gfp.ZERO)).isEqualTo(Address.NULL);
        assertThat(machine.log()).containsExactly("page allocation failure: order:4, mode:GFP_KERNEL|__GFP_ZERO");
        assertThat(machine.isTainted()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void whoAsksForFewPagesWhereNoneIsLeftIsKilled(int order) {
        Boot.drain(machine);
        assertThat(pages.allocPages(order, Gfp.KERNEL)).isEqualTo(Address.NULL);
        assertThat(machine.log())
                .containsExactly(
                        "Out of memory: Killed process: unknown (order:" + order + ")",
                        "page allocation failure: order:" + order + ", mode:GFP_KERNEL");
        assertThat(machine.oomKill()).isNotNull();
        assertThat(machine.isTainted()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5, 10})
    void nobodyIsKilledForABlockAboveOrderThree(int order) {
        Boot.drain(machine);
        assertThat(pages.allocPages(order, Gfp.KERNEL)).isEqualTo(Address.NULL);
        assertThat(machine.oomKill()).isNull();
    }

    /** Two pages that do not lie side by side are no block of two, and memory is not what is wanting. */
    @Test
    void nobodyIsKilledWhereAsManyPagesAreFreeAsAreAskedFor() {
        long first = pages.allocPages(0, Gfp.KERNEL);
        pages.allocPages(0, Gfp.KERNEL);
        long third = pages.allocPages(0, Gfp.KERNEL);
        Boot.drain(machine);
        pages.freePages(first, 0);
        pages.freePages(third, 0);
        assertThat(pages.allocPages(1, Gfp.KERNEL)).isEqualTo(Address.NULL);
        assertThat(machine.oomKill()).isNull();
        assertThat(pages.allocPages(2, Gfp.KERNEL)).isEqualTo(Address.NULL);
        assertThat(machine.oomKill()).isNotNull();
    }

    @Test
    void aBlockThatWouldReachPastTheEndOfMemoryIsNotFreed() {
        long last = Address.NULL;
        for (long p; (p = pages.allocPages(0, Gfp.NOWARN | Gfp.NORETRY)) != Address.NULL; )
            last = last == Address.NULL ? p : Math.max(last, p);
        for (int order = 1; order <= 10; order++) pages.freePages(last, order);
        assertThat(machine.log())
                .hasSize(10)
                .allMatch(line -> line.startsWith("BUG: Bad page state: free of a page that is not allocated, "));
        assertThat(pages.freePages()).isZero();
        pages.freePages(last, 0);
        assertThat(pages.freePages()).isOne();
    }

    @ParameterizedTest
    @ValueSource(ints = {Gfp.NORETRY, Gfp.RETRY_MAYFAIL})
    void nobodyIsKilledForARequestThatMayFail(int gfp) {
        Boot.drain(machine);
        assertThat(pages.allocPages(0, gfp)).isEqualTo(Address.NULL);
        assertThat(machine.oomKill()).isNull();
    }

    @Test
    void afterExhaustionAFreedPageIsHadAgain() {
        List<Long> all = new ArrayList<>();
        for (long p; (p = pages.allocPages(0, Gfp.NOWARN)) != Address.NULL; ) all.add(p);
        assertThat(all).hasSize(AVAILABLE).doesNotHaveDuplicates();
        long some = all.get(777);
        pages.freePages(some, 0);
        assertThat(pages.allocPages(0, Gfp.NOWARN)).isEqualTo(some);
    }

    @ParameterizedTest
    @CsvSource({"4096, 2048, 10, 2016", "16384, 2048, 11, 63", "65536, 2048, 13, 3", "4096, 8, 10, 1", "65536, 8, 13, 0"
    })
    void freshMemoryConsistsOfTheLargestBlocks(int pageSize, int memoryMib, int order, int blocks) {
        Machine fresh = Boot.machine(MachineProfile.of(pageSize, memoryMib));
        long total = fresh.pages().freePages();
        int[] counts = Boot.drain(fresh);
        assertThat(counts[order]).isLessThanOrEqualTo(blocks);
        long pagesHad = 0;
        for (int o = 0; o < counts.length; o++) pagesHad += (long) counts[o] << o;
        assertThat(pagesHad).isEqualTo(total);
        // Only the ends of the memory, which are not aligned, come in smaller blocks: at most two of each order.
        for (int o = 0; o < order; o++) assertThat(counts[o]).isLessThanOrEqualTo(2);
        assertThat(fresh.pages().freePages()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 9})
    void inFragmentedMemoryNoBlockIsLargerThanThoseAtBoot(int freeOrder) {
        Machine fragmented = Boot.machine(MachineProfile.of(4096, 64).withFreeOrder(freeOrder));
        PageFrames frames = fragmented.pages();
        long free = frames.freePages();
        assertThat(frames.allocPages(freeOrder + 1, Gfp.KERNEL)).isEqualTo(Address.NULL);
        assertThat(fragmented.log())
                .containsExactly("page allocation failure: order:" + (freeOrder + 1) + ", mode:GFP_KERNEL");
        assertThat(fragmented.isTainted()).isFalse();
        assertThat(frames.allocPages(freeOrder, Gfp.KERNEL)).isNotEqualTo(Address.NULL);
        assertThat(frames.freePages()).isEqualTo(free - (1L << freeOrder));
        int[] counts = Boot.drain(fragmented);
        for (int o = freeOrder + 1; o <= 10; o++) assertThat(counts[o]).isZero();
        assertThat(frames.freePages()).isZero();
    }

    @Test
    void fragmentedMemoryIsHalfFree() {
        for (int freeOrder = 0; freeOrder < 10; freeOrder++) {
            PageFrames frames = Boot.machine(MachineProfile.of(4096, 512).withFreeOrder(freeOrder))
                    .pages();
            int all = MachineProfile.of(4096, 512).availableFrames();
            assertThat(frames.freePages()).isBetween(all / 2L, all / 2L + (1 << freeOrder));
        }
    }

    @Test
    void getFreePagesTakesTheOrderOfTheSizeAndFreePagesTheSame() {
        long free = pages.freePages();
        long address = allocator.alloc(3 * 4096, Gfp.ZERO);
        assertThat(allocator.ksize(address)).isEqualTo(4 * 4096);
        assertThat(address % (4 * 4096)).isZero();
        assertThat(pages.freePages()).isEqualTo(free - 4);
        allocator.free(address);
        assertThat(pages.freePages()).isEqualTo(free);
        assertThat(allocator.ksize(address)).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 4194305, Integer.MAX_VALUE, 1L << 32, Long.MIN_VALUE, -1})
    void getFreePagesOfNothingOrTooMuchWarns(long bytes) {
        assertThat(allocator.alloc(bytes, Gfp.ZERO)).isEqualTo(Address.NULL);
        assertThat(machine.splats().map(Splat::site)).containsExactly(KernelSite.PAGE_ORDER.usual());
    }

    @Test
    void freeingNothingDoesNothing() {
        allocator.free(Address.NULL);
        allocator.free(Address.ZERO_SIZE_PTR);
        assertThat(machine.log()).isEmpty();
        assertThat(pages.freePages()).isEqualTo(AVAILABLE);
    }

    @Test
    void onlyACompoundPageRemembersItsOrder() {
        long compound = pages.allocPages(4, Gfp.COMP);
        long plain = pages.allocPages(4, Gfp.KERNEL);
        assertThat(pages.compoundOrder(compound)).isEqualTo(4);
        assertThat(pages.compoundOrder(compound + 4096)).isZero();
        assertThat(pages.compoundOrder(plain)).isZero();
        assertThat(pages.compoundOrder(Address.NULL)).isZero();
        assertThat(pages.compoundOrder(Address.DIRECT_MAP)).isZero();
        assertThat(pages.compoundOrder(Address.DIRECT_MAP + (64L << 20))).isZero();
        assertThat(pages.compoundOrder(Address.VMALLOC_START)).isZero();
        pages.freePages(compound, 4);
        assertThat(pages.compoundOrder(compound)).isZero();
        assertThat(pages.compoundOrder(pages.allocPages(4, Gfp.KERNEL))).isZero();
    }

    @Test
    void aPageThatIsNotAllocatedIsNotFreed() {
        long a = pages.allocPages(0, Gfp.KERNEL);
        long b = pages.allocPages(0, Gfp.KERNEL);
        assertThat(b).isEqualTo(a + 4096);
        pages.freePages(a, 0);
        pages.freePages(b, 0);
        long free = pages.freePages();
        assertThat(free).isEqualTo(AVAILABLE);
        // Freed already, at the start and inside of a free block; never allocated; the kernel's own; no memory at all.
        long[] bad = {
            a, b, a + 100 * 4096, Address.DIRECT_MAP + (63L << 20), Address.DIRECT_MAP, Address.VMALLOC_START, 4096
        };
        for (long address : bad) pages.freePages(address, 0);
        assertThat(machine.log())
                .hasSize(bad.length)
                .allMatch(line -> line.startsWith("BUG: Bad page state: free of a page that is not allocated, "));
        assertThat(machine.isTainted()).isFalse();
        assertThat(pages.freePages()).isEqualTo(free);
    }

    @Test
    void memoryIsStillSoundAfterADoubleFree() {
        long a = pages.allocPages(0, Gfp.KERNEL);
        long b = pages.allocPages(0, Gfp.KERNEL);
        pages.freePages(a, 0);
        pages.freePages(b, 0);
        pages.freePages(b, 0);
        assertThat(Boot.drain(machine)).isEqualTo(Boot.drain(Boot.machine(64)));
    }

    /** However many were taken, of memory that ends with a block of any order. */
    @ParameterizedTest
    @ValueSource(ints = {16, 17, 61, 64})
    void pagesThatAreFreedInAnyOrderJoinToTheBlocksThatWereThereAtBoot(int memoryMib) {
        int[] atBoot = Boot.drain(Boot.machine(memoryMib));
        for (int seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            Machine used = Boot.machine(memoryMib);
            PageFrames frames = used.pages();
            List<Long> taken = new ArrayList<>();
            long most = seed < 4 ? frames.freePages() : 1 + random.nextInt((int) frames.freePages());
            while (taken.size() < most) taken.add(frames.allocPages(0, Gfp.KERNEL));
            switch (seed % 4) {
                case 0 -> {}
                case 1 -> Collections.reverse(taken);
                default -> Collections.shuffle(taken, random);
            }
            for (long page : taken) frames.freePages(page, 0);
            assertThat(Boot.drain(used)).as("seed %d", seed).isEqualTo(atBoot);
        }
    }
}
