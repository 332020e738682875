package kvetch.cli.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.vavr.collection.Vector;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import kvetch.cli.Cli;
import kvetch.cli.Golden;
import kvetch.cli.Tokens;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests for blktests' md group. */
final class BlktestTest {
    private static final String EXPECTED = "Running md/005\nTest complete\n";

    /** As check does it, in a tree of its own: reads the test, asks what it requires, and runs it. */
    private static final String CHECK = """
            #!/bin/bash
            cd "$(dirname "$0")" || exit 1
            export PATH="$PWD/bin:$PATH"
            TEST_NAME=md/005
            FULL=$PWD/full
            TMPDIR=$PWD/tmp
            CHECK_PID=$$
            export CHECK_PID
            . tests/md/005
            requires
            [[ -v SKIP_REASONS ]] || test > out 2>&1
            [[ ! -v SKIP_REASONS ]] || printf '%s\\n' "${SKIP_REASONS[@]}" > skipped
            """;

    /** What the tests use of blktests' own functions. */
    private static final String RC = """
            _have_driver() { echo "$1" >> drivers; }
            _have_loop() { _have_program losetup; }
            _have_program() { command -v "$1" > /dev/null || SKIP_REASONS+=("command $1 is not available"); }
            _have_writeable_kmsg() { :; }
            _page_size_equals() { [[ $1 = 4096 ]]; }
            : "${DESCRIPTION-} ${QUICK-}"
            """;

    @TempDir
    Path tree;

    @BeforeAll
    static void thereIsAShell() {
        assumeThat(isThere("bash")).as("there is a bash").isTrue();
    }

    @Test
    void aTestIsReadByShellcheckAsBlktestsWantsIt() throws IOException, InterruptedException {
        assumeThat(isThere("shellcheck")).as("there is a shellcheck").isTrue();
        writeTree();
        for (String token : Vector.of(
                Tokens.WARN,
                Tokens.SIZE,
                Tokens.REMAINDER,
                Tokens.DISCARD,
                Tokens.ENDLESS,
                Tokens.DIVIDE,
                Tokens.REFUSAL,
                Tokens.ORDER,
                Tokens.ONE_TO_ONE,
                Tokens.KILL,
                Tokens.TWICE)) {
            write("tests/md/005", blktest(token));
            assertThat(run("shellcheck", "-x", "-e", "SC2119", "tests/md/005"))
                    .as(token)
                    .isEmpty();
        }
    }

    @Test
    void aTestIsKept() throws IOException {
        Golden.assertMatches("replay-as-blktests.bash.txt", blktest(Tokens.WARN));
        Golden.assertMatches("replay-as-blktests-request.bash.txt", blktest(Tokens.REMAINDER));
    }

    @Test
    void aKernelThatKeepsTheLawPrintsWhatIsExpected() throws IOException, InterruptedException {
        writeTree();
        write("tests/md/005", blktest(Tokens.WARN));
        check();
        assertThat(Files.readString(tree.resolve("out"))).isEqualTo(EXPECTED);
        assertThat(tree.resolve("skipped")).doesNotExist();
        assertThat(Files.readString(tree.resolve("drivers"))).isEqualTo("raid0\n");
    }

    @Test
    void aKernelThatBreaksTheLawPrintsSomethingElse() throws IOException, InterruptedException {
        writeTree();
        write("tests/md/005", blktest(Tokens.WARN));
        write("log", "WARNING: mm/page_alloc.c:5234 at __alloc_frozen_pages_noprof\n");
        check();
        assertThat(Files.readString(tree.resolve("out")))
                .isEqualTo(
                        "Running md/005\nWARNING: mm/page_alloc.c:5234 at __alloc_frozen_pages_noprof\nTest complete\n");
        assertThat(Files.readString(tree.resolve("full"))).contains("WARNING: mm/page_alloc.c:5234");
    }

    @Test
    void aTestThatCannotBeTriedIsSkippedAndSaysWhy() throws IOException, InterruptedException {
        writeTree();
        program("losetup", "exit 1");
        write("tests/md/005", blktest(Tokens.WARN));
        check();
        assertThat(Files.readString(tree.resolve("skipped"))).isEqualTo("reproduce: no loop device\n");
    }

    @Test
    void whereThereIsNoReproducerThereIsNoTest() {
        Cli none = Cli.run("replay", Tokens.FAILING, "--as-blktests");
        assertThat(none.code()).isEqualTo(2);
        assertThat(none.err()).contains("there is no reproducer: allocation 4 of the case is made to fail");
        Cli both = Cli.run("replay", Tokens.WARN, "--as-blktests", "--as-reproducer");
        assertThat(both.code()).isEqualTo(2);
        assertThat(both.err()).contains("--as-reproducer and --as-blktests exclude each other");
    }

    private static String blktest(String token) {
        Cli result = Cli.run("replay", token, "--as-blktests");
        assertThat(result.code()).as(token + result.err()).isZero();
        return result.out();
    }

    /** A machine on which nothing starts, with a log of ours; its sysfs and its log are folders. */
    private void writeTree() throws IOException {
        write("check", CHECK);
        write("tests/md/rc", RC);
        write("log", "");
        Files.createDirectories(tree.resolve("tmp"));
        Files.createDirectories(tree.resolve("dev"));
        Files.createDirectories(tree.resolve("sys/block/md_kvetch/md/dev-loop0"));
        write("sys/block/md_kvetch/md/array_state", "clear\n");
        write("sys/block/loop0/dev", "7:0\n");
        program("dmesg", "echo boot; echo \"kvetch: begin $CHECK_PID\"; cat log");
        program("losetup", "[ \"$1\" != --find ] || echo /dev/loop0");
        program("modprobe", "exit 0");
        program("blkdiscard", "exit 0");
        program("dd", "exec > /dev/null; case \"$*\" in *array_state*) exit 1 ;; esac");
    }

    private void program(String name, String body) throws IOException {
        write("bin/" + name, "#!/bin/sh\n" + body + "\n");
        assertThat(tree.resolve("bin/" + name).toFile().setExecutable(true)).isTrue();
    }

    private void write(String name, String text) throws IOException {
        Path file = tree.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void check() throws IOException, InterruptedException {
        Path test = tree.resolve("tests/md/005");
        write(
                "tests/md/005",
                Files.readString(test).replace("/sys/", tree + "/sys/").replace("/dev/kmsg", tree + "/dev/kmsg"));
        assertThat(run("bash", "check")).isEmpty();
    }

    private String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(tree.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    private static boolean isThere(String command) {
        return Vector.of(System.getenv("PATH").split(File.pathSeparator))
                .exists(folder -> Files.isExecutable(Path.of(folder, command)));
    }
}
