package kvetch.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.vavr.collection.HashSet;
import io.vavr.collection.Vector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import kvetch.cli.Cli;
import kvetch.cli.Plug;
import kvetch.cli.Results;
import kvetch.cli.console.ExitCode;
import kvetch.cli.json.CheckJson;
import kvetch.cli.known.Allowed;
import kvetch.cli.known.Expectations;
import kvetch.cli.report.Distributions;
import kvetch.cli.report.HtmlReport;
import kvetch.cli.report.JunitXml;
import kvetch.cli.words.Baseline;
import kvetch.cli.words.CheckReport;
import kvetch.cli.words.Grounds;
import kvetch.cli.words.Sightings;
import kvetch.properties.Check;
import kvetch.properties.LawResult;
import kvetch.properties.Verdict;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.evidence.Evidence;
import kvetch.properties.law.Coverage;
import kvetch.properties.law.Defect;
import kvetch.properties.law.Violation;
import kvetch.properties.laws.StandardLaws;
import kvetch.properties.plug.ReplayToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was not judged, or not to its end, does not pass: no exit code 0, and no word of held. */
final class NothingPartialTest {
    @TempDir
    Path folder;

    private static void assertRefused(Cli result) {
        assertThat(result.code()).as(result.err()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).hasLineCount(1);
    }

