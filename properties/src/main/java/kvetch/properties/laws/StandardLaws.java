package kvetch.properties.laws;

import io.vavr.collection.Vector;
import kvetch.properties.evidence.Fault;
import kvetch.properties.law.Law;
import kvetch.properties.law.LifeLaw;
import kvetch.properties.law.RunningArrayLaw;
import kvetch.properties.law.Violation;

/** Kvetch's own laws, with their stable ids. A law is one class beside this one, and one line here. */
public final class StandardLaws {
    /** The order of the zones. */
    public static final RunningArrayLaw Z1 = new ZonesInOrder();
    /** The cover of the zones. */
    public static final RunningArrayLaw Z2 = new ZonesCoverDisks();
    /** The mapping as a bijection. */
    public static final RunningArrayLaw Z3 = new OneToOneMapping();
    /** Frees that match. */
    public static final LifeLaw M1 = new FreesMatch();
    /** No leaks. */
    public static final LifeLaw M2 = new NothingLeaks();
    /** Accesses to live memory only. */
    public static final LifeLaw M3 = new AccessesInBlocks();
    /** Sound blocks. */
    public static final LifeLaw M4 = new BlocksAreSound();
    /** No WARN. */
    public static final LifeLaw W1 = new NoWarnings();
    /** No death. */
    public static final LifeLaw W2 = new KernelSurvives();
    /** Clean refusals. */
    public static final LifeLaw W3 = new RefusalsAreClean();
    /** Allocators do not matter. */
    public static final RunningArrayLaw I1 = new SameForAllocators();
    /** Kernels do not matter. */
    public static final RunningArrayLaw I2 = new SameForKernels();
    /** Long requests. */
    public static final RunningArrayLaw I3 = new RequestsLandTogether();
    /** Discards. */
    public static final RunningArrayLaw I4 = new DiscardsMatchMapping();
    /** Limits of the queue. */
    public static final RunningArrayLaw Q1 = new LimitsOfArray();

    /** All of them, in the order in which they are listed, checked and told. */
    public static final Vector<Law> ALL = Vector.of(Z1, Z2, Z3, M1, M2, M3, M4, W1, W2, W3, I1, I2, I3, I4, Q1);

    private StandardLaws() {}

    /**
     * What a fault is as a violation.
     *
     * @param seen a fault
     * @return the law that it breaks, with what was seen
     */
    public static Violation violation(Fault.Seen seen) {
        Law law = ALL.find(each -> each instanceof LifeLaw life && life.faults().contains(seen.fault()))
                .getOrElseThrow(() -> new IllegalStateException("no law is broken by " + seen.fault()));
        return new Violation(law, seen.what(), seen.evidence());
    }
}
