package kvetch.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;

/** Mappings of the vmalloc range, in an address space and in a bare table, against a map from page to frame. */
class PageTableProperties {
    private static final int MIB = 8192;

    private enum Kind {
        MAP,
        UNMAP,
        LOOK
    }

    /** The page is counted from the end of the range if {@code fromEnd}. */
    private record Action(Kind kind, boolean fromEnd, long page, int count, int shift) {}

    private static final class Model {
        private final int pageSize;
        private final long pages;
        private final AddressSpace memory;
        private final PageTable table = new PageTable();
        private final Map<Long, Integer> frames = new HashMap<>();
        private final Set<Long> starts = new HashSet<>();

        Model(int pageSize) {
            this.pageSize = pageSize;
            this.pages = (Address.VMALLOC_END - Address.VMALLOC_START) / pageSize;
            this.memory = Boot.machine(MachineProfile.of(pageSize, MIB)).memory();
        }

        void run(Action action) {
            long page = action.fromEnd ? pages - action.page : action.page;
            switch (action.kind) {
                // Neighbours of the same shift are neighbours in physical memory too.
                case MAP -> map(page, action.count, (int) (page & 0x7fff) + action.shift);
                case UNMAP -> unmap(page, action.count, action.shift);
                case LOOK -> look(page, action.count);
            }
        }

        private void map(long page, int count, int frame) {
            long version = memory.version();
            if (page < 0 || page + count > pages) assertRefuses("not in the vmalloc range: ", page, count, frame);
            else if (isAny(page, count)) assertRefuses("mapped already: ", page, count, frame);
            else {
                memory.map(address(page), direct(frame), (long) count * pageSize);
                assertThat(memory.version()).isGreaterThan(version);
                table.map(page, page + count, frame);
                for (int i = 0; i < count; i++) frames.put(page + i, frame + i);
                starts.add(page);
            }
        }

        private void assertRefuses(String why, long page, int count, int frame) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> memory.map(address(page), direct(frame), (long) count * pageSize))
                    .withMessage(why + Address.format(address(page)));
        }

        /** Takes down what starts in the range, which begins and ends anywhere in a page. */
        private void unmap(long page, int count, int bytesLess) {
            memory.unmap(address(page) - bytesLess, (long) count * pageSize);
            long from = Math.max(0, Math.min(pages, page));
            long to = Math.max(0, Math.min(pages, page + count - (bytesLess == 0 ? 0 : bytesLess / pageSize)));
            table.unmapFrom(from, to);
            for (long start = from; start < to; start++) {
                if (!starts.remove(start)) continue;
                long at = start;
                do frames.remove(at++);
                while (frames.containsKey(at) && !starts.contains(at));
            }
        }

        private void look(long page, int count) {
            assertThat(memory.isMapped(address(page), (long) count * pageSize)).isEqualTo(isAll(page, count));
            assertThat(memory.isMapped(address(page) + pageSize - 1, (count - 1L) * pageSize + 1))
                    .isEqualTo(isAll(page, count));
            assertThat(memory.isMapped(address(page), (long) count * pageSize + 1))
                    .isEqualTo(isAll(page, count + 1));
            assertTranslates(page);
            if (page < 0 || page + count > pages) return;
            assertThat(table.isFree(page, page + count)).isEqualTo(!isAny(page, count));
            assertThat(table.isMapped(page, page + count)).isEqualTo(isAll(page, count));
            assertThat(table.run(page, count)).isEqualTo(run(page, count));
        }

        private void assertTranslates(long page) {
            Integer frame = frames.get(page);
            int offset = pageSize - 5;
            long expected = frame == null ? Address.NULL : direct(frame) + offset;
            // The address space also knows addresses beside the range, none of which is mapped here.
            if (memory.direct(address(page) + offset) != expected)
                assertThat(memory.direct(address(page) + offset))
                        .as("page %d", page)
                        .isEqualTo(expected);
            if (page >= 0) assertThat(table.frame(page)).isEqualTo(frame == null ? -1 : frame);
        }

        void compareAll() {
            Set<Long> near = new HashSet<>(List.of(-1L, 0L, pages - 1, pages));
            for (long page : frames.keySet())
                LongStream.rangeClosed(page - 1, page + 1).forEach(near::add);
            near.forEach(this::assertTranslates);
            memory.unmap(Address.VMALLOC_START, Address.VMALLOC_END - Address.VMALLOC_START);
            table.unmapFrom(0, pages);
            frames.clear();
            near.forEach(this::assertTranslates);
            assertThat(table.isFree(0, pages)).isTrue();
        }

        private boolean isAny(long page, int count) {
            return LongStream.range(page, page + count).anyMatch(frames::containsKey);
        }

        private boolean isAll(long page, int count) {
            return LongStream.range(page, page + count).allMatch(frames::containsKey);
        }

        private long run(long page, int count) {
            Integer first = frames.get(page);
            int run = 0;
            while (first != null && run < count && Integer.valueOf(first + run).equals(frames.get(page + run))) run++;
            return run;
        }

        private long address(long page) {
            return Address.VMALLOC_START + page * pageSize;
        }

        private long direct(int frame) {
            return Address.DIRECT_MAP + (long) frame * pageSize;
        }
    }

    @Provide
    Arbitrary<List<Action>> actions() {
        Arbitrary<Long> pages = Arbitraries.frequencyOf(
                Tuple.of(4, Arbitraries.longs().between(0, 200)),
                Tuple.of(3, Arbitraries.of(0L, 64L, 128L, 192L)),
                Tuple.of(2, near(64, 128, 1 << 15, 1 << 24, 1 << 28)),
                Tuple.of(1, Arbitraries.longs().between(-3, 3)));
        Arbitrary<Integer> counts = Arbitraries.frequencyOf(
                Tuple.of(8, Arbitraries.integers().between(1, 4)),
                Tuple.of(4, Arbitraries.integers().between(1, 200)),
                Tuple.of(3, Arbitraries.of(64, 128)),
                Tuple.of(2, near(64, 128).map(Long::intValue)),
                Tuple.of(1, near(1 << 15, 1 << 16).map(Long::intValue)));
        Arbitrary<Integer> shifts = Arbitraries.of(0, 0, 0, 1, 64);
        return Combinators.combine(
                        Arbitraries.of(Kind.MAP, Kind.MAP, Kind.MAP, Kind.UNMAP, Kind.LOOK, Kind.LOOK),
                        Arbitraries.of(false, false, true),
                        pages,
                        counts,
                        shifts)
                .as(Action::new)
                .list()
                .ofMaxSize(50)
                .withSizeDistribution(RandomDistribution.uniform());
    }

    private static Arbitrary<Long> near(Integer... places) {
        return Combinators.combine(
                        Arbitraries.of(places), Arbitraries.integers().between(-3, 3))
                .as((place, delta) -> (long) place + delta);
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void everyPageIsWhereItWasMappedLast(@ForAll("pageSizes") int pageSize, @ForAll("actions") List<Action> actions) {
        Model model = new Model(pageSize);
        actions.forEach(model::run);
        model.compareAll();
    }

    @Provide
    Arbitrary<Integer> pageSizes() {
        return Arbitraries.of(4096, 16384, 65536);
    }
}
