package kvetch.cli.page;

import com.google.gson.JsonObject;
import io.vavr.collection.Vector;
import kvetch.cli.console.ExitCode;
import kvetch.cli.json.Json;

/** How a run was made, with everything that was chosen for it; nothing in it tells whose machine it was. */
public final class RunFile {
    private final JsonObject json = Json.answer();

    /** Of a command; what was chosen for it is added to {@link #json}. */
    public RunFile(String command) {
        json.addProperty("command", command);
    }

    public JsonObject json() {
        return json;
    }

    /** Says what it ran on. */
    public RunFile onThisMachine() {
        JsonObject jdk = new JsonObject();
        jdk.addProperty("version", System.getProperty("java.version"));
        jdk.addProperty("vm", System.getProperty("java.vm.name"));
        json.add("jdk", jdk);
        JsonObject os = new JsonObject();
        os.addProperty("name", System.getProperty("os.name"));
        os.addProperty("arch", System.getProperty("os.arch"));
        json.add("os", os);
        return this;
    }

    /**
     * All of it.
     *
     * @param isCutShort whether the run ended early
     * @param files what it leaves
     */
    public String text(boolean isCutShort, ExitCode code, Vector<String> files) {
        json.addProperty("interrupted", isCutShort);
        json.addProperty("exit_code", code.number());
        json.add("files", Json.strings(files));
        return Json.format(json) + "\n";
    }
}
