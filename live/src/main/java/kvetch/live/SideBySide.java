package kvetch.live;

import io.vavr.collection.Vector;
import java.util.EnumSet;
import java.util.Set;
import kvetch.api.Splat;
import kvetch.live.guest.Guest;
import kvetch.live.guest.GuestDied;
import kvetch.live.guest.MemoryReport;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.Integrity;
import kvetch.properties.ideal.BlockLayer;
import kvetch.properties.run.Examination;
import kvetch.properties.setup.Setup;
import kvetch.properties.vectors.Difference;
import kvetch.properties.vectors.LifeComparison;
import kvetch.properties.vectors.LifeStep;
import kvetch.raid0.ExtentSink;
import org.jspecify.annotations.Nullable;

/** Has a kernel do something, and the model the same. */
final class SideBySide {
    private static final ExtentSink NOWHERE = (disk, sector, sectors) -> {};

    private final LiveKernel kernel;
    private final Setup setup;

    SideBySide(LiveKernel kernel, Setup setup) {
        this.kernel = kernel;
        this.setup = setup;
    }

    /**
     * What came of one case.
     *
     * @param at the first thing that differs, or null
     * @param untriable what could not be tried of it; empty if all could
     * @param signs what the kernel has shown
     * @param steps what the kernel did
     */
    record Comparison(
            LiveConformance.Drawn drawn,
            LifeComparison.@Nullable At at,
            String untriable,
            Set<LiveConformance.Sign> signs,
            Vector<LifeStep> steps) {}

    /**
     * Compares on one case.
     *
     * @param isFresh whether no WARN may have fired on the guest before
     */
    Comparison compare(LiveConformance.Drawn drawn, boolean isFresh) {
        String objection = kernel.trial().objection(drawn.array());
        if (objection.isEmpty() && takesNearlyAllMemory(drawn.array().asAdded()))
            objection = "its tables take nearly all memory, and how much is free is the guest's own affair";
        return objection.isEmpty()
                ? kernel.guests().with(isFresh, guest -> compareOn(guest, drawn))
                : new Comparison(drawn, null, objection, Set.of(), Vector.empty());
    }

    /** Between what every machine of that memory has free and what none has. */
    private boolean takesNearlyAllMemory(ArrayCase c) {
        double memory = (double) kernel.memoryMb() * (1 << 20);
        double devlist = 8.0 * c.array().disks().zones(c.array().chunk()) * c.raidDisks();
        return devlist > 0.8 * memory && devlist < 1.05 * memory;
    }

    private Comparison compareOn(Guest guest, LiveConformance.Drawn drawn) {
        Minutes minutes = new Minutes();
        GuestMd md = new GuestMd(guest, minutes);
        String untriable = "";
        try {
            if (drawn.isLife()) LiveLife.leadToCompare(setup, drawn.array(), md, new Examination());
            else leadArray(drawn.array(), md);
        } catch (Untriable part) {
            untriable = part.reason().replaceAll("\\d+", "N");
        } catch (GuestDied died) {
            md.note(died);
        } finally {
            md.leave(false);
        }
        if (md.isSilent()) untriable = "the kernel gives no answer in time";
        LifeComparison.At at = LifeComparison.compare(setup, kernel.memoryMb(), minutes.steps());
        Splat later = minutes.laterWarning();
        if (at == null && later != null) at = atLast(minutes, "WARN while it runs", later.headline());
        MemoryReport report = md.reports().headOption().getOrNull();
        if (at == null
                && report != null
                && !LifeComparison.usesMemoryWrongly(setup, kernel.memoryMb(), minutes.steps()))
            at = atLast(minutes, "memory", report.sentence());
        return new Comparison(drawn, at, untriable, signs(minutes), minutes.steps());
    }

    private static LifeComparison.At atLast(Minutes minutes, String what, String onKernel) {
        return new LifeComparison.At(minutes.steps().size() - 1, new Difference(what, onKernel, "none"));
    }

    private static Set<LiveConformance.Sign> signs(Minutes minutes) {
        Set<LiveConformance.Sign> signs = EnumSet.noneOf(LiveConformance.Sign.class);
        if (minutes.warnsOfPrinting()) signs.add(LiveConformance.Sign.PRINTED);
        for (LifeStep step : minutes.steps()) {
            if (step.death() != null) signs.add(LiveConformance.Sign.DIED);
            else if (step instanceof LifeStep.Start start) {
                if (start.outcome().errno() == 0) signs.add(LiveConformance.Sign.STARTED);
                if (!start.outcome().isWarnKnown()) signs.add(LiveConformance.Sign.SILENT);
                else if (start.outcome().warn() != null) signs.add(LiveConformance.Sign.WARNED);
            }
        }
        return signs;
    }

    private void leadArray(ArrayCase told, GuestMd md) {
        GuestMd.Start start = md.start(told);
        // Without a chunk there is nothing to look at, and disks with integrity profiles cannot be searched.
        if (!start.isStarted() || told.chunkSectors() == 0 || told.integrity() != Integrity.NONE) return;
        LiveArray array = new LiveArray(setup, told, md, start);
        array.prefetchProbes();
        ArrayCase c = array.arrayCase();
        long first = c.requestStart();
        long sectors = c.requestSectors();
        if (array.requestFits() && isInBlocks(c)) {
            long most = Math.min(
                    GuestMd.LONGEST_REQUEST, Math.min(BlockLayer.longestRequest(c), array.maxRequestSectors()));
            if (Long.compareUnsigned(sectors, most) <= 0) {
                if (array.isPastAllDisks(first, sectors))
                    throw new Untriable("a part of the request goes where no disk can have a sector");
                array.request(first, sectors, NOWHERE);
            }
            if (sectors <= BlockLayer.LARGEST_BIO) {
                if (array.isEndless(first, sectors))
                    throw new Untriable("a discard past the end of a disk, with which the kernel goes on without end");
                array.discard(first, sectors, NOWHERE);
            }
        }
        md.log();
    }

    private static boolean isInBlocks(ArrayCase c) {
        long block = c.blockSize() / 512;
        return Long.remainderUnsigned(c.requestStart(), block) == 0
                && Long.remainderUnsigned(c.requestSectors(), block) == 0;
    }
}
