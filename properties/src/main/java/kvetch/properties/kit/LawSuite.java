package kvetch.properties.kit;

import io.vavr.collection.Vector;
import java.util.Random;
import kvetch.api.AllocatorProvider;
import kvetch.properties.Check;
import kvetch.properties.Explanation;
import kvetch.properties.arbitraries.CheckedCases;
import kvetch.properties.arbitraries.RaidArrays;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.Case;
import kvetch.properties.cases.WorkloadCase;
import kvetch.properties.evidence.Misbehaviour;
import kvetch.properties.gen.CaseGenerator;
import kvetch.properties.isolation.CaseRunner;
import kvetch.properties.isolation.DeterminismCheck;
import kvetch.properties.isolation.Isolation;
import kvetch.properties.isolation.MisbehaviourShrinker;
import kvetch.properties.isolation.SandboxRunner;
import kvetch.properties.law.Defect;
import kvetch.properties.law.Law;
import kvetch.properties.law.Violation;
import kvetch.properties.laws.StandardLaws;
import kvetch.properties.plug.Providers;
import kvetch.properties.run.Examination;
import kvetch.properties.sandbox.MisbehaviourException;
import kvetch.properties.setup.Setup;
import kvetch.properties.shrink.Defects;
import kvetch.raid0.KernelProfile;
import kvetch.raid0.KernelProfiles;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/**
 * The laws as jqwik properties, one each, for every allocator found and every kernel profile.
 *
 * <p>Extend it in a test tree to run the laws there; override {@link #kernels} or {@link #providers} to choose. A law that
 * breaks fails with its smallest counterexample, which Kvetch finds itself: jqwik generates, and does not shrink.
 */
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
public class LawSuite {
    /** For jqwik. */
    public LawSuite() {}

    /**
     * The kernels to check.
     *
     * @return by default all
     */
    protected Vector<KernelProfile> kernels() {
        return KernelProfiles.all();
    }

    /**
     * The allocators to check, among them the kernel's own.
     *
     * @return by default all that are found
     */
    protected Providers providers() {
        return Providers.load();
    }

    /**
     * Which of {@link #providers} serve the tables.
     *
     * @return by default each of them in turn
     */
    protected Vector<AllocatorProvider> allocators() {
        return providers().all();
    }

    /**
     * A kernel and an allocator.
     *
     * @return of those to check
     */
    @Provide
    Arbitrary<Setup> setups() {
        Providers providers = providers();
        Vector<Setup> setups = kernels()
                .flatMap(kernel -> allocators().map(provider -> new Setup(providers.allocators(), kernel, provider)));
        return Arbitraries.of(setups.asJava());
    }

    /** Arrays most of which start. */
    @Provide
    Arbitrary<ArrayCase> running() {
        return RaidArrays.running();
    }

    /** Arrays of which many are refused, and workloads. */
    @Provide
    Arbitrary<Case> lives() {
        return CheckedCases.lives();
    }

    /** Arrays most of which are refused. */
    @Provide
    Arbitrary<ArrayCase> refused() {
        return RaidArrays.refused();
    }

    @Property
    void Z1_zonesAreInOrder(@ForAll("setups") Setup setup, @ForAll("running") ArrayCase array) {
        check(StandardLaws.Z1, setup, array);
    }

    @Property
    void Z2_zonesCoverAllSectors(@ForAll("setups") Setup setup, @ForAll("running") ArrayCase array) {
        check(StandardLaws.Z2, setup, array);
    }

    @Property
    void Z3_theMappingIsOneToOne(@ForAll("setups") Setup setup, @ForAll("running") ArrayCase array) {
        check(StandardLaws.Z3, setup, array);
    }

    @Property
    void M1_eachFreeMatchesItsAllocation(@ForAll("setups") Setup setup, @ForAll("lives") Case array) {
        check(StandardLaws.M1, setup, array);
    }

    @Property
    void M2_nothingLeaks(@ForAll("setups") Setup setup, @ForAll("lives") Case array) {
        check(StandardLaws.M2, setup, array);
    }

    @Property
    void M3_noAccessOutsideALiveBlock(@ForAll("setups") Setup setup, @ForAll("lives") Case array) {
        check(StandardLaws.M3, setup, array);
    }

    @Property
    void M4_liveBlocksAreSound(@ForAll("setups") Setup setup, @ForAll("lives") Case array) {
        check(StandardLaws.M4, setup, array);
    }

    @Property
    void W1_noWarnForAnyRaidDisks(@ForAll("setups") Setup setup, @ForAll("lives") Case array) {
        check(StandardLaws.W1, setup, array);
    }

