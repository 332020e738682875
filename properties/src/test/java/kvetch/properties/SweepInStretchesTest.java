package kvetch.properties;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Map;
import io.vavr.collection.Vector;
import kvetch.api.AllocatorProvider;
import kvetch.api.MachineProfile;
import kvetch.properties.campaign.Shard;
import kvetch.properties.campaign.SweepWork;
import kvetch.properties.plug.Providers;
import kvetch.properties.setup.Setup;
import org.junit.jupiter.api.Test;

/** However the requests of a sweep are cut, what they come to together is what they come to at once. */
class SweepInStretchesTest {
    private static final MachineProfile SMALL = MachineProfile.of(4096, 8);

    private static SweepWork work(AllocatorProvider... more) {
        Providers providers = Providers.load().and(more);
        AllocatorProvider swept = Vector.of(more)
                .headOption()
                .getOrElse(() -> providers.find("kvzalloc").get());
        Setup setup = new Setup(providers.allocators(), Checks.kernel("7.2"), swept);
        return new SweepWork(Vector.of(setup), 7, 8, SMALL, Check.DEFAULT_TIMEOUT_MS);
    }

    private static Vector<Shard> shards(SweepWork work, long... borders) {
        Vector<Shard> shards = Vector.empty();
        for (int i = 1; i < borders.length; i++) {
            Stretch stretch = new Stretch(borders[i - 1], borders[i]);
            shards = shards.append(new Shard(shards.size(), stretch, work.run(stretch, () -> false)));
        }
        return shards;
    }

    private static Map<SweepWork.Axis, Vector<Sweep.Interval>> swept(SweepWork work, long... borders) {
        return work.intervals(shards(work, borders)).get();
    }

    @Test
    void theyAreWhatBisectionFinds() {
        SweepWork work = work();
        SweepWork.Axis seven = work.axes().head();
        Sweep sweep = new Sweep(seven.setup(), 7, SMALL);
        Vector<Sweep.Interval> bisected = sweep.bisected().filter(interval -> interval.first() < 130_000);
        Sweep.Interval last = bisected.last();
        Vector<Sweep.Interval> expected =
                bisected.init().append(new Sweep.Interval(last.first(), 129_999, last.outcome()));
        assertThat(expected.size()).isGreaterThan(4);
        for (long[] borders : new long[][] {{0, 130_001}, {0, 1, 2, 9, 70_000, 130_001}, {0, 8, 100_000, 130_001}})
            assertThat(swept(work, borders)).isEqualTo(LinkedHashMap.of(seven, expected));
    }

    @Test
    void oneNumberOfZonesFollowsAnother() {
        SweepWork work = work();
        assertThat(work.size()).isEqualTo(2 * ((1L << 31) + 1));
        assertThat(work.run(new Stretch(Sweep.REQUESTS - 2, Sweep.REQUESTS + 1), () -> false)
                        .toString())
                .contains("\"axis\":0", "\"first\":2147483646,\"last\":2147483647,\"errno\":\"ENOMEM\"")
                .contains("\"axis\":1", "\"first\":-2147483648,\"last\":-1,\"errno\":\"ENOMEM\"");
    }

    @Test
    void nothingIsSaidOfWhatIsMissing() {
        SweepWork work = work();
        Vector<Sweep.Interval> intervals = work.intervals(
                        shards(work, 0, 10, 100, 1000).removeAt(1))
                .get()
                .values()
                .head();
        assertThat(intervals
                        .filter(interval -> interval.outcome().text().equals("EINVAL, too few disks"))
                        .map(interval -> interval.first() + " to " + interval.last()))
                .containsExactly("8 to 8", "99 to 998");
    }

    @Test
    void whoMisbehavesEndsIt() {
        Rogue thrower = Rogue.allocating("thrower", (kmalloc, bytes, gfp) -> {
            if (bytes > 50_000) throw new IllegalStateException("too much");
            return kmalloc.alloc(bytes, gfp);
        });
        SweepWork work = work(thrower);
        assertThat(work.intervals(shards(work, 0, 100, 2000, 3000)).getLeft().message())
                .contains("threw java.lang.IllegalStateException: too much");
    }
}
