package kvetch.properties.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.vavr.collection.Vector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Holds what a court says of mistakes, for which it looks at the cases that come by them, against whole checks. */
@Tag("long")
class CourtTest {
    private static final Extent EXTENT = new Extent(Vector.of("hardened/kvzalloc", "7.2/kvzalloc"), List.of(1L), 100);

    @TempDir
    private static Path folder;

    private static CourtProcess court;

    @BeforeAll
    static void openCourt() throws IOException {
        Path opened = folder.resolve("opened");
        Campaign.compile(Mutants.sources(Part.DRIVER).open(), opened);
        court = new CourtProcess(
                Part.DRIVER, List.of(), opened, folder.resolve("pool"), EXTENT, folder.resolve("errors"));
    }

    @AfterAll
    static void closeCourt() {
        court.close();
    }

    /** Of zones, of the mapping, of requests, of discards, of memory, of refusals; one that does not end, and one that nobody sees. */
    @ParameterizedTest
    @CsvSource({
        "Raid0/makeZone/check/1, Z1",
        "Raid0/find/term/1, Z3",
        "Raid0/makeRequest/store/2, I3",
        "Raid0/discardInZone/arguments/15, I4",
        "Raid0/stop/stale/1, M1",
        "Raid0/placeDisks/condition/6, Z1",
        "Hardening/refusal/constant/2, W3",
        "Raid0/handleDiscard/store/2, I4",
        "Raid0/diskIndex/check/1, nobody"
    })
    void saysWhatWholeChecksSay(String id, String law) {
        String line = Objects.requireNonNull(court.ask(Court.WHOLLY + id), "the court has ended");
        JsonObject told = JsonParser.parseString(line).getAsJsonObject();
        assertThat(told.has(Court.PROBLEM)).as(line).isFalse();
        JsonObject byFew = told.getAsJsonArray("check").get(0).getAsJsonObject();
        for (String words : List.of("token", "says")) byFew.remove(words);
        JsonObject wholly = told.getAsJsonObject("wholly");
        for (String words : List.of("token", "says")) wholly.remove(words);
        assertThat(byFew).isEqualTo(wholly);
        assertThat(byFew.has("law") ? byFew.get("law").getAsString() : Row.NOBODY)
                .isEqualTo(law);
    }
}
