package kvetch.cli.text;

import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Map;
import io.vavr.collection.Vector;
import kvetch.api.AllocatorProvider;
import kvetch.cli.console.Paragraphs;
import kvetch.cli.console.Style;
import kvetch.cli.console.Terminal;
import kvetch.cli.console.Text;
import kvetch.cli.console.Version;
import kvetch.cli.words.Baseline;
import kvetch.cli.words.CheckReport;
import kvetch.cli.words.Findings;
import kvetch.cli.words.Sightings;
import kvetch.cli.words.Story;
import kvetch.properties.Check;
import kvetch.properties.LawResult;
import kvetch.properties.Replay;
import kvetch.properties.Verdict;
import kvetch.properties.evidence.Misbehaviour;
import kvetch.properties.law.Coverage;
import kvetch.properties.law.Defect;
import kvetch.properties.law.Law;
import kvetch.properties.law.Violation;
import kvetch.properties.plug.ReplayToken;
import kvetch.raid0.KernelProfile;
import org.jspecify.annotations.Nullable;

/** Says what came of a check, for people. A defect is told once; where it comes up again, the reader is sent there. */
public final class CheckText implements CheckReport {
    private static final int TITLE_WIDTH = 33;
    private static final int VERDICT_WIDTH = 10;
    private static final String KNOWN = "x";
    private static final int COUNTS_AT = 6 + TITLE_WIDTH + VERDICT_WIDTH + 2;

    private final Paragraphs lines;
    private final Style style;
    private final DefectText defects;
    private final Baseline baseline;
    private final Sightings sightings;
    private Map<String, KernelProfile> kernels = LinkedHashMap.empty();
    private @Nullable String heading;

    /**
     * Nothing is said yet.
     *
     * @param moreArguments what a command must be given to find the allocators again, each argument after a space
     * @param baseline what it is compared with
     * @param sightings what a real kernel did with the defects, each by the time that its result comes
     */
    public CheckText(Terminal terminal, String moreArguments, Baseline baseline, Sightings sightings) {
        this.lines = new Paragraphs(terminal);
        this.style = lines.style();
        this.defects = new DefectText(lines, moreArguments, sightings);
        this.sightings = sightings;
        this.baseline = baseline;
    }

    @Override
    public void begin(Check check) {
        kernels = check.kernels().toMap(KernelProfile::name, kernel -> kernel);
        String laws = check.laws().size() == 1
                ? "law " + check.laws().head()
                : check.laws().size() + " laws";
        String plan = "kvetch " + Version.number() + ": " + laws + " on "
                + check.kernels().map(KernelProfile::name).mkString(", ") + " with "
                + check.allocators().map(AllocatorProvider::name).mkString(", ") + "; "
                + Text.count(check.tries(), "try", "tries") + " each, seed " + check.seed();
        for (String line : Text.wrap(plan, lines.width())) lines.say(line);
        if (!baseline.isGiven()) return;
        String compared = baseline.kernels()
                .toVector()
                .map(pair -> pair._1.equals(pair._2) ? pair._1 : pair._1 + " with its " + pair._2)
                .mkString(", ");
        for (String line : Text.wrap("compared with " + baseline.file() + ": " + compared, lines.width()))
            lines.say(line);
    }

    @Override
    public void result(LawResult result) {
        String pair = result.kernel() + " with " + result.allocator();
        if (!pair.equals(heading)) {
            lines.blank();
            lines.say(style.bold(pair) + describe(result));
            heading = pair;
        }
        String line = "  " + result.law() + "  " + Text.pad(result.law().title(), TITLE_WIDTH) + verdict(result) + "  ";
        String told = asTold(result);
        String age = age(result);
        String beside = Vector.of(age, told).reject(String::isEmpty).mkString(", ");
        String counts = result.tries() == 0 ? "" : counts(result);
        boolean fits = COUNTS_AT + counts.length() + 2 + beside.length() <= lines.width();
        if (!told.isEmpty() && fits) {
            lines.say(line + style.faint(counts) + "; " + beside);
            return;
        }
        lines.say((line + style.faint(counts)).stripTrailing() + (age.isEmpty() ? "" : "; " + age));
        switch (result.verdict()) {
            case INCOMPLETE -> {
                if (result.tested() > 0 && result.unseen().isEmpty()) defects.detail("not to the end");
                else if (result.tested() > 0)
                    defects.detail("never saw "
                            + result.unseen()
                                    .toVector()
                                    .sorted()
                                    .map(Coverage::text)
                                    .mkString(", ") + "; more --tries would");
            }
            case ERROR -> {
                Misbehaviour misbehaviour = result.misbehaviour();
                if (misbehaviour == null)
                    defects.detail(result.error().lines().findFirst().orElse(""));
                else defects.tell(misbehaviour, place(result));
            }
            case NOT_APPLICABLE -> defects.detail("not applicable: " + result.inapplicable());
            case BROKEN -> {
                Vector<Defect> all = result.defects().sorted(Findings.EASIEST_FIRST);
                String first = baseline.isGiven() ? "New: " : "";
                all.reject(defect -> isKnown(result, defect))
                        .forEach(defect -> defects.tell(defect, place(result), first));
                all.filter(defect -> isKnown(result, defect))
                        .forEach(defect -> defects.detail(
                                "known: " + Story.what(defect.violation().what())));
            }
            default -> {}
        }
    }

