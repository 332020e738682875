package kvetch.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AddressTest {

    @Test
    void nullAndZeroSizePtrAreNothing() {
        assertThat(Address.isZeroOrNull(Address.NULL)).isTrue();
        assertThat(Address.isZeroOrNull(Address.ZERO_SIZE_PTR)).isTrue();
        assertThat(Address.isZeroOrNull(17)).isFalse();
        assertThat(Address.isZeroOrNull(-1)).isFalse();
        assertThat(Address.isZeroOrNull(Address.DIRECT_MAP)).isFalse();
    }

    @Test
    void theVmallocRangeIsHalfOpenAndClearOfTheDirectMap() {
        assertThat(Address.isVmalloc(Address.VMALLOC_START)).isTrue();
        assertThat(Address.isVmalloc(Address.VMALLOC_END - 1)).isTrue();
        assertThat(Address.isVmalloc(Address.VMALLOC_START - 1)).isFalse();
        assertThat(Address.isVmalloc(Address.VMALLOC_END)).isFalse();
        assertThat(Address.isVmalloc(Address.NULL)).isFalse();
        assertThat(Address.isVmalloc(Address.DIRECT_MAP)).isFalse();
        assertThat(Address.isVmalloc(Address.DIRECT_MAP + (65536L << 20) - 1)).isFalse();
    }

    @Test
    void anAddressIsSixteenDigits() {
        assertThat(Address.format(Address.DIRECT_MAP)).isEqualTo("ffff888000000000");
        assertThat(Address.format(Address.VMALLOC_START)).isEqualTo("ffffc90000000000");
        assertThat(Address.format(Address.ZERO_SIZE_PTR)).isEqualTo("0000000000000010");
    }
}
