package kvetch.cli.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import kvetch.cli.Cli;
import kvetch.cli.CliProcess;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However a campaign is cut, killed, begun again and put together, its answer is that of one run. */
class CampaignCommandTest {
    private static final String[] WHAT = {
        "--kernel", "7.2", "--allocator", "kvzalloc", "--law", "Z1", "--law", "Z2", "--tries", "14000", "--seed", "1"
    };

    /** Less than a campaign takes, and more than it takes to begin. */
    private static final int MOST_MILLIS = 1500;

    @TempDir
    private Path place;

    private static String[] command(String[] first, String... more) {
        return Stream.of(first, WHAT, more).flatMap(Stream::of).toArray(String[]::new);
    }

    private static String[] campaign(Path folder, String... more) {
        return Stream.of(command(new String[] {"campaign", "check"}, "--shards", "7", "--out", folder.toString()), more)
                .flatMap(Stream::of)
                .toArray(String[]::new);
    }

    private Path folder(String name) {
        return place.resolve(name);
    }

    private static String digest(Cli answer) {
        String last = answer.out().lines().reduce("", (before, line) -> line);
        assertThat(last).matches("digest [0-9a-f]{64}");
        return last;
    }

    @Test
    void itSaysWhatACheckSays() {
        Cli check = Cli.run(command(new String[] {"check"}));
        Cli campaign = Cli.run(campaign(folder("a")));
        assertThat(campaign.code()).isEqualTo(check.code()).isEqualTo(1);
        assertThat(campaign.out().replaceFirst("digest .*\n$", ""))
                .isEqualTo(check.out().replaceFirst(", in [0-9.]+ s;", ";"));
    }

    @Tag("long")
    @Test
    void machinesShareTheWorkInAnyWay() {
        String whole = digest(Cli.run(campaign(folder("whole"))));
        Cli one = Cli.run(campaign(folder("one"), "--only", "1..4"));
        assertThat(one.code()).isEqualTo(3);
        assertThat(one.out()).contains("incomplete: cases 8001 to 14000\n");
        assertThat(digest(one)).isNotEqualTo(whole);
        assertThat(Cli.run(campaign(folder("two"), "--only", "3..7")).code()).isEqualTo(3);

        Cli merged = Cli.run(
                "merge",
                folder("one").toString(),
                folder("two").toString(),
                "--out",
                folder("all").toString());
        assertThat(merged.code()).isEqualTo(1);
        assertThat(digest(merged)).isEqualTo(whole);
        assertThat(digest(
                        Cli.run("merge", folder("two").toString(), folder("one").toString())))
                .isEqualTo(whole);
        assertThat(digest(Cli.run(campaign(folder("all"))))).isEqualTo(whole);
    }

    @Test
    void anAnswerForMachinesSaysWhatIsMissing() {
        Cli some = Cli.run(campaign(folder("some"), "--only", "2..2", "--format", "json"));
        assertThat(some.code()).isEqualTo(3);
        assertThat(some.out())
                .contains("\"missing\": [", "{\"from\": 0, \"to\": 2000}", "{\"from\": 4000, \"to\": 14000}")
                .contains("\"shards\": 7", "\"digest\": \"");
    }

    @Test
    void anExplorationIsSharedInAnyWay() {
        String[] scope = {"--kernel", "7.2", "--allocator", "kvzalloc", "--disks", "1..2", "--chunk", "1,3"};
        Cli explore = Cli.run(
                Stream.of(new String[] {"explore"}, scope).flatMap(Stream::of).toArray(String[]::new));
        Cli one = Cli.run(exploring("one", scope, "--only", "1..4"));
        assertThat(one.code()).isEqualTo(3);
        assertThat(one.out()).contains("this is not all of it", "incomplete: arrays 63 to 110\n");
        Cli two = Cli.run(exploring("two", scope, "--only", "3..7"));
        assertThat(two.out()).contains("incomplete: arrays 1 to 31\n");
        Cli merged = Cli.run("merge", folder("two").toString(), folder("one").toString());
        assertThat(merged.code()).isEqualTo(explore.code()).isEqualTo(1);
        assertThat(merged.out().replaceFirst("digest .*\n$", "")).isEqualTo(explore.out());
        assertThat(digest(Cli.run(exploring("one", scope)))).isEqualTo(digest(merged));
    }

    private String[] exploring(String folder, String[] scope, String... more) {
        return Stream.of(
                        new String[] {
                            "campaign",
                            "explore",
                            "--shards",
                            "7",
                            "--out",
                            folder(folder).toString()
                        },
                        scope,
                        more)
                .flatMap(Stream::of)
                .toArray(String[]::new);
    }

