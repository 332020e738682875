/**
 * The laws of the zone tables and of the allocators behind them; the ledger that watches an allocator; the engine that checks,
 * and what it finds.
 *
 * <p>Allocators, and drivers and laws of somebody's own, are found with {@link java.util.ServiceLoader} and never named here.
 * Depend on this module to have an allocator of your own judged, or to write a law; the command line is in {@code kvetch.cli}.
 * What is exported to everybody:
 *
 * <ul>
 *   <li>{@link kvetch.Kvetch}: the front door: a check, or a single case.
 *   <li>{@link kvetch.Checking}: a check that has not begun.
 *   <li>{@link kvetch.Checked}: what came of it.
 *   <li>{@link kvetch.Rig}: a kernel with an allocator, to try single cases on.
 *   <li>{@link kvetch.BadInputException}: what is not there, in one line.
 *   <li>{@link kvetch.properties.kit.AllocatorConformance}: extend it in a test, and an allocator is judged by the laws of memory.
 *   <li>{@link kvetch.properties.kit.LawSuite}: extend it in a test to have all laws judge kernels and allocators of your choice.
 *   <li>{@link kvetch.properties.arbitraries.RaidArrays}: arrays for a property of one's own, in jqwik; narrows them down.
 *   <li>{@link kvetch.properties.arbitraries.CheckedCases}: workloads, and the cases of a law.
 *   <li>{@link kvetch.properties.arbitraries.CaseProvider}: has jqwik give both for {@code @ForAll}.
 *   <li>{@link kvetch.properties.arbitraries.KvetchDomain}: the same as a domain.
 *   <li>{@link kvetch.properties.law.RunningArrayLaw}: extend it for a law of arrays that run.
 *   <li>{@link kvetch.properties.law.LifeLaw}: extend it for a law of whole lives and of memory.
 *   <li>{@link kvetch.properties.law.Law}: what both have in common; the service that a law of one's own provides.
 *   <li>{@link kvetch.properties.law.Population}: which cases are drawn for a law.
 *   <li>{@link kvetch.properties.law.Coverage}: what a check has to see sometimes.
 *   <li>{@link kvetch.properties.law.Look}: what is to be looked at where an allocator is judged alone.
 *   <li>{@link kvetch.properties.law.RunningArray}: what a law sees of an array.
 *   <li>{@link kvetch.properties.law.WalkedArray}: what its fast form sees of one that is explored.
 *   <li>{@link kvetch.properties.law.Life}: what a law sees of a life.
 *   <li>{@link kvetch.properties.law.Judgement}: where a law says what it has seen.
 *   <li>{@link kvetch.properties.law.Expected}: how a start of it must end.
 *   <li>{@link kvetch.properties.law.Violation}: a law that was seen broken.
 *   <li>{@link kvetch.properties.law.Divergence}: where a driver of somebody's own leaves its kernel.
 *   <li>{@link kvetch.properties.law.Defect}: a way in which a law is broken, with its smallest case.
 *   <li>{@link kvetch.properties.law.Reach}: who can come to such a case.
 *   <li>{@link kvetch.properties.evidence.Evidence}: what was seen, by kind.
 *   <li>{@link kvetch.properties.evidence.QueueLimit}: a limit that the driver gives the block layer.
 *   <li>{@link kvetch.properties.evidence.Fault}: what can go wrong with memory.
 *   <li>{@link kvetch.properties.evidence.Misbehaviour}: what can go wrong with code that was plugged in, as a program.
 *   <li>{@link kvetch.properties.evidence.Culprit}: whose code that is.
 *   <li>{@link kvetch.properties.cases.Case}: an array with its life, or an allocator alone; and the machine.
 *   <li>{@link kvetch.properties.cases.ArrayCase}: the one.
 *   <li>{@link kvetch.properties.cases.WorkloadCase}: the other.
 *   <li>{@link kvetch.properties.cases.Array}: disks, raid_disks, chunk, layout, block size and integrity.
 *   <li>{@link kvetch.properties.cases.Disks}: how large they are, and in which slots.
 *   <li>{@link kvetch.properties.cases.Layouts}: its own layout, and that of the machine.
 *   <li>{@link kvetch.properties.cases.BlockSizes}: the logical block size that they have, or each of them.
 *   <li>{@link kvetch.properties.cases.Integrity}: which of them have a profile of data integrity.
 *   <li>{@link kvetch.properties.cases.Scenario}: what is done with an array, and what fails on the way.
 *   <li>{@link kvetch.properties.cases.Request}: what is read or thrown away of it.
 *   <li>{@link kvetch.properties.cases.SecondStart}: with which disks it is started again.
 *   <li>{@link kvetch.properties.cases.Workload}: what other callers do with an allocator.
 *   <li>{@link kvetch.properties.cases.CaseText}: a case as text.
 *   <li>{@link kvetch.properties.laws.StandardLaws}: Kvetch's own laws.
 *   <li>{@link kvetch.properties.plug.Providers}: the allocators, drivers and laws that there are.
 *   <li>{@link kvetch.properties.plug.KnownLaws}: the laws among them.
 *   <li>{@link kvetch.properties.plug.Suggestions}: what a name may have been meant to be.
 *   <li>{@link kvetch.properties.plug.ReplayToken}: a counterexample as a line of text.
 *   <li>{@link kvetch.properties.Check}: puts kernels and allocators to the test of laws.
 *   <li>{@link kvetch.properties.LawResult}: what came of one law.
 *   <li>{@link kvetch.properties.Stretch}: some of the cases of a check.
 *   <li>{@link kvetch.properties.PartialResult}: what these say of a law.
 *   <li>{@link kvetch.properties.Collected}: how many there were, and which broke it.
 *   <li>{@link kvetch.properties.Verdict}: held, broken, and what else there is.
 *   <li>{@link kvetch.properties.Observation}: one case of a check, for whoever wants to look at them.
 *   <li>{@link kvetch.properties.Explorer}: goes through all of a scope.
 *   <li>{@link kvetch.properties.Scope}: which arrays those are.
 *   <li>{@link kvetch.properties.Exploration}: what came of it.
 *   <li>{@link kvetch.properties.Sweep}: goes through all raid_disks.
 *   <li>{@link kvetch.properties.Replay}: runs one case again.
 *   <li>{@link kvetch.properties.proof.Prover}: proves laws for every array, where the module that does is there.
 *   <li>{@link kvetch.properties.proof.Proof}: what came of that.
 *   <li>{@link kvetch.properties.proof.Explainer}: says what of a counterexample matters, where the module that does is there.
 *   <li>{@link kvetch.properties.proof.Matter}: what it says of one part.
 *   <li>{@link kvetch.properties.proof.Part}: a number of an array that can be changed.
 *   <li>{@link kvetch.properties.proof.Values}: what it can be.
 *   <li>{@link kvetch.properties.trace.Step}: what happens in it.
 *   <li>{@link kvetch.properties.Explanation}: what a violation says to the author of an allocator.
 * </ul>
 *
 * @provides net.jqwik.api.providers.ArbitraryProvider cases for {@code @ForAll}
 * @uses kvetch.api.AllocatorProvider every allocator on the module path or class path
 * @uses kvetch.raid0.DriverProvider every driver on the module path or class path that is a patch of somebody's own
 * @uses kvetch.properties.law.Law every law there that is not Kvetch's own
 */
