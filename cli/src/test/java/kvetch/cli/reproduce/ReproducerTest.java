package kvetch.cli.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.vavr.collection.Vector;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import kvetch.cli.Cli;
import kvetch.cli.Golden;
import kvetch.cli.Tokens;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.Integrity;
import kvetch.properties.laws.StandardLaws;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scripts for real machines. */
final class ReproducerTest {
    @Test
    void aReproducerIsAShellScript(@TempDir Path folder) throws IOException, InterruptedException {
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
                Tokens.WRONG_FREE,
                Tokens.TWICE)) {
            Cli result = Cli.run("replay", token, "--as-reproducer");
            assertThat(result.code()).as(token + result.err()).isZero();
            assertThat(result.out())
                    .startsWith("#!/bin/sh\n")
                    .contains(token, "KVETCH_THROWAWAY", "trap cleanup EXIT", "In dmesg look for:");
            Path script = Files.writeString(folder.resolve("reproduce.sh"), result.out());
            for (String shell : new String[] {"sh", "dash", "bash"}) assertParses(shell, script);
        }
    }

    @Test
    void aReproducerIsWrittenAsItRanOnRealKernels() throws IOException {
        assertReproducer("replay-as-reproducer.sh.txt", Tokens.WARN);
        assertReproducer("replay-as-reproducer-request.sh.txt", Tokens.REMAINDER);
        assertReproducer("replay-as-reproducer-discard.sh.txt", Tokens.DISCARD);
        assertReproducer("replay-as-reproducer-zones.sh.txt", Tokens.ORDER);
        assertReproducer("replay-as-reproducer-integrity.sh.txt", Tokens.TWICE);
    }

    /** This one did not run on a real kernel. */
    @Test
    void aReproducerOfAKillOffersWhoeverStartsTheArray() throws IOException {
        assertReproducer("replay-as-reproducer-kill.sh.txt", Tokens.KILL);
        assertThat(reproducer(Tokens.KILL))
                .contains("echo -1000 > /proc/$$/oom_score_adj", "echo 1000 > /proc/self/oom_score_adj")
                .contains("Out of memory: Kill", "the machine panics")
                .doesNotContain("md should say", "nothing is cleaned up");
    }

    private static void assertReproducer(String golden, String token) throws IOException {
        Golden.assertMatches(golden, Cli.run("replay", token, "--as-reproducer").out());
    }

    @Test
    void aReproducerGivesMdTheSizesOfTheDisks() {
        // Without a superblock md takes a disk that sysfs adds for one of no sectors.
        assertThat(reproducer(Tokens.WARN))
                .contains("put \"dev-$1/size\" \"$(($2 / 2))\"")
                .doesNotContain("perl");
        // sysfs has no way to say three sectors.
        assertThat(reproducer(Tokens.SIZE)).contains("perl -e", "0x40140921").doesNotContain("/size\" \"$((");
        assertThat(reproducer(Tokens.ONE_TO_ONE)).contains("[ \"$size\" = 6 ] || die");
        assertThat(reproducer(Tokens.SIZE)).doesNotContain("[ \"$size\" = 1 ]").contains("[ \"$size\" = 3 ] ||");
    }

    @Test
    void aReproducerLeavesAloneWhatADeadTaskHolds() {
        assertThat(reproducer(Tokens.DIVIDE)).contains("trap - EXIT\n    echo \"nothing is cleaned up; reboot\"");
        assertThat(reproducer(Tokens.ENDLESS)).contains("nothing is cleaned up", "/dev/$md\" &\n");
        assertThat(reproducer(Tokens.WARN)).doesNotContain("nothing is cleaned up");
    }

    @Test
    void aReproducerReadsOnlyWhatAFileOffsetReaches() {
        String token =
                Tokens.token(StandardLaws.W2, "6.1", "kzalloc", ArrayCase.of(-2147483648, 2147483648L, 2147483648L));
        assertThat(reproducer(token)).contains("    read_array 0 1 > /dev/null\n");
    }

    @Test
    void aReproducerSaysWhereTheStackOfItsOwnEntryEnds() {
        assertThat(reproducer(Tokens.WARN))
                .contains("do_md_run < array_state_store")
                .doesNotContain("md_ioctl");
    }

    private static final ArrayCase UNLIKE = ArrayCase.of(1431655766, 1431655766L, 1431655766L, 1431655766L)
            .withOwnLayout(2)
            .withBlockSizes(512, 1024, 1024);

    @Test
    void aReproducerGivesTheArrayItsOwnLayoutAndEachDiskItsBlocks(@TempDir Path folder)
            throws IOException, InterruptedException {
        String script = reproducer(Tokens.token(StandardLaws.Z3, "7.2", "kvzalloc", UNLIKE));
        assertThat(script)
                .contains("    put layout 2 || die", "echo 1 > \"$layout_file\"")
                .contains("--sector-size \"$4\"", "add_disks 1 1431655766 0 512\nadd_disks 2 1431655766 0 1024\n")
                .doesNotContain("mdadm --build");
        Path file = Files.writeString(folder.resolve("unlike.sh"), script);
        for (String shell : new String[] {"sh", "dash", "bash"}) assertParses(shell, file);
        assertThat(reproducer(Tokens.ONE_TO_ONE)).doesNotContain("put layout").contains("--sector-size 512");
    }

    @Test
    void aReplayTellsTheArraysOwnLayoutAndUnlikeBlocks() {
        String token = Tokens.token(StandardLaws.Z3, "7.2", "kvzalloc", UNLIKE);
        assertThat(Cli.run("replay", token).out())
                .contains("default_layout 1, own layout 2")
                .contains("disk 0: ", "disks 1 to 2: ", ", 1024-byte blocks");
        JsonObject json = JsonParser.parseString(
                        Cli.run("replay", token, "--format", "json").out())
                .getAsJsonObject();
        JsonObject c = json.getAsJsonObject("counterexample");
        assertThat(c.get("layout").getAsInt()).isEqualTo(1);
        assertThat(c.get("own_layout").getAsInt()).isEqualTo(2);
        assertThat(c.get("logical_block_size").getAsInt()).isEqualTo(1024);
        assertThat(c.get("logical_block_sizes")).hasToString("[512,1024,1024]");
        assertThat(json.toString()).contains("\"default_layout\":1,\"own_layout\":2");
    }

    private static String reproducer(String token) {
        Cli result = Cli.run("replay", token, "--as-reproducer");
        assertThat(result.code()).as(token + result.err()).isZero();
        return result.out();
    }

    /** With -n a shell reads a script and runs nothing of it. */
    private static void assertParses(String shell, Path script) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(shell, "-n", script.toString())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException thereIsNone) {
            return;
        }
        String complaints = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(shell + ": " + complaints).isZero();
        assertThat(complaints).isEmpty();
    }

    @Test
    void aReproducerSaysWhyThereIsNone() {
        assertNoReproducer(Tokens.FAILING, "allocation 4 of the case is made to fail", "fail-nth");
        assertNoReproducer(
                Tokens.token(
                        StandardLaws.W1,
                        "6.1",
                        "kzalloc",
                        ArrayCase.of(1, 2).withRaidDisks(524289).withIntegrity(Integrity.SAME)),
                "data-integrity profiles");
        assertNoReproducer(
                Tokens.token(
                        StandardLaws.M1, "6.1", "kzalloc", ArrayCase.of(1, 3, 2).withIntegrity(Integrity.MIXED)),
                "a first disk of 3 sectors");
        assertNoReproducer(
                Tokens.token(StandardLaws.Z3, "6.1", "kzalloc", ArrayCase.of(-2147483648, 2147483648L)),
                "no file offset reaches array sector 9223372036854775808");
        assertNoReproducer(
                Tokens.token(
                        StandardLaws.W1, "7.0", "kzalloc", ArrayCase.of(1, 2, 1).withRaidDisks(524289)),
                "a disk that md does not add");
        assertNoReproducer(Tokens.MADE_WELL, "does not break Z2 any more");
        assertNoReproducer(
                Tokens.token(StandardLaws.Z2, "7.2", "kzalloc", ArrayCase.of(3, 3)),
                "takes its tables from kvzalloc, not from kzalloc");
    }

    private static void assertNoReproducer(String token, String... why) {
        Cli result = Cli.run("replay", token, "--as-reproducer");
        assertThat(result.code()).as(token).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .contains("there is no reproducer: ")
                .contains(why)
                .hasLineCount(1);
    }
}
