package kvetch.cli.words;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.vavr.collection.Vector;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import kvetch.cli.Cli;
import kvetch.cli.Results;
import kvetch.cli.console.Terminal;
import kvetch.cli.json.CheckJson;
import kvetch.cli.text.CheckText;
import kvetch.live.Sighting;
import kvetch.properties.LawResult;
import kvetch.properties.law.Defect;
import org.junit.jupiter.api.Test;

/** What a real kernel did is told with each defect. */
final class SightingsTest {
    private static final Vector<LawResult> RESULTS = Results.ofEachKind();
    private static final Vector<Defect> DEFECTS = RESULTS.flatMap(LawResult::defects);

    private static Sightings sightings() {
        Sightings sightings = new Sightings();
        sightings.note(DEFECTS.get(0), new Sighting.Seen("7.2.7", "it says 1", Vector.of("md0: 1")));
        sightings.note(DEFECTS.get(1), new Sighting.NotSeen("7.2.7", "it starts"));
        sightings.note(DEFECTS.get(2), new Sighting.CannotBeTried("7.2.7", "an allocation fails"));
        return sightings;
    }

    @Test
    void peopleReadIt() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CheckText report =
                new CheckText(Terminal.plain(Cli.print(out), Cli.print(out)), "", Baseline.NONE, sightings());
        report.begin(Results.check("7.2"));
        RESULTS.forEach(report::result);
        report.end(RESULTS);
        assertThat(Cli.text(out))
                .contains(
                        "      tried   seen on 7.2.7: it says 1\n",
                        "      tried   not seen on 7.2.7: it starts\n",
                        "      tried   cannot be tried on 7.2.7: an allocation fails\n",
                        "; seen on 7.2.7\n");
    }

    @Test
    void machinesReadIt() {
        JsonArray results = JsonParser.parseString(CheckJson.text(RESULTS, Baseline.NONE, sightings()))
                .getAsJsonObject()
                .getAsJsonArray("results");
        List<String> seen = new ArrayList<>();
        for (JsonElement result : results) {
            collect(result.getAsJsonObject(), seen);
            JsonArray more = result.getAsJsonObject().getAsJsonArray("more");
            if (more != null) for (JsonElement one : more) collect(one.getAsJsonObject(), seen);
        }
        assertThat(seen)
                .containsExactly(
                        "{\"release\":\"7.2.7\",\"result\":\"seen\",\"words\":\"it says 1\",\"log\":[\"md0: 1\"]}",
                        "{\"release\":\"7.2.7\",\"result\":\"not_seen\",\"words\":\"it starts\"}",
                        "{\"release\":\"7.2.7\",\"result\":\"cannot_be_tried\",\"words\":\"an allocation fails\"}");
    }

    private static void collect(JsonObject defect, List<String> seen) {
        if (defect.get("sighting") instanceof JsonObject sighting) seen.add(sighting.toString());
    }

    @Test
    void whatNobodyTriedIsNotTold() {
        assertThat(CheckJson.text(RESULTS, Baseline.NONE, new Sightings())).doesNotContain("sighting");
        assertThat(new Sightings().brief(DEFECTS.get(0))).isEmpty();
    }
}
