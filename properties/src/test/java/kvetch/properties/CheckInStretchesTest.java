package kvetch.properties;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Map;
import io.vavr.collection.Vector;
import java.util.concurrent.atomic.AtomicInteger;
import kvetch.api.AllocatorProvider;
import kvetch.properties.campaign.CheckWork;
import kvetch.properties.campaign.Shard;
import kvetch.properties.isolation.Isolation;
import kvetch.properties.law.Law;
import kvetch.properties.laws.StandardLaws;
import kvetch.properties.plug.Providers;
import kvetch.properties.shrink.Budget;
import org.junit.jupiter.api.Test;

/** However the cases of a check are cut, what they say together is what they say at once. */
class CheckInStretchesTest {
    private static final int TRIES = 4_300;
    private static final Vector<Law> LAWS = Vector.of(StandardLaws.Z2, StandardLaws.M1, StandardLaws.W1);

    private static Check check(String kernel, Vector<Law> laws, AllocatorProvider... allocators) {
        Providers providers = Providers.load().and(allocators);
        return new Check(
                providers,
                Vector.of(Checks.kernel(kernel)),
                allocators.length == 0 ? Vector.of(providers.find("kvzalloc").get()) : Vector.of(allocators),
                laws,
                new Check.Extent(TRIES, 1, Check.DEFAULT_TIMEOUT_MS));
    }

    private static Vector<String> atOnce(Check check) {
        return summary(check.run(result -> {}));
    }

    private static Vector<String> cutAt(Check check, long... cuts) {
        Vector<Shard> shards = Vector.empty();
        CheckWork work = new CheckWork(check, Isolation.IN_THIS_PROCESS);
        long from = 0;
        for (long to : Vector.ofAll(cuts).append((long) TRIES)) {
            Stretch stretch = new Stretch(from, to);
            shards = shards.append(new Shard(shards.size(), stretch, work.run(stretch, () -> false)));
            from = to;
        }
        return summary(
                check.conclude(CheckWork.parts(shards), result -> {}, Budget.UNLIMITED, Isolation.IN_THIS_PROCESS));
    }

    private static Vector<String> summary(Vector<LawResult> results) {
        return results.map(result -> result.allocator() + " " + result.law() + " " + result.verdict() + " "
                + result.tries() + " " + result.tested() + " " + result.sampled() + " " + result.unseen() + " "
                + result.defects() + " " + result.error());
    }

    @Test
    void brokenLawsAreBrokenByTheSameCases() {
        Check check = check("7.2", LAWS);
        Vector<String> atOnce = atOnce(check);
        assertThat(atOnce.mkString()).contains("Z2 broken 4300", "W1 broken 4300", "M1 held 4300");
        assertThat(cutAt(check)).isEqualTo(atOnce);
        assertThat(cutAt(check, 2000, 4000)).isEqualTo(atOnce);
        assertThat(cutAt(check, 1, 700, 2048, 4299)).isEqualTo(atOnce);
    }

    @Test
    void whoThrowsDoesSoInTheSameCase() {
        Rogue thrower = Rogue.allocating("thrower", (kmalloc, bytes, gfp) -> {
            if (bytes > 1_000_000_000) throw new IllegalStateException("too much");
            return kmalloc.alloc(bytes, gfp);
        });
        Check check = check("hardened", Vector.of(StandardLaws.M1, StandardLaws.Z1), thrower);
        Vector<String> atOnce = atOnce(check);
        assertThat(atOnce.head()).contains("threw java.lang.IllegalStateException: too much");
        assertThat(cutAt(check, 2000, 4000)).isEqualTo(atOnce);
    }

    @Test
    void whoPrintsIsHeard() {
        Rogue printer = Rogue.allocating("printer", (kmalloc, bytes, gfp) -> {
            if (bytes > 1_000_000_000) System.out.println("that is much");
            return kmalloc.alloc(bytes, gfp);
        });
        Check check = check("hardened", Vector.of(StandardLaws.M1), printer);
        Vector<String> atOnce = atOnce(check);
        assertThat(atOnce.head()).contains("error 4300", "prints to stdout");
        assertThat(cutAt(check, 2000, 4000)).isEqualTo(atOnce);
    }

    @Test
    void whoHangsIsNotCalledForOtherLaws() {
        AtomicInteger calls = new AtomicInteger();
        Rogue spinner = Rogue.allocating("spinner", (kmalloc, bytes, gfp) -> {
            while (bytes > 1_000_000_000 && !Thread.currentThread().isInterrupted()) Thread.onSpinWait();
            calls.incrementAndGet();
            return kmalloc.alloc(bytes, gfp);
        });
        Providers providers = Providers.load().and(spinner);
        Check check = new Check(
                providers,
                Vector.of(Checks.kernel("hardened")),
                Vector.of(spinner),
                Vector.of(StandardLaws.M1, StandardLaws.W1),
                new Check.Extent(TRIES, 1, 500));
        Vector<String> atOnce = atOnce(check);
        assertThat(atOnce).hasSize(2).allMatch(line -> line.contains("is not called any more"));
        assertThat(cutAt(check, 2000)).isEqualTo(atOnce);
    }

    @Test
    void whatComesFirstStaysFirstHoweverPartsArePutTogether() {
        Check check = check("7.2", Vector.of(StandardLaws.W1));
        Vector<PartialResult> parts = Vector.of(new Stretch(0, 700), new Stretch(700, 2000), new Stretch(2000, 2300))
                .map(stretch -> part(check, stretch));
        PartialResult leftFirst = parts.get(0).plus(parts.get(1)).plus(parts.get(2));
        PartialResult rightFirst = parts.get(0).plus(parts.get(1).plus(parts.get(2)));
        assertThat(leftFirst).isEqualTo(rightFirst).isEqualTo(part(check, new Stretch(0, 2300)));
        assertThat(leftFirst.collected().found().values().map(Collected.First::at))
                .containsExactlyElementsOf(
                        parts.head().collected().found().values().map(Collected.First::at));
    }

    private static PartialResult part(Check check, Stretch stretch) {
        Map<Check.Key, PartialResult> parts = check.collect(stretch, () -> false, Isolation.IN_THIS_PROCESS);
        assertThat(parts).isInstanceOf(LinkedHashMap.class).hasSize(1);
        return parts.values().head();
    }
}
