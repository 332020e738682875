package kvetch.cli.map;

import io.vavr.collection.Vector;
import kvetch.api.Splat;
import kvetch.cli.console.Style;
import kvetch.cli.console.Text;
import kvetch.cli.options.LayoutWord;
import kvetch.cli.options.Numbers;
import kvetch.cli.options.SectorRange;
import kvetch.cli.words.Story;
import kvetch.cli.words.WhichLayout;
import kvetch.raid0.Errno;

/**
 * Shows a map to people.
 *
 * @param style how it is coloured
 * @param width how many columns it may take
 */
public record MapText(Style style, int width) {

    /** What to do where md refuses to choose a layout. */
    private static final Vector<String> WHICH_LAYOUT = Vector.of(
            WhichLayout.HISTORY + " " + WhichLayout.HARM,
            "raid0.default_layout=1 or raid0.default_layout=2 on the kernel's command line decides;"
                    + " kvetch map --layout 1 and --layout 2 show where sectors go then, and kvetch layout how many differ.");

    public String of(ArrayMap map) {
        StringBuilder text = new StringBuilder();
        head(map, text);
        Splat splat = map.splat();
        if (map.errno() == null) {
            // Those of a real kernel are not seen.
            if (!map.mapped().zones().isEmpty()) zones(map, text);
            runs(map, text);
        }
        if (splat != null) {
            line(text, "");
            if (map.died()) line(text, style.bad(diedAt(map)));
            for (String line : Story.splat(splat)) line(text, line);
        }
        return text.toString();
    }

    private void head(ArrayMap map, StringBuilder text) {
        ArrayMap.Array array = map.array();
        line(
                text,
                style.bold(Text.count(array.diskSectors().size(), "disk", "disks") + ", raid_disks " + array.raidDisks()
                        + ", chunk_sectors " + array.chunkSectors() + ", on "
                        + array.kernel().name() + " with "
                        + array.allocator().name()));
        Errno errno = map.errno();
        if (errno != null) {
            line(
                    text,
                    "refused with " + style.bad(Story.errno(errno)) + (map.why().isEmpty() ? "" : ": " + map.why()));
            if (errno == Errno.EOPNOTSUPP) {
                line(text, "");
                for (String words : WHICH_LAYOUT) for (String line : Text.wrap(words, width)) line(text, line);
            }
        } else if (map.killed()) line(text, "the caller is " + style.bad("killed") + ", out of memory: " + map.why());
        else if (map.mapped().layout() != 0)
            line(
                    text,
                    Long.toUnsignedString(map.mapped().arraySectors())
                            + (map.mapped().arraySectors() == 1 ? " sector (" : " sectors (")
                            + Numbers.human(map.mapped().arraySectors())
                            + "), layout "
                            + LayoutWord.of(map.mapped().layout())
                            + (map.mapped().layout() == map.array().layout()
                                    ? ""
                                    : ", because here the layouts do not differ"));
        if (map.mapped().capacity() != map.mapped().arraySectors())
            line(
                    text,
                    "the block layer shows "
                            + Long.toUnsignedString(map.mapped().capacity())
                            + " of them; no request reaches what lies past that");
    }

    private void zones(ArrayMap map, StringBuilder text) {
        line(text, "");
        Vector<Vector<String>> rows = map.mapped()
                .zones()
                .zipWithIndex((zone, index) -> Vector.of(
                        "" + index,
                        range(zone.start(), zone.end() - zone.start()),
                        Long.toUnsignedString(zone.devStart()),
                        "" + zone.diskShift(),
                        Text.clip(zone.disks().mkString(" "), Math.max(20, width - 60))));
        table(text, Vector.of("ZONE", "ARRAY SECTORS", "STARTS ON DISKS AT", "DISK_SHIFT", "DISKS"), rows);
    }

    private void runs(ArrayMap map, StringBuilder text) {
        if (map.mapped().runs().isEmpty()) return;
        line(text, "");
        Vector<Vector<String>> rows = map.mapped()
                .runs()
                .map(run -> Vector.of(
                        range(run.arraySector(), run.length()),
                        "" + run.disk(),
                        range(run.diskSector(), run.length())));
        table(text, Vector.of("ARRAY SECTORS", "DISK", "DISK SECTORS"), rows);
    }

    private void table(StringBuilder text, Vector<String> header, Vector<Vector<String>> rows) {
        Vector<Integer> widths = Vector.range(0, header.size())
                .map(column -> rows.prepend(header)
                        .map(row -> row.get(column).length())
                        .max()
                        .get());
        line(text, style.bold(row(header, widths)));
        for (Vector<String> row : rows) line(text, row(row, widths));
    }

    private static String row(Vector<String> cells, Vector<Integer> widths) {
        return cells.zipWith(widths, Text::pad).mkString("  ").stripTrailing();
    }

    private static String range(long from, long length) {
        return Long.toUnsignedString(from) + ".." + Long.toUnsignedString(from + length);
    }

    private static String diedAt(ArrayMap map) {
        if (map.mapped().layout() == 0) return "The machine dies while the array starts:";
        ArrayMap.Run last =
                map.mapped().runs().isEmpty() ? null : map.mapped().runs().last();
        SectorRange part = map.part();
        long at = last != null ? last.arraySector() + last.length() : part == null ? 0 : part.from();
        return "The machine dies at array sector " + Long.toUnsignedString(at) + ":";
    }

    private static void line(StringBuilder text, String line) {
        text.append(line).append(System.lineSeparator());
    }
}
