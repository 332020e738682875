package kvetch.properties.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import kvetch.properties.vectors.Recording.AllocRecording;
import kvetch.properties.vectors.Recording.MapRecording;
import kvetch.properties.vectors.Recording.RunRecording;
import kvetch.properties.vectors.Recording.Warn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RecordingReaderTest {
    private static final String ONE_OBJECT = "; a line holds one whole JSON object";
    private static final String U64 = "; it must be a whole number from 0 to 18446744073709551615";
    private static final String I32 = "; it must be a whole number from -2147483648 to 2147483647";
    private static final String ERRNO = "; it must be a whole number from 0 to 4095";
    private static final String RELEASES = "; it must be a release of 5.10, 5.15, 6.1, 6.6, 6.12, 7.0, 7.2, 7.3";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    /** What is said of a file, without its folder. */
    private String message(Path file) {
        String message = RecordingReader.read(file).getLeft().message();
        assertThat(message).startsWith(folder + "/").doesNotContain("\n");
        return message.substring(folder.toString().length() + 1);
    }

    private Recording only(String line) {
        RecordingFile file = RecordingReader.read(Lines.write(folder, line)).get();
        assertThat(file.recordings()).hasSize(1);
        return file.recordings().head();
    }

    static Stream<Arguments> badLines() {
        return Stream.of(
                // Not a JSON object
                bad("[1]", "the line is a list, not an object" + ONE_OBJECT),
                bad("7", "the line is a number, not an object" + ONE_OBJECT),
                bad("\"map\"", "the line is a string, not an object" + ONE_OBJECT),
                bad("true", "the line is true or false, not an object" + ONE_OBJECT),
                bad("null", "the line is null, not an object" + ONE_OBJECT),
                bad("map", "the line is not JSON at column 1" + ONE_OBJECT),
                bad("{kind:\"map\"}", "the line is not JSON at column 3" + ONE_OBJECT),
                bad("{'kind':'map'}", "the line is not JSON at column 3" + ONE_OBJECT),
                bad("{\"kind\":\"map\",}", "the line is not JSON at column 16" + ONE_OBJECT),
                bad("{\"kind\":NaN}", "the line is not JSON at column 9" + ONE_OBJECT),
                bad("{\"errno\":007}", "the line is not JSON at column 10" + ONE_OBJECT),
                bad(Lines.MAP + " {}", "something follows the object" + ONE_OBJECT),
                bad(Lines.MAP + ",", "something follows the object" + ONE_OBJECT),
                bad("{\"kind\":", "the line is cut off after 8 characters" + ONE_OBJECT),
                bad("{\"kind\":\"ma", "the line is cut off after 11 characters" + ONE_OBJECT),
                bad("{\"kind\":{\"a\":1}", "the line is cut off after 15 characters" + ONE_OBJECT),
                bad("[".repeat(1000), "the line is a list, not an object" + ONE_OBJECT),
                bad(
                        "{\"a\":" + "[".repeat(1000) + "]".repeat(1000) + "}",
                        "the line is not JSON at column 261" + ONE_OBJECT),
                bad(
                        Lines.with(Lines.MAP, "\"errno\":0", "\"errno\":0,\"errno\":0"),
                        "field 'errno' is there twice; it must be there once"),
                bad("{\"a\\n\":0,\"a\\n\":0}", "field 'a?' is there twice; it must be there once"),

                // Kind and kernel
                bad("{}", "field 'kind' is missing; a recording must have it"),
                bad(
                        "{\"kind\":\"write\"}",
                        "field 'kind' is \"write\"; it must be \"map\" or \"read\" or \"discard\" or \"run\" or \"alloc\" or \"life\""),
                bad(
                        "{\"kind\":7}",
                        "field 'kind' is 7; it must be \"map\" or \"read\" or \"discard\" or \"run\" or \"alloc\" or \"life\""),
                bad(Lines.with(Lines.READ, "7.2.13", "4.19.1"), "field 'kernel' is \"4.19.1\"" + RELEASES),
                bad(Lines.with(Lines.READ, "7.2.13", "hardened"), "field 'kernel' is \"hardened\"" + RELEASES),
                bad(Lines.with(Lines.READ, "\"7.2.13\"", "7.2"), "field 'kernel' is 7.2; it must be a string"),
                bad(Lines.with(Lines.MAP, "6.12.43", "6.13"), "field 'kernels[2]' is \"6.13\"" + RELEASES),
                bad(
                        Lines.with(Lines.MAP, Lines.KERNELS, "\"kernels\":[]"),
                        "field 'kernels' is []; it must name at least one kernel release"),
                bad(
                        Lines.with(Lines.MAP, Lines.KERNELS, "\"kernels\":\"7.2\""),
                        "field 'kernels' is \"7.2\"; it must be a list of kernel releases"),

                // Numbers
                bad(
                        Lines.with(Lines.MAP, "\"chunk_sectors\":3", "\"chunk_sectors\":\"3\""),
                        "field 'chunk_sectors' is \"3\"" + I32),
                bad(
                        Lines.with(Lines.MAP, "\"chunk_sectors\":3", "\"chunk_sectors\":2147483648"),
                        "field 'chunk_sectors' is 2147483648" + I32),
                bad(Lines.with(Lines.MAP, "\"layout\":1", "\"layout\":1.0"), "field 'layout' is 1.0" + I32),
                bad(Lines.with(Lines.MAP, "\"layout\":1", "\"layout\":1e0"), "field 'layout' is 1e0" + I32),
                bad(Lines.with(Lines.MAP, "\"layout\":1", "\"layout\":null"), "field 'layout' is null" + I32),
                bad(Lines.with(Lines.MAP, "\"layout\":1", "\"layout\":true"), "field 'layout' is true" + I32),
                bad(Lines.with(Lines.MAP, "\"layout\":1", "\"layout\":{}"), "field 'layout' is {}" + I32),
                bad(Lines.with(Lines.MAP, "\"errno\":0", "\"errno\":-22"), "field 'errno' is -22" + ERRNO),
                bad(Lines.with(Lines.MAP, "[24,6]", "[24,-6]"), "field 'disk_sectors[1]' is -6" + U64),
                bad(Lines.with(Lines.MAP, "[24,6]", "[24,6.5]"), "field 'disk_sectors[1]' is 6.5" + U64),
                bad(
                        Lines.with(Lines.MAP, "[24,6]", "[18446744073709551616]"),
                        "field 'disk_sectors[0]' is 18446744073709551616" + U64),
                bad(
                        Lines.with(Lines.MAP, "[24,6]", "[" + "9".repeat(100) + "]"),
                        "field 'disk_sectors[0]' is " + "9".repeat(60) + "..." + U64),
                bad(
                        Lines.with(Lines.MAP, "[24,6]", "24"),
                        "field 'disk_sectors' is 24; it must be a list of whole numbers"),
                bad(
                        Lines.with(Lines.RUN, "\"memory_mib\":2048", "\"memory_mib\":4"),
                        "field 'memory_mib' is 4; it must be a whole number from 8 to 65536"),
                bad(
                        Lines.with(Lines.READ, "1048576", "1000"),
                        "field 'read_bytes' is 1000; it must be a multiple of 512 above 0"),
                bad(
                        Lines.with(Lines.READ, "1048576", "0"),
                        "field 'read_bytes' is 0; it must be a multiple of 512 above 0"),
                bad(
                        Lines.with(Lines.MAP, "\"array_sectors\":28", "\"array_sectors\":null"),
                        "field 'array_sectors' is null; it must be a whole number where errno is 0"),
                bad(
                        Lines.with(Lines.MAP, "\"array_sectors\":28", "\"array_sectors\":268435457"),
                        "field 'array_sectors' is 268435457; it must be at most 268435456, because every sector is compared"),

                // Lists of lists
                bad(
                        Lines.with(Lines.MAP, "[3,3,1,0]", "[3,3,1]"),
                        "field 'runs[1]' is [3,3,1]; it must be [array_sector, length, disk, disk_sector]"),
                bad(
                        Lines.with(Lines.MAP, "[3,3,1,0]", "3"),
                        "field 'runs[1]' is 3; it must be [array_sector, length, disk, disk_sector]"),
                bad(Lines.with(Lines.MAP, "[3,3,1,0]", "[3,3,1,\"0\"]"), "field 'runs[1][3]' is \"0\"" + U64),
                bad(
                        Lines.with(Lines.MAP, "[3,3,1,0]", "[3,3,-1,0]"),
                        "field 'runs[1][2]' is -1; it must be a whole number from 0 to 2147483647"),
                bad(
                        Lines.MAP.replaceAll("\"runs\":.*", "\"runs\":{}}"),
                        "field 'runs' is {}; it must be a list of runs"),
                bad(
                        Lines.with(Lines.DISCARD, "[1,24,16]", "[1,24,16,0]"),
                        "field 'discarded[1]' is [1,24,16,0]; it must be [disk, disk_sector, length]"),
                bad(Lines.with(Lines.DISCARD, "[1,24,16]", "[1,-24,16]"), "field 'discarded[1][1]' is -24" + U64),

                // The rest
                bad(
                        Lines.with(Lines.RUN, "\"errno\":12", "\"errno\":0"),
                        "field 'array_sectors' is null; it must be a whole number where errno is 0"),
                bad(Lines.with(Lines.RUN, "\"errno\":12", "\"errno\":null"), "field 'errno' is null" + ERRNO),
                bad(
                        Lines.RUN.replaceAll("\"warn\":.*", "\"warn\":false}"),
                        "field 'warn' is false; it must be null or an object with file, line and function"),
                bad(Lines.without(Lines.RUN, "\"line\":5234"), "field 'line' is missing; 'warn' must have it"),
                bad(
                        Lines.with(Lines.ALLOC, "\"kzalloc\"", "\"malloc\""),
                        "field 'api' is \"malloc\";"
                                + " it must be \"kzalloc\" or \"kvzalloc\" or \"vzalloc\" or \"page-allocator\""),
                bad(
                        Lines.with(Lines.ALLOC, "\"result\":\"null\"", "\"result\":null"),
                        "field 'result' is null; it must be \"ok\" or \"null\" or \"zero_size_ptr\""),
                bad(
                        Lines.with(Lines.ALLOC, "\"vmalloc\":false", "\"vmalloc\":0"),
                        "field 'vmalloc' is 0; it must be true or false"),
                bad(Lines.with(Lines.ALLOC, "\"usable\":null", "\"usable\":\"\""), "field 'usable' is \"\"" + U64));
    }

    private static Arguments bad(String line, String message) {
        return Arguments.of(line, message);
    }

    @ParameterizedTest
    @MethodSource("badLines")
    void aBadLineIsNamedWithWhatWouldBeRight(String line, String message) {
        assertThat(message(Lines.write(folder, Lines.MAP, line, "not even read")))
                .isEqualTo("r.jsonl:2: " + message);
    }

    static Stream<Arguments> fields() {
        return Stream.of(Lines.MAP, Lines.READ, Lines.DISCARD, Lines.RUN, Lines.ALLOC)
                .map(line -> JsonParser.parseString(line).getAsJsonObject())
                .flatMap(object -> object.keySet().stream()
                        .filter(field -> !field.equals("kind"))
                        .map(field -> Arguments.of(object, field)));
    }

    @ParameterizedTest
    @MethodSource("fields")
    void aMissingFieldIsNamed(JsonObject object, String field) {
        JsonObject rest = object.deepCopy();
        rest.remove(field);
        String kind = object.get("kind").getAsString();
        // Gson leaves out nulls when it writes a tree; nothing here may be left out but the one field.
        String line = new GsonBuilder().serializeNulls().create().toJson(rest);
        assertThat(message(Lines.write(folder, line)))
                .isEqualTo(
                        "r.jsonl:1: field '" + field + "' is missing; a recording of kind " + kind + " must have it");
    }

    @Test
    void aFileThatIsCutOffInMidLineIsRejected() {
        for (int length = 1; length < Lines.RUN.length(); length++)
            assertThat(message(Lines.writeText(folder, Lines.MAP + "\n" + Lines.RUN.substring(0, length))))
                    .isEqualTo("r.jsonl:2: the line is cut off after " + length + " characters" + ONE_OBJECT);
    }

    @Test
    void theLastLineNeedNotBeEnded() {
        Path file = Lines.writeText(folder, Lines.MAP + "\n" + Lines.RUN);
        assertThat(RecordingReader.read(file).get().recordings().map(Recording::kind))
                .containsExactly("map", "run");
    }

    @Test
    void emptyLinesCountButHoldNothing() {
        Path file = Lines.writeText(folder, "\n" + Lines.MAP + "\r\n\n \n" + Lines.RUN + "\n\n");
        assertThat(RecordingReader.read(file)
                        .get()
                        .recordings()
                        .map(recording -> recording.origin().line()))
                .containsExactly(2, 5);
    }

    @Test
    void anEmptyFileIsRejected() {
        String nothing = "r.jsonl:1: the file holds no recording; it must hold at least one, one JSON object a line";
        assertThat(message(Lines.writeText(folder, ""))).isEqualTo(nothing);
        assertThat(message(Lines.writeText(folder, "\n"))).isEqualTo(nothing);
        assertThat(message(Lines.writeText(folder, "  \n\n"))).isEqualTo(nothing);
    }

    @Test
    void whatIsNoReadableFileIsRejected() throws IOException {
        assertThat(message(folder.resolve("none.jsonl")))
                .isEqualTo("none.jsonl: no such file; name a file of recordings, one JSON object a line");
        assertThat(message(Files.createDirectory(folder.resolve("d.jsonl"))))
                .isEqualTo("d.jsonl: is a directory; name a file of recordings, one JSON object a line");
        assertThat(message(Lines.write(folder, "{}").resolve("x")))
                .startsWith("r.jsonl/x: cannot be read: ")
                .endsWith("; name a file of recordings, one JSON object a line");
    }

    @Test
    void whatIsNotUtf8IsRejected() throws IOException {
        Path file =
                Files.write(folder.resolve("r.jsonl"), "{\"kind\":\"\u00e4\"}\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(message(file)).isEqualTo("r.jsonl:1: the line is not UTF-8 text" + ONE_OBJECT);
    }

    @Test
    void unknownFieldsAreSkipped() {
        assertThat(only(Lines.with(Lines.MAP, "\"errno\":0", "\"errno\":0,\"host\":{\"name\":[\"x\",1.5,null]}")))
                .isEqualTo(only(Lines.MAP));
    }

    @Test
    void unsignedNumbersAreReadExactly() {
        MapRecording map = (MapRecording)
                only(Lines.with(Lines.MAP, "[24,6]", "[18446744073709551615,9223372036854775808,9007199254740993,0]"));
        assertThat(map.setup().diskSectors()).containsExactly(-1L, Long.MIN_VALUE, 9007199254740993L, 0L);
        assertThat(map.parameters()).contains("[18446744073709551615,9223372036854775808,9007199254740993,0]");
        AllocRecording alloc = (AllocRecording) only(Lines.with(Lines.ALLOC, "4194305", "18446744073709551615"));
        assertThat(alloc.bytes()).isEqualTo(-1L);
        assertThat(alloc.parameters()).isEqualTo("kzalloc of 18446744073709551615 bytes, memory_mib 2048");
    }

    @Test
    void raidDisksAndMemoryHaveUsualValuesWhereARecordingOfAMappingNamesNone() {
        MapRecording usual = (MapRecording) only(Lines.MAP);
        assertThat(usual.setup().raidDisks()).isEqualTo(2);
        assertThat(usual.setup().memoryMib()).isEqualTo(2048);
        MapRecording given = (MapRecording)
                only(Lines.with(Lines.MAP, "\"layout\":1", "\"layout\":1,\"raid_disks\":-5,\"memory_mib\":512"));
        assertThat(given.setup().raidDisks()).isEqualTo(-5);
        assertThat(given.setup().memoryMib()).isEqualTo(512);
    }

    @Test
    void everyFieldOfARunIsRead() {
        RunRecording run = (RunRecording) only(Lines.RUN);
        assertThat(run.origin().kernels().map(Recording.Kernel::release)).containsExactly("7.0.4");
        assertThat(run.origin().kernel().profile().name()).isEqualTo("7.0");
        assertThat(run.setup().raidDisks()).isEqualTo(524289);
        assertThat(run.setup().chunkSectors()).isEqualTo(8);
        assertThat(run.addErrno()).isZero();
        assertThat(run.errno()).isEqualTo(12);
        assertThat(run.arraySectors()).isNull();
        assertThat(run.warn()).isEqualTo(new Warn("mm/page_alloc.c", 5234, "__alloc_frozen_pages_noprof"));
    }
}
