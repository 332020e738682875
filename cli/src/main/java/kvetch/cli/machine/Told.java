package kvetch.cli.machine;

import io.vavr.collection.Vector;

/**
 * What sources have said of a machine.
 *
 * @param machine of the machine itself
 * @param arrays of its arrays, in the order in which they were told
 */
record Told(Facts machine, Vector<ToldArray> arrays) {
    static final Told NOTHING = new Told(Facts.NONE, Vector.empty());

    Told and(Told more) {
        Told all = new Told(machine.and(more.machine, "the machine"), arrays);
        for (ToldArray array : more.arrays) all = all.and(array);
        return all;
    }

    /** With one array more, or with more of those that it turns out to be. */
    Told and(ToldArray array) {
        Vector<ToldArray> same = arrays.filter(array::isSame);
        if (same.isEmpty()) return new Told(machine, arrays.append(array));
        ToldArray all = same.tail().append(array).fold(same.head(), ToldArray::and);
        return new Told(machine, arrays.replace(same.head(), all).removeAll(same.tail()));
    }
}
