package kvetch.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.vavr.collection.HashSet;
import io.vavr.collection.Vector;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import kvetch.api.Allocator;
import kvetch.api.AllocatorProvider;
import kvetch.api.Family;
import kvetch.api.Gfp;
import kvetch.api.Machine;
import kvetch.api.MachineProfile;
import kvetch.cli.Cli;
import kvetch.cli.Plug;
import kvetch.cli.Results;
import kvetch.cli.console.ExitCode;
import kvetch.cli.console.Version;
import kvetch.cli.page.OutFolder;
import kvetch.cli.picture.Markup;
import kvetch.cli.picture.Portrait;
import kvetch.cli.words.Baseline;
import kvetch.cli.words.Grounds;
import kvetch.cli.words.Sightings;
import kvetch.properties.Check;
import kvetch.properties.LawResult;
import kvetch.properties.Observation;
import kvetch.properties.Verdict;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.Workload;
import kvetch.properties.cases.WorkloadCase;
import kvetch.properties.evidence.Evidence;
import kvetch.properties.law.Defect;
import kvetch.properties.law.Violation;
import kvetch.properties.laws.StandardLaws;
import kvetch.properties.plug.ReplayToken;
import kvetch.properties.setup.Setup;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** What {@code kvetch check --out} leaves behind. */
final class CheckFolderTest {
    private static final String[] RUN = {
        "check",
        "--kernel",
        "7.2",
        "--kernel",
        "6.12+alloc,abort",
        "--allocator",
        "kvzalloc",
        "--allocator",
        "vzalloc",
        "--law",
        "Z2",
        "--law",
        "Z3",
        "--law",
        "M1",
        "--law",
        "W1",
        "--tries",
        "300",
        "--no-memory",
        "--seed",
        "1"
    };

    @TempDir
    static Path temporary;

    private static Path folder = Path.of("");
    private static Cli run = new Cli(0, "", "");

    @BeforeAll
    static void check() {
        folder = temporary.resolve("run");
        run = with("--out", folder.toString());
    }

    private static Cli with(String... more) {
        return Cli.run(Vector.of(RUN).appendAll(Vector.of(more)).toJavaArray(String[]::new));
    }

    private static String read(String file) throws IOException {
        return Files.readString(folder.resolve(file));
    }

    private static Document xml(String text) throws Exception {
        DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
        builder.setErrorHandler(null);
        return builder.parse(new InputSource(new StringReader(text)));
    }

