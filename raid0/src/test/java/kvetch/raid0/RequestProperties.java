package kvetch.raid0;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class RequestProperties {

    @Provide
    Arbitrary<Spec> small() {
        return Spec.small();
    }

    @Provide
    Arbitrary<String> resubmitting() {
        return Arbitraries.of(RequestTest.resubmitting().toList());
    }

    @Provide
    Arbitrary<String> mappingTheRemainder() {
        return Arbitraries.of(RequestTest.mappingTheRemainder().toList());
    }

    @Property(seed = "51")
    void resubmitLandsWhereTheSectorsOneByOneLand(
            @ForAll("resubmitting") String kernel,
            @ForAll("small") Spec spec,
            @ForAll @IntRange(min = 0, max = 500) int at,
            @ForAll @IntRange(min = 1, max = 16) int length) {
        List<Oracle.Place> places = new Oracle(spec).dealtOut();
        int start = Math.min(at, places.size());
        int end = (int) Math.min((long) start + Math.min(length, Math.max(spec.chunk(), 8)), places.size());
        Landed landed = request(kernel, spec, start, end);
        assertThat(landed.places).containsExactlyElementsOf(places.subList(start, end));
        assertThat(landed.errno).isNull();
    }

    @Property(seed = "52")
    void mapRemainderRunsOnFromWhereTheSecondChunkStarts(
            @ForAll("mappingTheRemainder") String kernel,
            @ForAll("small") Spec spec,
            @ForAll @IntRange(min = 0, max = 500) int at,
            @ForAll @IntRange(min = 1, max = 16) int length) {
        List<Oracle.Place> places = new Oracle(spec).dealtOut();
        int start = Math.min(at, places.size());
        int end = (int) Math.min((long) start + Math.min(length, Math.max(spec.chunk(), 8)), places.size());
        int cut = Math.min(end, (start / spec.chunk() + 1) * spec.chunk());
        List<Oracle.Place> expected = new ArrayList<>(places.subList(start, cut));
        boolean pastTheEnd = false;
        for (int i = 0; cut + i < end; i++) {
            Oracle.Place first = places.get(cut);
            Oracle.Place place = new Oracle.Place(first.disk(), first.sector().add(BigInteger.valueOf(i)));
            pastTheEnd |= place.sector().longValueExact() >= spec.sectors().get(place.disk());
            expected.add(place);
        }
        Landed landed = request(kernel, spec, start, end);
        assertThat(landed.places).containsExactlyElementsOf(expected);
        assertThat(landed.errno).isEqualTo(pastTheEnd ? Errno.EIO : null);
    }

    private record Landed(
            List<Oracle.Place> places,
            @org.jspecify.annotations.Nullable Errno errno) {}

    private static Landed request(String kernel, Spec spec, int start, int end) {
        Rig rig = Rig.on(kernel);
        Mddev mddev = rig.started(spec.array());
        List<Oracle.Place> places = new ArrayList<>();
        Errno errno = rig.driver.request(mddev, start, end - start, (disk, sector, sectors) -> {
            for (long i = 0; i < sectors; i++) places.add(Oracle.Place.of(disk, sector + i));
        });
        return new Landed(places, errno);
    }
}
