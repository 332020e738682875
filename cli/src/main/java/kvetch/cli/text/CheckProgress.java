package kvetch.cli.text;

import java.util.HashSet;
import java.util.Set;
import kvetch.cli.console.Progress;
import kvetch.cli.console.Terminal;
import kvetch.cli.console.Text;
import kvetch.cli.words.Baseline;
import kvetch.cli.words.Story;
import kvetch.properties.Check;
import kvetch.properties.Observation;
import kvetch.properties.law.Violation;

/** Shows how far a check is, and each defect as it is first seen, before it is made smaller. */
public final class CheckProgress {
    private static final long EVERY_NS = 200_000_000;

    private final Terminal terminal;
    private final Check check;
    private final Baseline baseline;
    private final Progress progress;
    private final int total;
    private final long started = System.nanoTime();
    private final Set<String> seen = new HashSet<>();
    private int done;
    private int tried;
    private long shown;

    public CheckProgress(Terminal terminal, Check check, Baseline baseline) {
        this.terminal = terminal;
        this.check = check;
        this.baseline = baseline;
        this.progress = new Progress(terminal);
        this.total = check.kernels().size()
                * check.allocators().size()
                * check.laws().size();
    }

    /** A law is done, or none yet. */
    public void show() {
        tried = 0;
        if (done < total) progress.show(done, total, label());
    }

    /** A law is done, and what came of it is about to be told. */
    public void lawIsDone() {
        progress.clear();
        done++;
    }

    public void clear() {
        progress.clear();
    }

    /** A case was examined. Called on a thread of the check's own, while the others wait. */
    public void observe(Observation observation) {
        tried++;
        for (Violation violation : observation.violations()) {
            String kind = observation.kernel() + " " + observation.allocator() + " " + violation.law() + " "
                    + violation.what();
            if (seen.add(kind)) tellUnshrunk(observation, violation);
        }
        long now = System.nanoTime();
        if (now - shown < EVERY_NS) return;
        shown = now;
        progress.show(done, total, label() + ", " + tried + " of " + check.tries() + " tries" + timeLeft(now));
    }

    private void tellUnshrunk(Observation observation, Violation violation) {
        progress.clear();
        boolean isKnown = baseline.isKnown(observation.kernel(), observation.allocator(), violation);
        String text = (isKnown ? "found again " : "found ") + violation.law() + " broken on " + observation.kernel()
                + " with "
                + observation.allocator() + ": " + Story.what(violation.what()) + ", by "
                + Story.brief(observation.testCase(), terminal.width());
        terminal.err().println(Text.clip(text, terminal.width() - 1));
    }

    private String timeLeft(long now) {
        double share = (done + Math.min(1.0, (double) tried / check.tries())) / total;
        if (share < 0.01) return "";
        double seconds = (now - started) / 1e9;
        return ", " + Math.round(seconds / share - seconds) + " s left";
    }

    /** What is being checked. */
    private String label() {
        int laws = check.laws().size();
        int perKernel = laws * check.allocators().size();
        return check.kernels().get(done / perKernel).name() + " "
                + check.allocators().get(done % perKernel / laws).name() + " "
                + check.laws().get(done % laws);
    }
}
