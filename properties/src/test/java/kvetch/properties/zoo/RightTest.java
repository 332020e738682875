package kvetch.properties.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.Vector;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import kvetch.properties.Check;
import kvetch.properties.LawResult;
import kvetch.properties.kit.Kit;
import kvetch.properties.law.Law;
import kvetch.properties.laws.StandardLaws;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Right allocators are never called wrong, whatever they keep back, refuse or do page by page. */
class RightTest {
    private static final Vector<Law> LAWS = Vector.of(
            StandardLaws.M1,
            StandardLaws.M2,
            StandardLaws.M3,
            StandardLaws.M4,
            StandardLaws.W1,
            StandardLaws.W2,
            StandardLaws.W3);

    static Stream<Animal> each() {
        return Right.all().toJavaStream();
    }

    static Stream<Arguments> eachWithThreeSeeds() {
        return each().flatMap(animal -> LongStream.rangeClosed(1, 3).mapToObj(seed -> Arguments.of(animal, seed)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("each")
    void isNotCalledWrong(Animal animal) {
        check(animal, Check.DEFAULT_TRIES / 20, 1);
    }

    @Tag("huge")
    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("eachWithThreeSeeds")
    void isNotCalledWrongAtAllTries(Animal animal, long seed) {
        check(animal, Check.DEFAULT_TRIES, seed);
    }

    private static void check(Animal animal, int tries, long seed) {
        for (LawResult result : animal.judge(LAWS, tries, seed)) {
            assertThat(result.defects().map(defect -> defect.violation().message() + " in " + defect.counterexample()))
                    .as("%s of %s, seed %s", result.law(), animal, seed)
                    .isEmpty();
            assertThat(result.error())
                    .as("%s of %s, seed %s", result.law(), animal, seed)
                    .isEmpty();
        }
    }

    @Tag("huge")
    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("eachWithThreeSeeds")
    void passesTheKit(Animal animal, long seed) {
        assertThat(Kit.failures(animal.setup().provider(), seed))
                .as("%s, seed %s", animal, seed)
                .isEmpty();
    }

    /** What is called wrong in the check is called wrong in the kit. */
    @Tag("huge")
    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("eachWrongWithThreeSeeds")
    void aWrongOneDoesNotPassTheKit(Animal animal, long seed) {
        assertThat(Kit.failures(animal.setup().provider(), seed))
                .as("%s, seed %s", animal, seed)
                .isNotEmpty();
    }

    /** Those that stand in for the kernel's own are no allocators of an author. */
    static Stream<Arguments> eachWrongWithThreeSeeds() {
        return Zoo.all()
                .reject(Animal::replaces)
                .toJavaStream()
                .flatMap(animal -> LongStream.rangeClosed(1, 3).mapToObj(seed -> Arguments.of(animal, seed)));
    }
}
