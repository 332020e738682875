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
import org.junit.jupiter.params.provider.ValueSource;

/** What the kernel answers to a free that does not match its allocation, as recorded. */
class FreeingTheWrongWayTest {
    private static final int PAGE = 4096;
    private static final long LARGE = 5 * PAGE;

    private final Machine machine = Boot.machine(64);
    private final Allocator kmalloc = machine.allocator(Family.KMALLOC);
    private final Allocator kvmalloc = machine.allocator(Family.KVMALLOC);
    private final Allocator vmalloc = machine.allocator(Family.VMALLOC);
    private final Allocator getFreePages = machine.allocator(Family.PAGES);

    private long freePages() {
        return machine.pages().freePages();
    }

    private void assertOneWarning(KernelSite site) {
        assertThat(machine.splats().map(Splat::kind)).containsExactly(Splat.Kind.WARN);
        assertThat(machine.splats().map(Splat::site)).containsExactly(site.usual());
    }

    @Test
    void kfreeOfVmallocedMemoryIsAPageFault() {
        long address = vmalloc.alloc(PAGE, Gfp.ZERO);
        OopsException oops = catchThrowableOfType(OopsException.class, () -> kmalloc.free(address));
        assertThat(oops.splat().kind()).isEqualTo(Splat.Kind.OOPS);
        assertThat(oops.splat().message()).isEqualTo("address " + Address.format(address));
        assertThat(machine.memory().isMapped(address, PAGE)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {24, PAGE, LARGE})
    void vfreeOfKmallocedMemoryWarnsAndLeaks(long bytes) {
        long address = kmalloc.alloc(bytes, Gfp.ZERO);
        long free = freePages();
        vmalloc.free(address);
        assertOneWarning(KernelSite.VFREE_BAD_ADDRESS);
        assertThat(machine.splats().get(0).message())
                .isEqualTo("Trying to vfree() bad address (" + Address.format(address) + ")");
        assertThat(freePages()).isEqualTo(free);
        assertThat(kmalloc.ksize(address)).isGreaterThanOrEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(longs = {8, 24, 192, PAGE, 2 * PAGE})
    void kfreeOfTheSameObjectTwiceIsABug(long bytes) {
        long address = kmalloc.alloc(bytes, Gfp.ZERO);
        kmalloc.free(address);
        OopsException oops = catchThrowableOfType(OopsException.class, () -> kmalloc.free(address));
        assertThat(oops.splat().kind()).isEqualTo(Splat.Kind.BUG);
        assertThat(oops.splat().site()).isEqualTo(KernelSite.KFREE_TWICE.usual());
        assertThat(oops.splat().site().file()).isEqualTo("mm/slub.c");
    }

    @Test
    void kfreeOfTheSameObjectTwiceWithAnotherBetweenIsSilent() {
        long address = kmalloc.alloc(24, Gfp.ZERO);
        long other = kmalloc.alloc(24, Gfp.ZERO);
        kmalloc.free(address);
        kmalloc.free(other);
        kmalloc.free(address);
        assertThat(machine.log()).isEmpty();
        assertThat(kmalloc.alloc(24, Gfp.ZERO)).isEqualTo(address);
        assertThat(kmalloc.alloc(24, Gfp.ZERO)).isEqualTo(other);
        assertThat(kmalloc.alloc(24, Gfp.ZERO)).isEqualTo(address);
    }

    @Test
    void kfreeOfALargeBlockTwiceWarnsOnceAndFreesOnce() {
        long free = freePages();
        long address = kmalloc.alloc(LARGE, Gfp.ZERO);
        kmalloc.free(address);
        kmalloc.free(address);
        kmalloc.free(address);
        assertOneWarning(KernelSite.FREE_LARGE_KMALLOC);
        assertThat(freePages()).isEqualTo(free);
    }

    @Test
    void afterALargeBlockWasFreedTwiceNoPageIsHandedOutTwice() {
        long below = kmalloc.alloc(LARGE, Gfp.ZERO);
        long above = kmalloc.alloc(LARGE, Gfp.ZERO);
        kmalloc.free(below);
        // Now one block with the other, so that nothing of it starts at its own address.
        kmalloc.free(above);
        kmalloc.free(above);
        assertOneWarning(KernelSite.FREE_LARGE_KMALLOC);
        Set<Long> pages = new HashSet<>();
        for (long p; (p = machine.pages().allocPages(0, Gfp.NOWARN)) != Address.NULL; )
            assertThat(pages.add(p)).isTrue();
        assertThat(pages).hasSize(machine.profile().availableFrames());
    }

    @Test
    void vfreeTwiceWarnsEachTime() {
        long address = vmalloc.alloc(PAGE, Gfp.ZERO);
        vmalloc.free(address);
        long free = freePages();
        vmalloc.free(address);
        assertOneWarning(KernelSite.VFREE_NO_AREA);
        assertThat(machine.splats().get(0).message())
                .isEqualTo("Trying to vfree() nonexistent vm area (" + Address.format(address) + ")");
        vmalloc.free(address);
        assertThat(machine.splatCount()).isEqualTo(2);
        assertThat(freePages()).isEqualTo(free);
    }

    @Test
    void kfreeOfPagesWarnsAndLeaksAllButTheFirst() {
        long free = freePages();
        long address = getFreePages.alloc(8 * PAGE, Gfp.ZERO);
        kmalloc.free(address);
        assertOneWarning(KernelSite.FREE_LARGE_KMALLOC);
        assertThat(freePages()).isEqualTo(free - 7);
    }

    @Test
    void freePagesOfALargeKmallocedBlockIsSilentAndFreesIt() {
        long free = freePages();
        long address = kmalloc.alloc(LARGE, Gfp.ZERO);
        assertThat(freePages()).isEqualTo(free - 8);
        getFreePages.free(address);
        assertThat(machine.log()).isEmpty();
        assertThat(freePages()).isEqualTo(free);
        assertThat(Boot.drain(machine)).isEqualTo(Boot.drain(Boot.machine(64)));
    }

    @Test
    void kfreeOfAPointerIntoAnObjectSilentlyCorruptsTheFreeList() {
        long address = kmalloc.alloc(24, Gfp.ZERO);
        kmalloc.free(address + 8);
        assertThat(machine.log()).isEmpty();
        long overlapping = kmalloc.alloc(24, Gfp.ZERO);
        assertThat(overlapping).isEqualTo(address + 8);
    }

    @Test
    void kfreeOfAPointerIntoTheFirstPageOfALargeBlockSilentlyFreesIt() {
        long free = freePages();
        long address = kmalloc.alloc(LARGE, Gfp.ZERO);
        kmalloc.free(address + 8);
        assertThat(machine.log()).isEmpty();
        assertThat(freePages()).isEqualTo(free);
    }

    @Test
    void vfreeOfAnotherPageOfTheAreaSilentlyFreesAllOfIt() {
        long free = freePages();
        long address = vmalloc.alloc(3 * PAGE, Gfp.ZERO);
        vmalloc.free(address + PAGE);
        assertThat(machine.log()).isEmpty();
        assertThat(machine.memory().isMapped(address, 1)).isFalse();
        assertThat(freePages()).isEqualTo(free);
        vmalloc.free(address);
        assertOneWarning(KernelSite.VFREE_NO_AREA);
    }

    @Test
    void vfreeOfAnAddressThatIsNoStartOfAPageIsABadAddress() {
        long address = vmalloc.alloc(PAGE, Gfp.ZERO);
        vmalloc.free(address + 8);
        assertOneWarning(KernelSite.VFREE_BAD_ADDRESS);
        assertThat(machine.memory().isMapped(address, PAGE)).isTrue();
    }

    @Test
    void kvfreeTakesWhatEitherOfItsTwoFamiliesGave() {
        long free = freePages();
        kvmalloc.free(kmalloc.alloc(LARGE, Gfp.ZERO));
        kvmalloc.free(vmalloc.alloc(LARGE, Gfp.ZERO));
        kmalloc.free(kvmalloc.alloc(LARGE, Gfp.ZERO));
        assertThat(freePages()).isEqualTo(free);
        assertThat(machine.log()).isEmpty();
    }

    @Test
    void kfreeOfKvmallocedMemoryHappensToWorkUpToTheLargestBlockOnly() {
        long contiguous = kvmalloc.alloc(4 << 20, Gfp.ZERO);
        kmalloc.free(contiguous);
        assertThat(machine.log()).isEmpty();
        long mapped = kvmalloc.alloc((4 << 20) + 1, Gfp.ZERO);
        assertThat(catchThrowableOfType(OopsException.class, () -> kmalloc.free(mapped))
                        .splat()
                        .kind())
                .isEqualTo(Splat.Kind.OOPS);
    }

    @Test
    void panicOnWarnMakesAWrongVfreeAPanic() {
        Machine strict = Boot.machine(MachineProfile.of(PAGE, 64).withPanicOnWarn(true));
        long address = strict.allocator(Family.KMALLOC).alloc(24, Gfp.ZERO);
        OopsException oops = catchThrowableOfType(
                OopsException.class, () -> strict.allocator(Family.VMALLOC).free(address));
        assertThat(oops.splat().kind()).isEqualTo(Splat.Kind.PANIC);
    }
}
