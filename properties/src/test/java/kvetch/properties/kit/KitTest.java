package kvetch.properties.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.Map;
import java.util.ArrayDeque;
import java.util.HashMap;
import kvetch.api.Address;
import kvetch.api.Allocator;
import kvetch.api.AllocatorProvider;
import kvetch.api.Family;
import kvetch.api.Gfp;
import kvetch.api.Machine;
import kvetch.api.PageFrames;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the kit tells the author of a wrong allocator. */
class KitTest {

    /** Keeps freed pages for the next caller, and a block that is freed twice twice. */
    private static final class Hasty implements AllocatorProvider {
        @Override
        public String name() {
            return "hasty";
        }

        @Override
        public String description() {
            return "keeps freed pages";
        }

        @Override
        public Family family() {
            return Family.KMALLOC;
        }

        @Override
        public Allocator create(Machine machine) {
            java.util.Map<Long, Integer> orders = new HashMap<>();
            java.util.Map<Integer, ArrayDeque<Long>> freed = new HashMap<>();
            int pageSize = machine.profile().pageSize();
            return new Allocator() {
                @Override
                public long alloc(long bytes, int gfp) {
                    if (bytes == 0) return Address.ZERO_SIZE_PTR;
                    int order = PageFrames.getOrder(bytes, pageSize);
                    Long address = freed.computeIfAbsent(order, each -> new ArrayDeque<>())
                            .poll();
                    if (address == null) address = machine.pages().allocPages(order, gfp);
                    else if (Gfp.has(gfp, Gfp.ZERO)) machine.memory().zero(address, (long) pageSize << order);
                    if (address != Address.NULL) orders.put(address, order);
                    return address;
                }

                @Override
                public void free(long address) {
                    Integer order = orders.get(address);
                    if (order != null)
                        freed.computeIfAbsent(order, each -> new ArrayDeque<>()).push(address);
                }

                @Override
                public long ksize(long address) {
                    Integer order = orders.get(address);
                    return order == null ? 0 : (long) pageSize << order;
                }
            };
        }
    }

    @Test
    void aFailureIsOneLineAndTheStoryComesOnce() {
        Map<String, Throwable> failures = Kit.failures(new Hasty(), 1);
        assertThat(failures.keySet().toJavaSet())
                .containsExactlyInAnyOrder("M1 eachFreeMatchesItsAllocation", "M1 freedTwice", "M1 freesInAnyOrder");
        for (Throwable failure : failures.values()) {
            assertThat(failure).hasMessage("M1 is broken by hasty (kernel hardened): a double free goes unnoticed");
            assertThat(failure.toString()).startsWith("""
                    M1 is broken by hasty (kernel hardened): a double free goes unnoticed
                      expected:      after a block was freed twice, no two callers get the same memory (a BUG or a WARN will do too)
                      happened:      after block 1 (1 byte at ffff888004000000) was freed twice two callers get the memory at ffff888004000000
                      steps:         alloc 1; free block 0 twice
                      look first at: whether free checks that the block is in use
                      run it again:  kvetch replay kv1/M1/hardened/hasty/d64/r1/c8/l1/wa1.t0/0d346d21""");
        }
    }

    @Test
    @Tag("long")
    void whatFailsFailsAgain() {
        Map<String, String> first = Kit.failures(new Hasty(), 7).mapValues(Throwable::toString);
        assertThat(Kit.failures(new Hasty(), 7).mapValues(Throwable::toString)).isEqualTo(first);
    }
}
