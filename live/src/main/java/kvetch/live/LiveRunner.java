package kvetch.live;

import io.vavr.collection.HashSet;
import io.vavr.collection.Set;
import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import kvetch.api.Capabilities;
import kvetch.live.guest.Guest;
import kvetch.live.guest.GuestDied;
import kvetch.live.guest.KernelLog;
import kvetch.live.guest.LiveProblem;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.Case;
import kvetch.properties.evidence.Misbehaviour;
import kvetch.properties.isolation.CaseRunner;
import kvetch.properties.law.Coverage;
import kvetch.properties.law.Defect;
import kvetch.properties.law.Divergence;
import kvetch.properties.law.Law;
import kvetch.properties.law.LifeLaw;
import kvetch.properties.law.RunningArrayLaw;
import kvetch.properties.law.Violation;
import kvetch.properties.run.Examination;
import kvetch.properties.run.Examiner;
import kvetch.properties.run.LifeExaminer;
import kvetch.properties.setup.Setup;
import kvetch.properties.shrink.Budget;
import kvetch.properties.shrink.Defects;
import org.jspecify.annotations.Nullable;

/** Runs cases on a real kernel: those of a run side by side on all its guests, those of a search one by one. */
final class LiveRunner implements CaseRunner {
    static final String CANNOT_BE_TRIED = "cannot be tried: ";

    private static final String NOT_SEEN = "it cannot be seen from outside of a real kernel";

    private static final String UNWATCHED =
            "the kernel has neither KASAN nor slub_debug, which alone tell of it outside of a real kernel";

    private final LiveKernel kernel;
    private final Setup setup;
    private final long timeoutMs;
    private final boolean isFresh;

    /** In which ways a case was surely seen to break a law. */
    private Set<String> shown = HashSet.empty();

    /**
     * A runner.
     *
     * @param setup the profile that is nearest to the kernel, with the allocator that ships with it
     * @param isFresh whether no WARN may have fired on a guest before a case
     */
    LiveRunner(LiveKernel kernel, Setup setup, long timeoutMs, boolean isFresh) {
        this.kernel = kernel;
        this.setup = setup;
        this.timeoutMs = timeoutMs;
        this.isFresh = isFresh;
    }

    @Override
    public Capabilities capabilities() {
        return setup.usualCapabilities();
    }

    @Override
    public String objection(Law law) {
        if (law.isSeenFromOutside()) return "";
        if (!MemoryFaults.areTold(law)) return NOT_SEEN;
        return kernel.watchesMemory().isEmpty() ? UNWATCHED : "";
    }

    @Override
    public Set<Coverage> outOfSight() {
        Set<Coverage> never = HashSet.of(Coverage.LARGE_PAGES, Coverage.VMALLOC);
        if (!kernel.can(Guest.Ability.FAILSLAB))
            never = never.add(Coverage.SECOND_ALLOCATION_FAILED).add(Coverage.THIRD_ALLOCATION_FAILED);
        return kernel.can(Guest.Ability.PROFILES) ? never : never.add(Coverage.INTEGRITY_FAILED);
    }

    @Override
    public void examine(
            Law law, List<Case> cases, long from, BooleanSupplier isCancelled, BiConsumer<Case, Examination> each) {
        ExecutorService threads = Executors.newFixedThreadPool(kernel.guests().most());
        try {
            List<Case> adapted = new ArrayList<>();
            List<Future<Examined>> results = new ArrayList<>();
            for (Case c : cases) {
                Case tried = kernel.trial().adapted(c);
                adapted.add(tried);
                results.add(threads.submit(
                        () -> isCancelled.getAsBoolean() ? Examined.NOTHING : examine(law, tried, isFresh)));
            }
            for (int i = 0; i < results.size() && !isCancelled.getAsBoolean(); i++)
                each.accept(adapted.get(i), firstIsSure(law, adapted.get(i), outcome(results.get(i))));
        } finally {
            threads.shutdownNow();
        }
    }

    /** What came of a case, and whether a WARN in it was not seen but inferred. */
    private record Examined(Examination examination, boolean hasInferred) {
        static final Examined NOTHING = new Examined(new Examination(), false);
    }

