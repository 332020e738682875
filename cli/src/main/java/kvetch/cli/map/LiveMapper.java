package kvetch.cli.map;

import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.List;
import kvetch.api.MachineProfile;
import kvetch.api.Splat;
import kvetch.cli.console.UsageError;
import kvetch.cli.options.SectorRange;
import kvetch.live.LiveIsolation;
import kvetch.live.LiveKernel;
import kvetch.properties.Check;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.isolation.CaseRunner;
import kvetch.properties.law.Judgement;
import kvetch.properties.law.RunningArray;
import kvetch.properties.law.RunningArrayLaw;
import kvetch.properties.plug.Providers;
import kvetch.properties.run.Examination;
import kvetch.properties.setup.Setup;
import kvetch.raid0.Errno;
import kvetch.raid0.Mapping;
import org.jspecify.annotations.Nullable;

/** Starts one array on a real kernel and looks where each of its sectors goes. Its zones are not seen. */
public final class LiveMapper {
    /** Each is written and looked for. */
    private static final long MOST_SECTORS = 65_536;

    private static final int PAGE_SIZE = 4096;

    private LiveMapper() {}

    /**
     * Maps an array.
     *
     * @param array the array, with the profile of the kernel
     * @param part which part of it; null for all
     * @throws UsageError if it is too large, the part is not in it, or the kernel cannot be given it
     */
    public static ArrayMap map(
            LiveKernel kernel, Providers providers, ArrayMap.Array array, @Nullable SectorRange part) {
        Setup setup = new Setup(providers.allocators(), array.kernel(), array.allocator());
        long[] sizes = new long[array.diskSectors().size()];
        for (int i = 0; i < sizes.length; i++) sizes[i] = array.diskSectors().get(i);
        ArrayCase c = ArrayCase.of(array.chunkSectors(), sizes)
                .withRaidDisks(array.raidDisks())
                .withLayout(array.layout())
                .onMachine(MachineProfile.of(PAGE_SIZE, kernel.memoryMb()));
        Look look = new Look(part);
        Examination seen;
        try (CaseRunner runner = LiveIsolation.on(kernel).open(setup, Check.DEFAULT_TIMEOUT_MS)) {
            seen = runner.confirm(look, c);
        }
        if (look.complaint != null) throw new UsageError(look.complaint);
        Splat splat = seen.splat();
        Errno errno = seen.errno();
        if (errno != null) return new ArrayMap(array, part, new ArrayMap.Refused(errno, ""), splat);
        boolean died = splat != null && splat.kind() != Splat.Kind.WARN;
        if (!look.isLookedAt && !died)
            throw new UsageError(Vector.ofAll(seen.messages()).mkString("; "));
        ArrayMap.Mapped mapped = new ArrayMap.Mapped(
                look.arraySectors, look.capacity, look.layout, Vector.empty(), Vector.ofAll(look.runs));
        return new ArrayMap(array, part, died ? new ArrayMap.Died(mapped) : mapped, splat);
    }

    /** It has nothing to say against the array, and looks at it. */
    private static final class Look extends RunningArrayLaw {
        private final @Nullable SectorRange part;
        private final List<ArrayMap.Run> runs = new ArrayList<>();
        private boolean isLookedAt;
        private long arraySectors;
        private long capacity;
        private int layout;
        private @Nullable String complaint;

        Look(@Nullable SectorRange part) {
            super("MAP", "where sectors are", "Sectors are somewhere.", "map");
            this.part = part;
        }

        @Override
        public boolean isSeenFromOutside() {
            return true;
        }

        @Override
        public void judge(RunningArray array, Judgement judgement) {
            isLookedAt = true;
            arraySectors = array.arraySectors();
            capacity = array.capacity();
            layout = array.layout();
            SectorRange range = part == null ? new SectorRange(0, capacity) : part;
            if (Long.compareUnsigned(range.to(), capacity) > 0)
                complaint = "--sectors " + range + " goes past the end of the array, which has "
                        + Long.toUnsignedString(capacity) + " sectors";
            else if (Long.compareUnsigned(range.to() - range.from(), MOST_SECTORS) > 0)
                complaint =
                        "the array has " + Long.toUnsignedString(capacity) + " sectors, and a real kernel is asked for "
                                + MOST_SECTORS + " at most: name a part of it, such as --sectors "
                                + new SectorRange(range.from(), range.from() + MOST_SECTORS);
            else map(array, range);
        }

        private void map(RunningArray array, SectorRange range) {
            Mapping mapping = new Mapping();
            for (long at = range.from(); Long.compareUnsigned(at, range.to()) < 0; at++) {
                array.map(at, mapping);
                add(new ArrayMap.Run(at, 1, mapping.disk(), mapping.sector()));
            }
        }

        private void add(ArrayMap.Run run) {
            ArrayMap.Run last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
            if (last == null || !last.goesOn(run)) runs.add(run);
            else runs.set(runs.size() - 1, last.with(run));
        }
    }
}
