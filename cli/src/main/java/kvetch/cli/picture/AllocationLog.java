package kvetch.cli.picture;

import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.List;
import kvetch.api.Address;
import kvetch.api.Family;
import kvetch.properties.law.Defect;
import kvetch.properties.law.Life;
import kvetch.properties.law.LifeLaw;
import kvetch.properties.trace.Step;
import org.jspecify.annotations.Nullable;

/** What went through the allocators in a life, as a picture of the memory shows it. */
final class AllocationLog {
    private static final int MOST_BLOCKS = 24;

    private final List<Block> blocks = new ArrayList<>();
    private int life = 1;

    /** Whom the allocator was called for last, where it has printed nothing yet. */
    private @Nullable Block called;

    /** A request for memory, and what became of it. */
    static final class Block {
        final int number;
        final int life;
        final Step.Structure role;
        final Family family;
        final long bytes;
        final boolean forcedToFail;
        final long address;
        final long usable;
        final boolean guard;
        final List<String> frees = new ArrayList<>();
        String splat = "";
        boolean offending;

        Block(Step.Allocates asked, int life) {
            this.number = asked.number();
            this.life = life;
            this.role = asked.object();
            this.family = asked.block().family();
            this.bytes = asked.bytes();
            this.forcedToFail = asked.answer() == Step.Answer.MADE_TO_FAIL;
            this.address = asked.address();
            this.usable = asked.block().usable();
            this.guard = asked.block().isGuarded();
        }

        boolean isNull() {
            return Address.isZeroOrNull(address);
        }

        boolean isVmalloc() {
            return Address.isVmalloc(address);
        }
    }

    /** Of an array that starts and starts again; what is started after a refusal is another one. */
    AllocationLog(Vector<Step> steps, Defect defect) {
        steps.takeUntil(AllocationLog::isOfAnother).forEach(this::note);
        Vector<Integer> offending = defect.violation().evidence().allocations();
        boolean isOfLife = defect.violation().law() instanceof LifeLaw;
        for (Block block : blocks)
            block.offending = offending.contains(block.number) || (isOfLife && !block.splat.isEmpty());
    }

    private static boolean isOfAnother(Step step) {
        return step instanceof Step.Starts starts
                && starts.which() != Life.Which.FIRST
                && starts.which() != Life.Which.AGAIN;
    }

    private void note(Step step) {
        if (step instanceof Step.Starts starts && starts.which() == Life.Which.AGAIN) life = 2;
        else if (step instanceof Step.Allocates asked) {
            called = new Block(asked, life);
            if (blocks.size() < MOST_BLOCKS) blocks.add(called);
        } else if (step instanceof Step.Frees frees) {
            called = freed(frees.address());
            if (called != null) called.frees.add(frees.function());
        } else if (step instanceof Step.Splats splats && splats.isOfAllocator() && called != null) {
            called.splat = splats.splat().headline();
            called = null;
        }
    }

    private @Nullable Block freed(long address) {
        Block freed = null;
        for (Block block : blocks)
            if (!block.isNull() && block.address == address && (freed == null || block.life == life)) freed = block;
        return freed;
    }

    /** Those of the life that matters: the one that something offends in, else the first. */
    List<Block> blocks() {
        boolean laterOffends = blocks.stream().anyMatch(block -> block.offending && block.life == 2)
                && blocks.stream().noneMatch(block -> block.offending && block.life == 1);
        return blocks.stream()
                .filter(block -> block.life == (laterOffends ? 2 : 1))
                .toList();
    }
}
