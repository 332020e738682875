package kvetch.properties;

import io.vavr.collection.Vector;
import io.vavr.control.Either;
import kvetch.api.Splat;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.Case;
import kvetch.properties.cases.WorkloadCase;
import kvetch.properties.evidence.Fault;
import kvetch.properties.evidence.Misbehaviour;
import kvetch.properties.law.Divergence;
import kvetch.properties.law.RunningArrayLaw;
import kvetch.properties.law.Violation;
import kvetch.properties.laws.StandardLaws;
import kvetch.properties.plug.Providers;
import kvetch.properties.plug.ReplayToken;
import kvetch.properties.run.Examination;
import kvetch.properties.run.Examiner;
import kvetch.properties.run.PatchComparison;
import kvetch.properties.run.TraceRecorder;
import kvetch.properties.run.WrongFreeImpact;
import kvetch.properties.sandbox.CallMonitor;
import kvetch.properties.sandbox.Sandbox;
import kvetch.properties.setup.Setup;
import kvetch.properties.trace.Step;
import kvetch.raid0.Errno;
import org.jspecify.annotations.Nullable;

/**
 * A counterexample that was run again, from its {@link ReplayToken token}.
 *
 * <p>It is told step by step, and judged afresh by the laws: a token says which law the case broke when it was found, and the
 * {@link #verdict()} whether it still does. A test that pins a counterexample is one line:
 *
 * <pre>{@code
 * assertEquals(Verdict.BROKEN, Replay.of("kv1/W1/7.0/kzalloc/d2/r524289/c1/l1/e1a3dd52").verdict());
 * }</pre>
 */
public final class Replay {
    private static final int MOST_CALLS = 512;

    private final ReplayToken token;
    private final Setup setup;
    private final Vector<Violation> violations;
    private final boolean isTested;
    private final @Nullable Splat splat;
    private final @Nullable Errno errno;
    private final @Nullable Misbehaviour misbehaviour;
    private final Vector<Step> steps;
    private final @Nullable Divergence divergence;

    private Replay(ReplayToken token, Setup setup, long timeoutMs) {
        this.token = token;
        this.setup = setup;
        Either<Misbehaviour, Told> told = Sandbox.call(setup.suspect(), timeoutMs, this::tell);
        this.misbehaviour = told.isLeft() ? told.getLeft() : null;
        Told came = told.getOrElse(() -> new Told(new Examination(), Vector.empty()));
        this.violations = Vector.ofAll(came.examination.violations())
                .filter(violation -> violation.law().equals(token.law()))
                .distinctBy(Violation::what);
        this.isTested = came.examination.isTested(token.law());
        this.splat = came.examination.splat();
        this.errno = came.examination.errno();
        this.steps = came.steps;
        // What a driver does beside the case takes nothing from what the case has shown.
        this.divergence = violations.isEmpty()
                ? null
                : Sandbox.call(setup.suspect(), timeoutMs, () -> PatchComparison.of(setup, token.testCase()))
                        .getOrElse((Divergence) null);
    }

    private record Told(Examination examination, Vector<Step> steps) {}

    /**
     * Runs a counterexample again, with every allocator that is found.
     *
     * @param token the token, as a report prints it
     * @return what came of it
     * @throws IllegalArgumentException if it is no token of this version, or names what there is not
     */
    public static Replay of(String token) {
        return of(Providers.load(), token).getOrElseThrow(problem -> new IllegalArgumentException(problem));
    }

    /**
     * Runs a counterexample again.
     *
     * @param providers the allocators and drivers that it may name
     * @param token the token, as a report prints it
     * @return what came of it, or what is wrong with the token in one line
     */
    public static Either<String, Replay> of(Providers providers, String token) {
        return of(providers, token, Check.DEFAULT_TIMEOUT_MS);
    }

    /**
     * Runs a counterexample again, with a time limit.
     *
     * @param providers the allocators and drivers that it may name
     * @param token the token, as a report prints it
     * @param timeoutMs for how many milliseconds a case may last before the allocator counts as hung
     * @return what came of it, or what is wrong with the token in one line
     */
    public static Either<String, Replay> of(Providers providers, String token, long timeoutMs) {
        return ReplayToken.parse(token, providers.laws())
                .flatMap(parsed -> setup(providers, parsed).map(setup -> new Replay(parsed, setup, timeoutMs)));
    }

