package kvetch.live;

import io.vavr.collection.Vector;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import kvetch.api.Splat;
import kvetch.live.guest.GuestDied;
import kvetch.live.guest.KernelLog;
import kvetch.properties.cases.Array;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.Integrity;
import kvetch.properties.evidence.Fault;
import kvetch.properties.ideal.BlockLayer;
import kvetch.properties.ideal.IdealArray;
import kvetch.properties.law.Coverage;
import kvetch.properties.law.Life;
import kvetch.properties.run.Examination;
import kvetch.properties.run.ExpectedErrno;
import kvetch.properties.setup.Setup;
import kvetch.raid0.ExtentSink;
import kvetch.raid0.Mddev;
import kvetch.raid0.RunResult;

/**
 * The life of an array on a real kernel, with the steps that it has on the model: it starts, is used, stopped and started again; or
 * is refused, and then something good is started.
 */
final class LiveLife {
    private static final int LIFE_PROBES = 24;
    private static final int LONGEST_REQUEST = 2048;

    /** Beyond it kmalloc refuses, so that a table may be; in bytes. */
    private static final long LARGEST_KMALLOC = 4L << 20;

    private static final ExtentSink NOWHERE = (disk, sector, sectors) -> {};

    private final Setup setup;
    private final ArrayCase told;
    private final ArrayCase c;
    private final GuestMd md;
    private final boolean isCompared;
    private final Examination seen;
    private final List<Life.Event> events = new ArrayList<>();
    private Vector<Splat> warnings = Vector.empty();

    private LiveLife(Setup setup, ArrayCase told, GuestMd md, boolean isCompared, Examination seen) {
        this.setup = setup;
        this.isCompared = isCompared;
        this.told = told;
        this.c = told.asAdded();
        this.md = md;
        this.seen = seen;
    }

    /**
     * Leads one.
     *
     * @param followsUpRefusals as for a life on the model
     * @param seen takes note of what came of it
     */
    static Life lead(Setup setup, ArrayCase told, GuestMd md, boolean followsUpRefusals, Examination seen) {
        return new LiveLife(setup, told, md, false, seen).lead(followsUpRefusals);
    }

    /**
     * Leads one that is to be compared: it discards nothing that the model has a kernel go on with without end, and asks for nothing
     * that the model has go where nobody finds it.
     */
    static Life leadToCompare(Setup setup, ArrayCase told, GuestMd md, Examination seen) {
        return new LiveLife(setup, told, md, true, seen).lead(true);
    }

    private Life lead(boolean followsUpRefusals) {
        Vector<Splat> deaths = Vector.empty();
        try {
            live(followsUpRefusals);
        } catch (GuestDied died) {
            warnings = warnings.appendAll(KernelLog.warnings(died.lastWords()));
            deaths = Vector.of(KernelLog.death(died));
            md.note(died);
            died.lastWords().take(1).forEach(seen::fact);
        } finally {
            md.leave(true);
        }
        seen.splat(warnings.appendAll(deaths).headOption().getOrNull());
        warnings.forEach(splat -> seen.fact(splat.headline()));
        deaths.forEach(splat -> seen.fact(splat.headline()));
        Vector<Fault.Seen> faults = MemoryFaults.of(md.reports());
        faults.forEach(seen::fault);
        int started = (int) events.stream().filter(LiveLife::isStarted).count();
        boolean hasSurvived = deaths.forAll(splat -> splat.kind() == Splat.Kind.OOM_KILL);
        return new Life(
                c,
                faults,
                // Each start that succeeds takes three blocks at least, and stopping gives them back.
                new Life.Calls(3 * started, 0, 3 * started),
                new Life.Log(warnings, deaths, hasSurvived),
                Vector.ofAll(events));
    }

    private static boolean isStarted(Life.Event event) {
        return event instanceof Life.Start start && start.result() instanceof RunResult.Started;
    }

