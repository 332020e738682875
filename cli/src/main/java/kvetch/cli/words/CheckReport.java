package kvetch.cli.words;

import io.vavr.collection.Vector;
import kvetch.properties.Check;
import kvetch.properties.LawResult;
import kvetch.properties.Replay;

/** Says what came of a check. */
public interface CheckReport {

    /** Takes what is going to be checked. */
    void begin(Check check);

    /** Takes what broke in an earlier check, run again before anything else. */
    default void recalled(Vector<Replay> replays) {}

    /** Takes a result as soon as it is known. */
    void result(LawResult result);

    /** Takes all results at the end. */
    void end(Vector<LawResult> results);
}
