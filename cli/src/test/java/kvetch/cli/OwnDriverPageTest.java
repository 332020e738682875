package kvetch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The driver that docs/own-driver.md shows compiles, and the commands of that page print what stands below them. */
final class OwnDriverPageTest {
    private static final Path PAGE = Path.of("..", "docs", "own-driver.md");

    @TempDir
    Path folder;

    @Test
    @Tag("long")
    void thePatchIsJudgedAsThePageSays() throws IOException {
        Path classes = Plug.driver(folder, "StripeProvider", driver(), "kvetch.raid0.*");
        List<DocsTest.Session> sessions = DocsTest.sessions(PAGE, "$ ./kvetch ");
        assertThat(sessions).hasSize(2);
        for (DocsTest.Session session : sessions) {
            Cli run = Cli.run(session.command().stream()
                    .map(word -> word.equals("stripe.jar")
                            ? classes.toString()
                            : word.startsWith("before") ? folder.resolve(word).toString() : word)
                    .toArray(String[]::new));
            DocsTest.assertPrinted(session, new Cli(run.code(), run.out().replace(folder + "/", ""), run.err()));
        }
    }

    /** The first block of Java of the page. */
    private static String driver() throws IOException {
        String page = Files.readString(PAGE);
        int start = page.indexOf("```java\n") + "```java\n".length();
        return page.substring(start, page.indexOf("```", start));
    }
}
