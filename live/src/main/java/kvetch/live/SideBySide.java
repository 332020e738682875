package kvetch.live;

import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import kvetch.api.OopsException;
import kvetch.api.Splat;
import kvetch.live.guest.Guest;
import kvetch.live.guest.GuestDied;
import kvetch.live.guest.KernelLog;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.evidence.Evidence;
import kvetch.properties.ideal.BlockLayer;
import kvetch.properties.ideal.Probes;
import kvetch.properties.law.RunningArray;
import kvetch.properties.run.BootedArray;
import kvetch.properties.run.Lifecycle;
import kvetch.properties.run.Trace;
import kvetch.properties.setup.Setup;
import kvetch.raid0.Errno;
import kvetch.raid0.Mapping;
import kvetch.raid0.RunResult;
import org.jspecify.annotations.Nullable;

/** Has kernel and model do the same, and looks for what differs. */
final class SideBySide {
    private static final Comparator<Evidence.Place> BY_PLACE =
            Comparator.comparingInt(Evidence.Place::disk).thenComparing(Evidence.Place::sector, Long::compareUnsigned);

    private final LiveKernel kernel;
    private final Setup setup;

    SideBySide(LiveKernel kernel, Setup setup) {
        this.kernel = kernel;
        this.setup = setup;
    }

    /** What differs, and how. */
    record Difference(String what, String onKernel, String onModel) {}

    /**
     * What came of one array.
     *
     * @param untriable what could not be tried of it; empty if all could
     * @param signs what the kernel has shown
     */
    record Comparison(
            ArrayCase testCase,
            @Nullable Difference difference,
            String untriable,
            Set<LiveConformance.Sign> signs,
            @Nullable String line) {}

    /**
     * Compares on one array.
     *
     * @param isFresh whether no WARN may have fired on the guest before
     */
    Comparison compare(ArrayCase c, boolean isFresh) {
        String objection = Trial.objection(c, kernel.memoryMb());
        return objection.isEmpty()
                ? kernel.guests().with(isFresh, guest -> new Pair(c, guest).compare())
                : new Comparison(c, null, objection, Set.of(), null);
    }

    /** The model has no guest in which something dies: what it does is known or its death is. */
    private record Modelled<T>(@Nullable T value, @Nullable Splat death) {
        static <T> Modelled<T> of(Supplier<T> work) {
            try {
                return new Modelled<>(work.get(), null);
            } catch (OopsException died) {
                return new Modelled<>(null, died.splat());
            }
        }
    }

    private final class Pair {
        private final ArrayCase told;
        private final ArrayCase c;
        private final GuestMd md;
        private final Lifecycle model;
        private @Nullable Difference difference;
        private String untriable = "";
        private final Set<LiveConformance.Sign> signs = EnumSet.noneOf(LiveConformance.Sign.class);
        private @Nullable String line;

        Pair(ArrayCase told, Guest guest) {
            this.told = told;
            this.c = told.asAdded();
            this.md = new GuestMd(guest);
            this.model = new Lifecycle(setup, told, Trace.NONE);
        }

        Comparison compare() {
            try {
                run();
            } catch (Untriable part) {
                untriable = part.reason().replaceAll("\\d+", "N");
            } finally {
                leave();
            }
            return new Comparison(told, difference, untriable, signs, line);
        }

        private void leave() {
            try {
                md.stop();
            } catch (GuestDied died) {
                signs.add(LiveConformance.Sign.DIED);
                if (difference == null)
                    difference =
                            new Difference("the kernel dies when it stops", words(KernelLog.death(died)), "it lives");
            }
        }

