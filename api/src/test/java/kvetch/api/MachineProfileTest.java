package kvetch.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vavr.collection.HashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MachineProfileTest {
    private static void assertOutOfRange(String what, int pageSize, int maxPageOrder, int memoryMib, int freeOrder) {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new MachineProfile(pageSize, maxPageOrder, memoryMib, freeOrder, false, HashMap.empty()))
                .withMessageStartingWith(what + " out of range: ");
    }

    @Test
    void rangesAreChecked() {
        for (int pageSize : new int[] {0, 1, 2048, 4095, 8192, 32768, 131072, -4096})
            assertOutOfRange("page size", pageSize, 10, 64, 10);
        for (int order : new int[] {-1, 17}) assertOutOfRange("MAX_PAGE_ORDER", 4096, order, 64, 0);
        for (int mib : new int[] {-1, 0, 7, 65537}) assertOutOfRange("memory in MiB", 4096, 10, mib, 10);
        for (int order : new int[] {-1, 11}) assertOutOfRange("order of free blocks", 4096, 10, 64, order);
    }

    @Test
    void theEndsOfTheRangesAreAllowed() {
        for (int pageSize : new int[] {4096, 16384, 65536})
            for (int order : new int[] {0, 16})
                for (int mib : new int[] {8, 65536}) {
                    MachineProfile profile = new MachineProfile(pageSize, order, mib, order, false, HashMap.empty());
                    assertThat((long) profile.frames() * pageSize).isEqualTo((long) mib << 20);
                    assertThat(profile.reservedFrames()).isPositive().isLessThan(profile.frames());
                }
    }

    @ParameterizedTest
    @CsvSource({"4096, 10", "16384, 11", "65536, 13"})
    void theUsualMachineHasFreshMemoryAndLinuxsMaxPageOrder(int pageSize, int maxPageOrder) {
        MachineProfile profile = MachineProfile.of(pageSize, 2048);
        assertThat(profile.maxPageOrder()).isEqualTo(maxPageOrder);
        assertThat(profile.freeOrder()).isEqualTo(maxPageOrder);
        assertThat(profile.memoryMib()).isEqualTo(2048);
        assertThat(profile.panicOnWarn()).isFalse();
        assertThat(MachineProfile.maxPageOrder(pageSize)).isEqualTo(maxPageOrder);
    }

    @ParameterizedTest
    @CsvSource({"256, 212396", "1024, 985388", "2048, 2016040"})
    void memTotalIsThatOfTheRecordedMachines(int memoryMib, int kib) {
        assertThat(MachineProfile.of(4096, memoryMib).totalFrames() * 4).isBetween(kib, kib + 4);
    }

    @ParameterizedTest
    @CsvSource({"8, 160, 512", "64, 1280, 4096", "512, 10240, 13557", "2048, 16384, 20277", "65536, 270336, 298037"})
    void whatTheKernelKeepsIsAtBothEndsOfMemory(int memoryMib, int first, int reserved) {
        MachineProfile profile = MachineProfile.of(4096, memoryMib);
        assertThat(profile.firstFrame()).isEqualTo(first).isLessThan(reserved);
        assertThat(profile.reservedFrames()).isEqualTo(reserved);
        assertThat(profile.totalFrames()).isEqualTo(profile.frames() - reserved);
    }

    /** In use are 32 MiB, or a 16th of the memory; kept is the square root of 16 times the total in KiB, in KiB. */
    @ParameterizedTest
    @CsvSource({"4096, 64, 11043", "4096, 2048, 494400", "16384, 2048, 123601", "65536, 65536, 1028930"})
    void whatIsInUseAndWhatTheKernelKeepsFreeCannotBeHad(int pageSize, int memoryMib, int frames) {
        assertThat(MachineProfile.of(pageSize, memoryMib).availableFrames()).isEqualTo(frames);
    }

    @Test
    void moreMemoryIsMoreForOthers() {
        for (int pageSize : new int[] {4096, 16384, 65536}) {
            int before = 0;
            for (int mib = 8; mib <= 65536; mib++) {
                MachineProfile profile = MachineProfile.of(pageSize, mib);
                int free = profile.availableFrames();
                assertThat(free).as(pageSize + ", " + mib).isGreaterThanOrEqualTo(before);
                assertThat(profile.firstFrame()).isLessThan(profile.reservedFrames());
                before = free;
            }
            assertThat(before).isPositive();
        }
    }

    @Test
    void aCheckIsAtItsUsualPlaceUnlessTheKernelSaysOtherwise() {
        CodeLocation elsewhere = new CodeLocation("mm/util.c", 596, "kvmalloc_node");
        MachineProfile profile = MachineProfile.of(4096, 64).withSites(HashMap.of(KernelSite.KVMALLOC_SIZE, elsewhere));
        assertThat(profile.location(KernelSite.KVMALLOC_SIZE)).isEqualTo(elsewhere);
        assertThat(profile.location(KernelSite.PAGE_ORDER)).isEqualTo(KernelSite.PAGE_ORDER.usual());
    }

    @Test
    void withChangesOneThing() {
        MachineProfile profile = MachineProfile.of(16384, 128)
                .withSites(HashMap.of(KernelSite.PAGE_ORDER, new CodeLocation("a", 1, "b")));
        assertThat(profile.withPanicOnWarn(true).withFreeOrder(3))
                .isEqualTo(new MachineProfile(16384, 11, 128, 3, true, profile.sites()));
        assertThat(profile.withPanicOnWarn(true).withPanicOnWarn(false)).isEqualTo(profile);
    }
}
