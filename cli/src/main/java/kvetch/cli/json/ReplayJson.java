package kvetch.cli.json;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.vavr.collection.Vector;
import java.util.Locale;
import kvetch.api.Address;
import kvetch.cli.words.WhatMatters;
import kvetch.live.Sighting;
import kvetch.properties.Replay;
import kvetch.properties.Verdict;
import kvetch.properties.law.Violation;
import kvetch.properties.plug.ReplayToken;
import kvetch.properties.proof.Matter;
import kvetch.properties.proof.Values;
import kvetch.properties.trace.Step;

/** Tells a replay to machines. */
public final class ReplayJson {
    private ReplayJson() {}

    public static JsonObject of(Replay replay) {
        ReplayToken token = replay.token();
        JsonObject json = Json.answer();
        json.addProperty("replay", token.format());
        json.addProperty("kernel", token.kernel());
        json.addProperty("allocator", token.allocator());
        json.addProperty("law", token.law().id());
        Verdict verdict = replay.verdict();
        json.addProperty("verdict", verdict.toString().replace(' ', '_'));
        json.addProperty("tested", verdict != Verdict.INCOMPLETE);
        json.add("counterexample", CheckJson.json(token.testCase()));
        json.add("violations", violations(replay.violations()));
        if (replay.splat() != null || replay.errno() != null)
            json.add("splat", CheckJson.splat(replay.splat(), replay.errno()));
        if (replay.divergence() != null) json.add("divergence", CheckJson.json(replay.divergence()));
        Vector<Matter> matters = WhatMatters.of(replay);
        if (matters.nonEmpty()) json.add("matters", matters(matters));
        JsonArray steps = new JsonArray();
        for (Step step : replay.steps()) steps.add(json(step));
        json.add("steps", steps);
        return json;
    }

    /** What came of it on a real kernel. */
    public static JsonObject of(ReplayToken token, String kernel, Sighting sighting) {
        JsonObject json = Json.answer();
        json.addProperty("replay", token.format());
        json.addProperty("kernel", token.kernel());
        json.addProperty("allocator", token.allocator());
        json.addProperty("law", token.law().id());
        json.addProperty("on", kernel);
        json.add("counterexample", CheckJson.json(token.testCase()));
        json.add("sighting", CheckJson.json(sighting));
        return json;
    }

    /** By part: in words, and as ranges that include both ends. */
    private static JsonObject matters(Vector<Matter> matters) {
        JsonObject json = new JsonObject();
        for (Matter matter : matters) {
            JsonObject one = new JsonObject();
            one.addProperty("text", matter.text());
            JsonArray ranges = new JsonArray();
            for (Values.Span span : matter.values().spans()) {
                JsonArray range = new JsonArray();
                range.add(span.low());
                range.add(span.high());
                ranges.add(range);
            }
            one.add("ranges", ranges);
            if (matter.values().every() != 0)
                one.addProperty("every", matter.values().every());
            if (matter.values().isAtLeast()) one.addProperty("at_least", true);
            json.add(matter.part().name(), one);
        }
        return json;
    }

    private static JsonArray violations(Vector<Violation> violations) {
        JsonArray array = new JsonArray();
        for (Violation violation : violations) array.add(json(violation));
        return array;
    }

    private static JsonObject json(Violation violation) {
        JsonObject json = new JsonObject();
        json.addProperty("law", violation.law().id());
        json.addProperty("what", violation.what());
        json.addProperty("message", violation.message());
        return json;
    }

