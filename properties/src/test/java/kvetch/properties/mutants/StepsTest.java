package kvetch.properties.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Each step of the driver is known to be part of a function of the kernel, and no step is known that is gone. */
class StepsTest {
    @Test
    void everyStepOfTheDriverIsPartOfAFunction() {
        assertThat(steps(Part.DRIVER)).filteredOn(step -> !Steps.isPlaced(step)).isEmpty();
    }

    @Test
    void everyStepThatIsKnownIsMade() {
        Set<String> made = Arrays.stream(Part.values())
                .flatMap(part -> steps(part).stream())
                .collect(Collectors.toSet());
        assertThat(Steps.known()).filteredOn(step -> !made.contains(step)).isEmpty();
    }

    private static Set<String> steps(Part part) {
        return Mutants.all(part).stream().map(Mutant::step).collect(Collectors.toSet());
    }
}
