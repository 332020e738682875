package kvetch.cli.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.HashMap;
import io.vavr.collection.Map;
import io.vavr.collection.TreeSet;
import io.vavr.collection.Vector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kvetch.cli.map.ArrayMap;
import kvetch.cli.options.Choice;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.law.Law;
import kvetch.properties.law.Violation;
import kvetch.properties.laws.StandardLaws;
import kvetch.properties.plug.Providers;
import kvetch.properties.plug.ReplayToken;
import kvetch.properties.run.Examiner;
import kvetch.properties.setup.Setup;
import kvetch.raid0.Fix;
import kvetch.raid0.KernelProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said to touch an array, held against docs/findings.md and against the laws. */
final class FindingConditionTest {
    private static final Providers PROVIDERS = Providers.load();
    private static final Path PAGE = Path.of("..", "docs", "findings.md");
    private static final Pattern TITLE = Pattern.compile("## (F\\d+)\\. ([^\\n]+)\\n");
    private static final Pattern ENTRY = Pattern.compile(
            "## (F\\d+)\\. [^\\n]+\\n.*?`(kv1/[^`]+)`.*?- seen as: (.*?)(?=\\n\\n|\\z)", Pattern.DOTALL);

    /** The findings by their kinds, as the page has them. */
    private static Map<String, Vector<FindingCondition>> byKind() throws IOException {
        Map<String, Vector<FindingCondition>> findings = HashMap.empty();
        Matcher entry = ENTRY.matcher(Files.readString(PAGE));
        while (entry.find())
            for (String kind : entry.group(3).replaceAll("\\s+", " ").split("; ", -1))
                findings = findings.put(
                        kind,
                        findings.get(kind).getOrElse(Vector.empty()).append(FindingCondition.valueOf(entry.group(1))));
        return findings;
    }

    private static Subject subject(KernelProfile kernel, ArrayCase c) {
        ArrayMap.Array array = new ArrayMap.Array(
                kernel,
                Choice.allocator(PROVIDERS, kernel.asShipped()),
                Vector.ofAll(c.diskSectors()),
                c.disks(),
                c.chunkSectors(),
                c.layout());
        return Subject.of(PROVIDERS, kernel, array, false);
    }

    private static KernelProfile kernel(String name) {
        return PROVIDERS.kernel(name).get();
    }

    @Test
    void thereAreThoseOfThePage() throws IOException {
        Vector<String> titles = Vector.empty();
        Matcher title = TITLE.matcher(Files.readString(PAGE));
        while (title.find()) titles = titles.append(title.group(1) + " " + title.group(2));
        assertThat(Vector.of(FindingCondition.values()).map(finding -> finding.name() + " " + finding.title()))
                .isEqualTo(titles);
    }

    /** Those that no array with a slot for each disk, a chunk and no failing memory can show are left out. */
    @Test
    void eachTouchesTheArrayThatItWasFoundWithAndNotOnHardened() throws IOException {
        Vector<FindingCondition> shown = Vector.empty();
        Matcher entry = ENTRY.matcher(Files.readString(PAGE));
        while (entry.find()) {
            ReplayToken token = ReplayToken.parse(entry.group(2)).get();
            if (!(token.testCase() instanceof ArrayCase c) || c.raidDisks() != c.disks() || c.chunkSectors() < 0)
                continue;
            FindingCondition finding = FindingCondition.valueOf(entry.group(1));
            if (finding == FindingCondition.F9) continue;
            shown = shown.append(finding);
            assertThat(finding.touches(subject(kernel(token.kernel()), c)))
                    .as(entry.group(2))
                    .isEqualTo(FindingCondition.Answer.YES);
            assertThat(finding.touches(subject(kernel("hardened"), c)))
                    .as("%s on hardened", finding)
                    .isEqualTo(FindingCondition.Answer.NO);
        }
        assertThat(shown.map(FindingCondition::name).mkString(" ")).isEqualTo("F3 F5 F6 F7 F8 F11 F13 F14 F15 F16 F17");
    }

