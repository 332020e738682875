package kvetch.properties.vectors;

import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import kvetch.api.MachineProfile;
import kvetch.api.OopsException;
import kvetch.api.Splat;
import kvetch.properties.cases.Array;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.Integrity;
import kvetch.properties.setup.Setup;
import kvetch.properties.setup.Tap;
import kvetch.properties.setup.Testbed;
import kvetch.properties.vectors.Recording.Extent;
import kvetch.properties.vectors.Recording.Run;
import kvetch.raid0.Errno;
import kvetch.raid0.Mapping;
import kvetch.raid0.Mddev;
import kvetch.raid0.Rdev;
import kvetch.raid0.RunResult;
import org.jspecify.annotations.Nullable;

/** Has the model do step by step what a kernel did, up to the first step that comes to something else. */
public final class LifeComparison {
    private static final int PAGE_SIZE = 4096;
    private static final Comparator<Extent> BY_PLACE =
            Comparator.comparingInt(Extent::disk).thenComparing(Extent::diskSector, Long::compareUnsigned);

    private final Testbed testbed;
    private final Mapping mapping = new Mapping();
    private Mddev mddev = new Mddev();
    private int block = 512;

    /** The disks that md took, as they were told to it. */
    private final List<Integer> added = new ArrayList<>();

    private LifeComparison(Setup setup, int memoryMib, Vector<LifeStep> steps) {
        int failAt = steps.map(step -> step instanceof LifeStep.Start start ? start.failAt() : 0)
                .find(number -> number != 0)
                .getOrElse(0);
        testbed = setup.boot(
                ArrayCase.of(8, 64)
                        .onMachine(MachineProfile.of(PAGE_SIZE, memoryMib))
                        .withFailAt(failAt),
                Tap.NONE);
    }

    /**
     * On what they differ first.
     *
     * @param step the step, by index
     * @param difference what differs
     */
    public record At(int step, Difference difference) {}

    /**
     * Compares.
     *
     * @param setup the model
     * @param memoryMib memory of the machine in MiB
     * @param steps what the kernel did
     * @return null if the model does the same
     */
    public static @Nullable At compare(Setup setup, int memoryMib, Vector<LifeStep> steps) {
        LifeComparison life = new LifeComparison(setup, memoryMib, steps);
        for (int i = 0; i < steps.size(); i++) {
            Difference difference = life.compare(steps.get(i));
            if (!life.testbed.ledger().faults().isEmpty()) return null;
            if (difference != null) return new At(i, difference);
        }
        return null;
    }

    /**
     * Whether the model uses memory wrongly. What comes of that is not for a model to say, so nothing after it is compared.
     *
     * @param setup the model
     * @param memoryMib memory of the machine in MiB
     * @param steps what the kernel did
     * @return whether it does on the way
     */
    public static boolean usesMemoryWrongly(Setup setup, int memoryMib, Vector<LifeStep> steps) {
        LifeComparison life = new LifeComparison(setup, memoryMib, steps);
        for (LifeStep step : steps) {
            life.compare(step);
            if (!life.testbed.ledger().faults().isEmpty()) return true;
        }
        return false;
    }

    private @Nullable Difference compare(LifeStep step) {
        try {
            Difference difference = carryOut(step);
            Splat kill = testbed.machine().oomKill();
            if (kill != null || step.death() != null) return deaths(step, kill);
            return difference;
        } catch (OopsException died) {
            return deaths(step, died.splat());
        }
    }

    private static @Nullable Difference deaths(LifeStep step, @Nullable Splat onModel) {
        String recorded = step.death() == null ? "lives" : "dies: " + step.death();
        String model = onModel == null ? "lives" : "dies: " + onModel.kind();
        return recorded.equals(model) ? null : new Difference(step.name(), recorded, model);
    }

    private @Nullable Difference carryOut(LifeStep step) {
        if (step instanceof LifeStep.Start start) return start(start);
        if (step instanceof LifeStep.Map map) return map(map);
        if (step instanceof LifeStep.Request request) return request(request);
        if (step instanceof LifeStep.Discard discard) return discard(discard);
        stop();
        return null;
    }

    // Starting and stopping

    private @Nullable Difference start(LifeStep.Start step) {
        Array array = step.array();
        if (step.isAnew()) assemble(array);
        else reassign(array);
        block = array.blockSizes().largest();
        int before = testbed.machine().splatCount();
        int errno = testbed.driver().run(mddev) instanceof RunResult.Refused refused
                ? refused.errno().number()
                : 0;
        LifeStep.Outcome outcome = step.outcome();
        Vector<Integer> refusedDisks = Vector.range(0, array.disks().count()).removeAll(added);
        List<Difference> differences = new ArrayList<>();
        if (step.isAnew()) compare("start, disks that are refused", step.refusedDisks(), refusedDisks, differences);
        compare("start, errno", outcome.errno(), errno, differences);
        if (errno == 0) {
            String size = Long.toUnsignedString(outcome.arraySectors());
            compare("start, array_sectors", size, Long.toUnsignedString(mddev.capacity()), differences);
            // The block layer lets no limit be less than a block, which a chunk of more bytes than an int counts may
            // be. What has
            // no size has no limits worth a look, and disks with integrity profiles have limits of their own.
            Vector<Long> limits = Vector.of(Math.max(mddev.ioMin(), block), mddev.ioOpt());
            boolean haveOwnLimits = array.integrity() != Integrity.NONE;
            if (mddev.capacity() != 0 && !haveOwnLimits)
                compare("start, io_min and io_opt", outcome.limits(), limits, differences);
        }
        if (outcome.isWarnKnown()) {
            String warn = outcome.warn() == null ? "none" : outcome.warn().function();
            compare("start, warn", warn, warning(before), differences);
        }
        return differences.isEmpty() ? null : differences.get(0);
    }

