package kvetch.cli.json;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.vavr.collection.Vector;
import java.util.Objects;
import kvetch.api.CodeLocation;
import kvetch.api.Splat;
import kvetch.cli.console.Terminal;
import kvetch.cli.console.Version;
import kvetch.cli.words.Baseline;
import kvetch.cli.words.CheckReport;
import kvetch.cli.words.Story;
import kvetch.properties.Check;
import kvetch.properties.LawResult;
import kvetch.properties.Verdict;
import kvetch.properties.evidence.Misbehaviour;
import kvetch.properties.law.Defect;
import kvetch.properties.law.Divergence;
import kvetch.properties.law.Law;
import kvetch.raid0.Driver;
import kvetch.raid0.KernelProfile;
import org.jspecify.annotations.Nullable;

/**
 * Says what came of a check in SARIF 2.1, which tools for the review of code read: a rule for each law, a result for each defect, and a
 * notification for each law that could not be judged. A defect is in the driver, or in what was plugged in.
 */
public final class CheckSarif implements CheckReport {
    private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";
    private static final String DRIVER = "drivers/md/raid0.c";
    private static final String JAVA = "src/main/java/";

    private final Terminal terminal;
    private final Baseline baseline;
    private @Nullable Check check;

    public CheckSarif(Terminal terminal, Baseline baseline) {
        this.terminal = terminal;
        this.baseline = baseline;
    }

    @Override
    public void begin(Check planned) {
        check = planned;
    }

    @Override
    public void result(LawResult result) {}

    @Override
    public void end(Vector<LawResult> results) {
        JsonObject run = new JsonObject();
        JsonObject tool = new JsonObject();
        tool.add("driver", tool());
        run.add("tool", tool);
        run.add("invocations", array(Vector.of(invocation(results))));
        run.add(
                "results",
                array(results.flatMap(result -> result.defects().map(defect -> defect(result, defect)))
                        .appendAll(baseline.isGiven() ? gone(results) : Vector.empty())));
        JsonObject log = new JsonObject();
        log.addProperty("$schema", SCHEMA);
        log.addProperty("version", "2.1.0");
        log.add("runs", array(Vector.of(run)));
        terminal.say(Json.format(log));
    }

    private Check check() {
        return Objects.requireNonNull(check, "it has not begun");
    }

    private JsonObject tool() {
        JsonObject driver = new JsonObject();
        driver.addProperty("name", "kvetch");
        driver.addProperty("version", Version.number());
        driver.add("rules", array(check().laws().map(CheckSarif::rule)));
        return driver;
    }

    private static JsonObject rule(Law law) {
        JsonObject rule = new JsonObject();
        rule.addProperty("id", law.id());
        rule.add("shortDescription", text(law.title()));
        rule.add("fullDescription", text(law.statement()));
        rule.add("help", text("Look first at " + law.lookFirstAt() + "."));
        return rule;
    }

    /** Whoever reads it knows from this which laws were not judged; a law that is broken is no failure of the tool. */
    private static JsonObject invocation(Vector<LawResult> results) {
        JsonObject invocation = new JsonObject();
        invocation.addProperty(
                "executionSuccessful",
                !results.exists(result -> result.verdict() == Verdict.ERROR && result.misbehaviour() == null));
        invocation.add(
                "toolExecutionNotifications",
                array(results.filter(
                                result -> result.verdict() == Verdict.ERROR || result.verdict() == Verdict.INCOMPLETE)
                        .map(CheckSarif::notification)));
        return invocation;
    }

    private static JsonObject notification(LawResult result) {
        boolean isError = result.verdict() == Verdict.ERROR;
        JsonObject notification = new JsonObject();
        notification.addProperty("level", isError ? "error" : "warning");
        notification.add("message", text(where(result) + (isError ? error(result) : Story.why(result))));
        JsonObject rule = new JsonObject();
        rule.addProperty("id", result.law().id());
        notification.add("associatedRule", rule);
        return notification;
    }

    private static String error(LawResult result) {
        Misbehaviour misbehaviour = result.misbehaviour();
        String replay = misbehaviour == null ? "" : misbehaviour.replay();
        return result.error() + (replay.isEmpty() ? "" : "\nkvetch replay " + replay);
    }

    private static String where(LawResult result) {
        return result.law() + " on " + result.kernel() + " with " + result.allocator() + ": ";
    }

