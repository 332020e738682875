package kvetch.properties.run;

import static org.assertj.core.api.Assertions.assertThat;

import kvetch.properties.Checks;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsequenceTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            6.12+alloc       | It only happens to work below raid_disks 524289; from there on the machine answers: BUG: unable to handle page fault: create_strip_zones (address ffffc90000000000).
            6.12+alloc,free  | It only happens to work below raid_disks 524289; from there on the machine answers: BUG: unable to handle page fault: create_strip_zones (address ffffc90000000000).
            6.12+alloc,abort | It only happens to work below raid_disks 725 with disks of 725 different sizes; from there on the machine answers: BUG: unable to handle page fault: raid0_free (address ffffc90000000000).
            6.12+abort       | It only happens to work: no raid_disks makes the machine notice.
            6.12+free        | It only happens to work: no raid_disks makes the machine notice.
            6.12+abort,free  | It only happens to work: no raid_disks makes the machine notice.
            """)
    void freeingWithTheWrongFunctionIsNoticedFromASizeOn(String kernel, String consequence) {
        assertThat(WrongFreeImpact.of(Checks.asShipped(kernel))).isEqualTo(consequence);
    }
}
