package kvetch.properties.cases;

import java.util.ArrayList;
import java.util.List;

/** Numbers with commas, as tokens have them; {@code 8x3} is 8, 8, 8 and {@code 8~2x3} is 8, 10, 12. */
final class NumberRuns {
    private static final int MOST_NUMBERS = 1 << 16;

    private NumberRuns() {}

    static String format(long[] numbers) {
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

    static long[] parse(String text) {
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

    static int toInt(String text) {
        long value = toLong(text);
        require(value == (int) value, "'" + text + "' is no 32-bit number");
        return (int) value;
    }

    static long toLong(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException("'" + text + "' is no 64-bit number", notANumber);
        }
    }

    static void require(boolean holds, String otherwise) {
        if (!holds) throw new IllegalArgumentException(otherwise);
    }
}
