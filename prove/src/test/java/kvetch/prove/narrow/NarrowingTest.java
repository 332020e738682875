package kvetch.prove.narrow;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.Vector;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import kvetch.api.MachineProfile;
import kvetch.api.OopsException;
import kvetch.properties.Check;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.law.Law;
import kvetch.properties.narrow.Widths;
import kvetch.properties.plug.Providers;
import kvetch.properties.setup.Setup;
import kvetch.properties.shrink.Budget;
import kvetch.raid0.Arithmetic;
import kvetch.raid0.TableArithmetic;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rewritten driver is the driver: with the widths of Linux it does the same, and with others it counts in those. */
final class NarrowingTest {
    private static final int TRIES = 2000;
    private static final long[] EDGES = {
        0, 1, 2, 3, 7, 8, 1L << 31, (1L << 31) - 1, 1L << 32, 1L << 54, -1, Long.MIN_VALUE
    };
    private static final Providers PROVIDERS = Providers.load();

    static Stream<Method> functions() {
        return Stream.of(Arithmetic.class, TableArithmetic.class)
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic());
    }

    private static Method narrowed(Method function, Widths widths) throws ReflectiveOperationException {
        return new NarrowLoader(widths)
                .loadClass(function.getDeclaringClass().getName())
                .getMethod(function.getName(), function.getParameterTypes());
    }

    private static @Nullable Object call(Method function, Object... arguments) throws IllegalAccessException {
        try {
            return function.invoke(null, arguments);
        } catch (InvocationTargetException e) {
            assertThat(e.getCause()).isInstanceOf(ArithmeticException.class);
            return null;
        }
    }

    @ParameterizedTest
    @MethodSource("functions")
    void withTheWidthsOfLinuxEachFunctionIsWhatItWas(Method function) throws ReflectiveOperationException {
        Method rewritten = narrowed(function, Widths.LINUX);
        assertThat(rewritten.getDeclaringClass()).isNotSameAs(function.getDeclaringClass());
        Random random = new Random(1);
        Class<?>[] types = function.getParameterTypes();
        for (int i = 0; i < TRIES; i++) {
            Object[] arguments = new Object[types.length];
            for (int j = 0; j < types.length; j++) {
                long value = draw(random);
                arguments[j] = types[j] == long.class
                        ? (Object) value
                        : types[j] == int.class ? (Object) (int) value : (Object) ((value & 1) != 0);
            }
            assertThat(call(rewritten, arguments))
                    .as("%s %s", function, Arrays.toString(arguments))
                    .isEqualTo(call(function, arguments));
        }
    }

    private static long draw(Random random) {
        if (random.nextInt(3) == 0) return random.nextLong() >>> random.nextInt(64);
        return EDGES[random.nextInt(EDGES.length)] + random.nextInt(5) - 2;
    }

    /** All that is about memory and bytes keeps its widths; every other function has those that were asked for. */
    @Test
    void everyFunctionEitherIsNarrowOrSaysThatItIsNot() {
        assertThat(functions().map(Method::getName)).containsAll(Narrowing.AS_THEY_ARE.remove("saturated"));
        assertThat(functions().map(Method::getName).filter(name -> !Narrowing.AS_THEY_ARE.contains(name)))
                .hasSizeGreaterThan(30);
    }

    @Test
    void narrowNumbersAreCountedModuloTheirWidth() throws ReflectiveOperationException {
        Widths widths = new Widths(6, 4);
        for (long a = -32; a < 32; a++)
            for (long b = -32; b < 32; b++) {
                assertThat(of("sum", widths, a, b)).isEqualTo(Bits.wrap(a + b, 6));
                assertThat(of("difference", widths, a, b)).isEqualTo(Bits.wrap(a - b, 6));
                assertThat(of("isBelow", widths, a, b)).isEqualTo((a & 63) < (b & 63));
                assertThat(of("smaller", widths, a, b)).isEqualTo(Bits.wrap(Math.min(a & 63, b & 63), 6));
                if (b != 0) assertThat(of("divide", widths, a, b)).isEqualTo(Bits.wrap((a & 63) / (b & 63), 6));
                if (b > 0) assertThat(of("remainder", widths, a, b)).isEqualTo((a & 63) % b);
            }
        for (int chunk = -8; chunk < 8; chunk++)
            for (int other = -8; other < 8; other++) {
                assertThat(of("wrappedStripe", widths, chunk, other)).isEqualTo((long) ((chunk * other) & 15));
                assertThat(of("wideStripe", widths, chunk, other)).isEqualTo(Bits.wrap((long) chunk * other, 6));
            }
        for (long offset = -32; offset < 32; offset++) {
            assertThat(of("keptInInt", widths, offset)).isEqualTo(Bits.wrap(offset, 4));
            for (int chunk = -8; chunk < 8; chunk++) {
                if (chunk == 0) continue;
                assertThat(of("chunkIndex", widths, offset, chunk))
                        .isEqualTo(Bits.wrap((offset & 63) / (chunk & 15), 6));
                assertThat(of("chunkOffset", widths, offset, chunk)).isEqualTo((offset & 63) % (chunk & 15));
                assertThat(of("wholeChunks", widths, offset, chunk))
                        .isEqualTo(Bits.wrap((offset & 63) / (chunk & 15) * chunk, 6));
                assertThat(of("maskedSectors", widths, offset, chunk))
                        .isEqualTo(Bits.wrap(offset & ~(long) Bits.wrap(chunk - 1, 4), 6));
            }
        }
    }

    private static @Nullable Object of(String name, Widths widths, Object... arguments)
            throws ReflectiveOperationException {
        if (loaded == null || !widths.equals(loadedWidths)) {
            loaded = new NarrowLoader(widths);
            loadedWidths = widths;
        }
        for (Class<?> type : new Class<?>[] {Arithmetic.class, TableArithmetic.class})
            for (Method method : loaded.loadClass(type.getName()).getDeclaredMethods())
                if (method.getName().equals(name)) return call(method, arguments);
        throw new AssertionError(name);
    }

    private static @Nullable NarrowLoader loaded;
    private static @Nullable Widths loadedWidths;

    // The driver

    @ParameterizedTest
    @ValueSource(strings = {"7.2", "6.12", "5.10", "hardened", "7.2-discard-original"})
    void withTheWidthsOfLinuxTheDriverDoesTheSameOnDrawnArrays(String kernel) {
        Setup setup =
                Setup.asShipped(PROVIDERS.allocators(), PROVIDERS.kernel(kernel).get());
        Vector<Law> laws =
                Vector.of("I4", "Z1").map(id -> PROVIDERS.laws().find(id).get());
        NarrowLoader loader = new NarrowLoader(Widths.LINUX);
        List<ArrayCase> cases = new ArrayList<>();
        new Check(PROVIDERS, Vector.of(setup.kernel()), Vector.of(setup.provider()), laws, 300, 1)
                .run(
                        result -> {},
                        observation -> {
                            if (observation.testCase() instanceof ArrayCase c && c.disks() <= 64) cases.add(c);
                        },
                        Budget.NONE);
        int started = 0;
        for (ArrayCase c : cases) {
            Vector<String> rewritten = answers(loader.driver(kernel, setup.machine(c.machine())), c);
            assertThat(rewritten)
                    .as(c.toString())
                    .isEqualTo(answers(new NarrowRaid0(kernel, setup.machine(c.machine()), Long.SIZE), c));
            if (rewritten.size() > 20) started++;
        }
        assertThat(started).isGreaterThan(100);
    }

    /** All that a driver answers when it is asked for zones, sectors, a request and a discard. */
    private static Vector<String> answers(NarrowDriver driver, ArrayCase c) {
        List<String> answers = new ArrayList<>();
        try {
            answers.add("starts " + driver.start(c.chunkSectors(), c.layout() == 2 ? 2 : 1, c.diskSectors()));
            if (answers.get(0).equals("starts false") || c.chunkSectors() == 0) return Vector.ofAll(answers);
            for (int zone = 0; zone < driver.zones(); zone++)
                answers.add(zone + ": " + driver.zoneEnd(zone) + " " + driver.devStart(zone) + " " + driver.nbDev(zone)
                        + " " + driver.diskShift(zone));
            answers.add("size " + driver.arraySectors());
            NarrowDriver.Parts parts = (disk, sector, sectors) -> answers.add(disk + ": " + sector + " " + sectors);
            for (long sector : probes(driver)) {
                driver.map(sector);
                answers.add(sector + " -> " + driver.disk() + ": " + driver.sector());
                if (Long.remainderUnsigned(driver.arraySectors() - sector, 3) == 0)
                    answers.add("" + driver.request(sector, 9, parts));
                driver.discard(sector, 77, parts);
            }
        } catch (OopsException died) {
            answers.add("" + died.getMessage());
        }
        return Vector.ofAll(answers);
    }

    private static List<Long> probes(NarrowDriver driver) {
        List<Long> probes = new ArrayList<>();
        Random random = new Random(1);
        BigInteger size = new BigInteger(Long.toUnsignedString(driver.arraySectors()));
        for (int zone = 0; zone < Math.min(8, driver.zones()); zone++)
            for (long at = -2; at < 2; at++) probes.add(driver.zoneEnd(zone) + at);
        for (int i = 0; i < 20; i++)
            probes.add(new BigInteger(80, random).mod(size.max(BigInteger.ONE)).longValue());
        probes.removeIf(sector -> Long.compareUnsigned(sector, driver.arraySectors()) >= 0);
        return probes;
    }

    // The order of disks

    /**
     * An array is sound in every order of its disks, or in none; which of the laws shows that it is not may depend on the order. On
     * 6.1 to 6.12 the rest of a request may go on to a later zone, which depends on it, too, as docs/explore.md says.
     */
    @ParameterizedTest
    @ValueSource(strings = {"7.2", "7.2+stripe-64-bit", "hardened"})
    void whetherAnArrayIsSoundDoesNotDependOnTheOrderOfItsDisks(String kernel) {
        Widths widths = new Widths(6, 4);
        NarrowLoader loader = new NarrowLoader(widths);
        Setup setup =
                Setup.asShipped(PROVIDERS.allocators(), PROVIDERS.kernel(kernel).get());
        Judge judge =
                new Judge(widths, () -> loader.driver(kernel, setup.machine(MachineProfile.of(4096, 256))), false);
        long[] sizes = {2, 4, 8, 9, 18, 31, 61, 63};
        int[][] orders = {{0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
        for (int chunk = -8; chunk < 8; chunk++)
            for (int layout = 1; layout <= 2 && chunk != 0; layout++)
                for (int i = 0; i < sizes.length; i++)
                    for (int j = i; j < sizes.length; j++)
                        for (int k = j; k < sizes.length; k++) {
                            long[] disks = {sizes[i], sizes[j], sizes[k]};
                            boolean starts = judge.judge(chunk, layout, disks);
                            int broken = judge.broken();
                            for (int[] order : orders) {
                                long[] other = {disks[order[0]], disks[order[1]], disks[order[2]]};
                                assertThat(judge.judge(chunk, layout, other)).isEqualTo(starts);
                                String which = Arrays.toString(other) + " chunk " + chunk + " layout " + layout;
                                assertThat(judge.broken() == 0).as(which).isEqualTo(broken == 0);
                            }
                        }
    }
}
