package kvetch.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class PageFramesProperties {

    @Property(tries = 500)
    void getOrderIsTheSmallestThatHolds(@ForAll long bytes) {
        for (int pageSize : new int[] {4096, 16384, 65536}) {
            int order = PageFrames.getOrder(bytes, pageSize);
            BigInteger wanted = new BigInteger(Long.toUnsignedString(bytes));
            BigInteger page = BigInteger.valueOf(pageSize);
            if (bytes == 0) continue;
            assertThat(page.shiftLeft(order)).isGreaterThanOrEqualTo(wanted);
            if (order > 0) assertThat(page.shiftLeft(order - 1)).isLessThan(wanted);
        }
    }
}
