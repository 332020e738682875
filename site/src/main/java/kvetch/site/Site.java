package kvetch.site;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Makes the site. */
public final class Site {
    /** Of a section, for the search: what stands below is mostly tables. */
    private static final int MOST_WORDS = 4000;

    private static final String LUNR = "/META-INF/resources/webjars/lunr/2.3.9/lunr.js";
    private static final Path STYLES = Path.of("cli", "src", "main", "resources", "kvetch", "cli");

    private Site() {}

    /**
     * Runs from the command line: {@code Site TREE FOLDER}. Exits with 1 if a link leads nowhere.
     *
     * @throws IOException if a page cannot be read or written
     */
    public static void main(String[] args) throws IOException {
        Tree tree = Tree.of(Path.of(args[0]));
        Path folder = Path.of(args[1]);
        Map<Path, Document> documents = new TreeMap<>();
        for (Path source : tree.pages().keySet())
            documents.put(
                    source, new Document(source, Files.readString(tree.root().resolve(source))));
        Links links = new Links(tree, documents);
        documents.values().forEach(links::turn);
        Layout layout = new Layout(tree, groups(documents), documents);
        for (Document document : documents.values())
            write(folder.resolve(tree.placeOf(document.source())), layout.of(document));
        for (Map.Entry<Path, Path> copy : links.copies().entrySet())
            write(folder.resolve(copy.getValue()), Files.readString(tree.root().resolve(copy.getKey())));
        write(folder.resolve("site.css"), style(tree.root()));
        write(folder.resolve("site.js"), resource("site.js"));
        write(folder.resolve("lunr.js"), resource(LUNR));
        write(folder.resolve("sections.js"), "const SECTIONS = " + sections(tree, documents) + ";\n");
        links.broken().forEach(System.out::println);
        System.out.println(documents.size() + " pages, "
                + documents.values().stream().mapToInt(d -> d.links().size()).sum() + " links, "
                + links.broken().size() + " of them broken");
        if (!links.broken().isEmpty()) System.exit(1);
    }

    /** The pages as the menu has them: in the order in which docs/README.md names them, then the laws, then the others. */
    private static Map<String, List<Path>> groups(Map<Path, Document> documents) {
        Map<String, List<Path>> groups = new LinkedHashMap<>();
        groups.put("Start", new ArrayList<>(List.of(Path.of("README.md"), Path.of("docs", "README.md"))));
        for (Path page : documents.keySet()) {
            if (groups.get("Start").contains(page)) continue;
            String group = page.startsWith("examples")
                    ? "Examples"
                    : page.startsWith(Path.of("docs", "laws")) ? "Laws" : "Pages";
            groups.computeIfAbsent(group, none -> new ArrayList<>()).add(page);
        }
        return groups;
    }

    private static String style(Path root) throws IOException {
        return Files.readString(root.resolve(STYLES).resolve(Path.of("picture", "picture.css")))
                + Files.readString(root.resolve(STYLES).resolve(Path.of("page", "page.css")))
                + resource("site.css");
    }

    private static String sections(Tree tree, Map<Path, Document> documents) {
        JsonArray all = new JsonArray();
        for (Document document : documents.values())
            for (Document.Section section : document.sections()) {
                JsonObject one = new JsonObject();
                one.addProperty("page", document.title());
                one.addProperty("heading", section.heading);
                one.addProperty("url", tree.placeOf(document.source()) + "#" + section.id);
                String text = section.text.toString();
                one.addProperty("text", text.substring(0, Math.min(MOST_WORDS, text.length())));
                all.add(one);
            }
        return new Gson().toJson(all);
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(Site.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
