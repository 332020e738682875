package kvetch.raid0;

import static kvetch.api.Family.KMALLOC;
import static kvetch.api.Family.KVMALLOC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import kvetch.api.Family;
import kvetch.api.KernelSite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The kernels that there are, and how they are named. */
class KernelProfilesTest {

    private static KernelProfile find(String name) {
        return KernelProfiles.find(name).get();
    }

    @Test
    void theKernelsOldestFirst() {
        assertThat(KernelProfiles.all().map(KernelProfile::name))
                .containsExactly("5.10", "5.15", "6.1", "6.6", "6.12", "7.0", "7.2", "7.3", "hardened");
    }

    @ParameterizedTest
    @CsvSource({
        // name, release, split, frees in raid0_run too, hardened, as shipped
        "5.10, 5.10.223, RESUBMIT, false, false, kzalloc",
        "5.15, , RESUBMIT, false, false, kzalloc",
        "6.1, 6.1.170, MAP_REMAINDER, true, false, kzalloc",
        "6.6, , MAP_REMAINDER, true, false, kzalloc",
        "6.12, 6.12.43, MAP_REMAINDER, false, false, kzalloc",
        "7.0, 7.0.4, RESUBMIT, false, false, kzalloc",
        "7.2, 7.2.13, RESUBMIT, false, false, kvzalloc",
        "7.3, 7.3.4, RESUBMIT, false, false, kvzalloc",
        "hardened, , RESUBMIT, false, true, kvzalloc",
    })
    void whatEachKernelDoes(
            String name, String release, Split split, boolean runFrees, boolean hardened, String asShipped) {
        KernelProfile kernel = find(name);
        assertThat(kernel.name()).isEqualTo(name);
        assertThat(kernel.release()).isEqualTo(release);
        assertThat(kernel.split()).isEqualTo(split);
        assertThat(kernel.runFreesOnIntegrityFailure()).isEqualTo(runFrees);
        assertThat(kernel.hardened()).isEqualTo(hardened);
        assertThat(kernel.asShipped()).isEqualTo(asShipped);
        assertThat(kernel.allocFamily()).isEqualTo(asShipped.equals("kvzalloc") ? KVMALLOC : KMALLOC);
        assertThat(kernel.abortFamily()).isEqualTo(kernel.allocFamily());
        assertThat(kernel.freeFamily()).isEqualTo(kernel.allocFamily());
    }

    @ParameterizedTest
    @CsvSource({
        "5.10, PAGE_ORDER, mm/page_alloc.c:4977, __alloc_pages_nodemask",
        "6.1, PAGE_ORDER, mm/page_alloc.c:5633, __alloc_pages",
        "6.1, KVMALLOC_SIZE, mm/util.c:596, kvmalloc_node",
        "6.1, VMALLOC_ZERO, mm/vmalloc.c:3170, __vmalloc_node_range",
        "6.12, PAGE_ORDER, mm/page_alloc.c:4769, __alloc_pages_noprof",
        "7.0, PAGE_ORDER, mm/page_alloc.c:5234, __alloc_frozen_pages_noprof",
        "7.2, KVMALLOC_SIZE, mm/slub.c:6946, __kvmalloc_node_noprof",
    })
    void whereTheRecordedKernelsWarned(String name, KernelSite site, String place, String function) {
        var location = find(name).sites().get(site).get();
        assertThat(location.fileAndLine()).isEqualTo(place);
        assertThat(location.function()).isEqualTo(function);
    }

    // The fix, whole or by hunks

