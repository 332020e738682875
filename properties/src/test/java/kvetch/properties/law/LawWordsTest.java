package kvetch.properties.law;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.Vector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import kvetch.properties.laws.StandardLaws;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The words of a law stand in its class; the pages say the same. */
class LawWordsTest {
    private static final Path ROOT = Path.of("..");

    private static Vector<Law> laws() {
        return StandardLaws.ALL;
    }

    private static String read(String file) throws IOException {
        return Files.readString(ROOT.resolve(file));
    }

    @ParameterizedTest
    @MethodSource("laws")
    void theListOfPagesHasItsTitleAndItsStatement(Law law) throws IOException {
        assertThat(read("docs/README.md").lines())
                .contains("| [" + law + "](laws/" + law + ".md) | " + law.title() + " | " + law.statement() + " |");
    }

    @ParameterizedTest
    @MethodSource("laws")
    void itsPageBeginsWithItsTitleAndItsStatement(Law law) throws IOException {
        String page = read("docs/laws/" + law + ".md").replace("\n> ", " ").replaceAll("\\s+", " ");
        assertThat(page).startsWith("# " + law + ": " + law.title() + " " + law.statement() + " ## ");
    }
}
