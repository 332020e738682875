package kvetch.cli.words;

import io.vavr.collection.Vector;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import kvetch.api.Splat;
import kvetch.cli.console.Text;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.evidence.Evidence;
import kvetch.properties.law.RunningArrayLaw;
import kvetch.properties.law.Violation;

/**
 * Draws an array in characters: disks as columns, zones as bands, about to scale, and what offends marked in it. Where a law
 * is about the tables, it draws devlist.
 */
public final class ArrayAscii {
    private static final int ROWS = 8;
    private static final int ROWS_OF_ONE_ZONE = 3;
    private static final int MOST_DISKS = 8;
    private static final int MOST_ZONES = 8;
    private static final int CELL = 7;
    private static final int BAR = 40;

    private final ArrayCase c;
    private final Evidence evidence;
    private final BigInteger chunk;
    private final List<Mark> marks = new ArrayList<>();

    /** A place on a disk that the violation is about. */
    private record Mark(int disk, BigInteger from, BigInteger to) {}

    private ArrayAscii(ArrayCase c, Evidence evidence) {
        this.c = c;
        this.evidence = evidence;
        this.chunk = BigInteger.valueOf(Integer.toUnsignedLong(c.chunkSectors()));
        for (Evidence.Place place : evidence.places())
            marks.add(new Mark(place.disk(), unsigned(place.sector()), unsigned(place.sector() + place.sectors())));
    }

    /** The picture; empty where there is nothing to see. */
    public static Vector<String> of(ArrayCase c, Violation violation) {
        ArrayAscii picture = new ArrayAscii(c, violation.evidence());
        if (violation.law() instanceof RunningArrayLaw) return picture.zones().appendAll(picture.sizes());
        return isAboutTables(violation, c) ? picture.devlist() : Vector.empty();
    }

    /** The zones of an array, with nothing marked. */
    public static Vector<String> zones(ArrayCase c) {
        return new ArrayAscii(c, new Evidence.Note("")).zones();
    }

    private static boolean isAboutTables(Violation violation, ArrayCase c) {
        boolean isWarn = violation.evidence() instanceof Evidence.Printed printed && printed.kind() == Splat.Kind.WARN;
        return isWarn && c.raidDisks() != c.disks() && c.chunkSectors() != 0;
    }

    // Zones

    private Vector<String> zones() {
        if (c.chunkSectors() == 0) return Vector.empty();
        int columns = Math.min(c.disks(), MOST_DISKS);
        BigInteger[] sizes = new BigInteger[c.disks()];
        BigInteger[] whole = new BigInteger[c.disks()];
        TreeSet<BigInteger> edges = new TreeSet<>();
        for (int i = 0; i < c.disks(); i++) {
            sizes[i] = new BigInteger(Long.toUnsignedString(c.diskSectors(i)));
            whole[i] = unsigned(c.array().disks().wholeChunks(i, c.array().chunk()));
            if (whole[i].signum() > 0) edges.add(whole[i]);
        }
        BigInteger deepest = Arrays.stream(sizes).max(BigInteger::compareTo).orElse(BigInteger.ONE);
        int labelWidth = Math.max(6, deepest.toString().length());
        List<String> lines = new ArrayList<>();
        StringBuilder header = new StringBuilder(Text.padLeft("sector", labelWidth));
        for (int i = 0; i < columns; i++) header.append("  ").append(Text.pad("disk " + i, CELL));
        if (columns < c.disks())
            header.append("  and ").append(c.disks() - columns).append(" more");
        lines.add(header.toString().stripTrailing());
        BigInteger start = BigInteger.ZERO;
        int zone = 0;
        for (BigInteger end : edges) {
            if (zone == MOST_ZONES) {
                lines.add(Text.padLeft("", labelWidth) + "  and " + (edges.size() - zone) + " zones more");
                return Vector.ofAll(lines);
            }
            int rows = edges.size() == 1 ? ROWS_OF_ONE_ZONE : rows(end.subtract(start), deepest);
            for (int row = 0; row < rows; row++) {
                BigInteger from = start.add(part(end.subtract(start), row, rows));
                BigInteger to = start.add(part(end.subtract(start), row + 1, rows));
                StringBuilder line = new StringBuilder(Text.padLeft(row == 0 ? start.toString() : "", labelWidth));
                for (int i = 0; i < columns; i++) {
                    boolean isIn = whole[i].compareTo(end) >= 0;
                    boolean isRest = whole[i].equals(start) && sizes[i].compareTo(start) > 0 && row == 0;
                    char fill = isIn ? Character.forDigit(zone % 36, 36) : isRest ? '.' : ' ';
                    line.append("  ").append(cell(fill, i, from, to));
                }
                lines.add(line.toString().stripTrailing());
            }
            start = end;
            zone++;
        }
        lines.add(lastLine(sizes, whole, start, deepest, labelWidth, columns));
        lines.add(legend(edges.size()));
        return Vector.ofAll(lines);
    }

