package kvetch.prove.matter;

import io.vavr.collection.Vector;
import java.util.Set;
import java.util.function.Function;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.Integrity;
import kvetch.properties.law.Violation;
import kvetch.properties.proof.Matter;
import kvetch.properties.proof.Part;
import kvetch.properties.proof.Values;
import kvetch.properties.setup.Setup;
import kvetch.prove.code.Functions;
import kvetch.prove.solve.Solver;
import kvetch.raid0.Mddev;
import org.jspecify.annotations.Nullable;

/** What of a counterexample matters, part by part. */
public final class Matters {
    private static final int MOST_RUNS = 4;

    /** Below, tables may not be served whatever is asked for. */
    private static final int LEAST_MEMORY_MIB = 512;

    private static final Set<String> LAWS_OF_REQUESTS = Set.of("I3", "I4");

    private Matters() {}

    /** Whether there is a formula for what goes wrong, and the array is one that it is about. */
    public static boolean isOfArithmetic(Setup setup, Violation violation, ArrayCase c) {
        boolean isKernels = !setup.isPluggedIn() && !violation.law().isPluggedIn();
        boolean isShipped = !violation.law().id().equals("W1")
                || setup.provider().name().equals(setup.kernel().asShipped());
        return isKernels && isShipped && isUsual(c) && cause(setup, violation, c) != null;
    }

    private static @Nullable Function<SymbolicArray, Truth> cause(Setup setup, Violation violation, ArrayCase c) {
        return new Causes(setup.kernel(), c.machine()).of(violation);
    }

    /** Whether nothing fails, and nothing but sizes and numbers is special about the array. */
    private static boolean isUsual(ArrayCase c) {
        boolean isWhole = c.isInOrder() && c.disks() > 0 && c.asAdded().equals(c);
        boolean isPlain = c.integrity() == Integrity.NONE
                && c.array().blockSizes().largest() == 512
                && c.failAt() == 0
                && !c.startsAgainWithOtherDisks();
        boolean hasMemory = c.machine().freeOrder() == c.machine().maxPageOrder()
                && c.machine().memoryMib() >= LEAST_MEMORY_MIB;
        return isWhole && isPlain && hasMemory && areDisks(c) && Part.runs(c).size() <= MOST_RUNS;
    }

    private static boolean areDisks(ArrayCase c) {
        for (long size : c.diskSectors()) if (Long.compareUnsigned(size, Mddev.CAPPED_SECTORS) > 0) return false;
        return true;
    }

    /**
     * The parts.
     *
     * @param solver who decides
     * @param functions what the driver computes with
     * @param setup the kernel with its allocator
     * @param violation how the law is broken
     * @param c the array that breaks it
     * @return those of which something is known
     */
    public static Vector<Matter> of(Solver solver, Functions functions, Setup setup, Violation violation, ArrayCase c) {
        Function<SymbolicArray, Truth> cause = cause(setup, violation, c);
        if (cause == null) return Vector.empty();
        String law = violation.law().id();
        return Unknown.of(setup.kernel(), functions, c, !law.equals("W1"), LAWS_OF_REQUESTS.contains(law))
                .flatMap(unknown -> {
                    long value = unknown.part().reader().applyAsLong(c);
                    Values values = Solutions.of(solver, unknown, value, cause);
                    return values == null ? Vector.<Matter>empty() : Vector.of(new Matter(unknown.part(), values));
                });
    }
}
