package kvetch.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Draws the tables of growth, each where the page has its picture: both axes logarithmic, a line for each column. Needs nothing but
 * the JDK, so that a test runs it from its source.
 */
public final class Plots {
    private static final int WIDTH = 470;
    private static final int HEIGHT = 290;
    private static final int LEFT = 76;
    private static final int RIGHT = 450;
    private static final int TOP = 58;
    private static final int BOTTOM = 240;

    /** A table of Markdown, and below it the picture of it. */
    private static final Pattern TABLE = Pattern.compile(
            "^\\| (?<head>[^\\n]*) \\|\\n\\|[-:|]+\\|\\n(?<rows>(?:\\|[^\\n]*\\|\\n)+)\\n!\\[(?<title>[^\\]]*)]\\(images/(?<file>growth-\\w+\\.svg)\\)",
            Pattern.MULTILINE);

    private final String style;
    private final String title;
    private final List<String> head;
    private final List<double[]> rows;

    private Plots(String style, String title, List<String> head, List<double[]> rows) {
        this.style = style;
        this.title = title;
        this.head = head;
        this.rows = rows;
    }

    /**
     * Runs from the command line: {@code Plots PAGE STYLE FOLDER}.
     *
     * @throws IOException if a file cannot be read or written
     */
    public static void main(String[] args) throws IOException {
        String page = Files.readString(Path.of(args[0]));
        String style = Files.readString(Path.of(args[1])).replaceAll("\\s+", " ");
        int drawn = 0;
        for (MatchResult table : TABLE.matcher(page).results().toList()) {
            List<double[]> rows = new ArrayList<>();
            table.group(2).lines().forEach(row -> rows.add(numbers(row)));
            Plots plot = new Plots(style, table.group(3), List.of(table.group(1).split(" \\| ", -1)), rows);
            Files.writeString(Path.of(args[2]).resolve(table.group(4)), plot.draw());
            drawn++;
        }
        System.out.println(drawn + " plots");
    }

    private static double[] numbers(String row) {
        String[] cells = row.replaceAll("^\\| | \\|$", "").replace(",", "").split(" \\| ", -1);
        double[] numbers = new double[cells.length];
        for (int i = 0; i < cells.length; i++) numbers[i] = Double.parseDouble(cells[i]);
        return numbers;
    }

    private String draw() {
        StringBuilder svg = new StringBuilder();
        svg.append(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\" aria-labelledby=\"t d\">"
                        .formatted(WIDTH, HEIGHT, WIDTH, HEIGHT));
        svg.append("<title id=\"t\">").append(title).append("</title><desc id=\"d\">");
        for (double[] row : rows)
            for (int column = 1; column < row.length; column++)
                svg.append("%s %s: %s %s. ".formatted(text(row[0]), head.get(0), text(row[column]), head.get(column)));
        svg.append("</desc><style>").append(style).append("</style>");
        svg.append("<rect class=\"ground\" width=\"100%\" height=\"100%\"/>\n");
        double[] across = range(0, 1);
        double[] up = range(1, head.size());
        axes(svg, across, up);
        for (int column = 1; column < head.size(); column++) line(svg, column, across, up);
        return svg.append("</svg>\n").toString();
    }

    /** The least and the most of some columns, as powers of ten. */
    private double[] range(int from, int to) {
        double least = Double.MAX_VALUE;
        double most = 0;
        for (double[] row : rows)
            for (int i = from; i < to; i++) {
                least = Math.min(least, row[i]);
                most = Math.max(most, row[i]);
            }
        return new double[] {Math.log10(least), Math.log10(most)};
    }

    private void axes(StringBuilder svg, double[] across, double[] up) {
        for (double[] row : rows) {
            double x = at(row[0], across, LEFT, RIGHT);
            line(svg, "axis", x, BOTTOM, x, BOTTOM + 5);
            text(svg, "number", x, BOTTOM + 19, "middle", brief(row[0]));
        }
        text(svg, "label", RIGHT, BOTTOM + 38, "end", head.get(0));
        for (int power = (int) Math.floor(up[0]); power <= Math.ceil(up[1]); power++)
            for (int digit : new int[] {1, 2, 5}) {
                double value = digit * Math.pow(10, power);
                double y = at(value, up, BOTTOM, TOP);
                boolean isWide = up[1] - up[0] > 1.5;
                if (y < TOP - 1 || y > BOTTOM + 1 || (isWide && digit != 1)) continue;
                line(svg, "grid", LEFT, y, RIGHT, y);
                text(svg, "number", LEFT - 8, y + 4, "end", brief(value));
            }
        line(svg, "axis", LEFT, BOTTOM, RIGHT, BOTTOM);
    }

    private void line(StringBuilder svg, int column, double[] across, double[] up) {
        StringBuilder path = new StringBuilder();
        StringBuilder marks = new StringBuilder();
        for (double[] row : rows) {
            double x = at(row[0], across, LEFT, RIGHT);
            double y = at(row[column], up, BOTTOM, TOP);
            path.append(path.isEmpty() ? "M" : "L")
                    .append(pixels(x))
                    .append(' ')
                    .append(pixels(y));
            marks.append(mark(column, x, y));
        }
        int y = 18 + 18 * (column - 1);
        String dash = column == 1 ? "" : " stroke-dasharray=\"6 4\"";
        String line = "<path class=\"curve c" + column + "\"" + dash + " d=\"";
        svg.append(line).append(path).append("\"/>").append(marks).append('\n');
        svg.append(line).append("M").append(LEFT).append(' ').append(y - 4).append("h40\"/>");
        svg.append(mark(column, LEFT + 20.0, y - 4));
        text(svg, "label", LEFT + 50.0, y, "start", head.get(column));
    }

    private static String mark(int column, double x, double y) {
        return column == 1
                ? "<circle class=\"point c1\" cx=\"%s\" cy=\"%s\" r=\"4\"/>".formatted(pixels(x), pixels(y))
                : "<rect class=\"point c2\" x=\"%s\" y=\"%s\" width=\"8\" height=\"8\"/>"
                        .formatted(pixels(x - 4), pixels(y - 4));
    }

    private static double at(double value, double[] range, double from, double to) {
        double width = Math.max(1e-9, range[1] - range[0]);
        return from + (to - from) * (Math.log10(value) - range[0]) / width;
    }

    private static void line(StringBuilder svg, String style, double x1, double y1, double x2, double y2) {
        svg.append("<line class=\"%s\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>"
                .formatted(style, pixels(x1), pixels(y1), pixels(x2), pixels(y2)));
    }

    private static void text(StringBuilder svg, String style, double x, double y, String anchor, String text) {
        svg.append("<text class=\"%s\" x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>\n"
                .formatted(style, pixels(x), pixels(y), anchor, text));
    }

    private static String pixels(double value) {
        return String.format(Locale.ROOT, "%.1f", value).replace(".0", "");
    }

    private static String text(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    /** Where little room is: 64 Mi, 30 k. */
    private static String brief(double value) {
        long whole = Math.round(value);
        if (whole >= 1 << 20 && (whole % (1 << 20) == 0 || whole == Integer.MAX_VALUE))
            return (whole + 1) / (1 << 20) + " Mi";
        if (value >= 1e6) return text(value / 1e6) + " M";
        return value >= 1e4 ? text(value / 1e3) + " k" : value < 1 ? Double.toString(value) : Long.toString(whole);
    }
}