    /** The first case of each kind is made smaller, so that one has to be seen on a guest on which nothing has fired before. */
    private Examination firstIsSure(Law law, Case c, Examined examined) {
        if (shown.containsAll(kinds(examined.examination))) return examined.examination;
        Examination sure = examined.hasInferred ? confirm(law, c) : examined.examination;
        shown = shown.addAll(kinds(sure));
        return sure;
    }

    private static Vector<String> kinds(Examination examination) {
        return Vector.ofAll(examination.violations())
                .map(violation -> violation.law().id() + " " + violation.what());
    }

    private static Examined outcome(Future<Examined> result) {
        try {
            return Outcomes.of(result);
        } catch (InterruptedException e) {
            throw new LiveProblem("interrupted while cases were tried");
        }
    }

    @Override
    public Examination examine(Law law, Case c) {
        Examined examined = examine(law, c, isFresh);
        return examined.hasInferred ? confirm(law, c) : examined.examination;
    }

    /** Where nothing has fired before. */
    @Override
    public Examination confirm(Law law, Case c) {
        return examine(law, c, true).examination;
    }

    private Examined examine(Law law, Case given, boolean onFresh) {
        boolean hasInferred = false;
        Examination result = new Examination();
        String objection = kernel.trial().objection(given);
        if (objection.isEmpty() && given instanceof ArrayCase c) {
            result.lookAt(c);
            try {
                hasInferred =
                        kernel.guests().with(onFresh, guest -> sensibly(guest, () -> examineOn(guest, law, c, result)));
            } catch (Untriable part) {
                result.fact(CANNOT_BE_TRIED + part.reason());
            }
        } else {
            result.fact(CANNOT_BE_TRIED + objection);
        }
        return new Examined(result, hasInferred && !onFresh);
    }

    /** A guest may say anything; one whose answers make no sense is not asked again. */
    static <T> T sensibly(Guest guest, Supplier<T> work) {
        try {
            return work.get();
        } catch (NumberFormatException | IndexOutOfBoundsException senseless) {
            guest.close();
            throw new Untriable("an answer of the guest makes no sense: " + senseless.getMessage());
        }
    }

    /** Whether a WARN was inferred on the way. */
    private boolean examineOn(Guest guest, Law law, ArrayCase c, Examination result) {
        GuestMd md = new GuestMd(guest, new Minutes());
        if (law instanceof LifeLaw lifeLaw)
            LifeExaminer.judge(lifeLaw, LiveLife.lead(setup, c, md, lifeLaw.followsUpRefusals(), result), result);
        else examineRunningArray(md, (RunningArrayLaw) law, c, result);
        return md.hasInferred();
    }

    private void examineRunningArray(GuestMd md, RunningArrayLaw law, ArrayCase c, Examination result) {
        try {
            GuestMd.Start start = md.start(c);
            result.splat(start.warnings().headOption().getOrNull());
            if (!start.isStarted()) {
                result.saw(Coverage.REFUSED);
                result.errno(start.error());
                return;
            }
            result.saw(Coverage.STARTED);
            LiveArray array = new LiveArray(setup, c, md, start);
            result.zones(array.zones().size());
            if (array.zones().size() >= 3) result.saw(Coverage.THREE_ZONES);
            Examiner.judge(law, array, result);
        } catch (GuestDied died) {
            // For W2 to report.
            result.splat(KernelLog.death(died));
        } finally {
            md.leave(false);
        }
    }

    @Override
    public Defect shrink(Violation violation, Case found, Budget budget) {
        return Defects.of(setup, violation, found, budget, new Defects.Cases() {
            @Override
            public Examination examine(Case c) {
                return LiveRunner.this.examine(violation.law(), c);
            }

            @Override
            public String consequence() {
                return "";
            }

            @Override
            public @Nullable Divergence divergence(Case c) {
                return null;
            }
        });
    }

    @Override
    public String consequence() {
        return "";
    }

    @Override
    public @Nullable Divergence divergence(Case c) {
        return null;
    }

    @Override
    public Vector<Misbehaviour> manners() {
        return Vector.empty();
    }

    @Override
    public CaseRunner fresh(long otherTimeoutMs) {
        return new LiveRunner(kernel, setup, otherTimeoutMs, true);
    }

    @Override
    public long timeoutMs() {
        return timeoutMs;
    }

    @Override
    public boolean outlives() {
        return true;
    }

    /** The kernel is closed by whoever opened it. */
    @Override
    public void close() {}
}
