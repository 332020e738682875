package kvetch.cli;

import java.util.Locale;
import kvetch.properties.Replay;
import kvetch.properties.ReplayToken;
import kvetch.properties.Verdict;
import kvetch.properties.Violation;

/** Writes a JUnit test that pins a counterexample. It needs kvetch-properties, the allocator and JUnit Jupiter, no more. */
final class PinnedTest {
    private static final int WIDTH = 100;

    private PinnedTest() {}

    static String of(Replay replay) {
        ReplayToken token = replay.token();
        boolean isBroken = replay.verdict() == Verdict.BROKEN;
        String name = "Kvetch" + token.law() + identifier(token.kernel()) + identifier(token.allocator()) + "Test";
        StringBuilder text = new StringBuilder();
        line(text, "import static org.junit.jupiter.api.Assertions.assertEquals;");
        line(text, "");
        line(text, "import kvetch.properties.Replay;");
        line(text, "import kvetch.properties.Verdict;");
        line(text, "import org.junit.jupiter.api.Test;");
        line(text, "");
        line(text, "/**");
        comment(text, "", token.law() + ": " + token.law().statement());
        line(text, " *");
        comment(
                text,
                "",
                (isBroken ? "On " : "Held on ") + token.kernel() + " with " + token.allocator() + ": "
                        + token.arrayCase() + ".");
        line(text, " */");
        line(text, "class " + name + " {");
        line(text, "    private static final String TOKEN =");
        line(text, "            " + literal(token.format()) + ";");
        line(text, "");
        if (isBroken) {
            Violation violation = replay.violations().head();
            line(text, "    /**");
            for (Violation each : replay.violations())
                comment(text, "    ", Story.sentence(each, replay.splat(), replay.errno(), token.arrayCase()));
            line(text, "     * Once it is mended this test fails; let it expect Verdict.HELD from then on.");
            line(text, "     */");
            line(text, "    @Test");
            line(text, "    void isBroken() {");
            line(text, "        Replay replay = Replay.of(TOKEN);");
            line(text, "        assertEquals(Verdict.BROKEN, replay.verdict());");
            line(text, "        assertEquals(");
            line(text, "                " + literal(violation.what()) + ",");
            line(text, "                replay.violations().head().what());");
            line(text, "    }");
        } else {
            line(text, "    @Test");
            line(text, "    void holds() {");
            line(text, "        assertEquals(Verdict." + replay.verdict().name() + ", Replay.of(TOKEN).verdict());");
            line(text, "    }");
        }
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
