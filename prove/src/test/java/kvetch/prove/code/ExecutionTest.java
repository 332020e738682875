package kvetch.prove.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import kvetch.prove.Z3Prover;
import kvetch.prove.term.Facts;
import kvetch.prove.term.Range;
import kvetch.prove.term.Term;
import kvetch.raid0.Arithmetic;
import kvetch.raid0.TableArithmetic;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A function executed on formulas comes to what Java makes of it, for any numbers. */
final class ExecutionTest {
    private static final int TRIES = 300;
    private static final long[] EDGES = {
        0, 1, 2, 3, 7, 8, 1L << 31, (1L << 31) - 1, 1L << 32, 1L << 54, -1, Long.MIN_VALUE
    };

    static Stream<Method> functions() {
        return Stream.of(Arithmetic.class, TableArithmetic.class)
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic());
    }

    @ParameterizedTest
    @MethodSource("functions")
    void formulaComesToWhatJavaMakesOfIt(Method function) throws IllegalAccessException {
        Random random = new Random(1);
        // What depends on the bits of a number has a formula only where that is known.
        boolean isOfBits =
                List.of("chunkOffset", "chunkIndex", "maskedSectors", "gfp").contains(function.getName());
        Class<?>[] types = function.getParameterTypes();
        for (int i = 0; i < TRIES; i++) {
            Object[] arguments = new Object[types.length];
            Term[] terms = new Term[types.length];
            Map<String, BigInteger> numbers = new HashMap<>();
            for (int j = 0; j < types.length; j++) {
                long value = draw(random);
                arguments[j] = types[j] == long.class
                        ? (Object) value
                        : types[j] == int.class ? (Object) (int) value : (Object) ((value & 1) != 0);
                BigInteger counted = counted(arguments[j]);
                int bits = types[j] == boolean.class ? 1 : types[j] == int.class ? 32 : 64;
                // Counted with a sign and without one it is the same word.
                boolean isSigned = bits > 1 && random.nextBoolean();
                Range range = isSigned ? Range.signed(bits) : Range.unsigned(bits);
                numbers.put("x" + j, isSigned ? counted : counted.mod(BigInteger.TWO.pow(bits)));
                terms[j] = isOfBits ? Term.of(counted) : Term.variable("x" + j, range);
            }
            Object expected = call(function, arguments);
            Execution execution = new Execution(Z3Prover.functions());
            Word word = execution.call(function.getName(), Facts.NONE, terms);
            boolean traps = execution.trap().value(numbers).signum() != 0;
            assertThat(traps).as("%s %s", function, Arrays.toString(arguments)).isEqualTo(expected == null);
            if (expected != null)
                assertThat(word.signed().value(numbers))
                        .as("%s %s", function, Arrays.toString(arguments))
                        .isEqualTo(counted(expected));
        }
    }

    private static @Nullable Object call(Method function, Object... arguments) throws IllegalAccessException {
        try {
            return function.invoke(null, arguments);
        } catch (InvocationTargetException e) {
            assertThat(e.getCause()).isInstanceOf(ArithmeticException.class);
            return null;
        }
    }

    private static BigInteger counted(Object value) {
        if (value instanceof Boolean truth) return truth ? BigInteger.ONE : BigInteger.ZERO;
        return BigInteger.valueOf(((Number) value).longValue());
    }

    private static long draw(Random random) {
        if (random.nextInt(3) == 0) return random.nextLong() >>> random.nextInt(64);
        return EDGES[random.nextInt(EDGES.length)] + random.nextInt(5) - 2;
    }

    static final class Refused {
        static int loops(int times) {
            int sum = 0;
            while (sum < times) sum = sum + 2;
            return sum;
        }
    }

    static final class AlsoRefused {
        static long masks(long a, long b) {
            return a | b;
        }

        static int looks(int at) {
            return "ab".charAt(at);
        }
    }

    @Test
    void whatHasNoFormulaIsRefused() {
        assertThatThrownBy(() -> Functions.of(Refused.class))
                .isInstanceOf(Unsupported.class)
                .hasMessageContaining("loops has a loop");
        assertThatThrownBy(() -> Functions.of(AlsoRefused.class)).isInstanceOf(Unsupported.class);
    }
}
