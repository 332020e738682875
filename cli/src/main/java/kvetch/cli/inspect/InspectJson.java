package kvetch.cli.inspect;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.Locale;
import kvetch.cli.compare.Comparison;
import kvetch.cli.compare.LayoutJson;
import kvetch.cli.json.Json;
import kvetch.cli.machine.Machine;
import kvetch.cli.machine.MachineArray;
import kvetch.cli.map.ArrayMap;
import org.jspecify.annotations.Nullable;

/** Tells machines of the arrays of a machine; null is what was not told. */
final class InspectJson {
    private InspectJson() {}

    static JsonObject machine(Machine machine) {
        JsonObject json = Json.answer();
        RunningKernel kernel = RunningKernel.of(machine.release());
        json.add("release", text(machine.release()));
        json.add("kernels", Json.strings(kernel.models().map(model -> model.name())));
        json.add("default_layout", number(machine.defaultLayout()));
        return json;
    }

    /** What every array has. */
    static JsonObject array(MachineArray array) {
        JsonObject json = new JsonObject();
        json.addProperty("name", array.name());
        json.add("level", text(array.level()));
        json.add("metadata", text(array.metadata()));
        json.add("state", text(array.state()));
        json.add("chunk_sectors", number(array.chunkSectors()));
        json.add("missing", Json.strings(array.missing()));
        return json;
    }

    static JsonObject inspected(Inspection inspection) {
        JsonObject json = array(inspection.array());
        ArrayMap original = inspection.layouts().original();
        json.add("array_sectors", Json.unsigned(original.mapped().capacity()));
        JsonArray disks = new JsonArray();
        for (MachineArray.Member member : inspection.array().members()) {
            Rounding rounding = new Rounding(member, original.array().chunkSectors());
            JsonObject disk = new JsonObject();
            disk.addProperty("device", member.device());
            disk.addProperty("sectors", rounding.used());
            disk.add("lost", number(rounding.lost()));
            disk.add("lost_at_most", number(rounding.lost() == null ? rounding.atMost() : rounding.lost()));
            disks.add(disk);
        }
        json.add("disks", disks);
        json.add("zones", LayoutJson.zones(original));
        JsonObject layout = new JsonObject();
        layout.addProperty("layout", inspection.layout().number());
        layout.addProperty("said_by", inspection.layout().source().name().toLowerCase(Locale.ROOT));
        layout.addProperty("alike", inspection.layouts().difference().isNone());
        LayoutJson.add(layout, "difference", inspection.layouts().difference());
        json.add("layout", layout);
        JsonArray fates = new JsonArray();
        inspection.fates().forEach(fate -> fates.add(of(fate)));
        json.add("kernels", fates);
        JsonArray touched = new JsonArray();
        inspection.touched().forEach(one -> touched.add(of(one)));
        json.add("findings", touched);
        json.addProperty("verdict", inspection.verdict().name().toLowerCase(Locale.ROOT));
        return json;
    }

    private static JsonObject of(Inspection.Fate fate) {
        JsonObject json = new JsonObject();
        json.addProperty("kernel", fate.kernel().name());
        json.addProperty("starts", Comparison.runs(fate.map()));
        if (fate.map().errno() != null)
            json.addProperty("errno", fate.map().errno().number());
        if (fate.mapping() == null) return json;
        json.addProperty("same_mapping", fate.isRight());
        LayoutJson.add(json, "mapping", fate.mapping());
        return json;
    }

    private static JsonObject of(Inspection.Touched touched) {
        JsonObject json = new JsonObject();
        json.addProperty("kernel", touched.kernel().name());
        json.addProperty("running", touched.isRunning());
        json.add("touched_by", Json.strings(touched.findings().map(FindingCondition::name)));
        json.add("not_told", Json.strings(touched.untold().map(FindingCondition::name)));
        return json;
    }

    private static JsonElement text(@Nullable String text) {
        return text == null ? JsonNull.INSTANCE : new JsonPrimitive(text);
    }

    private static JsonElement number(@Nullable Number number) {
        return number == null ? JsonNull.INSTANCE : new JsonPrimitive(number);
    }
}
