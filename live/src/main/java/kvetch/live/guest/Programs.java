package kvetch.live.guest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The two programs in C, built with the user's own compiler on first use and kept: the one that runs within a guest, and the leash
 * that a guest is held on.
 */
public final class Programs {
    private static final long PATIENCE_S = 120;

    private Programs() {}

    public static Path guest() {
        return built("guest", List.of("-static", "-O2"));
    }

    public static Path leash() {
        return built("leash", List.of("-O2"));
    }

    /** Where they are kept: in what XDG_CACHE_HOME names, or else in ~/.cache. */
    private static Path cache() {
        String named = System.getenv("XDG_CACHE_HOME");
        Path base =
                named == null || named.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(named);
        return base.resolve("kvetch");
    }

    private static Path built(String name, List<String> options) {
        byte[] source = source(name + ".c");
        Path program = cache().resolve(name + "-" + hash(source));
        if (Files.isExecutable(program)) return program;
        try {
            Files.createDirectories(cache());
            Path folder = Files.createTempDirectory(cache(), "build");
            Path code = folder.resolve(name + ".c");
            Path made = folder.resolve(name);
            try {
                Files.write(code, source);
                compile(options, code, made);
                // Whoever comes at the same time sees all of it or nothing.
                Files.move(made, program, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(code);
                Files.deleteIfExists(made);
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            throw new LiveProblem("cannot keep the program of the guest in " + cache() + ": " + e.getMessage());
        }
        return program;
    }

    /** A file of this content, under a name that no other content has. */
    public static Path kept(String name, byte[] content) {
        Path file = cache().resolve(name + "-" + hash(content));
        if (Files.isRegularFile(file)) return file;
        try {
            Files.createDirectories(cache());
            Path unfinished = Files.createTempFile(cache(), name, "");
            Files.write(unfinished, content);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new LiveProblem("cannot keep what a guest boots from in " + cache() + ": " + e.getMessage());
        }
        return file;
    }

    private static void compile(List<String> options, Path code, Path made) {
        List<String> command = new ArrayList<>(List.of("cc"));
        command.addAll(options);
        command.addAll(List.of("-o", made.toString(), code.toString()));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new LiveProblem("cc does not come to an end");
            }
            if (process.exitValue() != 0)
                throw new LiveProblem("cc cannot build the program of the guest, which takes a static libc: "
                        + said.lines().findFirst().orElse("it says nothing"));
        } catch (IOException e) {
            throw new LiveProblem("a real kernel needs a C compiler, for the program within it: there is no cc");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LiveProblem("interrupted while the program of the guest was built");
        }
    }

    private static byte[] source(String name) {
        try (InputStream in = Programs.class.getResourceAsStream(name)) {
            if (in == null) throw new IllegalStateException("no resource " + name);
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String hash(byte[] source) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(source);
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
