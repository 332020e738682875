package kvetch.properties.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import kvetch.api.Address;
import kvetch.api.Family;
import kvetch.api.Gfp;
import kvetch.properties.Patch;
import kvetch.properties.plug.Providers;
import kvetch.properties.sandbox.MisbehaviourException;
import kvetch.raid0.Raid0;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConformanceTest {
    private static final Providers OWN = Providers.load();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private FileReport check(Providers providers, String... lines) {
        return new Conformance(providers).check(Lines.write(folder, lines)).get();
    }

    /** The disagreement over the only line that there is, without the title. */
    private List<String> differences(String line) {
        return differences(OWN, line);
    }

    private List<String> differences(Providers providers, String line) {
        FileReport report = check(providers, line);
        assertThat(report.total()).isEqualTo(1);
        return report.firstDisagreement()
                .map(disagreement ->
                        disagreement.lines().tail().map(String::strip).asJava())
                .getOrElse(List.of());
    }

    @ParameterizedTest
    @CsvSource({
        "alloc, 192",
        "discard, 80",
        "map, 160",
        "read, 160",
        "run, 344",
        "second/discard, 450",
        "second/map, 450",
        "second/read, 1100",
        "second/run, 1605"
    })
    void everyRecordingAgrees(String file, int lines) {
        String kind = file.substring(file.indexOf('/') + 1);
        FileReport report =
                new Conformance(OWN).check(Lines.recorded(file + ".jsonl")).get();
        assertThat(report.disagreements().flatMap(Disagreement::lines)).isEmpty();
        assertThat(report.agrees()).isTrue();
        assertThat(report.summary()).endsWith(kind + ".jsonl: " + kind + " " + lines + "/" + lines);
        assertThat(report.agreed()).isEqualTo(lines);
        assertThat(report.total()).isEqualTo(lines);
    }

    @Test
    void oneRecordingOfEachKindInOneFileAgrees() {
        FileReport report = check(OWN, Lines.MAP, Lines.READ, Lines.DISCARD, Lines.RUN, Lines.ALLOC);
        assertThat(report.summary()).isEqualTo(folder.resolve("r.jsonl") + ": map,read,discard,run,alloc 5/5");
        assertThat(report.firstDisagreement()).isEmpty();
    }

    @Test
    void aDriverThatDoesNotEndIsNamed() {
        Patch idle = new Patch("idle", "7.2", host -> new Raid0(host) {
            @Override
            protected long partSectors(int chunk, long at, long left, boolean isFirst) {
                return 0;
            }
        });
        Providers providers = Providers.load().withDrivers(idle);
        Conformance conformance =
                new Conformance(providers, providers.kernel("idle").get(), 10_000);
        assertThatThrownBy(() -> conformance.check(Lines.recorded("read.jsonl")))
                .isInstanceOf(MisbehaviourException.class)
                .hasMessageStartingWith("idle: raid0_make_request does not end: ");
    }

    @Test
    void aDisagreementNamesTheLineTheKernelAndTheParameters() {
        String wrong = Lines.with(Lines.MAP, "[9,3,1,3]", "[9,3,1,6]");
        FileReport report = check(OWN, Lines.MAP, wrong, wrong);
        assertThat(report.agrees()).isFalse();
        assertThat(report.agreed()).isEqualTo(1);
        assertThat(report.total()).isEqualTo(3);
        assertThat(report.disagreements()).hasSize(2);
        assertThat(report.firstDisagreement().get().lines())
                .containsExactly(
                        folder.resolve("r.jsonl") + ":2: map on 5.10.223, layout 1, chunk_sectors 3, raid_disks 2,"
                                + " disk_sectors [24,6], memory_mib 2048",
                        "  runs[3] of 5: recorded [9,3,1,6], the model [9,3,1,3]");
    }

    @Test
    void theAnswerOfAnotherKernelIsNoticed() {
        // Of these only 6.1 maps the remainder of a request as a whole, and runs off the disk.
        String line = Lines.recordedLines("read.jsonl").stream()
                .filter(l -> l.contains("\"6.1.170\"") && l.contains("\"read_errno\":5"))
                .findFirst()
                .orElseThrow();
        String onAnother = Lines.with(line, "6.1.170", "7.0.4");
        FileReport report = check(OWN, line, onAnother);
        assertThat(report.agreed()).isEqualTo(1);
        assertThat(report.firstDisagreement().get().lines())
                .containsExactly(
                        folder.resolve("r.jsonl") + ":2: read on 7.0.4, layout 1, chunk_sectors 1, raid_disks 2,"
                                + " disk_sectors [48,48], memory_mib 2048, read_bytes 1048576",
                        "  read_errno: recorded 5, the model 0",
                        "  runs[0] of 0: recorded none, the model [0,1,0,0]");
    }

    @Test
    void falsifiedMapsAreNoticed() {
        assertThat(differences(Lines.with(Lines.MAP, "[12,16,0,6]", "[12,16,1,6]")))
                .containsExactly("runs[4] of 5: recorded [12,16,1,6], the model [12,16,0,6]");
        assertThat(differences(Lines.with(Lines.MAP, ",[12,16,0,6]", "")))
                .containsExactly("runs[4] of 4: recorded none, the model [12,16,0,6]");
        assertThat(differences(Lines.with(Lines.MAP, "[12,16,0,6]", "[12,16,0,6],[28,1,0,22]")))
                .containsExactly("runs[5] of 6: recorded [28,1,0,22], the model none");
        assertThat(differences(Lines.with(Lines.MAP, "[12,16,0,6]", "[12,8,0,6],[20,8,0,14]")))
                .as("runs that are not maximal")
                .containsExactly("runs[4] of 6: recorded [12,8,0,6], the model [12,16,0,6]");
        assertThat(differences(Lines.with(Lines.MAP, "\"array_sectors\":28", "\"array_sectors\":30")))
                .containsExactly("array_sectors: recorded 30, the model 28");
        assertThat(differences(Lines.with(Lines.MAP, "\"errno\":0", "\"errno\":22")))
                .containsExactly("errno: recorded 22, the model 0");
        assertThat(differences(Lines.with(Lines.MAP, "\"layout\":1", "\"layout\":1,\"raid_disks\":3")))
                .containsExactly("errno: recorded 0, the model 22");
    }

    @Test
    void aMapOfOtherParametersIsNoticed() {
        String line = Lines.recordedLines("map.jsonl").stream()
                .filter(l -> l.contains("\"layout\":1"))
                .filter(l ->
                        !differences(l.replace("\"layout\":1", "\"layout\":2")).isEmpty())
                .findFirst()
                .orElseThrow();
        assertThat(differences(line)).isEmpty();
        assertThat(differences(line.replace("\"layout\":1", "\"layout\":3")))
                .containsExactly("errno: recorded 0, the model 95");
    }

    @Test
    void falsifiedReadsAreNoticed() {
        assertThat(differences(Lines.with(Lines.READ, "[32,16,0,16]", "[32,16,0,17]")))
                .containsExactly("runs[2] of 6: recorded [32,16,0,17], the model [32,16,0,16]");
        assertThat(differences(Lines.with(Lines.READ, "\"read_errno\":0", "\"read_errno\":5")))
                .containsExactly("read_errno: recorded 5, the model 0");
    }

    @Test
    void falsifiedDiscardsAreNoticed() {
        assertThat(differences(Lines.with(Lines.DISCARD, "[1,24,16]", "[1,24,15]")))
                .containsExactly("discarded[1], sorted: recorded [1,24,15], the model [1,24,16]");
        assertThat(differences(Lines.with(Lines.DISCARD, ",[2,24,16]", "")))
                .containsExactly("discarded[2], sorted: recorded none, the model [2,24,16]");
        assertThat(differences(Lines.with(Lines.DISCARD, "[2,24,16]", "[2,24,16],[2,41,1]")))
                .containsExactly("discarded[3], sorted: recorded [2,41,1], the model none");
    }

    @Test
    void theOrderAndTheCutOfDiscardedRangesDoNotMatter() {
        assertThat(differences(Lines.with(
                        Lines.DISCARD, "[0,30,13],[1,24,16],[2,24,16]", "[2,30,10],[1,24,16],[2,24,6],[0,30,13]")))
                .isEmpty();
    }

    @Test
    void falsifiedRunsAreNoticed() {
        assertThat(differences(Lines.with(Lines.RUN, "\"errno\":12", "\"errno\":22")))
                .containsExactly("errno: recorded 22, the model 12");
        assertThat(differences(Lines.with(Lines.RUN, "__alloc_frozen_pages_noprof", "__alloc_pages")))
                .containsExactly("warn: recorded mm/page_alloc.c:5234 __alloc_pages,"
                        + " the model mm/page_alloc.c:5234 __alloc_frozen_pages_noprof");
        assertThat(differences(Lines.with(Lines.RUN, "mm/page_alloc.c", "mm/slub.c")))
                .containsExactly("warn: recorded mm/slub.c:5234 __alloc_frozen_pages_noprof,"
                        + " the model mm/page_alloc.c:5234 __alloc_frozen_pages_noprof");
        assertThat(differences(Lines.RUN.replaceAll("\"warn\":.*", "\"warn\":null}")))
                .containsExactly("warn: recorded none, the model mm/page_alloc.c:5234 __alloc_frozen_pages_noprof");
        assertThat(differences(Lines.with(Lines.RUN, "524289", "524288")))
                .containsExactly(
                        "errno: recorded 12, the model 22",
                        "warn: recorded mm/page_alloc.c:5234 __alloc_frozen_pages_noprof, the model none");
        assertThat(differences(Lines.with(Lines.RUN, "5234", "1")))
                .containsExactly("warn: recorded mm/page_alloc.c:1 __alloc_frozen_pages_noprof,"
                        + " the model mm/page_alloc.c:5234 __alloc_frozen_pages_noprof");
        assertThat(differences(Lines.with(Lines.with(Lines.RUN, "5234", "1"), "7.0.4", "7.0.9")))
                .as("lines move, and of other releases none is known")
                .isEmpty();
    }

    @Test
    void eachRecordedReleaseHasItsOwnLines() {
        String line = Lines.recordedLines("second/run.jsonl").stream()
                .filter(l -> l.contains("\"6.12.107\"") && l.contains("\"line\":4817"))
                .findFirst()
                .orElseThrow();
        assertThat(differences(line)).isEmpty();
        assertThat(differences(Lines.with(line, "6.12.107", "6.12.43")))
                .containsExactly("warn: recorded mm/page_alloc.c:4817 __alloc_pages_noprof,"
                        + " the model mm/page_alloc.c:4769 __alloc_pages_noprof");
    }

    @Test
    void theCapIsNoticedWhereItIsAndWhereItIsNot() {
        String line = Lines.recordedLines("second/run.jsonl").stream()
                .filter(l -> l.contains("\"7.3.4\"") && l.contains("18014398509481983"))
                .findFirst()
                .orElseGet(() -> Lines.recordedLines("second/run.jsonl").stream()
                        .filter(l -> l.contains("18014398509481983"))
                        .findFirst()
                        .orElseThrow());
        assertThat(differences(line)).isEmpty();
        assertThat(differences(line.replaceAll("\"7\\.[23]\\.[0-9]+\"", "\"6.12.107\"")))
                .singleElement()
                .asString()
                .startsWith("array_sectors: recorded 18014398509481983, the model 184467440");
    }

    @Test
    void whatFollowsARefusedDiskMayBeRecordedOrNot() {
        String refused = "{\"kind\":\"run\",\"kernel\":\"7.2.13\",\"memory_mib\":2048,\"layout\":1,\"chunk_sectors\":1,"
                + "\"raid_disks\":2,\"disk_sectors\":[64,1],\"add_errno\":22,\"errno\":22,\"array_sectors\":null,"
                + "\"warn\":null}";
        assertThat(differences(refused)).isEmpty();
        assertThat(differences(Lines.with(refused, "\"errno\":22,\"arr", "\"errno\":null,\"arr")))
                .isEmpty();
        assertThat(differences(Lines.with(refused, "\"errno\":22,\"arr", "\"errno\":0,\"arr")))
                .isEmpty();
        assertThat(differences(Lines.with(refused, "\"errno\":22,\"arr", "\"errno\":12,\"arr")))
                .containsExactly("errno: recorded 12, the model 22");
        assertThat(differences(Lines.with(refused, "[64,1]", "[64,2]")))
                .containsExactly("add_errno: recorded 22, the model 0", "errno: recorded 22, the model 0");
        assertThat(differences(Lines.with(refused, "\"add_errno\":22", "\"add_errno\":0")))
                .containsExactly("add_errno: recorded 0, the model 22");
    }

    @Test
    void falsifiedAllocationsAreNoticed() {
        String ok = "{\"kind\":\"alloc\",\"kernel\":\"6.1.170\",\"memory_mib\":2048,\"api\":\"kvzalloc\",\"bytes\":100,"
                + "\"result\":\"ok\",\"vmalloc\":false,\"usable\":128,\"warn_first\":null}";
        assertThat(differences(ok)).isEmpty();
        assertThat(differences(Lines.with(ok, "\"usable\":128", "\"usable\":null")))
                .isEmpty();
        assertThat(differences(Lines.with(ok, "\"usable\":128", "\"usable\":100")))
                .containsExactly("usable: recorded 100, the model 128");
        assertThat(differences(Lines.with(ok, "\"vmalloc\":false", "\"vmalloc\":true")))
                .containsExactly("vmalloc: recorded true, the model false");
        assertThat(differences(Lines.with(ok, "\"bytes\":100", "\"bytes\":0")))
                .containsExactly(
                        "result: recorded ok, the model zero_size_ptr", "usable: recorded 128, the model no block");
        assertThat(differences(Lines.with(ok, "\"bytes\":100", "\"bytes\":18446744073709551615")))
                .containsExactly(
                        "result: recorded ok, the model null",
                        "usable: recorded 128, the model no block",
                        "warn_first: recorded none, the model mm/util.c:596 kvmalloc_node");
    }

    @Test
    void aWarnIsExpectedOnlyOncePerBoot() {
        String silent = Lines.ALLOC.replaceAll("\"warn_first\":.*", "\"warn_first\":null}");
        assertThat(check(OWN, Lines.ALLOC, silent, silent).agrees()).isTrue();
        assertThat(check(OWN, Lines.ALLOC, Lines.ALLOC)
                        .disagreements()
                        .map(d -> d.recording().origin().line()))
                .containsExactly(2);
        String otherMemory = Lines.with(Lines.ALLOC, "2048", "1024");
        assertThat(check(OWN, Lines.ALLOC, otherMemory, Lines.ALLOC, silent).agrees())
                .as("each change of memory is a boot")
                .isTrue();
        assertThat(check(OWN, Lines.ALLOC, Lines.MAP, Lines.ALLOC).agrees())
                .as("so is another kind of recording between")
                .isTrue();
    }

    @Test
    void aQuietAllocatorIsNoticed() {
        Providers quiet = Lines.withPlanted(Family.KMALLOC, (own, bytes, gfp) -> own.alloc(bytes, gfp | Gfp.NOWARN));
        assertThat(differences(quiet, Lines.ALLOC))
                .containsExactly("warn_first: recorded mm/page_alloc.c:5633 __alloc_pages, the model none");
        FileReport runs =
                new Conformance(quiet).check(Lines.recorded("run.jsonl")).get();
        assertThat(runs.total() - runs.agreed())
                .as("every run that WARNs in the page allocator")
                .isEqualTo(84);
    }

    @Test
    void anAllocatorWithAnotherLimitIsNoticed() {
        Providers stingy = Lines.withPlanted(
                Family.KMALLOC,
                (own, bytes, gfp) -> Long.compareUnsigned(bytes, 2 << 20) > 0 ? Address.NULL : own.alloc(bytes, gfp));
        assertThat(new Conformance(stingy)
                        .check(Lines.recorded("alloc.jsonl"))
                        .get()
                        .agreed())
                .isLessThan(192);
    }

    @Test
    void anAllocatorThatHandsOutDirtyMemoryIsNoticed() {
        Providers dirty = Lines.withPlanted(Family.KMALLOC, (own, bytes, gfp) -> own.alloc(bytes, gfp & ~Gfp.ZERO));
        assertThat(new Conformance(dirty)
                        .check(Lines.recorded("map.jsonl"))
                        .get()
                        .agreed())
                .isEqualTo(0);
    }

    @Test
    void aMachineThatDiesIsADisagreement() {
        Providers wild = Lines.withPlanted(Family.KMALLOC, (own, bytes, gfp) -> 4096);
        String title = "the machine: recorded lives on, the model dies: BUG: unable to handle page fault: ";
        assertThat(differences(wild, Lines.MAP)).singleElement().asString().startsWith(title);
        assertThat(differences(wild, Lines.with(Lines.ALLOC, "4194305", "1")))
                .singleElement()
                .asString()
                .startsWith(title);
        FileReport report = check(wild, Lines.ALLOC, Lines.ALLOC);
        assertThat(report.total()).isEqualTo(2);
        assertThat(report.agreed()).isZero();
    }
}
