package kvetch.cli;

import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Map;
import io.vavr.collection.Vector;
import java.util.HashMap;
import kvetch.api.AllocatorProvider;
import kvetch.api.Splat;
import kvetch.properties.Check;
import kvetch.properties.Defect;
import kvetch.properties.LawId;
import kvetch.properties.LawResult;
import kvetch.properties.Misbehaviour;
import kvetch.properties.Reach;
import kvetch.properties.Replay;
import kvetch.properties.ReplayToken;
import kvetch.properties.Sight;
import kvetch.properties.Verdict;
import kvetch.properties.Violation;
import kvetch.raid0.Errno;
import kvetch.raid0.KernelProfile;
import org.jspecify.annotations.Nullable;

/** Says what came of a check, for people. A defect is told once; where it comes up again, the reader is sent there. */
final class CheckText implements CheckReport {
    private static final int TITLE_WIDTH = 33;
    private static final int VERDICT_WIDTH = 10;
    private static final int COUNTS_AT = 6 + TITLE_WIDTH + VERDICT_WIDTH + 2;
    private static final String INDENT = "      ";
    private static final int LABEL_WIDTH = 8;

    private final Terminal terminal;
    private final Style style;
    private final java.util.Map<Told, Place> told = new HashMap<>();
    private final java.util.Map<Told, Place> arraysTold = new HashMap<>();
    private final java.util.Map<Vector<String>, Place> splatsTold = new HashMap<>();
    private Map<String, KernelProfile> kernels = LinkedHashMap.empty();
    private @Nullable String heading;
    private boolean lastWasBlank;

    /** What makes two defects the same for a reader. */
    private record Told(
            String what,
            String array,
            @Nullable Splat splat,
            @Nullable Errno errno,
            @Nullable String consequence) {
        static Told of(Defect defect) {
            return new Told(
                    defect.violation().law() + " " + defect.violation().what(),
                    defect.counterexample().toString(),
                    defect.splat(),
                    defect.errno(),
                    defect.consequence());
        }

        Told withoutLaw() {
            return new Told("", array, splat, errno, consequence);
        }
    }

    /** Where something was told. */
    private record Place(String kernel, String allocator, LawId law) {
        static Place of(LawResult result) {
            return new Place(result.kernel(), result.allocator(), result.law());
        }

        boolean isBeside(Place other) {
            return kernel.equals(other.kernel) && allocator.equals(other.allocator);
        }
    }

    CheckText(Terminal terminal) {
        this.terminal = terminal;
        this.style = terminal.style();
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
        for (String line : Text.wrap(plan, terminal.width())) say(line);
    }

    @Override
    public void result(LawResult result) {
        String pair = result.kernel() + " with " + result.allocator();
        if (!pair.equals(heading)) {
            blank();
            say(style.bold(pair) + describe(result));
            heading = pair;
        }
        String line =
                "  " + result.law() + "  " + Text.pad(Story.title(result.law()), TITLE_WIDTH) + verdict(result) + "  ";
        String known = asKnown(result);
        String counts = result.tries() == 0 ? "" : counts(result);
        boolean fits = COUNTS_AT + counts.length() + 2 + known.length() <= terminal.width();
        if (!known.isEmpty() && fits) {
            say(line + style.faint(counts) + "; " + known);
            return;
        }
        say((line + style.faint(counts)).stripTrailing());
        switch (result.verdict()) {
            case INCOMPLETE -> {
                if (result.tested() > 0)
                    detail("never saw "
                            + result.unseen()
                                    .toVector()
                                    .sorted()
                                    .map(Sight::text)
                                    .mkString(", ") + "; more --tries would");
            }
            case ERROR -> {
                detail(result.error().lines().findFirst().orElse(""));
                Misbehaviour misbehaviour = result.misbehaviour();
                if (misbehaviour != null && misbehaviour.arrayCase() != null) detail("on " + misbehaviour.arrayCase());
            }
            case NOT_APPLICABLE -> detail("not applicable: " + result.inapplicable());
            case BROKEN -> result.defects().forEach(defect -> defect(result, defect));
            default -> {}
        }
    }

    @Override
    public void recalled(Vector<Replay> replays) {
        if (replays.isEmpty()) return;
        Vector<Replay> broken = replays.filter(replay -> replay.verdict() == Verdict.BROKEN);
        Vector<Replay> mended =
                replays.filter(replay -> replay.verdict() == Verdict.HELD || replay.verdict() == Verdict.INCOMPLETE);
        blank();
        if (broken.nonEmpty()) {
            say(style.bold("Broken last time and still broken: " + broken.size()));
            broken.forEach(replay -> remembered(replay, ": " + what(replay)));
        }
        if (mended.nonEmpty()) {
            say(style.bold("Broken last time and mended since: " + mended.size()));
            mended.forEach(replay -> remembered(replay, ""));
        }
    }

