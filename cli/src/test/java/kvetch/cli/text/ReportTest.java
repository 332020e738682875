package kvetch.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.vavr.collection.Vector;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Map;
import java.util.function.Function;
import kvetch.cli.Cli;
import kvetch.cli.Golden;
import kvetch.cli.Results;
import kvetch.cli.console.Terminal;
import kvetch.cli.json.CheckJson;
import kvetch.cli.words.Baseline;
import kvetch.cli.words.CheckReport;
import kvetch.cli.words.Sightings;
import kvetch.properties.Check;
import kvetch.properties.LawResult;
import kvetch.properties.vectors.Difference;
import kvetch.properties.vectors.Disagreement;
import kvetch.properties.vectors.FileReport;
import kvetch.properties.vectors.Recording;
import kvetch.properties.vectors.RecordingFile;
import kvetch.raid0.KernelProfiles;
import org.junit.jupiter.api.Test;

/** Every report format against the file that is kept of it. */
final class ReportTest {

    private static String report(
            boolean onTerminal, Function<Terminal, CheckReport> make, Check check, Vector<LawResult> results) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(Cli.print(out), Cli.print(out), Map.of(), onTerminal, false, 100);
        CheckReport report = make.apply(terminal);
        report.begin(check);
        results.forEach(report::result);
        report.end(results);
        return Cli.text(out);
    }

    private static CheckReport text(Terminal terminal) {
        return new CheckText(terminal, "", Baseline.NONE, new Sightings());
    }

    private static CheckReport json(Terminal terminal) {
        return new CheckJson(terminal, Baseline.NONE, new Sightings());
    }

    @Test
    void checkInText() throws IOException {
        Golden.assertMatches("check.txt", report(false, ReportTest::text, Results.check("7.2"), Results.ofEachKind()));
    }

    @Test
    void checkInColour() throws IOException {
        Golden.assertMatches(
                "check-colour.txt", report(true, ReportTest::text, Results.check("7.2"), Results.ofEachKind()));
    }

    @Test
    void checkOfSeveralKernelsInText() throws IOException {
        Golden.assertMatches(
                "check-several.txt",
                report(false, ReportTest::text, Results.check("7.2", "6.12+alloc,abort"), Results.ofSeveralKernels()));
    }

    @Test
    void checkInJson() throws IOException {
        String json = report(false, ReportTest::json, Results.check("7.2"), Results.ofEachKind());
        Golden.assertMatches("check.json", json);
        JsonArray results = JsonParser.parseString(json).getAsJsonObject().getAsJsonArray("results");
        JsonObject divide = results.get(7).getAsJsonObject().getAsJsonObject("counterexample");
        assertThat(divide.getAsJsonArray("disk_sectors").get(0).getAsBigInteger())
                .as("a u64 is exact")
                .isEqualTo(new BigInteger("18446744073709551614"));
    }

    @Test
    void conformInTextAndJson() throws IOException {
        Recording.Setup setup = new Recording.Setup(2048, 1, 8, 2, Vector.of(64L, 128L));
        Recording recording = new Recording.MapRecording(
                new Recording.Origin(
                        3,
                        Vector.of(new Recording.Kernel(
                                "7.2.13", KernelProfiles.find("7.2").get()))),
                setup,
                0,
                192L,
                Vector.empty());
        Disagreement disagreement = new Disagreement(
                "some/map.jsonl",
                recording,
                "7.2.13",
                Vector.of(new Difference("errno", "0", "22"), new Difference("runs[0]", "[0,8,0,0]", "none")));
        Vector<RecordingFile> files = Vector.of(
                new RecordingFile("some/map.jsonl", Vector.fill(12, () -> recording)),
                new RecordingFile("other.jsonl", Vector.of(recording)));
        Vector<FileReport> reports = Vector.of(
                new FileReport("some/map.jsonl", Vector.of("map", "run"), 11, 12, Vector.of(disagreement)),
                new FileReport("other.jsonl", Vector.of("map"), 1, 1, Vector.empty()));
        for (boolean json : new boolean[] {false, true}) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            Terminal terminal = Terminal.plain(Cli.print(out), Cli.print(out));
            ConformReport report =
                    json ? new ConformReport.InJson(terminal, null) : new ConformReport.InText(terminal, files, null);
            reports.forEach(report::file);
            report.end(reports);
            Golden.assertMatches(json ? "conform.json" : "conform.txt", Cli.text(out));
        }
    }

    @Test
    void lists() throws IOException {
        for (String command : new String[] {"allocators", "kernels", "laws"}) {
            Golden.assertMatches(command + ".txt", Cli.run(command).out());
            Golden.assertMatches(
                    command + ".json", Cli.run(command, "--format", "json").out());
        }
    }

    @Test
    void maps() throws IOException {
        String[] array = {"map", "--disks", "64,128,200", "--chunk", "8", "--layout", "2"};
        Golden.assertMatches("map.txt", Cli.run(array).out());
        Golden.assertMatches(
                "map.json",
                Cli.run(Vector.of(array)
                                .appendAll(Vector.of("--format", "json"))
                                .toJavaArray(String[]::new))
                        .out());
        String[] refused = {"map", "--disks", "64", "--chunk", "8", "--raid-disks", "524289", "--kernel", "7.0"};
        Golden.assertMatches("map-refused.txt", Cli.run(refused).out());
        Golden.assertMatches(
                "map-refused.json",
                Cli.run(Vector.of(refused)
                                .appendAll(Vector.of("--format", "json"))
                                .toJavaArray(String[]::new))
                        .out());
        String[] dead = {"map", "--disks", "1073741824,1073741824,1073741824,1073741824", "--chunk", "1073741824"};
        Golden.assertMatches("map-dead.txt", Cli.run(dead).out());
        Golden.assertMatches(
                "map-dead.json",
                Cli.run(Vector.of(dead).appendAll(Vector.of("--format", "json")).toJavaArray(String[]::new))
                        .out());
    }

    @Test
    void help() throws IOException {
        Golden.assertMatches("help.txt", Cli.run("--help").out());
        for (String command : Cli.commands().toList()) {
            Cli help = Cli.run(command, "--help");
            assertThat(help.code()).isZero();
            Golden.assertMatches("help-" + command + ".txt", help.out());
        }
    }
}
