package kvetch.properties.shrinking;

import static kvetch.properties.shrinking.Challenge.list;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The ideas of the minimiser for values of any shape: integers, words and lists of values. It deletes, puts a part in the
 * place of the whole, lowers numbers, alone, with their equals, and in pairs that keep a sum or a difference, and sorts; over
 * and over, until nothing moves.
 *
 * <p>The minimiser itself works on arrays and knows what a chunk is; none of its code is in here.
 */
final class GenericPasses {
    private static final int BUDGET = 20_000;

    /** Fewer nodes first, then by the nodes in order: smaller magnitudes, positive numbers first. */
    static final Comparator<Object> SMALLER_FIRST = Comparator.comparingInt(GenericPasses::nodes)
            .thenComparing(GenericPasses::numbers, GenericPasses::compareNumbers)
            .thenComparing(Object::toString);

    private final Predicate<Object> breaks;
    private final Set<Object> tried = new HashSet<>();
    private Object best;
    private int evaluations;

    private GenericPasses(Object found, Predicate<Object> breaks) {
        this.best = found;
        this.breaks = breaks;
    }

    /**
     * What it came to.
     *
     * @param smallest the smallest value
     * @param evaluations how many values were tried
     */
    record Result(Object smallest, int evaluations) {}

    static Result minimise(Object found, Predicate<Object> breaks) {
        GenericPasses passes = new GenericPasses(found, breaks);
        passes.run();
        return new Result(passes.best, passes.evaluations);
    }

    private void run() {
        Object before;
        do {
            before = best;
            for (Object candidate : smallerShapes(best)) if (accept(candidate)) break;
            if (!best.equals(before)) continue;
            merge();
            sort();
            lowerAlone();
            lowerEquals();
            lowerInPairs();
        } while (!best.equals(before) && evaluations < BUDGET);
    }

    private boolean accept(Object candidate) {
        if (evaluations >= BUDGET || SMALLER_FIRST.compare(candidate, best) >= 0 || !tried.add(candidate)) return false;
        evaluations++;
        if (!breaks.test(candidate)) return false;
        best = candidate;
        return true;
    }

    // Shapes

    /** Each with some elements fewer, or with a part in place of the whole; the smallest first. */
    private static List<Object> smallerShapes(Object value) {
        List<Object> shapes = new ArrayList<>();
        if (!(value instanceof List<?> elements)) return shapes;
        shapes.addAll(elements);
        for (int length = elements.size(); length > 0; length = length > 8 ? length / 2 : length - 1)
            for (int from = 0; from + length <= elements.size(); from++) {
                List<Object> fewer = new ArrayList<>(elements.subList(0, from));
                fewer.addAll(elements.subList(from + length, elements.size()));
                shapes.add(fewer);
            }
        for (int i = 0; i < elements.size(); i++)
            for (Object smaller : smallerShapes(elements.get(i))) shapes.add(with(elements, i, smaller));
        if (elements.stream().allMatch(Integer.class::isInstance)) shapes.addAll(withIndicesMoved(elements));
        // Two neighbours that only count together.
        for (int i = 0; i + 1 < elements.size(); i++)
            if (elements.get(i) instanceof Integer a && elements.get(i + 1) instanceof Integer b)
                for (int sum : new int[] {a + b, -(a + b)}) {
                    List<Object> fewer = with(elements, i, sum);
                    fewer.remove(i + 1);
                    shapes.add(fewer);
                }
        shapes.sort(SMALLER_FIRST);
        return shapes;
    }

    /** Without an element, and with the numbers that point past it one less. */
    private static List<Object> withIndicesMoved(List<?> numbers) {
        List<Object> shapes = new ArrayList<>();
        for (int i = 0; i < numbers.size(); i++) {
            List<Object> fewer = new ArrayList<>();
            for (int j = 0; j < numbers.size(); j++) {
                int number = (Integer) numbers.get(j);
                if (j != i) fewer.add(number > i ? number - 1 : number);
            }
            shapes.add(fewer);
        }
        return shapes;
    }

    private static List<Object> with(List<?> elements, int index, Object element) {
        List<Object> changed = new ArrayList<>(elements);
        changed.set(index, element);
        return changed;
    }

