package kvetch.properties;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import kvetch.properties.cases.Case;
import kvetch.properties.law.Law;
import kvetch.properties.law.Sight;
import kvetch.properties.law.Violation;
import kvetch.properties.run.Examination;
import kvetch.properties.setup.Setup;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a property generates and what comes of examining it, instead of letting it fail at the first broken case.
 *
 * <p>Cases are examined in batches and on another thread, so that an allocator that hangs does not hang in the middle of
 * jqwik, of which only one run may be under way in a process.
 */
final class Recorder {
    private static final ThreadLocal<@Nullable Recorder> CURRENT = new ThreadLocal<>();

    /** So many that handing them over costs nothing, so few that they need no memory. */
    private static final int BATCH = 256;

    private final Setup setup;
    private final Law law;
    private final int tries;
    private final long seed;
    private final Map<String, Found> found = new LinkedHashMap<>();
    private final EnumMap<Sight, Integer> sights = new EnumMap<>(Sight.class);
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
     * @param law what cases are drawn for
     * @param examiner examines cases and records what it finds
     * @param observer gets each case with what came of it; null if nobody looks
     */
    Recorder(
            Setup setup,
            Law law,
            int tries,
            long seed,
            Consumer<List<Case>> examiner,
            @Nullable Consumer<Observation> observer) {
        this.setup = setup;
        this.law = law;
        this.tries = tries;
        this.seed = seed;
        this.examiner = examiner;
        this.observer = observer;
    }

    /** The one of the run on this thread, if any: jqwik calls properties on the thread that launched it. */
    static @Nullable Recorder current() {
        return CURRENT.get();
    }

    void during(Runnable run) {
        CURRENT.set(this);
        try {
            run.run();
        } finally {
            CURRENT.remove();
        }
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

    void record(Case c, Examination examination) {
        cases++;
        if (observer != null) observer.accept(Observation.of(setup, law, c, examination));
        if (examination.isTested(law)) tested++;
        for (Sight sight : examination.sights()) sights.merge(sight, 1, Integer::sum);
        for (Violation violation : examination.violations())
            if (violation.law().equals(law)) found.putIfAbsent(violation.what(), new Found(violation, c));
    }

    Setup setup() {
        return setup;
    }

    Law law() {
        return law;
    }

    int tries() {
        return tries;
    }

    long seed() {
        return seed;
    }

    int cases() {
        return cases;
    }

    int tested() {
        return tested;
    }

    int count(Sight sight) {
        return sights.getOrDefault(sight, 0);
    }

    Iterable<Found> found() {
        return found.values();
    }
}
