package kvetch.allocators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import kvetch.api.Address;
import kvetch.api.Allocator;
import kvetch.api.Family;
import kvetch.api.Gfp;
import kvetch.api.KernelSite;
import kvetch.api.Machine;
import kvetch.api.MachineProfile;
import kvetch.api.OopsException;
import kvetch.api.Splat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VmallocTest {
    private static final int PAGE = 4096;
    private static final long MOST_PAGES = Vmalloc.mostPages(MachineProfile.of(PAGE, 64));
    private static final long START = Address.VMALLOC_START;

    private final Machine machine = Boot.machine(64);
    private final Allocator vmalloc = machine.allocator(Family.VMALLOC);
    private final long atBoot = machine.pages().freePages();

    private long alloc(long bytes) {
        return vmalloc.alloc(bytes, Gfp.ZERO);
    }

    @ParameterizedTest
    @CsvSource({
        "4096, 1, 1",
        "4096, 4096, 1",
        "4096, 4097, 2",
        "4096, 12289, 4",
        "16384, 16385, 2",
        "65536, 1, 1",
        "4096, 4194305, 1025"
    })
    void anAreaIsWholePagesAtTheStartOfAPage(int pageSize, long bytes, long pages) {
        Machine other = Boot.machine(MachineProfile.of(pageSize, 64));
        long before = other.pages().freePages();
        Allocator allocator = other.allocator(Family.VMALLOC);
        long address = allocator.alloc(bytes, Gfp.ZERO);
        assertThat(Address.isVmalloc(address)).isTrue();
        assertThat(address % pageSize).isZero();
        assertThat(allocator.ksize(address)).isEqualTo(pages * pageSize);
        assertThat(other.memory().isMapped(address, pages * pageSize)).isTrue();
        assertThat(other.memory().firstNonZero(address, pages * pageSize)).isEqualTo(-1);
        // From 512 pages on a page lists them, and one more maps them.
        assertThat(other.pages().freePages()).isEqualTo(before - pages - 2 * (pages * 8 / pageSize));
        allocator.free(address);
        assertThat(other.pages().freePages()).isEqualTo(before);
        assertThat(allocator.ksize(address)).isZero();
    }

    /** Held against areas that are gone through one by one. */
    @Test
    void anAreaIsWhereItsPagesAndOneMoreFitFirst() {
        Random random = new Random(1);
        TreeMap<Long, Long> areas = new TreeMap<>();
        for (int i = 0; i < 4000; i++) {
            if (!areas.isEmpty() && random.nextInt(100) < 49) {
                long gone = List.copyOf(areas.keySet()).get(random.nextInt(areas.size()));
                vmalloc.free(gone);
                areas.remove(gone);
            } else {
                long pages = 1L + random.nextInt(8);
                long expected = START;
                for (Map.Entry<Long, Long> area : areas.entrySet()) {
                    if (area.getKey() - expected >= (pages + 1) * (long) PAGE) break;
                    expected = area.getKey() + (area.getValue() + 1) * PAGE;
                }
                assertThat(alloc(pages * PAGE)).isEqualTo(expected);
                areas.put(expected, pages);
            }
        }
        for (long left : areas.keySet()) vmalloc.free(left);
        assertThat(alloc(PAGE)).isEqualTo(START);
    }

    @Test
    void mostPagesAreAsManyAsFitWithWhatListsAndMapsThem() {
        for (int pageSize : new int[] {4096, 16384, 65536})
            for (int memoryMib = 16; memoryMib <= 65536; memoryMib += 1 + memoryMib / 300) {
                MachineProfile profile = MachineProfile.of(pageSize, memoryMib);
                long most = profile.availableFrames();
                while (most + 2 * (most * 8 / pageSize) > profile.availableFrames()) most--;
                assertThat(Vmalloc.mostPages(profile)).isEqualTo(most);
            }
    }

    @Test
    void behindEachAreaAPageStaysUnmapped() {
        long first = alloc(2 * PAGE);
        long second = alloc(PAGE);
        assertThat(first).isEqualTo(START);
        assertThat(second).isEqualTo(START + 3 * PAGE);
        assertThat(machine.memory().isMapped(first, 2 * PAGE)).isTrue();
        assertThat(machine.memory().isMapped(first + 2 * PAGE, 1)).isFalse();
        assertThatThrownBy(() -> machine.memory().readU64(first + 2 * PAGE)).isInstanceOf(OopsException.class);
        assertThatThrownBy(() -> machine.memory().writeU64(first + 2 * PAGE - 4, 0))
                .isInstanceOf(OopsException.class);
        assertThatThrownBy(() -> machine.memory().writeU32(second - 4, 0)).isInstanceOf(OopsException.class);
        assertThatThrownBy(() -> machine.memory().readByte(second + PAGE)).isInstanceOf(OopsException.class);
    }

    @Test
    void theLowestHoleThatFitsIsUsedAgain() {
        long a = alloc(PAGE);
        long b = alloc(3 * PAGE);
        long c = alloc(PAGE);
        alloc(PAGE);
        vmalloc.free(a);
        vmalloc.free(b);
        assertThat(alloc(6 * PAGE))
                .as("with its guard page too large for the hole")
                .isGreaterThan(c);
        assertThat(alloc(5 * PAGE))
                .as("with its guard page as large as the hole")
                .isEqualTo(a);
        vmalloc.free(a);
        assertThat(alloc(PAGE)).isEqualTo(a);
        assertThat(alloc(3 * PAGE)).isEqualTo(b);
        vmalloc.free(c);
        assertThat(alloc(2 * PAGE)).isGreaterThan(c);
        assertThat(alloc(PAGE)).isEqualTo(c);
    }

    @Test
    void afterAFreeTheAddressesFault() {
        long address = alloc(PAGE);
        machine.memory().writeU64(address, 42);
        vmalloc.free(address);
        assertThatThrownBy(() -> machine.memory().readU64(address)).isInstanceOf(OopsException.class);
    }

    @Test
    void reusedMemoryIsZeroedWhereAskedAndDirtyWhereNot() {
        Boot.dirty(machine, vmalloc, 2 * PAGE);
        long dirty = vmalloc.alloc(2 * PAGE, Gfp.KERNEL);
        assertThat(machine.memory().readByte(dirty)).isEqualTo((byte) 0x5a);
        vmalloc.free(dirty);
        assertThat(machine.memory().firstNonZero(alloc(2 * PAGE), 2 * PAGE)).isEqualTo(-1);
    }

    @Test
    void zeroBytesWarnOnceEvenWithNowarn() {
        assertThat(vmalloc.alloc(0, Gfp.NOWARN)).isEqualTo(Address.NULL);
        assertThat(alloc(0)).isEqualTo(Address.NULL);
        assertThat(machine.splats().map(Splat::kind)).containsExactly(Splat.Kind.WARN);
        assertThat(machine.splats().map(Splat::site)).containsExactly(KernelSite.VMALLOC_ZERO.usual());
    }

    @ParameterizedTest
    @ValueSource(longs = {(16384 - 4096) * 4096L + 1, 1L << 31, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE, -1})
    void moreThanTheMachineHasIsRefusedWithALogLine(long bytes) {
        assertThat(vmalloc.alloc(bytes, Gfp.NOWARN)).isEqualTo(Address.NULL);
        assertThat(machine.log()).isEmpty();
        assertThat(alloc(bytes)).isEqualTo(Address.NULL);
        assertThat(machine.log())
                .singleElement()
                .asString()
                .startsWith("vmalloc error: size " + Long.toUnsignedString(bytes) + ", exceeds total pages");
        assertThat(machine.isTainted()).isFalse();
        assertThat(machine.pages().freePages()).isEqualTo(atBoot);
    }

    @Test
    void asMuchAsTheMachineHasIsTakenPageByPageUntilNoneIsLeft() {
        long all = machine.pages().totalPages() * PAGE;
        assertThat(vmalloc.alloc(all, Gfp.KERNEL | Gfp.RETRY_MAYFAIL)).isEqualTo(Address.NULL);
        assertThat(machine.log()).last().asString().contains(", failed to allocate pages, ");
        assertThat(machine.pages().freePages()).isEqualTo(atBoot);
    }

    /** The page behind it is not mapped, and no part of it. */
    @Test
    void anAreaEndsWhereItsPagesDo() {
        long address = alloc(2 * PAGE);
        vmalloc.free(address + 2 * PAGE);
        assertThat(machine.splats().map(Splat::site)).containsExactly(KernelSite.VFREE_NO_AREA.usual());
        assertThat(machine.memory().isMapped(address, 2 * PAGE)).isTrue();
        vmalloc.free(address + PAGE);
        assertThat(machine.memory().isMapped(address, 1)).isFalse();
        assertThat(machine.splatCount()).isOne();
    }

    @Test
    void allButWhatListsAndMapsItCanBeHadAsOneArea() {
        long bytes = MOST_PAGES * PAGE;
        long address = alloc(bytes);
        assertThat(address).isEqualTo(START);
        assertThat(machine.memory().isMapped(address, bytes)).isTrue();
        assertThat(machine.memory().isMapped(address, bytes + 1)).isFalse();
        assertThat(machine.pages().freePages()).isBetween(0L, 2L);
        vmalloc.free(address);
        assertThat(Boot.drain(machine)).isEqualTo(Boot.drain(Boot.machine(64)));
    }

    @Test
    void runningOutHalfWayGivesBackAllThatWasTaken() {
        alloc(40 << 20);
        long free = machine.pages().freePages();
        assertThat(vmalloc.alloc(40 << 20, Gfp.NOWARN | Gfp.RETRY_MAYFAIL)).isEqualTo(Address.NULL);
        assertThat(machine.log()).isEmpty();
        assertThat(vmalloc.alloc(40 << 20, Gfp.NORETRY)).isEqualTo(Address.NULL);
        assertThat(machine.log())
                .containsExactly(
                        "vmalloc error: size 41943040, failed to allocate pages, mode:GFP_KERNEL|__GFP_NORETRY");
        assertThat(machine.isTainted()).isFalse();
        assertThat(machine.pages().freePages()).isEqualTo(free);
        assertThat(alloc((free - 2 * free * 8 / PAGE) * PAGE)).isNotEqualTo(Address.NULL);
    }

    @Test
    void whoTakesPageAfterPageUntilNoneIsLeftIsKilled() {
        assertThat(alloc((MOST_PAGES + 1) * PAGE)).isEqualTo(Address.NULL);
        assertThat(machine.log())
                .containsExactly(
                        "Out of memory: Killed process: unknown (order:0)",
                        "vmalloc error: size " + (MOST_PAGES + 1) * PAGE
                                + ", failed to allocate pages, mode:GFP_KERNEL|__GFP_ZERO");
        assertThat(machine.isTainted()).isFalse();
        assertThat(machine.pages().freePages()).isEqualTo(atBoot);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void scatteredPagesMakeOneArea(int freeOrder) {
        Machine fragmented = Boot.machine(MachineProfile.of(PAGE, 64).withFreeOrder(freeOrder));
        Allocator allocator = fragmented.allocator(Family.VMALLOC);
        long free = fragmented.pages().freePages();
        long bytes = (free - 2 * free * 8 / PAGE) * PAGE;
        long address = allocator.alloc(bytes, Gfp.ZERO);
        assertThat(fragmented.memory().firstNonZero(address, bytes)).isEqualTo(-1);
        for (long i = 0; i < bytes; i += PAGE) fragmented.memory().writeU64(address + i, i);
        for (long i = 0; i < bytes; i += PAGE)
            assertThat(fragmented.memory().readU64(address + i)).isEqualTo(i);
        assertThat(fragmented.memory().isMapped(address, bytes + 1)).isFalse();
        allocator.free(address);
        assertThat(fragmented.memory().isMapped(address + PAGE, 1)).isFalse();
        assertThat(fragmented.pages().freePages()).isEqualTo(free);
    }

    @Test
    void freeingNothingDoesNothing() {
        vmalloc.free(Address.NULL);
        vmalloc.free(Address.ZERO_SIZE_PTR);
        assertThat(machine.log()).isEmpty();
    }
}
