package kvetch.cli.known;

import io.vavr.collection.TreeSet;
import io.vavr.collection.Vector;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import kvetch.api.AllocatorProvider;
import kvetch.cli.console.Terminal;
import kvetch.properties.Check;
import kvetch.properties.LawResult;
import kvetch.properties.Replay;
import kvetch.properties.Verdict;
import kvetch.properties.law.Defect;
import kvetch.properties.plug.ReplayToken;
import kvetch.raid0.KernelProfile;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what broke, from one check to the next, in {@code .kvetch/findings}: a replay token a line. It changes nothing of
 * what a check finds. Where it cannot be read or written there is nothing to remember, and that is all.
 */
public final class FailureDatabase {
    private static final String OFF = "off";
    private static final int MOST = 10_000;

    private final @Nullable Path folder;
    private Vector<String> tokens = Vector.empty();

    private FailureDatabase(@Nullable Path folder) {
        this.folder = folder;
        if (folder == null) return;
        try {
            tokens = Vector.ofAll(Files.readAllLines(folder.resolve("findings"), StandardCharsets.UTF_8))
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .take(MOST);
        } catch (IOException | RuntimeException nothing) {
            tokens = Vector.empty();
        }
    }

    /** That of the current directory, or none if it is switched off. */
    public static FailureDatabase of(Terminal terminal, boolean isOff) {
        String where = terminal.environment().getOrDefault("KVETCH_MEMORY", "");
        if (isOff || where.equals(OFF) || where.equals("0")) return new FailureDatabase(null);
        try {
            return new FailureDatabase(Path.of(where.isEmpty() ? ".kvetch" : where));
        } catch (InvalidPathException nowhere) {
            return new FailureDatabase(null);
        }
    }

    /** What is remembered of what a check is about, run again. */
    public Vector<Replay> recall(Check check) {
        return tokens.flatMap(
                        token -> ReplayToken.parse(token, check.providers().laws())
                                .toOption()
                                .filter(parsed -> isAbout(check, parsed)))
                .flatMap(parsed -> Replay.of(check.providers(), parsed.format(), check.timeoutMs()));
    }

    private static boolean isAbout(Check check, ReplayToken token) {
        return check.kernels().map(KernelProfile::name).contains(token.kernel())
                && check.allocators().map(AllocatorProvider::name).contains(token.allocator())
                && check.laws().contains(token.law());
    }

    /** Keeps what broke, and what broke before and was not seen to be mended. */
    public void keep(Vector<Replay> recalled, Vector<LawResult> results) {
        if (folder == null) return;
        Vector<String> mended = recalled.filter(
                        replay -> replay.verdict() == Verdict.HELD || replay.verdict() == Verdict.INCOMPLETE)
                .map(replay -> replay.token().format());
        Vector<String> found = results.flatMap(LawResult::defects).map(Defect::replay);
        Vector<String> kept =
                TreeSet.ofAll(tokens.removeAll(mended).appendAll(found)).toVector();
        if (kept.equals(tokens)) return;
        try {
            Files.createDirectories(folder);
            Path ignore = folder.resolve(".gitignore");
            if (Files.notExists(ignore)) Files.writeString(ignore, "*\n");
            Path fresh = Files.createTempFile(folder, "findings", ".new");
            Files.writeString(
                    fresh,
                    kept.prepend("# What kvetch check found broken; tried first next time. Delete it to forget.")
                            .mkString("", "\n", "\n"));
            Files.move(fresh, folder.resolve("findings"), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | RuntimeException notWritable) {
            // Then it is found anew next time.
        }
    }
}
