package kvetch.properties;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.Vector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kvetch.properties.law.Law;
import kvetch.properties.laws.StandardLaws;
import kvetch.properties.plug.KnownLaws;
import kvetch.properties.plug.ReplayToken;
import kvetch.properties.run.Examiner;
import kvetch.properties.setup.Setup;
import kvetch.raid0.Fix;
import kvetch.raid0.KernelProfile;
import kvetch.raid0.KernelProfiles;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which fix cures which finding, as the checker has it. */
class FixTableTest {
    private static final Path DOC = Path.of("..", "docs", "findings.md");
    private static final String BEGIN = "<!-- written by FixTableTest: begin -->\n";
    private static final String END = "<!-- end -->";
    private static final Pattern ENTRY = Pattern.compile(
            "## (F\\d+)\\. ([^\\n]+)\\n.*?`(kv1/[^`]+)`.*?- seen as: (.*?)(?=\\n\\n|\\z)", Pattern.DOTALL);

    /** A finding: its number, title, case, and the kinds of defect that it is seen as. */
    private record Finding(String id, String title, ReplayToken token, Vector<String> kinds) {
        boolean shows(KernelProfile kernel) {
            return Vector.ofAll(Examiner.examine(token.law(), setup(kernel), token.testCase())
                            .violations())
                    .exists(violation -> kinds.contains(violation.law() + " " + violation.what()));
        }

        boolean isFound(KernelProfile kernel) {
            Vector<Law> laws = kinds.map(kind ->
                            KnownLaws.standard().find(kind.substring(0, 2)).get())
                    .distinct();
            return laws.exists(law -> Checks.find(setup(kernel), Vector.of(law), Check.DEFAULT_TRIES, 1)
                    .head()
                    .defects()
                    .exists(defect ->
                            kinds.contains(law + " " + defect.violation().what())));
        }

        private Setup setup(KernelProfile kernel) {
            return Checks.asShipped(kernel.name());
        }

        KernelProfile kernel() {
            return Checks.kernel(token.kernel());
        }
    }

    private static Vector<Finding> findings() throws IOException {
        Vector<Finding> findings = Vector.empty();
        Matcher matcher = ENTRY.matcher(Files.readString(DOC));
        while (matcher.find())
            findings = findings.append(new Finding(
                    matcher.group(1),
                    matcher.group(2),
                    ReplayToken.parse(matcher.group(3)).get(),
                    Vector.of(matcher.group(4).replaceAll("\\s+", " ").split("; ", -1))));
        return findings;
    }

    /** -Dkvetch.golden.refresh=true writes the table instead. */
    @Test
    @Tag("long")
    void theTableIsUpToDate() throws IOException {
        StringBuilder table = new StringBuilder("\n| finding | on | cured by | this array only |\n|---|---|---|---|\n");
        for (Finding finding : findings()) {
            Vector<String> cured = Vector.empty();
            Vector<String> thisArray = Vector.empty();
            KernelProfile kernel = finding.kernel();
            Vector<String> candidates =
                    Vector.of(Fix.values()).reject(kernel::has).map(Fix::word);
            if (!kernel.has(Fix.ABORT) && !kernel.has(Fix.ALLOC)) candidates = candidates.prepend("fix");
            if (!kernel.has(Fix.ABORT) && kernel.has(Fix.ALLOC)) candidates = candidates.prepend("abort,free");
            for (String fix : candidates) {
                KernelProfile mended =
                        KernelProfiles.find(kernel.name() + "+" + fix).get();
                if (finding.shows(mended)) continue;
                if (finding.isFound(mended)) thisArray = thisArray.append(fix);
                else cured = cured.append(fix);
            }
            if (cured.isEmpty())
                cured = candidates
                        .combinations(2)
                        .map(pair -> pair.mkString(","))
                        .filter(pair -> {
                            KernelProfile mended = KernelProfiles.find(kernel.name() + "+" + pair)
                                    .get();
                            return !finding.shows(mended) && !finding.isFound(mended);
                        });
            table.append("| ")
                    .append(finding.id)
                    .append(". ")
                    .append(finding.title)
                    .append(" | ");
            table.append(kernel.name()).append(" | ").append(cell(cured)).append(" | ");
            table.append(cell(thisArray)).append(" |\n");
            assertThat(cured).as(finding.id).isNotEmpty();
        }
        String doc = Files.readString(DOC);
        int begin = doc.indexOf(BEGIN) + BEGIN.length();
        String written = doc.substring(0, begin) + table + "\n" + doc.substring(doc.indexOf(END, begin));
        if (Boolean.getBoolean("kvetch.golden.refresh")) Files.writeString(DOC, written);
        assertThat(Files.readString(DOC)).isEqualTo(written);
    }

    private static String cell(Vector<String> fixes) {
        return fixes.isEmpty() ? "none" : fixes.map(fix -> "`" + fix + "`").mkString(", ");
    }

    /** Each fix is there because without it some law is broken; four stand in for one another. */
    @Test
    @Tag("long")
    void withoutMostOfItsFixesTheHardenedDriverBreaksALaw() {
        Vector<String> missed = Vector.of(Fix.values())
                .filter(fix -> {
                    KernelProfile without =
                            KernelProfiles.find("hardened-" + fix.word()).get();
                    return !StandardLaws.ALL.exists(
                            law -> Checks.find(Checks.asShipped(without.name()), Vector.of(law), Check.DEFAULT_TRIES, 1)
                                            .head()
                                            .verdict()
                                    == Verdict.BROKEN);
                })
                .map(Fix::word);
        assertThat(missed).containsExactly("check-first", "limit-tables", "nowarn", "no-kill");
    }
}
