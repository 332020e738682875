package kvetch.properties.run;

import kvetch.properties.law.Life;
import kvetch.properties.setup.Tap;
import kvetch.raid0.ExtentSink;
import kvetch.raid0.Mddev;
import kvetch.raid0.RunResult;

/** What is told of a life while it is led; by default nobody listens, which costs nothing. */
public interface Trace extends Tap {
    /** Nobody listens. */
    Trace NONE = new Trace() {};

    default void starts(Life.Which which, Mddev mddev) {}

    /** A start has ended; an array that was not refused runs, and nothing was done with it yet. */
    default void ended(Life.Which which, RunResult result, BootedArray array) {}

    /** So many sectors were mapped. */
    default void mapped(int sectors) {}

    /** The kernel dies of a request or a discard, or where a sector is mapped, which is one of a single sector. */
    default void diesOf(boolean isDiscard, long start, long sectors) {}

    /** A request or a discard comes in. */
    default ExtentSink requests(boolean isDiscard, long start, long sectors) {
        return (disk, sector, length) -> {};
    }

    /** It was carried out. */
    default void isSent() {}

    default void stops() {}
}
