package kvetch.live;

import io.vavr.collection.Vector;
import kvetch.properties.cases.Array;
import kvetch.properties.cases.BlockSizes;
import kvetch.properties.cases.Integrity;
import kvetch.properties.vectors.LifeRecording;
import kvetch.properties.vectors.LifeStep;
import kvetch.properties.vectors.Recording;
import kvetch.properties.vectors.RecordingWriter;

/**
 * What a kernel did, as lines of a file of recordings: of kind run, map and discard where they can hold it, and of kind life, which
 * can hold all.
 */
final class Recorded {
    private static final int NO_LINE = 0;

    private final Recording.Origin origin;
    private final int memoryMib;
    private final Vector<LifeStep> steps;

    private Recorded(LiveKernel kernel, Vector<LifeStep> steps) {
        this.origin =
                new Recording.Origin(NO_LINE, Vector.of(new Recording.Kernel(kernel.release(), kernel.profile())));
        this.memoryMib = kernel.memoryMb();
        this.steps = steps;
    }

    static Vector<String> lines(LiveKernel kernel, SideBySide.Comparison comparison) {
        Vector<LifeStep> steps = comparison.steps();
        if (steps.isEmpty()) return Vector.empty();
        Recorded recorded = new Recorded(kernel, steps);
        return comparison.drawn().isLife() ? Vector.of(recorded.life()) : recorded.array();
    }

    private String life() {
        return RecordingWriter.line(new LifeRecording(origin, memoryMib, steps));
    }

    /** Of an array that was started once. */
    private Vector<String> array() {
        LifeStep.Start start = (LifeStep.Start) steps.head();
        if (!isPlain(start)) return Vector.of(life());
        LifeStep.Outcome outcome = start.outcome();
        Recording.Setup setup = setup(start.array());
        Long sectors = outcome.errno() == 0 ? (Long) outcome.arraySectors() : null;
        Vector<String> lines = Vector.of(RecordingWriter.line(
                new Recording.RunRecording(origin, setup, 0, outcome.errno(), sectors, outcome.warn())));
        boolean isWhole = true;
        for (LifeStep step : steps.tail()) {
            if (step.death() == null && step instanceof LifeStep.Map map && isWhole(map, outcome))
                lines = lines.append(
                        RecordingWriter.line(new Recording.MapRecording(origin, setup, 0, sectors, map.runs())));
            else if (step.death() == null && step instanceof LifeStep.Discard discard)
                lines = lines.append(RecordingWriter.line(new Recording.DiscardRecording(
                        origin, setup, 0, discard.start(), discard.sectors(), discard.discarded())));
            else if (step.death() != null || !(step instanceof LifeStep.Stop)) isWhole = false;
        }
        return isWhole ? lines : lines.append(life());
    }

    /** Whether there is nothing about it that only a life can tell. */
    private static boolean isPlain(LifeStep.Start start) {
        Array array = start.array();
        return start.death() == null
                && start.failAt() == 0
                && start.refusedDisks().isEmpty()
                && start.outcome().isWarnKnown()
                && array.disks().areInOrder()
                && !array.blockSizes().differ()
                && array.blockSizes().largest() == BlockSizes.USUAL
                && array.layouts().isUsual()
                && array.integrity() == Integrity.NONE;
    }

    /** Whether each sector was looked at, from the first to the last. */
    private static boolean isWhole(LifeStep.Map map, LifeStep.Outcome outcome) {
        long next = 0;
        for (Recording.Run run : map.runs()) {
            if (run.arraySector() != next) return false;
            next += run.length();
        }
        return next == outcome.arraySectors();
    }

    private Recording.Setup setup(Array array) {
        return new Recording.Setup(
                memoryMib,
                array.layouts().byDefault(),
                array.chunkSectors(),
                array.raidDisks(),
                Vector.ofAll(array.disks().sizes()));
    }
}
