package kvetch.properties.run;

import io.vavr.collection.Vector;
import java.math.BigInteger;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import kvetch.api.OopsException;
import kvetch.api.Splat;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.Case;
import kvetch.properties.cases.Integrity;
import kvetch.properties.cases.WorkloadCase;
import kvetch.properties.contract.Contract;
import kvetch.properties.evidence.Fault;
import kvetch.properties.ideal.Probes;
import kvetch.properties.law.Life;
import kvetch.properties.law.LifeLaw;
import kvetch.properties.law.Look;
import kvetch.properties.law.Sight;
import kvetch.properties.ledger.Ledger;
import kvetch.properties.setup.Rig;
import kvetch.properties.setup.Setup;
import kvetch.raid0.Errno;
import kvetch.raid0.Mapping;
import kvetch.raid0.Mddev;
import kvetch.raid0.Raid0;
import kvetch.raid0.Rdev;
import kvetch.raid0.RunResult;
import kvetch.raid0.StripZone;
import org.jspecify.annotations.Nullable;

/** Leads an array through its life, or has a workload carried out, and has laws judge what was seen of it. */
public final class LifeExaminer {
    /** How many sectors are mapped in a life, which is not about the mapping. */
    public static final int LIFE_PROBES = 24;

    /** Longer requests are not sent in a life. */
    public static final int LONGEST_REQUEST = 2048;

    private final Setup setup;
    private final ArrayCase c;
    private final boolean followsUpRefusals;
    private final Examination result;
    private Life.@Nullable Refusal refusal;

    private LifeExaminer(Setup setup, ArrayCase c, boolean followsUpRefusals, Examination result) {
        this.setup = setup;
        this.c = c;
        this.followsUpRefusals = followsUpRefusals;
        this.result = result;
    }

    /** Has laws judge one life; that of an allocator alone takes different looks for each of them. */
    public static Examination examine(List<LifeLaw> laws, Setup setup, Case c) {
        Examination result = new Examination();
        result.lookAt(c);
        Life life = c instanceof ArrayCase array
                ? new LifeExaminer(setup, array, followsUpRefusals(laws), result).lead()
                : carryOut((WorkloadCase) c, laws, setup, result);
        for (LifeLaw law : laws) Whose.watch(law, c, () -> law.judge(life, new NotedJudgement(law, c, result)));
        return result;
    }

    private static boolean followsUpRefusals(List<LifeLaw> laws) {
        for (LifeLaw law : laws) if (law.followsUpRefusals()) return true;
        return false;
    }

    private Life lead() {
        Rig rig = setup.boot(c);
        Splat death = null;
        try {
            live(rig);
        } catch (OopsException died) {
            death = died.splat();
        }
        Ledger ledger = rig.ledger();
        lookAtLedger(ledger);
        // A kernel that died frees nothing more.
        if (death == null && ledger.allocations() > 0) ledger.close();
        result.allocations(ledger.allocations());
        Vector<Splat> warnings = rig.machine().splatCount() == 0
                ? Vector.empty()
                : rig.machine().splats().filter(splat -> splat.kind() == Splat.Kind.WARN);
        Splat kill = rig.machine().oomKill();
        Vector<Splat> deaths = death == null ? Vector.empty() : Vector.of(death);
        if (kill != null) deaths = deaths.append(kill);
        Splat first = rig.machine().firstSplat();
        result.splat(first == null ? kill : first);
        Vector<Fault.Seen> faults = Vector.ofAll(ledger.faults());
        for (Fault.Seen seen : faults) result.fault(seen);
        for (Splat splat : warnings) result.fact(splat.headline());
        for (Splat splat : deaths) result.fact(splat.headline());
        return new Life(
                c,
                faults,
                new Life.Calls(ledger.allocations(), ledger.refusals(), ledger.frees()),
                new Life.Log(warnings, deaths, death == null),
                refusal);
    }

    /** No array: what other callers do with the allocator. */
    private static Life carryOut(WorkloadCase c, List<LifeLaw> laws, Setup setup, Examination result) {
        Set<Look> looks = EnumSet.noneOf(Look.class);
        for (LifeLaw law : laws) looks.addAll(law.looks());
        Contract.Outcome outcome = Contract.examine(looks, setup, c);
        result.splat(outcome.splat());
        result.work(outcome.changes());
        if (outcome.sawVmalloc()) result.saw(Sight.VMALLOC);
        Vector<Fault.Seen> faults = outcome.faults();
        for (Fault.Seen seen : faults) result.fault(seen);
        return new Life(c, faults, new Life.Calls(0, 0, 0), new Life.Log(Vector.empty(), Vector.empty(), true), null);
    }

    private void lookAtLedger(Ledger ledger) {
        if (ledger.isRefused(2)) result.saw(Sight.SECOND_ALLOCATION_FAILED);
        if (ledger.isRefused(3)) result.saw(Sight.THIRD_ALLOCATION_FAILED);
        if (ledger.sawVmalloc()) result.saw(Sight.VMALLOC);
    }