    private JsonObject defect(LawResult result, Defect defect) {
        JsonObject json = result(
                result.law().id(),
                result.kernel(),
                result.allocator(),
                defect.violation().what());
        json.addProperty("level", "error");
        json.add(
                "message",
                text(Story.sentence(defect) + "\n" + defect.counterexample().noun() + ": " + defect.counterexample()
                        + "\non " + result.kernel() + " with " + result.allocator() + ": kvetch replay "
                        + defect.replay()));
        json.add("locations", array(Vector.of(location(result, defect))));
        Splat splat = defect.splat();
        if (splat != null && splat.site().line() > 0) json.add("relatedLocations", array(Vector.of(site(splat))));
        if (baseline.isGiven()) json.addProperty("baselineState", baseline.isNew(result, defect) ? "new" : "unchanged");
        JsonObject properties = new JsonObject();
        properties.addProperty("kernel", result.kernel());
        properties.addProperty("allocator", result.allocator());
        properties.addProperty("replay", defect.replay());
        json.add("properties", properties);
        return json;
    }

    /** What an earlier check has and this one has not. */
    private Vector<JsonObject> gone(Vector<LawResult> results) {
        return baseline.gone(results).map(known -> {
            JsonObject json = result(known.law(), known.kernel(), known.allocator(), known.what());
            json.addProperty("level", "none");
            json.add(
                    "message",
                    text(Story.what(known.what()) + ": not seen any more on " + known.kernel() + " with "
                            + known.allocator()));
            json.addProperty("baselineState", "absent");
            return json;
        });
    }

    /** By its fingerprint the next check has the same result, whatever the counterexample. */
    private JsonObject result(String law, String kernel, String allocator, String what) {
        JsonObject json = new JsonObject();
        json.addProperty("ruleId", law);
        json.addProperty("ruleIndex", check().laws().map(Law::id).indexOf(law));
        JsonObject fingerprints = new JsonObject();
        fingerprints.addProperty("kvetch/v1", String.join(" ", law, kernel, allocator, what));
        json.add("partialFingerprints", fingerprints);
        return json;
    }

    private JsonObject location(LawResult result, Defect defect) {
        JsonObject location = new JsonObject();
        location.add("physicalLocation", physical(source(result), 1));
        String function = function(defect);
        if (function.isEmpty()) return location;
        JsonObject logical = new JsonObject();
        logical.addProperty("name", function);
        logical.addProperty("kind", "function");
        location.add("logicalLocations", array(Vector.of(logical)));
        return location;
    }

    private static JsonObject site(Splat splat) {
        CodeLocation site = splat.site();
        JsonObject location = new JsonObject();
        location.add("physicalLocation", physical(site.file(), site.line()));
        location.add("message", text(splat.headline()));
        return location;
    }

    private static JsonObject physical(String file, int line) {
        JsonObject artifact = new JsonObject();
        artifact.addProperty("uri", file);
        JsonObject region = new JsonObject();
        region.addProperty("startLine", line);
        JsonObject physical = new JsonObject();
        physical.add("artifactLocation", artifact);
        physical.add("region", region);
        return physical;
    }

    /** Where the code is that is to blame: of what was plugged in where Maven has it, else the driver. */
    private String source(LawResult result) {
        KernelProfile kernel = check().kernels()
                .find(profile -> profile.name().equals(result.kernel()))
                .getOrNull();
        if (kernel != null && kernel.code() instanceof Driver.PluggedIn driver)
            return source(driver.provider().getClass());
        return check().allocators()
                .find(provider -> provider.name().equals(result.allocator())
                        && !check().providers().allocators().isKernels(provider))
                .map(provider -> source(provider.getClass()))
                .getOrElse(DRIVER);
    }

    private static String source(Class<?> type) {
        Class<?> outermost = type;
        for (Class<?> outer = type.getEnclosingClass(); outer != null; outer = outer.getEnclosingClass())
            outermost = outer;
        return JAVA + outermost.getName().replace('.', '/') + ".java";
    }

    /** The function of the driver in which it goes wrong, where something is known of that. */
    private static String function(Defect defect) {
        Divergence divergence = defect.divergence();
        if (divergence != null && !divergence.function().isEmpty()) return divergence.function();
        Splat splat = defect.splat();
        if (splat == null) return "";
        return splat.callTrace()
                .prepend(splat.site().function())
                .find(CheckSarif::isDrivers)
                .getOrElse("");
    }

    private static boolean isDrivers(String function) {
        return function.startsWith("raid0_")
                || Vector.of("create_strip_zones", "find_zone", "map_sector").contains(function);
    }

    private static JsonObject text(String text) {
        JsonObject json = new JsonObject();
        json.addProperty("text", text);
        return json;
    }

    private static JsonArray array(Vector<? extends JsonElement> elements) {
        JsonArray array = new JsonArray();
        elements.forEach(array::add);
        return array;
    }
}
