package kvetch.properties;

import io.vavr.collection.LinkedHashMap;
import java.util.EnumMap;
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
    private final long from;
    private final Map<String, Collected.First> found = new java.util.LinkedHashMap<>();
    private final EnumMap<Coverage, Long> sights = new EnumMap<>(Coverage.class);
    private final @Nullable Consumer<Observation> observer;
    private long cases;
    private long tested;

    /**
     * An empty one.
     *
     * @param from how many cases of the run come before
     * @param observer gets each case with what came of it; null if nobody looks
     */
    CaseCollector(Setup setup, Law law, long from, @Nullable Consumer<Observation> observer) {
        this.setup = setup;
        this.law = law;
        this.from = from;
        this.observer = observer;
    }

    void record(Case c, Examination examination) {
        long at = from + cases++;
        if (observer != null) observer.accept(Observation.of(setup, law, c, examination));
        if (examination.isTested(law)) tested++;
        for (Coverage sight : examination.sights(law)) sights.merge(sight, 1L, Long::sum);
        for (Violation violation : examination.violations())
            if (violation.law().equals(law)) found.putIfAbsent(violation.what(), new Collected.First(at, c));
    }

    Collected collected() {
        return new Collected(cases, tested, LinkedHashMap.ofAll(sights), LinkedHashMap.ofAll(found));
    }
}
