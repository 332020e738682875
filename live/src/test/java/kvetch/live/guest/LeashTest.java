package kvetch.live.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Needs a C compiler, as whoever runs a real kernel does. */
@Timeout(120)
class LeashTest {
    private static final long LONG_MS = 60_000;

    @TempDir
    Path folder;

    @BeforeAll
    static void thereIsACompiler() throws InterruptedException {
        try {
            assumeTrue(new ProcessBuilder("cc", "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0);
        } catch (IOException none) {
            assumeTrue(false, "there is no cc");
        }
    }

    /** A parent that is killed, with nobody left to say goodbye; what it started has processes of its own. */
    @Test
    void whatWasStartedEndsWithItsParentWhicheverWayThatEnds() throws IOException, InterruptedException {
        Path own = Files.createDirectory(folder.resolve("own"));
        Files.writeString(own.resolve("left"), "something");
        Process parent = new ProcessBuilder(
                        "/bin/sh",
                        "-c",
                        "cat | " + Programs.leash() + " " + own
                                + " /bin/sh -c 'sleep 1000 & echo $! $$; setsid sleep 1000 & echo $!; wait'")
                .start();
        long[] started = new long[3];
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8))) {
            String[] first = out.readLine().split(" ", -1);
            started[0] = Long.parseLong(first[0]);
            started[1] = Long.parseLong(first[1]);
            started[2] = Long.parseLong(out.readLine());
            for (long process : started) assertThat(isRunning(process)).isTrue();
            parent.descendants()
                    .filter(child -> child.info().command().orElse("").endsWith("cat"))
                    .forEach(ProcessHandle::destroyForcibly);
            parent.destroyForcibly();
            for (long process : started) awaitEnd(process);
        }
        while (Files.exists(own)) TimeUnit.MILLISECONDS.sleep(20);
    }

    @Test
    void whatWasStartedEndsWithItsLeash() throws IOException, InterruptedException {
        Path own = Files.createDirectory(folder.resolve("own"));
        Process leash = new ProcessBuilder(
                        Programs.leash().toString(), own.toString(), "/bin/sh", "-c", "sleep 1000 & echo $! $$; wait")
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(leash.getInputStream(), StandardCharsets.UTF_8))) {
            String[] started = out.readLine().split(" ", -1);
            leash.destroyForcibly();
            for (String process : started) awaitEnd(Long.parseLong(process));
        }
        while (Files.exists(own)) TimeUnit.MILLISECONDS.sleep(20);
    }

    /** It hears of no end, and waits for ever. */
    private static final String STAYS =
            "trap '' TERM HUP INT; " + ScriptedGuest.UP + " echo $$ >&3; while :; do sleep 1000; done";

    @Test
    void whatNeverPowersOffIsKilledWhenItIsClosed() throws IOException, InterruptedException {
        Path own = Files.createDirectory(folder.resolve("own"));
        Guest guest = Guest.boot(held(own), "6.1.999", LONG_MS, LONG_MS);
        long process = process();
        assertThat(isRunning(process)).isTrue();
        guest.close();
        awaitEnd(process);
        while (Files.exists(own)) TimeUnit.MILLISECONDS.sleep(20);
    }

    /** Whatever this test runs on, modules too, and the tests themselves, which a module is patched with. */
    private static String classPath() {
        return Stream.of("jdk.module.path", "java.class.path", "surefire.test.class.path")
                .map(property -> System.getProperty(property, ""))
                .filter(path -> !path.isEmpty())
                .collect(Collectors.joining(
                        File.pathSeparator,
                        Path.of("target", "test-classes").toAbsolutePath() + File.pathSeparator,
                        ""));
    }

    /** Another Java holds it, and has no time to say anything. */
    @Test
    void whoKillsKvetchKillsItsGuests() throws IOException, InterruptedException {
        Path own = Files.createDirectory(folder.resolve("own"));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath(),
                HeldGuest.class.getName()));
        command.addAll(held(own));
        Process kvetch = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(kvetch.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(out.readLine()).isEqualTo("up");
        }
        long process = process();
        assertThat(isRunning(process)).isTrue();
        kvetch.destroyForcibly();
        awaitEnd(process);
        while (Files.exists(own)) TimeUnit.MILLISECONDS.sleep(20);
    }

    /** The number of the process in which it runs is in a file when it is up. */
    private List<String> held(Path own) {
        return List.of(
                Programs.leash().toString(),
                own.toString(),
                "/bin/sh",
                "-c",
                "exec 3>" + folder.resolve("process") + "; " + STAYS);
    }

    private long process() throws IOException, InterruptedException {
        Path file = folder.resolve("process");
        while (Files.size(file) == 0) TimeUnit.MILLISECONDS.sleep(20);
        return Long.parseLong(Files.readString(file).trim());
    }

    @Test
    void whatEndsByItselfTakesItsFolderAlong() throws IOException, InterruptedException {
        Path own = Files.createDirectory(folder.resolve("own"));
        Process leash =
                new ProcessBuilder(Programs.leash().toString(), own.toString(), "/bin/sh", "-c", "exit 7").start();
        assertThat(leash.waitFor()).isEqualTo(7);
        assertThat(own).doesNotExist();
    }

    @Test
    void passesOnWhatComesIn() throws IOException {
        Path own = Files.createDirectory(folder.resolve("own"));
        Process leash = new ProcessBuilder(Programs.leash().toString(), own.toString(), "/bin/cat").start();
        leash.getOutputStream().write("a line\n".getBytes(StandardCharsets.UTF_8));
        leash.getOutputStream().flush();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(leash.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(out.readLine()).isEqualTo("a line");
        }
        leash.getOutputStream().close();
    }

    private static boolean isRunning(long process) {
        return ProcessHandle.of(process).map(ProcessHandle::isAlive).orElse(false);
    }

    private static void awaitEnd(long process) throws InterruptedException {
        while (isRunning(process)) TimeUnit.MILLISECONDS.sleep(20);
    }
}
