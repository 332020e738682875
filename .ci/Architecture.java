import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Does what docs/architecture.md says: {@code java Architecture.java PAGE TREE LIB}. For each of its sections "To add ..." it takes a
 * copy of the tree, does with the files that the section numbers what the blocks below say, and with no others, compiles,
 * runs the commands and compares.
 *
 * <p>A block belongs to the last file that was named before it. A {@code diff} is a part of that file, with what goes and what
 * comes; any other block is a new file. A {@code console} block is a command and, below it, lines of what it prints, in order.
 */
final class Architecture {
    private static final List<String> MODULES = List.of("api", "allocators", "raid0", "properties", "live", "prove", "cli");
    private static final Pattern A_FILE = Pattern.compile("`([\\w.-]+(?:/[\\w.-]+)*\\.(?:java|md))`");

    private final Path tree;
    private final Path lib;
    private final List<String> problems = new ArrayList<>();

    private Architecture(Path tree, Path lib) {
        this.tree = tree;
        this.lib = lib;
    }

    /** Runs from the command line. */
    public static void main(String[] args) throws Exception {
        String page = Files.readString(Path.of(args[0]));
        Architecture architecture = new Architecture(Path.of(args[1]), Path.of(args[2]));
        List<String> sections = Stream.of(page.split("(?m)^## ")).filter(text -> text.startsWith("To add ")).toList();
        if (sections.size() != 3) architecture.problems.add("the page has " + sections.size() + " sections \"To add ...\", not 3");
        for (String section : sections) architecture.follow(section);
        if (architecture.problems.isEmpty()) return;
        architecture.problems.forEach(System.err::println);
        System.exit(1);
    }

    private void follow(String section) throws Exception {
        List<String> lines = section.lines().toList();
        System.out.println(lines.get(0));
        Path copy = Files.createTempDirectory(lib.toAbsolutePath().getParent(), "tree");
        copy(tree, copy);
        Set<String> numbered = new TreeSet<>();
        for (String line : lines) if (line.matches("\\d+\\. .*")) A_FILE.matcher(line).results().forEach(file -> numbered.add(file.group(1)));
        Set<String> touched = new TreeSet<>();
        String file = "";
        boolean isCompiled = false;
        for (int i = 1; i < lines.size(); i++) {
            String line = lines.get(i);
            if (!line.startsWith("```")) {
                for (Matcher name = A_FILE.matcher(line); name.find(); ) file = name.group(1);
                continue;
            }
            int end = i + 1;
            while (!lines.get(end).startsWith("```")) end++;
            List<String> block = lines.subList(i + 1, end);
            i = end;
            if (line.equals("```console")) {
                if (!isCompiled) compile(copy, touched);
                isCompiled = true;
                type(block);
            } else {
                touched.add(file);
                if (line.equals("```diff")) change(copy.resolve(file), block);
                else create(copy.resolve(file), block);
            }
        }
        if (!isCompiled) problems.add(lines.get(0) + ": no command shows it");
        if (!touched.equals(numbered))
            problems.add(lines.get(0) + ": the files that the numbers name are " + numbered + ", and those that are shown " + touched);
    }

    // Files

    private static void create(Path file, List<String> block) throws IOException {
        if (Files.exists(file)) throw new IllegalStateException(file + " is there already");
        Files.write(file, block);
    }

    /** Puts what comes in the place of what goes, which has to be there once. */
    private static void change(Path file, List<String> block) throws IOException {
        List<String> lines = Files.readAllLines(file);
        List<String> before = side(block, '+');
        int at = -1;
        for (int i = 0; i + before.size() <= lines.size(); i++)
            if (lines.subList(i, i + before.size()).equals(before)) {
                if (at >= 0) throw new IllegalStateException("more than one place in " + file + " is\n" + String.join("\n", before));
                at = i;
            }
        if (at < 0) throw new IllegalStateException("no place in " + file + " is\n" + String.join("\n", before));
        List<String> changed = new ArrayList<>(lines.subList(0, at));
        changed.addAll(side(block, '-'));
        changed.addAll(lines.subList(at + before.size(), lines.size()));
        Files.write(file, changed);
    }

