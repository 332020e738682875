package kvetch.properties;

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
import org.jspecify.annotations.Nullable;

/**
 * Makes every call of an allocator's code, so that whatever it throws comes out as a {@link MisbehaviourException} and
 * another thread can see where it hangs.
 *
 * <p>One thread writes and a watchdog reads now and then. So writes are ordered and not volatile; what the watchdog reads of
 * a call that has long begun is right.
 */
final class Watch {
    private static final InheritableThreadLocal<@Nullable Watch> CURRENT = new InheritableThreadLocal<>();

    private static final int NONE = 0;
    private static final int ALLOC = 1;
    private static final int FREE = 2;
    private static final int KSIZE = 3;
    private static final int CREATE = 4;
    private static final int CAPABILITIES = 5;

    private final AtomicLong samples = new AtomicLong();
    private final AtomicInteger call = new AtomicInteger();
    private volatile boolean abandoned;
    private @Nullable ArrayCase arrayCase;
    private String allocator = "";

    /** The law that was plugged in and judges, as it is named; empty if none does. */
    private String law = "";

    private long argument;
    private int gfp;
    private @Nullable List<String> transcript;
    private final @Nullable BlackBox blackBox = BlackBox.ofProcess();

    /** The one of the sandbox that this thread works in, or one that nobody looks at. */
    static Watch current() {
        Watch watch = CURRENT.get();
        return watch == null ? new Watch() : watch;
    }

    /** Makes this the one of the thread. */
    void enter() {
        CURRENT.set(this);
    }

    // For the watchdog

    /** How many samples have begun. */
    long samples() {
        return samples.get();
    }

    /** Lets nobody work under this watch any more. */
    void abandon() {
        abandoned = true;
    }

    /** What to say of an allocator that has been at it for longer than {@code limit}. */
    Misbehaviour hung(String suspect, String limit, Vector<String> frames) {
        return call.get() == NONE && law.isEmpty()
                ? misbehaviour(
                        suspect,
                        Misbehaviour.Kind.HUNG,
                        "a case is not over after " + limit + "; the allocator is not called any more",
                        frames)
                : misbehaviour(
                        suspect,
                        Misbehaviour.Kind.HUNG,
                        "has not returned after " + limit + "; it is not called any more",
                        frames);
    }

    /** What to say of an allocator that waits for the process to end. */
    Misbehaviour exited(String suspect, Vector<String> frames) {
        String who = law.isEmpty() ? "the allocator" : "it";
        return misbehaviour(
                suspect, Misbehaviour.Kind.EXITED, "called System.exit; " + who + " is not called any more", frames);
    }

    /** What to say of an allocator after which there is no memory left, wherever that showed. */
    Misbehaviour exhausted(String suspect) {
        return misbehaviour(
                suspect,
                Misbehaviour.Kind.OUT_OF_MEMORY,
                "leaves no Java heap, of " + (Runtime.getRuntime().maxMemory() >> 20) + " MiB",
                Vector.empty());
    }

    /** What the allocator does in the call that it is in, or one who is suspected in none. */
    private Misbehaviour misbehaviour(String suspect, Misbehaviour.Kind kind, String what, Vector<String> frames) {
        int current = call.get();
        Misbehaviour misbehaviour = current == NONE
                ? law.isEmpty() ? new Misbehaviour(suspect, kind, "", what) : new Misbehaviour(law, kind, "judge", what)
                : new Misbehaviour(allocator, kind, describe(current), what);
        return misbehaviour.on(arrayCase).at(frames);
    }

    @Nullable
    ArrayCase arrayCase() {
        return arrayCase;
    }

    // For the thread that works

    /** A sample begins. */
    void sample(@Nullable ArrayCase c) {
        arrayCase = c;
        samples.lazySet(samples.get() + 1);
        if (blackBox != null) blackBox.sample(c);
        if (abandoned) throw new AbandonedException();
    }

    /** Has a law judge. One that was plugged in may throw, loop or end the process, and is named then. */
    void judge(Law judge, ArrayCase c, Runnable judging) {
        if (KnownLaws.isStandard(judge)) {
            judging.run();
            return;
        }
        law = Misbehaviour.nameOf(judge);
        if (blackBox != null) blackBox.law(law);
        try {
            judging.run();
        } catch (OopsException | MisbehaviourException | AbandonedException notItsFault) {
            throw notItsFault;
        } catch (Throwable thrown) {
            Thread.interrupted();
            Misbehaviour.Kind kind =
                    thrown instanceof OutOfMemoryError ? Misbehaviour.Kind.OUT_OF_MEMORY : Misbehaviour.Kind.THREW;
            throw new MisbehaviourException(new Misbehaviour(law, kind, "judge", "threw " + Lines.of(thrown))
                    .on(c)
                    .at(Frames.of(thrown)));
        } finally {
            law = "";
            if (blackBox != null) blackBox.law("");
        }
    }

    /** What the allocators are asked and answer while {@code work} runs, beside its result. */
    <T> Transcript<T> transcribe(Supplier<T> work) {
        List<String> lines = new ArrayList<>();
        transcript = lines;
        try {
            return new Transcript<>(lines, work.get());
        } finally {
            transcript = null;
        }
    }

    record Transcript<T>(List<String> lines, T result) {}

    long alloc(String name, Allocator allocator, long bytes, int flags) {
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
        if (transcript != null) transcript.add(describe(ALLOC) + " = " + Address.format(address));
        return address;
    }

    void free(String name, Allocator allocator, long address) {
        begin(FREE, name, address, 0);
        try {
            allocator.free(address);
        } catch (OopsException died) {
            throw endedBy(died);
        } catch (Throwable thrown) {
            throw threw(thrown);
        }
        end();
        if (transcript != null) transcript.add(describe(FREE));
    }

    long ksize(String name, Allocator allocator, long address) {
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
        if (transcript != null) transcript.add(describe(KSIZE) + " = " + Long.toUnsignedString(bytes));
        return bytes;
    }

    Allocator create(AllocatorProvider provider, String name, Machine machine) {
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

    Capabilities capabilities(AllocatorProvider provider, String name, MachineProfile machine) {
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
        throw new MisbehaviourException(
                new Misbehaviour(allocator, Misbehaviour.Kind.ANSWERED_NONSENSE, describe(which), "returned null")
                        .on(arrayCase));
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
        if (abandoned) throw new AbandonedException();
    }

    private OopsException endedBy(OopsException died) {
        end();
        if (transcript != null) transcript.add("oops: " + died.getMessage());
        return died;
    }

    private RuntimeException threw(Throwable thrown) {
        String where = describe(call.get());
        // What an allocator interrupted was its own thread, which is ours.
        Thread.interrupted();
        end();
        Misbehaviour.Kind kind =
                thrown instanceof OutOfMemoryError ? Misbehaviour.Kind.OUT_OF_MEMORY : Misbehaviour.Kind.THREW;
        return new MisbehaviourException(new Misbehaviour(allocator, kind, where, "threw " + Lines.of(thrown))
                .on(arrayCase)
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
