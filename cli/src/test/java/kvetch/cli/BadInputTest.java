package kvetch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bad input gets exactly one line that says what is wrong and what would be right, exit code 2, and nothing on stdout. */
final class BadInputTest {
    private static final String KERNELS =
            "known are 5.3, 5.10, 5.15, 6.1, 6.6, 6.12, 7.0, 7.2, 7.3, hardened, each with fixes it has not and without fixes it has:"
                    + " 6.12+fix, 7.2+stripe-64-bit, 7.2-discard-original, ... (kvetch kernels)";
    private static final String COMMANDS =
            "check, map, inspect, layout, upgrade, conform, explore, sweep, prove, campaign, merge, replay, allocators, kernels, findings, laws";
    private static final String CHECK_OPTIONS =
            "known are --allocator, --kernel, --law, --tries, --seed, --shrink-seconds, --expect, --baseline, --out, --explored, --proofs, --no-memory, --confirm, --modules, --guests, --memory, --module-path, --timeout, --help, --version, --format";
    private static final String SIZE =
            "sectors as a whole number, or bytes with K, M, G, T, P or E, such as 3.6T or 512K";

    static Stream<Arguments> badInput() {
        return Stream.of(
                arguments("", "say what to do: " + COMMANDS + " (kvetch --help)"),
                arguments("chek", "unknown command 'chek'; known are " + COMMANDS + "; did you mean 'check'?"),
                arguments("fuzz", "unknown command 'fuzz'; known are " + COMMANDS),
                arguments("explore --disks 4..1", "--disks 4..1 is empty: A must not be more than B"),
                arguments("explore --disks 0", "--disks must be a whole number from 1 to 8, not 0"),
                arguments("explore --disks ..3", "--disks must be A..B (both included) or one number, not '..3'"),
                arguments("explore --chunk 0", "--chunk must be a whole number from 1 to 128, not 0"),
                arguments("explore --layout 1,3", "--layout must be a whole number from 1 to 2, not 3"),
                arguments(
                        "explore --chunk 1 --chunks 0..1",
                        "there is no array in the scope: md adds no disk of less than 2 sectors; with --chunk 1 take more"
                                + " --chunks"),
                arguments(
                        "explore --widths 10",
                        "--widths must be SECTOR,INT, two numbers of bits such as 10,4, not '10'"),
                arguments(
                        "explore --widths 64,32",
                        "the width of int in --widths must be a whole number from 3 to 8, not 32"),
                arguments(
                        "explore --widths 5,4",
                        "the width of sector_t in --widths, with an int of 4 bits, must be a whole number from 6 to 16, not 5"),
                arguments("explore --widths --disks 5", "--disks must be a whole number from 1 to 4, not 5"),
                arguments("explore --widths --sizes 1", "--sizes must be a whole number from 2 to 1023, not 1"),
                arguments(
                        "explore --widths --sizes 4..6,6",
                        "--sizes must be in ascending order, each once, not '4..6,6'"),
                arguments(
                        "explore --widths --chunk 8",
                        "--chunk does not go with --widths, which takes --disks, --sizes, --kernel, --law, --threads and --format"),
                arguments(
                        "explore --widths --law W1",
                        "--law W1 is not about the width of integers; with --widths there are Z1, Z2, Z3, W2, I2, I3, I4"),
                arguments("explore --law Z1", "--law goes with --widths only; explore judges by all laws"),
                arguments("explore --sizes 2..4", "--sizes goes with --widths only"),
                arguments("sweep --zones 0", "--zones must be a whole number from 1 to 64, not 0"),
                arguments("sweep --memory 1", "--memory must be a whole number from 8 to 65536, not 1"),
                arguments("sweep --page-size 8K", "unknown page size '8K'; known are 4K, 16K, 64K"),
                arguments(
                        "--format json check",
                        "unknown option '--format' for 'kvetch'; known are --help, --version; options stand after the command"),
                arguments(
                        "check --alocator kzalloc",
                        "unknown option '--alocator' for 'kvetch check'; " + CHECK_OPTIONS
                                + "; did you mean '--allocator'?"),
                arguments("check -x", "unknown option '-x' for 'kvetch check'; " + CHECK_OPTIONS),
                arguments(
                        "check W1",
                        "unexpected argument 'W1' for 'kvetch check'; it takes options only, each with one value (kvetch check"
                                + " --help)"),
                arguments("check --tries", "option '--tries' needs a value: --tries N (kvetch check --help)"),
                arguments("check --law", "option '--law' needs a value: --law ID (kvetch check --help)"),
                arguments("check --seed 1 --seed 2", "option '--seed' is given twice; give it once"),
                arguments("check --kernel 7.4", "unknown kernel '7.4'; " + KERNELS),
                arguments(
                        "check --explored x.json",
                        "--explored goes into the report: say where to leave one, with --out DIR"),
                arguments(
                        "check --out target/never --proofs no/such.json",
                        "--proofs cannot be read: 'no/such.json'; name what kvetch prove --format json printed"),
                arguments(
                        "check --out target/never --explored pom.xml",
                        "--explored 'pom.xml' is not what kvetch explore --format json prints: it is not JSON"),
                arguments(
                        "check --kernel hardend",
                        "unknown kernel 'hardend'; " + KERNELS + "; did you mean 'hardened'?"),
                arguments(
                        "check --kernel 6.12+aloc",
                        "unknown kernel '6.12+aloc'; after + or - stand fixes, with commas: fix, alloc, abort, free, layout-choice,"
                                + " layouts-alike, discard-original, cut-remainder, free-once, size-of-zones,"
                                + " round-device-size, stripe-64-bit, discard-64-bit, positive-chunk, check-first,"
                                + " size-fits, limit-tables, nowarn, no-kill, limits-saturate"),
                arguments("check --kernel 7.2+fix", "unknown kernel '7.2+fix': 7.2 has 'fix' already"),
                arguments(
                        "check --law W9",
                        "unknown law 'W9'; known are Z1, Z2, Z3, M1, M2, M3, M4, W1, W2, W3, I1, I2, I3, I4, Q1"),
                arguments("check --tries 0", "--tries must be a whole number from 1 to 2147483647, not 0"),
                arguments("check --tries -5", "--tries must be a whole number from 1 to 2147483647, not -5"),
                arguments("check --tries 1e3", "--tries must be a whole number from 1 to 2147483647, not '1e3'"),
                arguments(
                        "check --tries 2147483648",
                        "--tries must be a whole number from 1 to 2147483647, not 2147483648"),
                arguments(
                        "check --seed 9223372036854775808",
                        "--seed must be a whole number of 64 bits, not 9223372036854775808"),
                arguments("check --seed abc", "--seed must be a whole number of 64 bits, not 'abc'"),
                arguments("check --format xml", "unknown format 'xml'; known are text, json, ktap, sarif"),
                arguments("laws --format jsn", "unknown format 'jsn'; known are text, json; did you mean 'json'?"),
                arguments("map", "say which disks: --disks SIZE,..., such as --disks 64,128,200"),
                arguments("map --disks 64", "say which chunk: --chunk SIZE, such as --chunk 8 or --chunk 512K"),
                arguments(
                        "map --disks= --chunk 8", "--disks names no disk: give sizes with commas, such as 64,128,200"),
                arguments(
                        "map --disks 64,,8 --chunk 8",
                        "disk 1 of --disks is missing in '64,,8': give sizes with commas, such as 64,128,200"),
                arguments("map --disks 64,-8 --chunk 8", "disk 1 of --disks must not be negative, as '-8' is"),
                arguments("map --disks 64,abc --chunk 8", "disk 1 of --disks must be a size, not 'abc': " + SIZE),
                arguments("map --disks 0x40 --chunk 8", "disk 0 of --disks must be a size, not '0x40': " + SIZE),
                arguments("map --disks 1e9 --chunk 8", "disk 0 of --disks must be a size, not '1e9': " + SIZE),
                arguments(
                        "map --disks 1.5 --chunk 8",
                        "disk 0 of --disks must be whole sectors, not '1.5': only sizes with K, M, G, T, P or E have decimals"),
                arguments(
                        "map --disks 9223372036854775808 --chunk 8",
                        "disk 0 of --disks is too large: '9223372036854775808' is more than 9223372036854775807 sectors"),
                arguments(
                        "map --disks 16E --chunk 8",
                        "disk 0 of --disks is too large: '16E' is more than 64 bits of bytes can say; less than 16E is right"),
                arguments(
                        "map --disks 64,1 --chunk 8",
                        "disk 1 of --disks has 1 sector: md refuses a disk of less than 2 sectors (EINVAL)"),
                arguments(
                        "map --disks 0 --chunk 8",
                        "disk 0 of --disks has 0 sectors: md refuses a disk of less than 2 sectors (EINVAL)"),
                arguments("map --disks 64 --chunk -8", "--chunk must not be negative, as '-8' is"),
                arguments(
                        "map --disks 64 --chunk 2147483648",
                        "--chunk is too large: '2147483648' is more than 2147483647 sectors, the most that chunk_sectors can say"),
                arguments(
                        "map --disks 64 --chunk 8 --layout 3",
                        "unknown layout '3'; known are 0 or unset, 1 or original, 2 or alternate"),
                arguments(
                        "map --disks 64 --chunk 8 --layout alternat",
                        "unknown layout 'alternat'; known are 0 or unset, 1 or original, 2 or alternate; did you mean 'alternate'?"),
                arguments(
                        "map --disks 64 --chunk 8 --raid-disks 4294967295",
                        "--raid-disks must be a whole number from -2147483648 to 2147483647, not 4294967295"),
                arguments(
                        "map --disks 64 --chunk 8 --sectors 5",
                        "--sectors must be A..B (B is not included), such as 0..1024, not '5'"),
                arguments(
                        "map --disks 64 --chunk 8 --sectors 5..5",
                        "--sectors 5..5 is empty: A must be less than B, which is not included"),
                arguments(
                        "map --disks 64 --chunk 8 --sectors 0..x",
                        "--sectors, where it ends, must be a size, not 'x': " + SIZE),
                arguments(
                        "map --disks 64 --chunk 8 --sectors 0..65",
                        "--sectors 0..65 goes past the end of the array, which has 64 sectors (32 KiB)"),
                arguments(
                        "map --disks 3.6T,4T --chunk 512K",
                        "the array has 16320875520 sectors (7.59 TiB), too many to print (over 10000 runs): name a part of it,"
                                + " such as --sectors 0..16384"),
                arguments(
                        "map --disks 3.6T,4T --chunk 512K --format json",
                        "the array has 16320875520 sectors (7.59 TiB), too many to print (over 10000 runs): name a part of it,"
                                + " such as --sectors 0..16384"),
                arguments("conform", "name the files of recordings to hold the model against: kvetch conform FILE..."),
                arguments("conform --format yaml x.jsonl", "unknown format 'yaml'; known are text, json"),
                arguments(
                        "conform no-such-file.jsonl",
                        "no-such-file.jsonl: no such file; name a file of recordings, one JSON object a line"));
    }