    @Override
    public void recalled(Vector<Replay> replays) {
        if (replays.isEmpty()) return;
        Vector<Replay> broken = replays.filter(replay -> replay.verdict() == Verdict.BROKEN);
        Vector<Replay> mended =
                replays.filter(replay -> replay.verdict() == Verdict.HELD || replay.verdict() == Verdict.INCOMPLETE);
        lines.blank();
        if (broken.nonEmpty()) {
            lines.say(style.bold("Broken last time and still broken: " + broken.size()));
            broken.forEach(replay -> remembered(replay, ": " + what(replay)));
        }
        if (mended.nonEmpty()) {
            lines.say(style.bold("Broken last time and mended since: " + mended.size()));
            mended.forEach(replay -> remembered(replay, ""));
        }
    }

    private static String what(Replay replay) {
        return replay.violations().map(Violation::what).map(Story::what).mkString("; ");
    }

    private void remembered(Replay replay, String what) {
        ReplayToken token = replay.token();
        for (String line : Text.wrap(
                token.law() + " on " + token.kernel() + " with " + token.allocator() + what, lines.width() - 2))
            lines.say("  " + line);
        lines.say("      " + style.faint(token.format()));
    }

    /** Where all of the defects of a result were told, if that is one place; else empty. */
    private String asTold(LawResult result) {
        Vector<String> places = result.defects()
                .map(defect -> isKnown(result, defect) ? "" : defects.known(defect, place(result)))
                .distinct();
        return places.size() == 1 ? places.head() : "";
    }

    /** Whether the earlier check has it. */
    private boolean isKnown(LawResult result, Defect defect) {
        return baseline.isGiven() && !baseline.isNew(result, defect);
    }

    /** How much of what breaks a law is new; empty where there is nothing to compare. */
    private String age(LawResult result) {
        if (!baseline.isGiven() || result.defects().isEmpty()) return "";
        int known = result.defects().count(defect -> isKnown(result, defect));
        int fresh = result.defects().size() - known;
        if (fresh == 0) return "known";
        return known == 0 ? "new" : fresh + " new, " + known + " known";
    }

    private static DefectText.Place place(LawResult result) {
        return new DefectText.Place(result.kernel(), result.allocator(), result.law());
    }

    private String describe(LawResult result) {
        KernelProfile kernel = kernels.get(result.kernel()).getOrNull();
        if (kernel == null) return "";
        String shipped =
                kernel.asShipped().equals(result.allocator()) ? "as shipped" : "ships with " + kernel.asShipped();
        return " (" + kernel.description() + (kernel.isLinux() ? "; " + shipped : "") + ")";
    }

    private String verdict(LawResult result) {
        return switch (result.verdict()) {
            case HELD -> style.good(Text.pad("held", VERDICT_WIDTH));
            case BROKEN -> style.bad(Text.pad("BROKEN", VERDICT_WIDTH));
            case INCOMPLETE ->
                style.doubtful(Text.pad(result.tested() == 0 ? "NOT TESTED" : "INCOMPLETE", VERDICT_WIDTH));
            case ERROR -> style.bad(Text.pad("ERROR", VERDICT_WIDTH));
            case NOT_APPLICABLE -> style.faint(Text.pad("n/a", VERDICT_WIDTH));
            default -> style.faint(Text.pad(result.verdict().toString(), VERDICT_WIDTH));
        };
    }

    private static String counts(LawResult result) {
        String tested = "tested on " + (result.tested() == result.tries() ? "all" : result.tested() + " of") + " "
                + result.tries();
        return result.sampled() == 0 ? tested : tested + ", " + result.sampled() + " sampled";
    }

    @Override
    public void end(Vector<LawResult> results) {
        lines.blank();
        matrix(results);
        findings(results);
        lines.blank();
        lines.say(conclusion(results));
    }

    private void matrix(Vector<LawResult> results) {
        Vector<Law> laws = results.map(LawResult::law).distinct();
        Vector<Vector<LawResult>> rows = results.groupBy(result -> result.kernel() + " " + result.allocator())
                .values()
                .toVector()
                .sortBy(row -> results.indexOf(row.head()));
        int kernelWidth = results.map(result -> result.kernel().length()).max().getOrElse(0);
        int allocatorWidth =
                results.map(result -> result.allocator().length()).max().getOrElse(0);
        lines.say(style.bold(" ".repeat(kernelWidth + allocatorWidth + 4) + laws.mkString("  ")));
        for (Vector<LawResult> row : rows) {
            String cells = laws.map(law -> row.find(result -> result.law().equals(law))
                            .map(this::cell)
                            .getOrElse("  "))
                    .mkString("  ");
            lines.say(Text.pad(row.head().kernel(), kernelWidth) + "  "
                    + Text.pad(row.head().allocator(), allocatorWidth) + "  " + cells.stripTrailing());
        }
        Vector<String> legend = Vector.of(Verdict.values())
                .filter(verdict ->
                        results.exists(result -> result.verdict() == verdict && !baseline.isAllKnown(result)))
                .map(verdict -> mark(verdict) + " "
                        + (verdict == Verdict.INCOMPLETE ? "not put to the test, or not enough" : verdict));
        if (results.exists(baseline::isAllKnown)) legend = legend.append(KNOWN + " broken, as is known");
        lines.say(style.faint(" ".repeat(kernelWidth + allocatorWidth + 4) + legend.mkString(", ")));
    }

