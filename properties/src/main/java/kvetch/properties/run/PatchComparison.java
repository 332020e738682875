package kvetch.properties.run;

import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.List;
import kvetch.api.OopsException;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.Case;
import kvetch.properties.ideal.BlockLayer;
import kvetch.properties.law.Divergence;
import kvetch.properties.setup.Setup;
import kvetch.properties.trace.Step;
import kvetch.raid0.EndlessLoopException;
import kvetch.raid0.Errno;
import kvetch.raid0.KernelProfile;
import kvetch.raid0.Mapping;
import kvetch.raid0.StripZone;
import org.jspecify.annotations.Nullable;

/**
 * Holds a driver of somebody's own against the kernel that it is a patch to: both lead the same life with the same allocator,
 * and what differs first is told with the function of the kernel that does it.
 */
public final class PatchComparison {
    /** How many sectors are mapped. */
    private static final int PROBES = 200;

    /** What one of them does, without addresses. */
    private record Deed(String function, String words, boolean refuses) {
        Deed(String function, String words) {
            this(function, words, false);
        }
    }

    private static final Deed NOTHING = new Deed("", "nothing more happens");

    private final List<Deed> deeds = new ArrayList<>();
    private final TraceRecorder trace;
    private int told;
    private boolean areZonesMade;
    private String function = "raid0_run";

    private PatchComparison(Setup setup, ArrayCase c) {
        this.trace = new TraceRecorder(c, this::use);
        try {
            new Lifecycle(setup, c, trace).lead(true, new Examination());
            tell();
        } catch (EndlessLoopException endless) {
            tell();
            add(function, String.valueOf(endless.getMessage()));
        }
    }

    /** Null if the driver is Kvetch's own, or the case has no array. */
    public static @Nullable Divergence of(Setup setup, Case c) {
        KernelProfile base = setup.kernel().base();
        return base != null && c instanceof ArrayCase array ? of(setup, base, array) : null;
    }

    private static Divergence of(Setup setup, KernelProfile base, ArrayCase c) {
        List<Deed> here = new PatchComparison(setup, c).deeds;
        List<Deed> there = new PatchComparison(setup.withKernel(base), c).deeds;
        for (int i = 0; i < Math.max(here.size(), there.size()); i++) {
            Deed mine = i < here.size() ? here.get(i) : NOTHING;
            Deed other = i < there.size() ? there.get(i) : NOTHING;
            if (mine.words.equals(other.words)) continue;
            // Whoever refuses does so where it is, however far the other gets.
            String function = other.function.isEmpty() || mine.refuses ? mine.function : other.function;
            return new Divergence(base.name(), function, mine.words, other.words);
        }
        return Divergence.none(base.name());
    }

    private void add(String where, String words) {
        deeds.add(new Deed(where, words));
    }

    // What is seen of it once it runs

    private void use(BootedArray array) {
        tell();
        try {
            look(array);
            ArrayCase c = array.arrayCase();
            long[] probes = array.probes(array.capacity());
            int stride = Math.max(1, probes.length / PROBES);
            map(array, probes, stride);
            // A driver may remember what it was asked.
            map(array, probes, stride);
            if (!array.requestFits()) return;
            map(array, new long[] {c.requestStart()}, 1);
            if (c.requestSectors() <= array.longestRequest()) {
                Errno errno = array.request(
                        c.requestStart(),
                        c.requestSectors(),
                        (disk, sector, length) -> part("raid0_make_request", disk, sector, length));
                add("raid0_make_request", errno == null ? "the request is done" : "the request fails with " + errno);
                map(array, probes, stride);
            }
            if (c.requestSectors() <= BlockLayer.LARGEST_BIO) {
                array.discard(
                        c.requestStart(),
                        c.requestSectors(),
                        (disk, sector, length) -> part("raid0_handle_discard", disk, sector, length));
                add("raid0_handle_discard", "the discard is done");
            }
        } catch (OopsException died) {
            add(died.splat().site().function(), died.splat().headline());
        }
    }

