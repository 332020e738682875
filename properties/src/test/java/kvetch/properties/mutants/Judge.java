package kvetch.properties.mutants;

import io.vavr.collection.Vector;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import kvetch.api.OopsException;
import kvetch.api.Splat;
import kvetch.properties.Check;
import kvetch.properties.Exploration;
import kvetch.properties.Explorer;
import kvetch.properties.LawResult;
import kvetch.properties.Patch;
import kvetch.properties.Scope;
import kvetch.properties.evidence.Misbehaviour;
import kvetch.properties.law.Defect;
import kvetch.properties.law.Divergence;
import kvetch.properties.law.Law;
import kvetch.properties.law.Violation;
import kvetch.properties.laws.StandardLaws;
import kvetch.properties.plug.Providers;
import kvetch.properties.setup.Setup;
import kvetch.properties.shrink.Budget;
import kvetch.properties.vectors.ChangedConformance;
import kvetch.raid0.Host;
import kvetch.raid0.Raid0;
import org.jspecify.annotations.Nullable;

/** Puts a driver with a mistake to all that Kvetch has: what {@code check} says at default tries, then {@code explore}, then {@code conform}. */
final class Judge {
    /** What the driver is a patch to, and what serves its tables. Old kernels come last: they alone have some of the code. */
    private static final Vector<String> SETUPS = Vector.of(
            "hardened/kvzalloc",
            "7.2/kvzalloc",
            "hardened/kzalloc",
            "7.2/kzalloc",
            "6.1/kzalloc",
            "7.2+size-fits/kvzalloc");

    /** Where the allocators are judged themselves. */
    private static final Vector<String> OF_ALLOCATORS = Vector.of(
            "hardened/kvzalloc",
            "hardened/kzalloc",
            "hardened/vzalloc",
            "hardened/page-allocator",
            "7.2/kvzalloc",
            "6.1/kzalloc");

    private static final Scope SCOPE =
            new Scope(new Scope.Sizes(1, 3, 0, 3, false), Vector.of(1, 2, 3), Vector.of(1, 2), 8, 2);

    private static final String NAME = "mutant";

    /** Null for those that Kvetch has. */
    private final @Nullable Function<Host, Raid0> driver;

    private final Vector<String> setups;

    /** What the driver without a mistake does too. */
    private final Set<String> known;

    private boolean isHung;

    Judge(@Nullable Function<Host, Raid0> driver, Set<String> known) {
        this.driver = driver;
        this.setups = driver == null ? OF_ALLOCATORS : SETUPS;
        this.known = known;
    }

    /** All that is found where there is no mistake. */
    static Set<String> known(@Nullable Function<Host, Raid0> unchanged, Iterable<Long> seeds) {
        Set<String> known = new TreeSet<>();
        Judge judge = new Judge(unchanged, new HashSet<>());
        for (String setup : judge.setups)
            for (Long seed : seeds)
                for (Law law : StandardLaws.ALL) {
                    LawResult result = judge.result(setup, law, seed, new AtomicInteger(), false);
                    if (!result.error().isEmpty())
                        throw new IllegalStateException(setup + " " + law + ": " + result.error());
                    result.defects().forEach(defect -> known.add(key(setup, defect.violation())));
                }
        for (Exploration.Found found : judge.exploration(judge.setups.take(2)).defects())
            known.add(key("explore", found.defect().violation()));
        String difference = judge.difference();
        if (difference != null) throw new IllegalStateException("the driver as it is: " + difference);
        return known;
    }

    private static String key(String setup, Violation violation) {
        return setup + " " + violation.law() + " " + violation.what();
    }

    /** Whether a thread of this process will never end. */
    boolean isHung() {
        return isHung;
    }

    /**
     * What check says of it.
     *
     * @param seed of the run
     * @param first what to begin with: it was seen there with another seed; null to begin at the beginning
     */
    @Nullable
    Sighting check(long seed, @Nullable Sighting first) {
        if (first != null && !first.law().isEmpty()) {
            Law law =
                    StandardLaws.ALL.find(each -> each.id().equals(first.law())).get();
            Sighting again = check(first.where(), law, seed, true);
            if (again != null) return again;
        }
        for (String setup : setups)
            for (Law law : StandardLaws.ALL) {
                Sighting sighting = check(setup, law, seed, first != null);
                if (sighting != null) return sighting;
            }
        return null;
    }