    // conform

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", " \n\t\n\n"})
    void aFileWithoutARecordingDoesNotConform(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("empty.jsonl"), text);
        for (String format : new String[] {"text", "json"}) {
            Cli result = Cli.run("conform", "--format", format, file.toString());
            assertRefused(result);
            assertThat(result.err()).contains(file + ":1: the file holds no recording");
        }
    }

    @Test
    void aRecordingCutOffAnywhereDoesNotConform() throws IOException {
        String line = Cli.run("map", "--disks", "64,128", "--chunk", "8", "--format", "json")
                .out()
                .strip();
        Path file = folder.resolve("cut.jsonl");
        for (int end = 1; end < line.length(); end += 7) {
            Files.writeString(file, line + "\n" + line.substring(0, end));
            Cli result = Cli.run("conform", file.toString());
            assertRefused(result);
            assertThat(result.err()).contains(file + ":2: ");
        }
    }

    @Test
    void aFolderIsNoFileOfRecordings() {
        assertRefused(Cli.run("conform", folder.toString()));
        assertRefused(Cli.run("conform"));
    }

    @Test
    void oneEmptyFileAmongGoodOnesStopsAll() throws IOException {
        Path good = Files.writeString(
                folder.resolve("good.jsonl"),
                Cli.run("map", "--disks", "64", "--chunk", "8", "--format", "json")
                        .out());
        Path empty = Files.createFile(folder.resolve("empty.jsonl"));
        assertRefused(Cli.run("conform", good.toString(), empty.toString()));
    }

    // Filters and scopes that match nothing

    @ParameterizedTest
    @ValueSource(
            strings = {
                "check --law=",
                "check --law Q9",
                "check --allocator=",
                "check --allocator none",
                "check --kernel=",
                "check --kernel 2.6",
                "check --tries 0",
                "explore --disks 2..1",
                "explore --chunks 3..2",
                "explore --chunk=",
                "explore --chunk 1 --chunks 0..1",
                "explore --chunk 2 --chunks 0..0",
                "explore --layout=",
                "explore --lives 0",
                "explore --request 0",
                "explore --threads 0",
                "explore --allocator none",
                "sweep --zones 0..0",
                "sweep --zones 2..1",
                "sweep --kernel none",
                "sweep --allocator none",
                "map --disks= --chunk 8",
                "map --disks 64 --chunk 8 --sectors 8..8",
                "map --disks 64 --chunk 8 --sectors 64..65"
            })
    void whatMatchesNothingIsRefused(String args) {
        assertRefused(Cli.run(args.split(" ", -1)));
    }

    @Test
    void aPlaceWithoutAllocatorsIsRefused() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        for (String command : new String[] {"check", "explore", "sweep", "allocators"})
            assertRefused(Cli.run(command, "--module-path", empty.toString()));
    }

    /** Memory never comes, so there are no zones, and nothing can be said about them. */
    @Test
    void anExplorationInWhichNoArrayStartsHoldsNothing() throws IOException {
        Path path = Plug.compile(folder, "miser", "return 0;");
        String[] args = {
            "explore",
            "--module-path",
            path.toString(),
            "--allocator",
            "miser",
            "--kernel",
            "hardened",
            "--disks",
            "1",
            "--lives",
            "1"
        };
        Cli result = Cli.run(args);
        assertThat(result.out())
                .contains("no array started, so most were not put to the test")
                .doesNotContain("held");
        assertThat(result.code()).isEqualTo(3);
    }

    // replay

    @Test
    void aCaseThatSaysNothingAnyMoreDoesNotHold() {
        String token = new ReplayToken(
                        StandardLaws.Z1, "hardened", "kvzalloc", ArrayCase.of(-1, 4294967295L, 8589934590L))
                .format();
        Cli text = Cli.run("replay", token);
        assertThat(text.out()).contains("NOT TESTED now").doesNotContain("HOLDS");
        assertThat(text.code()).isEqualTo(3);
        Cli json = Cli.run("replay", token, "--format", "json");
        assertThat(JsonParser.parseString(json.out())
                        .getAsJsonObject()
                        .get("verdict")
                        .getAsString())
                .isEqualTo("incomplete");
        assertThat(json.code()).isEqualTo(3);
    }

    // check, interrupted

    private static final Check CHECK = Results.check("7.2", "7.0");

    private static Vector<LawResult> interrupted() {
        return CHECK.complete(Vector.of(
                Results.result("7.2", "kvzalloc", StandardLaws.Z1, Verdict.HELD, 233, 0),
                // Cancelled after some cases that saw all there is to see.
                new LawResult(
                        "7.2",
                        "kvzalloc",
                        StandardLaws.Z2,
                        new LawResult.Tally(17, 9, 0, 4711, 5),
                        new LawResult.Incomplete(HashSet.empty()))));
    }

    @Test
    void lawsThatNeverRanAreThereAndIncomplete() {
        Vector<LawResult> all = interrupted();
        assertThat(all).hasSize(2 * 2 * StandardLaws.ALL.size());
        assertThat(all.count(result -> result.verdict() == Verdict.HELD)).isOne();
        assertThat(all.count(result -> result.verdict() == Verdict.INCOMPLETE)).isEqualTo(all.size() - 1);
        assertThat(CheckReport.exitCode(all)).isEqualTo(ExitCode.INCOMPLETE);
        assertThat(CheckReport.exitCode(Vector.empty())).isEqualTo(ExitCode.INCOMPLETE);
        assertThat(CHECK.complete(all)).isEqualTo(all);
    }

    @Test
    void inJunitXmlTheyAreSkipped() {
        String xml = JunitXml.of(interrupted());
        int laws = StandardLaws.ALL.size();
        assertThat(xml).contains("tests=\"" + 4 * laws + "\" failures=\"0\" errors=\"0\" skipped=\"" + (4 * laws - 1));
        assertThat(xml.split("<testcase", -1)).hasSize(4 * laws + 1);
        assertThat(xml.split("<skipped", -1)).hasSize(4 * laws);
        assertThat(xml)
                .contains("not put to the test: the check ended before it")
                .contains("not put to the test to the end: the check ended after 17 cases");
    }

    @Test
    void inJsonTheyAreIncomplete() {
        JsonArray results = JsonParser.parseString(CheckJson.text(interrupted(), Baseline.NONE, new Sightings()))
                .getAsJsonObject()
                .getAsJsonArray("results");
        assertThat(results).hasSize(4 * StandardLaws.ALL.size());
        int held = 0;
        for (JsonElement result : results) {
            JsonObject json = result.getAsJsonObject();
            if (json.get("verdict").getAsString().equals("held")) held++;
            else assertThat(json.get("verdict").getAsString()).isEqualTo("incomplete");
        }
        assertThat(held).isOne();
    }

    @Test
    void theReportDoesNotSayThatAllHeld() {
        for (Vector<LawResult> results :
                Vector.of(interrupted(), CHECK.complete(Vector.empty()), Vector.<LawResult>empty())) {
            String html = HtmlReport.of(
                    CHECK, "", results, new Distributions(), Baseline.NONE, new Sightings(), Grounds.NONE, false);
            assertThat(html).doesNotContain("laws held", "law held");
            assertThat(html).containsAnyOf("but not all were put to the test", "no law was put to the test");
        }
    }

    // check, with what is expected

    private static final Violation SIZE =
            new Violation(StandardLaws.Z2, "the array size is not the end", new Evidence.Note("message"));

    private static LawResult broken(Coverage... unseen) {
        ArrayCase c = ArrayCase.of(3, 3);
        LawResult result = Results.result(
                "7.2",
                "kvzalloc",
                StandardLaws.Z2,
                Verdict.BROKEN,
                300,
                0,
                new Defect(
                        SIZE,
                        c,
                        c,
                        0,
                        null,
                        null,
                        null,
                        new ReplayToken(StandardLaws.Z2, "7.2", "kvzalloc", c).format()));
        return new LawResult(
                result.kernel(),
                result.allocator(),
                result.law(),
                result.tally(),
                new LawResult.Broken(result.defects(), HashSet.of(unseen)));
    }

    private Expectations expecting(String lines) throws IOException {
        Path file = Files.writeString(folder.resolve("expected.txt"), lines);
        return Expectations.read(file.toString(), CHECK.providers(), Check.DEFAULT_TIMEOUT_MS);
    }

    @Test
    void anExpectedDefectDoesNotMakeUpForWhatWasNotSeen() throws IOException {
        Expectations expected = expecting("7.2 kvzalloc Z2 *\n");
        Allowed allowed = new Allowed(expected, Baseline.NONE);
        assertThat(allowed.verdict(broken())).isEqualTo(Verdict.HELD);
        assertThat(allowed.verdict(broken(Coverage.THREE_ZONES))).isEqualTo(Verdict.INCOMPLETE);
    }

    @Test
    void aKnownDefectDoesNotMakeUpForWhatWasNotSeen() {
        Baseline baseline = Baseline.of(
                        "file",
                        Vector.of(new Baseline.Row("7.2", "kvzalloc", "Z2", true, Vector.of(SIZE.what()))),
                        CHECK.kernels().take(1))
                .get();
        Allowed allowed = new Allowed(Expectations.none(), baseline);
        assertThat(allowed.verdict(broken())).isEqualTo(Verdict.HELD);
        assertThat(allowed.verdict(broken(Coverage.THREE_ZONES))).isEqualTo(Verdict.INCOMPLETE);
    }

    @Test
    void aFileThatExpectsNothingAllowsNothing() throws IOException {
        for (String text : new String[] {"", "\n", "# none\n"}) {
            Expectations expected = expecting(text);
            assertThat(new Allowed(expected, Baseline.NONE).verdict(broken())).isEqualTo(Verdict.BROKEN);
            assertThat(expected.notes(Vector.of(broken()), Baseline.NONE))
                    .containsExactly(folder.resolve("expected.txt") + " expects nothing");
        }
    }

    /** Its token cannot be run to the end, so nobody knows. */
    @Test
    void anExpectedTokenWhoseAllocatorMisbehavesAllowsNothing() throws IOException {
        Path path = Plug.compile(folder, "thrower", "throw new IllegalStateException(\"no\");");
        String token = new ReplayToken(StandardLaws.Z2, "7.2", "thrower", ArrayCase.of(3, 3)).format();
        Path file = Files.writeString(folder.resolve("expected.txt"), token + "\n");
        String[] args = {
            "check",
            "--module-path",
            path.toString(),
            "--allocator",
            "kvzalloc",
            "--law",
            "Z1",
            "--kernel",
            "hardened",
            "--tries",
            "30",
            "--seed",
            "1",
            "--expect",
            file.toString()
        };
        Cli result = Cli.run(args);
        assertThat(result.out()).contains("expected to be broken and not judged, its allocator misbehaved: " + token);
        assertThat(result.code()).isEqualTo(4);
        args[6] = "Z2";
        args[8] = "7.2";
        assertThat(Cli.run(args).out()).contains("0 broken laws are expected");
        assertThat(Cli.run(args).code()).isEqualTo(1);
    }
}
