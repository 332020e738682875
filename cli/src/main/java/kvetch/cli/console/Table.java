package kvetch.cli.console;

import java.util.ArrayList;
import java.util.List;

/** A table whose last column is wrapped to the width. */
public final class Table {
    private static final int GAP = 2;

    private final List<String> header;
    private final List<List<String>> rows = new ArrayList<>();

    public Table(String... header) {
        this.header = List.of(header);
    }

    public void row(String... cells) {
        rows.add(List.of(cells));
    }

    public void print(Terminal terminal) {
        int last = header.size() - 1;
        int[] widths = new int[last];
        int indent = 0;
        for (int i = 0; i < last; i++) {
            widths[i] = header.get(i).length();
            for (List<String> row : rows)
                widths[i] = Math.max(widths[i], row.get(i).length());
            indent += widths[i] + GAP;
        }
        Style style = terminal.style();
        terminal.say(style.bold(line(header, widths, header.get(last))));
        int room = Math.max(20, terminal.width() - indent);
        for (List<String> row : rows) {
            List<String> wrapped = Text.wrap(row.get(last), room);
            terminal.say(line(row, widths, wrapped.get(0)));
            for (String more : wrapped.subList(1, wrapped.size())) terminal.say(" ".repeat(indent) + more);
        }
    }

    private static String line(List<String> cells, int[] widths, String last) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++)
            line.append(Text.pad(cells.get(i), widths[i])).append(" ".repeat(GAP));
        return line.append(last).toString().stripTrailing();
    }
}
