package kvetch.cli.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import kvetch.cli.Cli;
import kvetch.cli.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** The pages that {@code sweep --out}, {@code explore --out} and {@code prove --out} leave, and the picture of {@code map --svg}. */
final class PagesTest {
    private static final String[] SWEEP = {"sweep", "--zones", "1..2", "--kernel", "7.0", "--kernel", "7.2"};
    private static final String[] EXPLORE = {
        "explore", "--disks", "1..2", "--chunks", "0..3", "--chunk", "1,3", "--kernel", "6.12", "--allocator", "kzalloc"
    };
    private static final String[] PROVE = {
        "prove", "--law", "Z3", "--kernel", "7.2", "--kernel", "7.2+stripe-64-bit,positive-chunk", "--tries", "0"
    };

    @TempDir
    Path temporary;

    /** What a run left. */
    private record Left(Cli run, String page, JsonObject results, JsonObject how) {
        Document document() {
            try {
                DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
                factory.setNamespaceAware(true);
                return factory.newDocumentBuilder().parse(new InputSource(new StringReader(page)));
            } catch (ParserConfigurationException | SAXException | IOException e) {
                throw new AssertionError("the page is no XML", e);
            }
        }

        List<String> pictures() {
            Matcher matcher = Pattern.compile("<svg.*?</svg>", Pattern.DOTALL).matcher(page);
            return matcher.results().map(result -> result.group() + "\n").toList();
        }

        List<Element> elements(String name) {
            NodeList nodes = document().getElementsByTagNameNS("*", name);
            List<Element> elements = new ArrayList<>();
            for (int i = 0; i < nodes.getLength(); i++) elements.add((Element) nodes.item(i));
            return elements;
        }
    }