    private void live(boolean followsUpRefusals) {
        GuestMd.Start first = noted(Life.Which.FIRST, c, md.start(told));
        warnings = warnings.appendAll(md.warningsOnTheWay());
        if (!first.isStarted()) {
            seen.saw(Coverage.REFUSED);
            seen.errno(first.error());
            if (told.failAt() == 2) seen.saw(Coverage.SECOND_ALLOCATION_FAILED);
            if (told.failAt() == 3) seen.saw(Coverage.THIRD_ALLOCATION_FAILED);
            if (followsUpRefusals) followUp(first);
            else startGoodArray();
            return;
        }
        seen.saw(Coverage.STARTED);
        LiveArray array = new LiveArray(setup, told, md, first);
        seen.zones(array.zones().size());
        if (array.zones().size() >= 3) seen.saw(Coverage.THREE_ZONES);
        use(array);
        stop();
        startAgain(followsUpRefusals);
        startInVain();
        startOtherwise(followsUpRefusals);
    }

    /** Takes note of what the rules say of a start. */
    private GuestMd.Start noted(Life.Which which, ArrayCase of, GuestMd.Start start) {
        warnings = warnings.appendAll(start.warnings());
        int failAt = which == Life.Which.FIRST ? told.failAt() : which == Life.Which.AGAIN ? failAtAgain() : 0;
        ExpectedErrno rules =
                ExpectedErrno.of(setup.kernel(), of, n -> n == failAt || (n == 3 && isTooLarge(of, start)));
        events.add(new Life.Start(which, of.raidDisks(), of.chunkSectors(), rules.expected(), start.result()));
        return start;
    }

    /** Whether the kernel has no memory for it, and devlist is so large that it need not have. */
    private static boolean isTooLarge(ArrayCase of, GuestMd.Start start) {
        long zones = of.array().disks().zones(of.array().chunk());
        boolean isLarge = of.raidDisks() < 0 || 8 * zones * of.raidDisks() > LARGEST_KMALLOC;
        return start.errno() == 12 && isLarge;
    }

    private void stop() {
        md.stop();
        events.add(new Life.Stopped(""));
    }

    /** The how-many-eth of the second start it is that fails; 0 if it is none of these. */
    private int failAtAgain() {
        return Math.max(0, told.failAt() - Trial.allocations(told));
    }

    private void startAgain(boolean looks) {
        ArrayCase toldAgain = new ArrayCase(told.arrayAgain(), told.scenario(), told.machine()).withFailAt(0);
        ArrayCase again = toldAgain.asAdded();
        GuestMd.Start start = noted(
                Life.Which.AGAIN,
                again,
                failAtAgain() == 0
                        ? md.start(toldAgain.array())
                        : md.startFailing(toldAgain.array(), failAtAgain(), Trial.allocations(told)));
        warnings = warnings.appendAll(md.warningsOnTheWay());
        if (start.isStarted()) {
            seen.saw(Coverage.RAN_AGAIN);
            LiveArray array = new LiveArray(setup, toldAgain, md, start);
            if (looks) look(array, again, lastStart());
            use(array);
        }
        md.stop();
    }

    private Life.Start lastStart() {
        return (Life.Start) events.get(events.size() - 1);
    }

    private void startInVain() {
        noted(Life.Which.IN_VAIN, c.withChunk(0), md.start(told.withChunk(0).array()));
    }

    /** The disks are still those of the start in vain. */
    private void startOtherwise(boolean looks) {
        if (c.disks() != told.disks()) return;
        int block = c.blockSize() / 512;
        int[] slots = new int[c.disks()];
        Arrays.setAll(slots, i -> slots.length - 1 - i);
        ArrayCase other = c.withRaidDisks(c.disks())
                .withSlots(slots)
                .withChunk(c.chunkSectors() == block ? 2 * block : block)
                .withLayout(c.layout() == Mddev.LAYOUT_ALTERNATE ? Mddev.LAYOUT_ORIGINAL : Mddev.LAYOUT_ALTERNATE);
        GuestMd.Start start = noted(Life.Which.OTHERWISE, other, md.startWithSlots(other.array()));
        if (!start.isStarted()) return;
        if (looks) look(new LiveArray(setup, other, md, start), other, lastStart());
        stop();
    }

