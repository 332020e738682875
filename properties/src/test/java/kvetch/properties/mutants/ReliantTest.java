package kvetch.properties.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.Vector;
import java.util.stream.Stream;
import kvetch.properties.Check;
import kvetch.properties.LawResult;
import kvetch.properties.Verdict;
import kvetch.properties.laws.StandardLaws;
import kvetch.properties.plug.Providers;
import kvetch.properties.setup.Setup;
import kvetch.properties.zoo.Animal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What they rely on is so, and so they are right. */
class ReliantTest {
    static Stream<Animal> all() {
        return Reliant.all().toJavaStream();
    }

    @ParameterizedTest
    @MethodSource("all")
    void theLawsOfMemoryHold(Animal right) {
        Setup setup = right.setup();
        Vector<LawResult> results = new Check(
                        Providers.of(setup.allocators().all()),
                        Vector.of(setup.kernel()),
                        Vector.of(setup.provider()),
                        StandardLaws.ALL.filter(law -> law.id().startsWith("M")),
                        200,
                        1)
                .run(result -> {});
        assertThat(results.map(LawResult::verdict)).as("%s", results).containsOnly(Verdict.HELD);
    }
}