    private Left leave(String... command) throws IOException {
        Path folder = temporary.resolve("out");
        Cli run = Cli.run(with(command, "--out", folder.toString()));
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).endsWith("The report is in " + folder + "/report.html.\n");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("report.html", "picture.svg", "results.json", "run.json");
        }
        return new Left(
                run,
                Files.readString(folder.resolve("report.html")),
                JsonParser.parseString(Files.readString(folder.resolve("results.json")))
                        .getAsJsonObject(),
                JsonParser.parseString(Files.readString(folder.resolve("run.json")))
                        .getAsJsonObject());
    }

    private static String[] with(String[] command, String... more) {
        return Stream.of(command, more).flatMap(Arrays::stream).toArray(String[]::new);
    }

    /** Nothing is fetched and no script runs; each picture has a title and says its figures; what scrolls can be reached. */
    private static void assertIsSound(Left left) {
        assertThat(left.page)
                .startsWith("<!DOCTYPE html>")
                .contains("default-src &#39;none&#39;")
                .doesNotContain("<script", " src=");
        assertThat(left.pictures()).isNotEmpty();
        for (Element picture : left.elements("svg")) {
            assertThat(picture.getAttribute("role")).isEqualTo("img");
            for (String id : picture.getAttribute("aria-labelledby").split(" ", -1))
                assertThat(Stream.concat(left.elements("title").stream(), left.elements("desc").stream())
                                .filter(element -> element.getAttribute("id").equals(id)))
                        .as(id)
                        .singleElement()
                        .satisfies(
                                element -> assertThat(element.getTextContent()).isNotBlank());
        }
        assertThat(left.elements("div").stream()
                        .filter(element -> element.getAttribute("class").equals("scroll")))
                .isNotEmpty()
                .allSatisfy(
                        element -> assertThat(element.getAttribute("tabindex")).isEqualTo("0"));
    }

    // Sweeps

    @Test
    void aSweepIsDrawnAsItIsTold() throws IOException {
        Left left = leave(SWEEP);
        assertIsSound(left);
        assertThat(left.run.code()).isOne();
        assertThat(left.results)
                .isEqualTo(JsonParser.parseString(
                        Cli.run(with(SWEEP, "--format", "json")).out()));
        assertThat(left.how.get("command").getAsString()).isEqualTo("sweep");
        assertThat(left.how.getAsJsonArray("sweeps")).hasSize(4);
        assertThat(left.pictures()).hasSize(1);
        Golden.assertMatches("sweep.svg", left.pictures().get(0));
    }

    /** Each interval is in the table, in the words of the picture, and in the picture as an area with a letter. */
    @Test
    void theTablesOfASweepHaveItsFigures() throws IOException {
        Left left = leave(SWEEP);
        String picture = left.pictures().get(0);
        int intervals = 0;
        for (JsonElement sweep : left.results.getAsJsonArray("results"))
            for (JsonElement element : sweep.getAsJsonObject().getAsJsonArray("intervals")) {
                JsonObject interval = element.getAsJsonObject();
                int first = interval.get("first").getAsInt();
                int last = interval.get("last").getAsInt();
                intervals++;
                assertThat(left.page)
                        .contains("<td class=\"count\">" + grouped(first) + "</td><td class=\"count\">" + grouped(last)
                                + "</td><td class=\"count\">" + grouped(1L + last - first) + "</td>");
                assertThat(picture).contains(first + (first == last ? "" : " to " + last) + ": ");
            }
        assertThat(intervals).isEqualTo(24);
        assertThat(Pattern.compile("<g><title>").matcher(picture).results()).hasSize(intervals);
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    // Explorations

    @Test
    void anExplorationIsDrawnArrayByArray() throws IOException {
        Left left = leave(EXPLORE);
        assertIsSound(left);
        assertThat(left.run.code()).isOne();
        assertThat(left.results)
                .isEqualTo(JsonParser.parseString(
                        Cli.run(with(EXPLORE, "--format", "json")).out()));
        assertThat(left.how.get("command").getAsString()).isEqualTo("explore");
        int arrays = left.results.get("arrays").getAsInt();
        for (String picture : left.pictures())
            assertThat(squares(picture, "whole") + squares(picture, "wrong")).isEqualTo(arrays);
        Golden.assertMatches("explore.svg", left.pictures().get(0));
    }

    /** After the picture of all of them, each kind of defect has one, with as many squares filled as arrays broke. */
    @Test
    void whatBrokeIsFilledWhereItBroke() throws IOException {
        Left left = leave(EXPLORE);
        List<Integer> counts = new ArrayList<>();
        for (JsonElement result : left.results.getAsJsonArray("results"))
            counts.add(result.getAsJsonObject().get("arrays_broken").getAsInt());
        assertThat(left.pictures().stream().skip(1).map(picture -> squares(picture, "wrong")))
                .containsExactlyInAnyOrderElementsOf(counts)
                .doesNotContain(0);
        assertThat(squares(left.pictures().get(0), "wrong"))
                .isGreaterThanOrEqualTo(counts.stream().mapToInt(i -> i).max().orElseThrow());
    }

    private static int squares(String picture, String style) {
        return Pattern.compile("class=\"" + style + "\" d=\"([^\"]*)\"")
                .matcher(picture)
                .results()
                .mapToInt(match -> match.group(1).split("M", -1).length - 1)
                .sum();
    }

    @Test
    void whereAllLawsHeldNoSquareIsFilled() throws IOException {
        Left left = leave("explore", "--disks", "1..2", "--chunks", "1..3", "--chunk", "3", "--kernel", "hardened");
        assertIsSound(left);
        assertThat(left.run.code()).isZero();
        assertThat(left.page).contains("<h1>All laws held in this scope on hardened.</h1>");
        assertThat(left.pictures()).hasSize(1);
        assertThat(squares(left.pictures().get(0), "wrong")).isZero();
        assertThat(squares(left.pictures().get(0), "whole"))
                .isEqualTo(left.results.get("arrays").getAsInt());
    }

    @Test
    void otherWidthsHaveNoPage() {
        Cli run = Cli.run(
                "explore", "--widths", "--out", temporary.resolve("widths").toString());
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("--out does not go with --widths").hasLineCount(1);
        assertThat(temporary.resolve("widths")).doesNotExist();
    }

    // Proofs

    @Test
    void theBorderOfTheMappingIsDrawnWhereItIs() throws IOException {
        Left left = leave(PROVE);
        assertIsSound(left);
        assertThat(left.run.code()).isOne();
        assertThat(left.how.get("command").getAsString()).isEqualTo("prove");
        assertThat(verdicts(left)).containsExactly("proved_where", "proved");
        assertThat(left.pictures()).hasSize(1);
        Golden.assertMatches("prove.svg", left.pictures().get(0));
        // nb_dev * chunk_sectors < 2^32, for each number of disks that has a row.
        Matcher rows = Pattern.compile("<th scope=\"row\">(\\d+)</th><td>chunk_sectors 1 to (\\d+)</td>")
                .matcher(left.page);
        int found = 0;
        for (; rows.find(); found++) {
            long disks = Long.parseLong(rows.group(1));
            long most = Math.min(Integer.MAX_VALUE, ((1L << 32) - 1) / disks);
            assertThat(Long.parseLong(rows.group(2))).as("%s disks", disks).isEqualTo(most);
        }
        assertThat(found).isEqualTo(36);
    }

    private static List<String> verdicts(Left left) {
        JsonArray results = left.results.getAsJsonArray("results");
        List<String> verdicts = new ArrayList<>();
        for (JsonElement result : results)
            verdicts.add(result.getAsJsonObject().get("verdict").getAsString());
        return verdicts;
    }

    // Maps

    @Test
    void aMapIsDrawn() throws IOException {
        Cli run = Cli.run("map", "--disks", "16,32,40", "--chunk", "8", "--svg");
        assertThat(run.code()).isZero();
        assertThat(run.out()).startsWith("<svg ").contains("prefers-color-scheme: dark", "<title", "<desc");
        Golden.assertMatches("map.svg", run.out());
        Cli text = Cli.run("map", "--disks", "16,32,40", "--chunk", "8");
        for (String sectors :
                List.of("0..8", "8..16", "16..24", "24..32", "32..40", "40..48", "48..56", "56..64", "64..72"))
            assertThat(run.out()).contains(">" + sectors + "<");
        assertThat(text.out()).contains("72..88");
        assertThat(run.out()).as("a run that two zones share is drawn in both").contains(">72..80<", ">80..88<");
    }

    @Test
    void aRefusalIsDrawnToo() {
        Cli run = Cli.run("map", "--disks", "64,128,200", "--chunk", "8", "--layout", "0", "--svg");
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("refused:", "EOPNOTSUPP");
    }

    @Test
    void aMapIsOnePictureOrOneAnswer() {
        Cli run = Cli.run("map", "--disks", "16", "--chunk", "8", "--svg", "--format", "json");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).hasLineCount(1).contains("--svg and --format json");
    }

    /** The pictures of the documentation are those that the commands beside them draw. */
    @Test
    void thePicturesOfTheDocumentationAreWhatCommandsDraw() throws IOException {
        assertDraws(
                "array.svg",
                Cli.run("map", "--disks", "16,32,40", "--chunk", "8", "--svg").out());
        assertDraws("sweep.svg", picture("sweep", "--zones", "1..4", "--kernel", "7.0", "--kernel", "7.2"));
        assertDraws("explore.svg", picture("explore", "--disks", "1..3", "--lives", "1", "--allocator", "kvzalloc"));
        assertDraws("prove.svg", picture("prove", "--law", "Z3", "--tries", "0"));
    }

    private String picture(String... command) throws IOException {
        Cli.run(with(command, "--out", temporary.resolve("drawn").toString()));
        return Files.readString(temporary.resolve("drawn").resolve("picture.svg"));
    }

    private static void assertDraws(String file, String drawn) throws IOException {
        Path picture = Path.of("..", "docs", "images", file);
        if (Boolean.getBoolean("kvetch.golden.refresh")) Files.writeString(picture, drawn);
        assertThat(picture).hasContent(drawn);
    }

    /** Those of docs/performance.md are drawn by bench, from the figures that stand beside them. */
    @Test
    void thePlotsOfGrowthAreOfTheFiguresBesideThem() throws Exception {
        Path root = Path.of("..");
        Path images = root.resolve(Path.of("docs", "images"));
        Process plots = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        root.resolve(Path.of("bench", "src", "main", "java", "kvetch", "bench", "Plots.java"))
                                .toString(),
                        root.resolve(Path.of("docs", "performance.md")).toString(),
                        Path.of("src", "main", "resources", "kvetch", "cli", "picture", "picture.css")
                                .toString(),
                        (Boolean.getBoolean("kvetch.golden.refresh") ? images : temporary).toString())
                .redirectErrorStream(true)
                .start();
        assertThat(new String(plots.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("5 plots\n");
        for (String name : List.of("disks", "zones", "sectors", "threads", "memory")) {
            Path drawn = temporary.resolve("growth-" + name + ".svg");
            if (Files.exists(drawn))
                assertThat(images.resolve(drawn.getFileName())).hasSameTextualContentAs(drawn);
        }
    }

    // Folders

    @Test
    void aFolderOfACheckIsReplacedWholly() throws IOException {
        Path folder = temporary.resolve("both");
        Cli.run("check", "--law", "M2", "--allocator", "kzalloc", "--tries", "5", "--seed", "1", "--out", "" + folder);
        assertThat(folder.resolve("junit.xml")).exists();
        assertThat(Cli.run("sweep", "--out", folder.toString()).err()).isEmpty();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(4);
        }
    }

    @Test
    void whatCannotBeWrittenIsToldBeforeAnythingRuns() throws IOException {
        Path file = Files.writeString(temporary.resolve("file"), "");
        for (String[] command : List.of(SWEEP, EXPLORE, PROVE)) {
            Cli run = Cli.run(with(command, "--out", file.toString()));
            assertThat(run.code()).isEqualTo(2);
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).contains("is a file, not a folder").hasLineCount(1);
        }
    }
}