    @ParameterizedTest
    @MethodSource("badInput")
    void oneLineSaysWhatIsWrong(String args, String message) {
        Cli result = Cli.run(args.isEmpty() ? new String[0] : args.split(" "));
        assertThat(result.err()).isEqualTo("kvetch: " + message + System.lineSeparator());
        assertThat(result.out()).isEmpty();
        assertThat(result.code()).isEqualTo(2);
    }

    @Test
    void anUnknownAllocatorNamesThoseThatWereFound() {
        Cli result = Cli.run("check", "--allocator", "kzaloc");
        assertThat(result.err())
                .startsWith("kvetch: unknown allocator 'kzaloc'")
                .contains("kvzalloc, kzalloc, page-allocator, vzalloc")
                .endsWith("; did you mean 'kzalloc'?" + System.lineSeparator())
                .hasLineCount(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.code()).isEqualTo(2);
    }

    @Test
    void aBadFileOfRecordingsStopsBeforeAnythingIsCompared(@TempDir Path folder) throws IOException {
        Path good = folder.resolve("good.jsonl");
        Files.writeString(
                good,
                Cli.run("map", "--disks", "64,128", "--chunk", "8", "--format", "json")
                        .out());
        Path bad = folder.resolve("bad.jsonl");
        Files.writeString(bad, Files.readString(good) + "{\"kind\":\"map\",");
        Cli result = Cli.run("conform", good.toString(), bad.toString());
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .isEqualTo("kvetch: " + bad
                        + ":2: the line is cut off after 14 characters; a line holds one whole JSON object"
                        + System.lineSeparator());
        assertThat(result.code()).isEqualTo(2);
    }

    @Test
    void aNameThatIsNoFileName() {
        Cli result = Cli.run("conform", "a\0b");
        assertThat(result.err())
                .isEqualTo("kvetch: 'a?b' is not a file name; name a file of recordings" + System.lineSeparator());
        assertThat(result.code()).isEqualTo(2);
    }

    @Test
    void argumentsAreNotReadFromFiles(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("args"), "laws");
        Cli result = Cli.run("@" + file);
        assertThat(result.err()).startsWith("kvetch: unknown command '@");
        assertThat(result.code()).isEqualTo(2);
    }
}
