package kvetch.properties;

import io.vavr.collection.Vector;
import io.vavr.control.Either;
import java.util.ArrayList;
import java.util.List;
import kvetch.api.OopsException;
import kvetch.api.Splat;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.Integrity;
import kvetch.properties.cases.WorkloadCase;
import kvetch.properties.evidence.Fault;
import kvetch.properties.evidence.Misbehaviour;
import kvetch.properties.ideal.Probes;
import kvetch.properties.law.LifeLaw;
import kvetch.properties.law.RunningArrayLaw;
import kvetch.properties.law.Violation;
import kvetch.properties.laws.StandardLaws;
import kvetch.properties.plug.Providers;
import kvetch.properties.plug.ReplayToken;
import kvetch.properties.run.Consequence;
import kvetch.properties.run.Examination;
import kvetch.properties.run.Examiner;
import kvetch.properties.run.LifeExaminer;
import kvetch.properties.sandbox.Sandbox;
import kvetch.properties.sandbox.Watch;
import kvetch.properties.setup.Setup;
import kvetch.raid0.Errno;
import kvetch.raid0.Mapping;
import kvetch.raid0.Mddev;
import kvetch.raid0.Raid0;
import kvetch.raid0.RunResult;
import kvetch.raid0.StripZone;
import org.jspecify.annotations.Nullable;

/**
 * A counterexample that was run again, from its {@link ReplayToken token}.
 *
 * <p>It is told step by step, and judged afresh by the laws: a token says which law the case broke when it was found, and the
 * {@link #verdict()} whether it still does. A test that pins a counterexample is one line:
 *
 * <pre>{@code
 * assertEquals(Verdict.BROKEN, Replay.of("kv1/W1/7.0/kzalloc/d2/r524289/c1/l1/e1a3dd52").verdict());
 * }</pre>
 */
public final class Replay {
    private static final long WALKED = 2048;
    private static final int MOST_STRETCHES = 32;
    private static final int MOST_CALLS = 512;

    private final ReplayToken token;
    private final Setup setup;
    private final ArrayCase c;
    private final Vector<Violation> violations;
    private final boolean isTested;
    private final @Nullable Splat splat;
    private final @Nullable Errno errno;
    private final @Nullable Misbehaviour misbehaviour;
    private final Vector<Step> steps;

    private Replay(ReplayToken token, Setup setup, long timeoutMs) {
        this.token = token;
        this.setup = setup;
        this.c = token.testCase() instanceof ArrayCase array ? array : WorkloadCase.PLACEHOLDER;
        Either<Misbehaviour, Told> told = Sandbox.call(setup.suspect(), timeoutMs, this::tell);
        this.misbehaviour = told.isLeft() ? told.getLeft() : null;
        Told came = told.getOrElse(() -> new Told(new Examination(), Vector.empty()));
        this.violations = Vector.ofAll(came.examination.violations())
                .filter(violation -> violation.law().equals(token.law()))
                .distinctBy(Violation::what);
        this.isTested = came.examination.isTested(token.law());
        this.splat = came.examination.splat();
        this.errno = came.examination.errno();
        this.steps = came.steps;
    }

    private record Told(Examination examination, Vector<Step> steps) {}

    /**
     * Runs a counterexample again, with every allocator that is found.
     *
     * @param token the token, as a report prints it
     * @return what came of it
     * @throws IllegalArgumentException if it is no token of this version, or names what there is not
     */
    public static Replay of(String token) {
        return of(Providers.load(), token).getOrElseThrow(problem -> new IllegalArgumentException(problem));
    }

    /**
     * Runs a counterexample again.
     *
     * @param providers the allocators and drivers that it may name
     * @param token the token, as a report prints it
     * @return what came of it, or what is wrong with the token in one line
     */
    public static Either<String, Replay> of(Providers providers, String token) {
        return of(providers, token, Check.DEFAULT_TIMEOUT_MS);
    }

