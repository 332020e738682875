package kvetch.cli.words;

import io.vavr.collection.Vector;
import kvetch.properties.LawResult;

/** Puts results into columns. */
public final class CheckMatrix {
    private CheckMatrix() {}

    /** The results of each kernel and allocator, in the order in which they came. */
    public static Vector<Vector<LawResult>> columns(Vector<LawResult> results) {
        Vector<Vector<LawResult>> columns = Vector.empty();
        for (LawResult result : results) {
            int at = columns.indexWhere(column -> column.head().kernel().equals(result.kernel())
                    && column.head().allocator().equals(result.allocator()));
            columns = at < 0
                    ? columns.append(Vector.of(result))
                    : columns.update(at, columns.get(at).append(result));
        }
        return columns;
    }
}
