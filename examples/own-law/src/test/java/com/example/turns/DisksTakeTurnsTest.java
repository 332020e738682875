package com.example.turns;

import static org.junit.jupiter.api.Assertions.assertEquals;

import kvetch.Kvetch;
import kvetch.properties.LawResult;
import kvetch.properties.Replay;
import kvetch.properties.Verdict;
import kvetch.properties.cases.ArrayCase;
import org.junit.jupiter.api.Test;

class DisksTakeTurnsTest {
    private static LawResult check() {
        return Kvetch.check("7.2").allocators("kvzalloc").laws("T1").seed(1).run().of("T1");
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
        assertEquals(Verdict.BROKEN, Replay.of(token).verdict());
    }
}