    @ParameterizedTest
    @CsvSource({
        // name, what it is called, allocates, aborts, frees
        "6.12+fix, 6.12+fix, KVMALLOC, KVMALLOC, KVMALLOC",
        "'6.12+alloc,abort,free', 6.12+fix, KVMALLOC, KVMALLOC, KVMALLOC",
        "'6.12+free,alloc,abort', 6.12+fix, KVMALLOC, KVMALLOC, KVMALLOC",
        "6.12+alloc, 6.12+alloc, KVMALLOC, KMALLOC, KMALLOC",
        "6.12+abort, 6.12+abort, KMALLOC, KVMALLOC, KMALLOC",
        "6.12+free, 6.12+free, KMALLOC, KMALLOC, KVMALLOC",
        "'6.12+alloc,abort', '6.12+alloc,abort', KVMALLOC, KVMALLOC, KMALLOC",
        "'6.12+abort,alloc', '6.12+alloc,abort', KVMALLOC, KVMALLOC, KMALLOC",
        "'6.12+alloc,free', '6.12+alloc,free', KVMALLOC, KMALLOC, KVMALLOC",
        "'6.12+abort,free', '6.12+abort,free', KMALLOC, KVMALLOC, KVMALLOC",
    })
    void eachHunkMovesOneOfThreePlaces(String name, String called, Family allocates, Family aborts, Family frees) {
        KernelProfile kernel = find(name);
        assertThat(kernel.name()).isEqualTo(called);
        assertThat(kernel.allocFamily()).isEqualTo(allocates);
        assertThat(kernel.abortFamily()).isEqualTo(aborts);
        assertThat(kernel.freeFamily()).isEqualTo(frees);
        assertThat(kernel.asShipped()).isEqualTo(allocates == KVMALLOC ? "kvzalloc" : "kzalloc");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5.10", "5.15", "6.1", "6.6", "6.12", "7.0"})
    void aTreeWithTheFixIsTheTreeInAllElseAndWasNotRecorded(String name) {
        KernelProfile tree = find(name);
        KernelProfile fixed = find(name + "+fix");
        assertThat(fixed.release()).isNull();
        assertThat(fixed.split()).isEqualTo(tree.split());
        assertThat(fixed.runFreesOnIntegrityFailure()).isEqualTo(tree.runFreesOnIntegrityFailure());
        assertThat(fixed.sites()).isEqualTo(tree.sites());
        assertThat(fixed.hardened()).isFalse();
    }

    @Test
    void theDescriptionsSayWhatIsCarried() {
        assertThat(find("6.12+fix").description()).isEqualTo("Linux 6.12 with the fix carried to it");
        assertThat(find("6.12+free,alloc").description()).isEqualTo("Linux 6.12 with part of the fix: alloc,free");
    }

    @Test
    void theHunksOfAProfileCannotBeChanged() {
        for (String name : new String[] {"6.12", "6.12+alloc", "6.12+fix", "7.2"})
            assertThatThrownBy(() -> find(name).hunks().add(Hunk.ALLOC))
                    .isInstanceOf(UnsupportedOperationException.class);
    }

    // Names that are none

    @ParameterizedTest
    @ValueSource(strings = {"6.13", "", "7.1", "6.12.43", "6.1 ", "HARDENED", "+fix", "6.13+fix", "6.12-fix"})
    void anUnknownKernelIsNamedWithThoseThatAreKnown(String name) {
        assertThat(KernelProfiles.find(name).getLeft())
                .isEqualTo(
                        "unknown kernel '" + name + "'; known are 5.10, 5.15, 6.1, 6.6, 6.12, 7.0, 7.2, 7.3, hardened,"
                                + " and a tree before 7.1 with the fix: 6.12+fix, 6.12+alloc, 6.12+alloc,abort, ...");
    }

    @ParameterizedTest
    @CsvSource({"7.2+fix, 7.2", "7.2+alloc, 7.2", "hardened+fix, hardened", "7.2+nonsense, 7.2"})
    void aKernelThatHasTheFixTakesNoHunks(String name, String base) {
        assertThat(KernelProfiles.find(name).getLeft())
                .isEqualTo("kernel '" + base + "' has the fix already; hunks can be added to trees before 7.1:"
                        + " 5.10, 5.15, 6.1, 6.6, 6.12, 7.0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "6.12+",
                "6.12+Fix",
                "6.12+ALLOC",
                "6.12+fix,alloc",
                "6.12+alloc,alloc",
                "6.12+alloc,",
                "6.12+,alloc",
                "6.12+alloc abort",
                "6.12+alloc+abort",
                "6.12++fix",
            })
    void hunksThatAreNoneAreNamedWithThoseThatAre(String name) {
        assertThat(KernelProfiles.find(name).getLeft())
                .isEqualTo("unknown kernel '" + name + "'; after the + stands 'fix' or some of the hunks"
                        + " alloc, abort, free, each once, with commas");
    }

    // Releases

    @ParameterizedTest
    @CsvSource({
        "5.10.223, 5.10",
        "6.1.170, 6.1",
        "6.12.43, 6.12",
        "7.0.4, 7.0",
        "7.2.13, 7.2",
        "7.3.4, 7.3",
        "6.1, 6.1",
        "6.12, 6.12",
        "6.6.1, 6.6",
        "6.1.12, 6.1",
    })
    void theProfileOfARelease(String release, String name) {
        assertThat(KernelProfiles.ofRelease(release).get().name()).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({
        "6.1.170, mm/page_alloc.c:5633",
        "6.1.192, mm/page_alloc.c:5634",
        "6.12.43, mm/page_alloc.c:4769",
        "6.12.107, mm/page_alloc.c:4817",
        "6.12.95, mm/page_alloc.c",
        "7.0.4, mm/page_alloc.c:5234",
        "7.0.9, mm/page_alloc.c",
    })
    void ofEachReleaseTheLinesThatAreKnownOfIt(String release, String site) {
        KernelProfile kernel = KernelProfiles.ofRelease(release).get();
        assertThat(kernel.sites().get(KernelSite.PAGE_ORDER).get().fileAndLine())
                .isEqualTo(site);
    }

    @Test
    void theReleasesThatAKernelWasHeldAgainst() {
        assertThat(find("5.10").releases()).containsExactly("5.10.223");
        assertThat(find("5.15").releases()).isEmpty();
        assertThat(find("6.1").releases()).containsExactly("6.1.170", "6.1.192");
        assertThat(find("6.12").releases()).containsExactly("6.12.43", "6.12.107");
        assertThat(find("6.12+fix").releases()).isEmpty();
        assertThat(find("7.3").releases()).containsExactly("7.3.4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "6", "6.13.1", "7.1.3", "5.100.1", "6.12+fix", "6.12-rc1"})
    void anUnknownReleaseIsNamedWithThoseThatAreKnown(String release) {
        assertThat(KernelProfiles.ofRelease(release).getLeft())
                .isEqualTo("unknown kernel release '" + release
                        + "'; known are 5.10, 5.15, 6.1, 6.6, 6.12, 7.0, 7.2, 7.3, hardened");
    }

    @Test
    void theNumbersOfTheErrnos() {
        assertThat(Errno.EIO.number()).isEqualTo(5);
        assertThat(Errno.ENOMEM.number()).isEqualTo(12);
        assertThat(Errno.EINVAL.number()).isEqualTo(22);
        assertThat(Errno.EOPNOTSUPP.number()).isEqualTo(95);
    }
}
