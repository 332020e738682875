package kvetch.properties.run;

import io.vavr.collection.Vector;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import kvetch.api.OopsException;
import kvetch.api.Splat;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.Integrity;
import kvetch.properties.evidence.Evidence;
import kvetch.properties.evidence.Fault;
import kvetch.properties.ideal.IdealArray;
import kvetch.properties.ideal.Probes;
import kvetch.properties.law.Coverage;
import kvetch.properties.law.Life;
import kvetch.properties.ledger.Ledger;
import kvetch.properties.setup.Setup;
import kvetch.properties.setup.Testbed;
import kvetch.raid0.Errno;
import kvetch.raid0.Fix;
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

    /** How many allocations two starts of an array asked for; 0 until it has run twice. */
    private int usual;

    private final List<Life.Event> events = new ArrayList<>();

    /** Boots the machine. */
    public Lifecycle(Setup setup, ArrayCase c, Trace trace) {
        this.setup = setup;
        this.told = c;
        this.c = c.asAdded();
        this.trace = trace;
        this.testbed = setup.boot(c, trace);
    }

    public Testbed testbed() {
        return testbed;
    }

    // A step of it

    /** Starts the array of the case. */
    public RunResult start() {
        return start(Life.Which.FIRST, told.toMddev());
    }

    /** Starts it where the array is to be looked at; null if it is refused, or must be for want of a chunk. */
    @Nullable
    BootedArray run() {
        Mddev mddev = told.toMddev();
        boolean runs = start(Life.Which.FIRST, mddev) instanceof RunResult.Started;
        return runs && c.chunkSectors() != 0 ? array(mddev) : null;
    }

    private BootedArray array(Mddev mddev) {
        return new BootedArray(setup, c, testbed, mddev, trace);
    }

    private RunResult start(Life.Which which, Mddev mddev) {
        trace.starts(which, mddev);
        RunResult result = testbed.driver().run(mddev);
        if (trace != Trace.NONE) trace.ended(which, result, array(mddev));
        return result;
    }

    /** Starts it and takes note of what the rules say of it. */
    private Life.Start start(Life.Which which, ArrayCase of, Mddev mddev) {
        Ledger ledger = testbed.ledger();
        int before = ledger.allocations();
        RunResult result = start(which, mddev);
        ExpectedErrno rules = ExpectedErrno.of(
                setup.kernel(), of, n -> ledger.isRefused(before + n) && mayBeRefused(of, n, before + n));
        Life.Start start = new Life.Start(which, mddev.raidDisks(), mddev.chunkSectors(), rules.expected(), result);
        events.add(start);
        if (isStarted(start)) events.add(new Life.Integrated(start, mddev.hasIntegrityPool(), of.takesIntegrityPool()));
        return start;
    }

    /**
     * Whether an allocation of a start may be refused. A driver that asks for more than it needs has an array refused that
     * should start.
     *
     * @param ofStart the how-many-eth it is of the start, from 1
     * @param ofLife the how-many-eth it is of the life
     */
    private boolean mayBeRefused(ArrayCase of, int ofStart, int ofLife) {
        return ofLife == told.failAt()
                || !setup.allocators().isKernels(setup.provider())
                || !ExpectedErrno.isSmall(of, ofStart);
    }

    private static boolean isStarted(Life.Start start) {
        return start.result() instanceof RunResult.Started;
    }

    private void stop(Mddev mddev) {
        trace.stops();
        testbed.driver().stop(mddev);
    }

    /** Stops it and takes note of what is left. */
    private void stopForGood(Mddev mddev) {
        stop(mddev);
        List<String> kept = kept(mddev);
        if (mddev.diskCount() != 0) kept.add(mddev.diskCount() + " of its disks");
        events.add(new Life.Stopped(String.join(", ", kept)));
    }

    /** What an array has that does not run, beside disks. */
    private static List<String> kept(Mddev mddev) {
        List<String> kept = new ArrayList<>();
        if (mddev.isRunning()) kept.add("its private pointer");
        if (mddev.hasIntegrityPool()) kept.add("its integrity pool");
        if (mddev.arraySectors() != 0)
            kept.add("a size of " + Long.toUnsignedString(mddev.arraySectors()) + " sectors");
        if (mddev.capacity() != 0) kept.add("a device of " + Long.toUnsignedString(mddev.capacity()) + " sectors");
        if (mddev.ioMin() != 0 || mddev.ioOpt() != 0) kept.add("limits of its queue");
        return kept;
    }

    /** Starts the array and stops it, and does nothing else. */
    public static void startAndStop(Setup setup, ArrayCase c, Trace trace) {
        Lifecycle life = new Lifecycle(setup, c, trace);
        Mddev mddev = c.toMddev();
        try {
            if (life.start(Life.Which.FIRST, mddev) instanceof RunResult.Started) life.stop(mddev);
        } catch (OopsException died) {
            // The trace tells it.
        }
    }

    // All of it

    /**
     * Starts the array, uses it, stops it and starts it again; or has it refused, and then starts something good.
     *
     * @param followsUpRefusals whether the disks of an array that was refused are started once more with other parameters, and
     *     it is looked at where the sectors of one are that was stopped and starts again
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
        seen.allocations(ledger.allocations(), usual == 0 ? ledger.allocations() : usual);
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
                Vector.ofAll(events));
    }

    private void live(boolean followsUpRefusals, Examination seen) {
        Mddev mddev = told.toMddev();
        List<Rdev> disks = mddev.disks();
        if (start(Life.Which.FIRST, c, mddev).result() instanceof RunResult.Refused refused) {
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
        stopForGood(mddev);
        boolean again = startAgain(mddev, disks, followsUpRefusals, seen);
        usual = testbed.ledger().allocations();
        startInVain(mddev, disks);
        if (again && testbed.ledger().refusals() == 0) startOtherwise(mddev, disks, followsUpRefusals);
    }

    // Once it was stopped

    /** The same array with the disks that it had, or with those that the case says; true if it runs again. */
    private boolean startAgain(Mddev mddev, List<Rdev> disks, boolean looks, Examination seen) {
        ArrayCase again = new ArrayCase(c.arrayAgain(), c.scenario(), c.machine()).asAdded();
        configure(mddev, again);
        for (Rdev disk : c.startsAgainWithOtherDisks() ? again.toMddev().disks() : disks) mddev.add(disk);
        Life.Start start = start(Life.Which.AGAIN, again, mddev);
        if (!isStarted(start)) return false;
        seen.saw(Coverage.RAN_AGAIN);
        if (looks) look(mddev, again, start);
        use(mddev);
        stopForGood(mddev);
        return true;
    }

    /** With a chunk that everybody refuses, before anything is allocated: whatever is freed then is not the array's any more. */
    private void startInVain(Mddev mddev, List<Rdev> disks) {
        ArrayCase vain = c.withChunk(0);
        configure(mddev, vain);
        if (mddev.diskCount() == 0) for (Rdev disk : disks) mddev.add(disk);
        if (isStarted(start(Life.Which.IN_VAIN, vain, mddev))) stop(mddev);
    }

    /** The same array with the same disks, and everything about them that can be changed is another. */
    private void startOtherwise(Mddev mddev, List<Rdev> disks, boolean looks) {
        int block = c.blockSize() / 512;
        int[] slots = new int[c.disks()];
        Arrays.setAll(slots, i -> slots.length - 1 - i);
        ArrayCase other = c.withRaidDisks(c.disks())
                .withSlots(slots)
                .withChunk(c.chunkSectors() == block ? 2 * block : block)
                .withLayout(c.layout() == Mddev.LAYOUT_ALTERNATE ? Mddev.LAYOUT_ORIGINAL : Mddev.LAYOUT_ALTERNATE)
                .withIntegrity(c.integrity() == Integrity.NONE ? Integrity.SAME : Integrity.NONE);
        List<Rdev> anew = other.toMddev().disks();
        if (mddev.diskCount() != disks.size() || anew.size() != disks.size()) return;
        for (int i = 0; i < disks.size(); i++)
            disks.get(i).reassign(anew.get(i).raidDisk(), anew.get(i).integrityProfile());
        configure(mddev, other);
        Life.Start start = start(Life.Which.OTHERWISE, other, mddev);
        if (!isStarted(start)) return;
        if (looks) look(mddev, other, start);
        stopForGood(mddev);
    }

    private static void configure(Mddev mddev, ArrayCase as) {
        mddev.configure(as.raidDisks(), as.chunkSectors())
                .layout(as.array().layouts().own(), as.array().layouts().byDefault())
                .persistent(as.raidDisks() == 0);
    }

    /** Takes note of where some sectors are, unless a known defect of kernels puts them elsewhere. */
    private void look(Mddev mddev, ArrayCase as, Life.Start start) {
        long stripe = (long) as.disks() * as.chunkSectors();
        if (stripe <= 0 || stripe > 0xffff_ffffL || !setup.kernel().has(Fix.LAYOUT_CHOICE)) return;
        IdealArray ideal = IdealArray.of(as);
        if (ideal == null) return;
        long end = testbed.driver().zones(mddev).last().zoneEnd();
        BigInteger whole = BootedArray.toBigInteger(ideal.capacity());
        events.add(new Life.Sized(start, BootedArray.toBigInteger(end), whole));
        if (end != ideal.capacity()) return;
        long shown = mddev.capacity();
        long last = (Long.compareUnsigned(shown, end) < 0 ? shown : end) - 1;
        for (long sector : new long[] {
            0, as.chunkSectors(), stripe - 1, stripe, ideal.zoneStart(ideal.zones() - 1), last >>> 1, last
        }) {
            if (last == -1 || Long.compareUnsigned(sector, last) > 0) continue;
            map(mddev, sector, 0);
            Evidence.Place place = Evidence.Place.of(mapping.disk(), mapping.sector());
            events.add(new Life.Placed(start, sector, place, ideal.placeOf(sector)));
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
        events.add(new Life.LetGo(String.join(", ", kept(mddev))));
        if (ExpectedErrno.of(setup.kernel(), c, ledger::isRefused).isIntegrity(errno))
            seen.saw(Coverage.INTEGRITY_FAILED);
        Splat splat = testbed.machine().firstSplat();
        if (splat != null) {
            events.add(new Life.Tainted(splat));
            return;
        }
        startGoodArray();
        if (c.disks() > 0 && c.isInOrder() && c.integrity() != Integrity.MIXED) startMended(mddev);
    }

    /** Two disks of 64 sectors with a chunk of 8, which any machine can start. */
    private void startGoodArray() {
        ArrayCase of =
                ArrayCase.of(8, 64, 64).withLayout(Mddev.LAYOUT_ALTERNATE).onMachine(c.machine());
        Mddev good = of.toMddev();
        Life.Start start = start(Life.Which.GOOD_ARRAY, of, good);
        if (!isStarted(start)) return;
        long sectors = good.arraySectors();
        testbed.driver().map(good, sectors - 1, mapping);
        stop(good);
        events.add(new Life.Sized(start, BootedArray.toBigInteger(sectors), BigInteger.valueOf(128)));
    }

    /** The disks of an array that was refused are still there, and may be started with other parameters. */
    private void startMended(Mddev mddev) {
        int chunk = c.blockSize() / 512;
        ArrayCase mended = c.withRaidDisks(c.disks()).withChunk(chunk).withLayout(Mddev.LAYOUT_ALTERNATE);
        configure(mddev, mended);
        Life.Start start = start(Life.Which.MENDED, mended, mddev);
        if (!isStarted(start)) return;
        long end = testbed.driver().zones(mddev).last().zoneEnd();
        stop(mddev);
        // What 64 bits do not count is nothing that the refused start has done.
        if (mended.array().isTooLarge()) return;
        BigInteger whole = mended.array().disks().sumOfWholeChunks(chunk);
        events.add(new Life.Sized(start, BootedArray.toBigInteger(end), whole));
    }
}
