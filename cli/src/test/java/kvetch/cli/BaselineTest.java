package kvetch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.vavr.collection.Vector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import kvetch.cli.console.Version;
import kvetch.cli.words.Baseline;
import kvetch.properties.LawResult;
import kvetch.properties.Verdict;
import kvetch.properties.laws.StandardLaws;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is new since an earlier check, and what is not. */
final class BaselineTest {
    private static final String SIZE = "the array size is not the end of the last zone";

    @TempDir
    Path folder;

    private static Cli check(String kernel, String... more) {
        return check(60, kernel, more);
    }

    private static Cli check(int tries, String kernel, String... more) {
        List<String> arguments = new ArrayList<>(List.of("check", "--law", "Z2", "--seed", "1"));
        arguments.addAll(List.of("--tries", Integer.toString(tries), "--kernel", kernel, "--allocator", "kvzalloc"));
        arguments.addAll(List.of(more));
        return Cli.run(arguments.toArray(String[]::new));
    }

    private String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    /** What a check of these kernels prints for machines, in a file. */
    private String baseline(String kernel, String... others) throws IOException {
        List<String> more = new ArrayList<>(List.of("--format", "json"));
        for (String other : others) more.addAll(List.of("--kernel", other));
        return write(
                "of-" + kernel + ".json",
                check(kernel, more.toArray(String[]::new)).out());
    }

    private static JsonObject json(String text) {
        return JsonParser.parseString(text).getAsJsonObject();
    }

    private static List<JsonObject> objects(JsonObject answer, String field) {
        return StreamSupport.stream(answer.getAsJsonArray(field).spliterator(), false)
                .map(JsonElement::getAsJsonObject)
                .toList();
    }

    @Test
    void whatTheBaselineHasIsKnownAndDoesNotFail() throws IOException {
        Cli again = check("7.2", "--baseline", baseline("7.2"));
        assertThat(again.code()).isZero();
        assertThat(again.err()).isEmpty();
        assertThat(again.out())
                .contains("of-7.2.json: 7.2" + System.lineSeparator())
                .containsPattern("Z2  zones cover all sectors +BROKEN +tested on .*; known\\R      known: " + SIZE)
                .containsPattern("7.2  kvzalloc  x\\R +x broken, as is known")
                .contains("Nothing new", "2 known defects")
                .doesNotContain("New: ", "gone", "To go on", "may be old");
    }

    @Test
    void whatItHasNotIsNewIsToldFirstAndFails() throws IOException {
        Path file = Path.of(baseline("7.2"));
        Files.writeString(file, Files.readString(file).replace(SIZE, "something else"));
        Cli cli = check("7.2", "--baseline", file.toString());
        assertThat(cli.code()).isOne();
        assertThat(cli.out())
                .contains("; 1 new, 1 known", "      New: The array size is not the end of the last zone")
                .containsPattern("7.2  kvzalloc  X\\R +X broken")
                .contains("To go on from it");
        assertThat(cli.out().indexOf("New: ")).isLessThan(cli.out().indexOf("known: "));
        assertThat(cli.out().indexOf("1 new defect"))
                .isPositive()
                .isLessThan(cli.out().indexOf("1 known defect"));
        assertThat(cli.out())
                .containsPattern(
                        "1 gone: known, and not seen in this check\\R    Z2  something else  7.2 with kvzalloc");
    }

    @Test
    void whatIsMendedIsGoneAndDoesNotFail() throws IOException {
        Cli cli = check("hardened", "--baseline", baseline("7.2"));
        assertThat(cli.code()).isZero();
        assertThat(cli.out())
                .contains(": hardened with its 7.2", "Nothing new", "2 gone: known, and not seen in this check")
                .containsPattern("Z2  " + SIZE + " +hardened with kvzalloc");
    }

    /** Nobody looked far enough, or to any purpose. */
    @Test
    void whatIsNotPutToTheTestToTheEndIsNotGone() {
        Vector<Baseline.Row> rows = Vector.of(new Baseline.Row("7.2", "kvzalloc", "Z2", true, Vector.of(SIZE)));
        Baseline baseline =
                Baseline.of("file", rows, Results.check("7.2").kernels()).get();
        Vector<Baseline.Known> known = Vector.of(new Baseline.Known("7.2", "kvzalloc", "Z2", SIZE));
        for (Verdict verdict : Verdict.values()) {
            if (verdict == Verdict.BROKEN) continue;
            Vector<LawResult> results = Vector.of(Results.result("7.2", "kvzalloc", StandardLaws.Z2, verdict, 60, 0));
            boolean isJudged = verdict == Verdict.HELD;
            assertThat(baseline.gone(results)).isEqualTo(isJudged ? known : Vector.empty());
            assertThat(baseline.unjudged(results)).isEqualTo(isJudged ? Vector.empty() : known);
        }
        assertThat(baseline.gone(Vector.empty())).as("not looked at").isEmpty();
    }

