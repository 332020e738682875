package kvetch.cli.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.vavr.collection.Vector;
import kvetch.cli.json.Json;
import kvetch.cli.map.ArrayMap;
import kvetch.cli.picture.Portrait;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.Case;
import kvetch.properties.cases.Workload;
import kvetch.properties.cases.WorkloadCase;
import kvetch.raid0.Fix;

/** What the script of the page works with, as JSON. */
final class PageData {
    private static final int MOST_SIZES = 24;

    private PageData() {}

    /** As text that can stand in an element of the page. */
    static String of(ReportContent content) {
        JsonObject json = new JsonObject();
        for (Finding finding : content.told()) {
            JsonObject one = new JsonObject();
            JsonArray steps = new JsonArray();
            Vector<Case> all = finding.defect().steps();
            for (int i = 0; i < all.size(); i++) {
                JsonObject step = new JsonObject();
                step.addProperty("text", all.get(i).toString());
                step.addProperty(
                        "change", i == 0 ? "as it was found" : ShrinkingSection.changes(all.get(i - 1), all.get(i)));
                step.add("sizes", sizes(all.get(i)));
                step.addProperty("more", Math.max(0, disks(all.get(i)) - MOST_SIZES));
                steps.add(step);
            }
            one.add("steps", steps);
            Portrait portrait = content.portrait(finding);
            if (!portrait.zones().isEmpty()) one.add("map", map(portrait));
            json.add(finding.id(), one);
        }
        return json.toString().replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e");
    }

    private static int disks(Case c) {
        return c instanceof ArrayCase array ? array.disks() : 0;
    }

    private static JsonArray sizes(Case c) {
        Vector<Long> sizes = c instanceof WorkloadCase alone
                ? alone.workload().steps().take(MOST_SIZES).map(Workload.Step::bytes)
                : Vector.ofAll(((ArrayCase) c).diskSectors()).take(MOST_SIZES);
        return Json.strings(sizes.map(Long::toUnsignedString));
    }

    /** A running array as the page's script maps it; numbers that may not fit a double are text. */
    static JsonObject map(Portrait portrait) {
        JsonObject json = new JsonObject();
        json.addProperty("chunk", portrait.arrayCase().chunkSectors());
        json.addProperty("original", portrait.layout() == 1);
        json.addProperty("wide", portrait.kernel().has(Fix.STRIPE_64_BIT));
        json.addProperty("start", Long.toUnsignedString(portrait.start()));
        json.addProperty("sectors", Long.toUnsignedString(portrait.arraySectors()));
        JsonArray zones = new JsonArray();
        for (ArrayMap.Zone zone : portrait.zones()) {
            JsonObject one = new JsonObject();
            one.addProperty("end", Long.toUnsignedString(zone.end()));
            one.addProperty("dev", Long.toUnsignedString(zone.devStart()));
            JsonArray disks = new JsonArray();
            zone.disks().forEach(disks::add);
            one.add("disks", disks);
            zones.add(one);
        }
        json.add("zones", zones);
        JsonArray sizes = new JsonArray();
        for (int i = 0; i < portrait.arrayCase().disks(); i++)
            sizes.add(Long.toUnsignedString(portrait.arrayCase().diskSectors(i)));
        json.add("sizes", sizes);
        JsonArray probes = new JsonArray();
        for (long[] probe : portrait.probes()) {
            JsonArray one = new JsonArray();
            one.add(Long.toUnsignedString(probe[0]));
            one.add(probe[1]);
            one.add(Long.toUnsignedString(probe[2]));
            probes.add(one);
        }
        json.add("probes", probes);
        return json;
    }
}
