package kvetch.properties.explore;

import io.vavr.collection.Vector;
import java.util.List;
import kvetch.properties.law.Law;
import kvetch.properties.law.LifeLaw;
import kvetch.properties.law.RunningArrayLaw;
import kvetch.properties.run.Whose;
import kvetch.properties.setup.Setup;

/**
 * Laws, by how they are explored.
 *
 * @param all every law
 * @param running those that are asked for their fast form on an array that runs
 * @param comparing those, some of the others among them, for which the tables of two kernels or allocators are compared
 * @param life those of whole lives
 */
record LawsByKind(
        Vector<Law> all, List<RunningArrayLaw> running, Vector<RunningArrayLaw> comparing, List<LifeLaw> life) {

    static LawsByKind of(Vector<Law> laws) {
        Vector<RunningArrayLaw> ofRunning =
                laws.filter(RunningArrayLaw.class::isInstance).map(RunningArrayLaw.class::cast);
        Vector<RunningArrayLaw> comparing = ofRunning.filter(law -> law.compares() != Law.Comparison.NONE);
        return new LawsByKind(
                laws,
                ofRunning.filter(RunningArrayLaw::looksAtOne).toJavaList(),
                comparing,
                laws.filter(LifeLaw.class::isInstance).map(LifeLaw.class::cast).toJavaList());
    }

    /** Whether code of somebody's own runs with this setup: an allocator, a driver or one of the laws. */
    boolean arePluggedIn(Setup setup) {
        return all.exists(law -> Whose.isPluggedIn(law, setup));
    }
}
