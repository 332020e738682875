package kvetch.cli.explore;

import io.vavr.collection.HashSet;
import io.vavr.collection.Set;
import io.vavr.collection.Vector;
import kvetch.cli.console.Text;
import kvetch.cli.picture.Markup;
import kvetch.cli.picture.Svg;
import kvetch.properties.Scope;

/** Draws a scope as a grid: a little square for each array, by disks, chunk and layout; one that broke is filled and crossed. */
final class ScopeSvg {
    /** More would be a picture that nobody can look at. */
    static final int MOST_ARRAYS = 12_000;

    private static final int SQUARE = 7;
    private static final int STEP = 9;
    private static final int LEFT = 128;
    private static final int TOP = 34;
    private static final int GAP = 14;
    private static final int LABEL = 24;

    private final ExploredScope explored;
    private final Vector<ExploredScope.Cell> cells;
    private final Set<Integer> broken;

    private ScopeSvg(ExploredScope explored, Vector<Integer> broken) {
        this.explored = explored;
        this.cells = explored.cells();
        this.broken = HashSet.ofAll(broken);
    }

    /** The scope, with the arrays on which something broke. */
    static String of(ExploredScope explored, Vector<Integer> broken, String title, String id) {
        return new ScopeSvg(explored, broken).draw(title, id);
    }

    private String draw(String title, String id) {
        Scope.Sizes sizes = explored.scope().sizes();
        int columns = sizes.mostDisks() - sizes.fewestDisks() + 1;
        int[] across = new int[columns];
        for (int i = 0; i < columns; i++) across[i] = across(sizes.fewestDisks() + i);
        int[] left = new int[columns + 1];
        left[0] = LEFT;
        for (int i = 0; i < columns; i++) left[i + 1] = left[i] + Math.max(across[i] * STEP, 56) + GAP;
        int height = TOP;
        for (Vector<ExploredScope.Cell> row : rows()) height += depth(row, across, sizes) + GAP;
        Markup svg = new Markup();
        Svg.open(svg, "scope wide", left[columns] + 4, height, id + "-t", id + "-d");
        svg.element("title", title, "id", id + "-t");
        svg.element("desc", describe(), "id", id + "-d");
        for (int i = 0; i < columns; i++)
            Svg.text(
                    svg,
                    Text.count(sizes.fewestDisks() + i, "disk", "disks"),
                    left[i],
                    TOP - 14,
                    "start",
                    "label strong");
        int y = TOP;
        for (Vector<ExploredScope.Cell> row : rows()) {
            ExploredScope.Cell first = row.head();
            Svg.text(svg, "chunk_sectors " + first.chunk(), 0, y + 10, "start", "label");
            Svg.text(svg, "layout " + first.layout(), 0, y + 25, "start", "number");
            for (ExploredScope.Cell cell : row) {
                int column = cell.disks() - sizes.fewestDisks();
                cell(svg, cell, left[column], y, across[column]);
            }
            y += depth(row, across, sizes) + GAP;
        }
        return svg.close().toString();
    }

    private Vector<Vector<ExploredScope.Cell>> rows() {
        return cells.grouped(explored.scope().sizes().mostDisks()
                        - explored.scope().sizes().fewestDisks()
                        + 1)
                .toVector();
    }

    /** How many squares stand side by side where there are so many disks. */
    private int across(int disks) {
        int most = cells.filter(cell -> cell.disks() == disks)
                .map(cell -> cell.arrays().size())
                .max()
                .getOrElse(0);
        return Math.max(1, (int) Math.ceil(Math.sqrt(2.0 * most)));
    }

    private static int depth(Vector<ExploredScope.Cell> row, int[] across, Scope.Sizes sizes) {
        int most = row.map(cell -> {
                    int wide = across[cell.disks() - sizes.fewestDisks()];
                    return (cell.arrays().size() + wide - 1) / wide;
                })
                .max()
                .getOrElse(1);
        return Math.max(most * STEP + LABEL, 2 * LABEL);
    }

    private void cell(Markup svg, ExploredScope.Cell cell, int x, int y, int across) {
        StringBuilder whole = new StringBuilder();
        StringBuilder wrong = new StringBuilder();
        StringBuilder crosses = new StringBuilder();
        for (int i = 0; i < cell.arrays().size(); i++) {
            int left = x + i % across * STEP;
            int top = y + i / across * STEP;
            String square = "M" + left + " " + top + "h" + SQUARE + "v" + SQUARE + "h-" + SQUARE + "z";
            if (!broken.contains(cell.arrays().get(i))) whole.append(square);
            else {
                wrong.append(square);
                crosses.append("M")
                        .append(left + 1.5)
                        .append(' ')
                        .append(top + 1.5)
                        .append("l4 4m0-4l-4 4");
            }
        }
        svg.open("g").element("title", words(cell));
        if (!whole.isEmpty()) svg.empty("path", "class", "whole", "d", whole.toString());
        if (!wrong.isEmpty()) {
            svg.empty("path", "class", "wrong", "d", wrong.toString());
            svg.empty("path", "class", "cross", "d", crosses.toString());
        }
        svg.close();
        int rows = (cell.arrays().size() + across - 1) / across;
        int count = count(cell);
        Svg.text(
                svg,
                cell.arrays().isEmpty()
                        ? "none"
                        : count == 0 ? "held" : count + " of " + cell.arrays().size(),
                x,
                y + rows * STEP + 11,
                "start",
                count == 0 ? "number" : "number bad");
    }

    private int count(ExploredScope.Cell cell) {
        return cell.arrays().count(broken::contains);
    }

    private String words(ExploredScope.Cell cell) {
        return "chunk_sectors " + cell.chunk() + ", layout " + cell.layout() + ", "
                + Text.count(cell.disks(), "disk", "disks") + ": " + count(cell) + " of "
                + Text.count(cell.arrays().size(), "array", "arrays") + " broke";
    }

    private String describe() {
        return cells.map(this::words).mkString("; ") + ".";
    }
}
