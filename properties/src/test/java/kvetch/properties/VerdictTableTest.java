package kvetch.properties;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.Vector;
import kvetch.properties.law.Law;
import kvetch.properties.laws.StandardLaws;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which laws hold where. */
class VerdictTableTest {
    private static final Vector<Law> LAWS = StandardLaws.ALL;

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            kernel           | allocator      | Z1 Z2 Z3 M1 M2 M3 M4 W1 W2 W3 I1 I2 I3 I4 Q1
            6.1              | kzalloc        | B  B  B  B  .  B  .  B  B  B  .  .  B  B  B
            7.2              | kvzalloc       | B  B  B  .  .  .  .  B  B  B  .  .  B  B  B
            """)
    void aKernelBreaksTheLawsThatItIsKnownToBreak(String kernel, String allocator, String verdicts) {
        assertTable(kernel, allocator, verdicts);
    }

    @Tag("long")
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            kernel           | allocator      | Z1 Z2 Z3 M1 M2 M3 M4 W1 W2 W3 I1 I2 I3 I4 Q1
            5.10             | kzalloc        | B  B  B  .  .  .  .  B  B  B  .  .  B  B  B
            5.15             | kzalloc        | B  B  B  .  .  .  .  B  B  B  .  .  B  B  B
            6.6              | kzalloc        | B  B  B  B  .  B  .  B  B  B  .  .  B  B  B
            6.12             | kzalloc        | B  B  B  .  .  .  .  B  B  B  .  .  B  B  B
            6.12+alloc       | kvzalloc       | B  B  B  B  .  .  .  B  B  B  .  .  B  B  B
            6.12+fix         | kvzalloc       | B  B  B  .  .  .  .  B  B  B  .  .  B  B  B
            6.12+abort       | kzalloc        | B  B  B  B  .  .  .  B  B  B  .  .  B  B  B
            6.12+alloc,abort | kvzalloc       | B  B  B  B  .  .  .  B  B  B  .  .  B  B  B
            7.0              | kzalloc        | B  B  B  .  .  .  .  B  B  B  .  .  B  B  B
            6.12+free        | kzalloc        | B  B  B  B  .  .  .  B  B  B  .  .  B  B  B
            6.12+alloc,free  | kvzalloc       | B  B  B  B  .  .  .  B  B  B  .  .  B  B  B
            6.12+abort,free  | kzalloc        | B  B  B  B  .  .  .  B  B  B  .  .  B  B  B
            7.2              | kzalloc        | B  B  B  .  .  .  .  B  B  B  .  .  B  B  B
            7.2              | page-allocator | B  B  B  .  .  .  .  B  B  B  .  .  B  B  B
            7.2              | vzalloc        | B  B  B  .  .  .  .  B  B  B  .  .  B  B  B
            """)
    void soDoTheOtherKernelsAndAllocators(String kernel, String allocator, String verdicts) {
        assertTable(kernel, allocator, verdicts);
    }

    /** A B for each law that is broken. */
    private static void assertTable(String kernel, String allocator, String verdicts) {
        assertThat(table(Checks.find(Checks.setup(kernel, allocator), LAWS, Check.DEFAULT_TRIES, 1)))
                .isEqualTo(verdicts);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kzalloc", "kvzalloc"})
    void everyLawHoldsOnTheHardenedDriver(String allocator) {
        assertAllHeld(Checks.find(Checks.setup("hardened", allocator), LAWS, Check.DEFAULT_TRIES, 1));
    }

    @Tag("long")
    @ParameterizedTest
    @ValueSource(strings = {"kzalloc", "kvzalloc", "page-allocator", "vzalloc"})
    void everyLawHoldsOnTheHardenedDriverWithOtherSeeds(String allocator) {
        for (long seed = 1; seed <= 6; seed++)
            assertAllHeld(Checks.find(Checks.setup("hardened", allocator), LAWS, Check.DEFAULT_TRIES, seed));
    }

    @Tag("huge")
    @ParameterizedTest
    @ValueSource(strings = {"kzalloc", "kvzalloc", "page-allocator", "vzalloc"})
    void everyLawHoldsOnTheHardenedDriverForAHundredTimesAsLong(String allocator) {
        assertAllHeld(Checks.find(Checks.setup("hardened", allocator), LAWS, 100 * Check.DEFAULT_TRIES, 1));
    }

    private static void assertAllHeld(Vector<LawResult> results) {
        for (LawResult result : results)
            assertThat(result.verdict()).as("%s", result).isEqualTo(Verdict.HELD);
    }

    private static String table(Vector<LawResult> results) {
        return results.map(result -> switch (result.verdict()) {
                    case HELD -> ".";
                    case BROKEN -> "B";
                    default -> result.toString();
                })
                .mkString("  ");
    }
}
