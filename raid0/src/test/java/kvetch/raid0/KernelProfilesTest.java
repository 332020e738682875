package kvetch.raid0;

import static kvetch.api.Family.KMALLOC;
import static kvetch.api.Family.KVMALLOC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vavr.collection.Vector;
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

    @Test
    void aFixIsOfLinuxSinceARelease() {
        assertThat(Fix.LAYOUT_CHOICE.since()).isEqualTo("5.4");
        assertThat(Fix.LIMIT_TABLES.since()).isEmpty();
        assertThat(Fix.POSITIVE_CHUNK.description()).isEqualTo("a negative chunk_sectors is EINVAL");
        assertThat(Vector.ofAll(Fix.linux()).sorted())
                .containsExactlyElementsOf(
                        Vector.of(Fix.values()).filter(fix -> !fix.since().isEmpty()));
        assertThat(Fix.linux()).contains(Fix.ALLOC).doesNotContain(Fix.LIMIT_TABLES);
    }

    @Test
    void thoseOfThePastAskForNoLayoutAndAreLeftOutWhereKernelsAreCompared() {
        assertThat(KernelProfiles.past().map(KernelProfile::name)).containsExactly("5.3");
        KernelProfile kernel = find("5.3");
        assertThat(Vector.of(Fix.values()).filter(kernel::has)).containsExactly(Fix.CUT_REMAINDER, Fix.FREE_ONCE);
        assertThat(kernel.isLinux()).isTrue();
        assertThat(kernel.asShipped()).isEqualTo("kzalloc");
        assertThat(KernelProfiles.all()).doesNotContain(kernel).noneMatch(kernel::mapsLike);
        assertThat(find("5.3+layout-choice,layouts-alike").mapsLike(find("5.10")))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        // name, release, cuts the rest again, frees once, as shipped
        "5.10, 5.10.223, true, true, kzalloc",
        "5.15, , true, true, kzalloc",
        "6.1, 6.1.170, false, false, kzalloc",
        "6.6, , false, false, kzalloc",
        "6.12, 6.12.43, false, true, kzalloc",
        "7.0, 7.0.4, true, true, kzalloc",
        "7.2, 7.2.13, true, true, kvzalloc",
        "7.3, 7.3.4, true, true, kvzalloc",
        "hardened, , true, true, kvzalloc",
    })
    void whatEachKernelDoes(String name, String release, boolean cutsAgain, boolean freesOnce, String asShipped) {
        KernelProfile kernel = find(name);
        assertThat(kernel.name()).isEqualTo(name);
        assertThat(kernel.release()).isEqualTo(release);
        assertThat(kernel.has(Fix.CUT_REMAINDER)).isEqualTo(cutsAgain);
        assertThat(kernel.has(Fix.FREE_ONCE)).isEqualTo(freesOnce);
        assertThat(kernel.isLinux()).isEqualTo(!name.equals("hardened"));
        assertThat(kernel.asShipped()).isEqualTo(asShipped);
        assertThat(kernel.allocFamily()).isEqualTo(asShipped.equals("kvzalloc") ? KVMALLOC : KMALLOC);
        assertThat(kernel.abortFamily()).isEqualTo(kernel.allocFamily());
        assertThat(kernel.freeFamily()).isEqualTo(kernel.allocFamily());
    }

    @Test
    void theHardenedDriverHasEveryFixAndIsNoLinux() {
        assertThat(find("hardened").fixes()).containsExactlyInAnyOrder(Fix.values());
        for (Fix fix : Fix.values())
            assertThat(find("7.2").has(fix)).as(fix.word()).isEqualTo(fix.isLinux());
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
        assertThat(fixed.sites()).isEqualTo(tree.sites());
        assertThat(fixed.has(Fix.CUT_REMAINDER)).isEqualTo(tree.has(Fix.CUT_REMAINDER));
        assertThat(fixed.has(Fix.FREE_ONCE)).isEqualTo(tree.has(Fix.FREE_ONCE));
        assertThat(fixed.isLinux()).isTrue();
    }

    @Test
    void theDescriptionsSayWhatIsCarried() {
        assertThat(find("6.12+fix").description()).isEqualTo("Linux 6.12 with the fix carried to it");
        assertThat(find("6.12+free,alloc").description()).isEqualTo("Linux 6.12 with part of the fix: alloc,free");
    }

    @Test
    void theFixesOfAProfileCannotBeChanged() {
        for (String name : new String[] {"6.12", "6.12+alloc", "6.12+fix", "7.2"})
            assertThatThrownBy(() -> find(name).fixes().add(Fix.ALLOC))
                    .isInstanceOf(UnsupportedOperationException.class);
    }

    // Any fixes

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // name | what it is called | description
                "7.2+stripe-64-bit | 7.2+stripe-64-bit | Linux 7.2, with the fix, plus stripe-64-bit",
                "7.2+nowarn,stripe-64-bit | 7.2+stripe-64-bit,nowarn | Linux 7.2, with the fix, plus stripe-64-bit, nowarn",
                "7.2+nowarn+stripe-64-bit | 7.2+stripe-64-bit,nowarn | Linux 7.2, with the fix, plus stripe-64-bit, nowarn",
                "7.2-discard-original | 7.2-discard-original | Linux 7.2, with the fix, minus discard-original",
                "6.12+fix-discard-original | 6.12+fix-discard-original | Linux 6.12, plus fix, minus discard-original",
                "6.12+nowarn,fix | 6.12+fix,nowarn | Linux 6.12, plus fix, nowarn",
                "7.2-fix | 7.2-fix | Linux 7.2, with the fix, minus fix",
                "7.2-free-once,free | 7.2-free,free-once | Linux 7.2, with the fix, minus free, free-once",
                "7.2-free-once+nowarn | 7.2+nowarn-free-once | Linux 7.2, with the fix, plus nowarn, minus free-once",
            })
    void aKernelTakesFixesAndLosesThem(String name, String called, String description) {
        KernelProfile kernel = find(name);
        assertThat(kernel.name()).isEqualTo(called);
        assertThat(kernel.description()).isEqualTo(description);
        assertThat(kernel.releases()).isEmpty();
        assertThat(find(called)).isEqualTo(kernel);
    }

    @Test
    void withEveryFixThatItLacksAnyKernelIsAsGoodAsTheHardenedOne() {
        for (KernelProfile kernel : KernelProfiles.all()) {
            String missing =
                    Vector.of(Fix.values()).reject(kernel::has).map(Fix::word).mkString(",");
            String name = missing.isEmpty() ? kernel.name() : kernel.name() + "+" + missing;
            assertThat(find(name).fixes()).isEqualTo(find("hardened").fixes());
        }
    }

    @Test
    void eachFixCanBeTakenFromTheHardenedDriver() {
        for (Fix fix : Fix.values()) {
            KernelProfile without = find("hardened-" + fix.word());
            assertThat(without.has(fix)).isFalse();
            assertThat(without.fixes()).hasSize(Fix.values().length - 1);
        }
    }

    // Names that are none

    @ParameterizedTest
    @ValueSource(strings = {"6.13", "", "7.1", "6.12.43", "6.1 ", "HARDENED", "+fix", "6.13+fix"})
    void anUnknownKernelIsNamedWithThoseThatAreKnown(String name) {
        assertThat(KernelProfiles.find(name).getLeft())
                .isEqualTo("unknown kernel '" + name
                        + "'; known are 5.3, 5.10, 5.15, 6.1, 6.6, 6.12, 7.0, 7.2, 7.3, hardened,"
                        + " each with fixes it has not and without fixes it has: 6.12+fix, 7.2+stripe-64-bit,"
                        + " 7.2-discard-original, ... (kvetch kernels)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7.2+fix | 7.2 has 'fix' already",
                "7.2+alloc | 7.2 has 'alloc' already",
                "hardened+nowarn | hardened has 'nowarn' already",
                "6.12-fix | 6.12 has no 'fix'",
                "6.12+fix,alloc | 6.12+fix has 'alloc' already",
                "6.12+alloc,alloc | 6.12+alloc has 'alloc' already",
                "7.2+nowarn-nowarn,nowarn | 7.2+nowarn-nowarn has no 'nowarn'",
            })
    void aFixIsAddedOnceAndTakenOnce(String name, String why) {
        assertThat(KernelProfiles.find(name).getLeft()).isEqualTo("unknown kernel '" + name + "': " + why);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "6.12+",
                "6.12-",
                "6.12+Fix",
                "6.12+ALLOC",
                "6.12+alloc,",
                "6.12+,alloc",
                "6.12+alloc abort",
                "6.12++fix",
                "7.2+nonsense",
                "7.2+stripe-64",
            })
    void fixesThatAreNoneAreNamedWithThoseThatAre(String name) {
        assertThat(KernelProfiles.find(name).getLeft())
                .startsWith("unknown kernel '" + name
                        + "'; after + or - stand fixes, with commas: fix, alloc, abort, free, ")
                .endsWith(", nowarn, no-kill, limits-saturate");
    }

    // Releases

    @ParameterizedTest
    @CsvSource({
        "5.10.223, 5.10",
        "'5.10.46', '5.10-layouts-alike,discard-original'",
        "'5.10.46-um', '5.10-layouts-alike,discard-original'",
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
