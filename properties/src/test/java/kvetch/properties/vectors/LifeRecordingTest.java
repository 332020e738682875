package kvetch.properties.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.Vector;
import java.nio.file.Path;
import java.util.List;
import kvetch.properties.plug.Providers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Kvetch itself has recorded on real kernels. */
class LifeRecordingTest {
    /** 40 arrays and 20 lives on Debian's user-mode Linux 6.1.176. */
    private static final String RECORDED = "live/6.1.jsonl";

    /** Refused, and started with other parameters; one of its disks is too small for md. */
    private static final String MENDED = "{\"kind\":\"life\",\"kernel\":\"6.1.176\",\"memory_mib\":2048,\"steps\":["
            + "{\"do\":\"start\",\"disk_sectors\":[16,1,32],\"raid_disks\":2,\"chunk_sectors\":0,\"layout\":1,"
            + "\"refused_disks\":[1],\"errno\":22,\"warn\":null},"
            + "{\"do\":\"start\",\"slots\":[1,0,0],\"raid_disks\":2,\"chunk_sectors\":8,\"layout\":1,\"errno\":0,"
            + "\"array_sectors\":48,\"io_min\":4096,\"io_opt\":8192,\"warn\":null},"
            + "{\"do\":\"map\",\"runs\":[[0,8,2,0],[8,8,0,0],[47,1,2,31]]},"
            + "{\"do\":\"request\",\"start\":6,\"sectors\":4,\"errno\":0,\"runs\":[[6,2,2,6],[8,2,0,0]]},"
            + "{\"do\":\"discard\",\"start\":0,\"sectors\":16,\"discarded\":[[0,0,8],[2,0,8]]},"
            + "{\"do\":\"stop\"}]}";

    /** A stripe of 2^32 sectors; whoever maps a sector of it divides by zero. */
    private static final String DEADLY = "{\"kind\":\"life\",\"kernel\":\"6.1.176\",\"memory_mib\":2048,\"steps\":["
            + "{\"do\":\"start\",\"disk_sectors\":[1073741824,1073741824,1073741824,1073741824],\"raid_disks\":4,"
            + "\"chunk_sectors\":1073741824,\"layout\":1,\"errno\":0,\"array_sectors\":4294967296,\"io_min\":512,"
            + "\"io_opt\":0,\"warn\":null},{\"do\":\"map\",\"runs\":[[0,1,0,0]],\"dies\":\"divide_error\"}]}";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private FileReport report(String line) {
        return new Conformance(Providers.load())
                .check(Lines.write(folder, line))
                .getOrElseThrow(error -> new AssertionError(error.message()));
    }

    /**
     * Where the models of these were wrong: 7.2.7 looks at integrity profiles first, 5.10.46 for a layout. And discards of 7.2.7's in a
     * stripe above 2^31 sectors, whose edges are negative.
     */
    @ParameterizedTest
    @CsvSource({"live/7.2.jsonl, 18", "live/5.10.jsonl, 40"})
    void theModelAgreesWithWhatOtherKernelsHaveShown(String file, int lines) {
        FileReport report =
                new Conformance(Providers.load()).check(Lines.recorded(file)).get();
        assertThat(report.disagreements()).isEmpty();
        assertThat(report.total()).isEqualTo(lines);
    }

    @Test
    void theModelAgreesWithAllOfIt() {
        FileReport report = new Conformance(Providers.load())
                .check(Lines.recorded(RECORDED))
                .get();
        assertThat(report.disagreements()).isEmpty();
        assertThat(report.kinds()).containsExactlyInAnyOrder("run", "map", "discard", "life");
        assertThat(report.total()).isEqualTo(96);
    }

    @Test
    void whatIsReadIsWrittenTheSame() {
        List<String> lines = Lines.recordedLines(RECORDED);
        Vector<Recording> recordings =
                RecordingReader.read(Lines.recorded(RECORDED)).get().recordings();
        for (int i = 0; i < lines.size(); i++)
            assertThat(written(recordings.get(i))).isEqualTo(lines.get(i));
        for (String line : List.of(MENDED, DEADLY))
            assertThat(written(RecordingReader.read(Lines.write(folder, line))
                            .get()
                            .recordings()
                            .head()))
                    .isEqualTo(line);
    }

    private static String written(Recording recording) {
        if (recording instanceof LifeRecording life) return RecordingWriter.line(life);
        if (recording instanceof Recording.RunRecording run) return RecordingWriter.line(run);
        if (recording instanceof Recording.MapRecording map) return RecordingWriter.line(map);
        return RecordingWriter.line((Recording.DiscardRecording) recording);
    }

