package kvetch.properties.narrow;

import io.vavr.collection.Vector;
import kvetch.properties.law.Law;
import kvetch.properties.setup.Allocators;
import kvetch.raid0.KernelProfile;

/** Runs the driver with integers of other widths on every array of a scope. A service: there may be none. */
public interface NarrowExplorer {

    /**
     * What is to be explored.
     *
     * @param scope which arrays
     * @param kernels of which kernels, none with a driver of somebody else's
     * @param laws which laws, of {@link #laws}
     * @param allocators those that there are
     * @param threads how many threads to use, 1 or more
     */
    record Question(
            NarrowScope scope, Vector<KernelProfile> kernels, Vector<Law> laws, Allocators allocators, int threads) {}

    /** Who watches. It is asked and told from several threads. */
    interface Watcher {
        /**
         * Whether to stop.
         *
         * @return true if nobody waits for the rest
         */
        boolean isOver();

        /**
         * So many more arrays are done, on one kernel.
         *
         * @param arrays how many
         */
        void done(long arrays);
    }

    /**
     * Those laws that are about the width of integers.
     *
     * @param known all that there are
     * @return some of them
     */
    Vector<Law> laws(Vector<Law> known);

    /**
     * Explores.
     *
     * @param question what
     * @param watcher is told how far it is
     * @return what came of it
     */
    NarrowExploration explore(Question question, Watcher watcher);
}
