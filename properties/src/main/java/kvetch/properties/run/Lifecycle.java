package kvetch.properties.run;

import io.vavr.collection.Vector;
import java.math.BigInteger;
import kvetch.api.OopsException;
import kvetch.api.Splat;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.Integrity;
import kvetch.properties.evidence.Fault;
import kvetch.properties.ideal.Probes;
import kvetch.properties.law.Coverage;
import kvetch.properties.law.Life;
import kvetch.properties.ledger.Ledger;
import kvetch.properties.setup.Setup;
import kvetch.properties.setup.Testbed;
import kvetch.properties.trace.Step;
import kvetch.raid0.Errno;
import kvetch.raid0.Mapping;
import kvetch.raid0.Mddev;
import kvetch.raid0.Raid0;
import kvetch.raid0.Rdev;
import kvetch.raid0.RunResult;
import kvetch.raid0.StripZone;
import org.jspecify.annotations.Nullable;

/**
 * The life of an array on a machine that has just booted. Nobody else leads one: whoever wants to know what happened in it has
 * it written down in a {@link Trace}.
 */
public final class Lifecycle {
    /** How many sectors are mapped in a life, which is not about the mapping. */
    private static final int LIFE_PROBES = 24;

    /** Longer requests are not sent in a life. */
    private static final int LONGEST_REQUEST = 2048;

    private final Setup setup;

    /** As it is told to md. */
    private final ArrayCase told;

    /** As md has it, without the disks that it refuses to add. */
    private final ArrayCase c;

    private final Trace trace;
    private final Testbed testbed;
    private final Mapping mapping = new Mapping();
    private Life.@Nullable Refusal refusal;

    /** Boots the machine. */
    public Lifecycle(Setup setup, ArrayCase c, Trace trace) {
        this.setup = setup;
        this.told = c;
        this.c = c.asAdded();
        this.trace = trace;
        this.testbed = setup.boot(c, trace);
    }

    public Testbed rig() {
        return testbed;
    }

    // A step of it

    /** Starts the array of the case. */
    public RunResult start() {
        return start(Step.Start.FIRST, told.toMddev());
    }

    /** Starts it where the array is to be looked at; null if it is refused. */
    @Nullable
    BootedArray run() {
        Mddev mddev = told.toMddev();
        return start(Step.Start.FIRST, mddev) instanceof RunResult.Started ? array(mddev) : null;
    }

    private BootedArray array(Mddev mddev) {
        return new BootedArray(setup, c, testbed, mddev, trace);
    }

    private RunResult start(Step.Start which, Mddev mddev) {
        trace.starts(which, mddev);
        RunResult result = testbed.driver().run(mddev);
        if (trace != Trace.NONE) trace.ended(which, result, array(mddev));
        return result;
    }

    private void stop(Mddev mddev) {
        trace.stops();
        testbed.driver().stop(mddev);
    }

    /** Starts the array and stops it, and does nothing else. */
    public static void startAndStop(Setup setup, ArrayCase c, Trace trace) {
        Lifecycle life = new Lifecycle(setup, c, trace);
        Mddev mddev = c.toMddev();
        try {
            if (life.start(Step.Start.FIRST, mddev) instanceof RunResult.Started) life.stop(mddev);
        } catch (OopsException died) {
            // The trace tells it.
        }
    }

    // All of it

    /**
     * Starts the array, uses it, stops it and starts it again; or has it refused, and then starts something good.
     *
     * @param followsUpRefusals whether the disks of an array that was refused are started once more with other parameters
     * @param seen takes note of what came of it
     * @return what was seen of it
     */
    Life lead(boolean followsUpRefusals, Examination seen) {
        Splat death = null;
        try {
            live(followsUpRefusals, seen);
        } catch (OopsException died) {
            death = died.splat();
        }
        Ledger ledger = testbed.ledger();
        if (ledger.isRefused(2)) seen.saw(Coverage.SECOND_ALLOCATION_FAILED);
        if (ledger.isRefused(3)) seen.saw(Coverage.THIRD_ALLOCATION_FAILED);
        if (ledger.sawVmalloc()) seen.saw(Coverage.VMALLOC);
        // A kernel that died frees nothing more.
        if (death == null && ledger.allocations() > 0) ledger.close();
        seen.allocations(ledger.allocations());
        return told(death, seen);
    }

    private Life told(@Nullable Splat death, Examination seen) {
        Ledger ledger = testbed.ledger();
        Vector<Splat> warnings = testbed.machine().splatCount() == 0
                ? Vector.empty()
                : testbed.machine().splats().filter(splat -> splat.kind() == Splat.Kind.WARN);
        Splat kill = testbed.machine().oomKill();
        Vector<Splat> deaths = death == null ? Vector.empty() : Vector.of(death);
        if (kill != null) deaths = deaths.append(kill);
        Splat first = testbed.machine().firstSplat();
        seen.splat(first == null ? kill : first);
        Vector<Fault.Seen> faults = Vector.ofAll(ledger.faults());
        for (Fault.Seen fault : faults) seen.fault(fault);
        for (Splat splat : warnings) seen.fact(splat.headline());
        for (Splat splat : deaths) seen.fact(splat.headline());
        return new Life(
                c,
                faults,
                new Life.Calls(ledger.allocations(), ledger.refusals(), ledger.frees()),
                new Life.Log(warnings, deaths, death == null),
                refusal);
    }

