package kvetch.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
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
        for (long at = 1; at < 4 * PAGE - 8; at += 125) memory.writeU64(BASE + at, at);
        for (long at = 1; at < 4 * PAGE - 8; at += 125)
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

    @Test
    void agreesWithAnExactJudgeOnAnyBlocks() {
        Random random = new Random(1);
        GuardedMemory[] ports = {memory, memory.port(), memory.port()};
        for (int round = 0; round < 200; round++) {
            blocks.live.clear();
            memory.forget();
            for (int i = 0; i < 4; i++) allow(BASE + random.nextInt(1024), 1 + random.nextInt(400));
            for (int i = 0; i < 200; i++) {
                long address = BASE + random.nextInt(1500);
                int bytes = random.nextBoolean() ? 4 : 8;
                boolean allowed = blocks.live.stream()
                        .anyMatch(
                                block -> address >= block.start() && address + bytes <= block.start() + block.bytes());
                blocks.refused.clear();
                GuardedMemory port = ports[random.nextInt(3)];
                if (bytes == 4) port.readU32(address);
                else port.readU64(address);
                assertThat(blocks.refused.isEmpty()).isEqualTo(allowed);
            }
        }
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
        assertChangesVersion(() -> space.map(V, Address.DIRECT_MAP, PAGE));
        assertChangesVersion(() -> space.unmap(V, PAGE));
        assertChangesVersion(memory::forget);
        assertChangesVersion(() -> memory.readU64(BASE + 60));
    }

    private void assertChangesVersion(Runnable change) {
        long version = memory.version();
        change.run();
        assertThat(memory.version()).isNotEqualTo(version);
    }
}
