package kvetch.cli.machine;

import io.vavr.collection.Vector;
import kvetch.raid0.Mddev;
import org.jspecify.annotations.Nullable;

/**
 * A machine, as far as it was told.
 *
 * @param release of its kernel; null if that was not told
 * @param defaultLayout its raid0.default_layout: 0 none, 1 original, 2 alternate; null if that was not told
 * @param arrays its arrays of all levels
 */
public record Machine(@Nullable String release, @Nullable Integer defaultLayout, Vector<MachineArray> arrays) {

    static Machine of(Told told) {
        Long layout = told.machine().number(Fact.DEFAULT_LAYOUT);
        boolean isChoice = layout != null && (layout == Mddev.LAYOUT_ORIGINAL || layout == Mddev.LAYOUT_ALTERNATE);
        return new Machine(
                told.machine().text(Fact.RELEASE),
                layout == null ? null : isChoice ? layout.intValue() : 0,
                told.arrays().map(MachineArray::new));
    }
}
