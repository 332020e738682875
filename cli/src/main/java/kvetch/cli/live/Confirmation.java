package kvetch.cli.live;

import kvetch.cli.console.UsageError;
import kvetch.cli.words.Sightings;
import kvetch.live.LiveKernel;
import kvetch.live.Sighting;
import kvetch.live.guest.LiveProblem;
import kvetch.properties.LawResult;
import kvetch.properties.Replay;
import kvetch.properties.Verdict;
import kvetch.properties.cases.Case;
import kvetch.properties.law.Defect;
import kvetch.properties.law.Violation;
import kvetch.properties.plug.Providers;

/** Tries on a real kernel what the model did wrong. */
public final class Confirmation {
    private final LiveKernel kernel;
    private final Providers providers;
    private final Sightings sightings;

    /** On a kernel, which stays open; what comes of it goes to the sightings. */
    public Confirmation(LiveKernel kernel, Providers providers, Sightings sightings) {
        this.kernel = kernel;
        this.providers = providers;
        this.sightings = sightings;
    }

    /** Tries what a law was found to be broken by. */
    public void tryDefects(LawResult result) {
        for (Defect defect : result.defects())
            if (sightings.of(defect) == null)
                sightings.note(defect, tried(kernel, providers, defect.counterexample(), defect.violation()));
    }

    /** Tries a counterexample that was run again. */
    public static Sighting of(LiveKernel kernel, Providers providers, Replay replay) {
        if (replay.verdict() != Verdict.BROKEN)
            throw new UsageError("there is nothing to try: the case does not break "
                    + replay.token().law() + " any more");
        return tried(
                kernel,
                providers,
                replay.token().testCase(),
                replay.violations().head());
    }

    /** A kernel that does not come up again is no reason to lose what is known. */
    private static Sighting tried(LiveKernel kernel, Providers providers, Case c, Violation violation) {
        try {
            return kernel.tryCase(providers, c, violation);
        } catch (LiveProblem problem) {
            return new Sighting.CannotBeTried(kernel.release(), String.valueOf(problem.getMessage()));
        }
    }
}
