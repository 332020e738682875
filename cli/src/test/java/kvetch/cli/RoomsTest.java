package kvetch.cli;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every concept has a room that one can find one's way about in: few classes, no circles, nothing too long. */
final class RoomsTest {
    private static final int MOST_CLASSES_OF_A_PACKAGE = 20;
    private static final int MOST_COMPONENTS = 6;
    private static final int MOST_LINES = 400;

    /** In all of Kvetch, how many classes may have more lines: the memory of a machine and the driver. */
    private static final int LARGE_CLASSES = 2;

    /** A module, by the last word of its name. */
    record Room(String name) {
        JavaClasses classes() {
            Path place = Path.of(ModuleLayer.boot()
                    .configuration()
                    .findModule("kvetch." + name)
                    .flatMap(module -> module.reference().location())
                    .orElseThrow());
            ClassFileImporter importer = new ClassFileImporter();
            if (Files.isDirectory(place)) return importer.importPath(place);
            try (JarFile jar = new JarFile(place.toFile())) {
                return importer.importJar(jar);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        Path sources() {
            return Path.of("..", name, "src", "main", "java");
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Room> rooms() {
        return Stream.of("api", "allocators", "raid0", "properties", "live", "prove", "cli")
                .map(Room::new);
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void noPackageHasManyClasses(Room room) {
        Map<String, Long> sizes = room.classes().stream()
                .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(JavaClass::getPackageName, TreeMap::new, Collectors.counting()));
        assertThat(sizes).isNotEmpty();
        assertThat(sizes.entrySet())
                .allSatisfy(size ->
                        assertThat(size.getValue()).as(size.getKey()).isLessThanOrEqualTo(MOST_CLASSES_OF_A_PACKAGE));
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void noPackagesStandInACircle(Room room) {
        slices().matching("kvetch.(**)").should().beFreeOfCycles().check(room.classes());
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void noRecordHasManyComponents(Room room) {
        assertThat(room.classes().stream().filter(JavaClass::isRecord))
                .allSatisfy(type ->
                        assertThat(components(type)).as(type.getName()).hasSizeLessThanOrEqualTo(MOST_COMPONENTS));
    }

    /** A record has no other fields of its own. */
    private static List<JavaField> components(JavaClass type) {
        return type.getFields().stream()
                .filter(field -> !field.getModifiers().contains(JavaModifier.STATIC))
                .toList();
    }

    @Test
    void fewClassesAreLarge() {
        List<String> large = new ArrayList<>();
        Stream.concat(rooms(), Stream.of(new Room("bench"))).forEach(room -> large.addAll(large(room.sources())));
        assertThat(large).hasSizeLessThanOrEqualTo(LARGE_CLASSES);
    }

    private static List<String> large(Path sources) {
        try (Stream<Path> files = Files.walk(sources)) {
            return files.filter(file -> file.toString().endsWith(".java") && lines(file) > MOST_LINES)
                    .map(file -> sources.relativize(file) + " has " + lines(file) + " lines")
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long lines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
