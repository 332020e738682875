package kvetch.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The pages that there are in the source tree, and where each is on the site.
 *
 * @param root of the source tree
 * @param pages by their path below the root: where each is below the site
 */
record Tree(Path root, Map<Path, Path> pages) {

    static Tree of(Path root) throws IOException {
        List<Path> sources = new ArrayList<>(List.of(Path.of("README.md"), Path.of("CONTRIBUTING.md")));
        for (String folder : List.of("docs", "examples"))
            try (Stream<Path> files = Files.walk(root.resolve(folder))) {
                files.filter(file -> file.toString().endsWith(".md"))
                        .map(root::relativize)
                        .filter(file -> !file.toString().contains("target"))
                        .forEach(sources::add);
            }
        Map<Path, Path> pages = new TreeMap<>();
        for (Path source : sources) pages.put(source, place(source));
        return new Tree(root, pages);
    }

    private static Path place(Path source) {
        String name = source.getFileName().toString();
        String html = name.equals("README.md") ? "index.html" : name.replaceFirst("\\.md$", ".html");
        return source.resolveSibling(html);
    }

    /** Where a page is below the site. */
    Path placeOf(Path page) {
        return Objects.requireNonNull(pages.get(page), page::toString);
    }

    /** What a link of a page leads to: a path below the root. */
    Path target(Path page, String link) {
        Path folder = page.getParent() == null ? Path.of("") : page.getParent();
        Path target = folder.resolve(link).normalize();
        Path readme = target.resolve("README.md");
        return pages.containsKey(readme) ? readme : target;
    }
}
