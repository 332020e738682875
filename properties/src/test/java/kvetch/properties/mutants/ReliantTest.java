package kvetch.properties.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.Vector;
import java.util.stream.Stream;
import kvetch.properties.LawResult;
import kvetch.properties.Verdict;
import kvetch.properties.laws.StandardLaws;
import kvetch.properties.zoo.Animal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What they rely on is so, and so they are right. */
class ReliantTest {
    static Stream<Animal> reliant() {
        return Reliant.all().toJavaStream();
    }

    static Stream<Animal> rehearsing() {
        return Rehearsing.all().toJavaStream();
    }

    @ParameterizedTest
    @MethodSource("reliant")
    void theLawsOfMemoryHoldWhereAllocatorsRelyOnTheMachine(Animal right) {
        lookAt(right, 40);
    }

    /** Each time the same. */
    @ParameterizedTest
    @MethodSource("rehearsing")
    void theLawsOfMemoryHoldWhereAllocatorsRehearse(Animal right) {
        lookAt(right, 5);
    }

    private static void lookAt(Animal right, int tries) {
        Vector<LawResult> results =
                right.judge(StandardLaws.ALL.filter(law -> law.id().startsWith("M")), tries, 1);
        assertThat(results.map(LawResult::verdict)).as("%s", results).containsOnly(Verdict.HELD);
    }
}
