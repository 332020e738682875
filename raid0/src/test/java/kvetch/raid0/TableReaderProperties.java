package kvetch.raid0;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import kvetch.api.Family;
import kvetch.api.Memory;
import kvetch.api.OopsException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** What a driver remembers of the tables never shows: it answers like one that has read nothing yet. */
class TableReaderProperties {
    private static final int CONF_COUNTS = 16;

    /** A store into a table behind the driver's back. */
    record Store(Table table, int word, long value) {}

    enum Table {
        CONF,
        STRIP_ZONE,
        DEVLIST
    }

    @Provide
    Arbitrary<Spec> small() {
        return Spec.small();
    }

    @Provide
    Arbitrary<Store> stores() {
        return Combinators.combine(
                        Arbitraries.of(Table.class),
                        Arbitraries.integers().between(0, 11),
                        Arbitraries.longs().between(0, 40))
                .as(Store::new);
    }

    @Property(seed = "61", tries = 300)
    void afterEachStoreIntoATableTheDriverAnswersLikeOneThatHasReadNothingYet(
            @ForAll("small") Spec spec, @ForAll @Size(max = 6) List<@From("stores") Store> stores) {
        Rig rig = Rig.on("7.2");
        Mddev mddev = rig.started(spec.array());
        long stripZone = rig.stripZone(mddev);
        long devlist = rig.devlist(mddev);
        assertThat(answers(rig.driver, mddev)).isEqualTo(answers(fresh(rig), mddev));
        for (Store store : stores) {
            carryOut(store, rig.machine.memory(), mddev, stripZone, devlist);
            assertThat(answers(rig.driver, mddev)).isEqualTo(answers(fresh(rig), mddev));
        }
    }

    private static void carryOut(Store store, Memory memory, Mddev mddev, long stripZone, long devlist) {
        switch (store.table) {
            // Counts stay small, so that no answer takes long.
            case CONF ->
                memory.writeU32(mddev.privateData + CONF_COUNTS + store.word % 2 * 4L, (int) (store.value % 4));
            case STRIP_ZONE -> memory.writeU64(stripZone + store.word * 8L, store.value);
            default -> memory.writeU64(devlist + store.word * 8L, memory.readU64(devlist + store.value % 4 * 8));
        }
    }

    private static Raid0 fresh(Rig rig) {
        return rig.kernel.driver(
                rig.machine, rig.machine.memory(), rig.machine.allocator(Family.KVMALLOC), rig.machine::allocator);
    }

    private static List<String> answers(Raid0 driver, Mddev mddev) {
        List<String> answers = new ArrayList<>();
        Mapping mapping = new Mapping();
        for (long sector = 0; sector <= mddev.arraySectors(); sector++) {
            long at = sector;
            answers.add(orOops(() -> {
                driver.map(mddev, at, mapping);
                return mapping.disk() + ":" + mapping.sector();
            }));
        }
        answers.add(orOops(() -> {
            StringBuilder ranges = new StringBuilder();
            driver.discard(mddev, 1, 30, (disk, at, length) -> ranges.append(disk + ":" + at + "+" + length + " "));
            return ranges.toString();
        }));
        return answers;
    }

    private static String orOops(Supplier<String> answer) {
        try {
            return answer.get();
        } catch (OopsException oops) {
            return oops.splat().headline();
        }
    }
}
