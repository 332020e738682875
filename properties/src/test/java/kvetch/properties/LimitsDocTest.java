package kvetch.properties;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.Tuple2;
import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Map;
import io.vavr.collection.Vector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import kvetch.api.MachineProfile;
import kvetch.api.Splat;
import kvetch.properties.plug.Providers;
import kvetch.properties.setup.Setup;
import kvetch.raid0.KernelProfile;
import kvetch.raid0.KernelProfiles;
import org.junit.jupiter.api.Test;

/** Writes docs/limits.md, and holds it against what a sweep finds. */
class LimitsDocTest {
    private static final Path DOC = Path.of("..", "docs", "limits.md");
    private static final int MOST_ZONES = 8;
    private static final Vector<Integer> PAGE_SIZES = Vector.of(4096, 16384, 65536);

    /** So much memory that it is never what ends. */
    private static final int MEMORY_MIB = 16384;

    private static final Vector<Integer> MEMORIES = Vector.of(256, 512, 1024, 2048, 4096);

    private final Providers providers = Providers.load();

    @Test
    void theTableOfLimitsIsWhatASweepFinds() throws IOException {
        // What follows is written from proofs, by ProofsTest.
        String page = Files.readString(DOC);
        String text = document() + page.substring(page.indexOf("\n## How far the mapping goes"));
        if (Boolean.getBoolean("kvetch.golden.refresh")) Files.writeString(DOC, text);
        assertThat(Files.readString(DOC)).isEqualTo(text);
    }

    private String document() {
        StringBuilder text = new StringBuilder();
        text.append("""
                # How far raid_disks can go

                The largest raid_disks up to which starting an array raises no WARN, and the first that raises one, for each
                kernel with the allocator it ships, by number of zones and page size. Every raid_disks counts from 1 up, with
                as many disks as zones; all negative values behave like the largest ones. In the tables by page size memory is
                never what ends (16 GiB).

                This page is written from `kvetch sweep --zones 1..8` and checked by the build. Not recorded: 5.15 and 6.6.

                """);
        for (int pageSize : PAGE_SIZES) {
            text.append("## ").append(pageSize >> 10).append(" KiB pages\n\n");
            text.append("| zones |");
            Map<Vector<String>, Vector<String>> columns = columns(pageSize);
            for (Tuple2<Vector<String>, Vector<String>> column : columns)
                text.append(' ').append(column._2.mkString(", ")).append(" |");
            text.append("\n|---|").append("---|".repeat(columns.size())).append('\n');
            for (int zones = 1; zones <= MOST_ZONES; zones++) {
                text.append("| ").append(zones).append(" |");
                for (Tuple2<Vector<String>, Vector<String>> column : columns)
                    text.append(' ').append(column._1.get(zones - 1)).append(" |");
                text.append('\n');
            }
            text.append('\n');
        }
        memory(text);
        text.append(
                "## Where it WARNs\n\nA WARN taints the kernel and panics where panic_on_warn is set. It is raised at:\n\n");
        for (KernelProfile kernel : KernelProfiles.all())
            text.append("- ")
                    .append(kernel.name())
                    .append(": ")
                    .append(site(kernel))
                    .append('\n');
        return text.toString();
    }

    /** With kvzalloc a table may take all memory there is, and more than there is. */
    private void memory(StringBuilder text) {
        text.append("""
                ## By memory, 4 KiB pages and 1 zone

                With the fix a devlist is as large as memory lets it be. A little below that it takes page after page until none is
                left, and the kernel kills: the caller, or whoever else is worth it more. Above all of memory it is refused at once,
                with a line in the log. With n zones each figure is an n-th of this.

                """);
        Vector<KernelProfile> kernels =
                KernelProfiles.all().filter(kernel -> kernel.asShipped().equals("kvzalloc") && kernel.isLinux());
        text.append("| memory | ")
                .append(kernels.map(KernelProfile::name).mkString(", "))
                .append(" | hardened |\n|---|---|---|\n");
        KernelProfile hardened = KernelProfiles.find("hardened").get();
        for (int memoryMib : MEMORIES) {
            Vector<String> cells = kernels.map(kernel -> memoryCell(kernel, memoryMib));
            assertThat(cells.distinct()).as("all alike with " + memoryMib).hasSize(1);
            text.append("| ")
                    .append(memoryMib)
                    .append(" MiB | ")
                    .append(cells.head())
                    .append(" | ")
                    .append(memoryCell(hardened, memoryMib))
                    .append(" |\n");
        }
        text.append("""

                Where the killing begins is an assumption: that 32 MiB (a 16th of less than 512 MiB) are in use when the array is
                started, and that the kernel keeps its usual min watermark free. It depends on what else runs. Where it ends is
                MemTotal, recorded on 7.3.4 with 256, 1024 and 2048 MiB. Recorded in between is one size: 7.3.4 with 2048 MiB kills
                the caller at 253000000.

                """);
    }

    private String memoryCell(KernelProfile kernel, int memoryMib) {
        Vector<Sweep.Interval> killing = sweep(kernel, 1, 4096, memoryMib)
                .filter(interval -> interval.outcome().splat() == Splat.Kind.OOM_KILL);
        if (killing.isEmpty()) return "nobody is killed";
        assertThat(killing).hasSize(1);
        int first = killing.head().first();
        return (first - 1) + " safe, " + first + " to " + killing.head().last() + " kill";
    }

    /** What each kernel's column says, and the kernels that say so. */
    private Map<Vector<String>, Vector<String>> columns(int pageSize) {
        Map<Vector<String>, Vector<String>> columns = LinkedHashMap.empty();
        for (KernelProfile kernel : KernelProfiles.all()) {
            Vector<String> cells = Vector.rangeClosed(1, MOST_ZONES).map(zones -> cell(kernel, zones, pageSize));
            columns = columns.put(
                    cells, columns.get(cells).getOrElse(Vector.empty()).append(kernel.name()));
        }
        return columns;
    }

    private String cell(KernelProfile kernel, int zones, int pageSize) {
        Vector<Sweep.Interval> warning = sweep(kernel, zones, pageSize)
                .filter(interval -> interval.last() > 0 && interval.outcome().splat() == Splat.Kind.WARN);
        if (warning.isEmpty()) return "all safe";
        int first = warning.head().first();
        return (first - 1) + " safe, " + first + " WARNs";
    }

    private String site(KernelProfile kernel) {
        return sweep(kernel, 1, 4096)
                .filter(interval -> interval.outcome().splat() == Splat.Kind.WARN)
                .headOption()
                .map(interval -> interval.outcome().text().replace("ENOMEM, WARN at ", ""))
                .getOrElse("nowhere");
    }

    private Vector<Sweep.Interval> sweep(KernelProfile kernel, int zones, int pageSize) {
        return sweep(kernel, zones, pageSize, MEMORY_MIB);
    }

    private Vector<Sweep.Interval> sweep(KernelProfile kernel, int zones, int pageSize, int memoryMib) {
        Setup setup = new Setup(
                providers.allocators(),
                kernel,
                providers.find(kernel.asShipped()).get());
        return new Sweep(setup, zones, MachineProfile.of(pageSize, memoryMib)).bisected();
    }
}