    /**
     * Runs a counterexample again, with a time limit.
     *
     * @param providers the allocators and drivers that it may name
     * @param token the token, as a report prints it
     * @param timeoutMs for how many milliseconds a case may last before the allocator counts as hung
     * @return what came of it, or what is wrong with the token in one line
     */
    public static Either<String, Replay> of(Providers providers, String token, long timeoutMs) {
        return ReplayToken.parse(token, providers.laws())
                .flatMap(parsed -> setup(providers, parsed).map(setup -> new Replay(parsed, setup, timeoutMs)));
    }

    private static Either<String, Setup> setup(Providers providers, ReplayToken token) {
        return providers
                .kernel(token.kernel())
                .flatMap(kernel -> providers
                        .find(token.allocator())
                        .map(found -> new Setup(providers.allocators(), kernel, found)));
    }

    /**
     * The token.
     *
     * @return law, kernel, allocator and case
     */
    public ReplayToken token() {
        return token;
    }

    /**
     * The kernel and the allocator.
     *
     * @return what the token names
     */
    public Setup setup() {
        return setup;
    }

    /**
     * Whether the case breaks the law.
     *
     * @return {@link Verdict#BROKEN} if so; {@link Verdict#HELD} if not; {@link Verdict#INCOMPLETE} if the case has nothing to
     *     say about the law (any more), as where an array that started is refused; {@link Verdict#ERROR} if the allocator
     *     misbehaved as a program
     */
    public Verdict verdict() {
        if (misbehaviour != null) return Verdict.ERROR;
        if (violations.nonEmpty()) return Verdict.BROKEN;
        return isTested ? Verdict.HELD : Verdict.INCOMPLETE;
    }

    /**
     * How the law is broken.
     *
     * @return one of each kind; empty unless the verdict is BROKEN
     */
    public Vector<Violation> violations() {
        return violations;
    }

    /**
     * What the kernel printed in anger first.
     *
     * @return null if nothing
     */
    public @Nullable Splat splat() {
        return splat;
    }

    /**
     * What starting the array ended with.
     *
     * @return null if it started or the kernel died, and where the law is about arrays that run
     */
    public @Nullable Errno errno() {
        return errno;
    }

    /**
     * What the defect would do to a machine, where that takes more than the splat to say.
     *
     * @return null if the splat says it all
     */
    public @Nullable String consequence() {
        boolean isWrongFree = violations.exists(violation -> violation.what().equals(Fault.WRONG_FUNCTION.what()));
        return isWrongFree ? Consequence.of(setup) : null;
    }

    /**
     * How the allocator misbehaved as a program.
     *
     * @return null unless the verdict is ERROR
     */
    public @Nullable Misbehaviour misbehaviour() {
        return misbehaviour;
    }

    /**
     * What happens, in order.
     *
     * @return from the boot to the end of the array's life
     */
    public Vector<Step> steps() {
        return steps;
    }

    // Telling

    private Told tell() {
        if (token.testCase() instanceof WorkloadCase) return tellWorkload();
        Examination examination = Examiner.examine(token.law(), setup, c);
        Tracer tracer = new Tracer(setup, c);
        try {
            if (token.law() instanceof RunningArrayLaw law) tellRunning(law, tracer, examination);
            else tellLife(tracer, (LifeLaw) token.law());
        } catch (OopsException died) {
            // The splat is among the steps.
        }
        return new Told(examination, tracer.steps());
    }

    /** No array: each call of the allocator with its answer, and what is wrong with them. */
    private Told tellWorkload() {
        Watch.Transcript<Examination> transcript =
                Watch.current().transcribe(() -> Examiner.examine(token.law(), setup, token.testCase()));
        Vector<Step> steps = Vector.of(new Step.Boots(
                setup.kernel(), setup.provider().name(), token.testCase().machine()));
        steps = steps.appendAll(
                Vector.ofAll(transcript.lines()).take(MOST_CALLS).map(line -> new Step.Calls(line.toString())));
        Splat first = transcript.result().splat();
        if (first != null) steps = steps.append(new Step.Splats(first));
        return new Told(
                transcript.result(),
                steps.appendAll(Vector.ofAll(transcript.result().faults())
                        .map(seen -> new Step.Notes(StandardLaws.violation(seen)))));
    }

