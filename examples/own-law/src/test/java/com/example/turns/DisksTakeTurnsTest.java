package com.example.turns;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vavr.collection.Vector;
import kvetch.properties.Check;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.law.Law;
import kvetch.properties.LawResult;
import kvetch.properties.plug.Providers;
import kvetch.properties.Replay;
import kvetch.properties.Verdict;
import kvetch.raid0.KernelProfile;
import kvetch.raid0.KernelProfiles;
import org.junit.jupiter.api.Test;

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

    @Test
    void whereAZoneBeginsTheOriginalLayoutBreaksIt() {
        LawResult result = check();
        assertEquals(Verdict.BROKEN, result.verdict());
        ArrayCase smallest = (ArrayCase) result.defects().head().counterexample();
        assertEquals(1, smallest.layout());
    }

    @Test
    void aCounterexampleCanBeRunAgain() {
        String token = check().defects().head().replay();
        Replay replay = Replay.of(providers, token).get();
        assertEquals(Verdict.BROKEN, replay.verdict());
    }
}
