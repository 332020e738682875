package kvetch.properties.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.Vector;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import kvetch.api.Address;
import kvetch.api.Allocator;
import kvetch.api.AllocatorProvider;
import kvetch.api.Family;
import kvetch.api.Gfp;
import kvetch.api.Machine;
import kvetch.api.MachineProfile;
import kvetch.api.PageFrames;
import kvetch.properties.Checks;
import kvetch.properties.cases.Workload;
import kvetch.properties.cases.Workload.Kind;
import kvetch.properties.evidence.Fault;
import kvetch.properties.law.Law;
import kvetch.properties.law.LifeLaw;
import kvetch.properties.laws.StandardLaws;
import kvetch.properties.plug.Providers;
import kvetch.properties.setup.Setup;
import org.junit.jupiter.api.Test;

/** What an allocator may refuse and keep back, and what not: both sides of each line. */
class ContractTest {
    private static final MachineProfile MACHINE = MachineProfile.of(4096, 64);

    /** Whole pages for each block, with something changed. */
    private abstract static class Pages implements Allocator {
        final Machine machine;
        final Map<Long, Integer> orders = new HashMap<>();

        Pages(Machine machine) {
            this.machine = machine;
        }

        @Override
        public long alloc(long bytes, int gfp) {
            if (bytes == 0) return Address.ZERO_SIZE_PTR;
            int order = PageFrames.getOrder(bytes, 4096);
            if (refuses(bytes)) return Address.NULL;
            long address = machine.pages().allocPages(order, gfp);
            if (address != Address.NULL) orders.put(address, order);
            return address;
        }

        boolean refuses(long bytes) {
            return bytes < 0;
        }

        @Override
        public void free(long address) {
            Integer order = orders.remove(address);
            if (order != null) freed(address, order);
        }

        void freed(long address, int order) {
            machine.pages().freePages(address, order);
        }

        @Override
        public long ksize(long address) {
            Integer order = orders.get(address);
            return order == null ? 0 : 4096L << order;
        }
    }

    private static Setup setup(Function<Machine, Allocator> maker) {
        AllocatorProvider provider = new AllocatorProvider() {
            @Override
            public String name() {
                return "judged";
            }

            @Override
            public String description() {
                return "judged";
            }

            @Override
            public Family family() {
                return Family.KMALLOC;
            }

            @Override
            public Allocator create(Machine machine) {
                return maker.apply(machine);
            }
        };
        return new Setup(Providers.load().and(provider).allocators(), Checks.kernel("hardened"), provider);
    }

    private static Vector<String> broken(Law law, Workload workload, Function<Machine, Allocator> maker) {
        LifeLaw lifeLaw = (LifeLaw) law;
        return Contract.examine(lifeLaw.looks(), setup(maker), MACHINE, workload)
                .faults()
                .filter(seen -> lifeLaw.faults().contains(seen.fault()))
                .map(Fault.Seen::message);
    }

    private static Function<Machine, Allocator> keeping(int most) {
        return machine -> new Pages(machine) {
            private final ArrayDeque<long[]> kept = new ArrayDeque<>();

            @Override
            void freed(long address, int order) {
                kept.add(new long[] {address, order});
                while (kept.size() > most) {
                    long[] oldest = kept.remove();
                    super.freed(oldest[0], (int) oldest[1]);
                }
            }
        };
    }

    // Keeping back

    @Test
    void blocksMayBeKeptBackUpToABound() {
        for (int most : new int[] {1, 5, 64, 1000, 4096})
            for (Workload workload : Vector.of(
                    Workload.NONE.alloc(1),
                    Workload.NONE
                            .alloc(4096, Gfp.ZERO, 300)
                            .and(Kind.FREE_ALL_REVERSED)
                            .alloc(9000),
                    Workload.NONE.alloc(1).churn(100_000, 7)))
                assertThat(broken(StandardLaws.M2, workload, keeping(most)))
                        .as("%s of %s", most, workload)
                        .isEmpty();
    }

