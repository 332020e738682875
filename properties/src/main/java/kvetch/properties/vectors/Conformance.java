package kvetch.properties.vectors;

import io.vavr.collection.Vector;
import io.vavr.control.Either;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import kvetch.api.CodeLocation;
import kvetch.api.Machine;
import kvetch.api.OopsException;
import kvetch.api.Splat;
import kvetch.properties.evidence.Culprit;
import kvetch.properties.plug.Providers;
import kvetch.properties.sandbox.CallMonitor;
import kvetch.properties.sandbox.MisbehaviourException;
import kvetch.properties.sandbox.Sandbox;
import kvetch.properties.setup.Setup;
import kvetch.properties.vectors.Recording.AllocRecording;
import kvetch.properties.vectors.Recording.DiscardRecording;
import kvetch.properties.vectors.Recording.Extent;
import kvetch.properties.vectors.Recording.Kernel;
import kvetch.properties.vectors.Recording.MapRecording;
import kvetch.properties.vectors.Recording.ReadRecording;
import kvetch.properties.vectors.Recording.RunRecording;
import kvetch.properties.vectors.Recording.Warn;
import kvetch.raid0.EndlessLoopException;
import kvetch.raid0.Errno;
import kvetch.raid0.KernelProfile;
import org.jspecify.annotations.Nullable;

/**
 * Holds the model against recordings of real kernels: each kernel as shipped, on a machine with 4 KiB pages, or in the place of
 * all of them one that somebody has named. A disagreement is a result, a machine that dies is a disagreement.
 */
public final class Conformance {
    private static final int SECTOR_BYTES = 512;

    private static final Comparator<Extent> BY_PLACE =
            Comparator.comparingInt(Extent::disk).thenComparing(Extent::diskSector, Long::compareUnsigned);

    private final Providers providers;
    private final UnaryOperator<KernelProfile> change;
    private final @Nullable KernelProfile named;
    private final long timeoutMs;

    /**
     * A conformance check.
     *
     * @param providers among them the kernel's own allocator of each family
     */
    public Conformance(Providers providers) {
        this(providers, UnaryOperator.identity());
    }

    /**
     * A conformance check of one kernel, whichever was recorded.
     *
     * @param providers among them the kernel's own allocator of each family
     * @param named the kernel, with fixes or with a driver of somebody's own
     * @param timeoutMs how many milliseconds of processor time such a driver may take over a recording
     */
    public Conformance(Providers providers, KernelProfile named, long timeoutMs) {
        this(providers, recorded -> named, named, timeoutMs);
    }

    /** Of other kernels than those that were recorded: what their recordings would have shown if they were these. */
    Conformance(Providers providers, UnaryOperator<KernelProfile> change) {
        this(providers, change, null, Long.MAX_VALUE);
    }

    private Conformance(
            Providers providers, UnaryOperator<KernelProfile> change, @Nullable KernelProfile named, long timeoutMs) {
        this.providers = providers;
        this.change = change;
        this.named = named;
        this.timeoutMs = timeoutMs;
    }

    /**
     * Reads a file of recordings and holds the model against it.
     *
     * @param file the file
     * @return how the model did, or why the file cannot be used
     */
    public Either<InputError, FileReport> check(Path file) {
        return RecordingReader.read(file).map(this::check);
    }

    /**
     * Holds the model against recordings.
     *
     * @param file the recordings
     * @return how the model did
     * @throws MisbehaviourException if the driver does not end, or was plugged in and fails as a program
     */
    public FileReport check(RecordingFile file) {
        List<Disagreement> disagreements = new ArrayList<>();
        AllocBoot boot = null;
        for (Recording recording : file.recordings()) {
            if (recording instanceof AllocRecording alloc) {
                if (boot == null || !boot.serves(alloc))
                    boot = new AllocBoot(
                            providers, change.apply(alloc.origin().kernel().profile()), alloc);
                note(file, alloc, alloc.origin().kernel(), boot.compare(alloc), disagreements);
            } else {
                boot = null;
                for (Kernel kernel : kernels(recording))
                    if (note(file, recording, kernel, judge(recording, kernel), disagreements)) break;
            }
        }
        int total = file.recordings().size();
        return new FileReport(
                file.file(),
                file.recordings().map(Recording::kind).distinct(),
                total - disagreements.size(),
                total,
                Vector.ofAll(disagreements));
    }