    private static int rows(BigInteger depth, BigInteger deepest) {
        double share = depth.doubleValue() / deepest.doubleValue();
        return (int) Math.max(1, Math.round(share * ROWS));
    }

    private static BigInteger part(BigInteger whole, int parts, int of) {
        return whole.multiply(BigInteger.valueOf(parts)).divide(BigInteger.valueOf(of));
    }

    private String cell(char fill, int disk, BigInteger from, BigInteger to) {
        String text = String.valueOf(fill).repeat(CELL);
        boolean isHit = marks.stream()
                .anyMatch(mark -> mark.disk == disk && mark.from.compareTo(to) < 0 && mark.to.compareTo(from) > 0);
        return isHit ? text.substring(0, 2) + "###" + text.substring(5) : text;
    }

    /** Where the zones end: what is left of the longest disks, and what lies past all of them. */
    private String lastLine(
            BigInteger[] sizes, BigInteger[] whole, BigInteger end, BigInteger deepest, int labelWidth, int columns) {
        StringBuilder line = new StringBuilder(Text.padLeft(end.toString(), labelWidth));
        BigInteger infinity = deepest.max(end).shiftLeft(80);
        for (int i = 0; i < columns; i++) {
            boolean isRest = whole[i].equals(end) && sizes[i].compareTo(end) > 0;
            line.append("  ").append(cell(isRest ? '.' : ' ', i, end, infinity));
        }
        return line.toString().stripTrailing();
    }

    private String legend(int zones) {
        String digits = zones <= 1 ? "0 is the zone" : "0, 1, ... are the zones";
        boolean hasRest = false;
        for (int i = 0; i < c.disks(); i++) hasRest |= Long.remainderUnsigned(c.diskSectors(i), chunk.longValue()) != 0;
        return digits
                + (hasRest ? ", . is no whole chunk" : "")
                + (marks.isEmpty() ? "" : ", ### is where it goes wrong");
    }

    // The size

    /** The two sizes that should be one, against each other. */
    private Vector<String> sizes() {
        if (evidence instanceof Evidence.Size size)
            return sizes("md's size", unsigned(size.reported()), "zones end", unsigned(size.zonesEnd()));
        if (evidence instanceof Evidence.Cover cover)
            return sizes("zones end", unsigned(cover.zonesEnd()), "disks", cover.wholeChunks());
        return Vector.empty();
    }

    private static Vector<String> sizes(String what, BigInteger sectors, String other, BigInteger otherSectors) {
        BigInteger most = sectors.max(otherSectors);
        return Vector.of(size(what, sectors, most), size(other, otherSectors, most));
    }

    private static BigInteger unsigned(long sectors) {
        return new BigInteger(Long.toUnsignedString(sectors));
    }

    private static String size(String what, BigInteger sectors, BigInteger most) {
        int length = sectors.multiply(BigInteger.valueOf(BAR))
                .divide(most.max(BigInteger.ONE))
                .intValue();
        String bar = "=".repeat(sectors.signum() == 0 ? 0 : Math.max(1, length));
        return Text.pad(what, 11) + Text.pad(bar, BAR) + "  " + sectors;
    }

    // The table

    private Vector<String> devlist() {
        int zones = c.array().disks().zones(c.array().chunk());
        String size = c.raidDisks() < 0
                ? "SIZE_MAX bytes: a negative raid_disks saturates"
                : BigInteger.valueOf(8L * zones).multiply(BigInteger.valueOf(c.raidDisks())) + " bytes";
        String slots = c.raidDisks() < 0 ? Long.toUnsignedString(c.raidDisks()) : Integer.toString(c.raidDisks());
        return Vector.of(
                "devlist  [" + (c.raidDisks() == 0 ? "" : "#" + "-".repeat(BAR - 1)) + "]  " + slots + " slots, "
                        + Text.count(c.disks(), "disk", "disks"),
                "         array3_size(8, " + Text.count(zones, "zone", "zones") + ", " + c.raidDisks() + ") = " + size);
    }
}
