package kvetch.properties;

import java.math.BigInteger;
import java.util.EnumSet;
import java.util.Set;
import kvetch.api.OopsException;
import kvetch.api.Splat;
import kvetch.raid0.Errno;
import kvetch.raid0.Mapping;
import kvetch.raid0.Mddev;
import kvetch.raid0.Raid0;
import kvetch.raid0.Rdev;
import kvetch.raid0.RunResult;
import kvetch.raid0.StripZone;
import org.jspecify.annotations.Nullable;

/** Checks the laws of whole lives on one case: boots a machine and leads an array through its life. */
final class LifeExaminer {
    /** How many sectors are mapped in a life, which is not about the mapping. */
    static final int LIFE_PROBES = 24;

    /** The laws that an allocator's own contract is part of. */
    private static final Set<LawId> CONTRACT = EnumSet.of(LawId.M1, LawId.M2, LawId.M3, LawId.M4, LawId.W1, LawId.W2);

    private final @Nullable LawId law;
    private final Setup setup;
    private final ArrayCase c;
    private final Examination result = new Examination();

    private LifeExaminer(@Nullable LawId law, Setup setup, ArrayCase c) {
        this.law = law;
        this.setup = setup;
        this.c = c;
    }

    /**
     * Checks M1 to M4 and W1 to W3.
     *
     * @param law the one that is asked for, for which the life is cut short where it can be; null for all
     */
    static Examination examine(@Nullable LawId law, Setup setup, ArrayCase c) {
        LifeExaminer examiner = new LifeExaminer(law, setup, c);
        examiner.result.lookAt(c);
        if (c.workload() == null) examiner.examine();
        else examiner.examineContract(c.workload());
        return examiner.result;
    }

    private void examine() {
        Rig rig = setup.boot(c);
        Splat death = null;
        try {
            live(rig);
        } catch (OopsException died) {
            death = died.splat();
        }
        Ledger ledger = rig.ledger();
        lookAtLedger(ledger);
        if (ledger.frees() > 0) result.tested(LawId.M1);
        // A kernel that died frees nothing more.
        if (death == null && ledger.allocations() > 0) {
            result.tested(LawId.M2);
            ledger.close();
        }
        if (ledger.allocations() > ledger.refusals()) {
            result.tested(LawId.M3);
            result.tested(LawId.M4);
        }
        result.allocations(ledger.allocations());
        result.violations(ledger.violations());
        result.tested(LawId.W1);
        for (Splat splat : rig.machine().splats())
            if (splat.kind() == Splat.Kind.WARN)
                result.violation(LawId.W1, "WARN in " + splat.site().function(), Evidence.Printed.of(splat));
        result.tested(LawId.W2);
        if (death != null) violationOfDeath(death);
        Splat kill = rig.machine().oomKill();
        if (kill != null) violationOfDeath(kill);
        Splat first = rig.machine().firstSplat();
        result.splat(first == null ? kill : first);
    }

    /** No array: what other callers do with the allocator. */
    private void examineContract(Workload workload) {
        for (LawId tested : CONTRACT) if (law == null || law == tested) result.tested(tested);
        result.violations(Contract.examine(law == null ? LawId.M2 : law, setup, c, workload, result)
                .asJava());
    }

    private void violationOfDeath(Splat death) {
        String what = death.kind() + " in " + death.site().function();
        boolean arithmetic = death.kind() == Splat.Kind.DIVIDE_ERROR;
        result.violation(LawId.W2, arithmetic ? Examiner.withSign(what, c) : what, Evidence.Printed.of(death));
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
            if (law == null || law == LawId.W3) refusalIsClean(rig, mddev, refused.errno());
            else runGoodArray(rig);
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
        long end = c.requestStart() + c.requestSectors();
        boolean fits = c.requestSectors() > 0
                && Long.compareUnsigned(end, c.requestStart()) > 0
                && Long.compareUnsigned(end, mddev.capacity()) <= 0;
        if (!fits) return;
        // A zone whose sectors cannot be mapped is told as that, not as what a discard makes of it.
        driver.map(mddev, c.requestStart(), mapping);
        for (StripZone zone : driver.zones(mddev))
            if (Long.compareUnsigned(zone.zoneEnd(), c.requestStart()) > 0
                    && Long.compareUnsigned(zone.zoneEnd(), end) < 0) driver.map(mddev, zone.zoneEnd(), mapping);
        if (c.requestSectors() <= Math.min(Examiner.WALKED_SECTORS, driver.maxRequestSectors(mddev)))
            driver.request(mddev, c.requestStart(), c.requestSectors(), (disk, sector, sectors) -> {});
        if (c.requestSectors() <= Raid0.MAX_BIO_SECTORS)
            driver.discard(mddev, c.requestStart(), c.requestSectors(), (disk, sector, sectors) -> {});
    }

