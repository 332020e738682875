package kvetch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.vavr.collection.Vector;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import kvetch.properties.ArrayCase;
import kvetch.properties.Law;
import kvetch.properties.ReplayToken;
import kvetch.properties.laws.StandardLaws;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ReplayTest {
    private static final String WARN =
            token(StandardLaws.W1, "7.0", "kzalloc", ArrayCase.of(1, 2).withRaidDisks(524289));
    private static final String SIZE = token(StandardLaws.Z2, "7.2", "kvzalloc", ArrayCase.of(3, 3));
    private static final String REMAINDER =
            token(StandardLaws.I3, "6.12", "kzalloc", ArrayCase.of(1, 2, 2).withRequest(0, 3));
    private static final String DISCARD = token(
            StandardLaws.I4,
            "7.2",
            "kvzalloc",
            ArrayCase.of(1073741825, 1073741825, 2147483650L).withRequest(2147483647, 1));
    private static final String ENDLESS = token(
            StandardLaws.I4, "6.1", "kzalloc", ArrayCase.of(-1, 4294967295L).withRequest(0, 1));
    private static final String DIVIDE =
            token(StandardLaws.W2, "7.2", "kvzalloc", ArrayCase.of(1 << 30, 1L << 30, 1L << 30, 1L << 30, 1L << 30));
    private static final String KILL =
            token(StandardLaws.W2, "7.2", "kvzalloc", ArrayCase.of(1, 2).withRaidDisks(252148225));
    private static final String WRONG_FREE = token(StandardLaws.M1, "6.12+alloc,abort", "kvzalloc", ArrayCase.of(1, 2));
    private static final String FAILING = token(
            StandardLaws.M1,
            "6.1",
            "kzalloc",
            ArrayCase.of(1, 2).withFailAt(4).withIntegrity(ArrayCase.Integrity.SAME));
    private static final String TWICE =
            token(StandardLaws.M1, "6.1", "kzalloc", ArrayCase.of(1, 2, 2).withIntegrity(ArrayCase.Integrity.MIXED));
    private static final String REFUSAL =
            token(StandardLaws.W3, "7.2", "kvzalloc", ArrayCase.of(2, 3).withRaidDisks(2));
    private static final String ORDER =
            token(StandardLaws.Z1, "7.0", "kzalloc", ArrayCase.of(-1, 4294967295L, 8589934590L));
    private static final String ONE_TO_ONE =
            token(StandardLaws.Z3, "7.0", "kzalloc", ArrayCase.of(1431655766, 1431655766, 1431655766, 1431655766));
    private static final String MADE_WELL = token(StandardLaws.Z2, "hardened", "kvzalloc", ArrayCase.of(3, 3));
    private static final String REFUSED_NOW =
            token(StandardLaws.Z1, "hardened", "kvzalloc", ArrayCase.of(-1, 4294967295L, 8589934590L));

    private static String token(Law law, String kernel, String allocator, ArrayCase c) {
        return new ReplayToken(law, kernel, allocator, c).format();
    }

    static Vector<String> broken() {
        return Vector.of(
                WARN, SIZE, REMAINDER, DISCARD, DIVIDE, KILL, WRONG_FREE, FAILING, TWICE, REFUSAL, ORDER, ONE_TO_ONE);
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
        Golden.assertMatches("replay-warn.txt", Cli.run("replay", WARN).out());
        Golden.assertMatches("replay-size.txt", Cli.run("replay", SIZE).out());
        Golden.assertMatches(
                "replay-remainder.txt", Cli.run("replay", REMAINDER).out());
        Golden.assertMatches("replay-discard.txt", Cli.run("replay", DISCARD).out());
        Golden.assertMatches("replay-divide.txt", Cli.run("replay", DIVIDE).out());
        Golden.assertMatches("replay-kill.txt", Cli.run("replay", KILL).out());
        Golden.assertMatches(
                "replay-wrong-free.txt", Cli.run("replay", WRONG_FREE).out());
        Golden.assertMatches("replay-failing.txt", Cli.run("replay", FAILING).out());
        Golden.assertMatches("replay-twice.txt", Cli.run("replay", TWICE).out());
        Golden.assertMatches("replay-refusal.txt", Cli.run("replay", REFUSAL).out());
        Golden.assertMatches(
                "replay-refused-now.txt", Cli.run("replay", REFUSED_NOW).out());
        Golden.assertMatches(
                "replay-remainder.json",
                Cli.run("replay", REMAINDER, "--format", "json").out());
        Golden.assertMatches(
                "replay-warn.json", Cli.run("replay", WARN, "--format", "json").out());
    }

    @Test
    void aLawThatHoldsNowEndsInZero() {
        Cli mended = Cli.run("replay", MADE_WELL);
        assertThat(mended.out()).contains("HOLDS now: this case does not break Z2 any more.");
        assertThat(mended.code()).isZero();
        Cli refused = Cli.run("replay", REFUSED_NOW);
        assertThat(refused.out())
                .contains("NOT TESTED now: this case has nothing more to say about Z1, it is refused.");
        assertThat(refused.code()).isEqualTo(3);
    }

    @Test
    void jsonTellsTheSame() {
        JsonObject json = JsonParser.parseString(
                        Cli.run("replay", WRONG_FREE, "--format", "json").out())
                .getAsJsonObject();
        assertThat(json.get("verdict").getAsString()).isEqualTo("broken");
        assertThat(json.get("replay").getAsString()).isEqualTo(WRONG_FREE);
        JsonArray steps = json.getAsJsonArray("steps");
        assertThat(steps.get(0).getAsJsonObject().get("step").getAsString()).isEqualTo("boot");
    }

    @Test
    void aBadTokenIsOneClearLine() {
        assertComplains("nonsense", "not a replay token: it must start with 'kv1/'");
        assertComplains(WARN.replace("kv1/", "kv2/"), "of another version, 'kv2'; this Kvetch reads 'kv1'");
        assertComplains(WARN.replace("524289", "524290"), "checksum is wrong");
        assertComplains(WARN.substring(0, WARN.length() - 3), "checksum is wrong");
        assertComplains(token(StandardLaws.W1, "2.6", "kzalloc", ArrayCase.of(1, 2)), "unknown kernel '2.6'");
        assertComplains(token(StandardLaws.W1, "7.0", "kmalloc9", ArrayCase.of(1, 2)), "unknown allocator 'kmalloc9'");
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
            {"replay", WARN, "--as-test", "--as-reproducer"},
            {"replay", WARN, "--as-test", "--format", "json"}
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
                        classPath(),
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

    /** Whatever this test runs on, modules too. */
    private static String classPath() {
        return Vector.of("jdk.module.path", "java.class.path", "surefire.test.class.path")
                .map(property -> System.getProperty(property, ""))
                .filter(path -> !path.isEmpty())
                .mkString(java.io.File.pathSeparator);
    }

    @Test
    void aPinnedTestCompilesAndPasses(@TempDir Path folder) throws Exception {
        for (String token : Vector.of(WARN, REMAINDER, WRONG_FREE, MADE_WELL, REFUSED_NOW)) {
            Cli result = Cli.run("replay", token, "--as-test");
            assertThat(result.code()).isZero();
            runTest(folder, result.out());
        }
        Golden.assertMatches(
                "replay-as-test.java.txt", Cli.run("replay", WARN, "--as-test").out());
    }

    private static void runTest(Path folder, String source) throws Exception {
        String name = source.replaceAll("(?s).*\nclass ([A-Za-z0-9_]+) .*", "$1");
        Path file = Files.writeString(folder.resolve(name + ".java"), source);
        int compiled = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(
                        System.out,
                        System.err,
                        "-Xlint:all,-path,-processing,-classfile",
                        "-Werror",
                        "-proc:none",
                        "-cp",
                        classPath(),
                        "-d",
                        folder.toString(),
                        file.toString());
        assertThat(compiled).as(source).isZero();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, ReplayTest.class.getClassLoader())) {
            Class<?> type = loader.loadClass(name);
            Constructor<?> constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            Object test = constructor.newInstance();
            int run = 0;
            for (Method method : type.getDeclaredMethods()) {
                if (method.getAnnotations().length == 0) continue;
                method.setAccessible(true);
                method.invoke(test);
                run++;
            }
            assertThat(run).isEqualTo(1);
        }
    }

    @Test
    void aReproducerIsAShellScript(@TempDir Path folder) throws IOException, InterruptedException {
        for (String token : Vector.of(
                WARN, SIZE, REMAINDER, DISCARD, ENDLESS, DIVIDE, REFUSAL, ORDER, ONE_TO_ONE, WRONG_FREE, TWICE)) {
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
        assertReproducer("replay-as-reproducer.sh.txt", WARN);
        assertReproducer("replay-as-reproducer-request.sh.txt", REMAINDER);
        assertReproducer("replay-as-reproducer-discard.sh.txt", DISCARD);
        assertReproducer("replay-as-reproducer-zones.sh.txt", ORDER);
        assertReproducer("replay-as-reproducer-integrity.sh.txt", TWICE);
    }

    /** This one did not run on a real kernel. */
    @Test
    void aReproducerOfAKillOffersWhoeverStartsTheArray() throws IOException {
        assertReproducer("replay-as-reproducer-kill.sh.txt", KILL);
        assertThat(reproducer(KILL))
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
        assertThat(reproducer(WARN))
                .contains("put \"dev-$1/size\" \"$(($2 / 2))\"")
                .doesNotContain("perl");
        // sysfs has no way to say three sectors.
        assertThat(reproducer(SIZE)).contains("perl -e", "0x40140921").doesNotContain("/size\" \"$((");
        assertThat(reproducer(ONE_TO_ONE)).contains("[ \"$size\" = 6 ] || die");
        assertThat(reproducer(SIZE)).doesNotContain("[ \"$size\" = 1 ]").contains("[ \"$size\" = 3 ] ||");
    }

    @Test
    void aReproducerLeavesAloneWhatADeadTaskHolds() {
        assertThat(reproducer(DIVIDE)).contains("trap - EXIT\n    echo \"nothing is cleaned up; reboot\"");
        assertThat(reproducer(ENDLESS)).contains("nothing is cleaned up", "/dev/$md\" &\n");
        assertThat(reproducer(WARN)).doesNotContain("nothing is cleaned up");
    }

    @Test
    void aReproducerReadsOnlyWhatAFileOffsetReaches() {
        String token = token(StandardLaws.W2, "6.1", "kzalloc", ArrayCase.of(-2147483648, 2147483648L, 2147483648L));
        assertThat(reproducer(token)).contains("    read_array 0 1 > /dev/null\n");
    }

    @Test
    void aReproducerSaysWhereTheStackOfItsOwnEntryEnds() {
        assertThat(reproducer(WARN)).contains("do_md_run < array_state_store").doesNotContain("md_ioctl");
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
        assertNoReproducer(FAILING, "allocation 4 of the case is made to fail", "fail-nth");
        assertNoReproducer(
                token(
                        StandardLaws.W1,
                        "6.1",
                        "kzalloc",
                        ArrayCase.of(1, 2).withRaidDisks(524289).withIntegrity(ArrayCase.Integrity.SAME)),
                "data-integrity profiles");
        assertNoReproducer(
                token(
                        StandardLaws.M1,
                        "6.1",
                        "kzalloc",
                        ArrayCase.of(1, 3, 2).withIntegrity(ArrayCase.Integrity.MIXED)),
                "a first disk of 3 sectors");
        assertNoReproducer(
                token(StandardLaws.Z3, "6.1", "kzalloc", ArrayCase.of(-2147483648, 2147483648L)),
                "no file offset reaches array sector 9223372036854775808");
        assertNoReproducer(MADE_WELL, "does not break Z2 any more");
        assertNoReproducer(
                token(StandardLaws.Z2, "7.2", "kzalloc", ArrayCase.of(3, 3)),
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
