package kvetch.cli.explore;

import io.vavr.collection.Vector;
import kvetch.cli.console.Terminal;
import kvetch.cli.console.Text;
import kvetch.cli.console.Version;
import kvetch.cli.options.IntRange;
import kvetch.properties.Scope;
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
        Vector<Scope.Block> blocks = scope.blocks();
        Vector<Integer> before = blocks.scanLeft(0, (sum, block) -> sum + Math.toIntExact(block.size()));
        return blocks.zipWith(
                before,
                (block, first) -> new Cell(
                        block.chunk(), block.layout(), block.disks(), Vector.range(first, first + (int) block.size())));
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
