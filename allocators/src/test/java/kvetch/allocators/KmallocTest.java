package kvetch.allocators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.HashSet;
import java.util.Set;
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

class KmallocTest {
    private final Machine machine = Boot.machine(2048);
    private final Allocator kmalloc = machine.allocator(Family.KMALLOC);

    @ParameterizedTest
    @CsvSource({
        "1, 8",
        "8, 8",
        "9, 16",
        "16, 16",
        "17, 32",
        "24, 32",
        "32, 32",
        "33, 64",
        "64, 64",
        "65, 96",
        "96, 96",
        "97, 128",
        "128, 128",
        "129, 192",
        "192, 192",
        "193, 256",
        "256, 256",
        "257, 512",
        "512, 512",
        "513, 1024",
        "1024, 1024",
        "1025, 2048",
        "2048, 2048",
        "2049, 4096",
        "4096, 4096",
        "4097, 8192",
        "8192, 8192",
        "8193, 16384",
        "12288, 16384",
        "12289, 16384",
        "16384, 16384",
        "16385, 32768",
        "65537, 131072",
        "2097153, 4194304",
        "4194303, 4194304",
        "4194304, 4194304"
    })
    void sizesAreRoundedUpToTheirClass(long bytes, long usable) {
        for (int i = 0; i < 3; i++) {
            long address = kmalloc.alloc(bytes, Gfp.ZERO);
            assertThat(kmalloc.ksize(address)).isEqualTo(usable);
            if (Long.bitCount(usable) == 1) assertThat(address % usable).isZero();
            else assertThat(address % 32).isZero();
            assertThat(Address.isVmalloc(address)).isFalse();
            assertThat(machine.memory().firstNonZero(address, usable)).isEqualTo(-1);
        }
        assertThat(machine.log()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "16384, 8192, 8192",
        "16384, 16385, 32768",
        "16384, 32768, 32768",
        "16384, 32769, 65536",
        "16384, 33554432, 33554432",
        "65536, 65537, 131072",
        "65536, 131073, 262144",
        "65536, 536870912, 536870912"
    })
    void classesGoUpToTwoPagesOfAnySize(int pageSize, long bytes, long usable) {
        Machine other = Boot.machine(MachineProfile.of(pageSize, 2048));
        long address = other.allocator(Family.KMALLOC).alloc(bytes, Gfp.ZERO);
        assertThat(other.allocator(Family.KMALLOC).ksize(address)).isEqualTo(usable);
        assertThat(other.memory().firstNonZero(address, usable)).isEqualTo(-1);
        assertThat((address - Address.DIRECT_MAP) % usable).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {4194305, 8388608, Integer.MAX_VALUE, 1L << 31, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE, -1})
    void aboveTheLargestBlockItIsRefusedWithAWarningOnce(long bytes) {
        assertThat(kmalloc.alloc(bytes, Gfp.ZERO | Gfp.NOWARN)).isEqualTo(Address.NULL);
        assertThat(machine.isTainted()).isFalse();
        assertThat(kmalloc.alloc(bytes, Gfp.ZERO)).isEqualTo(Address.NULL);
        assertThat(kmalloc.alloc(bytes, Gfp.ZERO)).isEqualTo(Address.NULL);
        assertThat(machine.splats().map(Splat::site)).containsExactly(KernelSite.PAGE_ORDER.usual());
    }

