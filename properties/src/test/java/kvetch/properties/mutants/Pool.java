package kvetch.properties.mutants;

import io.vavr.collection.Vector;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;
import kvetch.properties.Check;
import kvetch.properties.DrawnAlike;
import kvetch.properties.Exploration;
import kvetch.properties.cases.Case;
import kvetch.properties.isolation.CaseRunner;
import kvetch.properties.isolation.Isolation;
import kvetch.properties.law.Law;
import kvetch.properties.law.Violation;
import kvetch.properties.run.Examiner;
import kvetch.properties.setup.Setup;
import kvetch.raid0.Host;
import kvetch.raid0.Raid0;
import org.jspecify.annotations.Nullable;

/**
 * The cases that {@code check} draws. They are gone through once with the driver as it is: which of them come by each of its
 * statements, and what they break that is no mistake's doing.
 */
final class Pool {
    private final Extent extent;
    private final Known known;
    private final Map<String, List<Case>> drawn = new HashMap<>();

    /**
     * What came of the driver as it is.
     *
     * @param defects what it breaks, each where
     * @param comers for each setup, seed and population, and each place, the numbers of the cases that come by
     * @param controls what is said of those that are wrong; none where it is the driver that is mistaken
     */
    private record Known(
            TreeSet<String> defects, HashMap<String, ArrayList<BitSet>> comers, ArrayList<Controls.Control> controls)
            implements Serializable {}

    private Pool(Extent extent, Known known) {
        this.extent = extent;
        this.known = known;
    }

    /**
     * Goes through the cases.
     *
     * @param noting the driver as it is, which notes in {@link Hits} what it executes; null where what it runs on does
     */
    static Pool of(Extent extent, @Nullable Function<Host, Raid0> noting) {
        Pool pool = new Pool(extent, new Known(new TreeSet<>(), new HashMap<>(), new ArrayList<>()));
        for (String where : extent.setups())
            for (Vector<Law> laws : DrawnAlike.LAWS)
                for (long seed : extent.seeds()) pool.goThrough(where, laws, seed, noting);
        Exploration exploration = Judge.exploration(extent.setups().take(2).map(where -> Judge.setup(where, noting)));
        for (Exploration.Found found : exploration.defects())
            pool.known.defects.add(key("explore", found.defect().violation()));
        if (noting == null) pool.known.controls.addAll(new Controls().note(pool));
        return pool;
    }

    static Pool read(Extent extent, Path file) throws IOException {
        try (ObjectInputStream in = new ObjectInputStream(Files.newInputStream(file))) {
            return new Pool(extent, (Known) in.readObject());
        } catch (ClassNotFoundException e) {
            throw new IOException(e);
        }
    }

    void write(Path file) throws IOException {
        try (ObjectOutputStream out = new ObjectOutputStream(Files.newOutputStream(file))) {
            out.writeObject(known);
        }
    }

    private void goThrough(String where, Vector<Law> laws, long seed, @Nullable Function<Host, Raid0> noting) {
        ArrayList<BitSet> comers = new ArrayList<>();
        for (int place = 0; place < Hits.MOST; place++) comers.add(new BitSet());
        Setup setup = Judge.setup(where, noting);
        int[] told = {0};
        Hits.take();
        try (CaseRunner runner = Isolation.IN_THIS_PROCESS.open(setup, Check.DEFAULT_TIMEOUT_MS)) {
            runner.examine(laws, cases(laws, seed), 0, () -> false, (law, c, examination) -> {
                int number = told[0]++ / laws.size();
                for (Violation violation : examination.violations())
                    if (violation.law().equals(law)) known.defects.add(key(where, violation));
                Hits.take().stream().forEach(place -> comers.get(place).set(number));
            });
        }
        known.comers.put(key(where, laws, seed), comers);
    }

    private static String key(String where, Violation violation) {
        return where + " " + violation.law() + " " + violation.what();
    }

    private static String key(String where, Vector<Law> laws, long seed) {
        return where + " " + laws.head() + " " + seed;
    }

    List<Controls.Control> controls() {
        return known.controls;
    }

    Extent extent() {
        return extent;
    }

    /** Whether the driver as it is breaks the law in the same way on some case. */
    boolean isKnown(String where, Violation violation) {
        return known.defects.contains(key(where, violation));
    }

    /** Whether it does so on this case. */
    boolean isKnownOn(String where, Violation violation, Case c) {
        return isKnown(where, violation)
                && Examiner.examine(violation.law(), Judge.setup(where, null), c).violations().stream()
                        .anyMatch(same -> key(where, same).equals(key(where, violation)));
    }

    /** The cases of some laws, in their order. */
    List<Case> cases(Vector<Law> laws, long seed) {
        return drawn.computeIfAbsent(
                laws.head() + " " + seed, key -> DrawnAlike.cases(laws.head(), extent.tries(), seed));
    }

    /** The numbers of those, from 0, that come by a place. */
    BitSet comers(String where, Vector<Law> laws, long seed, int place) {
        Vector<Law> alike =
                DrawnAlike.LAWS.find(each -> each.contains(laws.head())).get();
        if (place != Places.EVERYWHERE)
            return Objects.requireNonNull(known.comers.get(key(where, alike, seed)))
                    .get(place);
        BitSet all = new BitSet();
        all.set(0, extent.tries());
        return all;
    }
}