    @Test
    void inJsonEachDefectSaysWhetherItIsNew() throws IOException {
        Path file = Path.of(baseline("7.2"));
        JsonObject without = json(Files.readString(file));
        Files.writeString(file, Files.readString(file).replace(SIZE, "something else"));
        JsonObject answer = json(
                check("7.2", "--format", "json", "--baseline", file.toString()).out());
        JsonObject result = objects(answer, "results").get(0);
        List<JsonObject> defects = new ArrayList<>(objects(result, "more"));
        defects.add(result);
        assertThat(defects)
                .hasSize(2)
                .allSatisfy(defect -> assertThat(defect.get("new").getAsBoolean())
                        .isEqualTo(defect.get("what").getAsString().equals(SIZE)));
        assertThat(answer.getAsJsonObject("compared_with").toString()).isEqualTo("{\"7.2\":\"7.2\"}");
        assertThat(objects(answer, "gone"))
                .singleElement()
                .satisfies(
                        gone -> assertThat(gone.toString())
                                .isEqualTo(
                                        "{\"kernel\":\"7.2\",\"allocator\":\"kvzalloc\",\"law\":\"Z2\",\"what\":\"something else\"}"));
        assertThat(objects(answer, "unjudged")).isEmpty();
        // All else is as it is without a baseline.
        for (String field : List.of("compared_with", "gone", "unjudged")) answer.remove(field);
        for (JsonObject one : List.of(answer, without)) {
            one.getAsJsonArray("results").get(0).getAsJsonObject().remove("elapsed_ms");
        }
        for (JsonObject defect : defects) defect.remove("new");
        assertThat(answer).isEqualTo(without);
    }

    @Test
    void inTheReportWhatIsNewIsMarkedAndWhatIsGoneListed() throws IOException {
        Path file = Path.of(baseline("7.2"));
        Files.writeString(file, Files.readString(file).replace(SIZE, "something else"));
        Path out = folder.resolve("out");
        check("7.2", "--baseline", file.toString(), "--out", out.toString());
        String report = Files.readString(out.resolve("report.html"));
        assertThat(report)
                .contains("1 of 1 law is broken on 7.2 with kvzalloc, 1 of them in a new way")
                .contains("<span class=\"age\">new</span>", "<span class=\"age\">known</span>")
                .contains("<b data-tally=\"new\">1</b> of them new")
                .contains("<h2 id=\"gone\">Gone</h2>", "on 7.2 with kvzalloc: something else");
        assertThat(json(Files.readString(out.resolve("run.json")))
                        .get("comparing")
                        .getAsBoolean())
                .isTrue();
        // What it left is the next baseline, of which all is known.
        Cli again = check("7.2", "--baseline", out.resolve("results.json").toString(), "--out", out.toString());
        assertThat(again.code()).isZero();
        assertThat(Files.readString(out.resolve("report.html")))
                .contains("none of them in a new way", "<span class=\"word\"> known</span>", "broken, as is known")
                .doesNotContain("<span class=\"age\">new</span>", "id=\"gone\"");
    }

    /** A kernel with a fix and a driver that is plugged in are patches to something. */
    @Test
    void aPatchIsComparedWithWhatItIsAPatchTo() throws IOException {
        String several = baseline("6.12", "7.2", "hardened");
        assertThat(check("7.2+size-of-zones", "--baseline", several).out())
                .contains(": 7.2+size-of-zones with its 7.2")
                .contains("1 gone: known");
        assertThat(check("6.12+alloc,abort", "--baseline", several).out())
                .contains("6.12+alloc,abort with its 6.12", "Nothing new");
        String plug = Plug.driver(folder, "mine", "return super.zoneOffset(sector, previousEnd);")
                .toString();
        assertThat(check("mine", "--module-path", plug, "--baseline", several).out())
                .contains(": mine with its hardened", "Nothing new");
        assertThat(check("mine-round-device-size", "--module-path", plug, "--baseline", several)
                        .out())
                .contains(": mine-round-device-size with its hardened");
        // Its own name comes first.
        assertThat(check("7.2+size-of-zones", "--baseline", baseline("7.2", "7.2+size-of-zones"))
                        .out())
                .contains(": 7.2+size-of-zones" + System.lineSeparator())
                .doesNotContain("gone");
    }

    @Test
    void anotherKernelIsComparedWithTheOnlyOneThereIs() throws IOException {
        assertThat(check("6.12", "--baseline", baseline("7.2")).out()).contains(": 6.12 with its 7.2");
        Cli none = check("7.0", "--baseline", baseline("6.12", "7.2"));
        assertBad(none, "has results of 6.12, 7.2, and '7.0' is none of these nor a patch to one");
    }

