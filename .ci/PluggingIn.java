import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Types a page of the documentation along: see {@code .ci/plugging-in}.
 *
 * <p>The blocks of the page are, in order:
 *
 * <ul>
 *   <li>a console block: each line after a {@code $} is typed into one and the same shell, and what stands below it is what it
 *       prints, where {@code ...} stands for any lines. Times and the lines of sources in the frames of a stack may be others,
 *       and what a build prints of its tests may come in another order, as Java lists the methods of a class in none;
 *   <li>a file: the text above it names it in backticks, with a slash in its name, or {@code pom.xml};
 *   <li>a change of a file: the text above it says from where on it takes the place of what is there, and what to import;
 *   <li>any other block: lines "NAME: TEXT" of failures that the last command printed.
 * </ul>
 *
 * "It exits with N" below a block is the exit code of its last command. Every other command that fails must have printed so.
 */
public final class PluggingIn {
    private static final Pattern IN_BACKTICKS = Pattern.compile("`([^`]+)`");
    private static final Pattern A_FILE = Pattern.compile("pom\\.xml|[\\w.-]+(/[\\w.-]+)+");
    private static final Pattern TOKEN = Pattern.compile("kv1/[^\\s]+");
    private static final Pattern EXIT = Pattern.compile("It exits with (\\d+)");
    private static final String LEFT_OUT = "...";
    private static final String MARK = "\u0001end\u0001";

    private final Path page;
    private final Path work;
    private final boolean refresh;
    private final List<String> lines;
    private final List<String> written = new ArrayList<>();
    private final Map<String, String> tokens = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();
    private final Process shell;
    private Path project;
    private Path lastJava;
    private List<String> lastPrinted = List.of();
    private int lastCode;

    private PluggingIn(Path page, Path work, boolean refresh) throws IOException {
        this.page = page;
        this.work = work;
        this.refresh = refresh;
        this.project = work;
        this.lastJava = work;
        this.lines = Files.readAllLines(page);
        this.shell = new ProcessBuilder("bash", "--norc", "--noprofile")
                .directory(work.toFile())
                .redirectErrorStream(true)
                .start();
    }

    public static void main(String[] args) throws IOException {
        boolean refresh = args.length > 2 && args[2].equals("--refresh");
        PluggingIn typing = new PluggingIn(Path.of(args[0]), Path.of(args[1]), refresh);
        try {
            typing.type();
        } finally {
            typing.shell.destroy();
        }
        if (refresh) Files.write(typing.page, typing.written);
        for (String problem : typing.problems) System.err.println(problem);
        if (!typing.problems.isEmpty()) {
            if (!refresh) System.err.println("if the change is meant, write it into the page: .ci/plugging-in --refresh");
            System.exit(1);
        }
        System.out.println(args[0] + (refresh ? " says what is printed now" : " is as it says"));
    }