    @Test
    void whatGoesOnGrowingIsALeak() {
        assertThat(broken(StandardLaws.M2, Workload.NONE.alloc(1), keeping(Integer.MAX_VALUE)))
                .containsExactly(
                        "the same steps again and again, with all blocks freed each time, leave 1, 2, 3, 4, ..."
                                + " pages taken");
    }

    @Test
    void oneBlockOfAThousandIsALeakToo() {
        Function<Machine, Allocator> rare = machine -> new Pages(machine) {
            private int frees;

            @Override
            void freed(long address, int order) {
                if (++frees % 1000 != 0) super.freed(address, order);
            }
        };
        assertThat(broken(StandardLaws.M2, Workload.NONE.alloc(1, Gfp.ZERO, 300), rare))
                .hasSize(1);
    }

    @Test
    void whatARefusalTakesIsALeakAtOnce() {
        Function<Machine, Allocator> refusing = machine -> new Pages(machine) {
            @Override
            boolean refuses(long bytes) {
                if (bytes > 1 << 20) machine.pages().allocPages(0, Gfp.KERNEL);
                return bytes > 1 << 20;
            }
        };
        assertThat(broken(StandardLaws.M2, Workload.NONE.alloc(1).alloc(1 << 21), refusing))
                .hasSize(1);
    }

    /** What was taken at boot, and what is taken once, is there for those who come. */
    @Test
    void anArenaIsNoLeak() {
        assertThat(broken(StandardLaws.M2, Workload.NONE.alloc(1, Gfp.ZERO, 9), machine -> new Arena(machine, 0)))
                .isEmpty();
    }

    @Test
    void whatAnArenaLosesIsALeak() {
        assertThat(broken(StandardLaws.M2, Workload.NONE.alloc(1, Gfp.ZERO, 300), machine -> new Arena(machine, 10)))
                .containsExactly(
                        "the same steps 4 times, with all blocks freed each time, get 256, 231, 208, 187 blocks, and"
                                + " 35 the 20th time");
    }

    /** 256 pages, one for each block. Every so many frees are forgotten; 0 for none. */
    private static final class Arena implements Allocator {
        private final Machine machine;
        private final int forgets;
        private final ArrayDeque<Long> free = new ArrayDeque<>();
        private final Set<Long> live = new HashSet<>();
        private int frees;

        Arena(Machine machine, int forgets) {
            this.machine = machine;
            this.forgets = forgets;
            long start = machine.pages().allocPages(8, Gfp.KERNEL);
            for (int i = 0; i < 256; i++) free.add(start + i * 4096L);
        }

        @Override
        public long alloc(long bytes, int gfp) {
            if (bytes == 0) return Address.ZERO_SIZE_PTR;
            Long page = Long.compareUnsigned(bytes, 4096) > 0 ? null : free.poll();
            if (page == null) return Address.NULL;
            if (Gfp.has(gfp, Gfp.ZERO)) machine.memory().zero(page, 4096);
            live.add(page);
            return page;
        }

        @Override
        public void free(long address) {
            if (live.remove(address) && (forgets == 0 || ++frees % forgets != 0)) free.add(address);
        }

        @Override
        public long ksize(long address) {
            return live.contains(address) ? 4096 : 0;
        }
    }

    // Refusing

    private static Function<Machine, Allocator> refusing(Function<Pages, Function<Long, Boolean>> which) {
        return machine -> new Pages(machine) {
            private final Function<Long, Boolean> refuses = which.apply(this);

            @Override
            boolean refuses(long bytes) {
                return refuses.apply(bytes);
            }
        };
    }

