package kvetch.prove;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.Lazy;
import io.vavr.Tuple;
import io.vavr.collection.Vector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import kvetch.properties.Check;
import kvetch.properties.Exploration;
import kvetch.properties.Explorer;
import kvetch.properties.LawResult;
import kvetch.properties.Scope;
import kvetch.properties.Verdict;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.law.Defect;
import kvetch.properties.law.Law;
import kvetch.properties.plug.Providers;
import kvetch.properties.plug.ReplayToken;
import kvetch.properties.proof.Proof;
import kvetch.properties.proof.Prover;
import kvetch.properties.setup.Setup;
import kvetch.properties.shrink.Budget;
import kvetch.prove.code.Functions;
import kvetch.prove.law.Argument;
import kvetch.prove.law.Arguments;
import kvetch.prove.lemma.Lemma;
import kvetch.prove.lemma.LemmasTest;
import kvetch.prove.solve.Solver;
import kvetch.raid0.Arithmetic;
import kvetch.raid0.KernelProfile;
import kvetch.raid0.KernelProfiles;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What comes of proving, for all kernels; and that other ways to look at the same laws see nothing else. */
final class ProofsTest {
    private static final Providers PROVIDERS = Providers.load();
    private static final Prover.Limits LIMITS = new Prover.Limits(60_000, 0);
    /** Kernels of which a table says what one fix, or the lack of one, does. */
    private static final Vector<String> PATCHED = Vector.of(
            "7.2-layout-choice",
            "7.2-discard-original",
            "7.2+stripe-64-bit",
            "7.2+stripe-64-bit,discard-64-bit",
            "7.2+nowarn",
            "7.2+size-of-zones,positive-chunk,size-fits");

    private static final Lazy<Vector<Proof>> ALL = Lazy.of(() -> prove(
            PROVIDERS.laws().all(),
            KernelProfiles.all().map(KernelProfile::name).appendAll(PATCHED).toJavaArray(String[]::new)));

    private static Vector<Proof> prove(Vector<Law> laws, String... kernels) {
        Vector<KernelProfile> trees =
                Vector.of(kernels).map(name -> PROVIDERS.kernel(name).get());
        return new Z3Prover().prove(new Prover.Question(PROVIDERS, trees, laws, LIMITS, null), proof -> {});
    }

    /** What is proved of all kernels there are, and some more. */
    private static Vector<Proof> all() {
        return ALL.get();
    }

    private static Law law(String id) {
        return PROVIDERS.laws().find(id).get();
    }

    /** Those findings that are arithmetic: the solver finds them alone, and they end in the token that check ends in. */
    @Tag("long")
    @ParameterizedTest
    @MethodSource("kvetch.prove.matter.MattersTest#findings")
    void findingLiesBeyondABorder(String token) throws IOException {
        assertThat(Files.readString(Path.of("..", "docs", "findings.md"))).contains(token);
        ReplayToken parsed = ReplayToken.parse(token).get();
        Vector<String> beyond = all().filter(proof -> proof.law().equals(parsed.law())
                        && proof.kernel().name().equals(parsed.kernel()))
                .flatMap(Proof::borders)
                .flatMap(border -> io.vavr.control.Option.of(border.beyond()))
                .map(defect -> defect.replay());
        assertThat(beyond).contains(token);
    }

    /** No border takes more than is needed: on its other side there is an array that breaks the law. */
    @Tag("long")
    @Test
    void borderIsExact() {
        for (Proof proof : all())
            for (Proof.Border border : proof.borders()) {
                Defect beyond = border.beyond();
                String where = proof.law().id() + " on " + proof.kernel().name() + " where " + border.condition();
                assertThat(beyond != null && !condition(proof, border).test((ArrayCase) beyond.counterexample()))
                        .as(where)
                        .isTrue();
            }
    }

    private static Predicate<ArrayCase> condition(Proof proof, Proof.Border border) {
        return Arguments.of(proof.law(), proof.kernel())
                .get()
                .borders()
                .find(one -> one.condition().equals(border.condition()))
                .get()
                .holds();
    }

    /** What the pages say is written anew with -Dkvetch.golden.refresh=true. */
    @Tag("long")
    @Test
    void pagesSayWhatIsProved() throws IOException {
        Vector<Proof> proofs = all();
        assertBlock("proofs.md", "verdicts", verdicts(proofs));
        assertBlock("proofs.md", "lemmas", lemmas());
        assertBlock(
                "limits.md",
                "borders",
                borders(proofs.filter(proof -> !proof.law().id().equals("W1")
                        && !PATCHED.contains(proof.kernel().name()))));
    }

