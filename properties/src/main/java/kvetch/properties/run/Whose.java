package kvetch.properties.run;

import kvetch.properties.cases.Case;
import kvetch.properties.evidence.Culprit;
import kvetch.properties.evidence.Misbehaviour;
import kvetch.properties.law.Law;
import kvetch.properties.sandbox.CallMonitor;
import kvetch.properties.setup.Setup;

/** Whose code runs where a law judges a setup, and who is to blame for what it does. */
public final class Whose {
    private Whose() {}

    /** Whether it is not all Kvetch's own. */
    public static boolean isPluggedIn(Law law, Setup setup) {
        return setup.isPluggedIn() || law.isPluggedIn();
    }

    /** Who is to blame where no allocator is being called: the law only if all else is Kvetch's own. */
    public static Culprit suspect(Law law, Setup setup) {
        return setup.isPluggedIn() || !law.isPluggedIn() ? setup.suspect() : Culprit.law(law.id());
    }

    /** How somebody misbehaved, with the token of the case. */
    public static Misbehaviour withReplay(Misbehaviour misbehaviour, Law law, Setup setup) {
        return misbehaviour.withReplay(
                law.id(), setup.kernel().name(), setup.provider().name());
    }

    /** Has a law judge; one that was plugged in is watched while it does. */
    static void watch(Law law, Case c, Runnable judging) {
        if (law.isPluggedIn()) CallMonitor.current().judge(Culprit.law(law.id()), c, judging);
        else judging.run();
    }
}
