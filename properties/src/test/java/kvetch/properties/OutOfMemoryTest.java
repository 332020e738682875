package kvetch.properties;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.Vector;
import kvetch.api.Allocator;
import kvetch.api.AllocatorProvider;
import kvetch.api.Capabilities;
import kvetch.api.Family;
import kvetch.api.Gfp;
import kvetch.api.Machine;
import kvetch.api.MachineProfile;
import kvetch.api.Splat;
import kvetch.properties.cases.ArrayCase;
import kvetch.properties.cases.Workload;
import kvetch.properties.contract.Contract;
import kvetch.properties.law.Coverage;
import kvetch.properties.law.Defect;
import kvetch.properties.law.Law;
import kvetch.properties.law.LifeLaw;
import kvetch.properties.law.Violation;
import kvetch.properties.laws.StandardLaws;
import kvetch.properties.run.Examination;
import kvetch.properties.run.Examiner;
import kvetch.properties.setup.Setup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where memory ends: a driver whose caller is killed for it breaks W2, an allocator whose callers take all there is does not. */
class OutOfMemoryTest {
    private static final ArrayCase NEARLY_ALL = ArrayCase.of(1, 2).withRaidDisks(252148225);

    /** vmalloc, which asks for its pages in its own way whatever its caller says, as GFP_KERNEL. */
    private static final AllocatorProvider DEAF = new AllocatorProvider() {
        @Override
        public String name() {
            return "deaf";
        }

        @Override
        public String description() {
            return "vmalloc that hears no flag but __GFP_ZERO";
        }

        @Override
        public Family family() {
            return Family.VMALLOC;
        }

        @Override
        public Capabilities capabilities(MachineProfile machine) {
            return Capabilities.NONE.monotone();
        }

        @Override
        public Allocator create(Machine machine) {
            Allocator vmalloc = machine.allocator(Family.VMALLOC);
            return new Allocator() {
                @Override
                public long alloc(long bytes, int gfp) {
                    return vmalloc.alloc(bytes, bytes == 0 ? gfp : gfp & Gfp.ZERO);
                }

                @Override
                public void free(long address) {
                    vmalloc.free(address);
                }

                @Override
                public long ksize(long address) {
                    return vmalloc.ksize(address);
                }
            };
        }
    };

    private static Setup deaf(String kernel) {
        return Checks.asShipped(kernel).withProvider(DEAF);
    }

    private static Vector<String> broken(Law law, Setup setup, ArrayCase c) {
        return Vector.ofAll(Examiner.examine(law, setup, c).violations())
                .filter(violation -> violation.law().equals(law))
                .map(Violation::what);
    }

    @ParameterizedTest
    @ValueSource(strings = {"7.2", "7.3", "5.10+fix", "6.12+fix", "6.12+alloc"})
    void w2_withTheFixTheCallerIsKilled(String kernel) {
        Setup setup = Checks.setup(kernel, "kvzalloc");
        assertThat(broken(StandardLaws.W2, setup, NEARLY_ALL)).containsExactly("OOM_KILL in create_strip_zones");
        Examination examination = Examiner.examine(StandardLaws.W2, setup, NEARLY_ALL);
        assertThat(examination.errno()).as("whoever is killed hears of none").isNull();
        assertThat(examination.splat()).extracting(Splat::kind).isEqualTo(Splat.Kind.OOM_KILL);
        assertThat(examination.sights(StandardLaws.W2)).contains(Coverage.KILLED);
    }

    @Test
    void theOtherLawsHoldOfIt() {
        for (Law law : StandardLaws.ALL)
            if (!law.equals(StandardLaws.W2))
                assertThat(broken(law, Checks.asShipped("7.2"), NEARLY_ALL))
                        .as(law + "")
                        .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"5.10", "6.1", "6.12", "7.0", "hardened"})
    void w2_nobodyIsKilledBeforeTheFixNorOnHardened(String kernel) {
        assertThat(broken(StandardLaws.W2, Checks.asShipped(kernel), NEARLY_ALL))
                .isEmpty();
    }

    @Test
    void w2_moreThanAllOfMemoryAndLessThanIsFreeKillNobody() {
        for (int raidDisks : new int[] {252148224, 258053633, 268435455})
            assertThat(broken(StandardLaws.W2, Checks.asShipped("7.2"), NEARLY_ALL.withRaidDisks(raidDisks)))
                    .as(raidDisks + "")
                    .isEmpty();
    }

    /** On a machine of 8 MiB tables for disks that are there take nearly all memory, too. */
    @Test
    void w2_hardenedLeavesMemoryToOthersWhateverTheAllocatorMakesOfItsFlags() {
        MachineProfile small = MachineProfile.of(4096, 8);
        boolean killed = false;
        for (int disks = 200; disks <= 1000; disks += 25) {
            long[] sizes = new long[disks];
            for (int i = 0; i < disks; i++) sizes[i] = i + 2L;
            ArrayCase c = ArrayCase.of(1, sizes).onMachine(small);
            killed |= !broken(StandardLaws.W2, deaf("7.2"), c).isEmpty();
            for (Law law : new Law[] {StandardLaws.W2, StandardLaws.W3, StandardLaws.M2})
                assertThat(broken(law, deaf("hardened"), c))
                        .as(disks + " disks")
                        .isEmpty();
        }
        assertThat(killed).as("on 7.2").isTrue();
    }

    @Test
    void w2_hardenedHoldsWithAnAllocatorThatHearsNoFlags() {
        for (Law law : new Law[] {StandardLaws.W2, StandardLaws.W3})
            assertThat(Checks.run(deaf("hardened"), law, 600, 1).defects().filter(OutOfMemoryTest::isOfArray))
                    .isEmpty();
    }

    @Test
    void w2_anAllocatorThatHearsNoFlagsIsBlamedItself() {
        Vector<Defect> defects =
                Checks.run(deaf("hardened"), StandardLaws.W2, 600, 1).defects();
        assertThat(defects.map(defect -> defect.violation().what()))
                .containsExactly("the caller is killed although the flags forbid it");
        assertThat(defects).noneMatch(OutOfMemoryTest::isOfArray);
        assertThat(Checks.run(Checks.setup("hardened", "kvzalloc"), StandardLaws.W2, 600, 1)
                        .defects())
                .isEmpty();
    }

    private static boolean isOfArray(Defect defect) {
        return defect.counterexample() instanceof ArrayCase;
    }

    @ParameterizedTest
    @ValueSource(ints = {Gfp.KERNEL, Gfp.ZERO, Gfp.NOWARN})
    void anAllocatorWhoseCallersTakeAllThereIsBreaksNothing(int gfp) {
        MachineProfile small = MachineProfile.of(4096, 16);
        Workload all = new Workload(Vector.empty())
                .alloc(1 << 20, gfp, 64)
                .and(Workload.Kind.FREE_EVERY_SECOND)
                .alloc(64 << 10, gfp, 400)
                .alloc(3 << 20, gfp, 8)
                .and(Workload.Kind.FREE_ALL);
        for (LifeLaw law : new LifeLaw[] {
            StandardLaws.M1, StandardLaws.M2, StandardLaws.M3, StandardLaws.M4, StandardLaws.W1, StandardLaws.W2
        })
            for (Setup setup : Vector.of("kzalloc", "kvzalloc", "vzalloc", "page-allocator")
                    .map(name -> Checks.setup("7.2", name))
                    .append(deaf("7.2")))
                assertThat(Contract.examine(law.looks(), setup, small, all).faults())
                        .as(law + " of " + setup)
                        .isEmpty();
    }
}
