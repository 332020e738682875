package kvetch.properties.shrink;

import io.vavr.collection.Vector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.Case;
import kvetch.properties.cases.WorkloadCase;

/**
 * A search of the {@link Shrinker} in which somebody else tries the cases: it knows the smallest case so far, and what is to be tried
 * next. Immutable, so that one can go on from any place of it.
 *
 * <p>A pass cannot be left and entered again. So it is run anew, from where it began, with the answers that it has had.
 *
 * @param <C> the kind of case
 */
public final class Descent<C extends Case> {
    /** Of one pass, more than the search of a check has for all. */
    private static final int BUDGET = 60_000;

    private static final int FIRST_BATCH = 32;
    private static final int LARGEST_BATCH = 1024;

    private final Function<Search<C>, Shrinker.Rounds> rounds;
    private final Predicate<? super C> within;
    private final Place<C> place;
    private final C smallest;

    /**
     * Where a search is.
     *
     * @param before the smallest case where its round began
     * @param pass the pass, counted through all of its rounds' passes
     * @param start the smallest case where that pass began
     * @param accepted which of the cases that were tried in the pass did, from 0
     */
    private record Place<C extends Case>(C before, int pass, C start, Vector<Integer> accepted) {
        /** Of those that were tried, so many have had their answer. */
        int answered() {
            return accepted.isEmpty() ? 0 : accepted.last() + 1;
        }
    }

    private Descent(
            Function<Search<C>, Shrinker.Rounds> rounds, Predicate<? super C> within, Place<C> place, C smallest) {
        this.rounds = rounds;
        this.within = within;
        this.place = place;
        this.smallest = smallest;
    }

    private static <C extends Case> Descent<C> of(
            Function<Search<C>, Shrinker.Rounds> rounds, C found, Predicate<? super C> within) {
        return new Descent<>(rounds, within, new Place<>(found, 0, found, Vector.empty()), found);
    }

    /**
     * From an array.
     *
     * @param found the array
     * @param within which arrays may be tried
     */
    public static Descent<ArrayCase> of(ArrayCase found, Predicate<? super ArrayCase> within) {
        return of(Shrinker.Rounds::ofArrays, found, within);
    }

    /** From a workload, to smaller ones. */
    public static Descent<WorkloadCase> of(WorkloadCase found) {
        return of(Shrinker.Rounds::ofWorkloads, found, c -> true);
    }

    /** The arrays that are tried before any workload, each as where to go on from. */
    public static Stream<Descent<ArrayCase>> insteadOfWorkload() {
        return Shrinker.ARRAYS_INSTEAD.toJavaStream().map(array -> of(array, c -> true));
    }

    /** The smallest case so far. */
    public C smallest() {
        return smallest;
    }

    /**
     * What is to be tried, in order: each case as the search goes on where it does, while those before it do not. They are found as
     * they are asked for. Where none does, the search is over.
     */
    public Stream<Descent<C>> next() {
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(new Ahead(), Spliterator.ORDERED | Spliterator.NONNULL), false);
    }

    /** A case that a pass tries, and as which. */
    private record Tried<C extends Case>(int number, C testCase) {}

    /** Ends a pass of which enough is known. It is no error, and where it came from nobody asks. */
    private static final class EnoughException extends RuntimeException {
        private static final long serialVersionUID = 1;

        EnoughException() {
            super(null, null, false, false);
        }
    }

    /** Looks ahead, as if nothing did. */
    private final class Ahead implements Iterator<Descent<C>> {
        private final Queue<Tried<C>> batch = new ArrayDeque<>();
        private Place<C> at = place;
        private int answered = place.answered();
        private int batchSize = FIRST_BATCH;
        private boolean isOver;

        @Override
        public boolean hasNext() {
            while (batch.isEmpty() && !isOver) look();
            return !batch.isEmpty();
        }

        @Override
        public Descent<C> next() {
            if (!hasNext()) throw new NoSuchElementException();
            Tried<C> tried = batch.remove();
            Place<C> there = new Place<>(at.before, at.pass, at.start, at.accepted.append(tried.number));
            return new Descent<>(rounds, within, there, tried.testCase);
        }

        /** The next few cases of this pass; where it has no more, the next pass. */
        private void look() {
            Search<C> search = new Search<>(at.start, new Answers()::of, BUDGET);
            Shrinker.Rounds all = rounds.apply(search);
            try {
                pass(all, at.pass).run();
            } catch (EnoughException enough) {
                answered += batch.size();
                batchSize = Math.min(2 * batchSize, LARGEST_BATCH);
                return;
            }
            // Those that are in the batch still belong to the pass that is over.
            if (batch.isEmpty()) endPass(all);
            else answered += batch.size();
        }

        private Runnable pass(Shrinker.Rounds all, int number) {
            List<Runnable> passes = new ArrayList<>(all.first());
            passes.addAll(all.each());
            passes.addAll(all.whenStuck());
            return passes.get(number);
        }

        private void endPass(Shrinker.Rounds all) {
            int next = at.pass + 1;
            int firstOfRound = all.first().size();
            int stuckFrom = firstOfRound + all.each().size();
            boolean hasMoved = !smallest.equals(at.before);
            boolean endsRound = next == stuckFrom + all.whenStuck().size() || (next >= stuckFrom && hasMoved);
            isOver = endsRound && !hasMoved;
            C before = endsRound || next == firstOfRound ? smallest : at.before;
            at = new Place<>(before, endsRound ? firstOfRound : next, smallest, Vector.empty());
            answered = 0;
            batchSize = FIRST_BATCH;
        }

        /** Answers what is known, and takes down what is not. */
        private final class Answers {
            private final Iterator<Integer> accepted = at.accepted.iterator();
            private int nextAccepted = accepted.hasNext() ? accepted.next() : -1;
            private int count;

            boolean of(C c) {
                if (!within.test(c)) return false;
                int number = count++;
                if (number == nextAccepted) {
                    nextAccepted = accepted.hasNext() ? accepted.next() : -1;
                    return true;
                }
                if (number < answered) return false;
                if (batch.size() == batchSize) throw new EnoughException();
                batch.add(new Tried<>(number, c));
                return false;
            }
        }
    }
}
