package kvetch.properties;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.law.Law;
import kvetch.properties.law.Population;
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
    private final Population population;
    private final int tries;
    private final long seed;
    private final Map<String, Found> found = new LinkedHashMap<>();
    private final EnumMap<Sight, Integer> sights = new EnumMap<>(Sight.class);
    private final List<ArrayCase> batch = new ArrayList<>();
    private final Consumer<List<ArrayCase>> examiner;
    private final @Nullable Consumer<Observation> observer;
    private int cases;
    private int tested;

    /** A defect as it was first seen. */
    record Found(Violation violation, ArrayCase arrayCase) {}

    /**
     * An empty one.
     *
     * @param population what cases are drawn from
     * @param examiner examines cases and records what it finds
     * @param observer gets each case with what came of it; null if nobody looks
     */
    Recorder(
            Setup setup,
            Population population,
            int tries,
            long seed,
            Consumer<List<ArrayCase>> examiner,
            @Nullable Consumer<Observation> observer) {
        this.setup = setup;
        this.population = population;
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
    void generated(ArrayCase c) {
        batch.add(c);
        if (batch.size() == BATCH) flush();
    }

    /** Has the cases examined that were not yet. */
    void flush() {
        List<ArrayCase> cases = List.copyOf(batch);
        batch.clear();
        if (!cases.isEmpty()) examiner.accept(cases);
    }

    void record(Law law, ArrayCase c, Examination examination) {
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

    Population population() {
        return population;
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
