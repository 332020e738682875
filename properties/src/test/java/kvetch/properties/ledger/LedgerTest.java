package kvetch.properties.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.Vector;
import java.util.List;
import kvetch.api.Address;
import kvetch.api.Allocator;
import kvetch.api.Family;
import kvetch.api.Gfp;
import kvetch.api.Machine;
import kvetch.api.MachineProfile;
import kvetch.api.OopsException;
import kvetch.properties.Planted.Around;
import kvetch.properties.evidence.Fault;
import kvetch.properties.law.Law;
import kvetch.properties.laws.StandardLaws;
import kvetch.properties.plug.Providers;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private static final int ZEROED = Gfp.KERNEL | Gfp.ZERO;

    private final Machine machine =
            Machine.boot(MachineProfile.of(4096, 64), Providers.load().allocators()::kernelProvider);
    private final Ledger ledger = new Ledger(machine, 0);
    private final Allocator kmalloc = watched(Family.KMALLOC);
    private final Allocator kvmalloc = watched(Family.KVMALLOC);

    private Allocator watched(Family family) {
        return ledger.wrap(machine.allocator(family), family);
    }

    private void assertNoted(Law law, String what, String message) {
        assertThat(noted()).containsExactly(law + " " + what + ": " + message);
    }

    private List<String> noted() {
        return ledger.faults().stream()
                .map(StandardLaws::violation)
                .map(noted -> noted.law() + " " + noted.what() + ": " + noted.message())
                .toList();
    }

    private static String hex(long address) {
        return Address.format(address);
    }

    @Test
    void nothingIsNotedOfASoundLife() {
        long block = kvmalloc.alloc(48, ZEROED);
        ledger.memory().writeU64(block + 40, 1);
        ledger.memory().writeU32(block + 44, 1);
        assertThat(ledger.memory().readU64(block)).isZero();
        assertThat(ledger.liveBlocks()).isEqualTo(1);
        kvmalloc.free(block);
        ledger.close();
        assertThat(ledger.faults()).isEmpty();
        assertThat(ledger.liveBlocks()).isZero();
        assertThat(ledger.frees()).isEqualTo(1);
        assertThat(ledger.allocations()).isEqualTo(1);
        assertThat(ledger.refusals()).isZero();
    }

    @Test
    void nullAndZeroSizePtrMayBeFreedByAnyone() {
        assertThat(kmalloc.alloc(0, ZEROED)).isEqualTo(Address.ZERO_SIZE_PTR);
        kvmalloc.free(Address.ZERO_SIZE_PTR);
        kvmalloc.free(Address.NULL);
        ledger.close();
        assertThat(ledger.faults()).isEmpty();
        assertThat(ledger.frees()).isZero();
    }

    @Test
    void aBlockThatIsNeverFreedIsNotedAtTheEnd() {
        long block = kvmalloc.alloc(48, ZEROED);
        assertThat(ledger.faults()).isEmpty();
        ledger.close();
        assertNoted(
                StandardLaws.M2,
                "a block is never freed",
                "allocation 1 (48 bytes at " + hex(block) + " from kvzalloc) is never freed");
    }

    @Test
    void theWrongFunctionIsNotedAndDoesWhatItDoes() {
        long block = kvmalloc.alloc(48, ZEROED);
        kmalloc.free(block);
        assertNoted(
                StandardLaws.M1,
                "freed with the wrong function",
                "allocation 1 (48 bytes at " + hex(block)
                        + " from kvzalloc) must be freed with kvfree, not with kfree");
        assertThat(kmalloc.alloc(48, ZEROED)).isEqualTo(block);
    }

    @Test
    void aSecondFreeIsNoted() {
        long other = kmalloc.alloc(48, ZEROED);
        long block = kmalloc.alloc(48, ZEROED);
        kmalloc.free(block);
        kmalloc.free(other);
        kmalloc.free(block);
        assertNoted(
                StandardLaws.M1,
                "freed twice",
                "kfree(" + hex(block) + "): allocation 2 (48 bytes at " + hex(block)
                        + " from kzalloc) was freed before");
    }

    @Test
    void aFreeInsideABlockIsNoted() {
        long block = kmalloc.alloc(48, ZEROED);
        kmalloc.free(block + 8);
        assertNoted(
                StandardLaws.M1,
                "freed what was not allocated",
                "kfree(" + hex(block + 8) + "): no block starts there");
        assertThat(ledger.liveBlocks()).isEqualTo(1);
    }

    @Test
    void anAccessOutsideIsNoted() {
        long block = kmalloc.alloc(24, ZEROED);
        ledger.memory().readU64(block + 24);
        assertNoted(
                StandardLaws.M3,
                "read outside live blocks",
                "read of 8 bytes at " + hex(block + 24) + ", in no live block");
    }

    @Test
    void anAccessHalfOutsideIsNoted() {
        long block = kmalloc.alloc(24, ZEROED);
        ledger.memory().writeU32(block + 22, 1);
        assertNoted(
                StandardLaws.M3,
                "write outside live blocks",
                "write of 4 bytes at " + hex(block + 22) + ", in no live block");
    }

    @Test
    void anAccessBeforeIsNoted() {
        long block = kmalloc.alloc(24, ZEROED) + 24;
        kmalloc.alloc(24, ZEROED);
        ledger.memory().readU32(block + 4);
        assertThat(ledger.faults()).hasSize(1);
    }

    @Test
    void whatNobodyHasStoredToIsNotToBeRead() {
        machine.setCallTrace(Vector.of("create_strip_zones", "raid0_run"));
        long block = kvmalloc.alloc(48, Gfp.KERNEL);
        ledger.memory().writeU64(block, 1);
        ledger.memory().writeU32(block + 8, 1);
        ledger.memory().readU64(block);
        ledger.memory().port().readU32(block + 8);
        ledger.memory().readU64(block + 8);
        assertNoted(
                StandardLaws.M3,
                "read before anything was stored there",
                "read of 8 bytes in create_strip_zones: byte 12 of allocation 1 (48 bytes at " + hex(block)
                        + " from kvzalloc) was asked for without __GFP_ZERO, and nobody has stored to it");
    }

    @Test
    void whatIsNotZeroedThoughAskedIsToldAsThatAlone() {
        Allocator dirty = ledger.wrap(
                new Around(machine, machine.allocator(Family.KMALLOC)) {
                    @Override
                    public long alloc(long bytes, int gfp) {
                        return super.alloc(bytes, gfp & ~Gfp.ZERO);
                    }
                },
                Family.KMALLOC);
        ledger.memory().readU64(dirty.alloc(48, ZEROED));
        assertThat(noted()).noneMatch(note -> note.startsWith("M3"));
    }

    @Test
    void anAccessAfterTheFreeIsNoted() {
        long block = kmalloc.alloc(24, ZEROED);
        kmalloc.free(block);
        ledger.memory().writeU64(block + 16, 1);
        ledger.memory().readU32(block);
        assertThat(noted())
                .containsExactly(
                        "M3 write after free: write of 8 bytes at " + hex(block + 16)
                                + ", in freed allocation 1 (24 bytes at " + hex(block) + " from kzalloc)",
                        "M3 read after free: read of 4 bytes at " + hex(block) + ", in freed allocation 1 (24 bytes at "
                                + hex(block) + " from kzalloc)");
        assertThat(ledger.faults().get(0).evidence().allocations()).containsExactly(1);
    }

    @Test
    void anAccessToAnAddressThatWasHandedOutAgainIsFine() {
        long block = kmalloc.alloc(24, ZEROED);
        kmalloc.free(block);
        assertThat(kmalloc.alloc(24, ZEROED)).isEqualTo(block);
        ledger.memory().readU64(block);
        assertThat(ledger.faults()).isEmpty();
    }

    @Test
    void anAccessToNothingIsNotedAndFaults() {
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> ledger.memory().readU64(8))
                .isInstanceOf(OopsException.class);
        assertNoted(
                StandardLaws.M3, "read outside live blocks", "read of 8 bytes at 0000000000000008, in no live block");
    }

    @Test
    void blocksThatOverlapAreNoted() {
        long[] next = {0};
        Allocator overlapping = ledger.wrap(
                new Around(machine, machine.allocator(Family.KMALLOC)) {
                    @Override
                    public long alloc(long bytes, int gfp) {
                        if (next[0] != 0) return next[0] + 24;
                        next[0] = super.alloc(64, gfp);
                        return next[0];
                    }

                    @Override
                    public long ksize(long address) {
                        return 64;
                    }
                },
                Family.KMALLOC);
        long first = overlapping.alloc(32, ZEROED);
        overlapping.alloc(24, ZEROED);
        assertNoted(
                StandardLaws.M4,
                "live blocks overlap",
                "allocation 2 (24 bytes at " + hex(first + 24) + " from kzalloc) overlaps allocation 1 (32 bytes at "
                        + hex(first) + " from kzalloc)");
    }

    @Test
    void blocksSideBySideDoNotOverlap() {
        long first = kmalloc.alloc(32, ZEROED);
        assertThat(kmalloc.alloc(32, ZEROED)).isEqualTo(first + 32);
        assertThat(ledger.faults()).isEmpty();
    }

    private Allocator giving(long address, long ksize, Family family) {
        return ledger.wrap(
                new Around(machine, machine.allocator(family)) {
                    @Override
                    public long alloc(long bytes, int gfp) {
                        return address;
                    }

                    @Override
                    public long ksize(long asked) {
                        return ksize;
                    }
                },
                family);
    }

    private long page() {
        long page = machine.pages().allocPages(0, ZEROED);
        assertThat(page).isNotZero();
        return page;
    }

    @Test
    void aMisalignedBlockIsNoted() {
        long page = page();
        giving(page + 4, 4092, Family.KMALLOC).alloc(24, ZEROED);
        assertNoted(
                StandardLaws.M4,
                "a block is misaligned",
                "allocation 1 (24 bytes at " + hex(page + 4) + " from kzalloc) is not aligned to 8 bytes");
    }

    @Test
    void eachFamilyPromisesItsAlignment() {
        long page = page();
        giving(page + 8, 4088, Family.KMALLOC).alloc(64, ZEROED);
        giving(page + 512, 4088, Family.VMALLOC).alloc(8, ZEROED);
        giving(page + 1024, 4088, Family.PAGES).alloc(8, ZEROED);
        giving(page + 2056, 4088, Family.KVMALLOC).alloc(24, ZEROED);
        assertThat(Vector.ofAll(ledger.faults())
                        .map(violation -> violation.message().replaceAll(".*is not", "is not")))
                .containsExactly(
                        "is not aligned to 64 bytes", "is not aligned to 4096 bytes", "is not aligned to 4096 bytes");
    }

    @Test
    void aBlockThatIsNotMappedIsNoted() {
        giving(Address.VMALLOC_START, 64, Family.KVMALLOC).alloc(24, ZEROED);
        assertNoted(
                StandardLaws.M4,
                "a block is not mapped memory",
                "allocation 1 (24 bytes at ffffc90000000000 from kvzalloc) is not mapped in all its length");
    }

    @Test
    void aBlockThatIsTooSmallIsNoted() {
        long page = page();
        giving(page, 16, Family.KVMALLOC).alloc(24, ZEROED);
        assertNoted(
                StandardLaws.M4,
                "a block is too small",
                "allocation 1 (24 bytes at " + hex(page) + " from kvzalloc) has only 16 usable bytes");
    }

    @Test
    void whatGoesWrongAgainAndAgainIsNotedSomeTimesAndHidesNothingElse() {
        Allocator small = giving(page(), 16, Family.KVMALLOC);
        for (int i = 0; i < 20_000; i++) small.free(small.alloc(24, ZEROED));
        assertThat(ledger.sawOverlap()).isFalse();
        for (int i = 0; i < 2; i++) small.alloc(24, ZEROED);
        assertThat(ledger.sawOverlap()).isTrue();
        assertThat(ledger.faults()).hasSizeBetween(10, 1_000);
        assertThat(Vector.ofAll(ledger.faults()).map(Fault.Seen::what).distinct())
                .containsExactly("a block is too small", "live blocks overlap");
    }

    @Test
    void aDirtyBlockIsNotedWhereZeroingWasAskedFor() {
        long page = page();
        machine.memory().writeByte(page + 17, (byte) 1);
        giving(page, 4096, Family.KVMALLOC).alloc(24, Gfp.KERNEL);
        assertThat(ledger.faults()).isEmpty();
        giving(page + 8, 4096, Family.KVMALLOC).alloc(8, ZEROED);
        assertThat(ledger.faults()).hasSize(1).allMatch(v -> v.what().equals("live blocks overlap"));
    }

    @Test
    void aDirtyBlockIsNoted() {
        long page = page();
        machine.memory().writeByte(page + 17, (byte) 1);
        giving(page, 4096, Family.KVMALLOC).alloc(24, ZEROED);
        assertNoted(
                StandardLaws.M4,
                "a block does not read as zero",
                "allocation 1 (24 bytes at " + hex(page) + " from kvzalloc) does not read as zero at byte 17");
    }

    @Test
    void anAllocationFailsWithoutReachingTheAllocator() {
        Ledger failing = new Ledger(machine, 2);
        Allocator allocator = failing.wrap(machine.allocator(Family.KMALLOC), Family.KMALLOC);
        assertThat(allocator.alloc(24, ZEROED)).isNotZero();
        assertThat(failing.isRefused(1)).isFalse();
        assertThat(allocator.alloc(24, ZEROED)).isZero();
        assertThat(failing.isRefused(2)).isTrue();
        assertThat(allocator.alloc(24, ZEROED)).isNotZero();
        assertThat(failing.allocations()).isEqualTo(3);
        assertThat(failing.refusals()).isEqualTo(1);
    }

    @Test
    void aRefusalOfTheAllocatorsOwnCountsToo() {
        assertThat(kmalloc.alloc(-1, ZEROED | Gfp.NOWARN)).isZero();
        assertThat(ledger.isRefused(1)).isTrue();
        assertThat(ledger.liveBlocks()).isZero();
    }

    @Test
    void aVmallocAddressIsRememberedAfterTheFree() {
        assertThat(ledger.sawVmalloc()).isFalse();
        long block = kvmalloc.alloc(5 << 20, ZEROED);
        assertThat(ledger.sawVmalloc()).isTrue();
        kvmalloc.free(block);
        assertThat(ledger.sawVmalloc()).isTrue();
        assertThat(ledger.faults()).isEmpty();
    }

    @Test
    void theKernelsAllocatorsAreOneEach() {
        assertThat(ledger.kernelAllocators().apply(Family.KMALLOC))
                .isSameAs(ledger.kernelAllocators().apply(Family.KMALLOC));
    }

    @Test
    void manyBlocksAreKept() {
        for (int i = 0; i < 100; i++) kmalloc.alloc(32, ZEROED);
        assertThat(ledger.liveBlocks()).isEqualTo(100);
        ledger.close();
        assertThat(ledger.faults()).hasSize(100);
    }
}
