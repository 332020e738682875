package kvetch.live.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.Vector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemoryReportTest {
    private static final String PANIC = "Kernel panic - not syncing: Kernel mode fault at addr 0x0, ip 0x6012ed86";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BUG: KASAN: double-free in raid0_free+0x27/0x49||DOUBLE_FREE|BUG: KASAN: double-free in raid0_free",
                "BUG: KASAN: invalid-free in kfree+0x27/0x49||INVALID_FREE|BUG: KASAN: invalid-free in kfree",
                "BUG: KASAN: use-after-free in raid0_free+0x27/0x49|Read of size 8 at addr 0074|READ_AFTER_FREE|BUG: KASAN: use-after-free in raid0_free",
                "BUG: KASAN: slab-use-after-free in f|Write of size 8 at addr 0074|WRITE_AFTER_FREE|BUG: KASAN: slab-use-after-free in f",
                "BUG: KASAN: slab-out-of-bounds in raid0_run+0x1/0x2|Write of size 8 at addr 0074|WRITE_OUTSIDE|BUG: KASAN: slab-out-of-bounds in raid0_run",
                "BUG: KASAN: vmalloc-out-of-bounds in map_sector+0x1/0x2|Read of size 4 at addr 0074|READ_OUTSIDE|BUG: KASAN: vmalloc-out-of-bounds in map_sector",
                "BUG kmalloc-64 (Not tainted): Object already free||DOUBLE_FREE|BUG kmalloc-64: Object already free",
                "BUG kmalloc-32 (Tainted: G    B  ): Poison overwritten||WRITE_AFTER_FREE|BUG kmalloc-32: Poison overwritten",
                "BUG kmalloc-32 (Not tainted): Right Redzone overwritten||WRITE_OUTSIDE|BUG kmalloc-32: Right Redzone overwritten"
            })
    void readsWhatAKernelSaysOfMemory(String line, String next, MemoryReport.Kind kind, String sentence) {
        assertThat(KernelLog.memoryReports(Vector.of("md: a word", line, next == null ? "" : next)))
                .containsExactly(new MemoryReport(kind, sentence));
    }

    @Test
    void aFreeOfWhichTheKernelDiesIsOneThatDoesNotMatch() {
        assertThat(KernelLog.memoryReports(Vector.of(
                        PANIC,
                        "Call Trace:",
                        " [<6012fb91>] ? kfree+0x19/0x4a",
                        " [<12060d838>] raid0_free+0x1a/0x2c [raid0]",
                        " [<1205f9c8e>] md_run+0xaf4/0xb77 [md_mod]")))
                .containsExactly(new MemoryReport(
                        MemoryReport.Kind.INVALID_FREE, "the kernel fails in kfree, called by raid0_free"));
    }

    @Test
    void whoDiesOtherwiseHasFreedNothingWrong() {
        assertThat(KernelLog.memoryReports(Vector.of(
                        PANIC,
                        "Call Trace:",
                        " [<12060d838>] map_sector+0x1a/0x2c [raid0]",
                        " [<6012fb91>] kfree+0x19/0x4a")))
                .isEmpty();
    }

    /** Where the memory was freed stands there, too, and was no mistake. */
    @Test
    void aFreeBeforeAUseIsNone() {
        assertThat(KernelLog.memoryReports(Vector.of(
                                "BUG: KASAN: use-after-free in map_sector+0x27/0x49",
                                "Read of size 8 at addr 0074 by task init/21",
                                " [<604b79ab>] map_sector+0x27/0x49",
                                "Freed by task 21:",
                                " kfree+0x19/0x4a",
                                " raid0_free+0x1a/0x2c"))
                        .map(MemoryReport::kind))
                .containsExactly(MemoryReport.Kind.READ_AFTER_FREE);
    }

    @Test
    void anAllocationIsTheDriversWhereNoAllocatorHasAskedForIt() {
        String failure = "FAULT_INJECTION: forcing a failure.";
        String kmalloc = " [<6012d4e9>] kmalloc_trace+0x2c/0x4d";
        String raid0 = " [<604b79ab>] raid0_run+0x27/0x49";
        assertThat(KernelLog.placeOfDriversFailure(Vector.of(failure, kmalloc, raid0)))
                .isEqualTo("raid0_run+0x27");
        assertThat(KernelLog.placeOfDriversFailure(Vector.of(kmalloc, raid0))).isEmpty();
        assertThat(KernelLog.placeOfDriversFailure(Vector.of(failure, kmalloc, " [<604d18d6>] md_run+0x516/0x1435")))
                .isEmpty();
        assertThat(KernelLog.placeOfDriversFailure(
                        Vector.of(failure, " [<6012d4e9>] allocate_slab+0x2c/0x4d", kmalloc, raid0)))
                .isEmpty();
    }
}
