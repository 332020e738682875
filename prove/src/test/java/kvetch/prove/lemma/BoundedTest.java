package kvetch.prove.lemma;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import kvetch.prove.Z3Prover;
import kvetch.prove.solve.Solver;
import kvetch.prove.solve.Solver.Answer;
import kvetch.prove.term.Facts;
import kvetch.prove.term.Term;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The loops that make the zones, unrolled for few disks of any sizes (up to three in any order, more in ascending order): what the induction says of any number of disks is
 * so, without any of its lemmas.
 */
final class BoundedTest {
    private final Run run = new Run(Z3Prover.functions(), Facts.NONE);
    private final List<Term> known = new ArrayList<>();

    /** A name for what is computed, so that formulas stay small. */
    private Term named(String name, Term term) {
        Term variable = Numbers.sectors(name);
        known.add(variable.is(term));
        return variable;
    }

    @Tag("long")
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void zonesOfFewDisksAreInOrderAndCoverThem(int disks) {
        List<Term> sizes = new ArrayList<>();
        Term total = Term.of(0);
        for (int disk = 0; disk < disks; disk++) {
            sizes.add(Numbers.sectors("size" + disk));
            total = total.plus(sizes.get(disk));
            // The order makes no difference (docs/explore.md), but to how long the solver takes.
            if (disk > 0 && disks > 3) known.add(sizes.get(disk - 1).atMost(sizes.get(disk)));
        }
        known.add(total.below(Term.power(64)));
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
                nextEnd = Term.choose(nextCount.is(Term.of(all)), run.counted("nextZoneEnd", end, sectors), nextEnd);
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
        try (Solver solver = new Solver(60_000)) {
            assertThat(solver.ask(known)).isInstanceOf(Answer.None.class);
        }
    }
}
