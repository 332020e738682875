package kvetch.properties.mutants;

import io.vavr.collection.Vector;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import kvetch.api.MachineProfile;
import kvetch.properties.DrawnAlike;
import kvetch.properties.DriverMistake;
import kvetch.properties.cases.Case;
import kvetch.properties.law.Law;
import kvetch.properties.law.Population;
import kvetch.properties.laws.StandardLaws;
import kvetch.properties.run.Examiner;
import kvetch.properties.setup.Setup;
import kvetch.properties.zoo.Animal;
import kvetch.properties.zoo.Zoo;
import org.jspecify.annotations.Nullable;

/**
 * Allocators and drivers that are wrong beyond doubt, and allocators that are right and {@link Reliant} or {@link Rehearsing}; and what
 * check says of them. Where it says something else, or nothing, it is the machine beneath them that is mistaken.
 */
final class Controls {
    /** That are right as long as the machine is. */
    static final Vector<Animal> RIGHT = Reliant.all().appendAll(Rehearsing.all());

    /** One that shows later is left out. */
    private static final int MOST_TRIES = 200;

    /** Of one that is right so many are examined, and besides the first on each other machine. */
    private static final int TRIES_OF_RIGHT = 20;

    /** By what stands where a kernel and an allocator do. */
    private final Map<String, Setup> setups = new HashMap<>();

    /**
     * What was said of the machine as it is.
     *
     * @param where of whom
     * @param law the id of the law
     * @param seed of the run
     * @param number of the first case that shows it, from 0
     * @param says of that case
     */
    record Control(String where, String law, long seed, int number, String says) implements Serializable {}

    Controls() {
        RIGHT.appendAll(Zoo.all()).forEach(animal -> setups.put(where(animal), animal.setup()));
        for (DriverMistake mistake : DriverMistake.values())
            setups.put(where(mistake), mistake.patch().with("kvzalloc"));
    }

    private static String where(Animal animal) {
        return "hardened/" + animal.name();
    }

    private static String where(DriverMistake mistake) {
        return mistake.name().toLowerCase(Locale.ROOT).replace('_', '-') + "/kvzalloc";
    }

    /** Has check say it. */
    List<Control> note(Pool pool) {
        List<Control> controls = new ArrayList<>();
        Vector<Law> ofMemory = StandardLaws.ALL.filter(law -> law.population() == Population.LIVES);
        Law ofBlocks = ofMemory.find(law -> law.id().equals("M4")).get();
        for (long seed : pool.extent().seeds()) {
            List<Case> cases = cases(ofBlocks, seed, pool);
            for (Animal right : Reliant.all())
                for (int number : onEachMachine(cases))
                    controls.add(control(where(right), ofBlocks, seed, number, cases));
            // Whatever the case is, the rehearsal is the same.
            for (Animal right : Rehearsing.all()) controls.add(control(where(right), ofBlocks, seed, 0, cases));
        }
        Zoo.all().forEach(animal -> ofMemory.forEach(law -> note(where(animal), law, pool, controls)));
        for (DriverMistake mistake : DriverMistake.values()) note(where(mistake), mistake.law(), pool, controls);
        return controls;
    }

    /** The first cases, and besides the first on each other machine. */
    private static List<Integer> onEachMachine(List<Case> cases) {
        Set<MachineProfile> machines = new HashSet<>();
        List<Integer> numbers = new ArrayList<>();
        for (int number = 0; number < cases.size(); number++)
            if (machines.add(cases.get(number).machine()) || number < TRIES_OF_RIGHT) numbers.add(number);
        return numbers;
    }

    private Control control(String where, Law law, long seed, int number, List<Case> cases) {
        return new Control(where, law.id(), seed, number, says(where, law, cases.get(number)));
    }

    private void note(String where, Law law, Pool pool, List<Control> controls) {
        for (long seed : pool.extent().seeds()) {
            List<Case> cases = cases(law, seed, pool);
            for (int number = 0; number < Math.min(MOST_TRIES, cases.size()); number++) {
                Control control = control(where, law, seed, number, cases);
                if (control.says.isEmpty()) continue;
                controls.add(control);
                break;
            }
        }
    }

    private static List<Case> cases(Law law, long seed, Pool pool) {
        return pool.cases(DrawnAlike.LAWS.find(laws -> laws.contains(law)).get(), seed);
    }

    private String says(String where, Law law, Case c) {
        return Examiner.examine(law, Objects.requireNonNull(setups.get(where)), c).violations().stream()
                .filter(violation -> violation.law().equals(law))
                .map(violation -> violation.what() + ": " + violation.message())
                .collect(Collectors.joining("; "));
    }

    /** The first of whom something else is said, with what was said before; null if there is none. */
    @Nullable
    Sighting sighting(Pool pool, long seed) {
        for (Control control : pool.controls()) {
            if (control.seed != seed) continue;
            Law law =
                    StandardLaws.ALL.find(each -> each.id().equals(control.law)).get();
            String says;
            try {
                says = says(control.where, law, cases(law, seed, pool).get(control.number));
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError failed) {
                says = "throws " + failed;
            }
            if (!says.equals(control.says))
                return new Sighting(
                        "check",
                        control.law,
                        control.where,
                        control.number + 1,
                        "",
                        "says \"" + says + "\" and not \"" + control.says + "\"");
        }
        return null;
    }
}