    /** Two lists beside each other as one. */
    private void merge() {
        if (!(best instanceof List<?> elements)) return;
        for (int i = 0; i < elements.size(); i++)
            for (int j = i + 1; j < elements.size(); j++)
                if (elements.get(i) instanceof List<?> a && elements.get(j) instanceof List<?> b) {
                    List<Object> both = new ArrayList<>(a);
                    both.addAll(b);
                    List<Object> fewer = with(elements, i, both);
                    fewer.remove(j);
                    if (accept(fewer)) return;
                }
    }

    private void sort() {
        accept(sorted(best, true));
        accept(sorted(best, false));
        if (!(best instanceof List<?> elements)) return;
        for (int i = 0; i < elements.size(); i++)
            for (int j = i + 1; j < elements.size(); j++) {
                List<Object> swapped = with(elements, i, elements.get(j));
                swapped.set(j, elements.get(i));
                if (accept(swapped)) return;
            }
    }

    private static Object sorted(Object value, boolean inside) {
        if (!(value instanceof List<?> elements)) return value;
        List<Object> sorted = new ArrayList<>();
        for (Object element : elements) sorted.add(inside ? sorted(element, true) : element);
        sorted.sort(SMALLER_FIRST);
        return sorted;
    }

    // Numbers

    private void lowerAlone() {
        int count = numbers(best).size();
        for (int i = 0; i < count && i < numbers(best).size(); i++) {
            int index = i;
            lower(numbers(best).get(i), value -> replaced(best, index, value));
        }
    }

    /** Numbers that are equal, together. */
    private void lowerEquals() {
        for (int number : new HashSet<>(numbers(best)))
            lower(number, value -> mapped(best, old -> old == number ? value : old));
    }

    /** Two numbers by as much, or one by as much as the other grows. */
    private void lowerInPairs() {
        int count = numbers(best).size();
        for (int i = 0; i < count; i++)
            for (int j = 0; j < count && j < numbers(best).size(); j++) {
                if (i == j || i >= numbers(best).size()) continue;
                int first = i;
                int second = j;
                int a = numbers(best).get(i);
                int b = numbers(best).get(j);
                lower(a, value -> replaced(replaced(best, first, value), second, b + (a - value)));
                int c = numbers(best).get(i);
                int d = numbers(best).get(j);
                lower(c, value -> replaced(replaced(best, first, value), second, d - (c - value)));
            }
    }

    /** Looks for the smallest value: from the smallest up, and then between what is refused and what is accepted. */
    private void lower(int from, java.util.function.IntFunction<Object> candidate) {
        for (int small = 0; small <= 16; small++) {
            if (Math.abs((long) from) < small) return;
            if (accept(candidate.apply(small)) || accept(candidate.apply(-small))) return;
        }
        int sign = from < 0 ? -1 : 1;
        if (from < 0 && from != Integer.MIN_VALUE && accept(candidate.apply(-from))) sign = 1;
        long refused = 16;
        long accepted = Math.abs((long) from);
        while (accepted - refused > 1) {
            long middle = refused + (accepted - refused) / 2;
            if (accept(candidate.apply((int) (sign * middle)))) accepted = middle;
            else refused = middle;
        }
    }

    private static int nodes(Object value) {
        if (!(value instanceof List<?> elements)) return 1;
        int sum = 1;
        for (Object element : elements) sum += nodes(element);
        return sum;
    }

    private static List<Integer> numbers(Object value) {
        List<Integer> numbers = new ArrayList<>();
        mapped(value, number -> {
            numbers.add(number);
            return number;
        });
        return numbers;
    }

    private static int compareNumbers(List<Integer> a, List<Integer> b) {
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            int order = Long.compare(rank(a.get(i)), rank(b.get(i)));
            if (order != 0) return order;
        }
        return Integer.compare(a.size(), b.size());
    }

    private static long rank(int number) {
        return 2 * Math.abs((long) number) + (number < 0 ? 1 : 0);
    }

    private static Object replaced(Object value, int index, int number) {
        int[] at = {0};
        return mapped(value, old -> at[0]++ == index ? number : old);
    }

    private static Object mapped(Object value, java.util.function.IntUnaryOperator change) {
        if (value instanceof Integer number) return change.applyAsInt(number);
        if (!(value instanceof List<?>)) return value;
        List<Object> elements = new ArrayList<>();
        for (Object element : list(value)) elements.add(mapped(element, change));
        return elements;
    }
}
