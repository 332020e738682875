package kvetch.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GfpTest {

    @Test
    void flagsAreDistinctBits() {
        int[] flags = {Gfp.ZERO, Gfp.NOWARN, Gfp.NORETRY, Gfp.COMP};
        int all = 0;
        for (int flag : flags) {
            assertThat(Integer.bitCount(flag)).isEqualTo(1);
            assertThat(Gfp.has(all, flag)).isFalse();
            all |= flag;
            assertThat(Gfp.has(all, flag)).isTrue();
        }
        assertThat(Gfp.has(Gfp.KERNEL, all)).isFalse();
    }

    @Test
    void flagsAreNamedAsInAReport() {
        assertThat(Gfp.format(Gfp.KERNEL)).isEqualTo("GFP_KERNEL");
        assertThat(Gfp.format(Gfp.ZERO | Gfp.NOWARN | Gfp.NORETRY | Gfp.COMP))
                .isEqualTo("GFP_KERNEL|__GFP_ZERO|__GFP_NOWARN|__GFP_NORETRY|__GFP_COMP");
    }
}
