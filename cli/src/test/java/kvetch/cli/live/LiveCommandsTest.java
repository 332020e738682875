package kvetch.cli.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.vavr.collection.Vector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kvetch.cli.Cli;
import kvetch.cli.Tokens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The commands on real kernels. What needs one runs where the environment names it: KVETCH_LIVE is a user-mode kernel of 7.2 or
 * later, with its modules beside it or built in.
 */
final class LiveCommandsTest {
    private static final String TOKEN = Tokens.SIZE;

    private static String kernel() {
        String kernel = System.getenv("KVETCH_LIVE");
        assumeThat(kernel).as("KVETCH_LIVE names a kernel").isNotEmpty();
        return "live:" + kernel;
    }

    private static void assertComplaint(String words, String... command) {
        Cli result = Cli.run(command);
        assertThat(result.code()).as(result.err()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains(words).hasLineCount(1);
    }

    // What no kernel is needed for

    @Test
    void whatIsNoKernelIsSaidInALine(@TempDir Path folder) throws IOException {
        Path text = Files.writeString(folder.resolve("linux"), "not a kernel");
        for (Vector<String> command : Vector.of(
                Vector.of("check", "--kernel", "live:FILE"),
                Vector.of("check", "--law", "Z2", "--confirm", "live:FILE"),
                Vector.of("conform", "--on", "live:FILE"),
                Vector.of("map", "--disks", "64", "--chunk", "8", "--kernel", "live:FILE"),
                Vector.of("sweep", "--kernel", "live:FILE"),
                Vector.of("explore", "--kernel", "live:FILE"),
                Vector.of("findings", "--on", "live:FILE"),
                Vector.of("replay", TOKEN, "--on", "live:FILE"))) {
            assertComplaint("no such kernel", named(command, "/no/such/kernel"));
            assertComplaint("is no user-mode kernel", named(command, text.toString()));
        }
    }

    private static String[] named(Vector<String> command, String file) {
        return command.map(word -> word.replace("FILE", file)).toJavaArray(String[]::new);
    }

    @Test
    void whatDoesNotGoTogetherIsSaid(@TempDir Path folder) {
        assertComplaint("is named as live:PATH, not '7.2'", "conform", "--on", "7.2");
        assertComplaint("is named as live:PATH, not 'live:'", "replay", TOKEN, "--on", "live:");
        assertComplaint("a live kernel is checked alone", "check", "--kernel", "7.2", "--kernel", "live:x");
        assertComplaint("--confirm tries on a real kernel", "check", "--kernel", "live:x", "--confirm", "live:y");
        assertComplaint("a live kernel is swept alone", "sweep", "--kernel", "live:x", "--every-value");
        assertComplaint("a live kernel is explored alone", "explore", "--kernel", "live:x", "--kernel", "7.2");
        assertComplaint("a live kernel is explored alone", "explore", "--kernel", "live:x", "--widths", "10,4");
        assertComplaint("is named as live:PATH, not '7.2'", "findings", "--on", "7.2");
        assertComplaint("--tries, --lives, --seed and --record go with --on", "conform", "--tries", "3", "x.jsonl");
        assertComplaint("not against files", "conform", "--on", "live:x", "x.jsonl");
        assertComplaint("exclude each other", "replay", TOKEN, "--on", "live:x", "--as-test");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--guests 0", "--memory 8", "--memory much"})
    void howAKernelRunsIsWithinBounds(String option) {
        assertComplaint(
                option.substring(0, option.indexOf(' ')) + " must be a whole number",
                ("replay " + TOKEN + " --on live:/x " + option).split(" "));
    }

    // What a kernel is needed for

    @Test
    void aCounterexampleIsSeenOnARealKernel() {
        Cli seen = Cli.run("replay", TOKEN, "--on", kernel());
        assertThat(seen.code()).as(seen.err()).isEqualTo(1);
        assertThat(seen.out()).contains("Z2 (zones cover all sectors), broken on 7.2", "seen on ");
        Cli cannot = Cli.run("replay", Tokens.FAILING, "--on", kernel());
        assertThat(cannot.code()).isEqualTo(3);
        assertThat(cannot.out()).contains("cannot be tried on ");
        Cli nothing = Cli.run("replay", Tokens.MADE_WELL, "--on", kernel());
        assertThat(nothing.code()).isEqualTo(2);
        assertThat(nothing.err()).contains("does not break Z2 any more");
    }

    @Test
    void findingsAreMarkedAsSeen() {
        String[] check = {
            "check", "--allocator", "kvzalloc", "--law", "Z2", "--tries", "100", "--seed", "1", "--confirm", kernel()
        };
        Cli text = Cli.run(check);
        assertThat(text.code()).as(text.err()).isEqualTo(1);
        assertThat(text.out())
                .containsPattern("tried   seen on [0-9.]+: the last zone ends at 1")
                .containsPattern("Z2  the array size is not the end of the last zone +kvzalloc; seen on [0-9.]+\n");
        Cli json = Cli.run(
                Vector.of(check).appendAll(Vector.of("--format", "json")).toJavaArray(String[]::new));
        JsonObject first = JsonParser.parseString(json.out())
                .getAsJsonObject()
                .getAsJsonArray("results")
                .get(0)
                .getAsJsonObject();
        assertThat(first.getAsJsonObject("sighting").get("result").getAsString())
                .isEqualTo("seen");
    }

    @Test
    void aRealKernelIsJudgedAndItsDefectsShrinkToTheSameArray() {
        Cli check =
                Cli.run("check", "--kernel", kernel(), "--law", "Z1", "--law", "Z2", "--tries", "40", "--seed", "1");
        assertThat(check.code()).as(check.err()).isEqualTo(1);
        assertThat(check.out()).contains("judged as ", "cannot be seen from outside", TOKEN);
    }

    @Test
    void aRealKernelIsMapped() {
        Cli map = Cli.run("map", "--disks", "16,32", "--chunk", "8", "--kernel", kernel());
        assertThat(map.code()).as(map.err()).isZero();
        assertThat(map.out())
                .contains("0..8           0     0..8\n", "24..48         1     8..32\n")
                .doesNotContain("ZONE");
    }

    @Test
    void aRealKernelIsSwept() {
        Cli sweep = Cli.run("sweep", "--kernel", kernel());
        assertThat(sweep.out()).containsPattern(" 1 +started\n").contains("sampled: ");
    }

    /** The smallest cases of the scope are those that the model has. */
    @Test
    void aRealKernelIsExplored() {
        String[] scope = {"--disks", "1..2", "--chunks", "0..2", "--chunk", "1,3", "--lives", "1", "--request", "4"};
        Cli there = Cli.run(Vector.of("explore", "--kernel", kernel())
                .appendAll(Vector.of(scope))
                .toJavaArray(String[]::new));
        Cli model = Cli.run(Vector.of("explore", "--kernel", "7.2", "--allocator", "kvzalloc")
                .appendAll(Vector.of(scope))
                .toJavaArray(String[]::new));
        assertThat(there.code()).as(there.err()).isEqualTo(1);
        assertThat(there.out()).contains(TOKEN, "judged as ", "I2 was put to the test on each array alone");
        assertThat(counts(there.out(), " sectors mapped")).isEqualTo(counts(model.out(), " sectors mapped"));
        assertThat(counts(there.out(), " requests")).isEqualTo(counts(model.out(), " requests"));
        assertThat(counts(there.out(), " discards")).isEqualTo(counts(model.out(), " discards"));
    }

    /** The number before a word. */
    private static String counts(String text, String word) {
        Matcher matcher = Pattern.compile("([0-9,]+)" + word).matcher(text.replace('\n', ' '));
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    @Test
    void modelAndKernelAreHeldSideBySideAndWhatWasSeenIsKept(@TempDir Path folder) throws IOException {
        Path record = folder.resolve("seen.jsonl");
        Cli beside =
                Cli.run("conform", "--on", kernel(), "--tries", "20", "--seed", "1", "--record", record.toString());
        assertThat(beside.code()).as(beside.out() + beside.err()).isZero();
        assertThat(beside.out()).contains("The model agrees with all 22.");
        assertThat(Files.readAllLines(record)).isNotEmpty();
        assertThat(Cli.run("conform", record.toString()).code()).isZero();
        Cli again = Cli.run("conform", "--on", kernel(), "--tries", "1", "--record", record.toString());
        assertThat(again.code()).isEqualTo(2);
        assertThat(again.err()).contains("is there already");
    }
}
