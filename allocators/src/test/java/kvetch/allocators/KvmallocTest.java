package kvetch.allocators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

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

class KvmallocTest {
    private static final int PAGE = 4096;

    private final Machine machine = Boot.machine(2048);
    private final Allocator kvmalloc = machine.allocator(Family.KVMALLOC);

    @ParameterizedTest
    @CsvSource({"1, 8", "24, 32", "4096, 4096", "4097, 8192", "8193, 16384", "4194304, 4194304"})
    void whatKmallocCanServeItServes(long bytes, long usable) {
        long address = kvmalloc.alloc(bytes, Gfp.ZERO);
        assertThat(Address.isVmalloc(address)).isFalse();
        assertThat(kvmalloc.ksize(address)).isEqualTo(usable);
        assertThat(machine.memory().firstNonZero(address, usable)).isEqualTo(-1);
        assertThat(machine.log()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {4194305, 8388608, 16777216, 134217728, 536870912, 1 << 30})
    void whatKmallocCannotServeComesFromVmallocQuietly(long bytes) {
        long free = machine.pages().freePages();
        long address = kvmalloc.alloc(bytes, Gfp.ZERO);
        assertThat(Address.isVmalloc(address)).isTrue();
        assertThat(kvmalloc.ksize(address)).isEqualTo((bytes + PAGE - 1) / PAGE * PAGE);
        assertThat(machine.memory().firstNonZero(address, bytes)).isEqualTo(-1);
        assertThat(machine.log()).isEmpty();
        kvmalloc.free(address);
        assertThat(machine.pages().freePages()).isEqualTo(free);
        assertThat(machine.memory().isMapped(address, 1)).isFalse();
    }

    @Test
    void zeroBytesAreAtZeroSizePtr() {
        long address = kvmalloc.alloc(0, Gfp.ZERO);
        assertThat(address).isEqualTo(Address.ZERO_SIZE_PTR);
        kvmalloc.free(address);
        kvmalloc.free(Address.NULL);
        assertThat(machine.log()).isEmpty();
    }

    @Test
    void intMaxIsServedWhereThereIsMemoryForIt() {
        Machine large = Boot.machine(4096);
        Allocator allocator = large.allocator(Family.KVMALLOC);
        long free = large.pages().freePages();
        long address = allocator.alloc(Integer.MAX_VALUE, Gfp.ZERO);
        assertThat(Address.isVmalloc(address)).isTrue();
        assertThat(large.memory().firstNonZero(address, 1L << 31)).isEqualTo(-1);
        allocator.free(address);
        assertThat(large.pages().freePages()).isEqualTo(free);
        assertThat(large.log()).isEmpty();
    }

    @Test
    void upToIntMaxShortageIsNoWarning() {
        for (long bytes : new long[] {2147483640, Integer.MAX_VALUE})
            assertThat(kvmalloc.alloc(bytes, Gfp.ZERO)).isEqualTo(Address.NULL);
        assertThat(machine.isTainted()).isFalse();
        assertThat(machine.log()).hasSize(2).allMatch(line -> line.contains(", exceeds total pages"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1L << 31, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE, -1})
    void aboveIntMaxWarnsOnceUnlessNowarn(long bytes) {
        Machine large = Boot.machine(65536);
        Allocator allocator = large.allocator(Family.KVMALLOC);
        assertThat(allocator.alloc(bytes, Gfp.ZERO | Gfp.NOWARN)).isEqualTo(Address.NULL);
        assertThat(large.log()).isEmpty();
        assertThat(allocator.alloc(bytes, Gfp.ZERO)).isEqualTo(Address.NULL);
        assertThat(allocator.alloc(bytes, Gfp.ZERO)).isEqualTo(Address.NULL);
        assertThat(large.splats().map(Splat::kind)).containsExactly(Splat.Kind.WARN);
        assertThat(large.splats().map(Splat::site)).containsExactly(KernelSite.KVMALLOC_SIZE.usual());
    }

    @Test
    void aboveIntMaxPanicsWithPanicOnWarn() {
        Machine strict = Boot.machine(MachineProfile.of(PAGE, 2048).withPanicOnWarn(true));
        Allocator allocator = strict.allocator(Family.KVMALLOC);
        assertThat(allocator.alloc(1L << 31, Gfp.NOWARN)).isEqualTo(Address.NULL);
        OopsException oops = catchThrowableOfType(OopsException.class, () -> allocator.alloc(1L << 31, Gfp.ZERO));
        assertThat(oops.splat().kind()).isEqualTo(Splat.Kind.PANIC);
    }

    @ParameterizedTest
    @ValueSource(longs = {8, 4095, 4096})
    void upToOnePageAFailureIsFinalAndReported(long bytes) {
        Boot.drain(machine);
        assertThat(kvmalloc.alloc(bytes, Gfp.ZERO)).isEqualTo(Address.NULL);
        assertThat(machine.log())
                .containsExactly(
                        "Out of memory: Killed process: unknown (order:0)",
                        "page allocation failure: order:0, mode:GFP_KERNEL");
        assertThat(kvmalloc.alloc(bytes, Gfp.ZERO | Gfp.NOWARN)).isEqualTo(Address.NULL);
        assertThat(machine.log()).hasSize(2);
    }

    @Test
    void aboveOnePageOnlyTheFallbackReportsShortage() {
        Boot.drain(machine);
        assertThat(kvmalloc.alloc(4097, Gfp.ZERO)).isEqualTo(Address.NULL);
        assertThat(machine.log())
                .containsExactly(
                        "Out of memory: Killed process: unknown (order:0)",
                        "vmalloc error: size 4097, failed to allocate pages, mode:GFP_KERNEL|__GFP_ZERO");
        assertThat(kvmalloc.alloc(4097, Gfp.ZERO | Gfp.NOWARN)).isEqualTo(Address.NULL);
        assertThat(machine.log()).hasSize(2);
        assertThat(machine.isTainted()).isFalse();
    }

    @Test
    void whoAsksItToTryHardAndMayFailIsNotKilled() {
        Boot.drain(machine);
        for (long bytes : new long[] {8, 4096, 4097, 1 << 20})
            assertThat(kvmalloc.alloc(bytes, Gfp.ZERO | Gfp.NOWARN | Gfp.RETRY_MAYFAIL))
                    .isEqualTo(Address.NULL);
        assertThat(machine.log()).isEmpty();
        assertThat(machine.oomKill()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 4096, false",
        "0, 4097, true",
        "1, 8192, false",
        "1, 8193, true",
        "4, 65536, false",
        "4, 65537, true"
    })
    void inFragmentedMemoryItFallsBackQuietly(int freeOrder, long bytes, boolean mapped) {
        Machine fragmented = Boot.machine(MachineProfile.of(PAGE, 64).withFreeOrder(freeOrder));
        long address = fragmented.allocator(Family.KVMALLOC).alloc(bytes, Gfp.ZERO);
        assertThat(address).isNotEqualTo(Address.NULL);
        assertThat(Address.isVmalloc(address)).isEqualTo(mapped);
        assertThat(fragmented.memory().firstNonZero(address, bytes)).isEqualTo(-1);
        assertThat(fragmented.log()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"16384, 33554432", "65536, 536870912"})
    void withLargerPagesTheFallbackBeginsLater(int pageSize, long largest) {
        Machine other = Boot.machine(MachineProfile.of(pageSize, 4096));
        Allocator allocator = other.allocator(Family.KVMALLOC);
        assertThat(Address.isVmalloc(allocator.alloc(largest, Gfp.ZERO))).isFalse();
        assertThat(Address.isVmalloc(allocator.alloc(largest + 1, Gfp.ZERO))).isTrue();
        assertThat(other.log()).isEmpty();
    }
}