    /** Two disks of 64 sectors with a chunk of 8, which any machine can start. */
    static Mddev goodArray() {
        Mddev mddev = new Mddev().configure(2, 8).layout(Mddev.LAYOUT_UNKNOWN, Mddev.LAYOUT_ALTERNATE);
        mddev.add(new Rdev(64, 0));
        mddev.add(new Rdev(64, 1));
        return mddev;
    }

    private boolean runGoodArray(Rig rig) {
        Mddev good = goodArray();
        if (!(rig.driver().run(good) instanceof RunResult.Started)) return false;
        long sectors = good.arraySectors();
        rig.driver().map(good, sectors - 1, new Mapping());
        rig.driver().stop(good);
        return sectors == 128;
    }

    private void refusalIsClean(Rig rig, Mddev mddev, Errno errno) {
        result.tested(LawId.W3);
        Ledger ledger = rig.ledger();
        Refusals expected = new Refusals(setup.kernel(), c, ledger);
        if (expected.isIntegrity(errno)) result.saw(Sight.INTEGRITY_FAILED);
        if (!expected.allows(errno))
            dirty("the wrong errno", "starting fails with " + errno + ", not with " + expected.describe());
        Splat splat = rig.machine().firstSplat();
        if (splat != null) {
            result.violation(
                    LawId.W3,
                    "a refusal taints the kernel: " + splat.kind() + " in "
                            + splat.site().function(),
                    Evidence.Printed.of(splat));
            return;
        }
        int refusals = ledger.refusals();
        boolean started = runGoodArray(rig);
        if (!started && ledger.refusals() == refusals)
            dirty(
                    "no good array starts after a refusal",
                    "an array of 2 disks of 64 sectors does not start afterwards");
        startAgainWithSmallerChunk(rig, mddev);
    }

    private void dirty(String what, String message) {
        result.violation(LawId.W3, Examiner.withSign(what, c), new Evidence.Note(message));
    }

    /** The disks of an array that was refused are still there, and may be started with other parameters. */
    private void startAgainWithSmallerChunk(Rig rig, Mddev mddev) {
        if (c.slots() != null || c.integrity() == ArrayCase.Integrity.MIXED) return;
        int chunk = c.blockSize() / 512;
        mddev.configure(c.disks(), chunk).layout(Mddev.LAYOUT_UNKNOWN, Mddev.LAYOUT_ALTERNATE);
        int refusals = rig.ledger().refusals();
        RunResult again = rig.driver().run(mddev);
        BigInteger whole = Examiner.sumOfWholeChunks(c, chunk);
        if (again instanceof RunResult.Started) {
            BigInteger end =
                    Examiner.toBigInteger(rig.driver().zones(mddev).last().zoneEnd());
            rig.driver().stop(mddev);
            if (!end.equals(whole))
                dirty(
                        "disks keep the size that a refused start gave them",
                        "started again with raid_disks " + c.disks() + " and chunk_sectors " + chunk
                                + ", the same disks hold " + end + " of " + whole + " sectors");
        } else if (rig.ledger().refusals() == refusals
                && whole.bitLength() < Long.SIZE
                && !Refusals.tablesAreTooLarge(
                        setup.kernel(), c.withRaidDisks(c.disks()).withChunk(chunk)))
            dirty(
                    "a refused array cannot be mended",
                    "with raid_disks " + c.disks() + " and chunk_sectors " + chunk
                            + " the same disks do not start either: "
                            + (again instanceof RunResult.Refused refused ? refused.errno() : again));
    }
}