        private void run() {
            if (takesNearlyAllMemory())
                throw new Untriable(
                        "its tables take nearly all memory, and how much is free is the guest's own affair");
            Modelled<RunResult> modelled = Modelled.of(model::start);
            Splat warned = model.testbed().machine().firstSplat();
            Splat kill = model.testbed().machine().oomKill();
            GuestMd.Start start;
            try {
                start = md.start(told.array());
            } catch (GuestDied died) {
                signs.add(LiveConformance.Sign.DIED);
                Splat death = KernelLog.death(died);
                Splat modelledDeath = modelled.death == null ? kill : modelled.death;
                compareDeaths("start", death, modelledDeath);
                return;
            }
            if (start.isStarted()) signs.add(LiveConformance.Sign.STARTED);
            if (start.isInferred()) signs.add(LiveConformance.Sign.SILENT);
            else if (start.warnings().nonEmpty()) signs.add(LiveConformance.Sign.WARNED);
            line = Recorded.start(kernel.release(), told, start);
            Splat modelledDeath = modelled.death == null ? kill : modelled.death;
            if (modelledDeath != null) {
                differ("start", "it lives: " + words(start), "it dies: " + words(modelledDeath));
                return;
            }
            RunResult result = modelled.value;
            String onModel =
                    result instanceof RunResult.Refused refused ? "refused with " + refused.errno() : "started";
            if (!onModel.equals(words(start))) {
                differ("start", words(start), onModel);
                return;
            }
            compareWarnings(start, warned);
            if (!start.isStarted() || difference != null) return;
            BootedArray array = BootedArray.start(setup, told);
            // Without a chunk there is nothing to look at.
            if (array == null) return;
            compareSizes(start, array);
            if (difference != null) return;
            LiveArray live = new LiveArray(setup, told, md, start);
            compareMapping(live, array);
            if (difference == null && !signs.contains(LiveConformance.Sign.DIED)) compareRequest(live, array);
            if (difference == null && !signs.contains(LiveConformance.Sign.DIED)) compareDiscard(live, array);
        }

        /** Between what every machine of that memory has free and what none has. */
        private boolean takesNearlyAllMemory() {
            double memory = (double) kernel.memoryMb() * (1 << 20);
            double devlist = 8.0 * c.array().disks().zones(c.array().chunk()) * c.raidDisks();
            return devlist > 0.8 * memory && devlist < 1.05 * memory;
        }

        private void differ(String what, String onKernel, String onModel) {
            if (difference == null) difference = new Difference(what, onKernel, onModel);
        }

        private void compareDeaths(String what, Splat death, @Nullable Splat onModel) {
            if (onModel == null) differ(what, "it dies: " + words(death), "it lives");
            else if (onModel.kind() != death.kind())
                differ(what, "it dies: " + words(death), "it dies: " + words(onModel));
        }

        private void compareWarnings(GuestMd.Start start, @Nullable Splat onModel) {
            Splat onKernel = start.warnings().headOption().getOrNull();
            String kernels = onKernel == null ? "none" : onKernel.site().function();
            String models = onModel == null ? "none" : onModel.site().function();
            if (!kernels.equals(models)) differ("WARN", kernels, models);
        }

        private void compareSizes(GuestMd.Start start, BootedArray array) {
            long shown = start.sectors();
            if (shown != array.capacity())
                differ("size", Long.toUnsignedString(shown), Long.toUnsignedString(array.capacity()));
            compareLimits(start, array);
        }

        private void compareLimits(GuestMd.Start start, BootedArray array) {
            // The block layer lets no limit be less than a block, which a chunk of so many bytes as an int does not
            // count is.
            Vector<Long> models = Vector.of(Math.max(array.ioMin(), c.blockSize()), array.ioOpt());
            // What has no size has no limits worth a look.
            if (array.capacity() != 0 && !start.limits().take(2).equals(models))
                differ("limits of the queue", start.limits().take(2).mkString(" "), models.mkString(" "));
        }

        private void compareMapping(LiveArray live, BootedArray array) {
            long[] probes = Probes.of(c, array.zones(), live.capacity());
            List<Evidence.Place> onModel = new ArrayList<>();
            Mapping mapping = new Mapping();
            Splat dies = null;
            long deadly = 0;
            for (long sector : probes) {
                try {
                    array.map(sector, mapping);
                    onModel.add(Evidence.Place.of(mapping.disk(), mapping.sector()));
                } catch (OopsException died) {
                    dies = died.splat();
                    deadly = sector;
                    break;
                }
            }
            try {
                if (dies != null) {
                    live.placeOf(deadly);
                    differ("mapping", "it lives", "it dies of array sector " + deadly + ": " + words(dies));
                    return;
                }
                live.prefetch(probes);
                boolean isTold = false;
                for (int i = 0; i < probes.length; i++) {
                    // Where no disk can have a sector, one is as good as all: the kernel does not say it often.
                    if (live.isNowhere(probes[i])) {
                        if (isTold) continue;
                        isTold = true;
                    }
                    Evidence.Place place = live.placeOf(probes[i]);
                    if (place.equals(onModel.get(i))) continue;
                    String sector = "array sector " + Long.toUnsignedString(probes[i]) + " is on ";
                    differ("mapping", sector + words(place), sector + words(onModel.get(i)));
                    return;
                }
            } catch (GuestDied died) {
                signs.add(LiveConformance.Sign.DIED);
                compareDeaths("mapping", KernelLog.death(died), dies);
            }
        }

