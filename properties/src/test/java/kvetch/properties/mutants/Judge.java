package kvetch.properties.mutants;

import io.vavr.collection.Vector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kvetch.api.OopsException;
import kvetch.api.Splat;
import kvetch.properties.Check;
import kvetch.properties.DrawnAlike;
import kvetch.properties.Exploration;
import kvetch.properties.Explorer;
import kvetch.properties.Patch;
import kvetch.properties.Scope;
import kvetch.properties.cases.Case;
import kvetch.properties.evidence.Misbehaviour;
import kvetch.properties.isolation.CaseRunner;
import kvetch.properties.isolation.Isolation;
import kvetch.properties.isolation.MisbehaviourShrinker;
import kvetch.properties.law.Defect;
import kvetch.properties.law.Divergence;
import kvetch.properties.law.Law;
import kvetch.properties.law.RunningArrayLaw;
import kvetch.properties.law.Violation;
import kvetch.properties.plug.Providers;
import kvetch.properties.run.Examination;
import kvetch.properties.sandbox.MisbehaviourException;
import kvetch.properties.setup.Setup;
import kvetch.properties.shrink.Budget;
import kvetch.properties.vectors.ChangedConformance;
import kvetch.raid0.Host;
import kvetch.raid0.Raid0;
import org.jspecify.annotations.Nullable;

/**
 * Puts a driver with a mistake to all that Kvetch has: the cases that {@code check} draws and that come by the mistake, up to the
 * first that shows it; then {@code explore}, then {@code conform}.
 */
final class Judge {
    static final String NAME = "mutant";

    private static final Scope SCOPE =
            new Scope(new Scope.Sizes(1, 3, 0, 3, false), Vector.of(1, 2, 3), Vector.of(1, 2), 8, 2);

    /** How many milliseconds of processor time a case may take: a driver that hangs is not waited for as long as by check. */
    private static final long TIMEOUT_MS = 3000;

    /** How many smaller cases are tried where it is the machine that is mistaken. */
    private static final int MOST_SMALLER = 400;

    /** What the laws of memory say of an allocator is nearer to the mistake than what comes of it in an array. */
    private static final Vector<Vector<Law>> NEAREST_THE_MACHINE_FIRST =
            DrawnAlike.LAWS.sortBy(laws -> laws.exists(law -> law.id().startsWith("M")) ? 0 : 1);

    /** Null for the one that Kvetch has. */
    private final @Nullable Function<Host, Raid0> driver;

    /** Where the mistake is. */
    private final int place;

    private final Pool pool;
    private boolean isHung;

    Judge(@Nullable Function<Host, Raid0> driver, int place, Pool pool) {
        this.driver = driver;
        this.place = place;
        this.pool = pool;
    }