    /** All of it takes an hour. Here are some 130,000 values below, and as many at the end. */
    @Test
    void aSweepIsSharedInAnyWay() {
        Cli first = Cli.run(sweeping("one", "1..2"));
        Cli last = Cli.run(sweeping("two", "32767..32768"));
        assertThat(first.code()).isEqualTo(last.code()).isEqualTo(3);
        assertThat(first.out())
                .contains("-2147483648 to -1", "ENOMEM, WARN at mm/slub.c:6946 __kvmalloc_node_noprof")
                .contains("            2 to 131070      EINVAL, too few disks\n")
                .contains("every value of a part was run", "incomplete: requests 131073 to 2147483649\n");
        assertThat(last.out()).contains("to 2147483647", "incomplete: requests 1 to 2147352576\n");
        Cli both = Cli.run("merge", folder("one").toString(), folder("two").toString());
        Cli asWell = Cli.run("merge", folder("two").toString(), folder("one").toString());
        assertThat(both.out())
                .isEqualTo(asWell.out())
                .contains("            1                started\n", "incomplete: requests 131073 to 2147352576\n");
        assertThat(digest(Cli.run(sweeping("one", "32767..32768")))).isEqualTo(digest(both));
    }

    private String[] sweeping(String folder, String only) {
        return new String[] {
            "campaign",
            "sweep",
            "--shards",
            "32768",
            "--only",
            only,
            "--out",
            folder(folder).toString()
        };
    }

    @Test
    void aCampaignThatGoesOnHasTheSeedThatItHad() {
        String[] unseeded = {
            "campaign",
            "check",
            "--law",
            "W1",
            "--tries",
            "4000",
            "--shards",
            "2",
            "--out",
            folder("a").toString()
        };
        assertThat(Cli.run(unseeded).out()).isEqualTo(Cli.run(unseeded).out());
    }

    @Test
    void badInputIsOneLine() throws IOException {
        Cli.run(campaign(folder("a"), "--only", "1..1"));
        assertUsage("is that of another campaign", campaign(folder("a"), "--law", "M1"));
        assertUsage(
                "--shards 8 is too many: a shard has 2000 cases at least, and there are 14000; at most 7",
                command(
                        new String[] {"campaign", "check"},
                        "--shards",
                        "8",
                        "--out",
                        folder("b").toString()));
        assertThat(folder("b")).doesNotExist();
        assertUsage("is not the folder of a campaign", "merge", place.toString());
        assertUsage("--only", campaign(folder("a"), "--only", "0..3"));
        assertUsage(
                "a campaign goes through models",
                "campaign",
                "check",
                "--kernel",
                "live:/boot/vmlinuz",
                "--shards",
                "1",
                "--out",
                folder("b").toString());
        Files.writeString(folder("a").resolve("shard-000001.json"), "of somebody else");
        assertUsage(
                "has a file that no campaign wrote: shard-000001.json",
                "merge",
                folder("a").toString());
        Files.writeString(folder("a").resolve("campaign.json"), "{}");
        assertUsage(
                "has a campaign.json that no campaign wrote",
                "merge",
                folder("a").toString());
    }

    private static void assertUsage(String words, String... args) {
        Cli answer = Cli.run(args);
        assertThat(answer.err()).contains(words);
        assertThat(answer.err().lines()).hasSize(1);
        assertThat(answer.out()).isEmpty();
        assertThat(answer.code()).isEqualTo(2);
    }

    @Test
    void nothingIsLostWhereItIsKilled() throws Exception {
        killed(3);
    }

    @Tag("long")
    @Test
    void nothingIsLostWhereItIsKilledFiftyTimes() throws Exception {
        killed(50);
    }

    /** What it says last. A process may have been started in another way than this one, and knows its version or not. */
    private static String inAProcess(String... args) throws IOException, InterruptedException {
        Process process = CliProcess.of(args)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String last = process.inputReader().lines().reduce("", (before, line) -> line);
        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(last).matches("digest [0-9a-f]{64}");
        return last;
    }

    /** At random moments; one that came to its end is told apart by its answer, and the next begins anew. */
    private void killed(int times) throws Exception {
        String whole = inAProcess(campaign(folder("whole")));
        Random random = new Random(1);
        int ended = 0;
        for (int i = 0; i < times; i++) {
            Path folder = folder("killed" + ended);
            Process process = CliProcess.of(campaign(folder, "--threads", "2"))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (process.waitFor(random.nextInt(MOST_MILLIS), TimeUnit.MILLISECONDS)) {
                assertWhole(folder, whole);
                ended++;
            } else process.destroyForcibly().waitFor();
        }
        assertWhole(folder("killed" + ended), whole);
    }

    private static void assertWhole(Path folder, String digest) throws Exception {
        assertThat(inAProcess(campaign(folder))).isEqualTo(digest);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(8);
        }
    }
}