        private void compareRequest(LiveArray live, BootedArray array) {
            long most = Math.min(
                    GuestMd.LONGEST_REQUEST, Math.min(BlockLayer.longestRequest(c), array.maxRequestSectors()));
            if (!live.requestFits() || c.requestSectors() > most || !isInBlocks()) return;
            Modelled<String> onModel = Modelled.of(() -> request(array));
            try {
                String onKernel = request(live);
                if (onModel.death != null) differ("request", onKernel, "it dies: " + words(onModel.death));
                else if (!onKernel.equals(onModel.value)) differ("request", onKernel, String.valueOf(onModel.value));
            } catch (GuestDied died) {
                signs.add(LiveConformance.Sign.DIED);
                compareDeaths("request", KernelLog.death(died), onModel.death);
            }
        }

        private boolean isInBlocks() {
            long block = c.blockSize() / 512;
            return Long.remainderUnsigned(c.requestStart(), block) == 0
                    && Long.remainderUnsigned(c.requestSectors(), block) == 0;
        }

        private String request(RunningArray array) {
            List<Evidence.Place> parts = new ArrayList<>();
            Errno errno = array.request(
                    c.requestStart(), c.requestSectors(), (disk, at, n) -> parts.add(new Evidence.Place(disk, at, n)));
            return words(merged(parts)) + (errno == null ? "" : ", " + errno);
        }

        private void compareDiscard(LiveArray live, BootedArray array) {
            if (!live.requestFits() || c.requestSectors() > BlockLayer.LARGEST_BIO || !isInBlocks()) return;
            Modelled<String> onModel = Modelled.of(() -> discard(array));
            if (onModel.death == null && goesOutside(array))
                throw new Untriable("a discard past the end of a disk, with which the kernel goes on without end");
            try {
                String onKernel = discard(live);
                if (onModel.death != null) differ("discard", onKernel, "it dies: " + words(onModel.death));
                else if (!onKernel.equals(onModel.value)) differ("discard", onKernel, String.valueOf(onModel.value));
            } catch (GuestDied died) {
                signs.add(LiveConformance.Sign.DIED);
                compareDeaths("discard", KernelLog.death(died), onModel.death);
            }
        }

        /** Of a model that lives. */
        private boolean goesOutside(BootedArray array) {
            boolean[] isOutside = {false};
            array.discard(
                    c.requestStart(),
                    c.requestSectors(),
                    (disk, at, n) -> isOutside[0] |= n <= 0 || at < 0 || at + n < at || at + n > c.diskSectors(disk));
            return isOutside[0];
        }

        private String discard(RunningArray array) {
            List<Evidence.Place> ranges = new ArrayList<>();
            array.discard(
                    c.requestStart(), c.requestSectors(), (disk, at, n) -> ranges.add(new Evidence.Place(disk, at, n)));
            ranges.sort(BY_PLACE);
            return words(merged(ranges));
        }

        private static List<Evidence.Place> merged(List<Evidence.Place> places) {
            List<Evidence.Place> all = new ArrayList<>();
            for (Evidence.Place place : places) {
                Evidence.Place last = all.isEmpty() ? null : all.get(all.size() - 1);
                if (place.sectors() == 0) continue;
                if (last != null && last.disk() == place.disk() && last.sector() + last.sectors() == place.sector())
                    all.set(
                            all.size() - 1,
                            new Evidence.Place(last.disk(), last.sector(), last.sectors() + place.sectors()));
                else all.add(place);
            }
            return all;
        }
    }

    private static String words(GuestMd.Start start) {
        return start.isStarted() ? "started" : "refused with " + start.error();
    }

    private static String words(List<Evidence.Place> places) {
        StringBuilder text = new StringBuilder();
        for (Evidence.Place place : places)
            text.append(text.length() == 0 ? "" : " ")
                    .append("disk ")
                    .append(place.disk())
                    .append(" [")
                    .append(Long.toUnsignedString(place.sector()))
                    .append(", ")
                    .append(Long.toUnsignedString(place.sector() + place.sectors()))
                    .append(')');
        return text.length() == 0 ? "nothing" : text.toString();
    }

    private static String words(Evidence.Place place) {
        return "disk " + place.disk() + " sector " + Long.toUnsignedString(place.sector());
    }

    private static String words(Splat splat) {
        return splat.headline();
    }
}
