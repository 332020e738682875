package kvetch.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GuardedMemoryTest {
    private static final long MIB = 1 << 20;
    private static final long PAGE = 4096;
    private static final long BASE = Address.DIRECT_MAP + 32 * MIB;
    private static final long V = Address.VMALLOC_START;
    private static final long DIRT_U64 = 0xd7d7_d7d7_d7d7_d7d7L;

    private final AddressSpace space = Boot.small().memory();
    private final Blocks blocks = new Blocks();
    private final GuardedMemory memory = space.guarded(blocks);
    private final Set<Long> versions = new HashSet<>();

    /** Allows access to some blocks, and remembers what it was asked. */
    private static final class Blocks implements MemoryGuard {
        private final List<Range> live = new ArrayList<>();
        private final List<String> refused = new ArrayList<>();
        private int asked;

        @Override
        public @Nullable Range judge(boolean write, long address, int bytes) {
            asked++;
            for (Range block : live)
                if (address >= block.start() && address + bytes <= block.start() + block.bytes()) return block;
            refused.add((write ? "write " : "read ") + bytes + " at " + Address.format(address));
            return null;
        }
    }

    private void allow(long start, long bytes) {
        blocks.live.add(new MemoryGuard.Range(start, bytes));
    }

    private String read(int bytes, long address) {
        return "read " + bytes + " at " + Address.format(address);
    }

    @Test
    void asksOnceForAllOfABlock() {
        allow(BASE, 64);
        for (int i = 0; i < 64; i += 8) memory.writeU64(BASE + i, i);
        for (int i = 0; i < 64; i += 4) assertThat(memory.readU32(BASE + i)).isEqualTo(i % 8 == 0 ? i : 0);
        assertThat(blocks.asked).isEqualTo(1);
        assertThat(blocks.refused).isEmpty();
    }

    @Test
    void everyAccessBesideABlockIsJudgedAndTakesPlace() {
        allow(BASE + 8, 20);
        memory.writeU64(BASE + 8, 1);
        memory.readU32(BASE + 4);
        memory.readU64(BASE + 4);
        memory.readU32(BASE + 28);
        memory.readU64(BASE + 24);
        memory.readU32(BASE + 25);
        memory.readU32(BASE + 25);
        memory.writeU32(BASE + 28, 7);
        assertThat(blocks.refused)
                .containsExactly(
                        read(4, BASE + 4),
                        read(8, BASE + 4),
                        read(4, BASE + 28),
                        read(8, BASE + 24),
                        read(4, BASE + 25),
                        read(4, BASE + 25),
                        "write 4 at " + Address.format(BASE + 28));
        assertThat(space.readU32(BASE + 28)).isEqualTo(7);
        assertThat(memory.readU32(BASE + 24)).isEqualTo(0xd7d7d7d7);
        assertThat(blocks.refused).hasSize(7);
    }

    @Test
    void aBlockThatWasAllowedIsJudgedAgainAfterForget() {
        GuardedMemory port = memory.port();
        allow(BASE, 64);
        memory.readU64(BASE);
        port.readU64(BASE);
        blocks.live.clear();
        port.readU64(BASE + 8);
        assertThat(blocks.refused).as("still allowed").isEmpty();
        memory.forget();
        memory.readU64(BASE);
        port.readU64(BASE + 8);
        assertThat(blocks.refused).containsExactly(read(8, BASE), read(8, BASE + 8));
    }

    @Test
    void aBlockIsReadAcrossTheEndsOfItsParts() {
        allow(BASE, 4 * PAGE);
        for (long at = 1; at < 4 * PAGE - 8; at += 11) memory.writeU64(BASE + at, at);
        for (long at = 1; at < 4 * PAGE - 8; at += 11)
            assertThat(memory.readU64(BASE + at)).isEqualTo(at);
        assertThat(blocks.refused).isEmpty();
    }

    @Test
    void seesWhatTheAllocatorWrites() {
        allow(BASE, 2 * MIB);
        memory.writeU64(BASE + 8, 1);
        space.writeU64(BASE + 8, 2);
        assertThat(memory.readU64(BASE + 8)).isEqualTo(2);
        space.zero(BASE + 8, 4);
        assertThat(memory.readU64(BASE + 8)).isZero();
        memory.writeU64(BASE + 8, 3);
        space.zero(BASE, 2 * MIB);
        assertThat(memory.readU64(BASE + 8)).isZero();
        memory.writeU64(BASE + 8, 4);
        assertThat(space.readU64(BASE + 8)).isEqualTo(4);
    }

    @Test
    void seesWhateverIsZeroed() {
        allow(BASE, 2 * MIB);
        for (long bytes : new long[] {16, 512, PAGE, 1 << 15, 1 << 16, 2 * MIB}) {
            memory.writeU64(BASE + 8, 3);
            space.zero(BASE, bytes);
            assertThat(memory.readU64(BASE + 8)).isZero();
            memory.writeU64(BASE + 8, 4);
            assertThat(space.readU64(BASE + 8)).isEqualTo(4);
        }
        assertThat(blocks.refused).isEmpty();
    }

    @Test
    void aMappingThatIsTakenDownFaultsAndOneThatIsMadeAnewIsSeen() {
        allow(V, PAGE);
        space.map(V, BASE, PAGE);
        memory.writeU64(V, 1);
        space.unmap(V, PAGE);
        assertThatThrownBy(() -> memory.readU64(V))
                .isInstanceOf(OopsException.class)
                .hasMessageContaining(Address.format(V));
        space.map(V, BASE + PAGE, PAGE);
        assertThat(memory.readU64(V)).isEqualTo(DIRT_U64);
        memory.writeU64(V, 2);
        assertThat(space.readU64(BASE)).isEqualTo(1);
        assertThat(space.readU64(BASE + PAGE)).isEqualTo(2);
    }

    @Test
    void aFaultIsAtTheAddressThatWasAccessed() {
        allow(16, 1024);
        assertThatThrownBy(() -> memory.readU64(40))
                .isInstanceOf(OopsException.class)
                .hasMessageContaining(Address.format(40));
    }

    /** Whoever looks through a port sees the same memory, byte for byte, and is judged by the same judge. */
    @Test
    void agreesWithAnExactJudgeAndPlainBytesOnAnyBlocks() {
        Random random = new Random(1);
        ByteBuffer bytes = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
        Arrays.fill(bytes.array(), AddressSpace.DIRT);
        GuardedMemory[] ports = {memory, memory.port(), memory.port()};
        for (int round = 0; round < 200; round++) {
            blocks.live.clear();
            memory.forget();
            for (int i = 0; i < 3; i++) allow(BASE + random.nextInt(2048), 1 + random.nextInt(1200));
            for (int i = 0; i < 200; i++) {
                int at = random.nextInt(3000);
                int size = random.nextBoolean() ? 4 : 8;
                boolean write = random.nextBoolean();
                long address = BASE + at;
                boolean allowed = blocks.live.stream()
                        .anyMatch(block -> address >= block.start() && address + size <= block.start() + block.bytes());
                blocks.refused.clear();
                GuardedMemory port = ports[random.nextInt(3)];
                boolean isJudged = !write || random.nextInt(8) > 0;
                if (write) write(isJudged ? port : space, bytes, at, size, random.nextLong());
                else if (size == 8) assertThat(port.readU64(address)).isEqualTo(bytes.getLong(at));
                else assertThat(port.readU32(address)).isEqualTo(bytes.getInt(at));
                if (isJudged) assertThat(blocks.refused.isEmpty()).isEqualTo(allowed);
            }
        }
    }

    private static void write(Memory to, ByteBuffer bytes, int at, int size, long value) {
        if (size == 8) {
            to.writeU64(BASE + at, value);
            bytes.putLong(at, value);
        } else {
            to.writeU32(BASE + at, (int) value);
            bytes.putInt(at, (int) value);
        }
    }

    @Test
    void asksOnceForAllOfABlockInWhateverOrder() {
        allow(BASE + 100, 1500);
        for (int at : new int[] {1592, 100, 700, 1592, 600, 100, 1100, 100}) memory.writeU64(BASE + at, at);
        for (int at : new int[] {1596, 100, 1596, 600, 700}) memory.writeU32(BASE + at, at);
        assertThat(memory.readU64(BASE + 1100)).isEqualTo(1100);
        assertThat(blocks.asked).isEqualTo(1);
        assertThat(blocks.refused).isEmpty();
    }

    @Test
    void noAddressFarFromABlockIsTakenForOneInIt() {
        allow(BASE, 64);
        for (long far : new long[] {
            -BASE, BASE - Long.MIN_VALUE, Long.MIN_VALUE - BASE, BASE + (1L << 32), BASE - (1L << 32), ~BASE, 0
        }) {
            memory.writeU64(BASE, 1);
            blocks.refused.clear();
            for (Runnable access : List.<Runnable>of(
                    () -> memory.readU64(far),
                    () -> memory.readU32(far),
                    () -> memory.writeU64(far, 0),
                    () -> memory.writeU32(far, 0)))
                assertThatThrownBy(access::run)
                        .isInstanceOf(OopsException.class)
                        .hasMessageContaining(Address.format(far));
            assertThat(blocks.refused).as(Address.format(far)).hasSize(4);
            assertThat(memory.readU64(BASE)).isEqualTo(1);
        }
    }

    @Test
    void ofABlockAGranuleHoldsWhatLiesInIt() {
        long granule = AddressSpace.GRANULE;
        assertThat(GuardedMemory.bytesInGranule(BASE, BASE + 8, 16)).isEqualTo(16);
        assertThat(GuardedMemory.bytesInGranule(BASE, BASE + 8, granule)).isEqualTo(granule - 8);
        assertThat(GuardedMemory.bytesInGranule(BASE, BASE - 8, 24)).isEqualTo(16);
        assertThat(GuardedMemory.bytesInGranule(BASE, BASE - 8, 2 * granule)).isEqualTo(granule);
    }

    @Test
    void theVersionStaysWhileAllowedMemoryIsRead() {
        allow(BASE, 64);
        memory.writeU64(BASE, 1);
        long version = memory.version();
        memory.readU64(BASE + 8);
        memory.port().readU32(BASE + 60);
        space.readByte(BASE);
        assertThat(memory.version()).isEqualTo(version);
    }

    @Test
    void theVersionChangesWithWhateverMayChangeAnAnswer() {
        allow(BASE, 64);
        assertChangesVersion(() -> memory.writeU64(BASE, 1));
        assertChangesVersion(() -> memory.writeU64(BASE, 1));
        assertChangesVersion(() -> memory.writeU32(BASE + 60, 1));
        assertChangesVersion(() -> memory.port().writeU32(BASE, 1));
        assertChangesVersion(() -> space.writeU64(BASE, 1));
        assertChangesVersion(() -> space.writeU64(BASE + 1, 1));
        assertChangesVersion(() -> space.writeU32(BASE, 1));
        assertChangesVersion(() -> space.writeByte(BASE, (byte) 1));
        assertChangesVersion(() -> space.zero(BASE, 1));
        assertChangesVersion(() -> memory.readU64(BASE + 61));
        assertChangesVersion(() -> space.map(V, Address.DIRECT_MAP, PAGE));
        assertChangesVersion(() -> space.unmap(V, PAGE));
        assertChangesVersion(memory::forget);
        assertChangesVersion(() -> memory.readU64(BASE + 60));
    }

    /** A version never comes back. */
    private void assertChangesVersion(Runnable change) {
        assertThat(versions.add(memory.version())).as("nothing happened since").isEqualTo(versions.size() == 1);
        change.run();
        assertThat(versions.add(memory.version())).isTrue();
    }
}
