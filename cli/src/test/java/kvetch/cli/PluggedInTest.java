package kvetch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Allocators that are plugged in from the command line, the good and the bad. */
@Tag("long")
final class PluggedInTest {
    @TempDir
    Path folder;

    private Path plug(String name, String alloc) throws IOException {
        return Plug.compile(folder, name, alloc);
    }

    private static Cli check(Path path, String... more) {
        String[] arguments = {
            "check",
            "--module-path",
            path.toString(),
            "--kernel",
            "hardened",
            "--tries",
            "50",
            "--seed",
            "1",
            "--law",
            "M1"
        };
        String[] all = Arrays.copyOf(arguments, arguments.length + more.length);
        System.arraycopy(more, 0, all, arguments.length, more.length);
        return Cli.run(all);
    }

    @Test
    void goodOneIsListedAndJudged() throws IOException {
        Path path = plug("good", "return kmalloc.alloc(bytes, gfp);");
        Cli listed = Cli.run("allocators", "--module-path", path.toString());
        assertThat(listed.out())
                .contains("good")
                .contains("class path")
                .contains(path.getFileName().toString());
        assertThat(listed.err()).isEmpty();
        assertThat(listed.code()).isZero();
        Cli checked = check(path, "--allocator", "good");
        assertThat(checked.err()).isEmpty();
        assertThat(checked.code()).isZero();
        Cli mapped = Cli.run(
                "map",
                "--disks",
                "64,128",
                "--chunk",
                "8",
                "--layout",
                "1",
                "--module-path",
                path.toString(),
                "--allocator",
                "good");
        assertThat(mapped.code()).isZero();
    }

    @Test
    void oneThatThrowsExitsWith4AndOthersAreJudged() throws IOException {
        Path path = plug("thrower", "throw new IllegalStateException(\"no\");");
        Cli checked = check(path);
        assertThat(checked.code()).isEqualTo(4);
        assertThat(checked.out())
                .contains("thrower: alloc(")
                .contains(") threw", "java.lang.IllegalStateException: no")
                .contains("hardened with kzalloc");
        Cli mapped = Cli.run(
                "map",
                "--disks",
                "64,128",
                "--chunk",
                "8",
                "--layout",
                "1",
                "--module-path",
                path.toString(),
                "--allocator",
                "thrower");
        assertThat(mapped.code()).isEqualTo(4);
        assertThat(mapped.err())
                .isEqualTo("kvetch: allocator 'thrower' failed as a program: java.lang.IllegalStateException: no"
                        + System.lineSeparator());
    }

    @Test
    void oneThatHangsExitsWith4() throws IOException {
        Path path = plug("hung", "while (!Thread.currentThread().isInterrupted()) Thread.onSpinWait(); return 0;");
        Cli checked = check(path, "--allocator", "hung", "--timeout", "1", "--format", "json");
        assertThat(checked.code()).isEqualTo(4);
        assertThat(checked.out())
                .contains("\"verdict\": \"error\"")
                .contains("\"misbehaviour\": \"hung\"")
                .contains("has not returned after 1 s of processor time; it is not called any more");
        Cli mapped = Cli.run(
                "map",
                "--disks",
                "64,128",
                "--chunk",
                "8",
                "--layout",
                "1",
                "--module-path",
                path.toString(),
                "--allocator",
                "hung",
                "--timeout",
                "1");
        assertThat(mapped.code()).isEqualTo(4);
    }

    /** Memory that is not zero breaks M4 with an array and in an allocator alone. */
    @Test
    void commandsToGoOnWithFindTheAllocatorAgain() throws IOException {
        Path path = plug("dirty", "return kmalloc.alloc(bytes, gfp & ~Gfp.ZERO);");
        for (String command : new String[] {"check", "explore"}) {
            Cli run = command.equals("check")
                    ? check(path, "--allocator", "dirty", "--law", "M4")
                    : Cli.run(
                            "explore",
                            "--module-path",
                            path.toString(),
                            "--kernel",
                            "hardened",
                            "--disks",
                            "1",
                            "--allocator",
                            "dirty");
            assertThat(run.code()).as(run.err()).isOne();
            List<String> commands = run.out()
                    .lines()
                    .filter(line -> line.startsWith("  kvetch "))
                    .toList();
            assertThat(commands).as("what cannot be reproduced is not offered").hasSize(2);
            assertThat(commands.get(0)).endsWith(" --module-path " + path);
            assertThat(Cli.run(commands.get(0)
                                    .strip()
                                    .substring("kvetch ".length())
                                    .split(" ", -1))
                            .code())
                    .isOne();
            assertThat(Cli.run(commands.get(1)
                                    .strip()
                                    .substring("kvetch ".length())
                                    .split(" ", -1))
                            .code())
                    .isZero();
        }
    }

    @Test
    void whatBreaksInAnAllocatorAloneIsToldInStepsAndHasNoEntry() throws IOException {
        Path path = plug("small", "return kmalloc.alloc(bytes > 65536 ? 8 : bytes, gfp);");
        Cli checked = check(path, "--allocator", "small", "--law", "M4", "--law", "M3");
        String alone = checked.out().substring(checked.out().indexOf("      steps   "));
        alone = alone.substring(0, alone.indexOf("      replay  "));

        assertThat(alone).doesNotContain("entry ", "array ");
        assertThat(checked.out()).contains("  in an allocator alone, without an array\n");
    }

