package kvetch.properties.law;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.Vector;
import kvetch.api.Address;
import kvetch.api.Capabilities;
import kvetch.api.Family;
import kvetch.api.Gfp;
import kvetch.properties.Check;
import kvetch.properties.LawResult;
import kvetch.properties.Rogue;
import kvetch.properties.Verdict;
import kvetch.properties.laws.StandardLaws;
import kvetch.properties.plug.Providers;
import kvetch.raid0.KernelProfiles;
import org.junit.jupiter.api.Test;

/** What an allocator declares decides which laws apply, and it is held to it. */
class CapabilitiesCheckTest {
    private static final Providers KERNELS = Providers.load();

    private static Vector<LawResult> check(Rogue rogue, Law... laws) {
        return new Check(
                        KERNELS.and(rogue),
                        Vector.of(KernelProfiles.find("hardened").get()),
                        Vector.of(rogue),
                        Vector.of(laws),
                        600,
                        1)
                .run(result -> {});
    }

    private static Vector<String> brokenPromises(Rogue rogue) {
        return check(rogue, StandardLaws.M4)
                .head()
                .defects()
                .map(defect -> defect.violation().message());
    }

    @Test
    void lawsThatNeedZeroesDoNotApplyToWhoDoesNotZero() {
        Rogue dirty = Rogue.allocating("dirty", (kmalloc, bytes, gfp) -> kmalloc.alloc(bytes, gfp & ~Gfp.ZERO))
                .declaring(Capabilities.NONE.withoutZeroing());
        Vector<LawResult> results = check(dirty, StandardLaws.ALL.toJavaArray(Law[]::new));
        assertThat(results.filter(result -> result.verdict() == Verdict.HELD).map(LawResult::law))
                .containsExactly(StandardLaws.M1, StandardLaws.M2, StandardLaws.M3, StandardLaws.M4, StandardLaws.W1);
        Vector<LawResult> others = results.filter(result -> result.verdict() == Verdict.NOT_APPLICABLE);
        assertThat(others).hasSize(10);
        for (LawResult result : others) {
            assertThat(result.inapplicable())
                    .isEqualTo("the allocator declares that it does not zero, and the driver relies on zeroed tables");
            assertThat(result.tries()).isZero();
        }
        assertThat(Verdict.NOT_APPLICABLE).hasToString("not applicable");
    }

    @Test
    void whoDoesNotSayThatItDoesNotZeroBreaksM4() {
        Rogue dirty = Rogue.allocating("dirty", (kmalloc, bytes, gfp) -> kmalloc.alloc(bytes, gfp & ~Gfp.ZERO));
        assertThat(brokenPromises(dirty)).singleElement().asString().contains("does not read as zero at byte 0");
    }

    @Test
    void refusingWhatNeverFailsBreaksM4() {
        Rogue liar = Rogue.allocating(
                "liar", (kmalloc, bytes, gfp) -> bytes >= 100 ? Address.NULL : kmalloc.alloc(bytes, gfp));
        Capabilities small = Capabilities.NONE.withLargestBytes(99);
        assertThat(brokenPromises(liar.declaring(small))).isEmpty();
        assertThat(brokenPromises(liar.declaring(small.withNeverFailsBelow(100))))
                .isEmpty();
        assertThat(brokenPromises(liar.declaring(Capabilities.NONE.withNeverFailsBelow(129))))
                .anyMatch(
                        message -> message.matches(
                                "allocation \\d of 1\\d\\d bytes is refused, but liar declares that it never fails below 129 bytes"));
    }

    @Test
    void servingMoreThanDeclaredBreaksM4() {
        Rogue modest = Rogue.of("modest", Rogue.Base::new).declaring(Capabilities.NONE.withLargestBytes(64));
        assertThat(brokenPromises(modest))
                .singleElement()
                .asString()
                .matches("allocation \\d \\(.*\\) is served, but modest declares to serve at most 64 bytes");
    }

    @Test
    void vmallocAddressIsNotContiguous() {
        Rogue sham = Rogue.of("sham", machine -> machine.allocator(Family.VMALLOC))
                .declaring(Capabilities.NONE.contiguousOnly());
        assertThat(brokenPromises(sham))
                .anyMatch(message ->
                        message.endsWith("is in the vmalloc range, but sham declares to be contiguous only"));
    }

    @Test
    void kernelsOwnKeepTheirWord() {
        assertThat(new Check(
                                KERNELS,
                                Vector.of(KernelProfiles.find("hardened").get()),
                                KERNELS.all(),
                                Vector.of(StandardLaws.M4),
                                600,
                                1)
                        .run(result -> {})
                        .map(LawResult::verdict)
                        .distinct())
                .containsExactly(Verdict.HELD);
    }
}