    @Test
    void livesAreComparedStepByStep() {
        assertThat(report(MENDED).agrees()).isTrue();
        assertThat(report(DEADLY).agrees()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"refused_disks\":[1]|\"refused_disks\":[0]|steps[0], start, disks that are refused",
                "\"errno\":22|\"errno\":12|steps[0], start, errno",
                "\"array_sectors\":48|\"array_sectors\":56|steps[1], start, array_sectors",
                "\"io_opt\":8192|\"io_opt\":4096|steps[1], start, io_min and io_opt",
                "\"warn\":null},{\"do\":\"map\"|\"warn\":{\"file\":\"f.c\",\"line\":1,\"function\":\"f\"}},{\"do\":\"map\"|steps[1], start, warn",
                "[47,1,2,31]|[47,1,2,30]|steps[2], map",
                "[8,2,0,0]|[8,2,0,1]|steps[3], request",
                "[2,0,8]|[2,0,7]|steps[4], discard",
                "{\"do\":\"stop\"}|{\"do\":\"stop\",\"dies\":\"oops\"}|steps[5], stop"
            })
    void whateverDiffersIsTold(String was, String is, String where) {
        Disagreement disagreement =
                report(Lines.with(MENDED, was, is)).firstDisagreement().get();
        assertThat(disagreement.differences()).hasSize(1);
        assertThat(disagreement.differences().head().what()).isEqualTo(where);
    }

    /** Of the second start: the first takes three. */
    @Test
    void anAllocationOfALaterStartFails() {
        String started = "{\"do\":\"start\",\"disk_sectors\":[64],\"raid_disks\":1,\"chunk_sectors\":8,\"layout\":1,"
                + "\"errno\":0,\"array_sectors\":64,\"io_min\":4096,\"io_opt\":4096,\"warn\":null},{\"do\":\"stop\"}";
        String failing = "{\"kind\":\"life\",\"kernel\":\"6.1.192\",\"memory_mib\":2048,\"steps\":[" + started
                + ",{\"do\":\"start\",\"disk_sectors\":[64],\"raid_disks\":1,\"chunk_sectors\":8,\"layout\":1,"
                + "\"fail_at\":5,\"errno\":12,\"warn\":null},{\"do\":\"stop\"}]}";
        assertThat(report(failing).agrees()).isTrue();
        assertThat(report(Lines.with(failing, "\"fail_at\":5,", "")).agrees()).isFalse();
    }

    @Test
    void oneWhoDiesIsNoneWhoLives() {
        Difference difference = report(Lines.with(DEADLY, ",\"dies\":\"divide_error\"", ""))
                .firstDisagreement()
                .get()
                .differences()
                .head();
        assertThat(difference.what()).isEqualTo("steps[1], map");
        assertThat(difference.recorded()).isEqualTo("lives");
        assertThat(difference.model()).isEqualTo("dies: DIVIDE_ERROR");
    }

    /** Where the kernel has warned in another life before, nothing is known of a WARN. */
    @Test
    void aWarnThatIsNotToldIsNotCompared() {
        String warned = "{\"kind\":\"life\",\"kernel\":\"6.1.176\",\"memory_mib\":2048,\"steps\":[{\"do\":\"start\","
                + "\"disk_sectors\":[64],\"raid_disks\":524289,\"chunk_sectors\":8,\"layout\":1,\"errno\":12"
                + ",\"warn\":null}]}";
        assertThat(report(warned).agrees()).isFalse();
        assertThat(report(Lines.with(warned, ",\"warn\":null", "")).agrees()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"do\":\"stop\"|\"do\":\"halt\"|steps[5]: field 'do' is \"halt\"; it must be \"start\" or \"map\" or \"request\" or \"discard\" or \"stop\"",
                "\"slots\":[1,0,0]|\"slots\":[1,0]|steps[1]: field 'slots' is [1,0]; it must have a number for each of the 3 disks",
                "\"io_min\":4096,|''|steps[1]: field 'io_min' is missing; 'steps[1]' must have it",
                "{\"do\":\"stop\"}|7|field 'steps[5]' is 7; it must be an object",
                "\"sectors\":4|\"sectors\":16777217|steps[3]: field 'sectors' is 16777217; it must be at most 16777216",
                "\"refused_disks\":[1]|\"refused_disks\":[3]|steps[0]: field 'refused_disks[0]' is 3; it must be a whole number from 0 to 2"
            })
    void whatIsWrongWithAStepIsSaidInALine(String was, String is, String complaint) {
        String problem = RecordingReader.read(Lines.write(folder, Lines.with(MENDED, was, is)))
                .getLeft()
                .message();
        assertThat(problem).endsWith(complaint).doesNotContain("\n");
    }

    @Test
    void aLifeBeginsWithAStart() {
        String line = "{\"kind\":\"life\",\"kernel\":\"6.1.176\",\"memory_mib\":2048,\"steps\":[{\"do\":\"stop\"}]}";
        assertThat(RecordingReader.read(Lines.write(folder, line)).getLeft().message())
                .endsWith("steps[0]: field 'do' is \"stop\"; the first step must be \"start\"");
        assertThat(RecordingReader.read(Lines.write(folder, Lines.with(line, "{\"do\":\"stop\"}", "")))
                        .getLeft()
                        .message())
                .endsWith("field 'steps' is []; it must hold at least one step");
    }
}
