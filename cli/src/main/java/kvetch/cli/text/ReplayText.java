package kvetch.cli.text;

import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.List;
import kvetch.api.Address;
import kvetch.api.MachineProfile;
import kvetch.api.Splat;
import kvetch.cli.console.Style;
import kvetch.cli.console.Text;
import kvetch.cli.options.Numbers;
import kvetch.cli.words.Story;
import kvetch.cli.words.WhatMatters;
import kvetch.properties.Replay;
import kvetch.properties.law.Life;
import kvetch.properties.law.Violation;
import kvetch.properties.plug.ReplayToken;
import kvetch.properties.proof.Matter;
import kvetch.properties.trace.Step;

/** Tells a replay to people, a line or more per step. */
public final class ReplayText {
    private static final int LABEL_WIDTH = 9;
    private static final int CALL_WIDTH = 64;
    private static final int MOST_DISKS = 16;
    private static final int MOST_INDENT = 40;

    private final Style style;
    private final int width;
    private final List<String> lines = new ArrayList<>();

    public ReplayText(Style style, int width) {
        this.style = style;
        this.width = width;
    }

    public Vector<String> of(Replay replay) {
        ReplayToken token = replay.token();
        lines.add(style.bold(token.law() + "  " + token.law().title()) + ", on " + token.kernel() + " with "
                + token.allocator());
        for (String line : Text.wrap(token.law().statement(), width - 4)) lines.add(style.faint("    " + line));
        lines.add("");
        replay.steps().forEach(this::step);
        lines.add("");
        verdict(replay);
        return Vector.ofAll(lines);
    }

    private void step(Step step) {
        if (step instanceof Step.Boots boots) boots(boots);
        else if (step instanceof Step.Starts starts) starts(starts);
        else if (step instanceof Step.Allocates allocates) allocates(allocates);
        else if (step instanceof Step.Frees frees) frees(frees);
        else if (step instanceof Step.MakesZone zone) zone(zone);
        else if (step instanceof Step.Started started)
            told(
                    "started",
                    unsigned(started.arraySectors()) + (started.arraySectors() == 1 ? " sector (" : " sectors (")
                            + Numbers.human(started.arraySectors()) + "), layout " + started.layout()
                            + (started.layout() == 1 ? " (original)" : " (alternate)"));
        else if (step instanceof Step.Refused refused) told("refused", "with " + Story.errno(refused.errno()));
        else if (step instanceof Step.Killed) told("killed", style.bad("the caller is killed, and hears of no errno"));
        else if (step instanceof Step.Maps maps) maps(maps);
        else if (step instanceof Step.Lands lands) told("", lands(lands));
        else if (step instanceof Step.Requests requests) requests(requests);
        else if (step instanceof Step.SendsPart part) part(part);
        else if (step instanceof Step.MapsDiscarded mapped) alone(mapped.alone());
        else if (step instanceof Step.Calls calls) told("call", calls.line());
        else if (step instanceof Step.Stops) told("stop", "the array is stopped");
        else if (step instanceof Step.Logs logs) told("log", logs.line());
        else if (step instanceof Step.Splats splats) splat(splats.splat());
        else if (step instanceof Step.Notes notes) notes(notes.violation());
    }

    private void told(String label, String text) {
        String left = label;
        for (String line : Text.wrap(text, width - LABEL_WIDTH)) {
            lines.add((style.faint(Text.pad(left, LABEL_WIDTH)) + line).stripTrailing());
            left = "";
        }
    }

    private void boots(Step.Boots boots) {
        MachineProfile machine = boots.machine();
        String memory = machine.freeOrder() == machine.maxPageOrder()
                ? ""
                : ", fragmented: no free block above order " + machine.freeOrder();
        told(
                "boot",
                boots.kernel().description() + "; " + (machine.pageSize() >> 10) + " KiB pages, " + machine.memoryMib()
                        + " MiB" + memory + "; tables from " + boots.allocator());
    }

    private void starts(Step.Starts starts) {
        lines.add("");
        told(
                "start",
                (starts.which() == Life.Which.FIRST ? "" : starts.which().words() + ": ") + "raid_disks "
                        + starts.raidDisks() + ", chunk_sectors " + starts.chunkSectors() + ", default_layout "
                        + starts.layouts().byDefault()
                        + (starts.layouts().isUsual()
                                ? ""
                                : ", own layout " + starts.layouts().own()));
        Vector<Step.Disk> disks = starts.disks();
        int i = 0;
        int shown = 0;
        while (i < disks.size()) {
            Step.Disk disk = disks.get(i);
            int first = i;
            while (i < disks.size() && isLike(disks.get(i), disk, i - first)) i++;
            if (++shown > MOST_DISKS) {
                told("", "and " + Text.count(disks.size() - first, "disk", "disks") + " more");
                return;
            }
            told("", describe(disk, first, i - first));
        }
    }

    /** Whether a disk may stand in a line with one that is {@code distance} before it. */
    private static boolean isLike(Step.Disk disk, Step.Disk first, int distance) {
        return disk.equals(
                new Step.Disk(first.slot() + distance, first.sectors(), first.blockSize(), first.integrityProfile()));
    }

    private static String describe(Step.Disk disk, int first, int count) {
        String numbers = count == 1 ? "disk " + first : "disks " + first + " to " + (first + count - 1);
        String slots = disk.slot() == first ? "" : " in slot " + disk.slot() + (count == 1 ? "" : " and up");
        String blocks = disk.blockSize() == 512 ? "" : ", " + disk.blockSize() + "-byte blocks";
        String integrity = disk.integrityProfile() == 0 ? "" : ", with a data-integrity profile";
        return numbers + slots + ": " + unsigned(disk.sectors()) + " sectors (" + Numbers.human(disk.sectors()) + ")"
                + blocks + integrity;
    }

