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
import kvetch.properties.vectors.Difference;
import kvetch.properties.vectors.LifeStep;
import kvetch.raid0.KernelProfile;

/** Says how the model did beside a real kernel. */
public final class SideBySideReport {
    private static final int MOST_TOLD = 20;
    private static final int LONGEST_STEP = 400;

    private final Terminal terminal;
    private final LiveKernel kernel;
    private final KernelProfile model;
    private final LiveConformance.Scope scope;

    /** About a kernel, and what is held against it. */
    public SideBySideReport(Terminal terminal, LiveKernel kernel, KernelProfile model, LiveConformance.Scope scope) {
        this.terminal = terminal;
        this.kernel = kernel;
        this.model = model;
        this.scope = scope;
    }

    /** For people, before it begins. */
    public void begin() {
        say("Linux " + kernel.release() + " (" + kernel.path() + ") beside "
                + model.name()
                + (kernel.isExact() || !model.equals(kernel.profile()) ? "" : ", the nearest there is") + ": "
                + Text.count(scope.arrays(), "array", "arrays")
                + " and " + Text.count(scope.lives(), "life", "lives") + ", seed " + scope.seed());
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
                                + " it said nothing and the model warns: it had warned before")
                + (outcome.count(LiveConformance.Sign.PRINTED) == 0
                        ? ""
                        : "; of " + outcome.count(LiveConformance.Sign.PRINTED)
                                + " it warned that a line is too long that it prints, with the names of the disks"));
        outcome.untriable().forEach((reason, count) -> say("could not be tried in full: " + count + ", as " + reason));
        int differing = outcome.disagreements().size();
        say(
                differing == 0
                        ? style.good("The model agrees with all " + outcome.tries() + ".")
                        : style.bad("The model disagrees with " + differing + " of " + outcome.tries() + "."));
        for (LiveConformance.Disagreement each : outcome.disagreements().take(MOST_TOLD)) tell(each);
        if (differing > MOST_TOLD) say("... and " + (differing - MOST_TOLD) + " more");
    }

    private void tell(LiveConformance.Disagreement disagreement) {
        terminal.say("");
        say("  " + disagreement.smallest());
        for (LifeStep step : disagreement.steps()) say("    " + Text.clip(step.toString(), LONGEST_STEP));
        Difference difference = disagreement.difference();
        say("    " + difference.what() + ":");
        say("    kernel  " + difference.recorded());
        say("    model   " + difference.model());
        if (!disagreement.original().equals(disagreement.smallest())) say("    found as " + disagreement.original());
    }

    /** For machines, at the end. */
    public void endInJson(LiveConformance.Outcome outcome) {
        JsonObject answer = Json.answer();
        answer.addProperty("on", kernel.path().toString());
        answer.addProperty("release", kernel.release());
        answer.addProperty("kernel", model.name());
        answer.addProperty("seed", scope.seed());
        answer.addProperty("tries", outcome.tries());
        answer.addProperty("started", outcome.count(LiveConformance.Sign.STARTED));
        answer.addProperty("warned", outcome.count(LiveConformance.Sign.WARNED));
        answer.addProperty("silent", outcome.count(LiveConformance.Sign.SILENT));
        answer.addProperty("printed", outcome.count(LiveConformance.Sign.PRINTED));
        answer.addProperty("died", outcome.count(LiveConformance.Sign.DIED));
        JsonObject untriable = new JsonObject();
        outcome.untriable().forEach(untriable::addProperty);
        answer.add("untriable", untriable);
        JsonArray disagreements = new JsonArray();
        for (LiveConformance.Disagreement each : outcome.disagreements()) {
            JsonObject one = new JsonObject();
            one.addProperty("what", each.difference().what());
            one.addProperty("on_kernel", each.difference().recorded());
            one.addProperty("on_model", each.difference().model());
            one.addProperty("life", each.smallest().isLife());
            one.add("steps", Json.strings(each.steps().map(LifeStep::toString)));
            one.add("case", CheckJson.json(each.smallest().array()));
            one.add("original", CheckJson.json(each.original().array()));
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
