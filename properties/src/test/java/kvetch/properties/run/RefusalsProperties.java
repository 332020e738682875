package kvetch.properties.run;

import static org.assertj.core.api.Assertions.assertThat;

import kvetch.properties.Checks;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.gen.CaseGenerator;
import kvetch.properties.law.Expected;
import kvetch.properties.laws.StandardLaws;
import kvetch.properties.setup.Setup;
import kvetch.properties.setup.Tap;
import kvetch.properties.setup.Testbed;
import kvetch.raid0.Mddev;
import kvetch.raid0.RunResult;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;

/** Every driver refuses what the rules say must be refused, with the errno that they say, and starts all else. */
class RefusalsProperties {
    @Provide
    Arbitrary<ArrayCase> refused() {
        return Arbitraries.randomValue(random -> CaseGenerator.next(StandardLaws.W3.population(), random));
    }

    @Provide
    Arbitrary<Setup> setups() {
        return Arbitraries.of("5.10", "6.1", "6.12", "7.0", "7.2", "hardened").map(Checks::asShipped);
    }

    @Property(seed = "61", tries = 1200, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void theDriverRefusesAsTheRulesSay(@ForAll("setups") Setup setup, @ForAll("refused") ArrayCase c) {
        assertRefusesAsTheRulesSay(setup, c);
    }

    @Tag("long")
    @Property(seed = "62", tries = 12000, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void theDriverRefusesAsTheRulesSayForLonger(@ForAll("setups") Setup setup, @ForAll("refused") ArrayCase c) {
        assertRefusesAsTheRulesSay(setup, c);
    }

    private static void assertRefusesAsTheRulesSay(Setup setup, ArrayCase c) {
        Testbed testbed = setup.boot(c, Tap.NONE);
        Mddev mddev = c.toMddev();
        RunResult run;
        try {
            run = testbed.driver().run(mddev);
        } catch (kvetch.api.OopsException died) {
            return;
        }
        Expected expected = ExpectedErrno.of(setup.kernel(), c.asAdded(), testbed.ledger()::isRefused)
                .expected();
        RunResult rules = expected instanceof Expected.Refused refused
                ? new RunResult.Refused(refused.errno())
                : RunResult.Started.STARTED;
        assertThat(run)
                .as("%s on %s, of which the rules say %s", c, setup, expected)
                .isEqualTo(rules);
    }
}
