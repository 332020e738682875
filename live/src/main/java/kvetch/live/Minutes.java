package kvetch.live;

import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import kvetch.api.Splat;
import kvetch.live.guest.GuestDied;
import kvetch.live.guest.KernelLog;
import kvetch.properties.cases.Array;
import kvetch.properties.evidence.Evidence;
import kvetch.properties.vectors.LifeStep;
import kvetch.properties.vectors.Recording;
import org.jspecify.annotations.Nullable;

/** What was done with a guest, and what came of it, in the words of recordings. */
final class Minutes {
    private final List<LifeStep> steps = new ArrayList<>();
    private @Nullable Splat laterWarning;
    private boolean warnsOfPrinting;

    Vector<LifeStep> steps() {
        return Vector.ofAll(steps);
    }

    void started(Array array, boolean isAnew, int failAt, GuestMd.Start start) {
        Vector<Splat> printing = start.warnings().filter(Minutes::isOfPrinting);
        Recording.Warn warn = start.warnings()
                .removeAll(printing)
                .headOption()
                .map(Minutes::warn)
                .getOrNull();
        warnsOfPrinting |= printing.nonEmpty();
        LifeStep.Outcome outcome = new LifeStep.Outcome(
                start.errno(),
                start.sectors(),
                start.limits().take(2),
                start.isInferred() ? null : warn,
                !start.isInferred());
        steps.add(new LifeStep.Start(array, isAnew, failAt, start.refusedDisks(), outcome, null));
    }

    /**
     * Of a line that the driver prints, which 5.10 has room for as long as the names of a zone's disks are short. What disks are called no
     * recording tells.
     */
    private static boolean isOfPrinting(Splat splat) {
        return splat.site().function().equals("vsnprintf");
    }

    /** Whether a WARN was left out that a line has brought about which the driver prints. */
    boolean warnsOfPrinting() {
        return warnsOfPrinting;
    }

    private static Recording.Warn warn(Splat splat) {
        return new Recording.Warn(
                splat.site().file(), splat.site().line(), splat.site().function());
    }

    void mapped(Vector<GuestMd.Run> runs) {
        if (runs.nonEmpty()) steps.add(new LifeStep.Map(runs(runs), null));
    }

    void sent(long start, long sectors, GuestMd.Sent sent) {
        int errno = sent.errno() == null ? 0 : sent.errno().number();
        steps.add(new LifeStep.Request(start, sectors, errno, runs(sent.parts()), null));
    }

    void discarded(long start, long sectors, Vector<Evidence.Place> places) {
        Vector<Recording.Extent> extents =
                places.map(place -> new Recording.Extent(place.disk(), place.sector(), place.sectors()));
        steps.add(new LifeStep.Discard(start, sectors, extents, null));
    }

    void stopped() {
        // Of one whose start could not be told there is no more to tell.
        if (!steps.isEmpty()) steps.add(new LifeStep.Stop(null));
    }

    private static Vector<Recording.Run> runs(Vector<GuestMd.Run> runs) {
        return runs.map(run -> new Recording.Run(run.sector(), run.count(), run.disk(), run.at()));
    }

    /** A WARN that came later than from a start; null if there was none. */
    @Nullable
    Splat laterWarning() {
        return laterWarning;
    }

    void warned(Vector<Splat> warnings) {
        if (laterWarning == null) laterWarning = warnings.headOption().getOrNull();
    }

    // Deaths

    /** Takes note of it where the kernel dies of a step; of one that only gives no answer nothing is known. */
    <T> T orDeath(Function<Splat.Kind, LifeStep> step, Supplier<T> work) {
        try {
            return work.get();
        } catch (GuestDied died) {
            if (!died.wasSilent()) steps.add(step.apply(KernelLog.death(died).kind()));
            throw died;
        }
    }

    static LifeStep startDies(Array array, boolean isAnew, int failAt, Splat.Kind death) {
        return new LifeStep.Start(array, isAnew, failAt, Vector.empty(), LifeStep.Outcome.UNKNOWN, death);
    }

    static LifeStep mapDies(long[] sectors, Splat.Kind death) {
        return new LifeStep.Map(Vector.ofAll(sectors).map(sector -> new Recording.Run(sector, 1, 0, 0)), death);
    }
}
