package kvetch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Compares a report with the one kept in {@code src/test/resources/golden}; {@code -Dkvetch.golden.refresh=true} keeps it. */
public final class Golden {
    private static final Path FOLDER = Path.of("src", "test", "resources", "golden");

    private Golden() {}

    public static void assertMatches(String file, String report) throws IOException {
        Path path = FOLDER.resolve(file);
        if (Boolean.getBoolean("kvetch.golden.refresh")) {
            Files.createDirectories(FOLDER);
            Files.writeString(path, report);
        }
        assertThat(report)
                .as("%s; if the change is meant, refresh it with -Dkvetch.golden.refresh=true", path)
                .isEqualTo(Files.exists(path) ? Files.readString(path) : "(there is no such file)");
    }
}
