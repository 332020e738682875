package kvetch.prove.law;

import io.vavr.collection.Vector;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kvetch.prove.code.Functions;
import kvetch.prove.lemma.Lemma;
import kvetch.prove.solve.Solver;
import kvetch.prove.solve.Solver.Answer;
import kvetch.prove.term.Range;
import kvetch.prove.term.Term;
import org.jspecify.annotations.Nullable;

/**
 * Finds numbers for which a lemma does not hold, as small as there are.
 *
 * @param solver who is asked
 * @param functions the functions of the driver
 */
public record Finder(Solver solver, Functions functions) {

    /**
     * The smallest numbers for which a lemma is wrong.
     *
     * @param lemma a lemma, without a hypothesis that it needs
     * @param more what the numbers have to fulfil besides
     * @param order which are to be small, the most important first
     * @return null if the solver knows of none
     */
    @Nullable
    Map<String, BigInteger> smallest(Lemma lemma, Vector<Term> more, Term... order) {
        List<Term> asked = new ArrayList<>(lemma.refutation(functions));
        more.forEach(asked::add);
        Map<String, BigInteger> best = numbers(asked);
        if (best == null) return null;
        for (Term variable : order) {
            BigInteger high = value(variable, best);
            BigInteger low = lowest(variable.range(), high);
            while (low.compareTo(high) < 0) {
                // Rounded down, for numbers below zero, too.
                BigInteger middle = low.add(high).shiftRight(1);
                asked.add(variable.atMost(Term.of(middle)));
                Map<String, BigInteger> smaller = numbers(asked);
                asked.remove(asked.size() - 1);
                if (smaller == null) low = middle.add(BigInteger.ONE);
                else {
                    best = smaller;
                    high = value(variable, best);
                }
            }
            asked.add(variable.is(Term.of(high)));
        }
        return best;
    }

    private static BigInteger lowest(Range range, BigInteger high) {
        return range.low() == null ? high.min(BigInteger.ZERO) : range.low();
    }

    /** A variable that matters to nobody may be anything. */
    private static BigInteger value(Term variable, Map<String, BigInteger> numbers) {
        Map<String, BigInteger> all = new HashMap<>(numbers);
        variable.variables().forEach((name, range) -> all.putIfAbsent(name, lowest(range, BigInteger.ZERO)));
        return variable.value(all);
    }

    private @Nullable Map<String, BigInteger> numbers(List<Term> truths) {
        return solver.ask(truths) instanceof Answer.Some some ? some.numbers() : null;
    }
}
