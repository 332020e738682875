package kvetch.allocators;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import kvetch.api.Address;
import kvetch.api.Allocator;
import kvetch.api.AllocatorProvider;
import kvetch.api.Family;
import kvetch.api.Gfp;
import kvetch.api.Machine;
import kvetch.api.MachineProfile;
import kvetch.api.PageFrames;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Vmalloc takes many blocks at once where it can, and nobody can tell that from one after another. */
class RunsOfBlocksTest {

    /** The page allocator as vmalloc would have it from somebody else: block by block. */
    private record BlockByBlock(PageAllocator allocator) implements Allocator, PageFrames {
        @Override
        public long alloc(long bytes, int gfp) {
            return allocator.alloc(bytes, gfp);
        }

        @Override
        public void free(long address) {
            allocator.free(address);
        }

        @Override
        public long ksize(long address) {
            return allocator.ksize(address);
        }

        @Override
        public long allocPages(int order, int gfp) {
            return allocator.allocPages(order, gfp);
        }

        @Override
        public void freePages(long address, int order) {
            allocator.freePages(address, order);
        }

        @Override
        public int compoundOrder(long address) {
            return allocator.compoundOrder(address);
        }

        @Override
        public long totalPages() {
            return allocator.totalPages();
        }

        @Override
        public long freePages() {
            return allocator.freePages();
        }
    }

    /** A machine, and what lives on it. */
    private static final class Side {
        private final Machine machine;
        private final Allocator vmalloc;
        private final List<Long> areas = new ArrayList<>();
        private final List<Long> blocks = new ArrayList<>();

        Side(MachineProfile profile, boolean blockByBlock) {
            machine = Machine.boot(
                    profile, family -> family == Family.PAGES && blockByBlock ? SPLIT : Boot.provider(family));
            vmalloc = machine.allocator(Family.VMALLOC);
        }

        /** What a step comes to, as far as anybody can see. */
        List<Object> step(int what, long pages, int order, int pick) {
            int pageSize = machine.profile().pageSize();
            switch (what) {
                case 0 -> {
                    long area = vmalloc.alloc(pages * pageSize, Gfp.KERNEL | Gfp.NORETRY);
                    if (area != Address.NULL) areas.add(area);
                    return List.of(area, frames(area, area == Address.NULL ? 0 : pages));
                }
                case 1 -> {
                    if (!areas.isEmpty()) vmalloc.free(areas.remove(pick % areas.size()));
                }
                case 2 -> {
                    long block = machine.pages().allocPages(order, Gfp.KERNEL | Gfp.NORETRY);
                    if (block != Address.NULL) blocks.add(block);
                    return List.of(block);
                }
                default -> {
                    if (!blocks.isEmpty()) machine.allocator(Family.PAGES).free(blocks.remove(pick % blocks.size()));
                }
            }
            return List.of(machine.pages().freePages());
        }

        /** Where the area's pages are, some of them where there are many. */
        private List<Long> frames(long area, long pages) {
            List<Long> frames = new ArrayList<>();
            for (long page = 0; page < pages; page += Math.max(1, pages / 500))
                frames.add(
                        machine.memory().direct(area + page * machine.profile().pageSize()));
            return frames;
        }
    }

    private static final AllocatorProvider SPLIT = new AllocatorProvider() {
        @Override
        public String name() {
            return Family.PAGES.kernelProvider();
        }

        @Override
        public String description() {
            return "block by block";
        }

        @Override
        public Family family() {
            return Family.PAGES;
        }

        @Override
        public Allocator create(Machine machine) {
            return new BlockByBlock(new PageAllocator(machine));
        }
    };