    /** Run, I/O, stop and run again; or be refused, and then run something good. */
    private void live(Rig rig) {
        Raid0 driver = rig.driver();
        Mddev mddev = c.toMddev();
        RunResult first = driver.run(mddev);
        if (first instanceof RunResult.Refused refused) {
            result.saw(Sight.REFUSED);
            // Whoever is killed gets no errno any more.
            boolean killed = rig.machine().oomKill() != null;
            if (killed) result.saw(Sight.KILLED);
            else result.errno(refused.errno());
            afterRefusal(rig, mddev, refused.errno());
            return;
        }
        result.saw(Sight.STARTED);
        int zones = driver.zones(mddev).size();
        result.zones(zones);
        if (zones >= 3) result.saw(Sight.THREE_ZONES);
        doIo(rig, mddev);
        driver.stop(mddev);
        Mddev again = c.toMddevAgain();
        if (driver.run(again) instanceof RunResult.Started) {
            result.saw(Sight.RAN_AGAIN);
            doIo(rig, again);
            driver.stop(again);
        }
    }

    private void doIo(Rig rig, Mddev mddev) {
        Raid0 driver = rig.driver();
        Mapping mapping = new Mapping();
        long[] probes = Probes.of(c, driver.zones(mddev), mddev.capacity());
        for (long sector : Probes.few(probes, LIFE_PROBES)) driver.map(mddev, sector, mapping);
        if (!c.requestFits(mddev.capacity())) return;
        // A zone whose sectors cannot be mapped is told as that, not as what a discard makes of it.
        driver.map(mddev, c.requestStart(), mapping);
        long end = c.requestStart() + c.requestSectors();
        for (StripZone zone : driver.zones(mddev))
            if (Long.compareUnsigned(zone.zoneEnd(), c.requestStart()) > 0
                    && Long.compareUnsigned(zone.zoneEnd(), end) < 0) driver.map(mddev, zone.zoneEnd(), mapping);
        if (c.requestSectors() <= Math.min(LONGEST_REQUEST, driver.maxRequestSectors(mddev)))
            driver.request(mddev, c.requestStart(), c.requestSectors(), (disk, sector, sectors) -> {});
        if (c.requestSectors() <= Raid0.MAX_BIO_SECTORS)
            driver.discard(mddev, c.requestStart(), c.requestSectors(), (disk, sector, sectors) -> {});
    }

    /** Two disks of 64 sectors with a chunk of 8, which any machine can start. */
    public static Mddev goodArray() {
        Mddev mddev = new Mddev().configure(2, 8).layout(Mddev.LAYOUT_UNKNOWN, Mddev.LAYOUT_ALTERNATE);
        mddev.add(new Rdev(64, 0));
        mddev.add(new Rdev(64, 1));
        return mddev;
    }

    private static boolean runGoodArray(Rig rig) {
        Mddev good = goodArray();
        if (!(rig.driver().run(good) instanceof RunResult.Started)) return false;
        long sectors = good.arraySectors();
        rig.driver().map(good, sectors - 1, new Mapping());
        rig.driver().stop(good);
        return sectors == 128;
    }

    // After a refusal

    private void afterRefusal(Rig rig, Mddev mddev, Errno errno) {
        if (!followsUpRefusals) {
            runGoodArray(rig);
            return;
        }
        Ledger ledger = rig.ledger();
        Refusals expected = new Refusals(setup.kernel(), c, ledger);
        if (expected.isIntegrity(errno)) result.saw(Sight.INTEGRITY_FAILED);
        boolean allows = expected.allows(errno);
        String describe = expected.describe();
        Splat splat = rig.machine().firstSplat();
        // The kernel may die of what follows.
        refusal = new Life.Refusal(errno, allows, describe, splat, true, null);
        if (splat != null) return;
        int refusals = ledger.refusals();
        boolean starts = runGoodArray(rig) || ledger.refusals() != refusals;
        refusal = new Life.Refusal(errno, allows, describe, null, starts, null);
        if (!c.isInOrder() || c.integrity() == Integrity.MIXED) return;
        refusal = new Life.Refusal(errno, allows, describe, null, starts, startAgainWithSmallerChunk(rig, mddev));
    }

    /** The disks of an array that was refused are still there, and may be started with other parameters. */
    private Life.Mended startAgainWithSmallerChunk(Rig rig, Mddev mddev) {
        int chunk = c.blockSize() / 512;
        mddev.configure(c.disks(), chunk).layout(Mddev.LAYOUT_UNKNOWN, Mddev.LAYOUT_ALTERNATE);
        int refusals = rig.ledger().refusals();
        RunResult again = rig.driver().run(mddev);
        BigInteger whole = c.array().disks().sumOfWholeChunks(chunk);
        BigInteger end = BigInteger.ZERO;
        if (again instanceof RunResult.Started) {
            end = BootedArray.toBigInteger(rig.driver().zones(mddev).last().zoneEnd());
            rig.driver().stop(mddev);
        }
        boolean mayBeRefused = rig.ledger().refusals() != refusals
                || whole.bitLength() >= Long.SIZE
                || Refusals.tablesAreTooLarge(
                        setup.kernel(), c.withRaidDisks(c.disks()).withChunk(chunk));
        return new Life.Mended(c.disks(), chunk, again, end, whole, mayBeRefused);
    }
}
