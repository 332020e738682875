package kvetch.cli.known;

import io.vavr.collection.Vector;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import kvetch.cli.console.Text;
import kvetch.cli.console.UsageError;
import kvetch.cli.words.Baseline;
import kvetch.properties.LawResult;
import kvetch.properties.Replay;
import kvetch.properties.Verdict;
import kvetch.properties.law.Defect;
import kvetch.properties.law.Violation;
import kvetch.properties.plug.Providers;
import org.jspecify.annotations.Nullable;

/**
 * Broken laws that are known and do not fail a build: {@code --expect FILE}. A line is a replay token, or {@code KERNEL
 * ALLOCATOR LAW WHAT} with {@code *} for any; what follows a {@code #} at its beginning is a comment.
 */
public final class Expectations {
    private final String file;
    private final Vector<Expected> all;

    /**
     * One line.
     *
     * @param text the line
     * @param token the counterexample, run again; null for a line that only names
     * @param what what goes wrong, one of these; empty for anything
     */
    private record Expected(
            String text, @Nullable Replay token, String kernel, String allocator, String law, Vector<String> what) {

        boolean matches(String itsKernel, String itsAllocator, Violation violation) {
            return isLike(kernel, itsKernel)
                    && isLike(allocator, itsAllocator)
                    && isLike(law, violation.law().id())
                    && (what.isEmpty() || what.contains(violation.what()));
        }

        private static boolean isLike(String pattern, String name) {
            return pattern.equals("*") || pattern.equals(name);
        }

        /** Whether it allows anything: a token only as long as it breaks its law. */
        boolean isAllowing() {
            return token == null || token.verdict() == Verdict.BROKEN;
        }

        boolean isMended() {
            return token != null && !isAllowing() && !isUnjudged();
        }

        /** The allocator misbehaved, and nobody knows whether the law is still broken. */
        boolean isUnjudged() {
            return token != null && token.verdict() == Verdict.ERROR;
        }
    }

    private Expectations(String file, Vector<Expected> all) {
        this.file = file;
        this.all = all;
    }

    public static Expectations none() {
        return new Expectations("", Vector.empty());
    }

    public static Expectations read(String file, Providers providers, long timeoutMs) {
        Vector<String> lines;
        try {
            lines = Vector.ofAll(Files.readAllLines(Path.of(file), StandardCharsets.UTF_8));
        } catch (IOException | InvalidPathException unreadable) {
            throw new UsageError("--expect cannot be read: '" + file + "'; name a file of lines, in UTF-8");
        }
        Vector<Expected> all = Vector.empty();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) continue;
            all = all.append(parse(line, file + ":" + (i + 1), providers, timeoutMs));
        }
        return new Expectations(file, all);
    }

    private static Expected parse(String line, String where, Providers providers, long timeoutMs) {
        if (line.startsWith("kv") && line.indexOf('/') > 0 && line.indexOf(' ') < 0) {
            Replay replay = Replay.of(providers, line, timeoutMs)
                    .getOrElseThrow(problem -> new UsageError(where + ": " + problem));
            return new Expected(
                    line,
                    replay,
                    replay.token().kernel(),
                    replay.token().allocator(),
                    replay.token().law().id(),
                    replay.violations().map(Violation::what));
        }
        String[] fields = line.split("\\s+", 4);
        if (fields.length < 3)
            throw new UsageError(where + ": expected is a replay token, or KERNEL ALLOCATOR LAW WHAT, with * for any");
        if (!fields[0].equals("*"))
            providers.kernel(fields[0]).getOrElseThrow(problem -> new UsageError(where + ": " + problem));
        String law = fields[2];
        if (!law.equals("*"))
            law = providers
                    .laws()
                    .find(law)
                    .getOrElseThrow(problem -> new UsageError(where + ": " + problem))
                    .id();
        Vector<String> what = fields.length < 4 || fields[3].equals("*") ? Vector.empty() : Vector.of(fields[3]);
        return new Expected(line, null, fields[0], fields[1], law, what);
    }

    public boolean isExpected(String kernel, String allocator, Violation violation) {
        return all.exists(expected -> expected.isAllowing() && expected.matches(kernel, allocator, violation));
    }

    private boolean isExpected(LawResult result, Defect defect) {
        return isExpected(result.kernel(), result.allocator(), defect.violation());
    }

    public boolean isAnyMended() {
        return all.exists(Expected::isMended);
    }

    public boolean isAnyUnjudged() {
        return all.exists(Expected::isUnjudged);
    }

    /** What there is to say about the expected, a line each; what the baseline has is not new. */
    public Vector<String> notes(Vector<LawResult> results, Baseline baseline) {
        if (file.isEmpty()) return Vector.empty();
        if (all.isEmpty()) return Vector.of(file + " expects nothing");
        int known = results.map(result -> result.defects().count(defect -> isExpected(result, defect)))
                .sum()
                .intValue();
        Allowed allowed = new Allowed(this, baseline);
        int fresh = results.map(result -> result.defects().count(defect -> !allowed.isAllowed(result, defect)))
                .sum()
                .intValue();
        Vector<String> notes = Vector.of(
                Text.count(known, "broken law is expected", "broken laws are expected") + ", " + fresh + " new");
        for (Expected expected : all) {
            if (expected.isUnjudged())
                notes = notes.append(
                        "expected to be broken and not judged, its allocator misbehaved: " + expected.text);
            else if (expected.isMended())
                notes = notes.append("expected to be broken and is not any more: " + expected.text);
            else if (expected.token == null && !isSeen(expected, results))
                notes = notes.append("expected and not seen in this run: " + expected.text);
        }
        return notes;
    }

    private static boolean isSeen(Expected expected, Vector<LawResult> results) {
        return results.exists(result -> result.defects()
                .exists(defect -> expected.matches(result.kernel(), result.allocator(), defect.violation())));
    }
}