    @ParameterizedTest
    @CsvSource({"4096, 256, 10", "4096, 256, 3", "4096, 61, 10", "16384, 512, 11", "65536, 2048, 13", "65536, 100, 0"})
    void areasAndBlocksLieWhereTheyWouldLieBlockByBlock(int pageSize, int memoryMib, int freeOrder) {
        MachineProfile profile = MachineProfile.of(pageSize, memoryMib).withFreeOrder(freeOrder);
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            Side runs = new Side(profile, false);
            Side blocks = new Side(profile, true);
            for (int i = 0; i < 120; i++) {
                int what = random.nextInt(4);
                int largest = random.nextBoolean() ? profile.availableFrames() : 3 << profile.maxPageOrder();
                long pages = 1L + random.nextInt(largest);
                int order = random.nextInt(profile.maxPageOrder() + 1);
                int pick = random.nextInt(1 << 20);
                assertThat(runs.step(what, pages, order, pick))
                        .as("step %d of seed %d", i, seed)
                        .isEqualTo(blocks.step(what, pages, order, pick));
            }
            assertThat(Boot.drain(runs.machine)).isEqualTo(Boot.drain(blocks.machine));
            assertThat(runs.machine.log()).isEqualTo(blocks.machine.log());
        }
    }

    @Test
    void aRunIsFreshMemoryThatFollowsAndNoMoreThanIsLeft() {
        Machine machine = Boot.machine(256);
        PageAllocator pages = (PageAllocator) machine.pages();
        int most = machine.profile().maxPageOrder();
        long block = pages.allocPages(most, Gfp.KERNEL);
        long before = pages.freePages();
        assertThat(pages.allocPagesBehind(block, most, 5, Gfp.KERNEL)).isEqualTo(5);
        assertThat(pages.freePages()).isEqualTo(before - 5 * 1024);
        // What it is said to lie behind does not.
        assertThat(pages.allocPagesBehind(block, most, 5, Gfp.KERNEL)).isZero();
        long all = pages.allocPagesBehind(block + 5 * (4L << 20), most, Long.MAX_VALUE, Gfp.KERNEL);
        assertThat(1 + 5 + all).isEqualTo(Boot.drain(Boot.machine(256))[most]);
        assertThat(pages.allocPages(most, Gfp.NOWARN)).isEqualTo(Address.NULL);
        pages.freePages(block, most, 1 + 5 + all);
        assertThat(pages.freePages()).isEqualTo(before + 1024);
        // They are blocks like any other.
        assertThat(pages.compoundOrder(block)).isZero();
        assertThat(pages.allocPages(most, Gfp.COMP)).isEqualTo(block + (5 + all) * (4L << 20));
    }

    @Test
    void blocksOfWhichOneIsNotAllocatedAreFreedOneByOneAndTheKernelSaysSo() {
        Machine machine = Boot.machine(256);
        PageAllocator pages = (PageAllocator) machine.pages();
        int most = machine.profile().maxPageOrder();
        long block = pages.allocPages(most, Gfp.KERNEL);
        pages.allocPagesBehind(block, most, 2, Gfp.KERNEL);
        pages.freePages(block + (4L << 20), most);
        long before = pages.freePages();
        pages.freePages(block, most, 3);
        assertThat(pages.freePages()).isEqualTo(before + 2 * 1024);
        assertThat(machine.log()).hasSize(1).allMatch(line -> line.startsWith("BUG: Bad page state: "));
    }

    @Test
    void blocksThatAreFreedAlreadyAreNotFreedAgainAndTheKernelSaysSoOfEach() {
        Machine machine = Boot.machine(256);
        PageAllocator pages = (PageAllocator) machine.pages();
        int most = machine.profile().maxPageOrder();
        long block = pages.allocPages(most, Gfp.KERNEL);
        pages.allocPagesBehind(block, most, 2, Gfp.KERNEL);
        pages.freePages(block, most, 3);
        long before = pages.freePages();
        pages.freePages(block, most, 3);
        assertThat(pages.freePages()).isEqualTo(before);
        assertThat(machine.log()).hasSize(3).allMatch(line -> line.startsWith("BUG: Bad page state: "));
    }

    @Test
    void aRunThatGoesPastTheEndOfMemoryIsFreedAsFarAsItIsThere() {
        Machine machine = Boot.machine(256);
        PageAllocator pages = (PageAllocator) machine.pages();
        int most = machine.profile().maxPageOrder();
        long first = pages.allocPages(most, Gfp.KERNEL);
        long behind = pages.allocPagesBehind(first, most, Long.MAX_VALUE, Gfp.KERNEL);
        long last = first + behind * (4L << 20);
        long before = pages.freePages();
        pages.freePages(last, most, 2);
        assertThat(pages.freePages()).isEqualTo(before + 1024);
    }
}
