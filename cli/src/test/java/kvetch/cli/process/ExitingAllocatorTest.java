package kvetch.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import kvetch.cli.CliProcess;
import kvetch.cli.Plug;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An allocator that calls System.exit does not end the run. Each in a process of its own, since it would be the tests' end. */
@Tag("long")
final class ExitingAllocatorTest {
    private static final String EXIT = "System.exit(0); return 0;";

    @TempDir
    Path folder;

    private record Ended(int code, String out, String err) {}

    private Ended run(String... args) throws IOException, InterruptedException {
        Path err = folder.resolve("err");
        Process process = CliProcess.of(args).redirectError(err.toFile()).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
        return new Ended(process.exitValue(), out, java.nio.file.Files.readString(err));
    }

    private Ended check(Path path, String... allocators) throws IOException, InterruptedException {
        String[] args = {
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
            "Z1",
            "--law",
            "M1"
        };
        String[] all = java.util.Arrays.copyOf(args, args.length + 2 * allocators.length);
        for (int i = 0; i < allocators.length; i++) {
            all[args.length + 2 * i] = "--allocator";
            all[args.length + 2 * i + 1] = allocators[i];
        }
        return run(all);
    }

    @Test
    void checkReportsItAndJudgesTheOthers() throws IOException, InterruptedException {
        Path path =
                Plug.compile(folder, "leaver", "if (bytes > 100) System.exit(0); return kmalloc.alloc(bytes, gfp);");
        Ended ended = check(path, "leaver", "kzalloc");
        assertThat(ended.code).isEqualTo(4);
        assertThat(ended.out)
                .containsPattern("leaver: alloc\\(\\d+, [A-Za-z_|]+\\) called System.exit;\\s+the allocator is")
                .containsPattern("hardened with kzalloc .*\\n  Z1 .* held .*\\n  M1 .* held ")
                .contains("Of 4 checks: 2 held, 2 error");
        assertThat(ended.err).isEmpty();
    }

    @Test
    void threadThatItStartedIsTheAllocatorToo() throws IOException, InterruptedException {
        Path path = Plug.compile(
                folder, "parent", "new Thread(() -> System.exit(0)).start(); return kmalloc.alloc(bytes, gfp);");
        Ended ended = check(path, "parent", "kzalloc");
        assertThat(ended.code).isEqualTo(4);
        assertThat(ended.out)
                .contains("parent: started a thread that called System.exit")
                .contains("Of 4 checks: 2 held, 2 error");
    }

    @Test
    void explorationLeavesItOut() throws IOException, InterruptedException {
        Path path = Plug.compile(folder, "leaver", EXIT);
        Ended ended = run(
                "explore",
                "--module-path",
                path.toString(),
                "--kernel",
                "hardened",
                "--disks",
                "1..2",
                "--allocator",
                "leaver",
                "--allocator",
                "kzalloc",
                "--format",
                "json");
        assertThat(ended.code).isEqualTo(4);
        assertThat(ended.out)
                .endsWith("}\n")
                .contains("\"misbehaviour\": \"exited\"", "\"complete\": true", "\"arrays\": 234");
    }

    @Test
    void mapFails() throws IOException, InterruptedException {
        Path path = Plug.compile(folder, "leaver", "Runtime.getRuntime().exit(0); return 0;");
        Ended ended = run(
                "map", "--disks", "64,128", "--chunk", "8", "--module-path", path.toString(), "--allocator", "leaver");
        assertThat(ended.code).isEqualTo(4);
        assertThat(ended.out).isEmpty();
        assertThat(ended.err)
                .isEqualTo(
                        "kvetch: allocator 'leaver' failed as a program: called System.exit; the allocator is not called any"
                                + " more\n");
    }

    @Test
    void providerThatDoesSoWhenItIsMadeIsNotLoaded() throws IOException, InterruptedException {
        Path path = Plug.compile(folder, "leaver", "return 0;", "System.exit(0);");
        Ended ended = check(path, "kzalloc");
        assertThat(ended.code).isEqualTo(4);
        assertThat(ended.out).contains("Of 2 checks: 2 held");
        assertThat(ended.err).contains("kvetch: provider plug.Plug (", "called System.exit while it is loaded");
    }

    @Test
    void ctrlCIsStillHeardAfterwards() throws IOException, InterruptedException {
        Path path = Plug.compile(folder, "leaver", EXIT);
        Process process = CliProcess.of(
                        "check",
                        "--module-path",
                        path.toString(),
                        "--kernel",
                        "hardened",
                        "--tries",
                        "2000000",
                        "--seed",
                        "1",
                        "--law",
                        "Z2",
                        "--allocator",
                        "leaver",
                        "--allocator",
                        "kzalloc")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader out = process.inputReader()) {
            String line = out.readLine();
            while (line != null && !line.contains("called System.exit")) line = out.readLine();
            process.toHandle().destroy();
            String rest = out.lines().collect(Collectors.joining("\n"));
            assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
            assertThat(rest).endsWith("interrupted before the end");
            assertThat(process.exitValue()).isEqualTo(3);
        }
    }
}
