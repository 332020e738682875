package kvetch.cli.sweep;

import io.vavr.collection.Vector;
import kvetch.cli.console.Text;
import kvetch.cli.picture.LogAxis;
import kvetch.cli.picture.Markup;
import kvetch.cli.picture.Svg;
import kvetch.cli.picture.Texture;
import kvetch.properties.Sweep;

/** Draws what every raid_disks comes to on a logarithmic axis: a line for each sweep, by kernel and allocator and by zones. */
final class OutcomesSvg {
    private static final int WIDTH = 1040;
    private static final int LEFT = 90;
    private static final int ZERO = 270;
    private static final int RIGHT = 1030;
    private static final int TOP = 34;
    private static final int ROW = 44;
    private static final int BAR = 22;
    private static final int HEAD = 30;
    private static final int KEY = 20;

    /** Of a letter's width, so that nothing is too narrow to be told. */
    private static final double NARROWEST = 15;

    private static final LogAxis AXIS = new LogAxis(ZERO, RIGHT, LEFT, 31);
    private static final int[] POWERS = {4, 8, 12, 16, 20, 24, 28, 31};

    private OutcomesSvg() {}

    /** All sweeps, below one axis. */
    static String of(Vector<Swept> all, String id) {
        Vector<Vector<Swept>> groups = groups(all);
        Vector<OutcomeKind> kinds = kinds(all);
        int height = TOP + groups.size() * HEAD + all.size() * ROW + kinds.size() * KEY + 24;
        Markup svg = new Markup();
        Svg.open(svg, "outcomes wide", WIDTH, height, id + "-t", id + "-d");
        svg.element("title", "What every raid_disks comes to", "id", id + "-t");
        svg.element("desc", describe(all), "id", id + "-d");
        Texture.define(svg, id);
        int bottom = TOP + groups.size() * HEAD + all.size() * ROW;
        axis(svg, bottom);
        int y = TOP;
        for (Vector<Swept> group : groups) {
            Svg.text(svg, group.head().setup().toString(), 0, y + 20, "start", "label strong");
            y += HEAD;
            for (Swept swept : group) {
                row(svg, swept, y, id);
                y += ROW;
            }
        }
        y += 16;
        for (OutcomeKind kind : kinds) {
            kind.texture().fill(svg, id, LEFT, y, 28, 14, kind.style());
            Svg.text(svg, kind.letter(), LEFT + 14.0, y + 11, "middle", "sign");
            Svg.text(svg, kind.words(), LEFT + 38.0, y + 11, "start", "label");
            y += KEY;
        }
        return svg.close().toString();
    }

    private static Vector<Vector<Swept>> groups(Vector<Swept> all) {
        Vector<String> names = all.map(swept -> swept.setup().toString()).distinct();
        return names.map(name -> all.filter(swept -> swept.setup().toString().equals(name)));
    }

    static Vector<OutcomeKind> kinds(Vector<Swept> all) {
        return Vector.of(OutcomeKind.values())
                .filter(kind -> all.exists(
                        swept -> swept.intervals().exists(interval -> OutcomeKind.of(interval.outcome()) == kind)));
    }

    private static void axis(Markup svg, int bottom) {
        tick(svg, Integer.MIN_VALUE, "-2^31", bottom);
        tick(svg, -(1 << 16), "-2^16", bottom);
        tick(svg, 0, "0", bottom);
        for (int power : POWERS) tick(svg, 1L << power, "2^" + power, bottom);
    }

    private static void tick(Markup svg, long value, String text, int bottom) {
        double x = AXIS.at(value);
        String at = Svg.pixels(x);
        svg.empty("line", "class", "grid", "x1", at, "x2", at, "y1", Integer.toString(TOP - 8), "y2", "" + bottom);
        Svg.text(svg, text, x, TOP - 14, value == 1L << 31 ? "end" : "middle", "number");
    }

    private static void row(Markup svg, Swept swept, int y, String id) {
        Svg.text(svg, Text.count(swept.zones(), "zone", "zones"), LEFT - 12, y + 16, "end", "label");
        double[] edges = edges(swept.intervals());
        double free = 0;
        for (int i = 0; i < swept.intervals().size(); i++) {
            Sweep.Interval interval = swept.intervals().get(i);
            OutcomeKind kind = OutcomeKind.of(interval.outcome());
            double width = edges[i + 1] - edges[i];
            svg.open("g").element("title", words(interval));
            kind.texture().fill(svg, id, edges[i], y, width, BAR, kind.style());
            Svg.text(svg, kind.letter(), edges[i] + width / 2, y + 16, "middle", "sign");
            svg.close();
            String first = Text.grouped(interval.first());
            double length = 6.6 * first.length();
            if (interval.first() <= swept.zones() || edges[i] < free) continue;
            boolean fits = edges[i] + length < WIDTH;
            Svg.text(svg, first, fits ? edges[i] : RIGHT, y + BAR + 13, fits ? "start" : "end", "number");
            free = edges[i] + length + 8;
        }
    }

    /** Where intervals begin and the last one ends: as the axis has it, but for those that would be too narrow. */
    private static double[] edges(Vector<Sweep.Interval> intervals) {
        double[] edges = new double[intervals.size() + 1];
        for (int i = 0; i < intervals.size(); i++)
            edges[i] = AXIS.at(intervals.get(i).first());
        edges[intervals.size()] = RIGHT;
        for (int i = intervals.size() - 1; i >= 0; i--) edges[i] = Math.min(edges[i], edges[i + 1] - NARROWEST);
        for (int i = 0; i < intervals.size(); i++) edges[i] = Math.max(edges[i], LEFT + i * NARROWEST);
        return edges;
    }

    static String words(Sweep.Interval interval) {
        return interval.first()
                + (interval.first() == interval.last() ? "" : " to " + interval.last())
                + ": " + interval.outcome().text();
    }

    private static String describe(Vector<Swept> all) {
        return all.map(swept -> swept.setup() + ", " + Text.count(swept.zones(), "zone", "zones") + ": "
                                + swept.intervals().map(OutcomesSvg::words).mkString("; "))
                        .mkString(". ")
                + ".";
    }
}
