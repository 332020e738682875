package kvetch.prove.narrow;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.Lazy;
import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Map;
import io.vavr.collection.Vector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import kvetch.properties.law.Law;
import kvetch.properties.narrow.NarrowArray;
import kvetch.properties.narrow.NarrowExploration;
import kvetch.properties.narrow.NarrowExploration.Border;
import kvetch.properties.narrow.NarrowExploration.Verdict;
import kvetch.properties.narrow.NarrowExplorer;
import kvetch.properties.narrow.NarrowScope;
import kvetch.properties.narrow.Widths;
import kvetch.properties.plug.Providers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the driver does with integers of other widths: on all arrays, and where it goes wrong with those of Linux. */
final class NarrowExplorerTest {
    private static final Providers PROVIDERS = Providers.load();
    private static final Widths USUAL = new Widths(10, 4);

    /** On 7.2, and then on hardened. */
    private static final Lazy<Vector<Verdict>> FOUR_DISKS = Lazy.of(() -> explore(usual(1, 4), "7.2", "hardened"));

    private static NarrowScope usual(int fewestDisks, int mostDisks) {
        return new NarrowScope(USUAL, fewestDisks, mostDisks, NarrowScope.usualSizes(USUAL));
    }

    private static NarrowScope all(Widths widths, int fewestDisks, int mostDisks) {
        return new NarrowScope(
                widths, fewestDisks, mostDisks, Vector.of(new NarrowScope.Sizes(2, widths.sectors() - 1)));
    }

    private static Vector<Verdict> explore(ByteCodeExplorer explorer, NarrowScope scope, String... kernels) {
        Vector<Law> laws = explorer.laws(PROVIDERS.laws().all());
        NarrowExploration exploration = explorer.explore(
                new NarrowExplorer.Question(
                        scope,
                        Vector.of(kernels).map(name -> PROVIDERS.kernel(name).get()),
                        laws,
                        PROVIDERS.allocators(),
                        2),
                new NarrowExplorer.Watcher() {
                    @Override
                    public boolean isOver() {
                        return false;
                    }

                    @Override
                    public void done(long arrays) {}
                });
        assertThat(exploration.complete()).isTrue();
        assertThat(exploration.verdicts()).hasSize(laws.size() * kernels.length);
        return exploration.verdicts();
    }

    private static Vector<Verdict> explore(NarrowScope scope, String... kernels) {
        return explore(new ByteCodeExplorer(), scope, kernels);
    }

    private static Vector<String> broken(Vector<Verdict> verdicts) {
        return verdicts.map(verdict -> verdict.law().id() + " "
                + verdict.counts().broken() + " of " + verdict.counts().judged());
    }

    // The borders

    private static void assertBordersHold(Vector<Verdict> verdicts) {
        for (Verdict verdict : verdicts) {
            String which = verdict.kernel().name() + " " + verdict.law().id();
            assertThat(verdict.counts().within()).as(which).isPositive();
            assertThat(verdict.counts().brokenWithin()).as(which).isZero();
            boolean isEverywhere = verdict.kernel().name().equals("hardened")
                    || verdict.law().id().equals("I2");
            assertThat(verdict.borders().isEmpty()).as(which).isEqualTo(isEverywhere);
        }
    }

    @Test
    void bordersHoldOnEveryArrayOfTwoDisks() {
        assertBordersHold(explore(usual(1, 2), "7.2", "6.12", "hardened", "7.2+stripe-64-bit"));
    }

    @Tag("long")
    @Test
    void bordersHoldOnEveryArrayOfFourDisks() {
        assertBordersHold(explore(usual(1, 4), "6.12", "7.2+stripe-64-bit"));
    }

    /** Every size that there is, up to the largest that a sector_t counts. */
    @Tag("long")
    @Test
    void bordersHoldOnEveryArrayOfThreeDisksOfAnySize() {
        NarrowScope every = all(new Widths(6, 4), 1, 3);
        assertThat(every.arrays()).isEqualTo(1_310_370);
        assertBordersHold(explore(every, "7.2", "6.12", "hardened", "7.2+stripe-64-bit,discard-64-bit"));
    }

    // What there is to see

    @Test
    void soManyArraysOfTwoDisksBreakEachLaw() {
        Vector<Verdict> verdicts = explore(usual(1, 2), "7.2", "hardened");
        assertThat(usual(1, 2).arrays()).isEqualTo(18_870);
        assertThat(broken(verdicts.take(7)))
                .containsExactly(
                        "Z1 4478 of 18870",
                        "Z2 14082 of 18870",
                        "Z3 1038 of 17972",
                        "W2 898 of 18870",
                        "I2 0 of 7166",
                        "I3 1382 of 16012",
                        "I4 7736 of 16012");
        assertThat(broken(verdicts.drop(7)))
                .containsExactly(
                        "Z1 0 of 7166",
                        "Z2 0 of 7166",
                        "Z3 0 of 7166",
                        "W2 0 of 7166",
                        "I2 0 of 7166",
                        "I3 0 of 7066",
                        "I4 0 of 7066");
    }

    @Tag("long")
    @Test
    void soManyArraysOfFourDisksBreakEachLawAndNoneOnHardened() throws IOException {
        NarrowScope scope = usual(1, 4);
        Vector<Verdict> verdicts = FOUR_DISKS.get();
        assertThat(scope.arrays()).isEqualTo(2_214_420);
        assertBordersHold(verdicts);
        assertThat(broken(verdicts.take(7)))
                .containsExactly(
                        "Z1 1177934 of 2214420",
                        "Z2 1899966 of 2214420",
                        "Z3 582328 of 1973474",
                        "W2 275854 of 2214420",
                        "I2 0 of 379866",
                        "I3 615382 of 1877032",
                        "I4 1431470 of 1877032");
        assertThat(broken(verdicts.drop(7)))
                .containsExactly(
                        "Z1 0 of 650922",
                        "Z2 0 of 650922",
                        "Z3 0 of 650922",
                        "W2 0 of 650922",
                        "I2 0 of 650922",
                        "I3 0 of 650430",
                        "I4 0 of 650430");
        assertAsManyDisksAsInLinux(verdicts.take(7));
    }

