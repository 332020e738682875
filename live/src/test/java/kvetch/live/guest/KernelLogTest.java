package kvetch.live.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.Vector;
import kvetch.api.CodeLocation;
import kvetch.api.Splat;
import org.junit.jupiter.api.Test;

class KernelLogTest {
    private static final Vector<String> TRACE = Vector.of(
            "Modules linked in: raid0 md_mod loop",
            "Call Trace:",
            " [<606944ba>] ? _printk+0x0/0x94",
            " [<6004f7fc>] __warn+0xcd/0x118",
            " [<6015d976>] __alloc_pages+0x66/0x1e9",
            " [<6015ec08>] ? setup_object+0x0/0x39",
            " [<6015ec99>] __kmalloc_large_node+0x11/0x39",
            " [<e0dd10aa>] raid0_run+0x74/0xbb [raid0]",
            "---[ end trace 0000000000000000 ]---");

    @Test
    void readsWarnings() {
        Splat splat = KernelLog.warnings(
                        TRACE.prepend("WARNING: CPU: 0 PID: 679 at mm/page_alloc.c:5634 __alloc_pages+0x66/0x1e9"))
                .head();
        assertThat(splat.kind()).isEqualTo(Splat.Kind.WARN);
        assertThat(splat.site()).isEqualTo(new CodeLocation("mm/page_alloc.c", 5634, "__alloc_pages"));
        assertThat(splat.callTrace()).containsExactly("__kmalloc_large_node", "raid0_run");
    }

    @Test
    void readsThoseOfLaterKernels() {
        Vector<String> lines =
                Vector.of("WARNING: mm/slub.c:6927 at __kvmalloc_node_noprof+0x2ab/0x322, CPU#0: init/738");
        assertThat(KernelLog.warnings(lines).map(Splat::headline))
                .containsExactly("WARNING: mm/slub.c:6927 at __kvmalloc_node_noprof");
    }

    @Test
    void whatIsNoWarningIsNone() {
        assertThat(KernelLog.warnings(TRACE.prepend("md: pers->run() failed ...")))
                .isEmpty();
    }

    @Test
    void signalEightIsADivideError() {
        Splat death = KernelLog.death(died(
                "Kernel panic - not syncing: Kernel mode signal 8",
                "Call Trace:",
                " [<60041149>] show_stack+0x10b/0x11a",
                " [<e0dd10aa>] ? map_sector+0x74/0xbb [raid0]"));
        assertThat(death.headline()).isEqualTo("divide error: map_sector");
    }

    @Test
    void whereTheStackCannotBeReadTheFunctionIsUnknown() {
        Splat death = KernelLog.death(died(
                "Kernel panic - not syncing: Kernel mode signal 8",
                "Received SIGSEGV in SIGSEGV handler, aborting stack trace!"));
        assertThat(death.headline()).isEqualTo("divide error: unknown");
    }

    @Test
    void bugsAndFaultsAndKillsAreToldApart() {
        assertThat(KernelLog.death(died(
                                "BUG: failure at mm/slub.c:435/__slab_free()!", "Kernel panic - not syncing: BUG!"))
                        .headline())
                .isEqualTo("kernel BUG at mm/slub.c:435! __slab_free");
        assertThat(KernelLog.death(died("Kernel panic - not syncing: Kernel mode fault at addr 0x10, ip 0x60"))
                        .kind())
                .isEqualTo(Splat.Kind.OOPS);
        assertThat(KernelLog.death(died("Out of memory: Killed process 23 (init) total-vm:1kB", "=kv killed 9"))
                        .kind())
                .isEqualTo(Splat.Kind.OOM_KILL);
        assertThat(KernelLog.death(died("Kernel panic - not syncing: System is deadlocked on memory"))
                        .kind())
                .isEqualTo(Splat.Kind.PANIC);
    }

    @Test
    void readsWhereASectorGoesThatNoDiskHas() {
        String newer = "init: attempt to access beyond end of device\\x0aloop2: rw=34817,"
                + " sector=67629170104923342, nr_sectors = 1 limit=18014398509481920";
        assertThat(KernelLog.beyond(Vector.of(newer), 1)).isEqualTo(new KernelLog.Beyond(2, 67629170104923342L));
        String older = "attempt to access beyond end of device\\x0aloop0: rw=34817, want=101, limit=100";
        assertThat(KernelLog.beyond(Vector.of(older), 1)).isEqualTo(new KernelLog.Beyond(0, 100));
        assertThat(KernelLog.beyond(Vector.of(older), 8)).isEqualTo(new KernelLog.Beyond(0, 93));
        assertThat(KernelLog.beyond(TRACE, 1)).isNull();
    }

    private static GuestDied died(String... lines) {
        return new GuestDied("map 0", Vector.of(lines), false);
    }
}
