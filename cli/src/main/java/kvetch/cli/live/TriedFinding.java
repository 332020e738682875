package kvetch.cli.live;

import io.vavr.collection.Vector;
import kvetch.cli.console.UsageError;
import kvetch.cli.words.KnownFinding;
import kvetch.live.LiveKernel;
import kvetch.live.Sighting;
import kvetch.properties.Replay;
import kvetch.properties.plug.Providers;
import kvetch.properties.plug.ReplayToken;
import kvetch.properties.run.Examiner;
import kvetch.properties.setup.Setup;

/**
 * What a real kernel said to a finding, whichever release that was found on.
 *
 * @param finding which
 * @param sighting what came of it
 * @param isForeseen whether the model of that kernel's release, or the nearest one, breaks the same law by the same case
 */
public record TriedFinding(KnownFinding finding, Sighting sighting, boolean isForeseen) {
    private static final String SEEN = "seen";
    private static final String UNFORESEEN = "seen, unforeseen";
    private static final String NOT_SEEN = "not seen";
    private static final String ABSENT = "has it not";
    private static final String UNTRIED = "cannot be tried";

    /** All that may come of one. */
    public static final Vector<String> VERDICTS = Vector.of(SEEN, UNFORESEEN, NOT_SEEN, ABSENT, UNTRIED);

    /** Tries one. */
    public static TriedFinding of(LiveKernel kernel, Providers providers, KnownFinding finding) {
        Replay replay = Replay.of(providers, finding.token()).getOrElseThrow(UsageError::new);
        Sighting sighting = Confirmation.of(kernel, providers, replay);
        ReplayToken token = replay.token();
        Setup model = Setup.asShipped(providers.allocators(), kernel.profile());
        boolean isForeseen = Examiner.examine(token.law(), model, token.testCase()).violations().stream()
                .anyMatch(violation -> violation.law().equals(token.law()));
        return new TriedFinding(finding, sighting, isForeseen);
    }

    /** The verdict in a few words, which are the same for all that are alike. */
    public String verdict() {
        if (sighting instanceof Sighting.CannotBeTried) return UNTRIED;
        if (sighting instanceof Sighting.Seen) return isForeseen ? SEEN : UNFORESEEN;
        return isForeseen ? NOT_SEEN : ABSENT;
    }

    /** Whether kernel and model do not say the same, or nothing can be said: what takes a word more. */
    public boolean isOdd() {
        return sighting instanceof Sighting.CannotBeTried || sighting instanceof Sighting.Seen != isForeseen;
    }
}
