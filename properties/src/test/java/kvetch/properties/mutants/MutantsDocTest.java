package kvetch.properties.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds docs/mutants.md, the reasons and the mistakes that are made of today's driver against each other. */
class MutantsDocTest {
    private static final List<Mutant> MUTANTS = Mutants.all();
    private final Reasons reasons = Reasons.read();

    /** -Dkvetch.golden.refresh=true leaves out mistakes that are made no longer; new ones wait to be judged. */
    @Test
    void pageFollowsFromItsRows() {
        String rendered = Page.render(MUTANTS, Page.merged(MUTANTS, Page.rows(Page.text()), List.of()), reasons);
        if (Boolean.getBoolean("kvetch.golden.refresh")) Page.write(rendered);
        assertThat(Page.text()).isEqualTo(rendered);
    }

    @Test
    void everyIdIsOfOneMistake() {
        assertThat(MUTANTS.stream().map(Mutant::id)).doesNotHaveDuplicates();
    }

    @Test
    void whatNobodySeesHasAReasonAndNothingElse() {
        Set<String> unseen = Page.rows(Page.text()).stream()
                .filter(row -> !row.isSeen())
                .map(Row::id)
                .collect(Collectors.toSet());
        assertThat(reasons.ids()).containsExactlyInAnyOrderElementsOf(unseen);
    }
}
