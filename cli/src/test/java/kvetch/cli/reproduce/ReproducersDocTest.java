package kvetch.cli.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import kvetch.cli.Cli;
import org.junit.jupiter.api.Test;

/** Holds docs/reproducers.md against the scripts of its tokens. */
final class ReproducersDocTest {
    private static final Path DOC = Path.of("..", "docs", "reproducers.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| .* \\| `(kv1/[^`]+)` \\| (.*) \\|$");
    private static final Pattern QUOTE = Pattern.compile("`reproduced: ([^`]+)`");

    @Test
    void everyTokenHasAScriptThatCanSayWhatItSaid() throws IOException {
        List<MatchResult> rows = ROW.matcher(Files.readString(DOC)).results().toList();
        assertThat(rows).hasSize(16);
        for (MatchResult row : rows) {
            Cli result = Cli.run("replay", row.group(1), "--as-reproducer");
            assertThat(result.code()).as(row.group(1) + result.err()).isZero();
            QUOTE.matcher(row.group(2))
                    .results()
                    .forEach(quote -> assertThat(result.out()).containsPattern(asWritten(quote.group(1))));
        }
    }

    /** The numbers that a script reads, and whether it reads them, are variables in it. */
    private static String asWritten(String verdict) {
        return Arrays.stream(verdict.replace("not read", "read").split("(?<=[ ,])|(?=[ ,])"))
                .map(word -> word.isBlank() || word.equals(",") ? word : "(\\$[a-z]+|" + Pattern.quote(word) + ")")
                .collect(Collectors.joining("", "reproduced \"", "\""));
    }
}