    @Test
    void whatItPrintsStaysOutOfTheAnswer() throws IOException {
        Path path = plug("chatty", "System.out.println(\"mine\"); return kmalloc.alloc(bytes, gfp);");
        Cli checked = check(path, "--allocator", "chatty", "--format", "json");
        assertThat(checked.code()).isEqualTo(4);
        assertThat(checked.out()).startsWith("{").contains("the first line is 'mine'");
    }

    private static Cli explore(Path path, String... more) {
        String[] arguments = {
            "explore", "--module-path", path.toString(), "--kernel", "hardened", "--disks", "1..2", "--chunks", "0..2"
        };
        String[] all = Arrays.copyOf(arguments, arguments.length + more.length);
        System.arraycopy(more, 0, all, arguments.length, more.length);
        return Cli.run(all);
    }

    @Test
    void goodOneIsExploredLikeAnyOther() throws IOException {
        Cli explored = explore(plug("good", "return kmalloc.alloc(bytes, gfp);"), "--allocator", "good");
        assertThat(explored.err()).isEmpty();
        assertThat(explored.out()).contains("; all held");
        assertThat(explored.code()).isZero();
    }

    @Test
    void explorationNamesTheOneThatHangsAndGoesOnWithTheOthers() throws IOException {
        Path path = plug("hung", "while (!Thread.currentThread().isInterrupted()) Thread.onSpinWait(); return 0;");
        Cli explored = explore(path, "--allocator", "hung", "--allocator", "kzalloc", "--timeout", "1");
        assertThat(explored.code()).isEqualTo(4);
        assertThat(explored.out())
                .contains("""
                          hung                                 ERROR   on hardened with hung
                              hung: alloc(24, GFP_KERNEL|__GFP_ZERO|__GFP_NOWARN|__GFP_RETRY_MAYFAIL) has not returned after
                              1 s of processor time; it is not called any more
                              at      plug.Plug$1.alloc(Plug.java:11)
                              array   1 disk of 2 sectors, raid_disks 1, chunk_sectors 1, layout 1

                        """)
                .contains(explore(path, "--allocator", "kzalloc")
                        .out()
                        .lines()
                        .skip(2)
                        .reduce("", (text, line) -> text + line + System.lineSeparator()));
        Cli json = explore(path, "--allocator", "hung", "--timeout", "1", "--format", "json");
        assertThat(json.code()).isEqualTo(4);
        assertThat(json.out()).contains("\"verdict\": \"error\"", "\"misbehaviour\": \"hung\"", "\"complete\": true");
    }

    @Test
    void explorationWhereNobodyIsLeftSaysSo() throws IOException {
        Path path = plug("thrower", "throw new IllegalStateException(\"no\");");
        Cli explored = explore(path, "--allocator", "thrower");
        assertThat(explored.code()).isEqualTo(4);
        assertThat(explored.out())
                .contains(") threw", "java.lang.IllegalStateException: no", "0 times; none was put to the test");
    }

    @Test
    void explorationKeepsWhatIsPrintedOutOfTheAnswer() throws IOException {
        Path path = plug("chatty", "System.out.println(\"mine\"); return kmalloc.alloc(bytes, gfp);");
        Cli explored = explore(path, "--allocator", "chatty", "--format", "json");
        assertThat(explored.code()).isEqualTo(4);
        assertThat(explored.out())
                .startsWith("{")
                .contains("the first line is 'mine'", "\"misbehaviour\": \"printed\"");
    }

    @Test
    void explorationNamesTheOneThatStartsThreads() throws IOException {
        Path path = plug(
                "parent",
                "Thread t = new Thread(() -> { try { Thread.sleep(60_000); } catch (InterruptedException e) { } });"
                        + " t.setDaemon(true); t.start(); return kmalloc.alloc(bytes, gfp);");
        Cli explored = explore(path, "--allocator", "parent");
        assertThat(explored.code()).isEqualTo(4);
        assertThat(explored.out()).containsPattern("parent: started [0-9]+ threads that go on: ");
    }

    @Test
    void explorationHasATimeLimitLikeACheck() {
        assertThat(Cli.run("explore", "--timeout", "0").err())
                .startsWith("kvetch: --timeout must be a whole number from 1 to 86400, not 0");
    }

    @Test
    void sweepOfEveryValueNamesTheOneThatHangs() throws IOException {
        Path path = plug("hung", "while (!Thread.currentThread().isInterrupted()) Thread.onSpinWait(); return 0;");
        Cli swept = Cli.run("sweep", "--module-path", path.toString(), "--allocator", "hung", "--timeout", "1");
        assertThat(swept.code()).isEqualTo(4);
        assertThat(swept.err())
                .contains(
                        "allocator 'hung' failed as a program: alloc(", "has not returned after 1 s of processor time");
    }

    @Test
    void oneThatDoesNotLoadIsReportedAndHidesNobody() throws IOException {
        Path path = plug("Bad Name", "return 0;");
        Cli listed = Cli.run("allocators", "--module-path", path.toString());
        assertThat(listed.err())
                .startsWith("kvetch: provider plug.Plug (class path, ")
                .contains("its name 'Bad Name' is not");
        assertThat(listed.out()).contains("kvzalloc");
        assertThat(listed.code()).isEqualTo(4);
    }

    @Test
    void badPathIsBadUsage() {
        Cli checked = Cli.run("check", "--module-path", folder.resolve("no").toString());
        assertThat(checked.err())
                .isEqualTo("kvetch: no such file or directory: " + folder.resolve("no") + System.lineSeparator());
        assertThat(checked.code()).isEqualTo(2);
        assertThat(Cli.run("check", "--timeout", "0").err())
                .startsWith("kvetch: --timeout must be a whole number from 1 to 86400, not 0");
    }
}
