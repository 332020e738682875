package com.example.hint;

import kvetch.properties.Replay;
import kvetch.properties.Verdict;
import net.jqwik.api.Example;

/** What {@code kvetch check} found, and that it is mended. The tokens differ in the name of the driver and in their checksum. */
class ZoneHintTest {
    @Example
    void aRequestThatEndsInALaterZoneMisleadsTheHint() {
        expect(Verdict.BROKEN, "kv1/I3/zone-hint/kvzalloc/d2,3/r2/c1/l1/q2+3/6c5ed2c6");
    }

    @Example
    void itIsMended() {
        expect(Verdict.HELD, "kv1/I3/zone-hint-v2/kvzalloc/d2,3/r2/c1/l1/q2+3/95933c76");
    }

    private static void expect(Verdict verdict, String token) {
        Replay replay = Replay.of(token);
        if (replay.verdict() != verdict) throw new AssertionError(replay.verdict() + " " + replay.violations());
    }
}
