package kvetch.properties.arbitraries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import kvetch.properties.Checks;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.run.BootedArray;
import kvetch.properties.setup.Setup;
import net.jqwik.api.Shrinkable;
import net.jqwik.api.TooManyFilterMissesException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Arrays can be narrowed down; what is drawn, at the edges and made smaller keeps to it. */
class RaidArraysTest {
    private static List<Shrinkable<ArrayCase>> drawn(RaidArrays arrays, int count) {
        Random random = new Random(5);
        List<Shrinkable<ArrayCase>> drawn = new ArrayList<>();
        for (int i = 0; i < count; i++) drawn.add(arrays.generator(count).next(random));
        return drawn;
    }

    private static Stream<ArrayCase> all(RaidArrays arrays) {
        return Stream.concat(drawn(arrays, 300).stream(), edges(arrays)).map(Shrinkable::value);
    }

    private static Stream<Shrinkable<ArrayCase>> edges(RaidArrays arrays) {
        return arrays.edgeCases(1000).suppliers().stream().map(supplier -> supplier.get());
    }

    static Stream<RaidArrays> populations() {
        return Stream.of(RaidArrays.running(), RaidArrays.lives(), RaidArrays.refused());
    }

    @ParameterizedTest
    @MethodSource("populations")
    void theNumberOfDisksKeepsToWhatIsAskedFor(RaidArrays arrays) {
        assertThat(all(arrays.withDisks(1, 4))).isNotEmpty().allMatch(c -> c.disks() >= 1 && c.disks() <= 4);
        assertThat(all(arrays.withDisks(700, 800))).isNotEmpty().allMatch(c -> c.disks() >= 700 && c.disks() <= 800);
        assertThat(all(arrays.withDisks(3, 3))).isNotEmpty().allMatch(c -> c.disks() == 3);
    }

    @ParameterizedTest
    @MethodSource("populations")
    void theChunkKeepsToWhatIsAskedFor(RaidArrays arrays) {
        assertThat(all(arrays.withChunks(8, 1024)))
                .isNotEmpty()
                .allMatch(c -> c.chunkSectors() >= 8 && c.chunkSectors() <= 1024);
        assertThat(all(arrays.withChunks(Integer.MIN_VALUE, -1))).isNotEmpty().allMatch(c -> c.chunkSectors() < 0);
        assertThat(all(arrays.withChunks(123_457, 123_457))).isNotEmpty().allMatch(c -> c.chunkSectors() == 123_457);
    }

    @ParameterizedTest
    @MethodSource("populations")
    void allElseKeepsToItToo(RaidArrays arrays) {
        RaidArrays narrow = arrays.withDisks(2, 8)
                .withRaidDisks(2, 100)
                .onUsualMachine()
                .whereNothingFails()
                .filter(c -> c.layout() == 2);
        assertThat(all(narrow)).isNotEmpty().allSatisfy(c -> {
            assertThat(c.disks()).isBetween(2, 8);
            assertThat(c.raidDisks()).isBetween(2, 100);
            assertThat(c.isOnUsualMachine()).isTrue();
            assertThat(c.failAt()).isZero();
            assertThat(c.layout()).isEqualTo(2);
        });
    }

    @Test
    void whatIsAskedForIsDrawnAsEver() {
        List<ArrayCase> few = drawn(RaidArrays.running().withDisks(1, 4), 4000).stream()
                .map(Shrinkable::value)
                .toList();
        List<ArrayCase> ever = drawn(RaidArrays.running(), 8000).stream()
                .map(Shrinkable::value)
                .filter(c -> c.disks() >= 1 && c.disks() <= 4)
                .toList();
        for (int disks = 1; disks <= 4; disks++) {
            int wanted = disks;
            double share = few.stream().filter(c -> c.disks() == wanted).count() / (double) few.size();
            double asEver = ever.stream().filter(c -> c.disks() == wanted).count() / (double) ever.size();
            assertThat(Math.abs(share - asEver)).as(disks + " disks").isLessThan(0.03);
        }
    }

    @Test
    void whatIsMadeSmallerKeepsToIt() {
        RaidArrays narrow = RaidArrays.lives().withDisks(3, 5).withChunks(8, 1024);
        Shrinkable<ArrayCase> at = drawn(narrow, 1).get(0);
        for (Shrinkable<ArrayCase> next = at;
                next != null;
                next = at.shrink().findFirst().orElse(null)) {
            assertThat(next.value().disks()).isBetween(3, 5);
            assertThat(next.value().chunkSectors()).isBetween(8, 1024);
            at = next;
        }
        assertThat(at.value()).hasToString("3 disks of 2 (3 times) sectors, raid_disks 3, chunk_sectors 8, layout 1");
    }

    @Test
    void edgesOfRunningArraysStart() {
        Setup setup = Checks.asShipped("7.2");
        assertThat(edges(RaidArrays.running()).map(Shrinkable::value))
                .hasSize(15)
                .allSatisfy(c -> assertThat(c.failAt() > 0 || BootedArray.start(setup, c) != null)
                        .as(c.toString())
                        .isTrue());
        assertThat(edges(RaidArrays.refused())).hasSize(32);
    }

    @Test
    void nothingIsAskedForThatThereIsNot() {
        RaidArrays arrays = RaidArrays.running();
        assertThatThrownBy(() -> arrays.withDisks(0, 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no arrays have 0 to 4 disks");
        assertThatThrownBy(() -> arrays.withDisks(4, 3)).hasMessage("no arrays have 4 to 3 disks");
        assertThatThrownBy(() -> arrays.withDisks(1025, 2000)).hasMessage("no arrays have 1025 to 2000 disks");
        assertThatThrownBy(() -> arrays.withChunks(8, 7)).hasMessage("no chunk_sectors is from 8 to 7");
        assertThatThrownBy(() -> arrays.withRaidDisks(8, 7)).hasMessage("no raid_disks is from 8 to 7");
        assertThatThrownBy(() -> drawn(arrays.filter(100, c -> false), 1))
                .isInstanceOf(TooManyFilterMissesException.class)
                .hasMessage("of 100 arrays none is as asked for");
    }
}
