package kvetch.raid0;

import static kvetch.raid0.Rig.array;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import org.junit.jupiter.api.Test;

/** A driver of one's own that does not end is stopped, after as many steps on every machine. */
class EndlessLoopTest {
    /** More than any of them may take. */
    private static final int FAR_TOO_MANY = 100_000;

    private final Rig rig = Rig.on("7.2");
    private int steps;

    private void isStopped(Runnable io, int steps, String message) {
        this.steps = 0;
        assertThatThrownBy(io::run).isInstanceOfSatisfying(EndlessLoopException.class, endless -> {
            assertThat(endless).hasMessage(message);
            assertThat(endless.driver()).isEqualTo("7.2");
        });
        assertThat(this.steps).isEqualTo(steps);
    }

    private void step() {
        if (++steps > FAR_TOO_MANY) fail("it goes on");
    }

    private Mddev started(Raid0 driver, long... diskSectors) {
        Mddev mddev = array(8, diskSectors);
        assertThat(driver.run(mddev)).isEqualTo(Rig.STARTED);
        return mddev;
    }

    /** A driver that takes these lengths in turn, of a request and of a discard. */
    private final class Lengths extends Raid0 {
        private final long[] lengths;

        Lengths(long... lengths) {
            super(rig.host());
            this.lengths = lengths;
        }

        private long next() {
            step();
            return lengths[(steps - 1) % lengths.length];
        }

        @Override
        protected long partSectors(int chunk, long at, long left, boolean isFirst) {
            return next();
        }

        @Override
        protected long discardSectors(long left, long room) {
            return next();
        }
    }

    private void request(Raid0 driver, Mddev mddev, long start, long sectors) {
        driver.request(mddev, start, sectors, (disk, sector, length) -> {});
    }

    private void discard(Raid0 driver, Mddev mddev, long start, long sectors) {
        driver.discard(mddev, start, sectors, (disk, sector, length) -> {});
    }

    @Test
    void aRequestOfWhichNothingIsEverSent() {
        Raid0 driver = new Lengths(0);
        Mddev mddev = started(driver, 64, 64);
        String message = "raid0_make_request does not end: sectors 8 to 15 are not done after as many steps";
        isStopped(() -> request(driver, mddev, 8, 8), 65, message);
    }

    @Test
    void aRequestThatGoesForthAndBack() {
        Raid0 driver = new Lengths(-1, 1);
        Mddev mddev = started(driver, 64, 64);
        String message = "raid0_make_request does not end: sectors 9 to 10 are not done after as many steps";
        isStopped(() -> request(driver, mddev, 9, 2), 67, message);
    }

    @Test
    void aRequestMayRestForAWhile() {
        long[] lengths = new long[65];
        lengths[64] = 8;
        Raid0 driver = new Lengths(lengths);
        request(driver, started(driver, 64, 64), 0, 8);
        assertThat(steps).isEqualTo(65);
    }

    @Test
    void aDiscardThatMayRestInEachZone() {
        Raid0 driver = new Lengths(0);
        Mddev one = started(driver, 64, 64);
        String message = "raid0_handle_discard does not end: sectors 8 to 15 are not done after as many steps";
        isStopped(() -> discard(driver, one, 8, 8), 66, message);
        Mddev three = started(driver, 64, 128, 192);
        isStopped(() -> discard(driver, three, 8, 8), 68, message);
    }

    @Test
    void aDiscardThatGoesForthAndBack() {
        Raid0 driver = new Lengths(-1, 1);
        Mddev mddev = started(driver, 64, 64);
        String message = "raid0_handle_discard does not end: sectors 9 to 10 are not done after as many steps";
        isStopped(() -> discard(driver, mddev, 9, 2), 68, message);
    }

    @Test
    void aSearchForAZoneThatLooksOnAndOn() {
        String message = "find_zone does not end: it has looked at ";
        for (boolean atEnds : new boolean[] {true, false}) {
            Raid0 driver = new Raid0(rig.host()) {
                @Override
                protected int findZone(long sector) {
                    for (; ; step()) {
                        if (atEnds) zoneEnd(0);
                        else nrStripZones();
                    }
                }
            };
            Mddev one = started(driver, 64, 64);
            isStopped(() -> driver.map(one, 0, new Mapping()), 64, message + "1 zone 65 times");
            Mddev three = started(driver, 64, 128, 192);
            isStopped(() -> driver.map(three, 0, new Mapping()), 192, message + "3 zones 193 times");
        }
    }

    @Test
    void aDriverOfOnesOwnIsToldByItsName() {
        DriverProvider resting = OwnStepsTest.provider("mine", "7.2", host -> new Raid0(host) {
            @Override
            protected long partSectors(int chunk, long at, long left, boolean isFirst) {
                return 0;
            }
        });
        KernelProfile mine = KernelProfiles.of(resting).get();
        Host host = rig.host();
        Raid0 driver = mine.driver(host.machine(), host.memory(), host.tables(), host.allocators());
        Mddev mddev = started(driver, 64, 64);
        assertThatThrownBy(() -> request(driver, mddev, 0, 1))
                .isInstanceOfSatisfying(
                        EndlessLoopException.class,
                        endless -> assertThat(endless.driver()).isEqualTo("mine"));
    }
}