    private static void assertBlock(String page, String name, String text) throws IOException {
        Path file = Path.of("..", "docs", page);
        String whole = Files.readString(file);
        String begin = "<!-- written by ProofsTest: " + name + " -->\n\n";
        int from = whole.indexOf(begin) + begin.length();
        int to = whole.indexOf("\n<!-- end -->", from);
        assertThat(from).as(page + " has " + name).isGreaterThan(begin.length());
        if (Boolean.getBoolean("kvetch.golden.refresh"))
            Files.writeString(file, whole.substring(0, from) + text + whole.substring(to));
        else assertThat(whole.substring(from, to)).isEqualTo(text);
    }

    /** The table of docs/proofs.md, cell by cell: what is tried, what all of the usual scope says, and what is proved. */
    @Tag("long")
    @Test
    void thePageSaysOnWhatEachVerdictRests() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "proofs.md"));
        Vector<String> rows = Vector.ofAll(page.substring(page.indexOf("<!-- held by ProofsTest -->"))
                        .lines()
                        .dropWhile(line -> !line.startsWith("|"))
                        .takeWhile(line -> line.startsWith("|"))
                        .toList())
                .drop(2);
        Vector<String> told = Vector.empty();
        for (String kernel : Vector.of("7.2", "hardened")) {
            KernelProfile profile = PROVIDERS.kernel(kernel).get();
            Set<Law> tried = broken(profile);
            Set<Law> explored = brokenInScope(profile);
            int at = kernel.equals("7.2") ? 2 : 5;
            for (String row : rows) {
                String[] cells = row.split(" *\\| *", -1);
                for (Law law : laws(cells[1])) {
                    assertThat(cells[at]).as("%s on %s, tried", law, kernel).isEqualTo(word(tried.contains(law)));
                    assertThat(cells[at + 1])
                            .as("%s on %s, all of a scope", law, kernel)
                            .isEqualTo(word(explored.contains(law)));
                    assertThat(cells[at + 2])
                            .as("%s on %s, proved", law, kernel)
                            .startsWith(proved(profile, law));
                    told = told.append(kernel + law.id());
                }
            }
        }
        assertThat(told).hasSize(2 * PROVIDERS.laws().all().size()).doesNotHaveDuplicates();
    }

    private static String word(boolean isBroken) {
        return isBroken ? "broken" : "held";
    }

    /** "M1 to M4", "I3, I4" or one. */
    private static Vector<Law> laws(String cell) {
        Vector<String> ids =
                cell.equals("M1 to M4") ? Vector.of("M1", "M2", "M3", "M4") : Vector.of(cell.split(", ", -1));
        return ids.map(ProofsTest::law);
    }

    private static Set<Law> broken(KernelProfile kernel) {
        Setup setup = Setup.asShipped(PROVIDERS.allocators(), kernel);
        return new Check(
                        PROVIDERS,
                        Vector.of(kernel),
                        Vector.of(setup.provider()),
                        PROVIDERS.laws().all(),
                        2000,
                        1)
                .run(result -> {}, observation -> {}, Budget.NONE)
                .filter(result -> result.verdict() == Verdict.BROKEN)
                .map(LawResult::law)
                .toJavaSet();
    }

    /** With two allocators, so that I1 has something to compare. */
    private static Set<Law> brokenInScope(KernelProfile kernel) {
        Setup setup = Setup.asShipped(PROVIDERS.allocators(), kernel);
        Vector<Setup> setups =
                Vector.of(setup, setup.withProvider(setup.otherKernelProviders().head()));
        Exploration exploration = new Explorer(Scope.usual(), setups).run(2, () -> false);
        assertThat(exploration.complete()).isTrue();
        return exploration
                .defects()
                .map(found -> found.defect().violation().law())
                .toJavaSet();
    }

    private static String proved(KernelProfile kernel, Law law) {
        Proof proof = all().find(one -> one.kernel().equals(kernel) && one.law().equals(law))
                .get();
        return switch (proof.verdict()) {
            case PROVED -> "**for every array**";
            case PROVED_WHERE -> "within borders";
            case NOT_APPLICABLE -> "not arithmetic";
            default -> proof.verdict().toString();
        };
    }

    private static String verdicts(Vector<Proof> proofs) {
        StringBuilder table = new StringBuilder("| law | kernels | verdict |\n|---|---|---|\n");
        for (Law law : PROVIDERS.laws().all())
            proofs.filter(proof -> proof.law().equals(law))
                    .groupBy(ProofsTest::verdict)
                    .toVector()
                    .sortBy(entry -> proofs.indexOf(entry._2.head()))
                    .forEach(entry -> table.append("| ")
                            .append(law.id())
                            .append(" | ")
                            .append(kernels(entry._2))
                            .append(" | ")
                            .append(entry._1)
                            .append(" |\n"));
        return table.toString();
    }

    private static String kernels(Vector<Proof> proofs) {
        return proofs.map(proof -> proof.kernel().name()).mkString(", ");
    }

    private static String lemmas() {
        StringBuilder table = new StringBuilder("| lemma | says |\n|---|---|\n");
        LemmasTest.lemmas()
                .sorted(Comparator.comparing(Lemma::name))
                .forEach(lemma -> table.append("| ")
                        .append(lemma.name())
                        .append(" | ")
                        .append(lemma.sentence())
                        .append(" |\n"));
        return table.toString();
    }

    /** One line for each border of each law, with the kernels that have it; whatever needs no line is proved. */
    private static String borders(Vector<Proof> proofs) {
        StringBuilder table =
                new StringBuilder("| law | holds where | on | the smallest array beyond |\n|---|---|---|---|\n");
        proofs.flatMap(proof -> proof.borders().map(border -> Tuple.of(proof, border)))
                .groupBy(pair -> pair._1.law().id() + " | " + pair._2.condition())
                .toVector()
                .sortBy(entry ->
                        PROVIDERS.laws().all().indexOf(entry._2.head()._1.law()) * 100
                                + entry._2.head()._1.borders().indexOf(entry._2.head()._2))
                .forEach(entry -> table.append("| ")
                        .append(entry._1)
                        .append(" | ")
                        .append(kernels(entry._2.map(pair -> pair._1)))
                        .append(" | ")
                        .append(beyond(entry._2.head()._2))
                        .append(" |\n"));
        return table.toString();
    }

    private static String beyond(Proof.Border border) {
        return Objects.requireNonNull(border.beyond()).counterexample().toString();
    }

    private static String verdict(Proof proof) {
        String verdict = proof.verdict().toString().replace('_', ' ');
        if (proof.outcome() instanceof Proof.NotApplicable not) return verdict + ": " + not.reason();
        if (proof.borders().isEmpty()) return "**" + verdict + "**";
        return verdict + " " + proof.borders().map(Proof.Border::condition).mkString("; ");
    }

    @Test
    void everyLawOfArithmeticIsProvedOnHardened() {
        Vector<Law> laws =
                Vector.of("Z1", "Z2", "Z3", "W1", "W2", "I2", "I3", "I4", "Q1").map(ProofsTest::law);
        assertThat(prove(laws, "hardened").map(Proof::verdict)).containsOnly(Proof.Verdict.PROVED);
    }

    static Stream<String> kernels() {
        return Stream.of("hardened", "7.2", "6.12", "7.2+stripe-64-bit", "7.2-discard-original", "7.2-layout-choice");
    }

    /** Neither the random search nor an exploration sees a law broken where it is proved. */
    @Tag("long")
    @ParameterizedTest
    @MethodSource("kernels")
    void enginesAgree(String kernel) {
        KernelProfile profile = PROVIDERS.kernel(kernel).get();
        Setup setup = Setup.asShipped(PROVIDERS.allocators(), profile);
        Scope scope = new Scope(new Scope.Sizes(1, 3, 0, 3, false), Vector.of(1, 2, 3, 8), Vector.of(1, 2), 8, 1);
        Exploration exploration = new Explorer(scope, Vector.of(setup)).run(1, () -> false);
        for (Law law : PROVIDERS.laws().all()) {
            if (Arguments.of(law, profile).isLeft()) continue;
            Argument argument = Arguments.of(law, profile).get();
            assertThat(Agreement.contradiction(PROVIDERS, law, setup, argument, 300))
                    .as(law.id())
                    .isNull();
            assertThat(exploration
                            .defects()
                            .map(Exploration.Found::defect)
                            .filter(defect -> defect.violation().law().equals(law)
                                    && argument.covers().test(defect.violation().what())
                                    && defect.counterexample() instanceof ArrayCase c
                                    && argument.holdsFor(c))
                            .map(defect -> defect.replay()))
                    .as(law.id())
                    .isEmpty();
        }
    }

    @Test
    void whatHasNoFormulaIsNotKnown() {
        Law law = law("Z1");
        KernelProfile hardened = PROVIDERS.kernel("hardened").get();
        Setup setup = Setup.asShipped(PROVIDERS.allocators(), hardened);
        try (Solver solver = new Solver(10_000)) {
            Proof proof = new Proving(solver, Functions.of(Arithmetic.class))
                    .prove(law, setup, Arguments.of(law, hardened).get());
            assertThat(proof.outcome()).isEqualTo(new Proof.Unknown("R1: there is no function wholeChunks"));
        }
    }

    @Test
    void contradictionWouldBeSeen() {
        Law law = law("Z2");
        Setup setup =
                Setup.asShipped(PROVIDERS.allocators(), PROVIDERS.kernel("7.2").get());
        Argument bold = Arguments.of(law, PROVIDERS.kernel("hardened").get()).get();
        assertThat(Agreement.contradiction(PROVIDERS, law, setup, bold, 300)).startsWith("kv1/Z2/7.2/");
    }
}
