package kvetch.cli.report;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import kvetch.api.Address;
import kvetch.api.Family;
import kvetch.cli.console.Text;
import kvetch.cli.map.ArrayMap;
import kvetch.cli.options.Numbers;
import kvetch.properties.ArrayCase;

/** Draws an array and its memory, as SVG that takes its colours from the page. */
final class Picture {
    private static final int MOST_DISKS = 12;
    private static final int FITTING_DISKS = 3;
    private static final int MOST_BANDS = 24;
    private static final int ZONE_COLOURS = 6;
    private static final int LEFT = 12;
    private static final int TOP = 30;
    private static final int HEIGHT = 230;
    private static final int COLUMN = 62;
    private static final int STEP = 92;
    private static final int RIGHT = 165;

    /** Below this many pixels a band cannot be seen on a linear scale. */
    private static final double THINNEST = 9;

    private static final long LARGEST_KVMALLOC = Integer.MAX_VALUE;

    private Picture() {}

    // The array

    /**
     * From sectors to pixels.
     *
     * @param most the largest disk, unsigned
     * @param logarithmic whether equal distances are equal ratios
     */
    record Scale(long most, boolean logarithmic) {
        static Scale of(Portrait portrait) {
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
            double value = toDouble(sectors);
            double fraction = logarithmic ? Math.log(value + 1) / Math.log(toDouble(most) + 1) : value / toDouble(most);
            return Math.min(1, fraction);
        }

        double y(long sectors) {
            return TOP + HEIGHT * fraction(sectors);
        }

        String words() {
            return logarithmic ? "log scale" : "to scale";
        }
    }

    private static double toDouble(long unsigned) {
        return new BigInteger(Long.toUnsignedString(unsigned)).doubleValue();
    }

    /** How many sectors a zone takes of each of its disks. */
    private static long depth(ArrayMap.Zone zone) {
        return zone.disks().isEmpty()
                ? 0
                : Long.divideUnsigned(zone.end() - zone.start(), zone.disks().size());
    }

