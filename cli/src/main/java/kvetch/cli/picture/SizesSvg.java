package kvetch.cli.picture;

import java.math.BigInteger;

/** Draws the size of an array as a chart of bars. */
public final class SizesSvg {
    private SizesSvg() {}

    /** What md reports, what the zones hold and what the disks have, which should be one number. */
    public static String of(Portrait portrait, String id) {
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
        Svg.open(svg, "memory", Svg.CHART_WIDTH, sizes.length * Svg.ROW + 4, id + "-st", id + "-sd");
        svg.element("title", "The size of the array, in sectors", "id", id + "-st");
        for (int i = 0; i < sizes.length; i++)
            description.append(i == 0 ? "" : ", ").append(names[i]).append(' ').append(sizes[i]);
        svg.element("desc", description + ".", "id", id + "-sd");
        for (int i = 0; i < sizes.length; i++) {
            // The disks are what there is; whatever says otherwise is wrong.
            boolean isWrong = !sizes[i].equals(sizes[2]);
            int y = 4 + i * Svg.ROW;
            Svg.text(svg, names[i], Svg.AXIS_LEFT, y + 11, "start", isWrong ? "label bad" : "label");
            Svg.text(
                    svg,
                    sizes[i].toString(),
                    Svg.AXIS_LEFT + Svg.AXIS_WIDTH,
                    y + 11,
                    "end",
                    isWrong ? "number bad" : "number");
            double share = sizes[i].doubleValue() / most.doubleValue();
            double length = sizes[i].signum() == 0 ? 1 : Math.max(3, Svg.AXIS_WIDTH * share);
            Svg.rect(svg, Svg.AXIS_LEFT, y + 17, length, 10, "class", isWrong ? "asked offending" : "asked");
        }
        return svg.close().toString();
    }
}
