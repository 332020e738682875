package kvetch.cli.prove;

import io.vavr.collection.Vector;
import kvetch.cli.picture.LogAxis;
import kvetch.cli.picture.Markup;
import kvetch.cli.picture.Svg;
import kvetch.cli.picture.Texture;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.law.Defect;
import kvetch.properties.proof.Proof;
import org.jspecify.annotations.Nullable;

/** Draws the borders of a proof over disks, from left to right, and chunks, upwards; both on logarithmic axes. */
final class BorderSvg {
    static final int MOST_DISKS = 1024;

    private static final int WIDTH = 760;
    private static final int LEFT = 74;
    private static final int RIGHT = 740;
    private static final int TOP = 30;
    private static final int ZERO = 350;
    private static final int BOTTOM = 490;
    private static final int KEY = 22;

    /** So that a chunk that is alone within the borders can be seen. */
    private static final double THINNEST = 1.5;

    private static final LogAxis CHUNKS = new LogAxis(ZERO, TOP, BOTTOM, 31);
    private static final Texture[] BEYOND = {
        Texture.SLANTED, Texture.GRID, Texture.LEVEL, Texture.DOTS, Texture.UPRIGHT, Texture.CROSSED
    };

    private final Vector<Proof.Border> borders;
    private final Vector<BorderColumn> columns;
    private final String id;

    private BorderSvg(Vector<Proof.Border> borders, Vector<BorderColumn> columns, String id) {
        this.borders = borders;
        this.columns = columns;
        this.id = id;
    }

    /** The numbers of disks that have a column of their own: each up to 8, then four to an octave. */
    static Vector<Integer> disks() {
        Vector<Integer> disks = Vector.rangeClosed(1, 8);
        for (int octave = 8; octave < MOST_DISKS; octave *= 2)
            for (int quarter = 1; quarter <= 4; quarter++) disks = disks.append(octave + octave / 4 * quarter);
        return disks;
    }

    /** The picture. */
    static String of(String title, Vector<Proof.Border> borders, Vector<BorderColumn> columns, String id) {
        return new BorderSvg(borders, columns, id).draw(title);
    }

    /** What a border is called in the picture. */
    static String letter(int border) {
        return border == BorderColumn.WITHIN ? "in" : String.valueOf((char) ('A' + border));
    }

    private String draw(String title) {
        int height = BOTTOM + 48 + (borders.size() + 1) * KEY;
        Markup svg = new Markup();
        Svg.open(svg, "borders wide", WIDTH, height, id + "-t", id + "-d");
        svg.element("title", title, "id", id + "-t");
        svg.element("desc", describe(), "id", id + "-d");
        Texture.define(svg, id);
        // What is within comes last, so that a chunk that is alone there can be seen.
        for (int border = borders.size() - 1; border >= BorderColumn.WITHIN; border--)
            texture(border).fill(svg, id, area(border), style(border));
        axes(svg);
        for (int i = 0; i < borders.size(); i++) smallest(svg, i, borders.get(i).beyond());
        key(svg);
        return svg.close().toString();
    }

