package kvetch.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.vavr.collection.Vector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import kvetch.cli.Cli;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.law.Law;
import kvetch.properties.laws.StandardLaws;
import kvetch.properties.plug.ReplayToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is remembered, and what is expected. */
final class FailureDatabaseTest {
    private static final String SIZE = token(StandardLaws.Z2, "7.2", "kvzalloc", ArrayCase.of(3, 3));
    private static final String MENDED = token(StandardLaws.Z2, "hardened", "kvzalloc", ArrayCase.of(3, 3));

    @TempDir
    private Path folder;

    private static String token(Law law, String kernel, String allocator, ArrayCase c) {
        return new ReplayToken(law, kernel, allocator, c).format();
    }

    private Cli check(String kernel, String... more) {
        String[] args = Vector.of(
                        "check",
                        "--kernel",
                        kernel,
                        "--allocator",
                        "kvzalloc",
                        "--law",
                        "Z2",
                        "--tries",
                        "60",
                        "--seed")
                .append("1")
                .appendAll(Vector.of(more))
                .toJavaArray(String[]::new);
        return Cli.run(Map.of("KVETCH_MEMORY", memory().toString()), false, args);
    }

    private Path memory() {
        return folder.resolve("memory");
    }

    private String remembered() throws IOException {
        return Files.readString(memory().resolve("findings"));
    }

    @Test
    void whatBrokeIsTriedFirst() throws IOException {
        Cli first = check("7.2");
        assertThat(first.out()).doesNotContain("last time");
        assertThat(remembered()).startsWith("# ").contains(SIZE);
        assertThat(memory().resolve(".gitignore")).hasContent("*");
        Cli second = check("7.2");
        assertThat(second.out()).contains("Broken last time and still broken", SIZE);
        assertThat(second.code()).isEqualTo(1);
    }

    @Test
    void memoryChangesNothingOfWhatIsFound() {
        JsonElement without = results(check("7.2", "--format", "json", "--no-memory"));
        check("7.2");
        assertThat(results(check("7.2", "--format", "json"))).isEqualTo(without);
    }

    private static JsonElement results(Cli result) {
        JsonObject json = JsonParser.parseString(result.out()).getAsJsonObject();
        json.getAsJsonArray("results").forEach(entry -> entry.getAsJsonObject().remove("elapsed_ms"));
        return json;
    }

    @Test
    void whatIsMendedIsToldAndForgotten() throws IOException {
        Files.createDirectories(memory());
        Files.writeString(memory().resolve("findings"), "# kept by hand\n\nnonsense\n" + MENDED + "\n" + SIZE + "\n");
        Cli result = check("hardened");
        assertThat(result.out()).contains("Broken last time and mended since: 1", MENDED);
        assertThat(result.code()).isZero();
        assertThat(remembered()).doesNotContain(MENDED).contains(SIZE);
    }

    @Test
    void whatIsStillBrokenFailsEvenIfTheRunDoesNotFindIt() throws IOException {
        Files.createDirectories(memory());
        Files.writeString(memory().resolve("findings"), token(StandardLaws.W1, "7.0", "kzalloc", warn()) + "\n");
        Cli result = Cli.run(
                Map.of("KVETCH_MEMORY", memory().toString()),
                false,
                "check",
                "--kernel",
                "7.0",
                "--allocator",
                "kzalloc",
                "--law",
                "W1",
                "--tries",
                "1",
                "--seed",
                "2");
        assertThat(result.out()).contains("still broken: 1", "held");
        assertThat(result.code()).isEqualTo(1);
    }

    private static ArrayCase warn() {
        return ArrayCase.of(1, 2).withRaidDisks(524289);
    }

    @Test
    void itCanBeSwitchedOff() {
        check("7.2", "--no-memory");
        Cli.run(Map.of("KVETCH_MEMORY", "off"), false, "check", "--law", "Z2", "--tries", "30", "--seed", "1");
        assertThat(memory()).doesNotExist();
        assertThat(Path.of(".kvetch")).doesNotExist();
        assertThat(Path.of("off")).doesNotExist();
    }

    @Test
    void whereItCannotBeWrittenTheCheckGoesOn() throws IOException {
        Files.writeString(memory(), "a file, not a folder");
        Cli result = check("7.2");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).isEmpty();
        assertThat(memory()).hasContent("a file, not a folder");
    }

    // What is expected

    private Cli expecting(String kernel, String lines, String... more) throws IOException {
        Path file = Files.writeString(folder.resolve("expected.txt"), lines);
        return check(
                kernel,
                Vector.of("--no-memory", "--expect", file.toString())
                        .appendAll(Vector.of(more))
                        .toJavaArray(String[]::new));
    }

    @Test
    void whatIsExpectedDoesNotFail() throws IOException {
        String all = "# known\n\n* kvzalloc Z2 *\n";
        assertThat(expecting("7.2", all).code()).isZero();
        assertThat(expecting("7.2", all).out()).contains("expected, 0 new");
        assertThat(expecting("7.2", "7.2 * z2\n").code()).isZero();
        assertThat(expecting("7.2", "7.2 * W1\n").code()).isEqualTo(1);
        assertThat(expecting("7.2", "7.0 kvzalloc Z2 *\n").code()).isEqualTo(1);
    }

    @Test
    void somethingElseFails() throws IOException {
        Cli one = expecting("7.2", SIZE + "\n");
        assertThat(one.out()).contains("1 broken law is expected, 1 new");
        assertThat(one.code()).isEqualTo(1);
        String what = "7.2 kvzalloc Z2 the array size is not the end of the last zone\n";
        assertThat(expecting("7.2", what).out()).contains("1 broken law is expected, 1 new");
        String other = token(StandardLaws.Z2, "7.2", "kvzalloc", ArrayCase.of(-1, 4294967295L));
        assertThat(expecting("7.2", SIZE + "\n" + other + "\n").code()).isZero();
    }

    @Test
    void whatIsMendedFailsAndSaysSo() throws IOException {
        Cli result = expecting("hardened", MENDED + "\n");
        assertThat(result.out()).contains("expected to be broken and is not any more: " + MENDED);
        assertThat(result.code()).isEqualTo(1);
        Cli json = expecting("hardened", MENDED + "\n", "--format", "json");
        assertThat(json.err()).contains("expected to be broken and is not any more: " + MENDED);
        assertThat(json.code()).isEqualTo(1);
    }

    @Test
    void whatWasNotSeenIsOnlyTold() throws IOException {
        Cli result = expecting("hardened", "hardened * Z2 some old defect\n");
        assertThat(result.out()).contains("expected and not seen in this run: hardened * Z2 some old defect");
        assertThat(result.code()).isZero();
    }

    @Test
    void aBadFileIsOneLine() throws IOException {
        assertBad(expecting("7.2", "7.2 kvzalloc\n"), "expected.txt:1: expected is a replay token, or KERNEL");
        assertBad(expecting("7.2", "#\n* * Q9 what\n"), "expected.txt:2: unknown law 'Q9'");
        assertBad(expecting("7.2", SIZE.replace("d3", "d4")), "expected.txt:1: the token's checksum is wrong");
        assertBad(expecting("7.2", "\n2.6 kvzalloc Z2 *\n"), "expected.txt:2: unknown kernel '2.6'");
        assertBad(check("7.2", "--expect", folder.toString()), "--expect cannot be read");
        assertBad(check("7.2", "--expect", folder.resolve("none").toString()), "--expect cannot be read");
    }

    private static void assertBad(Cli result, String complaint) {
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains(complaint).hasLineCount(1);
    }
}
