package kvetch.cli.reproduce;

import io.vavr.collection.Vector;
import kvetch.cli.console.Text;
import kvetch.cli.words.Story;
import kvetch.properties.plug.ReplayToken;

/** What a test for blktests says of itself. */
final class BlktestHeader {
    private static final int WIDTH = 80;

    private BlktestHeader() {}

    /** Lines of comment. */
    static Vector<String> of(Counterexample counterexample) {
        ReplayToken token = counterexample.token();
        String sentence = Story.sentence(
                counterexample.violation(),
                counterexample.replay().splat(),
                counterexample.replay().errno(),
                counterexample.arrayCase());
        return Vector.of(
                        "Kvetch on " + token.kernel() + ", law " + token.law() + " ("
                                + token.law().title() + "): " + sentence,
                        counterexample.arrayCase().toString(),
                        "",
                        counterexample.isDeadly()
                                ? "A kernel that breaks the law dies of it, or hangs; one that keeps it passes."
                                : "A kernel that breaks the law fails the test, one that keeps it passes.",
                        "",
                        "Save it as tests/md/NNN, executable, and beside it tests/md/NNN.out of two lines:"
                                + " \"Running md/NNN\" and \"Test complete\". The licence and the copyright, which blktests"
                                + " wants in the first lines, are yours.",
                        "",
                        token.format())
                .flatMap(paragraph ->
                        paragraph.equals(token.format()) ? Vector.of(paragraph) : Text.wrap(paragraph, WIDTH - 2))
                .map(line -> ("# " + line).stripTrailing());
    }

    /** What blktests shows beside the number of the test. */
    static String description(Counterexample counterexample) {
        return "raid0: " + counterexample.token().law().title() + ", " + Story.brief(counterexample.arrayCase(), WIDTH);
    }
}
