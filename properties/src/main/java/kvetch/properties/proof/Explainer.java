package kvetch.properties.proof;

import io.vavr.collection.Vector;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.law.Violation;
import kvetch.properties.setup.Setup;

/** Says what of a counterexample matters. A service: there may be none. */
public interface Explainer {

    /** Gets ready, which takes a while: may be called from another thread, or not at all. */
    default void prepare() {}

    /**
     * For each part of an array, with which values the law is broken in the same way.
     *
     * @param setup the kernel with its allocator
     * @param violation how the law is broken
     * @param c the array that breaks it
     * @return part by part; empty where what goes wrong is no arithmetic, or nobody has written it down as a formula
     */
    Vector<Matter> matters(Setup setup, Violation violation, ArrayCase c);
}