    private void type() throws IOException {
        StringBuilder prose = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (!line.startsWith("```")) {
                // A code of the exit stands below its block, and what a file is called above it.
                if (line.startsWith("#")) prose.setLength(0);
                prose.append(line).append('\n');
                checkExit(line, i);
                written.add(line);
                continue;
            }
            int end = i + 1;
            while (!lines.get(end).equals("```")) end++;
            List<String> block = lines.subList(i + 1, end);
            written.add(line);
            if (line.equals("```console")) written.addAll(console(block, i + 2));
            else {
                written.addAll(block(prose.toString(), block, i + 2));
            }
            written.add("```");
            prose.setLength(0);
            i = end;
        }
    }

    private void checkExit(String line, int at) {
        Matcher exit = EXIT.matcher(line);
        if (exit.find() && Integer.parseInt(exit.group(1)) != lastCode)
            problem(at, "the last command exits with " + lastCode + ", not with " + exit.group(1));
    }

    private void problem(int line, String text) {
        problems.add(page + ":" + (line + 1) + ": " + text);
    }

    // Files

    private List<String> block(String prose, List<String> block, int at) throws IOException {
        if (prose.contains("takes the place of")) {
            change(prose, block, at);
            return block;
        }
        Matcher names = IN_BACKTICKS.matcher(prose);
        while (names.find())
            if (A_FILE.matcher(names.group(1)).matches() && !names.group(1).startsWith("..")) {
                Path file = project.resolve(names.group(1));
                if (!Files.isDirectory(file.getParent())) {
                    problem(at, "the page has not made the folder of " + names.group(1));
                    Files.createDirectories(file.getParent());
                }
                Files.write(file, block);
                if (file.toString().endsWith(".java")) lastJava = mainSource(file);
                return block;
            }
        return failures(block, at);
    }

    /** The file that a later change is one of: the last one that is no test. */
    private Path mainSource(Path file) {
        return file.toString().contains("/test/") ? lastJava : file;
    }

    /** Puts a block in the place of all that is below a line of a method, to the end of the method after it. */
    private void change(String prose, List<String> block, int at) throws IOException {
        List<String> source = Files.readAllLines(lastJava);
        String from = null;
        List<String> imports = new ArrayList<>();
        Matcher names = IN_BACKTICKS.matcher(prose);
        while (names.find()) {
            String name = names.group(1);
            if (name.startsWith("import ")) imports.add(name);
            else if (name.endsWith(LEFT_OUT)) from = name.substring(0, name.length() - LEFT_OUT.length()).strip();
        }
        int first = 0;
        String beginning = String.valueOf(from);
        while (first < source.size() && !source.get(first).strip().startsWith(beginning)) first++;
        String method = block.stream()
                .filter(line -> line.matches("    public .*\\{"))
                .reduce((a, b) -> b)
                .orElse("(no method)");
        int last = source.indexOf(method);
        while (last >= 0 && last < source.size() && !source.get(last).equals("    }")) last++;
        if (from == null || first >= source.size() || last < first) {
            problem(at, "it does not say where in " + lastJava.getFileName() + " this goes");
            return;
        }
        List<String> changed = new ArrayList<>(source.subList(0, first + 1));
        changed.addAll(block);
        changed.addAll(source.subList(last + 1, source.size()));
        int imported = 0;
        while (!changed.get(imported).startsWith("import ")) imported++;
        for (String name : imports) {
            int before = imported;
            while (changed.get(before).startsWith("import ") && changed.get(before).compareTo(name) < 0) before++;
            changed.add(before, name);
        }
        Files.write(lastJava, changed);
    }

    /** Lines "NAME: TEXT" of the failures that the last command printed: all of them, and no others. */
    private List<String> failures(List<String> block, int at) {
        List<String> failed = new ArrayList<>();
        for (String line : lastPrinted) {
            Matcher failure = Pattern.compile("\\[ERROR\\] +\\w+>\\w+\\.(\\w+):\\d+\\S* (.*)").matcher(line);
            if (failure.matches()) failed.add(failure.group(1) + ": " + failure.group(2));
        }
        List<String> unsaid = new ArrayList<>(failed);
        List<String> now = new ArrayList<>();
        for (String line : block) if (unsaid.removeIf(one -> isLike(line, one))) now.add(line);
        if (refresh) {
            now.addAll(unsaid);
            return now;
        }
        if (!unsaid.isEmpty() || now.size() < block.size())
            problem(at, "what fails is\n" + String.join("\n", failed));
        return block;
    }

    /** Whether a failure is the one that the page has; what is left out at its end depends on the seed of the tests. */
    private static boolean isLike(String line, String failure) {
        return line.endsWith(LEFT_OUT)
                ? failure.startsWith(line.substring(0, line.length() - LEFT_OUT.length()))
                : failure.equals(line);
    }

    // Commands

    private List<String> console(List<String> block, int at) throws IOException {
        List<String> now = new ArrayList<>();
        for (int i = 0; i < block.size(); ) {
            String command = block.get(i);
            if (!command.startsWith("$ ")) throw new IllegalStateException(page + ":" + (at + i) + ": no command");
            int end = i + 1;
            while (end < block.size() && !block.get(end).startsWith("$ ")) end++;
            for (Map.Entry<String, String> token : tokens.entrySet())
                command = command.replace(token.getKey(), token.getValue());
            System.out.println(command);
            run(command.substring(2));
            List<String> expected = block.subList(i + 1, end);
            boolean saysNothing = expected.isEmpty();
            if (saysNothing && lastCode != 0)
                problem(at + i - 1, "exits with " + lastCode + ":\n" + String.join("\n", lastPrinted));
            now.add(command);
            if (refresh) now.addAll(refreshed(expected, isBuild(command), at + i));
            else {
                String difference = difference(expected, isBuild(command));
                if (!difference.isEmpty())
                    problem(at + i - 1, command + "\n" + difference + "\nIt prints\n" + String.join("\n", lastPrinted));
                now.addAll(expected);
            }
            i = end;
        }
        return now;
    }

    private static boolean isBuild(String command) {
        return command.contains("mvnw ");
    }

    private void run(String command) throws IOException {
        // What it reads must not be what is typed next.
        String line = "{ " + command + "\n} </dev/null\nprintf '\\n" + MARK + "%s %s\\n' \"$?\" \"$PWD\"\n";
        shell.getOutputStream().write(line.getBytes(StandardCharsets.UTF_8));
        shell.getOutputStream().flush();
        List<String> printed = new ArrayList<>();
        for (String read = readLine(); ; read = readLine()) {
            if (read.startsWith(MARK)) {
                String[] end = read.substring(MARK.length()).split(" ", 2);
                lastCode = Integer.parseInt(end[0]);
                project = Path.of(end[1]);
                break;
            }
            printed.add(read.stripTrailing());
        }
        // The line feed before the mark.
        if (!printed.isEmpty() && printed.get(printed.size() - 1).isEmpty()) printed.remove(printed.size() - 1);
        lastPrinted = printed;
    }

    private String readLine() throws IOException {
        java.io.ByteArrayOutputStream line = new java.io.ByteArrayOutputStream();
        int b = shell.getInputStream().read();
        for (; b >= 0 && b != '\n'; b = shell.getInputStream().read()) line.write(b);
        if (b < 0) throw new IOException("the shell is gone: " + line);
        return line.toString(StandardCharsets.UTF_8);
    }

    /** Without what is another one each time: times, lines of our sources, and the folder. */
    private String steady(String line) {
        return timeless(line.replace(work.toString(), "WORK"))
                .replaceAll("(\\.\\w+):\\d+", "$1:N")
                .stripTrailing();
    }

    private static String timeless(String line) {
        return line.replaceAll("\\bin \\d+\\.\\d s\\b", "in T s")
                .replaceAll("\\bTime elapsed: [\\d.]+ s\\b", "Time elapsed: T s");
    }

    /** The parts of a block between the lines left out. */
    private static List<List<String>> parts(List<String> expected) {
        List<List<String>> parts = new ArrayList<>();
        parts.add(new ArrayList<>());
        for (String line : expected)
            if (line.equals(LEFT_OUT)) parts.add(new ArrayList<>());
            else parts.get(parts.size() - 1).add(line);
        return parts;
    }

    /** What is wrong with what is expected; empty if it is what was printed. */
    private String difference(List<String> expected, boolean inAnyOrder) {
        List<String> printed = lastPrinted.stream().map(this::steady).toList();
        List<List<String>> parts = parts(expected);
        int at = 0;
        for (int i = 0; i < parts.size(); i++) {
            List<String> part = parts.get(i).stream().map(this::steady).toList();
            if (part.isEmpty()) continue;
            int found = i == 0 ? (startsAt(printed, part, 0) ? 0 : -1) : find(printed, part, inAnyOrder ? 0 : at);
            // What ends the block ends what is printed.
            if (i == parts.size() - 1 && i > 0) {
                int end = printed.size() - part.size();
                found = end >= at && startsAt(printed, part, end) ? end : -1;
            }
            if (found < 0) return "does not print, in this place:\n" + String.join("\n", parts.get(i));
            at = Math.max(at, found + part.size());
        }
        boolean isCut = expected.contains(LEFT_OUT);
        return isCut || at == printed.size() ? "" : "prints more than the page says";
    }

    private static int find(List<String> printed, List<String> part, int from) {
        for (int i = from; i + part.size() <= printed.size(); i++) if (startsAt(printed, part, i)) return i;
        return -1;
    }

    private static boolean startsAt(List<String> printed, List<String> part, int at) {
        return at + part.size() <= printed.size()
                && printed.subList(at, at + part.size()).equals(part);
    }

    // A page that is refreshed

    /** What was printed, with as much left out as before: each part goes from the line most like its first to that of its last. */
    private List<String> refreshed(List<String> expected, boolean inAnyOrder, int line) {
        // Where only the time is another one, the page stays as it is.
        Map<String, String> timed = new LinkedHashMap<>();
        for (String old : expected) timed.put(timeless(old), old);
        return fresh(expected, inAnyOrder, line).stream()
                .map(now -> timed.getOrDefault(timeless(now), now))
                .toList();
    }

    private List<String> fresh(List<String> expected, boolean inAnyOrder, int line) {
        if (!expected.contains(LEFT_OUT)) {
            rememberTokens(expected, lastPrinted);
            return lastPrinted;
        }
        List<String> now = new ArrayList<>();
        List<List<String>> parts = parts(expected);
        int at = 0;
        for (int i = 0; i < parts.size(); i++) {
            if (i > 0) now.add(LEFT_OUT);
            List<String> part = parts.get(i);
            if (part.isEmpty()) continue;
            boolean isLast = i == parts.size() - 1;
            int from = inAnyOrder ? 0 : at;
            int first = i == 0 ? 0 : mostLike(part.get(0), from);
            int last =
                    isLast && i > 0 ? lastPrinted.size() - 1 : mostLike(part.get(part.size() - 1), Math.max(first, from));
            if (part.size() == 1 && !(isLast && i > 0)) last = first;
            if (first < 0 || last < first) {
                problem(line - 1, "refresh this by hand:\n" + String.join("\n", part));
                now.addAll(part);
                continue;
            }
            List<String> fresh = lastPrinted.subList(first, last + 1);
            rememberTokens(part, fresh);
            now.addAll(fresh);
            at = Math.max(at, last + 1);
        }
        return now;
    }

    /** Tokens of the page that are printed otherwise now; commands further down name them. */
    private void rememberTokens(List<String> before, List<String> now) {
        List<String> old = new ArrayList<>();
        List<String> fresh = new ArrayList<>();
        for (String line : before) TOKEN.matcher(line).results().forEach(found -> old.add(found.group()));
        for (String line : now) TOKEN.matcher(line).results().forEach(found -> fresh.add(found.group()));
        for (int i = 0; i < Math.min(old.size(), fresh.size()); i++)
            if (!old.get(i).equals(fresh.get(i))) tokens.put(old.get(i), fresh.get(i));
    }

    /** The first of the lines that have most words in common with one; -1 if none has half of them. */
    private int mostLike(String line, int from) {
        Set<String> words = words(line);
        double most = 0.5;
        int best = -1;
        for (int i = from; i < lastPrinted.size(); i++) {
            Set<String> other = words(lastPrinted.get(i));
            Set<String> both = new HashSet<>(words);
            both.retainAll(other);
            Set<String> either = new HashSet<>(words);
            either.addAll(other);
            double alike = either.isEmpty() ? 0 : (double) both.size() / either.size();
            if (alike > most) {
                most = alike;
                best = i;
            }
        }
        return best;
    }

    private Set<String> words(String line) {
        return new HashSet<>(List.of(steady(line).strip().split("\\s+")));
    }
}