    /** The smallest arrays beyond each border have the chunks that those of Linux have, for their width, and as many disks. */
    private static void assertAsManyDisksAsInLinux(Vector<Verdict> verdicts) throws IOException {
        Map<String, Integer> inLinux = inLinux();
        Map<String, Integer> here = LinkedHashMap.empty();
        for (Verdict verdict : verdicts)
            for (Border border : verdict.borders()) {
                NarrowArray smallest = border.smallest();
                String key = verdict.law().id() + " " + asInLinux(border.condition());
                if (smallest != null && inLinux.containsKey(key))
                    here = here.put(key, smallest.disks().size());
            }
        assertThat(here.keySet().toJavaSet()).isEqualTo(inLinux.keySet().toJavaSet());
        for (var entry : inLinux)
            if (!entry._1.endsWith(" fewer than 2^64 sectors"))
                assertThat(here.get(entry._1).get()).as(entry._1).isEqualTo(entry._2);
        // A disk of Linux has less than a thousandth of the sectors that are counted; a narrow one may have all but
        // one.
        assertThat(here.get("Z1 the disks' whole chunks are fewer than 2^64 sectors")
                        .get())
                .isEqualTo(2);
        assertThat(inLinux.get("Z1 the disks' whole chunks are fewer than 2^64 sectors")
                        .get())
                .isEqualTo(1025);
    }

    private static String asInLinux(String condition) {
        return condition.replace("2^10", "2^64").replace("<= 2^3", "<= 2^31").replaceFirst("2\\^4$", "2^32");
    }

    /** Of how many disks the smallest array of Linux is beyond each border, where docs/limits.md knows one. */
    private static Map<String, Integer> inLinux() throws IOException {
        Map<String, Integer> disks = LinkedHashMap.empty();
        for (String line : Files.readAllLines(Path.of("..", "docs", "limits.md"))) {
            String[] cells = line.split(" *\\| *", -1);
            boolean isBorder = cells.length == 6 && cells[3].contains("7.2") && cells[4].matches("\\d+ disks? of .*");
            if (isBorder && Judge.LAWS.contains(cells[1]))
                disks = disks.put(
                        cells[1] + " " + cells[2], Integer.parseInt(cells[4].substring(0, cells[4].indexOf(' '))));
        }
        assertThat(disks.size()).isGreaterThan(8);
        return disks;
    }

    /** Findings of Linux that are about the width of integers: each has its counterpart with as many disks. */
    @Tag("long")
    @Test
    void findingsOfWidthShowWithAsManyDisks() throws IOException {
        String findings = Files.readString(Path.of("..", "docs", "findings.md"));
        Vector<Verdict> verdicts = FOUR_DISKS.get().take(7);
        // F5, F6 (twice), F7, F10: chunks of 2^30, 2^32 / 3, 2^30 + 1, -2^31 sectors.
        for (var finding : LinkedHashMap.of(
                "kv1/W2/7.2/kvzalloc/d1073741824x4/r4/c1073741824/",
                        "W2 4 disks of 4, 4, 4, 4 sectors, chunk_sectors 4",
                "kv1/Z3/7.2/kvzalloc/d1431655766x3/r3/c1431655766/", "Z3 3 disks of 6, 6, 6 sectors, chunk_sectors 6",
                "kv1/I4/7.2/kvzalloc/d1073741825,2147483650/r2/c1073741825/",
                        "I4 2 disks of 5, 10 sectors, chunk_sectors 5",
                "kv1/W2/7.2/kvzalloc/d2147483648,2147483648/r2/c-2147483648/",
                        "W2 2 disks of 8, 8 sectors, chunk_sectors -8")) {
            assertThat(findings).contains(finding._1);
            assertThat(verdicts.flatMap(verdict ->
                            verdict.borders().map(border -> verdict.law().id() + " " + border.smallest())))
                    .as(finding._1)
                    .contains(finding._2 + ", layout 1");
        }
    }

    // What stands for what

    /** A disk stands for all of as many whole chunks, and requests and discards for those that follow from them. */
    @ParameterizedTest
    @ValueSource(strings = {"7.2", "6.12", "hardened", "7.2+stripe-64-bit"})
    void thoroughExplorationSeesTheSame(String kernel) {
        NarrowScope small = new NarrowScope(
                new Widths(7, 4), 1, 2, Vector.of(new NarrowScope.Sizes(2, 17), new NarrowScope.Sizes(126, 127)));
        Vector<Verdict> thorough = explore(new ByteCodeExplorer(true), small, kernel);
        assertThat(explore(small, kernel)).isEqualTo(thorough);
        assertThat(thorough.map(verdict -> verdict.counts().judged()))
                .allSatisfy(judged -> assertThat(judged).isPositive());
    }

    @Tag("long")
    @ParameterizedTest
    @ValueSource(strings = {"7.2", "6.12"})
    void thoroughExplorationOfThreeDisksSeesTheSame(String kernel) {
        NarrowScope small = new NarrowScope(new Widths(6, 4), 3, 3, Vector.of(new NarrowScope.Sizes(2, 20)));
        assertThat(explore(small, kernel)).isEqualTo(explore(new ByteCodeExplorer(true), small, kernel));
    }
}
