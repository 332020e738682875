package kvetch.cli.picture;

import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.List;
import kvetch.api.Address;
import kvetch.api.Allocator;
import kvetch.api.Family;
import kvetch.api.Gfp;
import kvetch.api.Machine;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.Case;
import kvetch.properties.cases.WorkloadCase;
import kvetch.properties.law.Defect;
import kvetch.properties.law.LifeLaw;

/** Notes what goes through the allocators of a machine, as a picture of its memory shows it. */
final class AllocationLog {
    private static final int MOST_BLOCKS = 24;

    private final Machine machine;
    private final Case testCase;
    private final List<Block> blocks = new ArrayList<>();
    private int life = 1;
    private int allocations;
    private int tablesServed;

    /** A request for memory, and what became of it. */
    static final class Block {
        final int number;
        final int life;
        final String role;
        final Family family;
        final long bytes;
        final boolean forcedToFail;
        final List<String> frees = new ArrayList<>();
        long address;
        long usable;
        boolean guard;
        String splat = "";
        boolean offending;

        Block(int number, int life, String role, Family family, long bytes, boolean forcedToFail) {
            this.number = number;
            this.life = life;
            this.role = role;
            this.family = family;
            this.bytes = bytes;
            this.forcedToFail = forcedToFail;
        }

        boolean isNull() {
            return Address.isZeroOrNull(address);
        }

        boolean isVmalloc() {
            return Address.isVmalloc(address);
        }
    }

    AllocationLog(Machine machine, Case testCase) {
        this.machine = machine;
        this.testCase = testCase;
    }

    /** The allocator that the tables come from, watched. */
    Allocator ofTables(Allocator allocator, Family family) {
        return new Watched(allocator, family, true);
    }

    /** An allocator that all else comes from, watched. */
    Allocator ofOthers(Allocator allocator, Family family) {
        return new Watched(allocator, family, false);
    }

    /** What comes now belongs to the second life. */
    void startAgain() {
        life = 2;
    }

    /** Those of the life that matters: the one that something offends in, else the first. */
    List<Block> blocks() {
        boolean laterOffends = blocks.stream().anyMatch(block -> block.offending && block.life == 2)
                && blocks.stream().noneMatch(block -> block.offending && block.life == 1);
        return blocks.stream()
                .filter(block -> block.life == (laterOffends ? 2 : 1))
                .toList();
    }

    void mark(Defect defect) {
        Vector<Integer> offending = defect.violation().evidence().allocations();
        for (Block block : blocks) if (offending.contains(block.number)) block.offending = true;
        if (defect.violation().law() instanceof LifeLaw)
            for (Block block : blocks) if (!block.splat.isEmpty()) block.offending = true;
    }

    /** Notes what goes through an allocator. */
    private final class Watched implements Allocator {
        private final Allocator allocator;
        private final Family family;
        private final boolean isTables;

        Watched(Allocator allocator, Family family, boolean isTables) {
            this.allocator = allocator;
            this.family = family;
            this.isTables = isTables;
        }

        @Override
        public long alloc(long bytes, int gfp) {
            allocations++;
            boolean forced = testCase instanceof ArrayCase array && allocations == array.failAt();
            String role = testCase instanceof WorkloadCase
                    ? "block"
                    : isTables
                            ? (tablesServed++ == 0 ? "strip_zone" : "devlist")
                            : Gfp.has(gfp, Gfp.ZERO) ? "conf" : "integrity pool";
            if (role.equals("conf")) tablesServed = 0;
            Block block = new Block(allocations, life, role, family, bytes, forced);
            if (blocks.size() < MOST_BLOCKS) blocks.add(block);
            int splats = machine.splatCount();
            try {
                block.address = forced ? Address.NULL : allocator.alloc(bytes, gfp);
                if (!block.isNull()) lookAt(block);
            } finally {
                if (machine.splatCount() > splats)
                    block.splat = machine.splatsSince(splats).head().headline();
            }
            return block.address;
        }

        private void lookAt(Block block) {
            block.usable = allocator.ksize(block.address);
            int page = machine.profile().pageSize();
            long end = (block.address + block.usable + page - 1) & -page;
            block.guard = block.isVmalloc() && !machine.memory().isMapped(end, page);
        }

        @Override
        public void free(long address) {
            Block freed = null;
            for (Block block : blocks)
                if (!block.isNull() && block.address == address && (freed == null || block.life == life)) freed = block;
            int splats = machine.splatCount();
            if (freed != null) freed.frees.add(family.freeFunction());
            try {
                allocator.free(address);
            } finally {
                if (freed != null && machine.splatCount() > splats)
                    freed.splat = machine.splatsSince(splats).head().headline();
            }
        }

        @Override
        public long ksize(long address) {
            return allocator.ksize(address);
        }
    }
}
