package kvetch.cli.page;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.vavr.collection.HashMap;
import io.vavr.collection.Map;
import io.vavr.collection.Vector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.stream.Stream;
import kvetch.cli.console.ExitCode;
import kvetch.cli.console.UsageError;
import kvetch.cli.json.Json;

/**
 * The folder that a run leaves behind. It is made, or it was empty, or it is that of an earlier run, which is replaced; a
 * folder with anything else in it is left alone. Every file is written elsewhere first and then moved.
 */
public final class OutFolder {
    public static final String REPORT = "report.html";
    public static final String PICTURE = "picture.svg";
    public static final String RESULTS = "results.json";
    public static final String JUNIT = "junit.xml";
    public static final String OBSERVATIONS = "observations.jsonl";
    public static final String RUN = "run.json";

    /** All that a run may leave; the one that says that the others are whole comes last. */
    public static final Vector<String> FILES = Vector.of(REPORT, PICTURE, RESULTS, JUNIT, OBSERVATIONS, RUN);

    private static final String TEMPORARY = ".kvetch-";

    private final String name;
    private final Path path;

    private OutFolder(String name, Path path) {
        this.name = name;
        this.path = path;
    }

    /**
     * Looks at a folder, tries whether it can be written to, and leaves everything as it was.
     *
     * @throws UsageError if a run cannot leave anything there
     */
    public static OutFolder of(String name) {
        if (name.isBlank()) throw new UsageError("--out must name a folder");
        Path path;
        try {
            path = Path.of(name).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new UsageError("--out '" + name + "' is no path: " + e.getReason());
        }
        if (Files.exists(path)) look(name, path);
        try {
            tryOut(path);
        } catch (IOException e) {
            throw new UsageError("--out '" + name + "' cannot be written to: " + reason(e));
        }
        return new OutFolder(name, path);
    }

    /** Whether what is there may be replaced. */
    private static void look(String name, Path path) {
        if (!Files.isDirectory(path)) throw new UsageError("--out '" + name + "' is a file, not a folder");
        try (Stream<Path> list = Files.list(path)) {
            Vector<String> files = Vector.ofAll(
                            list.map(file -> String.valueOf(file.getFileName())).toList())
                    // What a run that was killed left half-written is in nobody's way.
                    .reject(file -> file.startsWith(TEMPORARY));
            Vector<String> foreign = files.removeAll(FILES).sorted();
            if (foreign.nonEmpty() || (files.nonEmpty() && !isOurs(path)))
                throw new UsageError("--out '" + name + "' holds what no run of kvetch left there ("
                        + (foreign.isEmpty() ? files.sorted().head() : foreign.head())
                        + "); name a folder that is new, empty, or of an earlier run");
            for (String file : files)
                if (Files.isDirectory(path.resolve(file)))
                    throw new UsageError("--out '" + name + "' cannot be written to: " + file + " in it is a folder");
        } catch (IOException e) {
            throw new UsageError("--out '" + name + "' cannot be read: " + reason(e));
        }
    }

    /** Makes the folder and a file in it, and takes away again what it has made. Nothing less tells. */
    private static void tryOut(Path path) throws IOException {
        Path there = path;
        while (there.getParent() != null && !Files.exists(there)) there = there.getParent();
        if (!Files.isDirectory(there)) throw new FileAlreadyExistsException(there.toString());
        Path made = path;
        try {
            Files.createDirectories(path);
            Files.delete(Files.createTempFile(path, TEMPORARY, ""));
        } finally {
            for (; !made.equals(there); made = parent(made)) deleteIfEmpty(made);
        }
    }

    private static Path parent(Path path) {
        return Objects.requireNonNull(path.getParent(), "below a folder that is there");
    }

    private static void deleteIfEmpty(Path folder) {
        try {
            Files.deleteIfExists(folder);
        } catch (IOException someoneElseUsesIt) {
            // Then it is theirs now.
        }
    }