    private void tellRunning(RunningArrayLaw law, Tracer tracer, Examination examination) {
        Mddev mddev = c.toMddev();
        if (!(tracer.run("", mddev, c.layout()) instanceof RunResult.Started)) return;
        switch (law.scene()) {
            case MAPPING -> tellMapping(tracer, mddev, examination);
            case REQUEST -> {
                boolean isHandedOver = c.requestSectors() <= tracer.driver().maxRequestSectors(mddev);
                if (fits(mddev) && isHandedOver) tellRequest(tracer, mddev, true);
            }
            case DISCARD -> {
                if (fits(mddev) && c.requestSectors() <= Raid0.MAX_BIO_SECTORS) tellDiscard(tracer, mddev, true);
            }
            case ZONES -> {}
        }
    }

    /** What {@link LifeExaminer} does, with the same allocations in the same order. */
    private void tellLife(Tracer tracer, LifeLaw law) {
        Mddev mddev = c.toMddev();
        if (tracer.run("", mddev, c.layout()) instanceof RunResult.Refused) {
            boolean followsUp = law.followsUpRefusals();
            // A tainted machine is enough to break it.
            if (!followsUp || tracer.machine().firstSplat() == null) {
                tellGoodArray(tracer);
                if (followsUp) tellMended(tracer, mddev);
            }
        } else {
            tellIo(tracer, mddev);
            tracer.stop(mddev);
            Mddev again = c.toMddevAgain();
            if (tracer.run("again, on the same machine", again, c.layout()) instanceof RunResult.Started) {
                tellIo(tracer, again);
                tracer.stop(again);
            }
        }
        tracer.listen();
        tracer.ledger().close();
    }

    private static void tellGoodArray(Tracer tracer) {
        Mddev good = LifeExaminer.goodArray();
        if (!(tracer.run("a good array, on the same machine", good, Mddev.LAYOUT_ALTERNATE)
                instanceof RunResult.Started)) return;
        tracer.driver().map(good, good.arraySectors() - 1, new Mapping());
        tracer.stop(good);
    }

    private void tellMended(Tracer tracer, Mddev mddev) {
        if (!c.isInOrder() || c.integrity() == Integrity.MIXED) return;
        mddev.configure(c.disks(), c.blockSize() / 512).layout(Mddev.LAYOUT_UNKNOWN, Mddev.LAYOUT_ALTERNATE);
        if (tracer.run("the same disks with other parameters", mddev, Mddev.LAYOUT_ALTERNATE)
                instanceof RunResult.Started) tracer.stop(mddev);
    }

    private void tellIo(Tracer tracer, Mddev mddev) {
        Raid0 driver = tracer.driver();
        Mapping mapping = new Mapping();
        long[] probes = Probes.few(Probes.of(c, driver.zones(mddev), mddev.capacity()), LifeExaminer.LIFE_PROBES);
        int mapped = 0;
        try {
            for (; mapped < probes.length; mapped++) driver.map(mddev, probes[mapped], mapping);
        } finally {
            // Those before the one that kills the kernel, if one does; what it prints then comes after.
            if (mapped > 0) tracer.addBeforeNews(new Step.Maps(mapped, 0));
            if (mapped < probes.length) tracer.addBeforeNews(new Step.Requests(false, probes[mapped], 1));
        }
        if (!fits(mddev)) return;
        if (c.requestSectors() <= Math.min(LifeExaminer.LONGEST_REQUEST, driver.maxRequestSectors(mddev)))
            tellRequest(tracer, mddev, false);
        if (c.requestSectors() <= Raid0.MAX_BIO_SECTORS) tellDiscard(tracer, mddev, false);
    }

    private boolean fits(Mddev mddev) {
        return c.requestFits(mddev.capacity());
    }

    /** Where the sectors of the array go: all of a small one, and of a large one those that break the law. */
    private void tellMapping(Tracer tracer, Mddev mddev, Examination examination) {
        Raid0 driver = tracer.driver();
        Vector<StripZone> zones = driver.zones(mddev);
        long sectors = mddev.capacity();
        List<Step.Lands> stretches = new ArrayList<>();
        if (sectors >= 0 && sectors <= WALKED) addStretches(driver, mddev, zones, 0, sectors, stretches);
        else
            for (Violation violation : examination.violations()) {
                for (long sector : violation.evidence().arraySectors())
                    addStretches(driver, mddev, zones, sector, 1, stretches);
            }
        Vector<Step.Lands> some = Vector.ofAll(stretches).take(MOST_STRETCHES);
        tracer.add(
                new Step.Maps(stretches.stream().mapToLong(Step.Lands::sectors).sum(), stretches.size() - some.size()));
        some.forEach(tracer::add);
    }

