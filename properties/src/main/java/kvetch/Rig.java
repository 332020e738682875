package kvetch;

import io.vavr.collection.Vector;
import io.vavr.control.Option;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.Case;
import kvetch.properties.law.Law;
import kvetch.properties.law.RunningArray;
import kvetch.properties.law.Violation;
import kvetch.properties.plug.Providers;
import kvetch.properties.plug.ReplayToken;
import kvetch.properties.run.BootedArray;
import kvetch.properties.run.Examiner;
import kvetch.properties.setup.Setup;
import kvetch.raid0.KernelProfile;

/** A kernel with an allocator, to try single cases on: each on a machine that has just booted. For properties of one's own. */
public final class Rig {
    private final Providers providers;
    private final Setup setup;

    private Rig(Providers providers, Setup setup) {
        this.providers = providers;
        this.setup = setup;
    }

    static Rig of(Providers providers, String kernel) {
        return of(providers, kernel, kernel(providers, kernel).asShipped());
    }

    static Rig of(Providers providers, String kernel, String allocator) {
        KernelProfile profile = kernel(providers, kernel);
        return new Rig(
                providers,
                new Setup(
                        providers.allocators(),
                        profile,
                        providers.find(allocator).getOrElseThrow(BadInputException::new)));
    }

    /**
     * Starts an array.
     *
     * @param c the array, with what fails meanwhile
     * @return the array that runs; none if it is refused, or the kernel dies of it
     */
    public Option<RunningArray> start(ArrayCase c) {
        return Option.of(BootedArray.start(setup, c));
    }

    /**
     * Has a law judge a case.
     *
     * @param law its id, such as {@code W1}
     * @param c the case
     * @return how the case breaks it; none if it does not, or has nothing to say about it
     * @throws BadInputException if there is no law of that id
     */
    public Vector<Violation> violations(String law, Case c) {
        return violations(law(law), c);
    }

    /**
     * Has a law judge a case.
     *
     * @param law the law, one's own or Kvetch's
     * @param c the case
     * @return how the case breaks it; none if it does not, or has nothing to say about it
     */
    public Vector<Violation> violations(Law law, Case c) {
        return Vector.ofAll(Examiner.examine(law, setup, c).violations())
                .filter(violation -> violation.law().equals(law));
    }

    /**
     * What {@code kvetch replay} runs a case again by.
     *
     * @param law the id of the law that it breaks
     * @param c the case
     * @return a line of text
     * @throws BadInputException if there is no law of that id
     */
    public String token(String law, Case c) {
        return new ReplayToken(law(law), setup.kernel().name(), setup.provider().name(), c).format();
    }

    @Override
    public String toString() {
        return setup.toString();
    }

    private static KernelProfile kernel(Providers providers, String name) {
        return providers.kernel(name).getOrElseThrow(BadInputException::new);
    }

    private Law law(String id) {
        return providers.laws().find(id).getOrElseThrow(BadInputException::new);
    }
}
