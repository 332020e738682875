package kvetch.properties.mutants;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.stream.Stream;

/**
 * What is judged, as system properties say.
 *
 * @param seeds of {@code kvetch.mutants.seeds}
 * @param only of {@code kvetch.mutants.only}: ids, or parts of them between slashes; empty for all
 * @param sample of {@code kvetch.mutants.sample}: so many, spread over the operators; 0 for all
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

    /** One of each operator in turn, in an order that has nothing to do with their places. */
    private List<Mutant> spread(List<Mutant> wanted) {
        Map<Operator, Queue<Mutant>> queues = new EnumMap<>(Operator.class);
        wanted.stream()
                .sorted(Comparator.comparing((Mutant mutant) -> mutant.id().hashCode() * 0x9e3779b9)
                        .thenComparing(Mutant::id))
                .forEach(mutant -> queues.computeIfAbsent(mutant.operator(), operator -> new ArrayDeque<>())
                        .add(mutant));
        List<Mutant> sampled = new ArrayList<>();
        while (sampled.size() < sample && sampled.size() < wanted.size())
            for (Queue<Mutant> queue : queues.values())
                if (!queue.isEmpty() && sampled.size() < sample) sampled.add(queue.remove());
        return sampled;
    }
}
