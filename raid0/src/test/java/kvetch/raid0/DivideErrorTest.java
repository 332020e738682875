package kvetch.raid0;

import static kvetch.raid0.Rig.array;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.function.LongUnaryOperator;
import java.util.stream.Stream;
import kvetch.api.OopsException;
import kvetch.api.Splat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where a step of a driver of one's own divides by zero, its kernel has a divide error. */
class DivideErrorTest {
    private final Rig rig = Rig.on("7.2");

    /** A driver that does something of its own with each sector that it looks for a zone of. */
    private Raid0 looking(LongUnaryOperator step) {
        return new Raid0(rig.host()) {
            @Override
            protected int findZone(long sector) {
                return super.findZone(step.applyAsLong(sector));
            }
        };
    }

    private Mddev started(Raid0 driver) {
        Mddev mddev = array(8, 64, 128);
        assertThat(driver.run(mddev)).isEqualTo(Rig.STARTED);
        return mddev;
    }

    private static void dies(Runnable io, String function) {
        assertThatThrownBy(io::run).isInstanceOfSatisfying(OopsException.class, oops -> {
            assertThat(oops.splat().kind()).isEqualTo(Splat.Kind.DIVIDE_ERROR);
            assertThat(oops.splat().site().function()).isEqualTo(function);
        });
    }

    /** By the sector, which is 0. */
    static Stream<LongUnaryOperator> divisions() {
        return Stream.of(
                sector -> 1 / sector,
                sector -> 1 % sector,
                sector -> Long.divideUnsigned(1, sector),
                sector -> Math.floorMod(1, sector),
                sector -> BigInteger.ONE.divide(BigInteger.valueOf(sector)).longValue());
    }

    @ParameterizedTest
    @MethodSource("divisions")
    void whereverItLooksForAZone(LongUnaryOperator division) {
        Raid0 driver = looking(division);
        Mddev mddev = started(driver);
        String function = "raid0_make_request";
        dies(() -> driver.map(mddev, 0, new Mapping()), function);
        dies(() -> driver.request(mddev, 0, 1, (disk, sector, length) -> {}), function);
        dies(() -> driver.discard(mddev, 0, 1, (disk, sector, length) -> {}), function);
        dies(() -> driver.zoneOf(mddev, 0), function);
    }

    /** Java leaves out what it says where it has said it often. */
    @Test
    void alsoWhereJavaSaysNothingOfIt() {
        Raid0 driver = looking(sector -> {
            throw new ArithmeticException();
        });
        Mddev mddev = started(driver);
        dies(() -> driver.map(mddev, 0, new Mapping()), "raid0_make_request");
    }

    @Test
    void alsoWhereNobodyIsOnTheStackButJava() {
        ArithmeticException thrown = new ArithmeticException("/ by zero");
        thrown.setStackTrace(new StackTraceElement[] {frame("java.lang.Long")});
        Raid0 driver = looking(sector -> {
            throw thrown;
        });
        Mddev mddev = started(driver);
        dies(() -> driver.map(mddev, 0, new Mapping()), "raid0_make_request");
    }

    @Test
    void otherArithmeticOfJavasIsTheDriversOwnFault() {
        Raid0 driver = looking(sector -> Math.multiplyExact(sector, Long.MAX_VALUE));
        Mddev mddev = started(driver);
        assertThatThrownBy(() -> driver.map(mddev, 2, new Mapping())).hasMessage("long overflow");
    }

    @Test
    void whoeverGetsThePartsOfARequestIsNoDriver() {
        Mddev mddev = started(rig.driver);
        ArithmeticException thrown = new ArithmeticException("/ by zero");
        thrown.setStackTrace(
                new StackTraceElement[] {frame("java.lang.Long"), frame("others.Sink"), frame("kvetch.raid0.Raid0")});
        assertThatThrownBy(() -> rig.driver.request(mddev, 0, 1, (disk, sector, length) -> {
                    throw thrown;
                }))
                .isSameAs(thrown);
    }

    private static StackTraceElement frame(String type) {
        return new StackTraceElement(type, "divide", "Source.java", 1);
    }
}
