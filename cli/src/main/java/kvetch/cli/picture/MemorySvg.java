package kvetch.cli.picture;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import kvetch.api.Address;
import kvetch.api.Family;
import kvetch.properties.trace.Step;

/** Draws what was asked of the allocators, and the blocks that they gave. */
public final class MemorySvg {
    private static final int SMALLEST_SHIFT = 3;
    private static final long LARGEST_KVMALLOC = Integer.MAX_VALUE;

    private MemorySvg() {}

    /** What was asked for, each request a bar, against the limits of the allocators. */
    public static String requests(Portrait portrait, String id) {
        List<AllocationLog.Block> blocks = portrait.blocks();
        double most = 1L << 32;
        boolean kvmalloc = false;
        for (AllocationLog.Block block : blocks) {
            most = Math.max(most, Svg.toDouble(block.bytes));
            kvmalloc |= block.family == Family.KVMALLOC;
        }
        double shifts = Math.ceil(log2(most)) - SMALLEST_SHIFT;
        int height = blocks.size() * Svg.ROW + 44;
        Markup svg = new Markup();
        Svg.open(svg, "memory", Svg.CHART_WIDTH, height, id + "-rt", id + "-rd");
        svg.element("title", "What was asked for, against the limits; log scale", "id", id + "-rt");
        svg.element("desc", describeRequests(blocks), "id", id + "-rd");
        limit(svg, portrait.pageSize(), "page", shifts, height, 0);
        limit(svg, portrait.largestKmalloc(), "kmalloc's most", shifts, height, 1);
        if (kvmalloc) limit(svg, LARGEST_KVMALLOC + 1, "kvmalloc's most", shifts, height, 0);
        int y = 4;
        for (AllocationLog.Block block : blocks) {
            String bad = block.offending ? " bad" : "";
            Svg.text(
                    svg,
                    block.number + "  " + block.role.word() + ": " + bytes(block.bytes),
                    Svg.AXIS_LEFT,
                    y + 11,
                    "start",
                    "label" + bad);
            Svg.text(svg, answer(block), Svg.AXIS_LEFT + Svg.AXIS_WIDTH, y + 11, "end", "number" + bad);
            double length = Math.max(3, position(block.bytes, shifts) - Svg.AXIS_LEFT);
            if (!block.isNull())
                Svg.rect(
                        svg,
                        Svg.AXIS_LEFT,
                        y + 17,
                        Math.max(length, position(block.usable, shifts) - Svg.AXIS_LEFT),
                        10,
                        "class",
                        "usable");
            Svg.rect(
                    svg,
                    Svg.AXIS_LEFT,
                    y + 17,
                    length,
                    10,
                    "class",
                    block.offending ? "asked offending" : block.isNull() ? "asked null" : "asked");
            y += Svg.ROW;
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
                Svg.pixels(x),
                "x2",
                Svg.pixels(x),
                "y1",
                "2",
                "y2",
                Integer.toString(height - 32));
        String anchor = x > Svg.AXIS_LEFT + Svg.AXIS_WIDTH * 0.85 ? "end" : "middle";
        Svg.text(svg, name + ", " + bytes(bytes), x, height - 20 + 15 * line, anchor, "number");
    }

    private static double position(long bytes, double shifts) {
        double at = (log2(Math.max(1, Svg.toDouble(bytes))) - SMALLEST_SHIFT) / shifts;
        return Svg.AXIS_LEFT + Svg.AXIS_WIDTH * Math.max(0, Math.min(1, at));
    }

    private static double log2(double value) {
        return Math.log(value) / Math.log(2);
    }

    private static String answer(AllocationLog.Block block) {
        String call = block.role == Step.Structure.INTEGRITY_POOL ? "kmalloc" : block.family.allocFunction();
        if (block.forcedToFail) return call + " made to fail: NULL";
        if (!block.splat.isEmpty() && block.isNull()) return call + ": WARN, NULL";
        if (block.address == Address.ZERO_SIZE_PTR) return call + ": ZERO_SIZE_PTR";
        return block.isNull() ? call + ": NULL" : call + ": " + (block.isVmalloc() ? "vmalloc area" : "direct map");
    }

    private static String describeRequests(List<AllocationLog.Block> blocks) {
        StringBuilder text = new StringBuilder();
        for (AllocationLog.Block block : blocks) {
            text.append("Allocation ")
                    .append(block.number)
                    .append(", ")
                    .append(block.role.word())
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
        double value = Svg.toDouble(bytes);
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
    public static String memory(Portrait portrait, String id) {
        List<AllocationLog.Block> blocks = portrait.blocks().stream()
                .filter(block -> !block.isNull())
                .sorted(Comparator.comparing(block -> block.address, Long::compareUnsigned))
                .toList();
        Markup body = new Markup();
        int y = 4;
        long end = 0;
        boolean first = true;
        for (AllocationLog.Block block : blocks) {
            boolean otherArea = first || Address.isVmalloc(end - 1) != block.isVmalloc();
            if (otherArea) {
                Svg.text(
                        body,
                        block.isVmalloc() ? "vmalloc area" : "direct map (kmalloc)",
                        120,
                        y + 14,
                        "start",
                        "label");
                y += 22;
            } else if (Long.compareUnsigned(block.address, end) > 0) {
                Svg.text(body, "\u22ee  " + bytes(block.address - end) + " further", 120, y + 13, "start", "number");
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
        Svg.open(svg, "memory", Svg.CHART_WIDTH, height, id + "-mt", id + "-md");
        svg.element("title", "The blocks in memory, lowest address first; not to scale", "id", id + "-mt");
        svg.element("desc", describeRequests(blocks), "id", id + "-md");
        Svg.hatch(svg, id + "-m");
        return svg.markup(body.toString()).close().toString();
    }

    private static int guard(Markup svg, Portrait portrait, String id, long address, int y) {
        Svg.text(svg, Address.format(address), 112, y + 12, "end", "number");
        Svg.rect(svg, 120, y, 200, 16, "class", "guard");
        Svg.rect(svg, 120, y, 200, 16, "fill", "url(#" + id + "-m-hatch)");
        Svg.text(svg, "guard page, " + bytes(portrait.pageSize()), 328, y + 12, "start", "number");
        return y + 16;
    }

    private static int block(Markup svg, Portrait portrait, AllocationLog.Block block, int y) {
        int height = (int) Math.max(24, Math.min(64, 8 + 3 * log2(Math.max(1, Svg.toDouble(block.usable)))));
        Svg.text(svg, Address.format(block.address), 112, y + 13, "end", "number");
        Svg.rect(svg, 120, y, 200, height, "class", block.offending ? "block offending" : "block");
        Svg.text(
                svg,
                block.number + "  " + block.role.word(),
                128,
                y + 15,
                "start",
                block.offending ? "label bad" : "label");
        String size = bytes(block.bytes) + (block.usable == block.bytes ? "" : " of " + bytes(block.usable));
        Svg.text(svg, size, 314, y + 15, "end", "number");
        String frees = String.join(", ", block.frees);
        Svg.text(
                svg,
                frees.isEmpty() && !portrait.died() ? "never freed" : frees,
                328,
                y + 15,
                "start",
                block.offending && !frees.isEmpty() ? "number bad" : "number");
        return y + height;
    }
}