    private static boolean isOurs(Path path) {
        try {
            return JsonParser.parseString(Files.readString(path.resolve(RUN))) instanceof JsonObject run
                    && run.has("kvetch")
                    && run.has("command");
        } catch (IOException | JsonParseException e) {
            return false;
        }
    }

    /**
     * Writes the files of a run.
     *
     * @param contents files of {@link #FILES}, {@link #RUN} among them, with what is in each
     * @throws UsageError if they cannot be written; what was there before is still there
     */
    public void write(Map<String, String> contents) {
        Vector<String> files = FILES.filter(contents::containsKey);
        try {
            boolean isNew = !Files.exists(path);
            Path parent = isNew ? path.getParent() : path;
            if (parent == null) throw new UsageError("--out '" + name + "' is no folder for a run");
            Files.createDirectories(parent);
            Path temporary = Files.createTempDirectory(parent, TEMPORARY);
            try {
                for (String file : files)
                    Files.writeString(
                            temporary.resolve(file), contents.get(file).get());
                if (isNew && moveWhole(temporary)) return;
                Files.createDirectories(path);
                Files.deleteIfExists(path.resolve(RUN));
                for (String file : FILES.removeAll(files)) Files.deleteIfExists(path.resolve(file));
                for (String file : files)
                    Files.move(temporary.resolve(file), path.resolve(file), StandardCopyOption.ATOMIC_MOVE);
            } finally {
                delete(temporary);
            }
        } catch (IOException e) {
            throw new UsageError("--out '" + name + "' cannot be written: " + reason(e));
        }
    }

    /**
     * Writes a page with what it shows.
     *
     * @param picture the first picture of the page, as a file of its own; empty if there is none
     * @param results the same for machines
     * @param run how it came to be, but for its end
     * @param isCutShort whether it ended early
     */
    public void write(String page, String picture, JsonObject results, RunFile run, boolean isCutShort, ExitCode code) {
        Vector<String> files =
                Vector.of(REPORT, PICTURE, RESULTS, RUN).reject(file -> file.equals(PICTURE) && picture.isEmpty());
        HashMap<String, String> contents = HashMap.of(
                REPORT,
                page,
                RESULTS,
                Json.format(results) + "\n",
                RUN,
                run.onThisMachine().text(isCutShort, code, files));
        write(picture.isEmpty() ? contents : contents.put(PICTURE, picture));
    }

    /** Whether a new folder came to be in one move; another process may have made it meanwhile. */
    private boolean moveWhole(Path temporary) throws IOException {
        openToOthers(temporary);
        try {
            Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (AtomicMoveNotSupportedException | FileAlreadyExistsException e) {
            return false;
        }
    }

    /** A temporary folder is its owner's alone, which a report is not. */
    private static void openToOthers(Path temporary) throws IOException {
        Path model = Files.createDirectory(temporary.resolve("model"));
        try {
            Files.setPosixFilePermissions(temporary, Files.getPosixFilePermissions(model));
        } catch (UnsupportedOperationException e) {
            // Then there is nothing to open.
        } finally {
            Files.delete(model);
        }
    }

    private static void delete(Path folder) {
        if (!Files.exists(folder)) return;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) Files.delete(file);
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the report is, as the user named the folder. */
    public String report() {
        return name.endsWith("/") ? name + REPORT : name + "/" + REPORT;
    }

    private static String reason(IOException e) {
        String simple = e.getClass().getSimpleName();
        return switch (simple) {
            case "AccessDeniedException" -> "permission denied";
            case "NoSuchFileException" -> "there is no such folder";
            case "FileAlreadyExistsException", "NotDirectoryException" -> "part of the path is a file";
            // Such as a file system that is read-only or full: what the system says, without the path.
            default -> e instanceof FileSystemException of && of.getReason() != null ? of.getReason() : simple;
        };
    }
}
