package kvetch.properties.cases;

import io.vavr.collection.Vector;
import java.io.Serializable;
import java.util.Comparator;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import kvetch.api.Gfp;

/**
 * What callers in a kernel do with an allocator, step by step. Immutable.
 *
 * <p>Whatever the steps, a workload can be carried out: a step that frees takes one of the blocks that are live then, and
 * does nothing where none is.
 *
 * @param steps the steps, in order
 */
public record Workload(Vector<Step> steps) implements Serializable {
    /** No steps. */
    public static final Workload NONE = new Workload(Vector.empty());

    /** The order of counterexamples: fewer steps, then simpler ones, the first that differs deciding. */
    public static final Comparator<Workload> SMALLER_FIRST =
            Comparator.<Workload>comparingInt(workload -> workload.steps.size()).thenComparing(Workload::compareSteps);

    /** How often a step is done at most. */
    public static final int MOST_TIMES = 1 << 17;

    /** What is done in a step. */
    public enum Kind {
        /** Asks for blocks of one size and keeps them. */
        ALLOC('a'),
        /** Frees one live block, or several: each time the one that is then in this place. */
        FREE('f'),
        /** Frees every second live block, the oldest first, which leaves holes between the others. */
        FREE_EVERY_SECOND('e'),
        /** Frees all live blocks, the oldest first. */
        FREE_ALL('c'),
        /** Frees NULL and ZERO_SIZE_PTR. */
        FREE_NOTHING('n'),
        /** Asks for a block of one size and frees it at once, many times. */
        CHURN('u'),
        /** Frees a live block twice, and then looks whether two callers get the same memory. The last step of a workload. */
        FREE_TWICE('t'),
        /** Frees all live blocks, the newest first. */
        FREE_ALL_REVERSED('l'),
        /** Frees all live blocks in an order that is a matter of chance. */
        FREE_ALL_SHUFFLED('s'),
        /** Asks for blocks of many sizes, from 1 byte to so many, and keeps them. */
        ALLOC_VARIED('v'),
        /** Frees the oldest live block and asks for a new one, many times: a queue that moves on. */
        QUEUE('q'),
        /**
         * Frees a block once more that was freed some time ago, and then looks whether two callers get the same memory. The
         * last step of a workload.
         */
        FREE_AGAIN('d');

        private final char letter;

        Kind(char letter) {
            this.letter = letter;
        }

        public boolean asks() {
            return this == ALLOC || this == CHURN || this == ALLOC_VARIED || this == QUEUE;
        }

        /** Whether it frees whatever is live. */
        public boolean freesAll() {
            return this == FREE_ALL || this == FREE_ALL_REVERSED || this == FREE_ALL_SHUFFLED;
        }

        public boolean picks() {
            return this == FREE || this == FREE_TWICE || this == FREE_ALL_SHUFFLED || this == FREE_AGAIN;
        }
    }

    /**
     * A step.
     *
     * @param kind what is done
     * @param bytes for a kind that asks how many bytes are asked for, unsigned, and for {@link Kind#ALLOC_VARIED} how many at
     *     most; for {@link Kind#FREE} and {@link Kind#FREE_TWICE} which live block is freed, counted from the oldest and round
     *     and round; for {@link Kind#FREE_AGAIN} which of those that were freed and whose memory nobody has, counted from the
     *     one that was freed last and round and round; for {@link Kind#FREE_ALL_SHUFFLED} the seed of chance; else 0
     * @param gfp for a kind that asks the flags of {@link Gfp}; else 0
     * @param times for a kind that asks, and for {@link Kind#FREE}, how often, 1 or more; else 1
     */
    public record Step(Kind kind, long bytes, int gfp, int times) implements Serializable {
        private static final Comparator<Step> SIMPLER_FIRST = Comparator.comparing(Step::kind)
                .thenComparingInt(step -> step.gfp == Gfp.ZERO ? -1 : step.gfp)
                .thenComparingInt(Step::times)
                .thenComparing(Step::bytes, Long::compareUnsigned);

        /**
         * Checks the count.
         *
         * @param kind what is done
         * @param bytes how many bytes are asked for, or which live block is freed
         * @param gfp the flags of a request
         * @param times how often
         */
        public Step {
            if (times < 1 || times > MOST_TIMES) throw new IllegalArgumentException("a step " + times + " times");
        }

        /**
         * How many bytes the blocks of {@link Kind#ALLOC_VARIED} have.
         *
         * @param index which of them, from 0
         * @return 1 byte to as many as the step says, in an order without order; 0 if it says 0
         */
        public long varied(int index) {
            if (bytes == 0) return 0;
            return 1 + Long.remainderUnsigned((index * 0x9e37_79b9_7f4a_7c15L) >>> 20, bytes);
        }

        /**
         * In which order a step that frees all live blocks does so.
         *
         * @return from how many are live to the place of the next one, counted from the oldest
         */
        public IntUnaryOperator order() {
            if (kind != Kind.FREE_ALL_SHUFFLED) return live -> kind == Kind.FREE_ALL_REVERSED ? live - 1 : 0;
            Random random = new Random(bytes);
            return random::nextInt;
        }

        public Step withBytes(long value) {
            return new Step(kind, value, gfp, times);
        }

        public Step withGfp(int value) {
            return new Step(kind, bytes, value, times);
        }

        public Step withTimes(int value) {
            return new Step(kind, bytes, gfp, value);
        }

