package kvetch.properties.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import kvetch.properties.plug.Providers;
import kvetch.properties.vectors.NaiveArray.Place;
import kvetch.properties.vectors.Recording.Setup;
import kvetch.raid0.Fix;
import kvetch.raid0.KernelProfile;
import kvetch.raid0.KernelProfiles;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;

/** Arrays like the recorded ones, on every kernel, against an oracle of their own. */
@StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
class GeneratedArrayProperties {
    private final Providers providers = Providers.load();

    /** An array that every kernel starts. */
    record Array(int layout, int chunk, List<Long> disks) {
        NaiveArray oracle() {
            return new NaiveArray(layout, chunk, disks);
        }

        ModelArray start(Providers providers, KernelProfile kernel) {
            ModelArray array =
                    new ModelArray(providers, kernel, new Setup(64, layout, chunk, disks.size(), Vector.ofAll(disks)));
            assertThat(array.start()).isZero();
            return array;
        }
    }

    @Provide
    Arbitrary<Array> arrays() {
        Arbitrary<Integer> chunks = Arbitraries.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 16, 24, 32, 40, 48, 64, 100, 128);
        Arbitrary<Integer> layouts = Arbitraries.of(1, 2);
        return Combinators.combine(layouts, chunks)
                .flatAs((layout, chunk) ->
                        disks(chunk).list().ofMinSize(1).ofMaxSize(8).map(disks -> new Array(layout, chunk, disks)));
    }

    /** Sizes of a few whole chunks, so that several disks often have the same, and a remainder. */
    private static Arbitrary<Long> disks(int chunk) {
        Arbitrary<Integer> chunks = Arbitraries.frequencyOf(
                Tuple.of(4, Arbitraries.of(1, 3, 5, 8)),
                Tuple.of(1, Arbitraries.integers().between(0, 12)));
        Arbitrary<Integer> remainders = Arbitraries.frequencyOf(
                Tuple.of(2, Arbitraries.just(0)),
                Tuple.of(1, Arbitraries.integers().between(0, chunk - 1)));
        return Combinators.combine(chunks, remainders).as((n, rest) -> Math.max(2L, (long) n * chunk + rest));
    }

    private static void collect(Array array, NaiveArray oracle) {
        Statistics.label("zones").collect(Math.min(oracle.zones(), 3)).coverage(zones -> {
            zones.check(1).count(n -> n > 0);
            zones.check(2).count(n -> n > 0);
            zones.check(3).count(n -> n > 0);
        });
        Statistics.label("power of two")
                .collect(Integer.bitCount(array.chunk) == 1)
                .coverage(powers -> {
                    powers.check(true).count(n -> n > 0);
                    powers.check(false).count(n -> n > 0);
                });
    }

    @Property(tries = 400)
    void everySectorIsWhereTheOracleHasIt(@ForAll("arrays") Array array) {
        NaiveArray oracle = array.oracle();
        collect(array, oracle);
        for (KernelProfile kernel : KernelProfiles.all()) {
            ModelArray model = array.start(providers, kernel);
            if (!kernel.has(Fix.SIZE_OF_ZONES)) assertThat(model.arraySectors()).isEqualTo(oracle.size());
            for (long sector = 0; sector < oracle.size(); sector++) {
                Place place = oracle.place(sector);
                model.map(sector, (disk, diskSector, length) -> {
                    if (disk != place.disk() || diskSector != place.sector())
                        assertThat(new Place(disk, diskSector))
                                .as(kernel.name())
                                .isEqualTo(place);
                });
            }
        }
    }

    @Property(tries = 400)
    void aRequestThatIsCutAgainAndAgainLandsWhereItsSectorsLand(
            @ForAll("arrays") Array array, @ForAll("portions") double from, @ForAll("portions") double of) {
        NaiveArray oracle = array.oracle();
        collect(array, oracle);
        long start = (long) (from * oracle.size());
        for (KernelProfile kernel : KernelProfiles.all().filter(k -> k.has(Fix.CUT_REMAINDER))) {
            ModelArray model = array.start(providers, kernel);
            long most = Math.min(model.maxRequestSectors(), oracle.size() - start);
            List<Place> places = new ArrayList<>();
            int errno = model.request(start, (long) Math.ceil(of * most), (disk, diskSector, length) -> {
                for (long i = 0; i < length; i++) places.add(new Place(disk, diskSector + i));
            });
            assertThat(errno).isZero();
            assertThat(places).hasSize((int) Math.ceil(of * most));
            for (int i = 0; i < places.size(); i++) assertThat(places.get(i)).isEqualTo(oracle.place(start + i));
        }
    }

    @Property(tries = 400)
    void aDiscardThrowsAwayWhatTheOracleHasThere(
            @ForAll("arrays") Array array, @ForAll("portions") double from, @ForAll("portions") double of) {
        NaiveArray oracle = array.oracle();
        collect(array, oracle);
        long start = (long) (from * oracle.size());
        long sectors = (long) Math.ceil(of * (oracle.size() - start));
        Set<String> expected = new TreeSet<>();
        for (long i = 0; i < sectors; i++) expected.add(oracle.place(start + i).toString());
        for (KernelProfile kernel : KernelProfiles.all()) {
            ModelArray model = array.start(providers, kernel);
            Set<String> discarded = new TreeSet<>();
            model.discard(start, sectors, (disk, diskSector, length) -> {
                for (long i = 0; i < length; i++) discarded.add(new Place(disk, diskSector + i).toString());
            });
            assertThat(discarded).as(kernel.name()).isEqualTo(expected);
        }
    }

    @Provide
    Arbitrary<Double> portions() {
        return Arbitraries.frequencyOf(
                        Tuple.of(1, Arbitraries.just(0.0)),
                        Tuple.of(2, Arbitraries.just(1.0)),
                        Tuple.of(5, Arbitraries.doubles().between(0, 1)))
                .withoutEdgeCases();
    }
}
