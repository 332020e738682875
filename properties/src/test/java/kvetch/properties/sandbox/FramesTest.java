package kvetch.properties.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a driver throws is told with the frames that help its author. */
class FramesTest {
    private static final String OURS = "kvetch.properties.run.Lifecycle";

    @Test
    void aDriversOwnFramesAreTold() {
        assertThat(Frames.ofDriver(thrown(new RuntimeException(), "mine.Driver", "kvetch.raid0.Raid0", OURS)))
                .containsExactly("mine.Driver.call(Source.java:7)");
    }

    @Test
    void whereNoneIsItsOwnThoseAreToldThatItInherits() {
        assertThat(Frames.ofDriver(thrown(new RuntimeException(), "java.util.Objects", "kvetch.raid0.Raid0", OURS)))
                .containsExactly("kvetch.raid0.Raid0.call(Source.java:7)");
    }

    @Test
    void ofAStackThatIsTooDeepSoAreThoseOfTheRecursion() {
        assertThat(Frames.ofDriver(thrown(new StackOverflowError(), "kvetch.raid0.Raid0", "kvetch.raid0.Raid0")))
                .containsExactly("kvetch.raid0.Raid0.call(Source.java:7)");
    }

    @Test
    void whereAKernelsAllocatorFailsItsFramesAreTold() {
        assertThat(Frames.of(thrown(
                        new RuntimeException(),
                        "java.util.Arrays",
                        "kvetch.api.PageTable",
                        CallMonitor.class.getName(),
                        "kvetch.api.Machine")))
                .containsExactly("kvetch.api.PageTable.call(Source.java:7)");
    }

    @Test
    void whoeverPluggedInCallsItComesFirst() {
        assertThat(Frames.of(thrown(
                        new RuntimeException(), "kvetch.api.PageTable", "mine.Allocator", CallMonitor.class.getName())))
                .containsExactly("mine.Allocator.call(Source.java:7)");
    }

    private static Throwable thrown(Throwable thrown, String... classes) {
        thrown.setStackTrace(Stream.of(classes)
                .map(type -> new StackTraceElement(type, "call", "Source.java", 7))
                .toArray(StackTraceElement[]::new));
        return thrown;
    }
}
