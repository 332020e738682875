package kvetch.properties.mutants;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is judged, as system properties say.
 *
 * @param seeds of {@code kvetch.mutants.seeds}
 * @param only of {@code kvetch.mutants.only}: ids, or parts of them between slashes; empty for all
 * @param sample of {@code kvetch.mutants.sample}: so many, the first by a hash of their ids; 0 for all
 * @param processes of {@code kvetch.mutants.processes}
 * @param minutes of {@code kvetch.mutants.minutes}: no mistake is begun after so many; 0 to write down what was judged before
 */
record Options(String seeds, List<String> only, int sample, int processes, int minutes) {
    static Options ofSystem() {
        return new Options(
                System.getProperty("kvetch.mutants.seeds", "1,2,3"),
                Stream.of(System.getProperty("kvetch.mutants.only", "").split(","))
                        .filter(part -> !part.isEmpty())
                        .toList(),
                Integer.getInteger("kvetch.mutants.sample", 0),
                Integer.getInteger(
                        "kvetch.mutants.processes", Runtime.getRuntime().availableProcessors()),
                Integer.getInteger("kvetch.mutants.minutes", Integer.MAX_VALUE));
    }

    List<Mutant> choose(List<Mutant> all) {
        List<Mutant> wanted = all.stream().filter(this::isWanted).toList();
        return sample == 0 ? wanted : spread(wanted);
    }

    private boolean isWanted(Mutant mutant) {
        return only.isEmpty() || only.stream().anyMatch(part -> ("/" + mutant.id() + "/").contains("/" + part + "/"));
    }

    /** The first in an order that has nothing to do with what they are, or with what comes of them. */
    private List<Mutant> spread(List<Mutant> wanted) {
        return wanted.stream()
                .sorted(Comparator.comparing((Mutant mutant) -> mutant.id().hashCode() * 0x9e3779b9)
                        .thenComparing(Mutant::id))
                .limit(sample)
                .toList();
    }
}
