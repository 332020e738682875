package kvetch.cli.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import kvetch.cli.CliProcess;
import org.junit.jupiter.api.Test;

/** Whoever reads the output may leave, as {@code head} does. */
final class ClosedPipeTest {
    /** Ten thousand lines, more than a pipe holds. */
    private static final String[] MUCH = {"map", "--disks", "40000,40000", "--chunk", "8"};

    @Test
    void theEndIsQuietAndNoSuccess() throws IOException, InterruptedException {
        Process process = CliProcess.of(MUCH).start();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).startsWith("2 disks, raid_disks 2, chunk_sectors 8");
        }
        String complaints = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(complaints).isEmpty();
        assertThat(process.exitValue()).isEqualTo(141);
    }

    @Test
    void aFileThatIsFullIsNotQuiet() throws IOException, InterruptedException {
        File full = new File("/dev/full");
        assumeThat(full).exists();
        Process process = CliProcess.of("laws")
                .redirectOutput(ProcessBuilder.Redirect.appendTo(full))
                .start();
        String complaints = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(complaints).isEqualTo("kvetch: the output could not be written in full" + System.lineSeparator());
        assertThat(process.exitValue()).isEqualTo(70);
    }

    @Test
    void onlyAPipeCloses() {
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };
        assertThatThrownBy(() -> new PipeOutputStream(broken, true).write('a')).isInstanceOf(OutputClosed.class);
        assertThatThrownBy(() -> new PipeOutputStream(broken, false).write('a'))
                .isInstanceOf(IOException.class)
                .hasMessage("No space left on device");
    }
}
