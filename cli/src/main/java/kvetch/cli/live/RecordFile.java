package kvetch.cli.live;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import kvetch.cli.console.UsageError;
import org.jspecify.annotations.Nullable;

/** A new file of recordings, a line each; or none, where none is wanted. */
public final class RecordFile implements AutoCloseable {
    private final @Nullable BufferedWriter writer;
    private int lines;

    private RecordFile(@Nullable BufferedWriter writer) {
        this.writer = writer;
    }

    /**
     * Begins a file, which must not be there.
     *
     * @param file its name; null to keep nothing
     * @throws UsageError if it cannot be written
     */
    public static RecordFile create(@Nullable String file) {
        if (file == null) return new RecordFile(null);
        try {
            return new RecordFile(
                    Files.newBufferedWriter(Path.of(file), StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW));
        } catch (FileAlreadyExistsException e) {
            throw new UsageError("--record writes a new file, and '" + file + "' is there already");
        } catch (IOException | InvalidPathException e) {
            throw new UsageError("--record cannot write '" + file.replace('\0', '?') + "'");
        }
    }

    /** Takes a line. */
    public void add(String line) {
        if (writer == null) return;
        try {
            writer.write(line);
            writer.newLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        lines++;
    }

    /** How many lines it has. */
    public int lines() {
        return lines;
    }

    @Override
    public void close() {
        if (writer == null) return;
        try {
            writer.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
