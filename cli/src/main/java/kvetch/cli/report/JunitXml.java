package kvetch.cli.report;

import io.vavr.collection.Vector;
import java.util.Locale;
import kvetch.cli.console.Text;
import kvetch.cli.console.Version;
import kvetch.cli.picture.Markup;
import kvetch.cli.words.CheckMatrix;
import kvetch.cli.words.Findings;
import kvetch.cli.words.Story;
import kvetch.properties.LawResult;
import kvetch.properties.Verdict;
import kvetch.properties.cases.Case;
import kvetch.properties.evidence.Misbehaviour;
import kvetch.properties.law.Defect;

/**
 * Says what came of a check in the XML of JUnit, for whatever shows test results: a suite for each kernel and allocator, in
 * it a test case for each law. What was not put to the test is skipped, never passed.
 */
public final class JunitXml {
    private JunitXml() {}

    public static String of(Vector<LawResult> results) {
        Markup xml = new Markup();
        xml.markup("<?xml version=\"1.0\" encoding=\"UTF-8\"?>").line();
        xml.open("testsuites", summary("kvetch", results)).line();
        for (Vector<LawResult> suite : CheckMatrix.columns(results)) {
            LawResult first = suite.head();
            xml.open("testsuite", summary(first.kernel() + " with " + first.allocator(), suite))
                    .line();
            xml.open("properties").line();
            property(xml, "kvetch", Version.number());
            property(xml, "kernel", first.kernel());
            property(xml, "allocator", first.allocator());
            property(xml, "seed", Long.toString(first.seed()));
            xml.end();
            for (LawResult result : suite) testCase(xml, result);
            xml.end();
        }
        return xml.end().toString();
    }

    private static String[] summary(String name, Vector<LawResult> results) {
        return new String[] {
            "name", name,
            "tests", Integer.toString(results.size()),
            "failures", count(results, Verdict.BROKEN),
            "errors", count(results, Verdict.ERROR),
            "skipped", Integer.toString(results.count(JunitXml::isSkipped)),
            "time", seconds(results.map(LawResult::elapsedMs).sum().longValue())
        };
    }

    private static String count(Vector<LawResult> results, Verdict verdict) {
        return Integer.toString(results.count(result -> result.verdict() == verdict));
    }

    private static boolean isSkipped(LawResult result) {
        return switch (result.verdict()) {
            case HELD, BROKEN, ERROR -> false;
            case INCOMPLETE, NOT_APPLICABLE -> true;
        };
    }

    private static String seconds(long millis) {
        return String.format(Locale.ROOT, "%d.%03d", millis / 1000, millis % 1000);
    }

    private static void property(Markup xml, String name, String value) {
        xml.empty("property", "name", name, "value", value).line();
    }

    private static void testCase(Markup xml, LawResult result) {
        xml.open(
                "testcase",
                "classname",
                "kvetch." + dotless(result.kernel()) + "." + dotless(result.allocator()),
                "name",
                result.law() + " " + result.law().title(),
                "time",
                seconds(result.elapsedMs()));
        switch (result.verdict()) {
            case HELD -> {}
            case BROKEN ->
                xml.line()
                        .element(
                                "failure",
                                result.defects().map(JunitXml::story).mkString("\n"),
                                "type",
                                result.defects().head().violation().what(),
                                "message",
                                result.defects().map(Story::sentence).mkString(" "))
                        .line();
            case ERROR ->
                xml.line()
                        .element(
                                "error",
                                error(result),
                                "type",
                                "error",
                                "message",
                                result.error().lines().findFirst().orElse(""))
                        .line();
            case INCOMPLETE, NOT_APPLICABLE ->
                xml.line().empty("skipped", "message", Story.why(result)).line();
        }
        xml.end();
    }

    /** What went wrong, where and on what. */
    static String error(LawResult result) {
        Misbehaviour misbehaviour = result.misbehaviour();
        if (misbehaviour == null) return result.error();
        String on = misbehaviour.testCase() == null ? "" : "\non " + misbehaviour.testCase();
        String replay = misbehaviour.replay().isEmpty() ? "" : "\nkvetch replay " + misbehaviour.replay();
        return result.error()
                + misbehaviour.frames().map(frame -> "\n    at " + frame).mkString()
                + on
                + replay;
    }

    /** Dots would make packages of a version. */
    private static String dotless(String name) {
        return name.replace('.', '_');
    }

    static String story(Defect defect) {
        StringBuilder text = new StringBuilder(Story.sentence(defect)).append('\n');
        Case c = defect.counterexample();
        text.append(c.noun()).append("    ").append(c).append('\n');
        if (defect.errno() != null)
            text.append("errno    ").append(Story.errno(defect.errno())).append('\n');
        if (defect.splat() != null)
            text.append("splat    ")
                    .append(Story.splat(defect.splat()).mkString("\n         "))
                    .append('\n');
        if (Findings.isOfArray(defect))
            text.append("entry    reachable through ")
                    .append(Story.reach(defect))
                    .append('\n');
        if (defect.consequence() != null)
            text.append("harm     ").append(defect.consequence()).append('\n');
        if (defect.divergence() != null)
            text.append("differs  ").append(defect.divergence().sentence()).append('\n');
        if (!defect.original().equals(c))
            text.append("found    as ")
                    .append(defect.original())
                    .append("; ")
                    .append(Text.count(defect.shrinkEvaluations(), "case", "cases"))
                    .append(" to here\n");
        return text.append("replay   ").append(defect.replay()).append('\n').toString();
    }
}