    private void live(boolean followsUpRefusals, Examination seen) {
        Mddev mddev = told.toMddev();
        if (start(Step.Start.FIRST, mddev) instanceof RunResult.Refused refused) {
            seen.saw(Coverage.REFUSED);
            // Whoever is killed gets no errno any more.
            if (testbed.machine().oomKill() != null) seen.saw(Coverage.KILLED);
            else seen.errno(refused.errno());
            if (followsUpRefusals) followUp(mddev, refused.errno(), seen);
            else startGoodArray();
            return;
        }
        seen.saw(Coverage.STARTED);
        int zones = testbed.driver().zones(mddev).size();
        seen.zones(zones);
        if (zones >= 3) seen.saw(Coverage.THREE_ZONES);
        use(mddev);
        stop(mddev);
        Mddev again = told.toMddevAgain();
        if (start(Step.Start.AGAIN, again) instanceof RunResult.Started) {
            seen.saw(Coverage.RAN_AGAIN);
            use(again);
            stop(again);
        }
    }

    // While it runs

    private void use(Mddev mddev) {
        Raid0 driver = testbed.driver();
        long[] probes = Probes.few(Probes.of(c, driver.zones(mddev), mddev.capacity()), LIFE_PROBES);
        for (int i = 0; i < probes.length; i++) map(mddev, probes[i], i);
        trace.mapped(probes.length);
        long start = c.requestStart();
        long sectors = c.requestSectors();
        if (!c.requestFits(mddev.capacity())) return;
        // A zone whose sectors cannot be mapped is told as that, not as what a discard makes of it.
        map(mddev, start, 0);
        for (StripZone zone : driver.zones(mddev))
            if (Long.compareUnsigned(zone.zoneEnd(), start) > 0
                    && Long.compareUnsigned(zone.zoneEnd(), start + sectors) < 0) map(mddev, zone.zoneEnd(), 0);
        if (sectors <= Math.min(LONGEST_REQUEST, driver.maxRequestSectors(mddev))) {
            driver.request(mddev, start, sectors, trace.requests(false, start, sectors));
            trace.isSent();
        }
        if (sectors <= Raid0.MAX_BIO_SECTORS)
            driver.discard(mddev, start, sectors, trace.requests(true, start, sectors));
    }

    /** Maps a sector, and {@code before} were mapped since this was last told. */
    private void map(Mddev mddev, long sector, int before) {
        try {
            testbed.driver().map(mddev, sector, mapping);
        } catch (OopsException died) {
            trace.mapped(before);
            trace.diesOf(false, sector, 1);
            throw died;
        }
    }

    // After a refusal

    private void followUp(Mddev mddev, Errno errno, Examination seen) {
        Ledger ledger = testbed.ledger();
        ExpectedErrno expected = new ExpectedErrno(setup.kernel(), c, ledger);
        if (expected.isIntegrity(errno)) seen.saw(Coverage.INTEGRITY_FAILED);
        boolean allows = expected.allows(errno);
        String describe = expected.describe();
        Splat splat = testbed.machine().firstSplat();
        // The kernel may die of what follows.
        refusal = new Life.Refusal(errno, allows, describe, splat, true, null);
        if (splat != null) return;
        int refusals = ledger.refusals();
        boolean starts = startGoodArray() || ledger.refusals() != refusals;
        refusal = new Life.Refusal(errno, allows, describe, null, starts, null);
        if (c.disks() == 0 || !c.isInOrder() || c.integrity() == Integrity.MIXED) return;
        refusal = new Life.Refusal(errno, allows, describe, null, starts, startMended(mddev));
    }

    /** Two disks of 64 sectors with a chunk of 8, which any machine can start; true if it does, and is as large as it should be. */
    private boolean startGoodArray() {
        Mddev good = new Mddev().configure(2, 8).layout(Mddev.LAYOUT_UNKNOWN, Mddev.LAYOUT_ALTERNATE);
        good.add(new Rdev(64, 0));
        good.add(new Rdev(64, 1));
        if (!(start(Step.Start.GOOD_ARRAY, good) instanceof RunResult.Started)) return false;
        long sectors = good.arraySectors();
        testbed.driver().map(good, sectors - 1, mapping);
        stop(good);
        return sectors == 128;
    }

    /** The disks of an array that was refused are still there, and may be started with other parameters. */
    private Life.Mended startMended(Mddev mddev) {
        int chunk = c.blockSize() / 512;
        mddev.configure(c.disks(), chunk).layout(Mddev.LAYOUT_UNKNOWN, Mddev.LAYOUT_ALTERNATE);
        int refusals = testbed.ledger().refusals();
        RunResult again = start(Step.Start.MENDED, mddev);
        BigInteger whole = c.array().disks().sumOfWholeChunks(chunk);
        BigInteger end = BigInteger.ZERO;
        if (again instanceof RunResult.Started) {
            end = BootedArray.toBigInteger(testbed.driver().zones(mddev).last().zoneEnd());
            stop(mddev);
        }
        boolean mayBeRefused = testbed.ledger().refusals() != refusals
                || whole.bitLength() >= Long.SIZE
                || ExpectedErrno.tablesAreTooLarge(
                        setup.kernel(), c.withRaidDisks(c.disks()).withChunk(chunk));
        return new Life.Mended(c.disks(), chunk, again, end, whole, mayBeRefused);
    }
}
