package kvetch.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;

/** The address space against a plain array of bytes. */
class AddressSpaceProperties {
    private static final int PAGE = 4096;

    /** A window around a boundary of every size that the address space divides memory by. */
    private static final int SIZE = (4 << 20) + 32 * PAGE;

    private static final int BOUNDARY = 16 * PAGE;
    private static final long WINDOW = Address.DIRECT_MAP + (32L << 20) - BOUNDARY;
    private static final long ALIAS = Address.VMALLOC_START + 5 * PAGE;

    private enum Kind {
        WRITE_U64,
        WRITE_U32,
        WRITE_BYTE,
        READ_U64,
        READ_U32,
        READ_BYTE,
        ZERO,
        FIRST_NON_ZERO,
        REMAP
    }

    private record Action(Kind kind, boolean throughAlias, int offset, int length, long value) {}

    /** The window, and its alias in the vmalloc range in which it is turned by some pages. */
    private static final class Model {
        private final AddressSpace memory = Boot.small().memory();
        private final byte[] bytes = new byte[SIZE];
        private int turn;

        Model() {
            Arrays.fill(bytes, AddressSpace.DIRT);
            map(0, false);
        }

        private void map(int newTurn, boolean pageByPage) {
            turn = newTurn;
            map(ALIAS, WINDOW + turn, SIZE - turn, pageByPage);
            map(ALIAS + SIZE - turn, WINDOW, turn, pageByPage);
        }

        private void map(long virtual, long direct, int length, boolean pageByPage) {
            int step = pageByPage ? PAGE : length;
            for (int at = 0; at < length; at += step) memory.map(virtual + at, direct + at, step);
        }

        void run(Action action) {
            boolean alias = action.throughAlias;
            int offset = action.offset;
            long address = (alias ? ALIAS : WINDOW) + offset;
            int length = Math.min(action.length, SIZE - offset);
            switch (action.kind) {
                case WRITE_U64 -> {
                    if (offset > SIZE - 8) return;
                    memory.writeU64(address, action.value);
                    store(alias, offset, action.value, 8);
                }
                case WRITE_U32 -> {
                    if (offset > SIZE - 4) return;
                    memory.writeU32(address, (int) action.value);
                    store(alias, offset, action.value, 4);
                }
                case WRITE_BYTE -> {
                    memory.writeByte(address, (byte) action.value);
                    store(alias, offset, action.value, 1);
                }
                case READ_U64 -> {
                    if (offset <= SIZE - 8) assertThat(memory.readU64(address)).isEqualTo(load(alias, offset, 8));
                }
                case READ_U32 -> {
                    if (offset <= SIZE - 4) assertThat(memory.readU32(address)).isEqualTo((int) load(alias, offset, 4));
                }
                case READ_BYTE -> assertThat(memory.readByte(address)).isEqualTo((byte) load(alias, offset, 1));
                case ZERO -> {
                    memory.zero(address, length);
                    for (int i = 0; i < length; i++) bytes[index(alias, offset + i)] = 0;
                }
                case FIRST_NON_ZERO ->
                    assertThat(memory.firstNonZero(address, length)).isEqualTo(firstNonZero(alias, offset, length));
                case REMAP -> {
                    memory.unmap(ALIAS, SIZE);
                    map(offset & -PAGE, alias);
                }
            }
        }

        private int index(boolean alias, int offset) {
            return alias ? (offset + turn) % SIZE : offset;
        }

        private void store(boolean alias, int offset, long value, int count) {
            for (int i = 0; i < count; i++) bytes[index(alias, offset + i)] = (byte) (value >>> (8 * i));
        }

        private long load(boolean alias, int offset, int count) {
            long value = 0;
            for (int i = 0; i < count; i++) value |= (bytes[index(alias, offset + i)] & 0xffL) << (8 * i);
            return value;
        }

        private long firstNonZero(boolean alias, int offset, int length) {
            for (int i = 0; i < length; i++) if (bytes[index(alias, offset + i)] != 0) return i;
            return -1;
        }

        void compareAll() {
            for (int i = 0; i < SIZE; i += 8) {
                long expected = load(false, i, 8);
                if (memory.readU64(WINDOW + i) != expected)
                    assertThat(memory.readU64(WINDOW + i)).as("at offset %d", i).isEqualTo(expected);
                long turned = load(true, i, 8);
                if (memory.readU64(ALIAS + i) != turned)
                    assertThat(memory.readU64(ALIAS + i))
                            .as("at offset %d of the alias", i)
                            .isEqualTo(turned);
            }
            assertThat(memory.readByte(WINDOW - 1)).isEqualTo(AddressSpace.DIRT);
            assertThat(memory.readByte(WINDOW + SIZE)).isEqualTo(AddressSpace.DIRT);
            assertThat(memory.isMapped(WINDOW, SIZE)).isTrue();
            assertThat(memory.isMapped(ALIAS, SIZE)).isTrue();
            assertThat(memory.isMapped(ALIAS, SIZE + 1)).isFalse();
            assertThat(memory.isMapped(ALIAS - 1, 1)).isFalse();
        }
    }

    @Provide
    Arbitrary<List<Action>> actions() {
        Arbitrary<Integer> offsets = Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.integers().between(0, 2 * PAGE)),
                Tuple.of(3, near(PAGE, 1 << 16, BOUNDARY, BOUNDARY + (4 << 20), SIZE)),
                Tuple.of(1, Arbitraries.integers().between(0, SIZE - 1)));
        Arbitrary<Integer> lengths = Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.integers().between(0, 3 * PAGE)),
                Tuple.of(2, near(PAGE, 1 << 16, 4 << 20)),
                Tuple.of(1, Arbitraries.just(SIZE)));
        return Combinators.combine(
                        Arbitraries.of(Kind.class), Arbitraries.of(true, false), offsets, lengths, Arbitraries.longs())
                .as(Action::new)
                .list()
                .ofMaxSize(40)
                .withSizeDistribution(RandomDistribution.uniform());
    }

    private static Arbitrary<Integer> near(Integer... places) {
        return Combinators.combine(
                        Arbitraries.of(places), Arbitraries.integers().between(-9, 9))
                .as((place, delta) -> Math.max(0, Math.min(SIZE - 1, place + delta)));
    }

    @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
    void memoryIsWhatWasLastWrittenThroughAnyMapping(@ForAll("actions") List<Action> actions) {
        Model model = new Model();
        actions.forEach(model::run);
        model.compareAll();
    }
}