    /** A kernel and an allocator by their names; the driver is a patch to the kernel, unless it is null. */
    static Setup setup(String name, @Nullable Function<Host, Raid0> driver) {
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

    /** Whether a thread of this process will never end. */
    boolean isHung() {
        return isHung;
    }

    // By check

    /**
     * What check says of it: the first case that shows it, by the first law that it breaks.
     *
     * @param seed of the run
     * @param first what another seed has shown, with which to begin; null to begin at the beginning, and to have the case made
     *     small
     */
    @Nullable
    Sighting check(long seed, @Nullable Sighting first) {
        Vector<String> setups = pool.extent().setups();
        if (first != null && setups.contains(first.where()))
            setups = setups.remove(first.where()).prepend(first.where());
        for (String where : setups)
            for (Vector<Law> laws : driver == null ? NEAREST_THE_MACHINE_FIRST : DrawnAlike.LAWS) {
                Sighting sighting = new Hearing(where, seed, laws, first == null).sighting();
                if (sighting != null) return sighting;
            }
        return driver == null ? new Controls().sighting(pool, seed) : alone(seed, first == null);
    }

    /** Where a law has an array to itself, as in a check of a driver of somebody's own, none before it has mapped its sectors. */
    private @Nullable Sighting alone(long seed, boolean tellsAll) {
        for (Vector<Law> laws : DrawnAlike.LAWS)
            for (Law law : laws) {
                if (!(law instanceof RunningArrayLaw)) continue;
                Sighting sighting =
                        new Hearing(pool.extent().setups().head(), seed, Vector.of(law), tellsAll).sighting();
                if (sighting != null) return sighting;
            }
        return null;
    }

    /** The laws that share their cases, put to the test with these. */
    private final class Hearing {
        private final String where;
        private final boolean tellsAll;
        private final Setup setup;
        private final List<Case> cases = new ArrayList<>();
        private final int[] numbers;
        private Vector<Law> laws;

        /** How many of the cases are done. */
        private int done;

        Hearing(String where, long seed, Vector<Law> laws, boolean tellsAll) {
            this.where = where;
            this.tellsAll = tellsAll;
            this.laws = laws;
            this.setup = setup(where, driver);
            BitSet comers = pool.comers(where, laws, seed, place);
            List<Case> drawn = pool.cases(laws, seed);
            this.numbers = comers.stream().toArray();
            for (int number : numbers) cases.add(drawn.get(number));
        }

        /** Where it fails under several laws at once, each has the case to itself that it fails on. */
        @Nullable
        Sighting sighting() {
            while (done < cases.size() && laws.nonEmpty()) {
                Shown shown = new Shown();
                try (CaseRunner runner = Isolation.IN_THIS_PROCESS.open(setup, TIMEOUT_MS)) {
                    runner.examine(laws, cases.subList(done, cases.size()), done, shown::isAny, shown);
                    done += shown.cases();
                    return shown.isAny() ? told(runner, shown) : null;
                } catch (RuntimeException | StackOverflowError | OutOfMemoryError failed) {
                    done += shown.cases();
                    if (shown.isAny()) return bare(shown);
                    if (laws.size() == 1) return ofFailure(failed);
                }
                Sighting ofOne = byLawsAlone();
                if (ofOne != null) return ofOne;
                done++;
            }
            return null;
        }

        /** Has each law examine the next case alone; those under which Kvetch itself fails are judged no longer, as by check. */
        private @Nullable Sighting byLawsAlone() {
            Vector<Law> sound = Vector.empty();
            for (Law law : laws) {
                Shown shown = new Shown();
                try (CaseRunner runner = Isolation.IN_THIS_PROCESS.open(setup, TIMEOUT_MS)) {
                    runner.examine(Vector.of(law), cases.subList(done, done + 1), 1, () -> false, shown);
                    if (shown.isAny()) return told(runner, shown);
                    sound = sound.append(law);
                } catch (RuntimeException | StackOverflowError | OutOfMemoryError failed) {
                    Sighting sighting = ofFailure(law, failed);
                    if (sighting != null) return sighting;
                }
            }
            laws = sound;
            return null;
        }

        private @Nullable Sighting ofFailure(Throwable failed) {
            return ofFailure(laws.head(), failed);
        }

        /** Of a driver that throws, hangs or ends; where Kvetch itself fails under somebody's driver it has seen nothing. */
        private @Nullable Sighting ofFailure(Law law, Throwable failed) {
            if (failed instanceof MisbehaviourException misbehaved) return misbehaviour(law, misbehaved.misbehaviour());
            return driver == null ? new Sighting("check", law.id(), where, number(), "", thrown(failed)) : null;
        }

        private Sighting misbehaviour(Law law, Misbehaviour found) {
            isHung |= found.kind() == Misbehaviour.Kind.HUNG;
            int tries = number();
            if (!tellsAll) return new Sighting("check", law.id(), where, tries, "", "");
            Misbehaviour told = found.on(cases.get(done));
            try (CaseRunner runner = Isolation.IN_THIS_PROCESS.open(setup, TIMEOUT_MS)) {
                told = new MisbehaviourShrinker(runner, setup, law).shrink(told, false);
            }
            return new Sighting("check", law.id(), where, tries, told.replay(), words(told));
        }

        /** Of the case that is the next one. */
        private int number() {
            return numbers[done] + 1;
        }

        /** The case made small, unless the driver does not do the same again, which is then what is told. */
        private Sighting told(CaseRunner runner, Shown shown) {
            if (!tellsAll) return bare(shown);
            Law law = shown.violation().law();
            try {
                runner.confirm(law, shown.testCase());
                Defect defect = runner.shrink(shown.violation(), shown.testCase(), effort());
                return new Sighting("check", law.id(), where, shownNumber(shown), defect.replay(), words(defect));
            } catch (MisbehaviourException misbehaved) {
                Misbehaviour found = misbehaved.misbehaviour();
                isHung |= found.kind() == Misbehaviour.Kind.HUNG;
                return new Sighting("check", law.id(), where, shownNumber(shown), "", words(found));
            } catch (RuntimeException ours) {
                return bare(shown);
            }
        }

        private boolean isKnown(Violation each, Case c) {
            return driver == null ? pool.isKnown(where, each) : pool.isKnownOn(where, each, c);
        }

        private Sighting bare(Shown shown) {
            return new Sighting("check", shown.violation().law().id(), where, shownNumber(shown), "", "");
        }

        private int shownNumber(Shown shown) {
            return numbers[cases.indexOf(shown.testCase())] + 1;
        }

        /** The first thing that is wrong and not known. */
        private final class Shown implements CaseRunner.Audience {
            private int told;
            private @Nullable Violation violation;
            private @Nullable Case testCase;

            @Override
            public void examined(Law law, Case c, Examination examination) {
                told++;
                if (isAny()) return;
                for (Violation each : examination.violations()) {
                    if (!each.law().equals(law) || isKnown(each, c)) continue;
                    violation = each;
                    testCase = c;
                    return;
                }
            }

            boolean isAny() {
                return violation != null;
            }

            /** How many cases all laws were told of. */
            int cases() {
                return told / laws.size();
            }

            Violation violation() {
                return Objects.requireNonNull(violation);
            }

            Case testCase() {
                return Objects.requireNonNull(testCase);
            }
        }
    }

    /** What runs on the machine that is mistaken is slow, and a case need not be the very smallest to tell what goes wrong. */
    private Budget effort() {
        if (driver != null) return Budget.UNLIMITED;
        AtomicInteger asked = new AtomicInteger();
        return new Budget(Long.MAX_VALUE, () -> asked.incrementAndGet() > MOST_SMALLER);
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

    private static String words(Misbehaviour misbehaviour) {
        return misbehaviour.message()
                + misbehaviour.frames().map(frame -> " at " + frame).mkString();
    }

    /** With where it came from, as a fault of Kvetch's own is told. */
    private static String thrown(Throwable failed) {
        return "throws " + failed
                + Stream.of(failed.getStackTrace())
                        .limit(3)
                        .map(frame -> " at " + frame)
                        .collect(Collectors.joining());
    }

    // By explore

    /** What explore says of it. */
    @Nullable
    Sighting explore() {
        for (String name : pool.extent().setups().take(2)) {
            Exploration exploration;
            try {
                exploration = exploration(Vector.of(setup(name, driver)));
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError failed) {
                if (driver != null) throw failed;
                return new Sighting("explore", "", name, 0, "", thrown(failed));
            }
            for (Exploration.Found found : exploration.defects()) {
                Violation violation = found.defect().violation();
                if (!pool.isKnown("explore", violation))
                    return new Sighting(
                            "explore",
                            violation.law().id(),
                            name,
                            0,
                            found.defect().replay(),
                            words(found.defect()));
            }
            for (Exploration.Misbehaved misbehaved : exploration.misbehaviours()) {
                Misbehaviour misbehaviour = misbehaved.misbehaviour();
                isHung |= misbehaviour.kind() == Misbehaviour.Kind.HUNG;
                return new Sighting("explore", "", name, 0, misbehaviour.replay(), words(misbehaviour));
            }
        }
        return null;
    }

    static Exploration exploration(Vector<Setup> setups) {
        return new Explorer(SCOPE, setups, Check.DEFAULT_TIMEOUT_MS).run(1, () -> false);
    }

    // By conform

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
                return thrown(e);
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
                    "second/discard",
                    "live/5.10",
                    "live/6.1",
                    "live/7.2")
            .map(file -> Path.of("src", "test", "resources", "vectors", file + ".jsonl"))
            .asJava();
}
