package kvetch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kvetch.api.Machine;
import kvetch.properties.setup.Setup;
import kvetch.raid0.Raid0;
import org.junit.jupiter.api.Test;

/** One class boots machines, and one leads lives: whoever wants to know what happened reads its trace. */
final class LivesTest {
    private static final Set<JavaClass> CLASSES = Stream.of("properties", "cli")
            .flatMap(name -> new RoomsTest.Room(name).classes().stream())
            .collect(Collectors.toSet());

    private static final String LIFECYCLE = "kvetch.properties.run.Lifecycle";

    /** Holds a driver against recordings of a real one, which have no case, no ledger and no law. */
    private static final String RECORDED = "kvetch.properties.vectors.ModelArray";

    /** The same with a recorded life, which goes another way than the laws have arrays go. */
    private static final String RECORDED_LIFE = "kvetch.properties.vectors.LifeComparison";

    /** Maps an array of the user's, which is no case, either. */
    private static final String MAPPER = "kvetch.cli.map.Mapper";

    /** Who calls a method or refers to it. */
    private static Set<String> callers(Class<?> owner, String method) {
        Set<String> callers = new TreeSet<>();
        for (JavaClass type : CLASSES)
            for (JavaAccess<?> access : type.getAccessesFromSelf())
                if (access.getTargetOwner().isAssignableTo(owner)
                        && access.getTarget().getName().equals(method)
                        && !type.isAssignableTo(owner))
                    callers.add(outermost(type).getName());
        return callers;
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(LivesTest::outermost).orElse(type);
    }

    @Test
    void oneClassBootsMachines() {
        assertThat(callers(Machine.class, "boot")).containsExactly(Setup.class.getName());
    }

    @Test
    void fewHaveMachinesBootedForArrays() {
        assertThat(callers(Setup.class, "boot")).containsExactlyInAnyOrder(LIFECYCLE, RECORDED_LIFE);
    }

    @Test
    void fewStartAndStopArrays() {
        assertThat(callers(Raid0.class, "run")).containsExactlyInAnyOrder(LIFECYCLE, RECORDED, RECORDED_LIFE, MAPPER);
        assertThat(callers(Raid0.class, "stop")).containsExactlyInAnyOrder(LIFECYCLE, RECORDED_LIFE);
    }

    /** A bare machine is for an allocator alone, and for what is no case. */
    @Test
    void fewHaveMachinesBootedWithoutAnArray() {
        assertThat(callers(Setup.class, "machine"))
                .containsExactlyInAnyOrder("kvetch.properties.contract.Trial", RECORDED, MAPPER);
    }
}
