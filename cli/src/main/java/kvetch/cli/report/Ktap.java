package kvetch.cli.report;

import io.vavr.collection.Vector;
import kvetch.cli.console.Terminal;
import kvetch.cli.console.Version;
import kvetch.cli.words.Baseline;
import kvetch.cli.words.CheckMatrix;
import kvetch.cli.words.CheckReport;
import kvetch.cli.words.Story;
import kvetch.properties.Check;
import kvetch.properties.LawResult;
import kvetch.properties.Verdict;

/**
 * Says what came of a check in KTAP, version 1, which KUnit's tools read: a test for each kernel and allocator, in it a subtest
 * for each law. What was not put to the test is skipped, never passed; what a baseline knows is expected to fail.
 */
public final class Ktap implements CheckReport {
    private static final String VERSION = "KTAP version 1";
    private static final String INDENT = "  ";

    private final Terminal terminal;
    private final Baseline baseline;

    public Ktap(Terminal terminal, Baseline baseline) {
        this.terminal = terminal;
        this.baseline = baseline;
    }

    @Override
    public void begin(Check check) {}

    /** The plan comes first, and with it the number of tests. */
    @Override
    public void result(LawResult result) {}

    @Override
    public void end(Vector<LawResult> results) {
        Vector<Vector<LawResult>> suites = CheckMatrix.columns(results);
        terminal.say(VERSION);
        terminal.say("1.." + suites.size());
        for (int i = 0; i < suites.size(); i++) suite(suites.get(i), i + 1);
    }

    private void suite(Vector<LawResult> suite, int number) {
        LawResult first = suite.head();
        String name = first.kernel() + " with " + first.allocator();
        terminal.say(INDENT + VERSION);
        diagnose("Subtest: " + name);
        terminal.say(INDENT + "1.." + suite.size());
        diagnose("kvetch " + Version.number() + ", seed " + first.seed());
        for (int i = 0; i < suite.size(); i++) law(suite.get(i), i + 1);
        boolean passes = suite.forAll(this::passes);
        boolean isSkipped = suite.forAll(Ktap::isSkipped);
        terminal.say(line(passes, number, name) + (isSkipped ? " # SKIP no law was put to the test" : ""));
    }

    private void law(LawResult result, int number) {
        story(result).flatMap(text -> Vector.ofAll(text.lines())).forEach(this::diagnose);
        terminal.say(INDENT
                + line(passes(result), number, result.law() + " " + result.law().title())
                + directive(result));
    }

    private void diagnose(String text) {
        terminal.say((INDENT + "# " + text).stripTrailing());
    }

    private static String line(boolean passes, int number, String name) {
        return (passes ? "ok " : "not ok ") + number + " " + name.replace('#', ' ');
    }

    private boolean passes(LawResult result) {
        return switch (result.verdict()) {
            case HELD, INCOMPLETE, NOT_APPLICABLE -> true;
            case BROKEN -> baseline.isAllKnown(result);
            case ERROR -> false;
        };
    }

    private static boolean isSkipped(LawResult result) {
        return result.verdict() == Verdict.INCOMPLETE || result.verdict() == Verdict.NOT_APPLICABLE;
    }

    private String directive(LawResult result) {
        return switch (result.verdict()) {
            case HELD -> "";
            case BROKEN -> baseline.isAllKnown(result) ? " # XFAIL known" : "";
            case ERROR -> " # ERROR " + firstLine(result.error());
            case INCOMPLETE, NOT_APPLICABLE -> " # SKIP " + firstLine(Story.why(result));
        };
    }

    private static Vector<String> story(LawResult result) {
        return switch (result.verdict()) {
            case BROKEN ->
                result.defects().map(defect -> Story.what(defect.violation().what()) + "\n" + JunitXml.story(defect));
            case ERROR -> Vector.of(JunitXml.error(result));
            case HELD, INCOMPLETE, NOT_APPLICABLE -> Vector.empty();
        };
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }
}
