package kvetch.properties.sandbox;

import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import kvetch.api.Address;
import kvetch.api.Allocator;
import kvetch.api.AllocatorProvider;
import kvetch.api.Capabilities;
import kvetch.api.Gfp;
import kvetch.api.Machine;
import kvetch.api.MachineProfile;
import kvetch.api.OopsException;
import kvetch.properties.cases.Case;
import kvetch.properties.cases.WorkloadCase;
import kvetch.properties.evidence.Culprit;
import kvetch.properties.evidence.Misbehaviour;
import kvetch.raid0.EndlessLoopException;
import kvetch.raid0.KernelProfiles;
import org.jspecify.annotations.Nullable;

/**
 * Makes every call of an allocator's code, so that whatever it throws comes out as a {@link MisbehaviourException} and
 * another thread can see where it hangs. What a driver throws outside such a call comes out at the end of the case, and is
 * {@link #blamed} there.
 *
 * <p>One thread writes and a watchdog reads now and then. So writes are ordered and not volatile; what the watchdog reads of
 * a call that has long begun is right.
 */
public final class CallMonitor {
    private static final InheritableThreadLocal<@Nullable CallMonitor> CURRENT = new InheritableThreadLocal<>();

    private static final int NONE = 0;
    private static final int ALLOC = 1;
    private static final int FREE = 2;
    private static final int KSIZE = 3;
    private static final int CREATE = 4;
    private static final int CAPABILITIES = 5;

    /** Of samples, and of their stretches that may each take as long as a sample. */
    private final AtomicLong samples = new AtomicLong();

    private final AtomicInteger call = new AtomicInteger();
    private volatile boolean abandoned;
    private final @Nullable Culprit suspect;
    private @Nullable Case testCase;

    /** A slow allocator is none that hangs: of a workload's calls, which are counted, each has the time that a case has. */
    private boolean hasTimeForEachCall;

    private String allocator = "";

    /** The law that was plugged in and judges, if one does. */
    private @Nullable Culprit judging;

    private long argument;
    private int gfp;
    private @Nullable List<Line> transcript;
    private final @Nullable BlackBox blackBox = BlackBox.ofProcess();

    /** One that nobody looks at. */
    CallMonitor() {
        this(null);
    }

    /**
     * That of a sandbox.
     *
     * @param suspect who is to blame where no allocator is being called
     */
    CallMonitor(@Nullable Culprit suspect) {
        this.suspect = suspect;
    }

    /** The one of the sandbox that this thread works in, or one that nobody looks at. */
    public static CallMonitor current() {
        CallMonitor monitor = CURRENT.get();
        return monitor == null ? new CallMonitor() : monitor;
    }

    /** Makes this the one of the thread. */
    void enter() {
        CURRENT.set(this);
    }

    // For the watchdog

    /** How many samples have begun, or stretches of them. */
    long samples() {
        return samples.get();
    }

    /** Lets nobody work under this watch any more. */
    void abandon() {
        abandoned = true;
    }

    /** What to say of somebody who has been at it for longer than {@code limit}. */
    Misbehaviour hung(String limit, Vector<String> frames) {
        return call.get() == NONE && !culprit().isLaw()
                ? misbehaviour(
                        Misbehaviour.Kind.HUNG,
                        "a case is not over after " + limit + "; the "
                                + culprit().role() + " is not called any more",
                        frames)
                : misbehaviour(
                        Misbehaviour.Kind.HUNG,
                        "has not returned after " + limit + "; it is not called any more",
                        frames);
    }

    /** What to say of somebody who waits for the process to end. */
    Misbehaviour exited(Vector<String> frames) {
        return misbehaviour(
                Misbehaviour.Kind.EXITED,
                "called System.exit; "
                        + (culprit().isLaw() ? "it" : "the " + culprit().role()) + " is not called any more",
                frames);
    }

    /** What to say of somebody after whom there is no memory left, wherever that showed. */
    Misbehaviour exhausted() {
        return misbehaviour(
                Misbehaviour.Kind.OUT_OF_MEMORY,
                "leaves no Java heap, of " + (Runtime.getRuntime().maxMemory() >> 20) + " MiB",
                Vector.empty());
    }