    /** Where its smallest case is known it is enough that it is seen again. */
    private @Nullable Sighting check(String setup, Law law, long seed, boolean isKnown) {
        AtomicInteger tries = new AtomicInteger();
        LawResult result = result(setup, law, seed, tries, isKnown);
        for (Defect defect : result.defects())
            if (!known.contains(key(setup, defect.violation())))
                return new Sighting("check", law.id(), setup, tries.get(), defect.replay(), words(defect));
        // Where Kvetch itself fails under somebody's driver it has seen nothing.
        boolean isOurs = driver != null && result.outcome() instanceof LawResult.Failed;
        if (result.error().isEmpty() || isOurs) return null;
        Misbehaviour misbehaviour = result.misbehaviour();
        isHung |= misbehaviour != null && misbehaviour.kind() == Misbehaviour.Kind.HUNG;
        String token = misbehaviour == null ? "" : misbehaviour.replay();
        String frames = misbehaviour == null ? "" : misbehaviour.frames().mkString(" ", " ", "");
        return new Sighting("check", law.id(), setup, tries.get() + 1, token, result.error() + frames);
    }

    private static String words(Defect defect) {
        Splat splat = defect.splat();
        String trace =
                splat == null ? "" : " " + splat.headline() + splat.callTrace().mkString(" in ", " < ", "");
        String consequence = defect.consequence();
        Divergence divergence = defect.divergence();
        String differs = divergence == null ? "" : " differs " + divergence.sentence();
        return defect.violation().what() + ": " + defect.violation().message() + trace + differs
                + (consequence == null ? "" : " " + consequence);
    }

    /**
     * What came of a law.
     *
     * @param tries counts to the first case that shows something new
     * @param stops whether that is enough
     */
    private LawResult result(String name, Law law, long seed, AtomicInteger tries, boolean stops) {
        Setup setup = setup(name);
        AtomicBoolean seen = new AtomicBoolean();
        return new Check(
                        Providers.of(setup.allocators().all()),
                        Vector.of(setup.kernel()),
                        Vector.of(setup.provider()),
                        Vector.of(law),
                        new Check.Extent(Check.DEFAULT_TRIES, seed, Check.DEFAULT_TIMEOUT_MS))
                .run(
                        result -> {},
                        observation -> {
                            if (seen.get()) return;
                            tries.incrementAndGet();
                            seen.set(observation
                                    .violations()
                                    .exists(violation -> !known.contains(key(name, violation))));
                        },
                        stops ? new Budget(0, seen::get) : Budget.UNLIMITED)
                .head();
    }

    private Setup setup(String name) {
        int slash = name.indexOf('/');
        String kernel = name.substring(0, slash);
        String allocator = name.substring(slash + 1);
        if (driver != null) return new Patch(NAME, kernel, driver).with(allocator);
        Providers providers = Providers.load();
        return new Setup(
                providers.allocators(),
                providers.kernel(kernel).get(),
                providers.find(allocator).get());
    }

    /** What explore says of it. */
    @Nullable
    Sighting explore() {
        for (String name : setups.take(2)) {
            Exploration exploration = exploration(Vector.of(name));
            for (Exploration.Found found : exploration.defects())
                if (!known.contains(key("explore", found.defect().violation())))
                    return new Sighting(
                            "explore",
                            found.defect().violation().law().id(),
                            name,
                            0,
                            found.defect().replay(),
                            words(found.defect()));
            for (Exploration.Misbehaved misbehaved : exploration.misbehaviours()) {
                Misbehaviour misbehaviour = misbehaved.misbehaviour();
                isHung |= misbehaviour.kind() == Misbehaviour.Kind.HUNG;
                return new Sighting("explore", "", name, 0, misbehaviour.replay(), misbehaviour.message());
            }
        }
        return null;
    }

    private Exploration exploration(Vector<String> names) {
        return new Explorer(SCOPE, names.map(this::setup), Check.DEFAULT_TIMEOUT_MS).run(1, () -> false);
    }

    /** What conform says of it. */
    @Nullable
    Sighting conform() {
        String difference = difference();
        return difference == null ? null : new Sighting("conform", "", "", 0, "", difference);
    }

    private @Nullable String difference() {
        ChangedConformance conformance =
                driver == null ? new ChangedConformance() : new ChangedConformance(new Patch(NAME, "7.2", driver));
        for (Path file : RECORDINGS) {
            try {
                String difference = conformance.firstDifference(file);
                if (difference != null) return difference;
            } catch (OopsException e) {
                return e.splat().headline();
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
                return "throws " + e;
            }
        }
        return null;
    }

    private static final List<Path> RECORDINGS = Vector.of(
                    "alloc",
                    "run",
                    "map",
                    "read",
                    "discard",
                    "second/run",
                    "second/map",
                    "second/read",
                    "second/discard")
            .map(file -> Path.of("src", "test", "resources", "vectors", file + ".jsonl"))
            .asJava();
}