    /** Those that a recording is of, and one of them where all are to be the same. */
    private Vector<Kernel> kernels(Recording recording) {
        Vector<Kernel> kernels = recording.origin().kernels();
        return named == null ? kernels : kernels.take(1);
    }

    /** Compares; a driver of somebody's own is kept apart meanwhile. */
    private Vector<Difference> judge(Recording recording, Kernel kernel) {
        if (named == null || !named.isPluggedIn()) {
            try {
                return compare(recording, kernel);
            } catch (EndlessLoopException endless) {
                throw new MisbehaviourException(CallMonitor.doesNotEnd(endless, null));
            }
        }
        Culprit driver = new Setup(
                        providers.allocators(), named, providers.allocators().kernelProvider(named.allocFamily()))
                .suspect();
        return Sandbox.call(driver, timeoutMs, () -> compare(recording, kernel))
                .getOrElseThrow(MisbehaviourException::new);
    }

    private static boolean note(
            RecordingFile file,
            Recording recording,
            Kernel kernel,
            Vector<Difference> differences,
            List<Disagreement> disagreements) {
        if (differences.isEmpty()) return false;
        disagreements.add(new Disagreement(file.file(), recording, kernel.release(), differences));
        return true;
    }

    private Vector<Difference> compare(Recording recording, Kernel kernel) {
        List<Difference> differences = new ArrayList<>();
        try {
            if (recording instanceof MapRecording map) compareMap(map, kernel, differences);
            else if (recording instanceof ReadRecording read) compareRead(read, kernel, differences);
            else if (recording instanceof DiscardRecording discard) compareDiscard(discard, kernel, differences);
            else if (recording instanceof RunRecording run) compareRun(run, kernel, differences);
            else if (recording instanceof LifeRecording life) compareLife(life, kernel, differences);
            else throw new IllegalArgumentException("a recording that needs a boot of its own: " + recording.kind());
        } catch (OopsException e) {
            differences.add(death(e));
        }
        return Vector.ofAll(differences);
    }

    private void compareMap(MapRecording recording, Kernel kernel, List<Difference> differences) {
        ModelArray array = new ModelArray(providers, change.apply(kernel.profile()), recording.setup());
        if (!startsAlike(array, recording.errno(), recording.arraySectors(), differences)) return;
        RunComparison runs = new RunComparison(recording.runs());
        for (long sector = 0; sector < array.arraySectors() && runs.difference() == null; sector++)
            array.map(sector, runs::add);
        addIfAny(runs.end(), differences);
    }

    private void compareRead(ReadRecording recording, Kernel kernel, List<Difference> differences) {
        ModelArray array = new ModelArray(providers, change.apply(kernel.profile()), recording.setup());
        if (!startsAlike(array, recording.start().errno(), recording.start().arraySectors(), differences)) return;
        RunComparison runs = new RunComparison(recording.runs());
        int errno = readAll(array, recording.readBytes() / SECTOR_BYTES, runs);
        compareNumber("read_errno", recording.readErrno(), errno, differences);
        Difference firstRun = errno == 0 ? runs.end() : new RunComparison(recording.runs()).end();
        addIfAny(firstRun, differences);
    }

    /** Reads an array from end to end, each read anew cut into requests. Returns the errno of the first that fails, or 0. */
    private static int readAll(ModelArray array, long readSectors, RunComparison runs) {
        long most = array.maxRequestSectors();
        long total = array.arraySectors();
        for (long start = 0; start < total; ) {
            long end = start + Math.min(readSectors, total - start);
            while (start < end) {
                long sectors = Math.min(most, end - start);
                int errno = array.request(start, sectors, runs::add);
                if (errno != 0) return errno;
                start += sectors;
            }
        }
        return 0;
    }

