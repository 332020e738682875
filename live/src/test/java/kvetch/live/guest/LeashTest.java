package kvetch.live.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Needs a C compiler, as whoever runs a real kernel does. */
@Timeout(120)
class LeashTest {
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
