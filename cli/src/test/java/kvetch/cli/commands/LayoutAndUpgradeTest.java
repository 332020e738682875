package kvetch.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.Vector;
import java.io.IOException;
import kvetch.cli.Cli;
import kvetch.cli.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of an array in the other layout and on another kernel, as people and scripts get to know it. */
final class LayoutAndUpgradeTest {
    private static final Vector<String> UPGRADE =
            Vector.of("upgrade", "--from", "5.3", "--to", "7.2", "--disks", "24,32,32", "--chunk", "8");

    private static Cli run(String command) {
        return Cli.run(command.split(" ", -1));
    }

    private static Cli run(Vector<String> command, String... more) {
        return Cli.run(command.appendAll(Vector.of(more)).toJavaArray(String[]::new));
    }

    @Test
    void layoutForPeopleAndForMachines() throws IOException {
        Golden.assertMatches(
                "layout.txt", run("layout --disks 24,32,32 --chunk 8").out());
        Golden.assertMatches(
                "layout.json",
                run("layout --disks 24,32,32 --chunk 8 --format json").out());
        Golden.assertMatches(
                "layout-alike.txt", run("layout --disks 64,128,200 --chunk 8").out());
    }

    @Test
    void upgradeForPeopleAndForMachines() throws IOException {
        Golden.assertMatches("upgrade.txt", run(UPGRADE).out());
        Golden.assertMatches("upgrade.json", run(UPGRADE, "--format", "json").out());
    }

    @ParameterizedTest
    @CsvSource({
        "5.3, 7.2, 0, 1, does not start any more",
        "5.3, 7.2, 2, 0, is alternate on both",
        "5.3, 7.2, 1, 1, is elsewhere",
        "6.1, 7.2, 1, 0, is original on both",
        "6.1, 7.2, 0, 0, is refused on both",
        "7.2-discard-original, 7.2, 1, 1, discards elsewhere",
        "7.2-discard-original, 7.2, 2, 0, is not rotated",
    })
    void aScriptGetsToKnowByTheExitCode(String from, String to, int layout, int code, String because) {
        Cli run = run("upgrade --disks 24,32,32 --chunk 8 --from " + from + " --to " + to + " --layout " + layout);
        assertThat(run.code()).as(because).isEqualTo(code);
        assertThat(run.out())
                .endsWith(
                        (code == 0 ? "Nothing changes for it." : "It is not the same there.") + System.lineSeparator());
    }

    @Test
    void oneZoneNeedsNoChoice() {
        assertThat(run("layout --disks 64,64 --chunk 8").out())
                .contains("Every kernel starts it as it is: there is nothing to choose.")
                .doesNotContain("mdadm");
        assertThat(run("upgrade --from 5.3 --to 7.2 --disks 64,64 --chunk 8").code())
                .isZero();
    }

    @Test
    void aDeathIsADifference() {
        Cli run = run(
                "upgrade --from 7.2 --to 7.2+stripe-64-bit --disks 512G,512G,512G,512G --chunk 1073741824 --layout 1");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).contains("starts    on 7.2: the machine dies: divide error");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "layout --chunk 8 | say which disks: --disks SIZE,..., such as --disks 64,128,200",
                "layout --disks 64 | say which chunk: --chunk SIZE, such as --chunk 8 or --chunk 512K",
                "layout --disks 64 --chunk 0 | such an array starts in no layout: it is refused with EINVAL, chunk_sectors is 0",
                "layout --disks 1 --chunk 8 | disk 0 of --disks has 1 sector: md refuses a disk of less than 2 sectors (EINVAL)",
                "upgrade --disks 64 --chunk 8 --to 7.2 | say from which kernel: --from KERNEL, such as --from 5.3",
                "upgrade --disks 64 --chunk 8 --from 7.2 | say to which kernel: --to KERNEL, such as --to 7.2",
                "upgrade --disks 64 --chunk 8 --from 7.2 --to 7.3 --layout 3 | unknown layout '3'; known are 0 or unset, 1 or original, 2 or alternate",
            })
    void badInputIsOneLine(String command, String line) {
        Cli run = run(command);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isEqualTo("kvetch: " + line + System.lineSeparator());
    }
}
