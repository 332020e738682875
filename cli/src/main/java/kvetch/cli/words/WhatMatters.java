package kvetch.cli.words;

import io.vavr.collection.Vector;
import java.util.Optional;
import java.util.ServiceLoader;
import kvetch.properties.Replay;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.Case;
import kvetch.properties.law.Violation;
import kvetch.properties.proof.Explainer;
import kvetch.properties.proof.Matter;
import kvetch.properties.setup.Setup;

/** What of a counterexample matters, where somebody is there who knows. */
public final class WhatMatters {
    private WhatMatters() {}

    /** Has whoever knows get ready, meanwhile. */
    public static void prepare() {
        explainer().ifPresent(explainer -> {
            Thread thread = new Thread(explainer::prepare, "explainer");
            thread.setDaemon(true);
            thread.start();
        });
    }

    private static Optional<Explainer> explainer() {
        return ServiceLoader.load(Explainer.class).findFirst();
    }

    /** Of one that was run again: of the way in which it is told to break the law first. */
    public static Vector<Matter> of(Replay replay) {
        return replay.violations()
                .headOption()
                .map(violation -> of(replay.setup(), violation, replay.token().testCase()))
                .getOrElse(Vector.empty());
    }

    /** Part by part; empty where what goes wrong is no arithmetic. */
    public static Vector<Matter> of(Setup setup, Violation violation, Case c) {
        if (!(c instanceof ArrayCase array)) return Vector.empty();
        return explainer()
                .map(explainer -> explainer.matters(setup, violation, array))
                .orElse(Vector.empty());
    }
}