    @Test
    void zeroBytesAreAtZeroSizePtrWhichFaultsAndIsFreedWithoutEffect() {
        long address = kmalloc.alloc(0, Gfp.ZERO);
        assertThat(address).isEqualTo(Address.ZERO_SIZE_PTR);
        assertThat(kmalloc.ksize(address)).isZero();
        kmalloc.free(address);
        kmalloc.free(address);
        kmalloc.free(Address.NULL);
        assertThat(machine.log()).isEmpty();
        OopsException oops =
                catchThrowableOfType(OopsException.class, () -> machine.memory().readU64(address));
        assertThat(oops.splat().kind()).isEqualTo(Splat.Kind.OOPS);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 24, 90, 192, 1000, 4096, 8192, 8193, 100_000})
    void reusedMemoryIsZeroedWhereAskedAndDirtyWhereNot(long bytes) {
        Boot.dirty(machine, kmalloc, bytes);
        long dirty = kmalloc.alloc(bytes, Gfp.KERNEL);
        assertThat(machine.memory().readByte(dirty)).isEqualTo((byte) 0x5a);
        kmalloc.free(dirty);
        long zeroed = kmalloc.alloc(bytes, Gfp.ZERO);
        assertThat(zeroed).isEqualTo(dirty);
        assertThat(machine.memory().firstNonZero(zeroed, kmalloc.ksize(zeroed))).isEqualTo(-1);
    }

    @Test
    void freshMemoryIsDirtyUnlessZeroed() {
        assertThat(machine.memory().firstNonZero(kmalloc.alloc(24, Gfp.KERNEL), 1))
                .isZero();
    }

    @Test
    void theObjectFreedLastIsHandedOutFirst() {
        long a = kmalloc.alloc(24, Gfp.KERNEL);
        long b = kmalloc.alloc(24, Gfp.KERNEL);
        assertThat(b).isEqualTo(a + 32);
        kmalloc.free(a);
        kmalloc.free(b);
        assertThat(kmalloc.alloc(32, Gfp.KERNEL)).isEqualTo(b);
        assertThat(kmalloc.alloc(17, Gfp.KERNEL)).isEqualTo(a);
        assertThat(kmalloc.alloc(17, Gfp.KERNEL)).isEqualTo(b + 32);
    }

    @ParameterizedTest
    @CsvSource({"8, 512", "96, 42", "192, 21", "4096, 1", "8192, 1"})
    void aSlabHoldsWholeObjectsOnly(int size, int objects) {
        int pagesInSlab = size > 4096 ? 2 : 1;
        long free = machine.pages().freePages();
        for (int i = 0; i < objects; i++) kmalloc.alloc(size, Gfp.KERNEL);
        assertThat(machine.pages().freePages()).isEqualTo(free - pagesInSlab);
        kmalloc.alloc(size, Gfp.KERNEL);
        assertThat(machine.pages().freePages()).isEqualTo(free - 2L * pagesInSlab);
    }

    @Test
    void aLargeBlockGoesBackToThePageAllocator() {
        long free = machine.pages().freePages();
        long address = kmalloc.alloc(8193, Gfp.KERNEL);
        assertThat(machine.pages().freePages()).isEqualTo(free - 4);
        kmalloc.free(address);
        assertThat(machine.pages().freePages()).isEqualTo(free);
        assertThat(kmalloc.ksize(address)).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {8, 192, 4096, 8192, 8193, 1 << 20})
    void everySizeFailsWithAReportWhenMemoryIsShort(long bytes) {
        Boot.drain(machine);
        assertThat(kmalloc.alloc(bytes, Gfp.ZERO | Gfp.NOWARN | Gfp.NORETRY)).isEqualTo(Address.NULL);
        assertThat(machine.log()).isEmpty();
        assertThat(kmalloc.alloc(bytes, Gfp.ZERO | Gfp.NORETRY)).isEqualTo(Address.NULL);
        assertThat(machine.log()).singleElement().asString().startsWith("page allocation failure: order:");
        assertThat(machine.isTainted()).isFalse();
    }

    @Test
    void inExhaustedMemoryEveryObjectOfASlabCanStillBeHad() {
        Machine small = Boot.machine(8);
        Allocator allocator = small.allocator(Family.KMALLOC);
        Set<Long> objects = new HashSet<>();
        for (long p; (p = allocator.alloc(512, Gfp.NOWARN)) != Address.NULL; )
            assertThat(objects.add(p)).isTrue();
        assertThat(objects).hasSize(small.profile().availableFrames() * 8);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 4096, 0x7fff_ffff_ffff_ffffL, 0xffff_8880_8000_0000L, 0xffff_c900_0000_0000L, -8})
    void ksizeOfWhatNobodyAllocatedIsZero(long address) {
        kmalloc.alloc(8, Gfp.KERNEL);
        assertThat(kmalloc.ksize(address)).isZero();
        assertThat(machine.isTainted()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {17, 4096, 0x7fff_ffff_ffff_ffffL, 0xffff_8880_8000_0000L, 0xffff_c900_0000_0000L, -8})
    void kfreeOfNoMemoryAtAllIsAFault(long address) {
        OopsException oops = catchThrowableOfType(OopsException.class, () -> kmalloc.free(address));
        assertThat(oops.splat().kind()).isEqualTo(Splat.Kind.OOPS);
    }

    @Test
    void theFirstByteOfMemoryIsMemoryAndNoBlock() {
        kmalloc.free(Address.DIRECT_MAP);
        assertThat(machine.splats().map(Splat::site)).containsExactly(KernelSite.FREE_LARGE_KMALLOC.usual());
    }
}