    @Property
    void W2_theKernelSurvivesAnyInput(@ForAll("setups") Setup setup, @ForAll("lives") Case array) {
        check(StandardLaws.W2, setup, array);
    }

    @Property
    void W3_aRefusalIsClean(@ForAll("setups") Setup setup, @ForAll("refused") ArrayCase array) {
        check(StandardLaws.W3, setup, array);
    }

    @Property
    void I1_identicalMappingAcrossAllocators(@ForAll("setups") Setup setup, @ForAll("running") ArrayCase array) {
        check(StandardLaws.I1, setup, array);
    }

    @Property
    void I2_identicalMappingAcrossKernels(@ForAll("setups") Setup setup, @ForAll("running") ArrayCase array) {
        check(StandardLaws.I2, setup, array);
    }

    @Property
    void I3_aRequestLandsWhereItsSectorsLand(@ForAll("setups") Setup setup, @ForAll("running") ArrayCase array) {
        check(StandardLaws.I3, setup, array);
    }

    @Property
    void I4_aDiscardMatchesTheMapping(@ForAll("setups") Setup setup, @ForAll("running") ArrayCase array) {
        check(StandardLaws.I4, setup, array);
    }

    /** A law without a method here, with a case for it. */
    record Further(Law law, Case testCase) {}

    /** Laws that came later, or were plugged in. */
    @Provide
    Arbitrary<Further> further() {
        Vector<Law> laws = providers().laws().all().reject(LawSuite::hasMethod);
        return laws.isEmpty()
                ? Arbitraries.just(new Further(StandardLaws.Z1, ArrayCase.of(8, 64)))
                : Arbitraries.randomValue(random -> {
                    Law law = laws.get(random.nextInt(laws.size()));
                    return new Further(law, CaseGenerator.draw(law, random));
                });
    }

    private static boolean hasMethod(Law law) {
        return Vector.of(LawSuite.class.getDeclaredMethods())
                .exists(method -> method.getName().startsWith(law.id() + "_"));
    }

    @Property
    void furtherLaws(@ForAll("setups") Setup setup, @ForAll("further") Further further) {
        if (further.law().objection(setup.usualCapabilities()).isEmpty())
            check(further.law(), setup, further.testCase());
    }

    /**
     * A case about an allocator alone, of the kind that the laws of memory are put to the test on.
     *
     * @param random the only source of chance
     * @return what callers do with it, and on which machine
     */
    protected static WorkloadCase nextWorkload(Random random) {
        return CaseGenerator.nextWorkload(random);
    }

    /**
     * Checks a law on one case. What breaks it is made as small as it gets, the same case for every one that shows it.
     *
     * @param law the law
     * @param setup what is put to the test
     * @param testCase the case
     * @throws AssertionError if the law is broken
     */
    protected static void check(Law law, Setup setup, Case testCase) {
        check(law, setup, testCase, 1);
    }

    /**
     * Checks a law on one case that is examined several times, which must come to the same each time.
     *
     * @param law the law
     * @param setup what is put to the test
     * @param testCase the case
     * @param times how often, 1 or more
     * @throws AssertionError if the law is broken, or cannot be judged because the allocator misbehaves as a program
     */
    protected static void check(Law law, Setup setup, Case testCase, int times) {
        try {
            Examination examination = DeterminismCheck.examine(law, setup, testCase, times);
            for (Violation violation : examination.violations()) {
                if (!violation.law().equals(law)) continue;
                Defect defect = shownAgain(law, setup, Defects.of(setup, violation, testCase));
                throw new BrokenLawError(Explanation.of(setup, defect.violation(), defect.counterexample()));
            }
        } catch (MisbehaviourException misbehaved) {
            try (CaseRunner runner = new SandboxRunner(setup, Check.DEFAULT_TIMEOUT_MS)) {
                Misbehaviour smallest =
                        new MisbehaviourShrinker(runner, setup, law).shrink(misbehaved.misbehaviour(), false);
                throw new BrokenLawError(Explanation.of(law, setup, smallest));
            }
        }
    }

    /** Nothing is told that does not show again where nothing else was before, as in a replay. */
    private static Defect shownAgain(Law law, Setup setup, Defect defect) {
        if (setup.allocators().isKernels(setup.provider())) return defect;
        try (CaseRunner fresh = Isolation.of(setup.provider()).open(setup, law, Check.DEFAULT_TIMEOUT_MS)) {
            if (Defects.shows(defect, fresh.confirm(law, defect.counterexample()))) return defect;
        }
        throw DeterminismCheck.notShownAgain(law, setup, defect);
    }
}
