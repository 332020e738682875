package kvetch.properties.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Holds the pages of mistakes, the reasons and the mistakes that are made of today's sources against each other. */
class MutantsDocTest {
    private final Reasons reasons = Reasons.read();

    /** -Dkvetch.golden.refresh=true leaves out mistakes that are made no longer; new ones wait to be judged. */
    @ParameterizedTest
    @EnumSource
    void pageFollowsFromItsRows(Part part) {
        List<Mutant> mutants = Mutants.all(part);
        List<Row> rows = Page.merged(mutants, Page.rows(Page.text(part)), List.of());
        String rendered = Page.render(part, mutants, rows, reasons);
        if (Boolean.getBoolean("kvetch.golden.refresh")) Page.write(part, rendered);
        assertThat(Page.text(part)).isEqualTo(rendered);
    }

    @ParameterizedTest
    @EnumSource
    void everyIdIsOfOneMistake(Part part) {
        assertThat(Mutants.all(part).stream().map(Mutant::id)).doesNotHaveDuplicates();
    }

    /** Those that wait to be judged may have one already. */
    @ParameterizedTest
    @EnumSource
    void whatCheckDoesNotSeeHasAReasonAndNothingElse(Part part) {
        List<Row> rows = Page.rows(Page.text(part));
        Set<String> judged = rows.stream().map(Row::id).collect(Collectors.toSet());
        assertThat(Mutants.all(part).stream().map(Mutant::id))
                .filteredOn(id -> judged.contains(id) && !reasons.of(id).isEmpty())
                .containsExactlyInAnyOrderElementsOf(rows.stream()
                        .filter(row -> row.seeds() == 0)
                        .map(Row::id)
                        .toList());
    }

    @Test
    void everyReasonIsOfAMistakeThatIsMade() {
        Set<String> made = Arrays.stream(Part.values())
                .flatMap(part -> Mutants.all(part).stream())
                .map(Mutant::id)
                .collect(Collectors.toSet());
        assertThat(made).containsAll(reasons.ids());
    }
}