    @Test
    void dataIntegrityHasToBeToldOn61() {
        ArrayCase c = ArrayCase.of(8, 64, 64);
        Subject plain = subject(kernel("6.1"), c);
        assertThat(FindingCondition.F9.touches(plain)).isEqualTo(FindingCondition.Answer.NO);
        assertThat(FindingCondition.F9.touches(new Subject(plain.started(), plain.original(), null)))
                .isEqualTo(FindingCondition.Answer.UNTOLD);
        assertThat(FindingCondition.F9.touches(new Subject(plain.started(), plain.original(), true)))
                .isEqualTo(FindingCondition.Answer.YES);
        Subject later = subject(kernel("6.12"), c);
        assertThat(FindingCondition.F9.touches(new Subject(later.started(), later.original(), null)))
                .isEqualTo(FindingCondition.Answer.NO);
    }

    @Test
    void aTableOfManyZonesTripsAWarn() {
        long[] unlike = new long[725];
        for (int i = 0; i < unlike.length; i++) unlike[i] = 8L * (i + 1);
        ArrayCase many = ArrayCase.of(8, unlike);
        assertThat(FindingCondition.F1.touches(subject(kernel("7.0"), many))).isEqualTo(FindingCondition.Answer.YES);
        assertThat(FindingCondition.F1.touches(subject(kernel("7.2"), many))).isEqualTo(FindingCondition.Answer.NO);
        ArrayCase fewer = ArrayCase.of(8, java.util.Arrays.copyOf(unlike, 724));
        assertThat(FindingCondition.F1.touches(subject(kernel("7.0"), fewer))).isEqualTo(FindingCondition.Answer.NO);
    }

    /** Whatever a law has against an array is a finding that is said to touch it. */
    @ParameterizedTest
    @CsvSource({
        "5.3, F3 F5 F6 F13 F16",
        "5.10, F3 F4 F5 F6 F16",
        "6.1, F3 F4 F5 F6 F8 F16",
        "6.12, F3 F4 F5 F6 F8 F16",
        "7.2, F3 F4 F5 F6 F16",
        "7.2-layouts-alike, F3 F4 F5 F6 F14 F16",
        "6.12-discard-original, F3 F4 F5 F6 F8 F15 F16",
        "hardened, ''",
    })
    void whatBreaksALawIsSaidToTouch(String name, String findings) throws IOException {
        Map<String, Vector<FindingCondition>> byKind = byKind();
        KernelProfile kernel = kernel(name);
        Setup setup = Setup.asShipped(PROVIDERS.allocators(), kernel);
        Random random = new Random(1);
        TreeSet<FindingCondition> seen = TreeSet.empty();
        for (int i = 0; i < 400; i++) {
            ArrayCase c = drawn(random);
            Subject subject = subject(kernel, c);
            for (Law law : StandardLaws.ALL)
                for (Violation violation : Examiner.examine(law, setup, c).violations()) {
                    String kind = violation.law() + " " + violation.what();
                    // Nobody is asked, and there is nothing to choose: that is well done.
                    if (law.equals(StandardLaws.W3) && !kernel.has(Fix.LAYOUT_CHOICE) && !subject.isRotated()) continue;
                    Vector<FindingCondition> touching = byKind.get(kind)
                            .getOrElse(Vector.empty())
                            .filter(finding -> finding.touches(subject) == FindingCondition.Answer.YES);
                    assertThat(touching).as("%s of %s on %s", kind, c, name).isNotEmpty();
                    seen = seen.addAll(touching);
                }
        }
        assertThat(seen.mkString(" ")).isEqualTo(findings);
    }

    /** Of few disks, small or with a huge chunk, of any layout, with a request that the block layer would make. */
    private static ArrayCase drawn(Random random) {
        boolean isHuge = random.nextInt(4) == 0;
        int[] huge = {1 << 30, 1431655766, 1073741825, 1 << 22, 1 << 29};
        int chunk = isHuge ? huge[random.nextInt(huge.length)] : 1 + random.nextInt(9);
        long[] disks = new long[1 + random.nextInt(5)];
        for (int i = 0; i < disks.length; i++)
            disks[i] = Math.max(2, (long) chunk * (1 + random.nextInt(5)) + random.nextInt(2));
        long most = Math.max(chunk, 8);
        ArrayCase c = ArrayCase.of(chunk, disks).withLayout(random.nextInt(3));
        if (random.nextInt(3) == 0) c = c.withOwnLayout(1 + random.nextInt(2));
        long sectors = 0;
        for (long disk : disks) sectors += disk - disk % chunk;
        long start = (long) (random.nextDouble() * Math.max(1, sectors - most));
        return c.withRequest(start, 1 + (long) (random.nextDouble() * (most - 1)));
    }
}