    /** The disks as columns and the zones as bands, with what broke the law marked. */
    static String array(Portrait portrait, String id) {
        ArrayCase c = portrait.arrayCase();
        Scale scale = Scale.of(portrait);
        int shown = Math.min(c.disks(), MOST_DISKS);
        int width = LEFT + shown * STEP + RIGHT;
        int height = TOP + HEIGHT + 40;
        Markup svg = new Markup();
        svg.open(
                "svg",
                "xmlns",
                "http://www.w3.org/2000/svg",
                "class",
                shown <= FITTING_DISKS ? "array" : "array wide",
                "viewBox",
                "0 0 " + width + " " + height,
                "width",
                Integer.toString(width),
                "height",
                Integer.toString(height),
                "role",
                "img",
                "aria-labelledby",
                id + "-at " + id + "-ad",
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
        hatch(svg, id);
        for (int disk = 0; disk < shown; disk++) disk(svg, portrait, scale, disk, id);
        bands(svg, portrait, scale, shown);
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

    private static void hatch(Markup svg, String id) {
        svg.open("defs");
        svg.open(
                "pattern",
                "id",
                id + "-hatch",
                "width",
                "6",
                "height",
                "6",
                "patternUnits",
                "userSpaceOnUse",
                "patternTransform",
                "rotate(45)");
        svg.empty("rect", "class", "hatch", "width", "1.5", "height", "6");
        svg.close().close();
    }

    private static void disk(Markup svg, Portrait portrait, Scale scale, int disk, String id) {
        ArrayCase c = portrait.arrayCase();
        int x = LEFT + disk * STEP;
        int[] slots = c.slots();
        int slot = slots == null ? disk : slots[disk];
        text(
                svg,
                slot == disk ? "disk " + disk : "disk " + disk + " @ " + slot,
                x + COLUMN / 2,
                TOP - 10,
                "middle",
                "label");
        double bottom = scale.y(c.diskSectors(disk));
        rect(svg, x, TOP, COLUMN, bottom - TOP, "class", "disk");
        rect(svg, x, TOP, COLUMN, bottom - TOP, "fill", "url(#" + id + "-hatch)");
        String sectors = Long.toUnsignedString(c.diskSectors(disk));
        if (sectors.length() <= 10) text(svg, sectors, x + COLUMN / 2, bottom + 15, "middle", "number");
        else text(svg, Numbers.human(c.diskSectors(disk)), x + COLUMN / 2, bottom + 15, "middle", "number");
    }

    private static void bands(Markup svg, Portrait portrait, Scale scale, int shown) {
        ArrayCase c = portrait.arrayCase();
        double labelledTo = 0;
        int number = 0;
        for (ArrayMap.Zone zone : portrait.zones()) {
            if (number == MOST_BANDS) return;
            String colour = "zone z" + number % ZONE_COLOURS;
            double top = scale.y(zone.devStart());
            double bottom = scale.y(zone.devStart() + depth(zone));
            for (int disk : zone.disks())
                if (disk < shown) {
                    double end = Math.min(bottom, scale.y(c.diskSectors(disk)));
                    if (end > top) rect(svg, LEFT + disk * STEP, top, COLUMN, end - top, "class", colour);
                }
            double at = Math.max(labelledTo + 30, Math.min(TOP + HEIGHT - 4, (top + bottom) / 2));
            int x = LEFT + shown * STEP + 2;
            rect(svg, x, at - 9, 8, 8, "class", colour);
            text(svg, "zone " + number, x + 14, at - 1, "start", "label");
            text(
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
            text(svg, portrait.errno() == null ? "no zones" : "refused:", x, TOP + 12, "start", "label");
            if (portrait.errno() != null) text(svg, portrait.errno().toString(), x, TOP + 28, "start", "label bad");
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
            rect(svg, x, top, COLUMN, bottom - top, "class", "unused");
            rect(svg, x, top, COLUMN, bottom - top, "fill", "url(#" + id + "-hatch)");
            svg.empty(
                    "line",
                    "class",
                    "end",
                    "x1",
                    pixels(x - 6),
                    "x2",
                    pixels(x + COLUMN + 6),
                    "y1",
                    pixels(top),
                    "y2",
                    pixels(top));
        }
        if (portrait.endsWithItsZones()) return;
        int x = LEFT + shown * STEP + 2;
        text(svg, "ends at " + abbreviated(portrait.arraySectors()), x, TOP + HEIGHT + 15, "start", "label bad");
        text(svg, "as md has it", x, TOP + HEIGHT + 30, "start", "number");
    }

    // The size

    /** What md reports, what the zones hold and what the disks have, which should be one number. */
    static String sizes(Portrait portrait, String id) {
        String[] names = {"md reports", "the zones end at", "the disks have, in whole chunks"};
        BigInteger zones = new BigInteger(Long.toUnsignedString(
                portrait.zones().get(portrait.zones().size() - 1).end()));
        BigInteger[] sizes = {
            new BigInteger(Long.toUnsignedString(portrait.arraySectors())), zones, portrait.wholeChunks()
        };
        BigInteger most = BigInteger.ONE;
        for (BigInteger size : sizes) most = most.max(size);
        StringBuilder description = new StringBuilder();
        Markup svg = new Markup();
        open(svg, "memory", MEMORY_WIDTH, sizes.length * ROW + 4, id + "-st", id + "-sd");
        svg.element("title", "The size of the array, in sectors", "id", id + "-st");
        for (int i = 0; i < sizes.length; i++)
            description.append(i == 0 ? "" : ", ").append(names[i]).append(' ').append(sizes[i]);
        svg.element("desc", description + ".", "id", id + "-sd");
        for (int i = 0; i < sizes.length; i++) {
            // The disks are what there is; whatever says otherwise is wrong.
            boolean isWrong = !sizes[i].equals(sizes[2]);
            int y = 4 + i * ROW;
            text(svg, names[i], AXIS_LEFT, y + 11, "start", isWrong ? "label bad" : "label");
            text(svg, sizes[i].toString(), AXIS_LEFT + AXIS_WIDTH, y + 11, "end", isWrong ? "number bad" : "number");
            double share = sizes[i].doubleValue() / most.doubleValue();
            double length = sizes[i].signum() == 0 ? 1 : Math.max(3, AXIS_WIDTH * share);
            rect(svg, AXIS_LEFT, y + 17, length, 10, "class", isWrong ? "asked offending" : "asked");
        }
        return svg.close().toString();
    }

    /** An array sector where little room is. */
    private static String abbreviated(long sector) {
        String text = Long.toUnsignedString(sector);
        return text.length() <= 10 ? text : String.format(Locale.ROOT, "%.3g", toDouble(sector));
    }

    private static void mark(Markup svg, Portrait portrait, Scale scale, Portrait.Mark mark, int number, int shown) {
        if (mark.disk() >= shown) return;
        double x = LEFT + mark.disk() * STEP;
        boolean pastEnd = isPastEnd(portrait, mark);
        double size = scale.y(portrait.arrayCase().diskSectors(mark.disk()));
        double top = pastEnd ? size : scale.y(mark.sector());
        double bottom = pastEnd ? size : Math.min(size, scale.y(mark.sector() + mark.sectors()));
        if (mark.kind() == Portrait.Mark.Kind.PART)
            rect(svg, x - 3, top - 1.5, COLUMN + 6, Math.max(5, bottom - top + 3), "class", "mark part");
        else
            svg.empty(
                    "path",
                    "class",
                    "mark place",
                    "d",
                    path(x + COLUMN + (pastEnd ? 9 : 2), (top + bottom) / 2 + (pastEnd ? 7 : 0)));
        text(
                svg,
                Integer.toString(number),
                x + COLUMN + (pastEnd ? 13 : 8),
                (top + bottom) / 2 + (pastEnd ? 11 : 4),
                "start",
                "label bad");
    }

    /** An arrowhead that points left. */
    private static String path(double x, double y) {
        return "M" + pixels(x - 8) + " " + pixels(y) + "l9 -5v10z";
    }

    private static boolean isPastEnd(Portrait portrait, Portrait.Mark mark) {
        return Long.compareUnsigned(mark.sector(), portrait.arrayCase().diskSectors(mark.disk())) >= 0;
    }

    /** What the marks of a picture are, in order. */
    static List<String> marks(Portrait portrait) {
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

    // Memory

    private static final int MEMORY_WIDTH = 430;
    private static final int AXIS_LEFT = 8;
    private static final int AXIS_WIDTH = 404;
    private static final int SMALLEST_SHIFT = 3;
    private static final int ROW = 40;

    /** What was asked for, each request a bar, against the limits of the allocators. */
    static String requests(Portrait portrait, String id) {
        List<Portrait.Block> blocks = portrait.blocks();
        double most = 1L << 32;
        boolean kvmalloc = false;
        for (Portrait.Block block : blocks) {
            most = Math.max(most, toDouble(block.bytes));
            kvmalloc |= block.family == Family.KVMALLOC;
        }
        double shifts = Math.ceil(log2(most)) - SMALLEST_SHIFT;
        int height = blocks.size() * ROW + 44;
        Markup svg = new Markup();
        open(svg, "memory", MEMORY_WIDTH, height, id + "-rt", id + "-rd");
        svg.element("title", "What was asked for, against the limits; log scale", "id", id + "-rt");
        svg.element("desc", describeRequests(blocks), "id", id + "-rd");
        limit(svg, portrait.pageSize(), "page", shifts, height, 0);
        limit(svg, portrait.largestKmalloc(), "kmalloc's most", shifts, height, 1);
        if (kvmalloc) limit(svg, LARGEST_KVMALLOC + 1, "kvmalloc's most", shifts, height, 0);
        int y = 4;
        for (Portrait.Block block : blocks) {
            String bad = block.offending ? " bad" : "";
            text(
                    svg,
                    block.number + "  " + block.role + ": " + bytes(block.bytes),
                    AXIS_LEFT,
                    y + 11,
                    "start",
                    "label" + bad);
            text(svg, answer(block), AXIS_LEFT + AXIS_WIDTH, y + 11, "end", "number" + bad);
            double length = Math.max(3, position(block.bytes, shifts) - AXIS_LEFT);
            if (!block.isNull())
                rect(
                        svg,
                        AXIS_LEFT,
                        y + 17,
                        Math.max(length, position(block.usable, shifts) - AXIS_LEFT),
                        10,
                        "class",
                        "usable");
            rect(
                    svg,
                    AXIS_LEFT,
                    y + 17,
                    length,
                    10,
                    "class",
                    block.offending ? "asked offending" : block.isNull() ? "asked null" : "asked");
            y += ROW;
        }
        return svg.close().toString();
    }

    private static void limit(Markup svg, long bytes, String name, double shifts, int height, int line) {
        double x = position(bytes, shifts);
        svg.empty(
                "line",
                "class",
                "limit",
                "x1",
                pixels(x),
                "x2",
                pixels(x),
                "y1",
                "2",
                "y2",
                Integer.toString(height - 32));
        String anchor = x > AXIS_LEFT + AXIS_WIDTH * 0.85 ? "end" : "middle";
        text(svg, name + ", " + bytes(bytes), x, height - 20 + 15 * line, anchor, "number");
    }

    private static double position(long bytes, double shifts) {
        double at = (log2(Math.max(1, toDouble(bytes))) - SMALLEST_SHIFT) / shifts;
        return AXIS_LEFT + AXIS_WIDTH * Math.max(0, Math.min(1, at));
    }

    private static double log2(double value) {
        return Math.log(value) / Math.log(2);
    }

    private static String answer(Portrait.Block block) {
        String call = block.role.equals("integrity pool") ? "kmalloc" : block.family.allocFunction();
        if (block.forcedToFail) return call + " made to fail: NULL";
        if (!block.splat.isEmpty() && block.isNull()) return call + ": WARN, NULL";
        if (block.address == Address.ZERO_SIZE_PTR) return call + ": ZERO_SIZE_PTR";
        return block.isNull() ? call + ": NULL" : call + ": " + (block.isVmalloc() ? "vmalloc area" : "direct map");
    }

    private static String describeRequests(List<Portrait.Block> blocks) {
        StringBuilder text = new StringBuilder();
        for (Portrait.Block block : blocks) {
            text.append("Allocation ")
                    .append(block.number)
                    .append(", ")
                    .append(block.role)
                    .append(", ")
                    .append(Long.toUnsignedString(block.bytes))
                    .append(" bytes, ")
                    .append(answer(block));
            if (!block.splat.isEmpty()) text.append("; ").append(block.splat);
            if (!block.frees.isEmpty())
                text.append("; freed with ").append(String.join(" and again with ", block.frees));
            text.append(". ");
        }
        return text.toString();
    }

    /** Bytes for people. */
    static String bytes(long bytes) {
        if (bytes == -1) return "SIZE_MAX";
        if (Long.compareUnsigned(bytes, 1024) < 0) return bytes + " B";
        double value = toDouble(bytes);
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
        int unit = 0;
        while (value >= 1024 && unit < units.length - 1) {
            value /= 1024;
            unit++;
        }
        String number = String.format(Locale.ROOT, "%.2f", value).replaceAll("\\.?0+$", "");
        boolean exact = Double.parseDouble(number) == value;
        return (exact ? "" : "~") + number + " " + units[unit];
    }

    /** The blocks where they lie, with guard pages, lowest address first; not to scale. */
    static String memory(Portrait portrait, String id) {
        List<Portrait.Block> blocks = portrait.blocks().stream()
                .filter(block -> !block.isNull())
                .sorted(Comparator.comparing(block -> block.address, Long::compareUnsigned))
                .toList();
        Markup body = new Markup();
        int y = 4;
        long end = 0;
        boolean first = true;
        for (Portrait.Block block : blocks) {
            boolean otherArea = first || Address.isVmalloc(end - 1) != block.isVmalloc();
            if (otherArea) {
                text(body, block.isVmalloc() ? "vmalloc area" : "direct map (kmalloc)", 120, y + 14, "start", "label");
                y += 22;
            } else if (Long.compareUnsigned(block.address, end) > 0) {
                text(body, "\u22ee  " + bytes(block.address - end) + " further", 120, y + 13, "start", "number");
                y += 20;
            }
            y = block(body, portrait, block, y);
            end = block.address + Math.max(block.bytes, block.usable);
            if (block.guard) {
                y = guard(body, portrait, id, end, y);
                end += portrait.pageSize();
            }
            first = false;
        }
        int height = y + 6;
        Markup svg = new Markup();
        open(svg, "memory", MEMORY_WIDTH, height, id + "-mt", id + "-md");
        svg.element("title", "The blocks in memory, lowest address first; not to scale", "id", id + "-mt");
        svg.element("desc", describeRequests(blocks), "id", id + "-md");
        hatch(svg, id + "-m");
        return svg.markup(body.toString()).close().toString();
    }

    private static int guard(Markup svg, Portrait portrait, String id, long address, int y) {
        text(svg, Address.format(address), 112, y + 12, "end", "number");
        rect(svg, 120, y, 200, 16, "class", "guard");
        rect(svg, 120, y, 200, 16, "fill", "url(#" + id + "-m-hatch)");
        text(svg, "guard page, " + bytes(portrait.pageSize()), 328, y + 12, "start", "number");
        return y + 16;
    }

    private static int block(Markup svg, Portrait portrait, Portrait.Block block, int y) {
        int height = (int) Math.max(24, Math.min(64, 8 + 3 * log2(Math.max(1, toDouble(block.usable)))));
        text(svg, Address.format(block.address), 112, y + 13, "end", "number");
        rect(svg, 120, y, 200, height, "class", block.offending ? "block offending" : "block");
        text(svg, block.number + "  " + block.role, 128, y + 15, "start", block.offending ? "label bad" : "label");
        String size = bytes(block.bytes) + (block.usable == block.bytes ? "" : " of " + bytes(block.usable));
        text(svg, size, 314, y + 15, "end", "number");
        String frees = String.join(", ", block.frees);
        text(
                svg,
                frees.isEmpty() && !portrait.died() ? "never freed" : frees,
                328,
                y + 15,
                "start",
                block.offending && !frees.isEmpty() ? "number bad" : "number");
        return y + height;
    }

    // SVG

    private static void open(Markup svg, String style, int width, int height, String title, String description) {
        svg.open(
                "svg",
                "xmlns",
                "http://www.w3.org/2000/svg",
                "class",
                style,
                "viewBox",
                "0 0 " + width + " " + height,
                "width",
                Integer.toString(width),
                "height",
                Integer.toString(height),
                "role",
                "img",
                "aria-labelledby",
                title + " " + description);
    }

    private static void rect(
            Markup svg, double x, double y, double width, double height, String attribute, String value) {
        svg.empty(
                "rect",
                "x",
                pixels(x),
                "y",
                pixels(y),
                "width",
                pixels(width),
                "height",
                pixels(Math.max(1, height)),
                attribute,
                value);
    }

    private static void text(Markup svg, String text, double x, double y, String anchor, String style) {
        svg.element("text", text, "x", pixels(x), "y", pixels(y), "text-anchor", anchor, "class", style);
    }

    private static String pixels(double value) {
        return String.format(Locale.ROOT, "%.1f", value).replace(".0", "");
    }
}
