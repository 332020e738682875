package com.example.turns;

import static org.junit.platform.commons.util.Preconditions.condition;

import io.vavr.collection.Vector;
import kvetch.properties.Check;
import kvetch.properties.Law;
import kvetch.properties.LawResult;
import kvetch.properties.Providers;
import kvetch.properties.Replay;
import kvetch.properties.Verdict;
import kvetch.raid0.KernelProfile;
import kvetch.raid0.KernelProfiles;
import net.jqwik.api.Example;

class DisksTakeTurnsTest {
    private final Providers providers = Providers.load();
    private final Law law = providers.laws().find("T1").get();
    private final KernelProfile kernel = KernelProfiles.find("7.2").get();

    private LawResult check() {
        Check check = new Check(
                providers,
                Vector.of(kernel),
                Vector.of(providers.find("kvzalloc").get()),
                Vector.of(law),
                Check.DEFAULT_TRIES,
                1);
        return check.run(result -> {}).head();
    }

    @Example
    void whereAZoneBeginsTheOriginalLayoutBreaksIt() {
        LawResult result = check();
        condition(result.verdict() == Verdict.BROKEN, "it is broken");
        condition(result.defects().head().counterexample().layout() == 1, "by the original layout");
    }

    @Example
    void aCounterexampleCanBeRunAgain() {
        String token = check().defects().head().replay();
        Replay replay = Replay.of(providers, token).get();
        condition(replay.verdict() == Verdict.BROKEN, "the token breaks it again");
    }
}
