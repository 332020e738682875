package kvetch.cli.picture;

import java.util.Locale;

/** What fills an area beside a colour, so that it can be told from others without one. Each is defined once in a picture. */
public enum Texture {
    PLAIN(""),
    DOTS("M1.5 1.5h1.5v1.5h-1.5zM4.5 4.5h1.5v1.5h-1.5z"),
    LEVEL("M0 2h6v1h-6zM0 5h6v1h-6z"),
    UPRIGHT("M1 0h1v6h-1zM4 0h1v6h-1z"),
    GRID("M0 2h6v1h-6zM2 0h1v6h-1z"),
    SLANTED("M0 6L6 0h-1.6L0 4.4zM6 6v-1.6L4.4 6z"),
    CROSSED("M0 0L6 6M6 0L0 6");

    private static final int TILE = 6;

    private final String path;

    Texture(String path) {
        this.path = path;
    }

    /** Defines all of them; {@code id} is that of the picture. */
    public static void define(Markup svg, String id) {
        svg.open("defs");
        for (Texture texture : values())
            if (texture != PLAIN) {
                svg.open(
                        "pattern",
                        "id",
                        texture.id(id),
                        "width",
                        Integer.toString(TILE),
                        "height",
                        Integer.toString(TILE),
                        "patternUnits",
                        "userSpaceOnUse");
                svg.empty("path", "class", texture == CROSSED ? "texture line" : "texture", "d", texture.path);
                svg.close();
            }
        svg.close();
    }

    private String id(String picture) {
        return picture + "-" + name().toLowerCase(Locale.ROOT);
    }

    /** An area of a colour, with this upon it. */
    public void fill(Markup svg, String id, double x, double y, double width, double height, String colour) {
        Svg.rect(svg, x, y, width, height, "class", colour);
        if (this != PLAIN) Svg.rect(svg, x, y, width, height, "fill", "url(#" + id(id) + ")");
    }

    /** An area of a colour that a path goes around, with this upon it; nothing where there is no path. */
    public void fill(Markup svg, String id, String path, String colour) {
        if (path.isEmpty()) return;
        svg.empty("path", "class", colour, "d", path);
        if (this != PLAIN) svg.empty("path", "fill", "url(#" + id(id) + ")", "d", path);
    }
}