    private static String what(Replay replay) {
        return replay.violations().map(Violation::what).map(Story::what).mkString("; ");
    }

    private void remembered(Replay replay, String what) {
        ReplayToken token = replay.token();
        for (String line : Text.wrap(
                token.law() + " on " + token.kernel() + " with " + token.allocator() + what, terminal.width() - 2))
            say("  " + line);
        say("      " + style.faint(token.format()));
    }

    private void say(String line) {
        terminal.say(line);
        lastWasBlank = line.isEmpty();
    }

    /** An empty line, unless there is one already. */
    private void blank() {
        if (!lastWasBlank) say("");
    }

    /** Where all of the defects of a result were told, if that is one place; else empty. */
    private String asKnown(LawResult result) {
        Place here = Place.of(result);
        Vector<String> places = result.defects()
                .map(defect -> told.get(Told.of(defect)))
                .map(before -> before == null ? "" : sameAs(before, here))
                .distinct();
        return places.size() == 1 ? places.head() : "";
    }

    private String describe(LawResult result) {
        KernelProfile kernel = kernels.get(result.kernel()).getOrNull();
        if (kernel == null) return "";
        String shipped =
                kernel.asShipped().equals(result.allocator()) ? "as shipped" : "ships with " + kernel.asShipped();
        return " (" + kernel.description() + (kernel.hardened() ? "" : "; " + shipped) + ")";
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

    private void defect(LawResult result, Defect defect) {
        Told key = Told.of(defect);
        Place here = Place.of(result);
        Place before = told.putIfAbsent(key, here);
        if (before != null) {
            detail(Story.what(defect.violation().what()) + ": " + sameAs(before, here));
            return;
        }
        blank();
        for (String line : Text.wrap(Story.sentence(defect), terminal.width() - INDENT.length()))
            say(INDENT + style.bold(line));
        Splat splat = defect.splat();
        Place sameArray = splat == null ? null : arraysTold.putIfAbsent(key.withoutLaw(), here);
        if (sameArray != null && sameArray.isBeside(here)) {
            entry("array", "the one under " + sameArray.law() + " above, with the same splat");
            labelled("replay", defect.replay());
            blank();
            return;
        }
        entry(
                defect.counterexample().workload() == null ? "array" : "steps",
                defect.counterexample().toString());
        if (defect.counterexample().workload() == null)
            for (String line : ArrayPicture.of(defect.counterexample(), defect.violation())) labelled("", line);
        Errno errno = defect.errno();
        if (errno != null) entry("errno", Story.errno(errno));
        if (splat != null) splat(splat, here);
        if (defect.counterexample().workload() == null)
            entry("entry", "reachable through " + Story.reach(defect.reach()));
        String consequence = defect.consequence();
        if (consequence != null) entry("harm", consequence);
        if (!defect.original().equals(defect.counterexample())) {
            String shrunk = "; " + Text.count(defect.shrinkEvaluations(), "case", "cases") + " to here";
            int room = terminal.width() - INDENT.length() - LABEL_WIDTH - shrunk.length() - 3;
            labelled("found", style.faint("as " + Story.brief(defect.original(), room) + shrunk));
        }
        labelled("replay", defect.replay());
        blank();
    }

    private void splat(Splat splat, Place here) {
        Vector<String> lines = Story.splat(splat);
        Place before = splatsTold.putIfAbsent(lines, here);
        if (before != null) {
            entry(
                    "splat",
                    splat.headline() + ", its call trace under " + before.law() + " "
                            + (before.isBeside(here) ? "above" : sameAs(before, here)));
            return;
        }
        labelled("splat", lines.head());
        for (String line : lines.tail()) labelled("", line);
    }

    private static String sameAs(Place before, Place here) {
        return before.kernel().equals(here.kernel())
                ? "as with " + before.allocator() + " above"
                : "as on " + before.kernel() + " with " + before.allocator() + " above";
    }

    private void detail(String text) {
        for (String line : Text.wrap(text, terminal.width() - INDENT.length())) say(INDENT + line);
    }

    private void entry(String label, String text) {
        String left = label;
        for (String line : Text.wrap(text, terminal.width() - INDENT.length() - LABEL_WIDTH)) {
            labelled(left, line);
            left = "";
        }
    }

    private void labelled(String label, String text) {
        say(INDENT + style.faint(Text.pad(label, LABEL_WIDTH)) + text);
    }

    @Override
    public void end(Vector<LawResult> results) {
        blank();
        matrix(results);
        findings(results);
        goOn(results);
        blank();
        say(conclusion(results));
    }

    private void matrix(Vector<LawResult> results) {
        Vector<LawId> laws = results.map(LawResult::law).distinct();
        Vector<Vector<LawResult>> rows = results.groupBy(result -> result.kernel() + " " + result.allocator())
                .values()
                .toVector()
                .sortBy(row -> results.indexOf(row.head()));
        int kernelWidth = results.map(result -> result.kernel().length()).max().getOrElse(0);
        int allocatorWidth =
                results.map(result -> result.allocator().length()).max().getOrElse(0);
        say(style.bold(" ".repeat(kernelWidth + allocatorWidth + 4) + laws.mkString("  ")));
        for (Vector<LawResult> row : rows) {
            String cells = laws.map(law -> row.find(result -> result.law() == law)
                            .map(this::cell)
                            .getOrElse("  "))
                    .mkString("  ");
            say(Text.pad(row.head().kernel(), kernelWidth) + "  "
                    + Text.pad(row.head().allocator(), allocatorWidth) + "  " + cells.stripTrailing());
        }
        Vector<String> legend = Vector.of(Verdict.values())
                .filter(verdict -> results.exists(result -> result.verdict() == verdict))
                .map(verdict -> mark(verdict) + " "
                        + (verdict == Verdict.INCOMPLETE ? "not put to the test, or not enough" : verdict));
        say(style.faint(" ".repeat(kernelWidth + allocatorWidth + 4) + legend.mkString(", ")));
    }

    private String cell(LawResult result) {
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
        Vector<Findings.Finding> findings = Findings.of(results);
        if (findings.isEmpty()) return;
        blank();
        say(style.bold(Text.count(findings.size(), "defect", "defects") + ", the easiest to reach first"));
        int width = findings.map(finding -> Story.what(finding.what()).length())
                .max()
                .getOrElse(0);
        Reach reach = null;
        for (Findings.Finding finding : findings) {
            if (finding.reach() != reach) {
                reach = finding.reach();
                say("  through " + Story.reach(reach));
            }
            say("    " + style.bad(finding.law().name()) + "  "
                    + Text.pad(Story.what(finding.what()), Math.min(width, 72)) + "  "
                    + style.faint(where(finding, results)));
        }
    }

    /** The commands that go on from the defect that is the easiest to reach. */
    private void goOn(Vector<LawResult> results) {
        Findings.Finding first = Findings.of(results).headOption().getOrNull();
        if (first == null) return;
        for (Defect defect : results.flatMap(LawResult::defects)
                .find(one -> one.violation().law() == first.law()
                        && one.violation().what().equals(first.what())
                        && one.reach() == first.reach())) {
            blank();
            say(style.bold("To go on from the first of them"));
            say("  kvetch replay " + defect.replay());
            say("  kvetch replay " + defect.replay() + " --as-test");
            say("  kvetch replay " + defect.replay() + " --as-reproducer");
        }
    }

    private static String where(Findings.Finding finding, Vector<LawResult> results) {
        Vector<String> allKernels = results.map(LawResult::kernel).distinct();
        Vector<String> allAllocators = results.map(LawResult::allocator).distinct();
        Vector<String> allocators = finding.where().values().head().toVector();
        boolean alike = finding.where().values().forAll(some -> some.equals(allocators));
        String some = allocators.size() == allAllocators.size() && allAllocators.size() > 1
                ? "every allocator"
                : allocators.mkString(", ");
        if (allKernels.size() == 1) return some;
        if (!alike)
            return finding.where()
                    .toVector()
                    .map(entry -> entry._1 + " ("
                            + (entry._2.size() == allAllocators.size() ? "every allocator" : entry._2.mkString(", "))
                            + ")")
                    .mkString(", ");
        String kernelNames = finding.where().size() == allKernels.size()
                ? "every kernel"
                : finding.where().keySet().toVector().mkString(", ");
        return kernelNames + ": " + some;
    }

    private String conclusion(Vector<LawResult> results) {
        Vector<String> parts = Vector.of(Verdict.values())
                .map(verdict -> {
                    int n = results.count(result -> result.verdict() == verdict);
                    return n == 0 ? "" : n + " " + verdict;
                })
                .filter(part -> !part.isEmpty());
        long millis = results.map(LawResult::elapsedMs).sum().longValue();
        String seed = results.isEmpty()
                ? ""
                : "; the same again with --seed " + results.head().seed();
        return "Of " + Text.count(results.size(), "check", "checks") + ": " + parts.mkString(", ") + ", in "
                + millis / 1000 + "." + millis / 100 % 10 + " s" + seed + ".";
    }
}
