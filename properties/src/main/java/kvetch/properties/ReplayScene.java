package kvetch.properties;

import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.List;
import kvetch.api.OopsException;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.ideal.BlockLayer;
import kvetch.properties.law.RunningArrayLaw;
import kvetch.properties.law.Violation;
import kvetch.properties.run.BootedArray;
import kvetch.properties.run.TraceRecorder;
import kvetch.properties.setup.Setup;
import kvetch.properties.trace.Step;
import kvetch.raid0.Mapping;

/**
 * Shows what a law is about, as steps that end the trace of an array that was judged. The array is another one that has just
 * started: a driver may remember what the law had it map.
 */
final class ReplayScene {
    private static final long WALKED = 2048;
    private static final int MOST_STRETCHES = 32;

    private final TraceRecorder trace;
    private final BootedArray array;
    private final ArrayCase c;
    private final List<Violation> violations;

    private ReplayScene(TraceRecorder trace, BootedArray array, List<Violation> violations) {
        this.trace = trace;
        this.array = array;
        this.c = array.arrayCase();
        this.violations = violations;
    }

    /** The steps; none where the array does not start any more. */
    static Vector<Step> of(RunningArrayLaw.Scene scene, Setup setup, ArrayCase c, List<Violation> violations) {
        TraceRecorder trace = new TraceRecorder(c);
        BootedArray array = BootedArray.start(setup, c, trace);
        if (array == null) return Vector.empty();
        int started = trace.steps().size();
        new ReplayScene(trace, array, violations).show(scene);
        return trace.steps().drop(started);
    }

    private void show(RunningArrayLaw.Scene scene) {
        try {
            switch (scene) {
                case MAPPING -> showMapping();
                case REQUEST -> {
                    if (array.requestFits() && c.requestSectors() <= array.longestRequest()) showRequest();
                }
                case DISCARD -> {
                    if (array.requestFits() && c.requestSectors() <= BlockLayer.LARGEST_BIO) showDiscard();
                }
                case ZONES -> {}
            }
        } catch (OopsException died) {
            // The splat is among the steps.
        }
    }

    /** Where the sectors of the array go: all of a small one, and of a large one those that break the law. */
    private void showMapping() {
        long sectors = array.capacity();
        List<Step.Lands> stretches = new ArrayList<>();
        if (sectors >= 0 && sectors <= WALKED) addStretches(0, sectors, stretches);
        else
            for (Violation violation : violations)
                for (long sector : violation.evidence().arraySectors()) addStretches(sector, 1, stretches);
        Vector<Step.Lands> some = Vector.ofAll(stretches).take(MOST_STRETCHES);
        trace.add(
                new Step.Maps(stretches.stream().mapToLong(Step.Lands::sectors).sum(), stretches.size() - some.size()));
        some.forEach(trace::add);
    }

    private void showRequest() {
        array.request(
                c.requestStart(), c.requestSectors(), trace.requests(false, c.requestStart(), c.requestSectors()));
        trace.isSent(part -> stretches(part.arraySector(), part.sectors()));
    }

    private void showDiscard() {
        array.discard(c.requestStart(), c.requestSectors(), trace.requests(true, c.requestStart(), c.requestSectors()));
        trace.add(new Step.MapsDiscarded(stretches(c.requestStart(), c.requestSectors())));
    }

    private Vector<Step.Lands> stretches(long start, long sectors) {
        List<Step.Lands> stretches = new ArrayList<>();
        addStretches(start, sectors, stretches);
        return Vector.ofAll(stretches).take(MOST_STRETCHES);
    }

    /** Maximal stretches that lie together on a disk; of a long range only the chunks at both ends are looked at. */
    private void addStretches(long start, long sectors, List<Step.Lands> into) {
        Mapping mapping = new Mapping();
        boolean isWalked = sectors <= WALKED;
        long chunk = Math.max(1, array.chunk());
        long done = 0;
        for (int looked = 0; done < sectors && looked < WALKED; looked++) {
            long at = start + done;
            long step = isWalked ? 1 : Math.min(sectors - done, chunk - Long.remainderUnsigned(at, chunk));
            array.map(at, mapping);
            Step.Lands last = into.isEmpty() ? null : into.get(into.size() - 1);
            int zone = TraceRecorder.zoneOf(array.zones(), at);
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
}
