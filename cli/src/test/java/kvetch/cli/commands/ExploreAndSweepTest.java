package kvetch.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import kvetch.cli.Cli;
import kvetch.cli.Golden;
import org.junit.jupiter.api.Test;

final class ExploreAndSweepTest {
    private static final String[] EXPLORE = {
        "explore", "--disks", "1..2", "--chunks", "0..3", "--chunk", "1,3", "--kernel", "6.12", "--allocator", "kzalloc"
    };
    private static final String[] WIDTHS = {
        "explore",
        "--widths",
        "--disks",
        "1..2",
        "--kernel",
        "7.2",
        "--kernel",
        "hardened",
        "--law",
        "Z3",
        "--law",
        "I4"
    };
    private static final String[] SWEEP = {"sweep", "--zones", "1..2", "--kernel", "7.0", "--kernel", "7.2"};

    @Test
    void anExplorationTellsWhatItFoundAndHowMuchItSaw() throws IOException {
        Cli text = Cli.run(EXPLORE);
        assertThat(text.code()).isEqualTo(1);
        assertThat(text.err()).isEmpty();
        Golden.assertMatches("explore.txt", text.out());
        Golden.assertMatches(
                "explore.json", Cli.run(with(EXPLORE, "--format", "json")).out());
    }

    @Test
    void everyTokenOfAnExplorationReplaysToTheSameVerdict() {
        for (String kernel : new String[] {"6.1", "6.12", "7.2", "6.12+alloc", "6.12+alloc,abort"}) {
            Cli explored =
                    Cli.run("explore", "--disks", "1..3", "--chunks", "0..2", "--chunk", "1,3", "--kernel", kernel);
            List<String> replays = explored.out()
                    .lines()
                    .filter(line -> line.startsWith("      replay  "))
                    .map(line -> line.substring("      replay  ".length()))
                    .toList();
            List<String> sentences = Pattern.compile("BROKEN  on .*\n\n((?: {6}.*\n)+?) {6}array ")
                    .matcher(explored.out())
                    .results()
                    .map(match -> words(match.group(1)))
                    .toList();
            assertThat(replays).as(kernel).hasSizeGreaterThan(1).hasSameSizeAs(sentences);
            for (int i = 0; i < replays.size(); i++) {
                Cli replayed = Cli.run("replay", replays.get(i));
                assertThat(replayed.code()).as(replays.get(i)).isOne();
                assertThat(words(replayed.out()))
                        .as(replays.get(i))
                        .contains("BROKEN, as the token says: ")
                        .contains(sentences.get(i));
            }
            assertThat(explored.out())
                    .contains("To go on from the first of them\n  kvetch replay " + replays.get(0) + "\n");
        }
    }

    private static String words(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }

    @Test
    void anExplorationWhereAllLawsHoldEndsInZero() {
        Cli result = Cli.run(
                "explore",
                "--disks",
                "1..2",
                "--chunks",
                "1..3",
                "--chunk",
                "3",
                "--kernel",
                "hardened",
                "--lives",
                "1");
        assertThat(result.code()).isZero();
        assertThat(result.out()).contains("all held");
    }

    @Test
    void anExplorationWithOtherWidthsTellsOnHowManyArraysEachLawIsBroken() throws IOException {
        Cli text = Cli.run(WIDTHS);
        assertThat(text.code()).isEqualTo(1);
        assertThat(text.err()).isEmpty();
        Golden.assertMatches("explore-widths.txt", text.out());
        Golden.assertMatches(
                "explore-widths.json", Cli.run(with(WIDTHS, "--format", "json")).out());
        assertThat(Cli.run(with(WIDTHS, "--threads", "1")).out()).isEqualTo(text.out());
    }

    @Test
    void anExplorationWithOtherWidthsWhereAllLawsHoldEndsInZero() {
        Cli result = Cli.run("explore", "--widths", "6,4", "--disks", "1..2", "--kernel", "hardened");
        assertThat(result.code()).isZero();
        assertThat(result.out()).endsWith("\nall held\n");
    }

    @Test
    void aSweepTellsEachIntervalWithItsFirstAndLastValue() throws IOException {
        Cli text = Cli.run(SWEEP);
        assertThat(text.code()).isEqualTo(1);
        assertThat(text.err()).isEmpty();
        Golden.assertMatches("sweep.txt", text.out());
        Golden.assertMatches(
                "sweep.json", Cli.run(with(SWEEP, "--format", "json")).out());
    }

    @Test
    void aSweepWithoutASplatEndsInZero() {
        Cli result = Cli.run("sweep", "--kernel", "hardened", "--allocator", "kzalloc", "--page-size", "64K");
        assertThat(result.code()).isZero();
        assertThat(result.out()).contains("1                started").doesNotContain("WARN");
    }

    private static String[] with(String[] args, String... more) {
        String[] all = java.util.Arrays.copyOf(args, args.length + more.length);
        System.arraycopy(more, 0, all, args.length, more.length);
        return all;
    }
}
