package kvetch.properties;

import static org.assertj.core.api.Assertions.assertThat;

import kvetch.properties.cases.Case;
import kvetch.properties.gen.CaseGenerator;
import kvetch.properties.laws.StandardLaws;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** A check draws what a property of jqwik's draws, also where it is run within one. */
class DrawnCasesProperties {
    private static final int TRIES = 500;
    private static final String SEED = "-42";

    private final DrawnCases drawn = DrawnCases.of(StandardLaws.M4, Long.parseLong(SEED));
    private final DrawnCases others = DrawnCases.of(StandardLaws.M4, 43);
    private int alike;

    @Provide
    Arbitrary<Case> lives() {
        return Arbitraries.randomValue(random -> CaseGenerator.draw(StandardLaws.M4, random));
    }

    @Property(tries = TRIES, seed = SEED, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void aCheckDrawsWhatAPropertyOfTheSameSeedDraws(@ForAll("lives") Case c) {
        assertThat(drawn.next()).isEqualTo(c);
        if (others.next().equals(c)) alike++;
        assertThat(alike).isLessThan(TRIES / 10);
    }
}
