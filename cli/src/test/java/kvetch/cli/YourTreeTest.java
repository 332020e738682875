package kvetch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Types docs/your-tree.md along on the kernels that it is about. They are built by hand, so this runs only where KVETCH_TREES names
 * the folder that they are in.
 */
final class YourTreeTest {
    private static final Path PAGE = Path.of("..", "docs", "your-tree.md");

    private static List<DocsTest.Session> sessions() throws IOException {
        return DocsTest.sessions(PAGE, "$ ./kvetch ");
    }

    @Test
    void everyCommandPrintsWhatStandsBelowIt() throws IOException {
        String trees = System.getenv("KVETCH_TREES");
        assumeThat(trees).as("KVETCH_TREES names a folder of kernels").isNotEmpty();
        for (DocsTest.Session session : sessions())
            DocsTest.assertPrinted(
                    session,
                    Cli.run(session.command().stream()
                            .map(word -> word.replace("live:../", "live:" + trees + "/"))
                            .toArray(String[]::new)));
    }

    /** So that a page that is written differently is not simply skipped. */
    @Test
    void thePageHasCommands() throws IOException {
        assertThat(sessions()).hasSize(5).allSatisfy(session -> {
            assertThat(session.command()).anyMatch(word -> word.startsWith("live:../linux-"));
            assertThat(session.printed()).isNotEmpty();
        });
    }
}
