package kvetch.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CapabilitiesTest {

    @Test
    void nothingIsDeclaredByDefault() {
        Capabilities none = Capabilities.NONE;
        assertThat(none.describe()).isEmpty();
        assertThat(none.zeroes()).isTrue();
        assertThat(none.mustRefuse(-1)).isFalse();
        assertThat(none.mustServe(0)).isFalse();
    }

    @Test
    void eachDeclarationIsDescribed() {
        assertThat(Capabilities.NONE
                        .contiguousOnly()
                        .withLargestBytes(-2)
                        .withNeverFailsBelow(4096)
                        .withoutZeroing()
                        .monotone()
                        .describe())
                .containsExactly(
                        "contiguous only",
                        "at most 18446744073709551614 bytes",
                        "never fails below 4096 bytes",
                        "does not zero",
                        "monotone");
    }

    @Test
    void sizesAreUnsigned() {
        Capabilities half = Capabilities.NONE.withLargestBytes(Long.MAX_VALUE);
        assertThat(half.mustRefuse(Long.MAX_VALUE)).isFalse();
        assertThat(half.mustRefuse(Long.MIN_VALUE)).isTrue();
        Capabilities stubborn = Capabilities.NONE.withNeverFailsBelow(Long.MIN_VALUE);
        assertThat(stubborn.mustServe(Long.MAX_VALUE)).isTrue();
        assertThat(stubborn.mustServe(Long.MIN_VALUE)).isFalse();
    }

    @Test
    void noSizeIsBothServedAndRefused() {
        Capabilities page = Capabilities.NONE.withLargestBytes(4096);
        assertThat(page.withNeverFailsBelow(4097).mustServe(4096)).isTrue();
        assertThatThrownBy(() -> page.withNeverFailsBelow(4098))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("never fails below 4098 bytes, but serves at most 4096");
    }

    @ParameterizedTest
    @ValueSource(strings = {"k", "slob", "capped-kvzalloc", "a0123456789012345678901234567890"})
    void namesAreLowerCaseWithDigitsAndHyphens(String name) {
        assertThat(name).matches(AllocatorProvider.NAME);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-a", "Slob", "slob allocator", "a/b", "a_b", "a01234567890123456789012345678901"})
    void otherNamesAreNot(String name) {
        assertThat(name).doesNotMatch(AllocatorProvider.NAME);
    }
}
