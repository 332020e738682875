package kvetch.cli.inspect;

import io.vavr.collection.Vector;
import kvetch.cli.compare.Comparison;
import kvetch.cli.compare.Difference;
import kvetch.cli.compare.LayoutAnswer;
import kvetch.cli.console.UsageError;
import kvetch.cli.machine.Machine;
import kvetch.cli.machine.MachineArray;
import kvetch.cli.map.ArrayMap;
import kvetch.properties.cases.Disks;
import kvetch.properties.plug.Providers;
import kvetch.raid0.Errno;
import kvetch.raid0.KernelProfile;
import kvetch.raid0.KernelProfiles;
import kvetch.raid0.Mddev;
import org.jspecify.annotations.Nullable;

/**
 * What there is to say of a raid0 whose zones are known.
 *
 * @param array as it was told
 * @param layout the one that it has
 * @param layouts whether that matters
 * @param fates what each kernel makes of it
 * @param touched by kernel, what can touch it there
 */
public record Inspection(
        MachineArray array, Layout layout, LayoutAnswer layouts, Vector<Fate> fates, Vector<Touched> touched) {

    /** Who says which layout an array has. */
    public enum Source {
        SUPERBLOCK,
        MACHINE,
        NOBODY
    }

    /**
     * The layout of an array.
     *
     * @param number 1 original, 2 alternate, 0 where that is not known
     * @param source who says so
     */
    public record Layout(int number, Source source) {}

    /**
     * What a kernel makes of an array.
     *
     * @param map the array there
     * @param mapping the sectors that are not where they belong; null where it does not run, or its layout is not known
     */
    public record Fate(ArrayMap map, @Nullable Difference mapping) {
        public KernelProfile kernel() {
            return map.array().kernel();
        }

        boolean isRefusedForItsLayout() {
            return map.errno() == Errno.EOPNOTSUPP;
        }

        /** Whether each sector is where it belongs. */
        boolean isRight() {
            return mapping != null && mapping.isNone();
        }
    }

    /**
     * What can touch an array on a kernel.
     *
     * @param kernel the kernel
     * @param isRunning whether it is the one that runs there, or stands for that
     * @param findings those that can
     * @param untold those of which that was not told
     */
    public record Touched(
            KernelProfile kernel,
            boolean isRunning,
            Vector<FindingCondition> findings,
            Vector<FindingCondition> untold) {}

    /**
     * Inspects an array.
     *
     * @param array a raid0 of which nothing is {@link MachineArray#missing}
     * @param named further kernels
     * @throws UsageError if there can be no such array
     */
    static Inspection of(Providers providers, Machine machine, MachineArray array, Vector<KernelProfile> named) {
        Vector<Long> disks = array.diskSectors();
        for (MachineArray.Member member : array.members())
            if (disksIsTooSmall(member))
                throw new UsageError(
                        member.device() + " has less than " + Disks.SMALLEST + " sectors, which md refuses (EINVAL)");
        int chunk = chunk(array);
        Vector<KernelProfile> running = RunningKernel.of(machine.release()).models();
        LayoutAnswer layouts = LayoutAnswer.of(providers, disks, chunk);
        Layout layout = layout(machine, array);
        ArrayMap right = layout.number() == Mddev.LAYOUT_ALTERNATE
                ? LayoutAnswer.in(providers, disks, chunk, layout.number())
                : layouts.original();
        boolean isKnown = layout.number() != 0 || layouts.difference().isNone();
        Vector<Fate> fates = KernelProfiles.past()
                .appendAll(KernelProfiles.all().filter(KernelProfile::isLinux))
                .appendAll(named)
                .distinct()
                .map(kernel -> {
                    ArrayMap map = LayoutAnswer.start(providers, kernel, disks, chunk, layout.number());
                    boolean isComparable = isKnown && Comparison.runs(map) && Comparison.runs(right);
                    return new Fate(map, isComparable ? new Comparison(right, map).mapping() : null);
                });
        Vector<Touched> touched = running.appendAll(named)
                .distinct()
                .map(kernel -> touched(
                        Subject.of(providers, kernel, withKernel(right.array(), kernel, layout), integrity(array)),
                        running.contains(kernel)));
        return new Inspection(array, layout, layouts, fates, touched);
    }

    private static ArrayMap.Array withKernel(ArrayMap.Array array, KernelProfile kernel, Layout layout) {
        return new ArrayMap.Array(
                kernel,
                array.allocator(),
                array.diskSectors(),
                array.raidDisks(),
                array.chunkSectors(),
                layout.number());
    }

    private static boolean disksIsTooSmall(MachineArray.Member member) {
        Long sectors = member.sectors();
        return sectors == null || sectors < Disks.SMALLEST;
    }

    private static int chunk(MachineArray array) {
        Integer chunk = array.chunkSectors();
        if (chunk == null) throw new IllegalStateException("the chunk is missing");
        return chunk;
    }

    static Layout layout(Machine machine, MachineArray array) {
        Integer own = array.layout();
        if (own != null && own != 0) return new Layout(own, Source.SUPERBLOCK);
        Integer usual = machine.defaultLayout();
        // What the superblock says comes first, and it is not known whether it says something.
        if (own == null || usual == null || usual == 0) return new Layout(0, Source.NOBODY);
        return new Layout(usual, Source.MACHINE);
    }

    /** Whether some disk has a profile of data integrity; null if that was not told of all. */
    private static @Nullable Boolean integrity(MachineArray array) {
        if (array.members().exists(member -> member.integrity() == null)) return null;
        return array.members().exists(member -> !"none".equals(member.integrity()));
    }

    private static Touched touched(Subject subject, boolean isRunning) {
        Vector<FindingCondition> all = Vector.of(FindingCondition.values());
        return new Touched(
                subject.started().array().kernel(),
                isRunning,
                all.filter(finding -> finding.touches(subject) == FindingCondition.Answer.YES),
                all.filter(finding -> finding.touches(subject) == FindingCondition.Answer.UNTOLD));
    }

    /** Whether it is known to be as it should be where it is. */
    public Verdict verdict() {
        Vector<Touched> there = touched.filter(Touched::isRunning);
        if (there.isEmpty()) return Verdict.UNTOLD;
        Vector<Fate> fatesThere =
                fates.filter(fate -> there.exists(one -> one.kernel().equals(fate.kernel())));
        boolean isBad = Boolean.FALSE.equals(array.isRunning())
                || fatesThere.exists(fate -> !Comparison.runs(fate.map()))
                || fatesThere.exists(fate -> fate.mapping() != null && !fate.isRight())
                || there.exists(one -> one.findings().nonEmpty());
        if (isBad) return Verdict.NOT_FINE;
        boolean isTold = array.isRunning() != null
                && fatesThere.forAll(Fate::isRight)
                && (layout.source() == Source.SUPERBLOCK || layouts.difference().isNone())
                && there.forAll(one -> one.untold().isEmpty());
        return isTold ? Verdict.FINE : Verdict.UNTOLD;
    }

    /** What it comes to. */
    public enum Verdict {
        FINE,
        NOT_FINE,
        UNTOLD
    }
}
