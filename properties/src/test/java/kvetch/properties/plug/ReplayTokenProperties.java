package kvetch.properties.plug;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.control.Either;
import kvetch.properties.Checks;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.gen.CaseGenerator;
import kvetch.properties.law.Law;
import kvetch.properties.laws.StandardLaws;
import kvetch.properties.run.Examiner;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

class ReplayTokenProperties {
    @Provide
    Arbitrary<ArrayCase> cases() {
        return Arbitraries.of(StandardLaws.Z1, StandardLaws.M1, StandardLaws.W3)
                .flatMap(law -> Arbitraries.randomValue(random -> CaseGenerator.next(law.population(), random)));
    }

    @Provide
    Arbitrary<Law> laws() {
        return Arbitraries.of(StandardLaws.ALL.asJava());
    }

    @Property(seed = "51", edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void whatIsWrittenIsReadAgain(@ForAll("cases") ArrayCase c, @ForAll("laws") Law law) {
        ReplayToken token = new ReplayToken(law, "6.12+alloc,abort", "page-allocator", c);
        assertThat(token.format()).matches("[A-Za-z0-9/.,+~-]+");
        assertThat(ReplayToken.parse(token.format())).isEqualTo(Either.right(token));
    }

    @Property(seed = "52")
    void anyTextIsReadOrRefused(@ForAll String text) {
        assertThat(ReplayToken.parse(text)).isNotNull();
        assertThat(ReplayToken.parse(ReplayTokenTest.sealed("kv1/" + text))).isNotNull();
        assertThat(ReplayToken.parse(ReplayTokenTest.sealed("kv1/W1/7.0/kzalloc/" + text)))
                .isNotNull();
    }

    @Provide
    Arbitrary<String> fields() {
        Arbitrary<String> number = Arbitraries.oneOf(
                Arbitraries.longs().map(value -> Long.toString(value)),
                Arbitraries.integers().between(-1, 5000).map(value -> Integer.toString(value)),
                Arbitraries.of("2147483648", "9223372036854775808", "", "4096", "64", "same"));
        Arbitrary<String> separator = Arbitraries.of("", ",", "+", "x", "~", "x3", "~1x3", ",,");
        return Combinators.combine(Arbitraries.chars().with("drclfqbismao"), number, separator, number)
                .as((letter, first, between, second) -> letter + first + between + second);
    }

    @Provide
    Arbitrary<String> disks() {
        return Arbitraries.of("d64,64", "d64,64", "d64,1", "d1", "d");
    }

    @Property(seed = "53", edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void anyFieldsAreReadOrRefusedAndWhatIsReadCanBeRun(
            @ForAll("disks") String disks,
            @ForAll("fields") String one,
            @ForAll("fields") String other,
            @ForAll("laws") Law law) {
        String body = "kv1/" + law + "/7.2/kvzalloc/" + disks + "/" + one + "/" + other;
        ReplayToken.parse(ReplayTokenTest.sealed(body)).forEach(token -> {
            assertThat(ReplayToken.parse(token.format())).contains(token);
            Examiner.examine(law, Checks.asShipped("7.2"), token.testCase());
        });
    }

    @Property(seed = "54", edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void aTokenWithACharacterChangedIsRefused(
            @ForAll("cases") ArrayCase c, @ForAll double where, @ForAll char replacement) {
        String token = new ReplayToken(StandardLaws.Z1, "7.2", "kvzalloc", c).format();
        int at = (int) (Math.abs(where) % token.length());
        String changed = token.substring(0, at) + replacement + token.substring(at + 1);
        assertThat(ReplayToken.parse(changed).isRight()).isEqualTo(changed.equals(token));
    }

    @Property(seed = "55", edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void aTokenThatIsCutOffIsRefused(@ForAll("cases") ArrayCase c, @ForAll double where) {
        String token = new ReplayToken(StandardLaws.Z1, "7.2", "kvzalloc", c).format();
        assertThat(ReplayToken.parse(token.substring(0, (int) (Math.abs(where) % token.length())))
                        .isLeft())
                .isTrue();
    }
}