module kvetch.properties {
    requires transitive kvetch.raid0;
    requires transitive net.jqwik.api;
    requires org.opentest4j;
    requires com.google.gson;
    requires java.management;
    requires static org.apiguardian.api;

    exports kvetch;
    exports kvetch.properties;
    exports kvetch.properties.arbitraries;
    exports kvetch.properties.cases;
    exports kvetch.properties.evidence;
    exports kvetch.properties.kit;
    exports kvetch.properties.law;
    exports kvetch.properties.laws;
    exports kvetch.properties.plug;
    exports kvetch.properties.proof;
    exports kvetch.properties.trace;
    exports kvetch.properties.campaign to
            kvetch.cli;
    exports kvetch.properties.explore to
            kvetch.live;
    exports kvetch.properties.gen to
            kvetch.live;
    exports kvetch.properties.ideal to
            kvetch.live;
    exports kvetch.properties.isolation to
            kvetch.cli,
            kvetch.live;
    exports kvetch.properties.narrow to
            kvetch.cli,
            kvetch.prove;
    exports kvetch.properties.run to
            kvetch.cli,
            kvetch.live,
            kvetch.prove;
    exports kvetch.properties.sandbox to
            kvetch.cli,
            kvetch.live;
    exports kvetch.properties.setup to
            kvetch.cli,
            kvetch.live,
            kvetch.prove;
    exports kvetch.properties.shrink to
            kvetch.cli,
            kvetch.live,
            kvetch.prove;
    exports kvetch.properties.vectors to
            kvetch.cli,
            kvetch.live;

    opens kvetch.properties.kit to
            org.junit.platform.commons;

    uses kvetch.api.AllocatorProvider;
    uses kvetch.raid0.DriverProvider;
    uses kvetch.properties.law.Law;

    provides net.jqwik.api.providers.ArbitraryProvider with
            kvetch.properties.arbitraries.CaseProvider;
}