    private void tellRequest(Tracer tracer, Mddev mddev, boolean withSectorsAlone) {
        Raid0 driver = tracer.driver();
        Vector<StripZone> zones = driver.zones(mddev);
        tracer.add(new Step.Requests(false, c.requestStart(), c.requestSectors()));
        List<Step.Lands> parts = new ArrayList<>();
        long[] at = {c.requestStart()};
        driver.request(mddev, c.requestStart(), c.requestSectors(), (disk, sector, sectors) -> {
            parts.add(new Step.Lands(at[0], sectors, zoneOf(zones, at[0]), disk, sector));
            at[0] += sectors;
        });
        for (Step.Lands part : parts) {
            long room = mddev.disks().get(part.disk()).deviceSectors() - part.diskSector();
            boolean isPastEnd = room < 0 || Long.compareUnsigned(part.sectors(), room) > 0;
            List<Step.Lands> alone = new ArrayList<>();
            if (withSectorsAlone) addStretches(driver, mddev, zones, part.arraySector(), part.sectors(), alone);
            tracer.add(new Step.SendsPart(
                    part, false, isPastEnd, Vector.ofAll(alone).take(MOST_STRETCHES)));
        }
    }

    private void tellDiscard(Tracer tracer, Mddev mddev, boolean withSectorsAlone) {
        Raid0 driver = tracer.driver();
        Vector<StripZone> zones = driver.zones(mddev);
        tracer.add(new Step.Requests(true, c.requestStart(), c.requestSectors()));
        driver.discard(
                mddev,
                c.requestStart(),
                c.requestSectors(),
                (disk, sector, sectors) -> tracer.add(
                        new Step.SendsPart(new Step.Lands(0, sectors, 0, disk, sector), true, false, Vector.empty())));
        if (!withSectorsAlone) return;
        List<Step.Lands> alone = new ArrayList<>();
        addStretches(driver, mddev, zones, c.requestStart(), c.requestSectors(), alone);
        tracer.add(new Step.MapsDiscarded(Vector.ofAll(alone).take(MOST_STRETCHES)));
    }

    /** Maximal stretches that lie together on a disk; of a long range only the chunks at both ends are looked at. */
    private void addStretches(
            Raid0 driver, Mddev mddev, Vector<StripZone> zones, long start, long sectors, List<Step.Lands> into) {
        Mapping mapping = new Mapping();
        boolean isWalked = sectors <= WALKED;
        long chunk = Math.max(1, Integer.toUnsignedLong(c.chunkSectors()));
        long done = 0;
        for (int looked = 0; done < sectors && looked < WALKED; looked++) {
            long at = start + done;
            long step = isWalked ? 1 : Math.min(sectors - done, chunk - Long.remainderUnsigned(at, chunk));
            driver.map(mddev, at, mapping);
            Step.Lands last = into.isEmpty() ? null : into.get(into.size() - 1);
            int zone = zoneOf(zones, at);
            boolean goesOn = last != null
                    && last.disk() == mapping.disk()
                    && last.zone() == zone
                    && last.arraySector() + last.sectors() == at
                    && last.diskSector() + last.sectors() == mapping.sector();
            if (last != null && goesOn)
                into.set(
                        into.size() - 1,
                        new Step.Lands(
                                last.arraySector(), last.sectors() + step, zone, last.disk(), last.diskSector()));
            else into.add(new Step.Lands(at, step, zone, mapping.disk(), mapping.sector()));
            done += step;
        }
    }

    private static int zoneOf(Vector<StripZone> zones, long sector) {
        int index = zones.indexWhere(zone -> Long.compareUnsigned(sector, zone.zoneEnd()) < 0);
        return Math.max(0, index);
    }
}
