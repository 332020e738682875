package kvetch.properties.cases;

import static kvetch.properties.cases.NumberRuns.require;
import static kvetch.properties.cases.NumberRuns.toInt;
import static kvetch.properties.cases.NumberRuns.toLong;

import io.vavr.control.Either;
import io.vavr.control.Option;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.CRC32;
import kvetch.api.MachineProfile;

/**
 * A case as a line of text, independent of seeds and generators: what tokens are made of.
 *
 * <p>After law, kernel and allocator come parts that begin with a letter. These four are always there, in this order:
 *
 * <ul>
 *   <li>{@code d} the sizes of the disks in sectors, none for no disks; {@code 8x3} is 8, 8, 8 and {@code 8~2x3} is 8, 10, 12
 *   <li>{@code r} raid_disks
 *   <li>{@code c} chunk_sectors
 *   <li>{@code l} raid0.default_layout
 * </ul>
 *
 * <p>The others are there only where they differ from the usual:
 *
 * <ul>
 *   <li>{@code f} the allocation that fails
 *   <li>{@code q} the request, its first sector and how many: {@code q8+2}
 *   <li>{@code b} the logical block size in bytes, or one for each disk: {@code b512,4096}
 *   <li>{@code i} integrity, {@code isame} or {@code imixed}
 *   <li>{@code s} the slot of each disk
 *   <li>{@code o} the layout of the array's own
 *   <li>{@code m} the machine: page size, memory in MiB, order of free blocks
 *   <li>{@code a} the sizes of other disks at the second start
 *   <li>{@code w} the steps of a workload, where the case is about an allocator alone
 * </ul>
 */
public final class CaseText {
    private static final String VERSION = "kv1";

    private CaseText() {}

    /**
     * What a token says.
     *
     * @param law the id of the law; empty for none
     * @param kernel the kernel's name; empty for none
     * @param allocator the allocator's name; empty for none
     * @param testCase the case
     */
    public record Fields(String law, String kernel, String allocator, Case testCase) {}

    /**
     * Writes a case that belongs to nobody, as {@link #parseCase} reads it.
     *
     * @param c the case
     * @return a token without law, kernel and allocator
     */
    public static String format(Case c) {
        return format("", "", "", c);
    }

    /**
     * Writes the version, fields between slashes, and a checksum.
     *
     * @param law the id of a law
     * @param kernel a kernel's name
     * @param allocator an allocator's name
     * @param c the case
     * @return for example {@code kv1/W1/7.0/kzalloc/d64/r524289/c8/l1/5f3a9b10}
     */
    public static String format(String law, String kernel, String allocator, Case c) {
        StringBuilder text = new StringBuilder(VERSION);
        text.append('/').append(law).append('/').append(kernel).append('/').append(allocator);
        if (c instanceof ArrayCase array) append(text, array);
        else append(text, (WorkloadCase) c);
        return text + "/" + checksum(text.toString());
    }

    private static void append(StringBuilder text, ArrayCase c) {
        appendShape(text, c.array());
        if (c.failAt() != 0) text.append("/f").append(c.failAt());
        if (c.requestSectors() != 0)
            text.append("/q").append(c.requestStart()).append('+').append(c.requestSectors());
        BlockSizes blocks = c.array().blockSizes();
        if (blocks.unusual() != 0) text.append("/b").append(NumberRuns.format(toLongs(blocks.toArray())));
        if (c.integrity() != Integrity.NONE)
            text.append("/i").append(c.integrity().name().toLowerCase(Locale.ROOT));
        if (!c.isInOrder())
            text.append("/s").append(NumberRuns.format(toLongs(c.array().disks().slots())));
        if (!c.array().layouts().isUsual())
            text.append("/o").append(c.array().layouts().own());
        appendMachine(text, c);
        if (c.scenario().again() instanceof SecondStart.WithOtherDisks others)
            text.append("/a").append(NumberRuns.format(others.disks().sizes()));
    }

    private static void append(StringBuilder text, WorkloadCase c) {
        appendShape(text, WorkloadCase.PLACEHOLDER.array());
        appendMachine(text, c);
        text.append("/w").append(c.workload().format());
    }

    private static void appendShape(StringBuilder text, Array array) {
        text.append("/d").append(NumberRuns.format(array.disks().sizes()));
        text.append("/r").append(array.raidDisks());
        text.append("/c").append(array.chunkSectors());
        text.append("/l").append(array.layouts().byDefault());
    }

    private static void appendMachine(StringBuilder text, Case c) {
        if (c.isOnUsualMachine()) return;
        text.append("/m").append(c.machine().pageSize());
        text.append(',').append(c.machine().memoryMib());
        text.append(',').append(c.machine().freeOrder());
    }

    /**
     * Reads the case of a token, whatever law it names.
     *
     * @param token what {@code format} wrote
     * @return the case, or what is wrong with the token
     */
    public static Either<String, Case> parseCase(String token) {
        return parse(token).map(Fields::testCase);
    }