    /** What the culprit does in the call that the allocator is in, or in none. */
    private Misbehaviour misbehaviour(Misbehaviour.Kind kind, String what, Vector<String> frames) {
        Culprit culprit = culprit();
        return new Misbehaviour(culprit, kind, culprit.isLaw() ? "judge" : describe(call.get()), what)
                .on(testCase)
                .at(frames);
    }

    /** Who is to blame for what happens now. */
    private Culprit culprit() {
        if (judging != null && call.get() == NONE) return judging;
        if (suspect == null) return Culprit.allocator(allocator);
        return call.get() == NONE ? suspect : suspect.inCallOf(allocator);
    }

    /**
     * What came out at the end of a case: a driver's, if it is one who is suspected and it came from there, or from what the
     * model made of its answers.
     */
    @Nullable
    Throwable blamed(@Nullable Throwable thrown) {
        if (thrown instanceof EndlessLoopException endless)
            return new MisbehaviourException(doesNotEnd(endless, testCase));
        if (thrown == null || suspect == null || !suspect.isDriver()) return thrown;
        boolean isTold = thrown instanceof MisbehaviourException
                || thrown instanceof OopsException
                || thrown instanceof AbandonedException
                || thrown instanceof OutOfMemoryError;
        // What Kvetch's own driver throws is a fault of ours.
        boolean isOurs = KernelProfiles.find(suspect.name()).isRight();
        if (isTold || isOurs || !Frames.isOfDriver(thrown)) return thrown;
        return new MisbehaviourException(
                new Misbehaviour(suspect, Misbehaviour.Kind.THREW, "", "threw " + Lines.of(thrown))
                        .on(testCase)
                        .at(Frames.ofDriver(thrown)));
    }

    /** What to say of a driver that does not end, whoever's it is: no allocator is to blame for that. */
    public static Misbehaviour doesNotEnd(EndlessLoopException endless, @Nullable Case c) {
        return new Misbehaviour(
                        Culprit.driver(endless.driver()), Misbehaviour.Kind.ENDLESS, "", "" + endless.getMessage())
                .on(c)
                .at(Frames.ofDriver(endless));
    }

    @Nullable
    Case testCase() {
        return testCase;
    }

    // For the thread that works

    /** A sample begins. */
    public void sample(@Nullable Case c) {
        testCase = c;
        hasTimeForEachCall = c instanceof WorkloadCase;
        samples.lazySet(samples.get() + 1);
        if (blackBox != null) blackBox.sample(c);
        if (abandoned) throw new AbandonedException();
    }

    /** Has a law judge that was plugged in, which may throw, loop or end the process, and is named then. */
    public void judge(Culprit law, Case c, Runnable judging) {
        this.judging = law;
        if (blackBox != null) blackBox.law(law.name());
        try {
            judging.run();
        } catch (OopsException | MisbehaviourException | AbandonedException | EndlessLoopException notItsFault) {
            throw notItsFault;
        } catch (Throwable thrown) {
            throw threw(law, "judge", thrown, c);
        } finally {
            this.judging = null;
            if (blackBox != null) blackBox.law("");
        }
    }

    /** What the allocators are asked and answer while {@code work} runs, beside its result. */
    public <T> Transcript<T> transcribe(Supplier<T> work) {
        List<Line> lines = new ArrayList<>();
        transcript = lines;
        try {
            return new Transcript<>(lines, work.get());
        } finally {
            transcript = null;
        }
    }

    public record Transcript<T>(List<Line> lines, T result) {}

    /** A call and its answer, which may be none. */
    public record Line(String question, String answer) {
        @Override
        public String toString() {
            return answer.isEmpty() ? question : question + " = " + answer;
        }
    }

    public long alloc(String name, Allocator allocator, long bytes, int flags) {
        begin(ALLOC, name, bytes, flags);
        long address;
        try {
            address = allocator.alloc(bytes, flags);
        } catch (OopsException died) {
            throw endedBy(died);
        } catch (Throwable thrown) {
            throw threw(thrown);
        }
        end();
        if (transcript != null) transcript.add(new Line(describe(ALLOC), Address.format(address)));
        return address;
    }

