package kvetch.cli.text;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import kvetch.cli.console.Style;
import kvetch.cli.console.Terminal;
import kvetch.cli.console.Text;
import kvetch.cli.json.CheckJson;
import kvetch.cli.json.Json;
import kvetch.live.LiveConformance;
import kvetch.live.LiveKernel;

/** Says how the model did beside a real kernel. */
public final class SideBySideReport {
    private static final int MOST_TOLD = 20;

    private final Terminal terminal;
    private final LiveKernel kernel;
    private final long seed;

    public SideBySideReport(Terminal terminal, LiveKernel kernel, long seed) {
        this.terminal = terminal;
        this.kernel = kernel;
        this.seed = seed;
    }

    /** For people, before it begins. */
    public void begin(int tries) {
        say("Linux " + kernel.release() + " (" + kernel.path() + ") beside "
                + kernel.profile().name()
                + (kernel.isExact() ? "" : ", the nearest there is") + ": " + Text.count(tries, "array", "arrays")
                + ", seed " + seed);
    }

    /** For people. */
    public void end(LiveConformance.Outcome outcome) {
        Style style = terminal.style();
        say(outcome.count(LiveConformance.Sign.STARTED) + " started; the kernel warned of "
                + outcome.count(LiveConformance.Sign.WARNED) + " and died of "
                + outcome.count(LiveConformance.Sign.DIED)
                + (outcome.count(LiveConformance.Sign.SILENT) == 0
                        ? ""
                        : "; of " + outcome.count(LiveConformance.Sign.SILENT)
                                + " it said nothing and the model warns: it had warned before"));
        outcome.untriable().forEach((reason, count) -> say("could not be tried in full: " + count + ", as " + reason));
        int differing = outcome.disagreements().size();
        say(
                differing == 0
                        ? style.good("The model agrees with all " + outcome.tries() + ".")
                        : style.bad("The model disagrees with " + differing + " of " + outcome.tries() + "."));
        for (LiveConformance.Disagreement each : outcome.disagreements().take(MOST_TOLD)) {
            terminal.say("");
            say("  " + each.smallest());
            say("    " + each.what() + ":");
            say("    kernel  " + each.onKernel());
            say("    model   " + each.onModel());
            if (!each.original().equals(each.smallest())) say("    found as " + each.original());
        }
        if (differing > MOST_TOLD) say("... and " + (differing - MOST_TOLD) + " more");
    }

    /** For machines, at the end. */
    public void endInJson(LiveConformance.Outcome outcome) {
        JsonObject answer = Json.answer();
        answer.addProperty("on", kernel.path().toString());
        answer.addProperty("release", kernel.release());
        answer.addProperty("kernel", kernel.profile().name());
        answer.addProperty("seed", seed);
        answer.addProperty("tries", outcome.tries());
        answer.addProperty("started", outcome.count(LiveConformance.Sign.STARTED));
        answer.addProperty("warned", outcome.count(LiveConformance.Sign.WARNED));
        answer.addProperty("silent", outcome.count(LiveConformance.Sign.SILENT));
        answer.addProperty("died", outcome.count(LiveConformance.Sign.DIED));
        JsonObject untriable = new JsonObject();
        outcome.untriable().forEach(untriable::addProperty);
        answer.add("untriable", untriable);
        JsonArray disagreements = new JsonArray();
        for (LiveConformance.Disagreement each : outcome.disagreements()) {
            JsonObject one = new JsonObject();
            one.addProperty("what", each.what());
            one.addProperty("on_kernel", each.onKernel());
            one.addProperty("on_model", each.onModel());
            one.add("case", CheckJson.json(each.smallest()));
            one.add("original", CheckJson.json(each.original()));
            disagreements.add(one);
        }
        answer.add("disagreements", disagreements);
        terminal.say(Json.format(answer));
    }

    private void say(String text) {
        int indent = text.length() - text.stripLeading().length();
        for (String line : Text.wrap(text.strip(), terminal.width() - indent)) terminal.say(" ".repeat(indent) + line);
    }
}
