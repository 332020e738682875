package kvetch.allocators;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import kvetch.api.Address;
import kvetch.api.AddressSpace;
import kvetch.api.Allocator;
import kvetch.api.Family;
import kvetch.api.Gfp;
import kvetch.api.Machine;
import kvetch.api.MachineProfile;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;

/** What every allocator must keep, put to all four on one machine at once. */
class AllocatorProperties {

    /** Allocates, or frees the {@code pick}th of the live blocks. */
    private record Step(boolean alloc, Family family, long bytes, boolean zero, int pick) {}

    private record Block(Family family, long address, long bytes, long usable, long stamp) {}

    private static final class Model {
        private final Machine machine;
        private final AddressSpace memory;
        private final List<Block> live = new ArrayList<>();

        /** Ends of the live blocks by their start in physical memory, piece by piece. */
        private final TreeMap<Long, Long> pieces = new TreeMap<>();

        private long stamps;

        Model(MachineProfile profile) {
            machine = Boot.machine(profile);
            memory = machine.memory();
        }

        void run(Step step) {
            if (step.alloc) alloc(step);
            else if (!live.isEmpty()) release(live.remove(step.pick % live.size()));
        }

        private void alloc(Step step) {
            Allocator allocator = machine.allocator(step.family);
            long address = allocator.alloc(step.bytes, (step.zero ? Gfp.ZERO : Gfp.KERNEL) | Gfp.NOWARN);
            if (address == Address.NULL) return;
            long usable = allocator.ksize(address);
            assertThat(usable).isGreaterThanOrEqualTo(step.bytes);
            assertThat(address % 8).isZero();
            assertThat(memory.isMapped(address, usable)).isTrue();
            if (step.zero) assertThat(memory.firstNonZero(address, step.bytes)).isEqualTo(-1);
            Block block = new Block(step.family, address, step.bytes, usable, ++stamps);
            eachPiece(block, (from, to) -> {
                Map.Entry<Long, Long> before = pieces.lowerEntry(to);
                assertThat(before == null || before.getValue() <= from)
                        .as("no overlap")
                        .isTrue();
                pieces.put(from, to);
            });
            stamp(block);
            live.add(block);
        }

        /** First and last bytes carry the stamp, so that a block that someone else was given too is noticed. */
        private void stamp(Block block) {
            for (long at : corners(block)) memory.writeByte(at, (byte) block.stamp);
        }

        private void release(Block block) {
            for (long at : corners(block)) assertThat(memory.readByte(at)).isEqualTo((byte) block.stamp);
            eachPiece(block, (from, to) -> pieces.remove(from));
            machine.allocator(block.family).free(block.address);
        }

        private static long[] corners(Block block) {
            return new long[] {block.address, block.address + block.bytes / 2, block.address + block.usable - 1};
        }

        private interface Piece {
            void is(long from, long to);
        }

        private void eachPiece(Block block, Piece piece) {
            int pageSize = machine.profile().pageSize();
            for (long at = 0; at < block.usable; ) {
                long start = block.address + at;
                long run = Math.min(block.usable - at, pageSize - (start & (pageSize - 1)));
                long direct = memory.direct(start);
                piece.is(direct, direct + run);
                at += run;
            }
        }
    }

    @Provide
    Arbitrary<MachineProfile> machines() {
        return Combinators.combine(
                        Arbitraries.of(4096, 16384, 65536),
                        Arbitraries.of(8, 16, 64),
                        Arbitraries.integers().between(0, 10))
                .as((pageSize, memoryMib, freeOrder) ->
                        MachineProfile.of(pageSize, memoryMib).withFreeOrder(freeOrder));
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Long> sizes = Arbitraries.frequencyOf(
                Tuple.of(4, Arbitraries.longs().between(1, 300)),
                Tuple.of(3, Arbitraries.longs().between(1, 20_000)),
                Tuple.of(2, Arbitraries.longs().between(1, 1 << 20)),
                Tuple.of(1, Arbitraries.longs().between(1, 32 << 20)));
        return Combinators.combine(
                        Arbitraries.of(true, true, true, false, false),
                        Arbitraries.of(Family.class),
                        sizes,
                        Arbitraries.of(true, false),
                        Arbitraries.integers().between(0, 1000))
                .as(Step::new)
                .list()
                .ofMaxSize(100)
                .withSizeDistribution(RandomDistribution.uniform());
    }

    @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
    void liveBlocksAreLargeEnoughAlignedZeroedAndApart(
            @ForAll("machines") MachineProfile profile, @ForAll("steps") List<Step> steps) {
        Model model = new Model(profile);
        steps.forEach(model::run);
        model.live.forEach(model::release);
        assertThat(model.machine.log().reject(line -> line.startsWith("Out of memory: Killed")))
                .isEmpty();
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void whatIsFreedIsHadAgain(@ForAll("machines") MachineProfile profile, @ForAll("steps") List<Step> steps) {
        Model model = new Model(profile);
        long free = model.machine.pages().freePages();
        // Size classes keep the pages they once had; all else goes back.
        int classesEnd = 2 * profile.pageSize();
        steps.stream()
                .filter(step -> step.family == Family.VMALLOC || step.family == Family.PAGES || step.bytes > classesEnd)
                .forEach(model::run);
        model.live.forEach(model::release);
        assertThat(model.machine.pages().freePages()).isEqualTo(free);
        assertThat(Boot.drain(model.machine)).isEqualTo(Boot.drain(Boot.machine(profile)));
    }
}
