package kvetch.cli.picture;

import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import kvetch.cli.console.Text;
import kvetch.cli.map.ArrayMap;
import kvetch.cli.options.Numbers;
import kvetch.properties.cases.ArrayCase;

/** Draws an array: its disks as columns, its zones as bands, and what broke the law marked. */
public final class ArraySvg {
    private static final int MOST_DISKS = 12;
    private static final int FITTING_DISKS = 3;
    private static final int MOST_BANDS = 24;
    private static final Texture[] ZONES = {
        Texture.PLAIN, Texture.DOTS, Texture.LEVEL, Texture.UPRIGHT, Texture.GRID, Texture.CROSSED
    };
    private static final int LEFT = 12;
    private static final int TOP = 30;
    private static final int HEIGHT = 230;
    private static final int COLUMN = 62;
    private static final int STEP = 92;
    private static final int RIGHT = 165;

    /** Below this many pixels a band cannot be seen on a linear scale. */
    private static final double THINNEST = 9;

    /** Below this many pixels nothing can be written into a run of sectors. */
    private static final double LOWEST_RUN = 13;

    private static final int MOST_RUNS = 400;

    private ArraySvg() {}

    /**
     * From sectors to pixels.
     *
     * @param most the largest disk, unsigned
     * @param logarithmic whether equal distances are equal ratios
     */
    public record Scale(long most, boolean logarithmic) {
        public static Scale of(Portrait portrait) {
            ArrayCase c = portrait.arrayCase();
            long most = 1;
            for (int i = 0; i < c.disks(); i++)
                if (Long.compareUnsigned(c.diskSectors(i), most) > 0) most = c.diskSectors(i);
            Scale linear = new Scale(most, false);
            for (int i = 0; i < c.disks(); i++)
                if (linear.fraction(c.diskSectors(i)) * HEIGHT < THINNEST) return new Scale(most, true);
            for (ArrayMap.Zone zone : portrait.zones()) {
                double thickness = linear.fraction(zone.devStart() + depth(zone)) - linear.fraction(zone.devStart());
                if (depth(zone) != 0 && thickness * HEIGHT < THINNEST) return new Scale(most, true);
            }
            return linear;
        }

        double fraction(long sectors) {
            double value = Svg.toDouble(sectors);
            double fraction =
                    logarithmic ? Math.log(value + 1) / Math.log(Svg.toDouble(most) + 1) : value / Svg.toDouble(most);
            return Math.min(1, fraction);
        }

        double y(long sectors) {
            return TOP + HEIGHT * fraction(sectors);
        }

        public String words() {
            return logarithmic ? "log scale" : "to scale";
        }
    }

    /** How many sectors a zone takes of each of its disks. */
    private static long depth(ArrayMap.Zone zone) {
        return zone.disks().isEmpty()
                ? 0
                : Long.divideUnsigned(zone.end() - zone.start(), zone.disks().size());
    }

    /** The disks as columns and the zones as bands, with what broke the law marked. */
    public static String of(Portrait portrait, String id) {
        ArrayCase c = portrait.arrayCase();
        Scale scale = Scale.of(portrait);
        int shown = Math.min(c.disks(), MOST_DISKS);
        int width = LEFT + shown * STEP + RIGHT;
        int height = TOP + HEIGHT + 40;
        Markup svg = new Markup();
        Svg.open(
                svg,
                shown <= FITTING_DISKS ? "array" : "array wide",
                width,
                height,
                id + "-at",
                id + "-ad",
                "data-top",
                Integer.toString(TOP),
                "data-height",
                Integer.toString(HEIGHT),
                "data-left",
                Integer.toString(LEFT),
                "data-step",
                Integer.toString(STEP),
                "data-column",
                Integer.toString(COLUMN),
                "data-shown",
                Integer.toString(shown),
                "data-most",
                Long.toUnsignedString(scale.most()),
                "data-log",
                Boolean.toString(scale.logarithmic()));
        svg.element("title", "The array: " + c, "id", id + "-at");
        svg.element("desc", describe(portrait), "id", id + "-ad");
        Svg.hatch(svg, id);
        Texture.define(svg, id);
        for (int disk = 0; disk < shown; disk++) disk(svg, portrait, scale, disk, id);
        bands(svg, portrait, scale, shown, id);
        runs(svg, portrait, scale, shown);
        unused(svg, portrait, scale, shown, id);
        int number = 0;
        for (Portrait.Mark mark : portrait.marks()) mark(svg, portrait, scale, mark, ++number, shown);
        if (c.disks() > shown)
            svg.element(
                    "text",
                    "and " + (c.disks() - shown) + " more",
                    "class",
                    "faint",
                    "x",
                    Integer.toString(LEFT + shown * STEP),
                    "y",
                    Integer.toString(TOP - 12));
        svg.open("g", "class", "cursor", "aria-hidden", "true", "visibility", "hidden");
        svg.empty("line", "x1", "-6", "x2", Integer.toString(COLUMN + 6), "y1", "0", "y2", "0");
        svg.empty("circle", "cx", Integer.toString(COLUMN / 2), "cy", "0", "r", "5");
        svg.close();
        return svg.close().toString();
    }