    @Test
    void anAllocatorThatTheBaselineHasNotIsNewAndMayBeOld() throws IOException {
        Cli cli = check("7.2", "--allocator", "vzalloc", "--baseline", baseline("7.2"));
        assertThat(cli.code()).isOne();
        assertThat(cli.out())
                .contains("It may be old all the same where the earlier check put nothing to the test: Z2 on 7.2 with")
                .containsPattern("7.2  kvzalloc  x\\R7.2  vzalloc +X\\R +X broken, x broken, as is known");
    }

    /** What is expected does not fail either; of what is neither there are none. */
    @Test
    void whatIsExpectedOrKnownIsAllowed() throws IOException {
        Path file = Path.of(baseline("7.2"));
        Files.writeString(file, Files.readString(file).replace(SIZE, "something else"));
        String expected = write("expected.txt", "7.2 * Z2 " + SIZE + "\n");
        Cli both = check("7.2", "--baseline", file.toString(), "--expect", expected);
        assertThat(both.code()).isZero();
        assertThat(both.out()).contains("1 broken law is expected, 0 new");
    }

    @Test
    void whatIsRememberedAndKnownDoesNotFail() throws IOException {
        String known = baseline("7.2");
        Map<String, String> memory =
                Map.of("KVETCH_MEMORY", folder.resolve("memory").toString());
        String[] check = {
            "check", "--law", "Z2", "--kernel", "7.2", "--allocator", "kvzalloc", "--tries", "60", "--seed", "1"
        };
        assertThat(Cli.run(memory, false, check).code()).isOne();
        List<String> compared = new ArrayList<>(List.of(check));
        compared.addAll(List.of("--baseline", known));
        Cli again = Cli.run(memory, false, compared.toArray(String[]::new));
        assertThat(again.out()).contains("still broken: 2", "Nothing new");
        assertThat(again.code()).isZero();
    }

    // Bad input

    private void assertBad(Cli result, String complaint) {
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains(complaint).hasLineCount(1);
        assertThat(folder.resolve("not-made")).doesNotExist();
    }

    /** In the texts ' stands for the quotes of JSON. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "\"\" | it has no results of a check",
                "{ | it is not JSON",
                "hello | it has no results of a check",
                "[] | it has no results of a check",
                "{'kvetch': 'VERSION'} | it has no results of a check",
                "{'kvetch': 'VERSION', 'command': 'check'} | it has no results of a check",
                "{'kvetch': {}, 'results': []} | it has no results of a check",
                "{'kvetch': 'VERSION', 'results': {}} | it has no results of a check",
                "{'kvetch': 'VERSION', 'results': []} | its results are empty",
                "{'kvetch': 'VERSION', 'results': [3]} | results[0] has no verdict",
                "{'kvetch': 'VERSION', 'results': [{'verdict': 'held'}]} | results[0] has no kernel",
                "{'kvetch': 'VERSION', 'results': [{'verdict': 'broken', 'kernel': '7.2'}]} | results[0] has no what",
                "{'kvetch': 'VERSION', 'results': [{'verdict': 'broken', 'what': 'x', 'more': [{}]}]} | results[0].more[0] has no what",
                "{'kvetch': 'VERSION', 'results': [{'verdict': 'held', 'kernel': 7.2}]} | results[0] has no kernel",
                "{'kvetch': '0.0.9', 'results': []} | is of kvetch 0.0.9, and this is VERSION; have this one check the same"
            })
    void whatIsNoResultsOfACheckIsOneLine(String text, String complaint) throws IOException {
        String file = write("bad.json", text.replace('\'', '"').replace("VERSION", Version.number()));
        assertBad(
                check(
                        "7.2",
                        "--baseline",
                        file,
                        "--out",
                        folder.resolve("not-made").toString()),
                complaint.replace("VERSION", Version.number()));
    }

    @Test
    void aFileThatCannotBeReadIsOneLine() throws IOException {
        String none = folder.resolve("none.json").toString();
        assertBad(check("7.2", "--baseline", none), "--baseline cannot be read: '" + none + "'");
        assertBad(check("7.2", "--baseline", folder.toString()), "--baseline cannot be read");
        Path bytes = Files.write(folder.resolve("bytes.json"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        assertBad(check("7.2", "--baseline", bytes.toString()), "--baseline cannot be read");
    }

    /** What other commands print for machines is no check, and a file that was cut off is not whole. */
    @Test
    void whatIsOnlyLikeItIsOneLine() throws IOException {
        String laws = write("laws.json", Cli.run("laws", "--format", "json").out());
        assertBad(check("7.2", "--baseline", laws), "is no results.json: it has no results of a check");
        String whole = Files.readString(Path.of(baseline("7.2")));
        for (int end = 1; end < whole.length() - 3; end += 97)
            assertBad(check("7.2", "--baseline", write("cut.json", whole.substring(0, end))), "is no results.json: ");
    }
}
