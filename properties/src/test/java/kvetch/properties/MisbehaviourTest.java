package kvetch.properties;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.Vector;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import kvetch.api.Address;
import kvetch.api.Allocator;
import kvetch.api.Gfp;
import kvetch.api.MachineProfile;
import kvetch.properties.cases.Workload;
import kvetch.properties.cases.WorkloadCase;
import kvetch.properties.evidence.Culprit;
import kvetch.properties.evidence.Misbehaviour;
import kvetch.properties.law.Law;
import kvetch.properties.laws.StandardLaws;
import kvetch.properties.plug.Providers;
import kvetch.properties.run.Examiner;
import kvetch.properties.sandbox.Sandbox;
import kvetch.properties.setup.Setup;
import kvetch.raid0.KernelProfile;
import kvetch.raid0.KernelProfiles;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Allocators that misbehave as programs get a verdict of their own, and nobody else suffers. */
class MisbehaviourTest {
    private static final Providers KERNELS = Providers.load();

    /** The kernel on which every law holds, so that what does not hold is the allocator's doing. */
    private static final KernelProfile HARDENED =
            KernelProfiles.find("hardened").get();

    private static final int TRIES = 100;

    /** For those who hang: processor time, of which nobody else needs as much for a case, and which no load lengthens. */
    private static final long SHORT_MS = 500;

    private static Vector<LawResult> check(Vector<Law> laws, Rogue... rogues) {
        return check(Check.DEFAULT_TIMEOUT_MS, laws, rogues);
    }

    private static Vector<LawResult> check(long timeoutMs, Vector<Law> laws, Rogue... rogues) {
        Providers providers = KERNELS.and(rogues);
        return new Check(providers, Vector.of(HARDENED), Vector.of(rogues), laws, new Check.Extent(TRIES, 1, timeoutMs))
                .run(result -> {});
    }

    private static LawResult check(Law law, Rogue rogue) {
        return check(Vector.of(law), rogue).head();
    }

    private static Misbehaviour misbehaviour(LawResult result) {
        assertThat(result.verdict()).isEqualTo(Verdict.ERROR);
        assertThat(result.defects()).isEmpty();
        Misbehaviour misbehaviour = Objects.requireNonNull(result.misbehaviour());
        assertThat(result.error()).isEqualTo(misbehaviour.message());
        if (misbehaviour.testCase() == null) assertThat(misbehaviour.replay()).isEmpty();
        return misbehaviour;
    }

    private static Misbehaviour misbehaviour(Rogue rogue) {
        return misbehaviour(check(StandardLaws.M1, rogue));
    }

    // Throwing

    @Test
    void whateverAnAllocatorThrowsIsReported() {
        assertThrown(new IllegalStateException("no more\nblocks"), "java.lang.IllegalStateException: no more blocks");
        assertThrown(new IOException("of all things"), "java.io.IOException: of all things");
        assertThrown(new AssertionError(), "java.lang.AssertionError");
        assertThrown(new ThreadDeath(), "java.lang.ThreadDeath");
        assertThrown(new InterruptedException(), "java.lang.InterruptedException");
        assertThrown(
                new RuntimeException() {
                    @Override
                    public @Nullable String getMessage() {
                        throw new IllegalStateException();
                    }
                },
                "kvetch.properties.MisbehaviourTest$1");
    }

    private static void assertThrown(Throwable thrown, String text) {
        Misbehaviour misbehaviour = misbehaviour(Rogue.allocating("rogue", (kmalloc, bytes, gfp) -> {
            if (bytes > 24) throw thrown;
            return kmalloc.alloc(bytes, gfp);
        }));
        assertThat(misbehaviour.kind()).isEqualTo(Misbehaviour.Kind.THREW);
        assertThat(misbehaviour.message())
                .matches("rogue: alloc\\(\\d+, GFP_[A-Z_|]+\\) threw .*")
                .endsWith(" threw " + text);
        assertThat(misbehaviour.testCase()).isNotNull();
    }

    @Test
    void endlessRecursionIsReported() {
        Misbehaviour misbehaviour = misbehaviour(Rogue.of("deep", machine -> new Rogue.Base(machine) {
            @Override
            public long alloc(long bytes, int gfp) {
                return bytes == 0 ? 0 : alloc(bytes | 1, gfp) + 1;
            }
        }));
        assertThat(misbehaviour.message()).endsWith("__GFP_RETRY_MAYFAIL) threw java.lang.StackOverflowError");
    }

