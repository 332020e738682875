package kvetch.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.Vector;
import kvetch.cli.Results;
import kvetch.cli.words.CheckReport;
import kvetch.properties.LawResult;
import kvetch.properties.Verdict;
import kvetch.properties.laws.StandardLaws;
import org.junit.jupiter.api.Test;

/** What a check exits with. */
final class CheckCommandTest {
    @Test
    void theWorstVerdictDecides() {
        assertThat(codeOf(Verdict.HELD, Verdict.HELD)).isEqualTo(0);
        assertThat(codeOf(Verdict.HELD, Verdict.INCOMPLETE)).isEqualTo(3);
        assertThat(codeOf(Verdict.ERROR, Verdict.INCOMPLETE)).isEqualTo(4);
        assertThat(codeOf(Verdict.ERROR, Verdict.BROKEN)).isEqualTo(1);
    }

    private static int codeOf(Verdict... verdicts) {
        Vector<LawResult> results =
                Vector.of(verdicts).map(verdict -> Results.result("7.2", "kvzalloc", StandardLaws.Z1, verdict, 0, 0));
        return CheckReport.exitCode(results).number();
    }
}