    public void free(String name, Allocator allocator, long address) {
        begin(FREE, name, address, 0);
        try {
            allocator.free(address);
        } catch (OopsException died) {
            throw endedBy(died);
        } catch (Throwable thrown) {
            throw threw(thrown);
        }
        end();
        if (transcript != null) transcript.add(new Line(describe(FREE), ""));
    }

    public long ksize(String name, Allocator allocator, long address) {
        begin(KSIZE, name, address, 0);
        long bytes;
        try {
            bytes = allocator.ksize(address);
        } catch (OopsException died) {
            throw endedBy(died);
        } catch (Throwable thrown) {
            throw threw(thrown);
        }
        end();
        if (transcript != null) transcript.add(new Line(describe(KSIZE), Long.toUnsignedString(bytes)));
        return bytes;
    }

    public Allocator create(AllocatorProvider provider, String name, Machine machine) {
        begin(CREATE, name, 0, 0);
        Allocator created;
        try {
            created = provider.create(machine);
        } catch (OopsException died) {
            throw endedBy(died);
        } catch (Throwable thrown) {
            throw threw(thrown);
        }
        end();
        return answered(CREATE, created);
    }

    public Capabilities capabilities(AllocatorProvider provider, String name, MachineProfile machine) {
        begin(CAPABILITIES, name, 0, 0);
        Capabilities capabilities;
        try {
            capabilities = provider.capabilities(machine);
        } catch (Throwable thrown) {
            throw threw(thrown);
        }
        end();
        return answered(CAPABILITIES, capabilities);
    }

    private <T> T answered(int which, @Nullable T answer) {
        if (answer != null) return answer;
        throw new MisbehaviourException(new Misbehaviour(
                        Culprit.allocator(allocator),
                        Misbehaviour.Kind.ANSWERED_NONSENSE,
                        describe(which),
                        "returned null")
                .on(testCase));
    }

    private void begin(int which, String name, long firstArgument, int flags) {
        allocator = name;
        argument = firstArgument;
        gfp = flags;
        call.lazySet(which);
        if (blackBox != null) blackBox.begin(which, name, firstArgument, flags);
    }

    private void end() {
        call.lazySet(NONE);
        if (blackBox != null) blackBox.end();
        if (hasTimeForEachCall) {
            samples.lazySet(samples.get() + 1);
            if (blackBox != null) blackBox.stretch();
        }
        if (abandoned) throw new AbandonedException();
    }

    private OopsException endedBy(OopsException died) {
        end();
        if (transcript != null) transcript.add(new Line("oops: " + died.getMessage(), ""));
        return died;
    }

    private RuntimeException threw(Throwable thrown) {
        String where = describe(call.get());
        Culprit culprit = culprit();
        end();
        return threw(culprit, where, thrown, testCase);
    }

    private static MisbehaviourException threw(Culprit culprit, String where, Throwable thrown, @Nullable Case c) {
        // What it interrupted was its own thread, which is ours.
        Thread.interrupted();
        Misbehaviour.Kind kind =
                thrown instanceof OutOfMemoryError ? Misbehaviour.Kind.OUT_OF_MEMORY : Misbehaviour.Kind.THREW;
        return new MisbehaviourException(new Misbehaviour(culprit, kind, where, "threw " + Lines.of(thrown))
                .on(c)
                .at(Frames.of(thrown)));
    }

    private String describe(int which) {
        return describe(which, argument, gfp);
    }

    /** A call, which {@link #begin} was told of, as it stands in the sources of its caller. */
    static String describe(int which, long argument, int gfp) {
        return switch (which) {
            case NONE -> "";
            case ALLOC -> "alloc(" + Long.toUnsignedString(argument) + ", " + Gfp.format(gfp) + ")";
            case FREE -> "free(" + Address.format(argument) + ")";
            case KSIZE -> "ksize(" + Address.format(argument) + ")";
            case CREATE -> "create(machine)";
            default -> "capabilities(machine)";
        };
    }

    /** Ends the work of a thread that nobody waits for any more. */
    static final class AbandonedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        AbandonedException() {
            super("abandoned", null, false, false);
        }
    }
}
