package kvetch.properties.shrinking;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** The problems of the shrinking challenge. A value is an integer, a word or a list of values. */
enum Challenge {
    BOUND5("bound5", Challenge::bound5, Challenge::bound5Breaks),
    LARGE_UNION("large union list", Challenge::listsOfIntegers, Challenge::largeUnionBreaks),
    REVERSE(
            "reverse",
            Challenge::integerLists,
            value -> isIntegers(value) && !reversed(value).equals(value)),
    CALCULATOR("calculator", Challenge::expressions, Challenge::calculatorBreaks),
    LENGTH_LIST("length list", Challenge::lengthLists, Challenge::lengthListBreaks),
    DIFFERENCE1("difference 1", Challenge::pairs, value -> isPair(value) && first(value) >= 10 && apart(value) == 0),
    DIFFERENCE2(
            "difference 2",
            Challenge::pairs,
            value -> isPair(value) && first(value) >= 10 && apart(value) >= 1 && apart(value) <= 4),
    DIFFERENCE3("difference 3", Challenge::pairs, value -> isPair(value) && first(value) >= 10 && apart(value) == 1),
    BINARY_HEAP("binary heap", Challenge::heaps, Challenge::heapBreaks),
    COUPLING("coupling", Challenge::couplings, Challenge::couplingBreaks),
    DELETION("deletion", Challenge::deletions, Challenge::deletionBreaks),
    DISTINCT("distinct", Challenge::integerLists, value -> isIntegers(value) && new HashSet<>(list(value)).size() >= 3),
    NESTED_LISTS("nested lists", Challenge::listsOfIntegers, Challenge::nestedBreaks);

    private final String title;
    private final Supplier<Arbitrary<Object>> generated;
    private final Predicate<Object> breaks;

    Challenge(String title, Supplier<Arbitrary<Object>> generated, Predicate<Object> breaks) {
        this.title = title;
        this.generated = generated;
        this.breaks = breaks;
    }

    String title() {
        return title;
    }

    Arbitrary<Object> generated() {
        return generated.get();
    }

    /** Whether a value is one that the problem is about, and breaks its property. */
    boolean breaks(Object value) {
        return breaks.test(value);
    }

    // What values look like

    static List<?> list(Object value) {
        return (List<?>) value;
    }

    private static int integer(Object value) {
        return (Integer) value;
    }

    private static boolean isIntegers(Object value) {
        return value instanceof List<?> some && some.stream().allMatch(Integer.class::isInstance);
    }

    private static boolean isListOfIntegers(Object value) {
        return value instanceof List<?> some && some.stream().allMatch(Challenge::isIntegers);
    }

    private static List<?> reversed(Object value) {
        List<?> copy = new ArrayList<>(list(value));
        Collections.reverse(copy);
        return copy;
    }

    private static Arbitrary<Object> integerLists() {
        return Arbitraries.integers().list().map(some -> some);
    }

    private static Arbitrary<Object> listsOfIntegers() {
        return Arbitraries.integers().list().list().map(some -> some);
    }

    // Five lists of 16-bit integers, each with a sum below 256, and a sum of sums that wraps

    private static Arbitrary<Object> bound5() {
        Arbitrary<List<Integer>> some = Arbitraries.integers()
                .between(Short.MIN_VALUE, Short.MAX_VALUE)
                .list()
                .ofMaxSize(10)
                .filter(numbers -> sum16(numbers) < 256);
        return some.list().ofSize(5).map(five -> five);
    }

    private static short sum16(List<?> numbers) {
        short sum = 0;
        for (Object number : numbers) sum += (short) integer(number);
        return sum;
    }

    private static boolean bound5Breaks(Object value) {
        if (!isListOfIntegers(value) || list(value).size() != 5) return false;
        short total = 0;
        for (Object one : list(value)) {
            for (Object number : list(one)) if (integer(number) != (short) integer(number)) return false;
            short sum = sum16(list(one));
            if (sum >= 256) return false;
            total += sum;
        }
        return total >= 5 * 256;
    }

    private static boolean largeUnionBreaks(Object value) {
        if (!isListOfIntegers(value)) return false;
        Set<Object> union = new HashSet<>();
        for (Object one : list(value)) union.addAll(list(one));
        return union.size() > 4;
    }

    // Sums and quotients, no divisor of which is the literal 0

    private static Arbitrary<Object> expressions() {
        Arbitrary<Object> numbers = Arbitraries.integers().map(number -> number);
        return Arbitraries.lazyOf(
                () -> numbers,
                () -> numbers,
                () -> Combinators.combine(Arbitraries.of("+", "/"), expressions(), expressions())
                        .as((word, left, right) -> List.of(word, left, right)));
    }

    private static boolean calculatorBreaks(Object value) {
        if (!isExpression(value)) return false;
        try {
            evaluate(value);
            return false;
        } catch (ArithmeticException divisionByZero) {
            return true;
        }
    }

    private static boolean isExpression(Object value) {
        if (value instanceof Integer) return true;
        if (!(value instanceof List<?> three) || three.size() != 3) return false;
        boolean isLiteralZero = three.get(0).equals("/") && three.get(2).equals(0);
        return three.get(0) instanceof String
                && !isLiteralZero
                && isExpression(three.get(1))
                && isExpression(three.get(2));
    }

