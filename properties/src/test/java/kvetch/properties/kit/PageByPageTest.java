package kvetch.properties.kit;

import static org.assertj.core.api.Assertions.assertThat;

import kvetch.api.Address;
import kvetch.api.Allocator;
import kvetch.api.AllocatorProvider;
import kvetch.api.Gfp;
import kvetch.api.Machine;
import kvetch.api.MachineProfile;
import kvetch.properties.cases.Workload;
import kvetch.properties.cases.Workload.Kind;
import kvetch.properties.contract.Contract;
import kvetch.properties.laws.StandardLaws;
import kvetch.properties.plug.Providers;
import kvetch.properties.setup.Setup;
import kvetch.raid0.KernelProfiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Gigabytes in pages that are mapped one by one, which is millions of mappings. */
class PageByPageTest {
    private static final long GIB = 1L << 30;

    private final Providers providers = Providers.load();
    private final AllocatorProvider provider = new PageByPage();

    private static MachineProfile machine(int freeOrder) {
        return MachineProfile.of(4096, 16384).withFreeOrder(freeOrder);
    }

    /** Of scattered pages, every second one, the machine has half as many. */
    @ParameterizedTest
    @ValueSource(ints = {0, 10})
    void nineBlocksOfTwoGibibytesAreHadAsFarAsMemoryReachesAndGivenBack(int freeOrder) {
        Machine machine = Machine.boot(machine(freeOrder), providers.allocators()::kernelProvider);
        Allocator allocator = provider.create(machine);
        long atFirst = machine.pages().freePages();
        long[] blocks = new long[9];
        for (int i = 0; i < blocks.length; i++) {
            long taken = atFirst - machine.pages().freePages();
            blocks[i] = allocator.alloc(2 * GIB, Gfp.ZERO);
            boolean isServed = blocks[i] != Address.NULL;
            assertThat(isServed).isEqualTo(taken + 2 * GIB / 4096 <= atFirst);
            assertThat(atFirst - machine.pages().freePages()).isEqualTo(taken + (isServed ? 2 * GIB / 4096 : 0));
            if (!isServed) continue;
            machine.memory().writeByte(blocks[i] + 2 * GIB - 1, (byte) 1);
            assertThat(machine.memory().firstNonZero(blocks[i], 2 * GIB)).isEqualTo(2 * GIB - 1);
            machine.memory().zero(blocks[i], 2 * GIB);
            assertThat(machine.memory().firstNonZero(blocks[i], 2 * GIB)).isEqualTo(-1);
            assertThat(machine.memory().isMapped(blocks[i], 2 * GIB)).isTrue();
            assertThat(machine.memory().isMapped(blocks[i] + 2 * GIB, 1)).isFalse();
        }
        for (long block : blocks) {
            if (block == Address.NULL) continue;
            allocator.free(block);
            assertThat(machine.memory().isMapped(block, 1)).isFalse();
            assertThat(machine.memory().isMapped(block + 2 * GIB - 1, 1)).isFalse();
        }
        assertThat(machine.pages().freePages()).isEqualTo(atFirst);
    }

    @Test
    void theCheckerHoldsItToItsContractWithThemAll() {
        Setup setup = new Setup(
                providers.allocators(), KernelProfiles.find("hardened").get(), provider);
        Workload workload = Workload.NONE.alloc(2 * GIB, Gfp.ZERO, 9).and(Kind.FREE_ALL);
        assertThat(Contract.examine(StandardLaws.M3.looks(), setup, machine(10), workload)
                        .faults())
                .isEmpty();
    }
}
