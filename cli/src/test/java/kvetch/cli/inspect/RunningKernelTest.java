package kvetch.cli.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import kvetch.raid0.KernelProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which model stands for which release; where none does, its neighbours are named. */
final class RunningKernelTest {
    @ParameterizedTest
    @CsvSource({
        "6.1.176, 6.1, true",
        "6.1.0-28-amd64, 6.1, true",
        "7.2-rc1, 7.2, true",
        "6.12.43+deb13, 6.12, true",
        "3.14.79, 5.3, true",
        "4.19.0, 5.3, true",
        "5.3.18, 5.3, true",
        "5.4.0, 5.3 5.10, false",
        "6.8.0-31-generic, 6.6 6.12, false",
        "7.9.1, 7.3, false",
        "3.13.0, '', false",
        "2.6.32-754.el6, '', false",
        "mine, '', false",
    })
    void aReleaseIsModelledOrHasNeighbours(String release, String models, boolean isModelled) {
        RunningKernel kernel = RunningKernel.of(release);
        assertThat(kernel.models().map(KernelProfile::name).mkString(" ")).isEqualTo(models);
        assertThat(kernel.isModelled()).isEqualTo(isModelled);
        assertThat(kernel.words()).contains(release);
    }

    @Test
    void whatWasNotToldIsNotGuessed() {
        assertThat(RunningKernel.of(null).models()).isEmpty();
        assertThat(RunningKernel.of(null).words()).isEqualTo("which kernel runs there was not told");
    }
}
