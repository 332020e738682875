package kvetch.site;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.internal.TableHtmlNodeRenderer;
import org.commonmark.ext.heading.anchor.HeadingAnchorExtension;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Node;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;
import org.commonmark.renderer.html.HtmlRenderer;

/** A page of the site: the search and the way to the others around what it says. */
final class Layout {
    private static final HtmlRenderer RENDERER = HtmlRenderer.builder()
            // Before the extension, which has one, too.
            .nodeRendererFactory(ScrollingTable::new)
            .extensions(List.of(Document.EXTENSIONS.get(0), HeadingAnchorExtension.create()))
            .attributeProviderFactory(context -> (node, tag, attributes) -> {
                // What scrolls is to be reached by keyboard.
                if (tag.equals("pre") && (node instanceof FencedCodeBlock || node instanceof IndentedCodeBlock))
                    attributes.put("tabindex", "0");
            })
            .build();

    private final Tree tree;
    private final Map<String, List<Path>> groups;
    private final Map<Path, Document> documents;

    Layout(Tree tree, Map<String, List<Path>> groups, Map<Path, Document> documents) {
        this.tree = tree;
        this.groups = groups;
        this.documents = documents;
    }

    String of(Document document) {
        Path place = tree.placeOf(document.source());
        String root = "../".repeat(place.getNameCount() - 1);
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <title>%s</title>
                <link rel="stylesheet" href="%ssite.css">
                <link rel="icon" href="data:,">
                </head>
                <body data-root="%s">
                <a class="skip" href="#content">Skip to the page</a>
                <header>
                <p class="brand"><a href="%sindex.html">Kvetch</a></p>
                <form class="search" role="search" hidden><label>Search <input type="search" autocomplete="off"></label></form>
                </header>
                <div class="results" hidden><h2 tabindex="-1">Found</h2><p aria-live="polite"></p><ol></ol></div>
                <div class="sheet">
                <nav aria-label="All pages">
                <details><summary>All pages</summary>
                %s</details>
                </nav>
                <main id="content">
                %s</main>
                </div>
                <script src="%slunr.js"></script>
                <script src="%ssections.js"></script>
                <script src="%ssite.js"></script>
                </body>
                </html>
                """.formatted(
                        escape(document.title() + (document.title().equals("Kvetch") ? "" : " - Kvetch")),
                        root,
                        root,
                        root,
                        menu(document, root),
                        RENDERER.render(document.node()),
                        root,
                        root,
                        root);
    }

    private String menu(Document document, String root) {
        StringBuilder menu = new StringBuilder();
        groups.forEach((name, pages) -> {
            menu.append("<p>").append(escape(name)).append("</p>\n<ul>\n");
            for (Path page : pages) {
                menu.append("<li><a href=\"")
                        .append(root)
                        .append(tree.placeOf(page))
                        .append('"');
                if (page.equals(document.source())) menu.append(" aria-current=\"page\"");
                menu.append('>')
                        .append(escape(
                                Objects.requireNonNull(documents.get(page)).title()))
                        .append("</a></li>\n");
            }
            menu.append("</ul>\n");
        });
        return menu.toString();
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** A table in a box that scrolls where it is too wide. */
    private static final class ScrollingTable implements NodeRenderer {
        private final HtmlNodeRendererContext context;
        private final NodeRenderer table;
        private int number;

        ScrollingTable(HtmlNodeRendererContext context) {
            this.context = context;
            this.table = new TableHtmlNodeRenderer(context);
        }

        @Override
        public Set<Class<? extends Node>> getNodeTypes() {
            return Set.of(TableBlock.class);
        }

        @Override
        public void render(Node node) {
            context.getWriter()
                    .tag(
                            "div",
                            Map.of(
                                    "class",
                                    "scroll",
                                    "tabindex",
                                    "0",
                                    "role",
                                    "region",
                                    "aria-label",
                                    "Table " + ++number));
            table.render(node);
            context.getWriter().tag("/div");
            context.getWriter().line();
        }
    }
}