    /**
     * Reads a token.
     *
     * @param token what {@code format} wrote
     * @return its fields, or what is wrong with it
     */
    public static Either<String, Fields> parse(String token) {
        int last = token.lastIndexOf('/');
        if (!token.startsWith("kv") || last < 0)
            return Either.left("not a replay token: it must start with '" + VERSION + "/', as a report prints it");
        if (!token.startsWith(VERSION + "/"))
            return Either.left("a replay token of another version, '" + token.substring(0, token.indexOf('/'))
                    + "'; this Kvetch reads '" + VERSION + "'");
        String body = token.substring(0, last);
        if (!checksum(body).equals(token.substring(last + 1)))
            return Either.left("the token's checksum is wrong; copy it whole, from '" + VERSION + "/' to the end");
        try {
            return parseBody(body.split("/", -1));
        } catch (IllegalArgumentException malformed) {
            return Either.left("a malformed replay token: " + malformed.getMessage());
        }
    }

    private static Either<String, Fields> parseBody(String[] fields) {
        if (fields.length < 5 || !fields[4].startsWith("d"))
            return Either.left("a malformed replay token: law, kernel, allocator and disks are missing");
        ArrayCase array = ArrayCase.of(1, parseDisks(fields[4].substring(1)));
        Option<Workload> workload = Option.none();
        for (int i = 5; i < fields.length; i++) {
            require(!fields[i].isEmpty(), "an empty field");
            if (fields[i].startsWith("w")) workload = Option.some(Workload.parse(fields[i].substring(1)));
            else array = withField(array, fields[i]);
        }
        require(array.array().disks().haveSlots(), "as many slots as disks are expected");
        require(array.array().blockSizes().fit(array.disks()), "as many block sizes as disks are expected, or one");
        MachineProfile machine = array.machine();
        Option<Case> alone = workload.map(steps -> new WorkloadCase(steps, machine));
        return Either.right(new Fields(fields[1], fields[2], fields[3], alone.getOrElse(array)));
    }

    private static ArrayCase withField(ArrayCase c, String field) {
        String value = field.substring(1);
        return switch (field.charAt(0)) {
            case 'r' -> c.withRaidDisks(toInt(value));
            case 'c' -> c.withChunk(toInt(value));
            case 'l' -> c.withLayout(toInt(value));
            case 'o' -> c.withOwnLayout(toInt(value));
            case 'f' -> c.withFailAt(toInt(value));
            case 'q' -> {
                String[] request = split(value, "\\+", 2, field);
                yield c.withRequest(toLong(request[0]), toLong(request[1]));
            }
            case 'b' -> {
                long[] bytes = NumberRuns.parse(value);
                for (long size : bytes)
                    require(
                            size >= BlockSizes.USUAL && size <= 1 << 30 && Long.bitCount(size) == 1,
                            "no block size: '" + size + "'");
                yield c.withBlockSizes(toInts(bytes));
            }
            case 'i' -> c.withIntegrity(toIntegrity(value));
            case 's' -> c.withSlots(toInts(NumberRuns.parse(value)));
            case 'm' -> {
                String[] machine = split(value, ",", 3, field);
                yield c.onMachine(
                        MachineProfile.of(toInt(machine[0]), toInt(machine[1])).withFreeOrder(toInt(machine[2])));
            }
            case 'a' -> c.withAgain(parseSizes(value, Disks.SMALLEST));
            default -> throw new IllegalArgumentException("an unknown field '" + field + "'");
        };
    }

    private static String[] split(String value, String separator, int count, String field) {
        String[] parts = value.split(separator, -1);
        require(parts.length == count, count + " numbers are expected in '" + field + "'");
        return parts;
    }

    private static Integrity toIntegrity(String text) {
        for (Integrity integrity : Integrity.values())
            if (integrity.name().toLowerCase(Locale.ROOT).equals(text)) return integrity;
        throw new IllegalArgumentException("unknown integrity '" + text + "'");
    }

    /** Any number of disks, of any size but 0; md does not add one of 1 sector. */
    private static long[] parseDisks(String text) {
        return text.isEmpty() ? new long[0] : parseSizes(text, 1);
    }

    private static long[] parseSizes(String text, long least) {
        long[] sizes = NumberRuns.parse(text);
        for (long size : sizes)
            require(Long.compareUnsigned(size, least) >= 0, "a disk of " + size + (size == 1 ? " sector" : " sectors"));
        return sizes;
    }

    private static long[] toLongs(int[] values) {
        long[] longs = new long[values.length];
        for (int i = 0; i < longs.length; i++) longs[i] = values[i];
        return longs;
    }

    private static int[] toInts(long[] values) {
        int[] ints = new int[values.length];
        for (int i = 0; i < ints.length; i++) {
            ints[i] = (int) values[i];
            require(ints[i] == values[i], "no slot: " + values[i]);
        }
        return ints;
    }

    private static String checksum(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return String.format("%08x", crc.getValue());
    }
}
