package kvetch.properties.mutants;

import java.util.List;
import java.util.function.Predicate;

/** How many of some mistakes were seen. */
final class Score {
    static final String HEADER = """
            | operator | mistakes | judged | by check | by explore or conform | equivalent | by nobody | step named |
            |---|---:|---:|---:|---:|---:|---:|---:|
            """;

    private final long mistakes;
    private final long judged;
    private final long equivalent;
    private final long byCheck;
    private final long byOthers;
    private final long named;
    private final long runs;
    private final long runsThatSaw;

    Score(List<Mutant> mutants, List<Row> rows, Reasons reasons, Predicate<String> which) {
        List<Row> chosen = rows.stream().filter(row -> which.test(row.id())).toList();
        mistakes = mutants.stream().filter(mutant -> which.test(mutant.id())).count();
        judged = chosen.size();
        equivalent = chosen.stream()
                .filter(row -> !row.isSeen() && reasons.isEquivalent(row.id()))
                .count();
        byCheck = chosen.stream().filter(row -> row.seeds() > 0).count();
        byOthers =
                chosen.stream().filter(row -> row.isSeen() && row.seeds() == 0).count();
        named = chosen.stream().filter(Row::named).count();
        List<Row> real = chosen.stream()
                .filter(row -> row.isSeen() || !reasons.isEquivalent(row.id()))
                .filter(row -> row.seeds() > 0 || !reasons.isMending(row.id()))
                .toList();
        runs = real.stream().mapToLong(row -> row.tries().size()).sum();
        runsThatSaw = real.stream().mapToLong(Row::seeds).sum();
    }

    private long byNobody() {
        return judged - equivalent - byCheck - byOthers;
    }

    String row(String title) {
        return "| " + title.replace("|", "\\|") + " | " + mistakes + " | " + judged + " | " + byCheck + " | " + byOthers
                + " | " + equivalent + " | " + byNobody() + " | " + named + " |\n";
    }

    String sentences() {
        return "Of those that an array can show `check` sees " + percent(runsThatSaw, runs) + " (" + runsThatSaw
                + " of " + runs
                + " runs,\none for each seed), and `check`, `explore` or `conform` "
                + percent(byCheck + byOthers, judged - equivalent) + " (" + (byCheck + byOthers) + " of "
                + (judged - equivalent)
                + ").\nOf the counterexamples " + percent(named, byCheck + byOthers) + " (" + named + " of "
                + (byCheck + byOthers)
                + ") name the step that is wrong.\n";
    }

    private static String percent(long part, long whole) {
        return whole == 0 ? "none" : "%d.%d %%".formatted(part * 100 / whole, part * 1000 / whole % 10);
    }
}
