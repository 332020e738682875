package kvetch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.vavr.collection.Vector;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import kvetch.cli.console.Terminal;
import kvetch.cli.json.CheckSarif;
import kvetch.cli.words.Baseline;
import kvetch.properties.Check;
import kvetch.properties.LawResult;
import kvetch.properties.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What tools for the review of code are given, held against the schema of SARIF 2.1.0. */
final class SarifTest {
    private static final JsonSchema SCHEMA = schema();

    @TempDir
    Path folder;

    private static JsonSchema schema() {
        try (InputStream schema =
                Objects.requireNonNull(ClassLoader.getSystemResourceAsStream("schema/sarif-schema-2.1.0.json"))) {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(schema);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static Set<ValidationMessage> problems(String sarif) {
        return SCHEMA.validate(sarif, InputFormat.JSON);
    }

    private static String sarif(Check check, Vector<LawResult> results, Baseline baseline) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CheckSarif report = new CheckSarif(Terminal.plain(Cli.print(out), Cli.print(out)), baseline);
        report.begin(check);
        results.forEach(report::result);
        report.end(results);
        String sarif = Cli.text(out);
        assertThat(problems(sarif)).isEmpty();
        return sarif;
    }

    private static JsonObject run(String sarif) {
        return JsonParser.parseString(sarif)
                .getAsJsonObject()
                .getAsJsonArray("runs")
                .get(0)
                .getAsJsonObject();
    }

    private static String at(JsonObject json, String... path) {
        JsonObject at = json;
        for (int i = 0; i < path.length - 1; i++) at = at.getAsJsonObject(path[i]);
        return at.get(path[path.length - 1]).getAsString();
    }

    @Test
    void aCheckIsKept() throws IOException {
        Golden.assertMatches("check.sarif", sarif(Results.check("7.2", "7.0"), Results.ofEachKind(), Baseline.NONE));
    }

    @Test
    void theSchemaIsOneThatObjects() {
        assertThat(problems("{\"version\": \"2.1.0\"}")).isNotEmpty();
        assertThat(problems("{\"version\": \"2.1.0\", \"runs\": [{\"results\": []}]}"))
                .isNotEmpty();
    }

    @Test
    void eachDefectIsAResultAndEachLawARule() {
        Vector<LawResult> results = Results.ofEachKind();
        JsonObject run = run(sarif(Results.check("7.2"), results, Baseline.NONE));
        assertThat(run.getAsJsonArray("results"))
                .hasSize(results.map(result -> result.defects().size()).sum().intValue());
        JsonArray rules = run.getAsJsonObject("tool").getAsJsonObject("driver").getAsJsonArray("rules");
        run.getAsJsonArray("results").forEach(element -> {
            JsonObject result = element.getAsJsonObject();
            assertThat(at(rules.get(result.get("ruleIndex").getAsInt()).getAsJsonObject(), "id"))
                    .isEqualTo(at(result, "ruleId"));
            assertThat(result.has("baselineState")).isFalse();
        });
        int unjudged =
                results.count(result -> result.verdict() == Verdict.ERROR || result.verdict() == Verdict.INCOMPLETE);
        assertThat(unjudged).isPositive();
        assertThat(run.getAsJsonArray("invocations")
                        .get(0)
                        .getAsJsonObject()
                        .getAsJsonArray("toolExecutionNotifications"))
                .hasSize(unjudged);
    }

    private static Cli check(String kernel, String... more) {
        List<String> arguments = new ArrayList<>(List.of("check", "--kernel", kernel, "--allocator", "kvzalloc"));
        arguments.addAll(List.of("--tries", "200", "--seed", "1", "--no-memory"));
        arguments.addAll(List.of(more));
        return Cli.run(arguments.toArray(String[]::new));
    }

    /** The only result of a run that is valid. */
    private static JsonObject onlyResult(Cli run) {
        assertThat(problems(run.out())).isEmpty();
        JsonArray results = run(run.out()).getAsJsonArray("results");
        assertThat(results).hasSize(1);
        return results.get(0).getAsJsonObject();
    }

    private static JsonObject location(JsonObject result) {
        return result.getAsJsonArray("locations").get(0).getAsJsonObject();
    }

    private static String function(JsonObject location) {
        return at(location.getAsJsonArray("logicalLocations").get(0).getAsJsonObject(), "name");
    }

    private static String file(JsonObject location) {
        return at(location, "physicalLocation", "artifactLocation", "uri");
    }

    @Test
    void theCommandPrintsItAndNothingElse() {
        Cli run = check("7.2", "--law", "W1", "--law", "M1", "--format", "sarif");
        assertThat(run.code()).isEqualTo(1);
        JsonObject result = onlyResult(run);
        assertThat(at(result, "properties", "replay")).isEqualTo("kv1/W1/7.2/kvzalloc/d2/r268435456/c1/l1/826dc161");
        assertThat(file(location(result))).isEqualTo("drivers/md/raid0.c");
        assertThat(function(location(result))).isEqualTo("create_strip_zones");
        JsonObject warning = result.getAsJsonArray("relatedLocations").get(0).getAsJsonObject();
        assertThat(file(warning)).isEqualTo("mm/slub.c");
        assertThat(at(result, "partialFingerprints", "kvetch/v1"))
                .isEqualTo("W1 7.2 kvzalloc WARN in __kvmalloc_node_noprof");
    }

    @Test
    void whatABaselineKnowsIsUnchangedAndWhatIsGoneAbsent() throws IOException {
        Path before = Files.writeString(
                folder.resolve("results.json"),
                check("7.2", "--law", "W1", "--format", "json").out());
        String[] compared = {"--law", "W1", "--format", "sarif", "--baseline", before.toString()};
        Cli same = check("7.2", compared);
        assertThat(same.code()).isZero();
        assertThat(at(onlyResult(same), "baselineState")).isEqualTo("unchanged");
        Cli mended = check("7.2+nowarn", compared);
        assertThat(mended.code()).isZero();
        assertThat(at(onlyResult(mended), "baselineState")).isEqualTo("absent");
        Path nothing = Files.writeString(
                folder.resolve("nothing.json"),
                check("7.2+nowarn", "--law", "W1", "--format", "json").out());
        Cli fresh = check("7.2", "--law", "W1", "--format", "sarif", "--baseline", nothing.toString());
        assertThat(fresh.code()).isEqualTo(1);
        assertThat(at(onlyResult(fresh), "baselineState")).isEqualTo("new");
    }

    @Test
    void aDriverOfOnesOwnIsToBlameWhereItsSourceIs() throws IOException {
        Path driver = Plug.driver(folder, "mine", "return sector;");
        Cli run = check("mine", "--module-path", driver.toString(), "--law", "Z3", "--format", "sarif");
        assertThat(problems(run.out())).isEmpty();
        JsonArray results = run(run.out()).getAsJsonArray("results");
        assertThat(results).hasSize(2).allSatisfy(result -> {
            JsonObject location = location(result.getAsJsonObject());
            assertThat(file(location)).isEqualTo("src/main/java/plug/Plug.java");
            assertThat(function(location)).isEqualTo("map_sector");
        });
    }
}
