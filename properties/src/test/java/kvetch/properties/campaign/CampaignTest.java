package kvetch.properties.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import io.vavr.collection.Vector;
import java.util.function.BooleanSupplier;
import kvetch.properties.Stretch;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class CampaignTest {
    /** Work that is not done. */
    private record Units(long size, long grain) implements Work {
        @Override
        public JsonObject description() {
            return new JsonObject();
        }

        @Override
        public String units() {
            return "units";
        }

        @Override
        public JsonObject run(Stretch stretch, BooleanSupplier isCancelled) {
            return new JsonObject();
        }
    }

    @Property
    void shardsHaveEveryUnitOnce(
            @ForAll @LongRange(min = 1, max = Long.MAX_VALUE) long size,
            @ForAll @LongRange(min = 1, max = 5000) long grain,
            @ForAll @IntRange(min = 1, max = 300) int shards) {
        Work work = new Units(size, grain);
        Campaign campaign = new Campaign(work, Math.min(shards, Campaign.mostShards(work)));
        Vector<Stretch> stretches = Vector.range(0, campaign.shards()).map(campaign::stretch);
        assertThat(stretches.head().from()).isZero();
        assertThat(stretches.last().to()).isEqualTo(size);
        stretches.zip(stretches.tail()).forEach(pair -> {
            assertThat(pair._2.from()).isEqualTo(pair._1.to());
            assertThat(pair._2.from() % grain).isZero();
        });
        assertThat(campaign.stretches(Vector.range(0, campaign.shards()))).containsExactly(new Stretch(0, size));
    }

    @Test
    void stretchesThatFollowEachOtherAreOne() {
        Campaign campaign = new Campaign(new Units(100, 1), 10);
        assertThat(campaign.stretches(Vector.of(0, 1, 4, 8, 9)))
                .containsExactly(new Stretch(0, 20), new Stretch(40, 50), new Stretch(80, 100));
    }

    @Test
    void noShardIsEmpty() {
        assertThat(Campaign.mostShards(new Units(4001, 2000))).isEqualTo(3);
        assertThatThrownBy(() -> new Campaign(new Units(4001, 2000), 4))
                .hasMessage("1 to 3 shards are possible, not 4");
    }
}
