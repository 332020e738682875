package kvetch.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageFramesTest {

    @ParameterizedTest
    @CsvSource({
        "0, 52, 50, 48",
        "1, 0, 0, 0",
        "4095, 0, 0, 0",
        "4096, 0, 0, 0",
        "4097, 1, 0, 0",
        "8192, 1, 0, 0",
        "8193, 2, 0, 0",
        "16384, 2, 0, 0",
        "16385, 3, 1, 0",
        "65536, 4, 2, 0",
        "65537, 5, 3, 1",
        "4194304, 10, 8, 6",
        "4194305, 11, 9, 7",
        "2147483648, 19, 17, 15",
        "9223372036854775807, 51, 49, 47",
        "9223372036854775808, 51, 49, 47",
        "9223372036854775809, 52, 50, 48",
        "18446744073709551615, 52, 50, 48"
    })
    void getOrderIsPinned(String bytes, int with4k, int with16k, int with64k) {
        long value = Long.parseUnsignedLong(bytes);
        assertThat(PageFrames.getOrder(value, 4096)).isEqualTo(with4k);
        assertThat(PageFrames.getOrder(value, 16384)).isEqualTo(with16k);
        assertThat(PageFrames.getOrder(value, 65536)).isEqualTo(with64k);
    }
}
