package kvetch.cli.inspect;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.vavr.collection.Vector;
import kvetch.cli.console.ExitCode;
import kvetch.cli.console.Terminal;
import kvetch.cli.console.UsageError;
import kvetch.cli.json.Json;
import kvetch.cli.machine.Machine;
import kvetch.cli.machine.MachineArray;
import kvetch.properties.plug.Providers;
import kvetch.raid0.KernelProfile;

/** Inspects the arrays of a machine, and tells people or machines. */
public final class Inspector {
    private static final String RAID0 = "raid0";

    private final Providers providers;
    private final Machine machine;
    private final Vector<KernelProfile> named;

    public Inspector(Providers providers, Machine machine, Vector<KernelProfile> named) {
        this.providers = providers;
        this.machine = machine;
        this.named = named;
    }

    /** What is known of a raid0, if all is told that its zones follow from. */
    private Vector<Inspection> inspections() {
        return machine.arrays()
                .filter(array -> RAID0.equals(array.level()) && array.missing().isEmpty())
                .map(array -> {
                    try {
                        return Inspection.of(providers, machine, array, named);
                    } catch (UsageError impossible) {
                        throw new UsageError(array.name() + ": " + impossible.message());
                    }
                });
    }

    public ExitCode tell(Terminal terminal, boolean asJson) {
        Vector<Inspection> inspections = inspections();
        if (asJson) terminal.say(Json.format(json(inspections)));
        else text(terminal, inspections);
        if (inspections.exists(one -> one.verdict() == Inspection.Verdict.NOT_FINE)) return ExitCode.BROKEN;
        boolean isOpen = inspections.exists(one -> one.verdict() == Inspection.Verdict.UNTOLD)
                || machine.arrays()
                        .exists(array -> !isOther(array) && array.missing().nonEmpty());
        return isOpen ? ExitCode.INCOMPLETE : ExitCode.HELD;
    }

    private static boolean isOther(MachineArray array) {
        return array.level() != null && !RAID0.equals(array.level());
    }

    private void text(Terminal terminal, Vector<Inspection> inspections) {
        InspectText text = new InspectText(terminal);
        text.machine(machine);
        for (MachineArray array : machine.arrays())
            if (isOther(array)) text.other(array);
            else
                inspections
                        .find(one -> one.array() == array)
                        .peek(text::inspected)
                        .onEmpty(() -> text.untold(array));
    }

    private JsonObject json(Vector<Inspection> inspections) {
        JsonObject json = InspectJson.machine(machine);
        JsonArray arrays = new JsonArray();
        for (MachineArray array : machine.arrays())
            arrays.add(inspections
                    .find(one -> one.array() == array)
                    .map(InspectJson::inspected)
                    .getOrElse(() -> InspectJson.array(array)));
        json.add("arrays", arrays);
        return json;
    }
}
