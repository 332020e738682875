package kvetch.cli.explore;

import io.vavr.collection.Vector;
import kvetch.cli.console.Terminal;
import kvetch.cli.console.Text;
import kvetch.cli.console.Version;
import kvetch.cli.options.IntRange;
import kvetch.properties.Scope;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.setup.Setup;

/**
 * What is gone through.
 *
 * @param scope which arrays
 * @param setups with which kernels and allocators
 */
public record ExploredScope(Scope scope, Vector<Setup> setups) {

    /** All of it, in words. */
    public String words() {
        return scope.size() + " arrays of "
                + new IntRange(scope.sizes().fewestDisks(), scope.sizes().mostDisks()) + " disks of "
                + new IntRange(scope.sizes().fewestChunks(), scope.sizes().mostChunks()) + " chunks, chunk_sectors "
                + scope.chunks().mkString(", ") + ", layout " + scope.layouts().mkString(", ")
                + (scope.sizes().allOrders() ? ", in every order" : "") + ", on "
                + kernels().mkString(", ") + " with "
                + setups.map(setup -> setup.provider().name()).distinct().mkString(", ");
    }

    /** Says it before what came of it. */
    public void tell(Terminal terminal) {
        for (String line : Text.wrap("kvetch " + Version.number() + ": " + words(), terminal.width()))
            terminal.say(line);
    }

    Vector<String> kernels() {
        return setups.map(setup -> setup.kernel().name()).distinct();
    }

    /** The arrays of the scope by what they have in common: their chunk, their layout and how many disks they have. */
    Vector<Cell> cells() {
        Vector<ArrayCase> arrays = Vector.ofAll(scope.arrays());
        Vector<Cell> cells = Vector.empty();
        for (int chunk : scope.chunks())
            for (int layout : scope.layouts())
                for (int disks = scope.sizes().fewestDisks();
                        disks <= scope.sizes().mostDisks();
                        disks++) cells = cells.append(new Cell(chunk, layout, disks, Vector.empty()));
        java.util.Map<String, Vector<Integer>> numbers = new java.util.HashMap<>();
        for (int i = 0; i < arrays.size(); i++) {
            ArrayCase array = arrays.get(i);
            int number = i;
            numbers.merge(
                    key(array.chunkSectors(), array.layout(), array.disks()), Vector.of(number), Vector::appendAll);
        }
        return cells.map(cell -> new Cell(
                cell.chunk,
                cell.layout,
                cell.disks,
                numbers.getOrDefault(key(cell.chunk, cell.layout, cell.disks), Vector.empty())));
    }

    private static String key(int chunk, int layout, int disks) {
        return chunk + " " + layout + " " + disks;
    }

    /**
     * Arrays that are drawn side by side.
     *
     * @param chunk chunk_sectors
     * @param layout 1 or 2
     * @param disks how many
     * @param arrays their numbers, in the order of the scope
     */
    record Cell(int chunk, int layout, int disks, Vector<Integer> arrays) {}
}
