package kvetch.properties;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import kvetch.properties.cases.Case;
import kvetch.properties.law.Coverage;
import kvetch.properties.law.Law;
import kvetch.properties.law.Violation;
import kvetch.properties.run.Examination;
import kvetch.properties.setup.Setup;
import org.jspecify.annotations.Nullable;

/**
 * Collects the cases of a law and what comes of examining them, instead of failing at the first broken one. They are examined in
 * batches, since each batch is handed to another thread or process.
 */
final class CaseCollector {
    /** So many that handing them over costs nothing, so few that they need no memory. */
    private static final int BATCH = 256;

    private final Setup setup;
    private final Map<String, Found> found = new LinkedHashMap<>();
    private final EnumMap<Coverage, Integer> sights = new EnumMap<>(Coverage.class);
    private final List<Case> batch = new ArrayList<>();
    private final Consumer<List<Case>> examiner;
    private final @Nullable Consumer<Observation> observer;
    private int cases;
    private int tested;

    /** A defect as it was first seen. */
    record Found(Violation violation, Case testCase) {}

    /**
     * An empty one.
     *
     * @param examiner examines cases and records what it finds
     * @param observer gets each case with what came of it; null if nobody looks
     */
    CaseCollector(Setup setup, Consumer<List<Case>> examiner, @Nullable Consumer<Observation> observer) {
        this.setup = setup;
        this.examiner = examiner;
        this.observer = observer;
    }

    /** Takes a case to examine, with others or at once. */
    void generated(Case c) {
        batch.add(c);
        if (batch.size() == BATCH) flush();
    }

    /** Has the cases examined that were not yet. */
    void flush() {
        List<Case> cases = List.copyOf(batch);
        batch.clear();
        if (!cases.isEmpty()) examiner.accept(cases);
    }

    void record(Law law, Case c, Examination examination) {
        cases++;
        if (observer != null) observer.accept(Observation.of(setup, law, c, examination));
        if (examination.isTested(law)) tested++;
        for (Coverage sight : examination.sights()) sights.merge(sight, 1, Integer::sum);
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