    private void allocates(Step.Allocates step) {
        String answer = switch (step.answer()) {
            case SERVED -> Address.format(step.address());
            case REFUSED -> style.bad("NULL");
            case MADE_TO_FAIL -> style.doubtful("NULL, made to fail");
            case DIED -> style.bad("does not return");
        };
        String size = !step.object().isTable()
                ? ""
                : step.bytes() == -1 ? ", SIZE_MAX bytes" : ", " + unsigned(step.bytes()) + " bytes";
        lines.add(style.faint(Text.pad("alloc " + step.number(), LABEL_WIDTH)) + Text.pad(step.call(), CALL_WIDTH)
                + " = " + answer);
        lines.add(" ".repeat(LABEL_WIDTH) + style.faint("as " + step.object().word() + size));
    }

    private void frees(Step.Frees step) {
        String address = step.address() == Address.NULL ? "NULL" : Address.format(step.address());
        told(
                "free",
                Text.pad(step.function() + "(" + address + ")", CALL_WIDTH - LABEL_WIDTH)
                        + (step.object() == Step.Structure.UNKNOWN
                                ? ""
                                : "   " + step.object().word()));
    }

    private void zone(Step.MakesZone zone) {
        Vector<Integer> disks = zone.disks();
        String list = Text.clip(disks.mkString(" "), 40);
        told(
                "zone " + zone.index(),
                "array " + range(zone.start(), zone.end() - zone.start()) + ", from sector "
                        + unsigned(zone.devStart()) + " of "
                        + Text.count(zone.nbDev(), "disk", "disks") + ": " + list);
    }

    private void maps(Step.Maps maps) {
        told(
                "map",
                Text.count(maps.sectors(), "sector", "sectors") + " mapped one by one"
                        + (maps.leftOut() == 0 ? "" : "; " + maps.leftOut() + " stretches are left out below"));
    }

    private void requests(Step.Requests step) {
        lines.add("");
        String what = step.sectors() == 1 && !step.isDiscard() ? "sector" : step.isDiscard() ? "discard" : "request";
        told(what, "array " + range(step.start(), step.sectors()));
    }

    private void part(Step.SendsPart step) {
        Step.Lands part = step.part();
        if (step.isDiscard()) {
            told("", "throws away disk " + part.disk() + " " + range(part.diskSector(), part.sectors()));
            return;
        }
        told("part", lands(part) + (step.isPastEnd() ? style.bad("  past the end of the disk: EIO") : ""));
        boolean alike = step.alone().size() == 1 && step.alone().head().equals(part);
        if (alike) told("", style.faint("its sectors alone go to the same place"));
        else if (step.alone().nonEmpty()) alone(step.alone());
    }

    private void alone(Vector<Step.Lands> alone) {
        told("", style.bad("its sectors alone go elsewhere:"));
        for (Step.Lands lands : alone) told("", "  " + lands(lands));
    }

    private static String lands(Step.Lands lands) {
        return "array " + Text.pad(range(lands.arraySector(), lands.sectors()), 18) + " -> zone " + lands.zone()
                + ", disk " + lands.disk() + " " + range(lands.diskSector(), lands.sectors());
    }

    private static String range(long from, long length) {
        return "[" + unsigned(from) + ", " + unsigned(from + length) + ")";
    }

    private void splat(Splat splat) {
        for (String line : Story.splatInFull(splat)) lines.add(style.bad(line));
    }

    private void notes(Violation violation) {
        for (String line : Text.wrap(
                violation.law() + " is broken: " + violation.what() + ": " + violation.message(), width - LABEL_WIDTH))
            lines.add(" ".repeat(LABEL_WIDTH) + style.bad(line));
    }

    private void verdict(Replay replay) {
        ReplayToken token = replay.token();
        switch (replay.verdict()) {
            case BROKEN -> {
                lines.add(style.bad("BROKEN") + ", as the token says:");
                for (Violation violation : replay.violations())
                    for (String line : Text.wrap(
                            Story.sentence(violation, replay.splat(), replay.errno(), token.testCase()), width - 2))
                        lines.add("  " + style.bold(line));
                if (replay.divergence() != null)
                    told("differs", replay.divergence().sentence());
                matters(WhatMatters.of(replay));
            }
            case HELD ->
                lines.add(style.good("HOLDS") + " now: this case does not break " + token.law() + " any more.");
            default ->
                lines.add(style.doubtful("NOT TESTED") + " now: this case has nothing more to say about " + token.law()
                        + (replay.steps().exists(Step.Refused.class::isInstance) ? ", it is refused." : "."));
        }
    }

    /** With which values the law is broken in the same way. */
    private void matters(Vector<Matter> matters) {
        if (matters.isEmpty()) return;
        lines.add("");
        lines.add("What matters, part by part and all else as it is:");
        int longest = matters.map(matter -> matter.part().name().length()).max().get();
        int indent = Math.min(longest, MOST_INDENT) + 4;
        for (Matter matter : matters) {
            String name = "  " + matter.part().name() + "  ";
            for (String line : Text.wrap(matter.text(), width - indent)) {
                lines.add(style.faint(Text.pad(name, indent)) + line);
                name = "";
            }
        }
    }

    private static String unsigned(long value) {
        return Long.toUnsignedString(value);
    }
}