    private static int evaluate(Object expression) {
        if (expression instanceof Integer number) return number;
        int left = evaluate(list(expression).get(1));
        int right = evaluate(list(expression).get(2));
        return list(expression).get(0).equals("+") ? left + right : left / right;
    }

    private static Arbitrary<Object> lengthLists() {
        return Arbitraries.integers()
                .between(1, 100)
                .flatMap(
                        length -> Arbitraries.integers().between(0, 1000).list().ofSize(length))
                .map(some -> some);
    }

    private static boolean lengthListBreaks(Object value) {
        if (!isIntegers(value) || list(value).isEmpty() || list(value).size() > 100) return false;
        boolean inRange = list(value).stream().allMatch(number -> integer(number) >= 0 && integer(number) <= 1000);
        return inRange && list(value).stream().anyMatch(number -> integer(number) >= 900);
    }

    private static Arbitrary<Object> pairs() {
        Arbitrary<Integer> numbers = Arbitraries.integers().between(1, 1000);
        return Combinators.combine(numbers, numbers).as(List::of).map(pair -> pair);
    }

    private static boolean isPair(Object value) {
        return isIntegers(value)
                && list(value).size() == 2
                && list(value).stream().allMatch(number -> integer(number) > 0);
    }

    private static int first(Object pair) {
        return integer(list(pair).get(0));
    }

    private static int apart(Object pair) {
        return Math.abs(first(pair) - integer(list(pair).get(1)));
    }

    // Heaps: empty, or a number and two heaps with larger numbers; the one who sorts them is wrong

    private static Arbitrary<Object> heaps() {
        return heaps(0, 4);
    }

    private static Arbitrary<Object> heaps(int least, int depth) {
        Arbitrary<Object> none = Arbitraries.just(List.of());
        if (depth == 0) return none;
        Arbitrary<Object> some = Arbitraries.integers()
                .between(least, least + 50)
                .flatMap(number -> Combinators.combine(heaps(number, depth - 1), heaps(number, depth - 1))
                        .as((left, right) -> List.of(number, left, right)));
        return Arbitraries.oneOf(some, some, none);
    }

    private static boolean heapBreaks(Object value) {
        if (!isHeap(value, Integer.MIN_VALUE)) return false;
        List<Integer> wrong = wrongToSorted(value);
        List<Integer> numbers = new ArrayList<>();
        collect(value, numbers);
        Collections.sort(numbers);
        List<Integer> sorted = new ArrayList<>(wrong);
        Collections.sort(sorted);
        return !wrong.equals(sorted) || !sorted.equals(numbers);
    }

    private static boolean isHeap(Object value, int least) {
        if (!(value instanceof List<?> heap)) return false;
        if (heap.isEmpty()) return true;
        return heap.size() == 3
                && heap.get(0) instanceof Integer number
                && number >= least
                && isHeap(heap.get(1), number)
                && isHeap(heap.get(2), number);
    }

    private static void collect(Object heap, List<Integer> into) {
        if (list(heap).isEmpty()) return;
        into.add(integer(list(heap).get(0)));
        collect(list(heap).get(1), into);
        collect(list(heap).get(2), into);
    }

    private static List<Integer> wrongToSorted(Object heap) {
        List<Integer> sorted = new ArrayList<>();
        if (list(heap).isEmpty()) return sorted;
        sorted.add(integer(list(heap).get(0)));
        // It merges once and then takes what is left as it stands.
        collect(mergeHeaps(list(heap).get(1), list(heap).get(2)), sorted);
        return sorted;
    }

    private static Object mergeHeaps(Object left, Object right) {
        if (list(left).isEmpty()) return right;
        if (list(right).isEmpty()) return left;
        boolean leftFirst = integer(list(left).get(0)) <= integer(list(right).get(0));
        Object top = leftFirst ? left : right;
        Object other = leftFirst ? right : left;
        return Arrays.asList(
                list(top).get(0), mergeHeaps(list(top).get(2), other), list(top).get(1));
    }

    private static Arbitrary<Object> couplings() {
        return Arbitraries.integers()
                .between(0, 10)
                .list()
                .ofMinSize(1)
                .ofMaxSize(10)
                .filter(Challenge::areIndices)
                .map(some -> some);
    }

    private static boolean areIndices(List<?> some) {
        return some.stream().allMatch(index -> integer(index) >= 0 && integer(index) < some.size());
    }

    private static boolean couplingBreaks(Object value) {
        if (!isIntegers(value) || !areIndices(list(value))) return false;
        for (int i = 0; i < list(value).size(); i++) {
            int to = integer(list(value).get(i));
            if (to != i && integer(list(value).get(to)) == i) return true;
        }
        return false;
    }

    private static Arbitrary<Object> deletions() {
        return Arbitraries.integers()
                .list()
                .ofMinSize(1)
                .flatMap(some -> Arbitraries.of(some).map(one -> List.of(some, one)))
                .map(both -> both);
    }

    private static boolean deletionBreaks(Object value) {
        if (!(value instanceof List<?> both) || both.size() != 2 || !isIntegers(both.get(0))) return false;
        List<?> rest = new ArrayList<>(list(both.get(0)));
        return both.get(1) instanceof Integer && rest.remove(both.get(1)) && rest.contains(both.get(1));
    }

    private static boolean nestedBreaks(Object value) {
        return isListOfIntegers(value)
                && list(value).stream().mapToInt(one -> list(one).size()).sum() > 10;
    }
}
