package kvetch.properties;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.Vector;
import kvetch.api.AllocatorProvider;
import kvetch.properties.campaign.ExploreWork;
import kvetch.properties.campaign.Shard;
import kvetch.properties.isolation.Isolation;
import kvetch.properties.plug.Providers;
import kvetch.properties.setup.Setup;
import org.junit.jupiter.api.Test;

/** However the arrays of an exploration are cut, what they say together is what they say at once. */
class ExploreInStretchesTest {
    private static final Scope SCOPE =
            new Scope(new Scope.Sizes(1, 2, 0, 3, false), Vector.of(1, 2, 3), Vector.of(1, 2), 8, 1);

    private static ExploreWork work(Vector<String> kernels, AllocatorProvider... more) {
        Providers providers = Providers.load().and(more);
        Vector<AllocatorProvider> allocators =
                Vector.of(more).append(providers.find("kvzalloc").get());
        Vector<Setup> setups = kernels.flatMap(kernel ->
                allocators.map(allocator -> new Setup(providers.allocators(), Checks.kernel(kernel), allocator)));
        return new ExploreWork(SCOPE, providers.laws().all(), setups, 2_000, Isolation.IN_THIS_PROCESS);
    }

    private static Exploration atOnce(ExploreWork work) {
        return new Explorer(SCOPE, work.laws(), work.setups(), 2_000, Isolation.IN_THIS_PROCESS)
                .run(1, () -> false)
                .withoutArrays();
    }

    private static Vector<Shard> shards(ExploreWork work, long... cuts) {
        Vector<Shard> shards = Vector.empty();
        long from = 0;
        for (long to : Vector.ofAll(cuts).append(work.size())) {
            Stretch stretch = new Stretch(from, to);
            shards = shards.append(new Shard(shards.size(), stretch, work.run(stretch, () -> false)));
            from = to;
        }
        return shards;
    }

    private static Exploration cutAt(ExploreWork work, long... cuts) {
        return work.exploration(shards(work, cuts), 1, () -> false);
    }

    @Test
    void kindsCountsAndSmallestCasesAreTheSame() {
        ExploreWork work = work(Vector.of("7.2", "6.12"));
        Exploration atOnce = atOnce(work);
        assertThat(atOnce.defects().map(Exploration.Found::kernel)).contains("7.2", "6.12");
        assertThat(cutAt(work)).isEqualTo(atOnce);
        assertThat(cutAt(work, 1, 17, 40)).isEqualTo(atOnce);
        assertThat(cutAt(work, 30)).isEqualTo(atOnce);
    }

    @Test
    void whatIsMissingIsMissed() {
        ExploreWork work = work(Vector.of("hardened"));
        Vector<Shard> shards = shards(work, 10, 20, 30);
        Exploration part = work.exploration(shards.removeAt(1), 1, () -> false);
        assertThat(part.complete()).isFalse();
        assertThat(part.arrays()).isEqualTo(SCOPE.size());
        assertThat(part.arraysDone()).isEqualTo(SCOPE.size() - 10);
        assertThat(part.defects()).isEmpty();
        assertThat(work.exploration(Vector.empty(), 1, () -> false).arraysDone())
                .isZero();
    }

    @Test
    void whoThrowsIsLeftOutAsIfItHadNotBeenThere() {
        Rogue thrower = Rogue.allocating("thrower", (kmalloc, bytes, gfp) -> {
            if (bytes > 32) throw new IllegalStateException("too much");
            return kmalloc.alloc(bytes, gfp);
        });
        ExploreWork work = work(Vector.of("hardened"), thrower);
        Exploration atOnce = atOnce(work);
        assertThat(atOnce.misbehaviours().map(Exploration.Misbehaved::allocator))
                .containsExactly("thrower");
        assertThat(cutAt(work, 1, 25)).isEqualTo(atOnce);
    }

    @Test
    void whoPrintsIsHeard() {
        Rogue printer = Rogue.allocating("printer", (kmalloc, bytes, gfp) -> {
            System.out.println("here I am");
            return kmalloc.alloc(bytes, gfp);
        });
        ExploreWork work = work(Vector.of("hardened"), printer);
        Exploration atOnce = atOnce(work);
        assertThat(atOnce.misbehaviours()).hasSize(1);
        assertThat(cutAt(work, 25)).isEqualTo(atOnce);
    }
}
