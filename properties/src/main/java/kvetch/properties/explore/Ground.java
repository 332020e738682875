package kvetch.properties.explore;

import io.vavr.collection.Vector;
import java.util.List;
import java.util.function.IntFunction;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.isolation.Isolation;
import kvetch.properties.setup.Setup;

/**
 * What is gone through, and with whom.
 *
 * @param arrays all arrays, in the order in which they are explored
 * @param disksAgain for a chunk, in sectors, the disks' sizes of the arrays that run in a second life
 * @param longestRequest in sectors
 * @param setups the kernels and allocators
 * @param timeoutMs how many milliseconds of processor time one boot of a machine, and what follows it, may take
 * @param isolation where defects of what was plugged in are shown again
 */
public record Ground(
        List<ArrayCase> arrays,
        IntFunction<List<long[]>> disksAgain,
        int longestRequest,
        Vector<Setup> setups,
        long timeoutMs,
        Isolation isolation) {}