    private static List<String> side(List<String> block, char other) {
        return block.stream()
                .filter(line -> line.isEmpty() || line.charAt(0) != other)
                .map(line -> line.isEmpty() ? line : line.substring(1))
                .toList();
    }

    private static void copy(Path from, Path to) throws IOException {
        for (String module : MODULES) copyAll(from, to, from.resolve(Path.of(module, "src", "main")));
        copyAll(from, to, from.resolve("docs"));
        Files.copy(from.resolve("README.md"), to.resolve("README.md"));
    }

    private static void copyAll(Path from, Path to, Path what) throws IOException {
        Files.walkFileTree(what, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path copied = to.resolve(from.relativize(file));
                Files.createDirectories(copied.getParent());
                Files.copy(file, copied);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    // The compiler

    private Path modules = Path.of("");

    /** The first module of which a file was touched, and those after it; the others are taken as they were built. */
    private void compile(Path copy, Set<String> touched) throws Exception {
        int first = 0;
        while (first < MODULES.size() && !isTouched(MODULES.get(first), touched)) first++;
        modules = Files.createDirectory(copy.resolve("modules"));
        try (Stream<Path> jars = Files.list(lib)) {
            for (Path jar : jars.toList()) {
                String name = jar.getFileName().toString();
                if (MODULES.subList(first, MODULES.size()).stream().noneMatch(module -> name.startsWith("kvetch-" + module + "-")))
                    Files.copy(jar, modules.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        for (String module : MODULES.subList(first, MODULES.size())) {
            Path main = copy.resolve(Path.of(module, "src", "main"));
            Path classes = modules.resolve(module);
            List<String> command = new ArrayList<>(
                    List.of(tool("javac"), "-nowarn", "-proc:none", "-p", path(), "-d", classes.toString()));
            try (Stream<Path> sources = Files.walk(main.resolve("java"))) {
                sources.filter(source -> source.toString().endsWith(".java")).forEach(source -> command.add(source.toString()));
            }
            Printed printed = run(command);
            if (printed.code != 0) throw new IllegalStateException("it does not compile:\n" + printed.text);
            if (Files.exists(main.resolve("resources"))) copyAll(main.resolve("resources"), classes, main.resolve("resources"));
        }
    }

    private static boolean isTouched(String module, Set<String> touched) {
        return touched.stream().anyMatch(file -> file.startsWith(module + "/"));
    }

    // Commands

    private void type(List<String> block) throws Exception {
        for (int i = 0; i < block.size(); ) {
            String command = block.get(i++);
            if (!command.startsWith("$ ./kvetch ")) throw new IllegalStateException("no command: " + command);
            List<String> expected = new ArrayList<>();
            for (; i < block.size() && !block.get(i).startsWith("$ "); i++)
                if (!block.get(i).equals("...") && !block.get(i).isEmpty()) expected.add(block.get(i));
            System.out.println(command);
            List<String> line = new ArrayList<>(List.of(tool("java"), "-XX:+UseSerialGC", "-p", path(), "-m", "kvetch.cli/kvetch.cli.Main"));
            line.addAll(List.of(command.substring("$ ./kvetch ".length()).split(" ")));
            Printed printed = run(line);
            if (printed.code > 1) problems.add(command + "\nexits with " + printed.code);
            Iterator<String> out = printed.text.lines().iterator();
            for (String wanted : expected) {
                boolean found = false;
                while (!found && out.hasNext()) found = out.next().stripTrailing().equals(wanted);
                if (!found) {
                    problems.add(command + "\ndoes not print, in this order,\n" + wanted + "\nIt prints\n" + printed.text);
                    break;
                }
            }
        }
    }

    /** The jars, and each directory of classes. */
    private String path() throws IOException {
        try (Stream<Path> entries = Files.list(modules)) {
            return Stream.concat(Stream.of(modules), entries.filter(Files::isDirectory))
                    .map(Path::toString)
                    .collect(Collectors.joining(File.pathSeparator));
        }
    }

    private record Printed(int code, String text) {}

    private static Printed run(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Printed(process.waitFor(), text);
    }

    private static String tool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }
}
