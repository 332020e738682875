package kvetch.prove.lemma;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.Vector;
import java.util.stream.Stream;
import kvetch.prove.Z3Prover;
import kvetch.prove.code.Functions;
import kvetch.prove.solve.Solver;
import kvetch.prove.solve.Solver.Answer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each lemma holds, says something, and needs whatever it is given. */
public final class LemmasTest {
    private static final Functions FUNCTIONS = Z3Prover.functions();

    /** All that any argument is made of. */
    public static Stream<Lemma> lemmas() {
        return Lemmas.mapping(true)
                .appendAll(Lemmas.mapping(false))
                .appendAll(Lemmas.oneToOne())
                .append(Lemmas.stripeHoldsChunk())
                .appendAll(Lemmas.divisions())
                .appendAll(Vector.of(Lemmas.stripeIsNotZero(true), Lemmas.stripeIsNotZero(false)))
                .appendAll(Vector.of(Lemmas.maskedSize(), Lemmas.maskedSizeIsNoMore()))
                .appendAll(Vector.of(Lemmas.negativeMask(), Lemmas.leastMask()))
                .appendAll(Vector.of(Lemmas.layoutsAlike(), Lemmas.layoutsApart(), Lemmas.chosenLayout()))
                .appendAll(Lemmas.requests(false))
                .appendAll(Lemmas.discards(true))
                .appendAll(Lemmas.discards(false))
                .appendAll(Lemmas.tables())
                .append(Lemmas.devlist(Integer.MAX_VALUE))
                .append(Lemmas.devlist(4096L << 10))
                .append(Lemmas.quiet())
                .appendAll(Lemmas.limits(true))
                .appendAll(Lemmas.limits(false))
                .distinctBy(Lemma::name)
                .toJavaStream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lemmas")
    void lemmaHoldsAndSaysSomething(Lemma lemma) {
        try (Solver solver = new Solver(60_000)) {
            assertThat(solver.ask(lemma.refutation(FUNCTIONS))).isInstanceOf(Answer.None.class);
            assertThat(solver.ask(lemma.hypotheses())).isInstanceOf(Answer.Some.class);
        }
    }

    @Tag("long")
    @ParameterizedTest(name = "{0}")
    @MethodSource("lemmas")
    void lemmaNeedsWhatItIsGiven(Lemma lemma) {
        try (Solver solver = new Solver(60_000)) {
            assertThat(lemma.given()
                            .reject(Lemma.Given::isCase)
                            .map(Lemma.Given::name)
                            .reject(given ->
                                    solver.ask(lemma.without(given).refutation(FUNCTIONS)) instanceof Answer.Some))
                    .isEmpty();
        }
    }
}
