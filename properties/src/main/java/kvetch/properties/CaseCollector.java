package kvetch.properties;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import kvetch.properties.cases.Case;
import kvetch.properties.law.Coverage;
import kvetch.properties.law.Law;
import kvetch.properties.law.Violation;
import kvetch.properties.run.Examination;
import kvetch.properties.setup.Setup;
import org.jspecify.annotations.Nullable;

/** Collects what comes of examining cases for a law, instead of failing at the first that breaks it. */
final class CaseCollector {
    private final Setup setup;
    private final Law law;
    private final Map<String, Found> found = new LinkedHashMap<>();
    private final EnumMap<Coverage, Integer> sights = new EnumMap<>(Coverage.class);
    private final @Nullable Consumer<Observation> observer;
    private int cases;
    private int tested;

    /** A defect as it was first seen. */
    record Found(Violation violation, Case testCase) {}

    /**
     * An empty one.
     *
     * @param observer gets each case with what came of it; null if nobody looks
     */
    CaseCollector(Setup setup, Law law, @Nullable Consumer<Observation> observer) {
        this.setup = setup;
        this.law = law;
        this.observer = observer;
    }

    void record(Case c, Examination examination) {
        cases++;
        if (observer != null) observer.accept(Observation.of(setup, law, c, examination));
        if (examination.isTested(law)) tested++;
        for (Coverage sight : examination.sights(law)) sights.merge(sight, 1, Integer::sum);
        for (Violation violation : examination.violations())
            if (violation.law().equals(law)) found.putIfAbsent(violation.what(), new Found(violation, c));
    }

    int cases() {
        return cases;
    }

    int tested() {
        return tested;
    }

    int count(Coverage sight) {
        return sights.getOrDefault(sight, 0);
    }

    Iterable<Found> found() {
        return found.values();
    }
}
