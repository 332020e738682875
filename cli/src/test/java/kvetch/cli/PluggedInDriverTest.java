package kvetch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drivers of somebody's own that are plugged in from the command line, the good and the bad. */
@Tag("long")
final class PluggedInDriverTest {
    @TempDir
    Path folder;

    /** A directory of classes with a driver on top of {@code hardened} whose zoneOffset has this body. */
    private Path plug(String name, String zoneOffset) throws IOException {
        return Plug.driver(folder, name, zoneOffset);
    }

    private static Cli run(Path path, String command, String... more) {
        List<String> arguments = new ArrayList<>(List.of(command, "--module-path", path.toString()));
        arguments.addAll(List.of(more));
        return Cli.run(arguments.toArray(String[]::new));
    }

    private static Cli check(Path path, String name, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--kernel",
                name,
                "--kernel",
                "hardened",
                "--allocator",
                "kvzalloc",
                "--law",
                "Z3",
                "--tries",
                "50",
                "--seed",
                "1"));
        arguments.addAll(List.of(more));
        return run(path, "check", arguments.toArray(String[]::new));
    }

    private static final String VECTORS = "../properties/src/test/resources/vectors/";
    private static final String DISCARDS = VECTORS + "discard.jsonl";
    private static final String READS = VECTORS + "read.jsonl";

    private static final String GOOD = "return super.zoneOffset(sector, previousEnd);";
    private static final String WRONG = "return sector;";
    private static final String ENDLESS = "while (zoneEnd(0) != -1) continue; return sector;";
    private static final String THROWS = "throw new IllegalStateException(\"no\");";

    @Test
    void aGoodOneIsListedWithItsOriginAndHolds() throws IOException {
        Path path = plug("mine", GOOD);
        Cli listed = run(path, "kernels");
        assertThat(listed.out())
                .containsPattern("PLUGGED IN +A PATCH TO +FROM\\R+mine +hardened +class path,")
                .containsPattern("mine +not recorded");
        assertThat(listed.code()).isZero();
        assertThat(run(path, "kernels", "--format", "json").out())
                .contains("\"from\": \"class path, " + path + "\"", "\"base\": \"hardened\"", "\"from\": \"Kvetch\"");
        Cli checked = check(path, "mine");
        assertThat(checked.err()).isEmpty();
        assertThat(checked.code()).isZero();
    }

    @Test
    void aNameThatIsMissingIsExplained() throws IOException {
        Cli checked = check(plug("mine", GOOD), "min");
        assertThat(checked.code()).isEqualTo(2);
        assertThat(checked.err())
                .startsWith("kvetch: unknown kernel 'min'; known are 5.3, 5.10,")
                .contains("hardened, mine, each with fixes", "; plugged in are mine (class path, ")
                .endsWith("; did you mean 'mine'?" + System.lineSeparator());
    }

    @Test
    void aMistakeIsFoundReplayedPinnedAndPutIntoAReport() throws IOException {
        Path path = plug("mine", WRONG);
        Path report = folder.resolve("report");
        Cli checked = check(path, "mine", "--out", report.toString());
        assertThat(checked.code()).isEqualTo(1);
        assertThat(checked.out())
                .contains("Z3  the mapping is one to one        BROKEN")
                .contains("Of 2 checks: 1 held, 1");
        String token = checked.out().replaceFirst("(?s).*(kv1/Z3/mine/\\S+).*", "$1");
        assertThat(report.resolve("report.html")).content().contains(token).doesNotContain("could not be run again");
        assertThat(run(path, "replay", token).code()).isEqualTo(1);
        assertThat(run(path, "replay", token, "--as-test").out()).contains("void isMended()");
        Cli reproducer = run(path, "replay", token, "--as-reproducer");
        assertThat(reproducer.code()).isEqualTo(2);
        assertThat(reproducer.err())
                .isEqualTo("kvetch: there is no reproducer: 'mine' is no kernel that a machine could run"
                        + System.lineSeparator());
        assertThat(Cli.run("replay", token).err()).startsWith("kvetch: unknown kernel 'mine'; known are ");
    }

    @Test
    void itIsHeldAgainstRecordings() throws IOException {
        Path good = plug("mine", GOOD);
        Cli same = run(good, "conform", "--kernel", "mine", DISCARDS);
        assertThat(same.out())
                .isEqualTo("Held against mine (a patch of a test), whatever was recorded:" + System.lineSeparator()
                        + "discard  80/80  " + DISCARDS + System.lineSeparator());
        assertThat(same.err()).isEmpty();
        assertThat(same.code()).isZero();
        Cli wrong = run(plug("mine", WRONG), "conform", "--kernel", "mine", READS);
        assertThat(wrong.out()).contains("/160  " + READS, "runs[");
        assertThat(wrong.code()).isEqualTo(1);
        Cli throwing = run(plug("mine", THROWS), "conform", "--kernel", "mine", READS);
        assertThat(throwing.err())
                .startsWith("kvetch: driver 'mine' failed as a program: threw java.lang.IllegalStateException: no");
        assertThat(throwing.code()).isEqualTo(4);
        Cli endless = run(plug("mine", ENDLESS), "conform", "--kernel", "mine", READS);
        assertThat(endless.err())
                .startsWith("kvetch: driver 'mine' failed as a program: find_zone does not end: it has looked at ");
        assertThat(endless.code()).isEqualTo(4);
    }

    @Test
    void itIsExploredMappedAndSwept() throws IOException {
        Path path = plug("mine", WRONG);
        Cli explored = run(
                path,
                "explore",
                "--kernel",
                "mine",
                "--allocator",
                "kvzalloc",
                "--disks",
                "2",
                "--chunks",
                "1..3",
                "--chunk",
                "2",
                "--lives",
                "1");
        assertThat(explored.code()).as(explored.err()).isEqualTo(1);
        assertThat(explored.out()).contains("Z3  the mapping is one to one").doesNotContain("ERROR");
        Cli mapped = run(path, "map", "--kernel", "mine", "--disks", "4,6", "--chunk", "2");
        assertThat(mapped.code()).isZero();
        assertThat(mapped.out()).contains("on mine with kvzalloc").contains("8..10          1     12..14");
        Cli swept = run(path, "sweep", "--kernel", "mine");
        assertThat(swept.code()).isZero();
        assertThat(swept.out()).contains("and mine is taken to ask for more the more raid_disks there are");
    }

    @Test
    void oneThatThrowsIsNamedAndTheKernelBesideItIsJudged() throws IOException {
        Path path = plug("thrower", THROWS);
        Cli checked = check(path, "thrower");
        assertThat(checked.code()).isEqualTo(4);
        assertThat(checked.out())
                .contains("thrower: threw java.lang.IllegalStateException: no")
                .contains("at      plug.Plug$1.zoneOffset(Plug.java:")
                .contains("replay  kv1/Z3/thrower/kvzalloc/d2,3/r2/c1/")
                .contains("Of 2 checks: 1 held, 1 error");
        assertThat(check(path, "thrower", "--format", "json").out())
                .contains("\"misbehaviour\": \"threw\"", "\"driver\": \"thrower\"");
        Cli mapped = run(path, "map", "--kernel", "thrower", "--disks", "64,128", "--chunk", "8");
        assertThat(mapped.code()).isEqualTo(4);
        assertThat(mapped.err())
                .isEqualTo("kvetch: driver 'thrower' failed as a program: threw java.lang.IllegalStateException: no"
                        + System.lineSeparator());
        Cli explored = run(
                path,
                "explore",
                "--kernel",
                "thrower",
                "--allocator",
                "kvzalloc",
                "--disks",
                "2",
                "--chunks",
                "1..3",
                "--chunk",
                "2",
                "--lives",
                "1");
        assertThat(explored.code()).isEqualTo(4);
        assertThat(explored.out()).contains("thrower: threw java.lang.IllegalStateException: no");
    }

    @Test
    void oneThatLoopsForEverIsNamed() throws IOException {
        Path path = plug("looper", "while (previousEnd != 0) { } return sector;");
        Cli checked = check(path, "looper", "--timeout", "1");
        assertThat(checked.code()).isEqualTo(4);
        assertThat(checked.out())
                .contains("looper: a case is not over after 1 s of processor time; the driver is not called any more")
                .contains("at      plug.Plug$1.zoneOffset(Plug.java:")
                .contains("Of 2 checks: 1 held, 1 error");
    }

    @Test
    void oneThatHaltsTheProcessIsNamed() throws IOException {
        Cli checked = check(plug("halter", "Runtime.getRuntime().halt(0); return sector;"), "halter");
        assertThat(checked.code()).isEqualTo(4);
        assertThat(checked.out())
                .contains("halter: ended the process (exit code 0)")
                .contains("replay  kv1/Z3/halter/kvzalloc/")
                .contains("Of 2 checks: 1 held, 1 error");
    }
}
