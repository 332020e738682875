package kvetch.cli.picture;

import java.math.BigInteger;
import java.util.Locale;
import java.util.stream.Stream;

/** What pictures are made of, as SVG that takes its colours from the page. */
public final class Svg {
    /** In pixels, as all lengths here. */
    static final int CHART_WIDTH = 430;

    static final int AXIS_LEFT = 8;
    static final int AXIS_WIDTH = 404;

    /** From one bar to the next. */
    static final int ROW = 40;

    private static final String DESCRIBED = "</desc>";

    private Svg() {}

    /** Opens a chart, which a title and a description belong to; {@code more} are names and values of attributes. */
    public static void open(
            Markup svg, String style, int width, int height, String title, String description, String... more) {
        String[] attributes = {
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
            title + " " + description
        };
        svg.open("svg", Stream.of(attributes, more).flatMap(Stream::of).toArray(String[]::new));
    }

    public static void rect(
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

    public static void text(Markup svg, String text, double x, double y, String anchor, String style) {
        svg.element("text", text, "x", pixels(x), "y", pixels(y), "text-anchor", anchor, "class", style);
    }

    public static String pixels(double value) {
        return String.format(Locale.ROOT, "%.1f", value).replace(".0", "");
    }

    /** A picture of a page as a file of its own, light and dark as whoever shows it has it. */
    public static String alone(String picture) {
        int head = picture.indexOf(DESCRIBED) + DESCRIBED.length();
        if (head < DESCRIBED.length()) throw new IllegalArgumentException("a picture without a description");
        Markup ground = new Markup();
        ground.element("style", Stylesheet.PICTURES.replaceAll("\\s+", " "));
        ground.empty("rect", "class", "ground", "width", "100%", "height", "100%");
        return picture.substring(0, head) + ground + picture.substring(head) + "\n";
    }

    /** Hatching, to be filled with as {@code url(#ID-hatch)}. */
    static void hatch(Markup svg, String id) {
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

    static double toDouble(long unsigned) {
        return new BigInteger(Long.toUnsignedString(unsigned)).doubleValue();
    }
}
