package kvetch.raid0;

import static kvetch.raid0.Rig.array;
import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import kvetch.api.CodeLocation;
import kvetch.api.Splat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a step of a driver of one's own has to work with. */
class OwnStepsTest {
    private static final CodeLocation HERE = new CodeLocation("mine.c", 1, "mine");

    private final Rig rig = Rig.on("7.2");
    private final Host host = rig.host();

    @Test
    void aStepKnowsTheKernelTheMachineItsMemoryAndTheTables() {
        List<Object> seen = new ArrayList<>();
        Raid0 driver = new Raid0(host) {
            @Override
            protected int findZone(long sector) {
                seen.add(nrStripZones());
                seen.add(zoneEnd(0));
                return super.findZone(sector);
            }

            @Override
            protected void setArraySectors(Mddev mddev, long sectors) {
                seen.add(List.of(kernel(), machine(), memory()));
                seen.add(memory().readU64(conf(mddev)) != 0);
                super.setArraySectors(mddev, sectors);
            }
        };
        Mddev mddev = array(8, 64, 128);
        assertThat(driver.run(mddev)).isEqualTo(Rig.STARTED);
        driver.map(mddev, 0, new Mapping());
        assertThat(seen).containsExactly(List.of(rig.kernel, rig.machine, rig.machine.memory()), true, 2, 128L);
    }

    /** What happens in a step is told with the functions that are on the stack there. */
    @Test
    void whatWarnsInAStepSaysWhereItWasCalled() {
        Raid0 driver = new Raid0(host) {
            @Override
            protected @Nullable Errno createStripZones(Mddev mddev) {
                machine().warn(HERE, "");
                return super.createStripZones(mddev);
            }

            @Override
            protected @Nullable Errno mdIntegrityRegister(Mddev mddev) {
                machine().warn(HERE, "");
                return Errno.EINVAL;
            }

            @Override
            protected void integrityFailed(Mddev mddev) {
                machine().warn(HERE, "");
            }
        };
        driver.run(array(8, 64, 128));
        assertThat(rig.machine.splats().map(Splat::callTrace).map(Vector::head))
                .containsExactly("create_strip_zones", "md_integrity_register", "raid0_run");
    }

    @Test
    void aDiskOfARotatedZoneHasAPositionOfItsStripe() {
        for (int disk = 0; disk < 5; disk++)
            for (int shift = 0; shift < 5; shift++)
                assertThat(rig.driver.rotate(disk, 5, shift)).isEqualTo(Math.floorMod(disk - shift, 5));
    }

    @Test
    void aKernelThatLetsNobodyChooseHasTheAlternateLayout() {
        Rig old = Rig.on("7.2-layout-choice");
        Mddev mddev = old.started(array(8, 64, 128, 200).layout(Mddev.LAYOUT_UNKNOWN, 0));
        assertThat(old.driver.layout(mddev)).isEqualTo(Mddev.LAYOUT_ALTERNATE);
    }

    @Test
    void aDriverIsAKernelByItsNameAndNoLinux() {
        KernelProfile mine = KernelProfiles.of(provider("mine", "6.12+fix")).get();
        assertThat(mine.name()).isEqualTo("mine");
        assertThat(mine.isPluggedIn()).isTrue();
        assertThat(mine.isLinux()).isFalse();
        assertThat(mine.fixes()).isEqualTo(KernelProfiles.find("6.12+fix").get().fixes());
        assertThat(KernelProfiles.of(provider("mine", "2.6"))).isEmpty();
        KernelProfile base = Objects.requireNonNull(mine.base());
        assertThat(base.name()).isEqualTo("6.12+fix");
        assertThat(base.isPluggedIn()).isFalse();
        assertThat(base.fixes()).isEqualTo(mine.fixes());
        assertThat(rig.kernel.isPluggedIn()).isFalse();
        assertThat(rig.kernel.isLinux()).isTrue();
        assertThat(rig.kernel.base()).isNull();
    }

    @Test
    void aProviderWithoutADriverOfItsOwnHasThatOfItsBase() {
        DriverProvider plain = new DriverProvider() {
            @Override
            public String name() {
                return "plain";
            }

            @Override
            public String description() {
                return "nothing changed";
            }

            @Override
            public String base() {
                return "7.2";
            }
        };
        assertThat(plain.spiVersion()).isEqualTo(1);
        KernelProfile kernel = KernelProfiles.of(plain).get();
        Raid0 driver = kernel.driver(host.machine(), host.memory(), host.tables(), host.allocators());
        assertThat(driver.kernel()).isEqualTo(kernel);
        assertThat(driver.run(array(8, 64, 64))).isEqualTo(Rig.STARTED);
    }

    @Test
    void whatWarnsWhileARequestIsCutSaysThatItIsOne() {
        Raid0 driver = new Raid0(host) {
            @Override
            protected long partSectors(int chunk, long at, long left, boolean isFirst) {
                machine().warn(HERE, "");
                return left;
            }
        };
        Mddev mddev = array(8, 64, 128);
        driver.run(mddev);
        driver.request(mddev, 0, 8, (disk, sector, length) -> {});
        assertThat(rig.machine.splats().map(Splat::callTrace).map(Vector::head)).containsExactly("raid0_make_request");
    }

    @Test
    void aDriverWhoseNameBeginsLikeAKernelsIsFoundByAllOfIt() {
        KernelProfile mine = KernelProfiles.of(provider("7.2-mine", "7.2")).get();
        assertThat(KernelProfiles.find(KernelProfiles.all().append(mine), "7.2-mine")
                        .get())
                .isEqualTo(mine);
    }

    private static DriverProvider provider(String name, String base) {
        return provider(name, base, Raid0::new);
    }

    static DriverProvider provider(String name, String base, Function<Host, Raid0> driver) {
        return new DriverProvider() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public String description() {
                return "a patch";
            }

            @Override
            public String base() {
                return base;
            }

            @Override
            public Raid0 driver(Host host) {
                return driver.apply(host);
            }
        };
    }
}
