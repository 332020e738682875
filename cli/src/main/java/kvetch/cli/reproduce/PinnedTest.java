package kvetch.cli.reproduce;

import java.util.Locale;
import kvetch.cli.console.Text;
import kvetch.cli.words.Story;
import kvetch.properties.Replay;
import kvetch.properties.Verdict;
import kvetch.properties.law.Violation;
import kvetch.properties.plug.ReplayToken;

/**
 * Writes a test of a counterexample. It needs kvetch-properties, which brings jqwik, and the allocator or the driver, no more.
 * Where that is the reader's own the test fails until the law holds; what breaks with the kernel's own is pinned as it is.
 */
public final class PinnedTest {
    private static final int WIDTH = 100;

    private PinnedTest() {}

    public static String of(Replay replay) {
        ReplayToken token = replay.token();
        boolean isBroken = replay.verdict() == Verdict.BROKEN;
        String name = "Kvetch" + token.law() + identifier(token.kernel()) + identifier(token.allocator()) + "Test";
        boolean isToMend = isBroken && replay.setup().isPluggedIn();
        StringBuilder text = new StringBuilder();
        line(text, "import kvetch.properties.Replay;");
        line(text, "import kvetch.properties.Verdict;");
        line(text, "import net.jqwik.api.Example;");
        line(text, "");
        line(text, "/**");
        comment(text, "", token.law() + ": " + token.law().statement());
        line(text, " *");
        String result = switch (replay.verdict()) {
            case BROKEN -> "On ";
            case HELD -> "Held on ";
            default -> "Not put to the test on ";
        };
        comment(text, "", result + token.kernel() + " with " + token.allocator() + ": " + token.testCase() + ".");
        line(text, " */");
        line(text, "class " + name + " {");
        line(text, "    private static final String TOKEN =");
        line(text, "            " + literal(token.format()) + ";");
        line(text, "");
        if (isBroken) {
            line(text, "    /**");
            for (Violation each : replay.violations())
                comment(text, "    ", Story.sentence(each, replay.splat(), replay.errno(), token.testCase()));
            if (isToMend) line(text, "     * This test passes once it is mended.");
            else line(text, "     * Once it is mended this test fails; let it expect Verdict.HELD from then on.");
            line(text, "     */");
        }
        Verdict expected = isToMend ? Verdict.HELD : replay.verdict();
        line(text, "    @Example");
        line(text, "    void " + (isToMend ? "isMended" : isBroken ? "isBroken" : "isAsItWas") + "() {");
        line(text, "        Replay replay = Replay.of(TOKEN);");
        line(text, "        if (replay.verdict() != Verdict." + expected.name() + ")");
        line(text, "            throw new AssertionError(");
        String what =
                "replay.verdict() + \" \" + replay.violations().map(each -> each.what() + \": \" + each.message()).mkString(\"; \")";
        line(text, "                    " + what + ");");
        if (isBroken && !isToMend) {
            line(text, "        String what = replay.violations().head().what();");
            line(
                    text,
                    "        if (!what.equals("
                            + literal(replay.violations().head().what()) + "))");
            line(text, "            throw new AssertionError(what);");
        }
        line(text, "    }");
        line(text, "}");
        return text.toString();
    }

    /** A name as part of a class name: 6.12+alloc,abort becomes 6_12AllocAbort. */
    private static String identifier(String name) {
        StringBuilder text = new StringBuilder();
        boolean starts = true;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isLetterOrDigit(c)) {
                text.append(starts ? String.valueOf(c).toUpperCase(Locale.ROOT) : c);
                starts = false;
            } else if (c == '.') text.append('_');
            else starts = true;
        }
        return text.toString();
    }

    private static String literal(String value) {
        return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    /** Text within a comment, in which no character ends it or begins a tag or an entity. */
    private static void comment(StringBuilder text, String indent, String words) {
        String safe = words.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("@", "&#64;");
        for (String line : Text.wrap(safe.replace("*/", "*&#47;"), WIDTH - indent.length()))
            line(text, indent + " * " + line);
    }

    private static void line(StringBuilder text, String line) {
        text.append(line).append('\n');
    }
}
