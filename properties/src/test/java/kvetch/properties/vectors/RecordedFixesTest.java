package kvetch.properties.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.Vector;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import kvetch.properties.plug.Providers;
import kvetch.raid0.Fix;
import kvetch.raid0.KernelProfile;
import kvetch.raid0.KernelProfiles;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That a recorded kernel has a fix, or lacks it, is what its recordings say: the model with the other answer disagrees with them. */
@Tag("long")
class RecordedFixesTest {
    private static final Path FOLDER = Path.of("src", "test", "resources", "vectors");
    private static final Vector<Path> FILES = Vector.of(
                    "map.jsonl",
                    "read.jsonl",
                    "discard.jsonl",
                    "run.jsonl",
                    "second/map.jsonl",
                    "second/read.jsonl",
                    "second/discard.jsonl",
                    "second/run.jsonl")
            .map(FOLDER::resolve);

    @ParameterizedTest
    @EnumSource(
            value = Fix.class,
            names = {"ALLOC", "LAYOUT_CHOICE", "LAYOUTS_ALIKE", "DISCARD_ORIGINAL", "CUT_REMAINDER", "SIZE_OF_ZONES"})
    void everyRecordedKernelDisagreesWithItsOwnOpposite(Fix fix) {
        Vector<String> silent = KernelProfiles.all()
                .filter(kernel -> kernel.release() != null)
                .filter(kernel -> disagreements(kernel.name(), fix) == 0)
                .map(KernelProfile::name);
        assertThat(silent).isEmpty();
    }

    private static int disagreements(String name, Fix fix) {
        UnaryOperator<KernelProfile> other = kernel -> kernel.name().equals(name)
                ? KernelProfiles.find(name + (kernel.has(fix) ? "-" : "+") + fix.word())
                        .get()
                : kernel;
        Conformance conformance = new Conformance(Providers.load(), other);
        return FILES.map(file -> conformance.check(file).get().disagreements().size())
                .sum()
                .intValue();
    }
}