    @Test
    void exhaustedMemoryIsReported() {
        Misbehaviour misbehaviour =
                misbehaviour(Rogue.allocating("fat", (kmalloc, bytes, gfp) -> new long[Integer.MAX_VALUE].length));
        assertThat(misbehaviour.kind()).isEqualTo(Misbehaviour.Kind.OUT_OF_MEMORY);
        assertThat(misbehaviour.message())
                .contains("fat: alloc(")
                .contains(") threw java.lang.OutOfMemoryError: Requested array size exceeds VM limit");
    }

    @Test
    void everyCallIsCovered() {
        assertThat(misbehaviour(Rogue.of("born-dead", machine -> {
                            throw new IllegalStateException("born dead");
                        }))
                        .message())
                .isEqualTo("born-dead: create(machine) threw java.lang.IllegalStateException: born dead");
        assertThat(misbehaviour(Rogue.of("nobody", machine -> nothing())).message())
                .isEqualTo("nobody: create(machine) returned null");
        assertThat(misbehaviour(Rogue.of("keeper", machine -> new Rogue.Base(machine) {
                            @Override
                            public void free(long address) {
                                throw new UnsupportedOperationException("free");
                            }
                        }))
                        .message())
                .matches("keeper: free\\([0-9a-f]{16}\\) threw java.lang.UnsupportedOperationException: free");
        assertThat(misbehaviour(Rogue.of("sizeless", machine -> new Rogue.Base(machine) {
                            @Override
                            public long ksize(long address) {
                                throw new UnsupportedOperationException("ksize");
                            }
                        }))
                        .message())
                .matches("sizeless: ksize\\([0-9a-f]{16}\\) threw java.lang.UnsupportedOperationException: ksize");
    }

    @SuppressWarnings("NullAway")
    private static Allocator nothing() {
        return null;
    }

    @Test
    void eachLawIsReportedAndOthersAreJudged() {
        Rogue thrower = Rogue.allocating("thrower", (kmalloc, bytes, gfp) -> {
            throw new IllegalStateException("no");
        });
        Rogue good = Rogue.of("good", Rogue.Base::new);
        Vector<LawResult> results = check(Vector.of(StandardLaws.Z1, StandardLaws.M1), thrower, good);
        assertThat(results.map(result -> result.allocator() + " " + result.law() + " " + result.verdict()))
                .containsExactly("thrower Z1 error", "thrower M1 error", "good Z1 held", "good M1 held");
    }

    // Hanging

    @Test
    void hangingAllocatorIsLeftAlone() {
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        Rogue sleeper = Rogue.allocating("sleeper", (kmalloc, bytes, gfp) -> {
            if (calls.incrementAndGet() <= 40) return kmalloc.alloc(bytes, gfp);
            while (true) {
                try {
                    never.await();
                } catch (InterruptedException stubborn) {
                    // Sleeps on.
                }
            }
        });
        Rogue good = Rogue.of("good", Rogue.Base::new);
        Vector<LawResult> results = check(SHORT_MS, StandardLaws.ALL, sleeper, good);
        Vector<LawResult> hung = results.filter(result -> result.allocator().equals("sleeper"));
        assertThat(hung.map(LawResult::verdict).distinct()).containsExactly(Verdict.ERROR);
        assertThat(hung.map(LawResult::error).distinct()).hasSize(1);
        assertThat(misbehaviour(hung.head()).kind()).isEqualTo(Misbehaviour.Kind.HUNG);
        assertThat(hung.head().error())
                .matches("sleeper: alloc\\(\\d+, GFP_[A-Z_|]+\\) has not returned after 3 s in which it waited; it is"
                        + " not called any more");
        assertThat(misbehaviour(hung.head()).testCase()).isNotNull();
        assertThat(calls).hasValue(41);

        Vector<LawResult> others = results.filter(result -> result.allocator().equals("good"));
        assertThat(withoutTimes(others)).isEqualTo(withoutTimes(check(StandardLaws.ALL, good)));
    }

