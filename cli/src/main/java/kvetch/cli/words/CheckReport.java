package kvetch.cli.words;

import io.vavr.collection.Vector;
import kvetch.cli.console.ExitCode;
import kvetch.properties.Check;
import kvetch.properties.LawResult;
import kvetch.properties.Replay;
import kvetch.properties.Verdict;

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

    /** What to exit with, where every verdict is taken as it is. */
    static ExitCode exitCode(Vector<LawResult> results) {
        return exitCode(results, results.map(LawResult::verdict));
    }

    /**
     * What to exit with.
     *
     * @param results what came of each law
     * @param verdicts how each of them is to be taken
     */
    static ExitCode exitCode(Vector<LawResult> results, Vector<Verdict> verdicts) {
        if (results.exists(result -> result.verdict() == Verdict.ERROR && result.misbehaviour() == null))
            return ExitCode.OUR_FAULT;
        return switch (Verdict.ofAll(verdicts)) {
            case HELD -> ExitCode.HELD;
            case BROKEN -> ExitCode.BROKEN;
            case ERROR -> ExitCode.ALLOCATOR;
            default -> ExitCode.INCOMPLETE;
        };
    }
}