    private void compareDiscard(DiscardRecording recording, Kernel kernel, List<Difference> differences) {
        ModelArray array = new ModelArray(providers, change.apply(kernel.profile()), recording.setup());
        if (!startsAlike(array, recording.errno(), null, differences)) return;
        List<Extent> ranges = new ArrayList<>();
        array.discard(
                recording.start(),
                recording.sectors(),
                (disk, diskSector, length) -> ranges.add(new Extent(disk, diskSector, length)));
        Vector<Extent> recorded =
                LifeComparison.merged(recording.discarded().sorted(BY_PLACE).asJava());
        Vector<Extent> model =
                LifeComparison.merged(Vector.ofAll(ranges).sorted(BY_PLACE).asJava());
        for (int i = 0; i < Math.max(recorded.size(), model.size()); i++) {
            String theirs = i < recorded.size() ? recorded.get(i).toString() : "none";
            String ours = i < model.size() ? model.get(i).toString() : "none";
            if (!theirs.equals(ours)) {
                differences.add(new Difference("discarded[" + i + "], sorted", theirs, ours));
                return;
            }
        }
    }

    private void compareRun(RunRecording recording, Kernel kernel, List<Difference> differences) {
        ModelArray array = new ModelArray(providers, change.apply(kernel.profile()), recording.setup());
        compareNumber("add_errno", recording.addErrno(), array.allAdded() ? 0 : Errno.EINVAL.number(), differences);
        Integer recordedErrno = recording.errno();
        // Where a disk was refused the recorder may have stopped there; then errno is null, or 0 without an array.
        boolean untried = recording.addErrno() != 0
                && (recordedErrno == null || (recordedErrno == 0 && recording.arraySectors() == null));
        if (untried || recordedErrno == null) return;
        startsAlike(array, recordedErrno, recording.arraySectors(), differences);
        compareWarn("warn", recording.warn(), array.machine(), 0, differences);
    }

    private void compareLife(LifeRecording recording, Kernel kernel, List<Difference> differences) {
        Setup setup = Setup.asShipped(providers.allocators(), change.apply(kernel.profile()));
        LifeComparison.At at = LifeComparison.compare(setup, recording.memoryMib(), recording.steps());
        if (at == null) return;
        Difference difference = at.difference();
        differences.add(new Difference(
                "steps[" + at.step() + "], " + difference.what(), difference.recorded(), difference.model()));
    }

    /**
     * Starts the array and compares errno and size, the size where it is recorded. Returns true if the array runs and there is
     * no difference.
     */
    private static boolean startsAlike(
            ModelArray array, int recordedErrno, @Nullable Long recordedSectors, List<Difference> differences) {
        int before = differences.size();
        int errno = array.start();
        compareNumber("errno", recordedErrno, errno, differences);
        if (errno == 0 && recordedSectors != null) {
            String recorded = Long.toUnsignedString(recordedSectors);
            String model = Long.toUnsignedString(array.arraySectors());
            if (!recorded.equals(model)) differences.add(new Difference("array_sectors", recorded, model));
        }
        return errno == 0 && differences.size() == before;
    }

    private static void compareNumber(String what, int recorded, int model, List<Difference> differences) {
        if (recorded != model) differences.add(new Difference(what, "" + recorded, "" + model));
    }

    private static void addIfAny(@Nullable Difference difference, List<Difference> differences) {
        if (difference != null) differences.add(difference);
    }

    /**
     * Compares the first WARN since {@code splatsBefore}: whether there is one, its file, its function and, where it is known of
     * the release, its line.
     */
    static void compareWarn(
            String what, @Nullable Warn recorded, Machine machine, int splatsBefore, List<Difference> differences) {
        Splat model = machine.splats()
                .drop(splatsBefore)
                .find(splat -> splat.kind() == Splat.Kind.WARN)
                .getOrNull();
        boolean hasLine = model == null || model.site().line() != 0;
        String theirs =
                recorded == null ? "none" : place(recorded.file(), hasLine ? recorded.line() : 0, recorded.function());
        String ours = model == null
                ? "none"
                : place(model.site().file(), model.site().line(), model.site().function());
        if (!Objects.equals(theirs, ours)) differences.add(new Difference(what, theirs, ours));
    }

    private static String place(String file, int line, String function) {
        return new CodeLocation(file, line, function).fileAndLine() + " " + function;
    }

    static Difference death(OopsException e) {
        return new Difference("the machine", "lives on", "dies: " + e.splat().headline());
    }
}