    private static Either<String, Setup> setup(Providers providers, ReplayToken token) {
        return providers
                .kernel(token.kernel())
                .flatMap(kernel -> providers
                        .find(token.allocator())
                        .map(found -> new Setup(providers.allocators(), kernel, found)));
    }

    /**
     * The token.
     *
     * @return law, kernel, allocator and case
     */
    public ReplayToken token() {
        return token;
    }

    /**
     * The kernel and the allocator.
     *
     * @return what the token names
     */
    public Setup setup() {
        return setup;
    }

    /**
     * Whether the case breaks the law.
     *
     * @return {@link Verdict#BROKEN} if so; {@link Verdict#HELD} if not; {@link Verdict#INCOMPLETE} if the case has nothing to
     *     say about the law (any more), as where an array that started is refused; {@link Verdict#ERROR} if the allocator
     *     misbehaved as a program
     */
    public Verdict verdict() {
        if (misbehaviour != null) return Verdict.ERROR;
        if (violations.nonEmpty()) return Verdict.BROKEN;
        return isTested ? Verdict.HELD : Verdict.INCOMPLETE;
    }

    /**
     * How the law is broken.
     *
     * @return one of each kind; empty unless the verdict is BROKEN
     */
    public Vector<Violation> violations() {
        return violations;
    }

    /**
     * What the kernel printed in anger first.
     *
     * @return null if nothing
     */
    public @Nullable Splat splat() {
        return splat;
    }

    /**
     * What starting the array ended with.
     *
     * @return null if it started or the kernel died, and where the law is about arrays that run
     */
    public @Nullable Errno errno() {
        return errno;
    }

    /**
     * What the defect would do to a machine, where that takes more than the splat to say.
     *
     * @return null if the splat says it all
     */
    public @Nullable String consequence() {
        boolean isWrongFree = violations.exists(violation -> violation.fault().contains(Fault.WRONG_FUNCTION));
        return isWrongFree ? WrongFreeImpact.of(setup) : null;
    }

    /**
     * Where a driver of somebody's own leaves the kernel that it is a patch to.
     *
     * @return null unless the law is broken, by an array on such a driver
     */
    public @Nullable Divergence divergence() {
        return divergence;
    }

    /**
     * How the allocator misbehaved as a program.
     *
     * @return null unless the verdict is ERROR
     */
    public @Nullable Misbehaviour misbehaviour() {
        return misbehaviour;
    }

    /**
     * What happens, in order.
     *
     * @return from the boot to the end of the array's life
     */
    public Vector<Step> steps() {
        return steps;
    }

    // Telling

    private Told tell() {
        Case c = token.testCase();
        if (c instanceof WorkloadCase) return tellWorkload(c);
        TraceRecorder trace = new TraceRecorder(c);
        Examination examination = Examiner.examine(token.law(), setup, c, trace);
        Vector<Step> steps = trace.steps();
        if (token.law() instanceof RunningArrayLaw law && c instanceof ArrayCase array && trace.array() != null)
            steps = steps.appendAll(ReplayScene.of(law.scene(), setup, array, examination.violations()));
        return new Told(examination, steps);
    }

    /** No array: each call of the allocator with its answer, and what is wrong with them. */
    private Told tellWorkload(Case c) {
        CallMonitor.Transcript<Examination> transcript =
                CallMonitor.current().transcribe(() -> Examiner.examine(token.law(), setup, c));
        Vector<Step> steps =
                Vector.of(new Step.Boots(setup.kernel(), setup.provider().name(), c.machine()));
        steps = steps.appendAll(
                Vector.ofAll(transcript.lines()).take(MOST_CALLS).map(line -> new Step.Calls(line.toString())));
        Splat first = transcript.result().splat();
        if (first != null) steps = steps.append(new Step.Splats(first, true));
        return new Told(
                transcript.result(),
                steps.appendAll(Vector.ofAll(transcript.result().faults())
                        .map(seen -> new Step.Notes(StandardLaws.violation(seen)))));
    }
}
