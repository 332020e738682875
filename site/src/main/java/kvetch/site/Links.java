package kvetch.site;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.commonmark.node.Image;
import org.commonmark.node.Link;

/** Turns the links of pages into those of the site, and finds those that lead nowhere. */
final class Links {
    private final Tree tree;
    private final Map<Path, Document> documents;
    private final Map<Path, Path> copies = new TreeMap<>();
    private final List<String> broken = new ArrayList<>();

    Links(Tree tree, Map<Path, Document> documents) {
        this.tree = tree;
        this.documents = documents;
    }

    /** What leads nowhere, each in a line. */
    List<String> broken() {
        return broken;
    }

    /** Files that pages lead to and that are no pages: where each is to be below the site. */
    Map<Path, Path> copies() {
        return copies;
    }

    void turn(Document document) {
        for (Link link : document.links()) link.setDestination(turned(document, link.getDestination()));
        for (Image image : document.images()) image.setDestination(turned(document, image.getDestination()));
    }

    private String turned(Document document, String link) {
        if (link.matches("(https?|mailto):.*")) return link;
        int hash = link.indexOf('#');
        String anchor = hash < 0 ? "" : link.substring(hash + 1);
        String path = hash < 0 ? link : link.substring(0, hash);
        Path target = path.isEmpty() ? document.source() : tree.target(document.source(), path);
        Document led = documents.get(target);
        if (led == null) return copied(document, link, target);
        if (!anchor.isEmpty() && !led.anchors().contains(anchor))
            broken.add(document.source() + ": " + link + " names no heading of " + target + "; it has "
                    + String.join(", ", led.anchors()));
        String relative = path.isEmpty() ? "" : relative(document, tree.placeOf(target));
        return relative + (anchor.isEmpty() ? "" : "#" + anchor);
    }

    private String copied(Document document, String link, Path target) {
        if (target.startsWith("..") || !Files.isRegularFile(tree.root().resolve(target))) {
            broken.add(document.source() + ": " + link + " leads nowhere");
            return link;
        }
        String name = target.getFileName().toString();
        // A browser shows what it knows the kind of.
        Path place = name.matches(".*\\.(svg|png|html|txt)") ? target : target.resolveSibling(name + ".txt");
        copies.put(target, place);
        return relative(document, place);
    }

    private String relative(Document document, Path place) {
        Path from = tree.placeOf(document.source()).getParent();
        return (from == null ? place : from.relativize(place)).toString();
    }
}
