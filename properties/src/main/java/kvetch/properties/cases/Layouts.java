package kvetch.properties.cases;

import java.io.Serializable;
import kvetch.raid0.Mddev;

/**
 * Who has a say in how an array is laid out. Where there is one zone, or a second one of one disk, nobody need have.
 *
 * @param own the array's own layout: -1 unknown, 1 original, 2 alternate; any int
 * @param byDefault the module parameter raid0.default_layout: 0 unset, 1, 2; any int
 */
public record Layouts(int own, int byDefault) implements Serializable {
    private static final long serialVersionUID = 1;

    /** That of most arrays: they do not know their own, and the machine has the original one. */
    static final Layouts USUAL = new Layouts(Mddev.LAYOUT_UNKNOWN, Mddev.LAYOUT_ORIGINAL);

    Layouts withOwn(int value) {
        return new Layouts(value, byDefault);
    }

    Layouts withDefault(int value) {
        return new Layouts(own, value);
    }

    /** Whether the array does not know its own. */
    public boolean isUsual() {
        return own == Mddev.LAYOUT_UNKNOWN;
    }

    /**
     * The layout that the array must have: its own if that is one, else the machine's.
     *
     * @return 1 original, 2 alternate, 0 where nobody has chosen one
     */
    public int settled() {
        if (isLayout(own)) return own;
        return isLayout(byDefault) ? byDefault : 0;
    }

    /**
     * Whether a driver has a layout of that number.
     *
     * @param layout any
     * @return true for {@link Mddev#LAYOUT_ORIGINAL} and {@link Mddev#LAYOUT_ALTERNATE}
     */
    public static boolean isLayout(int layout) {
        return layout == Mddev.LAYOUT_ORIGINAL || layout == Mddev.LAYOUT_ALTERNATE;
    }

    /** 1 before 2 before 0 before what is no layout at all. */
    static long oddity(int layout) {
        if (isLayout(layout)) return layout;
        return layout == 0 ? 3 : 4 + Math.abs((long) layout) * 2 + (layout < 0 ? 1 : 0);
    }
}
