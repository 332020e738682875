package kvetch.properties.arbitraries;

import io.vavr.collection.Vector;
import java.util.function.Supplier;
import java.util.stream.Stream;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.Case;
import kvetch.properties.cases.WorkloadCase;
import kvetch.properties.shrink.Descent;
import net.jqwik.api.EdgeCases;
import net.jqwik.api.Shrinkable;
import net.jqwik.api.ShrinkingDistance;
import org.jspecify.annotations.Nullable;

/**
 * A case that jqwik makes smaller as a check does. jqwik asks for smaller ones and takes the first that fails, in which way is its
 * business and that of the property; which come next is that of the {@link Descent}.
 *
 * @param <T> the kind of case
 */
final class SmallerShrinkable<T extends Case> implements Shrinkable<T> {
    private final T value;
    private final Supplier<Stream<Shrinkable<T>>> smaller;

    private SmallerShrinkable(T value, Supplier<Stream<Shrinkable<T>>> smaller) {
        this.value = value;
        this.smaller = smaller;
    }

    static <T extends Case> Shrinkable<T> of(Descent<? extends T> descent) {
        return new SmallerShrinkable<>(descent.smallest(), () -> descent.next().map(SmallerShrinkable::of));
    }

    /** An array or, where an array does in the stead of a workload, that. */
    static Shrinkable<Case> ofLife(Case found) {
        if (!(found instanceof WorkloadCase workload)) return of(Descent.of((ArrayCase) found, c -> true));
        return new SmallerShrinkable<>(
                found,
                () -> Stream.concat(
                        Descent.insteadOfWorkload().map(SmallerShrinkable::of),
                        Descent.of(workload).next().map(SmallerShrinkable::of)));
    }

    /** The first few of them, as edge cases. */
    static <T extends Case> EdgeCases<T> edges(Vector<Shrinkable<T>> all, int most) {
        return EdgeCases.fromSuppliers(
                all.take(most).<Supplier<Shrinkable<T>>>map(edge -> () -> edge).asJava());
    }

    @Override
    public T value() {
        return value;
    }

    @Override
    public Stream<Shrinkable<T>> shrink() {
        return smaller.get();
    }

    /**
     * The same for all. Which case is the smaller one no few numbers say; a descent goes down all the same, and so ends. And jqwik
     * does not go on from what a property has nothing to say about, which it does where that is nearer to nothing.
     */
    @Override
    public ShrinkingDistance distance() {
        return ShrinkingDistance.MIN;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SmallerShrinkable<?> shrinkable && value.equals(shrinkable.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