    private static JsonObject json(Step step) {
        JsonObject json = new JsonObject();
        if (step instanceof Step.Boots boots) {
            json.addProperty("step", "boot");
            json.addProperty("page_size", boots.machine().pageSize());
            json.addProperty("memory_mib", boots.machine().memoryMib());
            json.addProperty("free_order", boots.machine().freeOrder());
        } else if (step instanceof Step.Starts starts) {
            json.addProperty("step", "start");
            json.addProperty("what", starts.which().words());
            json.addProperty("raid_disks", starts.raidDisks());
            json.addProperty("chunk_sectors", starts.chunkSectors());
            json.addProperty("default_layout", starts.layouts().byDefault());
            if (!starts.layouts().isUsual())
                json.addProperty("own_layout", starts.layouts().own());
            JsonArray disks = new JsonArray();
            for (Step.Disk disk : starts.disks()) {
                JsonObject one = new JsonObject();
                one.addProperty("slot", disk.slot());
                one.add("sectors", Json.unsigned(disk.sectors()));
                one.addProperty("logical_block_size", disk.blockSize());
                one.addProperty("integrity_profile", disk.integrityProfile());
                disks.add(one);
            }
            json.add("disks", disks);
        } else if (step instanceof Step.Allocates allocates) {
            json.addProperty("step", "alloc");
            json.addProperty("number", allocates.number());
            json.addProperty("object", allocates.object().word());
            json.addProperty("call", allocates.call());
            json.add("bytes", Json.unsigned(allocates.bytes()));
            json.addProperty("answer", allocates.answer().name().toLowerCase(Locale.ROOT));
            json.addProperty("address", Address.format(allocates.address()));
        } else if (step instanceof Step.Frees frees) {
            json.addProperty("step", "free");
            json.addProperty("object", frees.object().word());
            json.addProperty("function", frees.function());
            json.addProperty("address", Address.format(frees.address()));
        } else if (step instanceof Step.MakesZone zone) {
            json.addProperty("step", "zone");
            json.addProperty("index", zone.index());
            json.add("start", Json.unsigned(zone.start()));
            json.add("zone_end", Json.unsigned(zone.end()));
            json.add("dev_start", Json.unsigned(zone.devStart()));
            json.addProperty("nb_dev", zone.nbDev());
            JsonArray disks = new JsonArray();
            zone.disks().forEach(disks::add);
            json.add("disks", disks);
        } else if (step instanceof Step.Started started) {
            json.addProperty("step", "started");
            json.add("array_sectors", Json.unsigned(started.arraySectors()));
            json.addProperty("layout", started.layout());
        } else if (step instanceof Step.Refused refused) {
            json.addProperty("step", "refused");
            json.addProperty("errno", refused.errno().number());
        } else if (step instanceof Step.Killed) {
            json.addProperty("step", "killed");
        } else if (step instanceof Step.Maps maps) {
            json.addProperty("step", "map");
            json.add("sectors", Json.unsigned(maps.sectors()));
            json.addProperty("left_out", maps.leftOut());
        } else if (step instanceof Step.Lands lands) {
            json.addProperty("step", "lands");
            add(json, lands);
        } else if (step instanceof Step.Requests requests) {
            json.addProperty("step", requests.isDiscard() ? "discard" : "request");
            json.add("start", Json.unsigned(requests.start()));
            json.add("sectors", Json.unsigned(requests.sectors()));
        } else if (step instanceof Step.SendsPart part) {
            json.addProperty("step", part.isDiscard() ? "discards" : "part");
            if (part.isDiscard()) {
                json.addProperty("disk", part.part().disk());
                json.add("disk_sector", Json.unsigned(part.part().diskSector()));
                json.add("sectors", Json.unsigned(part.part().sectors()));
            } else {
                add(json, part.part());
                json.addProperty("past_end", part.isPastEnd());
                json.add("alone", lands(part.alone()));
            }
        } else if (step instanceof Step.MapsDiscarded mapped) {
            json.addProperty("step", "alone");
            json.add("alone", lands(mapped.alone()));
        } else if (step instanceof Step.Calls calls) {
            json.addProperty("step", "call");
            json.addProperty("line", calls.line());
        } else if (step instanceof Step.Stops) json.addProperty("step", "stop");
        else if (step instanceof Step.Logs logs) {
            json.addProperty("step", "log");
            json.addProperty("line", logs.line());
        } else if (step instanceof Step.Splats splats) {
            json.addProperty("step", "splat");
            json.add("splat", CheckJson.splat(splats.splat(), null));
            json.add("call_trace", Json.strings(splats.splat().callTrace()));
        } else if (step instanceof Step.Notes notes) {
            json.addProperty("step", "violation");
            json.add("violation", json(notes.violation()));
        }
        return json;
    }

    private static JsonArray lands(Vector<Step.Lands> all) {
        JsonArray array = new JsonArray();
        for (Step.Lands lands : all) {
            JsonObject one = new JsonObject();
            add(one, lands);
            array.add(one);
        }
        return array;
    }

    private static void add(JsonObject json, Step.Lands lands) {
        json.add("array_sector", Json.unsigned(lands.arraySector()));
        json.add("sectors", Json.unsigned(lands.sectors()));
        json.addProperty("zone", lands.zone());
        json.addProperty("disk", lands.disk());
        json.add("disk_sector", Json.unsigned(lands.diskSector()));
    }
}
