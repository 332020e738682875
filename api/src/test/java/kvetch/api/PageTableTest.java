package kvetch.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PageTableTest {
    private final PageTable table = new PageTable();

    @Test
    void aRunEndsWhereItsPagesDoWhateverTheFirstOnesOfTheirTableAreMappedTo() {
        table.map(1, 64, 100);
        table.map(0, 1, 163);
        assertThat(table.run(1, 100)).isEqualTo(63);
        assertThat(table.run(0, 100)).isEqualTo(1);
    }

    /** A leaf for each 64 of these pages would not fit into the memory of a test. */
    @Test
    void whatIsMappedAtOnceCostsLittle() {
        int pages = 1 << 24;
        for (long i = 0; i < 40; i++) table.map(i * pages + 1, (i + 1) * pages + 1, 0);
        assertThat(table.frame(39L * pages)).isEqualTo(pages - 1);
        assertThat(table.frame(39L * pages + 1)).isZero();
        assertThat(table.isMapped(1, 40L * pages + 1)).isTrue();
        table.unmapFrom(0, 40L * pages);
        assertThat(table.isFree(0, 1L << 33)).isTrue();
    }

    /** What it found last must not be a table that has been emptied, and whose place a larger mapping takes. */
    @Test
    void aMappingTakesThePlaceOfATableThatWasEmptied() {
        PageTable table = new PageTable();
        table.map(1, 2, 7);
        table.unmapFrom(1, 2);
        assertThat(table.frame(0)).isEqualTo(-1);
        table.map(0, 64, 100);
        assertThat(table.isMapped(0, 64)).isTrue();
        assertThat(table.frame(63)).isEqualTo(163);
    }
}
