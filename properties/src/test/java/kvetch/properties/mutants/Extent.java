package kvetch.properties.mutants;

import io.vavr.collection.Vector;
import java.util.List;
import java.util.stream.Stream;
import kvetch.properties.Check;

/**
 * How much {@code check} tries of a driver.
 *
 * @param setups the kernels that it is a patch to, each with the allocator of its tables
 * @param seeds with which seeds
 * @param tries how many cases for each law
 */
record Extent(Vector<String> setups, List<Long> seeds, int tries) {
    /** Old kernels come late, and those that never were last: they alone have some of the code. */
    private static final Vector<String> OF_DRIVER = Vector.of(
            "hardened/kvzalloc",
            "7.2/kvzalloc",
            "hardened/kzalloc",
            "7.2/kzalloc",
            "6.1/kzalloc",
            "hardened/vzalloc",
            "7.2+size-fits/kvzalloc",
            "7.2+limit-tables/kvzalloc",
            "7.2+nowarn,limits-saturate/kvzalloc",
            "7.2+no-kill/kvzalloc",
            "7.2-free/kvzalloc",
            "5.10-layout-choice/kzalloc",
            "5.10-layouts-alike/kzalloc",
            "5.3/kzalloc");

    /** Where the allocators are judged themselves. */
    private static final Vector<String> OF_MACHINE = Vector.of(
            "hardened/kvzalloc", "hardened/kzalloc", "hardened/vzalloc", "hardened/page-allocator", "7.2/kvzalloc");

    /** All setups at the default tries. */
    static Extent of(Part part, String seeds) {
        return new Extent(part == Part.DRIVER ? OF_DRIVER : OF_MACHINE, numbers(seeds), Check.DEFAULT_TRIES);
    }

    private static List<Long> numbers(String seeds) {
        return Stream.of(seeds.split(",")).map(Long::valueOf).toList();
    }

    /** As arguments of a program. */
    List<String> arguments() {
        return List.of(setups.mkString(" "), String.join(",", seedWords()), Integer.toString(tries));
    }

    static Extent parse(List<String> arguments) {
        return new Extent(
                Vector.of(arguments.get(0).split(" ")), numbers(arguments.get(1)), Integer.parseInt(arguments.get(2)));
    }

    /** For the name of a file. */
    String fileName() {
        return String.join("-", seedWords());
    }

    private List<String> seedWords() {
        return seeds.stream().map(String::valueOf).toList();
    }
}
