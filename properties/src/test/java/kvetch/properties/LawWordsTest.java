package kvetch.properties;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The words of a law stand in {@link LawId}; the pages say the same. */
class LawWordsTest {
    private static final Path ROOT = Path.of("..");

    private static String read(String file) throws IOException {
        return Files.readString(ROOT.resolve(file));
    }

    @ParameterizedTest
    @EnumSource(LawId.class)
    void theReadmeHasItsTitle(LawId law) throws IOException {
        assertThat(read("README.md").lines())
                .contains("| [" + law + "](docs/laws/" + law + ".md) | " + law.title() + " |");
    }

    @ParameterizedTest
    @EnumSource(LawId.class)
    void theListOfPagesHasItsStatement(LawId law) throws IOException {
        assertThat(read("docs/README.md").lines())
                .contains("| [" + law + "](laws/" + law + ".md) | " + law.statement() + " |");
    }

    @ParameterizedTest
    @EnumSource(LawId.class)
    void itsPageBeginsWithItsStatement(LawId law) throws IOException {
        String page = read("docs/laws/" + law + ".md").replace("\n> ", " ").replaceAll("\\s+", " ");
        assertThat(page).startsWith("# " + law + " " + law.statement() + " ## ");
    }
}
