package kvetch.cli.options;

import static org.assertj.core.api.Assertions.assertThat;

import kvetch.cli.console.Text;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NumbersTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "64, 64",
        "9223372036854775807, 9223372036854775807",
        "1K, 2",
        "0.5K, 1",
        "1.9K, 3",
        "512K, 1024",
        "512k, 1024",
        "1M, 2048",
        "3.6T, 7730941132",
        "4T, 8589934592",
        "1P, 2199023255552",
        "15.9999999999999999999E, 36028797018963967",
        "' 64 ', 64"
    })
    void sizesAreExactAndRoundedDown(String text, long sectors) {
        assertThat(Numbers.sectors(text, "it")).isEqualTo(sectors);
    }

    @ParameterizedTest
    @CsvSource({"1, 512 bytes", "2, 1 KiB", "3, 1.5 KiB", "7730941132, 3.59 TiB", "-1, 8191.99 EiB"})
    void sizesForPeople(long sectors, String text) {
        assertThat(Numbers.human(sectors)).isEqualTo(text);
    }

    @Test
    void textIsWrappedBetweenWords() {
        assertThat(Text.wrap("one two three", 7)).containsExactly("one two", "three");
        assertThat(Text.wrap("a-word-that-is-long b", 7)).containsExactly("a-word-that-is-long", "b");
        assertThat(Text.clip("one two three", 10)).isEqualTo("one tw ...");
    }
}
