package kvetch.cli.picture;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.vavr.collection.Vector;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import kvetch.cli.Cli;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.evidence.Evidence;
import kvetch.properties.law.Defect;
import kvetch.properties.law.Violation;
import kvetch.properties.laws.StandardLaws;
import kvetch.properties.plug.Providers;
import kvetch.properties.plug.ReplayToken;
import kvetch.properties.setup.Setup;
import kvetch.raid0.KernelProfiles;
import org.junit.jupiter.api.Test;

/** Where a picture has the end of the array, as md reports it, against what the zones hold. */
final class PortraitTest {
    private static final Providers PROVIDERS = Providers.load();

    private static Portrait of(ArrayCase c) {
        Defect defect = new Defect(
                new Violation(StandardLaws.Z2, "the array size is not the end of the last zone", new Evidence.Note("")),
                c,
                c,
                0,
                null,
                null,
                null,
                new ReplayToken(StandardLaws.Z2, "7.2", "kvzalloc", c).format());
        return Portrait.of(
                Setup.asShipped(
                        PROVIDERS.allocators(), KernelProfiles.find("7.2").get()),
                defect);
    }

    @Test
    void z2_whatAZoneHoldsPastTheEndThatMdReportsIsUnused() {
        assertThat(of(ArrayCase.of(3, 3)).unused()).containsExactly(new Portrait.Unused(0, 1, 3));
        assertThat(of(ArrayCase.of(3, 3)).endsWithItsZones()).isFalse();
        assertThat(of(ArrayCase.of(3, 6, 9)).unused()).containsExactly(new Portrait.Unused(1, 7, 9));
    }

    @Test
    void z2_nothingIsUnusedWhereTheChunkIsAPowerOfTwo() {
        assertThat(of(ArrayCase.of(8, 64, 72)).unused()).isEmpty();
        assertThat(of(ArrayCase.of(8, 64, 72)).endsWithItsZones()).isTrue();
    }

    /** Every place of a zone is either mapped or unused. */
    @Test
    void z2_unusedAreExactlyThePlacesThatNoSectorOfTheArrayGoesTo() {
        int seen = 0;
        for (int chunk : new int[] {3, 5, 6, 7})
            for (int layout : new int[] {1, 2})
                for (Vector<Long> sizes : Vector.of(
                        Vector.of(1L, 2L, 3L), Vector.of(3L, 1L), Vector.of(2L, 2L, 2L), Vector.of(1L, 4L, 2L, 4L))) {
                    long[] disks = sizes.toJavaStream()
                            .mapToLong(chunks -> chunks * chunk + chunks % 2)
                            .toArray();
                    Portrait portrait = of(ArrayCase.of(chunk, disks).withLayout(layout));
                    Set<String> unused = new HashSet<>();
                    for (Portrait.Unused part : portrait.unused())
                        for (long s = part.from(); s < part.to(); s++) unused.add(part.disk() + " " + s);
                    Set<String> expected = new HashSet<>();
                    for (int disk = 0; disk < disks.length; disk++)
                        for (long s = 0; s < disks[disk] / chunk * chunk; s++) expected.add(disk + " " + s);
                    expected.removeAll(mapped(disks, chunk, layout));
                    assertThat(unused)
                            .as(Arrays.toString(disks) + " chunk " + chunk)
                            .isEqualTo(expected);
                    if (!unused.isEmpty()) seen++;
                }
        assertThat(seen).isGreaterThan(20);
    }

    /** The places that the sectors of an array go to, as map prints them. */
    private static Set<String> mapped(long[] disks, int chunk, int layout) {
        JsonObject map = JsonParser.parseString(Cli.run(
                                "map",
                                "--disks",
                                Arrays.stream(disks).mapToObj(Long::toString).collect(Collectors.joining(",")),
                                "--chunk",
                                Integer.toString(chunk),
                                "--layout",
                                Integer.toString(layout),
                                "--format",
                                "json")
                        .out())
                .getAsJsonObject();
        Set<String> places = new HashSet<>();
        for (JsonElement element : map.getAsJsonArray("runs")) {
            JsonArray run = element.getAsJsonArray();
            for (long i = 0; i < run.get(1).getAsLong(); i++)
                places.add(run.get(2).getAsInt() + " " + (run.get(3).getAsLong() + i));
        }
        return places;
    }

    @Test
    void z2_thePictureHasTheEndOfTheArrayAndTheThreeSizes() {
        Portrait portrait = of(ArrayCase.of(3, 3));
        assertThat(ArraySvg.of(portrait, "f1"))
                .contains("class=\"end\"", "class=\"unused\"", "ends at 1", "The array ends at 1, as md has it.");
        assertThat(SizesSvg.of(portrait, "f1"))
                .contains("md reports 1, the zones end at 3, the disks have, in whole chunks 3.");
        assertThat(ArraySvg.of(of(ArrayCase.of(8, 64)), "f1")).doesNotContain("class=\"end\"", "ends at");
    }
}
