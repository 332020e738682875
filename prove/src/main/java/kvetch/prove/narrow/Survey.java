package kvetch.prove.narrow;

import io.vavr.collection.Vector;
import java.util.function.Supplier;
import kvetch.api.MachineProfile;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.law.Law;
import kvetch.properties.narrow.NarrowArray;
import kvetch.properties.narrow.NarrowExploration.Verdict;
import kvetch.properties.narrow.NarrowExplorer.Question;
import kvetch.properties.setup.Setup;
import kvetch.prove.law.Argument;
import kvetch.prove.law.Arguments;
import kvetch.prove.law.Border;
import kvetch.raid0.KernelProfile;

/** A thread's survey of the arrays of one kernel: has each judged, and holds it against the borders of the proofs. */
final class Survey {
    private static final MachineProfile MACHINE = MachineProfile.of(4096, 256);

    private final KernelProfile kernel;
    private final Vector<Law> laws;
    private final Vector<Vector<Border>> borders;

    /** Each once, whichever laws have it. */
    private final Border[] conditions;

    private final Tally[] tallies;
    private final Judge judge;

    /**
     * One that has not begun.
     *
     * @param question what is explored
     * @param kernel of which kernel
     * @param loader loads its driver
     * @param isThorough whether each request and each discard is tried
     */
    Survey(Question question, KernelProfile kernel, NarrowLoader loader, boolean isThorough) {
        this.kernel = kernel;
        this.laws = question.laws();
        this.borders =
                laws.map(law -> Arguments.of(law, kernel, question.scope().widths())
                        .map(Argument::borders)
                        .getOrElse(Vector.empty()));
        this.conditions =
                borders.flatMap(each -> each).distinctBy(Border::condition).toJavaArray(Border[]::new);
        this.tallies = borders.map(each -> new Tally(each.size())).toJavaArray(Tally[]::new);
        Setup setup = Setup.asShipped(question.allocators(), kernel);
        Supplier<NarrowDriver> boot = () -> loader.driver(kernel.name(), setup.machine(MACHINE));
        this.judge = new Judge(question.scope().widths(), boot, isThorough);
    }

    /** Has an array judged that stands for so many. */
    void look(int chunk, int layout, long[] disks, long arrays) {
        if (!judge.judge(chunk, layout, disks)) return;
        ArrayCase c = ArrayCase.of(chunk, disks).withLayout(layout);
        NarrowArray array = new NarrowArray(Vector.ofAll(disks), chunk, layout);
        boolean[] holds = new boolean[conditions.length];
        for (int i = 0; i < holds.length; i++) holds[i] = conditions[i].holds().test(c);
        for (int i = 0; i < tallies.length; i++) {
            tallies[i].started(arrays);
            int bit = 1 << Judge.LAWS.indexOf(laws.get(i).id());
            if ((judge.judged() & bit) == 0) continue;
            tallies[i].judged(array, arrays, (judge.broken() & bit) != 0, outside(borders.get(i), holds));
        }
    }

    private int outside(Vector<Border> of, boolean[] holds) {
        int outside = 0;
        for (int i = 0; i < of.size(); i++)
            for (int j = 0; j < conditions.length; j++)
                if (!holds[j] && conditions[j].condition().equals(of.get(i).condition())) outside |= 1 << i;
        return outside;
    }

    /** Takes in what another thread has seen. */
    void add(Survey other) {
        for (int i = 0; i < tallies.length; i++) tallies[i].add(other.tallies[i]);
    }

    /** What it comes to, by law. */
    Vector<Verdict> verdicts() {
        return laws.zipWithIndex(
                (law, i) -> tallies[i].verdict(kernel, law, borders.get(i).map(Border::condition)));
    }
}
