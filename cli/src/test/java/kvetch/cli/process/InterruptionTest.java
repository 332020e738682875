package kvetch.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import kvetch.cli.Cli;
import kvetch.cli.CliProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InterruptionTest {

    @Test
    void whoeverIsInterruptedSaysWhatIsKnownSoFar(@TempDir Path folder) throws IOException, InterruptedException {
        Path out = folder.resolve("run");
        Process process = CliProcess.of(
                        "check",
                        "--kernel",
                        "7.0",
                        "--allocator",
                        "kzalloc",
                        "--law",
                        "Z2",
                        "--law",
                        "M4",
                        "--tries",
                        "2000000",
                        "--seed",
                        "1",
                        "--out",
                        out.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader said = process.inputReader()) {
            String first = said.readLine();
            CliProcess.awaitWork(process, 5);
            process.toHandle().destroy();
            String rest = said.lines().collect(Collectors.joining("\n"));
            assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
            assertThat(first).startsWith("kvetch ");
            assertThat(rest).contains("Z2  zones cover all sectors", "BROKEN", "interrupted before the end");
            assertThat(rest).doesNotContain("M4  live blocks");
            assertThat(process.exitValue()).isEqualTo(3);
            assertThat(Files.readString(out.resolve("junit.xml")))
                    .contains("tests=\"2\"", "not put to the test: the check ended before it")
                    .containsOnlyOnce("<skipped");
            assertThat(Files.readString(out.resolve("results.json")))
                    .containsSubsequence("\"law\": \"M4\"", "\"verdict\": \"incomplete\"");
            assertThat(Files.readString(out.resolve("run.json"))).contains("\"interrupted\": true", "\"exit_code\": 3");
        }
    }

    @Test
    void theUnshrunkCaseIsShownAtOnceToWhoeverWatches() {
        Cli result = Cli.run(
                Map.of(),
                true,
                "check",
                "--kernel",
                "7.0",
                "--allocator",
                "kzalloc",
                "--law",
                "W1",
                "--tries",
                "200",
                "--seed",
                "1",
                "--shrink-seconds",
                "60");
        assertThat(result.err())
                .contains(
                        "0/1  7.0 kzalloc W1",
                        "found W1 broken on 7.0 with kzalloc: WARN in __alloc_frozen_pages_noprof");
        assertThat(result.out()).contains("raid_disks 524289");
    }

    @Test
    void withoutTimeToShrinkTheFoundCaseIsTheCounterexample() {
        String[] args = {
            "check",
            "--kernel",
            "7.0",
            "--allocator",
            "kzalloc",
            "--law",
            "W1",
            "--tries",
            "200",
            "--seed",
            "1",
            "--shrink-seconds",
            "0"
        };
        assertThat(Cli.run(args).out()).contains("BROKEN").doesNotContain("cases to here", "raid_disks 524289,");
    }
}
