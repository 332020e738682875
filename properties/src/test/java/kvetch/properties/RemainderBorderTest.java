package kvetch.properties;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.laws.StandardLaws;
import kvetch.properties.plug.Providers;
import kvetch.properties.run.Examination;
import kvetch.properties.run.Examiner;
import kvetch.properties.setup.Setup;
import kvetch.raid0.KernelProfiles;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Where the rest of a split request goes wrong: with a chunk of up to 6 sectors, and two devices or more in a zone. A request is
 * of 8 sectors at most where the chunk is smaller, and one at least is cut off, so with a chunk of 7 the rest fits one.
 */
class RemainderBorderTest {
    private static final Providers PROVIDERS = Providers.load();
    private static final int MOST_DEVICES = 5;
    private static final int ROWS = 6;

    private static Setup setup(String kernel) {
        var profile = KernelProfiles.find(kernel).get();
        return new Setup(
                PROVIDERS.allocators(),
                profile,
                PROVIDERS.find(profile.asShipped()).get());
    }

    /** Whether any request of an array lands elsewhere than its sectors. */
    private static boolean isWrong(String kernel, ArrayCase c) {
        Setup setup = setup(kernel);
        long sectors = Arrays.stream(c.diskSectors()).sum();
        int most = Math.max(c.chunkSectors(), 8);
        int tested = 0;
        for (long start = 0; start < sectors; start++)
            for (long length = 1; length <= most; length++) {
                Examination examination = Examiner.examine(StandardLaws.I3, setup, c.withRequest(start, length));
                if (!examination.violations().isEmpty()) return true;
                // A chunk that is no power of two makes md report less, and what lies past that is out of reach (F3).
                if (examination.isTested(StandardLaws.I3)) tested++;
            }
        assertThat(tested).as("requests of " + c).isGreaterThan((int) sectors);
        return false;
    }

    /** Devices of a few chunks each, and with {@code more} one that is a chunk longer. */
    private static ArrayCase array(int chunk, int devices, boolean more) {
        long[] sizes = new long[devices];
        Arrays.fill(sizes, Math.max(2, (long) ROWS * chunk));
        if (more) sizes[devices - 1] += chunk;
        return ArrayCase.of(chunk, sizes).withLayout(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void i3_everyChunkUpToSixIsWrongFromTwoDevicesOn(int chunk) {
        for (int devices = 2; devices <= MOST_DEVICES; devices++) {
            assertThat(isWrong("6.12", array(chunk, devices, false)))
                    .as(devices + " devices")
                    .isTrue();
            assertThat(isWrong("6.12", array(chunk, devices, true)))
                    .as(devices + " devices")
                    .isTrue();
        }
        assertThat(isWrong("6.12", array(chunk, 1, false))).as("one device").isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 8, 9, 15})
    void i3_aChunkOfSevenSectorsIsSound(int chunk) {
        for (int devices = 1; devices <= MOST_DEVICES; devices++)
            for (boolean more : new boolean[] {false, true})
                for (String kernel : new String[] {"6.1", "6.12"})
                    assertThat(isWrong(kernel, array(chunk, devices, more)))
                            .as(kernel + ", " + devices + " devices")
                            .isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 6, 7})
    void i3_whereTheRestGoesRoundAgainAnyChunkIsSound(int chunk) {
        for (int devices = 1; devices <= 3; devices++)
            assertThat(isWrong("7.2", array(chunk, devices, true))).isFalse();
    }
}
