package kvetch.raid0;

import static kvetch.raid0.Rig.array;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import kvetch.api.Address;
import kvetch.api.Family;
import kvetch.api.Memory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was read of the tables is not read again while nothing has changed, and is once something has. */
class TableReaderTest {
    private final Rig rig = Rig.on("7.2");
    private final Counting memory = new Counting(rig.machine.memory());
    private final Raid0 driver =
            rig.kernel.driver(rig.machine, memory, rig.machine.allocator(Family.KVMALLOC), rig.machine::allocator);

    /** The memory of a machine, which counts what is read. */
    private static final class Counting implements Memory {
        private final Memory memory;
        private int reads;

        Counting(Memory memory) {
            this.memory = memory;
        }

        @Override
        public long readU64(long address) {
            reads++;
            return memory.readU64(address);
        }

        @Override
        public int readU32(long address) {
            reads++;
            return memory.readU32(address);
        }

        @Override
        public void writeU64(long address, long value) {
            memory.writeU64(address, value);
        }

        @Override
        public void writeU32(long address, int value) {
            memory.writeU32(address, value);
        }

        @Override
        public long version() {
            return memory.version();
        }
    }

    private Mddev started(Mddev mddev) {
        assertThat(driver.run(mddev)).isEqualTo(Rig.STARTED);
        return mddev;
    }

    /** An array of so many zones; the disks of the next are a chunk larger. */
    private Mddev ofZones(int zones) {
        return started(array(8, LongStream.rangeClosed(1, zones).map(i -> 8 * i).toArray()));
    }

    private List<String> mapAll(Mddev mddev) {
        Mapping mapping = new Mapping();
        List<String> answers = new ArrayList<>();
        for (long sector = 0; sector < mddev.arraySectors(); sector += 8) {
            driver.map(mddev, sector, mapping);
            answers.add(mapping.disk() + ":" + mapping.sector());
        }
        return answers;
    }

    private int readsOf(Runnable io) {
        memory.reads = 0;
        io.run();
        return memory.reads;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 8, 17, 64})
    void nothingIsReadTwice(int zones) {
        Mddev mddev = ofZones(zones);
        int first = readsOf(() -> mapAll(mddev));
        // nr_strip_zones, the addresses of the tables, layout, three fields of each zone and nb_dev of the first, each
        // entry.
        int entries = zones * (zones + 1) / 2;
        assertThat(first).isLessThanOrEqualTo(4 + 3 * zones + 1 + entries);
        assertThat(readsOf(() -> mapAll(mddev))).isZero();
        assertThat(readsOf(() -> driver.request(mddev, 0, mddev.arraySectors(), (disk, sector, length) -> {})))
                .isZero();
    }

    @Test
    void ofMoreZonesThanAreKeptTheLastAreReadEachTime() {
        Mddev mddev = ofZones(66);
        List<String> answers = mapAll(mddev);
        Mapping mapping = new Mapping();
        assertThat(readsOf(() -> driver.map(mddev, 0, mapping))).isZero();
        assertThat(readsOf(() -> driver.map(mddev, mddev.arraySectors() - 1, mapping)))
                .isPositive();
        assertThat(mapAll(mddev)).isEqualTo(answers);
    }

    @Test
    void entriesFarDownTheListAreKeptToo() {
        Mddev wide = started(array(
                8, LongStream.range(0, 90).map(i -> 8 + 8 * (i / 2)).toArray()));
        List<String> answers = mapAll(wide);
        assertThat(readsOf(() -> assertThat(mapAll(wide)).isEqualTo(answers))).isZero();
        Mddev wider = started(array(
                8, LongStream.range(0, 200).map(i -> 8 + 8 * (i / 8)).toArray()));
        List<String> all = mapAll(wider);
        assertThat(readsOf(() -> assertThat(mapAll(wider)).isEqualTo(all))).isPositive();
    }

    @Test
    void afterAnyWriteAllIsReadAgain() {
        Mddev mddev = ofZones(3);
        int first = readsOf(() -> mapAll(mddev));
        memory.writeU32(Address.DIRECT_MAP, 1);
        assertThat(readsOf(() -> mapAll(mddev))).isEqualTo(first);
    }

    @Test
    void anotherArrayIsReadAnew() {
        Mddev three = ofZones(3);
        List<String> ofThree = mapAll(three);
        Mddev four = ofZones(4);
        List<String> ofFour = mapAll(four);
        assertThat(readsOf(() -> assertThat(mapAll(three)).isEqualTo(ofThree))).isPositive();
        assertThat(readsOf(() -> assertThat(mapAll(four)).isEqualTo(ofFour))).isPositive();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void aSectorPastTheLastZoneIsABugHoweverManyThereAre(int zones) {
        Mddev mddev = ofZones(zones);
        assertThat(org.assertj.core.api.Assertions.catchThrowable(
                        () -> driver.map(mddev, mddev.arraySectors(), new Mapping())))
                .hasMessageContaining("find_zone");
    }
}
