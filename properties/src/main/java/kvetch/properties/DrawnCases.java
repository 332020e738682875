package kvetch.properties;

import kvetch.properties.cases.Case;
import kvetch.properties.gen.ArrayCases;
import kvetch.properties.setup.Setup;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AddLifecycleHook;

/** The property that a check has jqwik run: it draws cases from the population of the law, and hands them to the recorder. */
@AddLifecycleHook(CheckHook.class)
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
public final class DrawnCases {
    /** For jqwik. */
    public DrawnCases() {}

    @Provide
    Arbitrary<Setup> setups() {
        return Arbitraries.just(recorder().setup());
    }

    @Provide
    Arbitrary<Case> cases() {
        return Arbitraries.randomValue(random -> ArrayCases.draw(recorder().law(), random));
    }

    @Property
    void areDrawn(@ForAll("setups") Setup setup, @ForAll("cases") Case array) {
        recorder().generated(array);
    }

    private static Recorder recorder() {
        Recorder recorder = Recorder.current();
        if (recorder == null) throw new IllegalStateException("no check is under way on this thread");
        return recorder;
    }
}
