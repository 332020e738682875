package kvetch.properties.vectors;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kvetch.api.Family;
import kvetch.properties.vectors.Recording.AllocRecording;
import kvetch.properties.vectors.Recording.AllocResult;
import kvetch.properties.vectors.Recording.Answer;
import kvetch.properties.vectors.Recording.DiscardRecording;
import kvetch.properties.vectors.Recording.Kernel;
import kvetch.properties.vectors.Recording.MapRecording;
import kvetch.properties.vectors.Recording.Origin;
import kvetch.properties.vectors.Recording.ReadRecording;
import kvetch.properties.vectors.Recording.RunRecording;
import kvetch.properties.vectors.Recording.Setup;
import kvetch.properties.vectors.Recording.Start;
import org.jspecify.annotations.Nullable;

/**
 * Reads files of recordings: JSON Lines, one JSON object a line. It is strict in all but two things: fields it does not know
 * and empty lines between recordings are skipped.
 */
public final class RecordingReader {
    private static final String ONE_OBJECT = "a line holds one whole JSON object";
    private static final String A_FILE = "name a file of recordings, one JSON object a line";

    /** A recording this long would be of millions of runs. */
    private static final int LONGEST_LINE = 64 << 20;

    /** Every sector of a map or read recording is walked, 128 GiB at most. */
    private static final long MOST_SECTORS = 1L << 28;

    private static final int USUAL_MEMORY_MIB = 2048;
    private static final int LEAST_MEMORY_MIB = 8;
    private static final int MOST_MEMORY_MIB = 65536;
    private static final int MOST_ERRNO = 4095;
    private static final int SECTOR_BYTES = 512;
    private static final Pattern COLUMN = Pattern.compile("at line 1 column ([0-9]+)");

    private final String file;
    private int line;

    private RecordingReader(String file) {
        this.file = file;
    }

    /**
     * Reads a file.
     *
     * @param file the file
     * @return its recordings, or the first thing that is wrong with it
     */
    public static Either<InputError, RecordingFile> read(Path file) {
        return new RecordingReader(file.toString()).readFile(file);
    }

