package kvetch.properties.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Judges mistakes, and writes the page of them: by hand, with {@code -Pmutants}. */
@Tag("mutants")
class MutantsTest {
    @Test
    void everyMistakeIsJudged() {
        Part part = Part.ofSystem();
        List<Mutant> all = Mutants.all(part);
        Options options = Options.ofSystem();
        List<Mutant> chosen = options.choose(all);
        Campaign campaign = new Campaign(part, options);
        List<Row> judged = campaign.run(chosen);
        List<Row> rows = Page.merged(all, Page.rows(Page.text(part)), judged);
        Page.write(part, Page.render(part, all, rows, Reasons.read()));
        assertThat(judged.size() + campaign.leftOut() == chosen.size() || options.minutes() < Integer.MAX_VALUE)
                .isTrue();
    }
}