    private static void disk(Markup svg, Portrait portrait, Scale scale, int disk, String id) {
        ArrayCase c = portrait.arrayCase();
        int x = LEFT + disk * STEP;
        int slot = c.slot(disk);
        Svg.text(
                svg,
                slot == disk ? "disk " + disk : "disk " + disk + " @ " + slot,
                x + COLUMN / 2,
                TOP - 10,
                "middle",
                "label");
        double bottom = scale.y(c.diskSectors(disk));
        Svg.rect(svg, x, TOP, COLUMN, bottom - TOP, "class", "disk");
        Svg.rect(svg, x, TOP, COLUMN, bottom - TOP, "fill", "url(#" + id + "-hatch)");
        String sectors = Long.toUnsignedString(c.diskSectors(disk));
        if (sectors.length() <= 10) Svg.text(svg, sectors, x + COLUMN / 2, bottom + 15, "middle", "number");
        else Svg.text(svg, Numbers.human(c.diskSectors(disk)), x + COLUMN / 2, bottom + 15, "middle", "number");
    }

    private static void bands(Markup svg, Portrait portrait, Scale scale, int shown, String id) {
        ArrayCase c = portrait.arrayCase();
        double labelledTo = 0;
        int number = 0;
        for (ArrayMap.Zone zone : portrait.zones()) {
            if (number == MOST_BANDS) return;
            Texture texture = ZONES[number % ZONES.length];
            String colour = "zone z" + number % ZONES.length;
            double top = scale.y(zone.devStart());
            double bottom = scale.y(zone.devStart() + depth(zone));
            for (int disk : zone.disks())
                if (disk < shown) {
                    double end = Math.min(bottom, scale.y(c.diskSectors(disk)));
                    if (end > top) texture.fill(svg, id, LEFT + disk * STEP, top, COLUMN, end - top, colour);
                }
            double at = Math.max(labelledTo + 30, Math.min(TOP + HEIGHT - 4, (top + bottom) / 2));
            int x = LEFT + shown * STEP + 2;
            texture.fill(svg, id, x - 4, at - 11, 13, 13, colour);
            Svg.text(svg, "zone " + number, x + 14, at - 1, "start", "label");
            Svg.text(
                    svg,
                    Text.count(zone.disks().size(), "disk", "disks") + ", to " + abbreviated(zone.end()),
                    x + 14,
                    at + 12,
                    "start",
                    "number");
            labelledTo = at;
            number++;
        }
        if (portrait.zones().isEmpty()) {
            int x = LEFT + shown * STEP + 2;
            Svg.text(svg, portrait.errno() == null ? "no zones" : "refused:", x, TOP + 12, "start", "label");
            if (portrait.errno() != null) Svg.text(svg, portrait.errno().toString(), x, TOP + 28, "start", "label bad");
        }
    }

    /** Which array sectors are where, if there is room to write it. */
    private static void runs(Markup svg, Portrait portrait, Scale scale, int shown) {
        Vector<ArrayMap.Run> runs = portrait.runs().filter(run -> run.disk() < shown);
        boolean fits = runs.size() <= MOST_RUNS
                && runs.forAll(
                        run -> scale.y(run.diskSector() + run.length()) - scale.y(run.diskSector()) >= LOWEST_RUN);
        if (!fits) return;
        for (ArrayMap.Run run : runs) {
            double top = scale.y(run.diskSector());
            double bottom = scale.y(run.diskSector() + run.length());
            int x = LEFT + run.disk() * STEP;
            Svg.rect(svg, x, top, COLUMN, bottom - top, "class", "run");
            Svg.text(
                    svg,
                    abbreviated(run.arraySector()) + ".." + abbreviated(run.arraySector() + run.length()),
                    x + COLUMN / 2.0,
                    (top + bottom) / 2 + 4,
                    "middle",
                    "sign sectors");
        }
    }

