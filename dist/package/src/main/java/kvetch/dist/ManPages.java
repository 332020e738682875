package kvetch.dist;

import io.vavr.collection.Vector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.codegen.docgen.manpage.ManPageGenerator;

/**
 * Manual pages of a command and all below it, in AsciiDoc.
 *
 * <p>picocli writes them. It takes texts for AsciiDoc already and leaves footers as they are, so texts are quoted before, and
 * the footers become sections of their own after.
 *
 * @param version of the program
 * @param date of the pages, as 2026-01-01
 */
record ManPages(String version, String date) {
    private static final String FOOTER = "// tag::picocli-generated-man-section-footer[]";

    void write(CommandLine line, Path folder) throws IOException {
        Files.createDirectories(folder);
        Vector<CommandSpec> commands = withAllBelow(line.getCommandSpec());
        commands.forEach(this::prepare);
        int code = ManPageGenerator.generateManPage(folder.toFile(), null, new boolean[0], true, line.getCommandSpec());
        if (code != 0) throw new IOException("picocli's generator of manual pages exits with " + code);
        for (CommandSpec command : commands) finish(command, folder);
    }

    private static Vector<CommandSpec> withAllBelow(CommandSpec command) {
        return Vector.ofAll(command.subcommands().values())
                .flatMap(below -> withAllBelow(below.getCommandSpec()))
                .prepend(command);
    }

    private void prepare(CommandSpec command) {
        command.versionProvider(null);
        command.version("Kvetch " + version);
        String[] description = command.usageMessage().description();
        // For the lists of commands and the line of the name, which no quotes may stand in.
        command.usageMessage().header(description[0].replaceFirst("(?s)(?<=[.]) .*", ""));
        command.usageMessage().description(quoted(description));
        Vector.ofAll(command.options()).forEach(option -> {
            command.remove(option);
            command.addOption(
                    OptionSpec.builder(option).description(quoted(option)).build());
        });
        Vector.ofAll(command.positionalParameters()).forEach(parameter -> {
            command.remove(parameter);
            command.addPositional(PositionalParamSpec.builder(parameter)
                    .description(quoted(parameter))
                    .build());
        });
    }

    private static String[] quoted(ArgSpec argument) {
        return quoted(argument.description());
    }

    /** Quoted, so that AsciiDoc sees no markup in them. */
    static String[] quoted(String[] lines) {
        return Arrays.stream(lines)
                .map(line -> line.isEmpty() ? line : "pass:c[" + line.replace("]", "\\]") + "]")
                .toArray(String[]::new);
    }

    private void finish(CommandSpec command, Path folder) throws IOException {
        Path page = folder.resolve(command.qualifiedName("-") + ".adoc");
        Files.writeString(
                page,
                Files.readString(page)
                        .replaceFirst("(?m)^:doctype: manpage$", "$0\n:docdate: " + date)
                        // What a page of its own is for, a link in a terminal is not.
                        .replaceAll("(?m)^xref:[^\\[]+\\[(.*)\\]::$", "$1::")
                        .replace(FOOTER, FOOTER + "\n" + footer(command) + seeAlso(command)));
    }

    /** The footer: what is below a title of its own is taken as it stands, all else is paragraphs. */
    static String footer(CommandSpec command) {
        StringBuilder text = new StringBuilder();
        StringBuilder notes = new StringBuilder();
        for (Vector<String> block : blocks(command.usageMessage().footer())) {
            String first = block.head();
            if (first.endsWith(":") && block.size() > 1) {
                text.append("== ").append(first, 0, first.length() - 1).append("\n\n....\n");
                block.tail().forEach(line -> text.append(unindented(line)).append('\n'));
                text.append("....\n\n");
            } else if (first.startsWith("Exits with ")) {
                text.append("== Exit status\n\n").append(paragraph(block)).append("\n\n");
            } else {
                notes.append(paragraph(block)).append("\n\n");
            }
        }
        return notes.isEmpty() ? text.toString() : "== Notes\n\n" + notes + text;
    }

    private static Vector<Vector<String>> blocks(String[] footer) {
        Vector<String> lines = Vector.of(footer).map(String::format).dropWhile(String::isBlank);
        Vector<Vector<String>> blocks = Vector.empty();
        while (!lines.isEmpty()) {
            blocks = blocks.append(lines.takeUntil(String::isBlank));
            lines = lines.dropUntil(String::isBlank).dropWhile(String::isBlank);
        }
        return blocks;
    }

    private static String paragraph(Vector<String> block) {
        return quoted(new String[] {block.mkString(" ")})[0];
    }

    private static String unindented(String line) {
        return line.startsWith("  ") ? line.substring(2) : line;
    }

    private static String seeAlso(CommandSpec command) {
        Vector<CommandSpec> others =
                Vector.ofAll(command.subcommands().values()).map(CommandLine::getCommandSpec);
        CommandSpec parent = command.parent();
        if (parent != null) others = others.prepend(parent);
        return others.isEmpty()
                ? ""
                : others.map(other -> "*" + other.qualifiedName("-") + "*(1)")
                        .mkString("== See also\n\n", ", ", "\n\n");
    }
}
