package kvetch.cli.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.vavr.collection.Vector;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Scripts with some things left open. */
final class ShellTemplateTest {
    private static final Path REPRODUCE =
            Path.of("src", "main", "resources", "kvetch", "cli", "reproduce", "reproduce.sh");

    private static String filled(String template, ShellValues values) {
        return ShellTemplate.fill(Vector.ofAll(template.lines()), values);
    }

    @Test
    void aNameStandsForItsValueWhateverIsInIt() {
        assertThat(filled(
                        "echo \"KV_WHAT\" > diskKV_DISK",
                        new ShellValues().put("WHAT", "$1 \\ KV_DISK").put("DISK", 3)))
                .isEqualTo("echo \"$1 \\ KV_DISK\" > disk3\n");
    }

    @Test
    void aConditionKeepsOneOfTwo() {
        String template = """
                #: if deep
                #: if hard
                both
                #: else
                deep
                #: end
                #: else
                neither
                #: end
                last
                """;
        assertThat(filled(template, new ShellValues().when("deep", true).when("hard", true)))
                .isEqualTo("both\nlast\n");
        assertThat(filled(template, new ShellValues().when("deep", true).when("hard", false)))
                .isEqualTo("deep\nlast\n");
        assertThat(filled(template, new ShellValues().when("deep", false))).isEqualTo("neither\nlast\n");
    }

    @Test
    void aListIsWrittenElementByElementAndElementsSeeWhatIsAround() {
        ShellValues values = new ShellValues().put("DIR", "/tmp");
        values.each("disks", Vector.of(1, 2).map(disk -> values.inner().put("DISK", disk)));
        assertThat(filled("#: each disks\nKV_DIR/KV_DISK\n#: end", values)).isEqualTo("/tmp/1\n/tmp/2\n");
        assertThat(filled("#: each none\nKV_DIR\n#: end\nlast", new ShellValues().each("none", Vector.empty())))
                .isEqualTo("last\n");
    }

    @Test
    void linesAreTakenAsTheyAreAndCommentsOfTheTemplateLeftOut() {
        assertThat(filled(
                        "## not this\n#: lines header\n# this",
                        new ShellValues().lines("header", Vector.of("#!", "KV_X"))))
                .isEqualTo("#!\nKV_X\n# this\n");
    }

    @Test
    void whatAScriptDoesIsTheBodyOfAFunctionWhereThereIsNone() {
        String template = """
                #: in work
                one
                #: if script
                alone
                #: end

                two
                #: end
                three
                """;
        assertThat(filled(template, new ShellValues().when("script", true))).isEqualTo("one\nalone\n\ntwo\nthree\n");
        assertThat(filled(template, new ShellValues().when("script", false)))
                .isEqualTo("work() {\n    one\n\n    two\n}\nthree\n");
    }

    @Test
    void whatNobodyHasSetOrEndedIsABug() {
        for (String template : Vector.of(
                "KV_X", "#: if x\n#: end", "#: each x\n#: end", "#: lines x", "#: while x", "#: end", "#: else"))
            assertThatThrownBy(() -> filled(template, new ShellValues()))
                    .as(template)
                    .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> filled("#: if x\n", new ShellValues().when("x", true)))
                .hasMessage("line 1 has no end");
    }

    /** One is left out: a value stands where shellcheck wants a number. */
    @Test
    void shellcheckReadsTheTemplateAsItIs() throws IOException, InterruptedException {
        assumeThat(isThere("shellcheck")).as("there is a shellcheck").isTrue();
        Process process = new ProcessBuilder(
                        "shellcheck", "--shell=sh", "--severity=warning", "--exclude=SC2170", REPRODUCE.toString())
                .redirectErrorStream(true)
                .start();
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(process.waitFor()).isZero();
    }

    private static boolean isThere(String command) {
        return Vector.of(System.getenv("PATH").split(File.pathSeparator))
                .exists(folder -> Files.isExecutable(Path.of(folder, command)));
    }
}
