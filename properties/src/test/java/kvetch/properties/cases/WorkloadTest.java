package kvetch.properties.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.IntUnaryOperator;
import kvetch.api.Gfp;
import kvetch.properties.cases.Workload.Kind;
import kvetch.properties.cases.Workload.Step;
import kvetch.properties.gen.CaseGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkloadTest {

    @ParameterizedTest
    @CsvSource(delimiter = '#', textBlock = """
            a24               # alloc 24
            a24g0x300         # alloc 24 with GFP_KERNEL, 300 times
            v300x50           # alloc 1 to 300, 50 times
            u8x65536          # alloc 8 and free it, 65536 times
            q8g3x9000         # free the oldest block and alloc 8 with GFP_KERNEL|__GFP_ZERO|__GFP_NOWARN, 9000 times
            f2                # free block 2
            f0x100            # free block 0, 100 times
            e.c.l             # free every second block; free all blocks; free all blocks, the newest first
            s5                # free all blocks in the order of chance 5
            n.t1              # free NULL and ZERO_SIZE_PTR; free block 1 twice
            d0                # free once more the block that was freed last
            d3                # free once more the block that was freed 3 before the last
            """)
    void isWrittenAndReadBack(String text, String told) {
        Workload workload = Workload.parse(text);
        assertThat(workload).hasToString(told);
        assertThat(workload.format()).isEqualTo(text);
    }

    @Test
    void whateverIsGeneratedIsReadBackAsItWas() {
        Random random = new Random(1);
        for (int i = 0; i < 2000; i++) {
            WorkloadCase c = CaseGenerator.nextWorkload(random);
            Workload workload = c.workload();
            assertThat(Workload.parse(workload.format())).isEqualTo(workload);
        }
    }

    /** So that an allocator may take and map its pages one by one. */
    @Test
    void noneAsksForAnAbsurdAmountOfMemory() {
        Random random = new Random(2);
        for (int i = 0; i < 20_000; i++) {
            WorkloadCase c = CaseGenerator.nextWorkload(random);
            long memory = c.machine().frames();
            long pages = 0;
            for (Step step : c.workload().steps()) {
                if (!step.kind().asks()) continue;
                long each = Long.divideUnsigned(step.bytes(), c.machine().pageSize()) + 1;
                if (step.kind() == Kind.CHURN) pages += each > memory ? 0 : Math.min(step.times(), 64) * each;
                else if (each <= memory) pages += Math.min(step.times() * each, memory + each);
            }
            assertThat(pages).as(c.toString()).isLessThan(1 << 20);
        }
    }

    /** So that an allocator may walk through all that is live at each call. */
    @Test
    void noneTakesAnAbsurdNumberOfCalls() {
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            WorkloadCase c = CaseGenerator.nextWorkload(random);
            long memory = (long) c.machine().memoryMib() << 20;
            long live = 0;
            long calls = 0;
            long walked = 0;
            for (Step step : c.workload().steps()) {
                long before = calls;
                if (step.kind() == Kind.CHURN || step.kind() == Kind.QUEUE) calls += 2L * step.times();
                else if (step.kind().asks()) {
                    long most = step.bytes() <= 0 ? step.times() : memory / step.bytes();
                    long served = Math.min(step.times(), Math.min(most, 4096 - live));
                    calls += served + 1;
                    live += served;
                } else if (step.kind() == Kind.FREE) {
                    long freed = Math.min(step.times(), live);
                    calls += freed;
                    live -= freed;
                } else if (step.kind().freesAll()) {
                    calls += live;
                    live = 0;
                } else if (step.kind() == Kind.FREE_EVERY_SECOND) {
                    calls += live / 2;
                    live -= live / 2;
                } else calls += 2;
                walked += (calls - before) * live;
            }
            assertThat(calls).as(c.toString()).isLessThan(1 << 18);
            assertThat(walked).as(c.toString()).isLessThan(1L << 27);
        }
    }

    @Test
    void allAreFreedInTheOrderThatTheStepSays() {
        assertThat(order(Kind.FREE_ALL, 0)).containsExactly(0, 0, 0, 0);
        assertThat(order(Kind.FREE_ALL_REVERSED, 0)).containsExactly(3, 2, 1, 0);
        assertThat(order(Kind.FREE_ALL_SHUFFLED, 7)).isEqualTo(order(Kind.FREE_ALL_SHUFFLED, 7));
    }

    private static int[] order(Kind kind, long seed) {
        IntUnaryOperator order = new Step(kind, seed, 0, 1).order();
        int[] places = new int[4];
        for (int i = 0; i < 4; i++) places[i] = order.applyAsInt(4 - i);
        return places;
    }

    @Test
    void variedSizesAreFromOneToTheLargest() {
        Step step = new Step(Kind.ALLOC_VARIED, 100, Gfp.ZERO, 10_000);
        long[] seen = new long[101];
        for (int i = 0; i < 10_000; i++) seen[(int) step.varied(i)]++;
        assertThat(seen[0]).isZero();
        for (int size = 1; size <= 100; size++) assertThat(seen[size]).isPositive();
        assertThat(new Step(Kind.ALLOC_VARIED, 0, Gfp.ZERO, 3).varied(2)).isZero();
    }
}
