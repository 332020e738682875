package kvetch.properties;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.Vector;
import kvetch.api.Family;
import kvetch.api.MachineProfile;
import kvetch.api.Splat;
import kvetch.properties.plug.Providers;
import kvetch.properties.setup.Setup;
import kvetch.raid0.KernelProfiles;
import org.junit.jupiter.api.Test;

class SweepTest {
    private static final Providers PROVIDERS = Providers.load();
    private static final MachineProfile MACHINE = MachineProfile.of(4096, 2048);

    private static Sweep sweep(String kernel, String allocator, int zones, MachineProfile machine) {
        return new Sweep(
                new Setup(
                        PROVIDERS.allocators(),
                        KernelProfiles.find(kernel).get(),
                        PROVIDERS.find(allocator).get()),
                zones,
                machine);
    }

    private static Vector<String> text(Vector<Sweep.Interval> intervals) {
        return intervals.map(
                i -> i.first() + " .. " + i.last() + ": " + i.outcome().text());
    }

    @Test
    void kzallocWarnsFrom524289On() {
        assertThat(text(sweep("7.0", "kzalloc", 1, MACHINE).bisected()))
                .containsExactly(
                        "-2147483648 .. -1: ENOMEM, WARN at mm/page_alloc.c:5234 __alloc_frozen_pages_noprof",
                        "0 .. 0: EINVAL, a disk's slot is not below raid_disks",
                        "1 .. 1: started",
                        "2 .. 524288: EINVAL, too few disks",
                        "524289 .. 2147483647: ENOMEM, WARN at mm/page_alloc.c:5234 __alloc_frozen_pages_noprof");
    }

    @Test
    void kvzallocServesThenKillsThenRefusesAndWarnsAboveIntMax() {
        assertThat(text(sweep("7.2", "kvzalloc", 2, MACHINE).bisected()))
                .containsExactly(
                        "-2147483648 .. -1: ENOMEM, WARN at mm/slub.c:6946 __kvmalloc_node_noprof",
                        "0 .. 1: EINVAL, a disk's slot is not below raid_disks",
                        "2 .. 2: started",
                        "3 .. 126073856: EINVAL, too few disks",
                        "126073857 .. 129026816: the caller is killed, out of memory",
                        "129026817 .. 134217727: ENOMEM, a line in the log",
                        "134217728 .. 2147483647: ENOMEM, WARN at mm/slub.c:6946 __kvmalloc_node_noprof");
    }

    @Test
    void thePageAllocatorWarnsOfZeroDisksToo() {
        assertThat(text(sweep("7.2", "page-allocator", 1, MACHINE).bisected()).head())
                .isEqualTo("-2147483648 .. 0: ENOMEM, WARN at mm/page_alloc.c __alloc_frozen_pages_noprof");
    }

    @Test
    void hardenedNeverAllocatesForDisksThatAreNotThere() {
        for (var provider : PROVIDERS.all())
            for (int zones = 1; zones <= 8; zones++)
                assertThat(sweep("hardened", provider.name(), zones, MACHINE).bisected())
                        .noneMatch(interval -> interval.outcome().splat() != null
                                || interval.outcome().errno() == kvetch.raid0.Errno.ENOMEM);
    }

    @Test
    void bisectionFindsWhatRunningEveryValueFinds() {
        MachineProfile small = MachineProfile.of(4096, 8);
        for (var provider : PROVIDERS.all())
            for (int zones : provider.name().equals("kvzalloc") ? new int[] {1, 8} : new int[] {8}) {
                Sweep sweep = sweep("7.2", provider.name(), zones, small);
                Vector<Sweep.Interval> bisected = sweep.bisected();
                // Beyond what is killed for, and what is refused.
                int end = 850_000 / zones;
                assertThat(sweep.between(0, end, 2, Check.DEFAULT_TIMEOUT_MS).get())
                        .as(provider.name() + ", " + zones + " zones")
                        .isEqualTo(clip(bisected, end));
                boolean mayTakeAll = provider.family() == Family.KVMALLOC || provider.family() == Family.VMALLOC;
                assertThat(clip(bisected, end)
                                .exists(interval -> interval.outcome().splat() == Splat.Kind.OOM_KILL))
                        .as(provider.name() + ", " + zones + " zones")
                        .isEqualTo(mayTakeAll);
            }
    }

    @Test
    void theRecordedKillAndWhatWasRecordedAroundIt() {
        // 7.3.4: killed with 2048 MiB at 253000000; served at 951 MiB; with 1024 MiB 962.6 MiB is above all memory.
        assertThat(at(sweep("7.3", "kvzalloc", 1, MACHINE), 253_000_000))
                .isEqualTo("the caller is killed, out of memory");
        assertThat(at(sweep("7.3", "kvzalloc", 1, MACHINE), 124_618_968)).isEqualTo("EINVAL, too few disks");
        assertThat(at(sweep("7.3", "kvzalloc", 3, MachineProfile.of(4096, 1024)), 42_058_666))
                .isEqualTo("ENOMEM, a line in the log");
    }

    private static String at(Sweep sweep, int raidDisks) {
        return sweep.bisected()
                .find(interval -> interval.first() <= raidDisks && raidDisks <= interval.last())
                .get()
                .outcome()
                .text();
    }

    /** Where a free goes wrong, the machine dies from some size on: one more answer than an allocator declares. */
    @Test
    void bisectionFindsWhatRunningEveryValueFindsOnHalvesOfTheFix() {
        MachineProfile small = MachineProfile.of(4096, 8);
        int end = 100_000;
        for (String kernel : new String[] {"6.12+alloc", "6.12+alloc,abort"})
            for (String allocator : new String[] {"kvzalloc", "vzalloc"}) {
                Sweep sweep = sweep(kernel, allocator, 8, small);
                assertThat(sweep.between(0, end, 2, Check.DEFAULT_TIMEOUT_MS).get())
                        .as(kernel + " with " + allocator)
                        .isEqualTo(clip(sweep.bisected(), end));
            }
        assertThat(text(sweep("6.12+alloc", "kvzalloc", 8, small).bisected()))
                .anyMatch(line -> line.endsWith("died, OOPS in create_strip_zones"));
    }

    private static Vector<Sweep.Interval> clip(Vector<Sweep.Interval> intervals, int end) {
        return intervals
                .filter(i -> i.last() >= 0 && i.first() <= end)
                .map(i -> new Sweep.Interval(Math.max(0, i.first()), Math.min(end, i.last()), i.outcome()));
    }
}
