package kvetch.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * Wraps the help at spaces and nowhere else. picocli by itself also breaks after a hyphen or a dot, which takes options,
 * files and versions apart. So it lays each line out at full length, and lines too long are wrapped here.
 */
final class HelpLayout {
    /** Wider than any line. */
    static final int FULL_WIDTH = 4_000;

    private static final int INDENT = 2;
    private static final int LEAST_ROOM = 20;
    private static final Pattern ESCAPE = Pattern.compile("\u001b\\[[0-9;]*m");

    /** What stands left of a description: an option, a command, an example. */
    private static final Pattern LEFT = Pattern.compile("( *\\S+(?: \\S+)* {2,})\\S.*");

    private HelpLayout() {}

    /** Has a command and all below it print their help so. */
    static void install(CommandLine line, int width) {
        line.setUsageHelpWidth(FULL_WIDTH);
        int name = line.getCommandSpec().qualifiedName().length();
        line.getHelpSectionMap().replaceAll((section, renderer) -> {
            int synopsis = section.equals(UsageMessageSpec.SECTION_KEY_SYNOPSIS) ? "Usage: ".length() : 0;
            return wrapping(renderer, width, synopsis, name + 1);
        });
        line.getSubcommands().values().forEach(sub -> install(sub, width));
    }

    /** What a section says, wrapped; {@code before} columns are taken already where it is the synopsis. */
    private static IHelpSectionRenderer wrapping(IHelpSectionRenderer renderer, int width, int before, int name) {
        return help -> {
            StringBuilder text = new StringBuilder();
            for (String line : renderer.render(help).split("(?<=\n)", -1)) {
                String bare = line.endsWith("\n") ? line.stripTrailing() : line;
                text.append(before > 0 ? wrap(bare, width, before, before + name) : wrap(bare, width, 0, hanging(bare)))
                        .append(line.endsWith("\n") ? System.lineSeparator() : "");
            }
            return text.toString();
        };
    }

    /** Where the second line begins if the first is this one: below the description, a little further in. */
    private static int hanging(String line) {
        String plain = ESCAPE.matcher(line).replaceAll("");
        Matcher left = LEFT.matcher(plain);
        if (left.matches())
            return left.group(1).length() + (plain.stripLeading().startsWith("-") ? INDENT : 0);
        int spaces = plain.length() - plain.stripLeading().length();
        return spaces == 0 ? 0 : spaces + INDENT;
    }

    /** Breaks a line between words; a word that is too long stays whole. */
    private static String wrap(String line, int width, int taken, int hanging) {
        if (taken + length(line) <= width) return line;
        int indent = width - hanging < LEAST_ROOM ? 2 * INDENT : hanging;
        StringBuilder text = new StringBuilder();
        int column = taken;
        boolean isFirst = true;
        for (String word : line.split("(?<=\\S)(?= )", -1)) {
            if (!isFirst && column + length(word) > width) {
                text.append(System.lineSeparator()).append(" ".repeat(indent));
                column = indent;
                word = word.stripLeading();
            }
            text.append(word);
            column += length(word);
            isFirst = false;
        }
        return text.toString();
    }

    private static int length(String text) {
        return ESCAPE.matcher(text).replaceAll("").length();
    }
}