    private static List<Element> elements(Document document, String tag) {
        NodeList nodes = document.getElementsByTagName(tag);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) elements.add((Element) nodes.item(i));
        return elements;
    }

    private static List<Element> ofClass(Document document, String tag, String style) {
        return elements(document, tag).stream()
                .filter(element ->
                        List.of(element.getAttribute("class").split(" ", -1)).contains(style))
                .toList();
    }

    private static List<JsonObject> results() throws IOException {
        JsonArray results =
                JsonParser.parseString(read("results.json")).getAsJsonObject().getAsJsonArray("results");
        List<JsonObject> list = new ArrayList<>();
        for (JsonElement result : results) list.add(result.getAsJsonObject());
        return list;
    }

    private static int defects(JsonObject result) {
        if (!result.has("counterexample")) return 0;
        return 1 + (result.has("more") ? result.getAsJsonArray("more").size() : 0);
    }

    @Test
    void fiveFilesAreThereAndNothingElse() throws IOException {
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).endsWith("The report is in " + folder + "/report.html.\n");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "report.html", "results.json", "junit.xml", "observations.jsonl", "run.json");
        }
        try (Stream<Path> files = Files.list(temporary)) {
            assertThat(files.filter(file -> file.getFileName().toString().startsWith(".kvetch")))
                    .as("left-overs")
                    .isEmpty();
        }
    }

    @Test
    void resultsAreWhatFormatJsonPrints() throws IOException {
        UnaryOperator<String> timeless = text -> text.replaceAll("\"elapsed_ms\": [0-9]+", "");
        assertThat(timeless.apply(read("results.json")))
                .isEqualTo(timeless.apply(with("--format", "json").out()));
    }

    @Test
    void withFormatJsonStdoutHoldsOneObject() {
        Path other = temporary.resolve("json");
        Cli json = Cli.run(
                "check",
                "--law",
                "M2",
                "--allocator",
                "kzalloc",
                "--no-memory",
                "--tries",
                "5",
                "--seed",
                "1",
                "--format",
                "json",
                "--out",
                other.toString());
        assertThat(JsonParser.parseString(json.out()).isJsonObject()).isTrue();
        assertThat(other.resolve("report.html")).exists();
    }

    @Test
    void numbersOfTheReportAreThoseOfTheResults() throws Exception {
        Document report = xml(read("report.html"));
        Map<String, String> cells = new HashMap<>();
        for (Element cell : elements(report, "td"))
            if (cell.hasAttribute("data-law"))
                cells.put(
                        cell.getAttribute("data-kernel") + " " + cell.getAttribute("data-allocator") + " "
                                + cell.getAttribute("data-law"),
                        cell.getAttribute("data-verdict") + " " + cell.getAttribute("data-tries") + " "
                                + cell.getAttribute("data-tested") + " " + cell.getAttribute("data-sampled") + " "
                                + cell.getAttribute("data-defects") + " "
                                + cell.getElementsByTagName("a").getLength());
        Map<String, String> expected = new HashMap<>();
        int tries = 0;
        Map<String, Integer> verdicts = new HashMap<>();
        for (JsonObject result : results()) {
            expected.put(
                    result.get("kernel").getAsString() + " "
                            + result.get("allocator").getAsString() + " "
                            + result.get("law").getAsString(),
                    result.get("verdict").getAsString() + " " + result.get("tries") + " " + result.get("tested") + " "
                            + result.get("sampled") + " " + defects(result) + " " + defects(result));
            tries += result.get("tries").getAsInt();
            verdicts.merge(result.get("verdict").getAsString(), 1, Integer::sum);
        }
        assertThat(cells).isEqualTo(expected).hasSize(16);

        Map<String, String> tallies = new HashMap<>();
        for (Element tally : elements(report, "b"))
            if (tally.hasAttribute("data-tally"))
                tallies.put(
                        tally.getAttribute("data-tally"), tally.getTextContent().replace(",", ""));
        assertThat(tallies).containsEntry("checks", "16").containsEntry("cases", Integer.toString(tries));
        for (Verdict verdict : Verdict.values())
            assertThat(tallies.getOrDefault(verdict.name(), "0"))
                    .isEqualTo(verdicts.getOrDefault(verdict.toString(), 0).toString());
        assertThat(tallies.get("findings"))
                .isEqualTo(
                        Integer.toString(ofClass(report, "details", "finding").size()));

        Map<String, Integer> sums = new HashMap<>();
        int arrays = 0;
        for (Element chart : ofClass(report, "table", "chart")) {
            int sum = 0;
            int firstBar = -1;
            NodeList data = chart.getElementsByTagName("td");
            for (int i = 0; i < data.getLength(); i++) {
                Element count = (Element) data.item(i);
                if (!count.getAttribute("class").equals("count")) continue;
                if (firstBar < 0) firstBar = Integer.parseInt(count.getTextContent());
                sum += Integer.parseInt(count.getTextContent());
            }
            sums.put(chart.getAttribute("data-chart"), sum);
            if (chart.getAttribute("data-chart").equals("kind")) arrays = firstBar;
        }
        assertThat(sums).containsEntry("kind", tries).containsEntry("page_size", tries);
        for (String chart : new String[] {"disks", "zones", "chunk", "size", "raid_disks", "outcome", "fail_at"})
            assertThat(sums).containsEntry(chart, arrays);
        assertThat(sums).containsEntry("steps", tries - arrays);
    }

    @Test
    void eachCounterexampleOfTheResultsIsInTheReport() throws Exception {
        Document report = xml(read("report.html"));
        List<String> tokens = ofClass(report, "code", "token").stream()
                .map(Element::getTextContent)
                .toList();
        for (JsonObject result : results()) {
            if (defects(result) == 0) continue;
            // A finding bears the token of the first kernel and allocator that have it.
            String array = result.get("replay").getAsString().replaceFirst("^kv1/([^/]+)/[^/]+/[^/]+/", "");
            assertThat(tokens)
                    .anySatisfy(token -> assertThat(token).contains(array.substring(0, array.lastIndexOf('/'))));
        }
    }

    @Test
    void theReportHasItsParts() throws Exception {
        Document report = xml(read("report.html"));
        assertThat(elements(report, "h1")).hasSize(1);
        assertThat(elements(report, "h2").stream().map(Element::getTextContent))
                .containsExactly("Laws", "On what it rests", "Counterexamples", "What was generated");
        List<Element> findings = ofClass(report, "details", "finding");
        assertThat(findings).hasSizeGreaterThan(3);
        assertThat(findings.get(0).hasAttribute("open")).isTrue();
        for (Element finding : findings) {
            assertThat(finding.getElementsByTagName("h4").getLength()).isOne();
            assertThat(finding.getElementsByTagName("svg").getLength()).isPositive();
            assertThat(finding.getElementsByTagName("code").getLength()).isGreaterThan(1);
        }
        for (Element picture : elements(report, "svg")) {
            assertThat(picture.getAttribute("role")).isEqualTo("img");
            for (String id : picture.getAttribute("aria-labelledby").split(" ", -1))
                assertThat(ids(report)).contains(id);
        }
        List<String> ids = ids(report);
        assertThat(ids).doesNotHaveDuplicates();
        for (Element link : elements(report, "a"))
            assertThat(ids).contains(link.getAttribute("href").substring(1));
    }

    /** A cell of what was not run says so, and how it would be. */
    @Test
    void theReportSaysOnWhatEachVerdictRests() throws Exception {
        Document report = xml(read("report.html"));
        Element table = ofClass(report, "table", "grounds").get(0);
        List<Element> cells = elements(table, "td");
        assertThat(cells).hasSizeGreaterThan(3);
        for (int i = 0; i < cells.size(); i++)
            if (i % 3 == 0) assertThat(cells.get(i).getTextContent()).doesNotContain("not run");
            else assertThat(cells.get(i).getTextContent()).isEqualTo("not run");
        assertThat(read("report.html")).contains("kvetch prove --kernel").contains("--proofs proofs.json");
    }

    @Test
    void theReportSaysWhatAnExplorationAndProofsHaveSaid(@TempDir Path there) throws Exception {
        String version = "{\"kvetch\": \"" + Version.number() + "\", ";
        Files.writeString(
                there.resolve("explored.json"),
                version + "\"complete\": true, \"kernels\": [\"7.2\"], \"laws\": [\"Z2\", \"Z3\"], \"not_tested\": [],"
                        + " \"results\": [{\"kernel\": \"7.2\", \"law\": \"Z2\", \"verdict\": \"broken\"}]}");
        Files.writeString(
                there.resolve("proofs.json"),
                version + "\"results\": [{\"kernel\": \"7.2\", \"law\": \"Z3\", \"verdict\": \"proved_where\","
                        + " \"condition\": \"chunk_sectors > 0\", \"domain\": \"every array\"}]}");
        Cli run = Cli.run(
                "check",
                "--kernel",
                "7.2",
                "--allocator",
                "kvzalloc",
                "--law",
                "Z2",
                "--law",
                "Z3",
                "--tries",
                "20",
                "--seed",
                "1",
                "--no-memory",
                "--out",
                there.resolve("out").toString(),
                "--explored",
                there.resolve("explored.json").toString(),
                "--proofs",
                there.resolve("proofs.json").toString());
        assertThat(run.err()).isEmpty();
        Document report = xml(Files.readString(there.resolve("out").resolve("report.html")));
        List<Element> cells = elements(ofClass(report, "table", "grounds").get(0), "td");
        assertThat(cells.stream().map(Element::getTextContent).toList().subList(1, 3))
                .containsExactly("broken", "not run");
        assertThat(cells.stream().map(Element::getTextContent).toList().subList(4, 6))
                .containsExactly("held", "within borders");
        assertThat(cells.get(5).getAttribute("title")).isEqualTo("where chunk_sectors > 0");
    }

    private static List<Element> elements(Element within, String tag) {
        NodeList nodes = within.getElementsByTagName(tag);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) elements.add((Element) nodes.item(i));
        return elements;
    }

    private static List<String> ids(Document document) {
        return elements(document, "*").stream()
                .filter(element -> element.hasAttribute("id"))
                .map(element -> element.getAttribute("id"))
                .toList();
    }

    @Test
    void theReportNeedsNothingElse() throws Exception {
        Document report = xml(read("report.html"));
        for (Element element : elements(report, "*")) {
            assertThat(element.getTagName()).isNotIn("img", "link", "iframe", "object", "embed", "base");
            assertThat(element.hasAttribute("src")).isFalse();
            if (element.hasAttribute("href"))
                assertThat(element.getAttribute("href")).startsWith("#");
            assertThat(element.getAttributes()).as("no handlers in attributes").satisfies(attributes -> {
                for (int i = 0; i < attributes.getLength(); i++)
                    assertThat(attributes.item(i).getNodeName()).doesNotStartWith("on");
            });
        }
        assertThat(read("report.html").replaceAll("http://www.w3.org/(2000/svg|1999/xhtml)", ""))
                .doesNotContain("http://", "https://", "url(http", "@import");
    }

    @Test
    void onlyElementsThatAreEmptyInHtmlToAreClosedInPlace() throws IOException {
        Matcher closed = Pattern.compile("<([a-zA-Z0-9]+)[^<>]*/>").matcher(read("report.html"));
        List<String> tags = new ArrayList<>();
        while (closed.find()) tags.add(closed.group(1));
        assertThat(tags).isNotEmpty().isSubsetOf("meta", "input", "br", "rect", "line", "circle", "path");
    }

    @Test
    void junitXmlHasACaseForEachLaw() throws Exception {
        Document junit = xml(read("junit.xml"));
        assertThat(junit.getDocumentElement().getTagName()).isEqualTo("testsuites");
        List<Element> suites = elements(junit, "testsuite");
        assertThat(suites).hasSize(4);
        for (Element suite : suites) {
            int cases = suite.getElementsByTagName("testcase").getLength();
            assertThat(suite.getAttribute("tests"))
                    .isEqualTo(Integer.toString(cases))
                    .isEqualTo("4");
            assertThat(suite.getAttribute("failures"))
                    .isEqualTo(Integer.toString(
                            suite.getElementsByTagName("failure").getLength()));
            assertThat(suite.getAttribute("skipped"))
                    .isEqualTo(Integer.toString(
                            suite.getElementsByTagName("skipped").getLength()));
            assertThat(suite.getAttribute("time")).matches("[0-9]+\\.[0-9]{3}");
        }
        long broken = results().stream()
                .filter(result -> result.get("verdict").getAsString().equals("broken"))
                .count();
        List<Element> failures = elements(junit, "failure");
        assertThat(failures).hasSize((int) broken);
        for (Element failure : failures) {
            assertThat(failure.getAttribute("type")).isNotEmpty();
            assertThat(failure.getAttribute("message")).endsWith(".");
            assertThat(failure.getTextContent()).contains("array    ", "replay   kv1/");
        }
    }

    @Test
    void observationsAreWhatTycheReads() throws IOException {
        Map<String, Integer> cases = new HashMap<>();
        Map<String, Integer> notes = new HashMap<>();
        boolean failed = false;
        for (String line : read("observations.jsonl").lines().toList()) {
            JsonObject json = JsonParser.parseString(line).getAsJsonObject();
            assertThat(json.get("run_start").getAsDouble()).isPositive();
            String property = json.get("property").getAsString();
            String type = json.get("type").getAsString();
            if (type.equals("test_case")) {
                cases.merge(property, 1, Integer::sum);
                assertThat(json.keySet())
                        .contains("status", "status_reason", "representation", "features", "coverage", "metadata");
                assertThat(json.get("status").getAsString()).isIn("passed", "failed", "gave_up");
                failed |= json.get("status").getAsString().equals("failed");
                assertThat(json.get("representation").getAsString()).contains("\nkv1/");
                JsonObject features = json.getAsJsonObject("features");
                assertThat(features.keySet()).contains("page_size", "three_zones");
                if (features.get("about").getAsString().equals("an array"))
                    assertThat(features.keySet()).contains("disks", "zones", "chunk_sectors", "raid_disks", "outcome");
                else assertThat(features.keySet()).contains("steps").doesNotContain("disks", "outcome");
            } else {
                assertThat(type).isIn("info", "alert");
                notes.merge(property, 1, Integer::sum);
                assertThat(json.get("content").getAsString()).contains(" of 300 generated cases are listed");
            }
        }
        assertThat(failed).isTrue();
        assertThat(notes)
                .hasSize(16)
                .allSatisfy((property, count) -> assertThat(count).isOne());
        assertThat(cases)
                .hasSize(16)
                .allSatisfy((property, count) ->
                        assertThat(count).isBetween(Observations.MOST_OF_A_CHECK, Observations.MOST_OF_A_CHECK + 5));
    }

    /** The kinds that JSON has. */
    private static String kind(JsonElement value) {
        if (value.isJsonNull()) return "null";
        if (value.isJsonObject()) return "object";
        if (value.isJsonArray()) return "array";
        return value.getAsJsonPrimitive().isString()
                ? "string"
                : value.getAsJsonPrimitive().isNumber() ? "number" : "boolean";
    }

    /** The schema of Hypothesis: these keys, all of them and no others. */
    @Test
    void observationsHaveExactlyTheKeysAndTypesOfThePublishedSchema() throws IOException {
        Map<String, String> testCase = new HashMap<>(Map.of(
                "type", "string",
                "status", "string",
                "status_reason", "string",
                "representation", "string",
                "arguments", "object",
                "how_generated", "string",
                "features", "object",
                "coverage", "null",
                "timing", "object",
                "metadata", "object"));
        testCase.put("property", "string");
        testCase.put("run_start", "number");
        Map<String, String> message = Map.of(
                "type", "string",
                "title", "string",
                "content", "string",
                "property", "string",
                "run_start", "number");
        Set<String> types = new TreeSet<>();
        Set<String> statuses = new TreeSet<>();
        for (String line : read("observations.jsonl").lines().toList()) {
            JsonObject json = JsonParser.parseString(line).getAsJsonObject();
            Map<String, String> kinds = new HashMap<>();
            for (String key : json.keySet()) kinds.put(key, kind(json.get(key)));
            String type = json.get("type").getAsString();
            types.add(type);
            assertThat(kinds).as(line).isEqualTo(type.equals("test_case") ? testCase : message);
            if (!type.equals("test_case")) continue;
            String status = json.get("status").getAsString();
            statuses.add(status);
            assertThat(json.get("status_reason").getAsString().isEmpty()).isEqualTo(status.equals("passed"));
            for (Map.Entry<String, JsonElement> feature :
                    json.getAsJsonObject("features").entrySet())
                assertThat(kind(feature.getValue())).as(feature.getKey()).isIn("string", "number");
            boolean isArray =
                    json.getAsJsonObject("features").get("about").getAsString().equals("an array");
            if (isArray)
                assertThat(json.getAsJsonObject("arguments").keySet())
                        .contains("raid_disks", "chunk_sectors", "layout", "disk_sectors");
            else
                assertThat(json.getAsJsonObject("arguments").keySet())
                        .contains("workload")
                        .doesNotContain("disk_sectors");
        }
        assertThat(types).isSubsetOf("test_case", "info", "alert").hasSize(3);
        assertThat(statuses).isSubsetOf("passed", "failed", "gave_up").hasSize(3);
    }

    @Test
    void runJsonHasEveryParameterAndNothingOfTheMachine() throws IOException {
        String text = read("run.json");
        JsonObject json = JsonParser.parseString(text).getAsJsonObject();
        assertThat(json.keySet())
                .contains(
                        "kvetch",
                        "kernels",
                        "allocators",
                        "laws",
                        "tries",
                        "seed",
                        "shrink_seconds",
                        "interrupted",
                        "timeout_ms",
                        "jdk",
                        "os");
        assertThat(json.get("tries").getAsInt()).isEqualTo(300);
        assertThat(json.get("seed").getAsLong()).isOne();
        String user = System.getProperty("user.name");
        for (String file : CheckFolder.FILES)
            assertThat(read(file))
                    .doesNotContain(temporary.toString(), System.getProperty("user.dir"), "/" + user + "/", "file:");
    }

    @Test
    void theScriptOfThePageMapsAsTheModelDoes() throws Exception {
        Process version;
        try {
            version = new ProcessBuilder("node", "--version").start();
        } catch (IOException e) {
            assumeThat(false).as("there is no node").isTrue();
            return;
        }
        assumeThat(version.waitFor(10, TimeUnit.MINUTES)).isTrue();
        JsonObject data = new JsonObject();
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) data.add("a" + i, map(random));
        Path file = temporary.resolve("map.js");
        Path source = Path.of("src", "main", "resources", "kvetch", "cli", "report", "report-map.js");
        Files.writeString(file, Files.readString(source) + "const data = " + data + """
                        ;
                        let probes = 0, wrong = [];
                        for (const { map } of Object.values(data).map((map) => ({ map })))
                          for (const [sector, disk, at] of map ? map.probes : []) {
                            probes++;
                            const there = mapSector(map, BigInt(sector));
                            if (there.disk !== disk || String(there.sector) !== at) wrong.push(sector);
                          }
                        console.log(probes > 2000 && wrong.length === 0 ? "alike" : probes + " probes, wrong at " + wrong);
                        """);
        Process node = new ProcessBuilder("node", file.toString())
                .redirectErrorStream(true)
                .start();
        assertThat(new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("alike\n");
    }

    /** An array of up to six disks on a kernel or on the hardened driver, as the page gets it. */
    private static JsonObject map(Random random) {
        int[] chunks = {1, 3, 8, 24, 128, 1 << 30, 1431655766, -1, Integer.MIN_VALUE, random.nextInt(1 << 20) + 1};
        int chunk = chunks[random.nextInt(chunks.length)];
        long unit = Integer.toUnsignedLong(chunk);
        long[] sizes = new long[1 + random.nextInt(6)];
        for (int i = 0; i < sizes.length; i++)
            sizes[i] = Math.max(2, unit * (1 + random.nextInt(5)) + random.nextInt(3));
        ArrayCase c = ArrayCase.of(chunk, sizes).withLayout(1 + random.nextInt(2));
        Defect defect =
                new Defect(new Violation(StandardLaws.Z1, "", new Evidence.Note("")), c, c, 0, null, null, null, "");
        Check check = Results.check(random.nextBoolean() ? "7.2" : "hardened");
        return PageData.map(Portrait.of(
                new Setup(
                        check.providers().allocators(),
                        check.kernels().head(),
                        check.allocators().head()),
                defect));
    }

    // Folders

    private static Cli small(Path out) {
        return Cli.run(
                "check",
                "--law",
                "M2",
                "--allocator",
                "kzalloc",
                "--no-memory",
                "--tries",
                "5",
                "--seed",
                "1",
                "--out",
                out.toString());
    }

    @Test
    void aFolderWithAnythingElseInItIsLeftAlone() throws IOException {
        Path other = Files.createDirectory(temporary.resolve("foreign"));
        Files.writeString(other.resolve("thesis.txt"), "all my work");
        Cli cli = small(other);
        assertThat(cli.code()).isEqualTo(2);
        assertThat(cli.out()).isEmpty();
        assertThat(cli.err())
                .contains("holds what no run of kvetch left there (thesis.txt)")
                .hasLineCount(1);
        assertThat(other.resolve("thesis.txt")).hasContent("all my work");
        Files.move(other.resolve("thesis.txt"), other.resolve("results.json"));
        assertThat(small(other).err()).contains("(results.json)");
        assertThat(other.resolve("results.json")).hasContent("all my work");
        try (Stream<Path> files = Files.list(other)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void anEmptyFolderIsTakenAndThatOfAnEarlierRunReplaced() throws IOException {
        Path other = Files.createDirectories(temporary.resolve("a/b"));
        assertThat(small(other).code())
                .isEqualTo(small(temporary.resolve("a/c/d")).code());
        Files.writeString(other.resolve("report.html"), "old");
        assertThat(small(other).err()).isEmpty();
        assertThat(Files.readString(other.resolve("report.html"))).startsWith("<!DOCTYPE html>");
        try (Stream<Path> files = Files.list(other)) {
            assertThat(files).hasSize(5);
        }
    }

    @Test
    void aFileIsNoFolder() throws IOException {
        Path file = Files.writeString(temporary.resolve("file"), "");
        assertThat(small(file).err()).contains("is a file, not a folder");
        assertThat(small(file.resolve("below")).code()).isEqualTo(2);
    }

    /** With so many tries the check would not end before the test does. */
    private static Cli endless(Path out) {
        return Cli.run(
                "check", "--law", "Z1", "--no-memory", "--tries", "2147483647", "--seed", "1", "--out", out.toString());
    }

    @Test
    void whatCannotBeWrittenIsToldBeforeAnythingRuns() throws IOException {
        Path file = Files.writeString(temporary.resolve("in-the-way"), "");
        Path folderInside = Files.createDirectories(temporary.resolve("inside"));
        small(folderInside);
        Files.delete(folderInside.resolve("junit.xml"));
        Files.createDirectory(folderInside.resolve("junit.xml"));
        List<Path> bad = new ArrayList<>(List.of(
                file,
                file.resolve("below"),
                folderInside,
                temporary.resolve("x".repeat(300)),
                temporary.resolve("new").resolve("x".repeat(300))));
        if (Files.isDirectory(Path.of("/proc/self"))) bad.add(Path.of("/proc/kvetch/report"));
        for (Path out : bad) {
            Cli cli = endless(out);
            assertThat(cli.err()).startsWith("kvetch: --out '" + out + "' ").hasLineCount(1);
            assertThat(cli.out()).isEmpty();
            assertThat(cli.code()).isEqualTo(2);
        }
        assertThat(temporary.resolve("new")).doesNotExist();
    }

    @Test
    void lookingAtAFolderLeavesNoTrace() throws IOException {
        OutFolder.of(temporary.resolve("deep/deeper/deepest").toString());
        assertThat(temporary.resolve("deep")).doesNotExist();
        Path empty = Files.createDirectory(temporary.resolve("still-empty"));
        OutFolder.of(empty.toString());
        assertThat(empty).isEmptyDirectory();
    }

    @Test
    void whatAKilledRunLeftHalfWrittenIsNotInTheWay() throws IOException {
        Path other = Files.createDirectory(temporary.resolve("killed"));
        Files.createFile(Files.createDirectory(other.resolve(".kvetch-123")).resolve("report.html"));
        OutFolder.of(other.toString());
        small(other);
        assertThat(other.resolve("run.json")).exists();
        assertThat(other.resolve(".kvetch-123/report.html")).isEmptyFile();
    }

    // Observations

    @Test
    void manyDisksAndManyChecksDoNotMakeTheFileLarge() {
        long[] sizes = new long[5000];
        for (int i = 0; i < sizes.length; i++) sizes[i] = 100L + i;
        ArrayCase large = ArrayCase.of(8, sizes);
        Observations observations = new Observations(1, 400);
        Violation violation = new Violation(StandardLaws.Z1, "what", new Evidence.Note("message"));
        for (int check = 0; check < 400; check++)
            for (int i = 0; i < 20; i++)
                observations.accept(new Observation(
                        "7.2",
                        "allocator-" + check,
                        StandardLaws.Z1,
                        large,
                        new Observation.Seen(
                                true,
                                2,
                                HashSet.empty(),
                                check == 0 && i >= 15 ? Vector.of(violation) : Vector.empty(),
                                null,
                                null)));
        List<JsonObject> cases = observations
                .text(Vector.empty())
                .lines()
                .map(line -> JsonParser.parseString(line).getAsJsonObject())
                .toList();
        assertThat(cases).hasSize(400 * Observations.mostOfACheck(400) + 1);
        int whole = 0;
        for (JsonObject json : cases) {
            JsonObject arguments = json.getAsJsonObject("arguments");
            int listed = arguments.getAsJsonArray("disk_sectors").size();
            int leftOut = arguments.has("disks_left_out")
                    ? arguments.get("disks_left_out").getAsInt()
                    : 0;
            assertThat(listed + leftOut).isEqualTo(sizes.length);
            String representation = json.get("representation").getAsString();
            if (json.get("status").getAsString().equals("failed")) {
                whole++;
                assertThat(leftOut)
                        .as("what first shows a defect is there in full")
                        .isZero();
                String token = representation.substring(representation.indexOf("\nkv1/") + 1);
                assertThat(ReplayToken.parse(token).get().testCase()).isEqualTo(large);
            } else assertThat(json.toString().length()).isLessThan(2000);
        }
        assertThat(whole).isOne();
        assertThat(cases.stream()
                        .map(json -> json.get("representation").getAsString())
                        .distinct())
                .as("Tyche takes those that look alike for duplicates")
                .hasSizeGreaterThanOrEqualTo(400);
    }

    @Test
    void manyChecksShareTheRoom() {
        assertThat(Observations.mostOfACheck(1)).isEqualTo(Observations.MOST_OF_A_CHECK);
        assertThat(Observations.mostOfACheck(56)).isEqualTo(35);
        assertThat(Observations.mostOfACheck(1_000_000)).isOne();
    }

    // The report of an allocator that was plugged in

    @Test
    void theReportNamesTheAllocatorAndSaysWhereItIs() throws Exception {
        Path home = Files.createDirectory(temporary.resolve("it's here"));
        Path path = Plug.compile(home, "dirty", "return kmalloc.alloc(bytes, gfp & ~Gfp.ZERO);");
        Path out = temporary.resolve("plugged");
        Cli cli = Cli.run(
                "check",
                "--module-path",
                path.toString(),
                "--kernel",
                "hardened",
                "--allocator",
                "dirty",
                "--law",
                "M4",
                "--tries",
                "50",
                "--seed",
                "1",
                "--no-memory",
                "--out",
                out.toString());
        assertThat(cli.code()).as(cli.err()).isOne();
        Document report = xml(Files.readString(out.resolve("report.html")));
        assertThat(elements(report, "h1").get(0).getTextContent())
                .isEqualTo("1 of 1 law is broken on hardened with dirty.");
        assertThat(elements(report, "title").get(0).getTextContent()).endsWith(" on hardened with dirty");
        List<String> commands = elements(report, "code").stream()
                .map(Element::getTextContent)
                .filter(text -> text.startsWith("kvetch "))
                .toList();
        assertThat(commands)
                .hasSizeGreaterThan(2)
                .allSatisfy(command -> assertThat(command)
                        .endsWith(" --module-path '" + path.toString().replace("'", "'\\''") + "'"));
        assertThat(Files.readString(out.resolve("report.html"))).doesNotContain("--module-path PATH");
    }

    @Test
    void namesAtTheHeadOfTheMatrixStayWhole() throws Exception {
        for (Element head : ofClass(xml(read("report.html")), "th", "allocator"))
            assertThat(head.getElementsByTagName("b").item(0).getTextContent()).isIn("kvzalloc", "vzalloc");
        assertThat(read("report.html")).contains(".matrix .kernel, .matrix .allocator b { white-space: nowrap; }");
    }

    // Hostile text

    private static final String HOSTILE = "\"><script>alert('\u0001&]]>')</script><!-- </title> --%> \ud800";

    @Test
    void whateverAnAllocatorSaysIsText() throws Exception {
        Check good = Results.check("7.2");
        AllocatorProvider hostile = new Hostile();
        Check check =
                new Check(good.providers().and(hostile), good.kernels(), Vector.of(hostile), StandardLaws.ALL, 300, 1);
        LawResult error = Results.result("7.2", HOSTILE, StandardLaws.M3, Verdict.ERROR, 0, 0);
        Vector<LawResult> results = Results.ofEachKind()
                .map(result -> new LawResult(
                        result.kernel(),
                        HOSTILE,
                        result.law(),
                        result.tally(),
                        result.verdict() == Verdict.ERROR
                                ? new LawResult.Failed(error.error() + HOSTILE)
                                : result.outcome()));
        String html = HtmlReport.of(
                check, "", results, new Distributions(), Baseline.NONE, new Sightings(), Grounds.NONE, false);
        Document report = xml(html);
        assertThat(elements(report, "script")).hasSize(2);
        assertThat(html.split("<script", -1)).hasSize(3);
        assertThat(html.split("</script>", -1)).hasSize(3);
        assertThat(html).doesNotContain("alert('");
        Document junit = xml(JunitXml.of(results));
        assertThat(elements(junit, "testcase")).hasSize(results.size());
        JsonElement run = JsonParser.parseString(RunJson.of(check, results, -1, false, false, false, ExitCode.BROKEN));
        assertThat(run.getAsJsonObject()
                        .getAsJsonArray("allocators")
                        .get(0)
                        .getAsJsonObject()
                        .get("name")
                        .getAsString())
                .startsWith("\"><script>alert");
    }

    @Test
    void aCaseOfAnAllocatorAloneIsShownWithoutAnArray() throws Exception {
        Check check = Results.check("7.2");
        Workload workload = new Workload(Vector.of(
                new Workload.Step(Workload.Kind.ALLOC, 5000, Gfp.ZERO, 3),
                new Workload.Step(Workload.Kind.FREE_EVERY_SECOND, 0, 0, 1),
                new Workload.Step(Workload.Kind.FREE_TWICE, 0, 0, 1)));
        WorkloadCase c = new WorkloadCase(workload, MachineProfile.of(4096, 2048));
        Defect defect = new Defect(
                new Violation(StandardLaws.M1, "freed twice", new Evidence.Blocks(Vector.of(2), "block 2 is bad")),
                c,
                c,
                3,
                null,
                null,
                null,
                "kv1/x");
        LawResult result = Results.result("7.2", "kzalloc", StandardLaws.M1, Verdict.BROKEN, 300, 0, defect);
        Document report = xml(HtmlReport.of(
                check,
                "",
                Vector.of(result),
                new Distributions(),
                Baseline.NONE,
                new Sightings(),
                Grounds.NONE,
                false));
        assertThat(ofClass(report, "svg", "array")).isEmpty();
        assertThat(ofClass(report, "svg", "memory")).hasSize(2);
        assertThat(elements(report, "dt").stream().map(Element::getTextContent)).contains("Steps");
        assertThat(elements(report, "desc").get(0).getTextContent())
                .contains("Allocation 2, block, 5000 bytes", "freed with kfree and again with kfree");
        assertThat(ofClass(report, "rect", "offending")).isNotEmpty();
    }

    @Test
    void escapingLeavesNothingThatMeansAnything() {
        assertThat(Markup.escape("<a b='c' d=\"e\">&amp;\u0000\u0008\ud800\ufffe\u007f\ud83d\ude00"))
                .isEqualTo(
                        "&lt;a b=&#39;c&#39; d=&quot;e&quot;&gt;&amp;amp;\ufffd\ufffd\ufffd\ufffd\ufffd\ud83d\ude00");
    }

    /** An allocator with a name and a description that would like to be markup. */
    private static final class Hostile implements AllocatorProvider {
        @Override
        public String name() {
            return HOSTILE;
        }

        @Override
        public String description() {
            return HOSTILE;
        }

        @Override
        public Family family() {
            return Family.KMALLOC;
        }

        @Override
        public Allocator create(Machine machine) {
            throw new IllegalStateException(HOSTILE);
        }
    }
}
