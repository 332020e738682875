package kvetch.allocators;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import kvetch.api.Address;
import kvetch.api.Gfp;
import kvetch.api.Machine;
import kvetch.api.MachineProfile;
import kvetch.api.PageFrames;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;

/** The page allocator against a set of free frames. */
class PageAllocatorProperties {

    /** Allocates a block, or frees the {@code pick}th of those that are live. */
    private record Step(boolean alloc, int order, int pick) {}

    private record Block(int frame, int order) {}

    private static final class Model {
        private final MachineProfile profile;
        private final Machine machine;
        private final PageFrames pages;
        private final BitSet free = new BitSet();
        private final List<Block> live = new ArrayList<>();
        private final int end;

        Model(MachineProfile profile) {
            this.profile = profile;
            this.machine = Boot.machine(profile);
            this.pages = machine.pages();
            end = profile.firstFrame() + profile.availableFrames();
            free.set(profile.firstFrame(), end);
            if (profile.freeOrder() < profile.maxPageOrder()) fragment(1 << profile.freeOrder());
        }

        /** From the first whole block on every second one is in use. */
        private void fragment(int block) {
            int first = (profile.firstFrame() + block - 1) / block * block;
            for (int used = first + block; used < end; used += 2 * block) free.clear(used, Math.min(used + block, end));
        }

        void run(Step step) {
            if (step.alloc) alloc(step.order);
            else if (!live.isEmpty()) release(live.remove(step.pick % live.size()));
            assertThat(pages.freePages()).isEqualTo(free.cardinality());
        }

        private void alloc(int order) {
            long address = pages.allocPages(order, Gfp.NOWARN | Gfp.NORETRY);
            if (address == Address.NULL) {
                assertThat(hasFreeBlock(order))
                        .as("a free block of order %d", order)
                        .isFalse();
                return;
            }
            long bytes = address - Address.DIRECT_MAP;
            assertThat(bytes % profile.pageSize()).isZero();
            int frame = (int) (bytes / profile.pageSize());
            assertThat(frame % (1 << order)).as("alignment").isZero();
            assertThat(free.nextClearBit(frame)).as("end of free frames").isGreaterThanOrEqualTo(frame + (1 << order));
            free.clear(frame, frame + (1 << order));
            live.add(new Block(frame, order));
        }

        private boolean hasFreeBlock(int order) {
            int size = 1 << order;
            int frame = 0;
            while (true) {
                frame = free.nextSetBit(frame);
                if (frame < 0) return false;
                frame = (frame + size - 1) & -size;
                int end = free.nextClearBit(frame);
                if (end - frame >= size) return true;
                frame = Math.max(end, frame + 1);
            }
        }

        private void release(Block block) {
            pages.freePages(Address.DIRECT_MAP + (long) block.frame * profile.pageSize(), block.order);
            free.set(block.frame, block.frame + (1 << block.order));
        }

        void releaseAll() {
            live.forEach(this::release);
            live.clear();
        }
    }

    @Provide
    Arbitrary<MachineProfile> machines() {
        Arbitrary<MachineProfile> fresh = Combinators.combine(
                        Arbitraries.of(4096, 16384, 65536), Arbitraries.of(8, 9, 17, 64, 100))
                .as(MachineProfile::of);
        return fresh.flatMap(profile -> Arbitraries.frequencyOf(
                        Tuple.of(1, Arbitraries.just(profile.maxPageOrder())),
                        Tuple.of(1, Arbitraries.integers().between(0, profile.maxPageOrder())))
                .map(profile::withFreeOrder));
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Integer> orders = Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.integers().between(0, 3)),
                Tuple.of(2, Arbitraries.integers().between(0, 10)));
        return Combinators.combine(
                        Arbitraries.of(true, true, true, false, false),
                        orders,
                        Arbitraries.integers().between(0, 1000))
                .as(Step::new)
                .list()
                .ofMaxSize(120)
                .withSizeDistribution(RandomDistribution.uniform());
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void blocksAreAlignedFreeAndRefusedOnlyWhereNoneIsLeft(
            @ForAll("machines") MachineProfile profile, @ForAll("steps") List<Step> steps) {
        Model model = new Model(profile);
        assertThat(model.pages.freePages()).isEqualTo(model.free.cardinality());
        steps.forEach(model::run);
        assertThat(model.machine.log()).isEmpty();
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void whenAllIsFreedAllCanBeHadAgainAsTheLargestBlocks(
            @ForAll("machines") MachineProfile profile, @ForAll("steps") List<Step> steps) {
        Model model = new Model(profile);
        steps.forEach(model::run);
        model.releaseAll();
        assertThat(model.pages.freePages()).isEqualTo(model.free.cardinality());
        assertThat(Boot.drain(model.machine)).isEqualTo(Boot.drain(Boot.machine(profile)));
    }
}
