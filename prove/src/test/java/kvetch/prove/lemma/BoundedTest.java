package kvetch.prove.lemma;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import kvetch.prove.Z3Prover;
import kvetch.prove.solve.Solver;
import kvetch.prove.solve.Solver.Answer;
import kvetch.prove.term.Facts;
import kvetch.prove.term.Term;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The loops that make the zones, unrolled for up to four disks of any sizes in any order, and five in ascending order, which makes no
 * difference (docs/explore.md) but to how long it takes: what the induction says of any number of disks is so, without any of its
 * lemmas. A solver is asked once for each order in which disks can be, some of them alike.
 */
final class BoundedTest {
    private static final int MOST_IN_ANY_ORDER = 4;

    private final Run run = new Run(Z3Prover.functions(), Facts.NONE);

    @Tag("long")
    @ParameterizedTest
    @CsvSource({"1, 1", "2, 3", "3, 13", "4, 75", "5, 16"})
    void zonesOfFewDisksAreInOrderAndCoverThem(int disks, int orders) {
        List<int[]> all = orders(disks);
        assertThat(all).hasSize(orders);
        try (Solver solver = new Solver(60_000)) {
            for (int[] order : all) {
                List<Term> wrong = new Unrolled(order).wrong();
                assertThat(solver.ask(wrong.subList(0, wrong.size() - 1)))
                        .as("there are such disks: %s", Arrays.toString(order))
                        .isInstanceOf(Answer.Some.class);
                assertThat(solver.ask(wrong)).as(Arrays.toString(order)).isInstanceOf(Answer.None.class);
            }
        }
    }

    /** For each disk how many different sizes are smaller than its own. */
    private static List<int[]> orders(int disks) {
        List<int[]> orders = new ArrayList<>();
        int[] order = new int[disks];
        do {
            int most = Arrays.stream(order).max().orElseThrow();
            boolean isAscending =
                    Arrays.equals(order, Arrays.stream(order).sorted().toArray());
            if (Arrays.stream(order).distinct().count() == most + 1 && (isAscending || disks <= MOST_IN_ANY_ORDER))
                orders.add(order.clone());
        } while (next(order));
        return orders;
    }

    private static boolean next(int[] order) {
        for (int i = 0; i < order.length; i++) {
            if (++order[i] < order.length) return true;
            order[i] = 0;
        }
        return false;
    }

    /** What the loops come to for disks in one order. */
    private final class Unrolled {
        private final List<Term> known = new ArrayList<>();
        private final List<Term> sizes = new ArrayList<>();
        private Term total = Term.of(0);

        Unrolled(int[] order) {
            for (int disk = 0; disk < order.length; disk++) {
                sizes.add(Numbers.sectors("size" + disk));
                total = total.plus(sizes.get(disk));
            }
            for (int one = 0; one < order.length; one++)
                for (int other = 0; other < order.length; other++) {
                    if (one < other && order[one] == order[other])
                        known.add(sizes.get(one).is(sizes.get(other)));
                    if (order[one] < order[other]) known.add(sizes.get(one).below(sizes.get(other)));
                }
            known.add(total.below(Term.power(64)));
        }

        /** A name for what is computed, so that formulas stay small. */
        private Term named(String name, Term term) {
            Term variable = Numbers.sectors(name);
            known.add(variable.is(term));
            return variable;
        }

        /** What no disks may fulfil; but for the last, what disks there are. */
        List<Term> wrong() {
            int disks = sizes.size();
            Term from = Term.of(0);
            Term end = Term.of(0);
            Term count = Term.of(disks + 1L);
            Term inOrder = Term.TRUE;
            for (int zone = 0; zone < disks; zone++) {
                Term smallest = Term.power(64).minus(Term.of(1));
                Term members = Term.of(0);
                for (int disk = 0; disk < disks; disk++) {
                    Term size = sizes.get(disk);
                    Term isIn = zone == 0 ? Term.TRUE : run.says("reaches", size, from);
                    Term next = Term.choose(isIn, run.counted("smaller", smallest, size), smallest);
                    smallest = named("smallest" + zone + "_" + disk, next);
                    members = members.plus(Term.choose(isIn, Term.of(1), Term.of(0)));
                }
                Term depth = named("depth" + zone, run.counted("depth", smallest, from));
                Term nextCount = named("count" + zone, members);
                Term nextEnd = end;
                for (int all = 1; all <= disks; all++) {
                    Term sectors = run.call("zoneSectors", depth, Term.of(all)).term();
                    nextEnd =
                            Term.choose(nextCount.is(Term.of(all)), run.counted("nextZoneEnd", end, sectors), nextEnd);
                }
                Term to = named("end" + zone, nextEnd);
                Term isThere = Term.of(1).atMost(nextCount);
                // Disks of no sectors make a zone 0 that is empty.
                Term grows = zone == 0 ? end.atMost(to) : end.below(to);
                inOrder = inOrder.and(isThere.implies(grows.and(nextCount.below(count))));
                from = named("from" + zone, Term.choose(isThere, smallest, from));
                end = to;
                count = nextCount;
            }
            known.add(inOrder.and(end.is(total)).not());
            return known;
        }
    }
}
