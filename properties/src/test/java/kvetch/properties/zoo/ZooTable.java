package kvetch.properties.zoo;

import io.vavr.collection.Vector;
import kvetch.properties.Check;
import kvetch.properties.LawResult;
import kvetch.properties.Verdict;
import kvetch.properties.law.Defect;
import kvetch.properties.law.Law;
import kvetch.properties.law.Population;
import kvetch.properties.laws.StandardLaws;

/** The kill table as Markdown: which law catches which animal, and with which message. */
final class ZooTable {
    static final long SEED = 1;

    private ZooTable() {}

    /** Judges an animal by each law. */
    static Vector<LawResult> judge(Animal animal) {
        return StandardLaws.ALL.flatMap(law -> animal.judge(Vector.of(law), tries(law), SEED));
    }

    /** The laws of an array that runs are not where an allocator is caught first: a tenth of the tries shows which it breaks. */
    private static int tries(Law law) {
        return law.population() == Population.LIVES ? Check.DEFAULT_TRIES : Check.DEFAULT_TRIES / 10;
    }

    static Vector<LawResult> broken(Vector<LawResult> results) {
        return results.filter(result -> result.verdict() == Verdict.BROKEN);
    }

    static String intro() {
        return """
                # The zoo

                Wrong allocators, with one defect each, and the laws that catch them. They are in the test tree of `properties`
                (`kvetch.properties.zoo`) and are judged on the kernel `hardened`, where every law holds for a right allocator, at
                the default number of tries (a tenth of it for the
                laws of an array that runs, and W3) and seed 1. A test makes this page anew and compares; to write it:

                    ./mvnw test -Plong -pl properties -am -Dtest=ZooTest -Dsurefire.failIfNoSpecifiedTests=false -Dkvetch.golden.refresh=true

                `silent`, `off-by-one` and `wrong-buddy` take the place of the kernel's own `kzalloc` and `page-allocator`, so that
                every other allocator of the machine rests on them; the others are plugged in.

                """;
    }

    static String header() {
        StringBuilder text = new StringBuilder("| allocator |");
        for (Law law : StandardLaws.ALL) text.append(' ').append(law).append(" |");
        text.append("\n|---|");
        for (int i = 0; i < StandardLaws.ALL.size(); i++) text.append("---|");
        return text.append('\n').toString();
    }

    static String row(Animal animal, Vector<LawResult> results) {
        StringBuilder text = new StringBuilder("| [")
                .append(animal.name())
                .append("](#")
                .append(animal.name())
                .append(") |");
        for (LawResult result : results)
            text.append(
                    switch (result.verdict()) {
                        case BROKEN -> " **x** |";
                        case HELD -> "  |";
                        default -> " " + result.verdict() + " |";
                    });
        return text.append('\n').toString();
    }

    static String section(Animal animal, Vector<LawResult> results) {
        StringBuilder text = new StringBuilder("\n## ").append(animal.name()).append("\n\n");
        text.append("Family ")
                .append(animal.family().allocFunction())
                .append(": ")
                .append(animal.defect())
                .append(".\n");
        for (LawResult result : broken(results)) {
            Defect defect = result.defects().head();
            text.append("\n- **")
                    .append(result.law())
                    .append("**: ")
                    .append(defect.violation().what())
                    .append(".\n  ");
            text.append(defect.violation().message())
                    .append("\n  (")
                    .append(defect.counterexample())
                    .append(")\n");
        }
        return text.toString();
    }
}
