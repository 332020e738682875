package kvetch.cli.text;

import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.LinkedHashSet;
import io.vavr.collection.Vector;

/**
 * Which kernels show which findings, as a table of Markdown with notes below.
 *
 * @param kernels their releases, each a column
 * @param rows the findings, each with a cell for each kernel
 */
public record FindingsTable(Vector<String> kernels, Vector<Row> rows) {
    /**
     * What came of a finding on a kernel.
     *
     * @param verdict in a few words
     * @param note why; empty where there is nothing to add
     */
    public record Cell(String verdict, String note) {}

    /**
     * A finding.
     *
     * @param finding its number
     */
    public record Row(String finding, Vector<Cell> cells) {}

    /** The lines of it. */
    public Vector<String> lines() {
        Vector<String> notes = rows.flatMap(Row::cells)
                .map(Cell::note)
                .reject(String::isEmpty)
                .transform(LinkedHashSet::ofAll)
                .toVector();
        LinkedHashMap<String, Integer> numbers =
                notes.zipWithIndex().foldLeft(LinkedHashMap.empty(), (map, note) -> map.put(note._1, note._2 + 1));
        Vector<String> table = Vector.of(line(kernels.prepend("finding")), "|---".repeat(kernels.size() + 1) + "|");
        for (Row row : rows)
            table = table.append(line(row.cells
                    .map(cell -> cell.verdict
                            + numbers.get(cell.note)
                                    .map(number -> " (" + number + ")")
                                    .getOrElse(""))
                    .prepend(row.finding)));
        return notes.isEmpty()
                ? table
                : table.append("").appendAll(notes.zipWithIndex().map(note -> (note._2 + 1) + ". " + note._1));
    }

    private static String line(Vector<String> cells) {
        return cells.mkString("| ", " | ", " |");
    }
}
