package kvetch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Allocators that are plugged in from the command line, the good and the bad. */
final class PluggedInTest {
    @TempDir
    Path folder;

    /** A directory of classes with one provider whose alloc has this body. */
    private Path plug(String name, String alloc) throws IOException {
        Path source = Files.createDirectories(folder.resolve("source")).resolve("Plug.java");
        Files.writeString(source, """
                package plug;
                import kvetch.api.*;
                public class Plug implements AllocatorProvider {
                    public String name() { return "%s"; }
                    public String description() { return "kmalloc, more or less"; }
                    public Family family() { return Family.KMALLOC; }
                    public Allocator create(Machine machine) {
                        Allocator kmalloc = machine.allocator(Family.KMALLOC);
                        return new Allocator() {
                            public long alloc(long bytes, int gfp) { %s }
                            public void free(long address) { kmalloc.free(address); }
                            public long ksize(long address) { return kmalloc.ksize(address); }
                        };
                    }
                }
                """.formatted(name, alloc));
        Path classes = folder.resolve("classes");
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(said, true, StandardCharsets.UTF_8);
        int code = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(
                        stream,
                        stream,
                        "-p",
                        System.getProperty("jdk.module.path", System.getProperty("java.class.path")),
                        "--add-modules",
                        "kvetch.api",
                        "-d",
                        classes.toString(),
                        source.toString());
        assertThat(code).as(said.toString(StandardCharsets.UTF_8)).isZero();
        Path services = Files.createDirectories(classes.resolve("META-INF/services"));
        Files.writeString(services.resolve("kvetch.api.AllocatorProvider"), "plug.Plug\n");
        return classes;
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
                .contains(") threw java.lang.IllegalStateException:")
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
                .contains("has not returned after 1 s; it is not called any more");
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
