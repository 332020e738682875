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

    private final Providers providers = Providers.load();

    @Test
    void theTableOfLimitsIsWhatASweepFinds() throws IOException {
        String text = document();
        if (Boolean.getBoolean("kvetch.golden.refresh")) Files.writeString(DOC, text);
        assertThat(Files.readString(DOC)).isEqualTo(text);
    }

    private String document() {
        StringBuilder text = new StringBuilder();
        text.append("""
                # How far raid_disks can go

                The largest raid_disks up to which starting an array raises no WARN, and the first that raises one, for each
                kernel with the allocator it ships, by number of zones and page size. Every raid_disks counts from 1 up, with
                as many disks as zones; all negative values behave like the largest ones. Memory is never what ends (16 GiB).

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
        text.append("A WARN taints the kernel and panics where panic_on_warn is set. It is raised at:\n\n");
        for (KernelProfile kernel : KernelProfiles.all())
            text.append("- ")
                    .append(kernel.name())
                    .append(": ")
                    .append(site(kernel))
                    .append('\n');
        return text.toString();
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
        Setup setup =
                new Setup(providers, kernel, providers.find(kernel.asShipped()).get());
        return new Sweep(setup, zones, MachineProfile.of(pageSize, MEMORY_MIB)).bisected();
    }
}
