package kvetch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** examples/own-driver does what its README says. */
final class OwnDriverExampleTest {
    private static final Path EXAMPLE = Path.of("..", "examples", "own-driver");
    private static final String JAR = "target/own-driver-1.0.jar";

    /** The commands that build it are for the reader, and .ci/examples. */
    private static final int COMMANDS = 4;

    @TempDir
    Path folder;

    @Tag("long")
    @Test
    void commandsPrintWhatStandsBelowThem() throws IOException {
        String module = compile().toString();
        List<DocsTest.Session> sessions = DocsTest.sessions(EXAMPLE.resolve("README.md"), "$ ../../kvetch ").stream()
                .filter(session -> !session.printed().isEmpty())
                .toList();
        assertThat(sessions).hasSize(COMMANDS);
        for (DocsTest.Session session : sessions) {
            Cli run = Cli.run(session.command().stream()
                    .map(word -> word.equals(JAR) ? module : word)
                    .toArray(String[]::new));
            DocsTest.assertPrinted(session, run);
        }
    }

    private Path compile() throws IOException {
        Path main = EXAMPLE.resolve(Path.of("src", "main", "java"));
        Path module = folder.resolve("module");
        try (Stream<Path> sources = Files.walk(main)) {
            Plug.module(
                    module,
                    sources.filter(source -> source.toString().endsWith(".java"))
                            .toList());
        }
        Path names = Path.of("META-INF", "services", "kvetch.raid0.DriverProvider");
        Files.createDirectories(module.resolve(names).getParent());
        Files.copy(main.resolveSibling("resources").resolve(names), module.resolve(names));
        return module;
    }
}
