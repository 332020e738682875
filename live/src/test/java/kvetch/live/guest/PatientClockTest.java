package kvetch.live.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PatientClockTest {
    private static @Nullable String next(String script, List<String> said) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("/bin/sh", "-c", script).start();
        try {
            BlockingQueue<String> lines = new LinkedBlockingQueue<>(said);
            return new PatientClock(process).next(lines, 100);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
    }

    /** Itself, or a child of its own, as a kernel is of what holds it. */
    @ParameterizedTest
    @ValueSource(strings = {"while :; do :; done", "sh -c 'while :; do :; done'; exit 1", "exec sleep 1000"})
    void whoSaysNothingIsGivenUp(String script) throws IOException, InterruptedException {
        assertThat(next(script, List.of())).isNull();
    }

    @Test
    void whatWasSaidIsHeardHoweverBusyItIs() throws IOException, InterruptedException {
        assertThat(next("while :; do :; done", List.of("a line", "another"))).isEqualTo("a line");
    }
}
