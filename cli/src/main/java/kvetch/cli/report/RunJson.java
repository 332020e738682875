package kvetch.cli.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.vavr.collection.Vector;
import kvetch.api.AllocatorProvider;
import kvetch.cli.console.ExitCode;
import kvetch.cli.json.Json;
import kvetch.cli.page.RunFile;
import kvetch.properties.Check;
import kvetch.properties.LawResult;
import kvetch.properties.Verdict;
import kvetch.properties.law.Law;
import kvetch.raid0.KernelProfile;

/** Says how a check was run, with everything that was chosen for it; nothing in it tells whose machine it was. */
final class RunJson {
    private RunJson() {}

    static String of(
            Check check,
            Vector<LawResult> results,
            long shrinkSeconds,
            boolean expecting,
            boolean comparing,
            boolean interrupted,
            ExitCode code) {
        RunFile run = new RunFile("check");
        JsonObject json = run.json();
        JsonArray kernels = new JsonArray();
        for (KernelProfile kernel : check.kernels()) {
            JsonObject one = new JsonObject();
            one.addProperty("name", kernel.name());
            one.addProperty("description", kernel.description());
            one.addProperty("as_shipped", kernel.asShipped());
            kernels.add(one);
        }
        json.add("kernels", kernels);
        JsonArray allocators = new JsonArray();
        for (AllocatorProvider allocator : check.allocators()) {
            JsonObject one = new JsonObject();
            one.addProperty("name", allocator.name());
            one.addProperty("description", allocator.description());
            one.addProperty("family", allocator.family().toString());
            allocators.add(one);
        }
        json.add("allocators", allocators);
        json.add("laws", Json.strings(check.laws().map(Law::id)));
        json.addProperty("tries", check.tries());
        json.addProperty("seed", check.seed());
        json.addProperty("timeout_ms", check.timeoutMs());
        json.add("shrink_seconds", shrinkSeconds < 0 ? JsonNull.INSTANCE : new JsonPrimitive(shrinkSeconds));
        json.addProperty("expecting", expecting);
        json.addProperty("comparing", comparing);
        run.onThisMachine();
        JsonObject verdicts = new JsonObject();
        for (Verdict verdict : Verdict.values())
            verdicts.addProperty(verdict.toString(), results.count(result -> result.verdict() == verdict));
        json.add("verdicts", verdicts);
        json.addProperty("elapsed_ms", results.map(LawResult::elapsedMs).sum().longValue());
        return run.text(interrupted, code, CheckFolder.FILES);
    }
}
