package kvetch.raid0;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of docs/own-driver.md lists the steps that a driver of one's own may override: all of them, and no others. */
class OwnDriverDocTest {
    private static final Pattern STEP = Pattern.compile("`([a-z][A-Za-z0-9]+)`");

    @Test
    void everyStepIsOnThePageAndNothingElse() throws IOException {
        Set<String> steps = new TreeSet<>();
        for (Method method : Raid0.class.getDeclaredMethods())
            if (Modifier.isProtected(method.getModifiers())
                    && !Modifier.isFinal(method.getModifiers())
                    && !Modifier.isStatic(method.getModifiers())) steps.add(method.getName());
        String table = Files.readAllLines(Path.of("..", "docs", "own-driver.md")).stream()
                .filter(line -> line.startsWith("| "))
                .collect(Collectors.joining("\n"));
        assertThat(STEP.matcher(table).results().map(match -> match.group(1)))
                .containsExactlyInAnyOrderElementsOf(steps);
    }

    /** What md and the block layer do stays as it is. */
    @Test
    void whatIsPublicCannotBeOverridden() {
        for (Method method : Raid0.class.getDeclaredMethods())
            if (Modifier.isPublic(method.getModifiers()))
                assertThat(Modifier.isFinal(method.getModifiers()))
                        .as(method.getName())
                        .isTrue();
    }
}
