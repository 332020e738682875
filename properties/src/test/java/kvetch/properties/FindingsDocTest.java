package kvetch.properties;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.Vector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kvetch.properties.law.Law;
import kvetch.properties.law.Violation;
import kvetch.properties.laws.StandardLaws;
import kvetch.properties.plug.Providers;
import kvetch.properties.plug.ReplayToken;
import kvetch.properties.run.Examiner;
import kvetch.properties.setup.Setup;
import kvetch.raid0.KernelProfiles;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Holds docs/findings.md against the checker. */
class FindingsDocTest {
    private static final Path DOC = Path.of("..", "docs", "findings.md");
    private static final int ENTRIES = 17;
    private static final Providers PROVIDERS = Providers.load();

    private final String doc;
    private final Vector<ReplayToken> tokens;

    FindingsDocTest() throws IOException {
        doc = Files.readString(DOC).replaceAll("\\s+", " ");
        Matcher matcher = Pattern.compile("`(kv1/[^`]+)`").matcher(doc);
        Vector<ReplayToken> found = Vector.empty();
        while (matcher.find())
            found = found.append(ReplayToken.parse(matcher.group(1)).get());
        tokens = found;
    }

    private static Setup setup(String kernel, String allocator) {
        return new Setup(
                PROVIDERS.allocators(),
                KernelProfiles.find(kernel).get(),
                PROVIDERS.find(allocator).get());
    }

    private static boolean breaks(ReplayToken token, String kernel) {
        return Vector.ofAll(Examiner.examine(token.law(), setup(kernel, token.allocator()), token.testCase())
                        .violations())
                .exists(violation -> violation.law().equals(token.law()));
    }

    @Test
    void everyEntryReplays() {
        assertThat(tokens).hasSize(ENTRIES);
        for (ReplayToken token : tokens)
            assertThat(breaks(token, token.kernel())).as(token.format()).isTrue();
    }

    @Test
    void hardenedAnswersEveryEntry() {
        for (ReplayToken token : tokens)
            for (Law law : StandardLaws.ALL)
                assertThat(breaks(
                                new ReplayToken(law, token.kernel(), token.allocator(), token.testCase()), "hardened"))
                        .as(law + " of " + token.format())
                        .isFalse();
    }

    @Test
    void noProfileShowsAKindOfDefectThatIsNotNamed() {
        for (String kernel : Vector.of("6.1", "7.2", "6.12+alloc"))
            for (String kind : kinds(kernel, StandardLaws.ALL, 500, 7))
                assertThat(doc).contains(kind);
    }

    @Test
    @Tag("long")
    void everyEntryIsFoundUnaidedOnNineteenOfTwentySeeds() {
        for (ReplayToken token : tokens) {
            Violation violation = Vector.ofAll(
                            Examiner.examine(token.law(), setup(token.kernel(), token.allocator()), token.testCase())
                                    .violations())
                    .find(one -> one.law().equals(token.law()))
                    .get();
            String kind = token.law() + " " + violation.what();
            int seen = 0;
            for (int seed = 0; seed < 20; seed++)
                if (kinds(token.kernel(), Vector.of(token.law()), Check.DEFAULT_TRIES, seed)
                        .contains(kind)) seen++;
            assertThat(seen).as(token.kernel() + " " + kind).isGreaterThanOrEqualTo(19);
        }
    }

    /** The kinds of defect that a check of a kernel as shipped finds. */
    private static Vector<String> kinds(String kernel, Vector<Law> laws, int tries, long seed) {
        return Checks.find(Checks.asShipped(kernel), laws, tries, seed)
                .flatMap(result -> result.defects()
                        .map(defect -> result.law() + " " + defect.violation().what()));
    }
}
