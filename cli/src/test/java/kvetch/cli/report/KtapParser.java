package kvetch.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads KTAP, version 1, by what Documentation/dev-tools/ktap.rst of the kernel asks for, and takes nothing else: a version line and
 * a plan for each level, two spaces for each, numbers from 1, every test of the plan, no unknown lines, directives that are
 * known, and a test that fails where one of its subtests does.
 */
final class KtapParser {
    private static final Set<String> DIRECTIVES = Set.of("SKIP", "TODO", "XFAIL", "TIMEOUT", "ERROR");
    private static final Pattern RESULT =
            Pattern.compile("(not )?ok ([0-9]+)(?: ([^#]*[^# ]))?(?: # ([A-Z]+)(?: (.*))?)?");
    private static final Pattern PLAN = Pattern.compile("1\\.\\.([0-9]+)");

    /** A line of a result, with what stands before it. */
    record Result(boolean isOk, String name, String directive, List<String> diagnostics, List<Result> subtests) {}

    private final List<String> lines;
    private int at;

    private KtapParser(List<String> lines) {
        this.lines = lines;
    }

    static List<Result> parse(String text) {
        KtapParser parser = new KtapParser(text.lines().toList());
        List<Result> results = parser.level("");
        if (parser.at < parser.lines.size()) throw parser.wrong("nothing more is planned");
        return results;
    }

    private List<Result> level(String indent) {
        if (!next(indent).equals("KTAP version 1")) throw wrong("a version line");
        at++;
        List<String> diagnostics = new ArrayList<>();
        diagnose(indent, diagnostics);
        Matcher plan = PLAN.matcher(next(indent));
        if (!plan.matches()) throw wrong("a plan");
        at++;
        List<Result> results = new ArrayList<>();
        for (int number = 1; number <= Integer.parseInt(plan.group(1)); number++) {
            results.add(result(indent, number, diagnostics));
            diagnostics = new ArrayList<>();
        }
        return results;
    }

    private Result result(String indent, int number, List<String> diagnostics) {
        diagnose(indent, diagnostics);
        List<Result> subtests = List.of();
        if (at < lines.size() && lines.get(at).equals(indent + "  KTAP version 1")) subtests = level(indent + "  ");
        diagnose(indent, diagnostics);
        Matcher line = RESULT.matcher(next(indent));
        if (!line.matches()) throw wrong("a result");
        if (Integer.parseInt(line.group(2)) != number) throw wrong("number " + number);
        String directive = line.group(4) == null ? "" : line.group(4);
        if (!directive.isEmpty() && !DIRECTIVES.contains(directive)) throw wrong("a directive that is known");
        boolean isOk = line.group(1) == null;
        if (isOk && !subtests.stream().allMatch(Result::isOk)) throw wrong("a failure, as of a subtest");
        at++;
        return new Result(isOk, line.group(3) == null ? "" : line.group(3), directive, diagnostics, subtests);
    }

    private void diagnose(String indent, List<String> diagnostics) {
        for (; at < lines.size() && (lines.get(at) + " ").startsWith(indent + "# "); at++)
            diagnostics.add((lines.get(at) + " ").substring(indent.length() + 2).stripTrailing());
    }

    private String next(String indent) {
        if (at >= lines.size()) throw wrong("a further line");
        String line = lines.get(at);
        if (!line.startsWith(indent) || line.startsWith(indent + " "))
            throw wrong("an indentation of " + indent.length());
        return line.substring(indent.length());
    }

    private AssertionError wrong(String wanted) {
        return new AssertionError("line " + (at + 1) + " should be " + wanted + ": "
                + (at < lines.size() ? lines.get(at) : "there is none"));
    }
}