    /** The function of the first since there were so many splats. Its line is another in each release. */
    private String warning(int before) {
        return testbed.machine()
                .splats()
                .drop(before)
                .find(splat -> splat.kind() == Splat.Kind.WARN)
                .map(splat -> splat.site().function())
                .getOrElse("none");
    }

    private void assemble(Array array) {
        mddev = new Mddev();
        added.clear();
        for (int i = 0; i < array.disks().count(); i++) if (mddev.add(array.disk(i))) added.add(i);
        configure(array);
    }

    private void reassign(Array array) {
        for (int i = 0; i < mddev.diskCount(); i++) {
            Rdev disk = array.disk(added.get(i));
            mddev.disk(i).reassign(disk.raidDisk(), disk.integrityProfile());
        }
        configure(array);
    }

    /** Without a superblock. */
    private void configure(Array array) {
        mddev.configure(array.raidDisks(), array.chunkSectors())
                .layout(array.layouts().own(), array.layouts().byDefault());
    }

    private void stop() {
        if (mddev.isRunning()) testbed.driver().stop(mddev);
    }

    private static void compare(String what, Object recorded, Object model, List<Difference> differences) {
        if (!recorded.equals(model)) differences.add(new Difference(what, recorded.toString(), model.toString()));
    }

    // Sectors

    private @Nullable Difference map(LifeStep.Map step) {
        for (Run run : step.runs())
            for (long i = 0; i < run.length(); i++) {
                long sector = run.arraySector() + i;
                testbed.driver().map(mddev, sector, mapping);
                int disk = added.get(mapping.disk());
                if (step.death() == null && (disk != run.disk() || mapping.sector() != run.diskSector() + i))
                    return new Difference(
                            "map",
                            place(sector, run.disk(), run.diskSector() + i),
                            place(sector, disk, mapping.sector()));
            }
        return null;
    }

    private static String place(long arraySector, int disk, long diskSector) {
        return "array sector " + Long.toUnsignedString(arraySector) + " is on disk " + disk + " sector "
                + Long.toUnsignedString(diskSector);
    }

    /** As long as the block layer hands it over at once. */
    private @Nullable Difference request(LifeStep.Request step) {
        long most = testbed.driver().maxRequestSectors(mddev);
        List<Extent> parts = new ArrayList<>();
        int errno = 0;
        for (long done = 0; done < step.sectors() && errno == 0; done += most) {
            long sectors = Math.min(most, step.sectors() - done);
            Errno failure = testbed.driver()
                    .request(mddev, step.start() + done, sectors, (disk, at, n) -> parts.add(extent(disk, at, n)));
            errno = failure == null ? 0 : failure.number();
        }
        String model = shown(errno, merged(parts));
        Vector<Extent> recorded = step.runs().map(run -> new Extent(run.disk(), run.diskSector(), run.length()));
        String kernel = shown(step.errno(), merged(recorded.asJava()));
        return kernel.equals(model) ? null : new Difference("request", kernel, model);
    }

    private @Nullable Difference discard(LifeStep.Discard step) {
        List<Extent> ranges = new ArrayList<>();
        testbed.driver().discard(mddev, step.start(), step.sectors(), (disk, at, n) -> ranges.add(extent(disk, at, n)));
        String model = shown(0, merged(Vector.ofAll(ranges).sorted(BY_PLACE).asJava()));
        String kernel = shown(0, merged(step.discarded().sorted(BY_PLACE).asJava()));
        return kernel.equals(model) ? null : new Difference("discard", kernel, model);
    }

    private Extent extent(int disk, long at, long sectors) {
        return new Extent(added.get(disk), at, sectors);
    }

    private static String shown(int errno, Vector<Extent> ranges) {
        String text = ranges.isEmpty() ? "nothing" : ranges.mkString(" ");
        return errno == 0 ? text : text + ", errno " + errno;
    }

    /** Where one begins where the one before it ends, they are one. */
    static Vector<Extent> merged(List<Extent> ranges) {
        List<Extent> merged = new ArrayList<>();
        for (Extent range : ranges) {
            Extent last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
            if (range.length() == 0) continue;
            if (last != null && last.disk() == range.disk() && last.diskSector() + last.length() == range.diskSector())
                merged.set(
                        merged.size() - 1, new Extent(last.disk(), last.diskSector(), last.length() + range.length()));
            else merged.add(range);
        }
        return Vector.ofAll(merged);
    }
}