    /** What zones hold past the end of the array, as md has it. */
    private static void unused(Markup svg, Portrait portrait, Scale scale, int shown, String id) {
        for (Portrait.Unused unused : portrait.unused()) {
            if (unused.disk() >= shown) continue;
            double size = scale.y(portrait.arrayCase().diskSectors(unused.disk()));
            double top = Math.min(size, scale.y(unused.from()));
            double bottom = Math.min(size, scale.y(unused.to()));
            int x = LEFT + unused.disk() * STEP;
            if (bottom <= top) continue;
            Svg.rect(svg, x, top, COLUMN, bottom - top, "class", "unused");
            Svg.rect(svg, x, top, COLUMN, bottom - top, "fill", "url(#" + id + "-hatch)");
            svg.empty(
                    "line",
                    "class",
                    "end",
                    "x1",
                    Svg.pixels(x - 6),
                    "x2",
                    Svg.pixels(x + COLUMN + 6),
                    "y1",
                    Svg.pixels(top),
                    "y2",
                    Svg.pixels(top));
        }
        if (portrait.endsWithItsZones()) return;
        int x = LEFT + shown * STEP + 2;
        Svg.text(svg, "ends at " + abbreviated(portrait.arraySectors()), x, TOP + HEIGHT + 15, "start", "label bad");
        Svg.text(svg, "as md has it", x, TOP + HEIGHT + 30, "start", "number");
    }

    /** An array sector where little room is. */
    private static String abbreviated(long sector) {
        String text = Long.toUnsignedString(sector);
        return text.length() <= 10 ? text : String.format(Locale.ROOT, "%.3g", Svg.toDouble(sector));
    }

    private static void mark(Markup svg, Portrait portrait, Scale scale, Portrait.Mark mark, int number, int shown) {
        if (mark.disk() >= shown) return;
        double x = LEFT + mark.disk() * STEP;
        boolean pastEnd = isPastEnd(portrait, mark);
        double size = scale.y(portrait.arrayCase().diskSectors(mark.disk()));
        double top = pastEnd ? size : scale.y(mark.sector());
        double bottom = pastEnd ? size : Math.min(size, scale.y(mark.sector() + mark.sectors()));
        if (mark.kind() == Portrait.Mark.Kind.PART)
            Svg.rect(svg, x - 3, top - 1.5, COLUMN + 6, Math.max(5, bottom - top + 3), "class", "mark part");
        else
            svg.empty(
                    "path",
                    "class",
                    "mark place",
                    "d",
                    path(x + COLUMN + (pastEnd ? 9 : 2), (top + bottom) / 2 + (pastEnd ? 7 : 0)));
        Svg.text(
                svg,
                Integer.toString(number),
                x + COLUMN + (pastEnd ? 13 : 8),
                (top + bottom) / 2 + (pastEnd ? 11 : 4),
                "start",
                "label bad");
    }

    /** An arrowhead that points left. */
    private static String path(double x, double y) {
        return "M" + Svg.pixels(x - 8) + " " + Svg.pixels(y) + "l9 -5v10z";
    }

    private static boolean isPastEnd(Portrait portrait, Portrait.Mark mark) {
        return Long.compareUnsigned(mark.sector(), portrait.arrayCase().diskSectors(mark.disk())) >= 0;
    }

    /** What the marks of a picture are, in order. */
    public static List<String> marks(Portrait portrait) {
        List<String> lines = new ArrayList<>();
        for (Portrait.Mark mark : portrait.marks())
            lines.add(mark.text() + ": disk " + mark.disk() + ", "
                    + (mark.sectors() == 1 ? "sector " : "sectors ") + Long.toUnsignedString(mark.sector())
                    + (mark.sectors() == 1 ? "" : " to " + Long.toUnsignedString(mark.sector() + mark.sectors() - 1))
                    + (isPastEnd(portrait, mark) ? ", past the end of the disk" : ""));
        return lines;
    }

    private static String describe(Portrait portrait) {
        if (portrait.zones().isEmpty())
            return portrait.errno() == null ? "It has no zones." : "It is refused with " + portrait.errno() + ".";
        StringBuilder text = new StringBuilder();
        int number = 0;
        for (ArrayMap.Zone zone : portrait.zones()) {
            if (number == MOST_BANDS) break;
            text.append("Zone ")
                    .append(number++)
                    .append(": array sectors ")
                    .append(Long.toUnsignedString(zone.start()))
                    .append(" to ")
                    .append(Long.toUnsignedString(zone.end()))
                    .append(" on ")
                    .append(Text.count(zone.disks().size(), "disk", "disks"))
                    .append(" from their sector ")
                    .append(Long.toUnsignedString(zone.devStart()))
                    .append(". ");
        }
        if (!portrait.endsWithItsZones())
            text.append("The array ends at ")
                    .append(Long.toUnsignedString(portrait.arraySectors()))
                    .append(", as md has it. ");
        return text + String.join(". ", marks(portrait));
    }
}
