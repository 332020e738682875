package kvetch.properties.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Judges mistakes in the driver, and writes docs/mutants.md: by hand, with {@code -Pmutants}. */
@Tag("mutants")
class MutantsTest {
    @Test
    void everyMistakeIsJudged() {
        List<Mutant> all = Mutants.all();
        Options options = Options.ofSystem();
        List<Mutant> chosen = options.choose(all);
        List<Row> judged = new Campaign(options).run(chosen);
        Page.write(Page.render(all, Page.merged(all, Page.rows(Page.text()), judged), Reasons.read()));
        assertThat(judged).hasSameSizeAs(chosen);
    }
}
