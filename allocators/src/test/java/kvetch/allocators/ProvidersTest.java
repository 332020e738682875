package kvetch.allocators;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.HashMap;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.ServiceLoader;
import kvetch.api.Address;
import kvetch.api.Allocator;
import kvetch.api.AllocatorProvider;
import kvetch.api.Family;
import kvetch.api.Gfp;
import kvetch.api.Machine;
import kvetch.api.MachineProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProvidersTest {
    private static final Module MODULE = KzallocProvider.class.getModule();

    private static List<AllocatorProvider> providers() {
        ProvidersTest.class.getModule().addUses(AllocatorProvider.class);
        return ServiceLoader.load(AllocatorProvider.class).stream()
                .filter(provider -> provider.type().getModule() == MODULE)
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    @Test
    void theDescriptorAndMetaInfServicesNameTheSameProviders() throws IOException {
        ModuleDescriptor descriptor = MODULE.getDescriptor();
        assertThat(descriptor).as("run on the module path").isNotNull();
        List<String> provided = descriptor.provides().stream()
                .filter(provides -> provides.service().equals(AllocatorProvider.class.getName()))
                .flatMap(provides -> provides.providers().stream())
                .toList();
        String file = "META-INF/services/" + AllocatorProvider.class.getName();
        try (InputStream in = MODULE.getResourceAsStream(file)) {
            List<String> lines = new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.replaceFirst("#.*", "").strip())
                    .filter(line -> !line.isEmpty())
                    .toList();
            assertThat(lines).isEqualTo(provided).hasSize(4);
        }
    }

    @Test
    void nothingIsExported() {
        assertThat(MODULE.getDescriptor().exports()).isEmpty();
    }

    @Test
    void namesAreWellFormedAndUnique() {
        List<String> names = providers().stream().map(AllocatorProvider::name).toList();
        assertThat(names)
                .containsExactlyInAnyOrder("kzalloc", "kvzalloc", "vzalloc", "page-allocator")
                .allMatch(name -> name.matches("[a-z][a-z0-9-]{0,31}"));
    }

    @Test
    void descriptionsAreOneLineWithoutAFullStop() {
        for (AllocatorProvider provider : providers())
            assertThat(provider.description()).isNotBlank().doesNotContain("\n").doesNotEndWith(".");
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void eachFamilysKernelAllocatorIsProvidedUnderItsName(Family family) {
        assertThat(providers())
                .filteredOn(provider -> provider.name().equals(family.kernelProvider()))
                .singleElement()
                .satisfies(provider -> {
                    assertThat(provider.family()).isEqualTo(family);
                    assertThat(provider.spiVersion()).isEqualTo(AllocatorProvider.SPI_VERSION);
                });
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void eachMachineGetsAnAllocatorOfItsOwn(Family family) {
        AllocatorProvider provider = Boot.provider(family);
        Machine one = Boot.machine(64);
        Machine other = Boot.machine(64);
        assertThat(provider.create(one)).isNotSameAs(provider.create(other));
        long first = one.allocator(family).alloc(24, 0);
        assertThat(other.allocator(family).alloc(24, 0)).isEqualTo(first);
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void theLargestSizeDeclaredIsServedAndTheNextIsNot(Family family) {
        for (int pageSize : new int[] {4096, 16384, 65536}) {
            MachineProfile profile = MachineProfile.of(pageSize, 4096);
            long largest = Boot.provider(family).capabilities(profile).largestBytes();
            Allocator allocator = Boot.machine(profile).allocator(family);
            assertThat(allocator.alloc(largest + 1, Gfp.ZERO)).isEqualTo(Address.NULL);
            assertThat(allocator.alloc(largest, Gfp.ZERO)).isNotEqualTo(Address.NULL);
        }
    }

    /** One block of pages is larger there than the fallback may serve. */
    @Test
    void wherePagesAreHugeKvzallocGoesBeyondIntMax() {
        MachineProfile huge = new MachineProfile(65536, 16, 65536, 16, false, HashMap.empty());
        assertThat(new KvzallocProvider().capabilities(huge).largestBytes()).isEqualTo(1L << 32);
        assertThat(new KvzallocProvider()
                        .capabilities(MachineProfile.of(65536, 65536))
                        .largestBytes())
                .isEqualTo(Integer.MAX_VALUE);
    }
}