    @Test
    void anyRequestMayBeRefused() {
        Workload workload =
                Workload.NONE.alloc(1).alloc(5000).free(0).alloc(70_000).alloc(1, Gfp.ZERO, 30);
        assertThat(broken(StandardLaws.M4, workload, refusing(pages -> bytes -> true)))
                .isEmpty();
        assertThat(broken(StandardLaws.M4, workload, refusing(pages -> bytes -> bytes > 4096)))
                .isEmpty();
        assertThat(broken(StandardLaws.M4, workload, refusing(pages -> bytes -> pages.orders.size() >= 2)))
                .isEmpty();
        int[] asked = {0};
        assertThat(broken(StandardLaws.M4, workload, refusing(pages -> bytes -> ++asked[0] % 3 == 0)))
                .isEmpty();
        assertThat(broken(StandardLaws.M4, workload, machine -> new Arena(machine, 0)))
                .isEmpty();
    }

    @Test
    void notASizeWhereALargerOneIsServedOnAMachineThatHasJustBooted() {
        assertThat(broken(
                        StandardLaws.M4,
                        Workload.NONE.alloc(1).alloc(5000),
                        refusing(pages -> bytes -> bytes / 1000 == 5)))
                .containsExactly(
                        "5000 bytes with GFP_KERNEL|__GFP_ZERO are refused on a machine that has just booted, which"
                                + " serves 10000 bytes");
    }

    @Test
    void notForGoodWhatWasServedAndCouldBeServedAgain() {
        int[] asked = {0};
        Vector<String> messages =
                broken(StandardLaws.M4, Workload.NONE.churn(1, 40), refusing(pages -> bytes -> ++asked[0] > 30));
        assertThat(messages).hasSize(1);
        assertThat(messages.head())
                .startsWith("1 bytes with GFP_KERNEL|__GFP_ZERO are refused from now on, although nothing"
                        + " is live and ");
    }

    // Freeing twice

    /** A list of free pages of which only the first is looked at. */
    private static final class LookingAtTheFirst extends Pages {
        private final ArrayDeque<Long> free = new ArrayDeque<>();

        LookingAtTheFirst(Machine machine) {
            super(machine);
        }

        @Override
        public long alloc(long bytes, int gfp) {
            Long page = bytes == 0 || bytes > 4096 ? null : free.poll();
            if (page == null) return super.alloc(bytes, gfp);
            if (Gfp.has(gfp, Gfp.ZERO)) machine.memory().zero(page, 4096);
            return page;
        }

        @Override
        public void free(long address) {
            if (!orders.containsKey(address) || (!free.isEmpty() && free.peek() == address)) return;
            free.push(address);
        }
    }

    @Test
    void ofWhatWasFreedBeforeAnother() {
        Workload both = Workload.NONE.alloc(1, Gfp.ZERO, 2).and(Kind.FREE_ALL);
        assertThat(broken(StandardLaws.M1, both.freeAgain(0), LookingAtTheFirst::new))
                .isEmpty();
        assertThat(broken(StandardLaws.M1, both.freeAgain(1), LookingAtTheFirst::new))
                .containsExactly(
                        "after block 1 (1 byte at ffff888000500000) was freed a second time, and others in between,"
                                + " two callers get the memory at ffff888000500000");
    }

    /** Its memory has another owner by then: to free that is another defect, of the caller. */
    @Test
    void notWhatWasHandedOutAgain() {
        Workload workload = Workload.NONE.alloc(1).free(0).alloc(1).freeAgain(0);
        assertThat(broken(StandardLaws.M1, workload, keeping(0))).isEmpty();
    }

    /** The kernel's own allocator does not notice either, and is right as it is. */
    @Test
    void whoPassesAFreeOnAnswersAsTheKernelDoes() {
        Workload workload =
                Workload.NONE.alloc(1, Gfp.ZERO, 2).and(Kind.FREE_ALL).freeAgain(1);
        assertThat(broken(StandardLaws.M1, workload, machine -> machine.allocator(Family.KMALLOC)))
                .isEmpty();
        Setup kernels = Checks.setup("hardened", "kzalloc");
        assertThat(Contract.examine(StandardLaws.M1.looks(), kernels, MACHINE, workload)
                        .faults())
                .isEmpty();
    }
}
