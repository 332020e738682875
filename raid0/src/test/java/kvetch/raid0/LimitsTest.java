package kvetch.raid0;

import static kvetch.raid0.Rig.array;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the driver tells the block layer: io_min is the chunk, io_opt the chunk times the disks, in bytes of an unsigned int. */
class LimitsTest {

    @ParameterizedTest
    @CsvSource({
        "7.2, 8, 4096, 12288",
        "6.1, 1024, 524288, 1572864",
        "hardened, 8, 4096, 12288",
        // From here on an unsigned int wraps, where the driver has nothing against it.
        "7.2, 4194304, 2147483648, 2147483648",
        "7.2, 8388608, 0, 0",
        "7.2+limits-saturate, 4194304, 2147483648, 4294966784",
        "7.2+limits-saturate, 8388607, 4294966784, 4294966784",
        "7.2+limits-saturate, 8388608, 4294966784, 4294966784",
        "hardened, 16777216, 4294966784, 4294966784"
    })
    void limitsAreThoseOfTheChunkAndTheDisks(String kernel, int chunk, long ioMin, long ioOpt) {
        Mddev mddev = Rig.on(kernel).started(array(chunk, 2L * chunk, 2L * chunk, 2L * chunk));
        assertThat(mddev.ioMin()).isEqualTo(ioMin);
        assertThat(mddev.ioOpt()).isEqualTo(ioOpt);
    }

    @Test
    void anArrayThatDoesNotRunHasNoLimits() {
        Rig rig = Rig.on("7.2");
        Mddev mddev = array(8, 64, 64);
        assertThat(mddev.ioMin()).isZero();
        rig.started(mddev);
        rig.driver.stop(mddev);
        assertThat(mddev.ioMin()).isZero();
        assertThat(mddev.ioOpt()).isZero();
        Mddev refused = new Mddev().configure(1, 8);
        refused.add(new Rdev(64, 0, 512, 5));
        assertThat(rig.failing(4).run(refused)).isEqualTo(Rig.EINVAL);
        assertThat(refused.ioMin()).isZero();
        assertThat(refused.ioOpt()).isZero();
    }
}
