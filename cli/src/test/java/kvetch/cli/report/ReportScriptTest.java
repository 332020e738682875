package kvetch.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code .ci/report} does where it cannot look at a report. It finds only the commands that a test puts there. */
final class ReportScriptTest {
    private static final Path BASH = Path.of("/bin/bash");
    private static final Path SCRIPT = Path.of("..", ".ci", "report");

    @TempDir
    Path commands;

    @BeforeEach
    void putWhatIsEverywhere() throws IOException {
        assumeThat(BASH).exists();
        for (String name : new String[] {"dirname", "mkdir"}) put(name, "PATH=/usr/bin:/bin exec " + name + " \"$@\"");
    }

    private void put(String name, String script) throws IOException {
        Path file = Files.writeString(commands.resolve(name), "#!/bin/bash\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private record Ended(int code, String said) {}

    private Ended run(String... arguments) throws IOException, InterruptedException {
        return runWith("", arguments);
    }

    private Ended runWith(String chromium, String... arguments) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(BASH.toString(), SCRIPT.toString());
        for (String argument : arguments) builder.command().add(argument);
        builder.environment().put("PATH", commands.toString());
        builder.environment().put("CHROMIUM", chromium);
        Process process = builder.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
        return new Ended(process.exitValue(), said);
    }

    @Test
    void withoutNodeItPassesAndSaysThatItLookedAtNothing() throws Exception {
        assertThat(run()).isEqualTo(new Ended(0, "the report was not looked at: there is no node\n"));
    }

    @Test
    void withoutChromiumAndAptGetItPassesAndSaysSo() throws Exception {
        put("node", "exit 3");
        assertThat(run())
                .isEqualTo(new Ended(
                        0, "the report was not looked at: there is no chromium, and no apt-get to install it with\n"));
    }

    @Test
    void whoeverIsNotRootInstallsNothing() throws Exception {
        put("node", "exit 3");
        put("apt-get", "echo ran >> " + commands.resolve("log"));
        put("id", "echo 1000");
        assertThat(run())
                .isEqualTo(new Ended(
                        0, "the report was not looked at: there is no chromium, and only root could install it\n"));
        assertThat(commands.resolve("log")).doesNotExist();
    }

    @Test
    void anInstallThatFailsPassesAndSaysSo() throws Exception {
        put("node", "exit 3");
        put("apt-get", "echo \"E: no network\"; exit 100");
        put("id", "echo 0");
        assertThat(run()).isEqualTo(new Ended(0, """
                        installing chromium
                        the report was not looked at: there is no chromium, and apt-get could not install it
                        """));
    }

    @Test
    void rootInstallsChromiumAndItsReportIsLookedAt() throws Exception {
        Path report = Files.createDirectories(commands.resolve("run")).resolve("report.html");
        Files.writeString(report, "");
        put("node", "echo \"$@\"; exit 3");
        put(
                "apt-get",
                "case \"$*\" in *' install '*) printf '#!/bin/bash\\n' > " + commands.resolve("chromium")
                        + "; /bin/chmod +x " + commands.resolve("chromium") + ";; esac");
        put("id", "echo 0");

        Ended ended = run(commands.resolve("run").toString());

        assertThat(ended.code).as("what node ends with").isEqualTo(3);
        assertThat(ended.said)
                .startsWith("installing chromium\n")
                .contains("\n.ci/report.mjs " + commands.resolve("chromium") + " " + report + " ");
    }

    @Test
    void aFolderWithoutReportOrAChromiumThatIsNoneIsAMistake() throws Exception {
        put("node", "exit 3");
        assertThat(run(commands.toString()))
                .isEqualTo(
                        new Ended(2, "there is no " + commands + "/report.html: kvetch check --out DIR leaves one\n"));
        assertThat(runWith("/no/chromium"))
                .extracting(Ended::code, Ended::said)
                .containsExactly(2, "CHROMIUM is '/no/chromium', which is no command\n");
    }
}