    private static Vector<String> withoutTimes(Vector<LawResult> results) {
        return results.map(result -> result.law() + " " + result.verdict() + " " + result.tries() + " "
                + result.tested() + " " + result.defects() + " " + result.unseen() + " " + result.error());
    }

    @Test
    void spinningAllocatorIsLeftAlone() {
        Rogue spinner = Rogue.of("spinner", machine -> new Rogue.Base(machine) {
            @Override
            public void free(long address) {
                while (!Thread.currentThread().isInterrupted()) Thread.onSpinWait();
            }
        });
        Misbehaviour misbehaviour = misbehaviour(
                check(SHORT_MS, Vector.of(StandardLaws.M1), spinner).head());
        assertThat(misbehaviour.message())
                .matches(
                        "spinner: free\\([0-9a-f]{16}\\) has not returned after 500 ms of processor time; it is not called any more");
    }

    /** Each of its calls takes a third of the limit, and there are four. */
    @Test
    void slowAllocatorDoesNotHang() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        Rogue slow = Rogue.of("slow", machine -> new Rogue.Base(machine) {
            @Override
            public long alloc(long bytes, int gfp) {
                long end = threads.getCurrentThreadCpuTime() + TimeUnit.MILLISECONDS.toNanos(SHORT_MS / 3);
                while (threads.getCurrentThreadCpuTime() < end) Thread.onSpinWait();
                return super.alloc(bytes, gfp);
            }
        });
        Setup setup = new Setup(Providers.load().and(slow).allocators(), Checks.kernel("hardened"), slow);
        WorkloadCase c = new WorkloadCase(Workload.NONE.alloc(8, Gfp.KERNEL, 4), MachineProfile.of(4096, 256));
        assertThat(Sandbox.call(setup.suspect(), SHORT_MS, () -> Examiner.examine(StandardLaws.M4, setup, c))
                        .isRight())
                .isTrue();
    }

    // Wild addresses

    @ParameterizedTest
    @ValueSource(
            longs = {
                1,
                15,
                Address.ZERO_SIZE_PTR,
                17,
                4096,
                -1,
                -8,
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                0x1234_5678_9abc_def0L,
                Address.DIRECT_MAP,
                Address.VMALLOC_START,
                Address.VMALLOC_END - 8
            })
    void wildAddressBreaksM4AndNothingElseOfOurs(long address) {
        Rogue wild = Rogue.allocating("wild", (kmalloc, bytes, gfp) -> address);
        for (LawResult result : check(StandardLaws.ALL, wild))
            assertThat(result.verdict()).as(result.law() + " " + result.error()).isNotEqualTo(Verdict.ERROR);
        assertThat(check(StandardLaws.M4, wild).verdict()).isEqualTo(Verdict.BROKEN);
    }

    @Test
    void hugeRequestThatIsServedBreaksM4() {
        Rogue generous = Rogue.allocating(
                "generous",
                (kmalloc, bytes, gfp) -> kmalloc.alloc(Long.compareUnsigned(bytes, 4096) > 0 ? 4096 : bytes, gfp));
        for (LawResult result : check(StandardLaws.ALL, generous))
            assertThat(result.verdict()).as(result.law() + " " + result.error()).isNotEqualTo(Verdict.ERROR);
        assertThat(check(StandardLaws.M4, generous)
                        .defects()
                        .map(defect -> defect.violation().what()))
                .contains("a block is too small");
    }

    // Printing

    @Test
    void printingIsKeptApartAndReportedOnce() throws Throwable {
        Rogue chatty = Rogue.allocating("chatty", (kmalloc, bytes, gfp) -> {
            System.out.println("allocating");
            System.err.println("really");
            return kmalloc.alloc(bytes, gfp);
        });
        Vector<LawResult>[] results = box();
        String printed = printedBy(
                () -> results[0] = check(Vector.of(StandardLaws.Z1, StandardLaws.Z2, StandardLaws.M1), chatty));
        assertThat(printed).isEmpty();
        assertThat(results[0].map(LawResult::verdict)).containsExactly(Verdict.ERROR, Verdict.HELD, Verdict.HELD);
        assertThat(misbehaviour(results[0].head()).kind()).isEqualTo(Misbehaviour.Kind.PRINTED);
        assertThat(results[0].head().error()).matches("chatty: prints to stdout; the first line is 'allocating'");
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static <T> Vector<T>[] box() {
        return new Vector[1];
    }

    private static String printedBy(ThrowingCallable work) throws Throwable {
        PrintStream out = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            work.call();
        } finally {
            System.setOut(out);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void whoeverListensPrintsWhereItAlwaysDid() throws Throwable {
        Rogue good = Rogue.of("good", Rogue.Base::new);
        String printed = printedBy(() -> new Check(
                        KERNELS.and(good), Vector.of(HARDENED), Vector.of(good), Vector.of(StandardLaws.Z1), TRIES, 1)
                .run(result -> System.out.println(result.verdict())));
        assertThat(printed.strip()).isEqualTo("held");
    }

    // State and chance

    @Test
    void stateKeptFromOneBootToTheNextIsReported() {
        AtomicInteger allocations = new AtomicInteger();
        Misbehaviour misbehaviour = misbehaviour(Rogue.allocating(
                "elephant",
                (kmalloc, bytes, gfp) -> kmalloc.alloc(Math.max(bytes, 8L << allocations.getAndIncrement() % 8), gfp)));
        assertThat(misbehaviour.kind()).isEqualTo(Misbehaviour.Kind.INCONSTANT);
        assertThat(misbehaviour.message())
                .matches(
                        "elephant: the same case on two freshly booted machines: call \\d+ is first (\\w+)\\(.*\\) = \\w+,"
                                + " then \\1\\(.*\\) = \\w+; it keeps state from one boot to the next, or it is not"
                                + " deterministic");
        assertThat(misbehaviour.testCase()).isNotNull();
    }

    @Test
    void defectThatComesAndGoesIsNoBrokenLaw() {
        AtomicInteger boots = new AtomicInteger();
        Misbehaviour misbehaviour = misbehaviour(check(StandardLaws.M4, Rogue.of("moody", machine -> {
            boolean bad = boots.incrementAndGet() % 2 == 0;
            return new Rogue.Base(machine) {
                @Override
                public long alloc(long bytes, int gfp) {
                    long address = kmalloc.alloc(bytes, bad ? gfp & ~Gfp.ZERO : gfp);
                    return address;
                }
            };
        })));
        assertThat(misbehaviour.kind()).isEqualTo(Misbehaviour.Kind.INCONSTANT);
        assertThat(misbehaviour.message()).startsWith("moody: the same case on two freshly booted machines");
    }

    // Threads

    @Test
    void threadsThatGoOnAreReportedOnce() {
        CountDownLatch end = new CountDownLatch(1);
        AtomicInteger boots = new AtomicInteger();
        Rogue parent = Rogue.of("parent", machine -> {
            if (boots.getAndIncrement() == 0)
                new Thread(
                                () -> {
                                    try {
                                        end.await();
                                    } catch (InterruptedException told) {
                                        // Ends.
                                    }
                                },
                                "child")
                        .start();
            return new Rogue.Base(machine);
        });
        Vector<LawResult> results = check(Vector.of(StandardLaws.Z1, StandardLaws.Z2), parent);
        end.countDown();
        assertThat(results.map(LawResult::verdict)).containsExactly(Verdict.ERROR, Verdict.HELD);
        assertThat(misbehaviour(results.head()).kind()).isEqualTo(Misbehaviour.Kind.STARTED_THREADS);
        assertThat(results.head().error()).isEqualTo("parent: started a thread that goes on: 'child'");
    }

    @Test
    void threadsThatEndAreTheAllocatorsOwnAffair() {
        Rogue parallel = Rogue.of("parallel", machine -> {
            Thread helper = new Thread(() -> {});
            helper.start();
            return new Rogue.Base(machine);
        });
        assertThat(check(StandardLaws.Z1, parallel).verdict()).isEqualTo(Verdict.HELD);
    }

    // Elsewhere

    @Test
    void otherWorkCanBeSandboxedToo() {
        assertThat(Sandbox.call(Culprit.allocator("none"), 1000, () -> 42).get())
                .isEqualTo(42);
        assertThat(Sandbox.call(Culprit.allocator("slow"), 100, () -> {
                            while (!Thread.currentThread().isInterrupted()) Thread.onSpinWait();
                            return 42;
                        })
                        .getLeft()
                        .message())
                .isEqualTo(
                        "slow: a case is not over after 100 ms of processor time; the allocator is not called any more");
    }
}