    private String cell(LawResult result) {
        if (baseline.isAllKnown(result)) return style.doubtful(Text.pad(KNOWN, 2));
        String mark = Text.pad(mark(result.verdict()), 2);
        return switch (result.verdict()) {
            case HELD -> style.good(mark);
            case BROKEN, ERROR -> style.bad(mark);
            case INCOMPLETE -> style.doubtful(mark);
            default -> style.faint(mark);
        };
    }

    private static String mark(Verdict verdict) {
        return switch (verdict) {
            case HELD -> "+";
            case BROKEN -> "X";
            case INCOMPLETE -> "?";
            case ERROR -> "!";
            default -> "-";
        };
    }

    private void findings(Vector<LawResult> results) {
        if (!baseline.isGiven()) {
            Vector<Findings.Finding> all = Findings.of(results);
            findings("", all, results);
            if (all.nonEmpty()) defects.goOn(all.head().easiest(), all.size());
            return;
        }
        Vector<Findings.Finding> fresh = Findings.of(results, baseline::isNew);
        if (fresh.isEmpty()) {
            lines.blank();
            lines.say(style.bold("Nothing new"));
        }
        findings("new ", fresh, results);
        unheardOf(results);
        if (fresh.nonEmpty()) defects.goOn(fresh.head().easiest(), fresh.size());
        findings("known ", Findings.of(results, this::isKnown), results);
        missing("gone: known, and not seen in this check", baseline.gone(results));
        missing("known, and not put to the test to the end", baseline.unjudged(results));
    }

    private void findings(String age, Vector<Findings.Finding> findings, Vector<LawResult> results) {
        if (findings.isEmpty()) return;
        lines.blank();
        lines.say(style.bold(
                findings.size() == 1
                        ? "1 " + age + "defect"
                        : findings.size() + " " + age + "defects, the easiest to reach first"));
        int width = findings.map(finding -> Story.what(finding.what()).length())
                .max()
                .getOrElse(0);
        Vector<String> kernelNames = results.map(LawResult::kernel).distinct();
        Vector<String> allocatorNames = results.map(LawResult::allocator).distinct();
        String entry = "";
        for (Findings.Finding finding : findings) {
            if (!Findings.entry(finding.easiest()).equals(entry)) {
                entry = Findings.entry(finding.easiest());
                lines.say("  " + entry);
            }
            lines.say("    " + style.bad(finding.law().id()) + "  "
                    + Text.pad(Story.what(finding.what()), Math.min(width, 72)) + "  "
                    + style.faint(
                            Findings.where(finding.where(), kernelNames, allocatorNames) + seen(finding.easiest())));
        }
    }

    private String seen(Defect defect) {
        String brief = sightings.brief(defect);
        return brief.isEmpty() ? "" : "; " + brief;
    }

    private void unheardOf(Vector<LawResult> results) {
        Vector<String> where = baseline.unheardOf(results)
                .map(result -> result.law() + " on " + result.kernel() + " with " + result.allocator());
        if (where.isEmpty()) return;
        String text = "It may be old all the same where the earlier check put nothing to the test: ";
        for (String line : Text.wrap(text + where.mkString(", "), lines.width() - 2)) lines.say("  " + line);
    }

    private void missing(String title, Vector<Baseline.Known> known) {
        if (known.isEmpty()) return;
        lines.blank();
        lines.say(style.bold(known.size() + " " + title));
        int width = known.map(one -> Story.what(one.what()).length()).max().getOrElse(0);
        for (Baseline.Known one : known)
            lines.say("    " + one.law() + "  " + Text.pad(Story.what(one.what()), Math.min(width, 72)) + "  "
                    + style.faint(one.kernel() + " with " + one.allocator()));
    }

    private String conclusion(Vector<LawResult> results) {
        Vector<String> parts = Vector.of(Verdict.values())
                .map(verdict -> {
                    int n = results.count(result -> result.verdict() == verdict);
                    return n == 0 ? "" : n + " " + verdict;
                })
                .filter(part -> !part.isEmpty());
        boolean isTimed = results.forAll(result -> result.elapsedMs() != LawResult.UNTIMED);
        long millis = results.map(LawResult::elapsedMs).sum().longValue();
        String time = isTimed ? ", in " + millis / 1000 + "." + millis / 100 % 10 + " s" : "";
        String seed = results.isEmpty()
                ? ""
                : "; the same again with --seed " + results.head().seed();
        return "Of " + Text.count(results.size(), "check", "checks") + ": " + parts.mkString(", ") + time + seed + ".";
    }
}