        @Override
        public String toString() {
            String size = Long.toUnsignedString(bytes);
            String flags = gfp == Gfp.ZERO ? "" : " with " + Gfp.format(gfp);
            return switch (kind) {
                case ALLOC -> "alloc " + size + flags + (times == 1 ? "" : ", " + times + " times");
                case CHURN -> "alloc " + size + flags + " and free it, " + times + " times";
                case FREE -> "free block " + size + (times == 1 ? "" : ", " + times + " times");
                case FREE_TWICE -> "free block " + size + " twice";
                case FREE_EVERY_SECOND -> "free every second block";
                case FREE_ALL -> "free all blocks";
                case FREE_NOTHING -> "free NULL and ZERO_SIZE_PTR";
                case FREE_ALL_REVERSED -> "free all blocks, the newest first";
                case FREE_ALL_SHUFFLED -> "free all blocks in the order of chance " + size;
                case ALLOC_VARIED -> "alloc 1 to " + size + flags + (times == 1 ? "" : ", " + times + " times");
                case QUEUE -> "free the oldest block and alloc " + size + flags + ", " + times + " times";
                case FREE_AGAIN ->
                    "free once more the block that was freed " + (bytes == 0 ? "last" : size + " before the last");
            };
        }

        private String format() {
            StringBuilder text = new StringBuilder().append(kind.letter);
            if (kind.asks() || kind.picks()) text.append(Long.toUnsignedString(bytes));
            if (kind.asks() && gfp != Gfp.ZERO) text.append('g').append(gfp);
            if (times != 1) text.append('x').append(times);
            return text.toString();
        }

        private static Step parse(String text) {
            Kind kind = Vector.of(Kind.values())
                    .find(candidate -> !text.isEmpty() && text.charAt(0) == candidate.letter)
                    .getOrElseThrow(() -> new IllegalArgumentException("an unknown step '" + text + "'"));
            String rest = text.substring(1);
            int times = 1;
            int at = rest.indexOf('x');
            if (at >= 0) {
                times = Integer.parseInt(rest.substring(at + 1));
                rest = rest.substring(0, at);
            }
            int gfp = kind.asks() ? Gfp.ZERO : 0;
            at = rest.indexOf('g');
            if (at >= 0) {
                gfp = Integer.parseInt(rest.substring(at + 1));
                rest = rest.substring(0, at);
            }
            return new Step(kind, rest.isEmpty() ? 0 : Long.parseUnsignedLong(rest), gfp, times);
        }
    }

    /**
     * With one more step that asks for zeroed memory.
     *
     * @param bytes how many bytes, unsigned
     * @return the longer workload
     */
    public Workload alloc(long bytes) {
        return alloc(bytes, Gfp.ZERO, 1);
    }

    /**
     * With one more step that asks for blocks.
     *
     * @param bytes how many bytes each, unsigned
     * @param gfp flags of {@link Gfp}
     * @param times how many blocks, 1 or more; it ends with the first that is refused
     * @return the longer workload
     */
    public Workload alloc(long bytes, int gfp, int times) {
        return with(new Step(Kind.ALLOC, bytes, gfp, times));
    }

    /**
     * With one more step that asks for a block and frees it, again and again.
     *
     * @param bytes how many bytes, unsigned
     * @param times how often, 1 or more
     * @return the longer workload
     */
    public Workload churn(long bytes, int times) {
        return with(new Step(Kind.CHURN, bytes, Gfp.ZERO, times));
    }

    /**
     * With one more step that frees a block.
     *
     * @param index which of the live ones, counted from the oldest and round and round
     * @return the longer workload
     */
    public Workload free(int index) {
        return with(new Step(Kind.FREE, Integer.toUnsignedLong(index), 0, 1));
    }

    /**
     * With one more step that frees a block twice.
     *
     * @param index which of the live ones, counted from the oldest and round and round
     * @return the longer workload
     */
    public Workload freeTwice(int index) {
        return with(new Step(Kind.FREE_TWICE, Integer.toUnsignedLong(index), 0, 1));
    }

    /**
     * With one more step that frees a block that was freed before.
     *
     * @param before which of those whose memory nobody has, counted from the one that was freed last
     * @return the longer workload
     */
    public Workload freeAgain(int before) {
        return with(new Step(Kind.FREE_AGAIN, Integer.toUnsignedLong(before), 0, 1));
    }

    /**
     * With one more step of a kind that needs no figures.
     *
     * @param kind {@link Kind#FREE_EVERY_SECOND}, {@link Kind#FREE_ALL}, {@link Kind#FREE_ALL_REVERSED} or
     *     {@link Kind#FREE_NOTHING}
     * @return the longer workload
     */
    public Workload and(Kind kind) {
        return with(new Step(kind, 0, 0, 1));
    }

    /**
     * With one more step.
     *
     * @param step a step
     * @return the longer workload
     */
    public Workload with(Step step) {
        return new Workload(steps.append(step));
    }

    private int compareSteps(Workload other) {
        for (int i = 0; i < Math.min(steps.size(), other.steps.size()); i++) {
            int order = Step.SIMPLER_FIRST.compare(steps.get(i), other.steps.get(i));
            if (order != 0) return order;
        }
        return 0;
    }

    /** The steps in the characters of a replay token. */
    String format() {
        return steps.map(Step::format).mkString(".");
    }

    static Workload parse(String text) {
        return new Workload(Vector.of(text.split("\\.", -1)).map(Step::parse));
    }

    @Override
    public String toString() {
        return steps.isEmpty() ? "nothing" : steps.mkString("; ");
    }
}