    private void look(BootedArray array) {
        Vector<StripZone> zones = array.zones();
        for (int i = 0; i < zones.size(); i++)
            add(
                    "create_strip_zones",
                    "zone " + i + " ends at " + unsigned(zones.get(i).zoneEnd()) + ", from sector "
                            + unsigned(zones.get(i).devStart()) + " of disks "
                            + array.zoneDisks(i).mkString(" ") + ", disk_shift "
                            + zones.get(i).diskShift());
        add("create_strip_zones", "the layout is " + array.layout());
        add("raid0_size", "the array has " + unsigned(array.arraySectors()) + " sectors");
        add(
                "raid0_set_limits",
                "io_min is " + array.ioMin() + ", io_opt " + array.ioOpt() + ", the longest request "
                        + array.maxRequestSectors() + " sectors");
    }

    private void map(BootedArray array, long[] sectors, int stride) {
        Mapping mapping = new Mapping();
        for (int i = 0; i < sectors.length; i += stride) {
            String sector = "array sector " + unsigned(sectors[i]);
            add("find_zone", sector + " is in zone " + array.testbed().driver().zoneOf(array.mddev(), sectors[i]));
            array.map(sectors[i], mapping);
            add("map_sector", sector + " goes to disk " + mapping.disk() + " sector " + unsigned(mapping.sector()));
        }
    }

    private void part(String where, int disk, long sector, long length) {
        add(where, "disk " + disk + " gets [" + unsigned(sector) + ", " + unsigned(sector + length) + ")");
    }

    // What the trace tells

    private void tell() {
        Vector<Step> steps = trace.steps();
        for (; told < steps.size(); told++) {
            if (steps.get(told) instanceof Step.MakesZone) areZonesMade = true;
            // Nothing else is EINVAL where the zones are made, and what is freed of it is freed before it is said.
            boolean isOfIntegrity = areZonesMade && refusal(steps.drop(told)) == Errno.EINVAL;
            if (isOfIntegrity && !(steps.get(told) instanceof Step.MakesZone)) function = "md_integrity_register";
            tell(steps.get(told));
        }
    }

    /** With what a start is refused that is under way; null if it is not. */
    private static @Nullable Errno refusal(Vector<Step> steps) {
        for (Step step : steps) {
            if (step instanceof Step.Refused refused) return refused.errno();
            if (!(step instanceof Step.Frees || step instanceof Step.Notes || step instanceof Step.Splats)) return null;
        }
        return null;
    }

    private void tell(Step step) {
        if (step instanceof Step.Starts) {
            function = "raid0_run";
            areZonesMade = false;
        } else if (step instanceof Step.Stops) function = "raid0_free";
        else if (step instanceof Step.Requests request)
            function = request.isDiscard() ? "raid0_handle_discard" : "raid0_make_request";
        else if (step instanceof Step.Allocates call) {
            function = switch (call.object()) {
                case INTEGRITY_POOL -> "md_integrity_register";
                default -> "create_strip_zones";
            };
            add(function, call.call() + " for " + call.object().word() + ", " + call.answer());
        } else if (step instanceof Step.MakesZone zone) {
            add(
                    "create_strip_zones",
                    "zone " + zone.index() + " is [" + unsigned(zone.start()) + ", " + unsigned(zone.end())
                            + "), from sector " + unsigned(zone.devStart()) + " of " + zone.nbDev() + " disks: "
                            + zone.disks().mkString(" "));
        } else if (step instanceof Step.Frees frees) {
            add(function, frees.function() + " of " + frees.object().word());
        } else if (step instanceof Step.Started started) {
            add("raid0_size", "the array has " + unsigned(started.arraySectors()) + " sectors");
        } else if (step instanceof Step.Refused refused) {
            deeds.add(new Deed(function, "it is refused with " + refused.errno(), true));
        } else if (step instanceof Step.Killed) {
            add(function, "the caller is killed");
        } else if (step instanceof Step.SendsPart part) {
            part(
                    function,
                    part.part().disk(),
                    part.part().diskSector(),
                    part.part().sectors());
        } else if (step instanceof Step.Splats splats) {
            add(function, splats.splat().headline());
        } else if (step instanceof Step.Notes notes) {
            add(function, notes.violation().message());
        }
    }

    private static String unsigned(long value) {
        return Long.toUnsignedString(value);
    }
}
