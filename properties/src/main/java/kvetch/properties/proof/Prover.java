package kvetch.properties.proof;

import io.vavr.collection.Vector;
import java.nio.file.Path;
import java.util.function.Consumer;
import kvetch.properties.law.Law;
import kvetch.properties.plug.Providers;
import kvetch.raid0.KernelProfile;
import org.jspecify.annotations.Nullable;

/** Proves laws for every array there can be. A service: there may be none. */
public interface Prover {

    /**
     * What is to be proved.
     *
     * @param providers the allocators that there are
     * @param kernels of which kernels
     * @param laws which laws
     * @param limits how hard to try
     * @param smt2 where to write the questions that a solver is asked, for others to ask; null for nowhere
     */
    record Question(
            Providers providers,
            Vector<KernelProfile> kernels,
            Vector<Law> laws,
            Limits limits,
            @Nullable Path smt2) {}

    /**
     * How hard to try.
     *
     * @param timeoutMs for how many milliseconds a solver may think about one question, 1 or more
     * @param tries how many cases of each law to hold a proof against, 0 or more
     */
    record Limits(int timeoutMs, int tries) {}

    /**
     * Proves, as far as can be.
     *
     * @param question what
     * @param listener gets each proof as soon as it is there
     * @return all proofs: by kernel and law
     */
    Vector<Proof> prove(Question question, Consumer<Proof> listener);
}
