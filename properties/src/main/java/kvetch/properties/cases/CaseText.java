package kvetch.properties.cases;

import io.vavr.control.Either;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;
import kvetch.api.MachineProfile;

/** A case as a line of text, independent of seeds and generators: what tokens are made of. */
public final class CaseText {
    private static final String VERSION = "kv1";
    private static final int MOST_NUMBERS = 1 << 16;

    private CaseText() {}

    /**
     * What a token says.
     *
     * @param law the id of the law; empty for none
     * @param kernel the kernel's name; empty for none
     * @param allocator the allocator's name; empty for none
     * @param arrayCase the case
     */
    public record Fields(String law, String kernel, String allocator, ArrayCase arrayCase) {}

    /**
     * Writes a case that belongs to nobody, as {@link #parseCase} reads it.
     *
     * @param c the case
     * @return a token without law, kernel and allocator
     */
    public static String format(ArrayCase c) {
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
    public static String format(String law, String kernel, String allocator, ArrayCase c) {
        StringBuilder text = new StringBuilder(VERSION);
        text.append('/').append(law).append('/').append(kernel).append('/').append(allocator);
        text.append("/d").append(formatNumbers(c.diskSectors()));
        text.append("/r").append(c.raidDisks());
        text.append("/c").append(c.chunkSectors());
        text.append("/l").append(c.layout());
        if (c.failAt() != 0) text.append("/f").append(c.failAt());
        if (c.requestSectors() != 0)
            text.append("/q").append(c.requestStart()).append('+').append(c.requestSectors());
        if (c.blockSize() != 512) text.append("/b").append(c.blockSize());
        if (c.integrity() != ArrayCase.Integrity.NONE)
            text.append("/i").append(c.integrity().name().toLowerCase(Locale.ROOT));
        int[] slots = c.slots();
        if (slots != null) text.append("/s").append(formatNumbers(toLongs(slots)));
        if (!c.isOnUsualMachine())
            text.append("/m")
                    .append(c.machine().pageSize())
                    .append(',')
                    .append(c.machine().memoryMib())
                    .append(',')
                    .append(c.machine().freeOrder());
        long[] again = c.again();
        if (again != null) text.append("/a").append(formatNumbers(again));
        Workload workload = c.workload();
        if (workload != null) text.append("/w").append(workload.format());
        return text + "/" + checksum(text.toString());
    }

    /**
     * Reads the case of a token, whatever law it names.
     *
     * @param token what {@code format} wrote
     * @return the case, or what is wrong with the token
     */
    public static Either<String, ArrayCase> parseCase(String token) {
        return parse(token).map(Fields::arrayCase);
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
        ArrayCase c = ArrayCase.of(1, parseSizes(fields[4].substring(1)));
        for (int i = 5; i < fields.length; i++) c = withField(c, fields[i]);
        ArrayCase whole = c;
        int[] slots = whole.slots();
        require(slots == null || slots.length == whole.disks(), "as many slots as disks are expected");
        return Either.right(new Fields(fields[1], fields[2], fields[3], whole));
    }

    private static ArrayCase withField(ArrayCase c, String field) {
        require(!field.isEmpty(), "an empty field");
        String value = field.substring(1);
        return switch (field.charAt(0)) {
            case 'r' -> c.withRaidDisks(toInt(value));
            case 'c' -> c.withChunk(toInt(value));
            case 'l' -> {
                require(value.matches("[012]"), "an unknown layout '" + value + "'");
                yield c.withLayout(toInt(value));
            }
            case 'f' -> c.withFailAt(toInt(value));
            case 'q' -> {
                String[] request = split(value, "\\+", 2, field);
                yield c.withRequest(toLong(request[0]), toLong(request[1]));
            }
            case 'b' -> {
                int bytes = toInt(value);
                require(bytes >= 512 && Integer.bitCount(bytes) == 1, "no block size: '" + value + "'");
                yield c.withBlockSize(bytes);
            }
            case 'w' -> c.withWorkload(Workload.parse(value));
            case 'i' -> c.withIntegrity(toIntegrity(value));
            case 's' -> c.withSlots(toInts(parseNumbers(value)));
            case 'm' -> {
                String[] machine = split(value, ",", 3, field);
                yield c.onMachine(
                        MachineProfile.of(toInt(machine[0]), toInt(machine[1])).withFreeOrder(toInt(machine[2])));
            }
            case 'a' -> c.withAgain(parseSizes(value));
            default -> throw new IllegalArgumentException("an unknown field '" + field + "'");
        };
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) throw new IllegalArgumentException(otherwise);
    }

    private static String[] split(String value, String separator, int count, String field) {
        String[] parts = value.split(separator, -1);
        require(parts.length == count, count + " numbers are expected in '" + field + "'");
        return parts;
    }

    private static int toInt(String text) {
        long value = toLong(text);
        require(value == (int) value, "'" + text + "' is no 32-bit number");
        return (int) value;
    }

    private static long toLong(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException("'" + text + "' is no 64-bit number", notANumber);
        }
    }

    private static ArrayCase.Integrity toIntegrity(String text) {
        for (ArrayCase.Integrity integrity : ArrayCase.Integrity.values())
            if (integrity.name().toLowerCase(Locale.ROOT).equals(text)) return integrity;
        throw new IllegalArgumentException("unknown integrity '" + text + "'");
    }

    /** Sizes that md accepts. */
    private static long[] parseSizes(String text) {
        long[] sizes = parseNumbers(text);
        for (long size : sizes)
            require(Long.compareUnsigned(size, 2) >= 0, "a disk of " + size + (size == 1 ? " sector" : " sectors"));
        return sizes;
    }

    /** Numbers with commas; {@code 8x3} is 8, 8, 8 and {@code 8~2x3} is 8, 10, 12. */
    private static String formatNumbers(long[] numbers) {
        List<String> parts = new ArrayList<>();
        int i = 0;
        while (i < numbers.length) {
            long step = i + 1 < numbers.length ? numbers[i + 1] - numbers[i] : 0;
            int run = 1;
            while (i + run < numbers.length && numbers[i + run] - numbers[i + run - 1] == step) run++;
            if (run < 3) {
                parts.add(Long.toString(numbers[i]));
                i++;
            } else {
                parts.add(numbers[i] + (step == 0 ? "" : "~" + step) + "x" + run);
                i += run;
            }
        }
        return String.join(",", parts);
    }

    private static long[] parseNumbers(String text) {
        List<Long> numbers = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            int times = part.indexOf('x');
            String first = times < 0 ? part : part.substring(0, times);
            int count = times < 0 ? 1 : toInt(part.substring(times + 1));
            int tilde = first.indexOf('~');
            long step = tilde < 0 ? 0 : toLong(first.substring(tilde + 1));
            long number = toLong(tilde < 0 ? first : first.substring(0, tilde));
            require(count >= 1, "a run of " + count);
            require(count <= MOST_NUMBERS - numbers.size(), "more than " + MOST_NUMBERS + " numbers");
            for (int i = 0; i < count; i++) numbers.add(number + i * step);
        }
        return numbers.stream().mapToLong(Long::longValue).toArray();
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