    private Either<InputError, RecordingFile> readFile(Path path) {
        if (Files.isDirectory(path)) return error("is a directory", A_FILE);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
            return readLines(in);
        } catch (NoSuchFileException e) {
            return error("no such file", A_FILE);
        } catch (AccessDeniedException e) {
            return error("may not be read", "it needs read permission");
        } catch (IOException e) {
            return error("cannot be read: " + e.getMessage(), A_FILE);
        }
    }

    private Either<InputError, RecordingFile> readLines(InputStream in) throws IOException {
        List<Recording> recordings = new ArrayList<>();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (readLine(in, bytes)) {
            line++;
            if (bytes.size() > LONGEST_LINE)
                return error("the line is longer than " + LONGEST_LINE + " bytes", ONE_OBJECT);
            String text;
            try {
                text = StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes.toByteArray()))
                        .toString();
            } catch (CharacterCodingException e) {
                return error("the line is not UTF-8 text", ONE_OBJECT);
            }
            if (text.isBlank()) continue;
            Either<InputError, Recording> recording = parse(text);
            if (recording.isLeft()) return Either.left(recording.getLeft());
            recordings.add(recording.get());
        }
        if (recordings.isEmpty()) {
            line = 1;
            return error("the file holds no recording", "it must hold at least one, one JSON object a line");
        }
        return Either.right(new RecordingFile(file, Vector.ofAll(recordings)));
    }

    /** Reads up to the next newline or one byte more than a line may have; false at the end of the file. */
    private static boolean readLine(InputStream in, ByteArrayOutputStream bytes) throws IOException {
        bytes.reset();
        int b = in.read();
        if (b < 0) return false;
        for (; b >= 0 && b != '\n' && bytes.size() <= LONGEST_LINE; b = in.read()) bytes.write(b);
        return true;
    }

    private <T> Either<InputError, T> error(String problem, String remedy) {
        return Either.left(new InputError(file, line, problem, remedy));
    }

    private Either<InputError, Recording> parse(String text) {
        Map<String, JsonElement> fields = new LinkedHashMap<>();
        JsonReader json = new JsonReader(new StringReader(text));
        json.setStrictness(Strictness.STRICT);
        boolean whole = false;
        try {
            if (json.peek() != JsonToken.BEGIN_OBJECT)
                return error("the line is " + name(json.peek()) + ", not an object", ONE_OBJECT);
            json.beginObject();
            while (json.hasNext()) {
                String name = json.nextName();
                if (fields.put(name, JsonParser.parseReader(json)) != null)
                    return error("field '" + printable(name) + "' is there twice", "it must be there once");
            }
            json.endObject();
            whole = true;
            if (json.peek() == JsonToken.END_DOCUMENT) return recording(fields);
        } catch (IOException | JsonParseException e) {
            if (!whole) return notJson(text, e);
        }
        return error("something follows the object", ONE_OBJECT);
    }

    /** Gson's own messages advise how to call Gson and span two lines, so only the place is taken from them. */
    private <T> Either<InputError, T> notJson(String text, Exception e) {
        boolean endsTooSoon = e instanceof EOFException || e.getCause() instanceof EOFException;
        String trimmed = text.strip();
        if (trimmed.startsWith("{") && (endsTooSoon || !trimmed.endsWith("}")))
            return error("the line is cut off after " + text.length() + " characters", ONE_OBJECT);
        Matcher column = COLUMN.matcher(String.valueOf(e.getMessage()));
        String where = column.find() ? " at column " + column.group(1) : "";
        return error("the line is not JSON" + where, ONE_OBJECT);
    }

    /** A name may hold an escaped newline, and a message is one line. */
    private static String printable(String name) {
        return name.replaceAll("\\p{Cntrl}", "?");
    }

    private static String name(JsonToken token) {
        return switch (token) {
            case BEGIN_ARRAY -> "a list";
            case STRING -> "a string";
            case NUMBER -> "a number";
            case BOOLEAN -> "true or false";
            default -> token.name().toLowerCase(Locale.ROOT);
        };
    }

    private Either<InputError, Recording> recording(Map<String, JsonElement> json) {
        Fields any = new Fields("a recording", json);
        String kind = any.choice("kind", Vector.of("map", "read", "discard", "run", "alloc", "life"), word -> word);
        if (any.problem() != null)
            return error(any.problem().what(), any.problem().remedy());
        Fields fields = new Fields("a recording of kind " + kind, json);
        Recording recording = switch (kind) {
            case "map" -> map(fields);
            case "read" -> read(fields);
            case "discard" -> discard(fields);
            case "run" -> run(fields);
            case "life" -> life(fields);
            default -> alloc(fields);
        };
        if (fields.problem() != null)
            return error(fields.problem().what(), fields.problem().remedy());
        return Either.right(recording);
    }

    private Recording map(Fields fields) {
        int errno = errno(fields);
        return new MapRecording(
                origin(fields.kernels("kernels")),
                setup(fields),
                errno,
                walkableSectors(fields, errno),
                errno == 0 || fields.has("runs") ? fields.runs("runs") : Vector.empty());
    }

    private Recording read(Fields fields) {
        int errno = errno(fields);
        long readBytes = fields.u64("read_bytes");
        if (readBytes == 0 || readBytes % SECTOR_BYTES != 0)
            fields.bad("read_bytes", "it must be a multiple of " + SECTOR_BYTES + " above 0");
        return new ReadRecording(
                origin(Vector.of(fields.kernel("kernel"))),
                setup(fields),
                readBytes,
                new Start(errno, walkableSectors(fields, errno)),
                errno == 0 || fields.has("read_errno") ? fields.i32("read_errno", 0, MOST_ERRNO) : 0,
                errno == 0 || fields.has("runs") ? fields.runs("runs") : Vector.empty());
    }

    private Recording discard(Fields fields) {
        int errno = errno(fields);
        return new DiscardRecording(
                origin(fields.kernels("kernels")),
                setup(fields),
                errno,
                fields.u64("start"),
                fields.u64("sectors"),
                errno == 0 || fields.has("discarded") ? fields.extents("discarded") : Vector.empty());
    }

    private Recording run(Fields fields) {
        int addErrno = fields.i32("add_errno", 0, MOST_ERRNO);
        boolean mayBeUntried = addErrno != 0;
        Integer errno = mayBeUntried && !fields.has("errno") ? null : (Integer) errno(fields);
        Long arraySectors = fields.u64OrNull("array_sectors");
        if (errno != null && errno == 0 && arraySectors == null && !mayBeUntried)
            fields.bad("array_sectors", "it must be a whole number where errno is 0");
        fields.i32("raid_disks");
        memory(fields);
        return new RunRecording(
                origin(Vector.of(fields.kernel("kernel"))),
                setup(fields),
                addErrno,
                errno,
                arraySectors,
                fields.warnOrNull("warn"));
    }

    private Recording alloc(Fields fields) {
        return new AllocRecording(
                origin(Vector.of(fields.kernel("kernel"))),
                memory(fields),
                fields.choice("api", Vector.of(Family.values()), Family::kernelProvider),
                fields.u64("bytes"),
                new Answer(
                        fields.choice("result", Vector.of(AllocResult.values()), RecordingReader::word),
                        fields.bool("vmalloc"),
                        fields.u64OrNull("usable")),
                fields.warnOrNull("warn_first"));
    }

    private Recording life(Fields fields) {
        return new LifeRecording(origin(Vector.of(fields.kernel("kernel"))), memory(fields), LifeReader.read(fields));
    }

    private Origin origin(Vector<Kernel> kernels) {
        return new Origin(line, kernels);
    }

    static String word(AllocResult result) {
        return result.name().toLowerCase(Locale.ROOT);
    }

    private static int errno(Fields fields) {
        return fields.i32("errno", 0, MOST_ERRNO);
    }

    private static @Nullable Long walkableSectors(Fields fields, int errno) {
        Long sectors = fields.u64OrNull("array_sectors");
        if (sectors == null && errno == 0) fields.bad("array_sectors", "it must be a whole number where errno is 0");
        if (sectors != null && Long.compareUnsigned(sectors, MOST_SECTORS) > 0)
            fields.bad("array_sectors", "it must be at most " + MOST_SECTORS + ", because every sector is compared");
        return sectors;
    }

    private static Setup setup(Fields fields) {
        Vector<Long> diskSectors = fields.u64s("disk_sectors");
        return new Setup(
                fields.has("memory_mib") ? memory(fields) : USUAL_MEMORY_MIB,
                fields.i32("layout"),
                fields.i32("chunk_sectors"),
                fields.has("raid_disks") ? fields.i32("raid_disks") : diskSectors.size(),
                diskSectors);
    }

    static int memory(Fields fields) {
        return fields.i32("memory_mib", LEAST_MEMORY_MIB, MOST_MEMORY_MIB);
    }
}
