package kvetch.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MachineTest {
    private static final CodeLocation HERE = new CodeLocation("mm/here.c", 12, "here");
    private static final CodeLocation THERE = new CodeLocation("mm/there.c", 0, "there");

    private final Machine machine = Boot.small();

    private static Splat death(Runnable action) {
        OopsException oops = catchThrowableOfType(OopsException.class, action::run);
        assertThat(oops).isNotNull();
        return oops.splat();
    }

    @Test
    void aFreshMachineIsUntainted() {
        assertThat(machine.profile()).isEqualTo(Boot.SMALL);
        assertThat(machine.isTainted()).isFalse();
        assertThat(machine.splats()).isEmpty();
        assertThat(machine.splatCount()).isZero();
        assertThat(machine.firstSplat()).isNull();
        assertThat(machine.log()).isEmpty();
    }

    @Test
    void printkLogsAndDoesNotTaint() {
        machine.printk("first");
        machine.printk("second");
        assertThat(machine.log()).containsExactly("first", "second");
        assertThat(machine.isTainted()).isFalse();
    }

    @Test
    void warnTaintsAndGoesOn() {
        machine.warn(HERE, "Trying something");
        machine.warn(THERE, "");
        assertThat(machine.isTainted()).isTrue();
        assertThat(machine.splatCount()).isEqualTo(2);
        assertThat(machine.firstSplat())
                .isEqualTo(new Splat(Splat.Kind.WARN, HERE, "Trying something", Vector.empty()));
        assertThat(machine.log())
                .containsExactly("WARNING: mm/here.c:12 at here (Trying something)", "WARNING: mm/there.c at there");
    }

    @Test
    void whatIsNewCanBeToldFromWhatWasBefore() {
        machine.warn(HERE, "");
        machine.printk("between");
        machine.warn(THERE, "");
        assertThat(machine.splatsSince(1).map(Splat::site)).containsExactly(THERE);
        assertThat(machine.splatsSince(2)).isEmpty();
        assertThat(machine.logCount()).isEqualTo(3);
        assertThat(machine.logSince(1)).containsExactly("between", "WARNING: mm/there.c at there");
        assertThat(machine.logSince(3)).isEmpty();
    }

    @Test
    void warnFiresEachTime() {
        machine.warn(HERE, "");
        machine.warn(HERE, "");
        assertThat(machine.splatCount()).isEqualTo(2);
    }

    @Test
    void warnOnceFiresOncePerPlace() {
        for (int i = 0; i < 3; i++) {
            machine.warnOnce(HERE, Gfp.KERNEL);
            machine.warnOnce(THERE, Gfp.KERNEL | Gfp.ZERO);
        }
        assertThat(machine.splats().map(Splat::site)).containsExactly(HERE, THERE);
    }

    @Test
    void warnOnceFiresAgainOnAnotherMachine() {
        machine.warnOnce(HERE, Gfp.KERNEL);
        Machine other = Boot.small();
        other.warnOnce(HERE, Gfp.KERNEL);
        assertThat(other.splatCount()).isEqualTo(1);
    }

    @Test
    void aPlaceIsItsFileLineAndFunction() {
        machine.warnOnce(HERE, Gfp.KERNEL);
        machine.warnOnce(new CodeLocation("mm/here.c", 12, "here"), Gfp.KERNEL);
        assertThat(machine.splatCount()).isEqualTo(1);
        machine.warnOnce(new CodeLocation("mm/here.c", 13, "here"), Gfp.KERNEL);
        assertThat(machine.splatCount()).isEqualTo(2);
    }

    @Test
    void nowarnIsSilentAndDoesNotUseUpTheWarning() {
        machine.warnOnce(HERE, Gfp.NOWARN);
        assertThat(machine.isTainted()).isFalse();
        assertThat(machine.log()).isEmpty();
        machine.warnOnce(HERE, Gfp.KERNEL);
        assertThat(machine.splatCount()).isEqualTo(1);
    }

    @Test
    void clearWarnOnceLetsThemFireAgainAndKeepsTheTaint() {
        machine.warnOnce(HERE, Gfp.KERNEL);
        machine.clearWarnOnce();
        assertThat(machine.isTainted()).isTrue();
        machine.warnOnce(HERE, Gfp.KERNEL);
        assertThat(machine.splatCount()).isEqualTo(2);
    }

    @Test
    void panicOnWarnPanicsAfterTheWarning() {
        Machine strict = Boot.machine(Boot.SMALL.withPanicOnWarn(true));
        assertThat(death(() -> strict.warn(HERE, "")).kind()).isEqualTo(Splat.Kind.PANIC);
        assertThat(strict.splats().map(Splat::kind)).containsExactly(Splat.Kind.WARN, Splat.Kind.PANIC);
        assertThat(strict.log())
                .containsExactly("WARNING: mm/here.c:12 at here", "Kernel panic: here (panic_on_warn set ...)");
    }

    @Test
    void panicOnWarnSparesASilencedWarning() {
        Machine strict = Boot.machine(Boot.SMALL.withPanicOnWarn(true));
        strict.warnOnce(HERE, Gfp.NOWARN);
        assertThat(strict.isTainted()).isFalse();
        assertThat(death(() -> strict.warnOnce(HERE, Gfp.KERNEL)).kind()).isEqualTo(Splat.Kind.PANIC);
    }

    @Test
    void aBugAFaultAndADivideErrorUnwindTheKernel() {
        machine.setCallTrace(Vector.of("inner", "outer"));
        assertThat(death(() -> machine.bug(HERE, "")))
                .isEqualTo(machine.splats().get(0));
        assertThat(death(() -> machine.pageFault(16)).kind()).isEqualTo(Splat.Kind.OOPS);
        assertThat(death(() -> machine.divideError(HERE)).kind()).isEqualTo(Splat.Kind.DIVIDE_ERROR);
        assertThat(machine.log())
                .containsExactly(
                        "kernel BUG at mm/here.c:12! here",
                        "BUG: unable to handle page fault: inner (address 0000000000000010)",
                        "divide error: here");
    }

    @Test
    void anOopsCarriesItsHeadlineAndNoStackTrace() {
        OopsException oops = catchThrowableOfType(OopsException.class, () -> machine.bug(HERE, "why"));
        assertThat(oops).hasMessage("kernel BUG at mm/here.c:12! here (why)");
        assertThat(oops.getStackTrace()).isEmpty();
    }

    @Test
    void aSplatHoldsTheCallTraceOfItsTime() {
        machine.setCallTrace(Vector.of("raid0_run", "md_run"));
        machine.warn(HERE, "");
        assertThat(machine.callTrace()).containsExactly("raid0_run", "md_run");
        machine.setCallTrace(Vector.of("raid0_free"));
        machine.warn(HERE, "");
        assertThat(machine.splats().map(Splat::callTrace))
                .containsExactly(Vector.of("raid0_run", "md_run"), Vector.of("raid0_free"));
    }

    @Test
    void snapshotsDoNotChangeAfterwards() {
        Vector<String> log = machine.log();
        Vector<Splat> splats = machine.splats();
        machine.warn(HERE, "");
        assertThat(log).isEmpty();
        assertThat(splats).isEmpty();
    }

    @Test
    void eachMachineMakesOneAllocatorOfEachFamilyWhenFirstAsked() {
        List<Family> made = new ArrayList<>();
        Machine booted = Machine.boot(Boot.SMALL, family -> {
            made.add(family);
            return provider(family);
        });
        assertThat(made).isEmpty();
        Allocator kmalloc = booted.allocator(Family.KMALLOC);
        assertThat(booted.allocator(Family.KMALLOC)).isSameAs(kmalloc);
        assertThat(booted.allocator(Family.VMALLOC)).isNotSameAs(kmalloc);
        assertThat(made).containsExactly(Family.KMALLOC, Family.VMALLOC);
    }

    @Test
    void pagesNeedsAPageAllocatorThatOffersFrames() {
        Machine booted = Machine.boot(Boot.SMALL, MachineTest::provider);
        assertThatIllegalStateException().isThrownBy(booted::pages);
    }

    @Test
    void pagesAreThoseOfThePageAllocator() {
        Frames frames = new Frames();
        Machine booted = Machine.boot(Boot.SMALL, family -> provider(family, frames));
        assertThat(booted.pages()).isSameAs(frames);
    }

    @Test
    void aProviderThatDeclaresNothingPromisesNothing() {
        assertThat(provider(Family.KMALLOC).capabilities(Boot.SMALL)).isEqualTo(Capabilities.NONE);
    }

    private static AllocatorProvider provider(Family family) {
        return provider(family, new Refusing());
    }

    private static AllocatorProvider provider(Family family, Allocator allocator) {
        return new AllocatorProvider() {
            @Override
            public String name() {
                return family.kernelProvider();
            }

            @Override
            public String description() {
                return "refuses everything";
            }

            @Override
            public Family family() {
                return family;
            }

            @Override
            public Allocator create(Machine machine) {
                return allocator;
            }
        };
    }

    private static class Refusing implements Allocator {
        @Override
        public long alloc(long bytes, int gfp) {
            return Address.NULL;
        }

        @Override
        public void free(long address) {}

        @Override
        public long ksize(long address) {
            return 0;
        }
    }

    private static final class Frames extends Refusing implements PageFrames {
        @Override
        public long allocPages(int order, int gfp) {
            return Address.NULL;
        }

        @Override
        public void freePages(long address, int order) {}

        @Override
        public int compoundOrder(long address) {
            return 0;
        }

        @Override
        public long totalPages() {
            return 0;
        }

        @Override
        public long freePages() {
            return 0;
        }
    }

    @Test
    void theCallerIsKilledOnceAndIsNoTaint() {
        machine.setCallTrace(Vector.of("create_strip_zones", "ioctl"));
        machine.outOfMemory(0);
        assertThat(machine.oomKill()).satisfies(kill -> {
            assertThat(kill.kind()).isEqualTo(Splat.Kind.OOM_KILL);
            assertThat(kill.headline()).isEqualTo("Out of memory: Killed process: create_strip_zones (order:0)");
        });
        machine.outOfMemory(0);
        assertThat(machine.log()).as("while it is dying").hasSize(1);
        assertThat(machine.splats()).isEmpty();
        assertThat(machine.isTainted()).isFalse();
    }

    @Test
    void whereNothingIsLeftToKillTheKernelPanics() {
        machine.beginCall();
        machine.outOfMemory(0);
        machine.beginCall();
        Splat death = death(() -> machine.outOfMemory(1));
        assertThat(death.kind()).isEqualTo(Splat.Kind.PANIC);
        assertThat(death.message()).isEqualTo("System is deadlocked on memory");
    }
}
