package kvetch.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import kvetch.cli.CliProcess;
import kvetch.cli.Plug;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever an allocator does to its process, it is named, the others are judged, and the exit code is 4. */
@Tag("long")
final class IsolatedAllocatorTest {
    private static final String KMALLOC = " return kmalloc.alloc(bytes, gfp);";

    @TempDir
    Path folder;

    private record Ended(int code, String out, String err) {}

    private Ended run(List<String> args) throws IOException, InterruptedException {
        Path err = folder.resolve("err");
        ProcessBuilder builder = CliProcess.of(args.toArray(String[]::new)).redirectError(err.toFile());
        builder.command().add(1, "-Xmx256m");
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
        return new Ended(process.exitValue(), out, Files.readString(err));
    }

    private Ended run(Path path, String command, String... more) throws IOException, InterruptedException {
        List<String> args = new ArrayList<>(List.of(command, "--module-path", path.toString()));
        args.addAll(List.of(more));
        return run(args);
    }

    private Ended check(Path path, String allocator, String law, int tries) throws IOException, InterruptedException {
        return run(
                path,
                "check",
                "--kernel",
                "hardened",
                "--seed",
                "1",
                "--tries",
                Integer.toString(tries),
                "--law",
                law,
                "--allocator",
                allocator,
                "--allocator",
                "kzalloc");
    }

    private Ended checkM1(String allocator, String body) throws IOException, InterruptedException {
        Ended ended = check(Plug.compile(folder, allocator, body), allocator, "M1", 50);
        assertThat(ended.code).as(ended.out + ended.err).isEqualTo(4);
        assertThat(ended.out)
                .containsPattern("hardened with kzalloc .*\\n  M1 .* held ")
                .contains("Of 2 checks: 1 held, 1 error");
        return ended;
    }

    @Test
    void oneThatHaltsTheProcessIsShrunkToTheRequestOnWhichItDoes() throws IOException, InterruptedException {
        Ended ended = checkM1("halts", "if (bytes > 4096) Runtime.getRuntime().halt(0);" + KMALLOC);
        assertThat(ended.out)
                .contains(
                        "halts: alloc(4097, GFP_KERNEL|__GFP_ZERO) ended the process (exit code",
                        "steps   alloc 4097",
                        "replay  kv1/M1/hardened/halts/d64/r1/c8/l1/wa4097/");
        assertThat(ended.err).isEmpty();
    }

    @Test
    void oneThatCrashesInNativeCodeIsNamed() throws IOException, InterruptedException {
        Ended ended = checkM1("crashes", """
                if (bytes > 4096) try {
                    new ProcessBuilder("kill", "-KILL", Long.toString(ProcessHandle.current().pid())).start().waitFor();
                    Thread.sleep(600_000);
                } catch (Exception e) { }
                """ + KMALLOC);
        assertThat(ended.out).containsPattern("crashes: alloc\\(.*ended the process\\s+\\(killed by\\s+signal 9\\)");
    }

    @Test
    void oneThatLeaksJavaHeapIsNamed() throws IOException, InterruptedException {
        Ended ended = checkM1(
                "hoards",
                "java.util.List<Object> all = (java.util.List<Object>) System.getProperties()"
                        + ".computeIfAbsent(\"plug.all\", key -> new java.util.ArrayList<Object>());"
                        + " all.add(new long[1 << 20]);" + KMALLOC);
        assertThat(ended.out).contains("hoards: alloc(", "java.lang.OutOfMemoryError");
    }

    @Test
    void oneThatThrowsIsToldWithItsOwnFramesTheStepsAndAToken() throws IOException, InterruptedException {
        Ended ended = checkM1("throws", "if (bytes > 4096) throw new IllegalStateException(\"no\");" + KMALLOC);
        assertThat(ended.out)
                .contains(
                        "throws: alloc(4097, GFP_KERNEL|__GFP_ZERO) threw java.lang.IllegalStateException: no\n"
                                + "      at      plug.Plug$1.alloc(Plug.java:",
                        "      steps   alloc 4097\n      replay  kv1/M1/hardened/throws/d64/r1/c8/l1/wa4097/");
    }

    @Test
    void oneThatBreaksALawOnlyAfterManyCallsByOthersDoesNotAnswerAlike() throws IOException, InterruptedException {
        Ended ended = check(
                Plug.compile(
                        folder,
                        "counts",
                        "int n = Integer.getInteger(\"plug.calls\", 0) + 1;"
                                + " System.setProperty(\"plug.calls\", Integer.toString(n));"
                                + " return kmalloc.alloc(bytes, n > 500 ? gfp & ~Gfp.ZERO : gfp);"),
                "counts",
                "M4",
                300);
        assertThat(ended.code).isEqualTo(4);
        assertThat(ended.out.replaceAll("\\s+", " "))
                .contains(
                        "counts: M4 seems broken (",
                        "it keeps state from one boot to the next, or it is not deterministic",
                        "Of 2 checks: 1 held, 1 error");
    }

    @Test
    void providerThatHaltsTheProcessIsNotLoadedAndHidesNobody() throws IOException, InterruptedException {
        Path path = Plug.compile(folder, "leaver", "return 0;", "Runtime.getRuntime().halt(0);");
        Ended ended = run(path, "map", "--disks", "64,128", "--chunk", "8", "--allocator", "kzalloc");
        assertThat(ended.err)
                .contains("kvetch: provider plug.Plug (", "ended the process while it is loaded")
                .hasLineCount(1);
        assertThat(ended.out).contains("ZONE  ARRAY SECTORS");
    }

    @Test
    void explorationGoesOnWithoutTheOneThatEndsIt() throws IOException, InterruptedException {
        Path path = Plug.compile(folder, "halts", "if (bytes > 24) Runtime.getRuntime().halt(0);" + KMALLOC);
        String[] others = {"--kernel", "hardened", "--disks", "1..2", "--allocator", "kzalloc", "--format", "json"};
        Ended without = run(path, "explore", others);
        String[] withIt = java.util.Arrays.copyOf(others, others.length + 2);
        withIt[others.length] = "--allocator";
        withIt[others.length + 1] = "halts";
        Ended ended = run(path, "explore", withIt);
        assertThat(ended.code).as(ended.out + ended.err).isEqualTo(4);
        assertThat(ended.out).contains("\"misbehaviour\": \"ended\"", "\"complete\": true");
        assertThat(states(ended)).isEqualTo(states(without));
    }

    private static String states(Ended ended) {
        return ended.out
                .lines()
                .filter(line -> line.contains("\"states\""))
                .findFirst()
                .orElse("");
    }

    @Test
    void commandThatItEndsFailsWithItsName() throws IOException, InterruptedException {
        Path path = Plug.compile(folder, "halts", "Runtime.getRuntime().halt(0); return 0;");
        for (String[] command : new String[][] {
            {"map", "--disks", "64,128", "--chunk", "8"},
            {"sweep"},
            {"replay", "kv1/Z1/hardened/halts/d64/r1/c8/l1/1a1bfd37"}
        }) {
            List<String> args = new ArrayList<>(List.of(command));
            args.addAll(List.of("--module-path", path.toString()));
            if (!command[0].equals("replay")) args.addAll(List.of("--allocator", "halts"));
            Ended ended = run(args);
            assertThat(ended.code).as(command[0] + ended.err).isEqualTo(4);
            assertThat(ended.out).as(command[0]).isEmpty();
            assertThat(ended.err)
                    .as(command[0])
                    .matches("kvetch: allocator 'halts' failed as a program: (alloc\\(.*\\) )?ended the process"
                            + " \\(exit code 0\\)\\R");
        }
    }
}
