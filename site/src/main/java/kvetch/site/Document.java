package kvetch.site;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.heading.anchor.IdGenerator;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.CustomBlock;
import org.commonmark.node.CustomNode;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;

/** A page as it was parsed: its title, its links and pictures, and its sections, which a search finds. */
final class Document {
    static final List<TablesExtension> EXTENSIONS = List.of((TablesExtension) TablesExtension.create());

    private static final Parser PARSER = Parser.builder().extensions(EXTENSIONS).build();

    private final Path source;
    private final Node node;
    private final List<Link> links = new ArrayList<>();
    private final List<Image> images = new ArrayList<>();
    private final List<Section> sections = new ArrayList<>();

    /** What stands below a heading. */
    static final class Section {
        final String id;
        final int level;
        final String heading;
        final StringBuilder text = new StringBuilder();

        Section(String id, int level, String heading) {
            this.id = id;
            this.level = level;
            this.heading = heading;
        }
    }

    Document(Path source, String markdown) {
        this.source = source;
        this.node = PARSER.parse(markdown);
        node.accept(new Reader());
    }

    Path source() {
        return source;
    }

    Node node() {
        return node;
    }

    List<Link> links() {
        return links;
    }

    List<Image> images() {
        return images;
    }

    List<Section> sections() {
        return sections;
    }

    String title() {
        return sections.isEmpty() ? source.toString() : sections.get(0).heading;
    }

    /** What a link can name in this page. */
    Set<String> anchors() {
        Set<String> anchors = new TreeSet<>();
        for (Section section : sections) anchors.add(section.id);
        return anchors;
    }

    private final class Reader extends AbstractVisitor {
        private final IdGenerator ids = IdGenerator.builder().build();

        @Override
        public void visit(Heading heading) {
            Words words = new Words();
            heading.accept(words);
            String text = words.text.toString().strip();
            sections.add(new Section(ids.generateId(text), heading.getLevel(), text));
            visitChildren(heading);
        }

        @Override
        public void visit(Link link) {
            links.add(link);
            visitChildren(link);
        }

        @Override
        public void visit(Image image) {
            images.add(image);
            visitChildren(image);
        }

        @Override
        public void visit(Paragraph paragraph) {
            add(paragraph);
            visitChildren(paragraph);
        }

        @Override
        public void visit(CustomBlock block) {
            if (block instanceof TableBlock) add(block);
            visitChildren(block);
        }

        @Override
        public void visit(FencedCodeBlock block) {
            if (!sections.isEmpty()) append(block.getLiteral());
        }

        @Override
        public void visit(IndentedCodeBlock block) {
            if (!sections.isEmpty()) append(block.getLiteral());
        }

        private void add(Node block) {
            Words words = new Words();
            block.accept(words);
            append(words.text.toString());
        }

        private void append(String text) {
            if (!sections.isEmpty())
                sections.get(sections.size() - 1).text.append(text.strip()).append('\n');
        }
    }

    /** Text without its markup. */
    private static final class Words extends AbstractVisitor {
        private final StringBuilder text = new StringBuilder();

        @Override
        public void visit(Text node) {
            text.append(node.getLiteral());
        }

        @Override
        public void visit(Code node) {
            text.append(node.getLiteral());
        }

        @Override
        public void visit(SoftLineBreak node) {
            text.append(' ');
        }

        @Override
        public void visit(CustomNode node) {
            visitChildren(node);
            if (node instanceof TableCell) text.append(' ');
        }
    }
}
