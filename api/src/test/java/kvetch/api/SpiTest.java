package kvetch.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What was written against 0.1.0 still compiles: {@code spi-0.1.0.txt} has each signature of its SPI, a line each, and never
 * changes.
 */
class SpiTest {
    private static final String THEN = "spi-0.1.0.txt";

    @Test
    void whatCouldBeCalledStillCan() throws Exception {
        assertThat(now()).containsAll(then());
    }

    @Test
    void whoImplementsAnInterfaceNeedNotImplementMore() throws Exception {
        List<String> then = then();
        for (Class<?> type : types())
            if (type.isInterface())
                for (Method method : type.getMethods())
                    if (Modifier.isAbstract(method.getModifiers()))
                        assertThat(then).contains(line(type, method));
    }

    @Test
    void memoryThatKeepsNoVersionIsReadEachTime() {
        Memory memory = new Memory() {
            @Override
            public long readU64(long address) {
                return 0;
            }

            @Override
            public int readU32(long address) {
                return 0;
            }

            @Override
            public void writeU64(long address, long value) {}

            @Override
            public void writeU32(long address, int value) {}
        };
        assertThat(memory.version()).isNotEqualTo(memory.version());
        assertThat(memory.port()).isSameAs(memory);
    }

    private static List<String> then() throws IOException {
        try (InputStream file = Objects.requireNonNull(SpiTest.class.getResourceAsStream(THEN))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }

    /** The types that 0.1.0 had. */
    private static List<Class<?>> types() throws Exception {
        List<Class<?>> types = new ArrayList<>();
        for (String name : then().stream()
                .map(line -> line.substring(0, line.indexOf(':')))
                .distinct()
                .toList()) types.add(Class.forName(name));
        return types;
    }

    private static List<String> now() throws Exception {
        List<String> lines = new ArrayList<>();
        for (Class<?> type : types()) lines.addAll(lines(type));
        return lines;
    }

    static Set<String> lines(Class<?> type) {
        Set<String> lines = new TreeSet<>();
        Stream<Class<?>> above =
                Stream.concat(Stream.ofNullable(type.getSuperclass()), Arrays.stream(type.getInterfaces()));
        above.filter(other -> Modifier.isPublic(other.getModifiers()))
                .forEach(other -> lines.add(line(type, "is " + other.getName())));
        for (Field field : type.getFields())
            lines.add(line(type, field.getGenericType().getTypeName() + " " + field.getName()));
        for (Constructor<?> constructor : type.getConstructors())
            lines.add(line(type, "new" + parameters(constructor.getGenericParameterTypes())));
        for (Method method : type.getMethods())
            if (method.getDeclaringClass() == type && !method.isBridge()) lines.add(line(type, method));
        return lines;
    }

    private static String line(Class<?> type, Method method) {
        return line(
                type,
                (Modifier.isStatic(method.getModifiers()) ? "static " : "")
                        + method.getGenericReturnType().getTypeName()
                        + " "
                        + method.getName()
                        + parameters(method.getGenericParameterTypes()));
    }

    private static String line(Class<?> type, String member) {
        return type.getName() + ": " + member;
    }

    private static String parameters(Type[] types) {
        return Arrays.stream(types).map(Type::getTypeName).collect(Collectors.joining(", ", "(", ")"));
    }
}
