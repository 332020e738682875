package kvetch.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FamilyTest {

    @ParameterizedTest
    @CsvSource({
        "KMALLOC, kzalloc, kzalloc, kfree",
        "KVMALLOC, kvzalloc, kvzalloc, kvfree",
        "VMALLOC, vzalloc, vzalloc, vfree",
        "PAGES, page-allocator, __get_free_pages, free_pages"
    })
    void aFamilyGoesByTheKernelsNames(Family family, String provider, String alloc, String free) {
        assertThat(family.kernelProvider()).isEqualTo(provider);
        assertThat(family.allocFunction()).isEqualTo(alloc);
        assertThat(family.freeFunction()).isEqualTo(free);
    }

    @Test
    void aCheckIsUsuallyInAFunctionAndNobodyKnowsTheLine() {
        assertThat(KernelSite.PAGE_ORDER.usual()).isEqualTo(new CodeLocation("mm/page_alloc.c", 0, "__alloc_pages"));
        for (KernelSite site : KernelSite.values())
            assertThat(site.usual().line()).isZero();
    }
}