    /** Takes note of where some sectors are. */
    private void look(LiveArray array, ArrayCase as, Life.Start start) {
        long stripe = (long) as.disks() * as.chunkSectors();
        if (stripe <= 0 || stripe > 0xffff_ffffL || as.integrity() != Integrity.NONE) return;
        IdealArray ideal = IdealArray.of(as);
        if (ideal == null || ideal.capacity() < 0) return;
        if (array.arraySectors() != ideal.capacity()) return;
        events.add(new Life.Sized(start, unsigned(array.arraySectors()), BigInteger.valueOf(ideal.capacity())));
        long last = Math.min(ideal.capacity(), array.capacity()) - 1;
        long[] sectors = Arrays.stream(new long[] {
                    0, as.chunkSectors(), stripe - 1, stripe, ideal.zoneStart(ideal.zones() - 1), last / 2, last
                })
                .filter(sector -> sector >= 0 && sector <= last)
                .distinct()
                .toArray();
        for (long sector : sectors)
            events.add(new Life.Placed(start, sector, array.placeOf(sector), ideal.placeOf(sector)));
    }

    private static BigInteger unsigned(long sectors) {
        return new BigInteger(Long.toUnsignedString(sectors));
    }

    private void use(LiveArray array) {
        // A machine that has more on it than this program does so for every array.
        if (array.isOutOfReach()) md.scan();
        try {
            array.prefetchFew(LIFE_PROBES);
            if (!array.requestFits()) return;
            long start = c.requestStart();
            long sectors = c.requestSectors();
            long most = Math.min(LONGEST_REQUEST, Math.min(array.longestRequest(), array.maxRequestSectors()));
            if (Long.compareUnsigned(sectors, most) <= 0 && !(isCompared && array.isPastAllDisks(start, sectors)))
                array.request(start, sectors, NOWHERE);
            if (sectors <= BlockLayer.LARGEST_BIO && !(isCompared && array.isEndless(start, sectors)))
                array.discard(start, sectors, NOWHERE);
        } catch (Untriable part) {
            // A life is of what can be tried of it.
        }
        for (Splat splat : KernelLog.warnings(md.log())) warnings = warnings.append(splat);
    }

    // After a refusal

    private void followUp(GuestMd.Start refused) {
        if (refused.warnings().nonEmpty()) {
            events.add(new Life.Tainted(refused.warnings().head()));
            return;
        }
        if (c.disks() > 0 && c.isInOrder() && c.disks() == told.disks()) startMended();
        md.stop();
        startGoodArray();
    }

    /** Two disks of 64 sectors with a chunk of 8, which any machine can start. */
    private void startGoodArray() {
        md.stop();
        ArrayCase of =
                ArrayCase.of(8, 64, 64).withLayout(Mddev.LAYOUT_ALTERNATE).onMachine(c.machine());
        GuestMd.Start start = noted(Life.Which.GOOD_ARRAY, of, md.start(of.array()));
        if (!start.isStarted()) return;
        events.add(new Life.Sized(lastStart(), unsigned(start.sectors()), BigInteger.valueOf(128)));
        new LiveArray(setup, of, md, start).placeOf(start.sectors() - 1);
        md.stop();
    }

    /** The disks of an array that was refused are still there, and are started with other parameters. */
    private void startMended() {
        int chunk = c.blockSize() / 512;
        ArrayCase mended = c.withRaidDisks(c.disks()).withChunk(chunk).withLayout(Mddev.LAYOUT_ALTERNATE);
        Array array = mended.array();
        GuestMd.Start start = noted(Life.Which.MENDED, mended, md.startWith(array));
        if (!start.isStarted()) return;
        BigInteger whole = array.disks().sumOfWholeChunks(chunk);
        // What the block layer shows no more is nothing that the refused start has done.
        if (whole.compareTo(BigInteger.valueOf(GuestMd.MOST_SECTORS)) < 0 && !isMasked(chunk))
            events.add(new Life.Sized(lastStart(), unsigned(start.sectors()), whole));
    }

    /** md reports another size than the zones have where a chunk is no power of two, which Z2 tells. */
    private static boolean isMasked(int chunk) {
        return Integer.bitCount(chunk) != 1;
    }
}
