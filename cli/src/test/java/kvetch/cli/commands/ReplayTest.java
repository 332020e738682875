package kvetch.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.vavr.collection.Vector;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import kvetch.cli.Cli;
import kvetch.cli.CliProcess;
import kvetch.cli.Golden;
import kvetch.cli.Tokens;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.laws.StandardLaws;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ReplayTest {
    static Vector<String> broken() {
        return Vector.of(
                Tokens.WARN,
                Tokens.SIZE,
                Tokens.REMAINDER,
                Tokens.DISCARD,
                Tokens.DIVIDE,
                Tokens.KILL,
                Tokens.WRONG_FREE,
                Tokens.FAILING,
                Tokens.TWICE,
                Tokens.REFUSAL,
                Tokens.ORDER,
                Tokens.ONE_TO_ONE);
    }

    @ParameterizedTest
    @MethodSource("broken")
    void aBrokenLawIsStillBrokenAndEndsInOne(String token) {
        Cli result = Cli.run("replay", token);
        assertThat(result.out()).contains("BROKEN, as the token says:");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).isEmpty();
    }

    @Test
    void storiesAreAsKept() throws IOException {
        Golden.assertMatches("replay-warn.txt", Cli.run("replay", Tokens.WARN).out());
        Golden.assertMatches("replay-size.txt", Cli.run("replay", Tokens.SIZE).out());
        Golden.assertMatches(
                "replay-remainder.txt", Cli.run("replay", Tokens.REMAINDER).out());
        Golden.assertMatches(
                "replay-discard.txt", Cli.run("replay", Tokens.DISCARD).out());
        Golden.assertMatches(
                "replay-divide.txt", Cli.run("replay", Tokens.DIVIDE).out());
        Golden.assertMatches("replay-kill.txt", Cli.run("replay", Tokens.KILL).out());
        Golden.assertMatches(
                "replay-wrong-free.txt", Cli.run("replay", Tokens.WRONG_FREE).out());
        Golden.assertMatches(
                "replay-failing.txt", Cli.run("replay", Tokens.FAILING).out());
        Golden.assertMatches("replay-twice.txt", Cli.run("replay", Tokens.TWICE).out());
        Golden.assertMatches(
                "replay-refusal.txt", Cli.run("replay", Tokens.REFUSAL).out());
        Golden.assertMatches(
                "replay-refused-now.txt", Cli.run("replay", Tokens.REFUSED_NOW).out());
        Golden.assertMatches(
                "replay-remainder.json",
                Cli.run("replay", Tokens.REMAINDER, "--format", "json").out());
        Golden.assertMatches(
                "replay-warn.json",
                Cli.run("replay", Tokens.WARN, "--format", "json").out());
    }

    @Test
    void aLawThatHoldsNowEndsInZero() {
        Cli mended = Cli.run("replay", Tokens.MADE_WELL);
        assertThat(mended.out()).contains("HOLDS now: this case does not break Z2 any more.");
        assertThat(mended.code()).isZero();
        Cli refused = Cli.run("replay", Tokens.REFUSED_NOW);
        assertThat(refused.out())
                .contains("NOT TESTED now: this case has nothing more to say about Z1, it is refused.");
        assertThat(refused.code()).isEqualTo(3);
    }

    @Test
    void jsonTellsTheSame() {
        JsonObject json = JsonParser.parseString(
                        Cli.run("replay", Tokens.WRONG_FREE, "--format", "json").out())
                .getAsJsonObject();
        assertThat(json.get("verdict").getAsString()).isEqualTo("broken");
        assertThat(json.get("replay").getAsString()).isEqualTo(Tokens.WRONG_FREE);
        JsonArray steps = json.getAsJsonArray("steps");
        assertThat(steps.get(0).getAsJsonObject().get("step").getAsString()).isEqualTo("boot");
    }

    @Test
    void aBadTokenIsOneClearLine() {
        assertComplains("nonsense", "not a replay token: it must start with 'kv1/'");
        assertComplains(Tokens.WARN.replace("kv1/", "kv2/"), "of another version, 'kv2'; this Kvetch reads 'kv1'");
        assertComplains(Tokens.WARN.replace("524289", "524290"), "checksum is wrong");
        assertComplains(Tokens.WARN.substring(0, Tokens.WARN.length() - 3), "checksum is wrong");
        assertComplains(Tokens.token(StandardLaws.W1, "2.6", "kzalloc", ArrayCase.of(1, 2)), "unknown kernel '2.6'");
        assertComplains(
                Tokens.token(StandardLaws.W1, "7.0", "kmalloc9", ArrayCase.of(1, 2)), "unknown allocator 'kmalloc9'");
    }

    private static void assertComplains(String token, String complaint) {
        Cli result = Cli.run("replay", token);
        assertThat(result.code()).as(token).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains(complaint).hasLineCount(1);
    }

    @Test
    void theWaysToWriteItExcludeEachOther() {
        for (String[] args : new String[][] {
            {"replay"},
            {"replay", Tokens.WARN, "--as-test", "--as-reproducer"},
            {"replay", Tokens.WARN, "--as-test", "--format", "json"}
        }) {
            Cli result = Cli.run(args);
            assertThat(result.code()).isEqualTo(2);
            assertThat(result.err()).hasLineCount(1);
        }
    }

    @ParameterizedTest
    @MethodSource("broken")
    void aTokenRunsInAnotherProcess(String token) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        CliProcess.classPath(),
                        "kvetch.cli.Main",
                        "replay",
                        token)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
        assertThat(out).isEqualTo(Cli.run("replay", token).out());
        assertThat(process.exitValue()).isEqualTo(1);
    }
}