    /** All that is beyond a border, as one path. */
    private String area(int border) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < columns.size(); i++) {
            double left = x(columns.get(i).disks());
            double right = i + 1 < columns.size() ? x(columns.get(i + 1).disks()) : RIGHT;
            for (BorderColumn.Stretch stretch : columns.get(i).stretches()) {
                if (stretch.border() != border) continue;
                double low = CHUNKS.at(stretch.first());
                double depth = Math.max(THINNEST, low - CHUNKS.at(stretch.last() + 1L));
                path.append("M").append(Svg.pixels(left)).append(' ').append(Svg.pixels(low));
                path.append("H").append(Svg.pixels(right)).append("v-").append(Svg.pixels(depth));
                path.append("H").append(Svg.pixels(left)).append("z");
            }
        }
        return path.toString();
    }

    private static Texture texture(int border) {
        return border == BorderColumn.WITHIN ? Texture.PLAIN : BEYOND[border % BEYOND.length];
    }

    private static String style(int border) {
        return border == BorderColumn.WITHIN ? "within" : "beyond";
    }

    private static double x(int disks) {
        return LEFT + (RIGHT - LEFT) * Math.log(disks) / Math.log(MOST_DISKS * 1.25);
    }

    private static void axes(Markup svg) {
        for (int power : new int[] {0, 8, 16, 24, 31}) {
            tick(svg, CHUNKS.at(1L << power), power == 0 ? "1" : "2^" + power);
            if (power % 16 == 0 || power == 31) tick(svg, CHUNKS.at(-(1L << power)), power == 0 ? "-1" : "-2^" + power);
        }
        for (int disks = 1; disks <= MOST_DISKS; disks *= 2) {
            String at = Svg.pixels(x(disks));
            svg.empty("line", "class", "axis", "x1", at, "x2", at, "y1", "" + BOTTOM, "y2", "" + (BOTTOM + 5));
            Svg.text(svg, Integer.toString(disks), x(disks), BOTTOM + 18, "middle", "number");
        }
        Svg.text(svg, "disks", RIGHT, BOTTOM + 34, "end", "label");
        Svg.text(svg, "chunk_sectors", 0, TOP - 16, "start", "label");
    }

    private static void tick(Markup svg, double y, String text) {
        String at = Svg.pixels(y);
        svg.empty("line", "class", "axis", "x1", "" + (LEFT - 5), "x2", "" + LEFT, "y1", at, "y2", at);
        Svg.text(svg, text, LEFT - 8, y + 4, "end", "number");
    }

    /** The smallest array beyond a border, where it has its place. */
    private static void smallest(Markup svg, int border, @Nullable Defect beyond) {
        if (beyond == null || !(beyond.counterexample() instanceof ArrayCase array) || array.disks() > MOST_DISKS)
            return;
        double x = x(array.disks()) + 7;
        double y = CHUNKS.at(array.chunkSectors());
        svg.open("g").element("title", "The smallest beyond " + letter(border) + ": " + array);
        svg.empty("circle", "class", "spot", "cx", Svg.pixels(x), "cy", Svg.pixels(y), "r", "8");
        Svg.text(svg, letter(border), x, y + 4, "middle", "sign");
        svg.close();
    }

    private void key(Markup svg) {
        int y = BOTTOM + 48;
        key(svg, BorderColumn.WITHIN, "within all borders", y);
        for (int border = 0; border < borders.size(); border++) {
            y += KEY;
            key(
                    svg,
                    border,
                    "beyond " + letter(border) + ": " + borders.get(border).condition(),
                    y);
        }
    }

    private void key(Markup svg, int border, String words, int y) {
        texture(border).fill(svg, id, LEFT, y, 28, 14, style(border));
        if (border != BorderColumn.WITHIN) Svg.text(svg, letter(border), LEFT + 14.0, y + 11, "middle", "sign");
        Svg.text(svg, words, LEFT + 38.0, y + 11, "start", "label");
    }

    private String describe() {
        return columns.filter(column -> Integer.bitCount(column.disks()) == 1)
                        .map(column -> column.disks() + (column.disks() == 1 ? " disk: " : " disks: ") + within(column))
                        .mkString("; ")
                + ".";
    }

    /** The chunks with which so many disks are within all borders, in words. */
    static String within(BorderColumn column) {
        Vector<BorderColumn.Stretch> within =
                column.stretches().filter(stretch -> stretch.border() == BorderColumn.WITHIN);
        if (within.isEmpty()) return "with no chunk_sectors";
        // 1 and 2 are side by side.
        Vector<BorderColumn.Stretch> powers = within.filter(stretch -> stretch.first() > 0
                && stretch.last() - stretch.first() == (stretch.first() == 1 ? 1 : 0)
                && Integer.bitCount(stretch.first()) == 1);
        Vector<String> words = (powers.size() > 2 ? within.removeAll(powers) : within)
                .map(stretch -> stretch.first() == stretch.last()
                        ? Integer.toString(stretch.first())
                        : stretch.first() + " to " + stretch.last());
        if (powers.size() > 2)
            words = words.append("any power of two from " + powers.head().first() + " to "
                    + powers.last().last());
        return "chunk_sectors " + words.mkString(", ");
    }
}
